"""``ocop qr``: write the QR code of a product or lot as a picture, or for a label printer."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.commands.console import Console
from generator.commands.issue import find_address
from generator.commands.issuing import PrintAddress
from generator.diagnostics.problem import RefusedError
from generator.project import BuildOptions, open_project
from generator.render import qr
from generator.stamps.sizes import MM_PER_INCH, Module, smallest_module

SUFFIXES = {".svg": "svg", ".png": "png", ".zpl": "zpl"}
DPI = {"zpl": 203}
"""Dots per inch where none are given: of label printers, and of office printers for pictures."""
OFFICE_DPI = 300
USE = "phone"


@dataclass(frozen=True)
class QrOptions:
    """Which symbol is written, and how large."""

    identity: str
    """A trace code, a GTIN or an id of a product."""
    lot: str | None
    form: str | None
    """``png``, ``svg`` or ``zpl``; without it the ending of ``file`` tells, else PNG."""
    file: Path | None
    """Without it, a file in the current folder: see :func:`name_of`."""
    dpi: str | None
    use: str | None
    side: float | None
    """Of the square with its quiet zone in mm: the symbol is at most so large."""

    @property
    def kind(self) -> str:
        """What is written: png, svg or zpl."""
        return self.form or SUFFIXES.get(self.file.suffix.lower() if self.file else "", "png")

    @property
    def is_sized(self) -> bool:
        """Whether the symbol has a size on paper. Label printers print dots, so theirs always has."""
        return self.kind == "zpl" or (self.dpi, self.use, self.side) != (None, None, None)


def run(console: Console, options: BuildOptions, **given: Any) -> None:
    """Write the picture and print its path; ``given`` are the fields of :class:`QrOptions`.

    Where it has a size, its modules are whole dots of the printer. Raises :class:`RefusedError` below the
    floor of the use.
    """
    wanted = QrOptions(**given)
    with open_project(options) as project:
        target = find_address(project, wanted.identity, wanted.lot)
    module = _module(target.full, wanted) if wanted.is_sized else None
    path = wanted.file or Path(f"{name_of(target)}.{wanted.kind}")
    console.write_file(path, _content(target.full, wanted.kind, module))
    console.say_beside_data("qr-written", path=path, address=target.full)
    if module:
        side = round(_side(target.full) * module.mm, 1)
        console.note("qr-size", dots=module.dots, dpi=module.dpi, module=round(module.mm, 3), side=side)


def name_of(target: PrintAddress) -> str:
    """Return the name of files about a product or lot, without ending."""
    product = target.product
    # Two provinces may have one code, and no picture may take the place of another.
    name = full_id(folder_of(product.id), product.code or product.gtin or bare_id(product.id)).replace(
        "/", "-"
    )
    return f"{name}-{target.lot.lot}" if target.lot else name


def _side(payload: str) -> int:
    """Return how many modules a symbol is wide with its quiet zone."""
    return qr.symbol(payload).size


def _module(payload: str, wanted: QrOptions) -> Module:
    """Return the largest module for a given side, else the smallest for the use. Raises ``RefusedError``."""
    dpi = int(wanted.dpi or DPI.get(wanted.kind, OFFICE_DPI))
    least = smallest_module(dpi, wanted.use or USE)
    if wanted.side is None:
        return least
    dots = math.floor(wanted.side / _side(payload) * dpi / MM_PER_INCH + 1e-6)
    if dots < least.dots:
        # Rounded up: what is asked for must be enough.
        needed = math.ceil(_side(payload) * least.mm * 10) / 10
        values = {"needed": needed, "side": wanted.side, "module": round(least.mm, 3), "dpi": dpi}
        raise RefusedError("qr-small", values)
    return Module(dots, dpi)


def _content(payload: str, form: str, module: Module | None) -> bytes:
    if form == "svg":
        return qr.svg(payload, _side(payload) * module.mm if module else None)
    if module is None:
        return qr.png(payload)
    return qr.zpl(payload, module.dots) if form == "zpl" else qr.png(payload, module.dots, module.dpi)
