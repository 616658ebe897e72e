"""A memory that lasts as long as a test."""

from pathlib import Path

from generator.cache import Cache


class CachedRecord(Cache):
    """A memory without a file."""

    def __init__(self) -> None:
        super().__init__(None, Path())
