"""YAML is read as the text that was written, with places, and hostile YAML is refused."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.findings import KEY
from generator.records import yaml_nodes
from generator.records.yaml_nodes import read_yaml


def codes(text: str | bytes) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    return [fault.code for fault in read_yaml(content, "f.yaml").problems]


@pytest.mark.parametrize(
    "written",
    [
        "120.000",
        "0123456712",
        "012345",
        "12:30:45",
        "3.10",
        "NO",
        "on",
        "1_000",
        "2025-02-30",
        "=",
        "1e3",
        ".inf",
        "<<",
    ],
)
def test_scalars_stay_as_written(written: str) -> None:
    assert read_yaml(f"a: {written}".encode(), "f.yaml").data == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_only_empty_and_null_are_none(written: str) -> None:
    assert read_yaml(f"a: {written}\nb: '~'".encode(), "f.yaml").data == {"a": None, "b": "~"}


def test_positions_of_values_and_keys() -> None:
    nodes = read_yaml("tên: {vi: Gạo, en: x}\nlist:\n  - a\n  - b: c".encode(), "f.yaml")
    assert nodes.positions["tên", "vi"] == (1, 11)
    assert nodes.positions["tên", "vi", KEY] == (1, 7)
    assert nodes.positions["list", 1, "b"] == (4, 8)
    assert nodes.positions["list", KEY] == (2, 1)
    assert nodes.positions[()] == (1, 1)


def test_where_a_record_or_an_entry_begins_stands_the_whole_of_it() -> None:
    paths = read_yaml(b"a: x\nlist:\n  - b: c\n    d: e", "f.yaml").paths_by_place()
    assert paths[1, 1] == ()
    assert paths[1, 4] == ("a",)
    assert paths[3, 5] == ("list", 0)
    assert paths[4, 5] == ("list", 0, "d", KEY)


def test_text_is_composed_and_freed_of_invisible_characters() -> None:
    nodes = read_yaml('a: Ga\u0323o\nb: "x\\u200by"'.encode(), "f.yaml")
    assert nodes.data == {"a": "G\u1ea1o", "b": "xy"}
    assert [fault.code for fault in nodes.problems] == ["TEXT-INVISIBLE"]


def test_byte_order_mark_and_windows_lines_are_fine() -> None:
    nodes = read_yaml(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n", "f.yaml")
    assert nodes.data == {"a": "1", "b": "x\n"}
    assert nodes.positions["b", KEY] == (2, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2", "YAML-DUPLICATE"),
        ("{a: 1, a: 2}", "YAML-DUPLICATE"),
        ("a: &x 1\nb: *x", "YAML-ALIAS"),
        ("a: *x", "YAML-ALIAS"),
        ("a: !!python/object:os.system x", "YAML-TAG"),
        ("a: ! x", "YAML-TAG"),
        ("a: 1\n--- \nb: 2", "YAML-DOCUMENTS"),
        ("[" * 60_000, "YAML-DEPTH"),
        ("{a: " * 10_000, "YAML-DEPTH"),
        ("- " * 30_000, "YAML-DEPTH"),
        ("? " * 30_000, "YAML-KEY"),
        ("a:\tb", "YAML-TAB"),
        ("a: \x07", "TEXT-CONTROL"),
        ('a: "\\x07"', "TEXT-CONTROL"),
        ("a: \u202e", "TEXT-CONTROL"),
        ("a: \u2028", "TEXT-CONTROL"),
        ("Trà".encode("cp1258"), "TEXT-ENCODING"),
        ("a: 1".encode("utf-16"), "TEXT-ENCODING"),
        ("", "YAML-EMPTY"),
        ("# x", "YAML-EMPTY"),
        ("~", "YAML-EMPTY"),
        ("? [a]\n: b", "YAML-KEY"),
        ("~: b", "YAML-KEY"),
        ("a: b: c", "YAML-COLON"),
        ('a: "x', "YAML-QUOTE"),
        ("a: [x", "YAML-QUOTE"),
        ('a: "C:\\mau"', "YAML-ESCAPE"),
        ("a: @b", "YAML-START"),
        ("a: Gạo #1", "YAML-COMMENT"),
    ],
)
def test_refused_or_warned(text: str | bytes, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a:\n  vi: “Trà: loại 1”\n", "YAML-CURLY", 2, 7),
        ("a:\n  vi: x\n\u00a0\u00a0en: y\n", "YAML-MARK", 3, 1),
        ("set:\u00a011\nb: c\n", "YAML-MARK", 1, 5),
        ("a:\n  vi:Trà\n  en: x\n", "YAML-SPACE", 2, 6),
        ("a:\n  vi: >- Câu: một\n    hai\n", "YAML-FOLD", 2, 10),
        ("a:\n  vi: >-\n  Câu một\n  en: x\n", "YAML-FOLD", 3, 3),
        ("a:\n  vi: >-\nCâu một\n  en: x\n", "YAML-FOLD", 3, 1),
        ("a:\n  vi: ->\n    Câu một\n", "YAML-FOLD", 2, 7),
        ('a:\n  vi: "Trà\n  en: Tea\nb: "x"\nc: d\n', "YAML-QUOTE", 2, 7),
        ("a: {vi: 'Trà, en: x}\nb: c\n", "YAML-QUOTE", 1, 9),
        ("set 11\nb: c\n", "YAML-NO-COLON", 1, 1),
        ("a: b\nset = 11\nc: d\n", "YAML-NO-COLON", 2, 1),
        ("a:\n  vi: x\n en: y\n", "YAML-INDENT", 3, 2),
        ("a:\n  vi: x\n    en: y\n", "YAML-INDENT", 3, 5),
        ("a: - b\n", "YAML-START", 1, 4),
        ("a: *b*\n", "YAML-ALIAS", 1, 4),
        ("a: {vi: túi; en: bag}\n", "YAML-SEMICOLON", 1, 12),
        ('a: "Trà" & bánh\nb: c\n', "YAML-QUOTED", 1, 10),
        ('a: "Trà" loại 1\nb: c\n', "YAML-QUOTED", 1, 10),
        ("a: 1\nb: 1\nc: 1\nd: 1\na: 2\nb: 2\nc: 2\n", "YAML-RECORDS", 5, 1),
        ("a:\n  vi: Trµ mÉu M©y\n", "TEXT-LEGACY", 2, 15),
        ("a: Traø maãu\n", "TEXT-LEGACY", 1, 4),
    ],
)
def test_a_slip_is_told_where_it_was_made(text: str, code: str, line: int, column: int) -> None:
    (fault,) = read_yaml(text.encode(), "f.yaml").problems
    assert (fault.code, fault.location.line, fault.location.column) == (code, line, column)


@pytest.mark.parametrize(
    "text",
    [
        "a: “Đầu tàu” OCOP\n",
        'a: "Trà\n  hai: ba"\n',
        "a: |\n  giá:\u00a0120\n",
        "a: x -> y\n",
        "a: OCOP® và «gạo» 2·3 m² © ½ kg\n",
    ],
)
def test_what_only_looks_like_a_slip_is_read(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["a: b # a comment", "# x #1\na: 'Gạo #1'", "a: b#1", "a: |\n  x #1"])
def test_comments_that_swallow_nothing(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("content", "words", "line"),
    [
        ("a: Trà".encode("utf-16"), "UTF-16", 0),
        (b"PK\x03\x04\x14\x00\xff\xfe", "Word", 0),
        ("a: 1\nb: Trà".encode("cp1258"), "bảng mã cũ", 2),
    ],
)
def test_what_a_file_of_another_kind_is(content: bytes, words: str, line: int) -> None:
    (fault,) = read_yaml(content, "f.yaml").problems
    assert words in fault.sentence("vi")
    assert fault.location.line == line


def test_spaces_around_quoted_words_are_no_part_of_them() -> None:
    assert read_yaml(b"a: \"x \"\nb: ' '\nc: |\n  y\n", "f.yaml").data == {"a": "x", "b": "", "c": "y\n"}


def test_all_duplicates_are_told() -> None:
    assert codes("a: 1\na: 2\nb: 1\nb: 2") == ["YAML-DUPLICATE"] * 2


def test_the_slow_reader_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: 120.000\nb: [x, {c: ~}]\nd: |\n  Gạo\n  nếp\n".encode()
    fast = read_yaml(text, "f.yaml")
    monkeypatch.setattr(yaml_nodes, "Loader", yaml.SafeLoader)
    slow = read_yaml(text, "f.yaml")
    assert (fast.data, fast.positions) == (slow.data, slow.positions)


YAMLISH = st.text(st.sampled_from(list("ab:- \n[]{}#&*!|>'\"%@`,?~\t\\\u200b\u0301ệ0.")), max_size=80)


@given(st.binary(max_size=200))
def test_no_bytes_throw(content: bytes) -> None:
    read_yaml(content, "f.yaml")


@given(YAMLISH)
def test_no_text_throws(text: str) -> None:
    nodes = read_yaml(text.encode("utf-8", "surrogatepass"), "f.yaml")
    assert nodes.data is not None or nodes.problems


@given(YAMLISH)
def test_no_text_throws_in_the_slow_reader(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_nodes, "Loader", yaml.SafeLoader)
        read_yaml(text.encode("utf-8", "surrogatepass"), "f.yaml")
