"""Workers end with the process that started them, however that ends."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from built import PROJECT
from patience import HANG, wait_until

from generator.workers import Watch, spread

pytestmark = pytest.mark.slow

PROGRAM = """
import os, sys, time
from pathlib import Path
from generator.workers import spread

def work(number):
    (Path(sys.argv[1]) / str(os.getpid())).touch()
    time.sleep(0.01)
    return number

for _ in range(10_000):
    list(spread(work, range(8), in_parallel=True, workers=2))
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_a_parent_that_is_killed(ending: signal.Signals, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with subprocess.Popen(
        (sys.executable, "-c", PROGRAM, str(tmp_path)),
        cwd=PROJECT,
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    ) as parent:
        os.close(writing)
        try:
            wait_until(lambda: len(list(tmp_path.iterdir())) >= 2, parent, "no worker began")
        finally:
            parent.send_signal(ending)
    # Every worker inherited the other end: it is closed when the last of them is gone.
    with os.fdopen(reading, "rb") as end:
        assert select.select([end], [], [], HANG)[0], "a worker is still there"


ENDLESS = """
from generator.workers import Watch, spread

class Enough(Exception):
    pass

def show(done):
    if done > 1000:
        raise Enough

watch = Watch(show)

def work(number):
    while True:
        watch.advance(1)

try:
    list(spread(work, range(2), in_parallel=True, workers=2, watch=watch))
except Enough:
    print("ended")
"""


def test_workers_end_when_nobody_waits_for_what_they_do() -> None:
    ended = subprocess.run(
        (sys.executable, "-c", ENDLESS), cwd=PROJECT, capture_output=True, timeout=HANG, check=True
    )
    assert ended.stdout == b"ended\n"


@pytest.mark.parametrize("in_parallel", [True, False])
def test_what_workers_have_done_is_shown(in_parallel: bool) -> None:
    shown: list[int] = []
    watch = Watch(shown.append)

    def work(number: int) -> int:
        for _ in range(number):
            watch.advance(2)
        return number

    done = spread(work, [1, 2, 3], in_parallel=in_parallel, workers=2, watch=watch)
    assert sorted(done) == [1, 2, 3]
    assert shown[-1] == 12
    assert shown == sorted(shown)
