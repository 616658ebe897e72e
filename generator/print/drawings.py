"""Reads the theme's drawings as vector paths for paper.

The drawings are flat: paths, circles, ellipses, rectangles and groups, filled or stroked with plain
colours. That subset of SVG is all that is read here; anything else raises ``DrawingError``, so that a
drawing is never printed half.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET

from fontTools.misc.transform import Identity
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

SVG = "{http://www.w3.org/2000/svg}"
CALL = re.compile(r"(\w+)\(([^)]*)\)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
NO_PATH = re.compile(r"[^MmZzLlHhVvCcSsQqTtAae\d\s.,+-]|(?<!\d)e|e(?![\d+-])|(?<![\d.])(?<!e-)0\d")
"""A sign that no path has, and a number that begins with 0: fontTools passes over both in silence."""
OPERATORS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "qCurveTo": "c", "closePath": "z"}

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Piece = tuple[str, tuple[float, ...]]
"""``m``, ``l``, ``c`` or ``z`` with absolute coordinates."""


class DrawingError(ValueError):
    """Raised for a drawing that holds more than flat shapes."""


@dataclass(frozen=True)
class Paint:
    """How a shape is painted: SVG's presentation attributes, in the drawing's units."""

    fill: str = "#000000"
    stroke: str = ""
    width: float = 1
    cap: int = 0
    join: int = 0
    dash: tuple[float, ...] = ()
    offset: float = 0
    opacity: float = 1
    even_odd: bool = False


@dataclass(frozen=True)
class Shape:
    """One path with its transformation and its paint."""

    pieces: tuple[Piece, ...]
    matrix: Matrix
    look: Paint


@dataclass(frozen=True)
class Drawing:
    """A drawing in its own units; ``tint`` is the background colour for which it was made."""

    width: float
    height: float
    tint: str
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=128)
def read_drawing(svg: str) -> Drawing:
    """Parse a drawing of the theme. Raises ``DrawingError`` for what paper could not show."""
    try:
        root = ET.fromstring(svg)  # noqa: S314 - the theme's own file
        left, top, width, height = map(float, root.get("viewBox", "0 0 240 240").split())
        shapes = _walk(root, Identity.translate(-left, -top), Paint())
        return Drawing(width, height, root.get("data-tint", "#ffffff"), tuple(shapes))
    except DrawingError:
        raise
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise DrawingError(str(error)) from None


def _walk(parent: ET.Element, matrix: Any, look: Paint) -> Iterator[Shape]:
    """Yield the shapes below an element, with inherited transformation and paint."""
    for node in parent:
        kind = node.tag.removeprefix(SVG)
        placed = matrix.transform(read_transform(node.get("transform", "")))
        paint = _paint(node, look)
        if kind == "g":
            yield from _walk(node, placed, paint)
        else:
            yield Shape(tuple(path_pieces(_path_of(kind, node))), placed, paint)


def _numbers(words: str) -> tuple[float, ...]:
    return tuple(float(number) for number in NUMBER.findall(words))


def _colour(value: str) -> str:
    if not re.fullmatch(r"none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}", value):
        raise DrawingError(value)
    return "" if value == "none" else value


_PAINT: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "fill": ("fill", _colour),
    "stroke": ("stroke", _colour),
    "stroke-width": ("width", float),
    "stroke-linecap": ("cap", ("butt", "round", "square").index),
    "stroke-linejoin": ("join", ("miter", "round", "bevel").index),
    "stroke-dasharray": ("dash", _numbers),
    "stroke-dashoffset": ("offset", float),
    "opacity": ("opacity", float),
    "fill-rule": ("even_odd", "evenodd".__eq__),
}
"""SVG's attributes of paint: the field of :class:`Paint`, and how its value is read."""
_REFUSED = frozenset(("class", "style", "clip-path", "mask", "filter"))


def _paint(node: ET.Element, look: Paint) -> Paint:
    """Return the paint of an element that stands inside of one painted like ``look``."""
    if refused := _REFUSED.intersection(node.attrib):
        raise DrawingError(min(refused))
    paint = {name: parse(node.attrib[key]) for key, (name, parse) in _PAINT.items() if key in node.attrib}
    return replace(look, **{**paint, "opacity": paint.get("opacity", 1) * look.opacity})


def read_transform(words: str) -> Any:
    """Return the matrix of a ``transform`` attribute, as ``fontTools.misc.transform.Transform``."""
    matrix = Identity
    for name, inside in CALL.findall(words):
        numbers = _numbers(inside)
        if not numbers:
            raise DrawingError(f"{name}({inside})")
        match name:
            case "translate" | "scale":
                matrix = getattr(matrix, name)(*numbers)
            case "rotate":
                x, y = numbers[1:] or (0.0, 0.0)
                matrix = matrix.translate(x, y).rotate(math.radians(numbers[0])).translate(-x, -y)
            case "matrix":
                matrix = matrix.transform(numbers)
            case _:
                raise DrawingError(name)
    return matrix


def _path_of(kind: str, node: ET.Element) -> str:
    """Return a basic shape as the text of a path that draws the same."""

    def of(name: str) -> float:
        return float(node.get(name, "0"))

    match kind:
        case "path":
            return node.get("d", "")
        case "circle":
            return _ellipse(of("cx"), of("cy"), of("r"), of("r"))
        case "ellipse":
            return _ellipse(of("cx"), of("cy"), of("rx"), of("ry"))
        case "rect":
            rx = node.get("rx", node.get("ry", "0"))
            radii = float(rx), float(node.get("ry", rx))
            return _box((of("x"), of("y")), (of("width"), of("height")), radii)
    raise DrawingError(kind)


def _ellipse(x: float, y: float, rx: float, ry: float) -> str:
    ends = ((x, y + ry), (x - rx, y), (x, y - ry), (x + rx, y))
    quarters = (f"A{rx} {ry} 0 0 1 {end_x} {end_y}" for end_x, end_y in ends)
    return f"M{x + rx} {y}{''.join(quarters)}z"


def _box(corner: Point, size: tuple[float, float], radii: tuple[float, float]) -> str:
    (left, top), (width, height) = corner, size
    right, low = left + width, top + height
    rx, ry = min(radii[0], width / 2), min(radii[1], height / 2)
    arc = f"A{rx} {ry} 0 0 1"
    return (
        f"M{left + rx} {top}H{right - rx}{arc} {right} {top + ry}V{low - ry}{arc} {right - rx} {low}"
        f"H{left + rx}{arc} {left} {low - ry}V{top + ry}{arc} {left + rx} {top}z"
    )


def path_pieces(d: str) -> list[Piece]:
    """Return the pieces of an SVG path as lines and cubic curves with absolute coordinates."""
    if wrong := NO_PATH.search(d):
        raise DrawingError(f"{wrong[0]}: {d[:60]}")
    pen = RecordingPen()
    parse_path(" ".join(d.split()), pen)
    pieces: list[Piece] = []
    start = here = (0.0, 0.0)
    for command, given in pen.value:
        points = _cubic(here, *given) if command == "qCurveTo" else given
        if command == "moveTo":
            start = points[0]
        elif command == "closePath" and pieces[-1] == ("l", start):
            pieces.pop()  # closing draws this line
        here = points[-1] if points else start
        if command in OPERATORS:
            pieces.append((OPERATORS[command], tuple(chain.from_iterable(points))))
    return pieces


def _cubic(start: Point, bend: Point, end: Point) -> tuple[Point, ...]:
    """Return the points of a cubic curve that is the same as a quadratic one."""
    first, second = (
        (here[0] + 2 / 3 * (bend[0] - here[0]), here[1] + 2 / 3 * (bend[1] - here[1]))
        for here in (start, end)
    )
    return first, second, end
