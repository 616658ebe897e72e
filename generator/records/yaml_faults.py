"""Where reading a YAML file stopped → what its author did wrong, at the line where it was done.

PyYAML often stumbles only lines below the mistake, and its words are for programmers. The lines around
the spot are looked at for the slips that officers make: signs that Word puts in, a missing space, colon
or quote, long text that is not indented.
"""

import re
from collections.abc import Sequence

import yaml

from generator.diagnostics.problem import Problem, SourceLocation, problem

_NO_BREAK = "\u00a0\u2000-\u200a\u202f\u3000"
_SPACE = ("dấu cách không ngắt", "no-break space", "dấu cách thường", "an ordinary space")
_COLON = ("dấu hai chấm rộng", "wide colon", "dấu hai chấm thường", "an ordinary colon")
_DASH = ("dấu gạch dài", "long dash", "dấu gạch nối rồi một dấu cách", "a hyphen and a space")
_BULLET = ("dấu chấm đầu dòng", "bullet", *_DASH[2:])
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


def name_of(character: str) -> str:
    """The name by which a character can be looked up."""
    return f"U+{ord(character):04X}"


def odd_sign(character: str, place: SourceLocation) -> Problem:
    """A sign that only looks like the one that is meant."""
    known = {"\uff1a": _COLON, **DASHES}.get(character, _SPACE)
    sign_vi, sign_en, fix_vi, fix_en = known
    values = {"sign_vi": sign_vi, "sign_en": sign_en, "fix_vi": fix_vi, "fix_en": fix_en}
    return problem("YAML-MARK", place, character=name_of(character), **values)


def misread(text: str, file: str) -> Problem | None:
    """What YAML takes for something else than its author, without stumbling over it.

    No-break spaces before a field become part of its name; an arrow for ``>-`` becomes part of the text.
    """
    if found := _BEFORE_FIELD.search(text):
        return odd_sign(found[1], place_at(text, found.start(1), file))
    if found := _ARROW.search(text):
        return problem("YAML-FOLD", place_at(text, found.start(2), file), key=found[1], mark=found[2])
    return None


def explain(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Problem:
    """The problem behind an error of PyYAML."""
    what, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return problem("YAML-SYNTAX", SourceLocation(file, 1, 1))
    here = lines[mark.line] if mark.line < len(lines) else ""
    above = next((at for at in range(min(mark.line, len(lines)) - 1, -1, -1) if lines[at].strip()), mark.line)
    for at in (mark.line, above):
        if result := _slip(lines, at, file):
            return result
    if (curled := _CURLED.search(here)) and curled.start(1) < mark.column:
        return problem(
            "YAML-CURLY", SourceLocation(file, mark.line + 1, curled.start(1) + 1), quote=curled[1]
        )
    if result := _fold(error, file, lines):
        return result
    if result := _open_quote(lines, mark.line, file):
        return result
    start = error.context_mark
    if "block" in context or "anchor" in context or "alias" in context:
        behind = _BEHIND.search(here)
        if behind and behind.start(1) <= mark.column:
            return problem("YAML-QUOTED", SourceLocation(file, mark.line + 1, behind.start(1) + 1))
    if "flow" in context and start and start.line == mark.line:
        semicolon = here.find(";", start.column, mark.column)
        if semicolon >= 0:
            return problem("YAML-SEMICOLON", SourceLocation(file, mark.line + 1, semicolon + 1))
    if any(words in context for words in _SCANNED):
        code = "YAML-ESCAPE" if "escape" in what else "YAML-QUOTE"
        # The opening mark, unless the fault is in the same line.
        if start and start.line != mark.line:
            mark = start
    elif "could not find expected ':'" in what and start:
        code, mark = "YAML-NO-COLON", start
    elif any(words in what for words in _EXPECTED):
        code = "YAML-COLON"
        # Where the colon at which reading stopped is that of a field, its line stands in a wrong column, or
        # the line above is no field.
        if _FIELD.match(here) and here.find(":") == mark.column:
            row = lines[above]
            no_field = above < mark.line and ":" not in row and not row.lstrip().startswith(("- ", "#"))
            line = above if no_field else mark.line
            location = SourceLocation(file, line + 1, len(lines[line]) - len(lines[line].lstrip()) + 1)
            return problem("YAML-NO-COLON" if no_field else "YAML-INDENT", location)
    elif "cannot start any token" in what or "sequence entries are not allowed" in what:
        code = "YAML-START"
    elif "undefined tag" in what or "tag" in context:
        code = "YAML-TAG"
    elif "anchor" in context or "alias" in context:
        code, mark = "YAML-ALIAS", start or mark
    elif "block" in context and _FIELD.match(here[mark.column :]):
        code = "YAML-INDENT"
    else:
        code = "YAML-SYNTAX"
    return problem(code, SourceLocation(file, mark.line + 1, mark.column + 1))


def _slip(lines: Sequence[str], at: int, file: str) -> Problem | None:
    """A sign that is not the ordinary one, or a missing space, in one line."""
    line = lines[at] if at < len(lines) else ""
    if found := _ODD.match(line):
        return odd_sign(found[1] or found[2] or found[3], SourceLocation(file, at + 1, found.end()))
    if found := _UNSPACED.fullmatch(line):
        fix = f"{found[1] or found[2]} {found[3]}"
        location = SourceLocation(file, at + 1, found.start(3) + 1)
        return problem("YAML-SPACE", location, written=line.strip()[:60], fix=fix[:60])
    return None


def _fold(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Problem | None:
    """Long text that begins beside its ``>-``, or below it but no further in than its field."""
    mark, start = error.problem_mark, error.context_mark
    if mark and start and "block scalar" in (error.context or ""):
        row = lines[start.line]
        key = row[: start.column].strip().removeprefix("- ").rstrip(": ")
        shown = re.sub(r"\s", "", row[start.column : mark.column])
        return problem("YAML-FOLD", SourceLocation(file, mark.line + 1, mark.column + 1), key=key, mark=shown)
    for location in (start, mark):
        if location and 0 < location.line < len(lines) and (found := _FOLDED.match(lines[location.line - 1])):
            row = lines[location.line]
            column = len(row) - len(row.lstrip()) + 1
            return problem(
                "YAML-FOLD", SourceLocation(file, location.line + 1, column), key=found[1], mark=found[2]
            )
    return None


def _open_quote(lines: Sequence[str], last: int, file: str) -> Problem | None:
    """The first quote that is not closed before the next field begins, from the top to a line."""
    at, column = 0, 0
    while at <= min(last, len(lines) - 1):
        row = lines[at]
        opened = None if row.lstrip().startswith("#") else _QUOTED.search(row, column)
        if not opened:
            at, column = at + 1, 0
        elif closed := _CLOSED[opened[1]].match(row, opened.end()):
            column = closed.end()
        else:
            end = next((n for n in range(at + 1, len(lines)) if opened[1] in lines[n]), len(lines) - 1)
            if any(_FIELD.match(lines[n]) for n in range(at + 1, end + 1)):
                return problem("YAML-QUOTE", SourceLocation(file, at + 1, opened.start(1) + 1))
            at, column = end + 1, 0
    return None


def place_at(text: str, offset: int, file: str) -> SourceLocation:
    """The line and column of a character of a text."""
    line_start = text.rfind("\n", 0, offset) + 1
    return SourceLocation(file, text.count("\n", 0, offset) + 1, offset - line_start + 1)
