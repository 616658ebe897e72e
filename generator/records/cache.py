"""What the reader may remember from one run to the next."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class Cache(Protocol):
    """Bytes by kind and key, as the last run left them. Forgetting anything is always safe."""

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under ``key``, or None."""

    def all(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Everything of a kind with its key; nothing must be put meanwhile."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Remember ``value``."""

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Remember nothing of ``keys`` any more."""

    def clear(self, kind: str) -> None:
        """Remember nothing of a kind any more."""

    def save(self) -> None:
        """Write what is new, so that processes forked from now on know it."""
