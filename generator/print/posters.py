"""A4 sheets for one product or one booth: placard, leaflet, sheet of codes."""

from collections.abc import Sequence

from generator.print.canvas import BLACK, GREY, PdfCanvas, Printed
from generator.print.cards import A4
from generator.print.kit import Kit
from generator.print.lines import MM, Lines, fit, wrap
from generator.site.layout import blocks, codes
from generator.site.sheets import SheetProduct

EDGE = 15.0
ROOM = A4[0] - 2 * EDGE
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Text sizes of the leaflet, tried from the largest."""
PICTURES = ((92.0, 10.5), (66.0, 7.0))
"""The leaflet's picture in mm, large where there is little to say, and the smallest text beside it."""
GUTTER = 8.0


def head(kit: Kit, canvas: PdfCanvas, right: str = "") -> None:
    """The line along the upper edge: motif, name of the site, and what the sheet is for."""
    canvas.drawing("motif", EDGE, 9, 9, 9)
    canvas.text(EDGE + 11.5, 15.2, kit.t(kit.sheets.brand), "serif", 12)
    if right:
        block = fit(right, "text", (9.5, 7), 95, 4.6)
        canvas.right(A4[0] - EDGE, 15.2, block.lines[0], "text", block.size, ink=GREY)
    canvas.line(EDGE, 20.5, A4[0] - EDGE, 20.5, 0.5, ink=canvas.ink("line-strong"))


def _fair(kit: Kit) -> str:
    return " · ".join(part for part in (kit.t(kit.sheets.title), kit.t(kit.sheets.days)) if part)


def placards(kit: Kit, products: Sequence[SheetProduct], title: str) -> Printed:
    """One A4 a product, to be read from across the aisle."""
    canvas = kit.canvas(title)
    for product in products:
        canvas.page(A4)
        _placard(kit, canvas, product)
        canvas.done()
    return canvas.save()


def _placard(kit: Kit, canvas: PdfCanvas, product: SheetProduct) -> None:
    head(kit, canvas, _fair(kit))
    kit.picture(canvas, product, (EDGE, 26, ROOM, 104), 5, 9, caption=8)
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
        - sum(block.height for block in rating)
        - 3
    )
    name = fit(kit.t(product.name), "name", (52, 18), ROOM, room, spacing=1.14, balance=True)
    top += max(0.0, room - name.height) * 0.35
    top = canvas.lines(EDGE, top, name) + 1
    if second:
        top = canvas.lines(EDGE, top, second, GREY) + 1
    if stars:
        canvas.stars(EDGE, top + 1.5, stars, product.stars)
        top += stars + 4
    else:
        top += 2
    kit.put(canvas, EDGE, top, rating, canvas.ink("leaf") if product.stars else BLACK)
    canvas.line(EDGE, low, A4[0] - EDGE, low, 0.5, ink=canvas.ink("line-strong"))
    quiet = kit.quiet(product.payload, side)
    left = A4[0] - EDGE - side + quiet
    canvas.qr(product.payload, left, low + 3, side)
    canvas.link(product.payload, left, low + 3, side, side)
    beside = left - EDGE - 2
    y = low + 7
    producer = kit.producer(product)
    y = canvas.lines(EDGE, y, fit(producer, "serif", (17, 10), beside, 21, spacing=1.2)) + 1.5
    if place := kit.both(product.place):
        y = canvas.lines(EDGE, y, fit(place, "text", (12, 8), beside, 10, spacing=1.22), GREY)
    scan = "scan" if product.has_trace_page else "scan-product"
    lines = [fit(kit.label(scan), "name", (17, 10), beside, 15, spacing=1.16)]
    if other := kit.other_label(scan):
        lines.append(fit(other, "text", (12, 8), beside, 6))
    if product.code:
        lines.append(fit(product.code, "text", (12, 8), beside, 6))
    y = low + 3 + side - quiet - sum(line.height for line in lines) - 2
    for row, block in enumerate(lines):
        y = canvas.lines(EDGE, y, block, GREY if row else BLACK) + 0.8
    if product.sample:
        kit.banner(canvas, (0, A4[1] - 9, A4[0], 9), 12, 0)


# -- leaflet ------------------------------------------------------------------------------------------


def leaflets(kit: Kit, products: Sequence[SheetProduct], title: str) -> Printed:
    """One A4 a product with all that a buyer asks for."""
    canvas = kit.canvas(title)
    for product in products:
        canvas.page(A4)
        _leaflet(kit, canvas, product)
        canvas.done()
    return canvas.save()


def _leaflet(kit: Kit, canvas: PdfCanvas, product: SheetProduct) -> None:
    head(kit, canvas, _fair(kit))
    foot = A4[1] - 52 - (9 if product.sample else 0)
    for side, least in PICTURES:
        flows, fits = _flows(kit, product, foot - 4 - (26 + side + 7), least)
        if fits:
            break
    kit.picture(canvas, product, (EDGE, 26, side, side), 4, 6, caption=7)
    left = EDGE + side + 9
    room = A4[0] - EDGE - left
    producer = fit(kit.producer(product), kit.weight(product), (12, 8), room, 10.5, spacing=1.2)
    place = fit(kit.both(product.place), "text", (10, 7), room, 8.5, spacing=1.2)
    rating = kit.pair(product.rating, (10.5, 7.5), room, 17)
    second = fit(kit.other(product.name), "italic", (15, 9), room, 12.5, spacing=1.16)
    stars = 7.5 if product.stars else 0.0
    below = second.height + stars + sum(block.height for block in rating) + producer.height + place.height + 8
    name = fit(kit.t(product.name), "name", (30, 12), room, side - below, spacing=1.14, balance=True)
    y = canvas.lines(left, 26, name) + 0.5
    y = canvas.lines(left, y, second, GREY) + 1.5
    if stars:
        canvas.stars(left, y, stars, product.stars)
        y += stars + 1.5
    y = kit.put(canvas, left, y, rating, canvas.ink("leaf") if product.stars else BLACK) + 2
    y = canvas.lines(left, y, producer)
    canvas.lines(left, y, place, GREY)
    _columns(canvas, flows, 26 + side + 7, foot - 4)
    _foot(kit, canvas, product, foot)
    if product.sample:
        kit.banner(canvas, (0, A4[1] - 9, A4[0], 9), 12, 0)


def _flows(kit: Kit, product: SheetProduct, high: float, least: float) -> tuple[list[list[Lines]], bool]:
    """Return two columns, one for each language or one language in both, and whether all of it fits.

    ``high`` is the height of the columns in mm, ``least`` the smallest size in points.
    """
    room = (ROOM - GUTTER) / 2
    texts = [list(blocks(kit.sheets, product, lang)) for lang in kit.langs]
    flows: list[list[Lines]] = []
    for size in (size for size in SIZES if size >= least):
        flows = [_set(words, size, room) for words in texts]
        if len(flows) == 1:
            flows = list(_halves(flows[0]))
        if all(_height(flow) <= high for flow in flows):
            return flows, True
    return flows, False


def _columns(canvas: PdfCanvas, flows: Sequence[Sequence[Lines]], top: float, low: float) -> None:
    """Draw the columns from ``top`` to ``low``; a text without room is cut and ends in "…"."""
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
                    canvas.lines(x, y, kept, BLACK)
                y = low
                break
            y = canvas.lines(x, y, block, canvas.ink("leaf") if heading else BLACK) + (0 if heading else gap)
        end = max(end, y)
    if len(flows) > 1 and flows[1]:
        middle = EDGE + room + GUTTER / 2
        canvas.line(middle, top + 1, middle, min(end, low), 0.3, ink=canvas.ink("line"))


def _set(parts: Sequence[tuple[str, str]], size: float, room: float) -> list[Lines]:
    leading = size * 1.36 / MM
    result: list[Lines] = []
    for heading, words in parts:
        if heading:
            result.append(Lines(tuple(wrap(heading, "strong", size, room)), "strong", size, leading))
        result.append(Lines(tuple(wrap(words, "text", size, room)), "text", size, leading))
    return result


def _height(flow: Sequence[Lines]) -> float:
    return sum(block.height + (0 if block.font == "strong" else block.leading * 0.45) for block in flow)


def _halves(flow: Sequence[Lines]) -> tuple[list[Lines], list[Lines]]:
    """Divide one language into two columns of about the same height; a heading stays with its text."""
    best = (float("inf"), len(flow))
    for split in range(1, len(flow) + 1):
        if flow[split - 1].font == "strong":
            continue
        taller = max(_height(flow[:split]), _height(flow[split:]))
        best = min(best, (taller, split))
    return list(flow[: best[1]]), list(flow[best[1] :])


def _foot(kit: Kit, canvas: PdfCanvas, product: SheetProduct, top: float) -> None:
    """Draw the QR symbol, and the contacts that the producer agreed to publish."""
    canvas.line(EDGE, top, A4[0] - EDGE, top, 0.5, ink=canvas.ink("line-strong"))
    side = 40.0
    quiet = kit.quiet(product.payload, side)
    canvas.qr(product.payload, EDGE - quiet, top + 2, side)
    canvas.link(product.payload, EDGE - quiet, top + 2, side, side)
    left = EDGE + side - quiet + 2
    scan = "scan" if product.has_trace_page else "scan-product"
    y = canvas.lines(left, top + 5, fit(kit.label(scan), "name", (12, 8), 58, 11, spacing=1.16))
    if other := kit.other_label(scan):
        y = canvas.lines(left, y + 0.5, fit(other, "text", (9.5, 7), 58, 5), GREY)
    if product.code:
        y = canvas.lines(left, y + 0.5, fit(product.code, "text", (9.5, 7), 58, 5), GREY)
    address = product.payload.removeprefix("https://").removeprefix("http://")
    canvas.lines(left, y + 0.5, fit(address, "text", (8, 5), 58, 10), GREY)
    producer = kit.sheets.producers.get(product.producer)
    if not producer:
        return
    left, room = 118.0, A4[0] - EDGE - 118
    y = canvas.lines(left, top + 5, fit(kit.t(producer.name), "strong", (10.5, 7), room, 10, spacing=1.2))
    if place := kit.t(producer.place):
        y = canvas.lines(left, y, fit(place, "text", (9, 7), room, 8), GREY)
    rows = [f"{kit.label(contact.kind)}: {contact.value}" for contact in producer.contacts]
    for row in rows or [kit.both_labels("no-contact", " ")]:
        y = canvas.lines(
            left,
            y + 0.4,
            fit(row, "text", (9.5, 6.5), room, 9 if rows else 14, spacing=1.24),
            BLACK if rows else GREY,
        )


# -- codes of a booth ---------------------------------------------------------------------------------

ACROSS = 3


def code_sheets(kit: Kit, title: str) -> Printed:
    """A sheet of codes for each booth: heading, second line, products; twelve to a page."""
    canvas = kit.canvas(title)
    for name, place, products in codes(kit.sheets):
        canvas.page(A4)
        head(kit, canvas, _fair(kit))
        y = canvas.lines(EDGE, 23, fit(kit.t(name), "name", (20, 11), ROOM, 9, spacing=1.2))
        if second := " · ".join(part for part in (kit.other(name), kit.both(place)) if part):
            canvas.lines(EDGE, y, fit(second, "text", (10, 7), ROOM, 5), GREY)
        for number, product in enumerate(products):
            _code(kit, canvas, product, EDGE + number % ACROSS * 62, 40 + number // ACROSS * 62.5)
        canvas.done()
    return canvas.save()


def _code(kit: Kit, canvas: PdfCanvas, product: SheetProduct, x: float, y: float) -> None:
    side, room = 38.0, 56.0
    canvas.line(x, y, x + room, y, 0.4, ink=canvas.ink("line-strong"))
    quiet = kit.quiet(product.payload, side)
    canvas.qr(product.payload, x - quiet, y + 0.5, side)
    canvas.link(product.payload, x - quiet, y + 0.5, side, side)
    # What says that a product is made up stands where nothing else can come.
    side_art = 12.0 if product.sample else 17.0
    canvas.drawing(product.drawing, x + 37 + (17 - side_art) / 2, y + 4.5, side_art, side_art)
    if product.stars:
        canvas.stars(x + 36.6, y + 26, 3.1, product.stars)
    if product.code:
        canvas.lines(x + 36.6, y + 30.5, fit(product.code, "text", (7.5, 5), 19.4, 4), GREY)
    if product.sample:
        note = fit(kit.both_labels("sample"), "strong", (5.5, 4), 19.4, 9, spacing=1.15)
        canvas.lines(x + 36.6, y + 17, note, canvas.ink("amber"))
    y += side - 0.6
    name = fit(kit.t(product.name), "serif", (11, 7), room, 9.4, spacing=1.18)
    y = canvas.lines(x, y, name)
    if english := kit.other(product.name):
        y = canvas.lines(x, y, fit(english, "italic", (8, 6), room, 6.2, spacing=1.15), GREY)
    if producer := kit.t(product.producer_name):
        canvas.lines(x, y + 0.3, fit(producer, "text", (7.5, 5.5), room, 6.4, spacing=1.18))
