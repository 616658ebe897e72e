"""Shelf cards: A6 and A5, one to a page for a print shop, or several on A4 for the office's printer.

All measures are those of A6; an A5 card is the same, enlarged.
"""

from functools import partial

from generator.print.canvas import BLEED, FinishedPdf, PdfCanvas, Size
from generator.print.lines import fit, height_of
from generator.print.sheet_parts import A6, Headline, PrintContext, grid
from generator.site.sheets import SheetProduct

PICTURE = 52.0
"""Width of the picture on the left."""
EDGE = 7.0
SYMBOL = 33.0
BANNER = 5.0
STYLE = Headline((23, 8), (11, 7), 10, (8.5, 5.5), 14, 5.2, (1, 1.2), gap=0.5, below=1.8, sink=0.3)


def one_card_to_a_page(context: PrintContext, size: Size) -> FinishedPdf:
    """Return a file with one card to a page, with bleed and crop marks, for a print shop."""
    canvas, scale = context.canvas("products"), size[0] / A6[0]
    for product in context.sheets.products:
        with canvas.page(size, bleed=True), canvas.placed(0, 0, scale):
            draw_card(context, canvas, size[1] / scale, BLEED / scale, product)
    return canvas.save()


def cards_on_sheets(context: PrintContext, size: Size, sheet: Size) -> FinishedPdf:
    """Return a file with four A6 or two A5 cards on each A4 sheet, with marks where to cut."""
    canvas, scale = context.canvas("products"), size[0] / A6[0]
    draw = partial(draw_card, context, canvas, size[1] / scale, 0)
    return grid(canvas, context.sheets.products, draw, cell=size, sheet=sheet, scale=scale)


def draw_card(
    context: PrintContext, canvas: PdfCanvas, high: float, bleed: float, product: SheetProduct
) -> None:
    """Draw one card, ``high`` mm high; the picture's ground runs off the edge only where it can be trimmed.

    The QR symbol keeps its quiet zone on white.
    """
    if bleed:
        box = (-bleed, -bleed, PICTURE + bleed, high + 2 * bleed)
        context.picture(canvas, product, box, 0, 8, covered=BANNER * product.sample)
    else:
        context.picture(canvas, product, (6, 6, PICTURE - 6, high - 12), 3, 5)
    left, low = PICTURE + EDGE, high - 6 - SYMBOL
    room = A6[0] - left - EDGE
    kicker = context.t(product.place) or context.label("no-producer")
    top = canvas.stack(left, 8, fit(kicker, "strong", (8.5, 6), room, 4, ink=canvas.ink("leaf"))) + 1
    producer = fit(*context.producer(product), (9, 6), room, 8.4, spacing=1.2)
    context.headline(canvas, product, (left, top, room, low - top - 1), STYLE, [producer])
    # The quiet zone lets the symbol itself stand in line with the text.
    zone = context.quiet_zone(product.payload, SYMBOL)
    canvas.qr(product.payload, left - zone, low, SYMBOL)
    beside = SYMBOL + 1 - zone
    words = context.scan_words(product, room - beside, ((11, 7), 12), ((8.5, 6), 8), 0.6)
    canvas.stack(left + beside, low + SYMBOL - zone - height_of(words) + 0.6, *words)
    if product.sample:
        context.banner(canvas, (0, high - BANNER, A6[0], BANNER), bleed)
