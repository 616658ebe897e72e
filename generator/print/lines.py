"""Words of sheets: fonts, widths in mm, line breaking and fitting. Drawing them is in ``canvas.py``."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby

from reportlab.lib.colors import CMYKColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from generator import fonts
from generator.text import unbroken

MM = 72 / 25.4
"""Points in a millimetre."""
CONVERTED = frozenset({"han"})
"""Fonts with PostScript outlines; reportlab takes TrueType only, so their letters are converted."""
ELLIPSIS = "…"
BLACK = CMYKColor(0, 0, 0, 1)
GREY = CMYKColor(0, 0, 0, 0.72)


@cache
def registered(font: str, block: int = 0) -> str:
    """Register a font with reportlab, or a block of 256 letters of a converted one, and return its name."""
    name = f"{font}-{block:X}" if font in CONVERTED else font
    data = fonts.true_type(font, block) if font in CONVERTED else fonts.read_font(font)
    pdfmetrics.registerFont(TTFont(name, BytesIO(data)))
    return name


@lru_cache(maxsize=65536)
def runs(line: str, font: str) -> tuple[tuple[str, str], ...]:
    """Split a line into (registered font, text) by the fonts that have its letters."""
    parts: list[tuple[str, str]] = []
    for run in fonts.runs(line, font):
        if run.font in CONVERTED:
            blocks = groupby(run.text, key=lambda letter: ord(letter) >> 8)
            parts += [(registered(run.font, block), "".join(letters)) for block, letters in blocks]
        else:
            parts.append((registered(run.font), run.text))
    return tuple(parts)


def width(text: str, font: str, size: float) -> float:
    """Return the width of a line in mm; ``size`` is in points."""
    return sum(float(pdfmetrics.stringWidth(letters, name, size)) for name, letters in runs(text, font)) / MM


def wrap(text: str, font: str, size: float, room: float, *, balance: bool = False) -> list[str]:
    """Break a text into lines no wider than ``room`` mm, between words and never with a hyphen.

    Names, and numbers with what they count, stay on one line where they fit (``text.unbroken``).
    ``balance`` makes the lines of a heading about equally long. A single word wider than ``room`` is cut
    between letters, so that it does not run off the card.
    """
    words = [
        (segment, spaced and position == 0)
        for piece, spaced in fonts.pieces(
            unbroken(fonts.clean(text)), lambda words: width(words, font, size) <= room
        )
        for position, segment in enumerate(_parts(piece, font, size, room))
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
    """Cut a word that is wider than ``room`` between letters; each letter is measured once."""
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
class TextBlock:
    """A text broken into lines, with font, size in points, ink, and the white below it."""

    lines: tuple[str, ...]
    font: str
    size: float
    leading: float
    """Distance of the lines' base lines in mm."""
    ink: CMYKColor = BLACK
    after: float = 0
    """White below the last line in mm."""

    @property
    def height(self) -> float:
        """Return the mm that it takes with the white below; nothing where there are no lines."""
        return len(self.lines) * self.leading + (self.after if self.lines else 0)


def height_of(blocks: Iterable[TextBlock]) -> float:
    """Return the mm that blocks take below each other."""
    return sum(block.height for block in blocks)


def fit(  # noqa: PLR0913 - one value for each thing that can be said of how a text is set
    text: str,
    font: str,
    sizes: tuple[float, float],
    room: float,
    height: float,
    *,
    spacing: float = 1.28,
    balance: bool = False,
    ink: CMYKColor = BLACK,
    after: float = 0,
) -> TextBlock:
    """Break a text at the largest of the sizes (points, largest and smallest) at which it fits a box.

    ``room`` and ``height`` of the box are in mm, ``spacing`` is the leading as a multiple of the size,
    ``after`` the white below in mm, for which the box needs no room. A text that does not fit at the smallest
    size is cut and ends in "…".
    """
    block, fits = _set(text, font, sizes, room, height, spacing=spacing, balance=balance)
    lines = list(block.lines)
    if not fits:
        lines = lines[: max(1, int((height + 0.01) / block.leading))]
        last = lines[-1]
        while last and width(f"{last} {ELLIPSIS}", font, block.size) > room:
            last = last.rpartition(" ")[0] or last[:-1]
        lines[-1] = f"{last} {ELLIPSIS}".strip()
    return replace(block, lines=tuple(lines), ink=ink, after=after)


def fit_whole(  # noqa: PLR0913 - as for fit
    text: str,
    font: str,
    sizes: tuple[float, float],
    room: float,
    height: float,
    *,
    most_lines: int,
    spacing: float = 1.28,
    balance: bool = False,
    ink: CMYKColor = BLACK,
) -> TextBlock | None:
    """Break a text like :func:`fit`, but return None where it does not fit: no word is ever cut."""
    block, fits = _set(
        text, font, sizes, room, height, spacing=spacing, balance=balance, most_lines=most_lines
    )
    return replace(block, ink=ink) if fits else None


def _set(  # noqa: PLR0913 - as for fit
    text: str,
    font: str,
    sizes: tuple[float, float],
    room: float,
    height: float,
    *,
    spacing: float,
    balance: bool,
    most_lines: int = 0,
) -> tuple[TextBlock, bool]:
    """Break a text at the largest size at which it fits, or else the smallest, and say whether it fits.

    Where there are ``most_lines``, a text with a word that is wider than ``room`` does not fit either.
    """
    size, least = sizes
    words = fonts.pieces(unbroken(fonts.clean(text)), lambda _: False) if most_lines else []
    while True:
        leading = size * spacing / MM
        lines = wrap(text, font, size, room, balance=balance)
        fits = len(lines) * leading <= height + 0.01
        if most_lines:
            fits = (
                fits
                and len(lines) <= most_lines
                and all(width(word, font, size) <= room for word, _ in words)
            )
        if fits or size <= least:
            return TextBlock(tuple(lines), font, size, leading), fits
        size = max(least, size - 0.5)
