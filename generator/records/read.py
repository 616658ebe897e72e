"""The project's files → records, stories and pictures, with every problem collected.

A file that is as it was is not read again: what it says, and what is wrong with it alone, is cached
(``cache_entries.py``). Whole records wait in the cache until their own page is made (``record_store.py``).
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import fonts
from generator.catalogue.claims import resolve_duplicate_ids
from generator.catalogue.fields import DEVICES, LONGEST_ID, Id
from generator.catalogue.findings import location_of
from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.lots import product_of
from generator.catalogue.model import (
    OF_PROVINCE,
    RECORDS,
    SUMMARIES,
    Producer,
    Product,
    Record,
    record_json,
    summary_json,
    without_description,
)
from generator.catalogue.records import Entry, PhotoFile, RecordDigests, Records, Story
from generator.catalogue.single_record import LASTING, single_record_facts
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.progress import Progress
from generator.records.cache import Cache
from generator.records.cache_entries import (
    CachedRecord,
    CacheEntry,
    facts_digest,
    pack_index,
    pack_record,
    unpack_index,
)
from generator.records.files import PlainFile, RecordFile, printable, read_file, walk
from generator.records.issued import ReadCodes, read_issued_codes
from generator.records.limits import RECORD_LIMIT
from generator.records.meant_ids import with_suggested_ids
from generator.records.path_patterns import (
    FILES,
    PROVINCES,
    CodesPath,
    codes_of,
    file_in,
    folders_of_provinces,
    home_path,
    kind_of,
    story_of,
)
from generator.records.photos import find_photo
from generator.records.positions import Positions, Table
from generator.records.qualified import foreign_ids, with_folder
from generator.records.record_store import BODY, RECORDS_OF_FILE, Body, RecordStore, key_of
from generator.records.stories import may_link, read_story
from generator.records.unclaimed import unclaimed, unusable_names, unused_photos
from generator.records.validate import validate
from generator.records.vocabulary import packaged_files
from generator.records.written_codes import sample_by_written_code
from generator.records.yaml_nodes import Data, read_yaml
from generator.scan import Scan
from generator.text import nfc, slug
from generator.workers import spread

WORTH_WORKERS = 300
"""Fewer new files are read faster by one process than by several."""
SAVE_EVERY = 500
"""New files after which what was read is put away."""
USUAL_WORK = (
    ("product", "product", 1.0),
    ("producer", "producer", 1.0),
    ("lot", "lots", 2.0),
    ("page", "product", 1.0),
    ("asset", "product", 2.5),
)
"""Kinds of later work, with the kind of files that they come from and how many each such file mostly has."""
NEEDED = ("site",)
"""Kinds whose file every project has. Those of ``vocabulary.py`` come with the program if it lacks them."""
MARKDOWN = {"news": "text"}
"""Fields of records that are Markdown, by kind."""
_ID: TypeAdapter[str] = TypeAdapter(Id)
DIGEST_LENGTH = 24
"""Hexadecimal digits of a record's digest: 96 bits."""


@dataclass
class _Content:
    """What one file says, and what is wrong with it."""

    cache_entry: CacheEntry
    records: bytes = b""
    """Its records, each as :func:`~generator.records.cache_entries.pack_record` gives it."""
    body: bytes = b""
    """A whole record of a kind in ``SUMMARIES`` as JSON, or a story's text."""
    problems: list[Problem] = field(default_factory=list)
    faulty: set[tuple[str, str]] = field(default_factory=set)
    sample_by_code: dict[str, bool] = field(default_factory=dict)
    """By trace code of a faulty record: whether the record is a sample."""

    @property
    def is_valid(self) -> bool:
        """Whether it may be cached: a file with errors is read in every run."""
        return not self.faulty and not any(fault.is_error for fault in self.problems)


def read(
    root: Path, cache: Cache, scanned: Scan | None = None, progress: Progress | None = None
) -> tuple[Records, list[Problem]]:
    """Return every record of the project at ``root`` and every problem found in a single file.

    A record with an error is absent from the result; its problem is in the list. Nothing is
    thrown, whatever the files hold. Rules that need more than one file are in
    ``catalogue.check``. ``scanned`` is what was seen of its folders already; None looks now.
    ``progress`` is told of each file that is read.
    """
    return _Reading(root, cache, scanned, progress or Progress()).read()


class _Reading:
    """One reading of a project's files. The stages of :meth:`read` fill the fields after ``known``."""

    def __init__(self, root: Path, cache: Cache, scanned: Scan | None, progress: Progress) -> None:
        self.root = root
        self.cache = cache
        self.progress = progress
        self.files, self.folders, self.problems = walk(root, scanned)
        self.languages = _languages(root, self.files)
        self.rules = f"{_program()} {' '.join(self.languages)}"
        self.known = unpack_index(cache.get("index", "records") or b"", self.rules)
        """What the last run knew of each file; nothing where another program or other languages wrote it."""
        self.provinces = folders_of_provinces(self.files)
        """The folders of further provinces."""
        self.claimed: list[RecordFile] = []
        """Files that hold records and stories: packaged ones, then the project's by their paths."""
        self.packaged: frozenset[str] = frozenset()
        """Paths of the packaged ones."""
        self.unclaimed_paths: list[str] = []
        self.code_files: list[tuple[CodesPath, PlainFile]] = []
        """Files of numbered stamps."""
        self.index: dict[str, CacheEntry] = {}
        """What each claimed file says, by path."""
        self.held: dict[str, bytes] = {}
        """Records of files with errors, which are not cached, by the key of their file."""
        self.faulty: set[tuple[str, str]] = set()
        self.sample_by_code: dict[str, bool] = {}

    def read(self) -> tuple[Records, list[Problem]]:
        """Do it all."""
        if not self.known:
            for kind in (RECORDS_OF_FILE, BODY):
                self.cache.clear(kind)
        self.claim()
        self.read_files()
        bodies = {
            (file.kind, file.identity, file.language): Body(file, self.index[file.source.path].key)
            for file in self.claimed
        }
        store = RecordStore(self.cache, bodies, self.held, partial(_read_again, self.root, self.languages))
        entries = self.entries(store)
        self.report_missing_files()
        photos = self.photos(entries)
        issued = self.issued_codes(entries)
        self.report_unclaimed()
        self.cache.save()
        records = Records(
            entries,
            self.stories(),
            photos,
            issued.by_lot,
            frozenset(self.faulty),
            self.sample_by_code,
            store,
            self.digest(issued),
            {file.path: self.index[file.source.path].key for file in self.claimed},
        )
        return records, with_suggested_ids(self.problems, entries, self.provinces)

    def claim(self) -> None:
        """Tell the files that hold records and stories from the others.

        A folder whose name cannot be an id is told once, and nothing in it is read.
        """
        unusable = {folder for folder in self.provinces if not _is_id(folder)}
        for folder in sorted(unusable):
            self.problems += _impossible_id(folder, f"{PROVINCES}/{folder}")
        if unusable:
            self.folders = {path for path in self.folders if not home_path(f"{path}/", unusable).folder}
        known_folders = {"", *(self.provinces - unusable)}
        for path, source in self.files.items():
            entry = self.known.get(path)
            if entry and folder_of(entry.identity) in known_folders:
                self.claimed.append(RecordFile(source, entry.kind, entry.identity, entry.language))
            elif unusable and home_path(path, unusable).folder:
                continue
            elif record := kind_of(path, self.provinces):
                self.claimed.append(RecordFile(source, *record))
            elif story := story_of(path, self.provinces):
                self.claimed.append(RecordFile(source, *story))
            elif codes := codes_of(path, self.provinces):
                self.code_files.append((codes, source))
            else:
                self.unclaimed_paths.append(path)
        packaged = packaged_files({file.kind for file in self.claimed if not file.language})
        self.packaged = frozenset(file.path for file in packaged)
        self.claimed = [*packaged, *self.claimed]

    def report_missing_files(self) -> None:
        """Report the files that a project lacks, and the places of a province that has other records."""
        present = {(file.kind, file.folder) for file in self.claimed if not file.language}
        needed = [(kind, "") for kind in NEEDED]
        # One file of public keys may be that of all provinces.
        of_province = OF_PROVINCE - {"stamp-keys"}
        needed += [("places", folder) for kind, folder in sorted(present) if kind in of_province]
        needed += [] if self.provinces else [("places", "")]
        self.problems += [
            problem("FILE-MISSING", SourceLocation(file_in(folder, kind)))
            for kind, folder in dict.fromkeys(needed)
            if (kind, folder) not in present
        ]

    def read_files(self) -> None:
        """Find out what each file says: from the cache if it is unchanged, else by reading it."""
        new: list[RecordFile] = []
        for file in self.claimed:
            path = file.source.path
            entry = self.known.get(path)
            if entry is not None and entry.stamp == file.source.stamp:
                self.index[path] = entry
                self.problems += entry.warnings
            else:
                new.append(file)
        valid = dict(self.index)
        self.expect_work(new)
        work = partial(_read_file, self.root, self.known, self.languages)
        for count, content in enumerate(spread(work, new, in_parallel=len(new) >= WORTH_WORKERS), start=1):
            self.progress.did("file")
            entry = content.cache_entry
            self.index[entry.path] = entry
            if content.is_valid:
                valid[entry.path] = entry
                self.keep(content)
            else:
                self.held[entry.key] = content.records
            self.problems += self.reported(content)
            self.faulty |= content.faulty
            self.sample_by_code |= content.sample_by_code
            if count % SAVE_EVERY == 0:
                self.cache.save()
        keys = {entry.key for entry in valid.values()}
        for kind in (RECORDS_OF_FILE, BODY):
            self.cache.forget(kind, [entry.key for entry in self.known.values() if entry.key not in keys])
        if valid != self.known:
            self.cache.put("index", "records", pack_index(valid.values(), self.rules))

    def expect_work(self, new: Sequence[RecordFile]) -> None:
        """Say how many files are read, and what will be made of them, as far as can be told now."""
        self.progress.expect("file", len(new))
        kinds = Counter(file.kind for file in new if not file.language)
        for kind, of_kind, each in USUAL_WORK:
            self.progress.expect(kind, round(kinds[of_kind] * each))
        self.progress.begin("reading")

    def keep(self, content: _Content) -> None:
        """Cache what a file says; nothing where the last run knew this content already."""
        key = content.cache_entry.key
        if content.records:
            self.cache.put(RECORDS_OF_FILE, key, content.records)
        if content.body:
            self.cache.put(BODY, key, content.body)

    def reported(self, content: _Content) -> list[Problem]:
        """The problems of a file that are told.

        A folder whose name cannot be an id is reported at its product, not at its lots as well.
        """
        entry = content.cache_entry
        home = entry.path.rpartition("/lots")[0]
        if entry.kind == "lots" and f"{home}/product.yaml" in self.files:
            return [fault for fault in content.problems if fault.code != "ID-SHAPE"]
        return content.problems

    def entries(self, store: RecordStore) -> dict[str, dict[str, Entry[Any]]]:
        """Return the records (of the kinds in ``SUMMARIES`` their summaries) by kind and id.

        Of two with one id, ``resolve_duplicate_ids`` decides which is kept, and adds the problem; a
        packaged one gives way to the project's.
        """
        entries: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in RECORDS}
        same: dict[tuple[str, str], list[Entry[Any]]] = {}
        for file in self.claimed:
            cache_entry = self.index[file.source.path]
            table = Table(partial(_positions, self.root, file, store.opened))
            body = Body(file, cache_entry.key)
            entries_of_kind = entries[file.kind]
            for number, cached in enumerate(cache_entry.records):
                positions = Positions(table, (cached.list_index,) if cached.list_index >= 0 else ())
                decode = partial(store.summary, body, number)
                entry: Entry[Any] = Entry(file.path, decode, positions, cached.digests, file.folder)
                first = entries_of_kind.setdefault(cached.identity, entry)
                if first.file in self.packaged:
                    # The project's own words take the place of those that come with the program.
                    entries_of_kind[cached.identity] = entry
                elif first is not entry:
                    same.setdefault((file.kind, cached.identity), [first]).append(entry)
        self.problems += resolve_duplicate_ids(entries, same)
        return entries

    def stories(self) -> dict[tuple[str, str, str], Story]:
        """Return the Markdown texts by kind and id of their record, and language."""
        pairs = ((file, self.index[file.source.path]) for file in self.claimed if file.language)
        return {
            (file.kind, file.identity, file.language): Story(
                file.path, entry.key, entry.length, entry.may_link
            )
            for file, entry in pairs
            if entry.length
        }

    def issued_codes(self, entries: Mapping[str, Mapping[str, Entry[Any]]]) -> ReadCodes:
        """Return the numbered stamps of lots; report files of them that cannot be used."""
        keys = {key.id: key for entry in entries["stamp-keys"].values() for key in entry.record.keys}
        issued = read_issued_codes(self.root, self.code_files, keys, self.cache)
        self.problems += issued.problems
        self.faulty |= issued.faulty
        return issued

    def digest(self, issued: ReadCodes) -> str:
        """Return what :attr:`Records.digest` documents."""
        lines = [
            f"{path} {record.identity} {record.digests.summary} {record.facts}"
            for path in (file.source.path for file in self.claimed)
            for record in self.index[path].records
        ]
        codes = sorted((lot, codes.file, codes.signed) for lot, codes in issued.by_lot.items())
        more = (
            sorted(self.stories()),
            codes,
            sorted(self.faulty),
            sorted(self.sample_by_code.items()),
            self.rules,
        )
        return hashlib.sha256("\n".join([*lines, repr(more)]).encode(errors="surrogateescape")).hexdigest()

    def photos(self, entries: Mapping[str, Mapping[str, Entry[Any]]]) -> dict[str, PhotoFile]:
        """Return the pictures that records name; report those that cannot be used, and unused ones."""
        photos: dict[str, PhotoFile] = {}
        missing: set[str] = set()
        for file in self.claimed:
            for cached in self.index[file.source.path].records:
                entry = entries[file.kind][cached.identity]
                if not cached.photos or entry.file != file.path:
                    continue
                folder, location = entry.file.rpartition("/")[0], SourceLocation(entry.file)
                for index, name in enumerate(cached.photos):
                    photo, faults = find_photo(
                        self.root, folder, name, self.files, self.cache, location=location
                    )
                    if photo is not None:
                        photos[f"{folder}/{name}"] = photo
                    if faults:
                        missing.add(folder)
                        at = location_of(("photos", index, "file"), entry.positions, entry.file)
                        self.problems += [Problem(fault.code, at, fault.values) for fault in faults]
        used = {photo.file for photo in photos.values()}
        self.cache.forget("photo", [path for path, _ in self.cache.all("photo") if path not in used])
        unusable = unusable_names(self.files)
        self.problems += unusable
        used |= {fault.location.file for fault in unusable}
        self.problems += unused_photos(self.unclaimed_paths, entries, missing, used)
        return photos

    def report_unclaimed(self) -> None:
        """Report the files that nobody reads; records that were meant by them count as faulty."""
        homes = {
            file.source.path.rpartition("/")[0]: file.kind
            for file in self.claimed
            if not file.language and ":" not in file.identity
        } | {file.path.rpartition("/")[0]: "codes" for _, file in self.code_files}
        problems, meant = unclaimed(self.unclaimed_paths, self.files, self.folders, homes, self.provinces)
        self.problems += problems
        self.faulty |= meant.keys()
        for (kind, identity), path in meant.items():
            if kind == "product":
                content = read_file(self.root, self.files[path], RECORD_LIMIT)[0]
                self.sample_by_code |= sample_by_written_code(content, folder_of(identity))


def _languages(root: Path, files: Mapping[str, PlainFile]) -> tuple[str, ...]:
    """The languages of the site, which say what every record must have; none if the settings are at fault."""
    path = FILES["site"]
    if path not in files:
        return ()
    data = read_yaml(read_file(root, files[path], RECORD_LIMIT)[0], path, locations=False).data
    try:
        site = RECORDS["site"].model_validate({**data, "id": "site"} if isinstance(data, dict) else data)
    except ValidationError:
        return ()
    return tuple(language.code for language in site.languages)  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _program() -> str:
    """Changes with the code that reads and judges records: nothing is remembered from an older one."""
    digest = hashlib.sha256()
    here = Path(__file__).parent.parent
    for pattern in (
        "records/*.py",
        "catalogue/*.py",
        "diagnostics/*.py",
        "messages/*.*",
        "vocabulary/*.yaml",
        "text.py",
        "dates.py",
        "fonts.py",
    ):
        for path in sorted(here.glob(pattern)):
            digest.update(path.read_bytes())
    for library in ("pyyaml", "pydantic", "python-slugify", "phonenumbers", *fonts.PACKAGES):
        digest.update(version(library).encode())
    return digest.hexdigest()


def _positions(root: Path, file: RecordFile, opened: set[str]) -> dict[Any, tuple[int, int]]:
    opened.add(file.path)
    return read_yaml(read_file(root, file.source, file.limit)[0], file.path).positions


def _read_file(
    root: Path, known: Mapping[str, CacheEntry], languages: tuple[str, ...], file: RecordFile
) -> _Content:
    """Read one file; what is known already of the same content is not worked out again."""
    path, stamp = file.source.path, file.source.stamp if file.source.settled else ""
    data, problems = read_file(root, file.source, file.limit)
    key = key_of(path, data)
    before = known.get(path)
    if before is not None and before.key == key and not problems:
        return _Content(replace(before, stamp=stamp), problems=list(before.warnings))
    content = _Content(
        CacheEntry(path, file.kind, file.identity, file.language, stamp, key), problems=problems
    )
    if problems:
        content.faulty.add(_story_key(file) if file.language else (file.kind, file.identity))
    elif file.language:
        _read_story(content, file, data, languages)
    else:
        _read_records(content, file, data, languages)
    if content.faulty and file.kind in ("product", "ledger"):
        content.sample_by_code = sample_by_written_code(data, file.folder)
    content.cache_entry.warnings = tuple(content.problems)
    return content


def _read_again(root: Path, languages: tuple[str, ...], body: Body) -> tuple[bytes, bytes] | None:
    """Return what the cache has lost: records and body of a file; None if the file has changed."""
    content = _read_file(root, {}, languages, body.file)
    return (content.records, content.body) if content.cache_entry.key == body.key else None


# -- one file -------------------------------------------------------------------------------------------


def _story_key(file: RecordFile) -> tuple[str, str]:
    return f"{file.kind}-story", f"{file.identity}.{file.language}"


def _read_story(content: _Content, file: RecordFile, data: bytes, languages: tuple[str, ...]) -> None:
    """Read Markdown beside a record into ``content``."""
    if languages and file.language not in languages:
        given = {"language": file.language, "languages": ", ".join(languages)}
        # As if it were not there: it is no story of this site.
        content.problems.append(problem("STORY-LANGUAGE", SourceLocation(file.path), **given))
        return
    text, content.problems = read_story(data, file.path)
    if text is None:
        content.faulty.add(_story_key(file))
        return
    content.cache_entry.length, content.cache_entry.may_link = len(text), may_link(text)
    content.body = text.encode()


def _read_records(content: _Content, file: RecordFile, data: bytes, languages: tuple[str, ...]) -> None:
    """Read the records of one YAML file into ``content``, and note what follows from each alone."""
    path, model = file.path, RECORDS[file.kind]
    name = bare_id(product_of(file.identity))
    if name != "*" and not _is_id(name):
        content.problems = _impossible_id(name, path)
        content.faulty.add((file.kind, file.identity))
        return
    nodes = read_yaml(
        data,
        path,
        locations=LASTING if file.kind == "product" else False,
        markdown=MARKDOWN.get(file.kind, ""),
    )
    content.problems = nodes.problems
    if nodes.data is None:
        content.faulty.add((file.kind, file.identity))
        return
    table = Table(lambda: read_yaml(data, path).positions)
    parts: list[tuple[Data, Positions, int]] = [(nodes.data, Positions(table), -1)]
    if model.id_in_file:
        if not isinstance(nodes.data, list):
            location = location_of((), Positions(table), path)
            content.problems.append(problem("TYPE-LIST", location, example_vi="", example_en=""))
            content.faulty.add((file.kind, "*"))
            return
        parts = [(item, Positions(table, (at,)), at) for at, item in enumerate(nodes.data)]
    parts = [(with_folder(file.kind, part, file.folder), at, index) for part, at, index in parts]
    cached: list[CachedRecord] = []
    packed: list[bytes] = []
    for part, positions, index in parts:
        identity = None if model.id_in_file else file.identity
        record, faults = validate(model, part, positions, path, identity)
        faults += _foreign_ids(file, record, positions) if record else []
        content.problems += faults
        if record is None or faults:
            named = part.get("id") if isinstance(part, dict) else None
            content.faulty.add((file.kind, identity or (named if isinstance(named, str) else "*")))
            continue
        whole = record_json(record)
        facts = single_record_facts(
            file.kind, record, whole, path, positions, languages=languages, shown=nodes.positions
        )
        summary = summary_json(file.kind, record, whole)
        facts_json = record_json(without_description(record)) if isinstance(record, Product) else b""
        digests = RecordDigests(*(_digest(text) if text else "" for text in (summary, whole, facts_json)))
        photos = [photo.file for photo in record.photos] if isinstance(record, Product | Producer) else ()
        cached.append(CachedRecord(record.id, index, digests, facts_digest(facts), photos))
        packed.append(pack_record(facts, summary))
        if file.kind in SUMMARIES:
            content.body = whole
    content.cache_entry.records = tuple(cached)
    content.records = b"\n".join(packed)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:DIGEST_LENGTH]


def _impossible_id(name: str, path: str) -> list[Problem]:
    """Return the problem of a name that cannot be an id; names of devices are reported for all files."""
    shown = printable(name)[:80]
    if shown.upper() in DEVICES:
        return []
    fix = slug(name, LONGEST_ID) or "gao-nep"
    return [problem("ID-SHAPE", SourceLocation(printable(nfc(path))), id=shown, fix=fix)]


def _foreign_ids(file: RecordFile, record: Record, positions: Positions) -> list[Problem]:
    """Return a problem for each id that gives what is a province's own the folder of another one."""
    return [
        problem(
            "PATTERN-ID",
            location_of(at, positions, file.path),
            written=identity,
            fix=bare_id(identity),
            about_vi="",
            about_en="",
        )
        for at, identity in foreign_ids(file.kind, record, file.folder)
    ]


def _is_id(name: str) -> bool:
    try:
        _ID.validate_python(name)
    except ValidationError:
        return False
    return True
