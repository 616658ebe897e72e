"""Sheets while they are read: cells are put in their places, and the size of all is watched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.spreadsheets.refusals import MAX_COLUMNS, MAX_ROWS, Extent, refusal
from generator.spreadsheets.workbook import EMPTY, Area, Cell, Sheet, Workbook

_NAMED_CELLS = 5
"""How many cells a message names."""


@dataclass
class SheetDraft:
    """One sheet. Rows and columns count from 0; ``extent`` is that of the whole workbook."""

    name: str
    extent: Extent
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    without_result: list[str] = field(default_factory=list)
    """Names of cells with a formula whose result is not stored."""

    def __post_init__(self) -> None:
        self.extent.next_sheet()

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Put a cell in its place.

        Raises :class:`SpreadsheetError` where the workbook becomes too large, ``ValueError`` for no place.
        """
        if row < 0 or column < 0:
            raise ValueError(row, column)
        self.extent.note(row, column)
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        if len(cells) <= column:
            cells += [EMPTY] * (column + 1 - len(cells))
        cells[column] = cell

    def note_formula(self, row: int, column: int, *, has_result: bool) -> None:
        """Note that a cell holds a formula, and whether its result is stored."""
        self.formulas.add((row, column))
        if not has_result:
            self.without_result.append(Sheet.address(row, column))

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Note a merged area; of more areas than a sheet may have rows, the first."""
        if len(self.merged) < MAX_ROWS:
            self.merged.append(Area(first_row, first_column, last_row, last_column))

    def hide_rows(self, first: int, last: int) -> None:
        """Note rows that are not shown."""
        self.hidden_rows |= set(range(first, min(last + 1, MAX_ROWS)))

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns that are not shown."""
        self.hidden_columns |= set(range(first, min(last + 1, MAX_COLUMNS)))

    def sheet(self) -> Sheet:
        """Return the sheet as it was read, its rows of one length."""
        width = max(map(len, self.rows), default=0)
        return Sheet(
            self.name,
            [cells + [EMPTY] * (width - len(cells)) for cells in self.rows],
            self.merged,
            frozenset(row for row in self.hidden_rows if row < len(self.rows)),
            frozenset(column for column in self.hidden_columns if column < width),
            self.hidden,
            frozenset(self.formulas),
        )


def workbook_of(path: Path, drafts: Sequence[SheetDraft], properties: Mapping[str, str]) -> Workbook:
    """Return the workbook. Raises :class:`SpreadsheetError` where formulas have no stored results."""
    missing = [f"{draft.name}!{cell}" for draft in drafts for cell in draft.without_result]
    if missing:
        cells = ", ".join(missing[:_NAMED_CELLS]) + ("…" if len(missing) > _NAMED_CELLS else "")
        raise refusal("SHEET-FORMULAS", path, cells=cells, count=len(missing))
    return Workbook(path, [draft.sheet() for draft in drafts], properties)
