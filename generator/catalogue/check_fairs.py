"""Checks of fairs: days, booths, sources, samples apart from real records, stars on the fair's days."""

from collections.abc import Iterator

from generator.catalogue.fairs import booth_products, fair_products, judged, over_after, standing_for
from generator.catalogue.findings import Findings, days_of, more_locations
from generator.catalogue.model import Booth, Fair, KeyPath
from generator.catalogue.records import Entry


def check_fairs(findings: Findings) -> None:
    """Check every fair and showcase."""
    for entry in findings.records.fairs.values():
        _check_days(findings, entry)
        _check_booths(findings, entry)
        _check_samples(findings, entry)
        fair = entry.record
        if fair.kind == "fair" and not fair.sample and not fair.sources:
            findings.add("SOURCE-MISSING", entry)
        _check_stars(findings, entry)


def _check_days(findings: Findings, entry: Entry[Fair]) -> None:
    fair = entry.record
    if fair.kind == "fair" and not fair.first and not fair.date_note:
        findings.add("FAIR-UNDATED", entry)
    if fair.last and not fair.first:
        findings.add("FAIR-ORDER", entry, ("last",), first="–", last=fair.last)
    elif fair.first and fair.last and days_of(fair.last)[1] < days_of(fair.first)[0]:
        findings.add("FAIR-ORDER", entry, ("last",), first=fair.first, last=fair.last)


def _check_booths(findings: Findings, entry: Entry[Fair]) -> None:
    findings.check_unique(entry, "booths", "id")
    products = [product.record for product in findings.records.products.values()]
    for index, booth in enumerate(entry.record.booths):
        unread = any(kind == "product" for kind, _ in findings.records.faulty) or _names_unknown(
            findings, booth
        )
        if not unread and not booth_products(products, entry.record, booth):
            findings.add("FAIR-BOOTH-EMPTY", entry, ("booths", index), booth=booth.id)


def _names_unknown(findings: Findings, booth: Booth) -> bool:
    """Whether a booth names a product, producer or commune that does not exist; another check reports it."""
    records = findings.records
    tables = [entry.record for entry in records.places.values()]
    communes = {commune.id for places in tables for commune in places.communes}
    return (
        any(product not in records.products for product in booth.products)
        or any(producer not in records.producers for producer in booth.producers)
        or bool(tables and booth.commune and booth.commune not in communes)
    )


def _named(fair: Fair) -> Iterator[tuple[KeyPath, str, str]]:
    """Yield every product and producer that a fair names, with its path and kind."""
    for kind in ("product", "producer"):
        for index, identity in enumerate(getattr(fair, f"{kind}s")):
            yield (f"{kind}s", index), kind, identity
        for number, booth in enumerate(fair.booths):
            for index, identity in enumerate(getattr(booth, f"{kind}s")):
                yield ("booths", number, f"{kind}s", index), kind, identity


def _check_samples(findings: Findings, entry: Entry[Fair]) -> None:
    """Check that real fairs show no samples, and sample fairs name nobody real as taking part."""
    for path, kind, identity in _named(entry.record):
        if f"{kind}:{identity}" in findings.mixed:
            continue
        other = findings.records.of(kind).get(identity)
        if other and other.record.sample and not entry.record.sample:
            findings.add("SAMPLE-MIXED", entry, path, id=identity, **more_locations([]))
        elif other and entry.record.sample and not other.record.sample:
            findings.add("FAIR-SAMPLE", entry, path, id=identity)
    if entry.record.sample:
        for index, commune in enumerate(entry.record.communes):
            findings.add("FAIR-SAMPLE", entry, ("communes", index), id=commune)


def _check_stars(findings: Findings, entry: Entry[Fair]) -> None:
    """Warn of products whose stars may not be shown on the days of a coming fair."""
    fair, records = entry.record, findings.records
    last = over_after(fair)
    if fair.kind != "fair" or last is None or last < findings.day:
        return
    decisions = {identity: decision.record for identity, decision in records.decisions.items()}
    places = {identity: path for path, kind, identity in _named(fair) if kind == "product"}
    for product in fair_products([product.record for product in records.products.values()], fair):
        if standing_for(product, decisions, judged(fair, findings.day)) is None:
            findings.add("FAIR-NOT-VALID", entry, places.get(product.id, ()), id=product.id, until=last)
