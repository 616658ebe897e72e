"""Which product or producer a photo is of, as the names of its file and of the folders around it tell.

A record's name counts if all its words stand there, one after the other, whatever their marks, capitals and
spelling variants; of several the longest counts. Where other words stand beside it, or two records have that
name, it is not sure which record is meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.catalogue.ids import bare_id
from generator.catalogue.place_names import place_key
from generator.text import Text, fold

SHORTEST = 5
"""Letters that a name must have to be looked for: shorter ones stand in other words."""
_BESIDE = (
    "img image photo picture pic dsc dscn dscf pxl scan copy final edited whatsapp zalo screenshot at of jpg "
    "anh hinh chup ban sao san pham ocop so lan goc moi truoc sau trai phai tren duoi mat gan xa jpeg heic"
)
"""Words that cameras and people put beside a name, without marks."""
Target = tuple[str, str]
"""Kind and id of a record: ``("product", "gao-mau")``."""


@dataclass(frozen=True)
class Named:
    """A record that photos may be of."""

    target: Target
    name: Text
    other_names: Sequence[str] = ()
    code: str = ""


class PhotoMatch(NamedTuple):
    """The records that a photo may be of."""

    targets: Sequence[Target]
    sure: bool
    """Whether it is certainly of the only one of them."""


class PhotoMatcher:
    """Finds records by the names of files."""

    def __init__(self, records: Iterable[Named]) -> None:
        self._targets: dict[tuple[str, ...], set[Target]] = defaultdict(set)
        self._glued: dict[str, set[Target]] = defaultdict(set)
        """By names that are written as one word."""
        for record in records:
            names = (*record.name.root.values(), *record.other_names)
            for words in map(_words, (bare_id(record.target[1]), *names, record.code)):
                if len("".join(words)) >= SHORTEST:
                    self._targets[words].add(record.target)
                    self._glued["".join(words)].add(record.target)
        self._longest = max(map(len, self._targets), default=0)

    def match(self, names: Iterable[str]) -> PhotoMatch:
        """Return the records that a photo may be of.

        ``names`` are those of the file and of the folders around it, the nearest first: the first that names
        a record decides, and of several records those count that a next one names as well.
        """
        possible: set[Target] = set()
        sure = False
        for name in names:
            named, is_all = self._named_in(name)
            if not possible:
                possible, sure = named, is_all
            elif len(possible) > 1 and possible & named:
                possible, sure = possible & named, sure and is_all
        return PhotoMatch(sorted(possible), sure and len(possible) == 1)

    def _named_in(self, name: str) -> tuple[set[Target], bool]:
        """Return the records whose name is the longest in a text, and whether it says nothing else."""
        words = _words(name)
        for length in range(min(len(words), self._longest), 0, -1):
            named: set[Target] = set()
            beside: set[str] = set()
            for start in range(len(words) - length + 1):
                if targets := self._targets.get(words[start : start + length]):
                    named |= targets
                    beside.update(words[:start], words[start + length :])
            if named:
                return named, all(word in _SAYS_NOTHING or word.isdigit() for word in beside)
        letters = "".join(word for word in words if not word.isdigit())
        return self._glued.get(letters, set()), True


def _words(written: str) -> tuple[str, ...]:
    """Return the words of a name with what all their spellings have in common; counters stand apart."""
    spaced = re.sub(r"(?<=[^\W\d])(?=\d{1,3}(?!\d))", " ", fold(re.sub(r"[_\W]+", " ", written)))
    return tuple(filter(None, map(place_key, spaced.split())))


_SAYS_NOTHING = frozenset(_words(_BESIDE))
