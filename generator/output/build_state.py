"""What the last build knew of an output folder: each unit's reads and outputs, each asset, the folder itself.

Every file of a small site is looked at. A large one is told by the list of its files and by its folders:
who changes a file far below by hand, and wants it made again, says ``--fresh``.
"""

import json
import os
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.cache import Cache
from generator.output import manifest, printed
from generator.output.files import is_plain_file, stamp

# What a build without changes does not need is imported where it is used: the records' definitions alone
# take longer than all that such a build does.
if TYPE_CHECKING:
    from generator.catalogue.reader import CatalogueReader, Query
    from generator.site.outputs import Listed

LOOK_AT_ALL = 5_000
"""So many files are looked at one by one."""
NUMBER = array("I").itemsize
"""Bytes of the number of an answer."""
MOST_PARTS = 200
"""Parts of answers after which they are numbered anew."""
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


Answer = tuple[str, ...]
"""A question with the digest of its answer before it."""


@dataclass
class UnitState:
    """What a unit asked and made when it ran."""

    environment: str
    reads: list[tuple["Query", str]]
    """Questions with the digests of their answers, in the order of asking."""
    files: Files
    requests: list[str]
    """Paths of the pictures and codes that its outputs name."""
    listed: list["Listed"]
    """What its pages say to the sitemap."""


class KnownUnit:
    """A unit as the last build left it. What most builds do not need is decoded only on request."""

    def __init__(self, environment: str, answers: Sequence[int], facts: bytes) -> None:
        self.environment = environment
        self.answers = answers
        """Numbers of the answers that it rests on."""
        self._facts = facts

    @cached_property
    def _decoded(self) -> tuple[Files, list[str], "list[Listed]"]:
        files, requests, listed = json.loads(self._facts)
        return (
            {path: FileFacts(*facts) for path, facts in files.items()},
            requests,
            [(address, tuple((lang, href) for lang, href in twins)) for address, twins in listed],
        )

    @property
    def files(self) -> Files:
        """Its files."""
        return self._decoded[0]

    @property
    def requests(self) -> list[str]:
        """Paths of the pictures and codes that its outputs name."""
        return self._decoded[1]

    @property
    def listed(self) -> "list[Listed]":
        """What its pages say to the sitemap."""
        return self._decoded[2]

    def with_answers(self, answers: Iterable[int]) -> bytes:
        """The same unit as bytes with other numbers of its answers."""
        return _packed(self.environment, answers, self._facts)

    @classmethod
    def unpacked(cls, data: bytes) -> "KnownUnit":
        """From the bytes that :func:`packed` gives. Raises :class:`ValueError` for others."""
        head, _, facts = data.partition(b"\n")
        environment, count = head.decode("ascii").split(" ")
        width = int(count) * NUMBER
        answers = array("I", facts[:width])
        if len(answers) != int(count):
            raise ValueError(count)
        return cls(environment, answers, facts[width:])


def packed(unit: UnitState, answers: Iterable[int]) -> bytes:
    """A unit as bytes: a line of facts, the numbers of its answers, the rest as JSON."""
    values = (unit.files, unit.requests, unit.listed)
    return _packed(
        unit.environment, answers, json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    )


def _packed(environment: str, answers: Iterable[int], facts: bytes) -> bytes:
    numbers = array("I", answers)
    return f"{environment} {len(numbers)}\n".encode() + numbers.tobytes() + facts


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
    pages: int = 0
    units: int = -1
    """How many units made them."""
    assets: int = -1
    """How many of the files are pictures and codes."""


class BuildState:
    """What the cache knows of one output folder."""

    def __init__(self, cache: Cache, output: Path) -> None:
        self._cache = cache
        self._output = output
        self._place = str(output.resolve())
        self._unit_kind = f"unit|{self._place}"
        self._answer_kind = f"answers|{self._place}"
        self._parts = 0
        """Parts in which the answers are kept: each build adds one at most."""

    @property
    def folder(self) -> FolderState:
        """How the folder was left."""
        try:
            return FolderState(**json.loads(self._cache.get("folder", self._place) or b"{}"))
        except (TypeError, ValueError):  # written by another version of the program
            return FolderState()

    @cached_property
    def units(self) -> dict[str, KnownUnit]:
        """Every unit by name as it was run."""
        known: dict[str, KnownUnit] = {}
        there = len(self.answers)
        for name, data in self._cache.all(self._unit_kind):
            with suppress(ValueError):  # written by another version of the program
                unit = KnownUnit.unpacked(data)
                if max(unit.answers, default=-1) < there:
                    known[name] = unit
        return known

    @cached_property
    def answers(self) -> list[Answer]:
        """Every answer that some unit rests on, each once; units name them by their numbers."""
        parts = dict(self._cache.all(self._answer_kind))
        answers: list[Answer] = []
        try:
            for number in range(len(parts)):
                answers += map(tuple, json.loads(parts[str(number)]))
        except (KeyError, ValueError):  # a part is spoilt: no number means anything any more
            for kind in (self._answer_kind, self._unit_kind):
                self._cache.clear(kind)
            return []
        self._parts = len(parts)
        return answers

    def queries(self, unit: KnownUnit) -> "list[Query]":
        """What a unit asked."""
        return [self.answers[number][1:] for number in unit.answers]

    def changed_answers(self, reader: "CatalogueReader") -> set[int]:
        """Numbers of the answers that are not what they were. Each question is looked at once, at most.

        Those whose only input is as the last build left it are not asked: that build knew their answers.
        What late units ask of other units' outputs is not known yet and counts as unchanged.
        """
        from generator.site.outputs import OF_OUTPUTS

        before = self._inputs
        same_inputs = {name for name, digest in reader.inputs.items() if before.get(name) == digest}
        return {
            number
            for number, answer in enumerate(self.answers)
            if answer[1] not in OF_OUTPUTS
            and reader.input_of(answer[1:]) not in same_inputs
            and not reader.is_answered(answer[1:], answer[0])
        }

    @cached_property
    def _inputs(self) -> Mapping[str, str]:
        """A digest of each input of answers, as the last build left it."""
        try:
            inputs: dict[str, str] = json.loads(self._cache.get("inputs", self._place) or b"{}")
        except ValueError:  # written by another version of the program
            return {}
        return inputs

    def keep_inputs(self, inputs: Mapping[str, str]) -> None:
        """Know the inputs of all answers the next time."""
        if inputs != self._inputs:
            self._cache.put("inputs", self._place, json.dumps(inputs, ensure_ascii=False).encode())

    @cached_property
    def assets(self) -> dict[str, AssetState]:
        """Every picture and code by path."""
        try:
            found = json.loads(self._cache.get("assets", self._place) or b"{}")
            return {path: AssetState(*facts) for path, facts in found.items()}
        except (TypeError, ValueError):  # written by another version of the program
            return {}

    def keep_units(self, units: Mapping[str, UnitState], kept: Iterable[str]) -> None:
        """Know these units the next time, besides those that were ``kept``."""
        new: list[Answer] = []
        kept_units = {name: self.units[name] for name in kept}
        if not kept_units or self._parts >= MOST_PARTS:
            # Answers on which nothing rests any more go, and those that are left get other numbers.
            before, self.answers, self._numbers, self._parts = self.answers, [], {}, 0
            self._cache.clear(self._answer_kind)
            for name, known in kept_units.items():
                numbers = [self._number(before[number], new) for number in known.answers]
                self._cache.put(self._unit_kind, name, known.with_answers(numbers))
        for name, unit in units.items():
            numbers = [self._number((digest, *query), new) for query, digest in unit.reads]
            self._cache.put(self._unit_kind, name, packed(unit, numbers))
        if new:
            text = json.dumps(new, ensure_ascii=False, separators=(",", ":"))
            self._cache.put(self._answer_kind, str(self._parts), text.encode())
            self._parts += 1

    def _number(self, answer: Answer, new: list[Answer]) -> int:
        number = self._numbers.setdefault(answer, len(self._numbers))
        if number == len(self.answers) + len(new):
            new.append(answer)
        return number

    @cached_property
    def _numbers(self) -> dict[Answer, int]:
        return {answer: number for number, answer in enumerate(self.answers)}

    def keep_assets(self, assets: Mapping[str, AssetState]) -> None:
        """Know the assets the next time."""
        self._cache.put("assets", self._place, json.dumps(assets, separators=(",", ":")).encode())

    def forget_units(self, names: Iterable[str]) -> None:
        """Know nothing of these units any more."""
        self._cache.forget(self._unit_kind, names)

    def texts(self, unit: str) -> dict[str, bytes]:
        """What is kept for the runs of a unit, by key."""
        return dict(self._cache.all(f"texts|{self._place}|{unit}"))

    def keep_texts(self, unit: str, texts: Mapping[str, bytes | None]) -> None:
        """Keep texts for the next run of a unit; of one that is None nothing is kept any more."""
        kind = f"texts|{self._place}|{unit}"
        self._cache.forget(kind, [key for key, text in texts.items() if text is None])
        for key, text in texts.items():
            if text is not None:
                self._cache.put(kind, key, text)

    def close(self, files: int, pages: int, units: int, assets: int) -> None:
        """Know how the folder is left now."""
        stamps = manifest.stamp(self._output), self._printed_stamp()
        now = FolderState(*stamps, _folders(self._output), files, pages, units, assets)
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

    def is_complete(self) -> bool:
        """Whether everything is known that the last build knew: a spoilt cache may have lost some of it."""
        return (len(self.units), len(self.assets)) == (self.folder.units, self.folder.assets)

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
