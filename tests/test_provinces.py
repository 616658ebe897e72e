"""The places of all 34 provinces that the program brings along, against official figures."""

import math
import re
import statistics
import unicodedata
from collections import Counter
from typing import Any

import pytest
import yaml
from built import PROJECT
from known_places import as_texts

from generator.catalogue.model import Places
from generator.provinces import FOLDER, places_of, places_yaml, province_ids, provinces
from generator.text import slug

Row = dict[str, Any]

# Communes, wards and special zones that the resolutions 1654 to 1687/NQ-UBTVQH15 of 16 June 2025 made, as the
# publishing house of maps of the Ministry of Agriculture and Environment lists them (sapnhap.bando.com.vn).
IN_2025 = {
    "ha-noi": (75, 51, 0),
    "cao-bang": (53, 3, 0),
    "tuyen-quang": (117, 7, 0),
    "dien-bien": (42, 3, 0),
    "lai-chau": (36, 2, 0),
    "son-la": (67, 8, 0),
    "lao-cai": (89, 10, 0),
    "thai-nguyen": (77, 15, 0),
    "lang-son": (61, 4, 0),
    "quang-ninh": (22, 30, 2),
    "bac-ninh": (66, 33, 0),
    "phu-tho": (133, 15, 0),
    "hai-phong": (67, 45, 2),
    "hung-yen": (93, 11, 0),
    "ninh-binh": (97, 32, 0),
    "thanh-hoa": (147, 19, 0),
    "nghe-an": (119, 11, 0),
    "ha-tinh": (60, 9, 0),
    "quang-tri": (69, 8, 1),
    "hue": (19, 21, 0),
    "da-nang": (70, 23, 1),
    "quang-ngai": (86, 9, 1),
    "gia-lai": (110, 25, 0),
    "khanh-hoa": (48, 16, 1),
    "dak-lak": (88, 14, 0),
    "lam-dong": (103, 20, 1),
    "dong-nai": (72, 23, 0),
    "ho-chi-minh": (54, 113, 1),
    "tay-ninh": (82, 14, 0),
    "dong-thap": (82, 20, 0),
    "vinh-long": (105, 19, 0),
    "an-giang": (85, 14, 3),
    "can-tho": (72, 31, 0),
    "ca-mau": (55, 9, 0),
}
# Resolutions 237 and 388/NQ-UBTVQH16 of 2026.
NEW_WARDS = {"dong-nai": 10, "bac-ninh": 12}
CITIES = {
    *("ha-noi", "hai-phong", "hue", "da-nang", "ho-chi-minh", "can-tho"),
    *("dong-nai", "quang-ninh", "bac-ninh"),
}
# Resolution 202/2025/QH15: 23 provinces were made of 52, 11 stayed as they were.
MERGED = {
    "tuyen-quang": {"Tuyên Quang", "Hà Giang"},
    "lao-cai": {"Lào Cai", "Yên Bái"},
    "thai-nguyen": {"Thái Nguyên", "Bắc Kạn"},
    "phu-tho": {"Phú Thọ", "Vĩnh Phúc", "Hòa Bình"},
    "bac-ninh": {"Bắc Ninh", "Bắc Giang"},
    "hung-yen": {"Hưng Yên", "Thái Bình"},
    "hai-phong": {"Hải Phòng", "Hải Dương"},
    "ninh-binh": {"Ninh Bình", "Hà Nam", "Nam Định"},
    "quang-tri": {"Quảng Trị", "Quảng Bình"},
    "da-nang": {"Đà Nẵng", "Quảng Nam"},
    "quang-ngai": {"Quảng Ngãi", "Kon Tum"},
    "gia-lai": {"Gia Lai", "Bình Định"},
    "khanh-hoa": {"Khánh Hòa", "Ninh Thuận"},
    "lam-dong": {"Lâm Đồng", "Đắk Nông", "Bình Thuận"},
    "dak-lak": {"Đắk Lắk", "Phú Yên"},
    "ho-chi-minh": {"Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"},
    "dong-nai": {"Đồng Nai", "Bình Phước"},
    "tay-ninh": {"Tây Ninh", "Long An"},
    "can-tho": {"Cần Thơ", "Sóc Trăng", "Hậu Giang"},
    "vinh-long": {"Vĩnh Long", "Bến Tre", "Trà Vinh"},
    "dong-thap": {"Đồng Tháp", "Tiền Giang"},
    "ca-mau": {"Cà Mau", "Bạc Liêu"},
    "an-giang": {"An Giang", "Kiên Giang"},
}
SIZE = 700_000
"""Bytes of all files together: they travel in the package."""


@pytest.fixture(scope="module")
def places() -> dict[str, Row]:
    return {province: places_of(province) for province in province_ids()}


def test_every_province_has_the_official_number_of_communes(places: dict[str, Row]) -> None:
    expected = {
        province: (communes - NEW_WARDS.get(province, 0), wards + NEW_WARDS.get(province, 0), zones)
        for province, (communes, wards, zones) in IN_2025.items()
    }
    kinds = {
        province: Counter(commune["kind"] for commune in table["communes"])
        for province, table in places.items()
    }

    assert {p: (k["commune"], k["ward"], k["special_zone"]) for p, k in kinds.items()} == expected
    # The statistics office's own figures since 20 September 2026.
    assert sum(kinds.values(), Counter()) == {"commune": 2599, "ward": 709, "special_zone": 13}
    assert [sum(column) for column in zip(*IN_2025.values(), strict=True)] == [2621, 687, 13]


def test_former_units_are_all_there(places: dict[str, Row]) -> None:
    former = [commune for table in places.values() for commune in table["former_communes"]]
    districts = [district for table in places.values() for district in table["districts"]]

    # 10,035 communes and 696 districts until 30 June 2025.
    assert Counter(c["kind"] for c in former) == {"commune": 7695, "ward": 1724, "township": 616}
    assert Counter(d["kind"] for d in districts) == {
        "district": 508,
        "urban_district": 49,
        "town": 52,
        "city": 87,
    }


def test_provinces_are_those_of_the_law(places: dict[str, Row]) -> None:
    assert {p.id for p in provinces() if p.kind == "city"} == CITIES
    assert {p.id: {former.name for former in p.former} for p in provinces() if p.former} == MERGED
    assert sum(len(p.former) or 1 for p in provinces()) == 63
    for province in provinces():
        assert province.id == slug(province.name)
        assert province.seat in {province.name, *(former.name for former in province.former)}
        named = {
            (district["former_province"]["name"], district["former_province"]["kind"])
            for district in places[province.id]["districts"]
            if "former_province" in district
        }
        assert named == set(province.former)
        assert len([d for d in places[province.id]["districts"] if "former_province" in d]) in {
            0,
            len(places[province.id]["districts"]),
        }


def test_places_are_records(places: dict[str, Row]) -> None:
    for province, table in places.items():
        assert Places.model_validate({"id": province, **as_texts(table)})


def test_ids_and_codes_are_unique_within_a_province(places: dict[str, Row]) -> None:
    for province, table in places.items():
        for units in (table["communes"], table["districts"]):
            counts = Counter(unit["id"] for unit in units)
            assert not {identity for identity, count in counts.items() if count > 1}, province
            letters = Counter(slug(unit["name"]) for unit in units)
            for unit in units:
                # Only namesakes and numbers have more in their id than their name, and all of them do.
                is_plain = letters[slug(unit["name"])] == 1 and not unit["name"].isdigit()
                assert (unit["id"] == slug(unit["name"])) is is_plain
                assert unit["id"] == slug(unit["id"])
                assert slug(unit["name"]) in unit["id"]
    codes = Counter(commune["code"] for table in places.values() for commune in table["communes"])
    assert max(codes.values()) == 1
    assert "06970" in codes, "Ba Chẽ, which older lists have as 06978"


@pytest.mark.parametrize(
    ("province", "ids"),
    [
        ("quang-ngai", {"son-ha-21289": "Sơn Hà", "son-ha-21292": "Sơn Hạ"}),
        ("quang-ngai", {"ba-to-21484": "Ba Tơ", "ba-to-21523": "Ba Tô"}),
        ("vinh-long", {"chau-thanh-ben-tre": "Châu Thành", "chau-thanh-tra-vinh": "Châu Thành"}),
        ("dong-thap", {"huyen-cai-lay": "Cai Lậy", "thi-xa-cai-lay": "Cai Lậy"}),
        ("lao-cai", {"mu-cang-chai": "Mù Cang Chải"}),
        ("ho-chi-minh", {"quan-1": "1", "thu-duc": "Thủ Đức"}),
    ],
)
def test_namesakes_are_told_apart(places: dict[str, Row], province: str, ids: dict[str, str]) -> None:
    names = {unit["id"]: unit["name"] for key in ("communes", "districts") for unit in places[province][key]}

    assert {identity: names.get(identity) for identity in ids} == ids


def test_former_communes_lead_to_communes_of_today(places: dict[str, Row]) -> None:
    for table in places.values():
        communes = {commune["id"]: commune for commune in table["communes"]}
        districts = {district["id"] for district in table["districts"]}
        reached: dict[str, set[str]] = {identity: set() for identity in communes}
        for former in table["former_communes"]:
            assert former["now"]
            assert former["district"] in districts
            for identity in former["now"]:
                reached[identity].add(former["district"])
        for identity, commune in communes.items():
            # Five islands were districts without communes, and became special zones.
            assert set(commune["districts"]) == reached[identity] or commune["kind"] == "special_zone"
            assert commune["districts"]
            assert districts.issuperset(commune["districts"])
    without = {
        commune["name"]
        for table in places.values()
        for commune in table["communes"]
        if not any(commune["id"] in former["now"] for former in table["former_communes"])
    }
    assert without == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}


@pytest.mark.parametrize(
    ("province", "former", "now"),
    [
        ("lang-son", ("binh-gia", "Hồng Phong"), ["hong-phong"]),
        ("lang-son", ("cao-loc", "Hồng Phong"), ["dong-dang"]),
        ("tay-ninh", ("tan-an", "4"), ["long-an"]),
        ("can-tho", ("nga-nam", "Tân Long"), ["tan-long"]),
        ("ha-noi", ("gia-lam", "Cổ Bi"), ["gia-lam", "phu-dong", "phuc-loi", "thuan-an"]),
        ("cao-bang", ("quang-hoa", "Mỹ Hưng"), ["phuc-hoa"]),
    ],
)
def test_namesakes_became_what_they_became(
    places: dict[str, Row], province: str, former: tuple[str, str], now: list[str]
) -> None:
    became = {(c["district"], c["name"]): c["now"] for c in places[province]["former_communes"]}

    assert became[former] == now


def test_names_are_written_in_one_way(places: dict[str, Row]) -> None:
    for table in places.values():
        for unit in (*table["communes"], *table["districts"], *table["former_communes"]):
            name = unit["name"]
            assert name == unicodedata.normalize("NFC", name).strip()
            assert not set(name) & set("’()."), name
            assert all(not word[:1].islower() for word in name.split(" ")), name
            # Tone marks as in Hòa and Thúy, not Hoà and Thuý.
            assert not re.search(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", name.casefold()), name


def test_points_lie_where_their_communes_do(places: dict[str, Row]) -> None:
    islands = {"special_zone"}
    for province, table in places.items():
        for commune in table["communes"]:
            at = commune["at"]
            assert 6 < at["lat"] < 24, commune
            assert 102 < at["lon"] < 116, commune
            neighbours = [
                other["at"]
                for other in table["communes"]
                if other is not commune and set(other["districts"]) & set(commune["districts"])
            ]
            if neighbours and commune["kind"] not in islands:
                middle = {
                    axis: statistics.median(other[axis] for other in neighbours) for axis in ("lat", "lon")
                }
                assert _kilometres(at, middle) < 50, (province, commune["id"])


def _kilometres(one: dict[str, float], other: dict[str, float]) -> float:
    east = (one["lon"] - other["lon"]) * math.cos(math.radians(one["lat"]))
    return 111.2 * math.hypot(one["lat"] - other["lat"], east)


def test_written_places_are_read_back(places: dict[str, Row]) -> None:
    for province in ("quang-ngai", "ho-chi-minh"):
        read = yaml.load(places_yaml(province), Loader=yaml.CBaseLoader)

        assert read == as_texts(places[province])
        # Also by those who read YAML with types.
        names = [
            unit["name"]
            for unit in yaml.load(places_yaml(province), Loader=yaml.CSafeLoader)["former_communes"]
        ]
        assert all(isinstance(name, str) for name in names)


def test_places_of_lang_son_are_its_province_s() -> None:
    """The ids are addresses of pages that are printed and linked."""
    assert (PROJECT / "content/places.yaml").read_text(encoding="utf-8") == places_yaml("lang-son")


def test_all_places_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.json")) < SIZE


def test_a_build_reads_none_of_it() -> None:
    """A project's own places.yaml is what counts. Rooms may not import it (test_house.py), nor may these."""
    for name in ("project.py", "commands/build.py", "commands/check.py", "commands/serve.py"):
        assert "generator.provinces" not in (PROJECT / "generator" / name).read_text(encoding="utf-8"), name


def test_an_unknown_province_is_told() -> None:
    with pytest.raises(KeyError):
        places_of("kon-tum")
