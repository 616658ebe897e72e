"""Long lists of products: an edit changes few of their pages, and nothing else than a clean build would."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from built import PROJECT
from tiny import SESSION, TEA, append, build_clean, copy_tiny, order, replace, same, tree

from generator.commands.build import build
from generator.site import facets, paging

pytestmark = pytest.mark.slow

COUNT = 60


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty products more than the tiny site has, six to a page, where two pages make a long list."""
    monkeypatch.setattr(paging, "ALL_NAMED", 2)
    monkeypatch.setattr(facets, "MOST_COUNTED", 10)
    root = copy_tiny(tmp_path / "site")
    append(root / "content/site.yaml", "per_page: 6\n")
    for number in range(COUNT):
        add_tea(root, number)
    return root


def add_tea(root: Path, number: int) -> None:
    text = (PROJECT / "tests/sites/tiny" / TEA / "product.yaml").read_text(encoding="utf-8")
    letter = "abcdđeghikl"[number % 11].upper()
    folder = root / f"products/xa-mau/tra-{number}"
    folder.mkdir()
    text = text.replace("Trà mẫu", f"{letter} trà {number:02}").replace("Sample tea", f"Tea {number:02}")
    (folder / "product.yaml").write_text(text, encoding="utf-8")


def list_pages(output: Path) -> dict[str, bytes]:
    """Every page of the lists of products, by path; also of those of what products lack."""
    kinds = (b'data-kind="products"', b'data-kind="list"', b'data-kind="place"', b'data-kind="missing"')
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("index.html")
        if any(kind in path.read_bytes() for kind in kinds)
    }


def test_edits_change_few_pages_of_long_lists(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    options = order(site, output, tmp_path / "cache")
    assert not build(options, session=SESSION).report.failed
    pages = list_pages(output)
    further = {path: page for path, page in pages.items() if "/trang/tra-" in path or "/page/tra-" in path}
    assert len(further) > 60
    for page in further.values():
        assert b'class="n"' not in page  # no count beside a filter
    assert b'class="n"' in pages["san-pham/index.html"]
    new_name = partial(replace, site / "products/xa-mau/tra-30/product.yaml", "I trà 30", "B trà 30")
    edits: dict[str, Callable[[], None]] = {
        "added": partial(add_tea, site, 77),
        "renamed": new_name,
        "removed": partial(shutil.rmtree, site / "products/xa-mau/tra-20"),
    }
    for name, edit in edits.items():
        edit()
        assert not build(options, session=SESSION).report.failed
        now = list_pages(output)
        changed = [path for path in pages.keys() | now.keys() if pages.get(path) != now.get(path)]
        assert 1 < len(changed) < len(pages) / 2, name
        pages = now
        build_clean(site, tmp_path / "clean")
        same(tree(output), tree(tmp_path / "clean"))
        shutil.rmtree(tmp_path / "clean")


def test_links_of_long_lists_lead_to_pages(site: Path, tmp_path: Path) -> None:
    build_clean(site, tmp_path / "output")
    pages = list_pages(tmp_path / "output")
    reached, waiting = set(), ["san-pham/index.html"]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        text = pages[path].decode()
        start = text.index('<nav class="pager"')
        pager = text[start : text.index("</nav>", start)]
        links = [part.split('"')[0] for part in pager.split('href="')[1:]]
        waiting += {f"{link.strip('/')}/index.html" for link in links} - reached - set(waiting)
    numbered = [path for path in pages if path.startswith("san-pham/trang/")]
    assert reached == {"san-pham/index.html", *numbered}
