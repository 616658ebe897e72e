"""What the reader may remember from one run to the next."""

from typing import Protocol


class Memory(Protocol):
    """Bytes by kind and key, as the last run left them. Forgetting anything is always safe."""

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under ``key``, or None."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Remember ``value``."""
