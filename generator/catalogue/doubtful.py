"""Finds values that contradict others, and returns records without them, as pages show them.

A doubtful value is warned of (``check_ratings.py``, ``check_lots.py``) and left out of every page and data
file until somebody has looked at it: a page never shows what the record itself contradicts.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from generator.catalogue import amounts
from generator.catalogue.findings import days_of
from generator.catalogue.model import Decision, Lot, Photo, Rating, Version
from generator.catalogue.ocop import BANDS, event_day
from generator.text import fold

GROSS = {"process": Decimal(2), "pack": Decimal("1.1"), "ship": Decimal("1.1"), "receive": Decimal("1.1")}
"""How many times what was there before a step may give; processing may add sugar, water or salt."""
_EMPTY_WORDS = {"anh", "hinh", "hinh anh", "anh san pham", "photo", "picture", "image", "product photo"}


class Surplus(NamedTuple):
    """A step that puts out more than there was before it."""

    step: int
    out: Decimal
    before: Decimal
    unit: str
    """UN/CEFACT code of both."""


def score_is_too_low(rating: Rating) -> bool:
    """Whether a score is too low for any stars although the rating has some."""
    low = rating.score is not None and rating.score < BANDS[3][0]
    return low and bool(rating.status == "recognised" or rating.stars)


def score_contradicts_stars(rating: Rating) -> bool:
    """Whether a score belongs to another number of stars than the rating has."""
    if rating.score is None or rating.score < BANDS[3][0]:
        return False
    if not rating.stars or rating.status == "potential_five":
        return False
    low, high = BANDS[rating.stars]
    return not low <= rating.score < high


def in_force(version: Version | None, on: str) -> bool:
    """Whether a version of the rules was in force on some day of ``on``; True where it is unknown.

    ``on`` is a day, a month or a year.
    """
    if version is None:
        return True
    first, last = days_of(on)
    return last >= version.since and (version.until is None or first <= version.until)


def may_be_same_day(day: str, other: str) -> bool:
    """Whether two days, months or years can be the same day."""
    (first, last), (begin, end) = days_of(day), days_of(other)
    return first <= end and begin <= last


def rating_as_shown(rating: Rating, decision: Decision | None, versions: Mapping[str, Version]) -> Rating:
    """Return a rating without a score, rules or day that contradict its stars or its decision."""
    doubtful: dict[str, None] = {}
    day = event_day(rating, decision)
    if score_is_too_low(rating) or score_contradicts_stars(rating):
        doubtful["score"] = None
    if rating.criteria and day and not in_force(versions.get(rating.criteria), day):
        doubtful["criteria"] = None
    if rating.on and decision and decision.date and not may_be_same_day(rating.on, decision.date):
        doubtful["on"] = None
    return rating.model_copy(update=doubtful) if doubtful else rating


def version_as_shown(decision: Decision, versions: Mapping[str, Version]) -> Version | None:
    """Return the version of the rules that a decision names, if it was in force on the decision's day."""
    version = versions.get(decision.criteria or "")
    return version if decision.date is None or in_force(version, decision.date) else None


def surplus_steps(lot: Lot) -> Iterator[Surplus]:
    """Return the steps that put out far more than there was before them; other units are skipped."""
    there: dict[str, Decimal] = {}
    for number, step in enumerate(lot.steps):
        amount = amounts.of_text(step.amount)
        if amount is None or amount.net is None or step.what in ("sow", "inspect"):
            continue
        if step.what == "harvest":
            there[amount.net_code] = there.get(amount.net_code, Decimal(0)) + amount.net
            continue
        before = there.get(amount.net_code)
        if before is not None and amount.net > before * GROSS[step.what]:
            yield Surplus(number, amount.net, before, amount.net_code)
        if step.what in ("process", "pack"):
            there = {amount.net_code: amount.net}


def lot_as_shown(lot: Lot) -> Lot:
    """Return a lot without the amounts of steps that put out more than there was."""
    doubtful = {surplus.step for surplus in surplus_steps(lot)}
    if not doubtful:
        return lot
    steps = (
        step.model_copy(update={"amount": None}) if number in doubtful else step
        for number, step in enumerate(lot.steps)
    )
    return lot.model_copy(update={"steps": tuple(steps)})


def is_empty_description(photo: Photo, words: str) -> bool:
    """Whether a photo's description is its file's name or just says that it is a photo."""
    return words == photo.file or fold(words) in _EMPTY_WORDS
