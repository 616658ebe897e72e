"""A4 sheets for one product or one booth: placard, leaflet, sheet of codes."""

from collections.abc import Sequence

from generator.paper.cards import A4
from generator.paper.ink import BLACK, GREY, Press, Printed
from generator.paper.kit import Kit
from generator.paper.lines import MM, Lines, fit, wrap
from generator.plan.layout import blocks, codes
from generator.plan.sheets import SheetProduct

EDGE = 15.0
ROOM = A4[0] - 2 * EDGE
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Text sizes of the leaflet, tried from the largest."""
PICTURES = ((92.0, 10.5), (66.0, 7.0))
"""The leaflet's picture in mm, large where there is little to say, and the smallest text beside it."""
GUTTER = 8.0


def head(kit: Kit, press: Press, right: str = "") -> None:
    """The line along the upper edge: motif, name of the site, and what the sheet is for."""
    press.drawing("motif", EDGE, 9, 9, 9)
    press.text(EDGE + 11.5, 15.2, kit.say(kit.sheets.brand), "serif", 12)
    if right:
        block = fit(right, "text", (9.5, 7), 95, 4.6)
        press.right(A4[0] - EDGE, 15.2, block.lines[0], "text", block.size, GREY)
    press.line(EDGE, 20.5, A4[0] - EDGE, 20.5, 0.5, press.ink("line-strong"))


def _fair(kit: Kit) -> str:
    return " · ".join(part for part in (kit.say(kit.sheets.title), kit.say(kit.sheets.days)) if part)


def placards(kit: Kit, products: Sequence[SheetProduct], title: str) -> Printed:
    """One A4 a product, to be read from across the aisle."""
    press = kit.press(title)
    for product in products:
        press.page(A4)
        _placard(kit, press, product)
        press.done()
    return press.save()


def _placard(kit: Kit, press: Press, product: SheetProduct) -> None:
    head(kit, press, _fair(kit))
    kit.picture(press, product, (EDGE, 26, ROOM, 104), 5, 9, 8)
    low, side = 216.0, 62.0
    top = 135.0
    english = kit.other(product.name)
    second = fit(english, "italic", (22, 12), ROOM, 17, spacing=1.18) if english else None
    stars = 12.0 if product.stars else 0.0
    rating = kit.pair(product.rating, (14, 9), ROOM, 16)
    room = (
        low
        - top
        - (second.height + 2 if second else 0)
        - (stars + 4 if stars else 2)
        - sum(one.height for one in rating)
        - 3
    )
    name = fit(kit.say(product.name), "name", (52, 18), ROOM, room, spacing=1.14, balance=True)
    top += max(0.0, room - name.height) * 0.35
    top = press.lines(EDGE, top, name) + 1
    if second:
        top = press.lines(EDGE, top, second, GREY) + 1
    if stars:
        press.stars(EDGE, top + 1.5, stars, product.stars)
        top += stars + 4
    else:
        top += 2
    kit.put(press, EDGE, top, rating, press.ink("leaf") if product.stars else BLACK)
    press.line(EDGE, low, A4[0] - EDGE, low, 0.5, press.ink("line-strong"))
    quiet = kit.quiet(product.payload, side)
    left = A4[0] - EDGE - side + quiet
    press.qr(product.payload, left, low + 3, side)
    press.link(product.payload, left, low + 3, side, side)
    beside = left - EDGE - 2
    y = low + 7
    maker = kit.maker(product)
    y = press.lines(EDGE, y, fit(maker, "serif", (17, 10), beside, 21, spacing=1.2)) + 1.5
    if place := kit.both(product.place):
        y = press.lines(EDGE, y, fit(place, "text", (12, 8), beside, 10, spacing=1.22), GREY)
    scan = "scan" if product.traced else "scan-product"
    lines = [fit(kit.label(scan), "name", (17, 10), beside, 15, spacing=1.16)]
    if other := kit.other_label(scan):
        lines.append(fit(other, "text", (12, 8), beside, 6))
    if product.code:
        lines.append(fit(product.code, "text", (12, 8), beside, 6))
    y = low + 3 + side - quiet - sum(one.height for one in lines) - 2
    for row, one in enumerate(lines):
        y = press.lines(EDGE, y, one, GREY if row else BLACK) + 0.8
    if product.sample:
        kit.banner(press, (0, A4[1] - 9, A4[0], 9), 12, 0)


# -- leaflet ------------------------------------------------------------------------------------------


def leaflets(kit: Kit, products: Sequence[SheetProduct], title: str) -> Printed:
    """One A4 a product with all that a buyer asks for."""
    press = kit.press(title)
    for product in products:
        press.page(A4)
        _leaflet(kit, press, product)
        press.done()
    return press.save()


def _leaflet(kit: Kit, press: Press, product: SheetProduct) -> None:
    head(kit, press, _fair(kit))
    foot = A4[1] - 52 - (9 if product.sample else 0)
    for side, least in PICTURES:
        flows, fits = _flows(kit, product, foot - 4 - (26 + side + 7), least)
        if fits:
            break
    kit.picture(press, product, (EDGE, 26, side, side), 4, 6, 7)
    left = EDGE + side + 9
    room = A4[0] - EDGE - left
    maker = fit(kit.maker(product), kit.weight(product), (12, 8), room, 10.5, spacing=1.2)
    place = fit(kit.both(product.place), "text", (10, 7), room, 8.5, spacing=1.2)
    rating = kit.pair(product.rating, (10.5, 7.5), room, 17)
    second = fit(kit.other(product.name), "italic", (15, 9), room, 12.5, spacing=1.16)
    stars = 7.5 if product.stars else 0.0
    below = second.height + stars + sum(one.height for one in rating) + maker.height + place.height + 8
    name = fit(kit.say(product.name), "name", (30, 12), room, side - below, spacing=1.14, balance=True)
    y = press.lines(left, 26, name) + 0.5
    y = press.lines(left, y, second, GREY) + 1.5
    if stars:
        press.stars(left, y, stars, product.stars)
        y += stars + 1.5
    y = kit.put(press, left, y, rating, press.ink("leaf") if product.stars else BLACK) + 2
    y = press.lines(left, y, maker)
    press.lines(left, y, place, GREY)
    _columns(press, flows, 26 + side + 7, foot - 4)
    _foot(kit, press, product, foot)
    if product.sample:
        kit.banner(press, (0, A4[1] - 9, A4[0], 9), 12, 0)


def _flows(kit: Kit, product: SheetProduct, high: float, least: float) -> tuple[list[list[Lines]], bool]:
    """Two columns: one for each language, or one language over both; and whether all of it is there."""
    room = (ROOM - GUTTER) / 2
    texts = [list(blocks(kit.sheets, product, lang)) for lang in kit.langs]
    flows: list[list[Lines]] = []
    for size in (one for one in SIZES if one >= least):
        flows = [_set(words, size, room) for words in texts]
        if len(flows) == 1:
            flows = list(_halves(flows[0]))
        if all(_height(flow) <= high for flow in flows):
            return flows, True
    return flows, False


def _columns(press: Press, flows: Sequence[Sequence[Lines]], top: float, low: float) -> None:
    """Draw the columns; what has no room ends in "…"."""
    room = (ROOM - GUTTER) / 2
    end = top
    for column, flow in enumerate(flows):
        x = EDGE + column * (room + GUTTER)
        y = top
        for block in flow:
            heading, gap = block.font == "strong", block.leading * 0.45
            if y + block.height > low + 0.1:
                kept = fit(
                    " ".join(block.lines),
                    block.font,
                    (block.size, block.size),
                    room,
                    max(low - y, block.leading),
                )
                if not heading and low - y >= block.leading:
                    press.lines(x, y, kept, BLACK)
                y = low
                break
            y = press.lines(x, y, block, press.ink("leaf") if heading else BLACK) + (0 if heading else gap)
        end = max(end, y)
    if len(flows) > 1 and flows[1]:
        middle = EDGE + room + GUTTER / 2
        press.line(middle, top + 1, middle, min(end, low), 0.3, press.ink("line"))


def _set(parts: Sequence[tuple[str, str]], size: float, room: float) -> list[Lines]:
    leading = size * 1.36 / MM
    found: list[Lines] = []
    for heading, words in parts:
        if heading:
            found.append(Lines(tuple(wrap(heading, "strong", size, room)), "strong", size, leading))
        found.append(Lines(tuple(wrap(words, "text", size, room)), "text", size, leading))
    return found


def _height(flow: Sequence[Lines]) -> float:
    return sum(one.height + (0 if one.font == "strong" else one.leading * 0.45) for one in flow)


def _halves(flow: Sequence[Lines]) -> tuple[list[Lines], list[Lines]]:
    """One language in two columns of about the same height; a heading stays with its words."""
    best = (float("inf"), len(flow))
    for place in range(1, len(flow) + 1):
        if flow[place - 1].font == "strong":
            continue
        taller = max(_height(flow[:place]), _height(flow[place:]))
        best = min(best, (taller, place))
    return list(flow[: best[1]]), list(flow[best[1] :])


def _foot(kit: Kit, press: Press, product: SheetProduct, top: float) -> None:
    """The code, and how to reach the maker if it agreed."""
    press.line(EDGE, top, A4[0] - EDGE, top, 0.5, press.ink("line-strong"))
    side = 40.0
    quiet = kit.quiet(product.payload, side)
    press.qr(product.payload, EDGE - quiet, top + 2, side)
    press.link(product.payload, EDGE - quiet, top + 2, side, side)
    left = EDGE + side - quiet + 2
    scan = "scan" if product.traced else "scan-product"
    y = press.lines(left, top + 5, fit(kit.label(scan), "name", (12, 8), 58, 11, spacing=1.16))
    if other := kit.other_label(scan):
        y = press.lines(left, y + 0.5, fit(other, "text", (9.5, 7), 58, 5), GREY)
    if product.code:
        y = press.lines(left, y + 0.5, fit(product.code, "text", (9.5, 7), 58, 5), GREY)
    address = product.payload.removeprefix("https://").removeprefix("http://")
    press.lines(left, y + 0.5, fit(address, "text", (8, 5), 58, 10), GREY)
    holder = kit.sheets.producers.get(product.producer)
    if not holder:
        return
    left, room = 118.0, A4[0] - EDGE - 118
    y = press.lines(left, top + 5, fit(kit.say(holder.name), "strong", (10.5, 7), room, 10, spacing=1.2))
    if place := kit.say(holder.place):
        y = press.lines(left, y, fit(place, "text", (9, 7), room, 8), GREY)
    rows = [f"{kit.label(one.kind)}: {one.value}" for one in holder.contacts]
    for row in rows or [kit.both_labels("no-contact", " ")]:
        y = press.lines(
            left,
            y + 0.4,
            fit(row, "text", (9.5, 6.5), room, 9 if rows else 14, spacing=1.24),
            BLACK if rows else GREY,
        )


# -- codes of a booth ---------------------------------------------------------------------------------

ACROSS = 3


def code_sheets(kit: Kit, title: str) -> Printed:
    """A sheet of codes for each booth: heading, second line, products; twelve to a page."""
    press = kit.press(title)
    for name, place, products in codes(kit.sheets):
        press.page(A4)
        head(kit, press, _fair(kit))
        y = press.lines(EDGE, 23, fit(kit.say(name), "name", (20, 11), ROOM, 9, spacing=1.2))
        if second := " · ".join(part for part in (kit.other(name), kit.both(place)) if part):
            press.lines(EDGE, y, fit(second, "text", (10, 7), ROOM, 5), GREY)
        for number, product in enumerate(products):
            _code(kit, press, product, EDGE + number % ACROSS * 62, 40 + number // ACROSS * 62.5)
        press.done()
    return press.save()


def _code(kit: Kit, press: Press, product: SheetProduct, x: float, y: float) -> None:
    side, room = 38.0, 56.0
    press.line(x, y, x + room, y, 0.4, press.ink("line-strong"))
    quiet = kit.quiet(product.payload, side)
    press.qr(product.payload, x - quiet, y + 0.5, side)
    press.link(product.payload, x - quiet, y + 0.5, side, side)
    # What says that a product is made up stands where nothing else can come.
    side_art = 12.0 if product.sample else 17.0
    press.drawing(product.drawing, x + 37 + (17 - side_art) / 2, y + 4.5, side_art, side_art)
    if product.stars:
        press.stars(x + 36.6, y + 26, 3.1, product.stars)
    if product.code:
        press.lines(x + 36.6, y + 30.5, fit(product.code, "text", (7.5, 5), 19.4, 4), GREY)
    if product.sample:
        note = fit(kit.both_labels("sample"), "strong", (5.5, 4), 19.4, 9, spacing=1.15)
        press.lines(x + 36.6, y + 17, note, press.ink("amber"))
    y += side - 0.6
    name = fit(kit.say(product.name), "serif", (11, 7), room, 9.4, spacing=1.18)
    y = press.lines(x, y, name)
    if english := kit.other(product.name):
        y = press.lines(x, y, fit(english, "italic", (8, 6), room, 6.2, spacing=1.15), GREY)
    if maker := kit.say(product.producer_name):
        press.lines(x, y + 0.3, fit(maker, "text", (7.5, 5.5), room, 6.4, spacing=1.18))
