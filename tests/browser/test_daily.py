"""The daily page of ``ocop check`` in a browser: on a phone, on A4, without a network."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built import PROJECT
from printed import boxes
from tiny import order
from watch import shared_page

from generator.commands.check import check
from generator.daily.page import daily_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_daily_page_fits_a_phone_and_paper(browser: "Browser", tmp_path: Path) -> None:
    day = date(2026, 11, 29)
    result = check(order(PROJECT, tmp_path / "output", day=day), whole=True)
    file = tmp_path / "viec.html"
    file.write_bytes(daily_page(result.matters, day, "vi", site="OCOP", products=result.products))
    asked: list[str] = []
    with shared_page(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        data = page.pdf(prefer_css_page_size=True)
    assert set(asked) == {file.as_uri()}
    sizes = [box["media"] for box in boxes(data)]
    assert sizes == [pytest.approx((210, 297), abs=0.5)] * len(sizes)
