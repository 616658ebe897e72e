"""What an import understood and did, in lines for the terminal and as a workbook for officers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.importing.answers import Question
from generator.importing.columns import fields
from generator.importing.matching import MatchedRow
from generator.importing.proposals import (
    KEEP,
    NOT_UNDERSTOOD,
    FieldChange,
    Outcome,
    Plan,
    Proposal,
    RowResult,
)
from generator.importing.rows import CellReading, ListTable, Reading, Understanding
from generator.importing.wanted import field_label
from generator.messages import message
from generator.workbooks import lay_out, new_workbook, workbook_bytes, write_heading, write_value

SHOWN = 20
"""This many entries of one kind are shown on the terminal; the workbook has all of them."""
FEW_CELLS = 3
_COLUMN_GAP = 2
_OUTCOMES = {
    Outcome.NEW: "importing.outcome-new",
    Outcome.CHANGED: "importing.outcome-changed",
    Outcome.UNCHANGED: "importing.outcome-unchanged",
    Outcome.WAITING: "importing.outcome-waiting",
    Outcome.REFUSED: "importing.outcome-refused",
}
_READINGS = {
    Reading.READ: "importing.reading-read",
    Reading.REPAIRED: "importing.reading-repaired",
    Reading.ASK: "importing.reading-ask",
    Reading.REFUSED: "importing.reading-refused",
    Reading.IGNORED: "importing.reading-ignored",
}
_KINDS = {
    "product": "importing.kind-product",
    "producer": "importing.kind-producer",
    "decision": "importing.kind-decision",
}


@dataclass(frozen=True)
class Totals:
    """How many records and rows an import writes, leaves and refuses."""

    new: int
    changed: int
    unchanged: int
    """Rows."""
    open: int
    """Things that a person must say or look at."""
    refused: int
    """Rows."""

    @property
    def written(self) -> int:
        """Files."""
        return self.new + self.changed

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left for a person."""
        return not (self.open or self.refused)


def totals_of(plan: Plan, questions: Iterable[Question]) -> Totals:
    """Count what a plan writes, leaves and refuses; ``questions`` are those that are open about cells."""
    written = [proposal for proposal in plan.proposals.values() if proposal.is_written]
    outcomes = Counter(result.outcome for result in plan.results.values())
    return Totals(
        new=sum(proposal.is_new for proposal in written),
        changed=sum(not proposal.is_new for proposal in written),
        unchanged=outcomes[Outcome.UNCHANGED],
        open=len(open_lines(plan, questions, "vi")),
        refused=outcomes[Outcome.REFUSED],
    )


def table_lines(tables: Iterable[ListTable], language: str) -> Iterator[str]:
    """Yield what was understood of each table: its columns, and how many cells were read how."""
    for table in tables:
        if not table.columns:
            note = table.note.text(language) if table.note else message("importing.no-table", language)
            yield message("importing.sheet-passed", language, sheet=table.sheet, why=note)
            yield ""
            continue
        yield message("importing.sheet", language, sheet=table.sheet, count=len(table.rows))
        rows = [
            [
                message("importing.column", language),
                message("importing.heading", language),
                message("importing.taken-for", language),
            ]
        ]
        for column in table.columns:
            taken = fields()[column.field].label[language] if column.field else "–"
            if column.note:
                taken = (
                    f"{taken} ({column.note.text(language)})" if column.field else column.note.text(language)
                )
            rows.append([column.letter, " ".join(column.heading.split()), taken])
        yield from aligned(rows)
        counts = {reading.value: table.counts.get(reading, 0) for reading in Reading}
        yield message("importing.cells", language, **counts)
        yield ""


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines with their columns below each other."""
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]) - 1)]
    for row in rows:
        padded = [cell.ljust(width + _COLUMN_GAP) for cell, width in zip(row, widths, strict=False)]
        yield "  " + "".join([*padded, row[-1]]).rstrip()


def plan_lines(
    plan: Plan, tables: Iterable[ListTable], questions: Iterable[Question], language: str
) -> Iterator[str]:
    """Yield what would be written, what differs, what a person must say, and what is refused.

    ``questions`` are those that are open about single cells.
    """
    proposals = [proposal for proposal in plan.proposals.values() if proposal.is_written]
    new = [_new_line(plan, proposal, language) for proposal in proposals if proposal.is_new]
    yield from _section("importing.section-new", new, language)
    changed = [line for p in proposals if not p.is_new for line in _changed_lines(p, language)]
    yield from _section("importing.section-changed", changed, language)
    kept = [line for p in plan.proposals.values() for line in _kept_lines(p, language)]
    yield from _section("importing.section-kept", kept, language)
    results = list(plan.results.values())
    yield from _section("importing.section-open", open_lines(plan, questions, language), language)
    unusable = [
        f"{table.sheet}!{cell.cell}: {cell.written} – {' '.join(note.text(language) for note in cell.notes)}"
        for table in tables
        for cell in table.cells
        if cell.reading is Reading.REFUSED
    ]
    yield from _section("importing.section-cells", unusable, language)
    refused = [
        line for result in results if result.outcome is Outcome.REFUSED for line in _told(result, language)
    ]
    yield from _section("importing.section-refused", list(dict.fromkeys(refused)), language)


def open_lines(plan: Plan, questions: Iterable[Question], language: str) -> list[str]:
    """Return what a person must say or look at, with the cells that it is about."""
    asked = {question.message for question in questions}
    lines = [f"{shown_cells(question)}: {question.text(language)}" for question in questions]
    lines += [
        f"{cell}: {note.text(language)}"
        for result in plan.results.values()
        if result.is_open
        for cell, note in result.notes
        if note.key not in asked and not (asked and note.key == NOT_UNDERSTOOD)
    ]
    return list(dict.fromkeys(lines))


def shown_cells(question: Question) -> str:
    """Return the cells that a question stands in, the first few of them."""
    more = len(question.cells) - FEW_CELLS
    return ", ".join(question.cells[:FEW_CELLS]) + (f" (+{more})" if more > 0 else "")


def _section(key: str, lines: Sequence[str], language: str) -> Iterator[str]:
    if not lines:
        return
    yield message(key, language, count=len(lines))
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "  " + message("importing.more", language, count=len(lines) - SHOWN)
    yield ""


def _new_line(plan: Plan, proposal: Proposal, language: str) -> str:
    return f"+ {message(_KINDS[proposal.draft.kind], language)} {plan.shown(proposal)}  ({proposal.path})"


def _changed_lines(proposal: Proposal, language: str) -> Iterator[str]:
    yield f"~ {proposal.path}"
    for change in proposal.changes:
        if change.is_written:
            yield "    " + change_line(proposal, change, language)


def _kept_lines(proposal: Proposal, language: str) -> Iterator[str]:
    for change in proposal.changes:
        if change.decision == KEEP:
            yield f"{proposal.path}: " + change_line(proposal, change, language)


def change_line(proposal: Proposal, change: FieldChange, language: str) -> str:
    """Return a field's old and new value, and the cell of the new one."""
    label = field_label(proposal.draft.kind, change.path, language)
    before = change.before or message("importing.nothing", language)
    return f"{label}: {before} → {change.after}  [{change.cell}]"


def _told(result: RowResult, language: str) -> Iterator[str]:
    for cell, note in result.notes:
        yield f"{cell}: {note.text(language)}"


def workbook_of(understanding: Understanding, plan: Plan, language: str) -> bytes:
    """Return the report as a workbook: every row with what became of it, and the cells that need a look."""
    book = new_workbook(message("importing.report", language))
    rows = book.create_sheet(message("importing.report-rows", language))
    write_heading(
        rows,
        [
            (message("importing.report-sheet", language), 18),
            (message("importing.report-row", language), 8),
            (message("importing.report-product", language), 36),
            (message("importing.report-outcome", language), 18),
            (message("importing.report-record", language), 44),
            (message("importing.report-why", language), 80),
        ],
    )
    changes = _changes_by_row(plan, language)
    for number, (matched, result) in enumerate(plan.results.items(), start=2):
        row = matched.row
        draft = matched.product or matched.producer
        proposal = plan.proposals.get(draft) if draft else None
        why = [*changes.get(matched, ()), *_told(result, language)]
        cells: list[str | int | None] = [
            row.sheet,
            row.row,
            row.get("product.name") or row.get("producer.name"),
            message(_OUTCOMES[result.outcome], language),
            proposal.path if proposal else None,
            "\n".join(why),
        ]
        for place, value in enumerate(cells, start=1):
            write_value(rows.cell(number, place), value)
    lay_out(rows, 6, len(plan.results), "C2")
    _write_cells(book, understanding.tables, language)
    return workbook_bytes(book)


def _changes_by_row(plan: Plan, language: str) -> dict[MatchedRow, list[str]]:
    lines: dict[MatchedRow, list[str]] = {}
    for proposal in plan.proposals.values():
        for change in proposal.changes:
            lines.setdefault(change.row, []).append(change_line(proposal, change, language))
    return lines


def _write_cells(book: Any, tables: Iterable[ListTable], language: str) -> None:
    """Write the sheet of cells that were repaired, must be asked about or cannot be used, and why."""
    sheet = book.create_sheet(message("importing.report-cells", language))
    write_heading(
        sheet,
        [
            (message("importing.report-sheet", language), 18),
            (message("importing.report-cell", language), 8),
            (message("importing.report-written", language), 40),
            (message("importing.report-outcome", language), 18),
            (message("importing.report-why", language), 80),
        ],
    )
    number = 1
    for table in tables:
        for cell in table.cells:
            if cell.reading in (Reading.READ, Reading.IGNORED):
                continue
            number += 1
            for place, value in enumerate(_cell_values(table, cell, language), start=1):
                write_value(sheet.cell(number, place), value)
    lay_out(sheet, 5, number - 1, "C2")


def _cell_values(table: ListTable, cell: CellReading, language: str) -> list[str]:
    why = " ".join(note.text(language) for note in cell.notes)
    return [table.sheet, cell.cell, cell.written, message(_READINGS[cell.reading], language), why]
