"""A fair's cards and codes printed from the browser: real millimetres, and every code can be read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from built import HOST, BuiltSite
from printed import boxes, codes, pictures
from watch import watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]


@pytest.mark.parametrize(("sheet", "size", "each"), [("the", (297, 210), 4), ("ma-qr", (210, 297), 12)])
def test_sheets_print_from_the_browser(
    browser: "Browser", built_site: BuiltSite, server: Serve, sheet: str, size: tuple[int, int], each: int
) -> None:
    home = server(built_site.folder)
    with watched_page(browser) as page:
        page.goto(f"{home}/in/xu-lang/{sheet}/")
        products = page.locator("article.card").count()
        data = page.pdf(prefer_css_page_size=True, print_background=True)
    read = boxes(data)
    assert len(read) == -(-products // each)
    for one in read:
        assert one["media"] == pytest.approx(size, abs=0.5)
    found = [code for image in pictures(data, 300) for code in codes(image)]
    assert len(found) == products
    for code in found:
        path = code.removeprefix(HOST).strip("/")
        assert f"{path}/index.html" in built_site.files, code
