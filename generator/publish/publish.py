"""The plan becomes files: only what changed is made, what is stale goes, what is not ours stays.

Everything is made beside its place before anything that readers see changes; then it is put in place:
first what pages lead to, then the pages. So a template's fault harms nothing, and nobody meets a page
whose pictures or style are not there yet.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.memory import Memory
from generator.plan.outputs import Bundle, Output, Plan
from generator.problems import Place, Problem
from generator.publish import ledger
from generator.publish.bring import Bringer, Brought, other_words
from generator.publish.files import prune, put, sweep
from generator.publish.left import LOOSE, Bundled, Past
from generator.publish.make import Maker
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
    memory: Memory,
    code: str,
    progress: Progress = lambda _done, _all: None,
    workers: int | None = None,
) -> Done:
    """Bring ``output`` in line with ``plan``: make what changed, keep the rest, remove what is stale.

    A file that no build wrote is never touched; where one stands in the way the build stops and leaves
    everything as it was.
    """
    maker = Maker(root, plan, theme, settings, code)
    past = Past(memory, output)
    left, before = past.left(), past.bundles()
    trusted = bool(left.ledger) and left.ledger == ledger.stamp(output)
    words = other_words(left.stand_ins, plan.stand_ins)
    bringer = Bringer(maker, output, past, words)
    digests = {one.name: _digest(maker.context, one.digest) for one in plan.bundles}
    same = [name for name, wanted in digests.items() if name in before and before[name].digest == wanted]
    untouched = past.untouched(same) if trusted and not words else set()
    known = past.facts(LOOSE)
    loose = Brought(LOOSE)
    jobs: list[Bundle | Output] = [one for one in plan.bundles if one.name not in untouched]
    for one in plan.loose:
        # These are many and small: which of them changed is found out here.
        wanted = maker.fingerprint(one)
        if bringer.is_right(one, wanted, known):
            loose.facts[one.path] = known[one.path]
        else:
            jobs.append(one)
    gone = before.keys() - digests.keys()
    bundles = {name: one for name, one in before.items() if name in untouched}
    if trusted and not jobs and not gone and known.keys() == loose.facts.keys():
        return _told(bundles, loose, Done())
    result = Done()
    brought: dict[str, Brought] = {LOOSE: loose}
    output.mkdir(parents=True, exist_ok=True)
    # While this is true, whatever is in place is whole.
    sound = ledger.begin(output)
    if not sound:
        sweep(output)
    try:
        with closing(_bring_all(bringer, jobs, workers)) as work:
            for number, found in enumerate(work, start=1):
                result.problems += found.problems
                if found.name == LOOSE:
                    loose.add(found)
                else:
                    brought[found.name] = found
                progress(number, len(jobs))
        if not result.problems:
            loose.compare(known)
            if trusted:
                stale = {path for name in gone for path in past.facts(name)}.union(
                    *(one.stale for one in brought.values())
                )
            else:
                # All was gone through: whatever else is on the list is stale.
                stale = ledger.read(output).difference(*(one.facts for one in brought.values()))
            sound = False
            result.removed = _put_in_place(output, list(brought.values()), stale)
            sound = True
    except BaseException:
        sweep(output)
        raise
    finally:
        if sound:
            ledger.end(output)
    if result.problems:
        sweep(output)
        result.problems = _each_once(result.problems)
        return result
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


def _told(bundles: Mapping[str, Bundled], loose: Brought, result: Done) -> Done:
    """The result with its counts."""
    pages = sum(path.endswith(".html") for path in loose.facts)
    result.pages = pages + sum(one.pages for one in bundles.values())
    total = len(loose.facts) + sum(one.outputs for one in bundles.values())
    result.kept = total - result.made
    return result


def _bring_all(
    bringer: Bringer, jobs: Sequence[Bundle | Output], workers: int | None
) -> Generator[Brought, None, None]:
    heavy = sum(1.0 if isinstance(one, Bundle) else 0.05 for one in jobs)
    if worth := heavy >= WORKERS_FROM:
        bringer.maker.renderer.prepare()
    yield from spread(bringer.bring, jobs, worth=worth, workers=workers)


def _put_in_place(output: Path, brought: Sequence[Brought], stale: AbstractSet[str]) -> int:
    """Let readers see what was made, and remove what is stale; how many files that were."""
    listed: set[str] = set()
    if new := {path for found in brought for path in found.new}:
        listed = ledger.read(output) | new
        ledger.save(output, listed)
    staged = [one for found in brought for one in found.staged]
    for temporary, path in sorted(staged, key=lambda one: one[1].endswith(".html")):
        put(temporary, path)
    removed = prune(output, stale)
    if stale or not (output / ledger.NAME).is_file():
        ledger.save(output, (listed or ledger.read(output)) - stale)
    return removed


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """A fault of a template shows on many pages: the first of them stands for all."""
    first: dict[tuple[str, Place], Problem] = {}
    for one in sorted(problems, key=lambda one: (one.place, one.values)):
        first.setdefault((one.code, one.place), one)
    return list(first.values())


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
