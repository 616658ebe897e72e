"""The names of the records that fields refer to, as officers see them in the workbook."""

from typing import Any

from generator.catalogue.records import Records
from generator.exporting.cells import Names
from generator.exporting.tables import KINDS
from generator.text import Text

REFERRED = (*KINDS, "producer-kind")


def names_of(records: Records, language: str) -> Names:
    """Return the names of everything that a field can name, by kind and id."""
    by_kind: dict[str, dict[str, str]] = {
        kind: {identity: _name(entry.record, language) for identity, entry in records.of(kind).items()}
        for kind in REFERRED
        if kind != "lots"
    }
    communes: dict[str, str] = {}
    districts: dict[str, str] = {}
    for entry in records.places.values():
        communes |= {commune.id: commune.name for commune in entry.record.communes}
        districts |= {district.id: district.name for district in entry.record.districts}
    criteria = records.criteria
    sets = criteria.record.sets if criteria else ()
    by_kind |= {
        "commune": communes,
        "district": districts,
        "place": communes | districts,
        "set": {str(criteria_set.number): criteria_set.name.get(language) for criteria_set in sets},
    }
    return Names(by_kind)


def _name(record: Any, language: str) -> str:
    name: Text = record.title if hasattr(record, "title") else record.name
    return str(name.get(language))
