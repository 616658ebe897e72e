"""OCOP's rules about ratings, as of a given day.

Decision 26/2026/QĐ-TTg (and 148/QĐ-TTg, 1048/QĐ-TTg before it): three to five stars, valid 36
months, not to be shown as current afterwards. Which body recognises which stars under which rules
is data (``content/criteria.yaml``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.catalogue.model import Decision, Rating, State

VALID_MONTHS = 36
EXPIRING_DAYS = 90
BANDS: dict[int, tuple[float, float]] = {3: (50, 70), 4: (70, 90), 5: (90, 100.0001)}
"""Score bands, half-open; 70 points are four stars."""

_CURRENT: tuple[State, ...] = ("valid", "expiring")


@dataclass(frozen=True)
class Standing:
    """A rating as it stands on a day."""

    rating: Rating
    state: State
    first: date | None
    """First valid day; None where no source gives a full day."""
    last: date | None
    """Last valid day; None where unknown."""
    basis: str
    """What the first day is: ``stated``, ``decision``, ``announcement`` or empty if unknown."""

    @property
    def current(self) -> bool:
        """Only a current rating may show filled stars."""
        return self.state in _CURRENT


def months_on(day: date, months: int) -> date:
    """The same day ``months`` later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for length in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, length)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _full_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None and len(value) == 10 else None


def event_day(rating: Rating, decision: Decision | None) -> str:
    """When a rating was decided, announced or assessed: a day, month or year; empty where nobody says.

    The decision's own date, else what the rating says.
    """
    return (decision.date if decision else None) or rating.on or ""


def first_day(rating: Rating, decision: Decision | None) -> tuple[date | None, str]:
    """The first valid day and what it rests on.

    The rating's own ``valid_from``, else the day of the decision or announcement, else the
    rating's ``on``: but only full days. A month or a year is never rounded to a day.
    """
    if rating.valid_from:
        return rating.valid_from, "stated"
    if decision is not None and decision.kind != "assessment":
        day = _full_day(decision.date)
        return day, (decision.kind if day else "")
    day = _full_day(rating.on)
    return day, ("announcement" if day else "")


def last_day(rating: Rating, first: date | None) -> date | None:
    """The last valid day: as stated, else the same day 36 months on, else unknown."""
    if isinstance(rating.valid_until, date):
        return rating.valid_until
    if rating.valid_until == "unknown" or first is None:
        return None
    return months_on(first, VALID_MONTHS)


def standing(rating: Rating, decision: Decision | None, later: bool, day: date) -> Standing:
    """How a rating stands on ``day``; ``later`` says that a newer recognition replaced it.

    States: assessed and potential_five (not recognised), withdrawn, superseded, unknown,
    expired, expiring (90 days or less to go), valid.
    """
    first, basis = first_day(rating, decision)
    last = last_day(rating, first)
    state: State
    if rating.status in ("assessed", "potential_five"):
        return Standing(
            rating, "assessed" if rating.status == "assessed" else "potential_five", None, None, ""
        )
    if rating.withdrawn and rating.withdrawn.on <= day:
        state = "withdrawn"
    elif later:
        state = "superseded"
    elif (
        rating.status != "recognised"  # being called OCOP is no recognition
        or last is None
        or rating.stars is None
        or (first is not None and first > day)
    ):
        state = "unknown"
    elif last < day:
        state = "expired"
    elif last - day <= timedelta(days=EXPIRING_DAYS):
        state = "expiring"
    else:
        state = "valid"
    return Standing(rating, state, first, last, basis)


def standings(ratings: Sequence[Rating], decisions: Mapping[str, Decision], day: date) -> list[Standing]:
    """Every rating of a product as it stands on ``day``, in the order written (oldest first).

    A recognition is superseded by any later recognition, unless the later one starts after ``day``.
    """

    def decision_of(rating: Rating) -> Decision | None:
        return decisions.get(rating.decision or "")

    found: list[Standing] = []
    for index, rating in enumerate(ratings):
        later = False
        for other in ratings[index + 1 :]:
            first, _ = first_day(other, decision_of(other))
            if other.status == "recognised" and other.stars and (first is None or first <= day):
                later = True
        found.append(standing(rating, decision_of(rating), later, day))
    return found


def main_standing(found: Sequence[Standing]) -> Standing | None:
    """The rating that a product is shown with: a current one, else the latest recognition, else the latest.

    A current recognition outranks a later assessment or a five-star proposal, which must never
    show as an award.
    """
    for one in reversed(found):
        if one.current:
            return one
    for one in reversed(found):
        if one.rating.status == "recognised" and one.state != "superseded":
            return one
    return found[-1] if found else None
