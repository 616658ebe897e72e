"""The cache of a project, kept outside of it so that nobody's project can bring its own.

A cache only ever saves time: forgetting it (``--fresh``, a deleted folder, another machine) gives
the same site.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

_TABLE = """create table if not exists cells (
    kind text, key text, value blob, primary key (kind, key)
) without rowid"""
_SEAL = 8
"""Bytes of a value's digest."""
_PUT = "insert or replace into cells values (?, ?, ?)"


class Cache:
    """Bytes by kind and key in a small database, or in memory if the database cannot be opened.

    What was put can be read at once and written by :meth:`save`. Processes that are forked after a save
    know all that was saved.
    """

    def __init__(self, folder: Path | None, root: Path, *, fresh: bool = False) -> None:
        self._new: dict[tuple[str, str], bytes | None] = {}
        self._file: Path | None = None
        self._open: tuple[int, sqlite3.Connection] | None = None
        if folder is not None:
            self._file = folder / f"{sha256(str(root.resolve()).encode()).hexdigest()[:16]}.sqlite"
            if fresh:
                self._remove()

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put under ``key``, or None."""
        if (kind, key) in self._new:
            return self._new[kind, key]
        base = self._base()
        if base is None:
            return None
        try:
            row = base.execute("select value from cells where kind = ? and key = ?", (kind, key)).fetchone()
        except sqlite3.Error:
            return None
        return _unsealed(row[0]) if row else None

    def all(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield every entry of a kind as key and value; nothing must be put meanwhile."""
        if (base := self._base()) is not None:
            with suppress(sqlite3.Error):
                for key, value in base.execute("select key, value from cells where kind = ?", (kind,)):
                    if (kind, key) not in self._new and (unsealed := _unsealed(value)) is not None:
                        yield key, unsealed
        for (kind_of_entry, key), new in self._new.items():
            if kind_of_entry == kind and new is not None:
                yield key, new

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""
        self._new[kind, key] = value

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Remove the entries of ``keys``."""
        for key in keys:
            self._new[kind, key] = None

    def clear(self, kind: str) -> None:
        """Remove all entries of a kind, in the file too."""
        self._new = {entry: value for entry, value in self._new.items() if entry[0] != kind}
        if (base := self._base()) is not None:
            with suppress(sqlite3.Error):
                base.execute("delete from cells where kind = ?", (kind,))
                base.commit()

    def save(self) -> None:
        """Write what is new.

        A cache that cannot be written stays in this process, and is no fault of a build.
        """
        if self._file is None or not self._new:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            base = self._base(make=True)
            if base is None:
                return
            base.execute(_TABLE)
            base.executemany(
                "delete from cells where kind = ? and key = ?",
                [entry for entry, value in self._new.items() if value is None],
            )
            base.executemany(
                _PUT, [(*entry, _sealed(value)) for entry, value in self._new.items() if value is not None]
            )
            base.commit()
        except (OSError, sqlite3.Error):
            # A spoilt file is worth less than none; a full disk or a foreign folder leaves us without.
            self._remove()
        else:
            self._new = {}

    def close(self) -> None:
        """Close the database; what was not saved is lost."""
        if self._open is not None and self._open[0] == os.getpid():
            self._open[1].close()
        self._open = None

    def _base(self, *, make: bool = False) -> sqlite3.Connection | None:
        """Return the database as this process opened it: a connection must not cross a fork."""
        if self._file is None or not (make or self._open or self._file.is_file()):
            return None
        if self._open is None or self._open[0] != os.getpid():
            try:
                base = sqlite3.connect(self._file, timeout=10)
                # Readers never wait for a writer, and a commit never for the disk.
                base.execute("pragma journal_mode = wal")
                base.execute("pragma synchronous = normal")
            except sqlite3.Error:
                return None
            self._open = (os.getpid(), base)
        return self._open[1]

    def _remove(self) -> None:
        """Remove the file."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self._file}{ending}").unlink()


def _sealed(value: bytes) -> bytes:
    """Return a value with its digest before it, which shows damage on the disk."""
    return blake2b(value, digest_size=_SEAL).digest() + value


def _unsealed(value: Any) -> bytes | None:
    """Return a value without its digest; None if the digest does not match."""
    content = bytes(value[_SEAL:]) if isinstance(value, bytes) else b""
    return content if _sealed(content) == value else None
