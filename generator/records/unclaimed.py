"""Files and folders of the project that nobody reads: what their author most likely meant."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from typing import Any

from generator.catalogue.fields import DEVICES
from generator.catalogue.records import Entry
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.files import Found, printable
from generator.records.path_patterns import FILES, MORE_FILES, STORIES, kind_of, story_of
from generator.records.photos import SUFFIXES
from generator.text import nfc

_OTHER_PICTURES = (".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff", ".jfif", ".avif", ".svg")
"""Pictures that no page takes: who names one is told so at its record."""
_OFFICE = re.compile(r"\.(docx?|xlsx?|odt|ods|rtf)$")
_RENAME = (
    "hãy đổi tên thành {}; Windows hay giấu đuôi tệp, hãy bật hiện đuôi tệp để thấy.",
    "rename it to {}; Windows likes to hide the ending of a name: let it show endings.",
)
_COPY = (
    "đây là tệp Word hoặc bảng tính, đổi tên không đủ: hãy chép chữ sang một tệp chữ thường tên {}.",
    "a new name is not enough for a file of Word or a spreadsheet: copy the words to a plain text file {}.",
)


def unclaimed(
    rest: Iterable[str],
    files: Mapping[str, Found],
    folders: AbstractSet[str],
    homes: Mapping[str, str],
) -> tuple[list[Problem], dict[tuple[str, str], str]]:
    """Tell what nobody reads and record folders without a record; also the records that are there after all.

    ``rest`` are the files that no pattern claims; ``homes`` are the folders of those that are claimed, with
    the kind of their record.
    """
    problems: list[Problem] = []
    meant_records: dict[tuple[str, str], str] = {}
    known = dict(homes)
    misplaced = _misplaced(rest, homes)
    for top, (path, count) in misplaced.items():
        problems.append(_wrong_place(path, count))
        for inside in rest:
            # Who names this record is not at fault.
            if (found := kind_of_misplaced(inside)) and inside.startswith(top + "/"):
                meant_records[found] = inside
    for path in sorted(rest):
        folder = path.rpartition("/")[0]
        if any(path.startswith(top + "/") for top in misplaced):
            continue
        if path.lower().endswith((*SUFFIXES, *_OTHER_PICTURES)) and homes.get(folder) in (
            "product",
            "producer",
            "lots",
        ):
            continue
        meant = _meant(path)
        # A folder with lots alone still waits for its product.
        if not meant and path.lower().endswith(".yaml") and known.get(folder, "lots") == "lots":
            meant = _home_of(folder)
        if meant and f"{folder}/{meant}" not in files:
            how_vi, how_en = (
                how.format(meant) for how in (_COPY if _OFFICE.search(path.lower()) else _RENAME)
            )
            problems.append(
                problem("FILE-NAME", SourceLocation(printable(path)), how_vi=how_vi, how_en=how_en)
            )
            # Who names this record is not at fault.
            if found := kind_of(f"{folder}/{meant}"):
                meant_records[found] = path
            elif told := story_of(f"{folder}/{meant}"):
                meant_records[f"{told[0]}-story", f"{told[1]}.{told[2]}"] = path
            known[folder] = known.get(folder, "").replace("lots", "")
            continue
        if path.lower().endswith(".yaml"):
            problems.append(_wrong_place(path, 1))
        else:
            problems.append(
                problem("FILE-UNEXPECTED", SourceLocation(printable(path)), **_shown(_expected(path)))
            )
    for folder in sorted(folders):
        if any(f"{folder}/".startswith(top + "/") for top in misplaced):
            continue
        depth, expected = folder.count("/"), _home_of(folder)
        if expected and folder not in known:
            problems.append(problem("RECORD-MISSING", SourceLocation(printable(folder)), expected=expected))
        elif folder.startswith("content/") and depth == 1 and not _known_folder(folder):
            problems.append(
                problem("FILE-UNEXPECTED", SourceLocation(printable(folder)), **_shown(_expected(folder)))
            )
    return problems, meant_records


_OWN_FOLDER = {
    name.rpartition("/")[2]: kind for kind, name in FILES.items() if name.rpartition("/")[0].endswith("<id>")
}
"""Kinds whose record has a folder of its own, by the name of the record's file there."""


def kind_of_misplaced(path: str) -> tuple[str, str] | None:
    """Kind and id of a record by its folder's and file's names, wherever the folder lies."""
    folder, _, name = path.rpartition("/")
    kind = _OWN_FOLDER.get(name)
    return (kind, folder.rpartition("/")[2]) if kind else None


def _misplaced(rest: Iterable[str], homes: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Folders of records that lie too deep or not deep enough: the topmost, a record in it, their number.

    All that lies in such a folder is explained by it.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(rest):
        folder = path.rpartition("/")[0]
        if not kind_of_misplaced(path) or folder in homes or not folder.partition("/")[2]:
            continue
        parts = folder.split("/")
        top = next(
            (
                up
                for depth in range(2, len(parts))
                if _home_of(up := "/".join(parts[:depth])) and up not in homes
            ),
            folder,
        )
        found.setdefault(top, []).append(path)
    return {
        top: (
            min(paths, key=lambda path: (path.endswith("/lots.yaml"), path)),
            len({path.rpartition("/")[0] for path in paths}),
        )
        for top, paths in found.items()
    }


def _wrong_place(path: str, count: int) -> Problem:
    """A record, or a folder of ``count`` records, that lies where nobody reads it."""
    same = [shape for shape in FILES.values() if shape.rpartition("/")[2] == path.rpartition("/")[2]]
    more = {"more_vi": "", "more_en": ""}
    if count > 1:
        more = {"more_vi": f"; {count} hồ sơ như vậy", "more_en": f"; {count} records lie so"}
    return problem(
        "FILE-PLACE", SourceLocation(printable(path)), **_shown(", ".join(same) or _expected(path)), **more
    )


_FORBIDDEN = re.compile(r'[<>:"|?*\\]|[. ]$')
"""Signs that Windows allows in no name."""


def unusable_names(paths: Iterable[str]) -> list[Problem]:
    """Files and folders whose names Windows cannot hold: whoever copies the project there loses them."""
    told: dict[str, Problem] = {}
    for path in sorted(paths):
        parts = path.split("/")
        for depth, name in enumerate(parts, start=1):
            stem, dot, ending = name.partition(".")
            if stem.upper() in DEVICES:
                fix = f"{stem}-1{dot}{ending}"
            elif _FORBIDDEN.search(name):
                fix = _FORBIDDEN.sub("-", name).strip("-") or "gao-nep"
            else:
                continue
            here = printable(nfc("/".join(parts[:depth])))
            told.setdefault(
                here, problem("NAME-WINDOWS", SourceLocation(here), name=printable(name), fix=printable(fix))
            )
    return list(told.values())


def unused_photos(
    rest: Iterable[str],
    entries: Mapping[str, Mapping[str, Entry[Any]]],
    missing: AbstractSet[str],
    used: AbstractSet[str],
) -> list[Problem]:
    """Pictures that lie beside a record which does not name them.

    ``missing`` are folders of records that name a picture which cannot be used: it is most likely one of
    those that are there. ``used`` are the pictures that records name.
    """
    holders = (entry for kind in ("product", "producer") for entry in entries[kind].values())
    folders = {entry.file.rpartition("/")[0]: entry.file for entry in holders}
    return [
        problem("PHOTO-UNUSED", SourceLocation(printable(path)), record=folders[folder])
        for path in sorted(rest)
        for folder in [path.rpartition("/")[0]]
        if folder in folders
        and folder not in missing
        and path not in used
        and path.lower().endswith((*SUFFIXES, *_OTHER_PICTURES))
    ]


def _meant(path: str) -> str:
    """The name that a record's or story's file should have, where its own comes close; else nothing.

    ``Product.yaml``, ``product.yml``, ``product.txt``, ``product (1).yaml``, ``story-vi.md``.
    """
    folder, _, name = nfc(path).rpartition("/")
    plain = re.sub(r"(\.txt|\.docx?|\.xlsx?)$|( \(\d+\)| - copy)(?=\.)| +(?=\.)", "", name.lower())
    plain = re.sub(r"\.yml$", ".yaml", plain)
    if story := re.fullmatch(r"(story|text)[ ._-]([a-z]{2,3})(\.md)?", plain):
        homes = [FILES[kind].rpartition("/")[0] for kind, own in STORIES.items() if own == story[1]]
        known = any(PurePosixPath(folder).match(home.replace("<id>", "*")) for home in homes)
        return f"{story[1]}.{story[2]}.md" if known else ""
    named = next((one for one in (plain, f"{plain}.yaml") if kind_of(f"{folder}/{one}")), "")
    # Of kinds whose files are named by the record, any text could be one.
    return named if plain.endswith(".yaml") or f"<id>/{named}" in " ".join(FILES.values()) else ""


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
    stories = {f"{FILES[kind].rpartition('/')[0]}/{name}.vi.md" for kind, name in STORIES.items()}
    patterns = sorted(stories if path.lower().endswith(".md") else {*FILES.values(), *MORE_FILES.values()})
    top = corner.partition("/")[0] + "/"
    near = [p for p in patterns if p.startswith(corner)]
    return ", ".join(near or [p for p in patterns if p.startswith(top)])


def _shown(expected: str) -> dict[str, str]:
    """Patterns of paths as the guides write them, in both languages."""
    return {
        "expected_vi": expected.replace("*", "<địa bàn>").replace("<id>", "<mã>").replace("<year>", "<năm>"),
        "expected_en": expected.replace("*", "<place>"),
    }
