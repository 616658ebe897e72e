"""Checks of days: against each other, and that nothing recorded as past lies in the future."""

from collections.abc import Iterator, Sequence

from generator.catalogue.findings import Notes, days_of
from generator.catalogue.model import Contacts, KeyPath, Producer, Product, Record, Source


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


def _told(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Yield the days on which a record says that something happened, with their paths."""
    sources: Sequence[Source] = getattr(record, "sources", ())
    for index, source in enumerate(sources):
        if source.date:
            yield ("sources", index, "date"), source.date.isoformat()
    contacts: Contacts | None = None
    if isinstance(record, Product):
        if record.price:
            yield ("price", "on"), record.price.on.isoformat()
        for index, certificate in enumerate(record.certificates):
            if certificate.issued_on:
                yield ("certificates", index, "issued_on"), certificate.issued_on
    elif isinstance(record, Producer):
        contacts = record.contacts
        if record.founded:
            yield ("founded",), record.founded
    if contacts and contacts.consent_on:
        yield ("contacts", "consent_on"), contacts.consent_on.isoformat()
