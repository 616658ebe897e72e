"""What an import would write: new records and changes of those that are there, each with the cell behind it.

A value that is there is never replaced unseen: an empty field is filled, an equal value stays, and where the
list says something else a person decides, field by field. Ratings are added. Nothing that the list does not
say is made up: where a new record needs more, its rows wait until it is answered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from generator.catalogue.fields import DEVICES, LONGEST_ID
from generator.catalogue.findings import given_codes, next_trace_code, province_name
from generator.catalogue.ids import bare_id, full_id
from generator.catalogue.model import KeyPath
from generator.dates import show_part_day
from generator.importing.answers import SKIP, Answers, Option, Question
from generator.importing.existing import ExistingRecords, Relation, first_text, place_of
from generator.importing.goods import Goods
from generator.importing.known import set_option
from generator.importing.matching import Draft, MatchedRow, Matching, add_question, cell_of, row_place
from generator.importing.names import name_key
from generator.importing.rated import RatingEntry, WantedRating, entries_of, entry_for, wanted_rating
from generator.importing.rows import ListRow, Note, Value, note
from generator.importing.wanted import FIELDS, PRIVATE, are_same, facts_of, field_label, plain, value_at
from generator.messages import message
from generator.records.plain_data import set_value
from generator.records.write import file_of, place_folder
from generator.text import fold, slug

KEEP, TAKE = "keep", "take"
"""Answers to a difference: what the record says stays, or what the list says takes its place."""
NOT_UNDERSTOOD = "importing.not-understood"
_UNKNOWN_KIND = "unknown"
"""The kind of producers of which nobody says what they are; a list that does say fills it."""
_NEW_ONLY = ("mapped_by", "group_as_printed")
"""Fields that only a new record takes from a list by themselves."""
_ADDRESS: Mapping[str, KeyPath] = {"product": ("origin",), "producer": ("address",)}
_OWNER: KeyPath = ("producer",)
_LEVEL: KeyPath = ("level",)
CellNote = tuple[str, Note]
"""The address of a cell with its sheet, and a sentence about it."""


class Outcome(StrEnum):
    """What becomes of a row; of several the last."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    WAITING = "waiting"
    """Nothing of it is written before a person has answered."""
    REFUSED = "refused"


_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}


@dataclass(frozen=True)
class FieldChange:
    """A field of a record that is there, and what the list says of it."""

    path: KeyPath
    before: str
    """Empty where the record says nothing."""
    after: str
    cell: str
    """With the sheet."""
    row: MatchedRow
    decision: str = TAKE
    """:data:`TAKE`, :data:`KEEP`, or empty while nobody has said which of the two."""

    @property
    def is_written(self) -> bool:
        """Whether the record changes."""
        return self.decision == TAKE


@dataclass
class Proposal:
    """A file as it would be written."""

    draft: Draft
    identity: str
    """The id of the record, also of a new one."""
    path: str
    rows: Sequence[MatchedRow]
    data: dict[str, Any] | None = None
    """All that a new record says; None where the record is there."""
    changes: list[FieldChange] = field(default_factory=list)
    edits: list[tuple[KeyPath, Any]] = field(default_factory=list)
    """Values to be set in a record that is there, in order."""
    added: list[RatingEntry] = field(default_factory=list)
    """Ratings to be added to a product that is there."""
    source: Mapping[str, Any] = field(default_factory=dict)
    """The list as a source of what a record that is there did not say yet."""
    cells: dict[KeyPath, str] = field(default_factory=dict)
    """The cell that a value comes from, by its path."""
    needs: set[Draft] = field(default_factory=set)
    """New records that it names: without them it is not written either."""

    @property
    def is_new(self) -> bool:
        """Whether the record is not there yet."""
        return self.data is not None

    @property
    def is_written(self) -> bool:
        """Whether the file is new or changes."""
        return self.is_new or bool(self.edits or self.added)


@dataclass
class RowResult:
    """What becomes of a row, and why."""

    matched: MatchedRow
    outcome: Outcome = Outcome.UNCHANGED
    notes: list[CellNote] = field(default_factory=list)
    """What a person must see: what is open, or why the row is refused."""

    def add(self, outcome: Outcome, *notes: CellNote) -> None:
        """Note what else becomes of the row."""
        self.outcome = max(self.outcome, outcome, key=_RANK.__getitem__)
        self.notes += [cell_note for cell_note in notes if cell_note not in self.notes]

    @property
    def is_open(self) -> bool:
        """Whether a person must look at it although it is not refused."""
        return bool(self.notes) and self.outcome is not Outcome.REFUSED


@dataclass(frozen=True)
class ListSource:
    """Where a list comes from: what the records that it gives name as their source."""

    file: str
    publisher: str
    day: date
    """Of the import."""
    languages: Sequence[str]
    """Codes of the site's languages."""

    @property
    def title(self) -> str:
        """What the list is called in sources."""
        return message("importing.source-title", "vi", file=self.file)

    def entry(self, row: ListRow) -> dict[str, Any]:
        """Return the list as a source of a record."""
        notes = {
            language: message(
                "importing.source-note",
                language,
                day=self.day,
                sheet=row.sheet,
                row=row.row,
            )
            for language in ("vi", "en")
            if language in self.languages
        }
        return {"publisher": self.publisher, "title": self.title, "note": notes}


@dataclass(frozen=True)
class LeftOut:
    """What cannot be written."""

    rows: Mapping[MatchedRow, Sequence[CellNote]] = field(default_factory=dict)
    """Each with cells and reasons."""
    levels: Collection[Draft] = ()
    """Decisions whose level, which the list only implies, contradicts the stars that they gave."""

    def and_also(self, other: "LeftOut") -> "LeftOut":
        """Return what is left out here or there."""
        return LeftOut({**self.rows, **other.rows}, {*self.levels, *other.levels})


NOTHING = LeftOut()
"""Everything is written."""


class Plan:
    """What an import would write, and what each row becomes."""

    def __init__(
        self,
        existing: ExistingRecords,
        answers: Answers,
        source: ListSource,
        matching: Matching,
        left_out: LeftOut = NOTHING,
    ) -> None:
        self.existing = existing
        self.answers = answers
        self.source = source
        self.matching = matching
        self.left_out = left_out
        self.proposals: dict[Draft, Proposal] = {}
        self.results = {row: RowResult(row) for row in matching.rows}
        self._questions = {question.key: question for question in matching.questions}
        self._needs = _Needs(existing)
        for row, notes in left_out.rows.items():
            self.results[row].add(Outcome.REFUSED, *notes)
        for row in matching.rows:
            for question in row.open:
                self.results[row].add(Outcome.WAITING, _asked(question))
        for kind in ("decision", "producer", "product"):
            for draft, rows in self._grouped(kind).items():
                self._propose(draft, rows)

    @property
    def questions(self) -> list[Question]:
        """All open questions of matching and writing, each once."""
        return list(self._questions.values())

    def needs_answer(self, question: Question) -> bool:
        """Whether a question about a cell is worth asking: not the set of products that are there."""
        if not question.key.startswith("set|"):
            return True
        values = (
            row.row.values.get("product.set")
            for row in self.results
            if row.product is None or row.product.is_new
        )
        return any(value is not None and value.question == question.key for value in values)

    def without(self, further: LeftOut) -> "Plan":
        """Return the plan as it is where more is left out."""
        left_out = self.left_out.and_also(further)
        return Plan(self.existing, self.answers, self.source, self.matching, left_out)

    def identity(self, draft: Draft) -> str:
        """Return the id of a record, also of a new one, as the records of its province write it."""
        return bare_id(draft.identity) or self._needs.new_id(draft)

    def shown(self, proposal: Proposal) -> str:
        """Return what people call the record of a proposal: its name, or the number of a decision."""
        if proposal.data is not None:
            record: Any = proposal.data
            return str(record.get("number") or next(iter(record["name"].values())))
        record = self.existing.records.of(proposal.draft.kind)[proposal.draft.identity].record
        return str(record.number if proposal.draft.kind == "decision" else first_text(record.name))

    # -- which rows are about which record ---------------------------------------------------------

    def _grouped(self, kind: str) -> dict[Draft, list[MatchedRow]]:
        """Return the rows that may be written, by the record of a kind that they are about.

        Rows of a new product that lacks something wait, and what they say of others waits with them.
        """
        if kind == "decision":
            self._hold_back()
        by_draft: dict[Draft, list[MatchedRow]] = defaultdict(list)
        for row, result in self.results.items():
            draft = getattr(row, kind)
            if draft is not None and (row.product or row.producer) and not self._waits(result):
                by_draft[draft].append(row)
        return by_draft

    def _waits(self, result: RowResult) -> bool:
        return result.outcome is Outcome.REFUSED or result.matched in self._held or bool(result.matched.open)

    def _hold_back(self) -> None:
        """Find the rows of new products that lack what a record must say."""
        self._held: set[MatchedRow] = set()
        self._completed: dict[Draft, dict[str, str]] = {}
        by_product: dict[Draft, list[MatchedRow]] = defaultdict(list)
        for row, result in self.results.items():
            if row.product and result.outcome is Outcome.UNCHANGED:
                by_product[row.product].append(row)
            elif not row.product and not row.open and "product.name" in row.row.values:
                self._held.add(row)
                result.add(Outcome.WAITING, *_unusable(row.row, "product.name"))
        for draft, rows in by_product.items():
            for cell_note in self._lacking(draft, rows) if draft.is_new else ():
                self._held.update(rows)
                for row in rows:
                    self.results[row].add(Outcome.WAITING, cell_note)

    def _lacking(self, draft: Draft, rows: Sequence[MatchedRow]) -> Iterator[CellNote]:
        """Yield what must be known before a new product can be written; keep what was answered."""
        row = rows[0].row
        if "producer.name" in row.values and not any(matched.producer for matched in rows):
            yield from _unusable(row, "producer.name")
        unusable = [reason for matched in rows for reason in _unusable(matched.row, "product.set")]
        numbers = [matched.row.get("product.set") for matched in rows]
        number = next((number for number in numbers if number), None)
        if number is None and unusable:
            yield unusable[0]
            return
        number = number or self._answered(self._needs.set_question(draft, row))
        if not number:
            yield _asked(self._needs.set_question(draft, row))
            return
        goods = self._needs.goods
        kind = goods.kind_of(str(row.get("product.name")), int(number)) if goods.kinds else ""
        kind = kind or (goods.kinds and self._answered(self._needs.goods_question(draft, row))) or ""
        if goods.kinds and not kind:
            yield _asked(self._needs.goods_question(draft, row))
        self._completed[draft] = {"set": str(number), **({"kind": kind} if kind else {})}

    def _answered(self, question: Question) -> str:
        """Return what was answered to a question with options; empty where it is open, which is noted."""
        answer = self.answers.get(question.key) or ""
        if any(option.choice == answer for option in question.options):
            return answer
        self._ask(question)
        return ""

    # -- proposals -----------------------------------------------------------------------------------

    def _propose(self, draft: Draft, rows: Sequence[MatchedRow]) -> None:
        identity = self.identity(draft)
        full = full_id(self.existing.province, identity)
        facts = _merged(rows, draft.kind)
        if draft in self.left_out.levels:
            self._leave_level_out(facts, rows)
        if draft.is_new:
            place = (facts.get(("origin", name)) for name in ("district", "commune"))
            folder = place_folder(*(value.value if value else None for value in place))
            path = file_of(draft.kind, full, folder)
        else:
            path = self.existing.records.of(draft.kind)[draft.identity].file
        proposal = Proposal(draft, identity, path, rows)
        self.proposals[draft] = proposal
        if draft.is_new:
            self._fill_new(proposal, facts)
        else:
            self._compare(proposal, self.existing.records.whole(draft.kind, draft.identity))
        if draft.kind == "product":
            self._add_ratings(proposal)
        if proposal.edits or proposal.added:
            self._add_source(proposal)
        for row in rows if proposal.is_new else ():
            if draft is (row.product or row.producer):
                self.results[row].add(Outcome.NEW)

    def _leave_level_out(self, facts: dict[KeyPath, Value], rows: Sequence[MatchedRow]) -> None:
        """Leave a decision without level, and tell its rows."""
        level = facts.pop(_LEVEL)
        for row in rows:
            cell = f"{row.row.sheet}!{level.cell}"
            self.results[row].add(Outcome.UNCHANGED, (cell, note("importing.level-left-out")))

    def _fill_new(self, proposal: Proposal, facts: Mapping[KeyPath, Value]) -> None:
        draft, rows = proposal.draft, proposal.rows
        data: dict[str, Any] = {}
        for path, value in facts.items():
            row = next(row for row in rows if value in row.row.values.values())
            proposal.cells[path] = f"{row.row.sheet}!{value.cell}"
            set_value(data, path, plain(value.value))
            if path[0] in PRIVATE:
                set_value(data, (*path[:-1], "public"), "false")
        if draft.kind == "product":
            data |= {"code": self._needs.next_code(), **self._completed[draft]}
            if self._needs.is_of_today(data.get("group_as_printed", "")):
                del data["group_as_printed"]
            if draft.producer:
                data["producer"] = self.identity(draft.producer)
                self._need(proposal, draft.producer)
            data.setdefault("origin", {})
        elif draft.kind == "producer":
            data.setdefault("kind", _UNKNOWN_KIND)
        else:
            data |= {"kind": "decision", "title": self._decision_title(data)}
        for row in rows:
            self._contradictions(proposal, facts, row)
        data["sources"] = [self.source.entry(rows[0].row)]
        proposal.data = data

    def _decision_title(self, data: Mapping[str, Any]) -> dict[str, str]:
        languages = [language for language in ("vi", "en") if language in self.source.languages]
        number, day = data["number"], data.get("date")
        if not day:
            return {code: message("importing.decision", code, number=number) for code in languages}
        return {
            code: message("importing.decision-of", code, number=number, day=show_part_day(day, code))
            for code in languages
        }

    def _contradictions(self, proposal: Proposal, facts: Mapping[KeyPath, Value], row: MatchedRow) -> None:
        """Tell where a further row of a new record says something else than the first, which is written."""
        commune = facts.get((*_ADDRESS.get(proposal.draft.kind, ()), "commune"))
        is_here = commune is not None and commune.value == row.row.get("address.commune")
        for path, value in facts_of(row.row, proposal.draft.kind).items():
            first = facts.get(path)
            if first is None or path[-1] in _NEW_ONLY or (path[-1] == "printed" and is_here):
                continue
            if value is not first and not are_same(path, first.value, value.value):
                cell = f"{row.row.sheet}!{value.cell}"
                reason = note(
                    "importing.rows-differ",
                    written=value.written,
                    other=first.written,
                    cell=proposal.cells[path],
                )
                self.results[row].add(Outcome.UNCHANGED, (cell, reason))

    def _compare(self, proposal: Proposal, record: Any) -> None:
        """Compare a record that is there with what its rows say."""
        draft = proposal.draft
        seen: set[tuple[KeyPath, str]] = set()
        for row in proposal.rows:
            for path, value in facts_of(row.row, draft.kind).items():
                after = plain(value.value)
                is_left_out = path[-1] in _NEW_ONLY or (path == _LEVEL and draft in self.left_out.levels)
                if not is_left_out and (path, after) not in seen:
                    seen.add((path, after))
                    self._compare_field(proposal, record, path, row, value)
            owner = row.producer
            if draft.kind == "product" and owner and (_OWNER, self.identity(owner)) not in seen:
                seen.add((_OWNER, self.identity(owner)))
                self._compare_producer(proposal, record, row, owner)

    def _compare_field(
        self, proposal: Proposal, record: Any, path: KeyPath, row: MatchedRow, value: Value
    ) -> None:
        cell = f"{row.row.sheet}!{value.cell}"
        after = plain(value.value)
        if path[0] == "official_code":
            codes = record.official_code
            if after not in codes:
                self._change(proposal, ("official_code", len(codes)), ", ".join(codes), after, (row, cell))
            return
        before = self._before(record, path)
        mapped_by = row.row.get("address.mapped_by")
        if path[-1] == "commune" and not before and mapped_by:
            proposal.edits.append(((path[0], "mapped_by"), mapped_by))
        if before in (None, "") or (path == ("kind",) and before == _UNKNOWN_KIND):
            self._change(proposal, path, "", after, (row, cell))
        elif not are_same(path, before, after) and not self._is_same_address(record, path, row, after):
            self._change(proposal, path, plain(before), after, (row, cell))

    def _before(self, record: Any, path: KeyPath) -> Any:
        """Return what a record says, ids as its province writes them."""
        before = value_at(record, path)
        return bare_id(before) if path[-1] in ("commune", "district") and before else before

    def _is_same_address(self, record: Any, path: KeyPath, row: MatchedRow, after: str) -> bool:
        """Whether two printed addresses differ in words only: of one place, or one is a part of the other."""
        if path[-1] != "printed":
            return False
        address = value_at(record, path[:-1])
        if self.existing.relation(place_of(address), row_place(row.row)) is Relation.SAME:
            return True
        ours, theirs = set(fold(address.printed).split()), set(fold(after).split())
        return ours <= theirs or theirs <= ours

    def _compare_producer(self, proposal: Proposal, record: Any, row: MatchedRow, owner: Draft) -> None:
        if record.producer and record.producer == owner.identity:
            return
        before = bare_id(record.producer or "")
        at = (row, cell_of(row.row, "producer.name"))
        if self._change(proposal, _OWNER, before, self.identity(owner), at):
            self._need(proposal, owner)

    def _need(self, proposal: Proposal, draft: Draft) -> None:
        if draft.is_new:
            proposal.needs.add(draft)

    def _change(
        self, proposal: Proposal, path: KeyPath, before: str, after: str, at: tuple[MatchedRow, str]
    ) -> bool:
        """Note a field that a record lacks or says otherwise; tell whether it is written."""
        row, cell = at
        decision = TAKE
        if before:
            decision = self._difference(proposal, path, before, after, cell)
        proposal.changes.append(FieldChange(path, before, after, cell, row, decision))
        if not decision:
            key = _difference_key(proposal, path, after)
            self.results[row].add(Outcome.UNCHANGED, (cell, _asked(self._questions[key])[1]))
        if decision != TAKE:
            return False
        proposal.cells[path] = cell
        self.results[row].add(Outcome.CHANGED)
        if path[0] in PRIVATE:
            proposal.edits.append((path[:-1], {"value": after, "public": "false"}))
        else:
            proposal.edits.append((path, after))
        return True

    def _difference(self, proposal: Proposal, path: KeyPath, before: str, after: str, cell: str) -> str:
        """Return what was answered to a difference; empty, and a question, where nothing was."""
        key = _difference_key(proposal, path, after)
        answer = self.answers.get(key)
        if answer in (KEEP, TAKE):
            return answer
        if answer == SKIP:
            return KEEP
        options = (
            Option(KEEP, {code: message("importing.keep", code, value=before) for code in ("vi", "en")}),
            Option(TAKE, {code: message("importing.take", code, value=after) for code in ("vi", "en")}),
        )
        kind = proposal.draft.kind
        values = (
            ("record", self.shown(proposal)),
            ("field_vi", field_label(kind, path, "vi")),
            ("field_en", field_label(kind, path, "en")),
            ("before", before),
            ("after", after),
        )
        self._ask(Question(key, "importing.ask-difference", values, options, (cell,)))
        return ""

    def _ask(self, question: Question) -> None:
        add_question(self._questions, question)

    # -- ratings -------------------------------------------------------------------------------------

    def _add_ratings(self, proposal: Proposal) -> None:
        """Add the ratings that a product does not have; compare those that it has."""
        draft = proposal.draft
        record = None if draft.is_new else self.existing.records.whole("product", draft.identity)
        entries = entries_of(record.ratings if record else (), self.existing.decisions)
        for row in proposal.rows:
            reasons = [
                reason
                for name in ("rating.stars", "decision.number", "decision.day")
                for reason in _unusable(row.row, name)
            ]
            if reasons:
                self.results[row].add(Outcome.UNCHANGED, *reasons)
                continue
            identity = self.identity(row.decision) if row.decision else ""
            wanted = wanted_rating(row, identity, self.answers)
            if isinstance(wanted, Question):
                if not entries:
                    self._ask(wanted)
                    self.results[row].add(Outcome.UNCHANGED, _asked(wanted))
                    continue
                wanted = wanted_rating(row, identity, self.answers, among_others=True)
            if not isinstance(wanted, WantedRating):
                continue
            if row.decision:
                self._need(proposal, row.decision)
            entry = entry_for(wanted, entries)
            if entry is None:
                entries.append(wanted.entry())
                self._note_added(proposal, entries[-1], row)
            else:
                self._compare_rating(proposal, entry, wanted)
        added = sorted((entry for entry in entries if entry.index is None), key=lambda entry: entry.day)
        proposal.cells |= {
            ("ratings", number, name): cell
            for number, entry in enumerate(added)
            for name, cell in entry.cells.items()
        }
        if proposal.data is None:
            proposal.added = added
        elif added:
            proposal.data["ratings"] = [entry.data for entry in added]

    def _note_added(self, proposal: Proposal, entry: RatingEntry, row: MatchedRow) -> None:
        if proposal.is_new:
            return
        cell = cell_of(row.row, "rating.stars", "rating.score", "decision.number")
        after = " · ".join(filter(None, (entry.data.get("stars", ""), entry.decision, entry.day)))
        proposal.changes.append(FieldChange(("ratings",), "", after, cell, row))
        self.results[row].add(Outcome.CHANGED)

    def _compare_rating(self, proposal: Proposal, entry: RatingEntry, wanted: WantedRating) -> None:
        row = wanted.matched
        for path, value in wanted.facts.items():
            before, after = entry.shown(path), plain(value.value)
            if are_same(path, before, after):
                continue
            at = (row, f"{row.row.sheet}!{value.cell}")
            if entry.index is None:
                if not before:
                    entry.data[str(path[0])] = after
                else:
                    other = entry.cells.get(str(path[0]), "")
                    reason = note("importing.rows-differ", written=value.written, other=before, cell=other)
                    self.results[row].add(Outcome.UNCHANGED, (at[1], reason))
            else:
                self._change(proposal, ("ratings", entry.index, *path), before, after, at)

    def _add_source(self, proposal: Proposal) -> None:
        """Name the list as a source of a record that gets something from it, once."""
        record = self.existing.records.whole(proposal.draft.kind, proposal.draft.identity)
        if not any(source.title == self.source.title for source in record.sources):
            rows = [change.row for change in proposal.changes if change.decision == TAKE]
            proposal.source = self.source.entry((rows or list(proposal.rows))[0].row)


class _Needs:
    """What new records need besides what a list says: ids, trace codes, kinds of goods."""

    def __init__(self, existing: ExistingRecords) -> None:
        records = existing.records
        criteria = records.criteria
        sets = {entry.number: entry for entry in criteria.record.sets} if criteria else {}
        self.goods = Goods(
            {identity: entry.record for identity, entry in records.of("product-kind").items()}, sets
        )
        groups = criteria.record.groups if criteria else ()
        names = [*(group.name for group in groups), *(entry.name for entry in sets.values())]
        names += [entry.subgroup for entry in sets.values() if entry.subgroup]
        self._set_options = tuple(map(set_option, sets.values()))
        self._names_of_today = {name_key(first_text(name)) for name in names}
        self._taken = {
            kind: {bare_id(identity) for identity in records.of(kind)}
            | {bare_id(identity) for faulty, identity in records.faulty if faulty == kind}
            for kind in ("product", "producer", "decision")
        }
        self._ids: dict[Draft, str] = {}
        self._codes = given_codes(records, existing.province)
        self._province_name = province_name(records, existing.province)
        self._last_code = ""

    def next_code(self) -> str:
        """Return the next trace code that was never given."""
        given = [self._last_code] if self._last_code else self._codes
        self._last_code = next_trace_code(given, self._province_name)
        return self._last_code

    def is_of_today(self, group: str) -> bool:
        """Whether a group as a list has it is one of today's, which the criteria set tells anyway."""
        return name_key(group) in self._names_of_today

    def set_question(self, draft: Draft, row: ListRow) -> Question:
        """Return the question of which criteria set a product belongs to."""
        name = str(row.get("product.name"))
        cells = (cell_of(row, "product.name"),)
        return Question(
            f"set-of|{draft.key}", "importing.ask-set", (("name", name),), self._set_options, cells
        )

    def goods_question(self, draft: Draft, row: ListRow) -> Question:
        """Return the question of which kind of goods a product is."""
        name = str(row.get("product.name"))
        options = [Option(kind, self.goods.kinds[kind].root) for kind in self.goods.likely(name)]
        cells = (cell_of(row, "product.name"),)
        return Question(f"goods|{draft.key}", "importing.ask-goods", (("name", name),), tuple(options), cells)

    def new_id(self, draft: Draft) -> str:
        """Return the id of a new record: after its name, with its place or producer where that is taken."""
        if draft not in self._ids:
            taken = self._taken[draft.kind]
            self._ids[draft] = next(identity for identity in _ids_for(draft) if identity not in taken)
            taken.add(self._ids[draft])
        return self._ids[draft]


def _ids_for(draft: Draft) -> Iterator[str]:
    """Yield ids for a new record, the best first."""
    row = draft.rows[0]
    if draft.kind == "decision":
        day = str(row.get("decision.day") or "")
        number = str(row.get("decision.number"))
        wanted = [f"qd-{draft.key.partition('/')[0]}-{day[:4]}", f"qd {number} {day}"]
    else:
        name = str(row.get(f"{draft.kind}.name"))
        place = row.get("address.commune") or row.get("address.district") or ""
        owner = row.get("producer.name") or ""
        wanted = [name, f"{name} {place}", f"{name} {owner}"]
    ids = (slug(words, LONGEST_ID) for words in wanted)
    base = ""
    for identity in ids:
        if identity and identity.upper() not in DEVICES:
            yield identity
            base = base or identity
    base = (base or draft.kind)[: LONGEST_ID - 6].strip("-")
    yield from (f"{base}-{number}" for number in range(2, 10**5))


def _merged(rows: Iterable[MatchedRow], kind: str) -> dict[KeyPath, Value]:
    """Return what rows say of one record; where they differ, the first."""
    facts: dict[KeyPath, Value] = {}
    for row in rows:
        facts = {**facts_of(row.row, kind), **facts}
    order = {path: number for number, path in enumerate(FIELDS[kind].values())}
    return dict(sorted(facts.items(), key=lambda item: order[item[0]]))


def _unusable(row: ListRow, name: str) -> list[CellNote]:
    """Return why a value of a row cannot be used, with its cell; nothing where it can or is not there."""
    value = row.values.get(name)
    if value is None or value.usable:
        return []
    return [(f"{row.sheet}!{value.cell}", value.note or note(NOT_UNDERSTOOD, written=value.written))]


def _asked(question: Question) -> CellNote:
    """Return that a question is open, with its first cell."""
    return question.cells[0], Note(question.message, question.values)


def _difference_key(proposal: Proposal, path: KeyPath, after: str) -> str:
    shown = ".".join(str(part) for part in path)
    return f"difference|{proposal.draft.kind}/{proposal.identity}|{shown}|{name_key(after) or after}"
