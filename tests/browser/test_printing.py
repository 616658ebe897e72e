"""What is printed from the browser: a product on one sheet."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from built import BuiltSite
from printed import boxes, codes, pictures
from watch import shared_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]


def printed(page: "Page") -> bytes:
    """What the browser's print dialogue makes of the page."""
    return page.pdf(prefer_css_page_size=True, print_background=True)


def test_a_product_prints_on_one_sheet(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    """The made-up product, which fills every field, and the products with the most to say."""
    home = server(built_site.folder)
    products = [page for page in built_site.pages if page.kind == "product"]
    samples = [page for page in products if page.one("p.strip")]
    longest = sorted(
        (page for page in products if page not in samples),
        key=lambda page: len(" ".join(node.text() for node in page.all("article, .columns"))),
    )[-6:]
    assert {page.lang for page in samples} == {"vi", "en"}
    for built in [*samples, *longest]:
        with shared_page(browser) as page:
            page.goto(f"{home}/{built.path.removesuffix('index.html')}")
            data = page.pdf(prefer_css_page_size=True)
        assert [box["media"] for box in boxes(data)] == [pytest.approx((210, 297), abs=0.5)], built.path
        (picture,) = pictures(data, 300)
        assert len(codes(picture)) == len(built.all(".qr")), built.path
