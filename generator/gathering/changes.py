"""Changes of a project's files, all of them or none.

What is new is written beside the project's records first. Then a list of all changes is put in place in one
step; from there on, whoever comes next finishes them, so that a run that was killed leaves nothing half done.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.gathering import JOURNAL, STATE
from generator.records.files import TOP

NEW = f"{STATE}/new"
TRIAL = f"{STATE}/trial"


def make_state_folder(root: Path) -> None:
    """Make the folder for what waits; a link in its place goes, so that nothing elsewhere is touched."""
    if (root / STATE).is_symlink():
        (root / STATE).unlink()
    (root / STATE).mkdir(parents=True, exist_ok=True)


def finish_changes(root: Path) -> bool:
    """Put in place what a killed run had decided; forget what it had not. Return whether there was any."""
    try:
        changes = json.loads((root / JOURNAL).read_text("utf-8"))
    except (OSError, ValueError):
        changes = None
    if _are_changes(changes):
        _apply(root, changes["put"], changes["remove"])
    with suppress(FileNotFoundError):
        (root / JOURNAL).unlink()
    forget_staged(root)
    return changes is not None


def forget_staged(root: Path) -> None:
    """Remove what waits to be put in place, and the project that was tried."""
    for folder in (root / NEW, root / TRIAL):
        if folder.is_symlink():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)


def stage(root: Path, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Write files beside the project's records, to be put in place by :func:`commit`."""
    for path, content in files.items():
        target = root / NEW / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content())


def commit(root: Path, put: Iterable[str], remove: Iterable[str]) -> None:
    """Put staged files in place and remove others."""
    changes = {"put": sorted(put), "remove": sorted(remove)}
    unready = root / f"{JOURNAL}.new"
    with unready.open("w", encoding="utf-8") as stream:
        json.dump(changes, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    unready.replace(root / JOURNAL)
    finish_changes(root)


def trial_project(root: Path, put: Iterable[str], remove: Iterable[str]) -> Path:
    """Return a folder with the records of the project as they would be after the changes."""
    trial = root / TRIAL
    shutil.rmtree(trial, ignore_errors=True)
    gone = {*put, *remove}
    for top in TOP:
        for folder, _, names in os.walk(root / top):
            for name in names:
                path = (Path(folder) / name).relative_to(root).as_posix()
                if path not in gone:
                    _link(root / path, trial / path)
    for path in put:
        _link(root / NEW / path, trial / path)
    return trial


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; a copy where the disk has no such names."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _are_changes(changes: Any) -> bool:
    """Whether a list of changes is one of ours: only records, and no way out of their folders."""
    if not isinstance(changes, dict) or set(changes) != {"put", "remove"}:
        return False
    return all(
        isinstance(path, str)
        and path.startswith(tuple(f"{top}/" for top in TOP))
        and ".." not in path.split("/")
        for paths in changes.values()
        for path in paths
    )


def _apply(root: Path, put: Iterable[str], remove: Iterable[str]) -> None:
    """Do the changes, as far as they are not done yet."""
    for path in put:
        staged, target = root / NEW / path, root / path
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
    for path in remove:
        target = root / path
        with suppress(FileNotFoundError):
            target.unlink()
        for folder in list(target.relative_to(root).parents)[:-2]:
            with suppress(OSError):
                (root / folder).rmdir()
