"""A backup: every file of a project's records in one ZIP, with a digest of each.

In it is what officers have written: records, ledger, stories, photos, their own theme. What can be made again
(the site, the cache) is not.
"""

import io
import json
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator.lock import NAME as LOCK
from generator.records.unclaimed import usable_name
from generator.text import nfc

MANIFEST = "ocop-backup.json"
FORMAT = 1
FOLDERS = ("content", "products", "themes")
MAX_FILES = 1_000_000
MAX_FILE = 200 * 2**20
"""Bytes of one file of a backup."""
MAX_ALL = 50 * 2**30
"""Bytes of all files of a backup."""


class FaultyBackupError(Exception):
    """Raised where a ZIP is no whole backup or cannot be one; ``key`` names the sentence that says why."""

    def __init__(self, key: str, path: str = "") -> None:
        super().__init__(key, path)
        self.key, self.path = key, path


def write(root: Path, stream: io.BufferedIOBase, day: date, version: str) -> int:
    """Write the backup of a project to ``stream``; return how many files are in it.

    The same records and day give the same bytes. Raises ``OSError`` where a file cannot be read,
    :class:`FaultyBackupError` where one has a name that could not be restored on another system.
    """
    paths = list(_files(root))
    if path := _not_restorable(paths):
        raise FaultyBackupError("backup-bad-name", path)
    digests: dict[str, str] = {}
    moment = (day.year, day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            data = (root / path).read_bytes()
            digests[path] = sha256(data).hexdigest()
            archive.writestr(_entry(path, moment), data)
        manifest = {"format": FORMAT, "day": day.isoformat(), "program": version, "files": digests}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        archive.writestr(_entry(MANIFEST, moment), text)
    return len(digests)


def _entry(path: str, moment: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, moment)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def _files(root: Path) -> Iterator[str]:
    """Yield the plain files of a project's records, sorted; links lead elsewhere and are left out."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            below = path.relative_to(root)
            if path.is_file() and not path.is_symlink() and path.name != LOCK:
                yield below.as_posix()


def read(archive: zipfile.ZipFile) -> dict[str, Callable[[], bytes]]:
    """Return what gives the bytes of each file of a backup.

    Raises :class:`FaultyBackupError` where the archive is no backup, is not whole, or would write elsewhere;
    the functions raise it where a file has other bytes than were put in.
    """
    entries = {entry.filename: entry for entry in archive.infolist()}
    try:
        manifest = json.loads(_read(archive, entries[MANIFEST]))
        digests = manifest["files"]
        is_ours = all(isinstance(text, str) for pair in digests.items() for text in pair)
        is_ours = is_ours and manifest["format"] == FORMAT
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise FaultyBackupError("backup-not-ours") from None
    if not is_ours or not digests or len(digests) > MAX_FILES:
        raise FaultyBackupError("backup-not-ours")
    if path := _not_restorable(digests):
        raise FaultyBackupError("backup-bad-path", path)
    for path in digests:
        if path not in entries:
            raise FaultyBackupError("backup-not-whole", path)
        if entries[path].file_size > MAX_FILE:
            raise FaultyBackupError("backup-bad-path", path)
    if sum(entries[path].file_size for path in digests) > MAX_ALL:
        raise FaultyBackupError("backup-not-ours")
    return {path: partial(_checked, archive, entries[path], digest) for path, digest in digests.items()}


def _checked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, digest: str) -> bytes:
    data = _read(archive, entry)
    if sha256(data).hexdigest() != digest:
        raise FaultyBackupError("backup-not-whole", entry.filename)
    return data


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry, and no more of them than it says it has."""
    try:
        with archive.open(entry) as stream:
            data = stream.read(min(entry.file_size, MAX_FILE) + 1)
    except Exception:  # noqa: BLE001 - each way of packing has errors of its own
        raise FaultyBackupError("backup-not-whole", entry.filename) from None
    if len(data) > entry.file_size:
        raise FaultyBackupError("backup-not-whole", entry.filename)
    return data


def _not_restorable(paths: Iterable[str]) -> str:
    """Return the first path that cannot be written on every system; empty where all can.

    It lies outside of the records, has a name that Windows does not allow, or is another file or the folder
    of one on a disk that takes capitals and small letters, or two spellings of a mark, for the same.
    """
    owners: dict[str, str] = {}
    for path in paths:
        parts = path.split("/")
        if parts[0] not in FOLDERS or len(parts) < 2 or not all(map(_is_name, parts)):
            return path
        spelling = nfc(path).casefold()
        above = [spelling[:end] for end, letter in enumerate(spelling) if letter == "/"]
        for folder in above:
            if owners.setdefault(folder, "") != "":
                return path
        if spelling in owners:
            return path
        owners[spelling] = path
    return ""


def _is_name(name: str) -> bool:
    is_text = not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
    return is_text and name not in ("", ".", "..") and usable_name(name) == name
