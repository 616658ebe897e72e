"""Whole records and texts, which wait in the cache until a page needs them.

When a file is read, the JSON of its record goes into the cache under a digest of the file. Records are
built from it by pydantic's own JSON reader: 0.07 ms a product, less than unpickling takes.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.catalogue.model import RECORDS
from generator.diagnostics.problem import RefusedError, Report, SourceLocation, problem
from generator.records.cache import Cache
from generator.records.files import RecordFile

BODY = "body"
"""The kind of cache entry that whole records and texts are."""
RECENT = 256
"""Most records at hand: pages that need the same ones follow each other."""
RECENT_SIZE = 4 * 1024 * 1024
"""Most bytes of JSON of the records at hand; as objects they take some twenty times as much."""


@dataclass(frozen=True)
class Body:
    """Where a whole record or text is: its file, and the key of its cache entry."""

    file: RecordFile
    key: str


class RecordStore:
    """Whole records and texts by kind, id and, for texts, language."""

    def __init__(
        self,
        cache: Cache,
        bodies: Mapping[tuple[str, str, str], Body],
        read_again: Callable[[Body], bytes | None],
    ) -> None:
        self._cache = cache
        self._bodies = bodies
        self._read_again = read_again
        self._recent: OrderedDict[tuple[str, str], tuple[Any, int]] = OrderedDict()
        self._recent_size = 0

    def record(self, kind: str, identity: str) -> Any:
        """Return the whole record. Raises ``KeyError`` if there is none, and like :meth:`text`."""
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

    def text(self, kind: str, identity: str, language: str) -> str:
        """Return a story's text; ``KeyError`` if there is none.

        Raises :class:`RefusedError` where it is not in the cache any more, as when another command has read
        the project anew, and its file has changed as well.
        """
        return self._body(kind, identity, language).decode()

    def _body(self, kind: str, identity: str, language: str) -> bytes:
        body = self._bodies[kind, identity, language]
        content = self._cache.get(BODY, body.key) or self._read_again(body)
        if content is None:
            fault = problem("FILE-CHANGED", SourceLocation(body.file.path))
            raise RefusedError("records-changed", report=Report([fault]))
        return content


def key_of(path: str, content: bytes) -> str:
    """Return the key under which what a file says is cached: a digest of its path and its content."""
    return hashlib.sha256(f"{path}\0".encode() + content).hexdigest()
