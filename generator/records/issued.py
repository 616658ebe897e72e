"""Reads what a project keeps of the numbered stamps of its lots: signed manifests and lists of codes.

A signature and the digests of a list are verified when a file is new or has changed; of a large list that
takes seconds. Whether a manifest fits the lots and the ledger is checked in ``catalogue.check_issued``.
"""

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.catalogue.findings import near
from generator.catalogue.issued import CodeManifest, IssuedCodes
from generator.catalogue.model import StampKey
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.issuing import lists
from generator.issuing import manifest as manifests
from generator.issuing.lists import CODE_BYTES, code_list, numbers_in, split_codes
from generator.issuing.manifest import ManifestError, is_signed_by, read_manifest
from generator.records.cache import Cache
from generator.records.files import PlainFile, printable, read_file
from generator.records.limits import CODES_LIMIT, MANIFEST_LIMIT
from generator.records.path_patterns import CODES_LIST, MANIFEST, CodesPath

CACHED = "codes"
"""Kind of cache entry: the manifest of a lot that was verified, by its path."""
Lot = tuple[str, str]
"""Id of a product, and a lot code."""


@dataclass(frozen=True)
class ReadCodes:
    """The numbered stamps of all lots, and what is wrong with their files."""

    by_lot: Mapping[Lot, IssuedCodes]
    faulty: frozenset[tuple[str, str]]
    """For :attr:`~generator.catalogue.records.Records.faulty`."""
    problems: list[Problem]


def read_issued_codes(
    root: Path, files: Iterable[tuple[CodesPath, PlainFile]], keys: Mapping[str, StampKey], cache: Cache
) -> ReadCodes:
    """Read the numbered stamps of all lots. ``keys`` are the public ones of the project by their ids.

    Of a lot whose files cannot be used there is a problem and nothing else.
    """
    by_ending: dict[Lot, dict[str, PlainFile]] = {}
    for path, file in files:
        by_ending.setdefault((path.product, path.lot), {})[path.ending] = file
    by_lot: dict[Lot, IssuedCodes] = {}
    problems: list[Problem] = []
    faulty: set[tuple[str, str]] = set()
    for (product, lot), of_lot in sorted(by_ending.items()):
        codes, faults = _read(root, of_lot.get(MANIFEST), of_lot.get(CODES_LIST), keys, cache)
        problems += faults
        if codes:
            by_lot[product, lot] = codes
        else:
            faulty.add(("codes", f"{product}:{lot}"))
    used = {codes.file for codes in by_lot.values()}
    cache.forget(CACHED, [path for path, _ in cache.all(CACHED) if path not in used])
    return ReadCodes(by_lot, frozenset(faulty), problems)


def _read(
    root: Path, file: PlainFile | None, listed: PlainFile | None, keys: Mapping[str, StampKey], cache: Cache
) -> tuple[IssuedCodes | None, list[Problem]]:
    """Return the codes of a lot, or None and why its files cannot be used."""
    if file is None or listed is None:
        lone = file or listed
        assert lone is not None
        ending = CODES_LIST if file else MANIFEST
        missing = f"{lone.path.rpartition('/')[2].rpartition('.')[0]}{ending}"
        return None, [problem("CODES-INCOMPLETE", _at(lone), missing=missing)]
    content = _verified(cache, file, listed, keys)
    if content is not None:
        return _codes(content, file, listed, keys), []
    content, problems = read_file(root, file, MANIFEST_LIMIT)
    problems = problems or _manifest_problems(content, file, keys)
    if not problems:
        data, problems = read_file(root, listed, CODES_LIMIT)
        problems = problems or _list_problems(data, read_manifest(content)[0], listed)
    if problems:
        return None, problems
    if file.settled and listed.settled:
        rests_on = _rests_on(read_manifest(content)[0], file, listed, keys)
        cache.put(CACHED, file.path, json.dumps([rests_on, content.decode()]).encode())
    return _codes(content, file, listed, keys), []


def _codes(content: bytes, file: PlainFile, listed: PlainFile, keys: Mapping[str, StampKey]) -> IssuedCodes:
    manifest, signed, signature = read_manifest(content)
    return IssuedCodes(manifest, signed, signature, keys[manifest.key].public_key, file.path, listed.path)


def _verified(cache: Cache, file: PlainFile, listed: PlainFile, keys: Mapping[str, StampKey]) -> bytes | None:
    """Return a manifest from the cache if nothing has changed that its verification rests on."""
    cached = cache.get(CACHED, file.path)
    if not cached:
        return None
    rests_on, text = json.loads(cached)
    content: bytes = text.encode()
    return content if rests_on == _rests_on(read_manifest(content)[0], file, listed, keys) else None


def _rests_on(
    manifest: CodeManifest, file: PlainFile, listed: PlainFile, keys: Mapping[str, StampKey]
) -> str:
    return " ".join((_rules(), file.stamp, listed.stamp, repr(keys.get(manifest.key))))


@lru_cache(maxsize=1)
def _rules() -> str:
    """Return a digest of the code that verifies: what is cached holds for that code only."""
    sources = [Path(module).read_bytes() for module in (__file__, lists.__file__, manifests.__file__)]
    return sha256(b"".join(sources)).hexdigest()[:16]


def _manifest_problems(content: bytes, file: PlainFile, keys: Mapping[str, StampKey]) -> list[Problem]:
    try:
        manifest, signed, signature = read_manifest(content)
    except ManifestError:
        return [problem("CODES-MANIFEST", _at(file))]
    key = keys.get(manifest.key)
    if key is None:
        known = ", ".join(near(manifest.key, keys)) or "–"
        return [problem("CODES-KEY", _at(file), key=manifest.key, known=known)]
    if key.revoked:
        # Whoever has a leaked key can write any day into a manifest.
        return [problem("CODES-REVOKED", _at(file), key=key.id, on=key.revoked.on)]
    if not is_signed_by(b64decode(key.public_key), signed, signature):
        return [problem("CODES-SIGNATURE", _at(file), key=key.id)]
    return []


def _list_problems(data: bytes, manifest: CodeManifest, listed: PlainFile) -> list[Problem]:
    """Return the problem of a list of codes that is not the one that was signed."""
    if len(data) != manifest.count * CODE_BYTES:
        held = len(data) // CODE_BYTES
        return [problem("CODES-COUNT", _at(listed), held=held, signed=manifest.count)]
    if sha256(data).hexdigest() != manifest.codes or not _has_root(data, manifest):
        return [problem("CODES-CHANGED", _at(listed))]
    return []


def _has_root(data: bytes, manifest: CodeManifest) -> bool:
    """Whether a list of codes gives the root and the depth that were signed."""
    withdrawn = numbers_in((part.first, part.last) for part in manifest.withdrawn)
    listed = code_list(split_codes(data), withdrawn)
    return (manifest.depth, manifest.root) == (listed.depth, listed.root)


def _at(file: PlainFile) -> SourceLocation:
    return SourceLocation(printable(file.path))
