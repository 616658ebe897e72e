"""Units are run and their outputs made, beside their places: nothing that readers see changes here.

Runs in workers, which know what the last build knew and answer what they did.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from generator.catalogue.reader import KeptTexts
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.output import owned_files
from generator.output.build_state import BuildState, Files, StoredUnit, UnitOutputs, WrittenFile, answer_line
from generator.output.files import has_content, is_folder, let_all_read, stage, stamp, temporary
from generator.output.make import Maker
from generator.render.codes import CodesError
from generator.render.fault import ThemeError
from generator.render.pictures import PictureError
from generator.site.outputs import Asset, Listed, Output, Page, Unit


class Staged(NamedTuple):
    """A file that was made and waits beside its place."""

    process: int
    """The process that made it, after which it is named meanwhile."""
    path: str
    """Its place, below the output folder."""
    is_new: bool
    """Whether nothing is in its place yet."""

    def temporary(self, output: str) -> str:
        """Where it waits, in the folder ``output``."""
        return temporary(f"{output}/{self.path}", self.process)


@dataclass
class UpdateResult:
    """What was done for a unit or an asset."""

    name: str
    files: Files = field(default_factory=dict)
    staged: list[Staged] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    reads: Sequence[str] = ()
    """What a unit asked, in the order of asking, as :func:`answer_line` writes it."""
    outputs: bytes = b""
    """What a unit made, packed; empty for an asset and where something was at fault."""
    requests: dict[str, Asset] = field(default_factory=dict)
    """Pictures and codes that have to be there, by path."""
    seconds: float = 0.0
    """Of the processor, that it took."""
    texts: dict[str, bytes | None] = field(default_factory=dict)
    """Texts to keep for the unit's next run, by key; None where one is kept no longer."""


class Updater:
    """Brings the outputs of one plan into one folder."""

    def __init__(
        self,
        maker: Maker,
        output: Path,
        is_ours: Callable[[str], bool],
        texts: Callable[[str], dict[str, bytes]],
    ) -> None:
        """``is_ours`` says whether a path is surely ours, without reading the list of our files.

        ``texts`` gives what is kept for the runs of a unit.
        """
        self.maker = maker
        self._texts = texts
        self._output = str(output)
        self._is_ours = is_ours
        self._obstacles: dict[str, str] = {}
        """By folder: what stands in its way, empty where nothing does."""

    @cached_property
    def _our_paths(self) -> set[str]:
        """Every path that builds have written: asked for only where nothing else can tell."""
        return owned_files.read(Path(self._output))

    def run(self, unit: Unit, *, is_late: bool = False) -> UpdateResult:
        """Run a unit and make its outputs. A fault ends it: nothing of this build will be put in place.

        What a late unit names, others name as well: it makes no picture live longer than they do.
        """
        began = time.process_time()
        result = self._run(unit, is_late=is_late)
        result.seconds = time.process_time() - began
        return result

    def _run(self, unit: Unit, *, is_late: bool) -> UpdateResult:
        result = UpdateResult(unit.name)
        plan = self.maker.plan
        sitemap_entries: list[Listed] = []
        kept_texts = plan.reader.kept_texts = KeptTexts(
            partial(self._texts, unit.name), self.maker.environment
        )
        with plan.reader.recorder.recording() as recorded:
            for output in unit.produce():
                if not plan.belongs_to_edition(output):
                    continue
                self.maker.note(output)
                if isinstance(output, Page) and output.listed:
                    sitemap_entries.append(output.listed)
                self.stage_output(output, result)
                if result.problems:
                    return result
        result.requests = {
            path: asset
            for path, asset in recorded.requests.items()
            if not is_late and plan.belongs_to_edition(asset)
        }
        result.texts = kept_texts.changes(plan.reader.overview)
        result.reads = list(starmap(answer_line, recorded.reads.items()))
        result.outputs = UnitOutputs.pack(result.files, result.requests, sitemap_entries)
        result.files = {}  # they are in the outputs, which take less room
        return result

    def make_asset(self, asset: Asset) -> UpdateResult:
        """Make a picture or code."""
        began = time.process_time()
        result = UpdateResult(asset.path)
        self.stage_output(asset, result)
        result.seconds = time.process_time() - began
        return result

    def stage_output(self, output: Output | Asset, result: UpdateResult) -> None:
        """Make an output and stage it, unless its file has these bytes already."""
        path = f"{self._output}/{output.path}"
        current_stamp = stamp(path)
        if foreign := self._in_the_way(output.path.rpartition("/")[0]):
            result.problems.append(problem("OUTPUT-FOREIGN", SourceLocation(foreign)))
            return
        try:
            data = self.maker.make(output)
        except (CodesError, PictureError, ThemeError) as error:
            result.problems.append(error.problem)
            return
        digest = blake2b(data, digest_size=8).hexdigest()
        # Another day or record may lead to the same bytes: whoever mirrors the folder need not send them.
        # Nor does it matter who wrote them: so a folder whose list was lost is ours again.
        if current_stamp is not None and has_content(path, data, current_stamp):
            let_all_read(path)
            result.files[output.path] = WrittenFile(digest, *current_stamp)
            return
        if (
            current_stamp is not None
            and not self._is_ours(output.path)
            and output.path not in self._our_paths
        ):
            result.problems.append(problem("OUTPUT-FOREIGN", SourceLocation(output.path)))
            return
        written = stamp(stage(path, data)) or (-1, 0)
        result.staged.append(Staged(os.getpid(), output.path, current_stamp is None))
        result.files[output.path] = WrittenFile(digest, *written)

    def _in_the_way(self, folder: str) -> str:
        """What stands where a folder must be: a file, or a link, through which nothing may be written."""
        if not folder:
            return ""
        if folder not in self._obstacles:
            path = f"{self._output}/{folder}"
            blocked = folder if os.path.lexists(path) and not is_folder(path) else ""
            self._obstacles[folder] = self._in_the_way(folder.rpartition("/")[0]) or blocked
        return self._obstacles[folder]


def unchanged_units(state: BuildState, units: Iterable[str], maker: Maker) -> dict[str, StoredUnit]:
    """The units whose outputs are there as they were left and would be made the same again."""
    if state.environment != maker.environment:
        return {}
    changed, stored = state.changed_answers(maker.plan.reader), state.units
    unchanged = {
        name: stored[name] for name in units if name in stored and changed.isdisjoint(stored[name].answers)
    }
    if not state.has_to_look_at_files():
        return unchanged
    assets = {path for path, asset in state.assets.items() if state.are_as_left({path: asset.file})}
    return {
        name: unit
        for name, unit in unchanged.items()
        if assets.issuperset(unit.requests) and state.are_as_left(unit.files)
    }
