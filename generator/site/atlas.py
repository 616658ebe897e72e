"""What pages show of the drawn map: the province with its counts, and where one product comes from."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NamedTuple, TypedDict
from urllib.parse import quote

from generator.catalogue.model import Address
from generator.site.context import PageContext
from generator.site.map import ALL_PROVINCES, Box, DrawnMap, Spot, overlap, spread_apart
from generator.site.product_facts import district_in_short


class MapArea(TypedDict):
    """A former district on the map of a province, or a province on that of all, in the map's own units."""

    name: str
    """Empty where there is no room for it."""
    label: str
    """"Huyện Mẫu (cũ): 5 sản phẩm"."""
    href: str
    """Its list; empty where it has no product."""
    count: str
    shade: int
    """0 for none, 1–4 for more and more products."""
    land: str
    """Path of its ground, which goes beyond the coast."""
    x: float
    y: float
    r: float
    name_x: float
    """The middle of its name, whose upper end is at ``name_y``."""
    name_y: float


class MapDot(TypedDict):
    """A commune of today on the map."""

    x: float
    y: float
    label: str
    on: bool
    """Whether products are known to come from it."""


class MapFrame(TypedDict):
    """A frame around an island that lies farther out in the direction in which it is drawn."""

    name: str
    x: int
    y: int
    size: int
    name_x: int
    name_y: int


class ProvinceMap(TypedDict):
    """The province as drawn from one point per commune: no boundary map."""

    width: int
    height: int
    coast: str
    """Path of the line around the province; grounds and borders are cut off by it."""
    borders: str
    areas: list[MapArea]
    dots: list[MapDot]
    frames: list[MapFrame]


class PlaceMap(TypedDict):
    """A small map that shows where a commune or former district lies."""

    width: int
    height: int
    coast: str
    """Path of the line around the province; the grounds are cut off by it."""
    around: str
    """Path of the former district around a commune; empty where the place is a district itself."""
    land: str
    """Path of the place's ground."""
    x: int
    """0 where only the former district is known."""
    y: int
    label: str
    name: str
    href: str
    """A street map on another site; empty where that would be a guess."""
    frames: list[MapFrame]


NAME_APART = 7.0
"""How far a name on the map of a country keeps from the circles of other provinces."""


SMALLEST, LARGEST = 10.0, 16.0
"""Radii of the circles for the fewest and the most products."""


SHADES = 4


MOST_HEIGHT = 2.5
"""Most height of the map of all provinces, in widths: Viet Nam from its north to its south is 2.1."""


DOT = 3.6
"""Room that a marked dot needs from its middle to the box of a name."""


NAME_HEIGHT, LETTER_WIDTH = 15.0, 8.8
"""Room for the name below a circle, in the letters of a narrow screen (``map.css``)."""


NAME_DEPTH = 19.0
"""How far a name reaches below its circle, with the tails of its letters and the edge around them."""


def province_map(context: PageContext, province: str) -> ProvinceMap | None:
    """A province: former districts as grounds with a circle that grows with their products.

    Products are counted by former district because only some are known to lie in one commune of today;
    those communes are marked. None where the places have no points.
    """
    drawn_map, catalogue, t = context.drawn_map(province), context.catalogue, context.t
    if drawn_map is None:
        return None
    places = catalogue.provinces[province]
    names = Counter(district.name for district in places.districts)
    grounds = [
        _Ground(
            district.id,
            district.name if names[district.name] == 1 else district_in_short(context, district),
            t.district(district),
            context.urls.district(district.id),
            context.count("district", district.id),
        )
        for district in places.districts
        if drawn_map.within(district.id)
    ]
    dots: list[MapDot] = []
    for commune in places.communes:
        if cell := drawn_map.cells.get(commune.id):
            count = context.count("commune", commune.id)
            products = t.count("{n} product", "{n} products", count)
            name = t.commune(commune)
            dots.append(
                {
                    "x": round(cell.spot[0], 1),
                    "y": round(cell.spot[1], 1),
                    "label": t("{place}: {count}", place=name, count=products) if count else name,
                    "on": count > 0,
                }
            )
    marked = {name for name in drawn_map.cells if context.count("commune", name)}
    return {**_map_of(context, drawn_map, grounds, marked), "dots": dots}


def country_map(context: PageContext) -> ProvinceMap | None:
    """All provinces of the catalogue as grounds, with a circle that grows with their products.

    Dots name the special zones, which are islands. None for a few provinces that lie far apart, of which
    nothing but empty space could be drawn.
    """
    drawn_map, t = context.drawn_map(ALL_PROVINCES), context.t
    if drawn_map is None or drawn_map.height > MOST_HEIGHT * drawn_map.width:
        return None
    grounds = [
        _Ground(
            identity,
            places.province.name,
            t.province(places.province),
            context.urls("provinces", identity),
            context.count("province", identity),
        )
        for identity, places in context.catalogue.provinces.items()
        if drawn_map.within(identity)
    ]
    islands: list[MapDot] = [
        {
            "x": round(cell.spot[0], 1),
            "y": round(cell.spot[1], 1),
            "label": context.commune(commune),
            "on": False,
        }
        for commune, cell in drawn_map.cells.items()
        if context.catalogue.communes[commune].kind == "special_zone"
    ]
    drawn_areas = _map_of(context, drawn_map, grounds, set(), with_names=False)
    return {**drawn_areas, "areas": with_clear_names(drawn_areas), "dots": islands}


class _Ground(NamedTuple):
    """A part of a map that has a circle and leads to a page."""

    id: str
    """What the map's cells call it."""
    name: str
    title: str
    href: str
    products: int


class DrawnAreas(TypedDict):
    """A map without its communes."""

    width: int
    height: int
    coast: str
    borders: str
    areas: list[MapArea]
    frames: list[MapFrame]


def _map_of(
    context: PageContext,
    drawn_map: DrawnMap,
    grounds: Sequence[_Ground],
    marked_cells: AbstractSet[str],
    *,
    with_names: bool = True,
) -> DrawnAreas:
    """Return a map with a circle on each ground that has products; no circle hides a marked commune.

    Without room for names the circles stay nearer to the middles of their grounds.
    """
    t = context.t
    counts = {ground.id: ground.products for ground in grounds}
    names = {ground.id: ground.name for ground in grounds}
    most = max(counts.values(), default=0) or 1
    radii = {
        name: SMALLEST + (LARGEST - SMALLEST) * math.sqrt(count / most)
        for name, count in counts.items()
        if count
    }
    # A circle, with its name below.
    shapes: dict[str, list[Box]] = {
        name: [
            (0.0, 0.0, 2 * radius, 2 * radius),
            (0.0, radius + NAME_HEIGHT / 2, LETTER_WIDTH * len(names[name]), NAME_HEIGHT),
        ][: 2 if with_names else 1]
        for name, radius in radii.items()
    }
    marked = [cell.spot for name, cell in drawn_map.cells.items() if name in marked_cells]

    def suits(name: str, spot: Spot) -> bool:
        """Whether a circle lies on its own ground and neither it nor its name hides a marked commune."""
        return drawn_map.district_at(spot) == name and not any(
            math.dist(dot, spot) < radii[name] + DOT
            or overlap(shapes[name][-1], (dot[0] - spot[0], dot[1] - spot[1], 0.0, 0.0), DOT)
            for dot in marked
        )

    # Districts full of marked communes first: the others find a place beside them.
    marks = Counter(drawn_map.cells[name].district for name in marked_cells)
    tight = sorted(radii, key=lambda name: (-marks[name] / len(drawn_map.within(name)), name))
    middles = {name: drawn_map.middle(name) for name in tight}
    spots = spread_apart(middles, shapes, (0.0, drawn_map.width), suits)
    # A name below the southernmost circle may need more room than the land.
    lowest = max((spots[name][1] + radius + NAME_DEPTH for name, radius in radii.items()), default=0.0)
    areas: list[MapArea] = []
    for ground in grounds:
        count = ground.products
        x, y = spots.get(ground.id) or drawn_map.middle(ground.id)
        products = t.count("{n} product", "{n} products", count)
        areas.append(
            {
                "name": ground.name,
                "label": t("{place}: {count}", place=ground.title, count=products),
                "href": ground.href if count else "",
                "count": t.number(count),
                "shade": math.ceil(SHADES * count / most),
                "land": drawn_map.ground(drawn_map.within(ground.id)),
                "x": round(x, 1),
                "y": round(y, 1),
                "r": round(radii.get(ground.id, 0.0), 1),
                "name_x": round(x, 1),
                "name_y": round(y + radii.get(ground.id, 0.0), 1),
            }
        )
    return {
        "width": round(drawn_map.width),
        "height": math.ceil(max(drawn_map.height, lowest)),
        "coast": drawn_map.coast,
        "borders": drawn_map.borders,
        "areas": areas,
        "frames": _frames(context, drawn_map),
    }


def with_clear_names(drawn_areas: DrawnAreas) -> list[MapArea]:
    """Return areas whose names cover no circle and no other name, below, above or beside their circles.

    Many circles are on the map of a country, and each has to stay where its province is. A name that has no
    room, or could be taken for that of another circle, is left out; those of most products come first.
    """
    areas = drawn_areas["areas"]
    circles = {a["name"]: (a["x"], a["y"], 2 * a["r"], 2 * a["r"]) for a in areas if a["r"]}
    covered = [box for frame in drawn_areas["frames"] for box in _boxes_of_frame(frame)]
    spots: dict[str, Spot] = {}
    for area in sorted(areas, key=lambda area: -area["r"]):
        width, reach = LETTER_WIDTH * len(area["name"]), area["r"]
        others = [circle for name, circle in circles.items() if name != area["name"]]
        below, beside = reach + NAME_HEIGHT / 2, reach + width / 2
        for right, down in ((0.0, below), (0.0, -below), (beside, 0.0), (-beside, 0.0)):
            box = (area["x"] + right, area["y"] + down, width, NAME_HEIGHT)
            is_inside = width / 2 <= box[0] <= drawn_areas["width"] - width / 2
            is_free = not any(overlap(box, name, 0.0) for name in covered)
            is_clear = not any(overlap(box, circle, NAME_APART) for circle in others)
            if reach and is_inside and is_free and is_clear:
                covered.append(box)
                spots[area["name"]] = box[0], box[1] - NAME_HEIGHT / 2
                break
    named: list[MapArea] = []
    for area in areas:
        name_x, name_y = spots.get(area["name"], (0.0, 0.0))
        name = area["name"] if area["name"] in spots else ""
        named.append({**area, "name": name, "name_x": round(name_x, 1), "name_y": round(name_y, 1)})
    return named


def _boxes_of_frame(frame: MapFrame) -> Iterator[Box]:
    """Yield the boxes that an island's frame and its name take."""
    half = frame["size"] / 2
    yield frame["x"] + half, frame["y"] + half, frame["size"], frame["size"]
    width = LETTER_WIDTH * len(frame["name"])
    yield frame["name_x"], frame["name_y"] - NAME_HEIGHT / 4, width, NAME_HEIGHT


def _frames(context: PageContext, drawn_map: DrawnMap) -> list[MapFrame]:
    frames: list[MapFrame] = []
    for identity, (x, y, width, height) in drawn_map.frames.items():
        name = context.catalogue.communes[identity].name
        frames.append(
            {
                "name": name,
                "x": round(x - width / 2),
                "y": round(y - height / 2),
                "size": round(width),
                "name_x": round(min(x, drawn_map.width - LETTER_WIDTH * len(name) / 2)),
                "name_y": round(y + NAME_HEIGHT),
            }
        )
    return frames


def place_map(context: PageContext, address: Address) -> PlaceMap | None:
    """Where a product comes from: today's commune if it is known, else the former district."""
    key = (address.commune or "", address.district or "")
    make = partial(_place_map, context, address)
    return context.catalogue.recorder.fragment(("map", context.lang, *key), make)


def _place_map(context: PageContext, address: Address) -> PlaceMap | None:
    catalogue, t = context.catalogue, context.t
    identity = address.commune or address.district
    drawn_map = context.drawn_map(catalogue.province_of(identity)) if identity else None
    cell = drawn_map.cells.get(address.commune or "") if drawn_map else None
    if drawn_map is None:
        return None
    if cell is not None:
        commune = catalogue.communes[address.commune or ""]
        name, land, spot = context.commune(commune.id), [commune.id], cell.spot
        around = drawn_map.within(cell.district)
        asked = _asked(context, t.commune(commune), commune.id)
    elif address.district and not address.commune and (land := drawn_map.within(address.district)):
        name, spot, around = context.district(address.district), None, []
        asked = ""
    else:
        return None
    return {
        "width": round(drawn_map.width),
        "height": round(drawn_map.height),
        "coast": drawn_map.small_coast,
        "around": drawn_map.ground(around, 0),
        "land": drawn_map.ground(land, 0),
        "x": round(spot[0]) if spot else 0,
        "y": round(spot[1]) if spot else 0,
        "label": t("Where {place} lies in the province", place=name),
        "name": name,
        "href": asked,
        "frames": _frames(context, drawn_map),
    }


def _asked(context: PageContext, name: str, commune: str) -> str:
    """A street map of another site, asked for the place by its name; former districts are not on it."""
    return street_map(f"{name}, {context.t.province(context.province_of(commune))}")


def street_map(where: str) -> str:
    """Return the address of a street map of another site, asked for a place in words."""
    return f"https://www.openstreetmap.org/search?query={quote(where)}"
