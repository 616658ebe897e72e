"""Changes of a project's files, all of them or none, and the way back.

What is new is written beside the project's records first. Then a list of all changes is put in place in one
step; from there on, whoever comes next finishes them, so that a run that was killed leaves nothing half done.
The former bytes of what changes are kept, so that the last changes can be undone.
"""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.disk import sync_file, sync_folder
from generator.lock import locked
from generator.project_state import JOURNAL, STATE
from generator.records.files import TOP

NEW = f"{STATE}/new"
UNREADY = f"{JOURNAL}.new"
TRIAL = f"{STATE}/trial"
UNDO = f"{STATE}/undo"
"""A folder for each commit that can be undone, named by its number."""
ENTRY = "commit.json"
FORMER = "former"
"""In the folder of a commit: what it did, and the files that it replaced or removed."""
_UNDECIDED = ".new"
"""How the folder of a commit ends that is not decided yet."""
MOST_COMMITS = 20
MOST_BYTES = 256 * 1024 * 1024
"""Of former files; the last commit is kept whatever it takes."""


class ChangedMeanwhileError(Exception):
    """Raised where files are no longer as they were read; ``paths`` names them. Nothing has changed then."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(*paths)
        self.paths = list(paths)


@dataclass(frozen=True)
class Commit:
    """Changes that were put in place and can be undone."""

    number: int
    command: str
    """What made them, as the words of a command line: ``import danh-sach.xlsx``."""
    made_ns: int
    """When, in nanoseconds since the epoch."""
    before: Mapping[str, str]
    """Digests of all its files before, by path; empty for a file that was not there."""
    after: Mapping[str, str]
    """Digests after; empty for a file that was removed."""


# -- one writer at a time ------------------------------------------------------------------------------


@contextmanager
def changing(root: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """Hold the lock of a project's records, and first finish what a killed run had decided.

    Whoever changes records reads, checks and commits inside of this block. It gives whether there was
    anything to finish. ``waiting`` is called once if another command keeps this one waiting.
    Raises ``OSError`` where the project cannot be written.
    """
    with locked(root / STATE, partial(_make_state_folder, root), waiting):
        yield finish_changes(root)


@contextmanager
def unchanging(root: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of a project's records while they are read as a whole; nothing need be written there.

    ``waiting`` is called once if another command keeps this one waiting.
    """
    with locked(root / STATE, partial(_make_state_folder, root), waiting):
        if (root / JOURNAL).exists():
            finish_changes(root)
        yield


def _make_state_folder(root: Path) -> None:
    """Make the folder for what waits; a link in its place goes, so that nothing elsewhere is touched."""
    if (root / STATE).is_symlink():
        (root / STATE).unlink()
    (root / STATE).mkdir(parents=True, exist_ok=True)


def digest_of(root: Path, path: str) -> str:
    """Return the digest of a file of the project; empty where there is no plain file."""
    try:
        if (root / path).is_symlink():
            return ""
        with (root / path).open("rb") as stream:
            return _digest(stream.read())
    except (FileNotFoundError, NotADirectoryError):
        return ""


def record_digests(root: Path) -> dict[str, str]:
    """Return the digests of all YAML files of a project's records by path."""
    paths = (path.relative_to(root).as_posix() for top in TOP for path in (root / top).rglob("*.yaml"))
    return {path: digest_of(root, path) for path in paths}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


# -- putting changes in place --------------------------------------------------------------------------


def stage(root: Path, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Write files beside the project's records, to be put in place by :func:`commit`.

    Nothing is staged where one cannot be written: a full disk is left no fuller.
    """
    try:
        for path, content in files.items():
            target = root / NEW / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content())
    except OSError:
        forget_staged(root)
        raise


def commit(
    root: Path, put: Iterable[str], remove: Iterable[str], command: str, read: Mapping[str, str] | None = None
) -> None:
    """Put staged files in place and remove others, inside of :func:`changing`.

    ``command`` says who does it, for whoever undoes it. ``read`` are the digests of files as they were read
    (:func:`digest_of`): raises :class:`ChangedMeanwhileError` and forgets what is staged if one of them is
    another by now.
    """
    _check_unchanged(root, read or {})
    put, remove = sorted(put), sorted(remove)
    number = max((known for known, _ in _numbered(root)), default=0) + 1
    folder = root / UNDO / f"{number}{_UNDECIDED}"
    if (root / UNDO).is_symlink():
        (root / UNDO).unlink()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    before = {path: digest_of(root, path) for path in (*put, *remove)}
    for path, digest in before.items():
        if digest:
            (folder / FORMER / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, folder / FORMER / path)
    after = {path: digest_of(root / NEW, path) for path in put} | dict.fromkeys(remove, "")
    _write_whole(folder / ENTRY, {"command": command, "before": before, "after": after})
    _decide(root, {"put": put, "remove": remove, "done": number, "undone": 0})


def commit_for_good(root: Path, put: Iterable[str], read: Mapping[str, str]) -> None:
    """Put staged files in place so that no command takes them back, inside of :func:`changing`.

    For what has left the house by then, such as printed addresses. Returns when the disk has them.
    ``read`` is that of :func:`commit`. Raises ``OSError``: whatever is not decided then is forgotten.
    """
    _check_unchanged(root, read)
    put = sorted(put)
    try:
        for path in put:
            # Room for the names is made before anything is decided.
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            if (root / path).exists():
                (root / NEW / path).chmod((root / path).stat().st_mode & 0o777)
            sync_file(root / NEW / path)
        _decide(root, {"put": put, "remove": [], "done": 0, "undone": 0})
    except OSError:
        if not (root / JOURNAL).exists():
            forget_staged(root)
        raise
    for folder in sorted({(root / path).parent for path in put}):
        sync_folder(folder)


def _check_unchanged(root: Path, read: Mapping[str, str]) -> None:
    """Raise :class:`ChangedMeanwhileError` and forget what is staged where a file is not as it was read."""
    if changed := [path for path, digest in read.items() if digest_of(root, path) != digest]:
        forget_staged(root)
        raise ChangedMeanwhileError(changed)


def _decide(root: Path, changes: Mapping[str, Any]) -> None:
    """Put the list of changes in place, which decides them, and do them."""
    for path in (*changes["put"], *changes["remove"]):
        for parent in list(Path(path).parents)[:-1]:
            if (root / parent).is_symlink():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(root / parent))
    _write_whole(root / UNREADY, changes)
    (root / UNREADY).replace(root / JOURNAL)
    finish_changes(root)


def _write_whole(path: Path, data: Mapping[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        json.dump(data, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())


def finish_changes(root: Path) -> bool:
    """Put in place what a killed run had decided; forget what it had not. Return whether there was any."""
    try:
        changes = json.loads((root / JOURNAL).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        changes = None
    if _are_changes(changes):
        done = root / UNDO / str(changes["done"])
        with suppress(FileNotFoundError):
            done.with_name(f"{done.name}{_UNDECIDED}").rename(done)
        _apply(root, changes["put"], changes["remove"])
        if changes["undone"]:
            shutil.rmtree(root / UNDO / str(changes["undone"]), ignore_errors=True)
    for path in (JOURNAL, UNREADY):
        with suppress(FileNotFoundError):
            (root / path).unlink()
    forget_staged(root)
    _forget_old_commits(root)
    return changes is not None


def forget_staged(root: Path) -> None:
    """Remove what waits to be put in place, and the project that was tried."""
    for folder in (root / NEW, root / TRIAL):
        if folder.is_symlink():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)


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
    if not isinstance(changes, dict) or set(changes) != {"put", "remove", "done", "undone"}:
        return False
    numbers = all(type(changes[key]) is int and changes[key] >= 0 for key in ("done", "undone"))
    return numbers and all(map(_are_paths, (changes["put"], changes["remove"])))


def _are_paths(paths: Any) -> bool:
    return isinstance(paths, list | dict) and all(
        isinstance(path, str)
        and path.startswith(tuple(f"{top}/" for top in TOP))
        and not {"..", ""}.intersection(path.split("/"))
        and not {"\\", ":", "\0"}.intersection(path)
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


# -- undoing them --------------------------------------------------------------------------------------


def commits(root: Path) -> list[Commit]:
    """Return the commits that can be undone, the last one first."""
    known = (_commit_in(folder, number) for number, folder in _numbered(root))
    return sorted(filter(None, known), key=lambda commit: -commit.number)


def stage_undo(root: Path, commit: Commit) -> tuple[list[str], list[str]]:
    """Stage the files as they were before a commit; return those to put in place and those to remove.

    Raises :class:`ChangedMeanwhileError` for files that have changed since that commit.
    """
    if changed := [path for path, digest in commit.after.items() if digest_of(root, path) != digest]:
        raise ChangedMeanwhileError(changed)
    former = root / UNDO / str(commit.number) / FORMER
    put = [path for path, digest in commit.before.items() if digest]
    if spoilt := [path for path in put if digest_of(former, path) != commit.before[path]]:
        raise ChangedMeanwhileError(spoilt)
    stage(root, {path: (former / path).read_bytes for path in put})
    return put, [path for path, digest in commit.before.items() if not digest]


def undo(root: Path, commit: Commit) -> None:
    """Put back what :func:`stage_undo` has staged, and forget the commit. Both inside of :func:`changing`."""
    put = [path for path, digest in commit.before.items() if digest]
    remove = [path for path, digest in commit.before.items() if not digest]
    _decide(root, {"put": put, "remove": remove, "done": 0, "undone": commit.number})


def _numbered(root: Path) -> list[tuple[int, Path]]:
    """Return the folders of commits with their numbers, those that were decided."""
    if (root / UNDO).is_symlink() or not (root / UNDO).is_dir():
        return []
    return [(int(path.name), path) for path in (root / UNDO).iterdir() if path.name.isdecimal()]


def _commit_in(folder: Path, number: int) -> Commit | None:
    """Return the commit of a folder; None where it is none of ours."""
    try:
        stamp = (folder / ENTRY).stat().st_mtime_ns
        entry = json.loads((folder / ENTRY).read_text("utf-8"))
        commit = Commit(number, entry["command"], stamp, entry["before"], entry["after"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    is_ours = _are_paths(commit.before) and _are_paths(commit.after) and isinstance(commit.command, str)
    return commit if is_ours and set(commit.before) == set(commit.after) else None


def _forget_old_commits(root: Path) -> None:
    """Remove what is older than the commits that are kept, and those that were never decided."""
    size = 0
    for count, (_, folder) in enumerate(sorted(_numbered(root), reverse=True)):
        size += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if count >= MOST_COMMITS or (count and size > MOST_BYTES):
            shutil.rmtree(folder, ignore_errors=True)
    for folder in (root / UNDO).glob(f"*{_UNDECIDED}"):
        shutil.rmtree(folder, ignore_errors=True)
