"""How commands print results, problems and progress, and how they end."""

import errno
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from generator.commands.options import t
from generator.diagnostics.printing import report_as_json, report_lines
from generator.diagnostics.problem import RefusedError, Report
from generator.progress import Progress, rounded

REDRAW = 0.2
"""Seconds after which the line on a terminal is drawn again."""
LOG_EVERY = 30.0
"""Seconds between two lines of a log."""
COUNTED = {
    "reading": ("file",),
    "making": ("product", "lot", "producer", "page", "asset"),
    "stamping": ("stamp",),
}
"""The kinds of work that are counted aloud, by stage."""
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Console:
    """The terminal of one run, in one language; problems are printed as data if asked for."""

    language: str
    root: Path
    """The project, whose lines are shown beside their problems."""
    as_data: bool = False

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of the command line."""
        return t(self.language, key, **values)

    def say(self, key: str, /, **values: object) -> None:
        """Print a result on standard output."""
        click.echo(shown(self.text(key, **values)))

    def say_beside_data(self, key: str, /, **values: object) -> None:
        """Print a result, unless data were asked for: then an empty list of problems is printed."""
        if self.as_data:
            self.show(Report())
            self.note(key, **values)
        else:
            self.say(key, **values)

    def print_lines(self, texts: Iterable[str]) -> None:
        """Print results that are sentences already."""
        for text in texts:
            click.echo(shown(text))

    def note(self, key: str, /, **values: object) -> None:
        """Print a remark on standard error."""
        click.echo(shown(self.text(key, **values)), err=True)

    def stop(self, status: int, key: str, /, **values: object) -> NoReturn:
        """End the command with a sentence and an exit code: 1 for faulty input, 2 for wrong usage."""
        self.note(key, **values)
        raise SystemExit(status) from None

    def refuse(self, error: RefusedError) -> NoReturn:
        """End the command with why nothing was done: the problems, and a sentence unless they are data."""
        self.show(error.report, brief=True)
        if not (self.as_data and error.report.failed):
            self.note(error.key, **error.values)
        raise SystemExit(1) from None

    def cannot_write(self, path: str | Path, error: OSError) -> NoReturn:
        """End the command with the reason that the disk gave."""
        place = path if Path(path).name else Path(path).absolute()
        self.stop(1, "cannot-write", path=place, reason=error.strerror)

    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked."""
        return is_terminal()

    def agrees(self, key: str, /, **values: object) -> bool:
        """Ask whether something shall be done; without a terminal, or after Enter alone, it shall not."""
        return self.can_ask() and click.confirm(self.text(key, **values))

    def write_file(self, path: Path, content: bytes) -> None:
        """Write a file that was asked for, whole or not at all; one of this name is replaced.

        Raises :class:`RefusedError` where that is a workbook which somebody has edited.
        """
        if path.suffix.lower() == ".xlsx" and path.exists():
            from generator.workbooks import is_edited  # late: few commands write workbooks

            if is_edited(path):
                raise RefusedError("workbook-edited", {"path": path})
        try:
            if not path.name:
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            unready = path.with_name(f".{path.name}.{os.getpid()}.new")
            try:
                unready.write_bytes(content)
                unready.replace(path)
            finally:
                unready.unlink(missing_ok=True)
        except OSError as error:
            self.cannot_write(path, error)

    def waiting(self, path: Path) -> Callable[[], None]:
        """Return a function that says once that another command is writing to ``path``."""
        return lambda: self.note("waiting", path=path)

    def show(self, report: Report, *, brief: bool = False) -> None:
        """Show problems, as data on standard output or as text; ``brief`` only counts the warnings."""
        if self.as_data:
            click.echo(report_as_json(report))
            return
        errors, others = report.count()
        if brief and (warnings := [problem for problem in report.sorted() if not problem.is_error]):
            counts = Counter(warning.code for warning in warnings)
            codes = ", ".join(f"{code} {number}" for code, number in counts.most_common())
            self.note("warnings", count=len(warnings), codes=codes)
            report = report.errors
        for line in report_lines(report, self.language, SourceLines(self.root)):
            click.echo(shown(line), err=True)
        if errors or (others and not brief):
            self.note("counts", errors=errors, warnings=others)

    def progress(self, clock: Callable[[], float] = time.monotonic) -> Progress:
        """Return what shows how far a build is: in one line of a terminal, now and then in a log."""
        on_terminal = sys.stderr.isatty()
        shown, stage = 0.0, ""

        def show(progress: Progress) -> None:
            nonlocal shown, stage
            now = progress.elapsed
            is_due = now - shown > (REDRAW if on_terminal else LOG_EVERY)
            if is_due or (on_terminal and progress.stage != stage):
                shown, stage = now, progress.stage
                line = self.progress_line(progress)
                click.echo(f"\r\x1b[K{line}" if on_terminal else line, err=True, nl=not on_terminal)

        return Progress(show, clock)

    def progress_line(self, progress: Progress) -> str:
        """Return how far a build is in words, with about how long the rest takes where that can be told."""
        done, everything = progress.counts(*COUNTED.get(progress.stage, ()))
        line = self.text(f"progress-{progress.stage}", done=done, all=everything)
        if (left := progress.seconds_left) is None:
            return line
        unit, number = rounded(left)
        return self.text(f"left-{unit}", progress=line, n=number)


class SourceLines:
    """Lines of the project's files by path and number from 1; each file is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, list[str]] = {}

    def __call__(self, file: str, number: int) -> str:
        """A line, or nothing where there is none."""
        if file not in self._files:
            try:
                self._files[file] = (self._root / file).read_text("utf-8-sig", errors="replace").split("\n")
            except OSError:
                self._files[file] = []
        rows = self._files[file]
        return rows[number - 1] if 0 < number <= len(rows) else ""


def is_terminal() -> bool:
    """Whether questions are seen and answered by a person."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def shown(text: str) -> str:
    """Return a text as a terminal may have it.

    Cells and names of files come from anybody: signs that would steer the terminal, turn the direction of
    writing or that are no letters stand as the sign for an unreadable one.
    """
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def end_progress() -> None:
    """Erase the line that shows progress."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
