"""Reading of a copy of what a catalogue publishes (``docs/exchange.md``).

A copy was fetched by any means and is not trusted: sizes are capped before reading, links are never
followed, only the paths that the format has are opened, every file must have the size and digest that the
index gives it, and every record must be as its model says. The first fault ends the reading of the copy.
"""

import json
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.catalogue import exchange_format as form
from generator.catalogue.check_relations import REFERENCES, values_at
from generator.catalogue.exchange_format import FORMAT, INDEX, MEDIA, PHOTO, ExchangeIndex, path_of
from generator.catalogue.fields import LanguageCode
from generator.catalogue.findings import dotted
from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.model import RECORDS, HomeAddresses, Part, Photo, Product, Record
from generator.diagnostics.problem import Problem
from generator.messages import LANGUAGES, both
from generator.records.files import printable
from generator.records.limits import CODES_LIMIT
from generator.records.qualified import foreign_ids
from generator.records.validate import validate

INDEX_SIZE = 64 * 1024 * 1024
"""Some 500,000 files."""
MOST_FILES = 500_000
TABLE_SIZE = 32 * 1024 * 1024
"""All records of a kind that stand in one file."""
RECORD_SIZE = 1024 * 1024
"""A product or producer: several times what a record and a story may have."""
LOTS_SIZE = 8 * 1024 * 1024
PHOTO_SIZE = 4 * 1024 * 1024
"""A picture of 1,600 pixels has a tenth of it."""
CODES_SIZE = CODES_LIMIT.size
"""Of a file of a lot's numbered stamps."""
MOST_DEEP = 30
"""Levels of a JSON file; records have eight at most."""
NEEDED = ("site", "criteria", "places", "producer-kind")
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))

M = TypeVar("M", bound=BaseModel)
Words = Mapping[str, str]
"""A sentence by language."""


class FaultyCopyError(Exception):
    """Raised where a copy cannot be used; says in which file and why."""

    def __init__(self, file: str, words: Words) -> None:
        super().__init__(file, words.get("en"))
        self.file = printable(file)
        self.words = words


@dataclass
class Copy:
    """What a catalogue publishes."""

    index: ExchangeIndex
    digest: str
    """Of the index, and so of all that it names."""
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    """By kind and id."""
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Markdown by kind and id of its record, and language."""
    homes: dict[str, HomeAddresses] = field(default_factory=dict)
    """By product."""
    photos: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    """Reads the picture of a name that a record gives. Raises :class:`FaultyCopyError`."""
    codes: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    """Reads a file of a lot's numbered stamps, by its path. Raises :class:`FaultyCopyError`."""


class _File(Part):
    """The members of a file of the format; a product's file has others beside them."""

    model_config = ConfigDict(extra="ignore")

    format: int
    kind: str
    records: list[dict[str, Any]]
    texts: dict[str, dict[LanguageCode, str]] = Field(default_factory=dict)
    pages: dict[str, str] = Field(default_factory=dict)
    trace: str | None = None


def read_copy(root: Path) -> Copy:
    """Return what the copy in the folder ``root`` publishes.

    Raises :class:`FaultyCopyError` for anything that is not as the format says, and where a file is missing.
    """
    content = _read(root, INDEX, INDEX_SIZE)
    data = _json(INDEX, content)
    if isinstance(data, dict) and data.get("format") != FORMAT:
        raise FaultyCopyError(INDEX, both("gather.format", written=_shown(data.get("format")), known=FORMAT))
    index = _model(ExchangeIndex, INDEX, data)
    copy = Copy(index, _digest(content))
    files = {file.path: file for file in index.files}
    if len(files) > MOST_FILES:
        raise FaultyCopyError(INDEX, both("gather.too-many", count=len(files), limit=MOST_FILES))
    for path, file in files.items():
        _take(root, copy, path, (file.bytes, file.digest))
    for kind in NEEDED:
        if not copy.records.get(kind):
            raise FaultyCopyError(path_of(kind, ""), both("gather.missing"))
    _check_photos(copy)
    _check_codes(copy)
    return copy


def _take(root: Path, copy: Copy, path: str, expected: tuple[int, str]) -> None:
    """Take a file that the index names with its size and digest: its records, or how it is read later."""
    if path.startswith(MEDIA) and PHOTO.fullmatch(path.removeprefix(MEDIA)):
        read = partial(_read_listed, root, path, PHOTO_SIZE, expected)
        copy.photos[path.removeprefix(MEDIA)] = read
    elif form.CODES_FILE.fullmatch(path):
        copy.codes[path] = partial(_read_listed, root, path, CODES_SIZE, expected)
    elif kind := _kind_of(path):
        _add(copy, path, kind, _read_listed(root, path, _limit(kind), expected))
    else:
        raise FaultyCopyError(INDEX, both("gather.path", path=_shown(path)))


def _check_codes(copy: Copy) -> None:
    """Check that numbered stamps are of products of the copy; what they say is checked in the project."""
    products = copy.records.get("product", {})
    for path, read in copy.codes.items():
        match = form.CODES_FILE.fullmatch(path)
        if match and match["product"] not in products:
            raise FaultyCopyError(path, both("gather.id", id=_shown(match["product"])))
        read()  # once, so that nothing is written from a broken copy


def _add(copy: Copy, path: str, kind: str, content: bytes) -> None:
    """Add the records of a file."""
    data = _json(path, content)
    file = _model(_File, path, data)
    if file.format != FORMAT:
        raise FaultyCopyError(path, both("gather.format", written=file.format, known=FORMAT))
    if file.kind != kind:
        raise FaultyCopyError(path, both("gather.kind", written=_shown(file.kind), kind=kind))
    known = copy.records.setdefault(kind, {})
    for plain in file.records:
        record, problems = validate(RECORDS[kind], plain, {}, path, None)
        if record is None:
            raise FaultyCopyError(path, words_of(problems))
        if path_of(kind, record.id) != path or record.id in known or not _has_a_file(kind, record.id):
            raise FaultyCopyError(path, both("gather.id", id=_shown(record.id)))
        known[record.id] = record
        if isinstance(record, Product):
            copy.homes[record.id] = record.home or _home(copy.index.home, path, file)
    for identity, texts in file.texts.items():
        if kind not in form.WITH_TEXTS or identity not in known:
            raise FaultyCopyError(path, both("gather.id", id=_shown(identity)))
        copy.texts |= {(kind, identity, language): text for language, text in texts.items()}


def _home(home: str, path: str, file: _File) -> HomeAddresses:
    """Return a product's addresses, all of which must lie below that of the catalogue.

    A product that is itself a copy has those of its own home instead.
    """
    _check_below(home, path, (*file.pages.values(), file.trace))
    return _model(HomeAddresses, path, {"pages": file.pages, "trace": file.trace})


def _check_below(home: str, path: str, addresses: Iterable[str | None]) -> None:
    for address in addresses:
        if address is not None and not address.startswith(f"{home}/"):
            raise FaultyCopyError(path, both("gather.address", address=_shown(address), home=home))


def _has_a_file(kind: str, identity: str) -> bool:
    """Whether a record has a file of its own in a project: of some kinds a province has one record alone."""
    pattern = vars(RECORDS[kind])["file_pattern"]
    return RECORDS[kind].id_in_file or "<id>" in pattern or bare_id(identity) == kind


def check_one_province(copy: Copy, home: str) -> None:
    """Check that a copy of one province claims nothing of another one.

    So its records have ids without a province and name no others, and the addresses of its products lie
    below ``home``. Raises :class:`FaultyCopyError`.
    """
    for kind, records in copy.records.items():
        for identity, record in records.items():
            named = (values_at(record, fields) for fields in REFERENCES.get(kind, {}))
            for _, value in chain(foreign_ids(kind, record, ""), *named):
                if folder_of(str(value)):
                    raise FaultyCopyError(path_of(kind, identity), both("gather.foreign", id=_shown(value)))
    for identity, addresses in copy.homes.items():
        _check_below(home, path_of("product", identity), (*addresses.pages.values(), addresses.trace))


def _check_photos(copy: Copy) -> None:
    """Check that each photo of a record is one of the pictures that the index names."""
    for kind in ("product", "producer"):
        for identity, record in copy.records.get(kind, {}).items():
            photos: Iterable[Photo] = record.photos  # type: ignore[attr-defined]
            for photo in photos:
                if photo.file not in copy.photos:
                    raise FaultyCopyError(
                        path_of(kind, identity), both("gather.photo", file=_shown(photo.file))
                    )
                copy.photos[photo.file]()  # read once, so that nothing is written from a broken copy


def _kind_of(path: str) -> str:
    """Return the kind of the records in a file of the format; empty for any other path."""
    for kind in RECORDS:
        if kind in form.TOGETHER and path == path_of(kind, ""):
            return kind
    for kind, folder in (("product", form.PRODUCTS), ("producer", form.PRODUCERS), ("lots", form.LOTS)):
        if path.startswith(folder) and form.ONE_RECORD.fullmatch(path):
            return kind
    return ""


def _limit(kind: str) -> int:
    if kind in form.TOGETHER:
        return TABLE_SIZE
    return LOTS_SIZE if kind == "lots" else RECORD_SIZE


# -- files and JSON ---------------------------------------------------------------------------------


def _read_listed(root: Path, path: str, limit: int, expected: tuple[int, str]) -> bytes:
    """Return a file's bytes, which must have the size and digest that the index gives."""
    content = _read(root, path, limit)
    if (len(content), _digest(content)) != expected:
        raise FaultyCopyError(path, both("gather.digest"))
    return content


def _read(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a plain file below ``root`` that is reached through plain folders alone."""
    *folders, name = path.split("/")
    place = root
    try:
        for folder in folders:
            place /= folder
            if not stat.S_ISDIR(place.lstat().st_mode):
                raise FaultyCopyError(path, both("gather.not-plain"))
        place /= name
        if not stat.S_ISREG(place.lstat().st_mode):
            raise FaultyCopyError(path, both("gather.not-plain"))
        with os.fdopen(os.open(place, _FLAGS), "rb") as stream:
            content = stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FaultyCopyError(path, both("gather.missing")) from None
    except (OSError, ValueError) as error:
        raise FaultyCopyError(path, both("gather.unreadable", reason=str(error))) from None
    if len(content) > limit:
        raise FaultyCopyError(path, both("gather.too-big", limit=limit // 1024))
    return content


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=form.DIGEST_BYTES).hexdigest()


def _json(path: str, content: bytes) -> Any:
    """Return what a JSON file says: no value twice, no NaN, no text that is not Unicode, not too deep."""
    try:
        text = content.decode()
        data = json.loads(text, parse_constant=_refuse, object_pairs_hook=_members)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise FaultyCopyError(path, both("gather.json")) from None
    if _depth(data) > MOST_DEEP:
        raise FaultyCopyError(path, both("gather.json"))
    return data


def _refuse(word: str) -> None:
    raise ValueError(word)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def _depth(data: Any) -> int:
    """Return how many levels of lists and groups there are, counted without calls into the depth."""
    depth, level = 0, [data]
    while level:
        depth += 1
        groups = [group for group in level if isinstance(group, list | dict)]
        level = [
            inner for group in groups for inner in (group.values() if isinstance(group, dict) else group)
        ]
    return depth


def _model(model: type[M], path: str, data: Any) -> M:
    """Return the values of an envelope; names the first member that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = dotted(detail["loc"]) or "–"
        raise FaultyCopyError(path, both("gather.member", member=_shown(where))) from None


def words_of(problems: Iterable[Problem]) -> Words:
    """Return the first problem as a sentence by language, with its code."""
    first = next(iter(problems))
    return {language: f"{first.code}: {first.sentence(language)}" for language in LANGUAGES}


def _shown(value: object) -> str:
    """Return a value of a copy as a message can show it."""
    return printable(str(value))[:80]
