"""Which files of the output folder are ours.

``.ocop-built`` in the output folder lists every file that builds have written there. A file that is
not in it is never overwritten and never removed. The list is written before the files are, so
that a killed build leaves no file that the next one would not know.
"""

from collections.abc import Iterable
from pathlib import Path

from generator.publish.files import write

NAME = ".ocop-built"
_UNFINISHED = "# unfinished"


def read(output: Path) -> tuple[set[str], bool]:
    """The paths that builds have written in ``output``, and whether the last one finished.

    Names that lead out of the folder are ignored.
    """
    if not (output / NAME).is_file():
        return set(), True
    try:
        lines = (output / NAME).read_text("utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return set(), True
    return {line for line in lines if _inside(line)}, _UNFINISHED not in lines


def _inside(line: str) -> bool:
    """Whether a line of the list names a file below the folder, as builds write it."""
    return not line.startswith(("/", "#")) and "\0" not in line and not {"", ".", ".."} & set(line.split("/"))


def save(output: Path, paths: Iterable[str], *, finished: bool) -> None:
    """Claim ``paths`` as ours."""
    head = (
        "# Files in this folder that `ocop build` wrote and may remove. Any other file here is left alone.\n"
    )
    mark = "" if finished else _UNFINISHED + "\n"
    write(output / NAME, (head + mark + "".join(f"{path}\n" for path in sorted(paths))).encode())
