"""``ocop restore``: writes the records of a catalogue again from what it has published."""

import shutil
from pathlib import Path

from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError
from generator.gathering.copies import FaultyCopyError, read_copy
from generator.gathering.record_files import project_files
from generator.messages import LANGUAGES

UNREADY = ".ocop-restore"
"""How the folder is called into which records are written until all are there."""


def run(console: Console, copy: Path, folder: Path) -> None:
    """Write a project into ``folder``, which must be new or empty, from a catalogue's output folder.

    ``copy`` may be a copy of the output folder with nothing but ``data`` and ``media``. All is written or
    nothing.
    """
    try:
        count = restore(copy, folder)
    except OSError as error:
        console.cannot_write(error.filename or folder, error)
    console.say("restored", files=count, path=folder)


def restore(copy: Path, folder: Path) -> int:
    """Write the project; return how many files it has.

    Raises :class:`RefusedError` where the copy cannot be used or the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError("restore-taken", {"path": folder})
    unready = folder.absolute().with_name(folder.absolute().name + UNREADY)
    shutil.rmtree(unready, ignore_errors=True)
    try:
        files = project_files(read_copy(copy))
        for path, content in files.items():
            target = unready / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content())
    except FaultyCopyError as error:
        shutil.rmtree(unready, ignore_errors=True)
        why = {f"why_{language}": error.words[language] for language in LANGUAGES}
        raise RefusedError("restore-faulty", {"file": error.file, **why}) from None
    except BaseException:
        shutil.rmtree(unready, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    unready.rename(folder)
    return len(files)
