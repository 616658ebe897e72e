"""A4 sheets for one product or one booth: placard, leaflet, sheet of QR symbols."""

from collections.abc import Iterator, Sequence

from generator.print.canvas import FinishedPdf, PdfCanvas, Size
from generator.print.lines import GREY, MM, TextBlock, fit, height_of, wrap
from generator.print.sheet_parts import A4, Headline, PrintContext
from generator.site.layout import booth_sheets, leaflet_blocks
from generator.site.sheets import SheetProduct

EDGE = 15.0
RIGHT = A4[0] - EDGE
ROOM = RIGHT - EDGE
BANNER = (0, A4[1] - 9, A4[0], 9)
TOP = 26.0
PLACARD = Headline((52, 18), (22, 12), 17, (14, 9), 16, 12, (1.5, 2.5), gap=1, below=0, sink=0.35)
PLACARD_FOOT = 216.0
PLACARD_SYMBOL = 62.0
LEAFLET = Headline((30, 12), (15, 9), 12.5, (12, 7.5), 17, 7.5, (1, 1.5), gap=0.5, below=2)
SIZES = (15.0, 14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Text sizes of the leaflet, tried from the largest."""
PICTURES = ((92.0, 10.5), (66.0, 7.0))
"""The leaflet's picture in mm, large where there is little to say, and the smallest text beside it."""
GUTTER = 8.0
COLUMN = (ROOM - GUTTER) / 2
ACROSS = 3
"""QR symbols side by side on the sheet of a booth."""


def draw_head(context: PrintContext, canvas: PdfCanvas) -> None:
    """Draw the line along the upper edge: motif, name of the site, name and days of the fair."""
    canvas.drawing("motif", EDGE, 9, 9, 9)
    canvas.text(EDGE + 11.5, 15.2, context.t(context.sheets.brand), "serif", 12)
    fair = " · ".join(filter(None, (context.t(context.sheets.title), context.t(context.sheets.days))))
    block = fit(fair, "text", (9.5, 7), 95, 4.6)
    canvas.text_right(RIGHT, 15.2, block.lines[0], "text", block.size, ink=GREY)
    draw_rule(canvas, 20.5)


def draw_rule(canvas: PdfCanvas, y: float) -> None:
    """Draw a line across the sheet."""
    canvas.line(EDGE, y, RIGHT, y, 0.5, ink=canvas.ink("line-strong"))


def draw_placard(context: PrintContext, canvas: PdfCanvas, product: SheetProduct, _size: Size) -> None:
    """Draw an A4 sheet to be read from across the aisle."""
    draw_head(context, canvas)
    context.picture(canvas, product, (EDGE, TOP, ROOM, 104), 5, 9, caption=8)
    context.headline(canvas, product, (EDGE, 135, ROOM, PLACARD_FOOT - 135 - 3), PLACARD)
    draw_rule(canvas, PLACARD_FOOT)
    zone = context.quiet_zone(product.payload, PLACARD_SYMBOL)
    left, top = RIGHT - PLACARD_SYMBOL + zone, PLACARD_FOOT + 3
    canvas.qr(product.payload, left, top, PLACARD_SYMBOL)
    room = left - EDGE - 2
    name = fit(context.producer(product)[0], "serif", (17, 10), room, 21, spacing=1.2, after=1.5)
    place = fit(context.both(product.place), "text", (12, 8), room, 10, spacing=1.22, ink=GREY)
    canvas.stack(EDGE, top + 4, name, place)
    words = context.scan_words(product, room, ((17, 10), 15), ((12, 8), 6), 0.8)
    canvas.stack(EDGE, top + PLACARD_SYMBOL - zone - height_of(words), *words)
    if product.sample:
        context.banner(canvas, BANNER)


# -- leaflet ------------------------------------------------------------------------------------------


def draw_leaflet(context: PrintContext, canvas: PdfCanvas, product: SheetProduct, _size: Size) -> None:
    """Draw an A4 sheet with all that a buyer asks for."""
    draw_head(context, canvas)
    foot = A4[1] - 52 - 9 * product.sample
    for side, least in PICTURES:
        room = foot - 4 - (TOP + side + 7)
        columns = _columns(context, canvas, product, room, least)
        if all(height_of(column) <= room for column in columns):
            break
    context.picture(canvas, product, (EDGE, TOP, side, side), 4, 6, caption=7)
    left, top = EDGE + side + 9, TOP + side + 7
    room = RIGHT - left
    producer = fit(*context.producer(product), (12, 8), room, 10.5, spacing=1.2)
    place = fit(context.both(product.place), "text", (10, 7), room, 8.5, spacing=1.2, ink=GREY)
    context.headline(canvas, product, (left, TOP, room, side - 4), LEAFLET, [producer, place])
    ends = [
        canvas.stack(EDGE + number * (COLUMN + GUTTER), top, *_cut(column, foot - 4 - top))
        for number, column in enumerate(columns)
    ]
    if columns[-1]:
        middle = EDGE + COLUMN + GUTTER / 2
        canvas.line(middle, top + 1, middle, min(max(ends), foot - 4), 0.3, ink=canvas.ink("line"))
    _foot(context, canvas, product, foot)
    if product.sample:
        context.banner(canvas, BANNER)


def _columns(
    context: PrintContext, canvas: PdfCanvas, product: SheetProduct, high: float, least: float
) -> Sequence[Sequence[TextBlock]]:
    """Return two columns, one for each language or one language in both, set as large as fits.

    ``high`` is the height of the columns in mm; at ``least``, the smallest size, they may exceed it.
    """
    columns: list[list[TextBlock]] = []
    for size in (size for size in SIZES if size >= least):
        leading = size * 1.36 / MM
        columns = [[], []] if len(context.langs) > 1 else [[]]
        for column, lang in zip(columns, context.langs, strict=True):
            for heading, words in leaflet_blocks(context.sheets, product, lang):
                lines = tuple(wrap(heading, "strong", size, COLUMN))
                column.append(TextBlock(lines, "strong", size, leading, canvas.ink("leaf")))
                lines = tuple(wrap(words, "text", size, COLUMN))
                column.append(TextBlock(lines, "text", size, leading, after=leading * 0.45))
        if len(columns) == 1:
            columns = _halves(columns[0])
        if all(height_of(column) <= high for column in columns):
            break
    return columns


def _halves(column: list[TextBlock]) -> list[list[TextBlock]]:
    """Divide one language into two columns of about the same height; a heading stays with its text."""
    splits = range(2, len(column) + 1, 2)
    split = min(
        splits, key=lambda at: max(height_of(column[:at]), height_of(column[at:])), default=len(column)
    )
    return [column[:split], column[split:]]


def _cut(column: Sequence[TextBlock], high: float) -> Iterator[TextBlock]:
    """Yield what has room in ``high`` mm; the text that has not is cut and ends in "…"."""
    for block in column:
        if (height := len(block.lines) * block.leading) > high + 0.1:
            if block.font != "strong" and high >= block.leading:
                yield fit(" ".join(block.lines), block.font, (block.size, block.size), COLUMN, high)
            return
        yield block
        high -= block.height if height else 0


def _foot(context: PrintContext, canvas: PdfCanvas, product: SheetProduct, top: float) -> None:
    """Draw the QR symbol, and the contacts that the producer agreed to publish."""
    draw_rule(canvas, top)
    side = 40.0
    zone = context.quiet_zone(product.payload, side)
    canvas.qr(product.payload, EDGE - zone, top + 2, side)
    words = context.scan_words(product, 58, ((12, 8), 11), ((9.5, 7), 5), 0.5)
    address = product.payload.removeprefix("https://").removeprefix("http://")
    link = fit(address, "text", (8, 5), 58, 10, ink=GREY)
    canvas.stack(EDGE + side - zone + 2, top + 5, *words, link)
    if not (producer := context.sheets.producers.get(product.producer)):
        return
    left, room = 118.0, RIGHT - 118
    contacts = [
        fit(contact, "text", (9.5, 6.5), room, 9, spacing=1.24, after=0.4)
        for contact in context.contacts(producer)
    ]
    canvas.stack(
        left,
        top + 5,
        fit(context.t(producer.name), "strong", (10.5, 7), room, 10, spacing=1.2),
        fit(context.t(producer.place), "text", (9, 7), room, 8, ink=GREY, after=0.4),
        *contacts
        or [
            fit(context.both_labels("no-contact", " "), "text", (9.5, 6.5), room, 14, spacing=1.24, ink=GREY)
        ],
    )


# -- QR symbols of a booth ----------------------------------------------------------------------------


def code_sheets(context: PrintContext) -> FinishedPdf:
    """Return sheets of QR symbols, one or more for each booth: heading, second line, twelve products."""
    canvas = context.canvas("products")
    for name, place, products in booth_sheets(context.sheets):
        with canvas.page(A4):
            draw_head(context, canvas)
            second = " · ".join(filter(None, (context.other(name), context.both(place))))
            canvas.stack(
                EDGE,
                23,
                fit(context.t(name), "name", (20, 11), ROOM, 9, spacing=1.2),
                fit(second, "text", (10, 7), ROOM, 5, ink=GREY),
            )
            for number, product in enumerate(products):
                with canvas.placed(EDGE + number % ACROSS * 62, 40 + number // ACROSS * 62.5):
                    _code(context, canvas, product)
    return canvas.save()


def _code(context: PrintContext, canvas: PdfCanvas, product: SheetProduct) -> None:
    """Draw one product of a booth."""
    side, room, beside = 38.0, 56.0, 36.6
    canvas.line(0, 0, room, 0, 0.4, ink=canvas.ink("line-strong"))
    canvas.qr(product.payload, -context.quiet_zone(product.payload, side), 0.5, side)
    # What says that a product is made up stands where nothing else can come.
    side_art = 12.0 if product.sample else 17.0
    canvas.drawing(product.drawing, 37 + (17 - side_art) / 2, 4.5, side_art, side_art)
    if product.stars:
        canvas.stars(beside, 26, 3.1, product.stars)
    canvas.stack(beside, 30.5, fit(product.code, "text", (7.5, 5), 19.4, 4, ink=GREY))
    if product.sample:
        note, amber = context.both_labels("sample"), canvas.ink("amber")
        canvas.stack(beside, 17, fit(note, "strong", (5.5, 4), 19.4, 9, spacing=1.15, ink=amber))
    canvas.stack(
        0,
        side - 0.6,
        fit(context.t(product.name), "serif", (11, 7), room, 9.4, spacing=1.18),
        fit(context.other(product.name), "italic", (8, 6), room, 6.2, spacing=1.15, ink=GREY, after=0.3),
        fit(context.t(product.producer_name), "text", (7.5, 5.5), room, 6.4, spacing=1.18),
    )
