"""Shelf cards: A6 and A5, one to a page for a print shop, or several on A4 for the office's printer."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.print.canvas import BLACK, BLEED, GREY, PdfCanvas, Printed
from generator.print.kit import Kit
from generator.print.lines import fit
from generator.site.sheets import SheetProduct

A6 = (148.0, 105.0)
A5 = (210.0, 148.0)
A4 = (210.0, 297.0)
A4_WIDE = (297.0, 210.0)


def single(kit: Kit, products: Sequence[SheetProduct], size: tuple[float, float], title: str) -> Printed:
    """Return a file with one card to a page, with bleed and crop marks, for a print shop."""
    canvas = kit.canvas(title)
    for product in products:
        canvas.page(size, bleed=True)
        card(kit, canvas, product, size, bleed=True)
        canvas.done()
    return canvas.save()


def several(kit: Kit, products: Sequence[SheetProduct], size: tuple[float, float], title: str) -> Printed:
    """Return a file with four A6 or two A5 cards on each A4 sheet, with marks where to cut."""
    sheet = A4_WIDE if size == A6 else A4
    columns, rows = int(sheet[0] // size[0]), int(sheet[1] // size[1])
    left, top = (sheet[0] - columns * size[0]) / 2, (sheet[1] - rows * size[1]) / 2
    canvas = kit.canvas(title)
    each = columns * rows
    for start in range(0, len(products), each):
        canvas.page(sheet)
        for position, product in enumerate(products[start : start + each]):
            canvas.shift(left + position % columns * size[0], top + position // columns * size[1])
            card(kit, canvas, product, size, bleed=False)
        canvas.shift(0, 0)
        for column in range(1, columns):
            cut(canvas, left + column * size[0], None, sheet)
        for row in range(1, rows):
            cut(canvas, None, top + row * size[1], sheet)
        canvas.done()
    return canvas.save()


def cut(canvas: PdfCanvas, x: float | None, y: float | None, sheet: tuple[float, float]) -> None:
    """Draw marks at both ends of a line to cut along; long enough to show beside a printer's margin."""
    if x is not None:
        canvas.line(x, 0, x, 9, 0.3)
        canvas.line(x, sheet[1] - 9, x, sheet[1], 0.3)
    if y is not None:
        canvas.line(0, y, 9, y, 0.3)
        canvas.line(sheet[0] - 9, y, sheet[0], y, 0.3)


def card(
    kit: Kit, canvas: PdfCanvas, product: SheetProduct, size: tuple[float, float], *, bleed: bool
) -> None:
    """Draw one card; the drawing's ground runs off the edge only where it can be trimmed (``bleed``).

    All measures are those of A6 and grow with the card; QR symbols keep their quiet zone on white.
    """
    wide, high = size
    k = wide / A6[0]
    panel = 52 * k
    banner = 5 * k
    if bleed:
        box = (-BLEED, -BLEED, panel + BLEED, high + 2 * BLEED)
        kit.picture(canvas, product, box, 0, 8 * k, covered=banner if product.sample else 0)
    else:
        kit.picture(canvas, product, (6 * k, 6 * k, panel - 6 * k, high - 12 * k), 3 * k, 5 * k)
    left = panel + 7 * k
    column = _Column(left, wide - left - 7 * k, k)
    symbol_top = high - 6 * k - 33 * k
    _draw_words(kit, canvas, product, column, symbol_top)
    _draw_symbol(kit, canvas, product, column, symbol_top)
    if product.sample:
        kit.banner(canvas, (0, high - banner, wide, banner), 7 * k, BLEED if bleed else 0)


class _Column(NamedTuple):
    """The column of words on a card: left edge and width in mm, and the card's scale against A6."""

    left: float
    room: float
    scale: float


def _draw_words(kit: Kit, canvas: PdfCanvas, product: SheetProduct, column: _Column, low: float) -> None:
    """Draw place, names, rating and producer, down to ``low`` at most."""
    left, room, k = column
    kicker = kit.t(product.place) or kit.label("no-producer")
    kicker_lines = fit(kicker, "strong", (8.5 * k, 6 * k), room, 4 * k)
    top = canvas.lines(left, 8 * k, kicker_lines, canvas.ink("leaf")) + 1 * k
    # The name takes what the words below it leave.
    english = kit.other(product.name)
    second = fit(english, "italic", (11 * k, 7 * k), room, 10 * k, spacing=1.2) if english else None
    rating = kit.pair(product.rating, (8.5 * k, 5.5 * k), room, 14 * k)
    stars = 5.2 * k if product.stars else 0
    producer = fit(kit.producer(product), kit.weight(product), (9 * k, 6 * k), room, 8.4 * k, spacing=1.2)
    below = (second.height + 1 * k if second else 0) + (stars + 2.2 * k if stars else 1 * k)
    below += sum(block.height for block in rating) + 1.8 * k + producer.height
    name_height = low - top - below - 1 * k
    name = fit(kit.t(product.name), "name", (23 * k, 8 * k), room, name_height, spacing=1.16, balance=True)
    free = max(0.0, low - top - below - name.height - 1 * k)
    top = canvas.lines(left, top + free * 0.3, name)
    if second:
        top = canvas.lines(left, top + 0.6 * k, second, GREY) + 0.4 * k
    if stars:
        canvas.stars(left, top + 1 * k, stars, product.stars)
        top += stars + 2.2 * k
    else:
        top += 1 * k
    top = kit.put(canvas, left, top, rating, canvas.ink("leaf") if product.stars else BLACK) + 1.8 * k
    canvas.lines(left, top, producer)


def _draw_symbol(kit: Kit, canvas: PdfCanvas, product: SheetProduct, column: _Column, low: float) -> None:
    """Draw the QR symbol below ``low`` and beside it what scanning shows, with the trace code."""
    left, room, k = column
    side = 33 * k
    # The quiet zone lets the symbol itself stand in line with the text.
    quiet = kit.quiet(product.payload, side)
    canvas.qr(product.payload, left - quiet, low, side)
    canvas.link(product.payload, left - quiet, low, side, side)
    beside = left - quiet + side + 1 * k
    words = room - (beside - left)
    scan = "scan" if product.has_trace_page else "scan-product"
    blocks = [fit(kit.label(scan), "name", (11 * k, 7 * k), words, 12 * k, spacing=1.18)]
    if other := kit.other_label(scan):
        blocks.append(fit(other, "text", (8.5 * k, 6 * k), words, 8 * k, spacing=1.18))
    if product.code:
        blocks.append(fit(product.code, "text", (9 * k, 6 * k), words, 4 * k))
    base = low + side - quiet - sum(block.height for block in blocks) - 0.6 * k * (len(blocks) - 1)
    for row, block in enumerate(blocks):
        base = canvas.lines(beside, base, block, GREY if row else BLACK) + 0.6 * k
