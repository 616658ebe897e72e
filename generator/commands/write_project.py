"""Writing of a new project as a whole, for the commands that make one."""

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

NOT_COUNTED = {".git"}
"""What a folder may hold that counts as empty."""
BESIDE = ".ocop-new-"
"""How the name of the folder begins into which files are written until all are there."""


def is_taken(folder: Path) -> bool:
    """Whether a folder, which need not exist, holds anything; one that cannot be looked into does."""
    try:
        return bool({path.name for path in folder.iterdir()} - NOT_COUNTED)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def write_project(folder: Path, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Write a new project: whoever interrupts it finds nothing of it.

    The files are written beside ``folder`` and put in its place at the end. Raises ``OSError`` where they
    cannot be, ``FileExistsError`` where somebody else has put something there meanwhile; then all is as it
    was.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100 - a folder that a link leads to stays where it is
    made_parents = [parent for parent in target.parents if not parent.exists()]
    beside = target.parent / f"{BESIDE}{os.getpid()}"
    moved: list[str] = []
    try:
        shutil.rmtree(beside, ignore_errors=True)
        for name, content in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content())
        if target.exists():
            _move_into(target, beside, moved)
            beside.rmdir()
        else:
            _rename(beside, target)
    except BaseException:
        for name in moved:
            if not (beside / name).exists():
                _remove(target / name)
        _remove(beside)
        with suppress(OSError):
            for parent in made_parents:
                parent.rmdir()
        raise


def _move_into(target: Path, beside: Path, moved: list[str]) -> None:
    """Move everything into a folder that exists, and note before each step what is moved.

    Folders go first: of two commands that write into one folder, the first of them lets one through.
    ``content`` goes last, since it makes a folder a project.
    """
    names = sorted(path.name for path in beside.iterdir())
    for name in sorted(names, key=lambda name: (name == "content", (beside / name).is_file())):
        if os.path.lexists(target / name):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target / name))
        moved.append(name)
        _rename(beside / name, target / name)


def _rename(source: Path, target: Path) -> None:
    """Rename. Raises ``FileExistsError`` where a folder with files has the name by now."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno == errno.ENOTEMPTY:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        raise


def _remove(path: Path) -> None:
    """Remove a file or a folder, as far as it is there."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink(missing_ok=True)
