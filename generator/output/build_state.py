"""How the last build left an output folder, and whether it still is so.

Every file of a small site is looked at. A large one is told by the list of its files and by its folders:
who changes a file far below by hand, and wants it made again, says ``--fresh``.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from generator.cache import Cache
from generator.output import manifest, printed
from generator.output.files import is_plain_file, stamp

LOOK_AT_ALL = 5_000
"""So many files are looked at one by one."""
LOOSE = ""
"""Name for the outputs that belong to no record."""
MANY = 100
"""Of a folder with more entries the folders inside are not looked at."""
MADE = "made"
"""The kind of memory that the facts of outputs are."""
_SITE = "site"
_BUNDLES = "bundles"

Facts = dict[str, tuple[str, int, int]]
"""Path of an output → its fingerprint, its size, its time of change."""


@dataclass(frozen=True)
class Bundled:
    """What was made for one record."""

    digest: str
    outputs: int
    pages: int


@dataclass(frozen=True)
class FolderState:
    """The folder as the last build left it."""

    ledger: str = ""
    """Stamp of the list of its files; empty where nothing is known."""
    printed: str = ""
    """Stamp of the list of printed addresses that it has served."""
    folders: Mapping[str, int] = field(default_factory=dict)
    outputs: int = 0
    stand_ins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class BuildState:
    """What the memory knows of one output folder."""

    def __init__(self, cache: Cache, output: Path) -> None:
        self._memory = cache
        self._output = output
        self._place = str(output.resolve())

    def left(self) -> FolderState:
        """How the folder was left."""
        return FolderState(**json.loads(self._memory.get(_SITE, self._place) or b"{}"))

    def bundles(self) -> dict[str, Bundled]:
        """What was made for each record."""
        found = json.loads(self._memory.get(_BUNDLES, self._place) or b"{}")
        return {name: Bundled(*facts) for name, facts in found.items()}

    def facts(self, name: str) -> Facts:
        """The outputs of a name as they were made."""
        found = json.loads(self._memory.get(MADE, f"{self._place}|{name}") or b"{}")
        return {path: (one, size, changed) for path, (one, size, changed) in found.items()}

    def keep(self, name: str, facts: Facts) -> None:
        """Know the outputs of a name the next time."""
        text = json.dumps(facts, separators=(",", ":"))
        self._memory.put(MADE, f"{self._place}|{name}", text.encode())

    def forget(self, names: Iterable[str]) -> None:
        """Know nothing of these any more."""
        self._memory.forget(MADE, [f"{self._place}|{name}" for name in names])

    def close(
        self, bundles: Mapping[str, Bundled], stand_ins: Mapping[str, Mapping[str, str]], outputs: int
    ) -> None:
        """Know how the folder is left now."""
        folders = _folders(self._output)
        now = FolderState(manifest.stamp(self._output), self._printed_stamp(), folders, outputs, stand_ins)
        kept = {name: [one.digest, one.outputs, one.pages] for name, one in bundles.items()}
        self._memory.put(_BUNDLES, self._place, json.dumps(kept, separators=(",", ":")).encode())
        self._memory.put(_SITE, self._place, json.dumps(asdict(now)).encode())

    def is_trusted(self) -> bool:
        """Whether no other build has been here since, and every printed address is answered.

        What is remembered of the folder's files holds only then. Printed addresses are looked at one by one
        even where the folder is large.
        """
        left = self.left()
        return (
            bool(left.ledger)
            and left.ledger == manifest.stamp(self._output)
            and left.printed == self._printed_stamp()
            and all(
                is_plain_file(f"{self._output}/{printed.file_of(address)}")
                for address in printed.read(self._output)
            )
        )

    def _printed_stamp(self) -> str:
        return str(stamp(f"{self._output}/{printed.NAME}") or "")

    def untouched(self, names: Iterable[str]) -> set[str]:
        """The names whose outputs are there as they were left, as far as is looked at."""
        left = self.left()
        if not self.is_trusted():
            return set()
        if left.outputs > LOOK_AT_ALL:
            return set(names) if dict(left.folders) == _folders(self._output) else set()
        return {name for name in names if self._all_there(name)}

    def all_untouched(self) -> bool:
        """Whether everything is there as it was left, as far as is looked at."""
        names = {LOOSE, *self.bundles()} if self.left().outputs <= LOOK_AT_ALL else {LOOSE}
        return self.untouched(names) == names

    def _all_there(self, name: str) -> bool:
        facts = self.facts(name)
        return bool(facts) and all(
            stamp(f"{self._output}/{path}") == (size, changed) for path, (_, size, changed) in facts.items()
        )


def _folders(output: Path) -> dict[str, int]:
    """Times of change of the folder, of those in it, and of those one deeper where they are few."""
    folders: dict[str, int] = {}
    try:
        folders[""] = os.lstat(output).st_mtime_ns
        with os.scandir(output) as entries:
            outer = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        for one in outer:
            folders[one.name] = one.stat(follow_symlinks=False).st_mtime_ns
            with os.scandir(one.path) as entries:
                inner = list(islice(entries, MANY + 1))
            if len(inner) <= MANY:
                for two in inner:
                    if two.is_dir(follow_symlinks=False):
                        folders[f"{one.name}/{two.name}"] = two.stat(follow_symlinks=False).st_mtime_ns
    except OSError:
        return {}
    return folders
