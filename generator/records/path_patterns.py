"""Patterns of the paths of records and stories: which file holds which kind. No file is read here."""

import re
from functools import lru_cache

from generator.catalogue.model import RECORDS
from generator.messages import message
from generator.text import nfc

FILES: dict[str, str] = {kind: vars(model)["file_pattern"] for kind, model in RECORDS.items()}
"""The pattern of each kind's files."""
MORE_FILES: dict[str, str] = {
    kind: vars(model)["more_files"] for kind, model in RECORDS.items() if "more_files" in vars(model)
}
"""A second pattern for kinds whose records may be divided into several files, one for each year."""
YEAR = "[0-9]{4}(?:-[0-9]{2})?"
"""``<year>`` of a pattern: a year, or a month of one where a year is too much for a file."""
STORIES = {"producer": "story", "page": "text"}
"""Kinds that have Markdown beside the record, with the first part of its files' names."""


def kind_of(path: str) -> tuple[str, str] | None:
    """Return kind and id (the folder's or file's name) of the record in a file; None for other files.

    The id is ``*`` for lists, whose entries carry their own; in a file of one year the year follows it.
    """
    path = nfc(path)
    match = _patterns().fullmatch(path)
    if match is None:
        return None
    kind = (match.lastgroup or "").replace("_", "-")
    if RECORDS[kind].id_in_file:
        return kind, "*"
    parts = path.removesuffix(".yaml").split("/")
    if kind in MORE_FILES and len(parts) > FILES[kind].count("/") + 1:
        return kind, f"{parts[-3]}/{parts[-1]}"
    return kind, parts[-2] if "<id>/" in FILES[kind] else parts[-1]


def story_of(path: str) -> tuple[str, str, str] | None:
    """Return kind, id and language of a story's file; None for other files."""
    match = _stories().fullmatch(path)
    if match is None:
        return None
    kind = match.lastgroup or ""
    folder, _, name = path.rpartition("/")
    return kind, folder.rpartition("/")[2], name.split(".")[1]


@lru_cache(maxsize=1)
def _patterns() -> re.Pattern[str]:
    def shape(pattern: str) -> str:
        return re.escape(pattern).replace(r"\*", "[^/]+").replace("<id>", "[^/]+").replace("<year>", YEAR)

    def shapes(kind: str) -> str:
        return "|".join(shape(patterns[kind]) for patterns in (FILES, MORE_FILES) if kind in patterns)

    return re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{shapes(kind)})" for kind in FILES))


@lru_cache(maxsize=1)
def _stories() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            rf"(?P<{kind}>{re.escape(FILES[kind].split('<id>')[0])}[^/]+/{name}\.[A-Za-z-]+\.md)"
            for kind, name in STORIES.items()
        )
    )


def shown_pattern(pattern: str, language: str) -> str:
    """Return a pattern of paths as the guides write it."""
    for mark, word in (("*", "words.path-place"), ("<id>", "words.path-id"), ("<year>", "words.path-year")):
        pattern = pattern.replace(mark, message(word, language))
    return pattern
