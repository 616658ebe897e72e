"""Reports as text for the terminal and as JSON for other programs."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from generator.diagnostics.problem import Problem, Report
from generator.messages import LANGUAGES, message

ReadLine = Callable[[str, int], str]


MOST_IN_FULL = 3
"""More warnings of one kind and with the same hint than this are told in a line each."""


def report_lines(report: Report, language: str, read_line: ReadLine) -> Iterator[str]:
    """Yield a report as text: ``file:line:column: CODE: sentence``, the line, a caret, a hint.

    Warnings come first, errors last, where the reader's eye is; what is warned of at many locations is told
    once, with the locations below it. ``read_line`` gives line *n* of a file or an empty string; carets count
    characters, not bytes.
    """
    hint_word, warning_word = message("report.hint", language), message("report.warning", language)
    problems = report.sorted()
    alike: dict[tuple[str, str], list[Problem]] = {}
    for fault in problems:
        if not fault.is_error:
            alike.setdefault((fault.code, fault.hint(language)), []).append(fault)
    for (code, hint), group in alike.items():
        if len(group) > MOST_IN_FULL:
            yield f"{warning_word} {code}: {message('report.locations', language, count=len(group))}"
            yield from (f"   {_with_location(fault, fault.sentence(language))}" for fault in group)
            yield from [f"   {hint_word}: {hint}"] if hint else []
    few = {fault for group in alike.values() if len(group) <= MOST_IN_FULL for fault in group}
    for fault in (
        *(fault for fault in problems if fault in few),
        *(fault for fault in problems if fault.is_error),
    ):
        mark = "" if fault.is_error else f"{warning_word} "
        yield _with_location(fault, f"{mark}{fault.code}: {fault.sentence(language)}")
        if (
            fault.location.line
            and not fault.location.cell
            and (text := read_line(fault.location.file, fault.location.line))
        ):
            shown = "".join(map(_visible, text[:200]))
            yield f"{fault.location.line:>5} | {shown}"
            if fault.location.column <= len(shown) + 1:
                yield " " * 5 + " | " + " " * (fault.location.column - 1) + "^"
        if hint := fault.hint(language):
            yield f"   {hint_word}: {hint}"


def _visible(character: str) -> str:
    """Return a character as a terminal can show it: unusual spaces become visible."""
    if character.isprintable() or character == "\t":
        return character if character != "\t" else " "
    return "␣" if unicodedata.category(character) == "Zs" else "\N{REPLACEMENT CHARACTER}"


def _with_location(fault: Problem, words: str) -> str:
    """Return words with the location before them; the project as a whole has none."""
    return f"{fault.location}: {words}" if fault.location.file else words


def report_as_json(report: Report, languages: Iterable[str] = LANGUAGES) -> str:
    """Return the report as JSON: one object for each problem, in both languages."""
    rows = [
        {
            "code": fault.code,
            "severity": "error" if fault.is_error else "warning",
            "file": fault.location.file,
            "line": fault.location.line,
            "column": fault.location.column,
            "message": {language: fault.sentence(language) for language in languages},
            "hint": {language: fault.hint(language) for language in languages},
        }
        for fault in report.sorted()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
