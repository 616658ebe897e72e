"""A proof at true size: a stamp of each design with its measures, and rulers to see if it was scaled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Pdf

from generator.issuing.serials import LENGTH
from generator.messages import both
from generator.print.canvas import PdfCanvas
from generator.print.lines import GREY, fit
from generator.render.qr import QUIET
from generator.stamps.artwork import BETWEEN
from generator.stamps.designs import Design
from generator.stamps.paper import A4, Sheet, Size
from generator.stamps.paths import placed
from generator.stamps.pdf import NumberedDrawing, plain_symbol, symbol_module
from generator.stamps.sheet_file import SheetFile
from generator.stamps.sizes import Module
from generator.stamps.values import Print, StampValues, WrittenStamps

LEFT, TOP, RIGHT, FOOT = 22.0, 42.0, 12.0, 14.0
"""Where the stamps begin, and the white that stays free, in mm."""
CAPTION, AFTER = 11.0, 9.0
"""Room above each stamp for its measures, and below it."""
RULER = (12.0, 32.0)
"""Where both rulers have their zero."""
NO_SERIAL = "0" * LENGTH
"""Stands for the serial: a proof must not show one that is issued."""


@dataclass(frozen=True)
class _Proof:
    """A stamp on the proof."""

    design: Design
    form: pikepdf.Object
    module: Module
    side: int
    """Modules of its symbol without quiet zone."""


def preview(
    file: Path, stamps: Sequence[tuple[Design, StampValues]], how: Print, *, numbered: bool = False
) -> WrittenStamps:
    """Write the proof of some stamps. Raises :class:`RefusedError` as writing the stamps themselves does."""
    wide = max(A4[0], *(design.size[0] + LEFT + RIGHT for design, _ in stamps))
    high = max(A4[1], *(design.size[1] + TOP + CAPTION + AFTER + FOOT for design, _ in stamps))
    page = (wide, high)
    sheets = SheetFile(Sheet(page, 1, 1, (0.0, 0.0), page, page), how)
    proofs = [_proof(sheets, design, values, how, numbered=numbered) for design, values in stamps]
    for column in _columns(proofs, high):
        canvas = PdfCanvas(how.title, "vi", how.look.drawings, how.look.tokens)
        with canvas.page(page):
            _rulers(canvas, page)
            for proof, y in column:
                _caption(canvas, proof, y, wide - LEFT - RIGHT)
        ground = Pdf.open(BytesIO(canvas.save().data))
        forms: dict[str, Any] = {"Ground": sheets.copied(ground)}
        content = placed("Ground", 0, 0)
        for number, (proof, y) in enumerate(column):
            forms[f"Stamp{number}"] = proof.form
            content += placed(f"Stamp{number}", LEFT, high - y - CAPTION - proof.design.size[1])
        sheets.add_page(sheets.stream(content), **forms)
    return sheets.save(file, len(proofs), proofs[0].module)


def _proof(sheets: SheetFile, design: Design, values: StampValues, how: Print, *, numbered: bool) -> _Proof:
    if not numbered and not design.hides_serial:
        symbol = plain_symbol(values)
        module = symbol_module(design, symbol.side, how)
        form = sheets.stamp_form(design, values, symbol, module, numbered=False)
        return _Proof(design, form, module, symbol.side)
    drawing = NumberedDrawing(design, values, how)
    below = sheets.stamp_form(design, values, drawing.shared, drawing.module, numbered=True)
    content = b"/Below Do\n" + drawing.stamps([NO_SERIAL], [(0.0, 0.0)])
    font = drawing.font.embedded(sheets.pdf)
    form = sheets.form(content, (0, 0, *design.size), font=font, Below=below)
    return _Proof(design, form, drawing.module, drawing.side)


def _columns(proofs: Sequence[_Proof], high: float) -> Iterator[list[tuple[_Proof, float]]]:
    """Yield for each page the stamps below each other, with the y at which each begins."""
    column: list[tuple[_Proof, float]] = []
    y = TOP
    for proof in proofs:
        height = CAPTION + proof.design.size[1] + AFTER
        if column and y + height > high - FOOT:
            yield column
            column, y = [], TOP
        column.append((proof, y))
        y += height
    yield column


def _caption(canvas: PdfCanvas, proof: _Proof, y: float, room: float) -> None:
    """Draw the name and the measures of a stamp, and the edge of its trim."""
    design, module = proof.design, proof.module
    name = BETWEEN.join(dict.fromkeys(design.name.values()))
    measures = both(
        "stamps.preview-measures",
        **design.measures,
        module=round(module.mm, 3),
        dots=module.dots,
        dpi=module.dpi,
        quiet=round(QUIET * module.mm, 2),
        symbol=round(proof.side * module.mm, 1),
    )
    canvas.stack(
        LEFT,
        y,
        fit(name, "strong", (9, 6), room, 4.4),
        fit(measures["vi"], "text", (7, 5), room, 3.2, ink=GREY),
        fit(measures["en"], "italic", (7, 5), room, 3.2, ink=GREY),
    )
    canvas.frame(LEFT, y + CAPTION, *design.size, GREY, weight=0.25, dash=(1, 1))


def _rulers(canvas: PdfCanvas, page: Size) -> None:
    """Draw a ruler across and one down the page, and the sentence how to print it."""
    words = both("stamps.preview-print")
    canvas.stack(
        RULER[0],
        9,
        fit(words["vi"], "strong", (11, 8), page[0] - 24, 6),
        fit(words["en"], "text", (9, 7), page[0] - 24, 5, ink=GREY),
    )
    zero_x, zero_y = RULER
    for mm in range(int(page[0] - zero_x - RIGHT) + 1):
        canvas.line(zero_x + mm, zero_y, zero_x + mm, zero_y - _tick(mm), 0.25)
        if mm % 10 == 0:
            canvas.text(zero_x + mm + 0.5, zero_y - 3, str(mm), "text", 5)
    for mm in range(int(page[1] - zero_y - FOOT) + 1):
        canvas.line(zero_x, zero_y + mm, zero_x - _tick(mm), zero_y + mm, 0.25)
        if mm % 10 == 0 and mm:
            canvas.text(zero_x - 5.5, zero_y + mm - 0.4, str(mm), "text", 5)


def _tick(mm: int) -> float:
    """Return the length of a ruler's line."""
    return 5.0 if mm % 10 == 0 else 3.0 if mm % 5 == 0 else 1.8
