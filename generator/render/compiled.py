"""Cache of a theme's templates: their compiled code, and which of them passed the check."""

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Protocol

from jinja2 import BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateError

CODE, SOUND = "template", "closures"
"""Kinds of memory."""


class Remembers(Protocol):
    """A cache of bytes by kind and key. Losing an entry costs time, never correctness."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put under ``key``, or None."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""


class Compiled(BytecodeCache):
    """Jinja's cache of compiled templates, kept in the project's cache for one version of the program."""

    def __init__(self, cache: Remembers, program: str) -> None:
        self._memory = cache
        self._program = program

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of program and source: another version may compile a template differently."""
        return sha256(f"{self._program}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket from the cache; Jinja compares the checksum and drops code of another source."""
        if code := self._memory.get(CODE, bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket in the cache."""
        self._memory.put(CODE, bucket.key, bucket.bytecode_to_string())

    def keep(self, environment: Environment, name: str, path: str, text: str, tree: nodes.Template) -> None:
        """Compile a template that was parsed already, so that ``environment`` need not parse it again."""
        bucket = self.get_bucket(environment, name, path, text)
        # Whoever renders it tells what is wrong with it.
        with suppress(TemplateError):
            bucket.code = bucket.code or environment.compile(tree, name, path)
            self.set_bucket(bucket)


def known_closures(
    cache: Remembers | None, program: str, sources: Mapping[str, str]
) -> dict[str, str] | None:
    """Return the cached closures of templates, or None unless every source is as it was when checked."""
    remembered = cache.get(SOUND, "") if cache else None
    if not remembered:
        return None
    digest, closures = json.loads(remembered)
    return dict(closures) if digest == _digest(program, sources) else None


def keep_closures(
    cache: Remembers | None, program: str, sources: Mapping[str, str], closures: Mapping[str, str]
) -> None:
    """Cache the closures of templates that passed the check; see :func:`known_closures`."""
    if cache:
        cache.put(SOUND, "", json.dumps([_digest(program, sources), dict(closures)]).encode())


def _digest(program: str, sources: Mapping[str, str]) -> str:
    return sha256(json.dumps([program, sorted(sources.items())]).encode()).hexdigest()
