"""The files of an import as texts, and which rows are to blame for what is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from generator.catalogue.model import RECORDS, KeyPath
from generator.diagnostics.problem import Problem
from generator.importing.matching import NAMED_BY, Draft, MatchedRow, cell_of
from generator.importing.proposals import CellNote, LeftOut, Plan, Proposal
from generator.importing.rows import note
from generator.records.edit import RecordEditor
from generator.records.write import plain_file
from generator.records.yaml_nodes import read_yaml

Reasons = dict[MatchedRow, list[CellNote]]
LEVEL_STARS = "LEVEL-STARS"
_LOWEST = "3"
"""Stars that districts gave for some years: a list of the province may have such a decision as its own."""


def file_text(proposal: Proposal, before: str, decision_days: Mapping[str, str], note_at_head: str) -> str:
    """Return the text of a file as it would be; ``before`` is its text now, empty for a new one.

    ``decision_days`` are the days of decisions by bare id: ratings stand in the order of time. Raises
    ``UnreadableFileError`` and ``UneditableFileError`` as :class:`RecordEditor` does.
    """
    kind = proposal.draft.kind
    if proposal.data is not None:
        order = list(RECORDS[kind].model_fields)
        data = {name: proposal.data[name] for name in order if name in proposal.data}
        return plain_file(kind, data, proposal.path, note_at_head)
    editor = RecordEditor(before, proposal.path)
    for path, value in proposal.edits:
        editor.set(path, value)
    if proposal.added:
        ratings: Any = editor.get(("ratings",)) or []
        for entry in proposal.added:
            later = [n for n, known in enumerate(ratings) if entry.day < _day_of(known, decision_days)]
            ratings.insert(later[0] if entry.day and later else len(ratings), entry.data)
        editor.set(("ratings",), ratings)
    if proposal.source:
        sources: Any = editor.get(("sources",)) or []
        editor.set(("sources", len(sources)), proposal.source)
    return editor.text()


def _day_of(rating: Mapping[str, Any], decision_days: Mapping[str, str]) -> str:
    return decision_days.get(rating.get("decision", "")) or rating.get("on") or ""


def blame(plan: Plan, texts: Mapping[str, str], problems: Iterable[Problem]) -> LeftOut:
    """Return what brings errors into the project; ``texts`` are the new files by path.

    Nothing where no row explains any of them.
    """
    by_path = {proposal.path: proposal for proposal in plan.proposals.values()}
    reasons: Reasons = defaultdict(list)
    levels: set[Draft] = set()
    positions: dict[str, dict[tuple[int, int], KeyPath]] = {}
    for fault in problems:
        file = fault.location.file
        proposal = by_path.get(file)
        if proposal is None:
            continue
        if doubtful := _doubtful_levels(plan, proposal, fault):
            levels |= doubtful
            continue
        if file not in positions and file in texts:
            positions[file] = read_yaml(texts[file].encode(), file).paths_by_place()
        path = positions.get(file, {}).get((fault.location.line, fault.location.column), ())
        cell = _cell(proposal, path)
        reason = note(
            "importing.would-fail",
            code=fault.code,
            what_vi=f"{fault.sentence('vi')}. {fault.hint('vi')}",
            what_en=f"{fault.sentence('en')}. {fault.hint('en')}",
        )
        for row in _rows_behind(proposal, fault):
            reasons[row].append((cell or cell_of(row.row, NAMED_BY[proposal.draft.kind]), reason))
    return LeftOut(reasons, levels)


def _doubtful_levels(plan: Plan, proposal: Proposal, fault: Problem) -> set[Draft]:
    """Return the decisions of which a fault says that their level did not recognise three stars."""
    if fault.code != LEVEL_STARS or dict(fault.values)["stars"] != _LOWEST:
        return set()
    named = {proposal.draft} | {row.decision for row in proposal.rows if row.decision}
    return {
        draft for draft in named if draft.kind == "decision" and ("level",) in plan.proposals[draft].cells
    }


def _rows_behind(proposal: Proposal, fault: Problem) -> list[MatchedRow]:
    """Return the rows that bring a fault: of a decision at odds with stars those with the highest of them."""
    if fault.code == LEVEL_STARS and proposal.draft.kind == "decision":
        stars = dict(fault.values)["stars"].split(", ")
        rows = [row for row in proposal.rows if str(row.row.get("rating.stars")) in stars[-1:]]
        return rows or list(proposal.rows)
    return list(proposal.rows)


def _cell(proposal: Proposal, path: KeyPath) -> str:
    """Return the cell behind a value of a new or changed file, or behind the nearest part around it."""
    while path:
        if cell := proposal.cells.get(path):
            return cell
        inside = [cell for known, cell in proposal.cells.items() if known[: len(path)] == path]
        if inside:
            return inside[0]
        path = path[:-1]
    return ""
