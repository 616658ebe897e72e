"""Operators of PDF for what stamps draw many times: symbols as one path, numbers, lines, circles."""

from functools import lru_cache
from typing import Final

from generator.print.lines import MM
from generator.render.qr import runs
from generator.render.qr_encoder import Modules

BLACK: Final = b"0 0 0 1 k\n"
"""Black ink only: a symbol in four inks blurs with the least misregister."""
_CURVE: Final = 4 / 3 * (2**0.5 - 1)
"""How far the handles of a quarter of a circle reach, as a part of its radius."""


def number(value: float) -> bytes:
    """Return a number as PDF writes it: up to six decimals, and none where there are none."""
    return f"{value:.6f}".rstrip("0").rstrip(".").encode() if value else b"0"


def numbers(*values: float) -> bytes:
    """Return numbers in mm as points, with blanks between."""
    return b" ".join(number(value * MM) for value in values)


def placed(name: str, x: float, y: float) -> bytes:
    """Return the operators that draw a form with its origin at a point, given in mm."""
    return b"q 1 0 0 1 %s cm /%s Do Q\n" % (numbers(x, y), name.encode())


def symbol_path(symbol: Modules) -> bytes:
    """Return the modules of a symbol as rectangles of one path, to be filled once.

    A unit is a module, the origin the lower left corner of the symbol without its quiet zone.
    """
    table, length = _rectangles(symbol.side), (symbol.side + 7) // 8
    pad = 8 * length - symbol.side
    data = b"".join((line << pad).to_bytes(length, "big") for line in symbol.lines())
    return b"".join([eight[value] for eight, value in zip(table, data, strict=True)])


@lru_cache(maxsize=4)
def _rectangles(side: int) -> tuple[tuple[bytes, ...], ...]:
    """Return for each eight modules of a symbol, row by row from above, the rectangles for each value."""
    patterns = [list(runs([value >> 7 - bit & 1 == 1 for bit in range(8)])) for value in range(256)]
    return tuple(
        tuple(
            b"".join(b"%d %d %d 1 re\n" % (column + start, row, length) for start, length in pattern)
            for pattern in patterns
        )
        for row in reversed(range(side))
        for column in range(0, side, 8)
    )


def rectangle(x: float, y: float, wide: float, high: float, corner: float = 0) -> bytes:
    """Return the path of a rectangle in mm from its lower left corner; ``corner`` is a radius."""
    if not corner:
        return numbers(x, y, wide, high) + b" re\n"
    corner = min(corner, wide / 2, high / 2)
    right, top, hand = x + wide, y + high, corner * (1 - _CURVE)
    return b"".join(
        (
            numbers(x + corner, y) + b" m\n",
            numbers(right - corner, y) + b" l\n",
            numbers(right - hand, y, right, y + hand, right, y + corner) + b" c\n",
            numbers(right, top - corner) + b" l\n",
            numbers(right, top - hand, right - hand, top, right - corner, top) + b" c\n",
            numbers(x + corner, top) + b" l\n",
            numbers(x + hand, top, x, top - hand, x, top - corner) + b" c\n",
            numbers(x, y + corner) + b" l\n",
            numbers(x, y + hand, x + hand, y, x + corner, y) + b" c h\n",
        )
    )


def line(x1: float, y1: float, x2: float, y2: float) -> bytes:
    """Return the path of a line, in mm."""
    return numbers(x1, y1) + b" m " + numbers(x2, y2) + b" l\n"
