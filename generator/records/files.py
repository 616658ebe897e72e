"""The project's folders, read safely: plain files only, sizes capped before reading."""

import os
import unicodedata
from pathlib import Path
from typing import NamedTuple

from generator.catalogue.ids import folder_of
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both
from generator.records.limits import Limit, limit_of
from generator.scan import Scan, ScannedEntry, scan
from generator.text import nfc

TOP = ("content", "products")
_IGNORED = ("README.md", "Thumbs.db", "desktop.ini")
# Not every flag exists everywhere. A pipe put in a file's place after the walk must not be waited for.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
RACY_NS = 2_000_000_000
"""A file that was only just written can change again in the same tick of its disk's clock."""
MAX_FOLDERS = 5
"""How deep folders may lie; no record is deeper."""


class PlainFile(NamedTuple):
    """A plain file: its path in the project (with ``/``, as the disk spells it) and its facts."""

    path: str
    """Absolute for a file that came with the program."""
    size: int
    stamp: str
    """Changes whenever the file does: size, times and inode."""
    settled: bool = True
    """Whether the file is so old that another change would show in its stamp."""


class RecordFile(NamedTuple):
    """A file that holds a record, a list of records, or a story."""

    source: PlainFile
    kind: str
    identity: str
    """The record's id; ``*`` for a list, after the folder of its province where it has one."""
    language: str = ""
    """Of a story; empty for records."""

    @property
    def folder(self) -> str:
        """The folder of the province that the record belongs to; empty for the project's own."""
        return folder_of(self.identity)

    @property
    def path(self) -> str:
        """The path as problems name it."""
        path = self.source.path
        return path if path.isascii() and path.isprintable() else printable(nfc(path))

    @property
    def limit(self) -> Limit:
        """The size that the file may have."""
        return limit_of(self.kind, story=bool(self.language))


def walk(root: Path, scanned: Scan | None = None) -> tuple[dict[str, PlainFile], set[str], list[Problem]]:
    """Return every plain file below ``content`` and ``products``, every folder, and what was refused.

    Links, devices, pipes and folders named like files are reported and never followed. Hidden files
    and README files are passed over, as is what a spreadsheet or an editor leaves behind. Sorted, so
    that the result does not depend on the disk. ``scanned`` is what was seen already; None looks now.
    """
    walker = _Walker(scanned or scan(root, TOP))
    waiting: list[str] = []
    for name in reversed(TOP):
        if (root / name).is_dir() and not (root / name).is_symlink():
            waiting.append(name)
        elif os.path.lexists(root / name):
            walker.report("FILE-NOT-PLAIN", name)
    while waiting:
        waiting += reversed(walker.read_folder(waiting.pop()))
    return walker.files, walker.folders, walker.problems


class _Walker:
    """Collects files, folders and problems, one folder at a time."""

    def __init__(self, scanned: Scan) -> None:
        self.scanned = scanned
        self.files: dict[str, PlainFile] = {}
        self.folders: set[str] = set()
        self.problems: list[Problem] = []
        self.lately = scanned.began_ns - RACY_NS

    def read_folder(self, folder: str) -> list[str]:
        """Take the files of a folder; return the paths of the folders in it that are to be read next."""
        inside = self.scanned.folders.get(folder)
        if inside is None:
            self.report("FILE-UNREADABLE", folder)
            return []
        self.folders.add(folder)
        paths = ((entry, f"{folder}/{entry.name}") for entry in inside if not _ignored(entry.name))
        return [path for entry, path in paths if self.take(entry, path)]

    def take(self, entry: ScannedEntry, path: str) -> bool:
        """Take a file, or report what is refused; True for a folder that is to be read."""
        if not entry.kind or not _is_unicode(entry.name):
            self.report("FILE-UNREADABLE", path)
            return False
        if entry.kind == "file":
            is_settled = entry.changed_ns < self.lately
            self.files[path] = PlainFile(path, entry.size, entry.stamp, is_settled)
            return False
        if not entry.is_folder:
            self.report("FILE-NOT-PLAIN", path)
            return False
        if entry.name.lower().endswith((".yaml", ".md")):
            self.report("FILE-FOLDER", path)
            return False
        if path.count("/") < MAX_FOLDERS:
            return True
        self.folders.add(path)
        return False

    def report(self, code: str, path: str) -> None:
        """Note a problem of the file or folder at ``path``."""
        self.problems.append(problem(code, SourceLocation(printable(path))))


def read_file(root: Path, file: PlainFile, limit: Limit) -> tuple[bytes, list[Problem]]:
    """Return the bytes of a plain file, or b"" and what forbids reading it.

    That is its size, no permission, or a link that was put in its place after :func:`walk`.
    """
    if file.size > limit.size:
        return b"", [_too_big(file.path, file.size, limit)]
    try:
        descriptor = os.open(root / file.path, _FLAGS)
        with os.fdopen(descriptor, "rb") as stream:
            content = stream.read(limit.size + 1)
    except OSError:
        return b"", [problem("FILE-UNREADABLE", SourceLocation(printable(file.path)))]
    if len(content) > limit.size:
        return b"", [_too_big(file.path, len(content), limit)]
    return content, []


def printable(path: str) -> str:
    """A path that can be shown: no control characters, no bytes that are not UTF-8."""
    if path.isprintable():
        return path
    text = path.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in text)


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name in _IGNORED


def _too_big(path: str, size: int, limit: Limit) -> Problem:
    sizes = {"size": -(-size // 1024), "limit": limit.size // 1024}
    return problem("FILE-TOO-BIG", SourceLocation(printable(path)), **sizes, **in_both("how", limit.advice))
