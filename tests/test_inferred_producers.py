"""A producer that only another source suggests is marked in every output that names it beside the product."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from built import BuiltPage, BuiltSite, nothing_in
from printed import print_context, text, values
from selectolax.lexbor import LexborNode

from generator.print import booklet, buyers, cards, posters
from generator.print.sheet_parts import A4, A6, one_to_a_page

pytestmark = pytest.mark.slow

MARK = re.compile(r"theo một nguồn khác, chưa xác nhận|from another source, not confirmed")
PROSE = ".sources, .cite, .ready, .prose, .note, .remark, .papers, blockquote"
"""What tells of sources in sentences."""
HONEY = "mat-ong-van-thuy"
"""A product whose producer is not named by the sources on its rating."""


def products(site: BuiltSite) -> list[dict[str, Any]]:
    """Return the products whose producer is inferred, as the open data has them."""
    rows = json.loads((site.folder / "data/products.json").read_text("utf-8"))
    listed = rows["products"] if isinstance(rows, dict) else rows
    return [row for row in listed if row["producer_inferred"]]


def names_of(site: BuiltSite, product: dict[str, Any]) -> set[str]:
    """Return the names of a product's producer on its own pages in both languages."""
    folders = ("chu-the", "en/producers")
    pages = [site.by_path[f"{folder}/{product['producer']}/index.html"] for folder in folders]
    return {node.text(strip=True) for page in pages if (node := page.one("h1"))}


def unmarked(part: LexborNode, names: set[str]) -> Iterator[str]:
    """Yield texts of a part of a page that name the producer and do not mark it."""
    for node in part.css("a, p, dd, strong, span, li"):
        words = " ".join(node.text().split())
        if any(words == name or re.search(rf"· {re.escape(name)}$", words) for name in names):
            yield words


def own_parts(page: BuiltPage, product: dict[str, Any]) -> Iterator[LexborNode]:
    """Yield the parts of a page that are about one product."""
    addresses = [f"/{folder}/{product['id']}/" for folder in ("san-pham", "en/products")]
    for card in page.all("li.card"):
        if any(link.attributes.get("href") in addresses for link in card.css("a")):
            yield card
    if page.kind == "kiosk" and (slide := page.one(f"article[id='{product['id']}']")):
        yield slide
    own = (f"san-pham/{product['id']}/", f"en/products/{product['id']}/", f"p/{product['code']}/")
    if page.path.startswith(own) and (main := page.one("main")):
        for card in main.css("li.card"):  # of other products
            card.decompose()
        yield main


def test_pages_mark_it_wherever_the_name_stands(built_site: BuiltSite) -> None:
    inferred = products(built_site)
    assert len(inferred) > 5
    faults, marked = [], 0
    for product in inferred:
        names = names_of(built_site, product)
        for page in built_site.real_pages:
            if product["id"] not in page.text and str(product["code"]) not in page.path:
                continue
            for part in own_parts(page, product):
                marked += bool(MARK.search(part.text()))
                for node in part.css(PROSE):
                    node.decompose()
                faults += [f"{page.path}: {words}" for words in unmarked(part, names)]
    nothing_in(faults)
    assert marked > 5 * len(inferred)


def test_data_say_so(built_site: BuiltSite) -> None:
    inferred = {product["id"] for product in products(built_site)}
    folder = built_site.folder / "data"
    rows = list(csv.DictReader((folder / "products.csv").read_text("utf-8-sig").splitlines()))
    assert {row["id"] for row in rows if row["producer_inferred"] == "true"} == inferred
    for identity in inferred:
        assert (
            json.loads((folder / f"products/{identity}.json").read_text("utf-8"))["producer_inferred"] is True
        )
    fields = json.loads((folder / "schema.json").read_text("utf-8"))
    assert "producer_inferred" in json.dumps(fields)
    for language in ("vi", "en"):
        [search] = built_site.folder.glob(f"assets/search-{language}.*.js")
        data = json.loads(search.read_text("utf-8").partition("=")[2].rstrip().rstrip(";"))
        assert len(data["inferred"]) == len(inferred)
        shards = "".join(path.read_text("utf-8") for path in folder.glob(f"compare-{language}-*.js"))
        assert len(MARK.findall(shards.replace("\N{NO-BREAK SPACE}", " "))) == len(inferred)


def test_sheets_and_lists_for_buyers_mark_it() -> None:
    sheets = values(HONEY)
    for printed in (
        cards.one_card_to_a_page(print_context(sheets), size=A6),
        one_to_a_page(print_context(sheets), draw=posters.draw_placard, size=A4),
        one_to_a_page(print_context(sheets), draw=posters.draw_leaflet, size=A4),
        booklet.in_reading_order(print_context(sheets)),
    ):
        words = " ".join(text(printed.data).split())
        assert "Vân Thủy" in words
        assert "chưa xác nhận" in words
    table = buyers.csv_table(print_context(sheets), "vi").decode("utf-8-sig")
    assert "chưa xác nhận" in table
