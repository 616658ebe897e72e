"""Explanations of YAML syntax errors: what the author did wrong, at the line of the mistake.

PyYAML often stops lines below the mistake, and its messages are written for programmers. The lines around
the spot are searched for the usual mistakes: signs that Word puts in, a missing space, colon or quote,
long text that is not indented. Reading the file is in :mod:`~generator.records.yaml_nodes`.
"""

import re
from collections.abc import Callable, Sequence

import yaml

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both

_NO_BREAK = "\u00a0\u2000-\u200a\u202f\u3000"
_SPACE = ("words.sign-no-break-space", "words.sign-space")
_COLON = ("words.sign-wide-colon", "words.sign-colon")
_DASH = ("words.sign-long-dash", "words.sign-hyphen")
_BULLET = ("words.sign-bullet", "words.sign-hyphen")
DASHES = {"–": _DASH, "—": _DASH, "−": _DASH, "•": _BULLET, "●": _BULLET, "▪": _BULLET, "·": _BULLET}
"""Signs that Word puts where a list's entry should begin with a hyphen."""

ARROW = "->"
_BEFORE_FIELD = re.compile(rf"^[ -]*([{_NO_BREAK}])[{_NO_BREAK} -]*[a-z_]+:(?: |$)", re.MULTILINE)
_ODD = re.compile(rf" *([{_NO_BREAK}])|[ -]*\w+(\uff1a)|[ -]*\w+:([{_NO_BREAK}])")
"""Spaces around a field or a colon after it that only look like the ordinary ones."""
_UNSPACED = re.compile(r"\s*(?:- )?(?:(-)(?=[^\s\d-])|(\w+:)(?=[^\s:/]))(.*)")
"""A list's entry without a space after its hyphen, a field without one after its colon."""
_FIELD = re.compile(r"\s*(?:- +)?\w+:(?:\s|$)")
_CURLED = re.compile(r"(?:[:{\[,-] *)([“”„‘’«»])")
_FOLDED = re.compile(r"^\s*(?:- +)?(\w+): *([>|][+-]?)\s*$")
_ARROW = re.compile(rf"^[ -]*([a-z_]+): *({ARROW}) *$", re.MULTILINE)
_QUOTED = re.compile(r"""(?:^\s*|[:{\[,-] *)(["'])""")
_BEHIND = re.compile(r"""(?:: +|- +)(?:"[^"]*"|'[^']*') *([^\s#"'].*)""")
"""What stands behind a value in quotes."""
_CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*"'), "'": re.compile(r"(?:[^']|'')*'")}
_EXPECTED = ("mapping values are not allowed", "could not find expected ':'")
_SCANNED = ("quoted scalar", "flow sequence", "flow mapping")


def code_point(character: str) -> str:
    """Return the Unicode code point of a character as it is written in tables: ``U+00A0``."""
    return f"U+{ord(character):04X}"


def odd_sign(character: str, location: SourceLocation) -> Problem:
    """Return the problem of a sign that only looks like the one that is meant."""
    known = {"\uff1a": _COLON, **DASHES}.get(character, _SPACE)
    sign, meant = in_both("sign", known[0]), in_both("fix", known[1])
    return problem("YAML-MARK", location, character=code_point(character), **sign, **meant)


def misread(text: str, file: str) -> Problem | None:
    """Return the first mistake that is valid YAML with another meaning than its author's, or None.

    No-break spaces before a field become part of its name; an arrow for ``>-`` becomes part of the text.
    """
    if no_break_space := _BEFORE_FIELD.search(text):
        return odd_sign(no_break_space[1], location_at(text, no_break_space.start(1), file))
    if arrow := _ARROW.search(text):
        return problem("YAML-FOLD", location_at(text, arrow.start(2), file), key=arrow[1], mark=arrow[2])
    return None


class _Stop:
    """Where PyYAML stopped reading a file, and the lines around that spot. Rows are counted from 0."""

    def __init__(self, error: yaml.MarkedYAMLError, mark: yaml.Mark, file: str, lines: Sequence[str]) -> None:
        self.error = error
        self.reason = error.problem or ""
        self.context = error.context or ""
        self.file = file
        self.lines = lines
        self.row: int = mark.line
        self.column: int = mark.column
        self.start: yaml.Mark | None = error.context_mark
        """Where the part that PyYAML could not finish began."""
        self.line = lines[mark.line] if mark.line < len(lines) else ""
        rows_above = range(min(mark.line, len(lines)) - 1, -1, -1)
        self.row_above = next((row for row in rows_above if lines[row].strip()), mark.line)
        """The nearest row above that is not blank."""

    def location(self, row: int, column: int) -> SourceLocation:
        """Return the location of a row and column, both counted from 0."""
        return SourceLocation(self.file, row + 1, column + 1)

    def problem(self, code: str, mark: yaml.Mark | None = None) -> Problem:
        """Return a problem without values at a mark, by default where PyYAML stopped."""
        row, column = (mark.line, mark.column) if mark else (self.row, self.column)
        return problem(code, self.location(row, column))


def explain(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Problem:
    """Return the problem behind an error of PyYAML, at the line where the author made the mistake."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return problem("YAML-SYNTAX", SourceLocation(file, 1, 1))
    stop = _Stop(error, mark, file, lines)
    for explanation in _EXPLANATIONS:
        if result := explanation(stop):
            return result
    return stop.problem("YAML-SYNTAX")


def _slip_nearby(stop: _Stop) -> Problem | None:
    """A sign that is not the ordinary one or a missing space, in this line or the one above."""
    return _slip(stop.lines, stop.row, stop.file) or _slip(stop.lines, stop.row_above, stop.file)


def _curly_quote(stop: _Stop) -> Problem | None:
    """A value that begins with a curly quotation mark, before the spot."""
    curly_mark = _CURLED.search(stop.line)
    if not curly_mark or curly_mark.start(1) >= stop.column:
        return None
    return problem("YAML-CURLY", stop.location(stop.row, curly_mark.start(1)), quote=curly_mark[1])


def _text_after_quotes(stop: _Stop) -> Problem | None:
    """Words behind a value in quotes: ``name: "Gạo" nếp``."""
    if not any(word in stop.context for word in ("block", "anchor", "alias")):
        return None
    behind = _BEHIND.search(stop.line)
    if not behind or behind.start(1) > stop.column:
        return None
    return problem("YAML-QUOTED", stop.location(stop.row, behind.start(1)))


def _semicolon_in_braces(stop: _Stop) -> Problem | None:
    """A semicolon where a comma separates the parts: ``{vi: Gạo; en: Rice}``."""
    if "flow" not in stop.context or not stop.start or stop.start.line != stop.row:
        return None
    semicolon = stop.line.find(";", stop.start.column, stop.column)
    return problem("YAML-SEMICOLON", stop.location(stop.row, semicolon)) if semicolon >= 0 else None


def _unfinished(stop: _Stop) -> Problem | None:
    """A quote or bracket that is not closed, an escape that does not exist, a field without its colon."""
    if any(words in stop.context for words in _SCANNED):
        code = "YAML-ESCAPE" if "escape" in stop.reason else "YAML-QUOTE"
        # The opening mark, unless the fault is in the same line.
        return stop.problem(code, stop.start if stop.start and stop.start.line != stop.row else None)
    if "could not find expected ':'" in stop.reason and stop.start:
        return stop.problem("YAML-NO-COLON", stop.start)
    return None


def _unexpected_colon(stop: _Stop) -> Problem | None:
    """A colon inside of a value, or a field in a wrong column, or a line above that is no field."""
    if not any(words in stop.reason for words in _EXPECTED):
        return None
    stopped_at_field = _FIELD.match(stop.line) and stop.line.find(":") == stop.column
    if not stopped_at_field:
        return stop.problem("YAML-COLON")
    above = stop.lines[stop.row_above]
    above_is_no_field = (
        stop.row_above < stop.row and ":" not in above and not above.lstrip().startswith(("- ", "#"))
    )
    row = stop.row_above if above_is_no_field else stop.row
    location = stop.location(row, len(stop.lines[row]) - len(stop.lines[row].lstrip()))
    return problem("YAML-NO-COLON" if above_is_no_field else "YAML-INDENT", location)


def _special_sign(stop: _Stop) -> Problem | None:
    """A value that begins with a sign that means something in YAML: ``@``, ``!``, ``&``, ``*``."""
    if "cannot start any token" in stop.reason or "sequence entries are not allowed" in stop.reason:
        return stop.problem("YAML-START")
    if "undefined tag" in stop.reason or "tag" in stop.context:
        return stop.problem("YAML-TAG")
    if "anchor" in stop.context or "alias" in stop.context:
        return stop.problem("YAML-ALIAS", stop.start)
    return None


def _wrong_indent(stop: _Stop) -> Problem | None:
    """A field that stands in a column of its own."""
    in_block = "block" in stop.context and _FIELD.match(stop.line[stop.column :])
    return stop.problem("YAML-INDENT") if in_block else None


def _slip(lines: Sequence[str], row: int, file: str) -> Problem | None:
    """A sign that is not the ordinary one, or a missing space, in one line; rows are counted from 0."""
    line = lines[row] if row < len(lines) else ""
    if odd := _ODD.match(line):
        return odd_sign(odd[1] or odd[2] or odd[3], SourceLocation(file, row + 1, odd.end()))
    if unspaced := _UNSPACED.fullmatch(line):
        fix = f"{unspaced[1] or unspaced[2]} {unspaced[3]}"
        location = SourceLocation(file, row + 1, unspaced.start(3) + 1)
        return problem("YAML-SPACE", location, written=line.strip()[:60], fix=fix[:60])
    return None


def _unindented_fold(stop: _Stop) -> Problem | None:
    """Long text that begins beside its ``>-``, or below it but no further in than its field."""
    mark, start, lines = stop.error.problem_mark, stop.start, stop.lines
    if mark and start and "block scalar" in stop.context:
        row = lines[start.line]
        key = row[: start.column].strip().removeprefix("- ").rstrip(": ")
        shown = re.sub(r"\s", "", row[start.column : mark.column])
        return problem("YAML-FOLD", stop.location(mark.line, mark.column), key=key, mark=shown)
    for spot in (start, mark):
        if spot and 0 < spot.line < len(lines) and (folded := _FOLDED.match(lines[spot.line - 1])):
            row = lines[spot.line]
            location = stop.location(spot.line, len(row) - len(row.lstrip()))
            return problem("YAML-FOLD", location, key=folded[1], mark=folded[2])
    return None


def _open_quote(stop: _Stop) -> Problem | None:
    """The first quote, from the file's top to the spot, that is not closed before the next field begins."""
    lines = stop.lines
    row, column = 0, 0
    while row <= min(stop.row, len(lines) - 1):
        line = lines[row]
        opened = None if line.lstrip().startswith("#") else _QUOTED.search(line, column)
        if not opened:
            row, column = row + 1, 0
        elif closed := _CLOSED[opened[1]].match(line, opened.end()):
            column = closed.end()
        else:
            end = next((n for n in range(row + 1, len(lines)) if opened[1] in lines[n]), len(lines) - 1)
            if any(_FIELD.match(lines[n]) for n in range(row + 1, end + 1)):
                return problem("YAML-QUOTE", stop.location(row, opened.start(1)))
            row, column = end + 1, 0
    return None


_EXPLANATIONS: tuple[Callable[[_Stop], Problem | None], ...] = (
    _slip_nearby,
    _curly_quote,
    _unindented_fold,
    _open_quote,
    _text_after_quotes,
    _semicolon_in_braces,
    _unfinished,
    _unexpected_colon,
    _special_sign,
    _wrong_indent,
)
"""Asked in this order: what officers write wrongly most often comes first. None: not this mistake."""


def location_at(text: str, offset: int, file: str) -> SourceLocation:
    """Return the location (line and column from 1) of the character at an offset of a text."""
    line_start = text.rfind("\n", 0, offset) + 1
    return SourceLocation(file, text.count("\n", 0, offset) + 1, offset - line_start + 1)
