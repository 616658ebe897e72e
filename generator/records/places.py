"""Where each kind of record lies: which file holds what, by its path alone."""

import re
from functools import lru_cache

from generator.catalogue.model import RECORDS
from generator.text import nfc

FILES: dict[str, str] = {kind: vars(model)["file_pattern"] for kind, model in RECORDS.items()}
"""The pattern of each kind's files."""
STORIES = {"producer": "story", "page": "text"}
"""Kinds with Markdown beside them, and what its files are called."""


def kind_of(path: str) -> tuple[str, str] | None:
    """The kind of the record in a file and its id (the folder's or the file's name); None for other files.

    The id is ``*`` for lists, whose entries carry their own.
    """
    path = nfc(path)
    match = _patterns().fullmatch(path)
    if match is None:
        return None
    kind = (match.lastgroup or "").replace("_", "-")
    if RECORDS[kind].id_in_file:
        return kind, "*"
    parts = path.split("/")
    return kind, parts[-2] if "<id>/" in FILES[kind] else parts[-1].removesuffix(".yaml")


def story_of(path: str) -> tuple[str, str, str] | None:
    """The kind, id and language of a story's file; None for other files."""
    match = _stories().fullmatch(path)
    if match is None:
        return None
    kind = match.lastgroup or ""
    folder, _, name = path.rpartition("/")
    return kind, folder.rpartition("/")[2], name.split(".")[1]


@lru_cache(maxsize=1)
def _patterns() -> re.Pattern[str]:
    def shape(pattern: str) -> str:
        return re.escape(pattern).replace(r"\*", "[^/]+").replace("<id>", "[^/]+")

    return re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{shape(p)})" for kind, p in FILES.items()))


@lru_cache(maxsize=1)
def _stories() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            rf"(?P<{kind}>{re.escape(FILES[kind].split('<id>')[0])}[^/]+/{name}\.[A-Za-z-]+\.md)"
            for kind, name in STORIES.items()
        )
    )
