"""QR codes: level M, quiet zone of four modules kept, drawn as one path.

Level M restores what a scuffed flat label loses; a mask is fixed because choosing among eight costs
six times as much and gains nothing that decoders notice (the symbol is valid either way).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import cycle, groupby, islice
from typing import Literal, NamedTuple

import qrcode
from PIL import Image
from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

QUIET = 4
ECI, UTF_8 = 0b0111, 26
BYTES: Literal[4] = 4
MASK = 2
AT_HAND = 256
"""Symbols kept: pages and files of one code are made one after the other, and each weighs ten kilobytes."""
PNG_MODULE = 16
"""Pixels a module: at 600 dpi a symbol of 33 modules prints at 22 mm."""


class OverfullError(ValueError):
    """More than the largest symbol can hold."""


class Symbol(NamedTuple):
    """A symbol to draw in a square of ``size`` modules, quiet zone included."""

    size: int
    path: str


@lru_cache(maxsize=AT_HAND)
def matrix(payload: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the symbol for ``payload``, without its quiet zone.

    Raises :class:`OverfullError` where no symbol is large enough.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    try:
        if payload.isascii():
            code.add_data(payload, optimize=4)
        else:
            code.version, code.data_cache = _utf8(payload.encode())
        code.make(fit=payload.isascii())
    except (DataOverflowError, ValueError) as error:
        # The library calls a symbol of version 41 an invalid value.
        raise OverfullError(f"{len(payload.encode())} bytes") from error
    return tuple(tuple(bool(cell) for cell in line) for line in code.get_matrix())


def _utf8(data: bytes) -> tuple[int, list[int]]:
    """Version and codewords of one byte segment that says it is UTF-8.

    Without that a reader guesses: zbar takes many Vietnamese names for Big5 or Shift JIS, which it tries
    first. The mark is the ECI assignment 26 before the segment (ISO/IEC 18004, 7.4.3 and its table of
    modes); the library has no call for it, so the bits are written here and the library does the rest.
    """
    for version in range(1, 41):
        blocks = base.rs_blocks(version, ERROR_CORRECT_M)
        room = sum(block.data_count for block in blocks) * 8
        bits = util.BitBuffer()
        for value, length in ((ECI, 4), (UTF_8, 8), (BYTES, 4)):
            bits.put(value, length)
        bits.put(len(data), util.length_in_bits(BYTES, version))
        if len(bits) + 8 * len(data) <= room:
            break
    else:
        raise DataOverflowError
    for byte in data:
        bits.put(byte, 8)
    bits.put(0, min(4, room - len(bits)))
    bits.put(0, -len(bits) % 8)
    for pad in islice(cycle((util.PAD0, util.PAD1)), (room - len(bits)) // 8):
        bits.put(pad, 8)
    return version, util.create_bytes(bits, blocks)


def runs(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules of a line begin, and how many stand side by side."""
    x = 0
    for dark, group in groupby(line):
        count = len(list(group))
        if dark:
            yield x, count
        x += count


@lru_cache(maxsize=AT_HAND)
def symbol(payload: str) -> Symbol:
    """The symbol as one SVG path: a horizontal run of dark modules is one rectangle.

    Each starts from the corner of the one before: small numbers repeat, and pages are compressed.
    """
    cells = matrix(payload)
    parts: list[str] = []
    last_x = last_y = -QUIET
    for y, line in enumerate(cells):
        for x, run in runs(line):
            parts.append(f"m{x - last_x} {y - last_y}h{run}v1h-{run}z")
            last_x, last_y = x, y
    return Symbol(len(cells) + 2 * QUIET, "".join(parts))


def svg(payload: str) -> bytes:
    """The symbol as an SVG file, black on white."""
    drawn = symbol(payload)
    size, pixels = drawn.size, drawn.size * 8
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {size} {size}" width="{pixels}" height="{pixels}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path d="{drawn.path}"/></svg>\n'
    ).encode()


def png(payload: str) -> bytes:
    """The symbol as a black-and-white PNG, sixteen pixels a module."""
    cells = matrix(payload)
    size = len(cells) + 2 * QUIET
    blank = b"\xff" * size
    edge = b"\xff" * QUIET
    lines = [edge + bytes(0 if dark else 255 for dark in line) + edge for line in cells]
    small = Image.frombytes("L", (size, size), blank * QUIET + b"".join(lines) + blank * QUIET)
    plain = small.convert("1", dither=Image.Dither.NONE)
    large = plain.resize((size * PNG_MODULE, size * PNG_MODULE), Image.Resampling.NEAREST)
    out = BytesIO()
    large.save(out, "PNG")
    return out.getvalue()
