"""Tables of plain text are read in each encoding, with each separator that Vietnamese computers write."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from old_letters import encode_tcvn3, encode_vni
from workbook_files import Grid, csv_text

from generator.spreadsheets.legacy_text import Encoding, legacy_encoding, to_unicode
from generator.spreadsheets.workbook import SpreadsheetError, read_workbook

TABLE = Grid(
    "S",
    {"A1": "Tên", "B1": "Giá, đồng", "C1": "Điểm", "A2": 'Trà "Mẫu"; ngon|', "C2": 95.64, "A4": "hai\ndòng"},
)
VALUES = [
    ["Tên", "Giá, đồng", "Điểm"],
    ['Trà "Mẫu"; ngon|', None, "95,64"],
    [None, None, None],
    ["hai\ndòng", None, None],
]
VIETNAMESE = "Tên sản phẩm;Chủ thể\r\nChè xanh Mẫu;Hợp tác xã Mẫu\r\nMật ong Mẫu;Tổ hợp tác Ong Mẫu\r\n"


def values(folder: Path, data: bytes, name: str = "mau.csv") -> list[list[object]]:
    (folder / name).write_bytes(data)
    (sheet,) = read_workbook(folder / name).sheets
    return [[cell.value for cell in row] for row in sheet.rows]


def in_windows_1258(text: str) -> bytes:
    """As Windows writes it: a tone that has no letter of its own stands behind the letter."""
    encoded = b""
    for letter in text:
        try:
            encoded += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            shaped = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark != tone))
            encoded += (shaped + tone).encode("cp1258")
    return encoded


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_encoding(separator: str, encoding: str, tmp_path: Path) -> None:
    assert values(tmp_path, csv_text(TABLE, separator).encode(encoding)) == VALUES


def test_a_file_may_name_its_separator(tmp_path: Path) -> None:
    assert values(tmp_path, b"sep=|\r\na,b;c,d|e\r\n") == [["a,b;c,d", "e"]]


def test_text_is_never_taken_for_numbers_or_days(tmp_path: Path) -> None:
    assert values(tmp_path, b"0912345678,04,1/2/2024,8.94E+12,TRUE\n") == [
        ["0912345678", "04", "1/2/2024", "8.94E+12", "TRUE"]
    ]


def test_windows_1258(tmp_path: Path) -> None:
    assert values(tmp_path, in_windows_1258(VIETNAMESE))[1] == ["Chè xanh Mẫu", "Hợp tác xã Mẫu"]


@pytest.mark.parametrize(("encoding", "encode"), [("tcvn3", encode_tcvn3), ("vni", encode_vni)])
def test_letters_of_old_fonts_stay_and_are_recognised(
    encoding: Encoding, encode: Callable[[str], str], tmp_path: Path
) -> None:
    table = values(tmp_path, encode(VIETNAMESE).encode("cp1252"))
    column = "\n".join(str(row[1]) for row in table)
    assert legacy_encoding(column) == encoding
    assert to_unicode(column, encoding) == "Chủ thể\nHợp tác xã Mẫu\nTổ hợp tác Ong Mẫu"


def test_empty_lines_and_cells_at_the_ends_are_cut(tmp_path: Path) -> None:
    assert values(tmp_path, b"a;b;;;\r\n;;;;\r\nc;;;;\r\n" + b";;;;\r\n" * 1000) == [
        *(["a", "b"], [None, None], ["c", None])
    ]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'a;b\r\n"c;d\r\ne;f\r\n', "SHEET-QUOTES", 3),
        (b'a;b\r\n"c"x;d\r\n', "SHEET-QUOTES", 2),
        ("là;thé;été;Straße;château;crème\r\n".encode("latin-1"), "SHEET-ENCODING", 0),
        (b"\xff\xfea", "SHEET-ENCODING", 0),
        (b"a" + b";" * 30_000 + b"\r\n", "SHEET-TOO-LARGE", 0),
        (b"a\r\n" * 100_001, "SHEET-TOO-LARGE", 0),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused(data: bytes, code: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError) as refused:
        values(tmp_path, data)
    problem = refused.value.problem
    assert (problem.code, problem.location.file, problem.location.line) == (code, "mau.csv", line)


def test_a_text_that_is_called_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError) as refused:
        values(tmp_path, b"a;b\r\n", "mau.xlsx")
    assert refused.value.problem.code == "SHEET-KIND"
