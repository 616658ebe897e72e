"""What was recorded twice is told; what only shares a name is not."""

from pathlib import Path

import pytest
from tiny import DAY, TINY, copy_tiny, replace

from generator.cache import Cache
from generator.catalogue.check import check
from generator.records.read import read

TEA = (TINY / "products/xa-mau/tra-mau/product.yaml").read_text("utf-8")
HOLDER = (TINY / "content/producers/htx-mau/producer.yaml").read_text("utf-8")
DECISION = (TINY / "content/decisions/qd-mau-2026.yaml").read_text("utf-8")
TWINS = ("NUMBER-TWICE", "PRODUCER-TWICE", "PRODUCT-TWICE", "PRODUCT-ALIKE")


def told(root: Path, file: str, text: str) -> list[str]:
    """The codes about twins, once a file is added to the tiny site."""
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")
    records, problems = read(root, Cache(None, root))
    return [
        problem.code
        for problem in [*problems, *check(records, DAY)]
        if problem.code in (*TWINS, "CODE-TWICE")
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


SECOND = "products/xa-mau/tra-moi/product.yaml"


def test_a_product_of_one_name_and_holder_is_told(root: Path) -> None:
    assert told(root, SECOND, TEA) == ["PRODUCT-TWICE"]


@pytest.mark.parametrize(
    "edit",
    [
        ("name: {vi: Trà mẫu", "name: {vi: Trà mẫu loại hai"),
        ("name: {vi: Trà mẫu", "name: {vi: Trà mầu"),
        ("sample: true", "sample: true\nsuccessor: tra-mau"),
        ("sample: true", "sample: true\ndiscontinued: {on: 2026-01-01, reason: {vi: Hết, en: Over}}"),
        ("producer: htx-mau\norigin: {printed: phường Mẫu Đông, commune: phuong-mau",
         "origin: {printed: xã Mẫu, commune: xa-mau"),
    ],
)  # fmt: skip
def test_products_that_differ_or_follow_each_other_are_not_told(root: Path, edit: tuple[str, str]) -> None:
    assert edit[0] in TEA
    assert told(root, SECOND, TEA.replace(*edit)) == []


def test_a_copied_code_is_told_once(root: Path) -> None:
    replace(root / "products/xa-mau/tra-mau/product.yaml", "sample: true", "sample: true\ncode: LS9901")
    assert told(root, SECOND, TEA.replace("sample: true", "sample: true\ncode: LS9901")) == ["CODE-TWICE"]


def test_holders_of_one_name_in_two_communes_are_not_told(root: Path) -> None:
    other = HOLDER.replace("commune: xa-mau", "commune: phuong-mau")
    assert other != HOLDER
    assert told(root, "content/producers/htx-hai/producer.yaml", other) == []
    assert told(root, "content/producers/htx-ba/producer.yaml", HOLDER) == ["PRODUCER-TWICE"]


@pytest.mark.parametrize(
    "edit",
    [
        ("date: 2026-02-10", "date: 2025-02-10"),
        ("level: province", "level: central"),
        ("vi: Ủy ban nhân dân tỉnh Mẫu", "vi: Sở Mẫu"),
        ("number: 01/", "number: 11/"),
    ],
)
def test_numbers_begin_anew_each_year_and_in_each_office(root: Path, edit: tuple[str, str]) -> None:
    assert edit[0] in DECISION
    assert told(root, "content/decisions/hai.yaml", DECISION.replace(*edit)) == []


def test_a_number_is_told_however_it_is_written(root: Path) -> None:
    text = DECISION.replace("01/QĐ-MAU", "01 / qđ-mau").replace("date: 2026-02-10\n", "")
    assert told(root, "content/decisions/hai.yaml", text) == ["NUMBER-TWICE"]
