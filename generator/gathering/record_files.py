"""The records of a copy as the files of a project: the same copy gives the same bytes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from generator.catalogue.lots import product_of
from generator.catalogue.model import RECORDS, Issue, Record
from generator.gathering.copies import Copy
from generator.messages import both
from generator.records.write import file_of, record_file, story_file_of

NO_PLACE = "khac"
"""The folder of products whose place is not known."""
Content = Callable[[], bytes]
"""Makes the bytes of a file: pictures are not held in memory."""


def project_files(copy: Copy) -> dict[str, Content]:
    """Return every file of the project that has the records of a copy, by path.

    Making a picture's bytes may raise :class:`~generator.gathering.copies.FaultyCopyError`.
    """
    return dict(_files(copy))


def _files(copy: Copy) -> Iterator[tuple[str, Content]]:
    note = _note(copy)
    folders: dict[str, str] = {}
    for identity, product in copy.records.get("product", {}).items():
        folders[identity] = file_of("product", identity, _place(product)).rpartition("/")[0]
    for kind, records in copy.records.items():
        if RECORDS[kind].id_in_file:
            path = file_of(kind, "")
            yield path, _text(record_file(kind, records.values(), path, note))
            continue
        for identity, record in records.items():
            owner = folders.get(product_of(identity), f"products/{NO_PLACE}")
            path = file_of(kind, identity, owner.split("/")[1] if kind in ("product", "lots") else "")
            written = _with_uses(record) if kind == "ledger" else record
            yield path, _text(record_file(kind, [written], path, note))
            for photo in getattr(record, "photos", ()):
                yield f"{path.rpartition('/')[0]}/{photo.file}", copy.photos[photo.file]
    for (kind, identity, language), text in copy.texts.items():
        yield story_file_of(kind, identity, language), _text(text)


def _place(product: Any) -> str:
    return product.origin.district or product.origin.commune or NO_PLACE


def _note(copy: Copy) -> str:
    words = both("gather.head", home=copy.index.home)
    return f"{words['vi']} · {words['en']}"


def _with_uses(ledger: Any) -> Record:
    """Return the ledger with words for what its addresses were printed for, which no catalogue publishes."""
    use = " · ".join(both("gather.use").values())
    issued: tuple[Issue, ...] = ledger.issued
    result: Record = ledger.model_copy(
        update={"issued": tuple(issue.model_copy(update={"use": use}) for issue in issued)}
    )
    return result


def _text(text: str) -> Content:
    return partial(str.encode, text)
