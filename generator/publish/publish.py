"""Skip, make, write, prune: the only place that knows of any of these."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from markupsafe import escape

from generator.memory import Memory
from generator.plan.outputs import Output, Page, Picture, Plan, SharePicture
from generator.problems import Place, Problem, problem
from generator.publish import ledger
from generator.publish.files import TEMPORARY, put, stage, stamp, write
from generator.publish.make import Maker
from generator.render.fault import ThemeError
from generator.render.pictures import PictureError
from generator.render.theme import Theme
from generator.settings import Settings
from generator.workers import spread

WORKERS_FROM = 300
"""Pages below this number are made faster by one process than by several."""

Progress = Callable[[int, int], None]


class Made(NamedTuple):
    """A file that was made."""

    path: str
    size: int
    changed: int
    """Time of change, as the disk says it."""
    written: bool
    """False where these very bytes were there already."""
    beside: Path | None = None
    """Where a page waits until all are made."""


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

    Files are written one by one, each in one step. All pages are made before anything that readers see
    changes, so that a template's fault harms nothing; they are put in place last, so that nobody meets
    a page whose pictures or style are not there yet. A file that no build wrote is never touched; where
    one stands in the way the build stops before it writes anything.
    """
    maker = Maker(root, plan, theme, settings, code)
    own, finished = ledger.read(output)
    place = str(output.resolve())
    known: dict[str, list[object]] = json.loads(memory.get("outputs", place) or b"{}")
    wanted = {one.path: maker.fingerprint(one) for one in plan.outputs}
    result = Done(pages=sum(one.path.endswith(".html") for one in plan.outputs))
    to_make: list[Output] = []
    result.problems += [problem("OUTPUT-FOREIGN", Place(name)) for name in _in_the_way(output, wanted)]
    if result.problems:
        return result
    other_words = _other_words(memory.get("stand-ins", place), plan.stand_ins)
    for one in plan.outputs:
        there = stamp(output / one.path)
        if there is not None and one.path not in own:
            result.problems.append(problem("OUTPUT-FOREIGN", Place(one.path)))
        elif (
            there is not None
            and known.get(one.path) == [wanted[one.path], *there]
            and not _names(one, output, other_words)
        ):
            result.kept += 1
        else:
            to_make.append(one)
    if result.problems:
        return result
    stale = own - wanted.keys()
    if finished and not to_make and not stale and (output / ledger.NAME).exists():
        return result
    output.mkdir(parents=True, exist_ok=True)
    _sweep(output, deep=not finished)
    ledger.save(output, own | wanted.keys(), finished=False)
    made: dict[str, tuple[int, int]] = {}
    waiting: list[Made] = []
    try:
        # A photo or template that cannot be used is found out before anything readers see has changed.
        for turn in range(3):
            batch = [one for one in to_make if _turn(one) == turn]
            for file in _make_all(maker, batch, output, result.problems, workers):
                if file.beside:
                    waiting.append(file)
                else:
                    made[file.path] = (file.size, file.changed)
                result.made += file.written
                result.kept += not file.written
                progress(len(made) + len(waiting), len(to_make))
            if result.problems:
                result.problems = _each_once(result.problems)
                return result
        for file in waiting:
            assert file.beside
            put(file.beside, output / file.path)
            made[file.path] = (file.size, file.changed)
        result.removed = _prune(output, stale)
        ledger.save(output, wanted.keys(), finished=True)
        memory.put("stand-ins", place, json.dumps(plan.stand_ins).encode())
    finally:
        if len(made) < len(to_make):
            _sweep(output, deep=True)
            # Which of these were marked by the new words and which by the old is not worth telling.
            made = {} if other_words else made
        now = {path: [wanted[path], *made[path]] if path in made else known.get(path) for path in wanted}
        memory.put(
            "outputs", place, json.dumps({path: facts for path, facts in now.items() if facts}).encode()
        )
    return result


def _other_words(before: bytes | None, now: Mapping[str, Mapping[str, str]]) -> dict[str, list[bytes]]:
    """By language: words that began or ceased to stand in for missing ones, as pages write them."""
    old: dict[str, dict[str, str]] = json.loads(before or b"{}")
    changed = {lang: {*old.get(lang, {}).items()} ^ {*now.get(lang, {}).items()} for lang in {*old, *now}}
    return {
        lang: sorted({str(escape(words)).encode() for words, _ in found})
        for lang, found in changed.items()
        if found
    }


def _names(one: Output, output: Path, words: Mapping[str, list[bytes]]) -> bool:
    """Whether a page shows any of the words; they would now be marked in another way.

    So one translation that is missing or comes touches the pages that need it, not the whole language.
    """
    if not words or not isinstance(one, Page):
        return False
    looked_for = [w for lang, found in words.items() if one.every_language or lang == one.lang for w in found]
    if not looked_for:
        return False
    text = (output / one.path).read_bytes()
    return any(word in text for word in looked_for)


def _turn(one: Output) -> int:
    return 0 if isinstance(one, Picture | SharePicture) else 1 if isinstance(one, Page) else 2


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """A fault of a template shows on many pages: the first of them stands for all."""
    first: dict[tuple[str, Place], Problem] = {}
    for one in sorted(problems, key=lambda one: (one.place, one.values)):
        first.setdefault((one.code, one.place), one)
    return list(first.values())


def _in_the_way(output: Path, wanted: Iterable[str]) -> list[str]:
    """What stands where a folder must be: a file, or a link, through which nothing may be written."""
    folders: set[str] = set()
    for name in wanted:
        folder = name.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return [
        name for name in sorted(folders) if os.path.lexists(output / name) and not _is_folder(output / name)
    ]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _make_all(
    maker: Maker, outputs: Sequence[Output], output: Path, problems: list[Problem], workers: int | None
) -> Iterator[Made]:
    heavy = sum(20 if isinstance(one, Picture | SharePicture) else 1 for one in outputs)
    work = partial(_make, maker, output)
    if (worth := heavy >= WORKERS_FROM) and any(isinstance(one, Page) for one in outputs):
        maker.renderer.prepare()
    for found in spread(work, outputs, worth=worth, workers=workers):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            yield found


def _make(maker: Maker, output: Path, one: Output) -> Made | Problem:
    path = output / one.path
    try:
        data = maker.make(one)
    except PictureError:
        assert isinstance(one, Picture | SharePicture)
        source = one.source if isinstance(one, Picture) else one.photo
        return problem("PHOTO-UNREADABLE", Place(source), file=source.rsplit("/", 1)[-1])
    except ThemeError as error:
        return error.problem
    # Another day or record may lead to the same bytes: whoever mirrors the folder need not send them.
    written, beside = not _holds(path, data), None
    if written and isinstance(one, Page):
        beside = stage(path, data)
    elif written:
        write(path, data)
    size, changed = stamp(beside or path) or (-1, 0)
    return Made(one.path, size, changed, written, beside)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a plain file has these bytes already."""
    there = stamp(path)
    return there is not None and there[0] == len(data) and path.read_bytes() == data


def _sweep(output: Path, *, deep: bool) -> None:
    """Remove half-written files that a killed build left beside the finished ones.

    A build killed before its list was written has left at most that list's own (``deep`` is false).
    """
    pattern = f"*{TEMPORARY}" if deep else f"{ledger.NAME}.*{TEMPORARY}"
    for left in output.rglob(pattern) if deep else output.glob(pattern):
        left.unlink()


def _prune(output: Path, stale: set[str]) -> int:
    """Remove our files that the plan no longer names, and folders that this leaves empty.

    Never through a link: what lies behind it is not in this folder.
    """
    removed = 0
    folders: set[Path] = set()
    for name in stale:
        path = output / name
        inside = [parent for parent in path.parents if output in parent.parents]
        if not all(_is_folder(parent) for parent in inside):
            continue
        if stamp(path) is not None and not _is_folder(path):
            path.unlink()
            removed += 1
        folders.update(inside)
    for folder in sorted(folders, key=lambda p: len(p.parts), reverse=True):
        try:
            folder.rmdir()
        except OSError:
            continue  # not empty: somebody's own file is there, or a page that stays
    return removed
