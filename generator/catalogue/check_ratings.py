"""Checks of ratings and decisions: stars, scores, levels and days, also against the programme's rules."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Any

from generator.catalogue.doubtful import in_force, may_be_same_day, score_contradicts_stars, score_is_too_low
from generator.catalogue.findings import Findings, Notes, days_of
from generator.catalogue.ids import folder_of
from generator.catalogue.model import Decision, KeyPath, Product, ProductSummary, Rating, Version
from generator.catalogue.ocop import event_day, first_day_range, standings
from generator.catalogue.records import Entry
from generator.diagnostics.problem import SourceLocation
from generator.messages import in_both


def note_ratings(notes: Notes, product: Product) -> None:
    """Check what each rating of a product says by itself."""
    for index, rating in enumerate(product.ratings):
        at: KeyPath = ("ratings", index)
        _note_stars(notes, at, rating)
        if rating.on:
            notes.early(days_of(rating.on)[0], "DECISION-FUTURE", (*at, "on"), date=rating.on)
        if rating.status == "recognised" and not (rating.decision or rating.on or rating.valid_from):
            notes.add("RATING-UNDATED", at)


def _note_stars(notes: Notes, at: KeyPath, rating: Rating) -> None:
    recognised = rating.status == "recognised"
    if rating.status == "potential_five" and rating.stars == 5:
        notes.add("POTENTIAL-STARS", (*at, "stars"))
    if recognised and rating.evidence in ("B2", "C"):
        notes.add("EVIDENCE-WEAK", (*at, "evidence"), evidence=rating.evidence)
    if recognised and rating.stars is None:
        notes.add("STARS-MISSING", at)
    if score_is_too_low(rating):
        notes.add("SCORE-LOW", (*at, "score"), score=f"{rating.score:g}")
    elif score_contradicts_stars(rating):
        values = {"score": f"{rating.score:g}", "stars": rating.stars}
        notes.add("STARS-SCORE", (*at, "score"), **values)


def note_decision(notes: Notes, decision: Decision) -> None:
    """Check that a decision does not lie in the future."""
    if decision.date:
        notes.early(days_of(decision.date)[0], "DECISION-FUTURE", ("date",), date=decision.date)


def positions_of_ratings(
    product: Product, positions: Mapping[KeyPath, tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return line and column of the value that decides how long each rating of a product is valid."""
    result: list[tuple[int, int]] = []
    for index in range(len(product.ratings)):
        at: KeyPath = ("ratings", index)
        named = ("valid_until", "valid_from", "decision", "on")
        path = next(((*at, name) for name in named if (*at, name) in positions), at)
        result.append(positions.get(path, (0, 0)))
    return result


def ends_of_certificates(
    product: Product, positions: Mapping[KeyPath, tuple[int, int]]
) -> list[tuple[date, int, int]]:
    """Return the last valid days of a product's other certificates, each with its line and column."""
    return [
        (certificate.valid_until, *positions.get(("certificates", index, "valid_until"), (0, 0)))
        for index, certificate in enumerate(product.certificates)
        if certificate.valid_until
    ]


def check_decisions_and_ratings(findings: Findings) -> None:
    """Check every decision and every rating as of the day."""
    criteria = findings.records.criteria
    versions: dict[str, Version] = (
        {version.id: version for version in criteria.record.versions} if criteria else {}
    )
    out: dict[str, list[tuple[Entry[Any], KeyPath, str]]] = defaultdict(list)
    past: dict[str, Decision] = {}
    faulty: set[str] = set()
    for identity, decided in findings.records.decisions.items():
        if decided.record.date and days_of(decided.record.date)[0] > findings.day:
            continue  # told already, and no rule can be judged by such a day
        past[identity] = decided.record
        if not _check_decision(findings, decided, versions, out):
            faulty.add(identity)
    for entry in findings.records.products.values():
        wrong: set[int] = set()
        for index, rating in enumerate(entry.record.ratings):
            at: KeyPath = ("ratings", index)
            decision = past.get(rating.decision or "")
            baseless = rating.decision and decision is None  # missing or still to come
            early = rating.on and days_of(rating.on)[0] > findings.day
            if baseless or early or not _check_days(findings, entry, at, rating, decision):
                wrong.add(index)
                continue
            if decision and decision.id in faulty:
                wrong.add(index)
            judged = decision is None or decision.id not in faulty or rating.criteria != decision.criteria
            if judged and not _check_criteria(
                entry, at, rating, decision=decision, versions=versions, out=out
            ):
                wrong.add(index)
        _check_order(findings, entry, past, wrong)
        _check_validity(findings, entry, past, wrong)
    for rules, ratings in out.items():
        # One problem for all ratings: the rules' own days may be wrong.
        places, day = [(entry, path) for entry, path, _ in ratings], ratings[0][2]
        findings.add_once("CRITERIA-DATE", places, criteria=rules, date=day)
    sound_decisions = {name: decision for name, decision in past.items() if name not in faulty}
    _check_levels(findings, sound_decisions, versions)


def _check_decision(
    findings: Findings,
    entry: Entry[Decision],
    versions: dict[str, Version],
    out: dict[str, list[tuple[Entry[Any], KeyPath, str]]],
) -> bool:
    """Check a decision's level and rules against its day; False where ratings must not be judged by it."""
    decision, places = entry.record, findings.records.places.get(entry.folder)
    if decision.date is None:
        return True
    fits_day = True
    if decision.criteria and not in_force(versions.get(decision.criteria), decision.date):
        out[decision.criteria].append((entry, ("criteria",), decision.date))
        fits_day = False
    if places and _has_no_district(findings, decision):
        findings.add("LEVEL-DISTRICT", entry, ("level",), since=places.record.reform_on, date=decision.date)
        fits_day = False
    return fits_day


def _has_no_district(findings: Findings, decision: Decision) -> bool:
    """Whether a decision names a district as its level after districts were abolished.

    News of a district's decision may be younger than the district.
    """
    places = findings.records.places.get(folder_of(decision.id))
    if places is None or decision.date is None or decision.kind != "decision":
        return False
    return decision.level == "district" and days_of(decision.date)[0] >= places.record.reform_on


def _check_days(
    findings: Findings, entry: Entry[ProductSummary], at: KeyPath, rating: Rating, decision: Decision | None
) -> bool:
    """Check a rating's last days against its first; False where they are in the wrong order."""
    begins, _ = first_day_range(rating, decision)
    first = begins[0] if begins else None  # the earliest: what is before it is wrong whichever day is meant
    until = rating.valid_until if rating.valid_until != "unknown" else None
    if first and until and until <= first:
        findings.add("VALIDITY-ORDER", entry, (*at, "valid_until"), until=until, since=first)
        return False
    if first and rating.withdrawn and rating.withdrawn.on < first:
        values = {"on": rating.withdrawn.on, "since": first}
        findings.add("WITHDRAWN-EARLY", entry, (*at, "withdrawn", "on"), **values)
        return False
    return True


def _check_order(
    findings: Findings, entry: Entry[ProductSummary], decisions: dict[str, Decision], wrong: AbstractSet[int]
) -> None:
    """Check that ratings stand in order of time, oldest first, and that their days fit their decisions.

    ``wrong`` are ratings whose days have been told of already.
    """
    latest = ""
    for index, rating in enumerate(entry.record.ratings):
        if index in wrong:
            continue
        decision = decisions.get(rating.decision or "")
        decided = decision.date if decision else None
        at: KeyPath = ("ratings", index)
        if rating.on and decided and not may_be_same_day(rating.on, decided):
            values = {"on": rating.on, "date": decided, "decision": rating.decision}
            findings.add("RATING-DATE", entry, (*at, "on"), **values)
        day = event_day(rating, decision) or (rating.valid_from.isoformat() if rating.valid_from else "")
        if day and latest and days_of(day)[1] < days_of(latest)[0]:
            findings.add("RATING-ORDER", entry, at, day=day, before=latest)
        elif day:
            latest = day


_Odd = tuple[Entry[ProductSummary], KeyPath, int, str]
"""A rating at odds with the level of its decision: its product, where its stars stand, they, the rules."""


def _check_levels(
    findings: Findings, decisions: Mapping[str, Decision], versions: Mapping[str, Version]
) -> None:
    """Check that each level recognises only the stars that the rules leave to it.

    Where all ratings by a decision are at odds with its level, the level is wrong and is told once.
    """
    odd: dict[str, list[_Odd]] = defaultdict(list)
    fitting: set[str] = set()
    for entry in findings.records.products.values():
        for index, rating in enumerate(entry.record.ratings):
            decision = decisions.get(rating.decision or "")
            if decision is None or rating.status != "recognised" or not (rating.stars and decision.level):
                continue
            rules = _rules_of(rating, decision, versions)
            on = event_day(rating, decision)
            if rules and on and not in_force(rules, on):
                continue  # told already
            if rules and rules.recognises and rating.stars not in rules.recognises.get(decision.level, ()):
                odd[decision.id].append((entry, ("ratings", index, "stars"), rating.stars, rules.id))
            else:
                fitting.add(decision.id)
    for identity, ratings in odd.items():
        decision = decisions[identity]
        if decision.level is None or _has_no_district(findings, decision):
            # A district after the districts is told of the decision itself.
            continue
        values: dict[str, object] = {
            "decision": identity,
            **in_both("level", f"words.level-{decision.level}"),
        }
        if identity in fitting:
            hints = in_both("how", "hints.level-of-rating")
            for entry, at, stars, criteria in ratings:
                findings.add("LEVEL-STARS", entry, at, criteria=criteria, stars=stars, **values, **hints)
            continue
        entry, _, _, criteria = ratings[0]
        all_stars = ", ".join(str(count) for count in sorted({stars for _, _, stars, _ in ratings}))
        hints = in_both("how", "hints.level-of-decision", count=len(ratings), product=entry.record.id)
        where = findings.records.decisions[identity]
        findings.add("LEVEL-STARS", where, ("level",), criteria=criteria, stars=all_stars, **values, **hints)


def _rules_of(rating: Rating, decision: Decision, versions: Mapping[str, Version]) -> Version | None:
    """Return the rules by which a rating was given: as named, else the only ones in force on its day."""
    if named := rating.criteria or decision.criteria:
        return versions.get(named)
    on = event_day(rating, decision)
    dated = [version for version in versions.values() if on and in_force(version, on)]
    return dated[0] if len(dated) == 1 else None


def _check_criteria(
    entry: Entry[ProductSummary],
    at: KeyPath,
    rating: Rating,
    *,
    decision: Decision | None,
    versions: dict[str, Version],
    out: dict[str, list[tuple[Entry[Any], KeyPath, str]]],
) -> bool:
    """Whether the rules that a rating names were in force on its day; if not, it is added to ``out``."""
    on = event_day(rating, decision)
    if rating.criteria and on and not in_force(versions.get(rating.criteria), on):
        out[rating.criteria].append((entry, (*at, "criteria"), on))
        return False
    return True


def _check_validity(
    findings: Findings, entry: Entry[ProductSummary], decisions: dict[str, Decision], wrong: AbstractSet[int]
) -> None:
    """Warn of ratings and certificates that have ended or soon will, except the ratings in ``wrong``."""
    if entry.record.discontinued:
        return
    for index, standing in enumerate(standings(entry.record.ratings, decisions, findings.day)):
        if index in wrong or standing.ends is None or standing.state not in ("expired", "expiring"):
            continue
        location = SourceLocation(entry.file, *entry.facts.rated_at[index])
        if standing.state == "expired":
            late = {"late_vi": "", "late_en": ""} if standing.last else in_both("late", "hints.late")
            findings.add_as_of_day("RATING-EXPIRED", location, until=standing.ends[1], **late)
        else:
            left = (standing.ends[0] - findings.day) // timedelta(days=1)
            findings.add_as_of_day("RATING-EXPIRING", location, until=standing.ends[0], days=left)
    for until, line, column in entry.facts.ends:
        if until < findings.day:
            location = SourceLocation(entry.file, line, column)
            findings.add_as_of_day("CERTIFICATE-EXPIRED", location, until=until)
