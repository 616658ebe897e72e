"""What is remembered of a theme's templates: that they are sound, and the code that they were made into."""

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
    """Bytes by kind and key, as the last run left them. Forgetting anything is always safe."""

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under ``key``, or None."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Remember ``value``."""


class Compiled(BytecodeCache):
    """Templates as code, for the program that compiled them."""

    def __init__(self, cache: Remembers, program: str) -> None:
        self._memory = cache
        self._program = program

    def get_source_checksum(self, source: str) -> str:
        """Another program may compile the same template into something else."""
        return sha256(f"{self._program}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template's code from the memory; Jinja sees whether it is of this template."""
        if code := self._memory.get(CODE, bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a template's code."""
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
    """The closures of templates that were found sound before; None where any of them is another."""
    remembered = cache.get(SOUND, "") if cache else None
    if not remembered:
        return None
    digest, closures = json.loads(remembered)
    return dict(closures) if digest == _digest(program, sources) else None


def keep_closures(
    cache: Remembers | None, program: str, sources: Mapping[str, str], closures: Mapping[str, str]
) -> None:
    """Remember that these templates are sound."""
    if cache:
        cache.put(SOUND, "", json.dumps([_digest(program, sources), dict(closures)]).encode())


def _digest(program: str, sources: Mapping[str, str]) -> str:
    return sha256(json.dumps([program, sorted(sources.items())]).encode()).hexdigest()
