"""The records of a copy as the files of a project: the same copy gives the same bytes."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from generator.catalogue.exchange_format import CODES_FILE, PHOTO
from generator.catalogue.ids import by_folder, full_id
from generator.catalogue.lots import product_of
from generator.catalogue.model import RECORDS, Issue, Record
from generator.gathering.copies import Copy
from generator.messages import both
from generator.records.path_patterns import STORIES
from generator.records.write import NO_PLACE, file_of, place_folder, record_file, story_file_of

_STORY = re.compile(rf"{STORIES['producer']}\.[A-Za-z-]+\.md")
_WITH_FILES = ("product.yaml", "producer.yaml")
Content = Callable[[], bytes]
"""Makes the bytes of a file: pictures are not held in memory."""


def is_gathered(file: Path, home: str) -> bool:
    """Whether a file of a project was written from a copy of the catalogue at ``home``, not by somebody.

    Records say so in their first lines. Pictures and stories have names as only a copy gives them, and lie
    beside such a record.
    """
    if file.suffix == ".yaml":
        if not file.is_file() or file.is_symlink():
            return False
        with file.open(encoding="utf-8", errors="replace") as stream:
            head = [stream.readline(1000) for _ in range(3)]
        return any(line.startswith("#") and home in line for line in head)
    is_named_so = PHOTO.fullmatch(file.name) or _STORY.fullmatch(file.name)
    records = (file.with_name(name) for name in _WITH_FILES)
    return bool(is_named_so) and any(is_gathered(record, home) for record in records)


def project_files(copy: Copy, kinds: Container[str] = RECORDS, province: str = "") -> dict[str, Content]:
    """Return every file of the project that has the records of a copy, of some kinds, by path.

    ``province`` is the folder of the province, or empty where the records are the project's own.
    Making a picture's bytes may raise :class:`~generator.gathering.copies.FaultyCopyError`.
    """
    return dict(_files(copy, kinds, province))


def _files(copy: Copy, kinds: Container[str], province: str) -> Iterator[tuple[str, Content]]:
    note = _note(copy)
    products: dict[str, Any] = copy.records.get("product", {})
    places = {
        identity: place_folder(product.origin.district, product.origin.commune)
        for identity, product in products.items()
    }
    for kind, records in copy.records.items():
        if kind not in kinds or not records:
            continue
        if RECORDS[kind].id_in_file:
            for folder, ids in by_folder(records).items():
                path = file_of(kind, full_id(province or folder, kind))
                yield path, _text(record_file(kind, [records[identity] for identity in ids], path, note))
            continue
        for identity, record in records.items():
            place = places.get(product_of(identity), NO_PLACE)
            path = file_of(kind, full_id(province, identity), place)
            written = _with_uses(record, has_codes="stamp-keys" in kinds) if kind == "ledger" else record
            yield path, _text(record_file(kind, [written], path, note))
            for photo in getattr(record, "photos", ()):
                yield f"{path.rpartition('/')[0]}/{photo.file}", copy.photos[photo.file]
    if "stamp-keys" in kinds:
        yield from _code_files(copy, province, places)
    for (kind, identity, language), text in copy.texts.items():
        if kind not in kinds:
            continue
        yield story_file_of(kind, full_id(province, identity), language), _text(text)


def _code_files(copy: Copy, province: str, places: Mapping[str, str]) -> Iterator[tuple[str, Content]]:
    """Yield the files of numbered stamps, each in the folder of its product."""
    for path, read in copy.codes.items():
        if match := CODES_FILE.fullmatch(path):
            product = match["product"]
            record = file_of("product", full_id(province, product), places[product])
            yield f"{record.rpartition('/')[0]}/codes/{path.rpartition('/')[2]}", read


def _note(copy: Copy) -> str:
    words = both("gather.head", home=copy.index.home)
    return f"{words['vi']} · {words['en']}"


def _with_uses(ledger: Any, *, has_codes: bool) -> Record:
    """Return the ledger with words for what its addresses were printed for, which no catalogue publishes.

    Without the signed lists of numbered stamps their numbers are left out: the home catalogue issues them.
    """
    left_out = {} if has_codes else dict.fromkeys(("numbers", "key", "order"))
    update = {**left_out, "use": " · ".join(both("gather.use").values())}
    issued: tuple[Issue, ...] = ledger.issued
    entries = tuple(issue.model_copy(update=update) for issue in issued)
    result: Record = ledger.model_copy(update={"issued": entries})
    return result


def _text(text: str) -> Content:
    return partial(str.encode, text)
