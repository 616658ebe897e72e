"""The drawn map: only from points, the same every time, honest about what it knows."""

import math
import re
from pathlib import Path

import pytest
from built import PROJECT
from hypothesis import given
from hypothesis import strategies as st
from known_places import known_places
from tiny import build_clean, catalogue, copy_tiny, pages, planned, replace, views

from generator.catalogue.model import Places
from generator.site import atlas
from generator.site import map as charts
from generator.site.atlas import LETTER_WIDTH, NAME_HEIGHT, DrawnAreas, MapArea, MapFrame, with_clear_names
from generator.site.map import DrawnMap, draw_map, overlap, spread_apart
from generator.site.outputs import SitePlan

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def places() -> Places:
    return catalogue(PROJECT).provinces["lang-son"]


@pytest.fixture(scope="module")
def drawn_map(places: Places) -> DrawnMap:
    result = draw_map(places)
    assert result is not None
    return result


@pytest.fixture(scope="module")
def whole() -> SitePlan:
    return planned(PROJECT)


def inside(shape: tuple[charts.Spot, ...], spot: charts.Spot) -> bool:
    """Whether a convex shape holds a spot."""
    turns = [
        (b[0] - a[0]) * (spot[1] - a[1]) - (b[1] - a[1]) * (spot[0] - a[0])
        for a, b in zip(shape, [*shape[1:], *shape[:1]], strict=True)
    ]
    return all(turn >= -1e-6 for turn in turns) or all(turn <= 1e-6 for turn in turns)


def test_every_commune_of_the_province_has_its_ground(places: Places, drawn_map: DrawnMap) -> None:
    assert len(drawn_map.cells) == len(places.communes) == 65
    assert {cell.district for cell in drawn_map.cells.values()} == {
        district.id for district in places.districts
    }
    for cell in drawn_map.cells.values():
        assert inside(cell.outline, cell.spot)
        for x, y in cell.outline:
            assert 0 <= x <= drawn_map.width
            assert 0 <= y <= drawn_map.height


def test_each_ground_is_nearest_to_its_own_point(drawn_map: DrawnMap) -> None:
    for cell in drawn_map.cells.values():
        for corner in cell.outline:
            nearest = min(math.dist(corner, other.spot) for other in drawn_map.cells.values())
            assert math.dist(corner, cell.spot) <= nearest + 1e-6


def test_north_is_up_and_east_is_right(drawn_map: DrawnMap) -> None:
    """Tràng Định lies in the north, Đình Lập in the east, Hữu Lũng in the south-west."""
    north, east, south = (drawn_map.middle(one) for one in ("trang-dinh", "dinh-lap", "huu-lung"))
    assert north[1] < east[1]
    assert north[1] < south[1]
    assert south[0] < east[0]


def test_a_former_district_hangs_together(drawn_map: DrawnMap, places: Places) -> None:
    """A point that lies in the middle of another district is a fault of the source, not of the province."""
    for district in places.districts:
        spots = [drawn_map.cells[one].spot for one in drawn_map.within(district.id)]
        middle = drawn_map.middle(district.id)
        far = sorted(math.dist(spot, middle) for spot in spots)
        assert far[-1] < 4 * drawn_map.reach, district.id


def test_the_same_places_give_the_same_map(places: Places, drawn_map: DrawnMap) -> None:
    again = draw_map(places)
    assert again is not None
    assert again == drawn_map
    assert again.ground(drawn_map.cells) == drawn_map.ground(drawn_map.cells)
    assert re.fullmatch(r"(M[-\d,]+L[-\d,]+)+", drawn_map.borders)
    for coast in (drawn_map.coast, drawn_map.small_coast):
        assert re.fullmatch(r"(M[\d.,]+q[-\d.,]+ [-\d.,]+(t[-\d.,]+)+z)+", coast)


def lines_of(coast: str) -> list[list[charts.Spot]]:
    """The joints of a coast's arcs, which lie on it, for each closed line."""
    lines = []
    for part in coast.split("z")[:-1]:
        steps = [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", part)]
        # A pull counts from the joint before it, as the joint after it does.
        line = [steps[0]]
        for across, down in steps[2:]:
            line.append((line[-1][0] + across, line[-1][1] + down))
        lines.append([(x, y) for x, y in line[1:]])
    return lines


def test_the_small_map_has_the_same_coast(drawn_map: DrawnMap, whole: SitePlan) -> None:
    (line,), (small,) = lines_of(drawn_map.coast), lines_of(drawn_map.small_coast)
    assert len(line) == len(small) > 50
    assert all(math.dist(joint, other) < 2.5 for joint, other in zip(line, small, strict=True))
    drawn = {view["map"]["coast"] for view in views(whole, "product", "vi") if view["map"]}
    assert drawn == {drawn_map.small_coast}
    assert pages(whole)["dia-ban/index.html"].view["map"]["coast"] == drawn_map.coast


def test_the_coast_is_one_smooth_line_around_every_commune(drawn_map: DrawnMap) -> None:
    (line,) = lines_of(drawn_map.coast)
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(line, [*line[1:], line[0]], strict=True)]
    for first, then in zip(steps, [*steps[1:], steps[0]], strict=True):
        turn = math.atan2(first[0] * then[1] - first[1] * then[0], first[0] * then[0] + first[1] * then[1])
        assert abs(turn) < math.radians(30)
    for name, cell in drawn_map.cells.items():
        x, y = cell.spot
        crossings = sum(
            (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            for a, b in zip(line, [*line[1:], line[0]], strict=True)
        )
        assert crossings % 2 == 1, name


def test_places_far_from_each_other_have_coasts_of_their_own(places: Places) -> None:
    near, far = places.communes[:8], places.communes[8:16]
    moved = [
        commune.model_copy(
            update={"at": commune.at and commune.at.model_copy(update={"lon": commune.at.lon + 5})}
        )
        for commune in far
    ]
    result = draw_map(places.model_copy(update={"communes": (*near, *moved)}))
    assert result is not None
    assert len(lines_of(result.coast)) >= 2


def test_no_map_without_points(places: Places) -> None:
    bare = tuple(commune.model_copy(update={"at": None}) for commune in places.communes)
    assert draw_map(places.model_copy(update={"communes": bare})) is None
    assert draw_map(places.model_copy(update={"communes": (*bare[2:], *places.communes[:2])})) is None


def test_a_commune_without_district_or_point_is_no_fault(places: Places) -> None:
    plain = places.communes[0].model_copy(update={"districts": ()})
    lost = places.communes[1].model_copy(update={"at": None})
    found = draw_map(places.model_copy(update={"communes": (plain, lost, *places.communes[2:])}))
    assert found is not None
    assert found.cells[plain.id].district == ""
    assert lost.id not in found.cells


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=2),
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 40), st.floats(1, 20)),
        min_size=1,
        max_size=8,
    )
)
def test_boxes_never_cover_each_other(found: dict[str, tuple[float, float, float, float]]) -> None:
    sizes = {name: (wide, high) for name, (_, _, wide, high) in found.items()}
    shapes = {name: [(0.0, 0.0, wide, high)] for name, (wide, high) in sizes.items()}
    spots = spread_apart({name: (x, y) for name, (x, y, _, _) in found.items()}, shapes, (0.0, 100.0))
    assert spots.keys() == found.keys()
    for one in found:
        for other in found:
            if one < other:
                far = [abs(a - b) for a, b in zip(spots[one], spots[other], strict=True)]
                room = [(a + b) / 2 for a, b in zip(sizes[one], sizes[other], strict=True)]
                assert far[0] >= room[0] - 0.5 or far[1] >= room[1] - 0.5


PLACES = ("dia-ban/index.html", "en/places/index.html")
FONT, EDGE = 13.0, 1.5
"""Size of the names on a narrow screen, and half the edge around them (``map.css``)."""


@pytest.mark.parametrize("largest", [atlas.LARGEST, 60.0, 90.0])
def test_no_name_or_circle_lies_outside_the_sheet(largest: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured by letters: 0.62 of their size is wider than the average of any name.

    Larger circles stand for a province whose land ends near the middle of a former district.
    """
    styles = (PROJECT / "themes/default/styles/map.css").read_text("utf-8")
    assert max(float(size) for size in re.findall(r"\.place \{[^}]*?([\d.]+)px", styles)) <= FONT
    monkeypatch.setattr(atlas, "LARGEST", largest)
    sheets = [page.view["map"] for page in pages(planned(PROJECT)).values() if page.path in PLACES]
    assert len(sheets) == len(PLACES)
    for sheet in sheets:
        for area in (one for one in sheet["areas"] if one["href"]):
            half = max(area["r"], 0.62 * FONT * len(area["name"]) / 2 + EDGE)
            assert half <= area["x"] + 0.1, area["name"]
            assert area["x"] <= sheet["width"] - half + 0.1, area["name"]
            assert area["r"] <= area["y"] + 0.1, area["name"]
            assert area["y"] + area["r"] + 1.3 * FONT + EDGE <= sheet["height"], area["name"]


def test_circles_lie_on_their_own_ground_and_hide_no_marked_commune(
    whole: SitePlan, places: Places, drawn_map: DrawnMap
) -> None:
    for path in PLACES:
        sheet = pages(whole)[path].view["map"]
        marked = [(dot["x"], dot["y"]) for dot in sheet["dots"] if dot["on"]]
        assert len(marked) > 10
        ids = {district.name: district.id for district in places.districts}
        for area in (area for area in sheet["areas"] if area["href"]):
            assert drawn_map.district_at((area["x"], area["y"])) == ids[area["name"]], area["name"]
            for x, y in marked:
                assert math.dist((x, y), (area["x"], area["y"])) > area["r"] + 2.6, area["name"]
                below = area["y"] + area["r"]
                wide = 0.62 * FONT * len(area["name"]) / 2
                assert not (abs(x - area["x"]) < wide and below < y < below + 1.2 * FONT), area["name"]


def test_communes_without_products_are_folded(whole: SitePlan, places: Places) -> None:
    for path in PLACES:
        view = pages(whole)[path].view
        shown, folded = view["groups"][1]["terms"], view["folded"]["terms"]
        assert all(term["count"] for term in shown)
        assert not any(term["count"] for term in folded)
        assert len(shown) + len(folded) == len(places.communes)
        assert view["folded"]["title"].startswith(f"{len(folded)} ")


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=2),
        st.tuples(st.floats(0, 400), st.floats(0, 300), st.floats(1, 90), st.floats(1, 40)),
        min_size=1,
        max_size=8,
    )
)
def test_boxes_stay_on_the_sheet(found: dict[str, tuple[float, float, float, float]]) -> None:
    sizes = {name: (wide, high) for name, (_, _, wide, high) in found.items()}
    shapes = {name: [(0.0, 0.0, wide, high)] for name, (wide, high) in sizes.items()}
    spots = spread_apart({name: (x, y) for name, (x, y, _, _) in found.items()}, shapes, (0.0, 400.0))
    for name, (x, y) in spots.items():
        assert sizes[name][0] / 2 - 0.01 <= x <= 400 - sizes[name][0] / 2 + 0.01
        assert y >= sizes[name][1] / 2 - 0.01


def test_the_page_of_places_counts_by_former_district(whole: SitePlan) -> None:
    view = pages(whole)["dia-ban/index.html"].view
    known = catalogue(PROJECT)
    counts = {area["name"]: int(area["count"]) for area in view["map"]["areas"]}
    for district in known.districts.values():
        assert counts[district.name] == sum(known.district_of(p) == district.id for p in known.listed)
    marked = sum(dot["on"] for dot in view["map"]["dots"])
    assert marked == len({p.origin.commune for p in known.listed if p.origin.commune})
    linked = [area["href"] for area in view["map"]["areas"] if area["href"]]
    listed = [term["href"] for term in view["groups"][0]["terms"] if term["href"]]
    assert sorted(linked) == sorted(listed)


def test_a_product_shows_only_what_is_known_of_its_place(whole: SitePlan) -> None:
    known = catalogue(PROJECT)
    for view in views(whole, "product", "vi"):
        origin = known.products[view["id"]].origin
        if origin.commune:
            assert view["map"]["x"] > 0
            assert view["map"]["href"].startswith("https://www.openstreetmap.org/search?query=")
        elif origin.district:
            assert view["map"]["x"] == 0
            assert view["map"]["href"] == "", "a former district is on no street map"
        else:
            assert view["map"] is None


@pytest.mark.parametrize(
    ("province", "framed"),
    [
        ("lang-son", []),
        ("lam-dong", []),
        ("da-nang", ["hoang-sa"]),
        ("khanh-hoa", ["truong-sa"]),
        ("hai-phong", ["bach-long-vi"]),
        ("ho-chi-minh", ["con-dao"]),
        ("an-giang", ["tho-chau"]),
    ],
)
def test_far_islands_leave_room_for_the_mainland(province: str, framed: list[str]) -> None:
    """They are drawn nearer, in a frame and in their own direction."""
    drawn_map = draw_map(known_places(province))
    assert drawn_map is not None

    assert list(drawn_map.frames) == framed
    assert drawn_map.reach > 15
    points = {commune.id: commune.at for commune in known_places(province).communes}
    for name in framed:
        spot = drawn_map.cells[name].spot
        others = [other for other in drawn_map.cells if other != name]
        away = {other: math.dist(drawn_map.cells[other].spot, spot) for other in others}
        shore = min(away, key=away.__getitem__)
        island, coast = points[name], points[shore]
        assert island is not None
        assert coast is not None
        assert (island.lon > coast.lon) is (spot[0] > drawn_map.cells[shore].spot[0])


def test_pages_say_what_a_frame_is(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    towns = "".join(
        f'  - {{id: dao-{n}, code: "9901{n}", name: Đảo, kind: ward, at: {{lat: "21.{n}", lon: "{lon}"}}}}\n'
        for n, lon in enumerate(("106.1", "106.2", "106.3", "112"))
    )
    replace(root / "content/places.yaml", "districts:\n", f"{towns}districts:\n")

    build_clean(root, tmp_path / "output")

    page = (tmp_path / "output/dia-ban/index.html").read_text(encoding="utf-8").replace("\xa0", " ")
    assert page.count("stroke-dasharray") == 1
    assert re.search(r'<text class="place"[^>]*>Đảo</text>', page)
    assert "Đảo trong khung ở xa hơn về phía đó." in page


def test_a_name_on_the_map_of_the_country_belongs_to_one_circle() -> None:
    """Circles stay where their provinces are; a name that could be read as another circle's is left out."""
    rows = [(f"Tỉnh {number}", 40.0 + 33 * (number % 9), 30.0 + 29 * (number // 9)) for number in range(34)]
    areas: list[MapArea] = [
        {
            "name": name,
            "label": name,
            "href": "/",
            "count": "1",
            "shade": 1,
            "land": "",
            "x": x,
            "y": y,
            "r": 10.0 + index % 6,
            "name_x": 0.0,
            "name_y": 0.0,
        }
        for index, (name, x, y) in enumerate(rows)
    ]
    frame: MapFrame = {"name": "Đảo", "x": 340, "y": 20, "size": 30, "name_x": 355, "name_y": 60}
    drawn: DrawnAreas = {
        "width": 400,
        "height": 200,
        "coast": "",
        "borders": "",
        "areas": areas,
        "frames": [frame],
    }
    named = with_clear_names(drawn)
    assert [(area["x"], area["y"], area["r"]) for area in named] == [(a["x"], a["y"], a["r"]) for a in areas]
    shown = [area for area in named if area["name"]]
    assert 0 < len(shown) < len(areas)
    boxes = {
        area["name"]: (
            area["name_x"],
            area["name_y"] + NAME_HEIGHT / 2,
            LETTER_WIDTH * len(area["name"]),
            NAME_HEIGHT,
        )
        for area in shown
    }
    for area in shown:
        box = boxes[area["name"]]
        assert not overlap(box, (355.0, 35.0, 30.0, 30.0), 0.0)
        assert box[0] - box[2] / 2 >= 0
        assert box[0] + box[2] / 2 <= 400
        for other in areas:
            circle = (other["x"], other["y"], 2 * other["r"], 2 * other["r"])
            assert other["label"] == area["label"] or not overlap(box, circle, 5.0)
        assert not any(overlap(box, other, 0.0) for name, other in boxes.items() if name != area["name"])
