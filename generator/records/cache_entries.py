"""What is cached of a file without errors: its stamp, its records, and what follows from each of them alone.

One line of facts, then two lines for each record: what follows from it alone, and the record as JSON (of
the kinds in ``model.SUMMARIES`` its summary).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.catalogue.records import SingleRecordFacts
from generator.diagnostics.problem import Problem, SourceLocation


@dataclass(frozen=True)
class CachedRecord:
    """A record as it is cached."""

    identity: str
    index: int
    """Its index in a list; -1 where the file is one record."""
    digests: tuple[str, str]
    """Of the summary, and of the whole record."""
    text: bytes
    """The record, or its summary, as JSON on one line."""
    alone: SingleRecordFacts


@dataclass(frozen=True)
class CacheEntry:
    """What a file says."""

    stamp: str
    """Empty where the file was too new to be known again by its stamp."""
    key: str
    """Digest of the file's content, its path and the rules it was read by."""
    warnings: tuple[Problem, ...] = ()
    records: tuple[CachedRecord, ...] = ()
    length: int = 0
    """Letters of a story."""
    may_link: bool = False
    """Whether a story may have links."""


def pack(cache_entry: CacheEntry) -> bytes:
    """Return a cache entry as bytes."""
    facts = [
        cache_entry.stamp,
        cache_entry.key,
        [_problem(warning) for warning in cache_entry.warnings],
        cache_entry.length,
        cache_entry.may_link,
    ]
    lines = [_json(facts)]
    for record in cache_entry.records:
        alone = record.alone
        faults = [_problem(fault) for fault in alone.problems]
        early = alone.early_until and alone.early_until.isoformat()
        ends = [(until.isoformat(), line, column) for until, line, column in alone.ends]
        parts = (faults, early, alone.refs, alone.gaps, alone.rated_at, ends)
        lines += [_json([record.identity, record.index, record.digests, *parts]), record.text]
    return b"\n".join(lines)


def unpack(data: bytes, file: str) -> CacheEntry:
    """Return the cache entry of a file. Raises :class:`ValueError` for bytes of another shape."""
    try:
        first, *lines = data.split(b"\n")
        stamp, key, warnings, length, may_link = json.loads(first)
        return CacheEntry(
            stamp,
            key,
            tuple(_problems(warnings, file)),
            tuple(_record(json.loads(facts), text, file) for facts, text in _pairs(lines)),
            length,
            may_link,
        )
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(file) from error


def _pairs(lines: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    return zip(lines[::2], lines[1::2], strict=True)


def _record(facts: list[Any], text: bytes, file: str) -> CachedRecord:
    identity, index, digests, faults, early, refs, gaps, rated_at, ends = facts
    alone = SingleRecordFacts(
        tuple(_problems(faults, file)),
        date.fromisoformat(early) if early else None,
        refs,
        tuple((language, tuple(fields)) for language, fields in gaps),
        tuple((line, column) for line, column in rated_at),
        tuple((date.fromisoformat(until), line, column) for until, line, column in ends),
    )
    return CachedRecord(identity, index, (digests[0], digests[1]), text, alone)


def _problem(fault: Problem) -> list[Any]:
    return [fault.code, fault.location.line, fault.location.column, fault.values]


def _problems(stored: list[Any], file: str) -> Iterator[Problem]:
    for code, line, column, values in stored:
        yield Problem(code, SourceLocation(file, line, column), tuple((key, value) for key, value in values))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
