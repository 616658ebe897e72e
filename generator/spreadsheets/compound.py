"""OLE compound files, in which XLS files and password-protected workbooks come: read, and made anew.

The form is [MS-CFB]: streams are chains of sectors, which a table of their followers (FAT) strings together.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.spreadsheets.refusals import refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_IN_HEADER = 109
"""Sectors of the FAT that the header names; a chain of its own names further ones."""
_NO_SECTOR = 0xFFFFFFFA
"""Numbers from here on are no sectors."""
_FAT, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_SMALL = 4096
"""Streams below this size lie in smaller sectors, inside the stream of the root. Ours has larger ones."""
_STREAM, _ROOT = 2, 5


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


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams, each as long as a stream of whole sectors must be."""
    padded = {name: data.ljust(_SMALL, b"\0") for name, data in streams.items()}
    directory_sectors = _sectors((1 + len(streams)) * 128)
    lengths = [directory_sectors, *(_sectors(len(data)) for data in padded.values())]
    fat_sectors = next(
        count for count in range(1, _IN_HEADER) if count * _SMALL >= 4 * (count + sum(lengths))
    )
    fat, starts = [_FAT] * fat_sectors, []
    for length in lengths:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + length), _END]
    # calamine takes a root without a sector for a file without streams: it gets one that nothing is read of.
    entries = _entry("Root Entry", _ROOT, start=starts[0], size=0, child=1, right=_FREE)
    for number, (name, data) in enumerate(padded.items(), 1):
        right = number + 1 if number < len(padded) else _FREE
        entries += _entry(name, _STREAM, start=starts[number], size=len(data), child=_FREE, right=right)
    header = MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<9I", directory_sectors, fat_sectors, starts[0], 0, _SMALL, _END, 0, _END, 0)
    header += struct.pack(f"<{fat_sectors}I", *range(fat_sectors)).ljust(4 * _IN_HEADER, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SMALL, b"\xff")
    contents = [entries, *padded.values()]
    return (
        header.ljust(_SMALL, b"\0")
        + table
        + b"".join(
            content.ljust(length * _SMALL, b"\0") for content, length in zip(contents, lengths, strict=True)
        )
    )


def _sectors(size: int) -> int:
    return -(-size // _SMALL)


def _entry(name: str, kind: int, *, start: int, size: int, child: int, right: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    fields = struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
    return encoded.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)
