"""The project's files → records, stories and pictures, with every problem collected.

A file that is as it was is not read again: what it says, and what is wrong with it alone, is remembered
(``cells.py``). Whole records wait on the shelf until their own page is made (``record_store.py``).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import fonts
from generator.catalogue.claims import settle_ids
from generator.catalogue.fields import DEVICES, Id
from generator.catalogue.findings import location_of
from generator.catalogue.model import RECORDS, SUMMARIES, record_json, summary_json
from generator.catalogue.records import Entry, PhotoFile, Records, Story
from generator.catalogue.single_record import LASTING, judge
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records import cache_entries
from generator.records.cache import Cache
from generator.records.cache_entries import CachedRecord, CacheEntry
from generator.records.files import Found, printable, read_file, walk
from generator.records.limits import RECORD_LIMIT, Limit, limit_of
from generator.records.meant_ids import finished
from generator.records.path_patterns import FILES, kind_of, story_of
from generator.records.photos import find_photo
from generator.records.positions import Positions, Table
from generator.records.record_store import BODY, RecordLocation, RecordStore, key_of
from generator.records.stories import read_story
from generator.records.unclaimed import unclaimed, unusable_names, unused_photos
from generator.records.validate import validate
from generator.records.written_codes import codes_written
from generator.records.yaml_nodes import Data, read_yaml
from generator.text import nfc, slug
from generator.workers import spread

WORTH_WORKERS = 300
"""Fewer new files are read faster by one process than by several."""
SAVE_EVERY = 500
"""New files after which what was read is put away."""
NEEDED = ("site", "criteria", "places", "producer-kind")
"""Kinds whose file every project has."""
MARKDOWN = {"news": "text"}
"""Fields of records that are Markdown, by kind."""
_ID: TypeAdapter[str] = TypeAdapter(Id)
_FILE = "file"
"""The kind of memory that cells are."""


@dataclass(frozen=True)
class _File:
    """A file that holds a record, a list of records, or a story."""

    found: Found
    kind: str
    identity: str
    """The record's id; ``*`` for a list."""
    language: str = ""
    """Of a story; empty for records."""

    @property
    def path(self) -> str:
        """The path as problems name it."""
        return printable(nfc(self.found.path))


@dataclass
class _Taken:
    """What was read of a file."""

    cache_entry: CacheEntry
    shelved: list[tuple[str, bytes]] = field(default_factory=list)
    """For the shelf: kinds of memory, and what lies there under the cell's key."""
    problems: list[Problem] = field(default_factory=list)
    faulty: set[tuple[str, str]] = field(default_factory=set)
    codes: dict[str, bool] = field(default_factory=dict)
    """Trace codes of a faulty record, and whether it is a sample."""

    @property
    def sound(self) -> bool:
        """Whether it may be remembered: a fault is worth finding again."""
        return not self.faulty and not any(one.is_error for one in self.problems)


def read(root: Path, cache: Cache) -> tuple[Records, list[Problem]]:
    """Every record of the project at ``root`` and every problem found in a single file.

    A record with an error is absent from the result; its problem is in the list. Nothing is
    thrown, whatever the files hold. Rules that need more than one file are in
    ``catalogue.check``.
    """
    files, folders, problems = walk(root)
    claimed, rest = _claim(files.values())
    languages = _languages(root, claimed)
    known = _known(cache, languages)
    taken = _take_all(root, claimed, known, languages, cache)
    gone = known.keys() - {file.found.path for file in claimed}
    cache.forget(_FILE, gone)
    cache.forget(BODY, [known[path].key for path in gone])
    faulty: set[tuple[str, str]] = set()
    codes: dict[str, bool] = {}
    locations: dict[tuple[str, str, str], RecordLocation] = {}
    stories: dict[tuple[str, str, str], Story] = {}
    paths = {file.path for file in claimed}
    for file, one in zip(claimed, taken, strict=True):
        # A folder whose name cannot be an id is told at its product, not at its lots as well.
        beside = file.kind == "lots" and file.path.partition("/lots")[0] + "/product.yaml" in paths
        problems += [fault for fault in one.problems if not (beside and fault.code == "ID-SHAPE")]
        faulty |= one.faulty
        codes |= one.codes
        location = RecordLocation(file.found, _limit(file), one.cache_entry.key)
        locations[file.kind, file.identity, file.language] = location
        if file.language and one.cache_entry.length:
            stories[file.kind, file.identity, file.language] = Story(
                file.path, one.cache_entry.key, one.cache_entry.length
            )
    entries = _entries(root, claimed, taken, problems)
    present = {file.kind for file in claimed if not file.language}
    for kind in NEEDED:
        if kind not in present:
            problems.append(problem("FILE-MISSING", SourceLocation(FILES[kind])))
    photos, missing = _photos(root, entries, files, cache, problems)
    homes = {
        file.found.path.rpartition("/")[0]: file.kind
        for file in claimed
        if not file.language and "/" not in file.identity
    }
    unusable = unusable_names(files)
    problems += unusable
    used = {photo.file for photo in photos.values()} | {one.location.file for one in unusable}
    problems += unused_photos(rest, entries, missing, used)
    more, meant = unclaimed(rest, files, folders, homes)
    for (kind, _), path in meant.items():
        if kind == "product":
            codes |= codes_written(read_file(root, files[path], RECORD_LIMIT)[0])
    cache.save()
    record_store = RecordStore(root, cache, locations)
    kept = frozenset(faulty | meant.keys())
    return Records(entries, stories, photos, kept, codes, record_store), finished(problems + more, entries)


def _claim(files: Iterable[Found]) -> tuple[list[_File], list[str]]:
    """Which files hold records and stories, in a fixed order, and the paths of the others."""
    claimed: list[_File] = []
    rest: list[str] = []
    for found in files:
        if record := kind_of(found.path):
            claimed.append(_File(found, *record))
        elif story := story_of(found.path):
            claimed.append(_File(found, *story))
        else:
            rest.append(found.path)
    return claimed, rest


def _languages(root: Path, claimed: Sequence[_File]) -> tuple[str, ...]:
    """The languages of the site, which say what every record must have; none if the settings are at fault."""
    for file in claimed:
        if file.kind == "site":
            data = read_yaml(read_file(root, file.found, RECORD_LIMIT)[0], file.path, locations=False).data
            try:
                site = RECORDS["site"].model_validate(
                    {**data, "id": "site"} if isinstance(data, dict) else data
                )
            except ValidationError:
                return ()
            return tuple(language.code for language in site.languages)  # type: ignore[attr-defined]
    return ()


# -- the memory -----------------------------------------------------------------------------------------


def _known(cache: Cache, languages: Sequence[str]) -> dict[str, CacheEntry]:
    """What the last run knew of each file; nothing where another program or other languages wrote it."""
    rules = f"{_program()} {' '.join(languages)}".encode()
    if cache.get("rules", "records") != rules:
        for kind in (_FILE, BODY):
            cache.clear(kind)
        cache.put("rules", "records", rules)
        return {}
    result: dict[str, CacheEntry] = {}
    for path, data in cache.all(_FILE):
        try:
            result[path] = cache_entries.unpack(data, printable(nfc(path)))
        except ValueError:
            continue
    return result


@lru_cache(maxsize=1)
def _program() -> str:
    """Changes with the code that reads and judges records: nothing is remembered from an older one."""
    found = hashlib.sha256()
    here = Path(__file__).parent.parent
    for pattern in (
        "records/*.py",
        "catalogue/*.py",
        "diagnostics/*.py",
        "messages/*.*",
        "text.py",
        "fonts.py",
    ):
        for path in sorted(here.glob(pattern)):
            found.update(path.read_bytes())
    for library in ("pyyaml", "pydantic", "python-slugify", "phonenumbers", *fonts.PACKAGES):
        found.update(version(library).encode())
    return found.hexdigest()


def _take_all(
    root: Path,
    claimed: Sequence[_File],
    known: Mapping[str, CacheEntry],
    languages: tuple[str, ...],
    cache: Cache,
) -> list[_Taken]:
    """What each file says: remembered where it is as it was, else read, by all cores where that is much."""
    found: dict[str, _Taken] = {}
    new: list[_File] = []
    for file in claimed:
        cache_entry = known.get(file.found.path)
        if cache_entry is not None and cache_entry.stamp == file.found.stamp:
            found[file.found.path] = _Taken(cache_entry, problems=list(cache_entry.warnings))
        else:
            new.append(file)
    work = partial(_take, root, known, languages)
    for count, (path, one) in enumerate(spread(work, new, worth=len(new) >= WORTH_WORKERS), start=1):
        found[path] = one
        before = known.get(path)
        if before is not None and before.key != one.cache_entry.key:
            cache.forget(BODY, [before.key])
        if one.sound:
            cache.put(_FILE, path, cache_entries.pack(one.cache_entry))
            for kind, body in one.shelved:
                cache.put(kind, one.cache_entry.key, body)
            one.shelved.clear()
        else:
            cache.forget(_FILE, [path])
        if count % SAVE_EVERY == 0:
            cache.save()
    return [found[file.found.path] for file in claimed]


def _take(
    root: Path, known: Mapping[str, CacheEntry], languages: tuple[str, ...], file: _File
) -> tuple[str, _Taken]:
    """Read one file; what is known already of the same content is taken as it is."""
    found = file.found
    content, problems = read_file(root, found, _limit(file))
    stamp = found.stamp if found.settled else ""
    key = key_of(found, content)
    whole = (file.kind, file.identity) if not file.language else _story_key(file)
    if problems:
        return found.path, _Taken(CacheEntry(stamp, key), [], problems, {whole})
    before = known.get(found.path)
    if before is not None and before.key == key:
        cache_entry = CacheEntry(stamp, key, before.warnings, before.records, before.length)
        return found.path, _Taken(cache_entry, problems=list(before.warnings))
    one = _story(file, content, languages) if file.language else _records(file, content, languages)
    if one.faulty and file.kind in ("product", "ledger"):
        one.codes = codes_written(content)
    one.cache_entry = CacheEntry(
        stamp, key, tuple(one.problems), one.cache_entry.records, one.cache_entry.length
    )
    return found.path, one


# -- one file -------------------------------------------------------------------------------------------


def _story_key(file: _File) -> tuple[str, str]:
    return f"{file.kind}-story", f"{file.identity}.{file.language}"


def _story(file: _File, content: bytes, languages: tuple[str, ...]) -> _Taken:
    """Markdown beside a record."""
    if languages and file.language not in languages:
        given = {"language": file.language, "languages": ", ".join(languages)}
        # As if it were not there: it is no story of this site.
        return _Taken(CacheEntry("", ""), [], [problem("STORY-LANGUAGE", SourceLocation(file.path), **given)])
    text, problems = read_story(content, file.path)
    if text is None:
        return _Taken(CacheEntry("", ""), [], problems, {_story_key(file)})
    return _Taken(CacheEntry("", "", length=len(text)), [(BODY, text.encode())], problems)


def _records(file: _File, content: bytes, languages: tuple[str, ...]) -> _Taken:
    """The records of one YAML file, each with what it says by itself."""
    path, model = file.path, RECORDS[file.kind]
    taken = _Taken(CacheEntry("", ""))
    if file.identity != "*" and not _is_id(file.identity.partition("/")[0]):
        fix = slug(file.identity)[:64].strip("-") or "gao-nep"
        shown = printable(file.identity)[:80]
        # Names of devices are told of every file and folder.
        if shown.upper() not in DEVICES:
            taken.problems.append(problem("ID-SHAPE", SourceLocation(path), id=shown, fix=fix))
        taken.faulty.add((file.kind, file.identity))
        return taken
    nodes = read_yaml(
        content,
        path,
        locations=LASTING if file.kind == "product" else False,
        markdown=MARKDOWN.get(file.kind, ""),
    )
    taken.problems += nodes.problems
    table = Table(lambda: read_yaml(content, path).positions)
    if nodes.data is None:
        taken.faulty.add((file.kind, file.identity))
        return taken
    parts: list[tuple[Data, Positions, int]] = [(nodes.data, Positions(table), -1)]
    if model.id_in_file:
        if not isinstance(nodes.data, list):
            location = location_of((), Positions(table), path)
            taken.problems.append(problem("TYPE-LIST", location, example_vi="", example_en=""))
            taken.faulty.add((file.kind, "*"))
            return taken
        parts = [(item, Positions(table, (at,)), at) for at, item in enumerate(nodes.data)]
    kept: list[CachedRecord] = []
    for data, positions, at in parts:
        identity = None if model.id_in_file else file.identity
        record, faults = validate(model, data, positions, path, identity)
        taken.problems += faults
        if record is None:
            named = data.get("id") if isinstance(data, dict) else None
            taken.faulty.add((file.kind, identity or (named if isinstance(named, str) else "*")))
            continue
        body = record_json(record)
        alone = judge(file.kind, record, body, path, positions, languages=languages, shown=nodes.positions)
        head = summary_json(file.kind, record, body)
        digests = (hashlib.sha256(head).hexdigest(), hashlib.sha256(body).hexdigest())
        kept.append(CachedRecord(record.id, at, digests, head, alone))
        if file.kind in SUMMARIES:
            taken.shelved.append((BODY, body))
    taken.cache_entry = CacheEntry("", "", records=tuple(kept))
    return taken


def _limit(file: _File) -> Limit:
    return limit_of(file.kind, story=bool(file.language))


def _is_id(name: str) -> bool:
    try:
        _ID.validate_python(name)
    except ValidationError:
        return False
    return True


# -- all files ------------------------------------------------------------------------------------------


def _entries(
    root: Path, claimed: Sequence[_File], taken: Sequence[_Taken], problems: list[Problem]
) -> dict[str, dict[str, Entry[Any]]]:
    """Every record (of the kinds in ``SUMMARIES`` its head) by kind and id; of two with one id the first."""
    entries: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in RECORDS}
    same: dict[tuple[str, str], list[Entry[Any]]] = {}
    for kind, found in entries.items():
        mine = [
            (file, table, one)
            for file, read_ in zip(claimed, taken, strict=True)
            if file.kind == kind and not file.language
            for table in [Table(partial(_positions, root, file))]
            for one in read_.cache_entry.records
        ]
        model = SUMMARIES.get(kind, RECORDS[kind])
        records = TypeAdapter(list[model]).validate_json(b"[" + b",".join(o.text for _, _, o in mine) + b"]")  # type: ignore[valid-type]
        for (file, table, one), record in zip(mine, records, strict=True):
            positions = Positions(table, (one.index,) if one.index >= 0 else ())
            entry = Entry(record, file.path, positions, one.digests, one.alone)
            same.setdefault((kind, one.identity), []).append(entry)
            found.setdefault(one.identity, entry)
    problems += settle_ids(entries, same)
    return entries


def _positions(root: Path, file: _File) -> dict[Any, tuple[int, int]]:
    return read_yaml(read_file(root, file.found, _limit(file))[0], file.path).positions


def _photos(
    root: Path,
    entries: Mapping[str, Mapping[str, Entry[Any]]],
    files: Mapping[str, Found],
    cache: Cache,
    problems: list[Problem],
) -> tuple[dict[str, PhotoFile], set[str]]:
    """The pictures that records name, and the folders of records that name one which cannot be used."""
    photos: dict[str, PhotoFile] = {}
    missing: set[str] = set()
    for kind in ("product", "producer"):
        for entry in entries[kind].values():
            folder = entry.file.rpartition("/")[0]
            for index, photo in enumerate(entry.record.photos):
                location = SourceLocation(entry.file)
                found, faults = find_photo(root, folder, photo.file, files, cache, location)
                if faults:
                    missing.add(folder)
                    location = location_of(("photos", index, "file"), entry.positions, entry.file)
                    faults = [Problem(fault.code, location, fault.values) for fault in faults]
                problems += faults
                if found is not None:
                    photos[f"{folder}/{photo.file}"] = found
    there = {one.file for one in photos.values()}
    cache.forget("photo", [file for file, _ in cache.all("photo") if file not in there])
    return photos, missing
