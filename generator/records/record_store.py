"""Where whole records and stories wait until their own page is made.

What was read lies in the memory under the digest of its file's content. Where it is not there (no memory,
another program that cleared it away), the file is read again, and must still say the same.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.catalogue.model import RECORDS
from generator.catalogue.records import ChangedError
from generator.diagnostics.problem import SourceLocation, problem
from generator.records.cache import Cache
from generator.records.files import Found, printable, read_file
from generator.records.limits import Limit
from generator.records.stories import read_story
from generator.records.yaml_nodes import read_yaml
from generator.text import nfc

BODY = "body"
"""The kind of memory that whole records and texts are."""
RECENT = 256
"""Records at hand: pages that need the same ones follow each other."""
RECENT_SIZE = 4 * 1024 * 1024
"""Bytes of the files of the records at hand; in memory they take some twenty times as much."""


@dataclass(frozen=True)
class RecordLocation:
    """Where a whole record or story is to be had."""

    found: Found
    limit: Limit
    key: str
    """Digest of the file's content and path."""


class RecordStore:
    """Whole records and texts by kind, id and, for texts, language."""

    def __init__(
        self,
        root: Path,
        cache: Cache,
        locations: Mapping[tuple[str, str, str], RecordLocation],
    ) -> None:
        self._root = root
        self._memory = cache
        self._spots = locations
        self._held = 0
        self._recent: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def record(self, kind: str, identity: str) -> Any:
        """The whole record; ``KeyError`` if there is none, :class:`ChangedError` if its file has changed."""
        key = (kind, identity)
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key]
        location = self._spots[kind, identity, ""]
        model = RECORDS[kind]
        if body := self._memory.get(BODY, location.key):
            result = model.model_validate_json(body)
        else:
            data = read_yaml(self._content(location), location.found.path, locations=False).data
            result = model.model_validate({**data, "id": identity} if isinstance(data, dict) else data)
        self._recent[key] = result
        self._held += location.found.size
        while len(self._recent) > RECENT or (self._held > RECENT_SIZE and len(self._recent) > 1):
            (kind, identity), _ = self._recent.popitem(last=False)
            self._held -= self._spots[kind, identity, ""].found.size
        return result

    def text(self, kind: str, identity: str, language: str) -> str:
        """A story's text; ``KeyError`` if there is none, :class:`ChangedError` if its file has changed."""
        location = self._spots[kind, identity, language]
        if body := self._memory.get(BODY, location.key):
            return body.decode()
        return read_story(self._content(location), location.found.path)[0] or ""

    def _content(self, location: RecordLocation) -> bytes:
        content, _ = read_file(self._root, location.found, location.limit)
        must_be(location, key_of(location.found, content))
        return content


def key_of(found: Found, content: bytes) -> str:
    """The digest under which what a file says is remembered: of its path and its content."""
    return hashlib.sha256(f"{found.path}\0".encode() + content).hexdigest()


def must_be(location: RecordLocation, key: str) -> None:
    """Raise :class:`ChangedError` if a file that was read again is not what it was."""
    if key != location.key:
        raise ChangedError(problem("FILE-CHANGED", SourceLocation(printable(nfc(location.found.path)))))
