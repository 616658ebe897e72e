"""The records of one province, ready to be looked up by what a list says of them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from generator.catalogue.ids import bare_id, full_id
from generator.catalogue.model import Address, Decision, Places, ProducerSummary, ProductSummary
from generator.catalogue.records import Records
from generator.importing.names import (
    GENERAL_FORMS,
    ProducerName,
    body_key,
    loose_producer_key,
    name_key,
    producer_name,
)
from generator.text import Text, fold

T = TypeVar("T")


class Relation(Enum):
    """How two places, names or papers stand to each other."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Place(NamedTuple):
    """Where something is, as far as it is known: bare ids of the table of places."""

    commune: str = ""
    district: str = ""


NOWHERE = Place()


class Paper(NamedTuple):
    """What tells a decision from others whose numbers have the same digits."""

    letters: str
    """Of the number, as :func:`number_key` gives them."""
    day: str
    """A day, month or year; empty where it is not known."""
    body: str


class Candidates(NamedTuple):
    """What may be meant by a name."""

    sure: list[str]
    perhaps: list[str]


class ExistingRecords:
    """The records of one province but for made-up ones, of which no list tells."""

    def __init__(self, records: Records, province: str) -> None:
        """``province`` is the folder of a further province, empty for the project's own."""
        self.records = records
        self.province = province
        self.products: Mapping[str, ProductSummary] = _of_province(records.products, province)
        self.producers: Mapping[str, ProducerSummary] = _of_province(records.producers, province)
        self.decisions: Mapping[str, Decision] = _of_province(records.decisions, province)
        places = records.places.get(province)
        self._districts: Mapping[str, Sequence[str]] = {}
        self._place_names: Mapping[str, str] = {}
        if places:
            self._districts = {bare_id(entry.id): entry.districts for entry in places.record.communes}
            self._place_names = _place_names(places.record)
        self._products_by_name = _index(self.products, lambda product: map(name_key, _names(product)))
        self._products_by_producer = _index(self.products, lambda product: filter(None, [product.producer]))
        self._products_by_gtin = _index(
            self.products,
            lambda product: (gtin.lstrip("0") for gtin in (product.gtin, *product.former_gtins) if gtin),
        )
        self._producers_by_name = _index(
            self.producers,
            lambda producer: (
                key
                for name in _names(producer)
                for key in (producer_name(name).core, loose_producer_key(name))
            ),
        )
        self._decisions_by_digits = _index(
            self.decisions,
            lambda decision: [number_key(decision.number)[0]] if decision.number else [],
        )
        self._products_by_code: Mapping[str, Sequence[str]] | None = None

    # -- looking up --------------------------------------------------------------------------------

    def decisions_like(self, digits: str, paper: Paper) -> Candidates:
        """Return the decisions that a number with these digits may mean."""
        ids = self._decisions_by_digits.get(digits, ())
        return sorted_candidates(
            ids, lambda identity: paper_relation(paper, _paper_of(self.decisions[identity]))
        )

    def producers_like(self, written: str, place: Place) -> Candidates:
        """Return the producers that a name at a place may mean."""
        name = producer_name(written)
        ids = (
            *self._producers_by_name.get(name.core, ()),
            *self._producers_by_name.get(loose_producer_key(written), ()),
        )

        def relation(identity: str) -> Relation:
            producer = self.producers[identity]
            names = [producer_name(other) for other in _names(producer)]
            where = self.relation(place, place_of(producer.address))
            related = producer_relation(name, names, where)
            return Relation.UNKNOWN if producer.dissolved and related is Relation.SAME else related

        candidates = sorted_candidates(dict.fromkeys(ids), relation)
        here = [
            identity
            for identity in candidates.sure
            if self.relation(place, place_of(self.producers[identity].address)) is Relation.SAME
        ]
        return Candidates(here, []) if len(here) == 1 else candidates

    def products_named(self, name: str) -> Sequence[str]:
        """Return the products that have a name, however it is spelt."""
        return self._products_by_name.get(name_key(name), ())

    def products_of(self, producer: str) -> Sequence[str]:
        """Return the products of a producer."""
        return self._products_by_producer.get(producer, ())

    def products_numbered(self, gtin: str | None, code: str | None) -> list[str]:
        """Return the products with a barcode number or an official code."""
        ids = [*self._products_by_gtin.get(gtin.lstrip("0"), ())] if gtin else []
        if code:
            ids += self._by_code().get(code, ())
        return list(dict.fromkeys(ids))

    def _by_code(self) -> Mapping[str, Sequence[str]]:
        """Return the products by their official codes; whole records are read for it, once."""
        if self._products_by_code is None:
            whole = {identity: self.records.whole("product", identity) for identity in self.products}
            self._products_by_code = _index(whole, lambda product: product.official_code)
        return self._products_by_code

    # -- places --------------------------------------------------------------------------------------

    def relation(self, first: Place, other: Place) -> Relation:
        """Tell whether two places can be one, by the parts that both have."""
        for ours, theirs in zip(first, other, strict=True):
            if ours and theirs:
                return Relation.SAME if ours == theirs else Relation.DIFFERENT
        for commune, district in ((first.commune, other.district), (other.commune, first.district)):
            around = self._districts.get(commune, ())
            if commune and district and around and full_id(self.province, district) not in around:
                return Relation.DIFFERENT
        return Relation.UNKNOWN

    def place_name(self, place: Place) -> str:
        """Return a place as people call it; empty where it is not known."""
        return self._place_names.get(place.commune) or self._place_names.get(place.district) or ""

    # -- showing -------------------------------------------------------------------------------------

    def shown(self, kind: str, identity: str) -> str:
        """Return what tells a record from others: its name with producer and place, or number and day."""
        if kind == "decision":
            decision = self.decisions[identity]
            return _joined(decision.number, first_text(decision.title), decision.date)
        if kind == "producer":
            producer = self.producers[identity]
            return _joined(first_text(producer.name), self._address(producer.address))
        product = self.products[identity]
        owner = self.producers.get(product.producer or "")
        return _joined(
            first_text(product.name), first_text(owner.name) if owner else "", self._address(product.origin)
        )

    def _address(self, address: Address) -> str:
        return self.place_name(place_of(address)) or address.printed or ""


def sorted_candidates(ids: Iterable[str], relation: Callable[[str], Relation]) -> Candidates:
    """Return which of some records are surely meant and which perhaps."""
    candidates = Candidates([], [])
    for identity in ids:
        related = relation(identity)
        if related is not Relation.DIFFERENT:
            (candidates.sure if related is Relation.SAME else candidates.perhaps).append(identity)
    return candidates


def producer_relation(name: ProducerName, names: Iterable[ProducerName], where: Relation) -> Relation:
    """Tell whether a producer of the list is one that has some names; ``where`` compares their places."""
    same_core = [other for other in names if other.core == name.core]
    if not same_core:
        return Relation.DIFFERENT if where is Relation.DIFFERENT else Relation.UNKNOWN
    if any(other.form == name.form for other in same_core):
        return Relation.UNKNOWN if where is Relation.DIFFERENT else Relation.SAME
    if where is Relation.DIFFERENT:
        return Relation.DIFFERENT
    is_general = any(GENERAL_FORMS & {name.form, other.form} for other in same_core)
    return Relation.SAME if is_general and where is Relation.SAME else Relation.UNKNOWN


def number_key(written: str) -> tuple[str, str]:
    """Return the digits of a paper's number without leading zeros, and the letters behind them."""
    folded = fold(written)
    match = re.search(r"(\d+)\s*(.*)", folded)
    if not match:
        return "", folded.replace(" ", "")
    return match[1].lstrip("0") or "0", match[2].replace(" ", "")


def paper_relation(first: Paper, other: Paper) -> Relation:
    """Tell whether two papers whose numbers have the same digits are one."""
    if first.letters and other.letters and first.letters != other.letters:
        return Relation.DIFFERENT
    known = min(len(first.day), len(other.day))
    if known and first.day[:known] != other.day[:known]:
        return Relation.DIFFERENT
    if first.body and other.body and body_key(first.body) != body_key(other.body):
        # One number and one day, but another body: it may be written in another way.
        return Relation.UNKNOWN if known == len("2025-12-31") else Relation.DIFFERENT
    is_sure = known == len("2025-12-31") or (known and first.letters and other.letters)
    return Relation.SAME if is_sure else Relation.UNKNOWN


def place_of(address: Address) -> Place:
    """Return the place of a record's address."""
    return Place(bare_id(address.commune or ""), bare_id(address.district or ""))


def first_text(text: Text) -> str:
    """Return a text in Vietnamese, or in the first language that it has."""
    return text.pick("vi")[0]


def _paper_of(decision: Decision) -> Paper:
    body = first_text(decision.body) if decision.body else ""
    return Paper(number_key(decision.number or "")[1], decision.date or "", body)


def _names(record: ProductSummary | ProducerSummary) -> Iterable[str]:
    return dict.fromkeys((*record.name.root.values(), *record.other_names))


def _of_province(entries: Mapping[str, Any], province: str) -> dict[str, Any]:
    """Return the records of a province that are not samples."""
    records = {identity: entry.record for identity, entry in entries.items() if entry.folder == province}
    return {identity: record for identity, record in records.items() if not record.sample}


def _place_names(places: Places) -> dict[str, str]:
    names = {bare_id(district.id): district.name for district in places.districts}
    return names | {bare_id(commune.id): commune.name for commune in places.communes}


def _index(records: Mapping[str, T], keys: Callable[[T], Iterable[str]]) -> Mapping[str, Sequence[str]]:
    """Return the ids of records by each of their keys."""
    index: dict[str, list[str]] = defaultdict(list)
    for identity, record in records.items():
        for key in dict.fromkeys(keys(record)):
            index[key].append(identity)
    return index


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
