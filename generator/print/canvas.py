"""A PDF canvas in millimetres from the upper left corner: fonts, colours, drawings, QR symbols.

Colours are process colours (CMYK), black is black ink only: a QR code printed in four inks blurs
with the least misregister. The same values give the same bytes.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.colors import CMYKColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from generator.print import drawings
from generator.print.lines import BLACK, MM, TextBlock, registered, runs, width
from generator.render import qr
from generator.text import nfc

BLEED = 3.0
SMALLEST_MODULE = 0.4
"""The smallest module of a code in mm (GS1 asks for 0.396 at least)."""
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})")
WHITE = CMYKColor(0, 0, 0, 0)


Size = tuple[float, float]
"""Width and height in mm."""


class QrCodeError(ValueError):
    """Raised for a QR symbol that is too small to scan; the arguments are its content and the reason."""


def cmyk(colour: str) -> CMYKColor:
    """Return a colour of the theme as CMYK, with as much black as can replace the three inks."""
    digits = colour.lstrip("#")
    step = len(digits) // 3
    red, green, blue = (
        int((digits[start : start + step] * 2)[:2], 16) / 255 for start in range(0, 3 * step, step)
    )
    black = 1 - max(red, green, blue)
    if black >= 1:
        return BLACK
    cyan, magenta, yellow = (round((1 - light - black) / (1 - black), 3) for light in (red, green, blue))
    return CMYKColor(cyan, magenta, yellow, round(black, 3))


class FinishedPdf(NamedTuple):
    """A finished PDF with its number of pages."""

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
        self.scale = 1.0
        """How many mm of paper a mm of what is drawn takes: other than 1 inside of :meth:`placed` only."""
        self.pages = 0

    # -- pages --------------------------------------------------------------------------------

    @contextmanager
    def page(self, size: Size, *, bleed: bool = False) -> Iterator[None]:
        """Draw a sheet of ``size`` mm; with ``bleed`` there is room for bleed and crop marks around it."""
        canvas, (wide, high), edge, over = self._canvas, size, 10.0 * bleed, BLEED * bleed
        canvas.setPageSize(((wide + 2 * edge) * MM, (high + 2 * edge) * MM))
        for set_box, white in ((canvas.setTrimBox, edge), (canvas.setBleedBox, edge - over)):
            low, right, top = white * MM, (wide + 2 * edge - white) * MM, (high + 2 * edge - white) * MM
            set_box((low, low, right, top))
        canvas.translate(edge * MM, (high + edge) * MM)
        self.pages += 1
        if bleed:
            for start, end in ((-BLEED - 5, -BLEED), (BLEED, BLEED + 5)):
                for x in (0.0, wide):
                    self.line(x, start + high * (start > 0), x, end + high * (end > 0), 0.25)
                for y in (0.0, high):
                    self.line(start + wide * (start > 0), y, end + wide * (end > 0), y, 0.25)
        yield
        canvas.showPage()

    @contextmanager
    def placed(self, x: float, y: float, scale: float = 1) -> Iterator[None]:
        """Draw with the sheet's corner at this point, and ``scale`` times as large: one of several cards."""
        self._canvas.saveState()
        self._canvas.translate(x * MM, -y * MM)
        self._canvas.scale(scale, scale)
        self.scale = scale
        yield
        self.scale = 1.0
        self._canvas.restoreState()

    def save(self) -> FinishedPdf:
        """Finish the file and return it with its number of pages."""
        self._canvas.save()
        return FinishedPdf(self._out.getvalue(), self.pages)

    def cut_marks(self, sheet: Size, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Draw marks at both ends of lines to cut along; long enough to show beside a printer's margin."""
        for start in (0, 1):
            for x in xs:
                self.line(x, start * (sheet[1] - 9), x, start * (sheet[1] - 9) + 9, 0.3)
            for y in ys:
                self.line(start * (sheet[0] - 9), y, start * (sheet[0] - 9) + 9, y, 0.3)

    # -- plain marks ----------------------------------------------------------------------------

    def ink(self, name: str) -> CMYKColor:
        """Return a colour of the theme by its token's name; black if the theme has none."""
        return self._inks.get(name, BLACK)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, weight: float, *, ink: CMYKColor = BLACK
    ) -> None:
        """Draw a rule; ``weight`` in points."""
        self._canvas.setStrokeColor(ink)
        self._canvas.setLineWidth(weight)
        self._canvas.line(x1 * MM, -y1 * MM, x2 * MM, -y2 * MM)

    def box(self, x: float, y: float, wide: float, high: float, ink: CMYKColor, *, corner: float = 0) -> None:
        """Draw a filled rectangle; ``corner`` is the radius of its corners."""
        self._canvas.setFillColor(ink)
        self._canvas.roundRect(x * MM, -(y + high) * MM, wide * MM, high * MM, corner * MM, stroke=0, fill=1)

    def frame(  # noqa: PLR0913 - a box and how its line looks
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        ink: CMYKColor,
        *,
        weight: float,
        corner: float = 0,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw the outline of a rectangle; ``weight`` and ``dash`` are in points."""
        canvas = self._canvas
        canvas.setStrokeColor(ink)
        canvas.setLineWidth(weight)
        canvas.setDash(list(dash))
        canvas.roundRect(x * MM, -(y + high) * MM, wide * MM, high * MM, corner * MM, stroke=1, fill=0)
        canvas.setDash([])

    def text(self, x: float, y: float, words: str, font: str, size: float, *, ink: CMYKColor = BLACK) -> None:
        """Draw one line of text; ``y`` is its base line, ``size`` in points."""
        self._canvas.setFillColor(ink)
        for name, letters in runs(words, font):
            self._canvas.setFont(name, size)
            self._canvas.drawString(x * MM, -y * MM, letters)
            x += float(pdfmetrics.stringWidth(letters, name, size)) / MM

    def text_right(
        self, x: float, y: float, words: str, font: str, size: float, *, ink: CMYKColor = BLACK
    ) -> None:
        """Draw one line of text that ends at ``x``."""
        self.text(x - width(words, font, size), y, words, font, size, ink=ink)

    def stack(self, x: float, y: float, *blocks: TextBlock, centre: float = 0) -> float:
        """Draw blocks below each other from ``y`` and return the y below them.

        ``centre`` is the width in mm to centre lines in.
        """
        for block in blocks:
            for row, line in enumerate(block.lines):
                # The base line stands so that accents above capitals stay inside the block.
                base = y + (row + 0.5) * block.leading + block.size * 0.34 / MM
                left = x + (centre - width(line, block.font, block.size)) / 2 if centre else x
                self.text(left, base, line, block.font, block.size, ink=block.ink)
            y += block.height
        return y

    # -- shapes ---------------------------------------------------------------------------------

    def stars(self, x: float, y: float, side: float, count: int) -> None:
        """Draw ``count`` gold stars of five, ``side`` mm wide each, the rest as faint outlines."""
        gap = side * 0.22
        for position in range(5):
            middle, path = x + side / 2 + position * (side + gap), self._canvas.beginPath()
            for corner in range(10):
                radius, turn = side / 2 * (0.44 if corner % 2 else 1), corner * math.pi / 5
                across, down = middle + radius * math.sin(turn), y + side * 0.53 - radius * math.cos(turn)
                (path.lineTo if corner else path.moveTo)(across * MM, -down * MM)
            path.close()
            self._canvas.setFillColor(self.ink("gold"))
            self._canvas.setStrokeColor(self.ink("gold") if position < count else self.ink("line-strong"))
            self._canvas.setLineWidth(0.35)
            self._canvas.setLineJoin(1)
            self._canvas.drawPath(path, stroke=1, fill=int(position < count))

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
            return drawings.read_drawing(self._art[name])
        except drawings.DrawingError as error:
            raise drawings.DrawingError(f"{name}.svg: {error}") from None

    def has_drawing(self, name: str) -> bool:
        """Whether the theme has a drawing."""
        return name in self._art

    def drawing_ground(self, name: str) -> CMYKColor:
        """Return the background colour for which a drawing was made."""
        return cmyk(self._read(name).tint)

    def qr(self, payload: str, x: float, y: float, side: float) -> None:
        """Draw a QR symbol in black ink only, with its quiet zone inside ``side`` mm: one path, filled once.

        An address can be followed on a screen as well. Raises ``QrCodeError`` if the modules would be smaller
        than 0.4 mm, or if no QR symbol can hold so much.
        """
        try:
            cells = qr.matrix(payload)
        except qr.OverfullError as error:
            raise QrCodeError(payload[:80], str(error)) from None
        modules = len(cells) + 2 * qr.QUIET
        if (module := side * self.scale / modules) < SMALLEST_MODULE - 1e-6:
            raise QrCodeError(payload[:80], f"{module:.3f} mm a module, at least {SMALLEST_MODULE} mm")
        size = (float(modules), float(modules))
        self._draw(f"code {payload}", size, (x, y + side, side / modules), lambda: self._modules(cells))
        if payload.startswith("http"):
            corners = x * MM, -(y + side) * MM, (x + side) * MM, -y * MM
            self._canvas.linkURL(payload, corners, relative=1)

    def photo(self, data: bytes, x: float, y: float, wide: float, high: float) -> None:
        """Draw a photo that already has the box's proportions."""
        low = -(y + high) * MM
        self._canvas.drawImage(ImageReader(BytesIO(data)), x * MM, low, wide * MM, high * MM)

    @contextmanager
    def clipped(self, x: float, y: float, wide: float, high: float, corner: float) -> Iterator[None]:
        """Draw only what lies in a box; ``corner`` is the radius of its corners."""
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.roundRect(x * MM, -(y + high) * MM, wide * MM, high * MM, corner * MM)
        self._canvas.clipPath(path, stroke=0, fill=0)
        yield
        self._canvas.restoreState()

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

        def draw_upright() -> None:
            canvas.transform(1, 0, 0, -1, 0, size[1])  # drawings count downwards, paper upwards
            draw()

        if key and key not in self._forms:
            self._forms[key] = f"f{len(self._forms) + 1}"
            canvas.beginForm(self._forms[key], 0, 0, *size)
            draw_upright()
            canvas.endForm()
        canvas.saveState()
        canvas.translate(x * MM, -y * MM)
        canvas.scale(scale * MM, scale * MM)
        if key:
            canvas.doForm(self._forms[key])
        else:
            draw_upright()
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
            draw: dict[str, Callable[..., None]] = {
                "m": path.moveTo,
                "l": path.lineTo,
                "c": path.curveTo,
                "z": path.close,
            }
            for kind, numbers in shape.pieces:
                draw[kind](*numbers)
            mode = 0 if look.even_odd else 1
            canvas.drawPath(path, stroke=int(bool(look.stroke)), fill=int(bool(look.fill)), fillMode=mode)
            canvas.restoreState()
