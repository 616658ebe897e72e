"""How large the modules of a symbol are: whole dots of the printer, never below the floor of their use.

A module that is no whole number of dots is printed one dot wider here and narrower there, which costs readers
their margin.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.diagnostics.problem import RefusedError
from generator.render.qr import QUIET

MM_PER_INCH = 25.4
RESOLUTIONS: Final = (203, 300, 600)
"""Dots per inch of label printers, office printers and presses."""
USES: Final[Mapping[str, float]] = {
    # GS1 General Specifications, symbol specification table for 2D symbols at retail point of sale
    # (QR Code with GS1 Digital Link URI): X-dimension from 0.396 mm, quiet zone 4 X.
    "retail": 0.396,
    # Read by phones alone: four dots at 300 dpi. Simulated reads hold up to 2.5 pixels a module, which a
    # phone's camera has of 0.33 mm from about 15 cm (measured 2026-11 with zxing-cpp and zbar).
    "phone": 0.33,
    # Read standing before a shelf, from about half a metre: a symbol is read from ten times its width.
    "shelf": 0.5,
}
"""The smallest module in mm by what a stamp is for."""
ENOUGH = 1.2
"""Modules are made no larger, in mm, unless the floor is: nothing gains by it."""


@dataclass(frozen=True)
class Module:
    """The width of a module as whole dots."""

    dots: int
    dpi: int

    @property
    def mm(self) -> float:
        """The width in mm."""
        return self.dots * MM_PER_INCH / self.dpi

    @property
    def points(self) -> float:
        """The width in points of a PDF."""
        return self.dots * 72 / self.dpi


def smallest_module(dpi: int, use: str) -> Module:
    """Return the smallest module that is allowed for a use on a printer."""
    return Module(math.ceil(USES[use] * dpi / MM_PER_INCH - 1e-9), dpi)


def module_for(side: int, room: float, dpi: int, use: str, stamp_width: float) -> Module:
    """Return the largest module with which a symbol fits into ``room`` mm, its quiet zone included.

    ``side`` is the number of modules of the symbol without quiet zone. Raises :class:`RefusedError` where the
    floor of the use would not be kept; its values are the ``needed`` side of the symbol with quiet zone and
    the width of the ``stamp`` in mm that has room for it, seen from one that is ``stamp_width`` mm wide.
    """
    whole = side + 2 * QUIET
    least = smallest_module(dpi, use)
    dots = math.floor(room / whole * dpi / MM_PER_INCH + 1e-6)
    if dots < least.dots:
        needed = whole * least.mm
        raise RefusedError(
            "stamps-symbol-small",
            {
                "needed": _up(needed),
                "room": round(room, 1),
                "stamp": _up(stamp_width * needed / room),
                "module": round(least.mm, 3),
                "floor": USES[use],
                "dpi": dpi,
            },
        )
    most = max(least.dots, math.floor(ENOUGH * dpi / MM_PER_INCH))
    return Module(min(dots, most), dpi)


def _up(millimetres: float) -> float:
    """Round up to a tenth: what is asked for must be enough."""
    return math.ceil(millimetres * 10 - 1e-6) / 10
