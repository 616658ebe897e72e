"""What every sheet is drawn with: millimetres from the upper left corner, fonts, colours, codes.

Colours are process colours (CMYK), black is black ink only: a QR code printed in four inks blurs
with the least misregister. The same values give the same bytes.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.colors import CMYKColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from generator.print import drawings
from generator.print.lines import MM, Lines, registered, runs, width
from generator.render import qr
from generator.text import nfc

BLEED = 3.0
MODULE = 0.4
"""The smallest module of a code in mm (GS1 asks for 0.396 at least)."""
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})")
BLACK = CMYKColor(0, 0, 0, 1)
GREY = CMYKColor(0, 0, 0, 0.72)
WHITE = CMYKColor(0, 0, 0, 0)


class CodeError(ValueError):
    """A code that would come out too small to be scanned."""

    def __init__(self, content: str, why: str) -> None:
        super().__init__(f"{content!r}: {why}")
        self.content = content
        """The beginning of what the code holds."""


def cmyk(colour: str) -> CMYKColor:
    """A colour of the theme in inks, with as much black in place of the three as there can be."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    black = 1 - max(red, green, blue)
    if black >= 1:
        return BLACK
    cyan, magenta, yellow = (round((1 - one - black) / (1 - black), 3) for one in (red, green, blue))
    return CMYKColor(cyan, magenta, yellow, round(black, 3))


class Printed(NamedTuple):
    """A finished PDF."""

    data: bytes
    pages: int


class PdfCanvas:
    """Draws sheets into one PDF. Positions are mm from the upper left corner of the trimmed sheet."""

    def __init__(self, title: str, lang: str, art: Mapping[str, str], tokens: str) -> None:
        """``art`` is the theme's drawings, ``tokens`` its style sheet of colours."""
        self._out = BytesIO()
        # The library's own first font is not embedded.
        first: Any = registered("text")
        self._canvas = Canvas(self._out, invariant=1, pageCompression=1, lang=lang, initialFontName=first)
        self._canvas.setTitle(nfc(title))
        self._canvas.setCreator("ocop")
        self._canvas.setProducer("ocop")
        self._art = art
        self._inks = {name: cmyk(value) for name, value in TOKEN.findall(tokens)}
        self._forms: dict[str, str] = {}
        self._size = (0.0, 0.0)
        self._edge = 0.0
        self._shift = (0.0, 0.0)
        self.pages = 0

    # -- pages --------------------------------------------------------------------------------

    def page(self, size: tuple[float, float], *, bleed: bool = False) -> None:
        """Begin a sheet of ``size`` mm; with ``bleed`` there is room for bleed and crop marks around it."""
        self._size, self._edge, self._shift = size, 10.0 if bleed else 0.0, (0.0, 0.0)
        edge, (wide, high) = self._edge, size
        self._canvas.setPageSize(((wide + 2 * edge) * MM, (high + 2 * edge) * MM))
        self._canvas.setTrimBox(self._rectangle(edge, edge, wide, high))
        over = BLEED if bleed else 0.0
        self._canvas.setBleedBox(self._rectangle(edge - over, edge - over, wide + 2 * over, high + 2 * over))
        self.pages += 1
        if bleed:
            self._crop_marks()

    @staticmethod
    def _rectangle(left: float, low: float, wide: float, high: float) -> tuple[float, float, float, float]:
        return left * MM, low * MM, (left + wide) * MM, (low + high) * MM

    def done(self) -> None:
        """End a sheet."""
        self._canvas.showPage()

    def shift(self, x: float, y: float) -> None:
        """Draw what follows as if the sheet's corner lay at this point: several cards on one sheet."""
        self._shift = (x, y)

    def save(self) -> Printed:
        """Finish the file and return it with its number of pages."""
        self._canvas.save()
        return Printed(self._out.getvalue(), self.pages)

    def _crop_marks(self) -> None:
        wide, high = self._size
        for x in (0.0, wide):
            for start, end in ((-BLEED - 5, -BLEED), (high + BLEED, high + BLEED + 5)):
                self.line(x, start, x, end, 0.25)
        for y in (0.0, high):
            for start, end in ((-BLEED - 5, -BLEED), (wide + BLEED, wide + BLEED + 5)):
                self.line(start, y, end, y, 0.25)

    # -- plain marks ----------------------------------------------------------------------------

    def ink(self, name: str) -> CMYKColor:
        """Return a colour of the theme by its token's name; black if the theme has none."""
        return self._inks.get(name, BLACK)

    def _x(self, x: float) -> float:
        return (x + self._shift[0] + self._edge) * MM

    def _y(self, y: float) -> float:
        return (self._size[1] + self._edge - y - self._shift[1]) * MM

    def line(
        self, x1: float, y1: float, x2: float, y2: float, weight: float, *, ink: CMYKColor = BLACK
    ) -> None:
        """Draw a rule; ``weight`` in points."""
        self._canvas.setStrokeColor(ink)
        self._canvas.setLineWidth(weight)
        self._canvas.line(self._x(x1), self._y(y1), self._x(x2), self._y(y2))

    def box(self, x: float, y: float, wide: float, high: float, ink: CMYKColor, *, corner: float = 0) -> None:
        """Draw a filled rectangle; ``corner`` is the radius of its corners."""
        self._canvas.setFillColor(ink)
        self._canvas.roundRect(
            self._x(x), self._y(y + high), wide * MM, high * MM, corner * MM, stroke=0, fill=1
        )

    def text(self, x: float, y: float, words: str, font: str, size: float, *, ink: CMYKColor = BLACK) -> None:
        """Draw one line of text; ``y`` is its base line, ``size`` in points."""
        self._canvas.setFillColor(ink)
        for name, part in runs(words, font):
            self._canvas.setFont(name, size)
            self._canvas.drawString(self._x(x), self._y(y), part)
            x += float(pdfmetrics.stringWidth(part, name, size)) / MM

    def right(
        self, x: float, y: float, words: str, font: str, size: float, *, ink: CMYKColor = BLACK
    ) -> None:
        """Draw one line of text that ends at ``x``."""
        self.text(x - width(words, font, size), y, words, font, size, ink=ink)

    def lines(self, x: float, y: float, block: Lines, ink: CMYKColor = BLACK, *, centre: float = 0) -> float:
        """Draw a block below ``y`` and return the y below it; ``centre`` is the width to centre lines in."""
        for row, line in enumerate(block.lines):
            # The base line stands so that accents above capitals stay inside the block.
            base = y + row * block.leading + block.leading * 0.5 + block.size * 0.34 / MM
            left = x + (centre - width(line, block.font, block.size)) / 2 if centre else x
            self.text(left, base, line, block.font, block.size, ink=ink)
        return y + block.height

    # -- shapes ---------------------------------------------------------------------------------

    def stars(self, x: float, y: float, side: float, count: int) -> float:
        """Draw ``count`` gold stars of five, the rest as faint outlines; return the x after them."""
        gap = side * 0.22
        for position in range(5):
            centre = (x + side / 2 + position * (side + gap), y + side * 0.53)
            path = self._canvas.beginPath()
            for corner in range(10):
                radius = side / 2 * (1 if corner % 2 == 0 else 0.44)
                turn = corner * math.pi / 5
                at = (
                    self._x(centre[0] + radius * math.sin(turn)),
                    self._y(centre[1] - radius * math.cos(turn)),
                )
                (path.lineTo if corner else path.moveTo)(*at)
            path.close()
            self._canvas.setFillColor(self.ink("gold"))
            self._canvas.setStrokeColor(self.ink("gold") if position < count else self.ink("line-strong"))
            self._canvas.setLineWidth(0.35)
            self._canvas.setLineJoin(1)
            self._canvas.drawPath(path, stroke=1, fill=int(position < count))
        return x + 5 * side + 4 * gap

    def drawing(self, name: str, x: float, y: float, wide: float, high: float) -> None:
        """Draw a drawing of the theme in the middle of a box, as large as the box allows."""
        drawing = self._read(name)
        scale = min(wide / drawing.width, high / drawing.height)
        left = x + (wide - drawing.width * scale) / 2
        low = y + (high + drawing.height * scale) / 2
        # The library gives forms no graphics states, so what shines through is drawn on the page itself.
        shared = all(shape.look.opacity == 1 for shape in drawing.shapes)
        key = f"drawing {name}" if shared else ""
        self._draw(key, (drawing.width, drawing.height), (left, low, scale), lambda: self._paint(drawing))

    def _read(self, name: str) -> drawings.Drawing:
        try:
            return drawings.read(self._art[name])
        except drawings.DrawingError as error:
            raise drawings.DrawingError(f"{name}.svg: {error}") from None

    def has(self, name: str) -> bool:
        """Whether the theme has a drawing."""
        return name in self._art

    def ground(self, name: str) -> CMYKColor:
        """Return the background colour for which a drawing was made."""
        return cmyk(self._read(name).tint)

    def qr(self, payload: str, x: float, y: float, side: float) -> None:
        """Draw a QR symbol in black ink only, with its quiet zone inside ``side`` mm: one path, filled once.

        Raises ``CodeError`` if its modules would be smaller than 0.4 mm, or if no QR symbol can hold so much.
        """
        try:
            cells = qr.matrix(payload)
        except qr.OverfullError as error:
            raise CodeError(payload[:80], str(error)) from None
        modules = len(cells) + 2 * qr.QUIET
        if side / modules < MODULE - 1e-6:
            raise CodeError(payload[:80], f"{side / modules:.3f} mm a module, at least {MODULE} mm")
        size = (float(modules), float(modules))
        self._draw(f"code {payload}", size, (x, y + side, side / modules), lambda: self._modules(cells))

    def photo(self, data: bytes, x: float, y: float, wide: float, high: float) -> None:
        """Draw a photo that already has the box's proportions."""
        low = self._y(y + high)
        self._canvas.drawImage(ImageReader(BytesIO(data)), self._x(x), low, wide * MM, high * MM)

    def clipped(self, x: float, y: float, wide: float, high: float, corner: float) -> "Clip":
        """Return a context manager: inside of ``with``, only what lies in a rounded box is drawn."""
        return Clip(self._canvas, (self._x(x), self._y(y + high), wide * MM, high * MM, corner * MM))

    def link(self, address: str, x: float, y: float, wide: float, high: float) -> None:
        """Make a box a link that can be followed on a screen."""
        self._canvas.linkURL(address, (self._x(x), self._y(y + high), self._x(x + wide), self._y(y)))

    def outline(self, title: str, key: str) -> None:
        """Add an entry for this page to the side bar of PDF readers."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(nfc(title), key, 0)

    # -- forms: drawn once, placed often -----------------------------------------------------------

    def _draw(
        self,
        key: str,
        size: tuple[float, float],
        position: tuple[float, float, float],
        draw: Callable[[], None],
    ) -> None:
        """Draw something of ``size`` units at (x, y, mm per unit); with a key it is stored for reuse."""
        canvas, (x, y, scale) = self._canvas, position
        if key and key not in self._forms:
            self._forms[key] = f"f{len(self._forms) + 1}"
            canvas.beginForm(self._forms[key], 0, 0, *size)
            # Drawings count downwards, paper upwards.
            canvas.transform(1, 0, 0, -1, 0, size[1])
            draw()
            canvas.endForm()
        canvas.saveState()
        canvas.translate(self._x(x), self._y(y))
        canvas.scale(scale * MM, scale * MM)
        if key:
            canvas.doForm(self._forms[key])
        else:
            canvas.transform(1, 0, 0, -1, 0, size[1])
            draw()
        canvas.restoreState()

    def _modules(self, cells: Sequence[Sequence[bool]]) -> None:
        path = self._canvas.beginPath()
        for row, line in enumerate(cells):
            for start, run in qr.runs(line):
                path.rect(start + qr.QUIET, row + qr.QUIET, run, 1)
        self._canvas.setFillColor(BLACK)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _paint(self, drawing: drawings.Drawing) -> None:
        canvas = self._canvas
        for shape in drawing.shapes:
            look = shape.look
            canvas.saveState()
            canvas.transform(*shape.matrix)
            if look.opacity < 1:
                canvas.setFillAlpha(look.opacity)
                canvas.setStrokeAlpha(look.opacity)
            if look.fill:
                canvas.setFillColor(cmyk(look.fill))
            if look.stroke:
                canvas.setStrokeColor(cmyk(look.stroke))
                canvas.setLineWidth(look.width)
                canvas.setLineCap(look.cap)
                canvas.setLineJoin(look.join)
                if look.dash:
                    canvas.setDash(list(look.dash), look.offset)
            path = canvas.beginPath()
            for kind, n in shape.pieces:
                match kind:
                    case "m":
                        path.moveTo(n[0], n[1])
                    case "l":
                        path.lineTo(n[0], n[1])
                    case "c":
                        path.curveTo(*n)
                    case _:
                        path.close()
            mode = 0 if look.even_odd else 1
            canvas.drawPath(path, stroke=int(bool(look.stroke)), fill=int(bool(look.fill)), fillMode=mode)
            canvas.restoreState()


class Clip:
    """A rounded box outside of which nothing is drawn; entered with ``with``."""

    def __init__(self, canvas: Canvas, box: tuple[float, float, float, float, float]) -> None:
        self._canvas, self._box = canvas, box

    def __enter__(self) -> None:
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.roundRect(*self._box)
        self._canvas.clipPath(path, stroke=0, fill=0)

    def __exit__(self, *_: object) -> None:
        self._canvas.restoreState()
