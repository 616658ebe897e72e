"""The kind of goods of a product that a list names. Lists have no such column, and a record needs one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.importing.existing import first_text
from generator.importing.names import name_key
from generator.text import Text


class Goods:
    """The kinds of goods of a project, by the words that buyers use."""

    def __init__(self, kinds: Mapping[str, Any], sets: Mapping[int, Any]) -> None:
        """``kinds`` and ``sets`` are the project's kinds of goods by id and its criteria sets by number."""
        self.kinds = {identity: kind.name for identity, kind in kinds.items()}
        self._words = {identity: set(_words_of(kind.name)) for identity, kind in kinds.items()}
        self._sets = {number: f" {name_key(first_text(entry.name))} " for number, entry in sets.items()}

    def kind_of(self, name: str, number: int | None) -> str:
        """Return the kind of goods of which name and criteria set agree; empty where they do not.

        A name alone does not tell it: ``chè lam`` is a sweet, not a tea. ``number`` is that of the set.
        """
        words = name_key(name)
        set_name = self._sets.get(number or 0, "")
        fitting = {
            identity
            for identity, known in self._words.items()
            for word in known
            if f"{words} ".startswith(f"{word} ") and f" {word} " in set_name
        }
        return fitting.pop() if len(fitting) == 1 else ""

    def likely(self, name: str) -> list[str]:
        """Return all kinds, those first whose words stand in a name."""
        words = f" {name_key(name)} "
        return sorted(
            self.kinds, key=lambda kind: not any(f" {word} " in words for word in self._words[kind])
        )


def _words_of(name: Text) -> Iterable[str]:
    return (name_key(part) for part in re.split(r"[,;/]", first_text(name)) if part.strip())
