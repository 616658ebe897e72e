"""Files of stamps for printers: identical ones are one drawing placed often, numbered ones a symbol each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pikepdf

from generator.diagnostics.problem import RefusedError
from generator.issuing.serials import LENGTH, grouped
from generator.print.lines import MM
from generator.render.qr_encoder import Modules, OverfullError, Series, encode
from generator.stamps.artwork import ink_of
from generator.stamps.designs import SERIAL_LEADING, Design, serial_points
from generator.stamps.paper import Sheet
from generator.stamps.paths import BLACK, number, numbers
from generator.stamps.serial_font import SerialFont, serial_font
from generator.stamps.sheet_file import SheetFile, symbol_at
from generator.stamps.sizes import Module, module_for
from generator.stamps.values import Print, StampValues, WrittenStamps, numbered_payload


@dataclass(frozen=True)
class StampJob:
    """What is printed on what: the stamps of one product or lot."""

    design: Design
    values: StampValues
    sheet: Sheet
    how: Print


def write_identical(file: Path, job: StampJob, copies: int) -> WrittenStamps:
    """Write sheets of identical stamps; for a press that repeats them itself (one-up) a single page.

    Raises :class:`RefusedError` where the symbol or a text does not fit, or the design needs numbers.
    """
    if job.design.hides_serial:
        raise RefusedError("stamps-needs-numbers", {"design": job.design.identity})
    symbol = plain_symbol(job.values)
    module = symbol_module(job.design, symbol.side, job.how)
    sheets = SheetFile(job.sheet, job.how)
    stamp = sheets.stamp_form(job.design, job.values, symbol, module, numbered=False)
    copies = 1 if job.sheet.one_up else copies
    forms: dict[range, pikepdf.Object] = {}
    content = sheets.stream(b"/Stamps Do\n")
    for places in job.sheet.pages(copies):
        if places not in forms:
            forms[places] = sheets.on_sheet(stamp, places, marks=True)
        sheets.add_page(content, Stamps=forms[places])
    return sheets.save(file, copies, module)


def write_numbered(
    file: Path,
    job: StampJob,
    serials: Iterable[str],
    count: int,
    progress: Callable[[int], None] = lambda _stamps: None,
) -> WrittenStamps:
    """Write ``count`` stamps that differ in their serial, in the order of the serials.

    ``progress`` is told after each page how many stamps are on it. Raises :class:`RefusedError` as
    :func:`write_identical` does, or where the design shows no serial.
    """
    drawing = NumberedDrawing(job.design, job.values, job.how)
    sheets = SheetFile(job.sheet, job.how)
    stamp = sheets.stamp_form(job.design, job.values, drawing.shared, drawing.module, numbered=True)
    panel = sheets.panel_form(job.design)
    font = drawing.font.embedded(sheets.pdf)
    forms: dict[range, dict[str, pikepdf.Object]] = {}
    remaining, drawn = iter(serials), 0
    for places in job.sheet.pages(count):
        if places not in forms:
            forms[places] = {"Below": sheets.on_sheet(stamp, places, marks=True)}
            if panel is not None:
                forms[places]["Above"] = sheets.on_sheet(panel, places)
        chunk = list(islice(remaining, len(places)))
        if len(chunk) < len(places):
            raise ValueError(f"{count} serials promised, {drawn + len(chunk)} given")
        drawn_serials = drawing.stamps(chunk, [sheets.corner(place) for place in places])
        above = b"/Above Do\n" if panel is not None else b""
        sheets.add_page(sheets.stream(b"/Below Do\n" + drawn_serials + above), font, **forms[places])
        drawn += len(places)
        progress(len(places))
    return sheets.save(file, drawn, drawing.module)


class NumberedDrawing:
    """Draws what differs between numbered stamps: the symbol, where it is not shared, and the serial."""

    def __init__(self, design: Design, values: StampValues, how: Print) -> None:
        """Raises :class:`RefusedError` where the design shows no serial, or its box is too small."""
        if not design.serial:
            raise RefusedError("stamps-no-numbers", {"design": design.identity})
        self._design, self._serial = design, design.serial
        self.shared: Modules | None = None
        """The symbol that all stamps have; None where each has its own."""
        if design.hides_serial:
            self.shared = plain_symbol(values)
            self.side = self.shared.side
        else:
            self._series = symbol_series(values)
            self.side = self._series.side
        self.module = symbol_module(design, self.side, how)
        self.font: SerialFont = serial_font(design.serial.font)
        size = serial_points(design.serial)
        assert size, "a design whose serials do not fit is refused when it is read"
        self._size = size
        ink = ink_of(design.serial.colour, how.look)
        self._ink = b"%s k\n" % b" ".join(map(number, ink.cmyk()))

    def stamps(self, serials: list[str], corners: list[tuple[float, float]]) -> bytes:
        """Return the operators for some stamps; ``corners`` are their lower left ones, in mm."""
        parts = [BLACK]
        if not self.shared:
            parts += [
                symbol_at(self._design, self._series.encode(serial), self.module, corner)
                for serial, corner in zip(serials, corners, strict=True)
            ]
        parts += [self._ink, b"BT /Serial %s Tf\n" % number(self._size)]
        parts += [self._text(serial, corner) for serial, corner in zip(serials, corners, strict=True)]
        return b"".join((*parts, b"ET\n"))

    def _text(self, serial: str, corner: tuple[float, float]) -> bytes:
        """Return the operators for a serial in its box, a line for each equal part of it."""
        box, count = self._serial.box, self._serial.lines
        groups, text = grouped(serial).split("-"), b""
        in_line = len(groups) // count
        leading = self._size * SERIAL_LEADING
        top = self._design.size[1] - box.y - (box.height - count * leading) / 2
        for row in range(count):
            line = "-".join(groups[row * in_line : (row + 1) * in_line])
            wide = self.font.width(line, self._size) / MM
            squeeze = min(1.0, box.width / wide)
            spare = box.width - wide * squeeze
            x = box.x + {"left": 0.0, "centre": spare / 2, "right": spare}[self._serial.align]
            y = top - (row + 0.5) * leading - self._size * 0.33 / MM
            place = numbers(corner[0] + x, corner[1] + y)
            text += b"%s 0 0 1 %s Tm (%s) Tj\n" % (number(squeeze), place, line.encode())
        return text


def symbol_series(values: StampValues) -> Series:
    """Return the encoder of numbered symbols. Raises :class:`RefusedError` where none is large enough."""
    try:
        return Series(numbered_payload(values.payload, ""), LENGTH)
    except OverfullError:
        raise RefusedError("stamps-overfull", {"content": values.payload[:80]}) from None


def plain_symbol(values: StampValues) -> Modules:
    """Return the symbol of stamps without numbers. Raises :class:`RefusedError` where none can hold it."""
    try:
        return encode(values.payload)
    except OverfullError:
        raise RefusedError("stamps-overfull", {"content": values.payload[:80]}) from None


def symbol_module(design: Design, side: int, how: Print) -> Module:
    """Return the module with which a symbol is drawn. Raises :class:`RefusedError` with the size needed."""
    box = design.symbol.box
    return module_for(side, min(box.width, box.height), how.dpi, how.use, design.size[0])
