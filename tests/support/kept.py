"""A memory that lasts as long as a test."""

from pathlib import Path

from generator.memory import Memory


class Kept(Memory):
    """A memory without a file."""

    def __init__(self) -> None:
        super().__init__(None, Path())
