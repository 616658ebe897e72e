"""One record's outputs are brought to where they should be: compared, made where they changed, and staged.

Runs in a worker, which knows what the last build knew, and answers what it did. Nothing that readers see
changes here: what is made waits beside its place.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import escape

from generator.site.outputs import Bundle, ClashError, Output, Page
from generator.problems import SourceLocation, Problem, problem
from generator.output import manifest
from generator.output.files import holds, is_folder, let_all_read, stage, stamp
from generator.output.build_state import LOOSE, Facts, BuildState
from generator.output.make import Maker
from generator.render.fault import ThemeError
from generator.render.pictures import PictureError


@dataclass
class UpdateResult:
    """What was done for the outputs of one name."""

    name: str
    facts: Facts = field(default_factory=dict)
    staged: list["Staged"] = field(default_factory=list)
    """Files that wait beside their place."""
    made: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "UpdateResult") -> None:
        """Take in what was done for the same name."""
        self.facts |= other.facts
        self.staged += other.staged
        self.made += other.made


class Staged(NamedTuple):
    """A file that was made and waits beside its place."""

    temporary: str
    path: str
    """Its place, below the output folder."""
    is_new: bool
    """Whether nothing is in its place yet."""


class Updater:
    """Brings the outputs of one plan into one folder."""

    def __init__(
        self,
        maker: Maker,
        output: Path,
        past: BuildState,
        other_words: Mapping[str, Sequence[bytes]],
        *,
        trusted: bool,
    ) -> None:
        """``trusted`` says that the list of our files is as it was when ``past`` was remembered."""
        self.maker = maker
        self._trusted = trusted
        self._output = str(output)
        self._past = past
        self._other_words = other_words

    @cached_property
    def own(self) -> set[str]:
        """Every path that builds have written: asked for only where the memory cannot tell."""
        return manifest.read(Path(self._output))

    def bring(self, job: Bundle | Output) -> UpdateResult:
        """Make what changed of a record's outputs, or one loose output."""
        if not isinstance(job, Bundle):
            return self.all(LOOSE, [job], {})
        try:
            outputs = job.plan()
        except ClashError as error:
            clashes = [problem("ADDRESS-CLASH", SourceLocation(), path=path) for path in error.paths]
            return UpdateResult(job.name, problems=clashes)
        return self.all(job.name, outputs, self._past.facts(job.name))

    def all(self, name: str, outputs: Iterable[Output], known: Facts) -> UpdateResult:
        """Make what changed of some outputs. A fault ends it: nothing of this build will be put in place."""
        done = UpdateResult(name)
        for output in outputs:
            wanted = self.maker.fingerprint(output)
            if self.is_right(output, wanted, known):
                done.facts[output.path] = known[output.path]
            elif fault := self._make(output, wanted, known, done):
                done.problems.append(fault)
                break
        return done

    def is_right(self, one: Output, wanted: str, known: Facts) -> bool:
        """Whether an output is there as the last build left it, and would be made the same again."""
        facts = known.get(one.path)
        return (
            facts is not None
            and facts[0] == wanted
            and stamp(f"{self._output}/{one.path}") == facts[1:]
            and not self._names(one)
        )

    def _make(self, one: Output, wanted: str, known: Facts, done: UpdateResult) -> Problem | None:
        path = f"{self._output}/{one.path}"
        there = stamp(path)
        ours = there is None or (self._trusted and one.path in known) or one.path in self.own
        if foreign := self._in_the_way(one.path.rpartition("/")[0]):
            return problem("OUTPUT-FOREIGN", SourceLocation(foreign))
        try:
            data = self.maker.make(one)
        except (PictureError, ThemeError) as error:
            return error.problem
        # Another day or record may lead to the same bytes: whoever mirrors the folder need not send them.
        # Nor does it matter who wrote them: so a folder whose list was lost is ours again.
        if there is not None and holds(path, data, there):
            let_all_read(path)
            done.facts[one.path] = (wanted, *there)
            return None
        if not ours:
            return problem("OUTPUT-FOREIGN", SourceLocation(one.path))
        temporary = stage(path, data)
        done.staged.append(Staged(temporary, one.path, there is None))
        size, changed = stamp(temporary) or (-1, 0)
        done.facts[one.path] = (wanted, size, changed)
        done.made += 1
        return None

    @lru_cache(maxsize=65536)  # noqa: B019 - a bringer lives for one build
    def _in_the_way(self, folder: str) -> str:
        """What stands where a folder must be: a file, or a link, through which nothing may be written."""
        if not folder:
            return ""
        if above := self._in_the_way(folder.rpartition("/")[0]):
            return above
        path = f"{self._output}/{folder}"
        return folder if os.path.lexists(path) and not is_folder(path) else ""

    def _names(self, one: Output) -> bool:
        """Whether a page shows any of the words that would now be marked in another way.

        So one translation that is missing or comes touches the pages that need it, not the whole language.
        """
        if not self._other_words or not isinstance(one, Page):
            return False
        words = [
            word
            for lang, found in self._other_words.items()
            if one.every_language or lang == one.lang
            for word in found
        ]
        if not words:
            return False
        with open(f"{self._output}/{one.path}", "rb") as stream:
            text = stream.read()
        return any(word in text for word in words)


def other_words(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> dict[str, list[bytes]]:
    """By language: words that began or ceased to stand in for missing ones, as pages write them."""
    changed = {
        lang: {*before.get(lang, {}).items()} ^ {*now.get(lang, {}).items()} for lang in {*before, *now}
    }
    return {
        lang: sorted({str(escape(words)).encode() for words, _ in found})
        for lang, found in changed.items()
        if found
    }
