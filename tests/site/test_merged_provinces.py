"""Places of a merged province: former districts are shown and found with their former province."""

import json
from pathlib import Path
from typing import Any

import pytest
from tiny import RICE, TEA, copy_tiny, outputs, planned, replace, views

from generator.provinces import places_of
from generator.site.outputs import Document, SitePlan


def merged_site(root: Path, province: str, districts: dict[str, str], communes: dict[str, str]) -> Path:
    """The tiny site in a real province: ``districts`` and ``communes`` stand for its own, by their ids."""
    copy_tiny(root)
    places = places_of(province)
    for table, ids in (("communes", communes), ("districts", districts)):
        places[table] = [unit for unit in places[table] if unit["id"] in ids.values()]
    for commune in places["communes"]:
        commune["districts"] = [name for name in commune["districts"] if name in districts.values()]
    places["former_communes"] = []
    for file in [*root.glob("content/**/*.yaml"), *root.glob("products/**/*.yaml")]:
        text = file.read_text(encoding="utf-8")
        for old, new in {**districts, **communes}.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    (root / "content/places.yaml").write_text(json.dumps(places, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> SitePlan:
    """Rice and its producer come from Mù Cang Chải, of which no commune of today is known."""
    root = merged_site(
        tmp_path_factory.mktemp("merged") / "site",
        "lao-cai",
        {"huyen-mau": "mu-cang-chai"},
        {"xa-mau": "pung-luong", "phuong-mau": "sa-pa"},
    )
    for file in (root / RICE / "product.yaml", root / "content/producers/htx-mau/producer.yaml"):
        replace(file, "  commune: pung-luong\n", "")
    return planned(root)


WHOLE = {
    "vi": "Huyện Mù Cang Chải (cũ), tỉnh Yên Bái (cũ) · nay thuộc tỉnh Lào Cai",
    "en": "Mù Cang Chải District (former), Yên Bái Province (former) · now in Lào Cai Province",
}
SHORT = {language: text.partition(" · ")[0] for language, text in WHOLE.items()}
UNDER_HEADING = {"vi": "Huyện Mù Cang Chải, tỉnh Yên Bái", "en": "Mù Cang Chải District, Yên Bái Province"}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("product", WHOLE),
        ("producer", WHOLE),
        ("place", WHOLE),
        ("places", UNDER_HEADING),
        ("products", SHORT),
        ("programme", UNDER_HEADING),
    ],
)
def test_pages_name_the_former_province(
    plan: SitePlan, lang: str, kind: str, expected: dict[str, str]
) -> None:
    shown = json.dumps(views(plan, kind, lang), ensure_ascii=False, default=str)

    assert expected[lang] in shown


def test_a_scan_page_names_both_provinces(plan: SitePlan) -> None:
    shown = json.dumps(views(plan, "trace"), ensure_ascii=False, default=str)

    assert SHORT["vi"] in shown
    assert SHORT["en"] in shown


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_search_finds_the_former_province_and_that_of_today(plan: SitePlan, lang: str) -> None:
    data = search_data(plan, lang)

    assert "Yên Bái" in " ".join(data["tables"]["district"]["name"])
    assert "Lào Cai" in data["everywhere"]


def search_data(plan: SitePlan, lang: str) -> dict[str, Any]:
    found = outputs(plan)
    small = found[f"data/search-{lang}.js"]
    assert isinstance(small, Document)
    large = found[small.data["value"].lstrip("/")]
    assert isinstance(large, Document)
    value: dict[str, Any] = large.data["value"]
    return value


def test_a_commune_of_two_districts_is_found_by_its_former_province(tmp_path: Path) -> None:
    root = merged_site(
        tmp_path / "site",
        "lao-cai",
        {"huyen-mau": "mu-cang-chai", "huyen-khac": "van-chan"},
        {"xa-mau": "pung-luong", "phuong-mau": "sa-pa"},
    )
    replace(root / "content/places.yaml", '["mu-cang-chai"]', '["mu-cang-chai", "van-chan"]')
    replace(root / RICE / "product.yaml", "  district: mu-cang-chai\n", "")

    communes = search_data(planned(root), "vi")["tables"]["commune"]

    words = dict(zip(communes["name"], communes["other"], strict=True))
    assert "yên bái" in words["Xã Púng Luông"]


def test_two_districts_of_one_name_are_told_apart(tmp_path: Path) -> None:
    root = merged_site(
        tmp_path / "site",
        "vinh-long",
        {"huyen-mau": "chau-thanh-ben-tre", "huyen-khac": "chau-thanh-tra-vinh"},
        {"xa-mau": "phu-tuc", "phuong-mau": "hung-my"},
    )
    name = "name: {vi: Gạo nếp mẫu, en: Sample glutinous rice}"
    replace(root / TEA / "product.yaml", "name: {vi: Trà mẫu, en: Sample tea}", name)
    replace(
        root / TEA / "product.yaml",
        "origin: {printed: phường Mẫu Đông, commune: hung-my, mapped_by: source}",
        "origin: {district: chau-thanh-tra-vinh, mapped_by: source}",
    )
    replace(root / TEA / "product.yaml", "producer: htx-mau\n", "")

    site = planned(root)

    titles = {view["title"] for view in views(site, "place", "vi")}
    assert any("Huyện Châu Thành (cũ), tỉnh Bến Tre (cũ)" in title for title in titles)
    assert any("Huyện Châu Thành (cũ), tỉnh Trà Vinh (cũ)" in title for title in titles)
    shown = json.dumps(views(site, "products", "vi"), ensure_ascii=False, default=str)
    assert "Gạo nếp mẫu (Châu Thành, Bến Tre)" in shown
    assert "Gạo nếp mẫu (Châu Thành, Trà Vinh)" in shown
