"""How far a build is, and the estimate of the time left: from work that was measured, never exact."""

from pathlib import Path

import pytest
from tiny import DAY, copy_tiny, order

from generator.commands.build import build
from generator.commands.console import LOG_EVERY, Console
from generator.progress import ENOUGH, QUICK, TYPICAL, Progress, rounded


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def half_done(clock: Clock, *, lots_cost: float, workers: int) -> Progress:
    """All of 1,000 products are made, by several workers, and none of 1,000 lots."""
    progress = Progress(clock=clock)
    progress.expect("product", 1000)
    progress.expect("lot", 1000)
    progress.begin("making")
    for _ in range(1000):
        clock.seconds += 2 * TYPICAL["product"] / workers
        progress.did("product", 2 * TYPICAL["product"])
    for _ in range(ENOUGH if lots_cost else 0):
        clock.seconds += lots_cost / workers
        progress.did("lot", lots_cost)
    return progress


def test_what_has_not_begun_counts_by_the_pace_of_this_machine(clock: Clock) -> None:
    left = half_done(clock, lots_cost=0, workers=1).seconds_left
    assert left == pytest.approx(1000 * 2 * TYPICAL["lot"])


def test_what_was_measured_counts_as_measured(clock: Clock) -> None:
    left = half_done(clock, lots_cost=0.05, workers=1).seconds_left
    assert left == pytest.approx((1000 - ENOUGH) * 0.05)


def test_two_workers_take_half_of_the_time(clock: Clock) -> None:
    left = half_done(clock, lots_cost=0.05, workers=2).seconds_left
    assert left == pytest.approx((1000 - ENOUGH) * 0.05 / 2)


def test_a_machine_with_other_work_takes_longer(clock: Clock) -> None:
    progress = half_done(clock, lots_cost=0, workers=1)
    clock.seconds *= 3
    assert progress.seconds_left == pytest.approx(3 * 1000 * 2 * TYPICAL["lot"])


def test_nothing_is_said_before_enough_is_known(clock: Clock) -> None:
    progress = Progress(clock=clock)
    progress.expect("page", 10_000)
    progress.begin("making")
    clock.seconds = QUICK + 1
    progress.did("page", TYPICAL["page"])
    assert progress.seconds_left is None


def test_a_quick_build_says_nothing_of_the_time(clock: Clock) -> None:
    progress = Progress(clock=clock)
    progress.expect("page", 100)
    progress.begin("making")
    for _ in range(50):
        clock.seconds += QUICK / 60
        progress.did("page", TYPICAL["page"])
    assert progress.seconds_left is None


def test_reading_tells_of_the_making_that_will_follow(clock: Clock) -> None:
    progress = Progress(clock=clock)
    progress.expect("file", 1000)
    progress.expect("product", 1000)
    progress.begin("reading")
    for _ in range(500):
        clock.seconds += 4 * TYPICAL["file"]
        progress.did("file")
    assert progress.seconds_left == pytest.approx(4 * (500 * TYPICAL["file"] + 1000 * TYPICAL["product"]))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (4, ("soon", 0)),
        (11, ("seconds", 20)),
        (54, ("seconds", 60)),
        (56, ("minutes", 1)),
        (200, ("minutes", 3)),
        (13 * 60, ("minutes", 15)),
        (100 * 60, ("hours", 2)),
    ],
)
def test_an_estimate_is_told_no_more_exactly_than_it_is(seconds: float, told: tuple[str, int]) -> None:
    assert rounded(seconds) == told


@pytest.mark.parametrize(
    ("language", "line"),
    [("vi", "Đang dựng 1000/2000 · còn khoảng 30 giây"), ("en", "Building 1000/2000 · about 30 s left")],
)
def test_progress_is_told_in_the_users_language(language: str, line: str, clock: Clock) -> None:
    progress = half_done(clock, lots_cost=0, workers=1)
    clock.seconds *= 2.9
    assert Console(language, Path()).progress_line(progress) == line


def test_a_log_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    progress = Console("en", Path()).progress(clock)
    progress.expect("page", 1000)
    progress.begin("making")
    for _ in range(1000):
        clock.seconds += LOG_EVERY / 100
        progress.did("page", LOG_EVERY / 100)
    lines = capsys.readouterr().err.splitlines()
    assert 8 <= len(lines) <= 10
    assert all(line.startswith("Building ") and line.endswith(" left") for line in lines[:-1])


def test_a_quick_build_leaves_no_line_in_a_log(capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    progress = Console("en", Path()).progress(clock)
    progress.expect("page", 10)
    progress.begin("making")
    for _ in range(10):
        clock.seconds += 0.1
        progress.did("page", 0.1)
    assert capsys.readouterr().err == ""


def test_a_build_tells_of_all_work_that_it_does(tmp_path: Path) -> None:
    copy_tiny(tmp_path / "site")
    stages: dict[str, None] = {}
    progress = Progress(lambda progress: stages.setdefault(progress.stage))
    result = build(order(tmp_path / "site", tmp_path / "output", tmp_path / "cache", day=DAY), progress)
    assert list(stages) == ["reading", "checking", "making", "placing"]
    assert result.written > 0
    for kind in ("file", "product", "lot", "producer", "page", "asset"):
        done, expected = progress.counts(kind)
        assert done == expected, kind
    assert progress.counts("product") == (2, 2)
