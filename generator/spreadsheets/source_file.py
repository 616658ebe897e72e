"""A file that is handed in: its bytes, taken once, and what it really is, whatever its name says."""

import os
import stat
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from generator.messages import in_both
from generator.spreadsheets.refusals import MAX_BYTES, refusal
from generator.spreadsheets.workbook import SpreadsheetError

_IN_USE = (32, 33)
"""Errors of Windows: another program has the file open, or a part of it."""


class Kind(StrEnum):
    """What a file really is; each has its name in ``generator/messages/file-kinds.json``."""

    ZIP = "zip"
    OLE = "ole"
    TEXT = "text"
    BINARY_WORKBOOK = "binary-workbook"
    OLDEST_WORKBOOK = "oldest-workbook"
    DOCUMENT = "document"
    PRESENTATION = "presentation"
    OF_APPLE = "of-apple"
    OPEN_DOCUMENT = "open-document"
    PDF = "pdf"
    PICTURE = "picture"
    WEB_PAGE = "web-page"
    RICH_TEXT = "rich-text"
    ARCHIVE = "archive"
    SHORTCUT = "shortcut"
    PROGRAM = "program"
    UNKNOWN = "unknown"


_ARCHIVES = {
    "xl/workbook.bin": Kind.BINARY_WORKBOOK,
    "word/document.xml": Kind.DOCUMENT,
    "ppt/presentation.xml": Kind.PRESENTATION,
    "Index/Document.iwa": Kind.OF_APPLE,
    "content.xml": Kind.OPEN_DOCUMENT,
}
_BEGINNINGS = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"%PDF", Kind.PDF),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"RIFF", Kind.PICTURE),
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"L\0\0\0\x01\x14\x02\0", Kind.SHORTCUT),
    (b"\x7fELF", Kind.PROGRAM),
)
_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\f\r\x1a") | {0x7F}
"""Bytes that no text has; 1A ends a file of DOS."""
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_source(path: Path) -> bytes:
    """Return the bytes of a file that is plain, closed and at rest. Raises :class:`SpreadsheetError`."""
    for lock in (path.parent / f"~${path.name}", path.parent / f".~lock.{path.name}#"):
        if lock.exists():
            raise refusal("SHEET-OPEN", path, lock=lock.name)
    try:
        check_plain(path)
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(MAX_BYTES + 1)
        after = path.stat()
    except FileNotFoundError:
        raise refusal("SHEET-MISSING", path) from None
    except OSError as error:
        if getattr(error, "winerror", 0) in _IN_USE:
            raise refusal("SHEET-OPEN", path, lock=path.name) from None
        raise refusal("SHEET-UNREADABLE", path, reason=error.strerror or error) from None
    if len(data) > MAX_BYTES:
        raise refusal("SHEET-TOO-BIG", path, limit=MAX_BYTES // 2**20)
    if len(data) != before.st_size or (before.st_mtime_ns, before.st_size) != (
        after.st_mtime_ns,
        after.st_size,
    ):
        raise refusal("SHEET-CHANGED", path)
    if not data:
        raise refusal("SHEET-EMPTY", path)
    return data


def check_plain(path: Path) -> None:
    """Raise the error of what is no plain file, before it is opened: opening a pipe waits without end."""
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):
        raise refusal("SHEET-FOLDER", path)
    if not stat.S_ISREG(mode):
        raise refusal("SHEET-NOT-PLAIN", path)


def kind_of(data: bytes) -> Kind:
    """Return what a file is by its first bytes."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data[4:8] == b"ftyp" or (data.startswith(b"BM") and data[6:10] == bytes(4)):  # HEIC, BMP
        return Kind.PICTURE
    if data.startswith(b"MZ") and b"\0" in data[:64]:
        return Kind.PROGRAM
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"mime-version")):
        return Kind.WEB_PAGE
    is_text = data.startswith(_BOMS) or not _CONTROLS.intersection(data[:4096])
    return Kind.TEXT if is_text else Kind.UNKNOWN


def kind_of_archive(names: Collection[str]) -> Kind:
    """Return what a ZIP archive is by the names of its parts."""
    return next((kind for name, kind in _ARCHIVES.items() if name in names), Kind.ZIP)


def wrong_kind(path: Path, kind: Kind) -> SpreadsheetError:
    """Return the error of a file that is no list in a format that is read."""
    return refusal("SHEET-KIND", path, **in_both("kind", f"file-kinds.{kind}"))
