"""Reading of stories, the Markdown beside a record, with warnings for what would surprise their authors.

Rendering to HTML is in :mod:`generator.render.markdown`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import fonts
from generator.catalogue import letters
from generator.catalogue.personal import PERSONAL, personal_data
from generator.catalogue.printed import describe
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.legacy import legacy_encoding_warnings
from generator.records.yaml_faults import location_at
from generator.records.yaml_nodes import clean, decode

MAX_SIZE = 50 * 1024
_BRACKETS = re.compile(r"[\[\]()!<>*_`]{100}|(?:!\[){50}")
_MANY = re.compile(r"(?:[^\[]*\[){1000}")
_FRONT = re.compile(r"---[ ]*\n(?:[\w-]+:.*\n)+---[ ]*(?:\n|$)")
"""What other programs put at the top of a text: fields between two lines of hyphens."""
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^<>]*>")
_PICTURE = re.compile(r"!\[[^\]]*\][(\[]")
_HEADING = re.compile(r"#(?!#) *\S")
_UNDERLINE = re.compile(r"=+ *")
"""A heading of the first level: a line that begins with one #, or has signs of equality below it."""
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,3}\.) +\S")
_BULLET = re.compile(r" *[•●▪◦·] *\S")
_PAREN = re.compile(r" {0,3}(\d{1,3})\)( +\S)")


def read_story(content: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a story's file (None if it cannot be read) and its problems.

    Long runs of brackets are refused: the Markdown parser needs time that grows with their square.
    """
    text, problems = decode(content, file)
    if problems:
        return None, problems
    if brackets := _BRACKETS.search(text) or _MANY.match(text):
        return None, [problem("STORY-BRACKETS", location_at(text, brackets.start(), file))]
    words, removed = clean(text)
    if removed:
        problems.append(problem("TEXT-INVISIBLE", SourceLocation(file), character=removed))
    problems += legacy_encoding_warnings(text, file)
    for code, offset, values in letters.faults(words, markup=True):
        problems.append(problem(code, location_at(words, offset, file), **values))
    if front := _FRONT.match(words):
        problems.append(problem("STORY-FRONT", SourceLocation(file, 1, 1)))
        # Left out of the page; blank lines in its stead keep the line numbers below.
        words = "\n" * front[0].count("\n") + words[front.end() :]
    for datum in personal_data(words):
        location = location_at(words, datum.start, file)
        problems.append(problem(PERSONAL[datum.kind], location, written=datum.written))
    # Parts of the stories of producers are printed.
    if "/producers/" in file and (missing := fonts.lacking(words.replace("\n", " "))):
        location = location_at(words, max(0, words.find(missing[0])), file)
        problems.append(problem("TEXT-LETTER", location, letters=describe(missing)))
    problems += _surprises(words.split("\n"), file)
    return words.strip() + "\n", problems


def may_link(text: str) -> bool:
    """Whether a Markdown text may have a link."""
    return "](" in text or "]:" in text or "<" in text


def _surprises(lines: list[str], file: str) -> Iterator[Problem]:
    """Yield a problem wherever Markdown does something else than the author expects."""
    for line in _lines_of_text(lines):
        yield from _unshown_markup(line, file)
        yield from _top_heading(line, file)
        yield from _broken_list(line, file)


@dataclass(frozen=True)
class _Line:
    """A line of a story that is neither blank nor program text."""

    text: str
    number: int
    """In the file, from 1."""
    rank: int
    """Among the lines of text, from 1."""
    before: str
    """The line of text directly above; empty if that is blank or none."""

    def location(self, file: str, column: int = 0) -> SourceLocation:
        """Return the location of a column, counted from 0."""
        return SourceLocation(file, self.number, column + 1)


def _lines_of_text(lines: list[str]) -> Iterator[_Line]:
    """Yield the lines outside of fences (program text between lines of three signs) that are not blank."""
    before, rank, fenced = "", 0, False
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or not line.strip():
            before = before if fenced else ""
            continue
        rank += 1
        yield _Line(line, number, rank, before)
        before = line


def _unshown_markup(line: _Line, file: str) -> Iterator[Problem]:
    """HTML tags and pictures, which no page shows."""
    if tag := _TAG.search(line.text):
        yield problem("STORY-HTML", line.location(file, tag.start()), tag=tag[1])
    if picture := _PICTURE.search(line.text):
        yield problem("STORY-PICTURE", line.location(file, picture.start()))


def _top_heading(line: _Line, file: str) -> Iterator[Problem]:
    """A heading of the first level: only the page's title is one."""
    underlined = bool(line.before) and _UNDERLINE.fullmatch(line.text) is not None
    if underlined or _HEADING.match(line.text):
        code = "STORY-TITLE" if line.rank == 1 + underlined else "STORY-HEADING"
        yield problem(code, SourceLocation(file, line.number - underlined, 1))


def _broken_list(line: _Line, file: str) -> Iterator[Problem]:
    """An entry of a list that Markdown reads as plain text or puts on the wrong level."""
    if numbered := _PAREN.match(line.text):
        location = line.location(file, numbered.start(1))
        yield problem("STORY-NUMBERS", location, written=f"{numbered[1]})", fix=f"{numbered[1]}.")
    elif _BULLET.match(line.text):
        indent = len(line.text) - len(line.text.lstrip())
        yield problem("STORY-BULLETS", line.location(file, indent))
    elif item := _ITEM.match(line.text):
        indent, item_above = len(item[1]), _ITEM.match(line.before)
        in_paragraph = line.before and not line.before.startswith((" ", "#", ">", "|"))
        if item_above is None and in_paragraph and indent < 4:
            yield problem("STORY-LIST", line.location(file, indent))
        elif item_above and 0 < indent - len(item_above[1]) < 4:
            yield problem("STORY-NESTING", line.location(file, indent))
