"""The project's folders, read safely: plain files only, sizes capped before reading."""

import os
import stat
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both
from generator.records.limits import Limit, limit_of
from generator.text import nfc

TOP = ("content", "products")
_IGNORED = ("README.md", "Thumbs.db", "desktop.ini")
# Not every flag exists everywhere. A pipe put in a file's place after the walk must not be waited for.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
RACY_NS = 2_000_000_000
"""A file that was only just written can change again in the same tick of its disk's clock."""
MAX_FOLDERS = 4
"""How deep folders may lie; no record is deeper."""


@dataclass(frozen=True)
class Found:
    """A plain file: its path in the project (with ``/``, as the disk spells it) and its facts."""

    path: str
    size: int
    stamp: str
    """Changes whenever the file does: size, times and inode."""
    settled: bool = True
    """Whether the file is so old that another change would show in its stamp."""


@dataclass(frozen=True)
class RecordFile:
    """A file that holds a record, a list of records, or a story."""

    found: Found
    kind: str
    identity: str
    """The record's id; ``*`` for a list."""
    language: str = ""
    """Of a story; empty for records."""

    @property
    def path(self) -> str:
        """The path as problems name it."""
        return printable(nfc(self.found.path))

    @property
    def limit(self) -> Limit:
        """How large it may be."""
        return limit_of(self.kind, story=bool(self.language))


def walk(root: Path) -> tuple[dict[str, Found], set[str], list[Problem]]:
    """Every plain file below ``content`` and ``products``, every folder, and what was refused.

    Links, devices, pipes and folders named like files are reported and never followed. Hidden files
    and README files are passed over, as is what a spreadsheet or an editor leaves behind. Sorted, so
    that the result does not depend on the disk.
    """
    files: dict[str, Found] = {}
    folders: set[str] = set()
    problems: list[Problem] = []
    waiting = [name for name in reversed(TOP) if os.path.lexists(root / name)]
    lately = time.time_ns() - RACY_NS
    while waiting:
        folder = waiting.pop()
        try:
            if not stat.S_ISDIR(os.lstat(root / folder).st_mode):
                problems.append(problem("FILE-NOT-PLAIN", SourceLocation(folder)))
                continue
            with os.scandir(root / folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            problems.append(problem("FILE-UNREADABLE", SourceLocation(folder)))
            continue
        folders.add(folder)
        deeper: list[str] = []
        for entry in inside:
            path = f"{folder}/{entry.name}"
            if _ignored(entry.name):
                continue
            try:
                facts = entry.stat(follow_symlinks=False)
                entry.name.encode("utf-8")
            except (OSError, UnicodeEncodeError):
                problems.append(problem("FILE-UNREADABLE", SourceLocation(printable(path))))
                continue
            if stat.S_ISDIR(facts.st_mode):
                if entry.name.lower().endswith((".yaml", ".md")):
                    problems.append(problem("FILE-FOLDER", SourceLocation(printable(path))))
                elif path.count("/") < MAX_FOLDERS:
                    deeper.append(path)
                else:
                    folders.add(path)
            elif stat.S_ISREG(facts.st_mode):
                stamp = f"{facts.st_size}:{facts.st_mtime_ns}:{facts.st_ctime_ns}:{facts.st_ino}"
                settled = facts.st_mtime_ns < lately
                files[path] = Found(path, facts.st_size, stamp, settled)
            else:
                problems.append(problem("FILE-NOT-PLAIN", SourceLocation(printable(path))))
        waiting += reversed(deeper)
    return files, folders, problems


def read_file(root: Path, found: Found, limit: Limit) -> tuple[bytes, list[Problem]]:
    """The bytes of a plain file, or what forbids reading it: size, access, a link put in its place."""
    if found.size > limit.size:
        return b"", [_too_big(found.path, found.size, limit)]
    try:
        descriptor = os.open(f"{root}/{found.path}", _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(limit.size + 1)
    except OSError:
        return b"", [problem("FILE-UNREADABLE", SourceLocation(printable(found.path)))]
    if len(content) > limit.size:
        return b"", [_too_big(found.path, len(content), limit)]
    return content, []


def printable(path: str) -> str:
    """A path that can be shown: no control characters, no bytes that are not UTF-8."""
    if path.isprintable():
        return path
    text = path.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in text)


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name in _IGNORED


def _too_big(path: str, size: int, limit: Limit) -> Problem:
    sizes = {"size": -(-size // 1024), "limit": limit.size // 1024}
    return problem("FILE-TOO-BIG", SourceLocation(printable(path)), **sizes, **in_both("how", limit.advice))
