"""The plan becomes files: only units whose answers changed run, what is stale goes, what is not ours stays.

Everything is made beside its place before anything that readers see changes; then it is put in place
(``changes.py``). So a template's fault harms nothing.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.cache import Cache
from generator.catalogue.reader import Query
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.output import manifest, printed
from generator.output.build_state import AssetState, BuildState, FileFacts, Files, KnownUnit, UnitState
from generator.output.changes import Changes
from generator.output.files import make_folder, sweep
from generator.output.make import Maker
from generator.output.printed import PrintedAddresses
from generator.output.update import Updater, UpdateResult, kept_units
from generator.site.outputs import Asset, OtherOutputs, SharePicture, Unit
from generator.workers import spread

WORKERS_FROM = 48
"""Units of records below which one process does the work: several would each load what it has loaded.

A picture counts as a fifth of one. With 26 (a new name among 600 products) workers took 2.5 to 2.9 s of
processor time and one process 2.1 to 2.3 s (2026-11-29).
"""
Progress = Callable[[int, int], None]


@dataclass
class PublishResult:
    """What a build did."""

    made: int = 0
    kept: int = 0
    removed: int = 0
    pages: int = 0
    problems: list[Problem] = field(default_factory=list)


def publish(
    maker: Maker,
    output: Path,
    cache: Cache,
    *,
    progress: Progress = lambda _done, _all: None,
    workers: int | None = None,
    printed_addresses: PrintedAddresses | None = None,
) -> PublishResult:
    """Bring ``output`` in line with the plan of ``maker``: make what changed, remove what is stale.

    A file that no build wrote is never touched; where one stands in the way the build stops and leaves
    everything as it was. So it does where a printed address would lose its page; ``printed_addresses`` is
    None for a copy that holds a selection and owes nothing to any pack.
    """
    state = BuildState(cache, output)
    publication = partial(
        _Publication,
        maker,
        output,
        state,
        printed_addresses=printed_addresses,
        progress=progress,
        workers=workers,
    )
    trusted = state.is_trusted() and state.is_complete()
    result = publication(trusted=trusted).publish()
    if trusted and any(fault.code == "PRINTED-MISSING" for fault in result.problems):
        # Somebody may have deleted the page: of a large folder not every file is looked at.
        return publication(trusted=False).publish()
    return result


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
        trusted: bool,
    ) -> None:
        """``trusted`` says that what ``state`` knows of the folder's files holds."""
        self._maker = maker
        self._output = output
        self._state = state
        self._printed = printed_addresses
        self._progress = progress
        self._workers = workers
        self._trusted = trusted
        self._names = [*maker.plan.units, *(late.name for late in maker.plan.late)]
        known: Mapping[str, KnownUnit] = state.units if trusted else {}
        self._assets = dict(state.assets) if trusted else {}
        self._kept = kept_units(state, self._names, maker) if trusted else {}
        self._before = {name: known[name] for name in known.keys() - self._kept.keys()}
        """Units that run again or are gone, as the last build left them."""
        self._run: dict[str, UnitState] = {}
        self._results: list[UpdateResult] = []
        self._updater = Updater(maker, output, self._is_ours, state.texts)

    def _is_ours(self, path: str) -> bool:
        return path in self._assets or any(path in unit.files for unit in self._before.values())

    def publish(self) -> PublishResult:
        """Do it all."""
        served = printed.read(self._output) if self._printed else set()
        if self._printed and (forgotten := self._printed.forgotten(served)):
            return PublishResult(problems=forgotten)
        owed = self._printed.owed(served) if self._printed else set()
        if owed == served and self._trusted and not self._before and self._kept.keys() == set(self._names):
            return self._result(0, 0)
        make_folder(str(self._output))
        # While this is true, whatever is in place is whole.
        sound = manifest.begin(self._output)
        if not sound:
            sweep(self._output)
        try:
            problems = self._make()
            changes = None
            if not problems:
                changes = self._changes(owed)
                if self._printed:
                    problems = self._printed.missing(served, changes.will_be_there)
            if problems or changes is None:
                sweep(self._output)
                return PublishResult(problems=_each_once(problems))
            sound = False
            if owed != served:
                printed.save(self._output, owed)
            removed = changes.put_in_place()
            sound = True
        except BaseException:
            sweep(self._output)
            raise
        finally:
            if sound:
                manifest.end(self._output)
        return self._close(removed)

    # -- making ---------------------------------------------------------------------------------

    def _make(self) -> list[Problem]:
        """Run the units that have to run, make the assets that they ask for, then the late units."""
        plan = self._maker.plan
        todo = [unit for name, unit in plan.units.items() if name not in self._kept]
        records = sum(unit.name.startswith(("product/", "producer/")) for unit in todo)
        wanted: dict[str, Asset] = {}
        problems: list[Problem] = []
        with closing(self._spread(self._updater.run, todo, records + len(todo) / 20)) as results:
            for number, result in enumerate(results, start=1):
                problems += self._take(result)
                wanted |= result.requests
                self._progress(number, len(todo))
        if problems:
            return problems
        return self._make_assets(wanted) or self._clashes() or self._make_late()

    def _spread(
        self, work: Callable[..., UpdateResult], items: list[Unit] | list[Asset], weight: float
    ) -> Generator[UpdateResult, None, None]:
        worth = weight >= WORKERS_FROM
        if worth and items and isinstance(items[0], Unit):
            self._maker.renderer.prepare()
        yield from spread(work, items, worth=worth, workers=self._workers)

    def _take(self, result: UpdateResult) -> list[Problem]:
        self._results.append(result)
        if result.state:
            self._run[result.name] = result.state
        return result.problems

    def _make_assets(self, wanted: Mapping[str, Asset]) -> list[Problem]:
        """Make the pictures and codes that are not there as they should be; forget what nobody names."""
        fingerprints = {path: self._maker.fingerprint(asset) for path, asset in wanted.items()}
        todo = [
            asset
            for path, asset in wanted.items()
            if path not in self._assets
            or self._assets[path].fingerprint != fingerprints[path]
            or not self._state.is_in_place({path: self._assets[path].facts})
        ]
        # Each drawing is put on its cards one after another: it is drawn once, not once in each worker.
        todo.sort(key=lambda asset: asset.drawing if isinstance(asset, SharePicture) else "")
        problems: list[Problem] = []
        with closing(self._spread(self._updater.make_asset, todo, len(todo) / 5)) as results:
            for result in results:
                self._results.append(result)
                problems += result.problems
                for path, facts in result.files.items():
                    self._assets[path] = AssetState(fingerprints[path], *facts)
        named_before = {path for unit in self._before.values() for path in unit.requests}
        named_now = {path for unit in self._run.values() for path in unit.requests}
        if not self._trusted or named_before - named_now:
            named = named_now.union(*(unit.requests for unit in self._kept.values()))
            self._assets = {path: asset for path, asset in self._assets.items() if path in named}
        return problems

    def _clashes(self) -> list[Problem]:
        """Paths that two units want. A kept unit can only clash over a path that is new elsewhere."""
        units: dict[str, UnitState | KnownUnit] = dict(self._run)
        before = {path for unit in self._before.values() for path in unit.files}
        if not self._trusted or any(path not in before for unit in units.values() for path in unit.files):
            units |= self._kept
        owners: dict[str, str] = {}
        return [
            problem("ADDRESS-CLASH", SourceLocation(), path=f"/{path.removesuffix('index.html')}")
            for name in self._maker.plan.units
            if name in units
            for path in units[name].files
            if owners.setdefault(path, name) != name
        ]

    def _make_late(self) -> list[Problem]:
        """Run the units that read what all others made, unless nothing of what they read is another."""
        problems: list[Problem] = []
        changed = self._changed_outputs()
        todo = [late for late in self._maker.plan.late if not self._late_holds(late.name, changed)]
        if not todo:
            return []
        files = self._files()
        digests = {path: facts.digest for path, facts in files.items()}
        units: dict[str, UnitState | KnownUnit] = {**self._kept, **self._run}
        listed = [page for name in self._maker.plan.units for page in units[name].listed]
        for late in todo:
            if late.name in self._kept:
                self._before[late.name] = self._kept.pop(late.name)
            produced = OtherOutputs(listed, digests)
            unit = Unit(late.name, lambda late=late, produced=produced: late.produce(produced))  # type: ignore[misc]
            result = self._updater.run(unit)
            if result.state:
                result.state.reads += produced.reads.items()
            problems += self._take(result)
        return problems

    def _changed_outputs(self) -> set[Query]:
        """Questions of late units that have another answer than before."""
        old, new = self._files_before(), self._files_now()
        changed: set[Query] = {
            ("output-file", path)
            for path in old.keys() | new.keys()
            if path not in old or path not in new or old[path].digest != new[path].digest
        }
        listed_before = {name: unit.listed for name, unit in self._before.items() if unit.listed}
        listed_now = {name: unit.listed for name, unit in self._run.items() if unit.listed}
        if listed_before != listed_now:
            changed.add(("listed-pages",))
        return changed

    def _late_holds(self, name: str, changed: AbstractSet[Query]) -> bool:
        return name in self._kept and changed.isdisjoint(self._state.queries(self._kept[name]))

    # -- putting in place -----------------------------------------------------------------------

    def _files(self) -> Files:
        """Every file of the site."""
        files: dict[str, FileFacts] = {path: asset.facts for path, asset in self._assets.items()}
        for known in self._kept.values():
            files |= known.files
        for unit in self._run.values():
            files |= unit.files
        return files

    def _files_before(self) -> Files:
        """Files of the last build that this one may have changed or dropped."""
        files: Files = {}
        for unit in self._before.values():
            files |= unit.files
        if self._trusted:
            known = self._state.assets
            files |= {path: known[path].facts for path in known if self._assets.get(path) != known[path]}
        return files

    def _files_now(self) -> Files:
        """The files in place of :meth:`_files_before`."""
        known = self._state.assets if self._trusted else {}
        files = {path: asset.facts for path, asset in self._assets.items() if known.get(path) != asset}
        for unit in self._run.values():
            files |= unit.files
        return files

    def _changes(self, owed: Iterable[str]) -> Changes:
        """What this build will do to the folder, over the whole site: a path may change its unit."""
        staged = [staged for result in self._results for staged in result.staged]
        pages = frozenset(map(printed.file_of, owed))
        if self._trusted:
            before, now = self._files_before().keys(), self._files_now().keys()
            if before == now:
                return Changes(self._output, staged, None, frozenset(), pages)
        wanted = self._files().keys()
        listed = manifest.read(self._output)
        return Changes(self._output, staged, wanted if wanted != listed else None, listed - wanted, pages)

    def _close(self, removed: int) -> PublishResult:
        """Remember what was done."""
        self._state.forget_units(self._state.units.keys() - self._kept.keys() - self._run.keys())
        self._state.keep_units(self._run, self._kept)
        self._state.keep_assets(self._assets)
        self._state.keep_inputs(self._maker.plan.reader.inputs)
        for update in self._results:
            self._state.keep_texts(update.name, update.texts)
        result = self._result(sum(len(result.staged) for result in self._results), removed)
        units = len(self._kept) + len(self._run)
        self._state.close(result.made + result.kept, result.pages, units, len(self._assets))
        return result

    def _result(self, made: int, removed: int) -> PublishResult:
        if self._trusted:
            before, now = self._files_before(), self._files_now()
            files = self._state.folder.files + len(now) - len(before)
            pages = self._state.folder.pages + _count_pages(now) - _count_pages(before)
        else:
            everything = self._files()
            files, pages = len(everything), _count_pages(everything)
        return PublishResult(made, files - made, removed, pages)


def _count_pages(paths: Iterable[str]) -> int:
    return sum(path.endswith(".html") for path in paths)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """A fault of a template shows on many pages: the first of them stands for all."""
    first: dict[tuple[str, SourceLocation], Problem] = {}
    for fault in sorted(problems, key=lambda fault: (fault.location, fault.values)):
        first.setdefault((fault.code, fault.location), fault)
    return list(first.values())
