"""Other programs that send a site: git and rsync."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics.problem import RefusedError

OTHER_REPOSITORY = frozenset(
    f"GIT_{name}"
    for name in (
        *("ALTERNATE_OBJECT_DIRECTORIES", "COMMON_DIR", "DIR", "GRAFT_FILE", "INDEX_FILE", "NAMESPACE"),
        *("OBJECT_DIRECTORY", "PREFIX", "QUARANTINE_PATH", "SHALLOW_FILE", "WORK_TREE"),
    )
)
"""Variables by which git, when it runs a hook, leads other programs into the user's own repository."""
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
        env={
            **{name: value for name, value in os.environ.items() if name not in OTHER_REPOSITORY},
            "LC_ALL": "C",
            **(environment or {}),
        },
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
    """Return a text in which addresses show no user and password, whatever signs the password has."""
    return re.sub(r"(?:(?<=://)[^\s'\"]*|[^\s'\"]+:[^\s'\"]*)@", "…@", text)
