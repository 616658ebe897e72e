"""Reads the theme's drawings as vector paths for paper.

The drawings are flat: paths, circles, ellipses, rectangles and groups, filled or stroked with plain
colours. That subset of SVG is all that is read here; anything else raises ``DrawingError``, so that a
drawing is never printed half.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
TOKEN = re.compile(r"([a-zA-Z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
CALL = re.compile(r"(\w+)\(([^)]*)\)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
ROUND = 0.5522847498
"""How far the handles of a cubic curve reach that stands for a quarter of a circle."""
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Piece = tuple[str, tuple[float, ...]]
"""``m``, ``l``, ``c`` or ``z`` with absolute coordinates."""
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


class DrawingError(ValueError):
    """Raised for a drawing that holds more than flat shapes."""


@dataclass(frozen=True)
class Look:
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
    look: Look


@dataclass(frozen=True)
class Drawing:
    """A drawing in its own units; ``tint`` is the background colour for which it was made."""

    width: float
    height: float
    tint: str
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=128)
def read(svg: str) -> Drawing:
    """Parse a drawing of the theme. Raises ``DrawingError`` for what paper could not show."""
    try:
        root = ET.fromstring(svg)  # noqa: S314 - the theme's own file
        box = [float(n) for n in root.get("viewBox", "0 0 240 240").split()]
        start = (1.0, 0.0, 0.0, 1.0, -box[0], -box[1])
        return Drawing(box[2], box[3], root.get("data-tint", "#ffffff"), tuple(_walk(root, start, Look())))
    except DrawingError:
        raise
    except (ValueError, KeyError, IndexError) as error:
        raise DrawingError(str(error)) from None


def _walk(parent: ET.Element, matrix: Matrix, look: Look) -> Iterator[Shape]:
    """Yield the shapes below an element, with inherited transformation and paint."""
    for node in parent:
        kind = node.tag.removeprefix(SVG)
        placed = times(matrix, transform(node.get("transform", "")))
        paint = _look(node, look)
        if kind == "g":
            yield from _walk(node, placed, paint)
        else:
            yield Shape(tuple(_pieces(kind, node)), placed, paint)


def _look(node: ET.Element, look: Look) -> Look:
    """Return the paint of an element that stands inside of one painted like ``look``."""
    paint: dict[str, object] = {}
    for key, value in node.attrib.items():
        match key:
            case "fill" | "stroke":
                if not re.fullmatch(r"none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}", value):
                    raise DrawingError(f"{key}={value}")
                paint[key] = "" if value == "none" else value
            case "stroke-width":
                paint["width"] = float(value)
            case "stroke-linecap":
                paint["cap"] = ("butt", "round", "square").index(value)
            case "stroke-linejoin":
                paint["join"] = ("miter", "round", "bevel").index(value)
            case "stroke-dasharray":
                paint["dash"] = tuple(_numbers(value))
            case "stroke-dashoffset":
                paint["offset"] = float(value)
            case "opacity":
                paint["opacity"] = look.opacity * float(value)
            case "fill-rule":
                paint["even_odd"] = value == "evenodd"
            case "class" | "style" | "clip-path" | "mask" | "filter":
                raise DrawingError(key)
            case _:
                pass
    return replace(look, **paint)  # type: ignore[arg-type]


def transform(words: str) -> Matrix:
    """Return the matrix of a ``transform`` attribute."""
    result = PLAIN
    for name, inside in CALL.findall(words):
        n = _numbers(inside)
        match name:
            case "translate":
                step: Matrix = (1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0)
            case "scale":
                step = (n[0], 0, 0, n[1] if len(n) > 1 else n[0], 0, 0)
            case "rotate":
                cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
                step = (cos, sin, -sin, cos, 0, 0)
                if len(n) == 3:
                    step = times(times((1, 0, 0, 1, n[1], n[2]), step), (1, 0, 0, 1, -n[1], -n[2]))
            case "matrix":
                step = (n[0], n[1], n[2], n[3], n[4], n[5])
            case _:
                raise DrawingError(name)
        result = times(result, step)
    return result


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that applies ``inner`` first and then ``outer``."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def _numbers(words: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(words)]


def _pieces(kind: str, node: ET.Element) -> Iterator[Piece]:
    def of(name: str) -> float:
        return float(node.get(name, "0"))

    match kind:
        case "path":
            yield from path(node.get("d", ""))
        case "circle":
            yield from _ellipse(of("cx"), of("cy"), of("r"), of("r"))
        case "ellipse":
            yield from _ellipse(of("cx"), of("cy"), of("rx"), of("ry"))
        case "rect":
            rx = float(node.get("rx", node.get("ry", "0")))
            ry = float(node.get("ry", str(rx)))
            yield from _box(of("x"), of("y"), of("width"), of("height"), rx, ry)
        case _:
            raise DrawingError(kind)


def _ellipse(x: float, y: float, rx: float, ry: float) -> Iterator[Piece]:
    kx, ky = rx * ROUND, ry * ROUND
    yield "m", (x + rx, y)
    yield "c", (x + rx, y + ky, x + kx, y + ry, x, y + ry)
    yield "c", (x - kx, y + ry, x - rx, y + ky, x - rx, y)
    yield "c", (x - rx, y - ky, x - kx, y - ry, x, y - ry)
    yield "c", (x + kx, y - ry, x + rx, y - ky, x + rx, y)
    yield "z", ()


def _box(x: float, y: float, w: float, h: float, rx: float, ry: float) -> Iterator[Piece]:
    rx, ry = min(rx, w / 2), min(ry, h / 2)
    kx, ky = rx * (1 - ROUND), ry * (1 - ROUND)
    yield "m", (x + rx, y)
    yield "l", (x + w - rx, y)
    if rx:
        yield "c", (x + w - kx, y, x + w, y + ky, x + w, y + ry)
    yield "l", (x + w, y + h - ry)
    if rx:
        yield "c", (x + w, y + h - ky, x + w - kx, y + h, x + w - rx, y + h)
    yield "l", (x + rx, y + h)
    if rx:
        yield "c", (x + kx, y + h, x, y + h - ky, x, y + h - ry)
    yield "l", (x, y + ry)
    if rx:
        yield "c", (x, y + ky, x + kx, y, x + rx, y)
    yield "z", ()


def _commands(d: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield each command of a path with one set of numbers; repeated numbers repeat the command."""
    command, numbers = "", list[float]()

    def due() -> Iterator[tuple[str, tuple[float, ...]]]:
        need = ARGUMENTS[command.upper()]
        if not need:
            yield command, ()
            return
        if not numbers or len(numbers) % need:
            raise DrawingError(f"{command} with {len(numbers)} numbers")
        for start in range(0, len(numbers), need):
            # Further pairs after a move are lines.
            again = {"M": "L", "m": "l"}.get(command, command) if start else command
            yield again, tuple(numbers[start : start + need])

    for letter, number in TOKEN.findall(d):
        if number:
            numbers.append(float(number))
            continue
        if command:
            yield from due()
        command, numbers = letter, []
        if letter.upper() not in ARGUMENTS:
            raise DrawingError(letter)
    if command:
        yield from due()


def path(d: str) -> Iterator[Piece]:
    """Return the pieces of an SVG path as lines and cubic curves with absolute coordinates."""
    x = y = sx = sy = 0.0
    handle: Point = (0, 0)
    last = ""
    for command, given in _commands(d):
        kind, n = command.upper(), list(given)
        if command.islower() and kind not in "HVA":
            n = [value + (x, y)[place % 2] for place, value in enumerate(n)]
        elif command.islower() and kind == "A":
            n[5], n[6] = n[5] + x, n[6] + y
        elif command.islower():
            n[0] += x if kind == "H" else y
        mirrored = (2 * x - handle[0], 2 * y - handle[1])
        match kind:
            case "M":
                x, y = sx, sy = n[0], n[1]
                yield "m", (x, y)
            case "Z":
                x, y = sx, sy
                yield "z", ()
            case "L" | "H" | "V":
                x, y = (n[0], y) if kind == "H" else (x, n[0]) if kind == "V" else (n[0], n[1])
                yield "l", (x, y)
            case "C" | "S":
                first = (n[0], n[1]) if kind == "C" else mirrored if last in ("C", "S") else (x, y)
                *_, hx, hy, ex, ey = n
                yield "c", (*first, hx, hy, ex, ey)
                handle, x, y = (hx, hy), ex, ey
            case "Q" | "T":
                bend = (n[0], n[1]) if kind == "Q" else mirrored if last in ("Q", "T") else (x, y)
                ex, ey = n[-2], n[-1]
                yield "c", _cubic((x, y), bend, (ex, ey))
                handle, x, y = bend, ex, ey
            case _:
                yield from _arc((x, y), n)
                x, y = n[5], n[6]
        last = kind


def _cubic(start: Point, bend: Point, end: Point) -> tuple[float, ...]:
    """Return a quadratic curve as a cubic one."""
    return (
        start[0] + 2 / 3 * (bend[0] - start[0]),
        start[1] + 2 / 3 * (bend[1] - start[1]),
        end[0] + 2 / 3 * (bend[0] - end[0]),
        end[1] + 2 / 3 * (bend[1] - end[1]),
        *end,
    )


def _arc(start: Point, n: list[float]) -> Iterator[Piece]:
    """Yield an arc of an ellipse as cubic curves (SVG 1.1, appendix F.6.5)."""
    rx, ry, turn, large, sweep, ex, ey = n
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry:
        yield "l", (ex, ey)
        return
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (start[0] - ex) / 2, (start[1] - ey) / 2
    ax, ay = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = math.sqrt(max(1.0, (ax / rx) ** 2 + (ay / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    low = (rx * ay) ** 2 + (ry * ax) ** 2
    if not low:
        return
    way = math.sqrt(max(0.0, ((rx * ry) ** 2 - low) / low)) * (-1 if large == sweep else 1)
    bx, by = way * rx * ay / ry, -way * ry * ax / rx
    first = math.atan2((ay - by) / ry, (ax - bx) / rx)
    last = math.atan2((-ay - by) / ry, (-ax - bx) / rx)
    span = last - first
    if sweep and span < 0:
        span += math.tau
    elif not sweep and span > 0:
        span -= math.tau
    matrix: Matrix = (cos, sin, -sin, cos, (start[0] + ex) / 2, (start[1] + ey) / 2)
    matrix = times(times(matrix, (1, 0, 0, 1, bx, by)), (rx, 0, 0, ry, 0, 0))
    parts = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
    step = span / parts
    reach = 4 / 3 * math.tan(step / 4)
    for index in range(parts):
        begin, end = first + index * step, first + (index + 1) * step
        points = (
            (math.cos(begin) - reach * math.sin(begin), math.sin(begin) + reach * math.cos(begin)),
            (math.cos(end) + reach * math.sin(end), math.sin(end) - reach * math.cos(end)),
            (math.cos(end), math.sin(end)),
        )
        yield "c", tuple(value for point in points for value in at(matrix, point))


def at(matrix: Matrix, point: Point) -> Point:
    """Return a point after a transformation."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
