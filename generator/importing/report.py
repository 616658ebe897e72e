"""What an import understood and did, in lines for the terminal and as a workbook for officers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
from generator.importing.rows import ListTable, Reading, Understanding
from generator.importing.wanted import field_label
from generator.messages import message
from generator.workbooks import TableColumn, Value, new_workbook, workbook_bytes, write_table

SHOWN = 20
"""This many entries of one kind are shown on the terminal; the workbook has all of them."""
FEW_CELLS = 3
_COLUMN_GAP = 2
ROW_WIDTHS = {"sheet": 18, "row": 8, "product": 36, "outcome": 18, "record": 44, "why": 80}
CELL_WIDTHS = {"sheet": 18, "cell": 8, "written": 40, "outcome": 18, "why": 80}
"""Columns of the workbook's two sheets with their widths in letters."""


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
    kind = message(f"importing.kind-{proposal.draft.kind}", language)
    return f"+ {kind} {plan.shown(proposal)}  ({proposal.path})"


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
    for name, widths, rows in (
        ("rows", ROW_WIDTHS, _outcome_rows(plan, language)),
        ("cells", CELL_WIDTHS, _cell_rows(understanding.tables, language)),
    ):
        columns = [
            TableColumn(message(f"importing.report-{key}", language), width) for key, width in widths.items()
        ]
        write_table(book.create_sheet(message(f"importing.report-{name}", language)), columns, rows, "C2")
    return workbook_bytes(book)


def _outcome_rows(plan: Plan, language: str) -> Iterator[Sequence[Value]]:
    """Yield what became of each row of the list."""
    changes = _changes_by_row(plan, language)
    for matched, result in plan.results.items():
        row, draft = matched.row, matched.product or matched.producer
        proposal = plan.proposals.get(draft) if draft else None
        yield (
            row.sheet,
            row.row,
            row.get("product.name") or row.get("producer.name"),
            message(f"importing.outcome-{result.outcome}", language),
            proposal.path if proposal else None,
            "\n".join([*changes.get(matched, ()), *_told(result, language)]),
        )


def _changes_by_row(plan: Plan, language: str) -> dict[MatchedRow, list[str]]:
    lines: dict[MatchedRow, list[str]] = {}
    for proposal in plan.proposals.values():
        for change in proposal.changes:
            lines.setdefault(change.row, []).append(change_line(proposal, change, language))
    return lines


def _cell_rows(tables: Iterable[ListTable], language: str) -> Iterator[Sequence[Value]]:
    """Yield the cells that were repaired, must be asked about or cannot be used, and why."""
    for table in tables:
        for cell in table.cells:
            if cell.reading not in (Reading.READ, Reading.IGNORED):
                reading = message(f"importing.reading-{cell.reading}", language)
                why = " ".join(note.text(language) for note in cell.notes)
                yield (table.sheet, cell.cell, cell.written, reading, why)
