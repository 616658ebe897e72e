"""The files of an import as texts, and which rows are to blame for what is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from generator.catalogue.model import RECORDS, KeyPath
from generator.diagnostics.problem import Problem
from generator.importing.matching import NAMED_BY, MatchedRow, cell_of
from generator.importing.proposals import Plan, Proposal
from generator.importing.rows import Note, note
from generator.records.edit import RecordEditor
from generator.records.write import plain_file
from generator.records.yaml_nodes import read_yaml

Reasons = dict[MatchedRow, list[tuple[str, Note]]]


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


def blame(plan: Plan, texts: Mapping[str, str], problems: Iterable[Problem]) -> tuple[Reasons, list[Problem]]:
    """Return the rows that bring errors into the project, and the errors that no row explains.

    ``texts`` are the new files by path.
    """
    by_path = {proposal.path: proposal for proposal in plan.proposals.values()}
    reasons: Reasons = defaultdict(list)
    unexplained: list[Problem] = []
    positions: dict[str, dict[tuple[int, int], KeyPath]] = {}
    for fault in problems:
        file = fault.location.file
        proposal = by_path.get(file)
        if proposal is None:
            unexplained.append(fault)
            continue
        if file not in positions and file in texts:
            nodes = read_yaml(texts[file].encode(), file)
            positions[file] = {place: path for path, place in nodes.positions.items()}
        path = positions.get(file, {}).get((fault.location.line, fault.location.column), ())
        cell = _cell(proposal, path)
        reason = note(
            "importing.would-fail",
            code=fault.code,
            what_vi=fault.sentence("vi"),
            what_en=fault.sentence("en"),
        )
        for row in proposal.rows:
            reasons[row].append((cell or cell_of(row.row, NAMED_BY[proposal.draft.kind]), reason))
    return reasons, unexplained


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
