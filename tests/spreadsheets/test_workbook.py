"""Cells of workbooks become values of Python, in each format at the place where Excel shows them."""

import re
import struct
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from compound_file import compound_file
from dirty_lists import DIRTY_LISTS, DirtyList
from openpyxl import Workbook as WorkbookToWrite
from openpyxl.packaging.custom import StringProperty
from python_calamine import load_workbook
from workbook_files import (
    Grid,
    Written,
    biff8,
    rewritten,
    write_ods,
    write_ods_content,
    write_xls,
    write_xlsx,
)

from generator.spreadsheets.workbook import Area, Cell, CellError, Sheet, column_letters, read_workbook
from generator.spreadsheets.xls import _SharedTexts

WRITERS = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}
Writer = Callable[..., None]

GRID = Grid(
    "Danh sách",
    {
        "A1": "Danh sách  Mẫu",
        "B3": 4,
        "C3": 95.64,
        "D3": date(2025, 3, 5),
        "E3": datetime(2025, 3, 5, 10, 30),  # noqa: DTZ001
        "F3": time(9, 15),
        "G3": True,
        "H3": Written("S¶n phÈm", ".VnTime"),
        "I3": 9526012345676,
        "J3": "0912345678",
        "B4": -0.1,
        "C5": "dòng một\ndòng hai",
        "D5": "Tra\u0300 <&> “Mẫu”",
    },
    merged=["A1:D1", "A4:A5"],
    hidden_rows=[4],
    hidden_columns=["C"],
)


@pytest.fixture(params=WRITERS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., list[Sheet]]:
    """Write grids in a format and return the sheets that are read."""

    def write(*grids: Grid) -> list[Sheet]:
        path = tmp_path / f"mau.{request.param}"
        WRITERS[request.param](path, *grids)
        return list(read_workbook(path).sheets)

    return write


def values(sheet: Sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.rows]


def only_sheet(path: Path) -> Sheet:
    (sheet,) = read_workbook(path).sheets
    return sheet


def test_values_stand_where_excel_shows_them(written: Callable[..., list[Sheet]]) -> None:
    (sheet,) = written(GRID)
    assert sheet.name == "Danh sách"
    numbers = [4, Decimal("95.64"), date(2025, 3, 5), datetime(2025, 3, 5, 10, 30), time(9, 15)]  # noqa: DTZ001
    assert values(sheet) == [
        ["Danh sách  Mẫu", *[None] * 9],
        [None] * 10,
        [None, *numbers, True, "S¶n phÈm", 9526012345676, "0912345678"],
        [None, Decimal("-0.1"), *[None] * 8],
        [None, None, "dòng một\ndòng hai", "Tra\u0300 <&> “Mẫu”", *[None] * 6],
    ]
    assert [type(value) for value in values(sheet)[2][1:]] == [
        *(int, Decimal, date, datetime, time, bool, str, int, str)
    ]
    assert list(sheet.merged) == [Area(0, 0, 0, 3), Area(3, 0, 4, 0)]
    assert (set(sheet.hidden_rows), set(sheet.hidden_columns)) == ({3}, {2})
    assert (sheet.rows[2][7].font, sheet.rows[0][0].font) == (".VnTime", "Arial")


def test_hidden_and_empty_sheets_are_there(written: Callable[..., list[Sheet]]) -> None:
    sheets = written(Grid("Ẩn", {"A1": 1}, hidden=True), Grid("Trống", {}), GRID)
    assert [(sheet.name, sheet.hidden, len(sheet.rows)) for sheet in sheets] == [
        *(("Ẩn", True, 1), ("Trống", False, 0), ("Danh sách", False, 5))
    ]


@pytest.mark.parametrize("write", [write_xls, write_ods])
def test_a_formula_counts_as_its_stored_result(write: Writer, tmp_path: Path) -> None:
    write(tmp_path / "mau", Grid("S", {"A1": Written(7, formula="3+4")}))
    assert values(only_sheet(tmp_path / "mau")) == [[7]]


@pytest.mark.parametrize("write", [write_xls, write_ods])
def test_cells_with_formulas_are_known(write: Writer, tmp_path: Path) -> None:
    write(tmp_path / "mau", Grid("S", {"A1": 7, "C2": Written(7, formula="3+4")}))
    assert only_sheet(tmp_path / "mau").formulas == {(1, 2)}


def test_a_formula_may_have_a_text_as_its_result(tmp_path: Path) -> None:
    write_xls(
        tmp_path / "mau", Grid("S", {"A1": Written("Chè", formula="B1"), "A2": Written("", formula="B2")})
    )
    assert values(only_sheet(tmp_path / "mau")) == [["Chè"]]


@pytest.mark.parametrize("make", DIRTY_LISTS, ids=lambda make: make.__name__)
def test_another_reader_reads_the_same(make: Callable[[], DirtyList], tmp_path: Path) -> None:
    path = make().write(tmp_path)
    if path.suffix == ".csv":
        pytest.skip("calamine reads none")
    for sheet in read_workbook(path).sheets:
        other = load_workbook(path).get_sheet_by_name(sheet.name)
        stored = [[value or None for value in row] for row in other.to_python(skip_empty_area=False)]
        ours = [[float(v) if isinstance(v, int | Decimal) else v for v in row] for row in values(sheet)]
        assert ours == [row[: len(ours[0])] for row in stored] if ours else stored == []


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_a_percentage_is_told_by_its_format(write: Writer, tmp_path: Path) -> None:
    write(tmp_path / "mau", Grid("S", {"A1": Written(0.9564, number_format="0.00%")}))
    assert only_sheet(tmp_path / "mau").rows[0][0] == Cell(Decimal("0.9564"), "Arial", "0.00%")


def replaced(*changes: tuple[str, str], grid: Grid = GRID) -> Callable[[Path], None]:
    """Write a grid as XLSX, with texts of its sheet's XML replaced."""

    def change(name: str, content: bytes) -> bytes:
        for old, new in changes if name.startswith("xl/worksheets") else ():
            assert old.encode() in content
            content = content.replace(old.encode(), new.encode())
        return content

    def write(path: Path) -> None:
        write_xlsx(path, grid)
        rewritten(path, change)

    return write


PLACES = Grid("S", {"A1": "Chè", "B1": 4, "A2": "Gạo"})


@pytest.mark.parametrize(
    "write",
    [
        replaced(("<", "<x:"), ("<x:/", "</x:"), (" xmlns=", " xmlns:x="), grid=PLACES),
        replaced(("spreadsheetml/2006/main", "strict"), grid=PLACES),
        replaced(*((f' r="{name}"', "") for name in ("A1", "B1", "A2", "1", "2")), grid=PLACES),
    ],
    ids=["prefixes", "another namespace", "no places"],
)
def test_xml_of_other_programs(write: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path / "mau")
    assert values(only_sheet(tmp_path / "mau")) == [["Chè", 4], ["Gạo", None]]


def test_runs_of_fonts_are_joined_and_hints_left_out(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "mau", Grid("S", {"A1": 0}))
    rich = "<sst><si><r><t>Chè </t></r><r><t>xanh_x000D_</t></r><rPh><t>hint</t></rPh></si></sst>"
    relation = (
        '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )

    def change(name: str, content: bytes) -> bytes | None:
        if name.endswith("workbook.xml.rels"):
            return content.replace(b"</Relationships>", relation.encode())
        return None if name == "xl/sharedStrings.xml" else content.replace(b't="n"', b't="s"')

    rewritten(tmp_path / "mau", change, **{"xl/sharedStrings.xml": rich.encode()})
    assert values(only_sheet(tmp_path / "mau")) == [["Chè xanh\r"]]


@pytest.mark.parametrize(
    ("stored", "number_format", "value"),
    [
        (45721, "dd/mm/yyyy", date(2025, 3, 5)),
        (45721, "[$-42A]dd mmmm yyyy;@", date(2025, 3, 5)),
        (45721.4375, "dd/mm/yyyy hh:mm", datetime(2025, 3, 5, 10, 30)),  # noqa: DTZ001
        (0.25, "hh:mm", time(6)),
        (912345678, "dd/mm/yyyy", 912345678),  # a telephone number in a column of days
        (-3, "dd/mm/yyyy", -3),
        (0, "dd/mm/yyyy", 0),
        (1.5, "[h]:mm", Decimal("1.5")),
        (45721, '#,##0 "đồng mỗi ngày"', 45721),
        (45721, "General", 45721),
        (95.63999999999999, "General", Decimal("95.64")),  # calculated; Excel shows 15 digits
        (0.1 + 0.7, "0.0", Decimal("0.8")),
        (1e22, "General", 10**22),
    ],
)
@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_numbers_are_what_their_format_shows(
    write: Writer, stored: float, number_format: str, value: object, tmp_path: Path
) -> None:
    write(tmp_path / "mau", Grid("S", {"A1": Written(stored, number_format=number_format)}))
    assert values(only_sheet(tmp_path / "mau")) == [[value]]


@pytest.mark.parametrize(
    ("write", "formula"), [(write_xlsx, ""), (write_xls, ""), (write_xls, "A9"), (write_ods, "A9")]
)
def test_errors_are_no_texts(write: Writer, formula: str, tmp_path: Path) -> None:
    cells = zip(("A1", "B1"), CODES, strict=True)
    errors = {address: Written(code, formula=formula, is_error=True) for address, code in cells}
    write(tmp_path / "mau", Grid("S", errors | {"C1": "#REF!"}))
    assert values(only_sheet(tmp_path / "mau")) == [[*map(CellError, CODES), "#REF!"]]


CODES = ("#REF!", "#N/A")


def test_days_of_old_apple_computers_begin_later(tmp_path: Path) -> None:
    day = Grid("S", {"A1": Written(44259, number_format="dd/mm/yyyy")})
    write_xlsx(tmp_path / "mau.xlsx", day)
    later = rb'<workbookPr date1904="1"'
    rewritten(tmp_path / "mau.xlsx", lambda _, content: re.sub(rb"<workbookPr\b", later, content))
    epoch = struct.pack("<HHH", 0x22, 2, 0)
    stream = biff8(day).replace(epoch, struct.pack("<HHH", 0x22, 2, 1))
    (tmp_path / "mau.xls").write_bytes(compound_file({"Workbook": stream}))
    for path in (tmp_path / "mau.xlsx", tmp_path / "mau.xls"):
        assert values(only_sheet(path)) == [[date(2025, 3, 5)]]


def test_a_text_may_go_on_in_letters_of_another_size() -> None:
    record = [struct.pack("<HB", 5, 0) + b"Ch", b"\x01" + "ế ".encode("utf-16-le"), b"\0M"]
    assert _SharedTexts(record, 0).text() == "Chế M"


ODS_CELL = (
    '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string">'
    "<office:annotation><text:p>lời nhắc</text:p></office:annotation><text:p>Chè</text:p></table:table-cell>"
    '<table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p>'
    "</table:table-cell>"
    '<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"><text:p>36:00</text:p>'
    "</table:table-cell></table:table-row></table:table>"
)


def test_cells_of_ods_have_values_beside_remarks_and_forms(tmp_path: Path) -> None:
    write_ods_content(tmp_path / "mau.ods", "", ODS_CELL)
    assert list(only_sheet(tmp_path / "mau.ods").rows[0]) == [
        *(Cell("Chè"), Cell(Decimal("0.95"), "", "0%"), Cell(Decimal("1.5")))
    ]


def test_properties_of_the_document_are_told(tmp_path: Path) -> None:
    book = WorkbookToWrite()
    book.custom_doc_props.append(StringProperty(name="ocop", value="1 & Mẫu"))  # type: ignore[attr-defined]
    book.save(tmp_path / "mau.xlsx")
    assert read_workbook(tmp_path / "mau.xlsx").properties == {"ocop": "1 & Mẫu"}


def test_the_kind_of_file_is_told_by_its_content(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "mau.xls", GRID)
    write_xls(tmp_path / "mau.csv", GRID)
    assert values(only_sheet(tmp_path / "mau.xls")) == values(only_sheet(tmp_path / "mau.csv"))


def test_addresses_are_those_of_excel() -> None:
    assert Sheet.address(6, 1) == "B7"
    assert [column_letters(column) for column in (0, 25, 26, 701, 702, 16383)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]
