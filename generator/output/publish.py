"""The plan becomes files: only units whose answers changed run, what is stale goes, what is not ours stays.

Everything is made beside its place before anything that readers see changes; then it is put in place
(``changes.py``). So a template's fault harms nothing.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import starmap
from pathlib import Path

from generator.cache import Cache
from generator.catalogue.reader import Query
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.output import owned_files, printed
from generator.output.build_state import (
    AssetState,
    BuildState,
    Files,
    FolderState,
    FolderTables,
    ForgottenError,
    StoredUnit,
    UnitOutputs,
    UnitRun,
    answer_line,
)
from generator.output.changes import Changes
from generator.output.files import make_folder, sweep
from generator.output.made_by_others import MadeByOthers
from generator.output.make import Maker
from generator.output.printed import PrintedAddresses
from generator.output.update import Staged, Updater, UpdateResult, unchanged_units
from generator.progress import Progress
from generator.site.outputs import Asset, Listed, SharePicture, Unit
from generator.workers import spread

WORKERS_FROM = 48
"""Units of records below which one process does the work: several would each load what it has loaded.

With 26 (a new name among 600 products) workers took 2.5 to 2.9 s of processor time and one process 2.1 to
2.3 s (2026-11-29).
"""
WEIGHT_OF_ANY_UNIT = 1 / 20
"""What each unit, of a record or not, adds: thousands of lists are work for several processes as well."""
WEIGHT_OF_ASSET = 1 / 5
"""What a picture or code counts."""
KINDS_OF_UNITS = ("product", "lot", "producer")
"""First parts of the names of units that :mod:`generator.progress` tells apart; all others are pages."""


@dataclass
class PublishResult:
    """What a build did."""

    written: int = 0
    kept: int = 0
    removed: int = 0
    pages: int = 0
    problems: list[Problem] = field(default_factory=list)


def publish(
    maker: Maker,
    output: Path,
    cache: Cache,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    printed_addresses: PrintedAddresses | None = None,
) -> PublishResult:
    """Bring ``output`` in line with the plan of ``maker``: make what changed, remove what is stale.

    A file that no build wrote is never touched; where one stands in the way the build stops and leaves
    everything as it was. So it does where a printed address would lose its page; ``printed_addresses`` is
    None for a USB edition, to which no pack leads.
    """
    state = BuildState(cache, output)
    publication = partial(
        _Publication,
        maker,
        output,
        state,
        printed_addresses=printed_addresses,
        progress=progress or Progress(),
        workers=workers,
    )
    if state.is_known():
        with suppress(ForgottenError):  # the cache is spoilt; nothing has changed yet
            result = publication(incremental=True).publish()
            # Somebody may have deleted the page: of a large folder not every file is looked at.
            if not any(fault.code == "PRINTED-MISSING" for fault in result.problems):
                return result
    return publication(incremental=False).publish()


class _Publication:
    """One build of one folder. The fields after the arguments are filled stage by stage."""

    def __init__(
        self,
        maker: Maker,
        output: Path,
        state: BuildState,
        *,
        printed_addresses: PrintedAddresses | None,
        progress: Progress,
        workers: int | None,
        incremental: bool,
    ) -> None:
        """``incremental`` says that what ``state`` knows of the folder's files holds."""
        self._maker = maker
        self._output = output
        self._state = state
        self._printed = printed_addresses
        self._progress = progress
        self._workers = workers
        self._incremental = incremental
        self._names = [*maker.plan.units, *(late.name for late in maker.plan.late)]
        self._assets = dict(state.assets) if incremental else {}
        self._unchanged_units = unchanged_units(state, self._names, maker) if incremental else {}
        stored: Mapping[str, StoredUnit] = state.units if incremental else {}
        self._replaced_units = {name: stored[name] for name in stored.keys() - self._unchanged_units.keys()}
        """Units that run again or are gone, as the last build left them."""
        self._replaced_paths = {path for unit in self._replaced_units.values() for path in unit.files}
        self._runs: dict[str, UnitRun] = {}
        self._answers: dict[str, int] = {}
        """What the units of this build asked, each answer once, with the number by which runs name it."""
        self._staged: list[Staged] = []
        self._texts: dict[str, Mapping[str, bytes | None]] = {}
        """Texts to keep for the next runs of units."""
        self._tables: dict[str, FolderTables] = {}
        """What late units asked of whole folders, by the unit's name."""
        self._listed_pages: dict[str, list[Listed]] | None = None
        """What all units say to the sitemap, by the unit's name; None where that is as it was."""
        self._updater = Updater(maker, output, self._is_ours, state.texts)

    def _is_ours(self, path: str) -> bool:
        return path in self._assets or path in self._replaced_paths

    def publish(self) -> PublishResult:
        """Do it all."""
        served = printed.read(self._output) if self._printed else set()
        if self._printed and (not_in_ledger := self._printed.not_in_ledger(served)):
            return PublishResult(problems=not_in_ledger)
        must_be_answered = self._printed.must_be_answered(served) if self._printed else set()
        is_same = (
            self._incremental
            and not self._replaced_units
            and self._unchanged_units.keys() == set(self._names)
        )
        if is_same and must_be_answered == served:
            return self._result(0, 0)
        make_folder(str(self._output))
        # While this is true, whatever is in place is whole.
        is_consistent = owned_files.last_build_ended(self._output)
        if is_consistent:
            owned_files.begin_build(self._output)
        else:
            sweep(self._output)
        try:
            problems = self._make()
            changes = None
            if not problems:
                changes = self._changes(must_be_answered)
                if self._printed:
                    problems = self._printed.missing(served, changes.will_be_there)
            if problems or changes is None:
                sweep(self._output)
                return PublishResult(problems=_each_once(problems))
            is_consistent = False
            self._progress.begin("placing")
            if must_be_answered != served:
                # Before the files: a build that is killed after this has served no address that it forgets.
                printed.save(self._output, must_be_answered)
            removed = changes.put_in_place()
            is_consistent = True
        except BaseException:
            sweep(self._output)
            raise
        finally:
            if is_consistent:
                owned_files.end_build(self._output)
        return self._remember(removed)

    # -- making ---------------------------------------------------------------------------------

    def _make(self) -> list[Problem]:
        """Run the units that have to run, make the assets that they ask for, then the late units."""
        plan = self._maker.plan
        units = [unit for name, unit in plan.units.items() if name not in self._unchanged_units]
        record_units = sum(unit.name.startswith(("product/", "producer/")) for unit in units)
        weight = record_units + len(units) * WEIGHT_OF_ANY_UNIT
        requested: dict[str, Asset] = {}
        problems: list[Problem] = []
        progress = self._progress
        expected = Counter(_kind_of(unit.name) for unit in units)
        for kind in (*KINDS_OF_UNITS, "page"):
            progress.expect(kind, expected[kind])
        progress.begin("making")
        with closing(self._spread(self._updater.run, units, weight)) as results:
            for result in results:
                problems += self._take(result)
                requested |= result.requests
                progress.did(_kind_of(result.name), result.seconds)
                if not self._incremental:  # else most are there
                    done, everything = progress.counts(*KINDS_OF_UNITS)
                    progress.expect("asset", len(requested) * everything // max(done, 1))
        if problems:
            return problems
        return self._make_assets(requested) or self._clashes() or self._make_late()

    def _spread(
        self, work: Callable[..., UpdateResult], items: list[Unit] | list[Asset], weight: float
    ) -> Generator[UpdateResult, None, None]:
        in_parallel = weight >= WORKERS_FROM
        if in_parallel and items and isinstance(items[0], Unit):
            # What each worker would make for itself.
            self._maker.renderer.prepare()
            self._maker.plan.reader.prepare()
        yield from spread(work, items, in_parallel=in_parallel, workers=self._workers)

    def _take(self, result: UpdateResult) -> list[Problem]:
        self._staged += result.staged
        if result.texts:
            self._texts[result.name] = result.texts
        if result.outputs:
            table = self._answers
            numbers = array("I", (table.setdefault(line, len(table)) for line in result.reads))
            self._runs[result.name] = UnitRun(numbers, result.outputs)
        return result.problems

    def _make_assets(self, requested: Mapping[str, Asset]) -> list[Problem]:
        """Make the pictures and codes that are not there as they should be; forget what nobody names."""
        fingerprints = {path: self._maker.fingerprint(asset) for path, asset in requested.items()}
        missing = [
            asset
            for path, asset in requested.items()
            if path not in self._assets
            or self._assets[path].fingerprint != fingerprints[path]
            or not self._state.are_as_left({path: self._assets[path].file})
        ]
        # Each drawing is put on its cards one after another: it is drawn once, not once in each worker.
        missing.sort(key=lambda asset: asset.drawing if isinstance(asset, SharePicture) else "")
        problems: list[Problem] = []
        self._progress.expect("asset", len(missing))
        with closing(
            self._spread(self._updater.make_asset, missing, len(missing) * WEIGHT_OF_ASSET)
        ) as results:
            for result in results:
                problems += self._take(result)
                self._progress.did("asset", result.seconds)
                for path, written in result.files.items():
                    before = self._assets.get(path)
                    uses = before.uses if before else 0
                    self._assets[path] = AssetState(fingerprints[path], *written, uses)
        if not problems:
            self._count_uses()
        return problems

    def _count_uses(self) -> None:
        """Count how many units name each asset, and forget those that none names."""
        changes = Counter(path for run in self._runs.values() for path in run.requests)
        changes.subtract(path for unit in self._replaced_units.values() for path in unit.requests)
        for path, change in changes.items():
            if change and path in self._assets:
                asset = self._assets[path]
                self._assets[path] = AssetState(asset.fingerprint, *asset.file, asset.uses + change)
                if not self._assets[path].uses:
                    del self._assets[path]

    def _clashes(self) -> list[Problem]:
        """Paths that two units want. An unchanged unit can only clash over a path that is new elsewhere."""
        owners: dict[str, str] = {}
        return [
            problem("ADDRESS-CLASH", SourceLocation(), path=f"/{path.removesuffix('index.html')}")
            for name, run in self._runs.items()
            for path in run.files
            if owners.setdefault(path, name) != name
            or (self._incremental and path not in self._replaced_paths and path in self._paths_of_units)
        ]

    @cached_property
    def _listed_paths(self) -> AbstractSet[str]:
        """Every path that the list of our files has: those of the last build, if it is known."""
        return owned_files.read(self._output)

    @cached_property
    def _paths_of_units(self) -> AbstractSet[str]:
        """Every path of the last build, but those of assets and of late units."""
        late = (self._state.units.get(unit.name) for unit in self._maker.plan.late)
        of_late_units = {path for unit in late if unit for path in unit.files}
        return self._listed_paths - self._state.assets.keys() - of_late_units

    def _make_late(self) -> list[Problem]:
        """Run the units that read what all others made, unless nothing of what they read is another."""
        problems: list[Problem] = []
        changed = self._changed_queries()
        late_units = [late for late in self._maker.plan.late if not self._is_unchanged(late.name, changed)]
        # Of late units nothing: which of them have run already differs from build to build.
        made_by: dict[str, UnitRun | StoredUnit] = {**self._unchanged_units, **self._runs}
        units = [made_by[name] for name in self._maker.plan.units]
        before, now = self._replaced_files(), self._new_files()
        others = MadeByOthers(units, self._assets, before, now, self._all_listed_pages)
        for late in late_units:
            if late.name in self._unchanged_units:
                replaced = self._replaced_units[late.name] = self._unchanged_units.pop(late.name)
                self._replaced_paths.update(replaced.files)
            tables = self._tables[late.name] = {}
            stored = self._state.units.get(late.name) if self._incremental else None
            produced = others.for_late_unit(
                self._state.tables(late.name) if stored else {},
                tables,
                self._state.reads(stored) if stored else {},
            )
            late_unit = Unit(late.name, lambda late=late, produced=produced: late.produce(produced))  # type: ignore[misc]
            result = self._updater.run(late_unit, is_late=True)
            result.reads = [*result.reads, *starmap(answer_line, produced.reads.items())]
            problems += self._take(result)
        return problems

    def _changed_queries(self) -> set[Query]:
        """Questions of late units that have another answer than before."""
        old, new = self._replaced_files(), self._new_files()
        changed_paths = [
            path
            for path in old.keys() | new.keys()
            if path not in old or path not in new or old[path].digest != new[path].digest
        ]
        changed: set[Query] = {("output-file", path) for path in changed_paths}
        changed |= {("output-folder", folder) for path in changed_paths for folder in _folders_of(path)}
        before = _with_entries(self._replaced_units)
        now = _with_entries(self._runs)
        if before != now or not self._incremental:
            changed.add(("listed-pages",))
            stored = self._state.listed_pages if self._incremental else {}
            kept = {name: entries for name, entries in stored.items() if name not in before}
            self._listed_pages = {**kept, **now}
        return changed

    def _all_listed_pages(self) -> Mapping[str, Sequence[Listed]]:
        return self._state.listed_pages if self._listed_pages is None else self._listed_pages

    def _is_unchanged(self, name: str, changed: AbstractSet[Query]) -> bool:
        return name in self._unchanged_units and changed.isdisjoint(
            self._state.reads(self._unchanged_units[name])
        )

    # -- putting in place -----------------------------------------------------------------------

    def _replaced_files(self) -> Files:
        """Files of the last build that this one may have changed or dropped."""
        files: Files = {}
        for unit in self._replaced_units.values():
            files |= unit.files
        if self._incremental:
            stored = self._state.assets
            files |= {path: stored[path].file for path in stored if self._assets.get(path) != stored[path]}
        return files

    def _new_files(self) -> Files:
        """Files of this build in place of :meth:`_replaced_files`."""
        stored = self._state.assets if self._incremental else {}
        files = {path: asset.file for path, asset in self._assets.items() if stored.get(path) != asset}
        for run in self._runs.values():
            files |= run.files
        return files

    def _changes(self, must_be_answered: Iterable[str]) -> Changes:
        """What this build will do to the folder, over the whole site: a path may change its unit."""
        before: AbstractSet[str] = self._replaced_files().keys()
        now = self._new_files().keys()
        if not self._incremental:
            before = self._listed_paths
        paths = (self._listed_paths - before) | now if before != now else None
        return Changes(
            output=self._output,
            staged=self._staged,
            site_paths=paths,
            stale=before - now,
            printed_pages=frozenset(map(printed.file_of, must_be_answered)),
        )

    def _remember(self, removed: int) -> PublishResult:
        """Remember what was done."""
        # Asks what the last build made, which is then forgotten.
        result = self._result(len(self._staged), removed)
        self._state.store_units(self._maker.environment, self._runs, self._answers, self._unchanged_units)
        self._state.store_tables(self._tables)
        if self._listed_pages is not None:
            self._state.store_listed_pages(self._listed_pages)
        self._state.store_assets(self._assets)
        self._state.store_inputs(self._maker.plan.reader)
        for name, texts in self._texts.items():
            self._state.store_texts(name, texts)
        units = len(self._unchanged_units) + len(self._runs)
        self._state.close(result.written + result.kept, result.pages, units, len(self._assets))
        return result

    def _result(self, written: int, removed: int) -> PublishResult:
        folder = self._state.folder if self._incremental else FolderState()
        before, now = self._replaced_files(), self._new_files()
        files = folder.files + len(now) - len(before)
        pages = folder.pages + _count_pages(now) - _count_pages(before)
        return PublishResult(written, files - written, removed, pages)


def _kind_of(unit: str) -> str:
    """Return the kind of work that a unit is."""
    kind = unit.partition("/")[0]
    return kind if kind in KINDS_OF_UNITS else "page"


def _folders_of(path: str) -> list[str]:
    """The folders that hold a file, each with a final slash, beginning with that at the top of the site."""
    names = path.split("/")[:-1]
    return ["/".join(names[:count]) + "/" for count in range(1, len(names) + 1)]


def _with_entries(units: Mapping[str, UnitOutputs]) -> dict[str, list[Listed]]:
    """What those units say to the sitemap that say something to it."""
    return {name: entries for name, unit in units.items() if (entries := unit.sitemap_entries)}


def _count_pages(paths: Iterable[str]) -> int:
    return sum(path.endswith(".html") for path in paths)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """A fault of a template shows on many pages: the first of them stands for all."""
    first: dict[tuple[str, SourceLocation], Problem] = {}
    for fault in sorted(problems, key=lambda fault: (fault.location, fault.values)):
        first.setdefault((fault.code, fault.location), fault)
    return list(first.values())
