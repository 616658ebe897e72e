"""Problems as values: where, what, and what to do, in Vietnamese and English.

The reader and the checks return problems; nobody throws them. Codes are permanent: an officer
may have written one down, a test or a web page may name it. Their sentences are in ``codes.py``.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generator.codes import CODES, ERROR
from generator.text import show_part_day

DAYS = frozenset(("date", "day", "before", "since", "until", "first", "last", "on", "made", "issued"))
"""Names of values that are days; what was ``written`` wrong is shown as it stands."""
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True, order=True)
class SourceLocation:
    """A spot in a file: path relative to the project (with ``/``), line and column from 1.

    Line 0 means the file as a whole; an empty file means the project as a whole.
    """

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One fault: its permanent code, its place and the values its sentence needs."""

    code: str
    place: SourceLocation
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_error(self) -> bool:
        """Errors stop a build; warnings do not."""
        return CODES[self.code].severity == ERROR

    def sentence(self, language: str) -> str:
        """What is wrong."""
        return CODES[self.code].what(language).format_map(self._shown(language))

    def hint(self, language: str) -> str:
        """What to do about it; may be empty."""
        return CODES[self.code].hint(language).format_map(self._shown(language))

    def _shown(self, language: str) -> dict[str, str]:
        """The values as readers of a language write them: days in one form, whatever the record has."""
        return {
            key: show_part_day(value, language) if key in DAYS and _DAY.fullmatch(value) else value
            for key, value in self.values
        }


def problem(code: str, place: SourceLocation, **values: object) -> Problem:
    """A :class:`Problem` with its values as text. ``code`` must be one of ``codes.CODES``."""
    if code not in CODES:
        raise KeyError(code)
    return Problem(code, place, tuple((key, str(value)) for key, value in values.items()))


@dataclass
class Report:
    """The problems of one run, gathered from every room and shown sorted."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: SourceLocation, **values: object) -> None:
        """Note one problem."""
        self.problems.append(problem(code, place, **values))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        self.problems.extend(problems)

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(p.is_error for p in self.problems)

    def sorted(self) -> list[Problem]:
        """Problems by place, each once."""
        return sorted(set(self.problems), key=lambda p: (p.place, not p.is_error, p.code, p.values))

    def count(self) -> tuple[int, int]:
        """How many errors and how many warnings."""
        unique = self.sorted()
        errors = sum(p.is_error for p in unique)
        return errors, len(unique) - errors


@dataclass
class RefusedError(Exception):
    """A command that did nothing; ``key`` names the sentence of the command line that says why."""

    key: str
    values: dict[str, object] = field(default_factory=dict)
    report: Report = field(default_factory=Report)


ReadLine = Callable[[str, int], str]


MANY = 3
"""More warnings of one kind and with the same hint than this are told in a line each."""
_WORDS = {"vi": ("gợi ý", "cảnh báo", "{count} chỗ"), "en": ("hint", "warning", "{count} places")}


def lines(report: Report, language: str, read_line: ReadLine) -> Iterator[str]:
    """The report as text: ``file:line:column: CODE: sentence``, the line, a caret, a hint.

    Warnings come first, errors last, where the reader's eye is; what is warned of in many places is told
    once, with the places below it. ``read_line`` gives line *n* of a file or an empty string; carets count
    characters, not bytes.
    """
    hint_word, warning_word, many = _WORDS["vi" if language == "vi" else "en"]
    found = report.sorted()
    alike: dict[tuple[str, str], list[Problem]] = {}
    for fault in found:
        if not fault.is_error:
            alike.setdefault((fault.code, fault.hint(language)), []).append(fault)
    for (code, hint), group in alike.items():
        if len(group) > MANY:
            yield f"{warning_word} {code}: {many.format(count=len(group))}"
            yield from (f"   {_told(fault, fault.sentence(language))}" for fault in group)
            yield from [f"   {hint_word}: {hint}"] if hint else []
    few = {fault for group in alike.values() if len(group) <= MANY for fault in group}
    for fault in (*(one for one in found if one in few), *(one for one in found if one.is_error)):
        mark = "" if fault.is_error else f"{warning_word} "
        yield _told(fault, f"{mark}{fault.code}: {fault.sentence(language)}")
        if fault.place.line and (text := read_line(fault.place.file, fault.place.line)):
            shown = "".join(map(_visible, text[:200]))
            yield f"{fault.place.line:>5} | {shown}"
            if fault.place.column <= len(shown) + 1:
                yield " " * 5 + " | " + " " * (fault.place.column - 1) + "^"
        if hint := fault.hint(language):
            yield f"   {hint_word}: {hint}"


def _visible(character: str) -> str:
    """A character as a terminal may show it: spaces that are not ordinary ones can be seen."""
    if character.isprintable() or character == "\t":
        return character if character != "\t" else " "
    return "␣" if unicodedata.category(character) == "Zs" else "\N{REPLACEMENT CHARACTER}"


def _told(fault: Problem, words: str) -> str:
    """Words with the place before them; the project as a whole has none."""
    return f"{fault.place}: {words}" if fault.place.file else words


def as_json(report: Report, languages: Iterable[str] = ("vi", "en")) -> str:
    """The report for other programs: one object per problem, both languages."""
    rows = [
        {
            "code": fault.code,
            "severity": "error" if fault.is_error else "warning",
            "file": fault.place.file,
            "line": fault.place.line,
            "column": fault.place.column,
            "message": {language: fault.sentence(language) for language in languages},
            "hint": {language: fault.hint(language) for language in languages},
        }
        for fault in report.sorted()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
