"""Checks of single records; their results are cached until the record's file changes.

Whatever needs another record is in ``check.py``.
"""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from generator import fonts
from generator.catalogue.check_days import note_days
from generator.catalogue.check_lots import note_lots, note_withdrawal
from generator.catalogue.check_ratings import (
    ends_of_certificates,
    note_decision,
    note_ratings,
    positions_of_ratings,
)
from generator.catalogue.check_relations import note_gtins, note_relations
from generator.catalogue.check_words import check_translations
from generator.catalogue.fields import is_private_host
from generator.catalogue.findings import KEY, Notes
from generator.catalogue.model import (
    Contacts,
    Decision,
    KeyPath,
    Lots,
    Producer,
    Product,
    Record,
    Shop,
    Site,
    record_json,
)
from generator.catalogue.personal import PERSONAL, may_hold_personal_data, personal_data_of
from generator.catalogue.printed import unprintable_letters
from generator.catalogue.records import SingleRecordFacts
from generator.catalogue.telephone import is_personal, is_placeholder, read_telephones, zalo_links
from generator.diagnostics.problem import Problem

LASTING = ("ratings", "certificates")
"""Fields of a product of which every build may have to tell where they stand: they end some day."""
_EMAIL = re.compile(r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
WEB = re.compile(r"https?://[^\s/<>\"'\\?#@:]+\.[^\s<>\"'\\/?#@:]+([:/?#][^\s<>\"'\\]*)?", re.IGNORECASE)


def single_record_facts(
    kind: str,
    record: Record,
    whole: bytes,
    file: str,
    positions: Mapping[KeyPath, tuple[int, int]],
    *,
    languages: tuple[str, ...],
    shown: Mapping[KeyPath, tuple[int, int]] | None = None,
) -> SingleRecordFacts:
    """Return everything that follows from one whole record and the site's languages, main one first.

    ``whole`` is the record as JSON. ``shown`` are the positions of the fields :data:`LASTING`, where they
    are known before all others.
    """
    notes = Notes(file, positions, languages)
    gaps = check_translations(notes, record)
    refs = _note(notes, kind, record, whole.decode())
    rated: list[tuple[int, int]] = []
    ends: list[tuple[date, int, int]] = []
    if isinstance(record, Product):
        lasting_positions = positions if shown is None else shown
        rated = positions_of_ratings(record, lasting_positions) if record.ratings else []
        ends = ends_of_certificates(record, lasting_positions) if record.certificates else []
    return SingleRecordFacts(
        tuple(notes.faults),
        notes.early_until,
        " ".join(refs),
        tuple((language, tuple(fields)) for language, fields in gaps.items()),
        tuple(rated),
        tuple(ends),
    )


def faults_on(
    day: date,
    kind: str,
    record: Record,
    file: str,
    positions: Mapping[KeyPath, tuple[int, int]],
    *,
    languages: tuple[str, ...],
) -> list[Problem]:
    """Return every problem of a whole record by itself as of ``day``."""
    notes = Notes(file, positions, languages, day)
    check_translations(notes, record)
    _note(notes, kind, record, record_json(record).decode())
    return notes.faults


def _note(notes: Notes, kind: str, record: Record, whole: str) -> list[str]:
    """Check all of a record but its words; return the records that it names as ``kind:id``."""
    match record:
        case Product():
            note_ratings(notes, record)
            note_gtins(notes, record)
            _note_product(notes, record)
            note_withdrawal(notes, ("discontinued",), record.discontinued)
        case Producer():
            note_withdrawal(notes, ("dissolved",), record.dissolved)
            _note_contacts(notes, record.contacts, sample=record.sample)
        case Lots():
            note_lots(notes, record)
        case Decision():
            note_decision(notes, record)
        case Site():
            _note_mailboxes(notes, record)
    # Most records have neither, which their JSON tells at once, without going through their fields.
    if may_hold_personal_data(whole):
        _note_personal(notes, record)
    if fonts.lacking(whole):
        for path, letters in unprintable_letters(record):
            notes.add("TEXT-LETTER", path, letters=letters)
    note_days(notes, record)
    return note_relations(notes, kind, record)


def _note_product(notes: Notes, product: Product) -> None:
    """Check that a suggested producer is explained, and the contacts of shops."""
    for index, shop in enumerate(product.shops):
        _note_ways(notes, ("shops", index), shop, sample=product.sample)
    if product.producer_inferred and not (product.producer and product.producer_note):
        notes.add("PRODUCER-INFERRED", ("producer_inferred",))


def _note_ways(notes: Notes, at: KeyPath, holder: Contacts | Shop, *, sample: bool) -> None:
    """Check that contacts are published by consent or by the business itself, and numbers have their form.

    A mobile number may be a person's own: without consent (Law 91/2025/QH15) it is not repeated here,
    whoever published it.

    A made-up record may give nothing but zeros for a number: such a value is nobody's.
    """
    ways = dict(holder.ways())
    if holder.consent_on is None and any(way.public and not way.published for way in ways.values()):
        notes.add("CONTACT-CONSENT", (*at, KEY))
    for name, way in ways.items():
        if way.published and not (way.published.url and way.published.read):
            notes.add("CONTACT-PUBLISHED", (*at, name, "published"))
        if way.published and way.public and holder.consent_on is None and is_personal(way.value):
            notes.add("CONTACT-MOBILE", (*at, name, "value"), written=way.value)
    for name, code, read in (
        ("phone", "CONTACT-PHONE", read_telephones),
        ("zalo", "CONTACT-ZALO", zalo_links),
    ):
        number = ways.get(name)
        if number and not (sample and is_placeholder(number.value)) and not read(number.value):
            notes.add(code, (*at, name, "value"), written=number.value)


def _note_contacts(notes: Notes, contacts: Contacts | None, *, sample: bool) -> None:
    """Check the contacts of a producer."""
    if contacts is None:
        return
    _note_ways(notes, ("contacts",), contacts, sample=sample)
    if contacts.email:
        _note_email(notes, ("contacts", "email", "value"), contacts.email.value)
    if contacts.web and (
        not WEB.fullmatch(contacts.web.value) or is_private_host(urlsplit(contacts.web.value).hostname or "")
    ):
        notes.add("CONTACT-WEB", ("contacts", "web", "value"), written=contacts.web.value)


def _note_mailboxes(notes: Notes, site: Site) -> None:
    """Check the form of the editors' and the office's mailboxes and numbers; they need no consent."""
    mailboxes: dict[KeyPath, str | None] = {("report_email",): site.report_email}
    numbers: dict[KeyPath, str | None] = {("report_phone",): site.report_phone}
    if site.office:
        mailboxes["office", "email"] = site.office.email
        numbers["office", "phone"] = site.office.phone
    for path, mailbox in mailboxes.items():
        if mailbox:
            _note_email(notes, path, mailbox)
    for path, number in numbers.items():
        if number and not (site.sample_site and is_placeholder(number)) and not read_telephones(number):
            notes.add("CONTACT-PHONE", path, written=number)


def _note_personal(notes: Notes, record: Record) -> None:
    """Refuse personal data in free text, which would be published without consent."""
    for path, datum in personal_data_of(record):
        notes.add(PERSONAL[datum.kind], path, written=datum.written)


def _note_email(notes: Notes, at: KeyPath, written: str) -> None:
    if not _EMAIL.fullmatch(written):
        notes.add("CONTACT-EMAIL", at, written=written)
