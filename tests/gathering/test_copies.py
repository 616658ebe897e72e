"""Copies that were cut short, changed or made to do harm: each is refused with one sentence."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from built import run_ocop
from homes import RICE, change, write
from tiny import add_photo, build_clean, copy_tiny, tree

from generator.catalogue import exchange_format as form
from generator.gathering import copies
from generator.gathering.copies import FaultyCopyError, read_copy

pytestmark = pytest.mark.slow

DECISIONS = form.path_of("decision", "")
HOLDER = form.path_of("producer", "htx-mau")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    root = copy_tiny(folder / "site")
    add_photo(root)
    build_clean(root, folder / "output")
    return folder / "output"


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """A copy as people fetch it: the two folders."""
    for name in ("data", "media"):
        shutil.copytree(published / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


def change_index(copy: Path, edit: Callable[[Any], None]) -> None:
    data = json.loads((copy / form.INDEX).read_text("utf-8"))
    edit(data)
    (copy / form.INDEX).write_text(json.dumps(data), encoding="utf-8")


def named(path: str) -> Callable[[Path], None]:
    """An index that names another path."""
    entry = {"path": path, "bytes": 2, "digest": "0" * 16}
    return lambda copy: change_index(copy, lambda index: index["files"].append(entry))


def record(edit: Callable[[Any], None]) -> Callable[[Path], None]:
    return lambda copy: change(copy, RICE, lambda data: edit(data["records"][0]))


def raw(path: str, content: bytes) -> Callable[[Path], None]:
    return lambda copy: write(copy, path, content)


def picture(copy: Path) -> Path:
    """The picture that the record of the rice names."""
    data = json.loads((copy / RICE).read_text("utf-8"))
    return copy / "media" / str(data["records"][0]["photos"][0]["file"])


def linked(copy: Path) -> None:
    (copy / RICE).rename(copy / "elsewhere.json")
    (copy / RICE).symlink_to(copy / "elsewhere.json")


def linked_folder(copy: Path) -> None:
    (copy / "data/products").rename(copy / "elsewhere")
    (copy / "data/products").symlink_to(copy / "elsewhere")


def pipe(copy: Path) -> None:
    (copy / RICE).unlink()
    os.mkfifo(copy / RICE)


def made_folder(copy: Path) -> None:
    (copy / RICE).unlink()
    (copy / RICE).mkdir()


def deep(levels: int) -> bytes:
    return b'{"format":1,"kind":"product","records":' + b"[" * levels + b"]" * levels + b"}"


FAULTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "no copy": (lambda copy: shutil.rmtree(copy / "data"), form.INDEX, "lacks this file"),
    "no index": (lambda copy: (copy / form.INDEX).unlink(), form.INDEX, "lacks this file"),
    "a file is missing": (lambda copy: (copy / RICE).unlink(), RICE, "lacks this file"),
    "cut short": (
        lambda copy: (copy / RICE).write_bytes((copy / RICE).read_bytes()[:-9]),
        RICE,
        "size or digest",
    ),
    "changed": (
        lambda copy: (copy / RICE).write_bytes((copy / RICE).read_bytes().replace(b"4", b"5", 1)),
        RICE,
        "size or digest",
    ),
    "a picture is missing": (lambda copy: picture(copy).unlink(), "media", "lacks this file"),
    "a picture is cut short": (
        lambda copy: picture(copy).write_bytes(picture(copy).read_bytes()[:-9]),
        "media",
        "size or digest",
    ),
    "no JSON": (raw(RICE, b"<html>404</html>"), RICE, "no valid JSON"),
    "not UTF-8": (raw(RICE, b'{"format": 1, "kind": "\xff"}'), RICE, "no valid JSON"),
    "half a letter": (raw(RICE, b'{"format": 1, "kind": "\\ud800"}'), RICE, "no valid JSON"),
    "NaN": (raw(RICE, b'{"format": NaN}'), RICE, "no valid JSON"),
    "infinite": (raw(RICE, b'{"format": 1e999}'), RICE, "no valid JSON"),
    "a name twice": (raw(RICE, b'{"format": 1, "format": 1}'), RICE, "no valid JSON"),
    "deep": (raw(RICE, deep(500)), RICE, "no valid JSON"),
    "deeper than the parser goes": (raw(RICE, deep(200_000)), RICE, "no valid JSON"),
    "a number of a million digits": (
        raw(RICE, b'{"format": ' + b"9" * 900_000 + b"}"),
        RICE,
        "no valid JSON",
    ),
    "huge": (raw(RICE, b" " * (copies.RECORD_SIZE + 1)), RICE, "larger than 1024 KB"),
    "a list": (raw(RICE, b"[]"), RICE, "the member"),
    "another version": (
        lambda copy: change_index(copy, lambda i: i.update(format=2)),
        form.INDEX,
        "version 2",
    ),
    "no version": (lambda copy: change_index(copy, lambda i: i.pop("format")), form.INDEX, "version None"),
    "another version of one file": (
        lambda copy: change(copy, RICE, lambda data: data.update(format=7)),
        RICE,
        "version 7",
    ),
    "an index that is a list": (lambda copy: (copy / form.INDEX).write_text("[]"), form.INDEX, "the member"),
    "another member of the index": (
        lambda copy: change_index(copy, lambda index: index.update(script="x")),
        form.INDEX,
        "the member “script”",
    ),
    "a way out": (named("data/products/../../../etc/passwd"), form.INDEX, "no file of the exchange format"),
    "a way out at the front": (named("/etc/passwd"), form.INDEX, "no file of the exchange format"),
    "a way out with a known ending": (named("data/products/../../x.json"), form.INDEX, "no file of the"),
    "a way out of the media": (named("media/../x-320.webp"), form.INDEX, "no file of the exchange format"),
    "a NUL": (named("data/products/a\x00.json"), form.INDEX, "no file of the exchange format"),
    "another folder": (named("index.html"), form.INDEX, "no file of the exchange format"),
    "a link": (linked, RICE, "no plain file"),
    "a folder that is a link": (linked_folder, RICE, "no plain file"),
    "a pipe": (pipe, RICE, "no plain file"),
    "a folder": (made_folder, RICE, "no plain file"),
    "another kind": (
        lambda copy: change(copy, RICE, lambda data: data.update(kind="site")),
        RICE,
        "of the kind “site”",
    ),
    "an id with a way out": (record(lambda rice: rice.update(id="../../x")), RICE, "PATTERN-ID"),
    "an id of another file": (
        record(lambda rice: rice.update(id="tra-mau")),
        RICE,
        "“tra-mau” does not belong",
    ),
    "two records of one id": (
        lambda copy: change(copy, DECISIONS, lambda data: data["records"].append(data["records"][0])),
        DECISIONS,
        "twice",
    ),
    "a field that we do not know": (record(lambda rice: rice.update(secret=1)), RICE, "KEY-UNKNOWN"),
    "a wrong value": (record(lambda rice: rice.update(set=99)), RICE, "SET-RANGE"),
    "a number for a text": (record(lambda rice: rice.update(brand=5)), RICE, "TYPE"),
    "a photo that is elsewhere": (
        record(lambda rice: rice["photos"][0].update(file="../../x.webp")),
        RICE,
        "lacks the picture",
    ),
    "a page of somebody else": (
        lambda copy: change(copy, RICE, lambda data: data["pages"].update(vi="https://other.example/")),
        RICE,
        "not below that of the catalogue",
    ),
    "a code of somebody else": (
        lambda copy: change(
            copy, RICE, lambda data: data.update(trace="https://ocop.test.other.example/p/MU0001")
        ),
        RICE,
        "not below that of the catalogue",
    ),
    "a text of no record": (
        lambda copy: change(copy, form.path_of("page", ""), lambda data: data["texts"].update(x={"vi": "x"})),
        form.path_of("page", ""),
        "does not belong",
    ),
    "a language with a way out": (
        lambda copy: change(
            copy, HOLDER, lambda data: data["texts"]["htx-mau"].update({"x/../../../../evil": "x"})
        ),
        HOLDER,
        "the member “texts.htx-mau",
    ),
    "two records for one file": (
        lambda copy: change(
            copy,
            form.path_of("places", ""),
            lambda data: data["records"].append({**data["records"][0], "id": "noi-khac"}),
        ),
        form.path_of("places", ""),
        "“noi-khac” does not belong",
    ),
    "no places": (
        lambda copy: change(copy, form.path_of("places", ""), lambda data: data.update(records=[])),
        form.path_of("places", ""),
        "lacks this file",
    ),
}


def test_a_whole_copy_is_read(copy: Path) -> None:
    found = read_copy(copy)
    assert list(found.records["product"]) == ["gao-mau", "tra-mau"]
    assert found.homes["gao-mau"].trace == "https://ocop.test/01/09521234543213"
    assert set(found.texts) >= {("producer", "htx-mau", "vi"), ("page", "gioi-thieu", "en")}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_copy_is_refused_with_one_sentence(name: str, copy: Path) -> None:
    spoil, file, words = FAULTS[name]
    spoil(copy)
    with pytest.raises(FaultyCopyError) as refused:
        read_copy(copy)
    assert refused.value.file == (f"media/{picture(copy).name}" if file == "media" else file)
    assert words in refused.value.words["en"]
    assert refused.value.words["vi"] != refused.value.words["en"]
    for sentence in refused.value.words.values():
        assert len(sentence) < 600
        assert sentence.isprintable()


def test_a_limit_of_files_holds(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "MOST_FILES", 5)
    with pytest.raises(FaultyCopyError, match="more than 5"):
        read_copy(copy)


def test_the_command_tells_it_and_writes_nothing(copy: Path, tmp_path: Path) -> None:
    write(copy, RICE, deep(200_000))
    before = tree(tmp_path)
    done = run_ocop(tmp_path / "none", "restore", copy, tmp_path / "again")
    assert done.returncode == 1
    assert done.stderr.strip().startswith(f"Nothing written. {RICE}: this is no valid JSON")
    assert "Traceback" not in done.stderr
    assert tree(tmp_path) == before
    done = run_ocop(tmp_path / "none", "restore", tmp_path / "copy" / "media", tmp_path / "again", lang="vi")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Chưa ghi gì. {form.INDEX}: thiếu tệp này")


def test_a_folder_that_a_link_leads_to_is_written(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    done = run_ocop(tmp_path / "none", "restore", copy, tmp_path / "link")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "real/content/site.yaml").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "link", "real"]


def test_the_command_writes_a_project(copy: Path, tmp_path: Path) -> None:
    done = run_ocop(tmp_path / "none", "restore", copy, tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert "Next: run ocop check there." in done.stdout
    assert (tmp_path / "again/products/huyen-mau/gao-mau/product.yaml").is_file()
