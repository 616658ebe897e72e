"""Names of places in the spellings of sources, and all that they may mean."""

import pytest
from known_places import known_places

from generator.catalogue.model import Commune, District, FormerCommune
from generator.catalogue.names import suggest
from generator.catalogue.place_names import places_named
from generator.catalogue.records import Entry, SingleRecordFacts


def told(province: str, written: str) -> list[str]:
    """The units as one reads them: id of a commune or district, or name, district and what became of it."""
    result = []
    for unit in places_named(known_places(province), written):
        match unit:
            case FormerCommune():
                result.append(f"{unit.kind} {unit.name} ({unit.district}): {' '.join(unit.now)}")
            case Commune() | District():
                result.append(f"{unit.kind} {unit.id}")
    return result


@pytest.mark.parametrize(
    ("province", "written", "expected"),
    [
        # Tone marks, y and i, apostrophes, hyphens, spaces, lost marks.
        ("lang-son", "xã Quý Hoà", ["commune quy-hoa", "commune Quý Hòa (binh-gia): quy-hoa"]),
        ("lang-son", "Quí Hòa", ["commune quy-hoa", "commune Quý Hòa (binh-gia): quy-hoa"]),
        ("dak-lak", "Huyện M’Drắk", ["district m-drak"]),
        ("dak-lak", "h. Mdrak", ["district m-drak"]),
        ("quang-ngai", "Đắc Tô", ["commune dak-to", "township Đăk Tô (dak-to): dak-to", "district dak-to"]),
        ("quang-ngai", "H. Konplong", ["district kon-plong"]),
        ("ho-chi-minh", "TP. Bà Rịa", ["city ba-ria"]),
        ("gia-lai", "Plei Ku", ["ward pleiku", "city pleiku"]),
        # Words for kinds, where one name has several units.
        ("dong-thap", "TX Cai Lậy", ["town thi-xa-cai-lay"]),
        ("dong-thap", "huyện Cai Lậy", ["district huyen-cai-lay"]),
        ("lang-son", "TT. Chi Lăng", ["township Chi Lăng (chi-lang): chi-lang"]),
        ("lang-son", "Chi Lang Ward", ["ward Chi Lăng (lang-son): luong-van-tri"]),
        ("ho-chi-minh", "Q.1", ["urban_district quan-1"]),
        ("ho-chi-minh", "Quận 01", ["urban_district quan-1"]),
        # A name that begins like a word for a kind.
        ("lang-son", "Quan Sơn", ["commune quan-son", "commune Quan Sơn (chi-lang): quan-son"]),
        ("hue", "Phường Đúc", ["ward Phường Đúc (thuan-hoa): thuan-hoa"]),
        # What stands around it.
        ("lang-son", "xã Hồng Phong, huyện Cao Lộc", ["commune Hồng Phong (cao-loc): dong-dang"]),
        ("vinh-long", "huyện Châu Thành, Bến Tre", ["district chau-thanh-ben-tre"]),
        (
            "quang-ngai",
            "xã Măng Cành, huyện Kon Plông, tỉnh Kon Tum",
            ["commune Măng Cành (kon-plong): mang-den"],
        ),
        # Kinds and places that are no more do not hide a name.
        (
            "dong-nai",
            "xã Trảng Bom",
            ["ward trang-bom", "township Trảng Bom (trang-bom): trang-bom", "district trang-bom"],
        ),
        # Several answers where the name says no more.
        (
            "quang-ngai",
            "Sơn Hà",
            [
                "commune son-ha-21289",
                "commune son-ha-21292",
                "commune Sơn Hạ (son-ha): son-ha-21292",
                "district son-ha",
            ],
        ),
        ("vinh-long", "H. Châu Thành", ["district chau-thanh-ben-tre", "district chau-thanh-tra-vinh"]),
        ("lang-son", "Hà Nội", []),
        ("lang-son", ",", []),
    ],
)
def test_a_spelling_means_these_places(province: str, written: str, expected: list[str]) -> None:
    assert told(province, written) == expected


@pytest.mark.parametrize("province", ["lang-son", "dong-thap", "quang-ngai"])
def test_every_unit_is_found_by_its_full_name(province: str) -> None:
    """With its kind and what lies around it, as an address of that time has it."""
    table = known_places(province)
    districts = {district.id: district for district in table.districts}
    words = {"commune": "Xã", "ward": "Phường", "township": "Thị trấn"}
    for former in table.former_communes:
        written = f"{words[former.kind]} {former.name}, {districts[former.district].name}"

        assert former in places_named(table, written)
    units: list[Commune | District] = [*table.communes, *table.districts]
    for unit in units:
        assert unit in places_named(table, unit.name)


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("commune", "xã Quảng Lạc", ["luong-van-tri"]),
        ("commune", "Kiên Mộc", ["kien-moc", "chau-son"]),
        ("commune", "xã Hồng Phong, huyện Cao Lộc", ["dong-dang"]),
        ("district", "TP. Lạng Sơn", ["lang-son"]),
        ("district", "Cao Lộc", ["cao-loc"]),
        ("commune", "Mau Sonn", ["mau-son"]),
    ],
)
def test_suggested_ids_are_those_of_today(kind: str, written: str, expected: list[str]) -> None:
    assert suggested("lang-son", kind, written)[: len(expected)] == expected


def test_an_id_that_two_places_would_have_is_answered_with_both() -> None:
    assert suggested("quang-ngai", "commune", "son-ha") == ["son-ha-21289", "son-ha-21292"]


def test_a_divided_commune_is_answered_with_all_that_it_became() -> None:
    became = {former.name: former.now for former in known_places("ha-noi").former_communes}

    assert suggested("ha-noi", "commune", "xã Cổ Bi") == list(became["Cổ Bi"])
    assert len(became["Cổ Bi"]) > 3


def suggested(province: str, kind: str, written: str) -> list[str]:
    entry = Entry("content/places.yaml", lambda: (known_places(province), SingleRecordFacts()))
    return suggest({"places": {"places": entry}}, kind, written)
