"""What the last build knew, kept outside the project so that nobody's project can bring its own.

A memory only ever saves time: forgetting it (``--fresh``, a deleted folder, another machine) gives
the same site.
"""

import sqlite3
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


class Memory:
    """Bytes by kind and key in one small database, or in this process alone if it cannot be opened."""

    def __init__(self, folder: Path | None, root: Path, *, fresh: bool = False) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._new: dict[tuple[str, str], bytes] = {}
        self._known: dict[tuple[str, str], bytes] = {}
        self._file: Path | None = None
        if folder is not None:
            self._file = folder / f"{sha256(str(root.resolve()).encode()).hexdigest()[:16]}.sqlite"
            if not fresh:
                self._load()

    def _load(self) -> None:
        if self._file is None or not self._file.is_file():
            return
        try:
            with _open(self._file) as base:
                rows = base.execute("select kind, key, value from cells")
                self._known = {(kind, key): value for kind, key, value in rows}
        except sqlite3.Error:
            self._known = {}

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under ``key``, or None."""
        self._seen.add((kind, key))
        return self._new.get((kind, key)) or self._known.get((kind, key))

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Remember ``value``."""
        self._new[kind, key] = value

    def save(self, kinds: tuple[str, ...]) -> None:
        """Write what is new; of ``kinds``, forget what this run did not ask for.

        A memory that cannot be written is no fault of the build.
        """
        if self._file is None:
            return
        stale = [
            cell
            for cell in self._known
            if cell[0] in kinds and cell not in self._seen and cell not in self._new
        ]
        if not self._new and not stale:
            return
        with suppress(OSError, sqlite3.Error):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if not self._known:
                self._file.unlink(missing_ok=True)
            with _open(self._file) as base:
                base.execute(
                    "create table if not exists cells "
                    "(kind text, key text, value blob, primary key (kind, key)) without rowid"
                )
                base.executemany("delete from cells where kind = ? and key = ?", stale)
                base.executemany(
                    "insert or replace into cells values (?, ?, ?)",
                    [(kind, key, value) for (kind, key), value in self._new.items()],
                )
        self._known.update(self._new)
        self._new = {}


class _open:  # noqa: N801 - used as a function
    """A connection that commits and closes."""

    def __init__(self, file: Path) -> None:
        self._base = sqlite3.connect(file, timeout=10)

    def __enter__(self) -> sqlite3.Connection:
        return self._base

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._base.commit()
        self._base.close()
