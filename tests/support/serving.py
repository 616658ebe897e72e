"""``ocop serve`` in a process of its own, for the time of a test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from built import PROJECT
from hosts import wait_for


@contextmanager
def serving(port: int, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``ocop serve`` with these further words until the port answers; ``folder`` gets cache and log."""
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port), *words]
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "OCOP_CACHE": str(folder / "cache"),
        "PYTHONUNBUFFERED": "1",
    }
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/", process)
            yield process
        finally:
            process.terminate()
