"""A drawn map of the province, computed from one point per commune and from nothing else.

Each commune is the ground nearer to its point than to any other, within a reach; former districts
are their communes taken together. That shows what lies where and claims no boundary: no official
boundary data may be shipped, and the page says so.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count, groupby, islice

from generator.catalogue.model import Commune, District, Places

WIDTH = 400.0
MARGIN = 6.0
SIDES = 24
"""Sides of the round reach of a commune that has no neighbour on that side."""
REACH = 1.55
"""The reach, in typical distances between neighbours."""
BEYOND = 1.6
"""How far grounds go that the coast cuts off, in reaches: far enough to fill its bays."""
ROUNDS = 8
"""How often the coast is smoothed."""
STEP = 4.0
"""How far shapes are moved at a time until they are free."""
GAP = 2.0
"""Room between the boxes of two shapes."""
NEAREST = 300
"""How many free places for a shape are looked at for one that suits it."""

FAR = 8.0
"""Islands with no neighbour within this many typical distances are drawn nearer, in a frame: else the
mainland would be a few points wide."""
FRAMED = 5.0
"""How far they are drawn from the nearest commune, in typical distances."""

Spot = tuple[float, float]
Box = tuple[float, float, float, float]
"""The middle of a box, across and down, its width and its height."""


@dataclass(frozen=True)
class Cell:
    """A commune's ground."""

    spot: Spot
    district: str
    """The former district it is drawn with: of several, the one with the fewest communes."""
    outline: tuple[Spot, ...]
    ground: tuple[Spot, ...]
    """The same with a reach beyond the coast, to be cut off by it."""


@dataclass(frozen=True)
class DrawnMap:
    """The drawn map: sizes and coordinates in its own units, north up."""

    width: float
    height: float
    reach: float
    """How far a commune's ground may go from its point."""
    cells: Mapping[str, Cell]
    """By commune id."""
    borders: str
    """Path of the lines between former districts; they go beyond the coast."""
    coast: str
    """Path of the smooth line around the province."""
    small_coast: str
    """The same line for a small map, where whole units are fine enough."""
    frames: Mapping[str, Box]
    """Around islands that lie farther out in the direction in which they are drawn, by commune id."""

    def ground(self, communes: Iterable[str], digits: int = 1) -> str:
        """The path of some communes' ground, to be cut off by the coast."""
        return "".join(_path(self.cells[commune].ground, digits) for commune in communes)

    def within(self, district: str) -> list[str]:
        """The communes drawn with a former district."""
        return [name for name, cell in self.cells.items() if cell.district == district]

    def district_at(self, spot: Spot) -> str:
        """The former district whose ground a spot lies on."""
        return min(self.cells.values(), key=lambda cell: math.dist(cell.spot, spot)).district

    def middle(self, district: str) -> Spot:
        """Where a former district's name stands: the mean of its communes' points."""
        spots = [self.cells[commune].spot for commune in self.within(district)]
        return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


ALL_PROVINCES = ""
"""Stands for the map of all provinces in place of the id of one."""
SPACING = 0.27
"""Degrees between communes on the map of all provinces, some 30 km: even distances leave no gaps."""


def places_of_all(provinces: Mapping[str, Places]) -> Places:
    """Return a table for the map of all provinces, in which each is what a district is on its own map.

    Of the communes of each province the first is there, and each that lies apart from those chosen before;
    special zones are chosen first, since they are islands.
    """
    communes: list[Commune] = []
    spots: list[Spot] = []
    for identity, places in provinces.items():
        with_points = (commune for commune in places.communes if commune.at)
        for index, commune in enumerate(sorted(with_points, key=lambda c: c.kind != "special_zone")):
            spot = (commune.at.lon, commune.at.lat) if commune.at else (0.0, 0.0)
            is_apart = all(math.dist(spot, other) >= SPACING for other in spots)
            if is_apart or index == 0:
                spots.append(spot)
                communes.append(commune.model_copy(update={"districts": (identity,)}))
    first = next(iter(provinces.values()))
    districts = [
        District(id=identity, name=table.province.name, kind="district")
        for identity, table in provinces.items()
    ]
    return first.model_copy(update={"communes": tuple(communes), "districts": tuple(districts)})


@lru_cache(maxsize=2)
def draw_map(places: Places) -> DrawnMap | None:
    """The map of a table of places; none where fewer than three communes have a point."""
    communes = [commune for commune in places.communes if commune.at is not None]
    if len(communes) < 3:
        return None
    spots, unit, height, moved = _projected(communes)
    sizes = {
        district.id: sum(district.id in commune.districts for commune in places.communes)
        for district in places.districts
    }
    ids = [commune.id for commune in communes]
    outlines = [_outline(index, spots, unit * REACH) for index in range(len(spots))]
    grounds = [_outline(index, spots, unit * REACH * BEYOND) for index in range(len(spots))]
    homes = [min(commune.districts, key=lambda d: (sizes[d], d), default="") for commune in communes]
    cells = {
        name: Cell(spot, home, outline, ground)
        for name, spot, home, outline, ground in zip(ids, spots, homes, outlines, grounds, strict=True)
    }
    coast = _coast(spots, outlines, unit * REACH)
    fine, coarse = ("".join(_curve(ring, digits) for ring in coast) for digits in (1, 0))
    size = 2 * unit * REACH
    frames = {ids[index]: (*spots[index], size, size) for index in moved}
    borders = _borders(spots, homes, grounds)
    return DrawnMap(WIDTH, height, unit * REACH, cells, borders, fine, coarse, frames)


def _projected(communes: Sequence[Commune]) -> tuple[list[Spot], float, float, list[int]]:
    """Points on the sheet, the typical distance between neighbours, the sheet's height, and moved islands."""
    points = [commune.at for commune in communes if commune.at is not None]
    shrink = math.cos(math.radians(sum(point.lat for point in points) / len(points)))
    flat = [(point.lon * shrink, -point.lat) for point in points]
    nearest = sorted(min(math.dist(spot, other) for other in flat if other is not spot) for spot in flat)
    unit = nearest[len(nearest) // 2]
    flat, moved = _with_far_islands_near(flat, unit)
    pad = unit * REACH
    left, top = min(x for x, _ in flat) - pad, min(y for _, y in flat) - pad
    right, bottom = max(x for x, _ in flat) + pad, max(y for _, y in flat) + pad
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    spots = [((x - left) * scale + MARGIN, (y - top) * scale + MARGIN) for x, y in flat]
    return spots, unit * scale, (bottom - top) * scale + 2 * MARGIN, moved


def _with_far_islands_near(flat: Sequence[Spot], unit: float) -> tuple[list[Spot], list[int]]:
    """Return the points with far islands drawn nearer in their own direction, and which these are."""
    spots, moved = list(flat), []
    for index, spot in enumerate(flat):
        others = [other for number, other in enumerate(flat) if number != index]
        shore = min(others, key=lambda other, spot=spot: math.dist(spot, other))  # type: ignore[misc]
        away = math.dist(spot, shore)
        if away > FAR * unit:
            part = FRAMED * unit / away
            spots[index] = shore[0] + (spot[0] - shore[0]) * part, shore[1] + (spot[1] - shore[1]) * part
            moved.append(index)
    return spots, moved


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


def _coast(spots: Sequence[Spot], outlines: Sequence[tuple[Spot, ...]], reach: float) -> list[list[Spot]]:
    """The lines around all grounds, without the corners in which two reaches meet."""
    shores = [
        shore
        for spot, outline in zip(spots, outlines, strict=True)
        for shore in _shores(spot, outline, reach)
    ]
    rings: list[list[Spot]] = []
    while shores:
        line = shores.pop(0)
        while shores:
            following = min(shores, key=lambda shore: math.dist(line[-1], shore[0]))
            if math.dist(line[-1], line[0]) <= math.dist(line[-1], following[0]):
                break
            shores.remove(following)
            line = [*line, *following]
        rings.append(_smooth(line))
    return rings


def _shores(center: Spot, outline: Sequence[Spot], reach: float) -> list[list[Spot]]:
    """The stretches of an outline that lie as far from its point as the reach: nothing is behind them."""
    free = [math.dist(center, corner) > reach - 1e-6 for corner in outline]
    start = free.index(False) if False in free else 0
    turned = [
        (outline[at % len(outline)], free[at % len(outline)]) for at in range(start, start + len(outline))
    ]
    stretches = groupby(turned, key=lambda corner: corner[1])
    return [[corner for corner, _ in stretch] for is_free, stretch in stretches if is_free]


def _smooth(line: Sequence[Spot]) -> list[Spot]:
    """Every second spot of a closed line, each drawn towards its neighbours."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    for _ in range(ROUNDS):
        xs, ys = ([(a + 2 * b + c) / 4 for a, b, c in _neighbours(values)] for values in (xs, ys))
    return list(zip(xs, ys, strict=True))[::2]


def _curve(ring: Sequence[Spot], digits: int) -> str:
    """A closed curve that a ring's spots pull, with steps of so many decimal digits.

    Only the first pull is written: that of each further arc mirrors the one before. The joints are chosen
    so that mirrored pulls stay within one step of the ring's spots.
    """
    steps = [(round(x * 10**digits), round(y * 10**digits)) for x, y in ring]

    def joint(pull: tuple[int, int], following: tuple[int, int]) -> tuple[int, int]:
        return round((pull[0] + following[0]) / 2), round((pull[1] + following[1]) / 2)

    def way(start: tuple[int, int], end: tuple[int, int]) -> str:
        return ",".join(f"{(to - since) / 10**digits:g}" for since, to in zip(start, end, strict=True))

    pull, last = steps[0], joint(steps[-1], steps[0])
    path = f"M{way((0, 0), last)}q{way(last, pull)} "
    for following in [*steps[1:], steps[0]]:
        end = joint(pull, following)
        path += f"{way(last, end)}t"
        pull, last = (2 * end[0] - pull[0], 2 * end[1] - pull[1]), end
    return f"{path[:-1]}z"


def _neighbours(values: Sequence[float]) -> Iterator[tuple[float, float, float]]:
    """Each value of a ring between the one before and the one after it."""
    return zip([values[-1], *values[:-1]], values, [*values[1:], values[0]], strict=True)


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


def spread_apart(
    spots: Mapping[str, Spot],
    shapes: Mapping[str, Sequence[Box]],
    room: tuple[float, float],
    suits: Callable[[str, Spot], bool] = lambda _name, _spot: True,
) -> dict[str, Spot]:
    """Return spots near the given ones at which no shape covers another; equal input gives equal spots.

    ``room`` is the left and the right end of the sheet: no shape goes beyond, nor above its upper end.
    Shapes are placed in the order of ``spots``, each at the first free place in rings around its own spot
    that ``suits`` it; if none near it does, at the first free one.
    """
    placed: dict[str, Spot] = {}
    covered: list[Box] = []

    def is_free(name: str, spot: Spot) -> bool:
        boxes = [_at(box, spot) for box in shapes[name]]
        return not any(overlap(box, other, GAP) for box in boxes for other in covered)

    for name, spot in spots.items():
        places = (_inside(place, shapes[name], room) for place in _rings(spot))
        free = (place for place in places if is_free(name, place))
        first = next(free)
        near = (place for place in chain([first], islice(free, NEAREST)) if suits(name, place))
        placed[name] = next(near, first)
        covered += [_at(box, placed[name]) for box in shapes[name]]
    return placed


def overlap(box: Box, other: Box, gap: float) -> bool:
    """Whether two boxes are nearer to each other than a gap."""
    return (
        abs(box[0] - other[0]) < (box[2] + other[2]) / 2 + gap
        and abs(box[1] - other[1]) < (box[3] + other[3]) / 2 + gap
    )


def _at(box: Box, spot: Spot) -> Box:
    return box[0] + spot[0], box[1] + spot[1], box[2], box[3]


def _inside(spot: Spot, shape: Sequence[Box], room: tuple[float, float]) -> Spot:
    """A shape's spot, moved as little as need be for it to stay on the sheet; it may grow downwards."""
    left = room[0] - min(x - width / 2 for x, _, width, _ in shape)
    right = room[1] - max(x + width / 2 for x, _, width, _ in shape)
    top = -min(y - height / 2 for _, y, _, height in shape)
    return min(max(spot[0], left), max(left, right)), max(spot[1], top)


def _rings(center: Spot) -> Iterator[Spot]:
    """Spots around another one, nearer ones first, without end."""
    for ring in count():
        for turn in range(SIDES):
            angle = math.tau * turn / SIDES
            yield center[0] + ring * STEP * math.sin(angle), center[1] + ring * STEP * math.cos(angle)
