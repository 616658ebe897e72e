"""The folders of a project, looked at once: names, kinds, sizes and times of all that lies in them.

Nothing is read or judged here. Who asks whether anything has changed and who reads the records see the same
moment.
"""

import os
import stat
import time
from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Literal, NamedTuple


class ScannedEntry(NamedTuple):
    """Something in a folder: of a large project very many, so only what somebody asks for is kept."""

    name: str
    kind: Literal["file", "folder", "other", ""]
    """Of the entry itself, not of what a link leads to; empty where it cannot be told, as when it is gone."""
    size: int = 0
    changed_ns: int = 0
    """Nanoseconds since the epoch."""
    stamp: str = ""
    """Changes whenever a file does: size, times and inode. Empty for folders."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, and no link to one."""
        return self.kind == "folder"


class Scan(NamedTuple):
    """What lay in the folders."""

    began_ns: int
    """When the scan began, in nanoseconds since the epoch."""
    folders: Mapping[str, list[ScannedEntry] | None]
    """Every folder by its path with ``/``, and what lies in it by name; None where it cannot be listed."""


def scan(root: Path, names: Iterable[str]) -> Scan:
    """Look at the folders ``names`` of ``root`` and at all folders in them. Links are not followed."""
    began_ns = time.time_ns()
    folders: dict[str, list[ScannedEntry] | None] = {}
    waiting = list(names)
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                inside = [_look_at(entry) for entry in entries]
        except OSError:
            folders[folder] = None
            continue
        inside.sort(key=itemgetter(0))
        folders[folder] = inside
        waiting += [f"{folder}/{entry.name}" for entry in inside if entry.kind == "folder"]
    return Scan(began_ns, folders)


def _look_at(entry: os.DirEntry[str]) -> ScannedEntry:
    try:
        if entry.is_dir(follow_symlinks=False):
            return ScannedEntry(entry.name, "folder")
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return ScannedEntry(entry.name, "")
    size, changed_ns = facts.st_size, facts.st_mtime_ns
    stamp = f"{size}:{changed_ns}:{facts.st_ctime_ns}:{facts.st_ino}"
    kind: Literal["file", "other"] = "file" if stat.S_ISREG(facts.st_mode) else "other"
    return ScannedEntry(entry.name, kind, size, changed_ns, stamp)
