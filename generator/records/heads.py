"""Records as JSON, whole and their heads: the form in which both are remembered."""

from generator.catalogue.model import RECORDS, SUMMARIES, Lots, Record


def as_json(record: Record) -> bytes:
    """All that a record says."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def head_of(record: Record, body: bytes) -> bytes:
    """The part of a record that is kept at hand, as JSON: all of it, of most kinds."""
    if isinstance(record, Lots):
        return as_json(record.head)
    for kind, head in SUMMARIES.items():
        if isinstance(record, RECORDS[kind]):
            fields = set(head.model_fields)
            return record.model_dump_json(by_alias=True, exclude_defaults=True, include=fields).encode()
    return body
