"""Which record each row of a list is about: surely one that is there, surely a new one, or a question.

Rows that are about one product, one producer or one decision are joined in one :class:`Draft`, whichever
sheets they stand in. Two names are never taken for one because they look alike: a person says so, and it is
remembered.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from generator.catalogue.ids import bare_id, full_id
from generator.importing.answers import Answers, Option, Question
from generator.importing.existing import (
    NOWHERE,
    ExistingRecords,
    Paper,
    Place,
    Relation,
    number_key,
    paper_relation,
    place_of,
    producer_relation,
)
from generator.importing.names import loose_producer_key, may_be_same, name_key, producer_name
from generator.importing.rows import ListRow
from generator.messages import both

NEW = "new"
"""The answer that says that none of the records shown is meant."""
NAMED_BY = {"product": "product.name", "producer": "producer.name", "decision": "decision.number"}
"""By kind of record: the field of a list that names it."""
_IN_LIST = "list:"
"""How the answer begins that names another entry of the list, by its key."""
_SENTENCES = {
    "product": ("importing.ask-product", "importing.new-product"),
    "producer": ("importing.ask-producer", "importing.new-producer"),
    "decision": ("importing.ask-decision", "importing.new-decision"),
}
"""By kind of record: the question which one is meant, and the answer that it is a new one."""


@dataclass(eq=False)
class Draft:
    """A record that rows of the list are about: one that is there, or a new one."""

    kind: str
    key: str
    """What all its rows have in common; tells it from others of its kind in questions and answers."""
    identity: str = ""
    """The id of the record that is there, as the project knows it; empty for a new one."""
    rows: list[ListRow] = field(default_factory=list)
    name: str = ""
    place: Place = NOWHERE
    producer: "Draft | None" = None
    """Of a product; None where no row names one."""

    @property
    def is_new(self) -> bool:
        """Whether no record is there yet."""
        return not self.identity


@dataclass(eq=False)
class MatchedRow:
    """A row with the records that it is about, or what keeps it from being matched."""

    row: ListRow
    product: Draft | None = None
    producer: Draft | None = None
    decision: Draft | None = None
    open: list[Question] = field(default_factory=list)
    """Questions of matching that must be answered before anything of the row can be written."""


@dataclass
class Matching:
    """All rows matched, and what must be asked."""

    rows: list[MatchedRow]
    drafts: list[Draft]
    """In the order of their first rows."""

    @property
    def questions(self) -> list[Question]:
        """The open questions, each once, with all cells that it stands in."""
        merged: dict[str, Question] = {}
        for matched in self.rows:
            for question in matched.open:
                add_question(merged, question)
        return list(merged.values())


def add_question(questions: dict[str, Question], question: Question) -> None:
    """Add a question to others by their keys; to one that is there its cells."""
    known = questions.get(question.key, question)
    questions[question.key] = replace(known, cells=tuple(dict.fromkeys((*known.cells, *question.cells))))


def cell_of(row: ListRow, *fields: str) -> str:
    """Return the address with its sheet of the first of some fields that a row has, else of the row."""
    for name in fields:
        if value := row.values.get(name):
            return f"{row.sheet}!{value.cell}"
    return f"{row.sheet}!{row.row}"


def row_place(row: ListRow) -> Place:
    """Return the place that a row tells, as far as it was understood."""
    return Place(row.get("address.commune") or "", row.get("address.district") or "")


class Matcher:
    """Matches the rows of one workbook with the records of one province."""

    def __init__(self, existing: ExistingRecords, answers: Answers) -> None:
        self.existing = existing
        self.answers = answers
        self._drafts: dict[tuple[str, str], Draft] = {}
        """By kind and id, or by kind and key of a new one."""
        self._new_decisions: dict[str, list[Draft]] = defaultdict(list)
        """By the digits of their numbers."""
        self._new_producers: dict[str, list[Draft]] = defaultdict(list)
        """By :func:`loose_producer_key`."""
        self._new_products: dict[Draft | None, list[Draft]] = defaultdict(list)
        """By their producers."""

    def match(self, rows: Iterable[ListRow]) -> Matching:
        """Match all rows: decisions, then producers, then products that are surely there, then the rest."""
        matched = [MatchedRow(row) for row in rows]
        for row in sorted(matched, key=lambda row: not row.row.get("decision.day")):
            self._match_decision(row)
        for row in matched:
            self._match_producer(row)
        products = [row for row in matched if row.row.get("product.name") and not row.open]
        undecided = [row for row in products if not self._match_surely(row)]
        claimed = {draft.identity for draft in self._drafts.values() if draft.kind == "product"}
        for row in undecided:
            self._match_product(row, claimed)
        return Matching(matched, list(self._drafts.values()))

    # -- decisions -------------------------------------------------------------------------------

    def _match_decision(self, matched: MatchedRow) -> None:
        row = matched.row
        number, day = row.get("decision.number"), row.values.get("decision.day")
        if not number or (day and not day.usable):
            return
        digits = number_key(number)[0]
        paper = _paper_of(row)
        key = f"{digits}/{paper.letters}|{paper.day}"
        like = self.existing.decisions_like(digits, paper)
        new = [
            draft
            for draft in self._new_decisions[digits]
            if paper_relation(paper, _paper_of(draft.rows[0])) is not Relation.DIFFERENT
        ]
        same = [draft for draft in new if draft.key == key]
        if not same and not like.sure and not like.perhaps and len(new) == 1:
            # A row without the day, or without the letters, of a number that the list has once.
            same = new if not (paper.day and paper.letters) else []
        if len(like.sure) == 1:
            matched.decision = self._join("decision", key, like.sure[0], row)
        elif same:
            matched.decision = self._join("decision", same[0].key, "", row)
        else:
            options = [self._record_option("decision", identity) for identity in (*like.sure, *like.perhaps)]
            shown = f"{number} ({paper.day})" if paper.day else str(number)
            matched.decision = self._ask(matched, "decision", key, options, shown)
            if matched.decision and matched.decision.is_new:
                matched.decision.name = str(number)
                self._new_decisions[digits].append(matched.decision)

    # -- producers -------------------------------------------------------------------------------

    def _match_producer(self, matched: MatchedRow) -> None:
        row = matched.row
        written = row.get("producer.name")
        if not written:
            return
        name, place, loose = producer_name(written), row_place(row), loose_producer_key(written)
        key = f"{name.form}:{name.core}|{place.commune or place.district}"
        like = self.existing.producers_like(written, place)
        if len(like.sure) == 1:
            matched.producer = self._join("producer", key, like.sure[0], row)
            return
        sure, perhaps = [], []
        for draft in self._new_producers[loose]:
            where = self.existing.relation(place, draft.place)
            relation = producer_relation(name, [producer_name(draft.name)], where)
            if relation is Relation.SAME:
                sure.append((where is not Relation.SAME, draft))
            elif relation is Relation.UNKNOWN:
                perhaps.append(draft)
        if sure:
            draft = min(sure, key=lambda pair: pair[0])[1]
            matched.producer = self._join("producer", draft.key, "", row)
            draft.place = place if draft.place == NOWHERE else draft.place
            return
        options = [self._record_option("producer", identity) for identity in (*like.sure, *like.perhaps)]
        options += map(self._list_option, perhaps)
        where_shown = self.existing.place_name(place)
        shown = f"{written} ({where_shown})" if where_shown else str(written)
        matched.producer = self._ask(matched, "producer", key, options, shown)
        if matched.producer and matched.producer.is_new and matched.producer.rows == [row]:
            matched.producer.name, matched.producer.place = str(written), place
            self._new_producers[loose].append(matched.producer)

    # -- products --------------------------------------------------------------------------------

    def _match_surely(self, matched: MatchedRow) -> bool:
        """Match a row with the product that surely is meant; tell whether there is one."""
        row = matched.row
        name = str(row.get("product.name"))
        numbered = [
            identity
            for identity in self.existing.products_numbered(row.get("product.gtin"), row.get("product.code"))
            if any(may_be_same(name, other) for other in self.existing.products[identity].name.root.values())
        ]
        named = [
            identity
            for identity in self.existing.products_named(name)
            if self._product_relation(matched, identity) is Relation.SAME
        ]
        sure = numbered or named
        if len(sure) != 1:
            return False
        matched.product = self._join("product", self._product_key(matched), sure[0], row)
        matched.product.producer = matched.product.producer or matched.producer
        return True

    def _product_relation(self, matched: MatchedRow, identity: str) -> Relation:
        """Tell whether a row is about a product that has its name."""
        product = self.existing.products[identity]
        if matched.producer and product.producer:
            is_same = matched.producer.identity == product.producer
            return Relation.SAME if is_same else Relation.DIFFERENT
        where = self.existing.relation(row_place(matched.row), place_of(product.origin))
        if where is Relation.DIFFERENT:
            return Relation.DIFFERENT
        decision = matched.decision.identity if matched.decision else ""
        if decision and any(rating.decision == decision for rating in product.ratings):
            return Relation.SAME
        is_nobodys = not matched.producer and not product.producer
        return Relation.SAME if is_nobodys and where is Relation.SAME else Relation.UNKNOWN

    def _match_product(self, matched: MatchedRow, claimed: set[str]) -> None:
        """Match a row with a product of the list or a new one, or ask; ``claimed`` belong to other rows."""
        row, place = matched.row, row_place(matched.row)
        name = str(row.get("product.name"))
        siblings = self._new_products[matched.producer]
        for draft in siblings:
            is_here = matched.producer or self.existing.relation(draft.place, place) is not Relation.DIFFERENT
            if name_key(draft.name) == name_key(name) and is_here:
                matched.product = self._join("product", draft.key, "", row)
                return
        options = [
            self._record_option("product", identity) for identity in self._products_like(matched, claimed)
        ]
        if matched.producer:
            options += [self._list_option(draft) for draft in siblings if may_be_same(name, draft.name)]
        owner = row.get("producer.name")
        shown = f"{name} – {owner}" if owner else name
        key = self._product_key(matched)
        matched.product = self._ask(matched, "product", key, options, shown)
        if matched.product is None:
            return
        matched.product.producer = matched.product.producer or matched.producer
        if matched.product.is_new and matched.product.rows == [row]:
            matched.product.name, matched.product.place = name, place
            siblings.append(matched.product)

    def _products_like(self, matched: MatchedRow, claimed: set[str]) -> Iterable[str]:
        """Return the products that are there and may be meant by a row."""
        row, name = matched.row, str(matched.row.get("product.name"))
        existing = self.existing
        ids = existing.products_numbered(row.get("product.gtin"), row.get("product.code"))
        ids += [
            identity
            for identity in existing.products_named(name)
            if self._product_relation(matched, identity) is not Relation.DIFFERENT
        ]
        owner = matched.producer.identity if matched.producer else ""
        ids += [
            identity
            for identity in (existing.products_of(owner) if owner else ())
            if identity not in claimed
            and any(may_be_same(name, other) for other in existing.products[identity].name.root.values())
        ]
        return dict.fromkeys(ids)

    def _product_key(self, matched: MatchedRow) -> str:
        name, producer = name_key(str(matched.row.get("product.name"))), matched.producer
        place = row_place(matched.row)
        around = (bare_id(producer.identity) or producer.key) if producer else place.commune or place.district
        return f"{name}|{around}"

    # -- joining and asking ----------------------------------------------------------------------

    def _join(self, kind: str, key: str, identity: str, row: ListRow) -> Draft:
        """Return the draft of a record that is there, or of a key, with one more row."""
        draft = self._drafts.setdefault((kind, identity or f"{NEW} {key}"), Draft(kind, key, identity))
        draft.rows.append(row)
        return draft

    def _ask(
        self, matched: MatchedRow, kind: str, key: str, options: Sequence[Option], name: str
    ) -> Draft | None:
        """Return the draft that was answered, or None and leave the question open.

        Without options there is nothing to ask: the record is new.
        """
        asks, is_new = _SENTENCES[kind]
        question = Question(
            f"{kind}|{key}",
            asks,
            (("name", name),),
            (*options, Option(NEW, both(is_new))),
            (cell_of(matched.row, NAMED_BY[kind]),),
        )
        answer = self.answers.get(question.key) or ""
        if not options or answer == NEW:
            return self._join(kind, key, "", matched.row)
        if not any(option.choice == answer for option in options):
            matched.open.append(question)
            return None
        if answer.startswith(_IN_LIST):
            return self._join(kind, answer.removeprefix(_IN_LIST), "", matched.row)
        return self._join(kind, key, full_id(self.existing.province, answer), matched.row)

    def _record_option(self, kind: str, identity: str) -> Option:
        """Return a record as an answer."""
        label = f"{bare_id(identity)}: {self.existing.shown(kind, identity)}"
        return Option(bare_id(identity), {"vi": label, "en": label})

    def _list_option(self, draft: Draft) -> Option:
        """Return another entry of the list as an answer."""
        where = self.existing.place_name(draft.place)
        shown = f"{draft.name} ({where})" if where else draft.name
        cell = cell_of(draft.rows[0], NAMED_BY[draft.kind])
        return Option(f"{_IN_LIST}{draft.key}", both("importing.in-list", name=shown, cell=cell))


def _paper_of(row: ListRow) -> Paper:
    letters = number_key(str(row.get("decision.number")))[1]
    return Paper(letters, row.get("decision.day") or "", row.get("decision.body") or "")
