"""What can be judged of a record by itself, once for as long as its file stays as it is.

Whatever needs another record is in ``check.py``.
"""

import re
from collections.abc import Mapping

from generator.catalogue.check_lots import note_lots, note_withdrawal
from generator.catalogue.check_ratings import note_decision, note_ratings, rated_at
from generator.catalogue.check_relations import note_gtins, note_relations
from generator.catalogue.check_words import note_words
from generator.catalogue.findings import KEY, Notes
from generator.catalogue.model import Contacts, Decision, Lots, Path, Producer, Product, Record
from generator.catalogue.records import Alone

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
    return Alone(
        tuple(notes.faults),
        tuple(refs),
        tuple((language, tuple(fields)) for language, fields in gaps.items()),
        tuple(instead),
        tuple(said.items()),
        tuple(spots),
    )


def _note_contacts(notes: Notes, contacts: Contacts | None) -> None:
    """Contacts are published with a dated consent only (Law 91/2025/QH15); numbers look like numbers."""
    if contacts is None:
        return
    ways = {name: getattr(contacts, name) for name in ("phone", "zalo", "email", "web")}
    if contacts.consent_on is None and any(way and way.public for way in ways.values()):
        notes.add("CONTACT-CONSENT", ("contacts", KEY))
    for name in ("phone", "zalo"):
        way = ways[name]
        if way and not _PHONE.fullmatch(re.sub(r"[ .()-]", "", way.value)):
            notes.add("CONTACT-PHONE", ("contacts", name, "value"), written=way.value)
