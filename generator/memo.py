"""Values at hand that can be made again, in a bounded number."""

from itertools import islice
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """A dictionary of at most ``most`` entries: where one more comes, the oldest quarter goes first."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._most:
            for old in list(islice(self, self._most // 4 + 1)):
                del self[old]
        super().__setitem__(key, value)
