"""The booklet: cover, contents, products under headings, makers with contacts, index, back.

``plan/layout.py`` says what stands on which page; here it is drawn. The same pages are written twice: one
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
    MAKER,
    ROW,
    SILENT,
    TITLE,
    TOP,
    Book,
    BookPage,
    booklet,
)
from generator.site.sheets import Said, SheetProducer, SheetProduct

A3_WIDE = (420.0, 297.0)
EDGE = 18.0
ROOM = A4[0] - 2 * EDGE

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
    match page.kind:
        case "cover":
            return _cover(kit)
        case "contents":
            return _contents(kit, page, number)
        case "products":
            return _products(kit, page, number)
        case "makers":
            return _makers(kit, book, page, number)
        case "index":
            return _index(kit, page, number)
        case "notes":
            return _notes(kit, number)
        case _:
            return _back(kit)


def _notes(kit: Kit, number: int) -> Draw:
    """A page to write on: the sheets fold only if there are four pages to each."""

    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        y = _title(kit, canvas, kit.sheets.labels["notes"], TOP) + 12
        while y < LOW:
            canvas.line(EDGE, y, A4[0] - EDGE, y, 0.25, canvas.ink("line-strong"))
            y += 9

    return draw


def straight(kit: Kit, made: Booklet, title: str) -> Printed:
    """A4 pages one after the other: to read, or to print on both sides and staple at the edge."""
    canvas, book = kit.canvas(title), made.book
    for number, draw in enumerate(made.pages, start=1):
        canvas.page(A4)
        draw(canvas)
        if number in (1, book.makers, book.index):
            canvas.outline(
                {1: kit.t(kit.sheets.title)}.get(number)
                or kit.label("makers" if number == book.makers else "index"),
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
            canvas.box(12, 12, wide, 168, canvas.ground("motif"), 6)
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
        canvas.line(EDGE, 270, A4[0] - EDGE, 270, 0.5, canvas.ink("line-strong"))
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
    canvas.text(EDGE, 14.5, kit.t(kit.sheets.title), "text", 8.5, GREY)
    canvas.right(A4[0] - EDGE, 14.5, kit.t(kit.sheets.brand), "text", 8.5, GREY)
    canvas.line(EDGE, 17.5, A4[0] - EDGE, 17.5, 0.4, canvas.ink("line-strong"))
    # Outer edges: odd pages lie on the right of a folded sheet.
    if number % 2:
        canvas.right(A4[0] - EDGE, 287.5, str(number), "strong", 10)
    else:
        canvas.text(EDGE, 287.5, str(number), "strong", 10)


def _title(kit: Kit, canvas: PdfCanvas, said: Said, y: float) -> float:
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
    canvas: PdfCanvas, y: float, words: str, page: int, left: float = EDGE, room: float = ROOM
) -> float:
    """A line of contents or index: words, dots, number."""
    block = fit(words, "text", (10.5, 6), room - 12, ROW, spacing=1.28)
    base = y + 4.4
    canvas.text(left, base, block.lines[0], "text", block.size)
    canvas.right(left + room, base, str(page), "strong", 10)
    canvas.line(left, y + ROW - 0.4, left + room, y + ROW - 0.4, 0.25, canvas.ink("line"))
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
    """One product: picture, words, code."""
    canvas.line(EDGE, y, A4[0] - EDGE, y, 0.4, canvas.ink("line"))
    kit.picture(canvas, product, (EDGE, y + 4, 54, ENTRY - 8), 3, 5, covered=3 if product.sample else 0)
    side, left = 33.0, EDGE + 60
    code = A4[0] - EDGE - side
    room = code - left - 3
    top = y + 4
    name = fit(kit.t(product.name), "name", (17, 9), room, 19, spacing=1.16, balance=True)
    top = canvas.lines(left, top, name)
    if other := kit.other(product.name):
        top = canvas.lines(left, top + 0.4, fit(other, "italic", (10, 7), room, 8.4, spacing=1.18), GREY)
    if product.stars:
        canvas.stars(left, top + 1.4, 4.4, product.stars)
        top += 5.8
    rating = kit.pair(product.rating, (9.5, 6.5), room, 18)
    top = kit.put(canvas, left, top + 1, rating, canvas.ink("leaf") if product.stars else BLACK) + 1
    low = y + ENTRY - 4
    maker = fit(kit.maker(product), kit.weight(product), (10, 6.5), room, 8.6, spacing=1.2)
    place = fit(kit.both(product.place), "text", (9, 6), room, 7.8, spacing=1.2)
    contacts = _contacts(kit, kit.sheets.producers.get(product.producer))
    reach = fit(contacts, "text", (9, 6), room, 7.8, spacing=1.2) if contacts else None
    foot = low - maker.height - place.height - (reach.height if reach else 0)
    pitch = kit.both(product.pitch, "\n")
    for number, words in enumerate(pitch.split("\n")):
        if words and foot - top > 4:
            share = (foot - top - 1) / (2 if number == 0 and "\n" in pitch else 1)
            top = (
                canvas.lines(
                    left,
                    top,
                    fit(words, "text", (11, 7.5), room, share, spacing=1.26),
                    GREY if number else BLACK,
                )
                + 0.8
            )
    after = canvas.lines(left, foot, maker)
    after = canvas.lines(left, after, place, GREY)
    if reach:
        canvas.lines(left, after, reach)
    quiet = kit.quiet(product.payload, side)
    canvas.qr(product.payload, code + quiet, y + 4 - quiet * 0.5, side)
    canvas.link(product.payload, code + quiet, y + 4, side, side)
    under = y + 4 + side - quiet
    notes = [product.code, kit.t(product.packs)]
    for note in notes:
        if note:
            under = (
                canvas.lines(
                    code + 2 * quiet,
                    under,
                    fit(note, "text", (8, 6), side - 2 * quiet, 12, spacing=1.2),
                    GREY,
                )
                + 1
            )
    if product.sample:
        kit.banner(canvas, (EDGE, y + ENTRY - 7, 54, 4), 6, 0)


def _contacts(kit: Kit, holder: SheetProducer | None) -> str:
    return (
        " · ".join(f"{kit.label(contact.kind)}: {contact.value}" for contact in holder.contacts)
        if holder
        else ""
    )


# -- makers and index -----------------------------------------------------------------------------------


def _makers(kit: Kit, book: Book, page: BookPage, number: int) -> Draw:
    """Every maker with what it agreed to publish and where its products stand."""

    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        y = TOP
        if page.titled:
            low = _title(kit, canvas, kit.sheets.labels["makers"], TOP)
            note = fit(kit.both_labels("consent-note", " "), "text", (9, 6.5), ROOM, 4.4)
            canvas.lines(EDGE, low - 1, note, GREY)
            y += TITLE
        for holder in page.makers:
            high = MAKER if holder.contacts else SILENT
            _maker(kit, canvas, book, holder, y, high)
            y += high

    return draw


def _maker(kit: Kit, canvas: PdfCanvas, book: Book, holder: SheetProducer, y: float, high: float) -> None:
    canvas.line(EDGE, y, A4[0] - EDGE, y, 0.25, canvas.ink("line"))
    half = ROOM / 2 - 4
    low = canvas.lines(EDGE, y + 1.5, fit(kit.t(holder.name), "serif", (11, 7.5), half, 9.4, spacing=1.18))
    if other := kit.other(holder.name):
        low = canvas.lines(EDGE, low, fit(other, "italic", (8.5, 6), half, 7, spacing=1.16), GREY)
    if place := kit.t(holder.place):
        canvas.lines(EDGE, low, fit(place, "text", (8.5, 6.5), half, 3.8), GREY)
    right = EDGE + ROOM / 2 + 4
    top = y + 1.5
    if words := _contacts(kit, holder):
        top = canvas.lines(right, top, fit(words, "text", (9, 6), half, 12, spacing=1.24)) + 1
    found = [product for product in kit.sheets.products if product.producer == holder.id]
    made = "; ".join(f"{kit.t(one.name)} ({kit.label('page')} {book.product[one.id]})" for one in found)
    canvas.lines(right, top, fit(made, "text", (9, 5.5), half, y + high - top - 1, spacing=1.22))


def _index(kit: Kit, page: BookPage, number: int) -> Draw:
    """Two columns of names with their pages."""
    room = ROOM / 2 - 4

    def draw(canvas: PdfCanvas) -> None:
        _frame(kit, canvas, number)
        top = _title(kit, canvas, kit.sheets.labels["index"], TOP) if page.titled else TOP
        each = -(-len(page.index) // 2)
        for place, (words, target) in enumerate(page.index):
            left = EDGE + (room + 8 if place >= each else 0)
            _leader(canvas, top + place % each * ROW, words, target, left, room)

    return draw
