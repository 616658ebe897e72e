"""Draws what is the same on all stamps of a product: everything but symbol, serial, die line and panel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from reportlab.lib.colors import CMYKColor

from generator.diagnostics.problem import RefusedError
from generator.fonts import LetterError
from generator.messages import both, in_both
from generator.print.canvas import TOKEN, WHITE, PdfCanvas, cmyk
from generator.print.lines import BLACK, fit_whole, width
from generator.stamps.designs import LEADING, Box, Design, Shape, TextField, Written
from generator.stamps.values import Look, StampValues

BETWEEN = " · "
OF_STARS = ("stars", "until")
"""Texts that are left out with the stars."""
SMALL = 7.0
"""Points below which words are set in black alone: several inks never lie exactly on each other."""
STAR_GAP = 0.22
"""White between two stars as a part of their width, as the canvas draws it."""
_STARS_WIDE: Final = 5 + 4 * STAR_GAP


def artwork(design: Design, values: StampValues, look: Look, bleed: float, *, numbered: bool) -> bytes:
    """Return a PDF with one page as large as the stamp and its bleed, which is ``bleed`` mm on each side.

    Raises :class:`RefusedError` where a text does not fit or cannot be printed.
    """
    canvas = PdfCanvas("", "vi", look.drawings, look.tokens)
    wide, high = design.size
    corner = min(wide, high) / 2 if design.shape == "round" else design.corner
    corner += bleed if corner else 0
    with (
        canvas.page((wide + 2 * bleed, high + 2 * bleed)),
        canvas.placed(bleed, bleed),
        canvas.clipped(-bleed, -bleed, wide + 2 * bleed, high + 2 * bleed, corner),
    ):
        try:
            _Stamp(canvas, design, values, look).draw(bleed, numbered=numbered)
        except LetterError as error:
            letters = " ".join(error.letters)
            raise RefusedError("stamps-letter", {"letters": letters, "words": error.text}) from None
    return canvas.save().data


@dataclass(frozen=True)
class _Stamp:
    """A stamp that is drawn."""

    canvas: PdfCanvas
    design: Design
    values: StampValues
    look: Look

    def draw(self, bleed: float, *, numbered: bool) -> None:
        """Draw all parts, the lowest first."""
        canvas, design, values = self.canvas, self.design, self.values
        for shape in design.shapes:
            self._shape(shape, bleed)
        if design.shapes:
            canvas.box(*design.symbol.box, WHITE)
        for drawing in design.drawings:
            if self._is_free(drawing.box):
                canvas.drawing(drawing.name, *drawing.box)
        spare = 0.0
        for field in design.fields:
            is_shown = field.when in ("always", "numbered" if numbered else "plain")
            is_shown = is_shown and bool(values.stars or not field.starred)
            words = words_of(field, values) if is_shown and self._is_free(field.box) else ""
            up = spare * field.follows
            spare = up + self._write(field, field.show[0] if field.show else "words", words, up)
        if design.stars and values.stars and self._is_free(design.stars.box):
            _draw_stars(canvas, design.stars.box, values.stars)
        if values.sample:
            box = design.sample.box
            canvas.box(*box, self._ink(design.sample.colour), corner=box.height * 0.2)
            self._write(design.sample, "sample", _joined(both("stamps.sample"), ("vi", "en")))

    def _is_free(self, box: Box) -> bool:
        """Whether the words that tell a sample leave a box free."""
        return not (self.values.sample and self.design.sample.box.covers(box))

    def _ink(self, colour: str) -> CMYKColor:
        return ink_of(colour, self.look)

    def _shape(self, shape: Shape, bleed: float) -> None:
        box = _bled(shape.box, self.design, bleed)
        is_whole = box.width > shape.box.width and box.height > shape.box.height
        corner = min(shape.corner + bleed * is_whole, box.width / 2, box.height / 2)
        if shape.fill:
            self.canvas.box(*box, self._ink(shape.fill), corner=corner)
        if shape.line:
            self.canvas.frame(*box, self._ink(shape.colour), weight=shape.line, corner=corner)

    def _write(self, style: Written, name: str, words: str, up: float = 0) -> float:
        """Write words into their box, moved up by some mm, and return how much of its height stays free.

        Raises :class:`RefusedError` where they do not fit.
        """
        box = style.box
        if not words:
            return box.height
        block = fit_whole(
            words,
            style.font,
            style.points,
            box.width,
            box.height,
            most_lines=style.lines,
            spacing=LEADING,
            balance=style.align == "centre",
        )
        if block is None:
            values = {"design": self.design.identity, "words": words, "least": style.points[1]}
            raise RefusedError("stamps-text-long", values | in_both("field", f"stamps.field-{name}"))
        ink = WHITE if style is self.design.sample else self._ink(style.colour)
        if block.size < SMALL and ink != WHITE:
            ink = BLACK
        spare = box.height - block.height
        top = box.y - up + {"top": 0.0, "middle": spare / 2, "bottom": spare}[style.vertical]
        for row, line in enumerate(block.lines):
            side = box.width - width(line, block.font, block.size)
            left = box.x + {"left": 0.0, "centre": side / 2, "right": side}[style.align]
            self.canvas.stack(left, top + row * block.leading, replace(block, lines=(line,), ink=ink))
        return spare


def _bled(box: Box, design: Design, bleed: float) -> Box:
    """Return a box that goes over the edge wherever it reaches it, so that a cut beside it shows no white."""
    left, top = bleed * (box.x <= 0), bleed * (box.y <= 0)
    right = bleed * (box.x + box.width >= design.size[0] - 0.005)
    bottom = bleed * (box.y + box.height >= design.size[1] - 0.005)
    return Box(box.x - left, box.y - top, box.width + left + right, box.height + top + bottom)


def ink_of(colour: str, look: Look) -> CMYKColor:
    """Return a colour of a design: black, white, six hexadecimal digits or a colour of the theme."""
    if colour in ("white", "black"):
        return WHITE if colour == "white" else BLACK
    return cmyk(colour if colour.startswith("#") else dict(TOKEN.findall(look.tokens))[colour])


def _draw_stars(canvas: PdfCanvas, box: Box, count: int) -> None:
    """Draw the stars in the middle of their box, as large as it allows."""
    side = min(box.width / _STARS_WIDE, box.height)
    left = box.x + (box.width - side * _STARS_WIDE) / 2
    canvas.stars(left, box.y + (box.height - side) / 2, side, count)


def words_of(field: TextField, values: StampValues) -> str:
    """Return what a field says of a product; empty where nothing of it is known."""
    parts = [_joined(field.words, field.languages)] if field.words else []
    parts += [
        _joined(values.texts.get(name, {}), field.languages)
        for name in field.show
        if values.stars or name not in OF_STARS
    ]
    words = BETWEEN.join(filter(None, parts))
    label = _joined(field.label or {}, field.languages, " / ")
    return f"{label} {words}" if words and label else words


def _joined(words: Mapping[str, str], languages: tuple[str, ...], between: str = BETWEEN) -> str:
    """Return words in some languages, each once; in any language where none of these has them."""
    chosen = [words[language] for language in languages if words.get(language)]
    return between.join(dict.fromkeys(chosen or list(words.values())[:1]))
