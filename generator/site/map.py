"""A drawn map of the province, computed from one point per commune and from nothing else.

Each commune is the ground nearer to its point than to any other, within a reach; former districts
are their communes taken together. That shows what lies where and claims no boundary: no official
boundary data may be shipped, and the page says so.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.catalogue.model import Commune, Places

WIDTH = 400.0
MARGIN = 6.0
SIDES = 24
"""Sides of the round reach of a commune that has no neighbour on that side."""
REACH = 1.55
"""The reach, in typical distances between neighbours."""

Spot = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """A commune's ground."""

    spot: Spot
    district: str
    """The former district it is drawn with: of several, the one with the fewest communes."""
    outline: tuple[Spot, ...]


@dataclass(frozen=True)
class Chart:
    """The drawn map: sizes and coordinates in its own units, north up."""

    width: float
    height: float
    reach: float
    """How far a commune's ground may go from its point."""
    cells: Mapping[str, Cell]
    """By commune id."""
    borders: str
    """Path of the lines between former districts."""

    def land(self, communes: Iterable[str] | None = None, digits: int = 0) -> str:
        """The path of some communes' ground, of all by default; ``digits`` behind the point."""
        chosen = self.cells.values() if communes is None else (self.cells[commune] for commune in communes)
        return "".join(_path(cell.outline, digits) for cell in chosen)

    @cached_property
    def spots(self) -> str:
        """A path of the points alone: drawn with round ends as wide as the reach, it is the province.

        From point to point, in the order of their places: every product's page carries it.
        """
        steps, last = [], (0, 0)
        for x, y in sorted((round(cell.spot[0]), round(cell.spot[1])) for cell in self.cells.values()):
            steps.append(f"m{x - last[0]},{y - last[1]}h0")
            last = (x, y)
        return "".join(steps)

    def within(self, district: str) -> list[str]:
        """The communes drawn with a former district."""
        return [name for name, cell in self.cells.items() if cell.district == district]

    def middle(self, district: str) -> Spot:
        """Where a former district's name stands: the mean of its communes' points."""
        spots = [self.cells[commune].spot for commune in self.within(district)]
        return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


@lru_cache(maxsize=2)
def draw(places: Places) -> Chart | None:
    """The map of a table of places; none where fewer than three communes have a point."""
    communes = [commune for commune in places.communes if commune.at is not None]
    if len(communes) < 3:
        return None
    spots, unit, height = _projected(communes)
    sizes = {
        district.id: sum(district.id in commune.districts for commune in places.communes)
        for district in places.districts
    }
    ids = [commune.id for commune in communes]
    outlines = [_outline(index, spots, unit * REACH) for index in range(len(spots))]
    homes = [min(commune.districts, key=lambda d: (sizes[d], d), default="") for commune in communes]
    cells = {
        name: Cell(spot, home, outline)
        for name, spot, home, outline in zip(ids, spots, homes, outlines, strict=True)
    }
    return Chart(WIDTH, height, unit * REACH, cells, _borders(spots, homes, outlines))


def _projected(communes: Sequence[Commune]) -> tuple[list[Spot], float, float]:
    """Points on the sheet, the typical distance between neighbours, and the sheet's height."""
    points = [commune.at for commune in communes if commune.at is not None]
    shrink = math.cos(math.radians(sum(point.lat for point in points) / len(points)))
    flat = [(point.lon * shrink, -point.lat) for point in points]
    nearest = sorted(min(math.dist(spot, other) for other in flat if other is not spot) for spot in flat)
    unit = nearest[len(nearest) // 2]
    pad = unit * REACH
    left, top = min(x for x, _ in flat) - pad, min(y for _, y in flat) - pad
    right, bottom = max(x for x, _ in flat) + pad, max(y for _, y in flat) + pad
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    spots = [((x - left) * scale + MARGIN, (y - top) * scale + MARGIN) for x, y in flat]
    return spots, unit * scale, (bottom - top) * scale + 2 * MARGIN


def _outline(index: int, spots: Sequence[Spot], reach: float) -> tuple[Spot, ...]:
    """The reach around a point, cut half-way to every other point."""
    center = spots[index]
    turns = [math.tau * side / SIDES for side in range(SIDES)]
    shape = [(center[0] + reach * math.cos(turn), center[1] + reach * math.sin(turn)) for turn in turns]
    for number, other in enumerate(spots):
        if number != index and math.dist(center, other) < 2 * reach:
            shape = _cut(shape, center, other)
    return tuple(shape)


def _cut(shape: list[Spot], center: Spot, other: Spot) -> list[Spot]:
    """The part of a shape that is nearer to ``center`` than to ``other``."""

    def beyond(spot: Spot) -> float:
        return math.dist(spot, center) ** 2 - math.dist(spot, other) ** 2

    kept: list[Spot] = []
    for start, end in zip(shape, [*shape[1:], *shape[:1]], strict=True):
        first, last = beyond(start), beyond(end)
        if first <= 0:
            kept.append(start)
        if (first < 0 < last) or (last < 0 < first):
            share = first / (first - last)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def _borders(spots: Sequence[Spot], homes: Sequence[str], outlines: Sequence[tuple[Spot, ...]]) -> str:
    """The edges that two communes of different former districts share, each once."""
    parts: list[str] = []
    for index, outline in enumerate(outlines):
        for start, end in zip(outline, [*outline[1:], *outline[:1]], strict=True):
            half = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            own = math.dist(half, spots[index])
            for number, other in enumerate(spots):
                if (
                    number > index
                    and homes[number] != homes[index]
                    and abs(math.dist(half, other) - own) < 0.01
                ):
                    parts.append(f"M{_pair(start)}L{_pair(end)}")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _path(outline: tuple[Spot, ...], digits: int) -> str:
    """A closed path without the corners that rounding makes one."""
    pairs = list(dict.fromkeys(_pair(spot, digits) for spot in outline))
    return f"M{' '.join(pairs)}z"


def _pair(spot: Spot, digits: int = 0) -> str:
    return f"{spot[0]:.{digits}f},{spot[1]:.{digits}f}"


def apart(
    spots: Mapping[str, Spot],
    sizes: Mapping[str, Spot],
    gap: float = 2.0,
    room: tuple[float, float] | None = None,
) -> dict[str, Spot]:
    """Boxes around spots, moved until none covers another, each as little as need be; the same every time.

    ``room`` is the left and the right end of the sheet: no box goes beyond, nor above its upper end.
    """
    moved = {key: _inside(spot, sizes[key], room) for key, spot in spots.items()}
    names = sorted(spots)
    for _ in range(200):
        still = True
        for position, name in enumerate(names):
            for other in names[position + 1 :]:
                away = [b - a for a, b in zip(moved[name], moved[other], strict=True)]
                reach = [(a + b) / 2 + gap for a, b in zip(sizes[name], sizes[other], strict=True)]
                lack = [need - abs(far) for need, far in zip(reach, away, strict=True)]
                if min(lack) > 0.01:
                    still = False
                    # The shorter way out of each other, sideways or up and down.
                    axis = 0 if lack[0] < lack[1] else 1
                    step = math.copysign(lack[axis] / 2, away[axis])
                    moved[name] = _inside(_moved(moved[name], axis, -step), sizes[name], room)
                    moved[other] = _inside(_moved(moved[other], axis, step), sizes[other], room)
        if still:
            break
    return moved


def _inside(spot: Spot, size: Spot, room: tuple[float, float] | None) -> Spot:
    """A box's middle, moved as little as need be for the box to stay on the sheet; it may grow downwards."""
    if room is None:
        return spot
    left, right = room[0] + size[0] / 2, room[1] - size[0] / 2
    return min(max(spot[0], left), max(left, right)), max(spot[1], size[1] / 2)


def _moved(spot: Spot, axis: int, step: float) -> Spot:
    return (spot[0] + step, spot[1]) if axis == 0 else (spot[0], spot[1] + step)
