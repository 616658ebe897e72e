"""Addresses that cannot be are found by the check, at the record that may be mended."""

from pathlib import Path

import pytest
from tiny import append, copy_tiny, order, replace

from generator.commands.build import build
from generator.commands.check import check

pytestmark = pytest.mark.slow

PAGE = "content/pages/gioi-thieu/page.yaml"
SITE = "content/site.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def faults(root: Path) -> list[tuple[str, str, int]]:
    """What the check finds, which is what the build would say."""
    asked = order(root, root.parent / "output")
    found = check(asked).report
    assert found.sorted() == build(asked).report.sorted()
    return [(one.code, one.location.file, one.location.line) for one in found.sorted()]


def test_nothing_clashes(site: Path) -> None:
    assert faults(site) == []


@pytest.mark.parametrize(("vi", "en"), [("san-pham", "about"), ("en", "about"), ("gioi-thieu", "news")])
def test_a_page_at_the_address_of_a_list(site: Path, vi: str, en: str) -> None:
    text = (site / PAGE).read_text(encoding="utf-8")
    (path,) = (line for line in text.split("\n") if line.startswith("path: "))
    replace(site / PAGE, path, f"path: {{vi: {vi}, en: {en}}}")
    line = text.split("\n").index(path) + 1
    assert faults(site) == [("ADDRESS-CLASH", PAGE, line)]


def test_an_address_word_that_nothing_is_made_of(site: Path) -> None:
    replace(site / SITE, "name: English}", "name: English, paths: {prodcts: goods, news: stories}}")
    assert [one[:2] for one in faults(site)] == [("ADDRESS-WORD", SITE)]
    (fault,) = check(order(site, site / "output")).report.problems
    assert fault.hint("en") == "perhaps you meant: products."


def test_a_theme_that_cannot_be_used_is_told_by_the_check_too(site: Path) -> None:
    append(site / SITE, "theme: khac\n")
    assert [fault[:2] for fault in faults(site)] == [("THEME-MISSING", "themes/khac/theme.yaml")]
