"""Values of record files are changed, and whatever else people wrote there stays byte for byte."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT

from generator.catalogue.model import KeyPath
from generator.records.edit import RecordEditor, UneditableFileError, UnreadableFileError
from generator.records.yaml_nodes import read_yaml

pytestmark = pytest.mark.slow

SITES = PROJECT / "tests/sites"
FILES = [
    (root, file.relative_to(root).as_posix())
    for root in (PROJECT, *sorted(path for path in SITES.iterdir() if path.is_dir()))
    for top in ("content", "products")
    for file in sorted((root / top).rglob("*.yaml"))
]
"""Every record file of this repository, with the folder of its project."""
VALUES: list[Any] = [
    *(
        "3",
        "mới: thử # x",
        "dòng\nhai\n\nba",
        "x" * 200,
        " ".join(["chữ"] * 60),
        "- x",
        '"q"',
        "it's",
        "true",
    ),
    *("->", "…x", "a:", "|", "null", "@x", "a, b] }", "\u00a0cách", "🙂"),
    *({"vi": "a, b", "en": "[x]"}, ["a", "b: c"], [{"a": "1", "b": {"c": "d"}}, {"a": "2"}]),
]
PRODUCT = "products/xa-mau/gao-mau/product.yaml"
COMMENTED = """\
# yaml-language-server: $schema=../../../docs/schema/product.json

# Tên như trên bao bì.
name:   # hai thứ tiếng
  vi: "Gạo mẫu"   # tên chính
  en: Sample rice
set: 3  # Gạo, ngũ cốc

ratings:
  # Lần đầu
  - status: recognised
    stars: 3    # ba sao
    # chưa có điểm
    score:
  # Lần hai
  - status: recognised
    stars: 4
summary:
  vi: >-
    Gạo bịa ra để thử, viết thành hai dòng cho dễ
    đọc.
  en: {
    # để sau
  }
sources:
  - {publisher: Ban soạn dữ liệu mẫu, title: 'Tên'}
# cuối tệp
"""


def leaves(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(data, list):
        for index, inner in enumerate(data):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def fields(data: Any) -> list[KeyPath]:
    """The paths of all values, groups and lists but the file itself."""
    paths = {path[:size] for path in leaves(data) for size in range(1, len(path) + 1)}
    return sorted(paths, key=repr)


def text_of(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode()


def data_of(text: str, path: str) -> Any:
    nodes = read_yaml(text.encode(), path)
    assert not [fault for fault in nodes.problems if fault.is_error]
    return nodes.data


def edited(text: str, *changes: tuple[KeyPath, Any], path: str = PRODUCT) -> str:
    editor = RecordEditor(text, path)
    for field, value in changes:
        editor.set(field, value)
    return editor.text()


@pytest.mark.parametrize("spelling", ["as it is", "with Windows line ends", "with a byte order mark"])
def test_setting_what_is_there_changes_no_byte(spelling: str) -> None:
    assert len(FILES) > 200
    for root, path in FILES:
        text = text_of(root, path)
        if spelling == "with Windows line ends":
            text = text.replace("\n", "\r\n")
        elif spelling == "with a byte order mark":
            text = "\ufeff" + text
        editor = RecordEditor(text, path)
        assert editor.text() == text, path
        known = fields(editor.get())
        for field in ((), *known[:: max(1, len(known) // 40)]):
            editor.set(field, editor.get(field))
        assert editor.text() == text, path
        assert editor.get() == data_of(text, path)


def test_any_edit_of_any_file_reads_back_as_meant() -> None:
    """Also several at once, of values, groups and lists, in files with the line ends of Windows."""
    chance = random.Random(15)
    for root, path in FILES:
        text = text_of(root, path)
        if chance.random() < 0.3:
            text = "\ufeff" + text.replace("\n", "\r\n")
        for _ in range(4):
            editor = RecordEditor(text, path)
            for _ in range(chance.choice([1, 1, 2, 4])):
                known = fields(editor.get())
                if not known:
                    break
                field = chance.choice(known)
                holder = editor.get(field[:-1])
                if (number := chance.random()) < 0.3:
                    editor.remove(field)
                elif number < 0.8 or isinstance(holder, list):
                    editor.set(field, chance.choice(VALUES))
                else:
                    editor.set(
                        (*field[:-1], chance.choice(["brand", "gtin", "note", "zz"])), chance.choice(VALUES)
                    )
            new = editor.text()
            if editor.get() not in (None, {}, []):
                assert data_of(new, path) == editor.get(), path
            assert new.startswith("\ufeff") == text.startswith("\ufeff")
            assert "\r\n" not in text or "\n" not in new.replace("\r\n", ""), path


def test_an_edit_leaves_all_other_lines() -> None:
    """Of every value of every file: what stands before its line and below the next one is as it was."""
    for root, path in FILES:
        text = text_of(root, path)
        nodes = read_yaml(text.encode(), path)
        lines = text.splitlines(keepends=True)
        starts = sorted({line for line, _ in nodes.positions.values()})
        all_leaves = list(leaves(nodes.data))
        for field in all_leaves[:: max(1, len(all_leaves) // 4)]:
            line = nodes.positions[field][0]
            following = next((start for start in starts if start > line), len(lines) + 1)
            editor = RecordEditor(text, path)
            editor.set(field, "khác")
            new = editor.text().splitlines(keepends=True)
            assert new[: line - 1] == lines[: line - 1], (path, field)
            below = len(lines) - following + 1
            assert not below or new[-below:] == lines[-below:], (path, field)


def test_comments_quotes_and_folds_stay() -> None:
    new = edited(
        COMMENTED,
        (("name", "vi"), "Gạo khác"),
        (("ratings", 0, "stars"), 4),
        (("ratings", 0, "score"), 78.5),
        (("summary", "vi"), "Gạo bịa ra để thử, viết thành hai dòng cho dễ nhớ."),
        (("sources", 0, "title"), "Tên khác"),
    )
    assert new == (
        COMMENTED.replace('vi: "Gạo mẫu"   #', 'vi: "Gạo khác"   #')
        .replace("stars: 3    # ba sao", "stars: 4    # ba sao")
        .replace("score:\n", "score: 78.5\n")
        .replace("    đọc.\n", "    nhớ.\n")
        .replace("title: 'Tên'", "title: 'Tên khác'")
    )


def test_new_fields_stand_in_the_order_of_the_model() -> None:
    new = edited(
        COMMENTED, (("gtin",), "09521234543213"), (("code",), "MU0001"), (("ratings", 1, "kind"), "new")
    )
    assert list(data_of(new, PRODUCT)) == [
        "code",
        "name",
        "set",
        "gtin",
        "ratings",
        "summary",
        "sources",
    ] or (list(data_of(new, PRODUCT)) == ["code", "name", "set", "ratings", "gtin", "summary", "sources"])
    assert "# yaml-language-server: $schema=../../../docs/schema/product.json\n\ncode: MU0001\n# Tên" in new
    assert "    stars: 4\n    kind: new\nsummary" in new
    assert set(COMMENTED.splitlines()) <= set(new.splitlines())


def test_entries_are_added_and_removed() -> None:
    editor = RecordEditor(COMMENTED, PRODUCT)
    editor.set(("ratings", 2), {"status": "recognised", "stars": 5})
    editor.set(("notes", 0, "vi"), "Ghi chú")
    editor.remove(("ratings", 0, "status"))
    editor.remove(("ratings", 0, "stars"))
    editor.remove(("sources", 0))
    text = editor.text()
    assert "    stars: 4\n  - status: recognised\n    stars: 5\n" in text
    assert "  -\n    # chưa có điểm\n    score:\n" in text
    assert "sources" not in text, "a list without entries goes"
    assert "notes:\n  - vi: Ghi chú\n" in text
    assert text.endswith("# cuối tệp\n")
    with pytest.raises(IndexError):
        editor.set(("ratings", 9), {"stars": 1})
    with pytest.raises(TypeError):
        editor.set(("set", "vi"), "x")


def test_what_a_file_begins_with_is_written() -> None:
    assert edited("", (("name", "vi"), "Gạo")) == "name:\n  vi: Gạo\n"
    assert edited("# đầu\n", (("name", "vi"), "Gạo")) == "# đầu\nname:\n  vi: Gạo\n"


def test_a_value_that_says_nothing_takes_the_field_away() -> None:
    for nothing in (None, "", "  ", "…", [], {}, {"vi": ""}, [None]):
        assert "stars: 3" not in edited(COMMENTED, (("ratings", 0, "stars"), nothing))
    assert edited("a: {b: {c: 1}}\nd: 2\n", (("a", "b", "c"), None)) == "d: 2\n"


def test_braces_stay_unless_a_line_gets_too_long() -> None:
    text = "name: {vi: Gạo, en: Rice}  # tên\nset: 3\n"
    assert edited(text, (("name", "en"), "Rice, white")) == text.replace("en: Rice", "en: 'Rice, white'")
    plain = text.replace("  # tên", "")
    new = edited(plain, (("name", "en"), "long " * 30))
    assert new.startswith("name:\n  vi: Gạo\n  en: long long")
    assert data_of(new, PRODUCT)["name"] == {"vi": "Gạo", "en": " ".join(["long"] * 30)}
    assert max(map(len, new.splitlines())) < 120


def test_a_file_that_the_reader_refuses_is_refused() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        RecordEditor("a: 1\na: 2\n", PRODUCT)
    assert [fault.code for fault in refused.value.problems] == ["YAML-DUPLICATE"]


def test_a_file_that_nobody_writes_so_is_left_to_a_person() -> None:
    editor = RecordEditor("? name\n: vi: x\n", PRODUCT)
    editor.set(("name",), "y")
    with pytest.raises(UneditableFileError):
        editor.text()
