"""The cells of XLSX, XLS and ODS files, through calamine."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from generator.diagnostics.problem import SourceLocation, problem
from generator.spreadsheets.workbook import EMPTY, Area, Cell, CellValue, Sheet, SpreadsheetError, Workbook


def read_grid(path: Path) -> Workbook:
    """Read a workbook. Raises :class:`SpreadsheetError`."""
    try:
        with load_workbook(path) as source:
            sheets = [
                _sheet(source.get_sheet_by_index(index), metadata.visible != SheetVisibleEnum.Visible)
                for index, metadata in enumerate(source.sheets_metadata)
            ]
    except (CalamineError, OSError):
        raise SpreadsheetError(problem("SHEET-BROKEN", SourceLocation(path.name))) from None
    return Workbook(path, sheets)


def _sheet(source: CalamineSheet, hidden: bool) -> Sheet:
    rows = [[_cell(value) for value in row] for row in source.to_python(skip_empty_area=False)]
    merged = [Area(*first, *last) for first, last in source.merged_cell_ranges or ()]
    return Sheet(source.name, _trimmed(rows), merged, hidden=hidden)


def _cell(raw: float | str | date | time | timedelta) -> Cell:
    value = _value(raw)
    return EMPTY if value is None else Cell(value)


def _value(raw: float | str | date | time | timedelta) -> CellValue:
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else Decimal(repr(raw))
    if isinstance(raw, timedelta):
        return str(raw)
    if isinstance(raw, datetime) and raw == datetime.combine(raw, time.min):
        return raw.date()
    return None if raw == "" else raw


def _trimmed(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Return the rows without the empty rows and columns at their ends."""
    widths = [max((end for end, cell in enumerate(row, 1) if cell is not EMPTY), default=0) for row in rows]
    height = max((end for end, width in enumerate(widths, 1) if width), default=0)
    return [row[: max(widths)] for row in rows[:height]]
