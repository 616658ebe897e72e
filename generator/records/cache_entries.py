"""What is cached of files without errors: an index of all of them, and of each file what its records say.

The index is at hand in every build; it tells which files are as they were. What records say is decoded only
where it is asked for: two lines for each record, what follows from it alone and the record as JSON (of the
kinds in ``model.SUMMARIES`` its summary).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from generator.catalogue.records import RecordDigests, SingleRecordFacts
from generator.diagnostics.problem import Problem


class CachedRecord(NamedTuple):
    """What the index knows of a record."""

    identity: str
    list_index: int
    """Its index in a list; -1 where the file is one record."""
    digests: RecordDigests
    facts: str
    """Digest of what follows from it alone, without lines and columns."""
    photos: Sequence[str] = ()
    """The pictures that it names."""


@dataclass(slots=True)
class CacheEntry:
    """What the index knows of a file."""

    path: str
    kind: str
    identity: str
    language: str
    """Of a story; empty for records."""
    stamp: str = ""
    """Empty where the file was too new to be known again by its stamp."""
    key: str = ""
    """Digest of the file's content and its path."""
    records: Sequence[CachedRecord] = ()
    length: int = 0
    """Letters of a story."""
    may_link: bool = False
    """Whether a story may have links."""
    warnings: Sequence[Problem] = ()


def pack_index(entries: Iterable[CacheEntry], rules: str) -> bytes:
    """Return the index of all files as bytes. ``rules`` are those by which the files were read."""
    rows = [
        (
            *(entry.path, entry.kind, entry.identity, entry.language, entry.stamp, entry.key),
            *(entry.records, entry.length, entry.may_link),
            [fault.as_plain for fault in entry.warnings],
        )
        for entry in entries
    ]
    return _json([rules, rows])


def unpack_index(data: bytes, rules: str) -> dict[str, CacheEntry]:
    """Return the cache entries by path; none where other rules, or another program, wrote them."""
    try:
        written_by, rows = json.loads(data)
        entries = (
            CacheEntry(
                *(path, kind, identity, language, stamp, key),
                tuple(
                    CachedRecord(identity, index, RecordDigests(*digests), *more)
                    for identity, index, digests, *more in records
                ),
                *(length, may_link),
                tuple(map(Problem.from_plain, warnings)),
            )
            for path, kind, identity, language, stamp, key, records, length, may_link, warnings in rows
        )
        return {entry.path: entry for entry in entries} if written_by == rules else {}
    except (TypeError, ValueError):
        return {}


def pack_record(facts: SingleRecordFacts, text: bytes) -> bytes:
    """Return as two lines what follows from a record alone, and the record, which is JSON on one line."""
    faults = [fault.as_plain for fault in facts.problems]
    early = facts.early_until and facts.early_until.isoformat()
    ends = [(until.isoformat(), line, column) for until, line, column in facts.ends]
    return _json([faults, early, facts.refs, facts.gaps, facts.rated_at, ends]) + b"\n" + text


def facts_digest(facts: SingleRecordFacts) -> str:
    """Return a digest of what follows from a record alone, without lines and columns."""
    faults = [(fault.code, fault.values) for fault in facts.problems]
    ends = [until for until, _, _ in facts.ends]
    parts = (faults, facts.early_until, facts.refs, facts.gaps, len(facts.rated_at), ends)
    return sha256(repr(parts).encode()).hexdigest()[:16]


def unpack_facts(line: bytes) -> SingleRecordFacts:
    """Return what follows from a record alone, from the first line of :func:`pack_record`."""
    faults, early, refs, gaps, rated_at, ends = json.loads(line)
    return SingleRecordFacts(
        tuple(map(Problem.from_plain, faults)),
        date.fromisoformat(early) if early else None,
        refs,
        tuple((language, tuple(fields)) for language, fields in gaps),
        tuple((line, column) for line, column in rated_at),
        tuple((date.fromisoformat(until), line, column) for until, line, column in ends),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
