"""Problems of files and folders that no pattern claims: what their authors most likely meant.

Which files hold records is in :mod:`~generator.records.path_patterns`.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from typing import Any

from generator.catalogue.fields import DEVICES
from generator.catalogue.ids import full_id
from generator.catalogue.model import OF_PROVINCE
from generator.catalogue.records import Entry
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import LANGUAGES, in_both, message
from generator.records.files import PlainFile, printable
from generator.records.path_patterns import (
    FILES,
    MORE_FILES,
    PROVINCES,
    STORIES,
    file_in,
    home_path,
    kind_of,
    path_in,
    shown_pattern,
    story_of,
)
from generator.records.photos import SUFFIXES
from generator.text import nfc

_OTHER_PICTURES = (".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff", ".jfif", ".avif", ".svg")
"""Formats of pictures that the site does not take; a record that names one has a problem of its own."""
_OFFICE = re.compile(r"\.(docx?|xlsx?|odt|ods|rtf)$")


def unclaimed(
    unclaimed_paths: Iterable[str],
    files: Mapping[str, PlainFile],
    folders: AbstractSet[str],
    homes: Mapping[str, str],
    provinces: Container[str],
) -> tuple[list[Problem], dict[tuple[str, str], str]]:
    """Return the problems of files that nobody reads and of record folders without a record.

    ``unclaimed_paths`` are those that no pattern claims, ``files`` and ``folders`` are all; ``homes``
    maps the folders of claimed files to the kind of their record; ``provinces`` are the folders of further
    provinces. The second value maps kind and id of the
    records that lie in such files to their paths: other records that name them are not at fault.
    """
    search = _Search(sorted(unclaimed_paths), files, homes, provinces)
    return [*search.file_problems(), *search.folder_problems(folders)], search.meant_records


class _Search:
    """The search for what the authors of unclaimed files meant."""

    def __init__(
        self,
        unclaimed_paths: list[str],
        files: Mapping[str, PlainFile],
        homes: Mapping[str, str],
        provinces: Container[str],
    ) -> None:
        self.unclaimed_paths = unclaimed_paths
        self.files = files
        self.homes = homes
        self.provinces = provinces
        self.known = dict(homes)
        """The folders whose record is there, if perhaps under a wrong name, with its kind."""
        self.misplaced = _misplaced(unclaimed_paths, homes, provinces)
        self.meant_records: dict[tuple[str, str], str] = {}

    def file_problems(self) -> Iterator[Problem]:
        """Yield the problems of misplaced folders, then those of files."""
        for top, (path, count) in self.misplaced.items():
            yield _wrong_place(path, count, self.homes, self.provinces)
            for inner_path in self.unclaimed_paths:
                if inner_path.startswith(top + "/") and (record := kind_of_misplaced(inner_path)):
                    kind, identity = record
                    folder = home_path(inner_path, self.provinces).folder
                    self.meant_records[kind, full_id(folder, identity)] = inner_path
        for path in self.unclaimed_paths:
            if self.in_misplaced(path) or self.is_picture_of_record(path):
                continue
            folder = path.rpartition("/")[0]
            name = self.meant_name(path)
            if name and f"{folder}/{name}" not in self.files:
                self.claim(path, f"{folder}/{name}")
                yield _wrong_name(path, name)
            elif path.lower().endswith(".yaml"):
                yield _wrong_place(path, 1, self.homes, self.provinces)
            else:
                yield _unexpected(path, self.provinces)

    def folder_problems(self, folders: AbstractSet[str]) -> Iterator[Problem]:
        """Yield the problems of folders that hold no record; :meth:`file_problems` comes first."""
        for folder in sorted(folders):
            if self.in_misplaced(f"{folder}/"):
                continue
            expected = _home_of(folder, self.provinces)
            at_home = home_path(folder, self.provinces).path
            if expected and folder not in self.known:
                yield problem("RECORD-MISSING", SourceLocation(printable(folder)), expected=expected)
            elif at_home.startswith("content/") and at_home.count("/") == 1 and not _known_folder(at_home):
                yield _unexpected(folder, self.provinces)

    def in_misplaced(self, path: str) -> bool:
        """Whether a path lies in a misplaced folder, whose own problem explains it."""
        return any(path.startswith(top + "/") for top in self.misplaced)

    def is_picture_of_record(self, path: str) -> bool:
        """Whether a picture lies beside a record; :func:`unused_photos` deals with these."""
        is_picture = path.lower().endswith((*SUFFIXES, *_OTHER_PICTURES))
        return is_picture and self.homes.get(path.rpartition("/")[0]) in ("product", "producer", "lots")

    def meant_name(self, path: str) -> str:
        """Return the name that a file should have, or "" where nothing near is expected."""
        folder = path.rpartition("/")[0]
        name = _meant(path, self.provinces)
        # A folder with lots alone still lacks its product.
        if not name and path.lower().endswith(".yaml") and self.known.get(folder, "lots") == "lots":
            name = _home_of(folder, self.provinces)
        return name

    def claim(self, path: str, meant_path: str) -> None:
        """Note which record or story lies in ``path``, as if it lay at ``meant_path``."""
        if record := kind_of(meant_path, self.provinces):
            self.meant_records[record] = path
        elif story := story_of(meant_path, self.provinces):
            kind, identity, language = story
            self.meant_records[f"{kind}-story", f"{identity}.{language}"] = path
        folder = path.rpartition("/")[0]
        self.known[folder] = self.known.get(folder, "").replace("lots", "")


def _wrong_name(path: str, name: str) -> Problem:
    """A file that should be called ``name``."""
    advice = "hints.copy-to-text" if _OFFICE.search(path.lower()) else "hints.rename-file"
    return problem("FILE-NAME", SourceLocation(printable(path)), **in_both("how", advice, name=name))


def _unexpected(path: str, provinces: Container[str]) -> Problem:
    """A file or folder that resembles nothing that is expected there."""
    return problem("FILE-UNEXPECTED", SourceLocation(printable(path)), **_shown(_expected(path, provinces)))


_OWN_FOLDER = {
    name.rpartition("/")[2]: kind for kind, name in FILES.items() if name.rpartition("/")[0].endswith("<id>")
}
"""Kinds of records that have a folder of their own, by the name of the record's file in it."""


def kind_of_misplaced(path: str) -> tuple[str, str] | None:
    """Return kind and id of a record by the names of its folder and file, wherever the folder lies."""
    folder, _, name = path.rpartition("/")
    kind = _OWN_FOLDER.get(name)
    return (kind, folder.rpartition("/")[2]) if kind else None


def _misplaced(
    unclaimed_paths: Iterable[str], homes: Mapping[str, str], provinces: Container[str]
) -> dict[str, tuple[str, int]]:
    """Return the topmost folders of records that lie too deep or not deep enough.

    Each is mapped to the path of one record in it and the number of records.
    """
    paths_by_top: dict[str, list[str]] = {}
    for path in sorted(unclaimed_paths):
        folder = path.rpartition("/")[0]
        if not kind_of_misplaced(path) or folder in homes or not folder.partition("/")[2]:
            continue
        parts = folder.split("/")
        top = next(
            (
                up
                for depth in range(2, len(parts))
                if _home_of(up := "/".join(parts[:depth]), provinces) and up not in homes
            ),
            folder,
        )
        paths_by_top.setdefault(top, []).append(path)
    return {
        top: (
            min(paths, key=lambda path: (path.endswith("/lots.yaml"), path)),
            len({path.rpartition("/")[0] for path in paths}),
        )
        for top, paths in paths_by_top.items()
    }


def _wrong_place(path: str, count: int, homes: Iterable[str], provinces: Container[str]) -> Problem:
    """A record, or a folder of ``count`` records, that lies where no pattern claims it."""
    folder, name = home_path(path, provinces).folder, path.rpartition("/")[2]
    same = [
        file_in(folder if kind in OF_PROVINCE else "", kind)
        for kind, shape in FILES.items()
        if shape.rpartition("/")[2] == name
    ]
    shown = _shown(", ".join(same) or _expected(path, provinces))
    if not folder and (unknown := _province_without_folder(path, homes)):
        values = {"folder": unknown, "file": file_in(unknown, "places")}
        shown = {
            f"expected_{language}": message(
                "hints.or-province", language, expected=shown[f"expected_{language}"], **values
            )
            for language in LANGUAGES
        }
    more = {"more_vi": "", "more_en": ""}
    if count > 1:
        more = in_both("more", "hints.records-misplaced", count=count)
    return problem("FILE-PLACE", SourceLocation(printable(path)), **shown, **more)


def _province_without_folder(path: str, homes: Iterable[str]) -> str:
    """Return the folder below ``products`` in which a file would be a record, if it were a province's.

    One that has records already is that of a place.
    """
    top, _, rest = path.partition("/")
    folder = rest.partition("/")[0]
    is_of_place = any(home.startswith(f"products/{folder}/") for home in homes)
    return folder if top == "products" and kind_of(path, {folder}) and not is_of_place else ""


_FORBIDDEN = re.compile(r'[<>:"|?*\\]|[. ]$')
"""Characters that Windows allows in no name, and those that it allows not at the end."""


def unusable_names(paths: Iterable[str]) -> list[Problem]:
    """Return the problems of files and folders whose names Windows does not allow."""
    problems_by_path: dict[str, Problem] = {}
    names = {name for path in paths for name in path.split("/")}
    usable = {name: usable_name(name) for name in names}
    for path in sorted(paths) if any(usable[name] != name for name in usable) else ():
        parts = path.split("/")
        for depth, name in enumerate(parts, start=1):
            if usable[name] != name:
                here = printable(nfc("/".join(parts[:depth])))
                values = {"name": printable(name), "fix": printable(usable[name])}
                problems_by_path.setdefault(here, problem("NAME-WINDOWS", SourceLocation(here), **values))
    return list(problems_by_path.values())


def usable_name(name: str) -> str:
    """Return a name that Windows allows: the same where it does."""
    stem, dot, ending = name.partition(".")
    if stem.upper() in DEVICES:
        return f"{stem}-1{dot}{ending}"
    return (_FORBIDDEN.sub("-", name).strip("-") or "gao-nep") if _FORBIDDEN.search(name) else name


def unused_photos(
    unclaimed_paths: Iterable[str],
    entries: Mapping[str, Mapping[str, Entry[Any]]],
    missing: AbstractSet[str],
    used: AbstractSet[str],
) -> list[Problem]:
    """Return the problems of pictures that lie beside a record which does not name them.

    ``missing`` are the folders of records that name a picture which cannot be used: most likely they mean
    one that is there. ``used`` are the pictures that records name.
    """
    unnamed = [
        path
        for path in sorted(unclaimed_paths)
        if path not in used and path.lower().endswith((*SUFFIXES, *_OTHER_PICTURES))
    ]
    records = (entry for kind in ("product", "producer") for entry in entries[kind].values())
    folders = {entry.file.rpartition("/")[0]: entry.file for entry in records} if unnamed else {}
    return [
        problem("PHOTO-UNUSED", SourceLocation(printable(path)), record=folders[folder])
        for path in unnamed
        for folder in [path.rpartition("/")[0]]
        if folder in folders and folder not in missing
    ]


def _meant(path: str, provinces: Container[str]) -> str:
    """Return the name that a record's or story's file should have if its own comes close, else "".

    ``Product.yaml``, ``product.yml``, ``product.txt``, ``product (1).yaml``, ``story-vi.md``.
    """
    folder, _, name = nfc(path).rpartition("/")
    plain = re.sub(r"(\.txt|\.docx?|\.xlsx?)$|( \(\d+\)| - copy)(?=\.)| +(?=\.)", "", name.lower())
    plain = re.sub(r"\.yml$", ".yaml", plain)
    if story := re.fullmatch(r"(story|text)[ ._-]([a-z]{2,3})(\.md)?", plain):
        homes = [
            FILES[kind].rpartition("/")[0] for kind, file_name in STORIES.items() if file_name == story[1]
        ]
        at_home = PurePosixPath(home_path(folder, provinces).path)
        known = any(at_home.match(home.replace("<id>", "*")) for home in homes)
        return f"{story[1]}.{story[2]}.md" if known else ""
    named = next((name for name in (plain, f"{plain}.yaml") if kind_of(f"{folder}/{name}", provinces)), "")
    # Where a record may have any file name, a file that is not YAML could be meant as anything.
    return named if plain.endswith(".yaml") or f"<id>/{named}" in " ".join(FILES.values()) else ""


def _home_of(folder: str, provinces: Container[str]) -> str:
    """Return the name of the record that a folder should hold by where it lies, or ""."""
    parts = folder.split("/")
    if parts[0] == "products" and len(parts) > 2 and len(parts) == 3 + (parts[1] in provinces):
        return "product.yaml"
    parts = home_path(folder, provinces).path.split("/")
    if parts[0] == "content" and len(parts) == 3 and parts[1] in ("producers", "pages"):
        return f"{parts[1].removesuffix('s')}.yaml"
    return ""


def _known_folder(folder: str) -> bool:
    return folder == PROVINCES or any(pattern.startswith(folder + "/") for pattern in FILES.values())


def _expected(path: str, provinces: Container[str]) -> str:
    """Return the patterns of files for the part of the project in which a path lies, joined by commas."""
    folder, path = home_path(path, provinces)
    corner = "/".join(path.split("/")[:2]) + "/"
    stories = {kind: f"{FILES[kind].rpartition('/')[0]}/{name}.vi.md" for kind, name in STORIES.items()}
    tables = [stories] if path.lower().endswith(".md") else [FILES, MORE_FILES]
    # What commands alone write is no advice.
    kinds = (OF_PROVINCE if folder else FILES.keys()) - {"copy", "stamp-keys"}
    patterns = sorted(pattern for table in tables for kind, pattern in table.items() if kind in kinds)
    top = corner.partition("/")[0] + "/"
    near = [p for p in patterns if p.startswith(corner)]
    return ", ".join(path_in(folder, p) for p in near or [p for p in patterns if p.startswith(top)])


def _shown(expected: str) -> dict[str, str]:
    """Patterns of paths as the guides write them, in both languages."""
    return {f"expected_{language}": shown_pattern(expected, language) for language in LANGUAGES}
