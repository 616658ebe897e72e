"""Problems as values: code, location, and the values of a sentence in Vietnamese and English.

The reader and the checks return problems; nobody throws them. Codes are permanent: an officer
may have written one down, a test or a web page may name it. Their sentences are in
``generator/messages/problems.json``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from generator.dates import show_part_day
from generator.messages import load_part

ERROR = "error"
WARNING = "warning"

DAYS = frozenset(("date", "day", "before", "since", "until", "first", "last", "on", "made", "issued"))
"""Names of values that are days; what was ``written`` wrong is shown as it stands."""
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True, order=True)
class SourceLocation:
    """A location in a file: path relative to the project (with ``/``), line and column from 1.

    Line 0 means the file as a whole; an empty file means the project as a whole. In a spreadsheet, line and
    column are those of a cell, which ``cell`` names as spreadsheet programs do.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}!{self.cell}"
        parts = [self.file]
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One fault: its permanent code, its location and the values its sentence needs."""

    code: str
    location: SourceLocation
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it stops a build; a warning does not."""
        severity: str = problem_codes()[self.code]["severity"]
        return severity == ERROR

    @property
    def as_plain(self) -> list[Any]:
        """The problem as JSON can hold it: see :meth:`from_plain`."""
        return [self.code, self.location.file, self.location.line, self.location.column, self.values]

    @classmethod
    def from_plain(cls, plain: Iterable[Any]) -> Self:
        """Return the problem that :attr:`as_plain` gave. Raises ``TypeError`` or ``ValueError``."""
        code, file, line, column, values = plain
        return cls(code, SourceLocation(file, line, column), tuple((key, value) for key, value in values))

    def sentence(self, language: str) -> str:
        """Return what is wrong, in a language."""
        return self._filled("what", language)

    def hint(self, language: str) -> str:
        """Return what to do about it, in a language; may be empty."""
        return self._filled("hint", language) if "hint" in problem_codes()[self.code] else ""

    def advice(self, language: str) -> str:
        """Return what is wrong and what to do about it, as one sentence."""
        return "; ".join(filter(None, (self.sentence(language).rstrip("."), self.hint(language))))

    def _filled(self, which: str, language: str) -> str:
        sentence: str = problem_codes()[self.code][which]["vi" if language == "vi" else "en"]
        return sentence.format_map(self._shown(language))

    def _shown(self, language: str) -> dict[str, str]:
        """Return the values for readers of a language: days in one form, whatever the record has."""
        return {
            key: show_part_day(value, language) if key in DAYS and _DAY.fullmatch(value) else value
            for key, value in self.values
        }


def problem_codes() -> dict[str, Any]:
    """Return every code with its severity, ``what`` and, where there is one, ``hint``, by language."""
    return load_part("problems")


def problem(code: str, location: SourceLocation, **values: object) -> Problem:
    """Return a :class:`Problem` with its values as text. ``code`` must be one of :func:`problem_codes`."""
    if code not in problem_codes():
        raise KeyError(code)
    return Problem(code, location, tuple((key, str(value)) for key, value in values.items()))


@dataclass
class Report:
    """The problems of one run."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, location: SourceLocation, **values: object) -> None:
        """Note one problem."""
        self.problems.append(problem(code, location, **values))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        self.problems.extend(problems)

    @property
    def errors(self) -> "Report":
        """The errors alone."""
        return Report([problem for problem in self.problems if problem.is_error])

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(p.is_error for p in self.problems)

    def sorted(self) -> list[Problem]:
        """Return the problems by location, each once."""
        return sorted(set(self.problems), key=lambda p: (p.location, not p.is_error, p.code, p.values))

    def count(self) -> tuple[int, int]:
        """Return the numbers of errors and of warnings."""
        unique = self.sorted()
        errors = sum(p.is_error for p in unique)
        return errors, len(unique) - errors


@dataclass
class RefusedError(Exception):
    """Raised by a command that does nothing; ``key`` names the sentence that says why."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
