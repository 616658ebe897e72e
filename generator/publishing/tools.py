"""Other programs that send a site: git and rsync."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics.problem import RefusedError

LINES_SHOWN = 6
"""Last lines of a program's complaint that are shown."""


def run(
    *words: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    given: str | None = None,
    accept: tuple[int, ...] = (0,),
) -> subprocess.CompletedProcess[str]:
    """Run a program; ``given`` is its standard input.

    Raises :class:`RefusedError` where it is not installed, or ends with a code that is not in ``accept``: its
    last lines say why, without passwords. It may ask for a password on the terminal.
    """
    if not shutil.which(words[0]):
        raise RefusedError("publish-no-tool", {"tool": words[0]})
    done = subprocess.run(  # noqa: S603 - no shell; what users give stands after "--"
        words,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C", **(environment or {})},
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode not in accept:
        lines = [line for line in done.stderr.splitlines() if line.strip()][-LINES_SHOWN:]
        raise RefusedError(
            "publish-failed", {"tool": words[0], "why": without_password("\n".join(lines)) or done.returncode}
        )
    return done


def without_password(text: str) -> str:
    """Return a text in which addresses show no user and password."""
    return re.sub(r"(?<=://)[^/@\s]+@", "…@", text)
