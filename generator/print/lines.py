"""Words of sheets: set in fonts, measured in millimetres and wrapped. What draws them is in ``ink.py``."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from generator import fonts

MM = 72 / 25.4
"""Points of a millimetre."""
CONVERTED = frozenset({"han"})
"""Fonts with PostScript outlines: a PDF takes their letters as TrueType."""
ELLIPSIS = "…"


@cache
def registered(font: str, block: int = 0) -> str:
    """The name by which the PDF library knows a font, or a ``block`` of one that has to be converted."""
    name = f"{font}-{block:X}" if font in CONVERTED else font
    data = fonts.true_type(font, block) if font in CONVERTED else fonts.read_font(font)
    pdfmetrics.registerFont(TTFont(name, BytesIO(data)))
    return name


@lru_cache(maxsize=65536)
def runs(line: str, font: str) -> tuple[tuple[str, str], ...]:
    """A line divided by the registered fonts that set it."""
    found: list[tuple[str, str]] = []
    for run in fonts.runs(line, font):
        if run.font in CONVERTED:
            blocks = groupby(run.text, key=lambda letter: ord(letter) >> 8)
            found += [(registered(run.font, block), "".join(letters)) for block, letters in blocks]
        else:
            found.append((registered(run.font), run.text))
    return tuple(found)


def width(text: str, font: str, size: float) -> float:
    """How many mm a line takes."""
    return sum(float(pdfmetrics.stringWidth(part, name, size)) for name, part in runs(text, font)) / MM


def wrap(text: str, font: str, size: float, room: float, *, balance: bool = False) -> list[str]:
    """Lines no wider than ``room`` mm, broken between words and never with a hyphen.

    ``balance`` evens out the lines of a heading. A single word wider than the room is cut between
    letters: better than running off the card.
    """
    words = [
        (part, spaced and place == 0)
        for piece, spaced in fonts.pieces(fonts.clean(text))
        for place, part in enumerate(_parts(piece, font, size, room))
    ]
    lines = _filled(words, font, size, room)
    if balance and len(lines) > 1:
        low, high = room / 2, room
        while high - low > 0.4:
            middle = (low + high) / 2
            if len(_filled(words, font, size, middle)) > len(lines):
                low = middle
            else:
                high = middle
        lines = [line for line in _filled(words, font, size, high) if width(line, font, size) <= room]
    return lines


def _filled(words: Sequence[tuple[str, bool]], font: str, size: float, room: float) -> list[str]:
    lines: list[str] = []
    for word, spaced in words:
        longer = f"{lines[-1]}{' ' * spaced}{word}" if lines else word
        if lines and width(longer, font, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(word: str, font: str, size: float, room: float) -> list[str]:
    """A word that is wider than the room, cut between letters; letters are measured once each."""
    if width(word, font, size) <= room:
        return [word]
    parts, taken = [""], 0.0
    for letter in word:
        more = width(letter, font, size)
        if parts[-1] and taken + more > room and not unicodedata.combining(letter):
            parts.append("")
            taken = 0.0
        parts[-1] += letter
        taken += more
    return parts


@dataclass(frozen=True)
class Lines:
    """Wrapped words at the size at which they fit."""

    lines: tuple[str, ...]
    font: str
    size: float
    leading: float
    """mm from line to line."""

    @property
    def height(self) -> float:
        """mm from the top of the first line to the bottom of the last."""
        return len(self.lines) * self.leading


def fit(
    text: str,
    font: str,
    sizes: tuple[float, float],
    room: float,
    height: float,
    *,
    spacing: float = 1.28,
    balance: bool = False,
) -> Lines:
    """Words at the largest size between ``sizes`` (points, large and small) at which they fit the box.

    What does not fit at the smallest size ends in "…".
    """
    size, least = sizes
    while True:
        leading = size * spacing / MM
        lines = wrap(text, font, size, room, balance=balance)
        if len(lines) * leading <= height + 0.01:
            return Lines(tuple(lines), font, size, leading)
        if size <= least:
            break
        size = max(least, size - 0.5)
    kept = lines[: max(1, int((height + 0.01) / leading))]
    last = kept[-1]
    while last and width(last + " " + ELLIPSIS, font, size) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    kept[-1] = f"{last} {ELLIPSIS}".strip()
    return Lines(tuple(kept), font, size, leading)
