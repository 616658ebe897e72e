"""What can be judged of a record by itself, once for as long as its file stays as it is.

Whatever needs another record is in ``check.py``.
"""

import re
from collections.abc import Mapping

from generator.catalogue.check_days import note_days
from generator.catalogue.check_lots import note_lots, note_withdrawal
from generator.catalogue.check_ratings import note_decision, note_ratings, rated_at
from generator.catalogue.check_relations import note_gtins, note_relations
from generator.catalogue.check_words import note_words
from generator.catalogue.findings import KEY, Notes
from generator.catalogue.model import Contacts, Decision, Lots, Path, Producer, Product, Record, Site
from generator.catalogue.records import Alone

_EMAIL = re.compile(r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/<>\"']+\.[^\s<>\"']+", re.IGNORECASE)
_PHONE = re.compile(r"(?:0\d{9,10}|\+84\d{9,10}|1[89]00\d{4,6})")


def judge(
    kind: str,
    record: Record,
    file: str,
    positions: Mapping[Path, tuple[int, int]],
    languages: tuple[str, ...],
    rated: Mapping[Path, tuple[int, int]] | None = None,
) -> Alone:
    """Everything that follows from a whole record and the languages of the site, main one first.

    ``rated`` are the positions of a product's ratings, where they are known before all others.
    """
    notes = Notes(file, positions, languages)
    gaps, instead, said = note_words(notes, record)
    refs = note_relations(notes, kind, record)
    note_days(notes, record)
    spots: list[tuple[int, int]] = []
    match record:
        case Product():
            note_ratings(notes, record)
            note_gtins(notes, record)
            note_withdrawal(notes, ("discontinued",), record.discontinued)
            spots = rated_at(record, rated or positions) if record.ratings else []
        case Producer():
            note_withdrawal(notes, ("dissolved",), record.dissolved)
            _note_contacts(notes, record.contacts)
        case Lots():
            note_lots(notes, record)
        case Decision():
            note_decision(notes, record)
        case Site(report_email=str(mailbox)):
            _note_email(notes, ("report_email",), mailbox)
    return Alone(
        tuple(notes.faults),
        tuple(refs),
        tuple((language, tuple(fields)) for language, fields in gaps.items()),
        tuple(instead),
        tuple(said.items()),
        tuple(spots),
    )


def _note_contacts(notes: Notes, contacts: Contacts | None) -> None:
    """Contacts are published with a dated consent only (Law 91/2025/QH15); each looks like what it is."""
    if contacts is None:
        return
    ways = {name: getattr(contacts, name) for name in ("phone", "zalo", "email", "web")}
    if contacts.consent_on is None and any(way and way.public for way in ways.values()):
        notes.add("CONTACT-CONSENT", ("contacts", KEY))
    for name in ("phone", "zalo"):
        way = ways[name]
        if way and not _PHONE.fullmatch(re.sub(r"[ .()-]", "", way.value)):
            notes.add("CONTACT-PHONE", ("contacts", name, "value"), written=way.value)
    if contacts.email:
        _note_email(notes, ("contacts", "email", "value"), contacts.email.value)
    if contacts.web and not _WEB.fullmatch(contacts.web.value):
        notes.add("CONTACT-WEB", ("contacts", "web", "value"), written=contacts.web.value)


def _note_email(notes: Notes, at: Path, written: str) -> None:
    if not _EMAIL.fullmatch(written):
        notes.add("CONTACT-EMAIL", at, written=written)
