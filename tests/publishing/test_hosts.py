"""Limits of hosts are told before anything is sent."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny import copy_tiny

from generator.cli import command_line
from generator.publishing import hosts
from generator.publishing.hosts import Host, excesses, host_of

pytestmark = pytest.mark.slow

SIZES = {"index.html": 10, "a/b/one.html": 20, "a/b/two.html": 30}


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("files", 3, ""),
        ("entries", 5, ""),
        ("folder_files", 2, "a/b/"),
        ("size", 60, ""),
        ("file_size", 30, "a/b/two.html"),
    ],
)
def test_a_limit_is_passed_by_one_more_and_not_by_as_many(field: str, value: int, path: str) -> None:
    assert not excesses(Host("Mẫu", "", **{field: value}), SIZES)
    (excess,) = excesses(Host("Mẫu", "", **{field: value - 1}), SIZES)
    assert excess == (field, value, value - 1, path)


def test_hosts_are_known_by_the_addresses_of_their_repositories() -> None:
    assert host_of("https://github.com/tinh-mau/ocop") == "github"
    assert host_of("git@gitlab.com:tinh-mau/ocop.git") == "gitlab"
    assert host_of("https://git.tinh-mau.example/ocop") == ""


def test_a_site_that_is_too_large_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, place = copy_tiny(tmp_path / "site"), tmp_path / "place"
    monkeypatch.setitem(hosts.HOSTS, "cloudflare", Host("Cloudflare Pages", "", files=5, file_size=10))
    words = ["--root", str(root), "publish", "folder", str(place), "--host", "cloudflare"]
    result = CliRunner().invoke(command_line("en"), [*words, "--day", "2026-11-21"])
    assert result.exit_code == 1
    assert "at most 5 files" in result.output
    assert "at most 10 bytes" in result.output
    assert not place.exists()
