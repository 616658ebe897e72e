"""OLE compound files, in which XLS files and password-protected workbooks come, by their streams.

The form is [MS-CFB]: streams are chains of sectors, which a table of their followers (FAT) strings together.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.spreadsheets.refusals import refusal

_SECTOR = 512
_IN_HEADER = 109
"""Sectors of the FAT that the header names; a chain of its own names further ones."""
_NO_SECTOR = 0xFFFFFFFA
"""Numbers from here on are no sectors."""
_SMALL = 4096
"""Streams below this size lie in smaller sectors, inside the stream of the root."""
_ROOT = 5


@dataclass(frozen=True)
class _Entry:
    kind: int
    start: int
    size: int


class CompoundFile:
    """The streams and storages of a compound file by their names, at whatever depth they lie."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Read the directory. Raises :class:`SpreadsheetError` for a broken file."""
        self.path = path
        self.data = data
        try:
            shift, self.mini_shift = struct.unpack_from("<HH", data, 30)
            self.sector = 1 << shift if shift in (9, 12) else _SECTOR
            self.fat = self._fat()
            directory, mini_fat = struct.unpack_from("<I8xI", data, 48)
            self.entries = dict(self._entries(self._chained(directory)))
            self.mini_fat = _numbers(self._chained(mini_fat))
        except (struct.error, ValueError):
            raise refusal("SHEET-BROKEN", path) from None

    def stream(self, name: str) -> bytes:
        """Return a stream. Raises :class:`SpreadsheetError` where it is missing or cut short."""
        entry = self.entries.get(name)
        root = next((entry for entry in self.entries.values() if entry.kind == _ROOT), None)
        if entry is None or root is None:
            raise refusal("SHEET-BROKEN", self.path)
        if entry.size >= _SMALL:
            content = self._chained(entry.start)
        else:
            small, size = self._chained(root.start), 1 << min(self.mini_shift, 9)
            numbers = self._chain(entry.start, self.mini_fat)[: _SMALL // size]
            content = b"".join(small[number * size : (number + 1) * size] for number in numbers)
        if len(content) < entry.size:
            raise refusal("SHEET-BROKEN", self.path)
        return content[: entry.size]

    def _fat(self) -> Sequence[int]:
        """Return the follower of each sector."""
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76))
        further = struct.unpack_from("<I", self.data, 68)[0]
        most = len(self.data) // self.sector * 4 // self.sector + 1
        while further < _NO_SECTOR and len(sectors) < most:
            *numbers, further = _numbers(self._sector(further))
            sectors += numbers
        return _numbers(b"".join(self._sector(number) for number in sectors[:most] if number < _NO_SECTOR))

    def _entries(self, directory: bytes) -> list[tuple[str, _Entry]]:
        entries = []
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind:
                entries.append((name, _Entry(kind, start, size)))
        return entries

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        return self.data[start : start + self.sector]

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.fat)))

    def _chain(self, start: int, followers: Sequence[int]) -> list[int]:
        """Return the numbers of a chain; of one that bites its tail, no more than there are sectors."""
        numbers: list[int] = []
        while start < len(followers) and len(numbers) < len(followers):
            numbers.append(start)
            start = followers[start]
        return numbers


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
