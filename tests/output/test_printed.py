"""A printed address keeps its page, whatever record it moves to; what would lose one is refused."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tiny import RICE, SESSION, TEA, append, build_clean, copy_tiny, order, replace, same, tree

from generator.commands.build import BuildResult, build
from generator.output import printed
from generator.output import publish as publishing

pytestmark = pytest.mark.slow

LEDGER = "products/ledger.yaml"
ENTRIES = """\
issued:
  - {address: /p/MU0001, product: gao-mau, issued_on: 2026-06-01, copies: 500, use: tem in lô 1}
  - {address: /01/09521234543213, product: gao-mau, issued_on: 2026-06-01, copies: 500, use: tem in lô 2}
  - {address: /01/09521234543213/10/MU-2605-01, product: gao-mau, issued_on: 2026-06-01, use: nhãn lô}
"""
PRINTED_PAGES = [
    "p/MU0001/index.html",
    "01/09521234543213/index.html",
    "01/09521234543213/10/MU-2605-01/index.html",
]


class Site:
    """A copy of the tiny site whose rice has been printed, with one output folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = copy_tiny(folder / "site")
        self.output = folder / "output"
        (self.root / LEDGER).write_text(ENTRIES, encoding="utf-8")

    def build(self, cache: str = "cache", **more: Any) -> BuildResult:
        return build(order(self.root, self.output, self.folder / cache, **more), session=SESSION)

    def built(self, cache: str = "cache", **more: Any) -> BuildResult:
        result = self.build(cache, **more)
        assert not result.report.failed, result.report.problems
        return result

    def codes(self, cache: str = "cache", **more: Any) -> list[str]:
        return [fault.code for fault in self.build(cache, **more).report.sorted() if fault.is_error]

    def same_as_clean(self) -> None:
        clean = self.folder / "clean"
        build_clean(self.root, clean)
        same(tree(self.output), tree(clean))
        shutil.rmtree(clean)


@pytest.fixture
def site(same_folder: Path) -> Site:
    made = Site(same_folder)
    made.built()
    return made


def rename_rice(root: Path) -> Path:
    """Another name for the folder, which the record tells; whoever names the product follows."""
    target = root / "products/xa-mau/gao-nep"
    (root / RICE).rename(target)
    append(target / "product.yaml", "former_ids: [gao-mau]\n")
    for file in (*(root / "content").rglob("*.yaml"), *(root / "products").rglob("product.yaml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?<!former_ids: \[)\bgao-mau\b", "gao-nep", text), encoding="utf-8")
    return target


def test_rename_keeps_printed_addresses(site: Site) -> None:
    target = rename_rice(site.root)
    site.built()
    assert [path for path in PRINTED_PAGES if not (site.output / path).is_file()] == []
    site.same_as_clean()
    # And back again: nothing of it is taken for somebody else's.
    replace(target / "product.yaml", "former_ids: [gao-mau]\n", "former_ids: [gao-nep]\n")
    target.rename(site.root / RICE)
    for file in (*(site.root / "content").rglob("*.yaml"), *(site.root / "products").rglob("product.yaml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?<!former_ids: \[)\bgao-nep\b", "gao-mau", text), encoding="utf-8")
    site.built()
    assert [path for path in PRINTED_PAGES if not (site.output / path).is_file()] == []
    site.same_as_clean()


def test_swapped_codes_keep_both_pages(site: Site) -> None:
    (site.root / LEDGER).unlink()
    shutil.rmtree(site.output)
    append(site.root / TEA / "product.yaml", "code: MU0002\n")
    site.built()
    assert (site.output / "p/MU0002/index.html").is_file()
    replace(site.root / TEA / "product.yaml", "code: MU0002", "code: MU0001")
    replace(site.root / RICE / "product.yaml", "code: MU0001", "code: MU0002")
    site.built()
    assert (site.output / "p/MU0001/index.html").is_file()
    assert (site.output / "p/MU0002/index.html").is_file()
    site.same_as_clean()


def test_plan_without_printed_page_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looks at the files that will be there, not at what the plan says."""
    from generator.site.pages import product, scan

    before = tree(site.output)
    monkeypatch.setattr(product, "trace_outputs", lambda *_: ())
    monkeypatch.setattr(scan, "lot_outputs", lambda *_: ())
    append(site.root / RICE / "product.yaml", "brand: Mẫu\n")
    result = site.build()
    told = [(fault.code, fault.location.file, fault.location.line) for fault in result.report.problems]
    assert ("PRINTED-MISSING", LEDGER, 2) in told
    assert len([code for code, _, _ in told if code == "PRINTED-MISSING"]) == 3
    same(tree(site.output), before)
    monkeypatch.undo()
    site.built()
    site.same_as_clean()


def test_stale_list_that_names_a_printed_page_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in what counts as stale is caught before it does harm."""
    whole = publishing._Publication._changes

    def one_too_many(*given: Any) -> Any:
        changes = whole(*given)
        object.__setattr__(changes, "stale", {*changes.stale, "p/MU0001/index.html"})
        return changes

    before = tree(site.output)
    append(site.root / TEA / "product.yaml", "brand: Mẫu\n")
    monkeypatch.setattr(publishing._Publication, "_changes", one_too_many)
    assert set(site.codes()) == {"PRINTED-MISSING"}
    same(tree(site.output), before)


def test_printed_page_deleted_by_hand_comes_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a folder so large that not every file is looked at."""
    from generator.output import build_state

    monkeypatch.setattr(build_state, "CHECK_EVERY_FILE", 0)
    monkeypatch.setattr(build_state, "MANY", 0)
    page = site.output / "01/09521234543213/10/MU-2605-01/index.html"
    page.unlink()
    site.built()
    assert page.is_file()


def test_forgotten_entry_stops_the_build(site: Site) -> None:
    """The entries and the product are deleted: only the output folder still knows."""
    before = tree(site.output)
    shutil.rmtree(site.root / RICE)
    (site.root / LEDGER).unlink()
    replace(site.root / "content/chains.yaml", "products: [gao-mau]", "products: [tra-mau]")
    replace(site.root / "content/news/tin-mau.yaml", "products: [gao-mau]", "products: [tra-mau]")
    assert site.codes() == ["PRINTED-FORGOTTEN"] * 3
    assert site.codes("another cache") == ["PRINTED-FORGOTTEN"] * 3
    assert site.codes(fresh=True) == ["PRINTED-FORGOTTEN"] * 3
    same(tree(site.output), before)


def test_forgotten_entry_of_a_page_that_stays_stops_the_build(site: Site) -> None:
    """Else the next edit could take the page away unseen."""
    (site.root / LEDGER).unlink()
    assert site.codes() == ["PRINTED-FORGOTTEN"] * 3
    (site.root / LEDGER).write_text(ENTRIES, encoding="utf-8")
    site.built()
    site.same_as_clean()


def test_samples_may_go(site: Site) -> None:
    shutil.rmtree(site.output)
    text = re.sub("use: [^}]*", r"\g<0>, sample: true", ENTRIES)
    (site.root / LEDGER).write_text(text, encoding="utf-8")
    site.built()
    assert printed.read(site.output) == set()
    (site.root / LEDGER).unlink()
    site.built()
    site.same_as_clean()


def test_served_addresses_are_listed_once_issued(site: Site) -> None:
    assert {printed.file_of(address) for address in printed.read(site.output)} == set(PRINTED_PAGES)
    append(
        site.root / LEDGER,
        "  - {address: /p/MU0001/MU-2605-01, product: gao-mau, issued_on: 2026-06-02, use: nhãn}\n",
    )
    site.built()
    assert "/p/MU0001/MU-2605-01" in printed.read(site.output)
    assert site.built().written == 0


def test_void_address_may_go(site: Site) -> None:
    """Taken back before anything was printed: the page goes with the product, and the folder forgets it."""
    shutil.rmtree(site.root / RICE)
    replace(site.root / "content/chains.yaml", "products: [gao-mau]", "products: [tra-mau]")
    replace(site.root / "content/news/tin-mau.yaml", "products: [gao-mau]", "products: [tra-mau]")
    void = re.sub("use: [^}]*", r"\g<0>, void: {on: 2026-06-02, reason: xưởng chưa in}", ENTRIES)
    (site.root / LEDGER).write_text(void, encoding="utf-8")
    site.built()
    assert [path for path in PRINTED_PAGES if (site.output / path).exists()] == []
    assert printed.read(site.output) == set()
    site.same_as_clean()
