"""The booklet: cover, contents, products under headings, producers with contacts, index, back.

``site/layout.py`` says what stands on which page; here it is drawn. The same pages are written twice: one
after the other in A4, and as sheets of two for folding (A3, or A4 when the printer is told to fit the page).
"""

from collections.abc import Callable, Iterator
from functools import partial

from generator.print.canvas import FinishedPdf, PdfCanvas
from generator.print.lines import GREY, fit, height_of
from generator.print.sheet_parts import A3_WIDE, A4, Headline, PrintContext, grid
from generator.site.layout import (
    ENTRY,
    HEADING,
    LOW,
    PRODUCER,
    PRODUCER_WITHOUT_CONTACTS,
    ROW,
    TITLE,
    TOP,
    Book,
    BookPage,
    booklet,
)
from generator.site.sheets import SheetProducer, SheetProduct

EDGE = 18.0
RIGHT = A4[0] - EDGE
ROOM = RIGHT - EDGE
HALF = ROOM / 2 - 4
"""Width of one of two columns."""
SYMBOL = 33.0
"""Side of a product's QR symbol, quiet zone included, in mm."""
SYMBOL_LEFT = RIGHT - SYMBOL
WORDS_LEFT = EDGE + 60
STYLE = Headline((17, 9), (10, 7), 8.4, (9.5, 6.5), 18, 4.4, (1.4, 1), gap=0.4, below=1, name_height=19)


def in_reading_order(context: PrintContext) -> FinishedPdf:
    """Return A4 pages one after the other: to read, or to print on both sides and staple at the edge."""
    canvas, book = context.canvas("catalogue"), booklet(context.sheets, context.by, context)
    outline = [
        (context.t(context.sheets.title), 1),
        *((context.t(heading), first) for heading, first in book.section),
        (context.label("producers-contacts"), book.producers),
        (context.label("index"), book.index),
    ]
    for number in range(1, len(book.pages) + 1):
        with canvas.page(A4):
            _draw_page(context, canvas, book, number)
            for entry, (title, first) in enumerate(outline):
                if first == number:
                    canvas.outline(title, f"{entry}")
    return canvas.save()


def imposed_for_folding(context: PrintContext) -> FinishedPdf:
    """Return two pages on each side of a sheet for folding; both sides, turned on the short edge."""
    canvas, book = context.canvas("catalogue"), booklet(context.sheets, context.by, context)
    numbers = list(_folding_order(len(book.pages)))
    return grid(canvas, numbers, partial(_draw_page, context, canvas, book), cell=A4, sheet=A3_WIDE)


def _folding_order(count: int) -> Iterator[int]:
    """Yield the numbers of ``count`` pages, from 1, as they lie side by side on the sheets."""
    for low in range(1, count // 2 + 1):
        pair = (count + 1 - low, low)
        yield from pair if low % 2 else reversed(pair)


def _draw_page(context: PrintContext, canvas: PdfCanvas, book: Book, number: int) -> None:
    """Draw the page of a number: cover and back as they are, others in a frame and below their title."""
    page = book.pages[number - 1]
    if page.kind in COVERS:
        COVERS[page.kind](context, canvas)
        return
    canvas.text(EDGE, 14.5, context.t(context.sheets.title), "text", 8.5, ink=GREY)
    canvas.text_right(RIGHT, 14.5, context.t(context.sheets.brand), "text", 8.5, ink=GREY)
    canvas.line(EDGE, 17.5, RIGHT, 17.5, 0.4, ink=canvas.ink("line-strong"))
    # Outer edges: odd pages lie on the right of a folded sheet.
    if number % 2:
        canvas.text_right(RIGHT, 287.5, str(number), "strong", 10)
    else:
        canvas.text(EDGE, 287.5, str(number), "strong", 10)
    top = TOP
    if page.titled and page.kind != "products":
        title = context.sheets.labels[TITLES.get(page.kind, page.kind)]
        first = fit(context.t(title), "name", (24, 14), ROOM, 12, spacing=1.2)
        second = fit(context.other(title), "italic", (11, 8), ROOM, 6, ink=GREY)
        top = canvas.stack(EDGE, TOP, first, second) + 2
    PAGES[page.kind](context, canvas, book, page, top)


# -- covers -------------------------------------------------------------------------------------------


def _cover(context: PrintContext, canvas: PdfCanvas) -> None:
    sheets, wide = context.sheets, A4[0] - 24
    if canvas.has_drawing("hero"):
        with canvas.clipped(12, 12, wide, 168, 6):
            canvas.box(12, 12, wide, 168, canvas.drawing_ground("hero"))
            # Its landscape ends where the panel does: it fills the width, and its foot is cut.
            canvas.drawing("hero", 12, 12, wide, wide)
    else:
        canvas.box(12, 12, wide, 168, canvas.drawing_ground("motif"), corner=6)
        canvas.drawing("motif", 30, 22, A4[0] - 60, 148)
    when = " · ".join(filter(None, (context.t(sheets.days), context.t(sheets.place))))
    canvas.stack(
        EDGE,
        190,
        fit(context.label("catalogue"), "strong", (13, 9), ROOM, 7, ink=canvas.ink("leaf"), after=1),
        fit(context.t(sheets.title), "name", (38, 16), ROOM, 36, spacing=1.14, balance=True, after=1),
        fit(context.other(sheets.title), "italic", (18, 10), ROOM, 15, spacing=1.18, ink=GREY, after=1),
        fit(when, "text", (13, 8), ROOM, 12, spacing=1.25),
    )
    canvas.line(EDGE, 270, RIGHT, 270, 0.5, ink=canvas.ink("line-strong"))
    canvas.drawing("motif", EDGE, 273.5, 9, 9)
    canvas.text(EDGE + 12, 279.8, context.t(sheets.brand), "serif", 13)
    if sheets.sample:
        context.banner(canvas, (0, A4[1] - 9, A4[0], 9))


def _back(context: PrintContext, canvas: PdfCanvas) -> None:
    sheets, side, payload = context.sheets, 48.0, context.t(context.sheets.page)
    canvas.drawing("motif", A4[0] / 2 - 14, 70, 28, 28)
    canvas.stack(EDGE, 104, fit(context.t(sheets.brand), "name", (24, 14), ROOM, 12), centre=ROOM)
    canvas.qr(payload, (A4[0] - side) / 2, 125, side)
    publisher = [
        fit(sheets.publisher.get(lang, ""), "text", (10, 7), ROOM - 24, 20, ink=GREY, after=2)
        for lang in context.langs
    ]
    address = fit(payload, "text", (11, 7), ROOM, 6, after=6)
    as_of = fit(context.both(sheets.as_of), "text", (9, 7), ROOM, 5, ink=GREY)
    canvas.stack(EDGE, 176, address, *publisher, as_of, centre=ROOM)


# -- pages in a frame ---------------------------------------------------------------------------------


def _notes(_kit: PrintContext, canvas: PdfCanvas, _book: Book, _page: BookPage, top: float) -> None:
    """Draw lines to write on: the sheets fold only if there are four pages to each."""
    y = top + 12
    while y < LOW:
        canvas.line(EDGE, y, RIGHT, y, 0.25, ink=canvas.ink("line-strong"))
        y += 9


def _contents(context: PrintContext, canvas: PdfCanvas, _book: Book, page: BookPage, top: float) -> None:
    for row, (heading, target) in enumerate(page.contents):
        _leader(canvas, top + row * ROW, context.both(heading), target)


def _index(_kit: PrintContext, canvas: PdfCanvas, _book: Book, page: BookPage, top: float) -> None:
    """Draw two columns of names with their pages."""
    rows = -(-len(page.index) // 2)
    for position, (words, target) in enumerate(page.index):
        column, row = divmod(position, rows)
        _leader(canvas, top + row * ROW, words, target, left=EDGE + column * (HALF + 8), room=HALF)


def _leader(
    canvas: PdfCanvas, y: float, words: str, page: int, *, left: float = EDGE, room: float = ROOM
) -> None:
    """Draw a line of contents or index: words, page number, rule below."""
    block = fit(words, "text", (10.5, 6), room - 12, ROW)
    canvas.text(left, y + 4.4, block.lines[0], "text", block.size)
    canvas.text_right(left + room, y + 4.4, str(page), "strong", 10)
    canvas.line(left, y + ROW - 0.4, left + room, y + ROW - 0.4, 0.25, ink=canvas.ink("line"))


def _products(context: PrintContext, canvas: PdfCanvas, _book: Book, page: BookPage, top: float) -> None:
    y = top - 3
    for entry in page.parts:
        if isinstance(entry, SheetProduct):
            _entry(context, canvas, entry, y)
            y += ENTRY
        else:
            heading = fit(context.both(entry), "name", (16, 9), ROOM, 8, spacing=1.2, ink=canvas.ink("leaf"))
            canvas.stack(EDGE, y + 2.4, heading)
            y += HEADING


def _entry(context: PrintContext, canvas: PdfCanvas, product: SheetProduct, y: float) -> None:
    """Draw one product below ``y``: picture on the left, words in the middle, QR symbol on the right.

    Names and rating stand at the top, producer, place and contacts at the foot, the text between.
    """
    canvas.line(EDGE, y, RIGHT, y, 0.4, ink=canvas.ink("line"))
    context.picture(canvas, product, (EDGE, y + 4, 54, ENTRY - 8), 3, 5, covered=3 * product.sample)
    if product.sample:
        context.banner(canvas, (EDGE, y + ENTRY - 7, 54, 4))
    room = SYMBOL_LEFT - WORDS_LEFT - 3
    contacts = " · ".join(context.contacts(context.sheets.producers.get(product.producer)))
    words = (
        fit(*context.producer(product), (10, 6.5), room, 8.6, spacing=1.2),
        fit(context.both(product.place), "text", (9, 6), room, 7.8, spacing=1.2, ink=GREY),
        fit(contacts, "text", (9, 6), room, 7.8, spacing=1.2),
    )
    foot = y + ENTRY - 4 - height_of(words)
    canvas.stack(WORDS_LEFT, foot, *words)
    top = context.headline(canvas, product, (WORDS_LEFT, y + 4, room, ENTRY), STYLE)
    if foot - top > 4:
        pitch = context.pair(product.pitch, (11, 7.5), room, foot - top - 1, spacing=1.26, shrink=1)
        canvas.stack(WORDS_LEFT, top, *pitch)
    zone = context.quiet_zone(product.payload, SYMBOL)
    canvas.qr(product.payload, SYMBOL_LEFT + zone, y + 4 - zone * 0.5, SYMBOL)
    notes = [
        fit(note, "text", (8, 6), SYMBOL - 2 * zone, 12, spacing=1.2, ink=GREY, after=1)
        for note in (product.code, context.t(product.packs))
    ]
    canvas.stack(SYMBOL_LEFT + 2 * zone, y + 4 + SYMBOL - zone, *notes)


def _producers(context: PrintContext, canvas: PdfCanvas, book: Book, page: BookPage, top: float) -> None:
    """Draw producers with the contacts that they agreed to publish and the pages of their products."""
    y = TOP
    if page.titled:
        note = fit(context.both_labels("consent-note", " "), "text", (9, 6.5), ROOM, 4.4, ink=GREY)
        canvas.stack(EDGE, top - 1, note)
        y += TITLE
    for producer in page.producers:
        height = PRODUCER if producer.contacts else PRODUCER_WITHOUT_CONTACTS
        _producer(context, canvas, book, producer, (y, height))
        y += height


def _producer(
    context: PrintContext, canvas: PdfCanvas, book: Book, producer: SheetProducer, strip: tuple[float, float]
) -> None:
    """Draw one producer in a strip, given as its top and height in mm."""
    y, height = strip
    canvas.line(EDGE, y, RIGHT, y, 0.25, ink=canvas.ink("line"))
    canvas.stack(
        EDGE,
        y + 1.5,
        fit(context.t(producer.name), "serif", (11, 7.5), HALF, 9.4, spacing=1.18),
        fit(context.other(producer.name), "italic", (8.5, 6), HALF, 7, spacing=1.16, ink=GREY),
        fit(context.t(producer.place), "text", (8.5, 6.5), HALF, 3.8, ink=GREY),
    )
    words = " · ".join(context.contacts(producer))
    contacts = fit(words, "text", (9, 6), HALF, 12, spacing=1.24, after=1)
    products = "; ".join(
        f"{context.t(product.name)} ({context.label('page')} {book.product[product.id]}"
        f"{', ' + context.label('inferred') if product.producer_inferred else ''})"
        for product in context.sheets.products
        if product.producer == producer.id
    )
    room = height - 2.5 - contacts.height
    canvas.stack(
        EDGE + HALF + 8, y + 1.5, contacts, fit(products, "text", (9, 5.5), HALF, room, spacing=1.22)
    )


COVERS: dict[str, Callable[[PrintContext, PdfCanvas], None]] = {"cover": _cover, "back": _back}
PAGES: dict[str, Callable[[PrintContext, PdfCanvas, Book, BookPage, float], None]] = {
    "contents": _contents,
    "products": _products,
    "producers": _producers,
    "index": _index,
    "notes": _notes,
}
"""What is drawn on a page below its title, by kind."""
TITLES = {"producers": "producers-contacts"}
"""Labels of titles that are not named by their page's kind."""
