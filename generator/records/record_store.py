"""Whole records and texts, which wait in the cache until a page needs them.

When a file is read, the JSON of its record goes into the cache under a digest of the file. Records are
built from it by pydantic's own JSON reader: 0.07 ms a product, less than unpickling takes.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generator.catalogue.model import RECORDS, SUMMARIES
from generator.catalogue.records import SingleRecordFacts
from generator.diagnostics.problem import RefusedError, Report, SourceLocation, problem
from generator.records.cache import Cache
from generator.records.cache_entries import unpack_facts
from generator.records.files import RecordFile

RECORDS_OF_FILE = "records"
"""The kind of cache entry that the records of a file are, in short, with what follows from each alone."""
BODY = "body"
"""The kind of cache entry that whole records and texts are."""
RECENT = 256
"""Most records at hand: pages that need the same ones follow each other."""
RECENT_SIZE = 1024 * 1024
"""Most bytes of JSON of the records at hand; as objects they take some twenty times as much."""


class Body(NamedTuple):
    """Where a whole record or text is: its file, and the key of its cache entry."""

    file: RecordFile
    key: str


class RecordStore:
    """Whole records and texts by kind, id and, for texts, language."""

    def __init__(
        self,
        cache: Cache,
        bodies: Mapping[tuple[str, str, str], Body],
        held: Mapping[str, bytes],
        read_again: Callable[[Body], tuple[bytes, bytes] | None],
    ) -> None:
        """``held`` has records that are not in the cache, by the key of their file.

        ``read_again`` gives the records and the whole record or text of a file; None if it has changed.
        """
        self._cache = cache
        self.opened: set[str] = set()
        """Files of whole records and of positions that were asked for."""
        self._bodies = bodies
        self._held = held
        self._read_again = read_again
        self._recent: OrderedDict[tuple[str, str], tuple[Any, int]] = OrderedDict()
        self._recent_size = 0

    def record(self, kind: str, identity: str) -> Any:
        """Return the whole record. Raises ``KeyError`` if there is none, and like :meth:`text`."""
        self.opened.add(self._bodies[kind, identity, ""].file.path)
        if known := self._recent.get((kind, identity)):
            self._recent.move_to_end((kind, identity))
            return known[0]
        body = self._body(kind, identity, "")
        record = RECORDS[kind].model_validate_json(body)
        self._recent[kind, identity] = record, len(body)
        self._recent_size += len(body)
        while len(self._recent) > RECENT or (self._recent_size > RECENT_SIZE and len(self._recent) > 1):
            self._recent_size -= self._recent.popitem(last=False)[1][1]
        return record

    def summary(self, body: Body, number: int) -> tuple[Any, SingleRecordFacts]:
        """Return a record of a file, of the kinds in ``SUMMARIES`` its summary, with its facts.

        Raises like :meth:`text`.
        """
        kind = body.file.kind
        records = self._held.get(body.key) or self._cache.get(RECORDS_OF_FILE, body.key)
        lines = (records or self._read(body)[0]).split(b"\n")
        facts, text = lines[2 * number : 2 * number + 2]
        return SUMMARIES.get(kind, RECORDS[kind]).model_validate_json(text), unpack_facts(facts)

    def text(self, kind: str, identity: str, language: str) -> str:
        """Return a story's text; ``KeyError`` if there is none.

        Raises :class:`RefusedError` where it is not in the cache any more, as when another command has read
        the project anew, and its file has changed as well.
        """
        return self._body(kind, identity, language).decode()

    def _body(self, kind: str, identity: str, language: str) -> bytes:
        body = self._bodies[kind, identity, language]
        return self._cache.get(BODY, body.key) or self._read(body)[1]

    def _read(self, body: Body) -> tuple[bytes, bytes]:
        content = self._read_again(body)
        if content is None:
            fault = problem("FILE-CHANGED", SourceLocation(body.file.path))
            raise RefusedError("records-changed", report=Report([fault]))
        return content


def key_of(path: str, content: bytes) -> str:
    """Return the key under which what a file says is cached: a digest of its path and its content."""
    return hashlib.sha256(f"{path}\0".encode() + content).hexdigest()
