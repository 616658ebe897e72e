"""A level that cannot recognise what its decision gave is told where the mistake is, once."""

from pathlib import Path

import pytest
from tiny import DAY, RICE, TEA, copy_tiny, replace

from generator.cache import Cache
from generator.catalogue.check import check
from generator.diagnostics.problem import Problem
from generator.records.read import read


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny site, in which a province's decision gives the rice and the tea four stars each."""
    site = copy_tiny(tmp_path / "site")
    tea = "status: recognised\n    stars: 4\n    decision: qd-mau-2026\n    evidence: A"
    replace(
        site / TEA / "product.yaml", "status: assessed\n    stars: 3\n    on: 2026-03\n    evidence: B2", tea
    )
    return site


def told(root: Path) -> list[Problem]:
    records, problems = read(root, Cache(None, root))
    return [problem for problem in [*problems, *check(records, DAY)] if problem.code == "LEVEL-STARS"]


def test_a_level_that_fits_is_not_told(root: Path) -> None:
    assert told(root) == []


def test_a_wrong_level_is_told_once_at_the_decision(root: Path) -> None:
    replace(root / "content/decisions/qd-mau-2026.yaml", "level: province", "level: central")
    (fault,) = told(root)
    assert (fault.location.file, fault.location.line) == ("content/decisions/qd-mau-2026.yaml", 7)
    assert "ratings that depend on this decision: 2" in fault.hint("en")


def test_one_rating_at_odds_is_told_at_its_stars(root: Path) -> None:
    replace(root / TEA / "product.yaml", "stars: 4", "stars: 5")
    (fault,) = told(root)
    assert (fault.location.file, fault.location.line) == (f"{TEA}/product.yaml", 8)


def test_all_ratings_at_odds_are_told_as_one(root: Path) -> None:
    for folder in (RICE, TEA):
        replace(root / folder / "product.yaml", "stars: 4", "stars: 5")
    assert [one.location.file for one in told(root)] == ["content/decisions/qd-mau-2026.yaml"]
