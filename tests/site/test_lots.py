"""What is shown of a product's lots, and what an edit of one of them touches."""

import re
from datetime import date, timedelta
from pathlib import Path

import many_lots
import pytest
from tiny import RICE, TINY, build_clean, copy_tiny, outputs, pages, planned, same, tree, views

from generator.catalogue.lots import ON_PRODUCT_PAGE, ON_SCAN_PAGE, TAKEN_BACK, newest_and_taken_back
from generator.catalogue.model import LotSummary, ProductLotsSummary
from generator.site.outputs import SitePlan
from generator.site.pages.lots import PER_PAGE

LOTS = 250


MIRROR = re.compile(r"data/exchange/(?:index\.json|lots/)|\.ocop-built")
"""Files of the exchange, which are divided as the records are, and the list that names them."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_tiny(tmp_path_factory.mktemp("lots") / "site")
    many_lots.add_lots(root / RICE, LOTS)
    return root


@pytest.fixture(scope="module")
def full_plan(full: Path) -> SitePlan:
    return planned(full)


@pytest.mark.slow
def test_scan_page_names_newest_lots_and_every_year(full_plan: SitePlan) -> None:
    (view,) = [one for one in views(full_plan, "trace") if one["path"] == "/p/MU0001/"]
    assert len(view["lots"]) == ON_SCAN_PAGE
    assert view["lots"][0]["code"] == f"M{LOTS - 1:05}"
    assert view["lots_total"] == LOTS + 1
    for text in view["texts"]:
        assert sum(year["count"] for year in text["lot_years"]) == LOTS + 1
        assert [int(year["name"]) for year in text["lot_years"]] == list(range(2026, 2014, -1))


@pytest.mark.slow
def test_pages_of_years_name_every_lot_once(full_plan: SitePlan) -> None:
    for lang in ("vi", "en"):
        found = views(full_plan, "lots", lang)
        rows = [row["code"] for view in found for row in view["rows"]]
        assert len(rows) == len(set(rows)) == LOTS + 1
        assert max(len(view["rows"]) for view in found) <= PER_PAGE


@pytest.mark.slow
def test_product_page_leads_to_newest_year(full_plan: SitePlan) -> None:
    (view,) = [one for one in views(full_plan, "product", "vi") if one["id"] == "gao-mau"]
    assert len(view["lots"]) == ON_PRODUCT_PAGE
    assert view["lot_years"][0]["href"] == "/san-pham/gao-mau/lo-hang/2026/"
    assert "san-pham/gao-mau/lo-hang/2026/index.html" in pages(full_plan)


def test_few_lots_have_no_list_of_their_own() -> None:
    plan = planned(TINY)
    assert views(plan, "lots") == []
    assert [text["lot_years"] for view in views(plan, "trace") for text in view["texts"]][:1] == [[]]


def test_taken_back_lots_stay_in_sight_up_to_a_limit() -> None:
    reason = {"on": "2026-01-01", "reason": {"vi": "Thử", "en": "Try"}}
    lots = [
        LotSummary.model_validate(
            {
                "lot": f"A{number}",
                "made_on": str(date(2020, 1, 1) + timedelta(days=number)),
                "recalled": reason if number < 20 else None,
            }
        )
        for number in range(40)
    ]
    names = [lot.lot for lot in newest_and_taken_back(ProductLotsSummary(id="gao", lots=tuple(lots)), 4)]
    assert names == [f"A{number}" for number in (39, 38, 37, 36, *range(19, 19 - TAKEN_BACK, -1))]


@pytest.mark.slow
def test_edit_of_one_lot_touches_its_own_pages_only(full_plan: SitePlan, tmp_path: Path) -> None:
    before = outputs(full_plan)
    root = copy_tiny(tmp_path / "site")
    many_lots.add_lots(root / RICE, LOTS)
    text = (root / RICE / "lots/2018.yaml").read_text(encoding="utf-8")
    (root / RICE / "lots/2018.yaml").write_text(
        text.replace("480 túi, en: 480", "470 túi, en: 470", 1), encoding="utf-8"
    )
    code = text.split("lot: ", 1)[1].split("\n", 1)[0]
    after = outputs(planned(root))
    assert before.keys() == after.keys()
    changed = {path for path in after if after[path] != before[path]}
    assert changed
    assert {path for path in changed if code not in path and not re.search(r"/2018[/.]", path)} == set()


@pytest.mark.slow
def test_moving_lots_to_the_file_of_their_year_changes_no_page(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    build_clean(root, tmp_path / "before")
    (root / RICE / "lots").mkdir()
    (root / RICE / "lots.yaml").rename(root / RICE / "lots/2026.yaml")
    build_clean(root, tmp_path / "after")
    pages = [
        {path: content for path, content in tree(tmp_path / name).items() if not MIRROR.match(path)}
        for name in ("before", "after")
    ]
    same(*pages)
