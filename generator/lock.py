"""Lets one process at a time write into a folder; the lock lies in that folder.

So it holds for everybody who writes there, whatever their cache and their system. The file ``.ocop-lock``
stays when the lock is released (removing it would let two processes hold two locks of one name); it is
empty, and no list of files names it. The lock itself dies with its process.
"""

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

NAME = ".ocop-lock"
PATIENCE = 1.0
"""Seconds of waiting before the user is told about it."""
_TRIES = 100
"""How often a folder that somebody removes at the same moment is made again."""


@contextmanager
def locked(
    folder: Path, make: Callable[[], object], waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the lock of ``folder``, waiting for as long as another process holds it.

    ``make`` makes the folder where it is not there; ``waiting`` is called once if the wait is long. Where
    no lock can be had (a read-only folder, a disk without locks) the work goes on without: what cannot be
    locked can mostly not be written either, and whoever writes will be told so.
    """
    lock = _acquire(folder, make, waiting)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _acquire(folder: Path, make: Callable[[], object], waiting: Callable[[], None]) -> "FileLock | None":
    from filelock import FileLock, Timeout  # late: importing it takes longer than an unchanged build

    for _ in range(_TRIES):
        try:
            make()
            # Who may write in the folder may lock it too.
            mode = stat.S_IMODE(folder.stat().st_mode) & 0o666 | 0o600
            lock = FileLock(folder / NAME, mode=mode, fallback_to_soft=False)
            try:
                lock.acquire(timeout=PATIENCE)
            except Timeout:
                waiting()
                lock.acquire()
        except FileNotFoundError:
            continue  # a build that failed has removed the folder that it had made
        except OSError:
            return None
        return lock
    return None
