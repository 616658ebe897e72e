"""OCOP's rules about ratings, as of a day.

Decision 26/2026/QĐ-TTg (and 148/QĐ-TTg, 1048/QĐ-TTg before it): three to five stars, valid 36
months, not to be shown as current afterwards. Which body recognises which stars under which rules
is data (``content/criteria.yaml``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.catalogue.findings import days_of
from generator.catalogue.model import Decision, Rating, State

VALID_MONTHS = 36
EXPIRING_DAYS = 90
BANDS: dict[int, tuple[float, float]] = {3: (50, 70), 4: (70, 90), 5: (90, 100.0001)}
"""Score bands, half-open; 70 points are four stars."""

_CURRENT: tuple[State, ...] = ("valid", "expiring")


DayRange = tuple[date, date]
"""The earliest and the latest day that something can have been: twice the same day where it is known."""


@dataclass(frozen=True)
class Standing:
    """A rating as it stands on a day."""

    rating: Rating
    state: State
    begins: DayRange | None
    """First valid day, as far as it is known; None where no source gives a day, month or year."""
    ends: DayRange | None
    """Last valid day, as far as it is known; None where unknown."""
    basis: str
    """What the first day is: ``stated``, ``decision``, ``announcement`` or empty if unknown."""

    @property
    def first(self) -> date | None:
        """First valid day; None where it is not known to the day."""
        return _exact(self.begins)

    @property
    def last(self) -> date | None:
        """Last valid day; None where it is not known to the day."""
        return _exact(self.ends)

    @property
    def sure_until(self) -> date | None:
        """The last day on which it is certainly valid: the earliest that can be its last."""
        return self.ends[0] if self.ends and self.rating.valid_until != "unknown" else None

    @property
    def current(self) -> bool:
        """Only a current rating may show filled stars."""
        return self.state in _CURRENT


def _exact(days: DayRange | None) -> date | None:
    return days[0] if days and days[0] == days[1] else None


def months_on(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for length in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, length)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def event_day(rating: Rating, decision: Decision | None) -> str:
    """Return when a rating was decided, announced or assessed: a day, month or year; empty if unknown.

    The decision's own date, else what the rating says.
    """
    return (decision.date if decision else None) or rating.on or ""


def first_day_range(rating: Rating, decision: Decision | None) -> tuple[DayRange | None, str]:
    """Return the earliest and latest first valid day, and what they rest on.

    The rating's own ``valid_from``, else the day of the decision or announcement, else the rating's
    ``on``. A month or a year is never rounded to a day: it may be any of its days.
    """
    if rating.valid_from:
        return (rating.valid_from, rating.valid_from), "stated"
    if decision is not None and decision.kind != "assessment":
        return (days_of(decision.date), decision.kind) if decision.date else (None, "")
    return (days_of(rating.on), "announcement") if rating.on else (None, "")


def last_day_range(rating: Rating, begins: DayRange | None) -> DayRange | None:
    """Return the earliest and latest last valid day: as stated, else 36 months after the first, if known.

    What is recorded as ``unknown`` may have ended on any day, but not later than the 36 months allow.
    """
    if isinstance(rating.valid_until, date):
        return rating.valid_until, rating.valid_until
    if begins is None:
        return None
    if rating.valid_until == "unknown":
        return begins[0], months_on(begins[1], VALID_MONTHS)
    return months_on(begins[0], VALID_MONTHS), months_on(begins[1], VALID_MONTHS)


def standing(rating: Rating, decision: Decision | None, later: bool, day: date) -> Standing:
    """Return a rating's standing on ``day``; ``later`` says that a newer recognition replaced it.

    States: assessed and potential_five (not recognised), withdrawn, superseded, unknown,
    expired, expiring (90 days or less to go), valid. Where only a month or a year is known, each state
    holds whichever day of it was meant: expired if even the latest possible last day has passed, valid if
    even the latest possible first day has come and the earliest possible last day has not passed; between
    the two it is unknown.
    """
    begins, basis = first_day_range(rating, decision)
    ends = last_day_range(rating, begins)
    state: State
    if rating.status in ("assessed", "potential_five"):
        return Standing(
            rating, "assessed" if rating.status == "assessed" else "potential_five", None, None, ""
        )
    if rating.withdrawn and rating.withdrawn.on <= day:
        state = "withdrawn"
    elif later:
        state = "superseded"
    elif rating.status != "recognised" or rating.stars is None:  # being called OCOP is no recognition
        state = "unknown"
    else:
        state = _validity(begins, ends, day)
        if rating.valid_until == "unknown" and state in _CURRENT:
            state = "unknown"
    return Standing(rating, state, begins, ends, basis)


def _validity(begins: DayRange | None, ends: DayRange | None, day: date) -> State:
    """What is certain of a recognition on ``day``, whichever days are meant."""
    if ends is None or (begins and begins[0] > day):
        return "unknown"
    if ends[1] < day:
        return "expired"
    if ends[0] < day or (begins and begins[1] > day):
        return "unknown"
    return "expiring" if ends[1] - day <= timedelta(days=EXPIRING_DAYS) else "valid"


def standings(ratings: Sequence[Rating], decisions: Mapping[str, Decision], day: date) -> list[Standing]:
    """Return every rating of a product as of ``day``, in the order written (oldest first).

    A recognition is superseded by any later recognition, unless the later one certainly starts after
    ``day``.
    """

    def decision_of(rating: Rating) -> Decision | None:
        return decisions.get(rating.decision or "")

    result: list[Standing] = []
    for index, rating in enumerate(ratings):
        later = False
        for other in ratings[index + 1 :]:
            begins, _ = first_day_range(other, decision_of(other))
            if other.status == "recognised" and other.stars and (begins is None or begins[0] <= day):
                later = True
        result.append(standing(rating, decision_of(rating), later, day))
    return result


def settled_since(standings: Iterable[Standing], day: date) -> date | None:
    """Return the last day, ``day`` or before it, on which one of these states may have become what it is.

    None if all of them have always been so. On every day since, each state is the same as on ``day``.
    """
    turns: set[date] = set()
    for standing in standings:
        if standing.begins:
            turns.update(standing.begins)
        if standing.ends:
            earliest, latest = standing.ends
            expiring = latest - timedelta(days=EXPIRING_DAYS)
            turns.update((earliest + timedelta(days=1), expiring, latest + timedelta(days=1)))
        if standing.rating.withdrawn:
            turns.add(standing.rating.withdrawn.on)
    return max((turn for turn in turns if turn <= day), default=None)


def main_standing(standings: Sequence[Standing]) -> Standing | None:
    """The rating that a product is shown with: a current one, else the latest recognition, else the latest.

    A current recognition outranks a later assessment or a five-star proposal, which must never
    show as an award.
    """
    for standing in reversed(standings):
        if standing.current:
            return standing
    for standing in reversed(standings):
        if standing.rating.status == "recognised" and standing.state != "superseded":
            return standing
    return standings[-1] if standings else None
