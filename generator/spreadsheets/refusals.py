"""How a file is refused, and how large one may be."""

from pathlib import Path

from generator.diagnostics.problem import SourceLocation, problem
from generator.spreadsheets.workbook import SpreadsheetError, column_letters

MAX_BYTES = 50 * 2**20
"""Size of a file. The largest lists of provinces have one or two megabytes; photos may take the rest."""
MAX_UNPACKED = 150 * 2**20
"""Size of the XML in an archive: a million formatted empty rows, as Excel leaves them, have 70 MB."""
MAX_MEMBERS = 5_000
"""Files in an archive."""
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 100_000, 500, 1_000_000
"""The last row and the last column with content, and the cells up to there, in all sheets together."""


def refusal(code: str, path: Path, line: int = 0, /, **values: object) -> SpreadsheetError:
    """Return the error of a file that is not read: a code and the values of its sentence."""
    return SpreadsheetError(problem(code, SourceLocation(path.name, line), **values))


class Extent:
    """How far the content of a workbook reaches, sheet by sheet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells_before = self.rows = self.columns = 0

    def next_sheet(self) -> None:
        """Begin the next sheet."""
        self.cells_before += self.rows * self.columns
        self.rows = self.columns = 0

    def note(self, row: int, column: int) -> None:
        """Note a cell with content. Raises :class:`SpreadsheetError` where the workbook is too large."""
        if row < self.rows and column < self.columns:
            return
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        cells = self.cells_before + self.rows * self.columns
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or cells > MAX_CELLS:
            cell = f"{column_letters(column)}{row + 1}"
            limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS, "cells": MAX_CELLS}
            raise refusal("SHEET-TOO-LARGE", self.path, cell=cell, **limits)
