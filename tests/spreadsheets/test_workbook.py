"""Cells of workbooks become values of Python, at the place where Excel shows them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook as WorkbookToWrite

from generator.spreadsheets.workbook import Area, Sheet, column_letters, read_workbook


def test_values_stand_where_excel_shows_them(tmp_path: Path) -> None:
    source = WorkbookToWrite()
    sheet = source.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet["B2"], sheet["C2"], sheet["D2"], sheet["E2"] = "Trà Mẫu", 4, 95.64, date(2025, 3, 5)
    sheet["B4"] = True
    sheet.merge_cells("B6:D6")
    source.save(tmp_path / "mau.xlsx")
    (read,) = read_workbook(tmp_path / "mau.xlsx").sheets
    assert read.name == "Danh sách"
    assert [len(row) for row in read.rows] == [5, 5, 5, 5]
    assert [cell.value for cell in read.rows[1]] == [None, "Trà Mẫu", 4, Decimal("95.64"), date(2025, 3, 5)]
    assert read.rows[3][1].value is True
    assert read.merged == [Area(5, 1, 5, 3)]


def test_addresses_are_those_of_excel() -> None:
    assert Sheet.address(6, 1) == "B7"
    assert [column_letters(column) for column in (0, 25, 26, 701, 702, 16383)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]
