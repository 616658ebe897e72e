"""What an order of stamps comes to: what is refused, warned of, and what a stamp may say."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from provinces import copy_provinces
from tiny import RICE, SESSION, append, copy_tiny, order, replace

from generator.commands.stamps_plan import StampItem, items_named, items_of_order, warnings_of
from generator.diagnostics.problem import RefusedError
from generator.project import open_project
from generator.stamps.order import MOST_COPIES, read_order

LOT = "MU-2605-01"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def items(
    site: Path, *identities: str, lot: str | None = None, copies: int = 5, **more: Any
) -> list[StampItem]:
    with open_project(order(site, site / "output", **more), session=SESSION) as project:
        return items_named(project, identities, lot, copies)


def of_file(site: Path, text: str) -> list[StampItem]:
    path = site.parent / "don.yaml"
    path.write_text(text, encoding="utf-8")
    with open_project(order(site, site / "output"), session=SESSION) as project:
        return items_of_order(project, read_order(path))


def refused(act: Callable[[], object]) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value


def told(error: RefusedError, language: str = "en") -> list[str]:
    return [f"{fault.location}: {fault.code}: {fault.sentence(language)}" for fault in error.report.sorted()]


@pytest.mark.parametrize("identity", ["MU0001", "mu0001", "9521234543213", "gao-mau"])
def test_a_product_is_known_by_code_gtin_and_id(site: Path, identity: str) -> None:
    (item,) = items(site, identity, lot=LOT)
    assert item.target.full == f"https://ocop.test/01/09521234543213/10/{LOT}"
    assert item.name == f"MU0001 {LOT}"


def test_equal_codes_of_two_provinces_are_told_apart(tmp_path: Path) -> None:
    site = copy_provinces(tmp_path / "provinces")
    assert refused(lambda: items(site, "SL0043")).key == "issue-several"
    named = items(site, "son-la/SL0043", "vinh-long/SL0043")
    assert [item.name for item in named] == ["son-la/SL0043", "vinh-long/SL0043"]


def test_faults_of_form_and_of_products_are_told_together(site: Path) -> None:
    error = refused(
        lambda: of_file(
            site,
            "- {product: MU0009, count: 5}\n"
            "- {product: Gạo nếp mầu, count: 5}\n"
            "- {product: MU0001, lot: MU-2605-02, count: 5}\n"
            "- {product: MU0001, lot: MU-2605-03, count: 0}\n"
            "- {product: tra-mau, count: 5}\n"
            "- {product: MU0001, count: 5}\n"
            "- {product: 9521234543213, count: 7}\n",
        )
    )
    assert error.key == "stamps-order-faults"
    code = "No product has the trace code or GTIN"
    assert told(error) == [
        f"don.yaml:1:13: ORDER-LINE: {code} MU0009. Similar: MU0001 (Sample glutinous rice).",
        f"don.yaml:2:13: ORDER-LINE: {code} Gạo nếp mầu. Similar: MU0001 (Sample glutinous rice).",
        f"don.yaml:3:13: ORDER-LINE: The product gao-mau has no lot MU-2605-02. Lots on record: {LOT}.",
        f"don.yaml:4:13: ORDER-LINE: The product gao-mau has no lot MU-2605-03. Lots on record: {LOT}.",
        "don.yaml:4:45: ORDER-COUNT-RANGE: 0 stamps cannot be ordered: a line has from 1 to 1,000,000",
        (
            "don.yaml:5:13: ORDER-LINE: The product tra-mau has no stars yet,"
            " so there is no traceability page for a printed QR code."
        ),
        "don.yaml:7:13: ORDER-TWICE: this product and lot stand in the order already, at don.yaml:6:13",
    ]
    assert "Gần giống: MU0001 (Gạo nếp mẫu)" in told(error, "vi")[1]


def test_a_whole_order(site: Path) -> None:
    product, lot = of_file(
        site, f"- {{product: MU0001, count: 5}}\n- {{product: MU0001, lot: {LOT}, count: 7}}\n"
    )
    assert (product.copies, product.target.lot) == (5, None)
    assert (lot.copies, lot.name) == (7, f"MU0001 {LOT}")


@pytest.mark.parametrize("copies", [0, -1, MOST_COPIES + 1, 10**9])
def test_counts_that_are_refused(site: Path, copies: int) -> None:
    assert refused(lambda: items(site, "MU0001", copies=copies)).key == "stamps-copies"


def test_goods_that_nobody_may_stamp(site: Path) -> None:
    assert refused(lambda: items(site, "MU0001", "gao-mau")).key == "stamps-twice"
    assert refused(lambda: items(site, "MU0001", lot=LOT, day=date(2027, 5, 21))).key == "stamps-lot-expired"
    assert items(site, "MU0001", lot=LOT, day=date(2027, 5, 20)), "the last day of use"
    taken = "    recalled: {on: 2026-06-02, reason: {vi: Hở túi, en: Open bags}}\n    steps:"
    replace(site / RICE / "lots.yaml", "    steps:", taken)
    assert refused(lambda: items(site, "MU0001", lot=LOT)).key == "issue-gone"
    append(site / RICE / "product.yaml", "nonsense: 1\n")
    assert refused(lambda: items(site, "MU0001")).key == "issue-faults"


def test_what_a_stamp_says(site: Path) -> None:
    (item,) = items(site, "MU0001", lot=LOT)
    texts = item.words.texts
    assert texts["product"] == {"vi": "Gạo nếp mẫu", "en": "Sample glutinous rice"}
    assert texts["lot"] == {"vi": LOT, "en": LOT}
    assert texts["made_on"] == {"vi": "20/05/2026", "en": "20/05/2026"}
    assert texts["expires_on"]["vi"] == "20/05/2027"
    assert texts["stars"] == {"vi": "4 sao", "en": "4 stars"}
    assert texts["code"]["vi"] == "MU0001"
    assert texts["address"]["vi"] == f"ocop.test/01/09521234543213/10/{LOT}"
    assert item.words.stars == 4
    # The decision of 10 February 2026 counts for 36 months.
    assert item.words.until == date(2029, 2, 10)
    assert "lot" not in items(site, "MU0001")[0].words.texts


@pytest.mark.parametrize(("day", "stars"), [(date(2029, 2, 10), 4), (date(2029, 2, 11), 0)])
def test_stars_stand_up_to_their_last_day_only(site: Path, day: date, stars: int) -> None:
    words = items(site, "MU0001", day=day)[0].words
    assert words.stars == stars
    assert {"stars", "until"} & set(words.texts) == ({"stars", "until"} if stars else set())


def test_a_producer_that_is_only_inferred_is_left_out(site: Path) -> None:
    assert "producer" in items(site, "MU0001")[0].words.texts
    append(
        site / RICE / "product.yaml",
        "producer_inferred: true\nproducer_note: {vi: Theo một bài báo, en: From an article}\n",
    )
    assert "producer" not in items(site, "MU0001")[0].words.texts


def test_warnings(site: Path) -> None:
    def codes(day: date, lot: str | None = None) -> list[str]:
        return [fault.code for fault in warnings_of(items(site, "MU0001", lot=lot, day=day), day)]

    assert codes(date(2028, 2, 11)) == []
    assert codes(date(2028, 2, 12)) == ["STAMP-ENDING"]
    assert codes(date(2029, 2, 11)) == []
    replace(site / RICE / "lots.yaml", "expires_on: 2027-05-20", "expires_on: 2029-02-11")
    assert codes(date(2026, 11, 21), LOT) == ["STAMP-OUTLASTS"]
    replace(site / RICE / "lots.yaml", "expires_on: 2029-02-11", "expires_on: 2029-02-10")
    assert codes(date(2026, 11, 21), LOT) == []
