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
from typing import NamedTuple


class ScannedEntry(NamedTuple):
    """Something in a folder."""

    name: str
    status: os.stat_result | None
    """Of the entry itself, not of what a link leads to; None where it cannot be told, as when it is gone."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, and no link to one."""
        return self.status is not None and stat.S_ISDIR(self.status.st_mode)


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
            with os.scandir(root / folder) as entries:
                inside = [ScannedEntry(entry.name, _status(entry)) for entry in entries]
        except OSError:
            folders[folder] = None
            continue
        inside.sort(key=itemgetter(0))
        folders[folder] = inside
        waiting += [f"{folder}/{entry.name}" for entry in inside if entry.is_folder]
    return Scan(began_ns, folders)


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None
