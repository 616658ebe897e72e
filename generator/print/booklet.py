"""The booklet: cover, contents, products under headings, producers with contacts, index, back.

``site/layout.py`` says what stands on which page; here it is drawn. The same pages are written twice: one
after the other in A4, and as sheets of two for folding (A3, or A4 when the printer is told to fit the page).
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.print.canvas import BLACK, GREY, PdfCanvas, Printed
from generator.print.cards import A4, cut
from generator.print.kit import Kit
from generator.print.lines import fit
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
from generator.site.sheets import SheetProducer, SheetProduct, TextByLanguage

A3_WIDE = (420.0, 297.0)
EDGE = 18.0
ROOM = A4[0] - 2 * EDGE
SYMBOL = 33.0
"""Side of a product's QR symbol, quiet zone included, in mm."""
SYMBOL_LEFT = A4[0] - EDGE - SYMBOL

Draw = Callable[[PdfCanvas], None]


@dataclass(frozen=True)
class Booklet:
    """The laid-out book with what draws each of its pages."""

    book: Book
    pages: list[Draw]


def lay_out(kit: Kit, by: str) -> Booklet:
    """The booklet's pages; ``by`` is commune, district or group."""
    book = booklet(kit.sheets, by, kit)
    return Booklet(book, [_page(kit, book, page, number) for number, page in enumerate(book.pages, start=1)])


def _page(kit: Kit, book: Book, page: BookPage, number: int) -> Draw:
    """Return what draws a page; ``number`` counts from 1."""
    drawers: dict[str, Callable[[], Draw]] = {
        "cover": lambda: _cover(kit),
        "contents": lambda: _contents(kit, page, number),
        "products": lambda: _products(kit, page, number),
        "producers": lambda: _producer_pages(kit, book, page, number),
        "index": lambda: _index(kit, page, number),
        "notes": lambda: _notes(kit, number),
        "back": lambda: _back(kit),
    }
    return drawers[page.kind]()


def _notes(kit: Kit, number: int) -> Draw:
    """A page to write on: the sheets fold only if there are four pages to each."""

    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        y = _title(kit, canvas, kit.sheets.labels["notes"], TOP) + 12
        while y < LOW:
            canvas.line(EDGE, y, A4[0] - EDGE, y, 0.25, ink=canvas.ink("line-strong"))
            y += 9

    return draw


def straight(kit: Kit, made: Booklet, title: str) -> Printed:
    """A4 pages one after the other: to read, or to print on both sides and staple at the edge."""
    canvas, book = kit.canvas(title), made.book
    for number, draw in enumerate(made.pages, start=1):
        canvas.page(A4)
        draw(canvas)
        if number in (1, book.producers, book.index):
            canvas.outline(
                {1: kit.t(kit.sheets.title)}.get(number)
                or kit.label("producers-contacts" if number == book.producers else "index"),
                f"p{number}",
            )
        for said, first in book.section:
            if first == number:
                canvas.outline(kit.t(said), f"s{number}-{kit.t(said)}")
        canvas.done()
    return canvas.save()


def folded(kit: Kit, made: Booklet, title: str) -> Printed:
    """Two pages on each side of a sheet for folding; both sides, turned on the short edge."""
    canvas = kit.canvas(title)
    count = len(made.pages)
    for sheet in range(count // 2):
        low, high = sheet, count - 1 - sheet
        left, right = (high, low) if sheet % 2 == 0 else (low, high)
        canvas.page(A3_WIDE)
        for place, number in ((0.0, left), (A4[0], right)):
            canvas.shift(place, 0)
            made.pages[number](canvas)
        canvas.shift(0, 0)
        cut(canvas, A4[0], None, (A3_WIDE[0], A3_WIDE[1]))
        canvas.done()
    return canvas.save()


# -- covers -------------------------------------------------------------------------------------------


def _cover(kit: Kit) -> Draw:
    def draw(canvas: PdfCanvas) -> None:
        sheets = kit.sheets
        wide = A4[0] - 24
        if canvas.has("hero"):
            with canvas.clipped(12, 12, wide, 168, 6):
                canvas.box(12, 12, wide, 168, canvas.ground("hero"))
                # Its landscape ends where the panel does: it fills the width, and its foot is cut.
                canvas.drawing("hero", 12, 12, wide, wide)
        else:
            canvas.box(12, 12, wide, 168, canvas.ground("motif"), corner=6)
            canvas.drawing("motif", 30, 22, A4[0] - 60, 148)
        y = 190.0
        y = (
            canvas.lines(EDGE, y, fit(kit.label("catalogue"), "strong", (13, 9), ROOM, 7), canvas.ink("leaf"))
            + 1
        )
        y = (
            canvas.lines(
                EDGE, y, fit(kit.t(sheets.title), "name", (38, 16), ROOM, 36, spacing=1.14, balance=True)
            )
            + 1
        )
        if other := kit.other(sheets.title):
            y = canvas.lines(EDGE, y, fit(other, "italic", (18, 10), ROOM, 15, spacing=1.18), GREY) + 1
        when = " · ".join(part for part in (kit.t(sheets.days), kit.t(sheets.place)) if part)
        canvas.lines(EDGE, y + 2, fit(when, "text", (13, 8), ROOM, 12, spacing=1.25))
        canvas.line(EDGE, 270, A4[0] - EDGE, 270, 0.5, ink=canvas.ink("line-strong"))
        canvas.drawing("motif", EDGE, 273.5, 9, 9)
        canvas.text(EDGE + 12, 279.8, kit.t(sheets.brand), "serif", 13)
        if sheets.sample:
            kit.banner(canvas, (0, A4[1] - 9, A4[0], 9), 12, 0)

    return draw


def _back(kit: Kit) -> Draw:
    def draw(canvas: PdfCanvas) -> None:
        sheets = kit.sheets
        payload = kit.t(sheets.page)
        canvas.drawing("motif", A4[0] / 2 - 14, 70, 28, 28)
        canvas.lines(EDGE, 104, fit(kit.t(sheets.brand), "name", (24, 14), ROOM, 12), centre=ROOM)
        side = 48.0
        canvas.qr(payload, A4[0] / 2 - side / 2, 125, side)
        canvas.link(payload, A4[0] / 2 - side / 2, 125, side, side)
        y = canvas.lines(EDGE, 176, fit(payload, "text", (11, 7), ROOM, 6), centre=ROOM) + 6
        for lang in kit.langs:
            if words := sheets.publisher.get(lang):
                y = (
                    canvas.lines(
                        EDGE + 12, y, fit(words, "text", (10, 7), ROOM - 24, 20), GREY, centre=ROOM - 24
                    )
                    + 2
                )
        canvas.lines(EDGE, y + 2, fit(kit.both(sheets.as_of), "text", (9, 7), ROOM, 5), GREY, centre=ROOM)

    return draw


def _frame(kit: Kit, canvas: PdfCanvas, number: int) -> None:
    """The line along the upper edge and the page's number below."""
    canvas.text(EDGE, 14.5, kit.t(kit.sheets.title), "text", 8.5, ink=GREY)
    canvas.right(A4[0] - EDGE, 14.5, kit.t(kit.sheets.brand), "text", 8.5, ink=GREY)
    canvas.line(EDGE, 17.5, A4[0] - EDGE, 17.5, 0.4, ink=canvas.ink("line-strong"))
    # Outer edges: odd pages lie on the right of a folded sheet.
    if number % 2:
        canvas.right(A4[0] - EDGE, 287.5, str(number), "strong", 10)
    else:
        canvas.text(EDGE, 287.5, str(number), "strong", 10)


def _title(kit: Kit, canvas: PdfCanvas, said: TextByLanguage, y: float) -> float:
    y = canvas.lines(EDGE, y, fit(kit.t(said), "name", (24, 14), ROOM, 12, spacing=1.2))
    if other := kit.other(said):
        y = canvas.lines(EDGE, y, fit(other, "italic", (11, 8), ROOM, 6), GREY)
    return y + 2


def _contents(kit: Kit, page: BookPage, number: int) -> Draw:
    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        y = _title(kit, canvas, kit.sheets.labels["contents"], TOP) if page.titled else TOP
        for said, target in page.contents:
            y = _leader(canvas, y, kit.both(said), target)

    return draw


def _leader(
    canvas: PdfCanvas, y: float, words: str, page: int, *, left: float = EDGE, room: float = ROOM
) -> float:
    """Draw a line of contents or index (words, page number, rule below) and return the y below it."""
    block = fit(words, "text", (10.5, 6), room - 12, ROW, spacing=1.28)
    base = y + 4.4
    canvas.text(left, base, block.lines[0], "text", block.size)
    canvas.right(left + room, base, str(page), "strong", 10)
    canvas.line(left, y + ROW - 0.4, left + room, y + ROW - 0.4, 0.25, ink=canvas.ink("line"))
    return y + ROW


# -- products -----------------------------------------------------------------------------------------


def _products(kit: Kit, page: BookPage, number: int) -> Draw:
    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        y = TOP - 3
        for part in page.parts:
            if isinstance(part, SheetProduct):
                _entry(kit, canvas, part, y)
                y += ENTRY
            else:
                line = fit(kit.both(part), "name", (16, 9), ROOM, 8, spacing=1.2)
                canvas.lines(EDGE, y + 2.4, line, canvas.ink("leaf"))
                y += HEADING

    return draw


def _entry(kit: Kit, canvas: PdfCanvas, product: SheetProduct, y: float) -> None:
    """Draw one product below ``y``: picture on the left, words in the middle, QR symbol on the right."""
    canvas.line(EDGE, y, A4[0] - EDGE, y, 0.4, ink=canvas.ink("line"))
    kit.picture(canvas, product, (EDGE, y + 4, 54, ENTRY - 8), 3, 5, covered=3 if product.sample else 0)
    _entry_words(kit, canvas, product, y)
    _entry_symbol(kit, canvas, product, y)
    if product.sample:
        kit.banner(canvas, (EDGE, y + ENTRY - 7, 54, 4), 6, 0)


def _entry_words(kit: Kit, canvas: PdfCanvas, product: SheetProduct, y: float) -> None:
    """Draw names and rating from the top, producer, place and contacts from the foot, the text between."""
    left, room = EDGE + 60, SYMBOL_LEFT - (EDGE + 60) - 3
    top = _entry_head(kit, canvas, product, y + 4)
    producer = fit(kit.producer(product), kit.weight(product), (10, 6.5), room, 8.6, spacing=1.2)
    place = fit(kit.both(product.place), "text", (9, 6), room, 7.8, spacing=1.2)
    contacts = _contacts(kit, kit.sheets.producers.get(product.producer))
    contact_lines = fit(contacts, "text", (9, 6), room, 7.8, spacing=1.2) if contacts else None
    foot = y + ENTRY - 4 - producer.height - place.height - (contact_lines.height if contact_lines else 0)
    pitch = kit.both(product.pitch, "\n")
    for row, words in enumerate(pitch.split("\n")):
        if words and foot - top > 4:
            height = (foot - top - 1) / (2 if row == 0 and "\n" in pitch else 1)
            block = fit(words, "text", (11, 7.5), room, height, spacing=1.26)
            top = canvas.lines(left, top, block, GREY if row else BLACK) + 0.8
    after = canvas.lines(left, foot, producer)
    after = canvas.lines(left, after, place, GREY)
    if contact_lines:
        canvas.lines(left, after, contact_lines)


def _entry_head(kit: Kit, canvas: PdfCanvas, product: SheetProduct, top: float) -> float:
    """Draw the names, stars and rating of a product and return the y below them."""
    left, room = EDGE + 60, SYMBOL_LEFT - (EDGE + 60) - 3
    name = fit(kit.t(product.name), "name", (17, 9), room, 19, spacing=1.16, balance=True)
    top = canvas.lines(left, top, name)
    if other := kit.other(product.name):
        top = canvas.lines(left, top + 0.4, fit(other, "italic", (10, 7), room, 8.4, spacing=1.18), GREY)
    if product.stars:
        canvas.stars(left, top + 1.4, 4.4, product.stars)
        top += 5.8
    rating = kit.pair(product.rating, (9.5, 6.5), room, 18)
    return kit.put(canvas, left, top + 1, rating, canvas.ink("leaf") if product.stars else BLACK) + 1


def _entry_symbol(kit: Kit, canvas: PdfCanvas, product: SheetProduct, y: float) -> None:
    """Draw the QR symbol of a product with its trace code and packs below."""
    quiet = kit.quiet(product.payload, SYMBOL)
    canvas.qr(product.payload, SYMBOL_LEFT + quiet, y + 4 - quiet * 0.5, SYMBOL)
    canvas.link(product.payload, SYMBOL_LEFT + quiet, y + 4, SYMBOL, SYMBOL)
    under = y + 4 + SYMBOL - quiet
    for note in (product.code, kit.t(product.packs)):
        if note:
            block = fit(note, "text", (8, 6), SYMBOL - 2 * quiet, 12, spacing=1.2)
            under = canvas.lines(SYMBOL_LEFT + 2 * quiet, under, block, GREY) + 1


def _contacts(kit: Kit, producer: SheetProducer | None) -> str:
    """Return the contacts that a producer agreed to publish, in one line."""
    contacts = producer.contacts if producer else ()
    return " · ".join(f"{kit.label(contact.kind)}: {contact.value}" for contact in contacts)


# -- producers and index --------------------------------------------------------------------------------


def _producer_pages(kit: Kit, book: Book, page: BookPage, number: int) -> Draw:
    """Every producer with the contacts that it agreed to publish and the pages of its products."""

    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        y = TOP
        if page.titled:
            low = _title(kit, canvas, kit.sheets.labels["producers-contacts"], TOP)
            note = fit(kit.both_labels("consent-note", " "), "text", (9, 6.5), ROOM, 4.4)
            canvas.lines(EDGE, low - 1, note, GREY)
            y += TITLE
        for producer in page.producers:
            height = PRODUCER if producer.contacts else PRODUCER_WITHOUT_CONTACTS
            _producer(kit, canvas, book, producer, (y, height))
            y += height

    return draw


def _producer(
    kit: Kit, canvas: PdfCanvas, book: Book, producer: SheetProducer, strip: tuple[float, float]
) -> None:
    """Draw one producer in a strip, given as its top and height in mm."""
    y, height = strip
    canvas.line(EDGE, y, A4[0] - EDGE, y, 0.25, ink=canvas.ink("line"))
    half = ROOM / 2 - 4
    low = canvas.lines(EDGE, y + 1.5, fit(kit.t(producer.name), "serif", (11, 7.5), half, 9.4, spacing=1.18))
    if other := kit.other(producer.name):
        low = canvas.lines(EDGE, low, fit(other, "italic", (8.5, 6), half, 7, spacing=1.16), GREY)
    if place := kit.t(producer.place):
        canvas.lines(EDGE, low, fit(place, "text", (8.5, 6.5), half, 3.8), GREY)
    right = EDGE + ROOM / 2 + 4
    top = y + 1.5
    if words := _contacts(kit, producer):
        top = canvas.lines(right, top, fit(words, "text", (9, 6), half, 12, spacing=1.24)) + 1
    products = "; ".join(
        f"{kit.t(product.name)} ({kit.label('page')} {book.product[product.id]})"
        for product in kit.sheets.products
        if product.producer == producer.id
    )
    block = fit(products, "text", (9, 5.5), half, y + height - top - 1, spacing=1.22)
    canvas.lines(right, top, block)


def _index(kit: Kit, page: BookPage, number: int) -> Draw:
    """Two columns of names with their pages."""
    room = ROOM / 2 - 4

    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        top = _title(kit, canvas, kit.sheets.labels["index"], TOP) if page.titled else TOP
        each = -(-len(page.index) // 2)
        for position, (words, target) in enumerate(page.index):
            left = EDGE + (room + 8 if position >= each else 0)
            _leader(canvas, top + position % each * ROW, words, target, left=left, room=room)

    return draw
