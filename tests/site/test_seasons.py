"""Seasons on the home page and in the calendar, what records lack, figures apart from news."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tiny import RICE, TEA, append, copy_tiny, pages, planned, replace, views

from generator.site.product_facts import months_in_words
from generator.site.words import Translator

SOURCES = "sources: [{publisher: Báo Mẫu}]"
SEASON = f"season: {{months: [8, 9], text: {{vi: Vụ thu., en: In autumn.}}, {SOURCES}}}\n"


def the(root: Path, template: str, lang: str = "vi") -> Any:
    [view] = views(planned(root), template, lang)
    return view


def test_a_season_stands_in_its_months_on_home_and_calendar(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / RICE / "product.yaml", SEASON)
    for template, key in (("home", "season"), ("season", "months")):
        months = the(root, template)[key]
        assert [month["number"] for month in months] == list(range(1, 13))
        assert [month["number"] for month in months if month["products"]] == [8, 9]
    assert the(root, "home", "en")["season_title"] == "This month in Mẫu"


def test_a_season_without_months_stands_below_the_calendar(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / RICE / "product.yaml", SEASON.replace("months: [8, 9], ", ""))
    view = the(root, "season")
    assert view["months"] == []
    [remark] = view["remarks"]
    assert (remark["name"]["text"], remark["text"]["text"]) == ("Gạo nếp mẫu", "Vụ thu.")
    append(root / TEA / "product.yaml", SEASON)
    assert [row["href"] for row in the(root, "season")["remarks"]] == ["/san-pham/gao-mau/"]


def test_without_seasons_home_has_no_season(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    assert the(root, "home")["season"] == []
    assert the(root, "season")["months"] == []


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((), ""),
        ((8,), "August"),
        ((8, 10, 12, 11), "August, October to December"),
        ((2, 1), "January to February"),
    ],
)
def test_months_are_told_as_runs(months: tuple[int, ...], words: str) -> None:
    assert months_in_words(Translator("en", {}), months) == words


def lacking(root: Path) -> dict[str, Any]:
    """What the English page says of each product that lacks something."""
    view = pages(planned(root))["en/missing/index.html"].view
    return {row["name"]["text"]: row for row in view["products"]}


def test_what_a_record_lacks_is_named_with_a_message(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    rows = lacking(root)
    assert rows["Sample glutinous rice"]["lacks"] == ["photo"]
    assert rows["Sample tea"]["lacks"] == ["photo", "date of the decision"]
    assert "MU0001" in rows["Sample glutinous rice"]["message"]["text"]
    append(
        root / RICE / "product.yaml", "producer_inferred: true\nproducer_note: {vi: Suy ra., en: Inferred.}\n"
    )
    assert lacking(root)["Sample glutinous rice"]["lacks"] == ["photo", "a source that names the producer"]


def test_totals_of_what_is_missing_lead_to_the_products(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / "content/site.yaml", "per_page: 6\n")
    for number in range(5):
        shutil.copytree(root / TEA, root / f"products/xa-mau/tra-{number}")
        replace(root / f"products/xa-mau/tra-{number}/product.yaml", "Trà mẫu", f"Trà {number}")
    found = pages(planned(root))
    totals = {
        total["list"]["name"]: (total["list"]["href"], total["count"])
        for total in found["en/missing/index.html"].view["totals"]
    }
    assert totals == {
        "Without photo": ("/en/missing/photo/", "7 of 7 products"),
        "Without contact or shop": ("", "0 of 7 products"),
        "Without a source that names the producer": ("", "0 of 7 products"),
        "Without date of the decision": ("/en/missing/decision-date/", "6 of 7 products"),
    }
    assert found["en/missing/page/2/index.html"].view["totals"] == []
    assert "en/missing/contact/index.html" not in found
    dates = found["en/missing/decision-date/index.html"].view
    assert dates["intro"] == "6 of 7 products."
    assert len(dates["products"]) == 6
    assert all(row["name"]["text"] != "Sample glutinous rice" for row in dates["products"])


def test_a_figure_is_no_news_but_stands_beside_our_count(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    text = (root / "content/news/tin-mau.yaml").read_text(encoding="utf-8")
    kind = next(line for line in text.splitlines() if line.startswith("kind:"))
    totals = "totals: {scope: {vi: Toàn tỉnh, en: The province}, total: 235, by_star: {4: 22}}\n"
    news = text.replace(kind, "kind: count")
    figure = root / "content/news/so-lieu.yaml"
    figure.write_text(news if "totals:" in news else news + totals, encoding="utf-8")
    assert [item["href"] for item in the(root, "news")["items"]] == ["/tin-tuc/tin-mau/"]
    assert [item["href"] for item in the(root, "home")["news"]] == ["/tin-tuc/tin-mau/"]
    comparison = the(root, "programme", "en")["comparison"]
    assert comparison["rows"] == [("In all", "2", "235"), ("4 stars", "1", "22")]
    assert comparison["own_day"] == "21 November 2026"
    assert comparison["own_scope"].endswith("1 of them were recognised at some time, valid or not")
    assert comparison["published_scope"]["text"] == "The province"
    assert comparison["published_day"]
    assert [source["publisher"] for source in comparison["sources"]] == ["Ban soạn dữ liệu mẫu"]
    assert comparison["href"].endswith("/so-lieu/")
    assert "235" not in str(the(root, "home", "en"))


def test_an_item_without_a_day_is_not_on_the_home_page(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(
        root / "content/news/tin-mau.yaml", "date: 2026-02-10\n", "date_note: {vi: Chưa rõ., en: Unknown.}\n"
    )
    assert the(root, "home")["news"] == []
    assert len(the(root, "news")["items"]) == 1
