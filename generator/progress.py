"""How far a build is, and about how long the rest takes.

The estimate rests on work that was done and measured, kind by kind. A kind that has not begun counts with
what it usually takes, times what this machine has needed so far for what was done.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

TYPICAL: Mapping[str, float] = {
    "file": 0.003,
    "product": 0.014,
    "lot": 0.005,
    "producer": 0.009,
    "page": 0.011,
    "asset": 0.006,
    "stamp": 0.0004,
}
"""Seconds of processor time for one piece of work of each kind (made-up catalogues, 29 November 2026)."""
ENOUGH = 20
"""Pieces of a kind after which their own mean counts."""
QUICK = 3.0
"""Seconds before which nothing is said of the time: most builds are over by then."""
LEAST_SHARE = 0.02
"""Part of all work that is done before anything is said of the time."""


@dataclass
class _Work:
    """All work of one kind."""

    expected: int = 0
    done: int = 0
    cost: float = 0.0
    """Processor seconds that were measured."""


class Progress:
    """Counts pieces of work, and estimates how long the rest takes. ``show`` is called after each change."""

    def __init__(
        self,
        show: Callable[["Progress"], None] = lambda _progress: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock`` tells seconds; only differences count."""
        self._show = show
        self._clock = clock
        self._began = clock()
        self._work: dict[str, _Work] = defaultdict(_Work)
        self.stage = ""
        """What is done now; empty before the first stage."""
        self._stage_began = self._began
        self._stage_cost = 0.0
        self._wall_for_cost = 1.0
        """Seconds of the clock for one processor second: workers and other programs change it."""

    def begin(self, stage: str) -> None:
        """Begin a stage. Work that is done at the same time belongs to one stage."""
        self._measure()
        self.stage, self._stage_began, self._stage_cost = stage, self._clock(), 0.0
        self._show(self)

    def expect(self, kind: str, count: int) -> None:
        """Say how many pieces of a kind there are in all; may be said again when more is known."""
        self._work[kind].expected = count

    def did(self, kind: str, cost: float | None = None, pieces: int = 1) -> None:
        """Note that pieces are done. ``cost`` are their processor seconds; None takes the usual ones."""
        work = self._work[kind]
        work.done += pieces
        if cost is not None:
            work.cost += cost
        self._stage_cost += TYPICAL[kind] * pieces if cost is None else cost
        self._show(self)

    def _measure(self) -> None:
        """Compare the clock with the cost of this stage, once enough of it is done."""
        if self._stage_cost > LEAST_SHARE * self._whole_cost:
            self._wall_for_cost = (self._clock() - self._stage_began) / self._stage_cost

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._began

    def counts(self, *kinds: str) -> tuple[int, int]:
        """How many pieces of some kinds are done, and how many there are."""
        works = [self._work[kind] for kind in kinds]
        return sum(work.done for work in works), sum(max(work.done, work.expected) for work in works)

    @property
    def seconds_left(self) -> float | None:
        """About how long the rest takes; None while too little is known, or where it is not worth telling."""
        self._measure()
        left, whole = self._cost_left, self._whole_cost
        if self.elapsed < QUICK or not whole or (whole - left) / whole < LEAST_SHARE:
            return None
        return left * self._wall_for_cost

    @property
    def _whole_cost(self) -> float:
        return sum(self._cost_of(kind) * max(work.expected, work.done) for kind, work in self._work.items())

    @property
    def _cost_left(self) -> float:
        left = {kind: max(0, work.expected - work.done) for kind, work in self._work.items()}
        return sum(self._cost_of(kind) * count for kind, count in left.items())

    def _cost_of(self, kind: str) -> float:
        """Return the processor seconds of one piece of a kind: measured, or usual ones for this machine."""
        work = self._work[kind]
        if work.done >= ENOUGH and work.cost:
            return work.cost / work.done
        measured = {name: other for name, other in self._work.items() if other.done >= ENOUGH and other.cost}
        usual = sum(TYPICAL[name] * other.done for name, other in measured.items())
        pace = sum(other.cost for other in measured.values()) / usual if usual else 1.0
        return TYPICAL[kind] * pace


def rounded(seconds: float) -> tuple[str, int]:
    """Return an estimate as no more exact than it is: a unit and how many of it.

    The unit is ``soon`` (less than ten seconds), ``seconds`` (in tens), ``minutes`` (beyond ten in fives)
    or ``hours``.
    """
    if seconds < 10:
        return "soon", 0
    if seconds < 55:
        return "seconds", -(-int(seconds) // 10) * 10
    minutes = max(1, round(seconds / 60))
    if minutes <= 10:
        return "minutes", minutes
    if minutes < 90:
        return "minutes", round(minutes / 5) * 5
    return "hours", round(minutes / 60)
