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
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.cache import Cache
from generator.output import owned_files, printed
from generator.output.files import is_plain_file, stamp

# What a build without changes does not need is imported where it is used: the records' definitions alone
# take longer than all that such a build does.
if TYPE_CHECKING:
    from generator.catalogue.reader import CatalogueReader, Query
    from generator.site.outputs import Listed, OutputFile

CHECK_EVERY_FILE = 5_000
"""The files of a site with at most so many are looked at one by one."""
MOST_PARTS = 200
"""Parts of answers after which they are numbered anew."""
MANY = 100
"""Of a folder with more entries the folders inside are not looked at."""


class ForgottenError(Exception):
    """Raised where something that the last build kept is lost; a build then trusts nothing of it."""


class WrittenFile(NamedTuple):
    """A file that a build wrote."""

    digest: str
    """Of its content."""
    size: int
    changed_at: int
    """Nanoseconds."""


Files = dict[str, WrittenFile]
"""Files by their path below the output folder."""
FolderTables = dict[str, "Mapping[str, OutputFile]"]
"""What lies in folders that a late unit asked for, by folder and path: of other units alone."""


class UnitOutputs:
    """What a unit made. Of a large site it is kept as JSON, and decoded each time that somebody asks."""

    __slots__ = ()

    def packed(self) -> bytes:
        """Return what :meth:`pack` gave."""
        raise NotImplementedError

    @staticmethod
    def pack(files: Files, requests: Iterable[str], sitemap_entries: "Sequence[Listed]") -> bytes:
        """Return as JSON the files, the paths of the assets that they name, and what the sitemap is told."""
        values = files, sorted(requests), sitemap_entries
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    def _decoded(self) -> tuple[dict[str, Any], list[str], list[Any]]:
        try:
            files, requests, entries = json.loads(self.packed())
        except ValueError:
            raise ForgottenError from None
        return files, requests, entries

    @property
    def files(self) -> Files:
        """Its files."""
        return {path: WrittenFile(*written) for path, written in self._decoded()[0].items()}

    @property
    def requests(self) -> list[str]:
        """Paths of the pictures and codes that its outputs name."""
        return self._decoded()[1]

    @property
    def sitemap_entries(self) -> "list[Listed]":
        """What its pages say to the sitemap."""
        return _listed(self._decoded()[2])


class UnitRun(UnitOutputs):
    """What a unit asked and made when it ran."""

    __slots__ = ("_packed", "answers")

    def __init__(self, answers: Sequence[int], packed: bytes) -> None:
        """``answers`` are numbers in the table of answers of this build, in the order of asking."""
        self.answers = answers
        self._packed = packed

    def packed(self) -> bytes:
        """Return what :meth:`pack` gave."""
        return self._packed


class StoredUnit(UnitOutputs):
    """A unit as the last build left it.

    Its properties raise :class:`ForgottenError` where the cache has lost them.
    """

    __slots__ = ("_name", "_state", "answers")

    def __init__(self, name: str, answers: Sequence[int], state: "BuildState") -> None:
        self._name = name
        self._state = state
        self.answers = answers
        """Numbers of the answers that it rests on."""

    def packed(self) -> bytes:
        """Return what :meth:`pack` gave."""
        return self._state.outputs_of(self._name)


class AssetState(NamedTuple):
    """A picture or code as it was made."""

    fingerprint: str
    """Of all that it was made from."""
    digest: str
    size: int
    changed_at: int
    uses: int
    """How many units name it."""

    @property
    def file(self) -> WrittenFile:
        """Its file."""
        return WrittenFile(self.digest, self.size, self.changed_at)


@dataclass(frozen=True)
class FolderState:
    """The folder as the last build left it."""

    owned_files: str = ""
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


class _UnitIndex(NamedTuple):
    """Which answers each unit rests on, in one piece: a build looks at all of them."""

    environment: str
    """Digest of all that units may use besides the catalogue; the same for all of them."""
    names: Sequence[str]
    counts: Sequence[int]
    """How many answers each unit rests on."""
    answers: int
    """How many answers there are."""
    numbers: "array[int]"
    """The numbers of the answers of all units, one unit after the other."""

    def pack(self) -> bytes:
        """As bytes: a line of JSON, then the numbers."""
        head = json.dumps(self[:-1], separators=(",", ":"))
        return head.encode() + b"\n" + self.numbers.tobytes()

    @classmethod
    def empty(cls) -> "_UnitIndex":
        """That of a folder of which nothing is known."""
        return cls("", (), (), 0, array("I"))

    @classmethod
    def unpack(cls, data: bytes) -> "_UnitIndex":
        """From the bytes that :meth:`pack` gives; an empty one for others."""
        head, _, numbers = data.partition(b"\n")
        try:
            environment, names, counts, answers = json.loads(head)
            index = cls(environment, names, counts, answers, array("I", numbers))
        except (TypeError, ValueError):
            return cls.empty()
        return index if sum(index.counts) == len(index.numbers) else cls.empty()


class BuildState:
    """What the cache knows of one output folder."""

    def __init__(self, cache: Cache, output: Path) -> None:
        self._cache = cache
        self._output = output
        self._folder_key = str(output.resolve())
        self._unit_kind = f"unit|{self._folder_key}"
        self._answer_kind = f"answers|{self._folder_key}"
        self._table_kind = f"tables|{self._folder_key}"
        self._parts = 0
        """Parts in which the answers are kept: each build adds one at most."""

    @property
    def folder(self) -> FolderState:
        """How the folder was left."""
        try:
            return FolderState(**json.loads(self._cache.get("folder", self._folder_key) or b"{}"))
        except (TypeError, ValueError):  # written by another version of the program
            return FolderState()

    @cached_property
    def _index(self) -> _UnitIndex:
        index = _UnitIndex.unpack(self._cache.get("units", self._folder_key) or b"")
        return index if index.answers == len(self.answers) else _UnitIndex.empty()

    @property
    def environment(self) -> str:
        """Digest of all that the stored units used besides the catalogue."""
        return self._index.environment

    @cached_property
    def units(self) -> dict[str, StoredUnit]:
        """Every unit by name as it was run."""
        units: dict[str, StoredUnit] = {}
        start = 0
        for name, count in zip(self._index.names, self._index.counts, strict=True):
            units[name] = StoredUnit(name, self._index.numbers[start : start + count], self)
            start += count
        return units

    def outputs_of(self, unit: str) -> bytes:
        """What a unit made, as JSON. Raises :class:`ForgottenError` where that is not known any more."""
        outputs = self._cache.get(self._unit_kind, unit)
        if outputs is None:
            raise ForgottenError
        return outputs

    @cached_property
    def answers(self) -> list[str]:
        """Every answer that some unit rests on, each once, as JSON; units name them by their numbers.

        That of an :class:`Answer`: the name of the question, the digest of the answer, the arguments.
        """
        parts = dict(self._cache.all(self._answer_kind))
        try:
            texts = [parts[str(number)].decode() for number in range(len(parts))]
        except (KeyError, ValueError):  # a part is spoilt: no number means anything any more
            return []
        self._parts = len(parts)
        return [line for text in texts for line in text.split("\n")]

    def reads(self, unit: StoredUnit) -> "dict[Query, str]":
        """What a unit asked, with the digests of the answers."""
        return dict(_split(self.answers[number]) for number in unit.answers)

    def changed_answers(self, reader: "CatalogueReader") -> set[int]:
        """Numbers of the answers that are not what they were. Each question is looked at once, at most.

        Those whose only input is as the last build left it are not asked: that build knew their answers.
        What late units ask of other units' outputs is not known yet and counts as unchanged.
        """
        from generator.catalogue.reader import OVERVIEW, Answer
        from generator.site.outputs import OF_OUTPUTS

        numbers: Iterable[int] = range(len(self.answers))
        before = self._inputs
        if before.get(OVERVIEW) == reader.overview:
            beyond = tuple(f'["{name}",' for name in sorted(reader.beyond_overview - OF_OUTPUTS))
            numbers = [number for number, line in enumerate(self.answers) if line.startswith(beyond)]
            same_inputs: set[str] = set()
        else:
            same_inputs = {name for name, digest in reader.inputs.items() if before.get(name) == digest}
        answers = ((number, Answer(*_split(self.answers[number]))) for number in numbers)
        return {
            number
            for number, answer in answers
            if answer.query[0] not in OF_OUTPUTS
            and reader.input_of(answer.query) not in same_inputs
            and not reader.is_unchanged(answer)
        }

    @cached_property
    def _inputs(self) -> Mapping[str, str]:
        """A digest of each input of answers, as the last build left it."""
        try:
            inputs: dict[str, str] = json.loads(self._cache.get("inputs", self._folder_key) or b"{}")
        except ValueError:  # written by another version of the program
            return {}
        return inputs

    def store_inputs(self, reader: "CatalogueReader") -> None:
        """Know the inputs of all answers the next time."""
        from generator.catalogue.reader import OVERVIEW

        if self._inputs.get(OVERVIEW) != reader.overview:
            inputs = {OVERVIEW: reader.overview, **reader.inputs}
            self._cache.put("inputs", self._folder_key, json.dumps(inputs, ensure_ascii=False).encode())

    @cached_property
    def assets(self) -> dict[str, AssetState]:
        """Every picture and code by path."""
        try:
            assets = json.loads(self._cache.get("assets", self._folder_key) or b"{}")
            return {path: AssetState(*values) for path, values in assets.items()}
        except (TypeError, ValueError):  # written by another version of the program
            return {}

    def store_assets(self, assets: Mapping[str, AssetState]) -> None:
        """Know the assets the next time."""
        if assets != self.assets:
            self._cache.put("assets", self._folder_key, json.dumps(assets, separators=(",", ":")).encode())

    def store_units(
        self,
        environment: str,
        runs: Mapping[str, UnitRun],
        answers: Iterable[str],
        unchanged: Iterable[str],
    ) -> None:
        """Know the units that ran and those that are ``unchanged`` the next time, and no others.

        ``answers`` is the table of answers to which the numbers of ``runs`` refer, as :func:`answer_line`
        writes them.
        """
        kept_units = {name: self.units[name] for name in unchanged}
        gone = self.units.keys() - kept_units.keys() - runs.keys()
        self._cache.forget(self._unit_kind, gone)
        self._cache.forget(self._table_kind, gone)
        new: list[str] = []
        numbers_of: dict[str, Sequence[int]] = {name: unit.answers for name, unit in kept_units.items()}
        if not kept_units:
            self._cache.clear(self._unit_kind)
        if not kept_units or self._parts >= MOST_PARTS:
            # Answers on which nothing rests any more go, and those that are left get other numbers.
            before, self.answers, self._numbers, self._parts = self.answers, [], {}, 0
            self._cache.clear(self._answer_kind)
            numbers_of = {
                name: [self._number(before[number], new) for number in numbers]
                for name, numbers in numbers_of.items()
            }
        number_of = array("I", (self._number(line, new) for line in answers))
        for name, run in runs.items():
            numbers_of[name] = array("I", (number_of[answer] for answer in run.answers))
            self._cache.put(self._unit_kind, name, run.packed())
        if new:
            self._cache.put(self._answer_kind, str(self._parts), "\n".join(new).encode())
            self._parts += 1
        counts = [len(numbers) for numbers in numbers_of.values()]
        index = _UnitIndex(environment, list(numbers_of), counts, len(self.answers) + len(new), array("I"))
        for numbers in numbers_of.values():
            index.numbers.extend(numbers)
        self._cache.put("units", self._folder_key, index.pack())

    def _number(self, line: str, new: list[str]) -> int:
        number = self._numbers.setdefault(line, len(self._numbers))
        if number == len(self.answers) + len(new):
            new.append(line)
        return number

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {line: number for number, line in enumerate(self.answers)}

    def tables(self, late_unit: str) -> FolderTables:
        """What lies in the folders that a late unit asked for, as it was when the unit ran last.

        It is still that if the unit did not run again: a change in a folder makes it.
        """
        from generator.site.outputs import OutputFile

        try:
            tables = json.loads(self._cache.get(self._table_kind, late_unit) or b"{}")
            return {
                folder: {path: OutputFile(*file) for path, file in files.items()}
                for folder, files in tables.items()
            }
        except (AttributeError, TypeError, ValueError):  # written by another version of the program
            return {}

    def store_tables(self, tables: Mapping[str, FolderTables]) -> None:
        """Know the tables of the late units that ran the next time."""
        for late_unit, folders in tables.items():
            text = json.dumps(folders, ensure_ascii=False, separators=(",", ":"))
            self._cache.put(self._table_kind, late_unit, text.encode())

    @property
    def listed_pages(self) -> "dict[str, list[Listed]]":
        """What units say to the sitemap, by name. Raises :class:`ForgottenError` where that is lost."""
        try:
            listed = json.loads(self._cache.get("listed", self._folder_key) or b"")
        except ValueError:
            raise ForgottenError from None
        return {name: _listed(entries) for name, entries in listed.items()}

    def store_listed_pages(self, listed: "Mapping[str, Sequence[Listed]]") -> None:
        """Know the next time what units say to the sitemap."""
        text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
        self._cache.put("listed", self._folder_key, text.encode())

    def texts(self, unit: str) -> dict[str, bytes]:
        """What is kept for the runs of a unit, by key."""
        return dict(self._cache.all(f"texts|{self._folder_key}|{unit}"))

    def store_texts(self, unit: str, texts: Mapping[str, bytes | None]) -> None:
        """Keep texts for the next run of a unit; of one that is None nothing is kept any more."""
        kind = f"texts|{self._folder_key}|{unit}"
        self._cache.forget(kind, [key for key, text in texts.items() if text is None])
        for key, text in texts.items():
            if text is not None:
                self._cache.put(kind, key, text)

    def close(self, files: int, pages: int, units: int, assets: int) -> None:
        """Know how the folder is left now."""
        stamps = owned_files.stamp(self._output), self._printed_stamp()
        now = FolderState(*stamps, _folders(self._output), files, pages, units, assets)
        self._cache.put("folder", self._folder_key, json.dumps(asdict(now)).encode())

    def is_known(self) -> bool:
        """Whether what is stored is the last build of this folder.

        No other build has been here since, every printed address is answered, and the cache has lost no
        unit or asset. Printed addresses are looked at one by one even where the folder is large.
        """
        return self._is_last_build() and (len(self.units), len(self.assets)) == (
            self.folder.units,
            self.folder.assets,
        )

    def _is_last_build(self) -> bool:
        folder = self.folder
        return (
            bool(folder.owned_files)
            and folder.owned_files == owned_files.stamp(self._output)
            and folder.printed == self._printed_stamp()
            and all(
                is_plain_file(f"{self._output}/{printed.file_of(address)}")
                for address in printed.read(self._output)
            )
        )

    def are_as_left(self, files: Mapping[str, WrittenFile]) -> bool:
        """Whether files are there as builds left them."""
        return all(
            stamp(f"{self._output}/{path}") == (written.size, written.changed_at)
            for path, written in files.items()
        )

    def has_to_look_at_files(self) -> bool:
        """Whether every file is looked at: the site is small, or some folder was changed."""
        folder = self.folder
        return folder.files <= CHECK_EVERY_FILE or dict(folder.folders) != _folders(self._output)

    def is_folder_as_left(self) -> bool:
        """Whether everything is there as it was left, as far as is looked at."""
        if not self._is_last_build():
            return False
        if not self.has_to_look_at_files():
            return True
        assets = {path: asset.file for path, asset in self.assets.items()}
        with suppress(ForgottenError):
            return self.are_as_left(assets) and all(
                self.are_as_left(unit.files) for unit in self.units.values()
            )
        return False

    def _printed_stamp(self) -> str:
        return str(stamp(f"{self._output}/{printed.NAME}") or "")


def answer_line(query: "Query", digest: str) -> str:
    """Return an answer as JSON on one line; the name of its question comes first."""
    name, *arguments = query
    parts = name, digest, *arguments
    text = '","'.join(parts)
    if "\\" not in text and text.count('"') == 2 * len(parts) - 2 and text.isprintable():
        return f'["{text}"]'
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _listed(entries: list[Any]) -> "list[Listed]":
    """Return entries of the sitemap as they were before they became JSON."""
    return [(address, tuple((lang, href) for lang, href in twins)) for address, twins in entries]


def _split(line: str) -> "tuple[Query, str]":
    """Return the question and the digest of an answer that :func:`answer_line` wrote."""
    # No string holds the signs between strings: its quotation marks come after a backslash.
    parts = json.loads(line) if "\\" in line else line[2:-2].split('","')
    name, digest, *arguments = parts
    return (name, *arguments), digest


def _folders(output: Path) -> dict[str, int]:
    """Times of change of the folder, of those in it, and of those one deeper where they are few."""
    times: dict[str, int] = {}
    try:
        times[""] = os.lstat(output).st_mtime_ns
        with os.scandir(output) as entries:
            outer = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        for folder in outer:
            times[folder.name] = folder.stat(follow_symlinks=False).st_mtime_ns
            with os.scandir(folder.path) as entries:
                inner = list(islice(entries, MANY + 1))
            if len(inner) <= MANY:
                for entry in inner:
                    if entry.is_dir(follow_symlinks=False):
                        times[f"{folder.name}/{entry.name}"] = entry.stat(follow_symlinks=False).st_mtime_ns
    except OSError:
        return {}
    return times
