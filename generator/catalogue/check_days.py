"""Checks of days: against each other, and that nothing recorded as past lies in the future."""

from collections.abc import Iterator, Sequence

from generator.catalogue.findings import Notes, days_of
from generator.catalogue.model import Contacts, KeyPath, Producer, Product, Record, Shop, Source


def note_days(notes: Notes, record: Record) -> None:
    """Check the days of sources, prices, certificates and consents."""
    for path, day in _told(record):
        notes.early(days_of(day)[0], "EVENT-FUTURE", path, date=day)
    if isinstance(record, Product):
        for index, certificate in enumerate(record.certificates):
            if (
                certificate.valid_until
                and certificate.issued_on
                and certificate.valid_until < days_of(certificate.issued_on)[0]
            ):
                at: KeyPath = ("certificates", index, "valid_until")
                notes.add("VALIDITY-ORDER", at, until=certificate.valid_until, since=certificate.issued_on)
    for path, source in sources_in(record):
        if source.read and source.date and source.read < source.date:
            notes.add("SOURCE-READ-EARLY", (*path, "read"), on=source.read, date=source.date)


def sources_in(record: Record) -> Iterator[tuple[KeyPath, Source]]:
    """Yield every source of a record and of its parts, with its path."""
    parts: list[tuple[KeyPath, Sequence[Source]]] = [(("sources",), getattr(record, "sources", ()))]
    if isinstance(record, Product):
        descriptions = {name: getattr(record, name) for name in ("season", "taste", "use", "making")}
        parts += [((name, "sources"), text.sources) for name, text in descriptions.items() if text]
    for at, sources in parts:
        yield from (((*at, index), source) for index, source in enumerate(sources))
    for at, holder in _reachable(record):
        for name, contact in holder.ways():
            if contact.published:
                yield (*at, name, "published"), contact.published


def _reachable(record: Record) -> Iterator[tuple[KeyPath, Contacts | Shop]]:
    """Yield whatever of a record has contacts, with its path."""
    if isinstance(record, Producer) and record.contacts:
        yield ("contacts",), record.contacts
    if isinstance(record, Product):
        yield from ((("shops", index), shop) for index, shop in enumerate(record.shops))


def _told(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Yield the days on which a record says that something happened, with their paths."""
    for at, source in sources_in(record):
        # The day of reading is no event: a site can be built for a day before its sources were read.
        if source.date:
            yield (*at, "date"), source.date.isoformat()
    for at, holder in _reachable(record):
        if holder.consent_on:
            yield (*at, "consent_on"), holder.consent_on.isoformat()
    if isinstance(record, Product):
        if record.price:
            yield ("price", "on"), record.price.on.isoformat()
        for index, certificate in enumerate(record.certificates):
            if certificate.issued_on:
                yield ("certificates", index, "issued_on"), certificate.issued_on
    elif isinstance(record, Producer) and record.founded:
        yield ("founded",), record.founded
