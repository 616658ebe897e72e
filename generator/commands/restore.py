"""``ocop restore``: writes the records of a catalogue again from a backup, or from what it has published."""

import zipfile
from pathlib import Path

from generator.commands.console import Console
from generator.commands.write_project import is_taken, write_project
from generator.diagnostics.problem import RefusedError
from generator.gathering.copies import FaultyCopyError, read_copy
from generator.gathering.record_files import project_files
from generator.messages import LANGUAGES
from generator.records import archive
from generator.records.files import printable


def run(console: Console, copy: Path, folder: Path) -> None:
    """Write a project into ``folder``, which must be new or empty, from a backup or an output folder.

    ``copy`` is a ZIP of ``ocop backup``, or an output folder of which ``data`` and ``media`` are enough. All
    is written or nothing.
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
    if is_taken(folder):
        raise RefusedError("restore-taken", {"path": folder})
    if copy.is_file():
        return _restore_backup(copy, folder)
    try:
        files = project_files(read_copy(copy))
        write_project(folder, files)
    except FaultyCopyError as error:
        why = {f"why_{language}": error.words[language] for language in LANGUAGES}
        raise RefusedError("restore-faulty", {"file": error.file, **why}) from None
    except FileExistsError:
        raise RefusedError("restore-taken", {"path": folder}) from None
    return len(files)


def _restore_backup(file: Path, folder: Path) -> int:
    try:
        with zipfile.ZipFile(file) as opened:
            files = archive.read(opened)
            write_project(folder, files)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise RefusedError("backup-not-ours", {"file": file, "path": ""}) from None
    except archive.FaultyBackupError as error:
        raise RefusedError(error.key, {"file": file, "path": printable(error.path)}) from None
    except FileExistsError:
        raise RefusedError("restore-taken", {"path": folder}) from None
    return len(files)
