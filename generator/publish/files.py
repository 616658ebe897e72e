"""Writing files so that nobody ever sees half of one."""

import os
from pathlib import Path

TEMPORARY = ".ocop-tmp"


def write(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step: readers see the old file or the new one."""
    put(stage(path, data), path)


def stage(path: Path, data: bytes) -> Path:
    """Write ``data`` beside ``path`` under a name of its own, to be :func:`put` in its place later."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        try:
            temporary.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def put(temporary: Path, path: Path) -> None:
    """Give what was staged its name, in one step."""
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a plain file; None where there is none."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_size, found.st_mtime_ns) if path_is_file(found.st_mode) else (-1, 0)


def path_is_file(mode: int) -> bool:
    """Whether a stat mode is that of a plain file."""
    return (mode & 0o170000) == 0o100000
