"""What the officers who keep the records have to do on a day, as facts without words.

Made-up records are left out, as they are from lists, and copies of records of another catalogue: what they
lack is for their keepers. Faulty records are absent; their errors are told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from generator.catalogue.gaps import gaps_of
from generator.catalogue.lots import newest_first, removal_of
from generator.catalogue.model import (
    Address,
    Commune,
    Decision,
    ProducerSummary,
    ProductSummary,
)
from generator.catalogue.ocop import DayRange, Standing, main_standing, standings
from generator.catalogue.records import Entry, Records
from generator.diagnostics.problem import Problem, SourceLocation
from generator.text import Text

SECTIONS: Mapping[str, Sequence[str]] = {
    "blocks": ("errors",),
    "ending": ("ended", "within-30", "within-90", "within-180", "certificates", "lots"),
    "fix": ("twice", "warnings"),
    "missing": ("photo", "translation", "address", "contact", "producer", "date"),
}
"""The matters of a day by section, in the order in which they are told."""
TERMS = {30: "within-30", 90: "within-90", 180: "within-180"}
"""Matters of ratings that end, by the most days that they still have."""
LONGEST_TERM = max(TERMS)
NAMED = ("product", "producer", "decision", "news")
"""Kinds of records by whose name a problem in their file is told."""
OF_CODE = {
    "TRANSLATION-MISSING": "translation",
    "PRODUCT-TWICE": "twice",
    "PRODUCT-ALIKE": "twice",
    "PRODUCER-TWICE": "twice",
    "NUMBER-TWICE": "twice",
    "RATING-UNDATED": "date",
}
"""Warnings that belong to a matter of their own, by code."""


@dataclass(frozen=True)
class DailyItem:
    """One thing to look at: where, of which record, and what makes it one."""

    location: SourceLocation
    name: Text | None = None
    """Of the record; None where the file holds several, or no record."""
    code: str = ""
    """The trace code of a product."""
    producer: Text | None = None
    """The name of a product's producer."""
    commune: Commune | None = None
    stars: int | None = None
    """Of the rating that has ended or ends."""
    until: date | None = None
    """The last valid day of a rating or certificate, or the day on which a lot was taken back."""
    days: int | None = None
    """Days from today until ``until``; negative where it has passed."""
    exact: bool = True
    """Whether ``until`` is known to the day; else the rating may have ended earlier."""
    lot: str = ""
    recalled: bool = False
    """Of a lot that was taken back: from buyers, not only from where it is sold."""
    fault: Problem | None = None
    """An error or warning."""


class Matter(NamedTuple):
    """One kind of things to do, with everything that is of this kind."""

    key: str
    """One of :data:`SECTIONS`."""
    items: Sequence[DailyItem]


def daily_matters(records: Records, day: date, problems: Iterable[Problem]) -> list[Matter]:
    """Return every matter of ``day``, those without items too, in the order of :data:`SECTIONS`.

    ``problems`` are those that checking the records has found, each told under one matter.
    """
    sheet = _Sheet(records, day)
    sheet.add_products()
    sheet.add_producers()
    sheet.add_lots()
    sheet.add_problems(problems)
    return [Matter(key, sheet.sorted_items(key)) for keys in SECTIONS.values() for key in keys]


class _Sheet:
    """Collects the items of each matter."""

    def __init__(self, records: Records, day: date) -> None:
        self._records, self._day = records, day
        self._items: dict[str, list[DailyItem]] = {key: [] for keys in SECTIONS.values() for key in keys}
        self._with_samples = bool(records.site and records.site.record.sample_site)
        self._decisions: dict[str, Decision] = {
            identity: entry.record for identity, entry in records.decisions.items()
        }
        self._copied = {entry.folder for entry in records.of("copy").values()}
        """Folders of provinces whose records are copies."""
        self._communes = {
            commune.id: commune for entry in records.places.values() for commune in entry.record.communes
        }

    def sorted_items(self, key: str) -> list[DailyItem]:
        """Return the items of a matter: what ends first comes first, else in the order of files."""
        return sorted(self._items[key], key=lambda item: (item.until or date.max, item.location))

    def add_products(self) -> None:
        """Add ratings and certificates that have ended or will, and what products lack."""
        for entry in self._own("product"):
            product = entry.record
            if product.discontinued:
                continue
            about = self._about(entry)
            all_standings = standings(product.ratings, self._decisions, self._day)
            standing = main_standing(all_standings)
            if standing and standing.ends:
                location = SourceLocation(entry.file, *entry.facts.rated_at[all_standings.index(standing)])
                self._add_rating(replace(about, location=location), standing, standing.ends)
            for until, line, column in entry.facts.ends:
                if until - self._day <= timedelta(LONGEST_TERM):
                    location = SourceLocation(entry.file, line, column)
                    self._add("certificates", self._ending(replace(about, location=location), until))
            producer = self._records.producers.get(product.producer or "")
            gaps = gaps_of(product, producer.record if producer else None, standing)
            for key in (*gaps, *(() if product.origin.commune else ("address",))):
                self._add(key, about)

    def add_producers(self) -> None:
        """Add producers whose address is not known as it is called today."""
        for entry in self._own("producer"):
            if not entry.record.dissolved and not entry.record.address.commune:
                self._add("address", self._about(entry))

    def add_lots(self) -> None:
        """Add lots that were taken back and that somebody may still have: before the end of their life."""
        for entry in self._own("product"):
            lots = self._records.lots_by_product.get(entry.record.id)
            for lot in newest_first(lots.lots) if lots else ():
                kind, event = removal_of(lot)
                if event and (lot.expires_on is None or lot.expires_on >= self._day):
                    recalled = kind == "recalled"
                    item = replace(self._about(entry), lot=lot.lot, until=event.on, recalled=recalled)
                    self._add("lots", item)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Add each problem to its matter, unless an item stands at its location already."""
        locations = {item.location for items in self._items.values() for item in items}
        of_file = {entry.file: entry for kind in NAMED for entry in self._records.of(kind).values()}
        for fault in problems:
            location = fault.location
            key = "errors" if fault.is_error else OF_CODE.get(fault.code, "warnings")
            if key == "warnings" and location.line and location in locations:
                continue
            if key == "date":
                # The product that lacks the day is told once, with the rating that lacks it.
                self._items[key] = [
                    item for item in self._items[key] if item.fault or item.location.file != location.file
                ]
            entry = of_file.get(location.file)
            about = self._about(entry) if entry else DailyItem(location)
            self._add(key, replace(about, location=location, fault=fault))

    def _add_rating(self, about: DailyItem, standing: Standing, ends: DayRange) -> None:
        """Add the rating that a product is shown with, if it has ended or will within the longest term."""
        about = replace(about, stars=standing.rating.stars, exact=bool(standing.last))
        if standing.state == "expired":
            self._add("ended", self._ending(about, ends[1]))
        elif standing.current:
            item = self._ending(about, ends[0])
            if (term := next((term for term in TERMS if (item.days or 0) <= term), None)) is not None:
                self._add(TERMS[term], item)

    def _ending(self, about: DailyItem, until: date) -> DailyItem:
        """Return an item about something that is valid until a day."""
        return replace(about, until=until, days=(until - self._day) // timedelta(days=1))

    def _about(self, entry: Entry[Any]) -> DailyItem:
        """Return an item about a record as a whole."""
        location, record = SourceLocation(entry.file), entry.record
        if isinstance(record, ProductSummary):
            producer = self._records.producers.get(record.producer or "")
            return DailyItem(
                location,
                record.name,
                record.code or "",
                producer.record.name if producer else None,
                self._commune(record.origin),
            )
        if isinstance(record, ProducerSummary):
            return DailyItem(location, record.name, commune=self._commune(record.address))
        return DailyItem(location, record.title)

    def _commune(self, address: Address) -> Commune | None:
        return self._communes.get(address.commune or "")

    def _own(self, kind: str) -> Iterator[Entry[Any]]:
        """Yield the records of a kind that these officers keep, without samples among real ones."""
        for entry in self._records.of(kind).values():
            is_sample = getattr(entry.record, "sample", False) and not self._with_samples
            if not is_sample and entry.folder not in self._copied:
                yield entry

    def _add(self, key: str, item: DailyItem) -> None:
        self._items[key].append(item)
