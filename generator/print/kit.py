"""What all sheets share: which languages they speak, words, pictures, banners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportlab.lib.colors import CMYKColor

from generator.print.canvas import BLACK, BLEED, GREY, WHITE, PdfCanvas
from generator.print.lines import Lines, fit, width
from generator.render import qr
from generator.site.sheets import Said, SheetProduct, Sheets, Voices

Photos = Callable[[str, str, tuple[int, int]], bytes]
"""Gives a photo (file, digest) cropped to proportions (mm), as JPEG or PNG."""


@dataclass(frozen=True)
class Kit(Voices):
    """A selection with the languages in which it is printed and what the theme draws with."""

    sheets: Sheets
    art: Mapping[str, str]
    tokens: str
    photos: Photos

    def canvas(self, title: str) -> PdfCanvas:
        """A new file."""
        return PdfCanvas(f"{title} – {self.t(self.sheets.title)}", self.langs[0], self.art, self.tokens)

    def label(self, key: str) -> str:
        """A fixed word of the sheets."""
        return self.t(self.sheets.labels[key])

    def other_label(self, key: str) -> str:
        """The same in the second language."""
        return self.other(self.sheets.labels[key])

    def both_labels(self, key: str, joint: str = " · ") -> str:
        """The same in every language of the sheet."""
        return self.both(self.sheets.labels[key], joint)

    def maker(self, product: SheetProduct) -> str:
        """The holder's name, or that no source gives one."""
        return self.t(product.producer_name) or self.label("no-producer")

    @staticmethod
    def weight(product: SheetProduct) -> str:
        """The font of :meth:`maker`: only a name is set strong."""
        return "strong" if product.producer else "text"

    def quiet(self, payload: str, side: float) -> float:
        """mm of white that a code's square holds on each side."""
        return side * qr.QUIET / (len(qr.matrix(payload)) + 2 * qr.QUIET)

    def pair(self, said: Said, sizes: tuple[float, float], room: float, height: float) -> tuple[Lines, ...]:
        """Words in the first language and, a little smaller, in the second; together no higher than asked."""
        first, second = self.t(said), self.other(said)
        if not second:
            return (fit(first, "text", sizes, room, height, spacing=1.22),)
        small = (sizes[0] * 0.9, sizes[1] * 0.9)
        top = fit(first, "text", sizes, room, height * 0.55, spacing=1.22)
        return top, fit(second, "text", small, room, height - top.height, spacing=1.22)

    @staticmethod
    def put(canvas: PdfCanvas, x: float, y: float, pair: tuple[Lines, ...], ink: CMYKColor = BLACK) -> float:
        """Draw a :meth:`pair`, the second language in grey; the y below it."""
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
        caption: float = 6,
        covered: float = 0,
    ) -> None:
        """The photo with whom it is by, else the drawing on its ground with the words that say so.

        ``covered`` is how much of the picture's foot a banner will hide.
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
        canvas.box(x, y, wide, high, canvas.ground(product.drawing), corner)
        canvas.drawing(product.drawing, left, y + inset, right - left, high - 2 * inset)
        note = fit(self.both_labels("illustration"), "text", (caption, 4.5), right - left, 4)
        canvas.lines(left, foot - note.height - 1.6, note, GREY, centre=right - left)

    def banner(
        self, canvas: PdfCanvas, box: tuple[float, float, float, float], size: float, bleed: float
    ) -> None:
        """A strip that nobody can take for the real thing."""
        x, y, wide, high = box
        canvas.box(x - bleed, y, wide + 2 * bleed, high + bleed, canvas.ink("amber"))
        words = self.both_labels("sample")
        while width(words, "strong", size) > wide - 6 and size > 4:
            size -= 0.25
        left = x + (wide - width(words, "strong", size)) / 2
        canvas.text(left, y + high / 2 + size * 0.12, words, "strong", size, WHITE)
