"""Our workbook as an officer edits it: cells set, rows added, moved and taken away, without a spreadsheet."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from generator.catalogue.records import Records
from generator.exporting.export import export, template
from generator.exporting.proposals import Proposals
from generator.exporting.read_back import read_back
from generator.spreadsheets.workbook import EMPTY, Cell, Sheet, Workbook, read_workbook

MARK, RECORD, PART, OF, NUMBER = ("@mark", "@record", "@part", "@of", "@number")
FIRST = 2
"""The first row below the row of names and the headings, from 0."""


class OfficersWorkbook:
    """The cells of a workbook of ours, to be changed by table, row and column."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.rows = {sheet.name: [list(row) for row in sheet.rows] for sheet in workbook.sheets}
        self.tables = {
            str(rows[0][0].value).partition(":")[0]: name
            for name, rows in self.rows.items()
            if rows and ":@" in str(rows[0][0].value)
        }

    @classmethod
    def exported(cls, records: Records, folder: Path, language: str = "vi") -> Self:
        """Return the workbook of records as it is read."""
        path = folder / "xuat.xlsx"
        path.write_bytes(export(records, language))
        return cls(read_workbook(path))

    @classmethod
    def template(cls, records: Records, folder: Path) -> Self:
        """Return the empty template as it is read."""
        path = folder / "mau.xlsx"
        path.write_bytes(template(records, "vi"))
        return cls(read_workbook(path))

    def copy(self) -> "OfficersWorkbook":
        """Return a copy that may be changed."""
        return OfficersWorkbook(self.read())

    def read(self) -> Workbook:
        """Return the cells as a workbook."""
        sheets = [Sheet(name, rows) for name, rows in self.rows.items()]
        return replace(self.workbook, sheets=sheets)

    def back(self, records: Records) -> Proposals:
        """Read the workbook back."""
        return read_back(self.read(), records, "vi")

    def of(self, table: str) -> list[list[Cell]]:
        """Return the rows of a table's sheet, heading included."""
        return self.rows[self.tables[table]]

    def column(self, table: str, path: str) -> int:
        """Return the number of a column by its path."""
        return [cell.value for cell in self.of(table)[0]].index(f"{table}:{path}")

    def cell(self, table: str, row: int, path: str) -> Cell:
        """Return a cell; rows count from 0 below the headings."""
        return self.of(table)[FIRST + row][self.column(table, path)]

    def row_of(self, table: str, identity: str, **more: Any) -> int:
        """Return the number of the row of a record or of an entry (``number=2``, ``of="LO-1"``)."""
        for number, row in enumerate(self.of(table)[FIRST:]):
            written = str(row[self.column(table, RECORD)].value)
            fits = all(row[self.column(table, f"@{name}")].value == value for name, value in more.items())
            if fits and (written == identity or written.endswith(f"[{identity}]")):
                return number
        raise KeyError(table, identity, more)

    def set(self, table: str, row: int, path: str, value: Any) -> str:
        """Set a cell and return its address."""
        column = self.column(table, path)
        self.of(table)[FIRST + row][column] = EMPTY if value is None else Cell(value)
        return f"{self.tables[table]}!{Sheet.address(FIRST + row, column)}"

    def add(self, table: str, **values: Any) -> int:
        """Add a row below the others; ``name__vi`` is the column ``name.vi``, ``record`` is ``@record``."""
        rows = self.of(table)
        rows.append([EMPTY] * len(rows[0]))
        number = len(rows) - FIRST - 1
        for name, value in values.items():
            path = f"@{name}" if f"@{name}" in (RECORD, PART, OF, NUMBER, MARK) else name.replace("__", ".")
            self.set(table, number, path, value)
        return number

    def take_away_column(self, table: str, path: str) -> None:
        """Remove a column."""
        column = self.column(table, path)
        for row in self.of(table):
            del row[column]
