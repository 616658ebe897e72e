"""Values and helpers that all checks share: records, day, locations, trace codes. No check is here."""

from calendar import monthrange
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from generator.catalogue.addresses import codes_in
from generator.catalogue.ids import as_written, bare_id, folder_of
from generator.catalogue.model import KeyPath
from generator.catalogue.records import Entry, Records
from generator.dates import show_day
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both
from generator.text import slug

KEY = "<key>"
"""Last element of a path that leads to the position of a key itself, not of its value."""


def location_of(path: KeyPath, positions: Mapping[KeyPath, tuple[int, int]], file: str) -> SourceLocation:
    """Return the location of a value in its file, or of the nearest part around it that has one."""
    while path and path not in positions:
        path = path[:-1]
    return SourceLocation(file, *positions.get(path, (0, 0)))


def with_judged_day(fault: Problem, day: date) -> Problem:
    """Return a problem with the day added on which it was judged."""
    today = (("today_vi", show_day(day, "vi")), ("today_en", show_day(day, "en")))
    return Problem(fault.code, fault.location, (*fault.values, *today))


def dotted(path: KeyPath) -> str:
    """Return a path as text in which the first entry of a list is 1: ``ratings.1.stars``."""
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in path)


SHOWN_LOCATIONS = 5
"""This many further locations of one mistake are listed; the rest is counted."""


def more_locations(locations: Sequence[SourceLocation]) -> dict[str, str]:
    """Return the values ``more_vi`` and ``more_en``: how many locations one mistake affects, and which.

    The first location is that of the problem itself and is counted, not listed.
    """
    if len(locations) < 2:
        return {"more_vi": "", "more_en": ""}
    shown = ", ".join(f"{location.file}:{location.line}" for location in locations[1 : SHOWN_LOCATIONS + 1])
    more = ", …" if len(locations) > SHOWN_LOCATIONS + 1 else ""
    return in_both("more", "hints.more-places", count=len(locations), shown=shown + more)


@dataclass
class Notes:
    """A record that is checked by itself, and the problems found so far."""

    file: str
    positions: Mapping[KeyPath, tuple[int, int]]
    languages: tuple[str, ...]
    """The languages of the site, the main one first; empty if its settings could not be read."""
    day: date | None = None
    """The day for which the record is judged; None: only problems that do not depend on the day."""
    faults: list[Problem] = field(default_factory=list)
    early_until: date | None = None
    """Until the day before this one the record has further problems, because it names days in the future."""

    def add(self, code: str, path: KeyPath = (), /, **values: object) -> None:
        """Note a problem at a part of the record."""
        self.faults.append(problem(code, location_of(path, self.positions, self.file), **values))

    def early(self, day: date, code: str, path: KeyPath, /, **values: object) -> None:
        """Note a problem that the record has only before ``day``, which lies in the future until then."""
        self.early_until = max(day, self.early_until or day)
        if self.day is not None and self.day < day:
            fault = problem(code, location_of(path, self.positions, self.file), **values)
            self.faults.append(with_judged_day(fault, self.day))


@dataclass
class Findings:
    """The records that are checked for a day, and the problems found so far."""

    records: Records
    day: date
    problems: list[Problem] = field(default_factory=list)
    mixed: set[str] = field(default_factory=set)
    """``kind:id`` of records already reported as samples among real records, or the reverse."""

    def add(self, code: str, entry: Entry[Any], path: KeyPath = (), /, **values: object) -> None:
        """Note a problem at a part of a record; ids are told as the officers of its province write them."""
        location = location_of(path, entry.positions, entry.file)
        self.problems.append(problem(code, location, **_as_written(entry, values)))

    def add_once(self, code: str, places: Sequence[tuple[Entry[Any], KeyPath]], /, **values: object) -> None:
        """Note one problem for all parts of records that one mistake affects; it stands at the first."""
        locations = [location_of(path, entry.positions, entry.file) for entry, path in places]
        values = _as_written(places[0][0], values)
        self.problems.append(problem(code, locations[0], **values, **more_locations(locations)))

    def add_as_of_day(self, code: str, location: SourceLocation, /, **values: object) -> None:
        """Note a problem that depends on the day, and say for which day it was judged."""
        self.problems.append(with_judged_day(problem(code, location, **values), self.day))

    def check_unique(self, entry: Entry[Any], table: str, field: str) -> None:
        """Check that no two entries of a list of a record have the same value in a field."""
        values = [getattr(row, field) for row in getattr(entry.record, table)]
        for index, first in repeats(values):
            other = location_of((table, first, field), entry.positions, entry.file)
            self.add("ID-TWICE", entry, (table, index, field), id=values[index], other=other)

    def everything(self) -> Iterator[tuple[str, str, Entry[Any]]]:
        """Yield every record with its kind and id."""
        for kind, entries in self.records.entries.items():
            for identity, entry in entries.items():
                yield kind, identity, entry


def _as_written(entry: Entry[Any], values: Mapping[str, object]) -> dict[str, object]:
    folder = entry.folder
    return {
        name: as_written(folder, value) if isinstance(value, str) else value for name, value in values.items()
    }


def repeats(values: Iterable[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the index of every value that stood before, with the index at which it stood first."""
    first: dict[Hashable, int] = {}
    for index, value in enumerate(values):
        if first.setdefault(value, index) != index:
            yield index, first[value]


def near(written: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return up to ``most`` known names closest to ``written``, at least one unless none is known."""
    names = list(known)
    return get_close_matches(written, names, most, 0.6) or get_close_matches(written, names, 1, 0.0)


def listed(name: str, words: Iterable[str]) -> dict[str, str]:
    """Return names for a message as the values ``<name>_vi`` and ``<name>_en``, with words for "none"."""
    shown = ", ".join(words)
    return {f"{name}_vi": shown, f"{name}_en": shown} if shown else in_both(name, "hints.none-so-far")


def given_codes(records: Records, folder: str = "") -> list[str]:
    """Return every trace code that was ever given in the province of a folder, "" for the project's own.

    As far as records (faulty ones too) and ledger tell. Codes of samples count only on a site of samples:
    theirs are out of the row.
    """
    samples = bool(records.site and records.site.record.sample_site)
    products = {identity: entry.record for identity, entry in records.products.items()}
    real = [issue for issue in records.issued if samples or not issue.sample]
    printed = [(issue.product, bare_id(code)) for issue in real for code in codes_in([issue.address])]
    owned = [(p.id, code) for p in products.values() for code in (p.code, *p.former_codes) if code]
    given = [(identity, code) for identity, code in (*owned, *printed) if folder_of(identity) == folder]
    made_up = {identity for identity, product in products.items() if product.sample and not samples}
    faulty = records.sample_by_faulty_code.items()
    claimed = [bare_id(code) for code, sample in faulty if folder_of(code) == folder and sample <= samples]
    return [*claimed, *(code for identity, code in given if identity not in made_up)]


def next_trace_code(codes: Iterable[str], province: str) -> str:
    """Return a trace code that was never given: the commonest two letters, one above their highest number.

    Gaps are not filled: a code that is gone from the records may still be on packs. The first code of all
    takes its letters from the name of the province.
    """
    codes_given = list(codes)
    letters = Counter(code[:2] for code in codes_given)
    prefix = (
        min(letters, key=lambda letter: (-letters[letter], letter)) if letters else code_letters(province)
    )
    numbers = [code[2:] for code in codes_given if code[:2] == prefix] or ["0000"]
    highest = max(numbers, key=int)
    return f"{prefix}{int(highest) + 1:0{len(highest)}d}"


def code_letters(province: str) -> str:
    """Return the two letters of the trace codes of a province: LC for Lào Cai, HU for Huế."""
    words = slug(province).split("-")
    return "".join(word[0] for word in words[:2] if len(words) > 1).upper() or words[0][:2].upper()


def province_name(records: Records, folder: str = "") -> str:
    """Return the name of a folder's province as far as it can be read, else that of the programme."""
    places = records.places.get(folder)
    return places.record.province.name if places else "OCOP"


def days_of(written: str) -> tuple[date, date]:
    """Return the first and the last day that a day, month or year (ISO 8601) may mean."""
    if len(written) == 10:
        return date.fromisoformat(written), date.fromisoformat(written)
    year, month = int(written[:4]), int(written[5:7] or 0)
    if month == 0:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
