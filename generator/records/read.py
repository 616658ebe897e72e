"""The project's files → records, stories and pictures, with every problem collected.

A file that is as it was is not read again: what it says, and what is wrong with it alone, is cached
(``cache_entries.py``). Whole records wait in the cache until their own page is made (``record_store.py``).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import fonts
from generator.catalogue.claims import resolve_duplicate_ids
from generator.catalogue.fields import DEVICES, Id
from generator.catalogue.findings import location_of
from generator.catalogue.model import RECORDS, SUMMARIES, record_json, summary_json
from generator.catalogue.records import Entry, PhotoFile, Records, Story
from generator.catalogue.single_record import LASTING, judge
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records import cache_entries
from generator.records.cache import Cache
from generator.records.cache_entries import CachedRecord, CacheEntry
from generator.records.files import Found, RecordFile, printable, read_file, walk
from generator.records.limits import RECORD_LIMIT
from generator.records.meant_ids import with_suggested_ids
from generator.records.path_patterns import FILES, kind_of, story_of
from generator.records.photos import find_photo
from generator.records.positions import Positions, Table
from generator.records.record_store import BODY, Body, RecordStore, key_of
from generator.records.stories import may_link, read_story
from generator.records.unclaimed import unclaimed, unusable_names, unused_photos
from generator.records.validate import validate
from generator.records.written_codes import trace_codes_written
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
"""The kind of cache entry that tells what a file says."""


@dataclass
class _Content:
    """What one file says, and what is wrong with it."""

    cache_entry: CacheEntry = field(default_factory=lambda: CacheEntry("", ""))
    body: bytes | None = None
    """A whole record of a kind in ``SUMMARIES`` as JSON, or a story's text; None if it was not read now."""
    problems: list[Problem] = field(default_factory=list)
    faulty: set[tuple[str, str]] = field(default_factory=set)
    codes: dict[str, bool] = field(default_factory=dict)
    """Trace codes of a faulty record, and whether it is a sample."""

    @property
    def is_valid(self) -> bool:
        """Whether it may be cached: a file with errors is read in every run."""
        return not self.faulty and not any(fault.is_error for fault in self.problems)


def read(root: Path, cache: Cache) -> tuple[Records, list[Problem]]:
    """Return every record of the project at ``root`` and every problem found in a single file.

    A record with an error is absent from the result; its problem is in the list. Nothing is
    thrown, whatever the files hold. Rules that need more than one file are in
    ``catalogue.check``.
    """
    files, folders, problems = walk(root)
    claimed, rest = _claim(files.values())
    languages = _languages(root, claimed)
    known = _known(cache, languages)
    contents = _read_files(root, claimed, known, languages, cache)
    gone = known.keys() - {file.found.path for file in claimed}
    cache.forget(_FILE, gone)
    cache.forget(BODY, [known[path].key for path in gone])
    faulty: set[tuple[str, str]] = set()
    codes: dict[str, bool] = {}
    bodies: dict[tuple[str, str, str], Body] = {}
    stories: dict[tuple[str, str, str], Story] = {}
    paths = {file.path for file in claimed}
    for file, content in zip(claimed, contents, strict=True):
        # A folder whose name cannot be an id is reported at its product, not at its lots as well.
        beside = file.kind == "lots" and file.path.partition("/lots")[0] + "/product.yaml" in paths
        problems += [fault for fault in content.problems if not (beside and fault.code == "ID-SHAPE")]
        faulty |= content.faulty
        codes |= content.codes
        entry, key = content.cache_entry, (file.kind, file.identity, file.language)
        bodies[key] = Body(file, entry.key)
        if file.language and entry.length:
            stories[key] = Story(file.path, entry.key, entry.length, entry.may_link)
    entries = _entries(root, claimed, contents, problems)
    present = {file.kind for file in claimed if not file.language}
    problems += [
        problem("FILE-MISSING", SourceLocation(FILES[kind])) for kind in NEEDED if kind not in present
    ]
    photos, missing = _photos(root, entries, files, cache, problems)
    homes = {
        file.found.path.rpartition("/")[0]: file.kind
        for file in claimed
        if not file.language and "/" not in file.identity
    }
    unusable = unusable_names(files)
    problems += unusable
    used = {photo.file for photo in photos.values()} | {fault.location.file for fault in unusable}
    problems += unused_photos(rest, entries, missing, used)
    more, meant = unclaimed(rest, files, folders, homes)
    for (kind, _), path in meant.items():
        if kind == "product":
            codes |= trace_codes_written(read_file(root, files[path], RECORD_LIMIT)[0])
    cache.save()
    record_store = RecordStore(cache, bodies, partial(_read_again, root, languages))
    return (
        Records(entries, stories, photos, frozenset(faulty | meant.keys()), codes, record_store),
        with_suggested_ids(problems + more, entries),
    )


def _claim(files: Iterable[Found]) -> tuple[list[RecordFile], list[str]]:
    """Which files hold records and stories, in a fixed order, and the paths of the others."""
    claimed: list[RecordFile] = []
    rest: list[str] = []
    for found in files:
        if record := kind_of(found.path):
            claimed.append(RecordFile(found, *record))
        elif story := story_of(found.path):
            claimed.append(RecordFile(found, *story))
        else:
            rest.append(found.path)
    return claimed, rest


def _languages(root: Path, claimed: Sequence[RecordFile]) -> tuple[str, ...]:
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


# -- the cache -----------------------------------------------------------------------------------------


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
        "dates.py",
        "fonts.py",
    ):
        for path in sorted(here.glob(pattern)):
            found.update(path.read_bytes())
    for library in ("pyyaml", "pydantic", "python-slugify", "phonenumbers", *fonts.PACKAGES):
        found.update(version(library).encode())
    return found.hexdigest()


def _read_files(
    root: Path,
    claimed: Sequence[RecordFile],
    known: Mapping[str, CacheEntry],
    languages: tuple[str, ...],
    cache: Cache,
) -> list[_Content]:
    """Return what each file says: from the cache if it is unchanged, else read, by all cores if many are."""
    contents: dict[str, _Content] = {}
    new: list[RecordFile] = []
    for file in claimed:
        cache_entry = known.get(file.found.path)
        if cache_entry is not None and cache_entry.stamp == file.found.stamp:
            contents[file.found.path] = _Content(cache_entry, problems=list(cache_entry.warnings))
        else:
            new.append(file)
    work = partial(_read_file, root, known, languages)
    for count, (path, content) in enumerate(spread(work, new, worth=len(new) >= WORTH_WORKERS), start=1):
        contents[path] = content
        before, entry = known.get(path), content.cache_entry
        if before is not None and before.key != entry.key:
            cache.forget(BODY, [before.key])
        if content.is_valid:
            cache.put(_FILE, path, cache_entries.pack(entry))
            if content.body is not None:
                cache.put(BODY, entry.key, content.body)
                content.body = None
        else:
            cache.forget(_FILE, [path])
        if count % SAVE_EVERY == 0:
            cache.save()
    return [contents[file.found.path] for file in claimed]


def _read_file(
    root: Path, known: Mapping[str, CacheEntry], languages: tuple[str, ...], file: RecordFile
) -> tuple[str, _Content]:
    """Read one file; what is known already of the same content is not worked out again."""
    found = file.found
    data, problems = read_file(root, found, file.limit)
    stamp = found.stamp if found.settled else ""
    key = key_of(found.path, data)
    if problems:
        whole = _story_key(file) if file.language else (file.kind, file.identity)
        return found.path, _Content(CacheEntry(stamp, key), problems=problems, faulty={whole})
    before = known.get(found.path)
    if before is not None and before.key == key:
        return found.path, _Content(replace(before, stamp=stamp), problems=list(before.warnings))
    content = _story(file, data, languages) if file.language else _records(file, data, languages)
    if content.faulty and file.kind in ("product", "ledger"):
        content.codes = trace_codes_written(data)
    content.cache_entry = replace(content.cache_entry, stamp=stamp, key=key, warnings=tuple(content.problems))
    return found.path, content


def _read_again(root: Path, languages: tuple[str, ...], body: Body) -> bytes | None:
    """Return what the cache has lost, or never had of a faulty file; None if the file has changed."""
    _, content = _read_file(root, {}, languages, body.file)
    return content.body if content.cache_entry.key == body.key else None


# -- one file -------------------------------------------------------------------------------------------


def _story_key(file: RecordFile) -> tuple[str, str]:
    return f"{file.kind}-story", f"{file.identity}.{file.language}"


def _story(file: RecordFile, data: bytes, languages: tuple[str, ...]) -> _Content:
    """Read Markdown beside a record."""
    if languages and file.language not in languages:
        given = {"language": file.language, "languages": ", ".join(languages)}
        # As if it were not there: it is no story of this site.
        return _Content(problems=[problem("STORY-LANGUAGE", SourceLocation(file.path), **given)])
    text, problems = read_story(data, file.path)
    if text is None:
        return _Content(problems=problems, faulty={_story_key(file)})
    entry = CacheEntry("", "", length=len(text), may_link=may_link(text))
    return _Content(entry, text.encode(), problems)


def _records(file: RecordFile, data: bytes, languages: tuple[str, ...]) -> _Content:
    """Read the records of one YAML file, and judge each by itself."""
    path, model = file.path, RECORDS[file.kind]
    if file.identity != "*" and not _is_id(file.identity.partition("/")[0]):
        return _Content(problems=_impossible_id(file), faulty={(file.kind, file.identity)})
    nodes = read_yaml(
        data,
        path,
        locations=LASTING if file.kind == "product" else False,
        markdown=MARKDOWN.get(file.kind, ""),
    )
    content = _Content(problems=nodes.problems)
    if nodes.data is None:
        content.faulty.add((file.kind, file.identity))
        return content
    table = Table(lambda: read_yaml(data, path).positions)
    parts: list[tuple[Data, Positions, int]] = [(nodes.data, Positions(table), -1)]
    if model.id_in_file:
        if not isinstance(nodes.data, list):
            location = location_of((), Positions(table), path)
            content.problems.append(problem("TYPE-LIST", location, example_vi="", example_en=""))
            content.faulty.add((file.kind, "*"))
            return content
        parts = [(item, Positions(table, (at,)), at) for at, item in enumerate(nodes.data)]
    cached: list[CachedRecord] = []
    for part, positions, index in parts:
        identity = None if model.id_in_file else file.identity
        record, faults = validate(model, part, positions, path, identity)
        content.problems += faults
        if record is None:
            named = part.get("id") if isinstance(part, dict) else None
            content.faulty.add((file.kind, identity or (named if isinstance(named, str) else "*")))
            continue
        whole = record_json(record)
        alone = judge(file.kind, record, whole, path, positions, languages=languages, shown=nodes.positions)
        summary = summary_json(file.kind, record, whole)
        digests = (hashlib.sha256(summary).hexdigest(), hashlib.sha256(whole).hexdigest())
        cached.append(CachedRecord(record.id, index, digests, summary, alone))
        if file.kind in SUMMARIES:
            content.body = whole
    content.cache_entry = CacheEntry("", "", records=tuple(cached))
    return content


def _impossible_id(file: RecordFile) -> list[Problem]:
    """Return the problem of a name that cannot be an id; names of devices are reported for all files."""
    shown = printable(file.identity)[:80]
    if shown.upper() in DEVICES:
        return []
    fix = slug(file.identity)[:64].strip("-") or "gao-nep"
    return [problem("ID-SHAPE", SourceLocation(file.path), id=shown, fix=fix)]


def _is_id(name: str) -> bool:
    try:
        _ID.validate_python(name)
    except ValidationError:
        return False
    return True


# -- all files ------------------------------------------------------------------------------------------


def _entries(
    root: Path, claimed: Sequence[RecordFile], contents: Sequence[_Content], problems: list[Problem]
) -> dict[str, dict[str, Entry[Any]]]:
    """Return the records (of the kinds in ``SUMMARIES`` their summaries) by kind and id.

    Of two with one id, ``resolve_duplicate_ids`` decides which is kept, and adds the problem.
    """
    entries: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in RECORDS}
    same: dict[tuple[str, str], list[Entry[Any]]] = {}
    for kind, entries_of_kind in entries.items():
        cached_records = [
            (file, table, cached)
            for file, content in zip(claimed, contents, strict=True)
            if file.kind == kind and not file.language
            for table in [Table(partial(_positions, root, file))]
            for cached in content.cache_entry.records
        ]
        model = SUMMARIES.get(kind, RECORDS[kind])
        texts = b",".join(cached.text for _, _, cached in cached_records)
        records = TypeAdapter(list[model]).validate_json(b"[" + texts + b"]")  # type: ignore[valid-type]
        for (file, table, cached), record in zip(cached_records, records, strict=True):
            positions = Positions(table, (cached.index,) if cached.index >= 0 else ())
            entry = Entry(record, file.path, positions, cached.digests, cached.alone)
            same.setdefault((kind, cached.identity), []).append(entry)
            entries_of_kind.setdefault(cached.identity, entry)
    problems += resolve_duplicate_ids(entries, same)
    return entries


def _positions(root: Path, file: RecordFile) -> dict[Any, tuple[int, int]]:
    return read_yaml(read_file(root, file.found, file.limit)[0], file.path).positions


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
                found, faults = find_photo(root, folder, photo.file, files, cache, location=location)
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
