"""Patterns of the paths of records and stories: which file holds which kind. No file is read here.

The records of a further province lie in folders of its own, ``content/provinces/<province>/…`` and
``products/<province>/<place>/<id>/…``. There every path is what it would be in a project of that province
alone, which :func:`home_path` tells; all patterns are of such paths.
"""

import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import NamedTuple

from generator.catalogue.ids import full_id
from generator.catalogue.model import OF_PROVINCE, RECORDS
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
MANIFEST, CODES_LIST = ".json", ".codes"
"""How the signed manifest of a lot's numbered stamps ends, and the list of their codes."""
PROVINCES = "content/provinces"
"""The folder that has a folder for each further province."""


_CODES = re.compile(
    r"products/[^/]+/(?P<id>[^/]+)/codes/(?P<lot>[A-Z0-9][A-Z0-9-]{0,19})(?P<end>\.json|\.codes)"
)


class HomePath(NamedTuple):
    """A path as it is in a project of its own province alone."""

    folder: str
    """The name of the province's folder; empty for what lies in the project itself."""
    path: str


def home_path(path: str, folders: Container[str]) -> HomePath:
    """Return a path as it is in a project of its province; ``folders`` are those in :data:`PROVINCES`.

    A place of the project's own province may have the name of a further province: how deep a file lies below
    ``products`` tells whose it is.
    """
    top, _, rest = path.partition("/")
    if path.startswith(f"{PROVINCES}/"):
        folder, _, rest = path.removeprefix(f"{PROVINCES}/").partition("/")
    elif top == "products" and not _patterns().fullmatch(path) and not _CODES.fullmatch(path):
        folder, _, rest = rest.partition("/")
    else:
        return HomePath("", path)
    return HomePath(folder, f"{top}/{rest}") if rest and folder in folders else HomePath("", path)


def folders_of_provinces(paths: Iterable[str]) -> frozenset[str]:
    """Return the names of the folders in :data:`PROVINCES` that hold a file."""
    inside = (path.split("/")[2:] for path in paths if path.startswith(f"{PROVINCES}/"))
    return frozenset(parts[0] for parts in inside if len(parts) > 1)


def file_in(folder: str, kind: str) -> str:
    """Return the path of a kind's file, or its pattern, for the province of a folder."""
    return path_in(folder, FILES[kind])


def path_in(folder: str, path: str) -> str:
    """Return where a file lies whose path in a project of its province alone is ``path``."""
    top, _, name = path.partition("/")
    between = "" if not folder else f"{folder}/" if top == "products" else f"provinces/{folder}/"
    return f"{top}/{between}{name}"


def kind_of(path: str, folders: Container[str] = ()) -> tuple[str, str] | None:
    """Return kind and id (the folder's or file's name) of the record in a file; None for other files.

    The id is ``*`` for lists, whose entries carry their own; in a file of one year the year follows it. It
    begins with the folder of the record's province, one of ``folders``.
    """
    folder, path = home_path(nfc(path), folders)
    kind, identity = _kind_of(path) or ("", "")
    return (kind, full_id(folder, identity)) if kind and (not folder or kind in OF_PROVINCE) else None


def _kind_of(path: str) -> tuple[str, str] | None:
    match = _patterns().fullmatch(path)
    if match is None:
        return None
    kind = (match.lastgroup or "").replace("_", "-")
    if RECORDS[kind].id_in_file:
        return kind, "*"
    parts = path.removesuffix(".yaml").split("/")
    if kind in MORE_FILES and len(parts) > FILES[kind].count("/") + 1:
        return kind, f"{parts[-3]}:{parts[-1]}"
    return kind, parts[-2] if "<id>/" in FILES[kind] else parts[-1]


def story_of(path: str, folders: Container[str] = ()) -> tuple[str, str, str] | None:
    """Return kind, id and language of a story's file; None for other files."""
    folder, path = home_path(path, folders)
    match = _stories().fullmatch(path)
    kind = match.lastgroup or "" if match else ""
    if not kind or (folder and kind not in OF_PROVINCE):
        return None
    home, _, name = path.rpartition("/")
    return kind, full_id(folder, home.rpartition("/")[2]), name.split(".")[1]


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


class CodesPath(NamedTuple):
    """What a path of numbered stamps tells."""

    product: str
    lot: str
    ending: str
    """:data:`MANIFEST` or :data:`CODES_LIST`."""


def codes_of(path: str, folders: Container[str] = ()) -> CodesPath | None:
    """Return the product and the lot whose numbered stamps a file tells of; None for other files."""
    folder, path = home_path(path, folders)
    match = _CODES.fullmatch(path)
    return CodesPath(full_id(folder, match["id"]), match["lot"], match["end"]) if match else None


def codes_path(product_file: str, lot: str, ending: str) -> str:
    """Return the path of a file of a lot's numbered stamps; ``product_file`` is that of the product."""
    return f"{product_file.rpartition('/')[0]}/codes/{lot}{ending}"


def shown_pattern(pattern: str, language: str) -> str:
    """Return a pattern of paths as the guides write it."""
    for mark, word in (("*", "words.path-place"), ("<id>", "words.path-id"), ("<year>", "words.path-year")):
        pattern = pattern.replace(mark, message(word, language))
    return pattern
