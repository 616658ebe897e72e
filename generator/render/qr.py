"""QR codes: level M, quiet zone of four modules kept, drawn as one line.

Level M restores what a scuffed flat label loses.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Final, NamedTuple

from PIL import Image

from generator.render.qr_encoder import Modules, OverfullError, encode

__all__ = ["OverfullError", "Symbol", "matrix", "png", "runs", "svg", "symbol"]

QUIET = 4
AT_HAND = 256
"""Symbols kept: pages and files of one code are made one after the other, and each weighs ten kilobytes."""
PNG_MODULE = 16
"""Pixels a module: at 600 dpi a symbol of 33 modules prints at 22 mm."""


class Symbol(NamedTuple):
    """A symbol to draw in a square of ``size`` modules, quiet zone included: ``path`` is to be stroked."""

    size: int
    path: str


@lru_cache(maxsize=AT_HAND)
def _modules(payload: str) -> Modules:
    return encode(payload)


def matrix(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of the symbol for ``payload`` by rows, True for dark, without the quiet zone.

    Raises :class:`OverfullError` where no symbol is large enough.
    """
    modules = _modules(payload)
    return tuple(tuple(module == "1" for module in f"{line:0{modules.side}b}") for line in modules.lines())


def runs(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules in a row."""
    x = 0
    for dark, group in groupby(line):
        count = len(list(group))
        if dark:
            yield x, count
        x += count


@lru_cache(maxsize=AT_HAND)
def symbol(payload: str) -> Symbol:
    """Return the symbol as one SVG path to be stroked, one module wide, along the middle of each row.

    A row is put together from eight modules at a time: strokes that meet are one.
    """
    modules = _modules(payload)
    length = (modules.side + 7) // 8
    rows = [
        f"M{QUIET} {row}.5"
        + "".join([_STROKES[eight] for eight in (line << 8 * length - modules.side).to_bytes(length, "big")])
        for row, line in enumerate(modules.lines(), start=QUIET)
    ]
    return Symbol(modules.side + 2 * QUIET, "".join(rows))


def _strokes(eight: int) -> str:
    """Return the path along eight modules, given as bits: to draw is to go over dark ones."""
    groups = [(bit, len(list(group))) for bit, group in groupby(f"{eight:08b}")]
    return "".join(f"h{count}" if bit == "1" else f"m{count} 0" for bit, count in groups)


_STROKES: Final = tuple(map(_strokes, range(256)))


def svg(payload: str) -> bytes:
    """Return the symbol as an SVG file, black on white."""
    drawn = symbol(payload)
    size, pixels = drawn.size, drawn.size * 8
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {size} {size}" width="{pixels}" height="{pixels}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{drawn.path}"/></svg>\n'
    ).encode()


def png(payload: str) -> bytes:
    """Return the symbol as a black-and-white PNG, sixteen pixels a module."""
    modules = _modules(payload)
    size = modules.side + 2 * QUIET
    white = (1 << size) - 1
    lines = [white] * QUIET + [white ^ line << QUIET for line in modules.lines()] + [white] * QUIET
    length = (size + 7) // 8
    packed = b"".join((line << length * 8 - size).to_bytes(length, "big") for line in lines)
    small = Image.frombytes("1", (size, size), packed)
    large = small.resize((size * PNG_MODULE, size * PNG_MODULE), Image.Resampling.NEAREST)
    out = BytesIO()
    large.save(out, "PNG")
    return out.getvalue()
