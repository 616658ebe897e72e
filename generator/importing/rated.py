"""The rating that a row of a list tells, and whether a product has it already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.catalogue.ids import bare_id
from generator.catalogue.model import Decision, KeyPath, Rating
from generator.catalogue.ocop import VALID_MONTHS, event_day, first_day_range, last_day_range, months_on
from generator.importing.answers import Answers, Option, Question
from generator.importing.matching import MatchedRow, cell_of
from generator.importing.rows import Value
from generator.importing.wanted import facts_of, plain, value_at
from generator.messages import both

RECOGNISED, ASSESSED, POTENTIAL = "recognised", "assessed", "potential_five"
"""Words of the model for what a rating is; the first two answer what a list without decisions tells."""


@dataclass(frozen=True)
class WantedRating:
    """A rating as a row tells it."""

    matched: MatchedRow
    facts: Mapping[KeyPath, Value]
    status: str
    decision: str
    """Bare id; empty where the row names no decision."""
    day: str
    """A day, month or year; empty where the row tells none."""
    months: int = 0
    """How long it is valid, where that is not as long as the rules say."""

    def entry(self) -> "RatingEntry":
        """Return it as one that is to be added."""
        row = self.matched.row
        cells = {str(path[0]): f"{row.sheet}!{value.cell}" for path, value in self.facts.items()}
        cells |= {
            "decision": cell_of(row, "decision.number"),
            "on": cell_of(row, "rating.on", "decision.day"),
        }
        return RatingEntry(None, self.day, self.decision, self.data(), cells)

    def data(self) -> dict[str, str]:
        """Return it as a record writes it."""
        data = {str(path[0]): plain(value.value) for path, value in self.facts.items()}
        evidence = {"evidence": "B2"} if self.status == ASSESSED else {}
        when = {"decision": self.decision} if self.decision else {"on": self.day} if self.day else {}
        ordered = ("stars", "score", "kind", *when, "valid_from", "valid_until")
        data |= when
        if self.months and len(self.day) == 10 and "valid_until" not in data:
            data["valid_until"] = str(months_on(date.fromisoformat(self.day), self.months))
        return {"status": self.status, **{name: data[name] for name in ordered if name in data}, **evidence}


@dataclass
class RatingEntry:
    """A rating of a product: one that it has, or one that is to be added."""

    index: int | None
    """Its place in the record; None for one that is to be added."""
    day: str
    decision: str
    """Bare id."""
    data: dict[str, str]
    """What is to be added."""
    cells: dict[str, str] = field(default_factory=dict)
    """The cells, with the sheet, of what is to be added, by field."""
    rating: Rating | None = None
    last_day: str = ""
    """The last valid day as far as it follows from the record."""

    def shown(self, path: KeyPath) -> str:
        """Return what it says in a field; empty where it says nothing.

        A last valid day that follows from the decision counts as written.
        """
        if self.rating is None:
            return self.data.get(str(path[0]), "")
        value = value_at(self.rating, path)
        if value is None:
            return self.last_day if path == ("valid_until",) else ""
        return plain(value)


def entries_of(ratings: Iterable[Rating], decisions: Mapping[str, Decision]) -> list[RatingEntry]:
    """Return the ratings that a product has."""
    entries = []
    for index, rating in enumerate(ratings):
        decision = decisions.get(rating.decision or "")
        ends = last_day_range(rating, first_day_range(rating, decision)[0])
        last = str(ends[0]) if ends and ends[0] == ends[1] else ""
        day = event_day(rating, decision)
        entries.append(RatingEntry(index, day, bare_id(rating.decision or ""), {}, {}, rating, last))
    return entries


def wanted_rating(
    matched: MatchedRow, decision: str, answers: Answers, *, among_others: bool = False
) -> WantedRating | Question | None:
    """Return the rating that a row tells, None where it tells none, or what must be asked first.

    Stars without a decision and a day may be those of a council or of a recognition: a person says so, once
    for a sheet. ``among_others`` is for a product that has ratings, to compare it with.
    """
    row = matched.row
    facts = facts_of(row, "rating")
    day = str(row.get("decision.day") or row.get("rating.on") or "")
    if row.get("rating.status") == POTENTIAL:
        facts.pop(("stars",), None)
        return WantedRating(matched, facts, POTENTIAL, decision, day)
    months = row.get("rating.months") or VALID_MONTHS
    if not facts.keys() & {("stars",), ("score",)}:
        return None
    status = RECOGNISED if ("stars",) in facts or decision else ASSESSED
    if status == RECOGNISED and not (decision or day or among_others):
        question = Question(
            f"undated|{row.sheet}",
            "importing.ask-undated",
            (("sheet", row.sheet),),
            (
                Option(RECOGNISED, both("importing.undated-recognised")),
                Option(ASSESSED, both("importing.undated-assessed")),
            ),
            (cell_of(row, "rating.stars"),),
        )
        answer = answers.get(question.key)
        if answer not in (RECOGNISED, ASSESSED):
            return question
        status = answer
    return WantedRating(matched, facts, status, decision, day, months if months != VALID_MONTHS else 0)


def entry_for(wanted: WantedRating, entries: Iterable[RatingEntry]) -> RatingEntry | None:
    """Return the rating of a product that a row tells again, or None if it has none like it.

    One decision or one day rates a product once. A row without both tells of the last rating.
    """
    known = list(entries)
    for entry in known:
        if wanted.decision and wanted.decision == entry.decision:
            return entry
    for entry in known:
        if wanted.day and wanted.day == entry.day and not (wanted.decision and entry.decision):
            return entry
    if not wanted.decision and not wanted.day:
        same = [entry for entry in known if entry.shown(("stars",)) == wanted.data().get("stars", "")]
        return (same or known)[-1] if known else None
    return None
