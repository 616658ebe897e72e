"""Markdown beside a record: read as text, with warnings for what would surprise its author."""

import re
from collections.abc import Iterator

from generator import fonts
from generator.catalogue import letters
from generator.catalogue.personal import PERSONAL, personal_data
from generator.catalogue.printed import describe
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.legacy import legacy
from generator.records.yaml_faults import place_at
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
    """The text of a story's file and what is wrong with it.

    Long runs of brackets are refused: Markdown needs time that grows with their square.
    """
    text, problems = decode(content, file)
    if problems:
        return None, problems
    if found := _BRACKETS.search(text) or _MANY.match(text):
        before = text[: found.start()]
        place = SourceLocation(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, [problem("STORY-BRACKETS", place)]
    words, removed = clean(text)
    if removed:
        problems.append(problem("TEXT-INVISIBLE", SourceLocation(file), character=removed))
    problems += legacy(text, file)
    for code, at, values in letters.faults(words, markup=True):
        problems.append(problem(code, place_at(words, at, file), **values))
    if front := _FRONT.match(words):
        problems.append(problem("STORY-FRONT", SourceLocation(file, 1, 1)))
        # Not for readers; the blank lines keep the numbers of those below.
        words = "\n" * front[0].count("\n") + words[front.end() :]
    for one in personal_data(words):
        problems.append(problem(PERSONAL[one.kind], place_at(words, one.start, file), written=one.written))
    # Parts of the stories of producers are printed.
    if file.startswith("content/producers/") and (missing := fonts.lacking(words)):
        place = place_at(words, max(0, words.find(missing[0])), file)
        problems.append(problem("TEXT-LETTER", place, letters=describe(missing)))
    problems += _surprises(words.split("\n"), file)
    return words.strip() + "\n", problems


def _surprises(lines: list[str], file: str) -> Iterator[Problem]:
    """Where Markdown does something else than its author expects."""
    before, told, fenced = "", 0, False
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or not line.strip():
            before = "" if not fenced else before
            continue
        if tag := _TAG.search(line):
            yield problem("STORY-HTML", SourceLocation(file, number, tag.start() + 1), tag=tag[1])
        if picture := _PICTURE.search(line):
            yield problem("STORY-PICTURE", SourceLocation(file, number, picture.start() + 1))
        told += 1
        below = bool(before) and _UNDERLINE.fullmatch(line) is not None
        if below or _HEADING.match(line):
            code = "STORY-TITLE" if told == 1 + below else "STORY-HEADING"
            yield problem(code, SourceLocation(file, number - below, 1))
        if paren := _PAREN.match(line):
            place = SourceLocation(file, number, paren.start(1) + 1)
            yield problem("STORY-NUMBERS", place, written=f"{paren[1]})", fix=f"{paren[1]}.")
        elif _BULLET.match(line):
            yield problem("STORY-BULLETS", SourceLocation(file, number, len(line) - len(line.lstrip()) + 1))
        elif item := _ITEM.match(line):
            indent, above = len(item[1]), _ITEM.match(before)
            if above is None and before and not before.startswith((" ", "#", ">", "|")) and indent < 4:
                yield problem("STORY-LIST", SourceLocation(file, number, indent + 1))
            elif above and 0 < indent - len(above[1]) < 4:
                yield problem("STORY-NESTING", SourceLocation(file, number, indent + 1))
        before = line
