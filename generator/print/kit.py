"""What all printed sheets share: their languages, words, pictures and banners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportlab.lib.colors import CMYKColor

from generator.print.canvas import BLACK, BLEED, GREY, WHITE, PdfCanvas
from generator.print.lines import Lines, fit, width
from generator.render import qr
from generator.site.sheets import SheetLanguages, SheetProduct, Sheets, TextByLanguage

Photos = Callable[[str, str, tuple[int, int]], bytes]
"""Returns a photo (file, digest) cropped to proportions (mm), as JPEG or PNG."""


@dataclass(frozen=True)
class Kit(SheetLanguages):
    """A selection of products, the languages in which it is printed, and the theme's drawings and colours."""

    sheets: Sheets
    art: Mapping[str, str]
    tokens: str
    photos: Photos

    def canvas(self, title: str) -> PdfCanvas:
        """Return a new, empty file."""
        return PdfCanvas(f"{title} – {self.t(self.sheets.title)}", self.langs[0], self.art, self.tokens)

    def label(self, key: str) -> str:
        """Return a fixed word of the sheets in the first language."""
        return self.t(self.sheets.labels[key])

    def other_label(self, key: str) -> str:
        """Return :meth:`label` in the second language."""
        return self.other(self.sheets.labels[key])

    def both_labels(self, key: str, joint: str = " · ") -> str:
        """Return :meth:`label` in every language of the sheet."""
        return self.both(self.sheets.labels[key], joint)

    def producer(self, product: SheetProduct) -> str:
        """Return the producer's name, or the words that no source gives one."""
        return self.t(product.producer_name) or self.label("no-producer")

    @staticmethod
    def weight(product: SheetProduct) -> str:
        """Return the font of :meth:`producer`: only a name is set strong."""
        return "strong" if product.producer else "text"

    def quiet(self, payload: str, side: float) -> float:
        """Return the mm of white on each side inside of a QR symbol whose square is ``side`` mm wide."""
        return side * qr.QUIET / (len(qr.matrix(payload)) + 2 * qr.QUIET)

    def pair(
        self, text: TextByLanguage, sizes: tuple[float, float], room: float, height: float
    ) -> tuple[Lines, ...]:
        """Return words in the first language and, a little smaller, in the second, fitted to a height."""
        first, second = self.t(text), self.other(text)
        if not second:
            return (fit(first, "text", sizes, room, height, spacing=1.22),)
        small = (sizes[0] * 0.9, sizes[1] * 0.9)
        top = fit(first, "text", sizes, room, height * 0.55, spacing=1.22)
        return top, fit(second, "text", small, room, height - top.height, spacing=1.22)

    @staticmethod
    def put(canvas: PdfCanvas, x: float, y: float, pair: tuple[Lines, ...], ink: CMYKColor = BLACK) -> float:
        """Draw a :meth:`pair`, the second language in grey; return the y below it."""
        for row, block in enumerate(pair):
            y = canvas.lines(x, y, block, GREY if row else ink)
        return y

    def picture(
        self,
        canvas: PdfCanvas,
        product: SheetProduct,
        box: tuple[float, float, float, float],
        corner: float,
        inset: float,
        *,
        caption: float = 6,
        covered: float = 0,
    ) -> None:
        """Draw the photo with its author, else the drawing on its ground with a caption that says what it is.

        ``box`` is x, y, width and height; ``covered`` is how much of its foot a banner will hide.
        """
        x, y, wide, high = box
        left, right = max(x, 0.0) + inset, x + wide - inset
        foot = y + high - (BLEED if y < 0 else 0) - covered
        if product.photo:
            credit = fit(self.both(product.credit), "text", (caption, 4.5), right - left, 4.4)
            with canvas.clipped(x, y, wide, high, corner):
                data = self.photos(product.photo, product.photo_digest, (round(wide), round(high)))
                canvas.photo(data, x, y, wide, high)
                if product.credit:
                    room = max(width(line, credit.font, credit.size) for line in credit.lines) + 2.4
                    top = foot - credit.height - 0.6
                    canvas.box(x + wide - room, top, room, y + high - top, WHITE)
                    canvas.lines(x + wide - room, top + 0.2, credit, GREY, centre=room)
            return
        canvas.box(x, y, wide, high, canvas.ground(product.drawing), corner=corner)
        canvas.drawing(product.drawing, left, y + inset, right - left, high - 2 * inset)
        note = fit(self.both_labels("illustration"), "text", (caption, 4.5), right - left, 4)
        canvas.lines(left, foot - note.height - 1.6, note, GREY, centre=right - left)

    def banner(
        self, canvas: PdfCanvas, box: tuple[float, float, float, float], size: float, bleed: float
    ) -> None:
        """Draw a strip across a sample's sheet which says that it is no real product."""
        x, y, wide, high = box
        canvas.box(x - bleed, y, wide + 2 * bleed, high + bleed, canvas.ink("amber"))
        words = self.both_labels("sample")
        while width(words, "strong", size) > wide - 6 and size > 4:
            size -= 0.25
        left = x + (wide - width(words, "strong", size)) / 2
        canvas.text(left, y + high / 2 + size * 0.12, words, "strong", size, ink=WHITE)
