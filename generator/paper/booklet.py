"""The booklet: cover, contents, products under headings, makers with contacts, index, back.

``plan/layout.py`` says what stands on which page; here it is drawn. The same pages are written twice: one
after the other in A4, and as sheets of two for folding (A3, or A4 when the printer is told to fit the page).
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.paper.cards import A4, cut
from generator.paper.ink import BLACK, GREY, Press, Printed
from generator.paper.kit import Kit
from generator.paper.lines import fit
from generator.plan.layout import (
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
from generator.plan.sheets import Said, SheetProducer, SheetProduct

A3_WIDE = (420.0, 297.0)
EDGE = 18.0
ROOM = A4[0] - 2 * EDGE

Draw = Callable[[Press], None]


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

    def draw(press: Press) -> None:
        _frame(kit, press, number)
        y = _title(kit, press, kit.sheets.labels["notes"], TOP) + 12
        while y < LOW:
            press.line(EDGE, y, A4[0] - EDGE, y, 0.25, press.ink("line-strong"))
            y += 9

    return draw


def straight(kit: Kit, made: Booklet, title: str) -> Printed:
    """A4 pages one after the other: to read, or to print on both sides and staple at the edge."""
    press, book = kit.press(title), made.book
    for number, draw in enumerate(made.pages, start=1):
        press.page(A4)
        draw(press)
        if number in (1, book.makers, book.index):
            press.outline(
                {1: kit.say(kit.sheets.title)}.get(number)
                or kit.label("makers" if number == book.makers else "index"),
                f"p{number}",
            )
        for said, first in book.section:
            if first == number:
                press.outline(kit.say(said), f"s{number}-{kit.say(said)}")
        press.done()
    return press.save()


def folded(kit: Kit, made: Booklet, title: str) -> Printed:
    """Two pages on each side of a sheet for folding; both sides, turned on the short edge."""
    press = kit.press(title)
    count = len(made.pages)
    for sheet in range(count // 2):
        low, high = sheet, count - 1 - sheet
        left, right = (high, low) if sheet % 2 == 0 else (low, high)
        press.page(A3_WIDE)
        for place, number in ((0.0, left), (A4[0], right)):
            press.shift(place, 0)
            made.pages[number](press)
        press.shift(0, 0)
        cut(press, A4[0], None, (A3_WIDE[0], A3_WIDE[1]))
        press.done()
    return press.save()


# -- covers -------------------------------------------------------------------------------------------


def _cover(kit: Kit) -> Draw:
    def draw(press: Press) -> None:
        sheets = kit.sheets
        wide = A4[0] - 24
        if press.has("hero"):
            with press.clipped(12, 12, wide, 168, 6):
                press.box(12, 12, wide, 168, press.ground("hero"))
                # Its landscape ends where the panel does: it fills the width, and its foot is cut.
                press.drawing("hero", 12, 12, wide, wide)
        else:
            press.box(12, 12, wide, 168, press.ground("motif"), 6)
            press.drawing("motif", 30, 22, A4[0] - 60, 148)
        y = 190.0
        y = (
            press.lines(EDGE, y, fit(kit.label("catalogue"), "strong", (13, 9), ROOM, 7), press.ink("leaf"))
            + 1
        )
        y = (
            press.lines(
                EDGE, y, fit(kit.say(sheets.title), "name", (38, 16), ROOM, 36, spacing=1.14, balance=True)
            )
            + 1
        )
        if other := kit.other(sheets.title):
            y = press.lines(EDGE, y, fit(other, "italic", (18, 10), ROOM, 15, spacing=1.18), GREY) + 1
        when = " · ".join(part for part in (kit.say(sheets.days), kit.say(sheets.place)) if part)
        press.lines(EDGE, y + 2, fit(when, "text", (13, 8), ROOM, 12, spacing=1.25))
        press.line(EDGE, 270, A4[0] - EDGE, 270, 0.5, press.ink("line-strong"))
        press.drawing("motif", EDGE, 273.5, 9, 9)
        press.text(EDGE + 12, 279.8, kit.say(sheets.brand), "serif", 13)
        if sheets.sample:
            kit.banner(press, (0, A4[1] - 9, A4[0], 9), 12, 0)

    return draw


def _back(kit: Kit) -> Draw:
    def draw(press: Press) -> None:
        sheets = kit.sheets
        payload = kit.say(sheets.page)
        press.drawing("motif", A4[0] / 2 - 14, 70, 28, 28)
        press.lines(EDGE, 104, fit(kit.say(sheets.brand), "name", (24, 14), ROOM, 12), centre=ROOM)
        side = 48.0
        press.qr(payload, A4[0] / 2 - side / 2, 125, side)
        press.link(payload, A4[0] / 2 - side / 2, 125, side, side)
        y = press.lines(EDGE, 176, fit(payload, "text", (11, 7), ROOM, 6), centre=ROOM) + 6
        for lang in kit.langs:
            if words := sheets.publisher.get(lang):
                y = (
                    press.lines(
                        EDGE + 12, y, fit(words, "text", (10, 7), ROOM - 24, 20), GREY, centre=ROOM - 24
                    )
                    + 2
                )
        press.lines(EDGE, y + 2, fit(kit.both(sheets.as_of), "text", (9, 7), ROOM, 5), GREY, centre=ROOM)

    return draw


def _frame(kit: Kit, press: Press, number: int) -> None:
    """The line along the upper edge and the page's number below."""
    press.text(EDGE, 14.5, kit.say(kit.sheets.title), "text", 8.5, GREY)
    press.right(A4[0] - EDGE, 14.5, kit.say(kit.sheets.brand), "text", 8.5, GREY)
    press.line(EDGE, 17.5, A4[0] - EDGE, 17.5, 0.4, press.ink("line-strong"))
    # Outer edges: odd pages lie on the right of a folded sheet.
    if number % 2:
        press.right(A4[0] - EDGE, 287.5, str(number), "strong", 10)
    else:
        press.text(EDGE, 287.5, str(number), "strong", 10)


def _title(kit: Kit, press: Press, said: Said, y: float) -> float:
    y = press.lines(EDGE, y, fit(kit.say(said), "name", (24, 14), ROOM, 12, spacing=1.2))
    if other := kit.other(said):
        y = press.lines(EDGE, y, fit(other, "italic", (11, 8), ROOM, 6), GREY)
    return y + 2


def _contents(kit: Kit, page: BookPage, number: int) -> Draw:
    def draw(press: Press) -> None:
        _frame(kit, press, number)
        y = _title(kit, press, kit.sheets.labels["contents"], TOP) if page.titled else TOP
        for said, target in page.contents:
            y = _leader(press, y, kit.both(said), target)

    return draw


def _leader(press: Press, y: float, words: str, page: int, left: float = EDGE, room: float = ROOM) -> float:
    """A line of contents or index: words, dots, number."""
    block = fit(words, "text", (10.5, 6), room - 12, ROW, spacing=1.28)
    base = y + 4.4
    press.text(left, base, block.lines[0], "text", block.size)
    press.right(left + room, base, str(page), "strong", 10)
    press.line(left, y + ROW - 0.4, left + room, y + ROW - 0.4, 0.25, press.ink("line"))
    return y + ROW


# -- products -----------------------------------------------------------------------------------------


def _products(kit: Kit, page: BookPage, number: int) -> Draw:
    def draw(press: Press) -> None:
        _frame(kit, press, number)
        y = TOP - 3
        for part in page.parts:
            if isinstance(part, SheetProduct):
                _entry(kit, press, part, y)
                y += ENTRY
            else:
                line = fit(kit.both(part), "name", (16, 9), ROOM, 8, spacing=1.2)
                press.lines(EDGE, y + 2.4, line, press.ink("leaf"))
                y += HEADING

    return draw


def _entry(kit: Kit, press: Press, product: SheetProduct, y: float) -> None:
    """One product: picture, words, code."""
    press.line(EDGE, y, A4[0] - EDGE, y, 0.4, press.ink("line"))
    kit.picture(press, product, (EDGE, y + 4, 54, ENTRY - 8), 3, 5, covered=3 if product.sample else 0)
    side, left = 33.0, EDGE + 60
    code = A4[0] - EDGE - side
    room = code - left - 3
    top = y + 4
    name = fit(kit.say(product.name), "name", (17, 9), room, 19, spacing=1.16, balance=True)
    top = press.lines(left, top, name)
    if other := kit.other(product.name):
        top = press.lines(left, top + 0.4, fit(other, "italic", (10, 7), room, 8.4, spacing=1.18), GREY)
    if product.stars:
        press.stars(left, top + 1.4, 4.4, product.stars)
        top += 5.8
    rating = kit.pair(product.rating, (9.5, 6.5), room, 18)
    top = kit.put(press, left, top + 1, rating, press.ink("leaf") if product.stars else BLACK) + 1
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
                press.lines(
                    left,
                    top,
                    fit(words, "text", (11, 7.5), room, share, spacing=1.26),
                    GREY if number else BLACK,
                )
                + 0.8
            )
    after = press.lines(left, foot, maker)
    after = press.lines(left, after, place, GREY)
    if reach:
        press.lines(left, after, reach)
    quiet = kit.quiet(product.payload, side)
    press.qr(product.payload, code + quiet, y + 4 - quiet * 0.5, side)
    press.link(product.payload, code + quiet, y + 4, side, side)
    under = y + 4 + side - quiet
    notes = [product.code, kit.say(product.packs)]
    for note in notes:
        if note:
            under = (
                press.lines(
                    code + 2 * quiet,
                    under,
                    fit(note, "text", (8, 6), side - 2 * quiet, 12, spacing=1.2),
                    GREY,
                )
                + 1
            )
    if product.sample:
        kit.banner(press, (EDGE, y + ENTRY - 7, 54, 4), 6, 0)


def _contacts(kit: Kit, holder: SheetProducer | None) -> str:
    return " · ".join(f"{kit.label(one.kind)}: {one.value}" for one in holder.contacts) if holder else ""


# -- makers and index -----------------------------------------------------------------------------------


def _makers(kit: Kit, book: Book, page: BookPage, number: int) -> Draw:
    """Every maker with what it agreed to publish and where its products stand."""

    def draw(press: Press) -> None:
        _frame(kit, press, number)
        y = TOP
        if page.titled:
            low = _title(kit, press, kit.sheets.labels["makers"], TOP)
            note = fit(kit.both_labels("consent-note", " "), "text", (9, 6.5), ROOM, 4.4)
            press.lines(EDGE, low - 1, note, GREY)
            y += TITLE
        for holder in page.makers:
            high = MAKER if holder.contacts else SILENT
            _maker(kit, press, book, holder, y, high)
            y += high

    return draw


def _maker(kit: Kit, press: Press, book: Book, holder: SheetProducer, y: float, high: float) -> None:
    press.line(EDGE, y, A4[0] - EDGE, y, 0.25, press.ink("line"))
    half = ROOM / 2 - 4
    low = press.lines(EDGE, y + 1.5, fit(kit.say(holder.name), "serif", (11, 7.5), half, 9.4, spacing=1.18))
    if other := kit.other(holder.name):
        low = press.lines(EDGE, low, fit(other, "italic", (8.5, 6), half, 7, spacing=1.16), GREY)
    if place := kit.say(holder.place):
        press.lines(EDGE, low, fit(place, "text", (8.5, 6.5), half, 3.8), GREY)
    right = EDGE + ROOM / 2 + 4
    top = y + 1.5
    if words := _contacts(kit, holder):
        top = press.lines(right, top, fit(words, "text", (9, 6), half, 12, spacing=1.24)) + 1
    found = [one for one in kit.sheets.products if one.producer == holder.id]
    made = "; ".join(f"{kit.say(one.name)} ({kit.label('page')} {book.product[one.id]})" for one in found)
    press.lines(right, top, fit(made, "text", (9, 5.5), half, y + high - top - 1, spacing=1.22))


def _index(kit: Kit, page: BookPage, number: int) -> Draw:
    """Two columns of names with their pages."""
    room = ROOM / 2 - 4

    def draw(press: Press) -> None:
        _frame(kit, press, number)
        top = _title(kit, press, kit.sheets.labels["index"], TOP) if page.titled else TOP
        each = -(-len(page.index) // 2)
        for place, (words, target) in enumerate(page.index):
            left = EDGE + (room + 8 if place >= each else 0)
            _leader(press, top + place % each * ROW, words, target, left, room)

    return draw
