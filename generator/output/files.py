"""Writing files so that nobody ever sees half of one. Paths are text: a large site has very many."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.lock import NAME as LOCK

TEMPORARY = ".ocop-tmp"
READABLE_FILE, READABLE_FOLDER = 0o644, 0o755
"""The least access that a web server needs."""


def write(path: str, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step: readers see the old file or the new one."""
    put(stage(path, data), path)


def stage(path: str, data: bytes) -> str:
    """Write ``data`` beside ``path`` under a name of its own, to be :func:`put` in its place later."""
    waiting = temporary(path, os.getpid())
    try:
        try:
            stream = open(waiting, "wb", buffering=0)  # noqa: SIM115 - closed below
        except FileNotFoundError:
            make_folder(os.path.dirname(path))
            stream = open(waiting, "wb", buffering=0)  # noqa: SIM115
        with stream:
            stream.write(data)
            mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
        if mode | READABLE_FILE != mode:
            let_all_read(waiting)
    except BaseException:
        with suppress(OSError):
            os.unlink(waiting)
        raise
    return waiting


def temporary(path: str, process: int) -> str:
    """Return where a process stages what belongs at ``path``."""
    return f"{path}.{process}{TEMPORARY}"


def make_folder(path: str) -> None:
    """Make a folder and those above it, which everybody may read: see :func:`let_all_read`.

    Raises ``OSError`` where a file stands in the way.
    """
    try:
        os.mkdir(path)
    except FileNotFoundError:
        above = os.path.dirname(path)
        if above in ("", path):
            raise
        make_folder(above)
        make_folder(path)
    except FileExistsError:
        if not os.path.isdir(path):
            raise
    else:
        let_all_read(path)


def let_all_read(path: str) -> None:
    """Give a file (0644) or folder (0755) of ours at least the access that a web server needs.

    The server is mostly another user than the one who builds, and a mask like 077 would lock it out. What
    the mask gives beyond that, such as writing for a group that publishes together, stays. A disk that
    knows no such access is left as it is.
    """
    with suppress(OSError):
        kind = os.stat(path).st_mode
        mode, needed = stat.S_IMODE(kind), READABLE_FOLDER if stat.S_ISDIR(kind) else READABLE_FILE
        if mode | needed != mode:
            os.chmod(path, mode | needed)


def put(waiting: str, path: str) -> None:
    """Give what was staged its name, in one step."""
    try:
        os.replace(waiting, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(waiting)
        raise


def stamp(path: str) -> tuple[int, int] | None:
    """Size and time of change of a plain file; (-1, 0) for anything else; None where there is nothing."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (status.st_size, status.st_mtime_ns) if path_is_file(status.st_mode) else (-1, 0)


def path_is_file(mode: int) -> bool:
    """Whether a stat mode is that of a plain file."""
    return (mode & 0o170000) == 0o100000


def is_plain_file(path: str) -> bool:
    """Whether a plain file is there, and no link to one."""
    return stamp(path) not in (None, (-1, 0))


def has_content(path: str, data: bytes, there: tuple[int, int] | None) -> bool:
    """Whether a plain file, whose stamp is ``there``, has these bytes already."""
    if there is None or there[0] != len(data):
        return False
    with open(path, "rb") as stream:
        return stream.read() == data


def is_folder(path: str) -> bool:
    """Whether a folder is there, and no link to one."""
    return os.path.isdir(path) and not os.path.islink(path)


def sweep(output: Path) -> None:
    """Remove what waits beside its place, and the folders that were made for it alone."""
    waiting: list[str] = []
    for folder, folders, names in os.walk(output):
        # A folder with a lock of its own, such as a fair's USB edition, belongs to who holds that lock.
        folders[:] = [name for name in folders if not os.path.lexists(f"{folder}/{name}/{LOCK}")]
        waiting += [f"{folder}/{name}" for name in names if name.endswith(TEMPORARY)]
    for path in waiting:
        os.unlink(path)
        folder = os.path.dirname(path)
        with suppress(OSError):
            while len(folder) > len(str(output)):
                os.rmdir(folder)
                folder = os.path.dirname(folder)


def remove_if_unused(output: Path) -> None:
    """Remove a folder that holds nothing but its lock, which the caller holds."""
    with suppress(OSError):
        if os.listdir(output) == [LOCK]:
            os.unlink(output / LOCK)
            os.rmdir(output)


def prune(output: Path, stale: Iterable[str]) -> int:
    """Remove files of ours, and folders that this leaves empty; how many files that were.

    Never through a link: what lies behind it is not in this folder.
    """
    removed = 0
    folders: set[Path] = set()
    # Pages go first: none that is still there shows a picture that is not.
    for name in sorted(stale, key=lambda path: (not path.endswith(".html"), path)):
        path = output / name
        inside = [parent for parent in path.parents if output in parent.parents]
        if not all(is_folder(str(parent)) for parent in inside):
            continue
        if stamp(str(path)) is not None and not is_folder(str(path)):
            path.unlink()
            removed += 1
        folders.update(inside)
    for folder in sorted(folders, key=lambda p: len(p.parts), reverse=True):
        try:
            folder.rmdir()
        except OSError:
            continue  # not empty: somebody's own file is there, or a page that stays
    return removed
