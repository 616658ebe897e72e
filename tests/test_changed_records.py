"""A whole record that the cache has lost is read again, and refused if its file has changed meanwhile."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from kept import CachedRecord
from tiny import RICE, append, copy_tiny

from generator.cache import Cache
from generator.cli import command_line
from generator.records import read


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def test_record_lost_from_the_cache_is_read_again(site: Path) -> None:
    cache = CachedRecord()
    records, _ = read(site, cache)
    whole, story = records.whole("product", "gao-mau"), records.record_store.text("producer", "htx-mau", "vi")
    cache.clear("body")
    again, _ = read(site, cache)
    assert again.whole("product", "gao-mau") == whole
    assert again.record_store.text("producer", "htx-mau", "vi") == story


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--output", "out", "--day", "2026-06-10"],
        # Before the days of its lots a record is judged as a whole again.
        ["check", "--day", "2020-01-01"],
        ["issue", "MU0001", "--copies", "5", "--use", "tem", "--day", "2020-01-01"],
    ],
    ids=lambda words: words[0],
)
def test_commands_refuse_a_record_that_changed_meanwhile(
    site: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    get = Cache.get

    def lose_and_edit(cache: Cache, kind: str, key: str) -> bytes | None:
        if kind != "body":
            return get(cache, kind, key)
        for name in ("product.yaml", "lots.yaml"):
            append(site / RICE / name, "# edited\n")
        return None

    monkeypatch.setattr(Cache, "get", lose_and_edit)
    monkeypatch.setenv("OCOP_CACHE", str(site.parent / "cache"))
    monkeypatch.chdir(site)
    done = CliRunner().invoke(command_line("en"), [*words, "--lang", "en", "--root", str(site)])
    assert done.exit_code == 1, done.output
    assert f"{RICE}/product.yaml: FILE-CHANGED" in done.stderr or "lots.yaml: FILE-CHANGED" in done.stderr
    assert not (site / "out").exists()
