"""What all sheets share: which languages they speak, words, pictures, banners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportlab.lib.colors import CMYKColor

from generator.paper.ink import BLACK, BLEED, GREY, WHITE, Press
from generator.paper.lines import Lines, fit, width
from generator.plan.sheets import Said, SheetProduct, Sheets, Voices
from generator.render import qr

Photos = Callable[[str, str, tuple[int, int]], bytes]
"""Gives a photo (file, digest) cropped to proportions (mm), as JPEG or PNG."""


@dataclass(frozen=True)
class Kit(Voices):
    """A selection with the languages in which it is printed and what the theme draws with."""

    sheets: Sheets
    art: Mapping[str, str]
    tokens: str
    photos: Photos

    def press(self, title: str) -> Press:
        """A new file."""
        return Press(f"{title} – {self.say(self.sheets.title)}", self.langs[0], self.art, self.tokens)

    def label(self, key: str) -> str:
        """A fixed word of the sheets."""
        return self.say(self.sheets.labels[key])

    def other_label(self, key: str) -> str:
        """The same in the second language."""
        return self.other(self.sheets.labels[key])

    def both_labels(self, key: str, joint: str = " · ") -> str:
        """The same in every language of the sheet."""
        return self.both(self.sheets.labels[key], joint)

    def maker(self, product: SheetProduct) -> str:
        """The holder's name, or that no source gives one."""
        return self.say(product.producer_name) or self.label("no-producer")

    @staticmethod
    def weight(product: SheetProduct) -> str:
        """The font of :meth:`maker`: only a name is set strong."""
        return "strong" if product.producer else "text"

    def quiet(self, payload: str, side: float) -> float:
        """mm of white that a code's square holds on each side."""
        return side * qr.QUIET / (len(qr.matrix(payload)) + 2 * qr.QUIET)

    def pair(self, said: Said, sizes: tuple[float, float], room: float, height: float) -> tuple[Lines, ...]:
        """Words in the first language and, a little smaller, in the second; together no higher than asked."""
        first, second = self.say(said), self.other(said)
        if not second:
            return (fit(first, "text", sizes, room, height, spacing=1.22),)
        small = (sizes[0] * 0.9, sizes[1] * 0.9)
        top = fit(first, "text", sizes, room, height * 0.55, spacing=1.22)
        return top, fit(second, "text", small, room, height - top.height, spacing=1.22)

    @staticmethod
    def put(press: Press, x: float, y: float, pair: tuple[Lines, ...], ink: CMYKColor = BLACK) -> float:
        """Draw a :meth:`pair`, the second language in grey; the y below it."""
        for row, block in enumerate(pair):
            y = press.lines(x, y, block, GREY if row else ink)
        return y

    def picture(
        self,
        press: Press,
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
            with press.clipped(x, y, wide, high, corner):
                data = self.photos(product.photo, product.photo_digest, (round(wide), round(high)))
                press.photo(data, x, y, wide, high)
                if product.credit:
                    room = max(width(line, credit.font, credit.size) for line in credit.lines) + 2.4
                    top = foot - credit.height - 0.6
                    press.box(x + wide - room, top, room, y + high - top, WHITE)
                    press.lines(x + wide - room, top + 0.2, credit, GREY, centre=room)
            return
        press.box(x, y, wide, high, press.ground(product.drawing), corner)
        press.drawing(product.drawing, left, y + inset, right - left, high - 2 * inset)
        note = fit(self.both_labels("illustration"), "text", (caption, 4.5), right - left, 4)
        press.lines(left, foot - note.height - 1.6, note, GREY, centre=right - left)

    def banner(self, press: Press, box: tuple[float, float, float, float], size: float, bleed: float) -> None:
        """A strip that nobody can take for the real thing."""
        x, y, wide, high = box
        press.box(x - bleed, y, wide + 2 * bleed, high + bleed, press.ink("amber"))
        words = self.both_labels("sample")
        while width(words, "strong", size) > wide - 6 and size > 4:
            size -= 0.25
        left = x + (wide - width(words, "strong", size)) / 2
        press.text(left, y + high / 2 + size * 0.12, words, "strong", size, WHITE)
