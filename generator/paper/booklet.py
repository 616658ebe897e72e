"""The booklet: cover, contents, products under headings, makers with contacts, index, back.

Pages are laid out first and drawn afterwards, so that contents and index know their numbers. The same
pages are written twice: one after the other in A4, and as sheets of two for folding (A3, or A4 when
the printer is told to fit the page).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.paper.cards import A4, cut
from generator.paper.ink import BLACK, GREY, Press, Printed, fit
from generator.paper.kit import Kit
from generator.plan.sheets import Said, SheetProducer, SheetProduct
from generator.text import sort_key

A3_WIDE = (420.0, 297.0)
EDGE = 18.0
ROOM = A4[0] - 2 * EDGE
TOP = 24.0
LOW = 279.0
ENTRY = 74.0
HEADING = 12.0
ROW = 6.2
MAKER = 30.0

Draw = Callable[[Press], None]


@dataclass
class Book:
    """Pages in order, and on which page each product stands."""

    pages: list[Draw] = field(default_factory=list)
    product: dict[str, int] = field(default_factory=dict)
    section: list[tuple[Said, int]] = field(default_factory=list)
    makers: int = 0
    index: int = 0


def lay_out(kit: Kit, by: str) -> Book:
    """The booklet's pages; ``by`` is commune, district or group."""
    sections = kit.sheets.sections[by]
    # Contents: one line for each heading, and two for makers and index.
    per_page = int((LOW - TOP - 20) // ROW)
    rows = len(sections) + 2
    before = 1 + max(1, -(-rows // per_page))
    book = Book()
    body = _body(kit, book, sections, before)
    makers = _makers(kit, book, before + len(body))
    index = _index(kit, book, before + len(body) + len(makers))
    book.makers, book.index = before + len(body) + 1, before + len(body) + len(makers) + 1
    entries = [
        *book.section,
        (kit.sheets.labels["makers"], book.makers),
        (kit.sheets.labels["index"], book.index),
    ]
    contents: list[Draw] = [
        _contents(kit, entries[start : start + per_page], start == 0)
        for start in range(0, len(entries), per_page)
    ]
    book.pages = [_cover(kit), *contents, *body, *makers, *index]
    while len(book.pages) % 4 != 3:
        book.pages.append(_notes(kit, len(book.pages) + 1))
    book.pages.append(_back(kit))
    return book


def _notes(kit: Kit, number: int) -> Draw:
    """A page to write on: the sheets fold only if there are four pages to each."""

    def draw(press: Press) -> None:
        _frame(kit, press, number)
        y = _title(kit, press, kit.sheets.labels["notes"], TOP) + 12
        while y < LOW:
            press.line(EDGE, y, A4[0] - EDGE, y, 0.25, press.ink("line-strong"))
            y += 9

    return draw


def straight(kit: Kit, book: Book, title: str) -> Printed:
    """A4 pages one after the other: to read, or to print on both sides and staple at the edge."""
    press = kit.press(title)
    for number, draw in enumerate(book.pages, start=1):
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


def folded(kit: Kit, book: Book, title: str) -> Printed:
    """Two pages on each side of a sheet for folding; both sides, turned on the short edge."""
    press = kit.press(title)
    count = len(book.pages)
    for sheet in range(count // 2):
        low, high = sheet, count - 1 - sheet
        left, right = (high, low) if sheet % 2 == 0 else (low, high)
        press.page(A3_WIDE)
        for place, number in ((0.0, left), (A4[0], right)):
            press.shift(place, 0)
            book.pages[number](press)
        press.shift(0, 0)
        cut(press, A4[0], None, (A3_WIDE[0], A3_WIDE[1]))
        press.done()
    return press.save()


# -- covers -------------------------------------------------------------------------------------------


def _cover(kit: Kit) -> Draw:
    def draw(press: Press) -> None:
        sheets = kit.sheets
        press.box(12, 12, A4[0] - 24, 168, press.ground("star-anise"), 6)
        press.drawing("hero" if press.has("hero") else "motif", 30, 22, A4[0] - 60, 148)
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


def _contents(kit: Kit, entries: Sequence[tuple[Said, int]], first: bool) -> Draw:
    def draw(press: Press) -> None:
        _frame(kit, press, 2)
        y = _title(kit, press, kit.sheets.labels["contents"], TOP) if first else TOP
        for said, page in entries:
            y = _leader(press, y, kit.both(said), page)

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


def _body(kit: Kit, book: Book, sections: Sequence[tuple[Said, tuple[str, ...]]], before: int) -> list[Draw]:
    """Headings and entries, page after page; a heading never stands alone at the foot."""
    pages: list[list[tuple[float, Said | SheetProduct]]] = []
    y = LOW
    for said, ids in sections:
        for place, product in enumerate(kit.sheets.of(ids)):
            need = ENTRY + (HEADING if place == 0 else 0)
            if y + need > LOW + 0.1:
                pages.append([])
                y = TOP - 3
            if place == 0:
                pages[-1].append((y, said))
                book.section.append((said, before + len(pages)))
                y += HEADING
            pages[-1].append((y, product))
            book.product[product.id] = before + len(pages)
            y += ENTRY

    def page(number: int, items: Sequence[tuple[float, Said | SheetProduct]]) -> Draw:
        def draw(press: Press) -> None:
            _frame(kit, press, number)
            for y, item in items:
                if isinstance(item, SheetProduct):
                    _entry(kit, press, item, y)
                else:
                    line = fit(kit.both(item), "name", (16, 9), ROOM, 8, spacing=1.2)
                    press.lines(EDGE, y + 2.4, line, press.ink("leaf"))

        return draw

    return [page(before + number, items) for number, items in enumerate(pages, start=1)]


def _entry(kit: Kit, press: Press, product: SheetProduct, y: float) -> None:
    """One product: picture, words, code."""
    press.line(EDGE, y, A4[0] - EDGE, y, 0.4, press.ink("line"))
    kit.picture(press, product, (EDGE, y + 4, 54, ENTRY - 8), 3, 5, 6)
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
    rating = kit.pair(product.rating, (8.5, 6), room, 13)
    top = kit.put(press, left, top + 1, rating, press.ink("leaf") if product.stars else BLACK) + 1
    low = y + ENTRY - 4
    maker = fit(kit.maker(product), kit.weight(product), (9, 6.5), room, 8, spacing=1.2)
    place = fit(kit.both(product.place), "text", (8.5, 6), room, 7.4, spacing=1.2)
    contacts = _contacts(kit, kit.sheets.producers.get(product.producer))
    reach = fit(contacts, "text", (8.5, 6), room, 7.4, spacing=1.2) if contacts else None
    foot = low - maker.height - place.height - (reach.height if reach else 0)
    pitch = kit.both(product.pitch, "\n")
    for number, words in enumerate(pitch.split("\n")):
        if words and foot - top > 4:
            share = (foot - top - 1) / (2 if number == 0 and "\n" in pitch else 1)
            top = (
                press.lines(
                    left,
                    top,
                    fit(words, "text", (9.5, 7.5), room, share, spacing=1.26),
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
    return " · ".join(f"{kit.label(kind)}: {value}" for kind, value in holder.contacts) if holder else ""


# -- makers and index -----------------------------------------------------------------------------------


def _makers(kit: Kit, book: Book, before: int) -> list[Draw]:
    """Every maker with what it agreed to publish and where its products stand."""
    holders = sorted(kit.sheets.producers.values(), key=lambda one: sort_key(kit.say(one.name)))
    first = int((LOW - TOP - 20) // MAKER)
    each = int((LOW - TOP) // MAKER)
    parts = [holders[:first]] if holders else []
    parts += [holders[start : start + each] for start in range(first, len(holders), each)]

    def page(number: int, part: Sequence[SheetProducer], title: bool) -> Draw:
        def draw(press: Press) -> None:
            _frame(kit, press, number)
            y = _title(kit, press, kit.sheets.labels["makers"], TOP) if title else TOP
            for holder in part:
                _maker(kit, press, book, holder, y)
                y += MAKER

        return draw

    return [page(before + place + 1, part, place == 0) for place, part in enumerate(parts)]


def _maker(kit: Kit, press: Press, book: Book, holder: SheetProducer, y: float) -> None:
    press.line(EDGE, y, A4[0] - EDGE, y, 0.25, press.ink("line"))
    half = ROOM / 2 - 4
    low = press.lines(EDGE, y + 1.5, fit(kit.say(holder.name), "serif", (11, 7.5), half, 9.4, spacing=1.18))
    if other := kit.other(holder.name):
        low = press.lines(EDGE, low, fit(other, "italic", (8.5, 6), half, 7, spacing=1.16), GREY)
    if place := kit.say(holder.place):
        low = press.lines(EDGE, low, fit(place, "text", (8.5, 6.5), half, 3.8), GREY)
    right = EDGE + ROOM / 2 + 4
    words = _contacts(kit, holder)
    block = fit(words or kit.both_labels("no-contact", " "), "text", (9, 6), half, 12, spacing=1.24)
    top = press.lines(right, y + 1.5, block, BLACK if words else GREY) + 1
    found = [one for one in kit.sheets.products if one.producer == holder.id]
    made = "; ".join(f"{kit.say(one.name)} ({kit.label('page')} {book.product[one.id]})" for one in found)
    press.lines(right, top, fit(made, "text", (8.5, 5.5), half, y + MAKER - top - 1, spacing=1.22))


def _index(kit: Kit, book: Book, before: int) -> list[Draw]:
    """Products in Vietnamese order, and in the second language where the booklet has one."""
    rows: list[tuple[str, int]] = [(kit.say(one.name), book.product[one.id]) for one in kit.sheets.products]
    rows += [(other, book.product[one.id]) for one in kit.sheets.products if (other := kit.other(one.name))]
    rows.sort(key=lambda row: (sort_key(row[0]), row[1]))
    room = ROOM / 2 - 4
    column = int((LOW - TOP - 22) // ROW)
    parts = [rows[start : start + 2 * column] for start in range(0, len(rows), 2 * column)]

    def page(number: int, part: Sequence[tuple[str, int]], title: bool) -> Draw:
        def draw(press: Press) -> None:
            _frame(kit, press, number)
            top = _title(kit, press, kit.sheets.labels["index"], TOP) if title else TOP
            each = -(-len(part) // 2)
            for place, (words, target) in enumerate(part):
                left = EDGE + (room + 8 if place >= each else 0)
                _leader(press, top + place % each * ROW, words, target, left, room)

        return draw

    return [page(before + place + 1, part, place == 0) for place, part in enumerate(parts)]
