"""The files of an inbox, each as the picture that a record may have or with the reason why not."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.photo import PhotoError, prepare_photo
from generator.text import nfc, slug

LARGEST_FILE = 60 * 1024 * 1024
"""Bytes of a file that is read at all: a photo of 48 million pixels has some 15 MB, as PNG up to 60."""
LONGEST_STEM = 48
"""Letters of a record's id in a file's name."""
_NOT_SHOWN = ("thumbs.db", "desktop.ini")
"""Files that Windows makes; those of others begin with a dot."""


@dataclass(frozen=True)
class InboxPicture:
    """A file of the inbox."""

    path: Path
    names: tuple[str, ...]
    """Its name without ending, then the names of the folders around it inside of the inbox, NFC."""
    content: bytes = b""
    """The picture to keep, as JPEG; empty where the file cannot be used."""
    digest: str = ""
    """Of the file itself: two files with the same bytes are one photo."""
    fault: str = ""
    """Key of the message that says why it cannot be used; empty where it can."""
    size: str = ""
    limit: str = ""
    """Where it is too big: how big, and how big it may be."""

    def file_name(self, identity: str) -> str:
        """Return its name in the folder of a record; the same photo gets the same name again."""
        return f"{slug(identity, LONGEST_STEM)}-{self.digest[:8]}.jpg"


def inbox_files(folder: Path) -> Iterator[Path]:
    """Yield the plain files below a folder, in the order of their paths; no links, nothing hidden."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            is_hidden = name.startswith(".") or name.lower() in _NOT_SHOWN
            if not is_hidden and path.is_file() and not path.is_symlink():
                yield path


def read_picture(folder: Path, path: Path) -> InboxPicture:
    """Return a file of the inbox ``folder`` as a picture, or why it is none."""
    around = path.relative_to(folder).parts[:-1]
    names = tuple(nfc(name) for name in (path.stem, *reversed(around)))
    try:
        bytes_in_file = path.stat().st_size
        if bytes_in_file > LARGEST_FILE:
            sizes = [f"{number // 1024 // 1024} MB" for number in (bytes_in_file, LARGEST_FILE)]
            return InboxPicture(path, names, fault="photo-too-big", size=sizes[0], limit=sizes[1])
        content = path.read_bytes()
    except OSError:
        return InboxPicture(path, names, fault="photo-no-access")
    digest = sha256(content).hexdigest()
    try:
        return InboxPicture(path, names, prepare_photo(content), digest)
    except PhotoError as error:
        if error.why == "too big":
            return InboxPicture(path, names, fault="photo-too-big", size=error.size, limit=error.limit)
        return InboxPicture(path, names, fault="photo-unreadable")
