"""The plan becomes files: only units whose answers changed run, what is stale goes, what is not ours stays.

Everything is made beside its place before anything that readers see changes; then it is put in place
(``changes.py``). So a template's fault harms nothing.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache import Cache
from generator.output import manifest, printed
from generator.output.build_state import AssetState, BuildState, FileFacts, Files, UnitState
from generator.output.changes import Changes
from generator.output.files import make_folder, sweep
from generator.output.make import Maker
from generator.output.printed import PrintedAddresses
from generator.output.update import UpdateResult, Updater, kept_units
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.render.theme import Theme
from generator.settings import Settings
from generator.site.outputs import Asset, Produced, SitePlan, Unit
from generator.workers import spread

WORKERS_FROM = 16
"""Units of records below which one process is faster than several; a picture counts as a fifth of one."""
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
    root: Path,
    plan: SitePlan,
    theme: Theme,
    settings: Settings,
    output: Path,
    cache: Cache,
    code: str,
    progress: Progress = lambda _done, _all: None,
    workers: int | None = None,
    printed_addresses: PrintedAddresses | None = None,
) -> PublishResult:
    """Bring ``output`` in line with ``plan``: make what changed, keep the rest, remove what is stale.

    A file that no build wrote is never touched; where one stands in the way the build stops and leaves
    everything as it was. So it does where a printed address would lose its page; ``printed_addresses`` is
    None for a copy that holds a selection and owes nothing to any pack.
    """
    served = printed.read(output) if printed_addresses else set()
    if printed_addresses and (forgotten := printed_addresses.forgotten(served)):
        return PublishResult(problems=forgotten)
    maker = Maker(root, plan, theme, settings, code)
    state = BuildState(cache, output)
    arguments = (maker, output, state, printed_addresses, progress, workers)
    result = _Publication(*arguments, trusted=state.is_trusted()).publish()
    if state.is_trusted() and any(fault.code == "PRINTED-MISSING" for fault in result.problems):
        # Somebody may have deleted the page: of a large folder not every file is looked at.
        return _Publication(*arguments, trusted=False).publish()
    return result


class _Publication:
    """One build of one folder. The fields after the arguments are filled stage by stage."""

    def __init__(
        self,
        maker: Maker,
        output: Path,
        state: BuildState,
        printed_addresses: PrintedAddresses | None,
        progress: Progress,
        workers: int | None,
        *,
        trusted: bool,
    ) -> None:
        """``trusted`` says that what ``state`` knows of the folder's files holds."""
        self._maker = maker
        self._output = output
        self._state = state
        self._printed = printed_addresses
        self._progress = progress
        self._workers = workers
        self._assets = dict(state.assets) if trusted else {}
        self._units = kept_units(state, [*maker.plan.units, *(late.name for late in maker.plan.late)], maker) if trusted else {}
        self._kept = frozenset(self._units)
        known = {path for unit in self._units.values() for path in unit.files} | self._assets.keys()
        self._updater = Updater(maker, output, known.__contains__)
        self._results: list[UpdateResult] = []

    def publish(self) -> PublishResult:
        """Do it all."""
        served = printed.read(self._output) if self._printed else set()
        owed = self._printed.owed(served) if self._printed else set()
        names = {*self._maker.plan.units, *(late.name for late in self._maker.plan.late)}
        if owed == served and names == self._kept == self._state.units.keys():
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
        todo = [unit for name, unit in plan.units.items() if name not in self._units]
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
            self._units[result.name] = result.state
        return result.problems

    def _make_assets(self, wanted: Mapping[str, Asset]) -> list[Problem]:
        """Make the pictures and codes that are not there as they should be; forget what nobody names."""
        requested = {path for unit in self._units.values() for path in unit.requests}
        fingerprints = {path: self._maker.fingerprint(asset) for path, asset in wanted.items()}
        todo = [
            asset
            for path, asset in wanted.items()
            if path not in self._assets
            or self._assets[path].fingerprint != fingerprints[path]
            or not self._state.is_in_place({path: self._assets[path].facts})
        ]
        problems: list[Problem] = []
        with closing(self._spread(self._updater.make_asset, todo, len(todo) / 5)) as results:
            for result in results:
                self._results.append(result)
                problems += result.problems
                for path, facts in result.files.items():
                    self._assets[path] = AssetState(fingerprints[path], *facts)
        self._assets = {path: asset for path, asset in self._assets.items() if path in requested}
        return problems

    def _clashes(self) -> list[Problem]:
        """Paths that two units want."""
        owners: dict[str, str] = {}
        return [
            problem("ADDRESS-CLASH", SourceLocation(), path=f"/{path.removesuffix('index.html')}")
            for name in self._maker.plan.units
            for path in self._units[name].files
            if owners.setdefault(path, name) != name
        ]

    def _make_late(self) -> list[Problem]:
        plan, problems = self._maker.plan, []
        if not self._results and self._kept == self._state.units.keys():
            return []
        listed = [page for name in plan.units for page in self._units[name].listed]
        digests = {path: facts.digest for path, facts in self._files().items()}
        for late in plan.late:
            unit = Unit(late.name, lambda late=late: late.produce(Produced(listed, digests)))  # type: ignore[misc]
            problems += self._take(self._updater.run(unit))
        return problems

    # -- putting in place -----------------------------------------------------------------------

    def _files(self) -> Files:
        """Every file of the site."""
        files: dict[str, FileFacts] = {path: asset.facts for path, asset in self._assets.items()}
        for unit in self._units.values():
            files |= unit.files
        return files

    def _changes(self, owed: Iterable[str]) -> Changes:
        """What this build will do to the folder, over the whole site: a path may change its unit."""
        staged = [staged for result in self._results for staged in result.staged]
        pages = frozenset(map(printed.file_of, owed))
        wanted = self._files().keys()
        listed = manifest.read(self._output)
        return Changes(self._output, staged, wanted if wanted != listed else None, listed - wanted, pages)

    def _close(self, removed: int) -> PublishResult:
        """Remember what was done."""
        for name, unit in self._units.items():
            if name not in self._kept:
                self._state.keep_unit(name, unit)
        self._state.forget_units(self._state.units.keys() - self._units.keys())
        self._state.keep_assets(self._assets)
        result = self._result(sum(len(result.staged) for result in self._results), removed)
        self._state.close(result.made + result.kept)
        return result

    def _result(self, made: int, removed: int) -> PublishResult:
        files = self._files()
        pages = sum(path.endswith(".html") for path in files)
        return PublishResult(made, len(files) - made, removed, pages)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """A fault of a template shows on many pages: the first of them stands for all."""
    first: dict[tuple[str, SourceLocation], Problem] = {}
    for fault in sorted(problems, key=lambda fault: (fault.place, fault.values)):
        first.setdefault((fault.code, fault.place), fault)
    return list(first.values())
