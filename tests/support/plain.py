"""Records from plain values, as the reader would give them; no file is read."""

from dataclasses import dataclass, field
from typing import Any

from generator.catalogue.model import RECORDS, Lots, record_json
from generator.catalogue.records import Entry, Nowhere, Records
from generator.catalogue.single_record import single_record_facts


def entry(kind: str, identity: str, data: dict[str, Any]) -> Entry[Any]:
    """One record of a site in Vietnamese and English, with what it says by itself."""
    record = RECORDS[kind].model_validate({"id": identity, **data})
    file = f"{kind}/{identity}.yaml"
    facts = single_record_facts(kind, record, record_json(record), file, {}, languages=("vi", "en"))
    summary = record.summary if isinstance(record, Lots) else record
    return Entry(file, lambda: (summary, facts))


@dataclass(frozen=True)
class Held(Nowhere):
    """A record store that holds these records."""

    given: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def record(self, kind: str, identity: str) -> Any:
        """The whole record."""
        return RECORDS[kind].model_validate({"id": identity, **self.given[kind][identity]})


def records_of(given: dict[str, dict[str, dict[str, Any]]]) -> Records:
    """Records by kind and id."""
    entries = {
        kind: {identity: entry(kind, identity, data) for identity, data in of.items()}
        for kind, of in given.items()
    }
    return Records(entries, record_store=Held(given=given))
