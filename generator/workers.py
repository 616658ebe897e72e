"""Work spread over the cores of the machine.

Workers are forked, so what the work needs is theirs already and only the answers travel. A machine that
cannot fork does the same work alone.
"""

import errno
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST = 8
CHUNK = 64

_WORK: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
_TURN: AbstractContextManager[Any] = nullcontext()
"""In a worker, a lock that all workers share."""


def spread(
    work: Callable[[T], R], items: Sequence[T], *, worth: bool, workers: int | None = None
) -> Iterator[R]:
    """What ``work`` answers for each item, in any order; here, one by one, unless it is ``worth`` a worker.

    What an item's work throws is thrown here; ``OSError`` if a worker is killed from outside.
    """
    count = workers if workers is not None else min(os.cpu_count() or 1, MOST)
    if count < 2 or not worth or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    global _WORK  # noqa: PLW0603 - what the workers inherit
    _WORK = (work, items)
    chunk = max(1, min(CHUNK, len(items) // (count * 4)))
    spans = [(start, min(start + chunk, len(items))) for start in range(0, len(items), chunk)]
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(context.Lock(),))
    try:
        for done in as_completed([pool.submit(_span, span) for span in spans]):
            yield from done.result()
    except BrokenProcessPool as error:
        # Else the build would wait for ever for what a killed worker was doing.
        raise OSError(errno.ECHILD, "a worker process was killed, perhaps for lack of memory") from error
    finally:
        pool.shutdown(cancel_futures=True)
        _WORK = None


def one_at_a_time() -> AbstractContextManager[Any]:
    """Entered by no more than one worker at a time: for what takes very much memory."""
    return _TURN


def _begin(turn: AbstractContextManager[Any]) -> None:
    global _TURN  # noqa: PLW0603 - what a worker knows
    _TURN = turn
    # Ctrl-C is for the parent to answer. What was inherited is no garbage, and looking at it would copy it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.enable()


def _span(span: tuple[int, int]) -> list[Any]:
    assert _WORK is not None
    work, items = _WORK
    return [work(one) for one in items[span[0] : span[1]]]
