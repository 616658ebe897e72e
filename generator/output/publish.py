"""The plan becomes files: only what changed is made, what is stale goes, what is not ours stays.

Everything is made beside its place before anything that readers see changes; then it is put in place
(``changes.py``). So a template's fault harms nothing.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.cache import Cache
from generator.site.outputs import Bundle, Output, Plan
from generator.problems import SourceLocation, Problem
from generator.output import manifest, printed
from generator.output.update import Updater, UpdateResult, other_words
from generator.output.changes import Changes
from generator.output.files import make_folder, sweep
from generator.output.build_state import LOOSE, Bundled, BuildState
from generator.output.make import Maker
from generator.output.printed import PrintedAddresses
from generator.render.theme import Theme
from generator.settings import Settings
from generator.workers import spread

WORKERS_FROM = 16
"""Records, each with some twenty outputs, below which one process is faster than several."""

Progress = Callable[[int, int], None]


@dataclass
class Done:
    """What a build did."""

    made: int = 0
    kept: int = 0
    removed: int = 0
    pages: int = 0
    problems: list[Problem] = field(default_factory=list)


def publish(
    root: Path,
    plan: Plan,
    theme: Theme,
    settings: Settings,
    output: Path,
    cache: Cache,
    code: str,
    progress: Progress = lambda _done, _all: None,
    workers: int | None = None,
    printed_addresses: PrintedAddresses | None = None,
) -> Done:
    """Bring ``output`` in line with ``plan``: make what changed, keep the rest, remove what is stale.

    A file that no build wrote is never touched; where one stands in the way the build stops and leaves
    everything as it was. So it does where a printed address would lose its page; ``printed_addresses`` is
    None for a copy that holds a selection and owes nothing to any pack.
    """
    served = printed.read(output) if printed_addresses else set()
    if printed_addresses and (forgotten := printed_addresses.forgotten(served)):
        return Done(problems=forgotten)
    maker = Maker(root, plan, theme, settings, code)
    past = BuildState(cache, output)
    result = _publish(maker, plan, output, past, printed_addresses, progress, workers, past.is_trusted())
    if any(fault.code == "PRINTED-MISSING" for fault in result.problems) and past.is_trusted():
        # Somebody may have deleted the page: of a large folder not every file is looked at.
        return _publish(maker, plan, output, past, printed_addresses, progress, workers, trusted=False)
    return result


def _publish(
    maker: Maker,
    plan: Plan,
    output: Path,
    past: BuildState,
    printed_addresses: PrintedAddresses | None,
    progress: Progress,
    workers: int | None,
    trusted: bool,
) -> Done:
    """Publish; without trust in the memory of this folder every output is looked at."""
    left, before = past.left(), past.bundles()
    words = other_words(left.stand_ins, plan.stand_ins)
    updater = Updater(maker, output, past, words, trusted=trusted)
    digests = {bundle.name: _digest(maker.context, bundle.digest) for bundle in plan.bundles}
    same = [name for name, wanted in digests.items() if name in before and before[name].digest == wanted]
    untouched = past.untouched(same) if trusted and not words else set()
    known = past.facts(LOOSE)
    loose = UpdateResult(LOOSE)
    jobs: list[Bundle | Output] = [one for one in plan.bundles if one.name not in untouched]
    for one in plan.loose:
        # These are many and small: which of them changed is found out here.
        wanted = maker.fingerprint(one)
        if updater.is_right(one, wanted, known):
            loose.facts[one.path] = known[one.path]
        else:
            jobs.append(one)
    gone = before.keys() - digests.keys()
    bundles = {name: one for name, one in before.items() if name in untouched}
    served = printed.read(output) if printed_addresses else set()
    owed = printed_addresses.owed(served) if printed_addresses else set()
    if trusted and not jobs and not gone and known.keys() == loose.facts.keys() and owed == served:
        return _told(bundles, loose, Done())
    result = Done()
    brought: dict[str, UpdateResult] = {LOOSE: loose}
    make_folder(str(output))
    # While this is true, whatever is in place is whole.
    sound = manifest.begin(output)
    if not sound:
        sweep(output)
    try:
        with closing(_bring_all(updater, jobs, workers)) as work:
            for number, found in enumerate(work, start=1):
                result.problems += found.problems
                if found.name == LOOSE:
                    loose.add(found)
                else:
                    brought[found.name] = found
                progress(number, len(jobs))
        changes = None
        if not result.problems:
            changes = _changes(output, past, brought, untouched, gone, owed, trusted)
            if printed_addresses:
                result.problems = printed_addresses.missing(served, changes.will_be_there)
        if result.problems or changes is None:
            sweep(output)
            result.problems = _each_once(result.problems)
            return result
        sound = False
        if owed != served:
            printed.save(output, owed)
        result.removed = changes.put_in_place()
        sound = True
    except BaseException:
        sweep(output)
        raise
    finally:
        if sound:
            manifest.end(output)
    for name, found in brought.items():
        result.made += found.made
        if name != LOOSE:
            pages = sum(path.endswith(".html") for path in found.facts)
            bundles[name] = Bundled(digests[name], len(found.facts), pages)
        if name != LOOSE or found.facts != known:
            past.keep(name, found.facts)
    past.forget(gone)
    total = len(loose.facts) + sum(one.outputs for one in bundles.values())
    past.close(bundles, plan.stand_ins, total)
    return _told(bundles, loose, result)


def _told(bundles: Mapping[str, Bundled], loose: UpdateResult, result: Done) -> Done:
    """The result with its counts."""
    pages = sum(path.endswith(".html") for path in loose.facts)
    result.pages = pages + sum(bundle.pages for bundle in bundles.values())
    total = len(loose.facts) + sum(one.outputs for one in bundles.values())
    result.kept = total - result.made
    return result


def _bring_all(
    updater: Updater, jobs: Sequence[Bundle | Output], workers: int | None
) -> Generator[UpdateResult, None, None]:
    heavy = sum(1.0 if isinstance(job, Bundle) else 0.05 for job in jobs)
    if worth := heavy >= WORKERS_FROM:
        updater.maker.renderer.prepare()
    yield from spread(updater.bring, jobs, worth=worth, workers=workers)


def _changes(
    output: Path,
    past: BuildState,
    brought: Mapping[str, UpdateResult],
    untouched: Iterable[str],
    gone: Iterable[str],
    owed: Iterable[str],
    trusted: bool,
) -> Changes:
    """What this build will do to the folder: over the whole site, whichever record a path belongs to.

    A path may go from one record to another, so no record can tell by itself what is stale.
    """
    staged = [one for found in brought.values() for one in found.staged]
    pages = frozenset(map(printed.file_of, owed))
    if (
        trusted
        and not set(gone)
        and all(found.facts.keys() == past.facts(name).keys() for name, found in brought.items())
    ):
        return Changes(output, staged, None, set(), pages)
    kept = (past.facts(name) for name in untouched)
    wanted = set().union(*(found.facts for found in brought.values()), *kept)
    listed = manifest.read(output)
    return Changes(output, staged, wanted if wanted != listed else None, listed - wanted, pages)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """A fault of a template shows on many pages: the first of them stands for all."""
    first: dict[tuple[str, SourceLocation], Problem] = {}
    for one in sorted(problems, key=lambda problem: (problem.place, problem.values)):
        first.setdefault((one.code, one.place), one)
    return list(first.values())


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
