"""``ocop backup``: one dated ZIP of all records and the ledger."""

import os
from pathlib import Path

from generator import __version__
from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError
from generator.project import INPUTS, BuildOptions
from generator.records import archive
from generator.records.changes import unchanging
from generator.records.files import printable


def run(console: Console, options: BuildOptions, *, file: Path | None) -> None:
    """Write the backup to ``file``, else to a dated file beside the project; an existing file stays."""
    root = options.root.resolve()
    target = file or root.parent / f"{root.name or 'ocop'}-{options.day.isoformat()}.zip"
    if any(target.resolve().is_relative_to(root / name) for name in INPUTS):
        raise RefusedError("backup-inside", {"path": target})
    if os.path.lexists(target):
        raise RefusedError("backup-exists", {"path": target})
    unready = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        try:
            with unready.open("xb") as stream, unchanging(root, console.waiting(root)):
                count = archive.write(options.root, stream, options.day, __version__)
            if os.path.lexists(target):
                raise FileExistsError
            unready.rename(target)
        finally:
            unready.unlink(missing_ok=True)
    except FileExistsError:
        raise RefusedError("backup-exists", {"path": target}) from None
    except archive.FaultyBackupError as error:
        raise RefusedError(error.key, {"path": printable(error.path)}) from None
    except OSError as error:
        console.cannot_write(error.filename or target, error)
    console.say("backed-up", files=count, path=target)
