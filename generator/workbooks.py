"""XLSX workbooks that we write: a styled heading, cells that say what they say, the same bytes each time.

Words are set as words, so that ``=1+1`` is never a formula and no spreadsheet takes the zeros of a telephone
number away. What stands in a workbook is decided by who calls; reading workbooks is ``spreadsheets``.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.text import nfc

CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the format has no zone; fixed, so that bytes repeat
ZIP_TIME = (2020, 1, 1, 0, 0, 0)
DAY_FORM = "dd/mm/yyyy"
"""How a day is shown in a cell."""
A4 = 9
"""The number of this paper in the format."""

Value = str | int | date | None

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What the format would take for the number of a character."""


def new_workbook(title: str) -> Workbook:
    """Return a workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "ocop"
    book.properties.title = nfc(title)
    book.properties.created = CREATED
    return book


class TableColumn(NamedTuple):
    """A column of a sheet."""

    title: str
    width: int
    """In letters."""
    form: str = ""
    """How its numbers or days are shown."""


def write_table(
    sheet: Worksheet, columns: Sequence[TableColumn], rows: Iterable[Sequence[Value]], frozen: str
) -> None:
    """Write a styled heading and rows below it, with filters, to be printed as wide as A4.

    ``frozen`` is the first cell that moves when the sheet is scrolled.
    """
    for number, column in enumerate(columns, start=1):
        head = sheet.cell(1, number)
        _write_value(head, column.title)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="1E4A2C")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[1].height = 32
    last = 1
    for last, row in enumerate(rows, start=2):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            _write_value(sheet.cell(last, number), value, column.form)
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    fit_page(sheet, heading_row=1)


def fit_page(sheet: Any, heading_row: int | None = None) -> None:
    """Let a printed sheet be as wide as a page of A4, with the row of headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if heading_row:
        sheet.print_title_rows = f"{heading_row}:{heading_row}"


def _write_value(cell: Cell | MergedCell, value: Value, form: str = "") -> None:
    """Write a value in its own type; ``form`` is how a number or day is shown. None leaves a cell empty."""
    if value in (None, "") or isinstance(cell, MergedCell):
        return
    if isinstance(value, str):
        cell.value = cell_text(value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    else:
        cell.value = value
        cell.number_format = form
        cell.alignment = Alignment(vertical="top")


def cell_text(words: str) -> str:
    """Return words as the format writes them.

    Control characters, which it does not allow, become the sign for an unreadable character.
    """
    return _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", nfc(words)))


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file without the time of making, so that the same values give the same bytes."""
    written = BytesIO()
    book.save(written)
    out = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = CREATED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_edited(path: Path) -> bool:
    """Whether a workbook is at ``path`` that another program has saved: it may hold somebody's work."""
    try:
        with zipfile.ZipFile(path) as book:
            return any(part.date_time != ZIP_TIME for part in book.infolist())
    except FileNotFoundError:
        return False
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return True
