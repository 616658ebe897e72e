"""The daily sheet as lines for a terminal, below the problems that stand there already."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.catalogue.daily import Matter
from generator.daily.rows import DailyRow, MatterRows, brief_words, rows_of
from generator.messages import message

FIRST = 3
"""Items of a matter that are named where not all are asked for."""
TOLD_ABOVE = ("errors", "warnings", "twice", "translation")
"""Matters that consist of problems alone: these are only counted."""


def sheet_lines(matters: Sequence[Matter], day: date, language: str, *, full: bool = False) -> Iterator[str]:
    """Yield the lines of the matters that there are; none where nothing is to do."""
    present = [matter for matter in rows_of(matters, language) if matter.rows]
    if not present:
        return
    yield message("daily.title", language, day=day)
    for matter in present:
        yield f"  {matter.title}: {len(matter.rows)}"
        if matter.key not in TOLD_ABOVE:
            yield from _item_lines(matter, language, full=full)
    if not full:
        yield message("daily.how-to-see", language)


def _item_lines(matter: MatterRows, language: str, *, full: bool) -> Iterator[str]:
    shown = matter.rows if full else matter.rows[:FIRST]
    yield from (f"     {_line(row, language)}" for row in shown)
    if left := len(matter.rows) - len(shown):
        yield f"     {message('daily.more', language, count=left)}"


def _line(row: DailyRow, language: str) -> str:
    place = f"{row.file}:{row.line}" if row.line else row.file
    about = " · ".join(words for words in (str(row.name), brief_words(row, language)) if words)
    return f"{place}: {about}" if about else place
