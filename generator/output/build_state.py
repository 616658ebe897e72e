"""What the last build knew of an output folder: each unit's reads and outputs, each asset, the folder itself.

Every file of a small site is looked at. A large one is told by the list of its files and by its folders:
who changes a file far below by hand, and wants it made again, says ``--fresh``.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from generator.cache import Cache
from generator.catalogue.reader import CatalogueReader, Query
from generator.output import manifest, printed
from generator.output.files import is_plain_file, stamp
from generator.site.outputs import Listed

LOOK_AT_ALL = 5_000
"""So many files are looked at one by one."""
MANY = 100
"""Of a folder with more entries the folders inside are not looked at."""


class FileFacts(NamedTuple):
    """What is known of a file of ours."""

    digest: str
    """Of its content."""
    size: int
    changed: int
    """Time of change, in nanoseconds."""


Files = dict[str, FileFacts]
"""Files by their path below the output folder."""


@dataclass
class UnitState:
    """What a unit asked and made the last time it ran."""

    environment: str
    reads: list[tuple[Query, str]]
    """Questions with the digests of their answers, in the order of asking."""
    files: Files
    requests: list[str]
    """Paths of the pictures and codes that its outputs name."""
    listed: list[Listed]
    """What its pages say to the sitemap."""

    def holds(self, environment: str, reader: CatalogueReader) -> bool:
        """Whether running the unit again would make the same: every answer is what it was."""
        return self.environment == environment and reader.holds(self.reads)

    def packed(self) -> bytes:
        """As JSON."""
        values = (self.environment, self.reads, self.files, self.requests, self.listed)
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "UnitState":
        """From JSON."""
        environment, reads, files, requests, listed = json.loads(data)
        return cls(
            environment,
            [(tuple(query), digest) for query, digest in reads],
            {path: FileFacts(*facts) for path, facts in files.items()},
            requests,
            [(address, tuple((lang, href) for lang, href in twins)) for address, twins in listed],
        )


class AssetState(NamedTuple):
    """A picture or code as it was made."""

    fingerprint: str
    digest: str
    size: int
    changed: int

    @property
    def facts(self) -> FileFacts:
        """What is known of its file."""
        return FileFacts(self.digest, self.size, self.changed)


@dataclass(frozen=True)
class FolderState:
    """The folder as the last build left it."""

    manifest: str = ""
    """Stamp of the list of its files; empty where nothing is known."""
    printed: str = ""
    """Stamp of the list of printed addresses that it has served."""
    folders: Mapping[str, int] = field(default_factory=dict)
    files: int = 0


class BuildState:
    """What the cache knows of one output folder."""

    def __init__(self, cache: Cache, output: Path) -> None:
        self._cache = cache
        self._output = output
        self._place = str(output.resolve())

    @property
    def folder(self) -> FolderState:
        """How the folder was left."""
        try:
            return FolderState(**json.loads(self._cache.get("folder", self._place) or b"{}"))
        except (TypeError, ValueError):  # written by another version of the program
            return FolderState()

    @cached_property
    def units(self) -> dict[str, UnitState]:
        """Every unit by name as it was run."""
        known: dict[str, UnitState] = {}
        for name, data in self._cache.all(f"unit|{self._place}"):
            with suppress(TypeError, ValueError):  # written by another version of the program
                known[name] = UnitState.unpacked(data)
        return known

    @cached_property
    def assets(self) -> dict[str, AssetState]:
        """Every picture and code by path."""
        try:
            found = json.loads(self._cache.get("assets", self._place) or b"{}")
            return {path: AssetState(*facts) for path, facts in found.items()}
        except (TypeError, ValueError):  # written by another version of the program
            return {}

    def keep_unit(self, name: str, state: UnitState) -> None:
        """Know a unit the next time."""
        self._cache.put(f"unit|{self._place}", name, state.packed())

    def keep_assets(self, assets: Mapping[str, AssetState]) -> None:
        """Know the assets the next time."""
        self._cache.put("assets", self._place, json.dumps(assets, separators=(",", ":")).encode())

    def forget_units(self, names: Iterable[str]) -> None:
        """Know nothing of these units any more."""
        self._cache.forget(f"unit|{self._place}", names)

    def close(self, files: int) -> None:
        """Know how the folder is left now."""
        stamps = manifest.stamp(self._output), self._printed_stamp()
        now = FolderState(*stamps, _folders(self._output), files)
        self._cache.put("folder", self._place, json.dumps(asdict(now)).encode())

    def is_trusted(self) -> bool:
        """Whether no other build has been here since, and every printed address is answered.

        What is remembered of the folder's files holds only then. Printed addresses are looked at one by one
        even where the folder is large.
        """
        folder = self.folder
        return (
            bool(folder.manifest)
            and folder.manifest == manifest.stamp(self._output)
            and folder.printed == self._printed_stamp()
            and all(
                is_plain_file(f"{self._output}/{printed.file_of(address)}")
                for address in printed.read(self._output)
            )
        )

    def is_in_place(self, files: Mapping[str, FileFacts]) -> bool:
        """Whether files are there as they were left."""
        return all(
            stamp(f"{self._output}/{path}") == (facts.size, facts.changed) for path, facts in files.items()
        )

    def looks_at_all(self) -> bool:
        """Whether every file is looked at: the site is small, or some folder was changed."""
        folder = self.folder
        return folder.files <= LOOK_AT_ALL or dict(folder.folders) != _folders(self._output)

    def all_in_place(self) -> bool:
        """Whether everything is there as it was left, as far as is looked at."""
        if not self.is_trusted():
            return False
        if not self.looks_at_all():
            return True
        assets = {path: asset.facts for path, asset in self.assets.items()}
        return self.is_in_place(assets) and all(self.is_in_place(unit.files) for unit in self.units.values())

    def _printed_stamp(self) -> str:
        return str(stamp(f"{self._output}/{printed.NAME}") or "")


def _folders(output: Path) -> dict[str, int]:
    """Times of change of the folder, of those in it, and of those one deeper where they are few."""
    found: dict[str, int] = {}
    try:
        found[""] = os.lstat(output).st_mtime_ns
        with os.scandir(output) as entries:
            outer = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        for folder in outer:
            found[folder.name] = folder.stat(follow_symlinks=False).st_mtime_ns
            with os.scandir(folder.path) as entries:
                inner = list(islice(entries, MANY + 1))
            if len(inner) <= MANY:
                for entry in inner:
                    if entry.is_dir(follow_symlinks=False):
                        found[f"{folder.name}/{entry.name}"] = entry.stat(follow_symlinks=False).st_mtime_ns
    except OSError:
        return {}
    return found
