"""What was understood of a list: its tables, columns, rows and values, and what became of each cell.

These are values without behaviour. ``understand`` makes them; matching, the report and the command read them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from generator.importing.answers import Question
from generator.messages import message


class Reading(StrEnum):
    """What became of a cell, or of a value in it."""

    READ = "read"
    """Understood as it stands."""
    REPAIRED = "repaired"
    """Understood, but changed or concluded from; the note says how."""
    ASK = "ask"
    """It may mean several things, or nothing that is known: a question is open."""
    REFUSED = "refused"
    """It cannot be used; the note says why."""
    IGNORED = "ignored"
    """Not used: no column of ours, never published, or a line that is no product (totals, signatures)."""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about a cell: its key in ``generator/messages`` such as ``readings.phone-zero``; values."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """Return the sentence in a language."""
        return message(self.key, language, **dict(self.values))


def note(key: str, **values: object) -> Note:
    """Return a note. A value whose name ends in ``_vi`` or ``_en`` is for that language."""
    return Note(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that a row says. A cell may give several values, as "QĐ 12/QĐ-UBND ngày 1/2/2024" does."""

    field: str
    """A key of ``columns.json`` such as ``product.name``; ``columns.py`` says the type of each."""
    value: Any
    """What goes into a record: text, int, Decimal, bool or, for days, text such as 2023-12-15, 2023-12, 2023.

    None unless ``reading`` is READ or REPAIRED.
    """
    written: str
    """The cell as it was written."""
    cell: str
    """Its address in the sheet, such as ``B7``: of inherited values that of the band, block or title."""
    reading: Reading
    note: Note | None = None
    question: str = ""
    """Key of the question that is open about it; empty unless ``reading`` is ASK."""
    inherited: bool = False
    """Whether it stands not in the row itself but in a band, a cell merged down, or the title above."""

    @property
    def usable(self) -> bool:
        """Whether it may go into a record."""
        return self.reading in (Reading.READ, Reading.REPAIRED)


@dataclass(frozen=True)
class ListRow:
    """One product of a list, or one producer in a list of producers."""

    sheet: str
    row: int
    """Excel's number of the row, from 1."""
    values: Mapping[str, Value]
    """By field; a field that the list says nothing of is missing."""

    def get(self, field_name: str) -> Any:
        """Return the value of a field that may go into a record, or None."""
        value = self.values.get(field_name)
        return value.value if value and value.usable else None


@dataclass(frozen=True)
class Column:
    """A column of a table and what it was taken for."""

    letter: str
    """Excel's name of the column, such as ``C``."""
    heading: str
    """Its heading as written, the parts of a two-row heading with `` / `` between them."""
    cells: tuple[str, ...]
    """Addresses of the cells of the heading."""
    field: str
    """A key of ``columns.json``; empty where the column is not known or a question is open about it."""
    reading: Reading
    """READ, ASK (another column claims the same field), or IGNORED (unknown, or never published)."""
    note: Note | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class CellReading:
    """What became of one used cell of a sheet."""

    cell: str
    written: str
    reading: Reading
    """Of several values in it the worst: ASK, REFUSED, REPAIRED, READ, IGNORED."""
    notes: tuple[Note, ...] = ()
    field: str = ""
    """Field of the column, or of what a band or title gives; empty for headings and other text."""
    row: int = 0
    """Excel's number of the row, from 1."""


@dataclass(frozen=True)
class ListTable:
    """One table of a sheet. A sheet without products or producers is a table without columns and rows."""

    sheet: str
    columns: Sequence[Column]
    rows: Sequence[ListRow]
    cells: Sequence[CellReading]
    """Every used cell of the table and of the text above and below it, each once, by row and column."""
    about: str = "product"
    """``product``: each row is a product; ``producer``: a list of producers; ``other``: passed over."""
    note: Note | None = None
    """Why it was passed over."""

    @cached_property
    def counts(self) -> Mapping[Reading, int]:
        """How many cells there are of each reading."""
        counted = Counter(cell.reading for cell in self.cells)
        return {reading: counted[reading] for reading in Reading}


@dataclass(frozen=True)
class Understanding:
    """All that was understood of a workbook, and what must be asked."""

    tables: Sequence[ListTable]
    """In the order of sheets; also those that were passed over."""
    questions: Sequence[Question] = field(default=())
    """Open questions, each once, in the order in which they came up."""

    @property
    def rows(self) -> list[ListRow]:
        """The rows of all tables."""
        return [row for table in self.tables for row in table.rows]
