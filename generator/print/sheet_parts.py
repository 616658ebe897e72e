"""The parts that printed sheets share: languages, words, pictures, headlines, sheets of cells.

Measures are mm, sizes of letters points; a pair of sizes is the largest and the smallest that may be used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, TypeVar

from reportlab.lib.colors import CMYKColor

from generator.print.canvas import WHITE, FinishedPdf, PdfCanvas, Size
from generator.print.lines import BLACK, GREY, TextBlock, fit, height_of, width
from generator.render import qr
from generator.site.sheets import SheetLanguages, SheetProducer, SheetProduct, Sheets, TextByLanguage

A6 = (148.0, 105.0)
A5 = (210.0, 148.0)
A4 = (210.0, 297.0)
A4_WIDE = (297.0, 210.0)
A3_WIDE = (420.0, 297.0)

Sizes = tuple[float, float]
Box = tuple[float, float, float, float]
"""x and y of the upper left corner, width and height."""
Photos = Callable[[str, str, tuple[int, int]], bytes]
"""Returns a photo (file, digest) cropped to proportions (mm), as JPEG or PNG."""
Cell = TypeVar("Cell")


class Headline(NamedTuple):
    """How a sheet sets a product's names, stars and rating."""

    name: Sizes
    second: Sizes
    """Of the name in the second language."""
    second_height: float
    rating: Sizes
    rating_height: float
    stars: float
    """Width of a star."""
    around_stars: tuple[float, float]
    """White above and below the stars; without stars, that above remains."""
    gap: float
    """White below each name."""
    below: float
    """White below the rating."""
    sink: float = 0
    """Share of the room left over that stands above the name."""
    name_height: float = inf


@dataclass(frozen=True)
class PrintContext(SheetLanguages):
    """A selection of products, the languages in which it is printed, and the theme's drawings and colours."""

    sheets: Sheets
    art: Mapping[str, str]
    tokens: str
    photos: Photos
    by: str = "commune"
    """What groups the products of the booklet: commune, district or group."""

    def canvas(self, label: str) -> PdfCanvas:
        """Return a new, empty file whose title is a fixed word of the sheets and the fair's name."""
        title = f"{self.label(label)} – {self.t(self.sheets.title)}"
        return PdfCanvas(title, self.langs[0], self.art, self.tokens)

    def label(self, key: str) -> str:
        """Return a fixed word of the sheets in the first language."""
        return self.t(self.sheets.labels[key])

    def both_labels(self, key: str, joint: str = " · ") -> str:
        """Return :meth:`label` in every language of the sheet."""
        return self.both(self.sheets.labels[key], joint)

    def producer(self, product: SheetProduct) -> tuple[str, str]:
        """Return the producer's name, or the words that no source gives one, and a font: names are strong."""
        name = self.t(product.producer_name) or self.label("no-producer")
        return name, "strong" if product.producer else "text"

    def contacts(self, producer: SheetProducer | None) -> list[str]:
        """Return the contacts that a producer agreed to publish, each with its kind."""
        contacts = producer.contacts if producer else ()
        return [f"{self.label(contact.kind)}: {contact.value}" for contact in contacts]

    def quiet_zone(self, payload: str, side: float) -> float:
        """Return the white on each side inside of a QR symbol whose square is ``side`` wide."""
        return side * qr.QUIET / (len(qr.matrix(payload)) + 2 * qr.QUIET)

    def pair(
        self,
        text: TextByLanguage,
        sizes: Sizes,
        room: float,
        height: float,
        *,
        ink: CMYKColor = BLACK,
        spacing: float = 1.22,
        shrink: float = 0.9,
    ) -> Sequence[TextBlock]:
        """Return words in the first language and, in grey, in the second, fitted to a height.

        The sizes of the second language are ``shrink`` times those of the first.
        """
        second = self.other(text)
        share = height * 0.55 if second else height
        top = fit(self.t(text), "text", sizes, room, share, spacing=spacing, ink=ink)
        small = (sizes[0] * shrink, sizes[1] * shrink)
        return top, fit(second, "text", small, room, height - top.height, spacing=spacing, ink=GREY)

    def scan_words(
        self,
        product: SheetProduct,
        room: float,
        name: tuple[Sizes, float],
        text: tuple[Sizes, float],
        after: float,
    ) -> Sequence[TextBlock]:
        """Return what scanning shows, in both languages, and the trace code.

        ``name`` and ``text`` are sizes and height of the first and of the other lines, ``after`` the white
        below each.
        """
        label = self.sheets.labels["scan" if product.has_trace_page else "scan-product"]
        return (
            fit(self.t(label), "name", name[0], room, name[1], spacing=1.17, after=after),
            fit(self.other(label), "text", text[0], room, text[1], spacing=1.2, ink=GREY, after=after),
            fit(product.code, "text", text[0], room, text[1], ink=GREY, after=after),
        )

    def headline(
        self,
        canvas: PdfCanvas,
        product: SheetProduct,
        box: Box,
        style: Headline,
        below: Sequence[TextBlock] = (),
    ) -> float:
        """Draw names, stars, rating and what stands ``below`` them; return the y under it all.

        The first name is as large as what the rest leaves of the box.
        """
        x, y, room, height = box
        ink = canvas.ink("leaf") if product.stars else BLACK
        rating = self.pair(product.rating, style.rating, room, style.rating_height, ink=ink)
        english, high = self.other(product.name), style.second_height
        second = fit(english, "italic", style.second, room, high, spacing=1.18, ink=GREY, after=style.gap)
        above, under = style.around_stars
        stars = above + style.stars + under if product.stars else above
        height -= stars + height_of((second, *rating, *below)) + style.below + style.gap
        high = min(height, style.name_height)
        name = fit(
            self.t(product.name), "name", style.name, room, high, spacing=1.15, balance=True, after=style.gap
        )
        if style.sink:
            y += max(0.0, height + style.gap - name.height) * style.sink
        y = canvas.stack(x, y, name, second)
        if product.stars:
            canvas.stars(x, y + above, style.stars, product.stars)
        return canvas.stack(x, canvas.stack(x, y + stars, *rating) + style.below, *below)

    def picture(
        self,
        canvas: PdfCanvas,
        product: SheetProduct,
        box: Box,
        corner: float,
        inset: float,
        *,
        caption: float = 6,
        covered: float = 0,
    ) -> None:
        """Draw the photo with its author, else the drawing on its ground with a caption that says what it is.

        ``covered`` is how much of the foot a banner will hide, ``caption`` the size of the words in points.
        """
        x, y, wide, high = box
        left, room = max(x, 0.0) + inset, x + wide - max(x, 0.0) - 2 * inset
        foot = y + high + min(y, 0.0) - covered
        if product.photo:
            credit = fit(self.both(product.credit), "text", (caption, 4.5), room, 4.4, ink=GREY)
            with canvas.clipped(x, y, wide, high, corner):
                size = (round(wide * canvas.scale), round(high * canvas.scale))
                canvas.photo(self.photos(product.photo, product.photo_digest, size), x, y, wide, high)
                if credit.lines:
                    room = max(width(line, credit.font, credit.size) for line in credit.lines) + 2.4
                    top = foot - credit.height - 0.6
                    canvas.box(x + wide - room, top, room, y + high - top, WHITE)
                    canvas.stack(x + wide - room, top + 0.2, credit, centre=room)
            return
        canvas.box(x, y, wide, high, canvas.drawing_ground(product.drawing), corner=corner)
        canvas.drawing(product.drawing, left, y + inset, room, high - 2 * inset)
        note = fit(self.both_labels("illustration"), "text", (caption, 4.5), room, 4, ink=GREY)
        canvas.stack(left, foot - note.height - 1.6, note, centre=room)

    def banner(self, canvas: PdfCanvas, box: Box, bleed: float = 0) -> None:
        """Draw a strip across a sample's sheet which says that it is no real product."""
        x, y, wide, high = box
        canvas.box(x - bleed, y, wide + 2 * bleed, high + bleed, canvas.ink("amber"))
        words = fit(self.both_labels("sample"), "strong", (high * 1.2 + 1.2, 4), wide - 6, high, ink=WHITE)
        canvas.stack(x, y + (high - words.height) / 2, words, centre=wide)


Draw = Callable[[PrintContext, PdfCanvas, SheetProduct, Size], None]
"""Draws one product on a sheet or card of a size; the canvas is at its upper left corner."""


def one_to_a_page(context: PrintContext, draw: Draw, size: Size) -> FinishedPdf:
    """Return a file with a sheet for each product."""
    canvas = context.canvas("products")
    for product in context.sheets.products:
        with canvas.page(size):
            draw(context, canvas, product, size)
    return canvas.save()


def grid(
    canvas: PdfCanvas,
    cells: Sequence[Cell],
    draw: Callable[[Cell], None],
    *,
    cell: Size,
    sheet: Size,
    scale: float = 1,
) -> FinishedPdf:
    """Return a file with cells side by side and below each other on sheets, with marks where to cut.

    ``draw`` draws a cell, ``scale`` times as large as it measures; ``cell`` is its size on paper.
    """
    columns, rows = int(sheet[0] // cell[0]), int(sheet[1] // cell[1])
    left, top = (sheet[0] - columns * cell[0]) / 2, (sheet[1] - rows * cell[1]) / 2
    for start in range(0, len(cells), columns * rows):
        with canvas.page(sheet):
            for position, content in enumerate(cells[start : start + columns * rows]):
                row, column = divmod(position, columns)
                with canvas.placed(left + column * cell[0], top + row * cell[1], scale):
                    draw(content)
            canvas.cut_marks(
                sheet, _inside(left, cell[0], columns, sheet[0]), _inside(top, cell[1], rows, sheet[1])
            )
    return canvas.save()


def _inside(start: float, step: float, count: int, length: float) -> Sequence[float]:
    """Return the edges of cells that do not lie at the very edge of the sheet."""
    edges: Iterable[float] = (start + number * step for number in range(count + 1))
    return [edge for edge in edges if 1 < edge < length - 1]
