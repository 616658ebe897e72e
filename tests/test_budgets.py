"""What a page costs, by kind, measured on the built catalogue as a host sends it (gzip)."""

import re
from pathlib import Path

import pytest
from built import BuiltSite, nothing_in
from weigh import BUDGETS, Weight, main, sent, too_heavy, weigh, weights

pytestmark = pytest.mark.slow


def test_pages_keep_their_budget(built_site: BuiltSite, capsys: pytest.CaptureFixture[str]) -> None:
    """The budgets stand in scripts/weigh.py, which measures any built site."""
    found = list(weights(built_site.folder))
    assert {kind for _, kind, _ in found} == set(BUDGETS)
    assert all(weight.requests > 1 for _, _, weight in found)
    nothing_in(f"{path}: {fault}" for path, kind, weight in found for fault in too_heavy(kind, weight))
    assert main([str(built_site.folder)]) == 0
    assert "every page is within its budget" in capsys.readouterr().out


def test_a_script_that_a_page_waits_for_is_part_of_its_first_answer(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("0;" * 50)
    waits, later = ('<script src="/a.js">', '<script defer src="/a.js">')
    assert weigh(tmp_path, waits).critical - weigh(tmp_path, waits).html == sent(tmp_path / "a.js")
    assert weigh(tmp_path, later).critical == weigh(tmp_path, later).html


def test_a_heavy_page_is_told() -> None:
    heavy = Weight(9_000, 14_601, 100_000, 4, 0)
    assert too_heavy("product", heavy) == ["critical 14601 > 14600"]


def classes_of(css: str) -> set[str]:
    """Classes that a style sheet has rules for."""
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}|\"[^\"]*\"", "", css)))


def test_a_page_loads_the_rules_of_what_it_shows(built_site: BuiltSite) -> None:
    """A class that a sheet of pages has rules for is on no page that does not load such a sheet."""
    sheets = {
        name: classes_of(path.read_text("utf-8"))
        for name, path in built_site.files.items()
        if re.fullmatch(r"assets/(?!print\.)[\w-]+\.[0-9a-f]{10}\.css", name)
    }
    known = set().union(*sheets.values())
    faults = []
    for page in built_site.kinds:
        links = [node.attributes.get("href") or "" for node in page.all("link[rel=stylesheet]")]
        if not links:
            continue
        links.append(page.value("script[data-styles]", "data-styles"))
        loaded = set().union(*(sheets.get(link.lstrip("/"), set()) for link in links))
        shown = {name for node in page.all("[class]") for name in (node.attributes["class"] or "").split()}
        faults += [f"{page.path} ({page.kind}): .{name}" for name in sorted((shown & known) - loaded)]
    nothing_in(faults)
