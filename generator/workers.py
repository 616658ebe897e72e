"""Work spread over the processor's cores.

Workers are forked, so what the work needs is theirs already and only the answers travel. A machine that
cannot fork does the same work alone.
"""

import errno
import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST = 8
CHUNK = 64
TICK = 0.2
"""Seconds between two looks at how far workers are."""


class _Worker:
    """What a worker process inherits when it is forked; empty in the parent process."""

    def __init__(self) -> None:
        self.work: Callable[[Any], Any] = lambda item: item
        self.items: Sequence[Any] = ()
        self.turn: AbstractContextManager[Any] = nullcontext()
        """A lock that all workers share."""

    def begin(
        self, turn: AbstractContextManager[Any], work: Callable[[Any], Any], items: Sequence[Any]
    ) -> None:
        """Take what the parent hands over; it is inherited, not sent."""
        self.turn, self.work, self.items = turn, work, items
        # Ctrl-C is for the parent to answer. What was inherited is no garbage: looking at it would copy it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        gc.freeze()
        gc.enable()


def _end_with_parent() -> None:
    """End this worker when the parent process is gone: killed, it can tell nobody to stop waiting."""
    if parent := multiprocessing.parent_process():
        multiprocessing.connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)


_worker = _Worker()


class StoppedError(Exception):
    """Raised in work whose outcome nobody waits for any more."""


class Watch:
    """Tells the parent process how far its workers are inside of an item, and workers that they shall stop.

    For items that take long: others are counted when they are done.
    """

    def __init__(self, show: Callable[[int], None]) -> None:
        """``show`` is called with the number of pieces that are done, in the parent, now and then."""
        self._show = show
        self._parent = os.getpid()
        self._done = multiprocessing.Value("q", 0)
        self._is_stopped = multiprocessing.Value("b", 0)

    def advance(self, pieces: int) -> None:
        """Note pieces that are done. Raises :class:`StoppedError` where the work is to end."""
        with self._done:
            self._done.value += pieces
        if self._is_stopped.value:
            raise StoppedError
        if os.getpid() == self._parent:
            self.tick()

    def tick(self) -> None:
        """Show how far the work is."""
        self._show(self._done.value)

    def stop(self) -> None:
        """Let all workers end."""
        self._is_stopped.value = 1


def spread(
    work: Callable[[T], R],
    items: Sequence[T],
    *,
    in_parallel: bool,
    workers: int | None = None,
    watch: Watch | None = None,
) -> Iterator[R]:
    """Yield what ``work`` returns for each item, in any order; in this process unless ``in_parallel``.

    What an item's work throws is thrown here; ``OSError`` if a worker is killed from outside. ``watch`` is
    that to which the work tells how far it is: it is shown meanwhile, and stopped where this is interrupted.
    """
    count = workers if workers is not None else min(os.cpu_count() or 1, MOST)
    if count < 2 or not in_parallel or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    chunk = max(1, min(CHUNK, len(items) // (count * 4)))
    spans = [(start, min(start + chunk, len(items))) for start in range(0, len(items), chunk)]
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(
        count, context, initializer=_worker.begin, initargs=(context.Lock(), work, items)
    )
    try:
        waiting = {pool.submit(_span, span) for span in spans}
        while waiting:
            ready, waiting = wait(waiting, TICK if watch else None, FIRST_COMPLETED)
            for done in ready:
                yield from done.result()
            if watch:
                watch.tick()
    except BrokenProcessPool as error:
        # Else the build would wait for ever for what a killed worker was doing.
        raise OSError(errno.ECHILD, "a worker process was killed, perhaps for lack of memory") from error
    finally:
        if watch:
            watch.stop()
        pool.shutdown(cancel_futures=True)


def one_at_a_time() -> AbstractContextManager[Any]:
    """Let at most one worker at a time in: for work that takes very much memory."""
    return _worker.turn


def _span(span: tuple[int, int]) -> list[Any]:
    return [_worker.work(item) for item in _worker.items[span[0] : span[1]]]
