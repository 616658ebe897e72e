"""How long a test waits: for an event, with a deadline that only ends a hang."""

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

HANG = 180.0
"""Seconds after which something is taken to hang. Never a measure of speed: a machine may be busy."""
LOOK = 0.1
"""Seconds between two looks at what tells of no event."""


def wait_until(seen: Callable[[], bool], process: subprocess.Popen[bytes], what: str) -> None:
    """Wait until something is seen; fail with ``what`` if it hangs, at once if the process ends."""
    end = time.monotonic() + HANG
    while not seen():
        assert time.monotonic() < end, what
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
            raise AssertionError(f"the process ended with {process.returncode}; {what}")
