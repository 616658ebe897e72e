"""Workbooks as officers hand them in, as values: cells, sheets, merged areas. Not what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from generator.diagnostics.problem import Problem


@dataclass(frozen=True, slots=True)
class CellError:
    """What a cell shows instead of a value: ``#REF!``, ``#N/A``; not a text, lest it be taken for a name."""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue = str | int | Decimal | date | datetime | time | bool | CellError | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, and what its format tells of what was meant.

    Text is as it was typed, in whatever Unicode form and encoding. A whole number is an ``int``, any other a
    ``Decimal`` of the digits that Excel shows, 15 at most; a number in a format of dates is a ``date``,
    ``datetime`` or ``time``. ``font`` and ``number_format`` are "" where the file does not tell them; a
    percentage is the bare number (0.95) with a format that ends in ``%``.
    """

    value: CellValue = None
    font: str = ""
    number_format: str = ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four numbers from 0 and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows from A1 on, all of one length, without the empty rows and columns at their ends.

    ``rows[0][0]`` is A1. The value of a merged area stands in its first cell; its other cells are empty. An
    area may reach beyond the rows. ``hidden`` is true where Excel does not show the sheet's tab.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Area] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Row and column of the cells whose value is the stored result of a formula."""

    @staticmethod
    def address(row: int, column: int) -> str:
        """Return how Excel names a cell: ``address(6, 1)`` is "B7"."""
        return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True)
class Workbook:
    """A file that was read: all its sheets that hold cells, hidden and empty ones included.

    ``properties`` are the document's custom properties (XLSX only), by which our own workbooks are known.
    """

    path: Path
    sheets: Sequence[Sheet]
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass
class SpreadsheetError(Exception):
    """A file that is not read; ``problem`` (code ``SHEET-…``) says why and what to do."""

    problem: Problem


def column_letters(column: int) -> str:
    """Return Excel's name of a column counted from 0: 0 is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_workbook(path: Path) -> Workbook:
    """Read an XLSX, XLS, ODS or CSV file.

    Nothing in the file is executed, fetched or calculated: pictures, links and embedded objects are passed
    over, and formulas count as the results stored with them. Raises :class:`SpreadsheetError` for whatever
    cannot be read whole and for sure; no other exception.
    """
    from generator.spreadsheets import read  # late: the readers build on the types above

    return read.read_file(path)
