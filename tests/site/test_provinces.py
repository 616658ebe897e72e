"""Sites of several provinces: addresses, what a province that joins changes, names that tell apart."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from provinces import PROVINCES, TEA, add_province, copy_provinces, only_first, remove_province
from tiny import SESSION, append, build_clean, order, outputs, planned, replace, same, tree, views

from generator.catalogue.model import Places
from generator.commands.build import build
from generator.commands.issue import IssueOptions, issue_address
from generator.diagnostics.problem import RefusedError
from generator.provinces import places_of, province_ids
from generator.site.map import draw_map, places_of_all
from generator.site.outputs import Document, Page, SitePlan

pytestmark = pytest.mark.slow

LEDGER = "products/son-la/ledger.yaml"


def view(plan: SitePlan, path: str) -> Any:
    """The view of a page."""
    page = outputs(plan)[path]
    assert isinstance(page, Page)
    return page.view


def data(plan: SitePlan, path: str) -> Any:
    """What a data file holds."""
    document = outputs(plan)[path]
    assert isinstance(document, Document)
    return document.data


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return planned(PROVINCES)


@pytest.fixture(scope="module")
def paths(plan: SitePlan) -> set[str]:
    return set(outputs(plan))


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the first province's own site, and of the same site after the others joined."""
    folder = tmp_path_factory.mktemp("joined")
    alone = only_first(folder / "alone")
    build_clean(alone, folder / "before")
    together = copy_provinces(folder / "together")
    build_clean(together, folder / "after")
    return tree(folder / "before"), tree(folder / "after")


def test_addresses_have_the_province_before_the_id(paths: set[str]) -> None:
    for path in (
        "san-pham/son-la/che-mau/index.html",
        "en/products/son-la/che-mau/index.html",
        "chu-the/son-la/htx-mau/index.html",
        "quyet-dinh/vinh-long/qd-mau/index.html",
        "dia-ban/son-la/doan-ket/index.html",
        "dia-ban/huyen-cu/vinh-long/chau-thanh-ben-tre/index.html",
        "hoi-cho/son-la/hoi-cho-mau/index.html",
        "kiosk/son-la/hoi-cho-mau/b1/index.html",
        "tin-tuc/son-la/tin-mau/index.html",
        "data/products/son-la/che-mau.json",
        "p/son-la/SL0042/index.html",
        "p/son-la/SL0042/linkset.json",
        "p/son-la/SL0042/L-2604/epcis.jsonld",
        "san-pham/gao-mau/index.html",
        "p/LS0001/index.html",
        # One code in two provinces.
        "p/son-la/SL0043/index.html",
        "p/vinh-long/SL0043/index.html",
    ):
        assert path in paths, path
    assert "p/SL0043/index.html" not in paths, "never printed without its province"


OWN_ASSET = re.compile(r"^(assets|media)/")


def test_a_province_that_joins_takes_no_address(joined: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    before, after = joined
    lost = {path for path in before.keys() - after.keys() if not OWN_ASSET.match(path)}
    assert lost == set()


def test_a_province_that_joins_adds_only_its_name_to_printed_pages(
    joined: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """What may change on a page at a printed address: the place says in which province it lies."""
    before, after = joined
    printed = [path for path in before if re.match(r"(p|01)/", path)]
    assert len(printed) >= 6
    for path in printed:
        old, new = plain(before[path].decode()), plain(after[path].decode())
        for name in (", tỉnh Lạng Sơn", ", Lạng Sơn Province"):
            old, new = old.replace(name, ""), new.replace(name, "")
        assert re.sub(r"\.[0-9a-f]{10}\.", "", new) == re.sub(r"\.[0-9a-f]{10}\.", "", old), path
    codes = [path for path in before if path.startswith("qr/")]
    assert codes
    assert all(before[path] == after[path] for path in codes)


def test_what_was_printed_before_a_province_joined_is_answered(plan: SitePlan) -> None:
    page = view(plan, "p/SL0042/index.html")
    assert page["canonical"] == "https://ocop.test/p/son-la/SL0042/"
    assert page["payload"] == "https://ocop.test/p/son-la/SL0042"
    assert not page["index"]
    lot = view(plan, "p/SL0042/L-2604/index.html")
    assert lot["whole"] == "/p/SL0042/"
    assert "p/SL0042/L-2504/index.html" in outputs(plan), "all lots of a code that was printed"
    linkset = data(plan, "p/son-la/SL0042/linkset.json")
    anchors = [link["anchor"] for link in linkset["linkset"]]
    assert {"https://ocop.test/p/son-la/SL0042", "https://ocop.test/p/SL0042"} <= set(anchors)


def test_what_was_never_printed_needs_no_page(tmp_path: Path) -> None:
    root = copy_provinces(tmp_path / "site")
    void = ", void: {on: 2026-05-02, reason: chưa in}}"
    ledger = root / LEDGER
    text = ledger.read_text("utf-8").replace(", sample: true}", ", sample: true" + void, 2)
    ledger.write_text(text, encoding="utf-8")
    paths = set(outputs(planned(root)))
    assert not any(path.startswith("p/SL0042/") for path in paths)
    assert "p/son-la/SL0042/index.html" in paths


def test_a_renamed_product_keeps_what_was_printed(tmp_path: Path) -> None:
    root = copy_provinces(tmp_path / "site")
    folder = (root / TEA).parent
    folder.rename(folder.parent / "che-moi")
    append(folder.parent / "che-moi/product.yaml", "former_ids: [che-mau]\n")
    for path in ("news/tin-mau", "fairs/hoi-cho-mau", "chains"):
        replace(root / f"content/provinces/son-la/{path}.yaml", "che-mau", "che-moi")
    replace(root / "content/news/tin-mau.yaml", "son-la/che-mau", "son-la/che-moi")
    page = view(planned(root), "p/SL0042/index.html")
    assert page["texts"][0]["product"] == "/san-pham/son-la/che-moi/"


def issue(root: Path, identity: str, lot: str | None = None) -> str:
    return issue_address(order(root, root / "output"), IssueOptions(identity, lot, 5, "tem")).full


def test_an_address_is_issued_in_the_ledger_of_its_province(tmp_path: Path) -> None:
    root = copy_provinces(tmp_path / "site")
    first = (root / "products/ledger.yaml").read_text("utf-8")
    assert issue(root, "sl0042", "l-2604") == "https://ocop.test/p/son-la/SL0042/L-2604"
    text = (root / LEDGER).read_text("utf-8")
    assert "address: /p/son-la/SL0042/L-2604\n    product: che-mau\n" in text
    assert (root / "products/ledger.yaml").read_text("utf-8") == first
    assert issue(root, "vinh-long/SL0043") == "https://ocop.test/p/vinh-long/SL0043"
    assert "product: gao-mau\n" in (root / "products/vinh-long/ledger.yaml").read_text("utf-8")
    with pytest.raises(RefusedError) as refused:
        issue(root, "SL0043")
    assert refused.value.key == "issue-several"
    build_clean(root, tmp_path / "output")


def test_each_province_has_a_page_with_its_own_records(plan: SitePlan) -> None:
    (index,) = views(plan, "provinces", "vi")
    assert [(entry["name"]["text"], entry["count"]) for entry in index["provinces"]["terms"]] == [
        ("Tỉnh Lạng Sơn", 2),
        ("Tỉnh Sơn La", 2),
        ("Tỉnh Vĩnh Long", 2),
    ]
    pages = {page["path"]: page for page in views(plan, "province")}
    page = pages["/en/provinces/son-la/"]
    assert [card["id"] for card in page["cards"]] == ["son-la/che-mau", "son-la/gao-mau"]
    assert [entry["href"] for entry in page["decisions"]["terms"]] == [
        "/en/decisions/son-la/qd-bo-mau/",
        "/en/decisions/son-la/qd-mau/",
    ]
    assert page["map"] is not None
    by_star = {chart["id"]: chart for chart in page["charts"]}["by-star"]
    assert [bar["href"] for bar in by_star["bars"]] == [
        "/en/products/?provinces=son-la&stars=5",
        "/en/products/?provinces=son-la&stars=4",
    ]
    assert pages["/tinh/vinh-long/"]["map"] is not None


def test_five_star_products_are_on_a_list_of_all_provinces(plan: SitePlan) -> None:
    lists = {page["path"]: page for page in views(plan, "list", "vi")}
    assert [card["id"] for card in lists["/san-pham/sao/5/"]["cards"]] == ["son-la/che-mau"]
    assert [card["id"] for card in lists["/san-pham/tinh/son-la/"]["cards"]] == [
        "son-la/che-mau",
        "son-la/gao-mau",
    ]
    (home,) = views(plan, "home", "vi")
    assert [card["id"] for card in home["five_stars"]] == ["son-la/che-mau"]
    assert [entry["href"] for entry in home["provinces"]] == [
        "/tinh/lang-son/",
        "/tinh/son-la/",
        "/tinh/vinh-long/",
    ]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_places_and_products_of_one_name_are_told_apart(plan: SitePlan) -> None:
    (listed,) = views(plan, "products", "vi")
    names = [plain(card["name"]["text"]) for card in listed["cards"]]
    assert len(set(names)) == len(names) == 6
    assert "Gạo nếp mẫu (Châu Thành, Bến Tre)" in names
    assert "Gạo nếp mẫu (Châu Thành, Trà Vinh)" in names
    assert "Chè mẫu (Mộc Châu, Sơn La)" in names
    for lang in ("vi", "en"):
        for kind in ("product", "place", "list", "province"):
            titles = [page["title"] for page in views(plan, kind, lang)]
            assert len(set(titles)) == len(titles), titles
            trails = [tuple(step["name"] for step in page["crumbs"]) for page in views(plan, kind, lang)]
            assert len(set(trails)) == len(trails), trails
    headings = {plain(page["heading"]) for page in views(plan, "place", "vi")}
    assert "Xã Đoàn Kết, tỉnh Sơn La" in headings
    assert "Huyện Châu Thành (cũ), tỉnh Bến Tre (cũ) · nay thuộc tỉnh Vĩnh Long" in headings, headings


def test_the_scan_page_says_the_province(plan: SitePlan) -> None:
    page = view(plan, "p/son-la/SL0042/index.html")
    rows = [{row["id"]: row["values"] for row in text["rows"]} for text in page["texts"]]
    assert [plain(row["place"][0]["text"]) for row in rows] == [
        "Phường Mộc Châu, tỉnh Sơn La, trước 1/7/2025 là thị xã Mộc Châu",
        "Mộc Châu Ward, Sơn La Province, before 1 July 2025 Mộc Châu Town",
    ]


def test_one_province_has_no_pages_of_provinces(tmp_path: Path) -> None:
    paths = set(outputs(planned(only_first(tmp_path / "site"))))
    assert not [path for path in paths if path.startswith(("tinh/", "en/provinces/", "san-pham/tinh/"))]


@pytest.mark.slow
def test_incremental_builds_of_several_provinces_are_clean_ones(tmp_path: Path) -> None:
    """After each edit the output is that of a clean build, byte for byte."""
    root = copy_provinces(tmp_path / "site")
    son_la = root / "content/provinces/son-la"
    printed = "  - {address: /p/SL0043, product: gao-mau, issued_on: 2026-09-02, use: tem, sample: true}\n"

    def leave() -> None:
        for folder in ("vinh-long", "son-la"):
            remove_province(root, folder)
        replace(root / "content/news/tin-mau.yaml", ", son-la/che-mau", "")

    edits: tuple[Callable[[], None], ...] = (
        lambda: None,
        lambda: replace(root / TEA, "Chè mẫu", "Chè Shan mẫu"),
        lambda: replace(son_la / "places.yaml", "name: Sơn La, kind: p", "name: Sơn Là, kind: p"),
        lambda: append(root / LEDGER, printed),
        lambda: remove_province(root, "vinh-long"),
        lambda: replace(son_la / "decisions/qd-mau.yaml", "2026-02-10", "2026-02-11"),
        lambda: add_province(root, "vinh-long"),
        lambda: shutil.rmtree(root / "products/vinh-long/hung-my"),
        leave,
    )
    for number, edit in enumerate(edits):
        edit()
        result = build(order(root, tmp_path / "live", tmp_path / "cache"), session=SESSION)
        assert not result.report.failed, result.report.problems
        build_clean(root, tmp_path / f"clean-{number}")
        same(tree(tmp_path / "live"), tree(tmp_path / f"clean-{number}"))


def test_the_map_of_the_country_draws_every_province_and_its_islands() -> None:
    provinces = {
        identity: Places.model_validate({"id": "places", **places_of(identity)})
        for identity in province_ids()
    }
    table = places_of_all(provinces)
    drawn = draw_map(table)
    assert drawn is not None
    assert all(drawn.within(identity) for identity in provinces)
    zones = {c.code for places in provinces.values() for c in places.communes if c.kind == "special_zone"}
    assert zones <= {commune.code for commune in table.communes}
    assert drawn.height < 2.5 * drawn.width
    names = {commune.id: commune.name for commune in table.communes}
    assert {names[identity] for identity in drawn.frames} == {"Hoàng Sa", "Trường Sa"}


def test_the_data_of_the_search_names_the_province(plan: SitePlan) -> None:
    (path,) = [path for path in outputs(plan) if path.startswith("assets/search-vi")]
    assert "son-la" in json.dumps(data(plan, path))


def test_a_forgotten_address_is_told_in_the_ledger_of_its_province(tmp_path: Path) -> None:
    root = copy_provinces(tmp_path / "site")
    ledger = root / LEDGER
    entry = "issued:\n  - {address: /p/son-la/SL0042, product: che-mau, issued_on: 2026-03-01, use: tem}\n"
    ledger.write_text(entry, encoding="utf-8")
    first = build(order(root, tmp_path / "output", tmp_path / "cache"), session=SESSION)
    assert not first.report.failed, first.report.problems
    ledger.unlink()
    second = build(order(root, tmp_path / "output", tmp_path / "cache"), session=SESSION)
    told = {(fault.code, fault.location.file) for fault in second.report.problems}
    assert ("PRINTED-FORGOTTEN", LEDGER) in told
