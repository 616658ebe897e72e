"""The sheets of a workbook of ours as officers give them back: which columns and rows they have.

A sheet is known by the row of names above its headings, wherever its columns and rows have gone.
"""

import re
from dataclasses import dataclass, field

from generator.exporting.book import EXAMPLE, PROPERTY
from generator.exporting.rows import normal
from generator.exporting.tables import MARK, RECORD, Column, Table, tables
from generator.messages import LANGUAGES, message
from generator.spreadsheets.workbook import EMPTY, Cell, Sheet, Workbook

SEARCHED_ROWS = 10
"""Rows at the top of a sheet in which the row of names is looked for."""


def is_ours(workbook: Workbook) -> bool:
    """Whether ``ocop export`` or ``ocop template`` made a workbook, also if its properties are lost."""
    return PROPERTY in workbook.properties or any(names_row(sheet) >= 0 for sheet in workbook.sheets)


_KEY = re.compile(r"(?P<table>[a-z-]+(?:\.[a-z]+)?):(?P<path>\S+)")


def key_of(cell: Cell) -> tuple[str, str] | None:
    """Return the table and the column that a cell of the row of names gives."""
    match = _KEY.fullmatch(normal(str(cell.value))) if isinstance(cell.value, str) else None
    return (match["table"], match["path"]) if match and match["table"] in tables() else None


def names_row(sheet: Sheet) -> int:
    """Return the number of the row of names; -1 for a sheet that is not one of ours."""
    for number, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        if any(key_of(cell) for cell in cells):
            return number
    return -1


@dataclass
class Head:
    """The columns of a sheet."""

    sheet: Sheet
    table: Table
    first_row: int
    fixed: dict[str, int] = field(default_factory=dict)
    columns: dict[int, Column] = field(default_factory=dict)

    @property
    def has_marks(self) -> bool:
        """Whether the column of marks is there."""
        return MARK in self.fixed

    @property
    def present(self) -> list[Column]:
        """The columns of fields."""
        return list(self.columns.values())

    def address(self, row: int, column: int | None = None) -> str:
        """Return the address of a cell, of the row's first column that is ours where none is given."""
        if column is None:
            names = [name for name in (RECORD, *self.fixed) if name in self.fixed and name != MARK]
            column = self.fixed[names[0]] if names else min(self.columns, default=0)
        return f"{self.sheet.name}!{Sheet.address(row, column)}"


@dataclass
class Line:
    """A row of a sheet, not yet read."""

    head: Head
    row: int

    def cell(self, column: int) -> Cell:
        """Return a cell of the row."""
        cells = self.head.sheet.rows[self.row]
        return cells[column] if column < len(cells) else EMPTY

    def fixed(self, name: str) -> str:
        """Return what a column says that tells which row it is; empty where the column is gone."""
        column = self.head.fixed.get(name)
        value = self.cell(column).value if column is not None else None
        return "" if value is None else normal(str(value))

    @property
    def says_nothing(self) -> bool:
        """Whether all its fields are empty."""
        return all(normal(str(self.cell(number).value or "")) == "" for number in self.head.columns)

    @property
    def address(self) -> str:
        """Where the row stands."""
        return self.head.address(self.row)

    @property
    def is_example(self) -> bool:
        """Whether it only shows how rows are filled in."""
        marked = self.fixed(MARK).startswith(EXAMPLE)
        return marked or self.fixed(RECORD) in [message("workbook.example", code) for code in LANGUAGES]
