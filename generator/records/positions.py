"""Where everything stands in a file: a table that is only unpacked when a problem needs it."""

import json
from collections.abc import Iterator, Mapping

from generator.catalogue.model import Path

Spot = tuple[int, int]


class Table:
    """The positions of one file, kept as bytes until somebody asks."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed
        self._spots: dict[Path, Spot] | None = None

    @property
    def spots(self) -> dict[Path, Spot]:
        """Line and column by path."""
        if self._spots is None:
            self._spots = {tuple(path): (line, column) for path, line, column in json.loads(self.packed)}
        return self._spots


class Positions(Mapping[Path, Spot]):
    """The positions of one record: its file's table, seen from the record's own root."""

    def __init__(self, table: Table, root: Path = ()) -> None:
        self._table = table
        self._root = root

    def __getitem__(self, path: Path) -> Spot:
        return self._table.spots[self._root + path]

    def __iter__(self) -> Iterator[Path]:
        size = len(self._root)
        return (path[size:] for path in self._table.spots if path[:size] == self._root)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def pack(positions: Mapping[Path, Spot]) -> bytes:
    """Positions as bytes for :class:`Table`."""
    rows = [(path, *spot) for path, spot in positions.items()]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
