"""Ratings and decisions: stars, scores, levels and days against each other and against the rules."""

from datetime import timedelta

from generator.catalogue.findings import Findings, days_of
from generator.catalogue.model import Decision, Entry, Path, Product, Rating, Version
from generator.catalogue.ocop import BANDS, first_day, standings


def check_ratings(found: Findings) -> None:
    """Check every decision and every rating as of the day."""
    criteria = found.records.criteria
    versions: dict[str, Version] = {one.id: one for one in criteria.record.versions} if criteria else {}
    for decided in found.records.decisions.values():
        _check_decision(found, decided, versions)
    decisions = {identity: entry.record for identity, entry in found.records.decisions.items()}
    for entry in found.records.products.values():
        for index, rating in enumerate(entry.record.ratings):
            at: Path = ("ratings", index)
            decision = decisions.get(rating.decision or "")
            _check_stars(found, entry, at, rating)
            _check_days(found, entry, at, rating, decision)
            _check_rules(found, entry, at, rating, decision, versions)
        _check_validity(found, entry, decisions)


def _check_decision(found: Findings, entry: Entry[Decision], versions: dict[str, Version]) -> None:
    decision, places = entry.record, found.records.places
    if decision.date is None:
        return
    first = days_of(decision.date)[0]
    if first > found.day:
        found.add("DECISION-FUTURE", entry, ("date",), date=decision.date)
    if decision.criteria and not _in_force(versions.get(decision.criteria), decision.date):
        found.add("CRITERIA-DATE", entry, ("criteria",), criteria=decision.criteria, date=decision.date)
    if decision.level == "district" and places and first >= places.record.reform_on:
        found.add("LEVEL-DISTRICT", entry, ("level",), since=places.record.reform_on, date=decision.date)


def _check_stars(found: Findings, entry: Entry[Product], at: Path, rating: Rating) -> None:
    recognised = rating.status == "recognised"
    if rating.status == "potential_five" and rating.stars == 5:
        found.add("POTENTIAL-STARS", entry, (*at, "stars"))
    if recognised and rating.evidence in ("B2", "C"):
        found.add("EVIDENCE-WEAK", entry, (*at, "evidence"), evidence=rating.evidence)
    if recognised and rating.stars is None:
        found.add("STARS-MISSING", entry, at)
    if rating.score is None:
        return
    if rating.score < BANDS[3][0]:
        if recognised or rating.stars:
            found.add("SCORE-LOW", entry, (*at, "score"), score=f"{rating.score:g}")
    elif rating.stars and rating.status != "potential_five":
        low, high = BANDS[rating.stars]
        if not low <= rating.score < high:
            values = {"score": f"{rating.score:g}", "stars": rating.stars}
            found.add("STARS-SCORE", entry, (*at, "score"), **values)


def _check_days(
    found: Findings, entry: Entry[Product], at: Path, rating: Rating, decision: Decision | None
) -> None:
    first, _ = first_day(rating, decision)
    until = rating.valid_until if rating.valid_until != "unknown" else None
    if first and until and until <= first:
        found.add("VALIDITY-ORDER", entry, (*at, "valid_until"), until=until, since=first)
    if first and rating.withdrawn and rating.withdrawn.on < first:
        values = {"on": rating.withdrawn.on, "since": first}
        found.add("WITHDRAWN-EARLY", entry, (*at, "withdrawn", "on"), **values)
    if rating.on and days_of(rating.on)[0] > found.day:
        found.add("DECISION-FUTURE", entry, (*at, "on"), date=rating.on)
    if rating.status == "recognised" and not (rating.decision or rating.on or rating.valid_from):
        found.add("RATING-UNDATED", entry, at)


def _check_rules(
    found: Findings,
    entry: Entry[Product],
    at: Path,
    rating: Rating,
    decision: Decision | None,
    versions: dict[str, Version],
) -> None:
    """The rules named against the day, and the level against the stars by those rules."""
    on = decision.date if decision else rating.on
    if rating.criteria and on and not _in_force(versions.get(rating.criteria), on):
        found.add("CRITERIA-DATE", entry, (*at, "criteria"), criteria=rating.criteria, date=on)
    if decision is None or rating.status != "recognised" or rating.stars is None or decision.level is None:
        return
    named = rating.criteria or decision.criteria
    dated = [one for one in versions.values() if on and _in_force(one, on)]
    rules = versions.get(named) if named else (dated[0] if len(dated) == 1 else None)
    if rules and rules.recognises and rating.stars not in rules.recognises.get(decision.level, ()):
        values = {"criteria": rules.id, "stars": rating.stars, "decision": decision.id}
        found.add("LEVEL-STARS", entry, (*at, "stars"), **values)


def _check_validity(found: Findings, entry: Entry[Product], decisions: dict[str, Decision]) -> None:
    if entry.record.discontinued:
        return
    for index, one in enumerate(standings(entry.record.ratings, decisions, found.day)):
        if one.state == "expired":
            found.add("RATING-EXPIRED", entry, _validity_at(entry, index), until=one.last)
        elif one.state == "expiring" and one.last:
            left = (one.last - found.day) // timedelta(days=1)
            found.add("RATING-EXPIRING", entry, _validity_at(entry, index), until=one.last, days=left)


def _validity_at(entry: Entry[Product], index: int) -> Path:
    """The field that decides how long a rating lasts."""
    at: Path = ("ratings", index)
    named = ("valid_until", "valid_from", "decision", "on")
    return next(((*at, name) for name in named if (*at, name) in entry.positions), at)


def _in_force(rules: Version | None, on: str) -> bool:
    """Whether rules were in force on a day, or on some day of a month or year; unknown rules pass."""
    if rules is None:
        return True
    first, last = days_of(on)
    return last >= rules.since and (rules.until is None or first <= rules.until)
