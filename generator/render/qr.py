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

__all__ = ["OverfullError", "Symbol", "matrix", "png", "runs", "svg", "symbol", "zpl"]

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


def svg(payload: str, millimetres: float | None = None) -> bytes:
    """Return the symbol as an SVG file, black on white.

    ``millimetres`` is the width of its square, quiet zone included; without it the file has no size on paper.
    """
    drawn = symbol(payload)
    size = drawn.size
    width = f"{millimetres:.4f}mm" if millimetres else str(size * 8)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {size} {size}" width="{width}" height="{width}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{drawn.path}"/></svg>\n'
    ).encode()


def png(payload: str, module: int = PNG_MODULE, dpi: int | None = None) -> bytes:
    """Return the symbol as a black-and-white PNG with ``module`` pixels a module.

    With ``dpi`` the file says how large a pixel is on paper: a dot of that printer.
    """
    out = BytesIO()
    _picture(payload, module).save(out, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def zpl(payload: str, module: int) -> bytes:
    """Return the symbol as a label in ZPL II, ``module`` dots a module: the bits of a picture (``^GFA``).

    The printer's own encoder (``^BQ``) is not used: it knows no sizes between whole steps, and chooses modes
    and masks that were not tested.
    """
    # In ZPL a set bit is black, in a picture white.
    picture = _picture(payload, module).point(lambda white: not white, "1")
    side, row = picture.width, (picture.width + 7) // 8
    data = picture.tobytes().hex().upper()
    return (
        f"^XA\n^PW{side}\n^LL{side}\n^FO0,0^GFA,{row * side},{row * side},{row},{data}^FS\n^XZ\n"
    ).encode()


def _picture(payload: str, module: int) -> Image.Image:
    """Return the symbol with its quiet zone as a picture of two colours."""
    modules = _modules(payload)
    size = modules.side + 2 * QUIET
    white = (1 << size) - 1
    lines = [white] * QUIET + [white ^ line << QUIET for line in modules.lines()] + [white] * QUIET
    length = (size + 7) // 8
    packed = b"".join((line << length * 8 - size).to_bytes(length, "big") for line in lines)
    small = Image.frombytes("1", (size, size), packed)
    return small.resize((size * module, size * module), Image.Resampling.NEAREST)
