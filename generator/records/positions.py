"""Positions of values in files, worked out only when a problem needs them.

Most files have no problem, and the positions of all of them would fill the memory.
"""

from collections.abc import Callable, Iterator, Mapping

from generator.catalogue.model import KeyPath

RecordLocation = tuple[int, int]


class Table:
    """The positions of one file, worked out at the first question."""

    __slots__ = ("_find", "_locations")

    def __init__(self, find: Callable[[], dict[KeyPath, RecordLocation]]) -> None:
        self._find = find
        self._locations: dict[KeyPath, RecordLocation] | None = None

    @property
    def locations(self) -> dict[KeyPath, RecordLocation]:
        """Line and column by path."""
        if self._locations is None:
            self._locations = self._find()
        return self._locations


class Positions(Mapping[KeyPath, RecordLocation]):
    """The positions of one record: those of its file, with paths from the record's own root."""

    __slots__ = ("_root", "_table")

    def __init__(self, table: Table, root: KeyPath = ()) -> None:
        self._table = table
        self._root = root

    def __getitem__(self, path: KeyPath) -> RecordLocation:
        return self._table.locations[self._root + path]

    def __iter__(self) -> Iterator[KeyPath]:
        size = len(self._root)
        return (path[size:] for path in self._table.locations if path[:size] == self._root)

    def __len__(self) -> int:
        return sum(1 for _ in self)
