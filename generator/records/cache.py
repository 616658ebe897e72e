"""The cache as reading needs it: what is kept from one run to the next."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class Cache(Protocol):
    """Bytes by kind and key, as the last run left them. Forgetting anything is always safe."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put under ``key``, or None."""

    def all(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield every entry of a kind as key and value; nothing must be put meanwhile."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Remove the entries of ``keys``."""

    def clear(self, kind: str) -> None:
        """Remove all entries of a kind."""

    def save(self) -> None:
        """Write what is new, so that processes forked from now on know it."""
