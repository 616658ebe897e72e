"""The project's files → records, stories and pictures, with every problem collected."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from generator.catalogue.findings import place_of
from generator.catalogue.model import RECORDS, Entry, Id, PhotoFile, Record, Site, Story
from generator.catalogue.model import Path as ModelPath
from generator.catalogue.records import Records
from generator.problems import Place, Problem, problem
from generator.records.files import Found, printable, read_file, walk
from generator.records.memory import Memory
from generator.records.photos import SUFFIXES, find_photo
from generator.records.positions import Positions, Spot, Table
from generator.records.stories import MAX_SIZE as STORY_SIZE
from generator.records.stories import read_story
from generator.records.validate import validate
from generator.records.yaml_nodes import Data, read_yaml
from generator.text import nfc, slug
from generator.workers import spread

RECORD_SIZE = 64 * 1024
TABLE_SIZE = 256 * 1024
LEDGER_SIZE = 4 * 1024 * 1024
"""Some twenty thousand printed addresses: the ledger only grows."""
WORTH_WORKERS = 300
"""Fewer new files are read faster by one process than by several."""
FILES: dict[str, str] = {kind: vars(model)["file_pattern"] for kind, model in RECORDS.items()}
"""The pattern of each kind's files."""
_TABLES = ("places", "criteria", "producer-kind", "document", "chain")
NEEDED = ("site", "criteria", "places", "producer-kind")
"""Kinds whose file every project has."""
STORIES = {"producer": "story", "page": "text"}
"""Kinds with Markdown beside them, and what its files are called."""
_ID: TypeAdapter[str] = TypeAdapter(Id)
_READERS = ("yaml_nodes.py", "read.py")


@dataclass(frozen=True)
class _File:
    """A file that some pattern claims."""

    kind: str
    identity: str
    found: Found


@dataclass
class _Result:
    """What has been read so far."""

    entries: dict[str, dict[str, Entry[Any]]]
    problems: list[Problem]
    faulty: set[tuple[str, str]] = field(default_factory=set)

    def take(
        self,
        kind: str,
        model: type[Record],
        data: Data,
        positions: Positions,
        file: str,
        identity: str | None,
    ) -> None:
        """Add one record, or the reasons why it is none."""
        record, faults = validate(model, data, positions, file, identity)
        self.problems += faults
        if record is None:
            named = data.get("id") if isinstance(data, dict) else None
            self.faulty.add((kind, identity or (named if isinstance(named, str) else "*")))
            return
        entry = Entry(record, file, cast(dict[ModelPath, Spot], positions))
        first = self.entries[kind].setdefault(record.id, entry)
        if first is not entry:
            place = place_of(("id",), positions, file)
            self.problems.append(problem("ID-TWICE", place, id=record.id, other=first.file))


def read(root: Path, memory: Memory) -> tuple[Records, list[Problem]]:
    """Every record of the project at ``root`` and every problem found in a single file.

    A record with an error is absent from the result; its problem is in the list. Nothing is
    thrown, whatever the files hold. Rules that need more than one file are in
    ``catalogue.check``.
    """
    files, folders, problems = walk(root)
    claimed, rest = _claim(files.values())
    result = _Result({kind: {} for kind in RECORDS}, problems)
    _warm(root, claimed, memory)
    for file in claimed:
        _parse(root, file, memory, result)
    present = {file.kind for file in claimed}
    for kind in NEEDED:
        if kind not in present:
            problems.append(problem("FILE-MISSING", Place(FILES[kind])))
    photos = _photos(root, result.entries, files, memory, problems)
    languages = _languages(result.entries["site"].get("site"))
    stories = _stories(root, rest, languages, result)
    _leftovers(rest, files, folders, claimed, result)
    return Records(result.entries, stories, photos, frozenset(result.faulty)), problems


def _claim(files: Iterable[Found]) -> tuple[list[_File], dict[str, Found]]:
    """Which files hold records, in a fixed order, and the others by path."""
    patterns = _patterns()
    claimed: list[_File] = []
    rest: dict[str, Found] = {}
    for found in files:
        match = patterns.fullmatch(nfc(found.path))
        kind = (match.lastgroup or "").replace("_", "-") if match else None
        if kind is None:
            rest[found.path] = found
            continue
        claimed.append(_File(kind, _id_of(kind, nfc(found.path)), found))
    return claimed, rest


@lru_cache(maxsize=1)
def _patterns() -> re.Pattern[str]:
    def shape(pattern: str) -> str:
        return re.escape(pattern).replace(r"\*", "[^/]+").replace("<id>", "[^/]+")

    return re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{shape(p)})" for kind, p in FILES.items()))


def _id_of(kind: str, path: str) -> str:
    """The id that a file's path gives its record: the folder's or the file's name."""
    parts = path.split("/")
    pattern = FILES[kind]
    return parts[-2] if "<id>/" in pattern else parts[-1].removesuffix(".yaml")


def _warm(root: Path, claimed: Sequence[_File], memory: Memory) -> None:
    """Let the cores read what YAML is new to the memory, where that is much."""
    if len(claimed) < WORTH_WORKERS:
        return
    new: dict[str, tuple[bytes, str]] = {}
    for file in claimed:
        content, problems = read_file(root, file.found, _limit(file.kind))
        if not problems and memory.get("yaml", key := _key(content)) is None:
            new[key] = (content, printable(nfc(file.found.path)))
    for key, found in spread(_faultless, list(new.items()), worth=len(new) >= WORTH_WORKERS):
        if found:
            memory.put("yaml", key, found)


def _faultless(item: tuple[str, tuple[bytes, str]]) -> tuple[str, bytes]:
    """A file's data as the memory keeps it; nothing if it has a fault, which is found again in its turn."""
    key, (content, path) = item
    nodes = read_yaml(content, path, places=False)
    return key, b"" if nodes.problems else _kept(nodes.data)


def _parse(root: Path, file: _File, memory: Memory, result: _Result) -> None:
    """Add the records of one file to the result; its YAML comes from memory when it was read before."""
    path = printable(nfc(file.found.path))
    model = RECORDS[file.kind]
    whole = "*" if model.id_in_file else file.identity
    limit = _limit(file.kind)
    content, problems = read_file(root, file.found, limit)
    if not problems and not _is_id(file.identity):
        fix = slug(file.identity)[:64].strip("-") or "gao-nep"
        problems = [problem("ID-SHAPE", Place(path), id=printable(file.identity)[:80], fix=fix)]
    data: Data = None
    if not problems:
        data, problems = _yaml(content, path, memory)

    def find() -> dict[ModelPath, Spot]:
        return read_yaml(read_file(root, file.found, limit)[0], path).positions

    table = Table(find)
    result.problems += problems
    if data is None:
        result.faulty.add((file.kind, whole))
    elif not model.id_in_file:
        result.take(file.kind, model, data, Positions(table), path, file.identity)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            result.take(file.kind, model, item, Positions(table, (index,)), path, None)
    else:
        result.problems.append(problem("TYPE-LIST", place_of((), Positions(table), path)))
        result.faulty.add((file.kind, whole))


def _yaml(content: bytes, path: str, memory: Memory) -> tuple[Data, list[Problem]]:
    """The plain data of a file. Only faultless YAML is remembered: a fault is worth finding again."""
    key = _key(content)
    if (known := memory.get("yaml", key)) is not None:
        return cast(Data, json.loads(known)), []
    nodes = read_yaml(content, path, places=False)
    if not nodes.problems:
        memory.put("yaml", key, _kept(nodes.data))
    return nodes.data, nodes.problems


def _kept(data: Data) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _key(content: bytes) -> str:
    return hashlib.sha256(_rules() + content).hexdigest()


def _limit(kind: str) -> int:
    return LEDGER_SIZE if kind == "ledger" else TABLE_SIZE if kind in _TABLES else RECORD_SIZE


@lru_cache(maxsize=1)
def _rules() -> bytes:
    """Changes with the code that reads YAML, so that nothing is remembered from an older reader."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in _READERS)).digest()


def _is_id(name: str) -> bool:
    try:
        _ID.validate_python(name)
    except ValidationError:
        return False
    return True


def _photos(
    root: Path,
    entries: dict[str, dict[str, Entry[Any]]],
    files: dict[str, Found],
    memory: Memory,
    problems: list[Problem],
) -> dict[str, PhotoFile]:
    photos: dict[str, PhotoFile] = {}
    for kind in ("product", "producer"):
        for entry in entries[kind].values():
            folder = entry.file.rpartition("/")[0]
            for index, photo in enumerate(entry.record.photos):
                place = place_of(("photos", index, "file"), entry.positions, entry.file)
                found, faults = find_photo(root, folder, photo.file, files, memory, place)
                problems += faults
                if found is not None:
                    photos[f"{folder}/{photo.file}"] = found
    return photos


def _languages(site: Entry[Site] | None) -> tuple[str, ...]:
    return tuple(language.code for language in site.record.languages) if site else ()


def _stories(
    root: Path, rest: dict[str, Found], languages: tuple[str, ...], result: _Result
) -> dict[tuple[str, str, str], Story]:
    """The Markdown beside producers and pages; takes its files out of ``rest``."""
    stories: dict[tuple[str, str, str], Story] = {}
    for kind, name in STORIES.items():
        folder = FILES[kind].split("<id>")[0]
        shape = re.compile(rf"{re.escape(folder)}([^/]+)/{name}\.([A-Za-z-]+)\.md")
        for path in [path for path in rest if path.startswith(folder)]:
            if not (match := shape.fullmatch(path)):
                continue
            found = rest.pop(path)
            if languages and match[2] not in languages:
                given = {"language": match[2], "languages": ", ".join(languages)}
                result.problems.append(problem("STORY-LANGUAGE", Place(path), **given))
                continue
            content, faults = read_file(root, found, STORY_SIZE)
            story = None
            if not faults:
                story, faults = read_story(content, path)
            result.problems += faults
            if story is None:
                result.faulty.add((f"{kind}-story", f"{match[1]}.{match[2]}"))
            else:
                stories[kind, match[1], match[2]] = story
    return stories


def _leftovers(
    rest: dict[str, Found],
    files: dict[str, Found],
    folders: set[str],
    claimed: list[_File],
    result: _Result,
) -> None:
    """Tell what nobody reads and record folders without a record."""
    problems = result.problems
    homes = {file.found.path.rpartition("/")[0]: file.kind for file in claimed}
    for path in sorted(rest):
        folder = path.rpartition("/")[0]
        if path.lower().endswith(SUFFIXES) and homes.get(folder) in ("product", "producer", "lots"):
            continue
        if (meant := _meant(path)) and f"{folder}/{meant}" not in files:
            problems.append(problem("FILE-NAME", Place(printable(path)), expected=meant))
            # Who names this record is not at fault.
            result.faulty.add((meant.removesuffix(".yaml"), folder.rpartition("/")[2]))
            homes.setdefault(folder, "")
            continue
        code, expected = "FILE-UNEXPECTED", _expected(path)
        if path.lower().endswith(".yaml"):
            same = [shape for shape in FILES.values() if shape.rpartition("/")[2] == path.rpartition("/")[2]]
            code, expected = "FILE-PLACE", ", ".join(same) or expected
        problems.append(problem(code, Place(printable(path)), expected=expected))
    for folder in sorted(folders):
        depth, expected = folder.count("/"), _home_of(folder)
        if expected and folder not in homes:
            problems.append(problem("RECORD-MISSING", Place(printable(folder)), expected=expected))
        elif folder.startswith("content/") and depth == 1 and not _known_folder(folder):
            problems.append(problem("FILE-UNEXPECTED", Place(printable(folder)), expected=_expected(folder)))


def _meant(path: str) -> str:
    """The name that a record's or story's file should have, where its own comes close; else nothing.

    ``Product.yaml``, ``product.yml``, ``product.yaml.txt``, ``product (1).yaml``, ``story-vi.md``.
    """
    folder, _, name = nfc(path).rpartition("/")
    plain = re.sub(r"(\.txt|\.docx?)$|( \(\d+\)| - copy)(?=\.)", "", name.lower())
    plain = re.sub(r"\.yml$", ".yaml", plain)
    if story := re.fullmatch(r"(story|text)[ ._-]([a-z]{2,3})(\.md)?", plain):
        homes = [FILES[kind].rpartition("/")[0] for kind, own in STORIES.items() if own == story[1]]
        known = any(PurePosixPath(folder).match(home.replace("<id>", "*")) for home in homes)
        return f"{story[1]}.{story[2]}.md" if known else ""
    return plain if _patterns().fullmatch(f"{folder}/{plain}") else ""


def _home_of(folder: str) -> str:
    """The record file that a folder at this spot should have, or nothing."""
    parts = folder.split("/")
    if parts[0] == "products" and len(parts) == 3:
        return "product.yaml"
    if parts[0] == "content" and len(parts) == 3 and parts[1] in ("producers", "pages"):
        return f"{parts[1].removesuffix('s')}.yaml"
    return ""


def _known_folder(folder: str) -> bool:
    return any(pattern.startswith(folder + "/") for pattern in FILES.values())


def _expected(path: str) -> str:
    """The patterns of the same corner of the project."""
    corner = "/".join(path.split("/")[:2]) + "/"
    patterns = sorted(set(FILES.values()))
    top = corner.partition("/")[0] + "/"
    near = [p for p in patterns if p.startswith(corner)]
    return ", ".join(near or [p for p in patterns if p.startswith(top)])
