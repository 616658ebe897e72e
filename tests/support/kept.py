"""A memory that lasts as long as a test."""


class Kept:
    """What ``records.read`` asks of a memory, in a dictionary."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self.values.get((kind, key))

    def put(self, kind: str, key: str, value: bytes) -> None:
        self.values[kind, key] = value
