"""Which files of the output folder are ours.

``.ocop-built`` in the output folder lists every file that builds have written there. A file that is
not in it is never overwritten and never removed. New files are on the list before they are in place, so
that a killed build leaves no file that the next one would not know; ``.ocop-unfinished`` says that a build
did not come to its end.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from generator.output.files import TEMPORARY, write

NAME = ".ocop-built"
UNFINISHED = ".ocop-unfinished"
_HEAD = "# Files in this folder that `ocop` wrote and may remove. Any other file here is left alone.\n"


def read(output: Path, name: str = NAME) -> set[str]:
    """The paths that builds have written in ``output``. Names that lead out of the folder are ignored."""
    if not (output / name).is_file():
        return set()
    try:
        lines = (output / name).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if _inside(line)}


def _inside(line: str) -> bool:
    """Whether a line of the list names a file below the folder, as builds write it; never a state file."""
    return (
        not line.startswith(("/", "#", ".ocop-"))
        and "\0" not in line
        and not {"", ".", ".."} & set(line.split("/"))
    )


def save(output: Path, paths: Iterable[str], name: str = NAME) -> None:
    """Claim ``paths`` as ours."""
    write(f"{output}/{name}", (_HEAD + "".join(f"{path}\n" for path in sorted(paths))).encode())


def stamp(output: Path) -> str:
    """Changes whenever the list does; empty where there is none, or where the last build did not end."""
    if not last_build_ended(output):
        return ""
    try:
        status = os.lstat(output / NAME)
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def last_build_ended(output: Path) -> bool:
    """Whether the last build came to its end, so that whatever is in place is whole."""
    return not os.path.lexists(output / UNFINISHED)


def begin_build(output: Path) -> None:
    """Say that a build is at work."""
    # One that was killed while it said so has left no more than this.
    for left in output.glob(f"{UNFINISHED}.*{TEMPORARY}"):
        left.unlink()
    write(f"{output}/{UNFINISHED}", b"")


def end_build(output: Path) -> None:
    """Say that the build came to its end."""
    (output / UNFINISHED).unlink(missing_ok=True)
