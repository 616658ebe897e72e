"""The law of units: one whose recorded answers still hold makes the same outputs as before.

This is what an incremental build rests on. It catches every fact that a page reaches past the reader: such a
page's unit holds, and makes something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kept import CachedRecord
from tiny import BASE, DAY, SESSION

from generator.catalogue.catalogue import whole
from generator.catalogue.check import check
from generator.catalogue.reader import OVERVIEW, Answer, Query
from generator.records.read import read
from generator.render import theme as themes
from generator.settings import Settings, ThemeFacts
from generator.site.clashes import unknown_words
from generator.site.outputs import ClashError, Output, SitePlan
from generator.site.site import plan


@dataclass(frozen=True)
class Ran:
    """What a unit made, and what it asked for it."""

    outputs: list[Output]
    requests: Mapping[str, Any]
    reads: Mapping[Query, str]
    inputs: Mapping[str, str]
    """What the answers rested on."""


class FaultyRecordsError(AssertionError):
    """The records have errors; their codes."""


class Project:
    """A site, planned again after each edit; files that are as they were are not read again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cache = CachedRecord()
        self._facts: ThemeFacts = SESSION.theme(root, "default", lambda: themes.load(root, "default")).facts

    def plan(self, day: date = DAY) -> SitePlan:
        """The plan of the records as they are now. Raises :class:`FaultyRecordsError`."""
        records, problems = read(self.root, self._cache)
        problems += check(records, day)
        problems += unknown_words(records)
        if codes := [problem.code for problem in problems if problem.is_error]:
            raise FaultyRecordsError(codes)
        try:
            # The public address is no fact that units ask for: another one makes everything anew.
            return plan(whole(records, day), Settings(BASE), self._facts)
        except ClashError as error:
            raise FaultyRecordsError(error.paths) from error


def run_all(plan: SitePlan) -> dict[str, Ran]:
    """Run every unit of a plan."""
    ran: dict[str, Ran] = {}
    for name, unit in plan.units.items():
        outputs, trace = plan.run(unit)
        ran[name] = Ran(outputs, dict(trace.requests), dict(trace.reads), inputs_of(plan))
    return ran


def inputs_of(plan: SitePlan) -> dict[str, str]:
    """What answers rest on, as a build stores it."""
    return {OVERVIEW: plan.reader.overview, **plan.reader.inputs}


def kept(before: Mapping[str, Ran], after: SitePlan) -> tuple[list[str], list[str]]:
    """The units whose recorded answers still hold, and what is wrong: each must make what it made."""
    names = [
        name
        for name in after.units
        if name in before
        and all(after.reader.is_unchanged(Answer(*read)) for read in before[name].reads.items())
    ]
    faults = [f"{query} has another answer, but its input is the same" for query in _skipped(before, after)]
    for name in names:
        outputs, trace = after.run(after.units[name])
        if outputs != before[name].outputs:
            faults.append(f"{name} makes something else")
        if trace.requests != before[name].requests:
            faults.append(f"{name} names other pictures")
    return names, faults


def _skipped(before: Mapping[str, Ran], after: SitePlan) -> set[Query]:
    """Questions with another answer that a build would not ask, since their input is what it was."""
    reader = after.reader
    inputs = inputs_of(after)

    def is_skipped(query: Query, before: Mapping[str, str]) -> bool:
        names = {reader.input_of(query), "" if query[0] in reader.beyond_overview else OVERVIEW} - {""}
        return any(inputs.get(name) == before.get(name) for name in names)

    return {
        query
        for ran in before.values()
        for query, digest in ran.reads.items()
        if is_skipped(query, ran.inputs) and not reader.is_unchanged(Answer(query, digest))
    }
