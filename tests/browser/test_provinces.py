"""A walk through a site of three provinces on a phone: home, province, product, scan page, search."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built import build_site
from looks import OVERFLOW, accessibility_faults
from names import as_read
from provinces import copy_provinces
from watch import watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}


def test_a_buyer_walks_through_three_provinces(
    browser: "Browser", server: Callable[..., str], tmp_path: Path
) -> None:
    root = copy_provinces(tmp_path / "site")
    home = server(build_site(root, tmp_path / "output").folder)
    with watched_page(browser, viewport=PHONE) as page:

        def sound() -> None:
            assert page.evaluate(OVERFLOW) == [], page.url
            assert accessibility_faults(page) == [], page.url

        page.goto(home)
        chips = page.locator("#provinces + .chips a").all_text_contents()
        assert [as_read(chip) for chip in chips] == ["Tỉnh Lạng Sơn2", "Tỉnh Sơn La2", "Tỉnh Vĩnh Long2"]
        sound()
        page.click('#provinces + .chips a[href$="/tinh/vinh-long/"]')
        assert page.url.endswith("/tinh/vinh-long/")
        names = [as_read(name) for name in page.locator(".card h3, .card h2").all_inner_texts()]
        assert names == ["Gạo nếp mẫu (Châu Thành, Bến Tre)", "Gạo nếp mẫu (Châu Thành, Trà Vinh)"]
        assert page.locator(".map .bubble").count() == 2
        sound()
        page.click('.card a[href$="/gao-mau-tra-vinh/"]')
        assert page.url.endswith("/san-pham/vinh-long/gao-mau-tra-vinh/")
        assert "Tỉnh Vĩnh Long" in as_read(page.inner_text(".crumbs"))
        assert "Xã Hưng Mỹ, tỉnh Vĩnh Long" in as_read(page.inner_text("main"))
        sound()
        page.click('a[href$="/p/vinh-long/VL0002/"]:visible >> nth=0')
        assert "Xã Hưng Mỹ, tỉnh Vĩnh Long" in as_read(page.inner_text("[data-fact=place] >> nth=0"))
        assert "/p/vinh-long/VL0002" in page.inner_text("body")
        sound()
        page.goto(home)
        page.fill(".search input", "che son la")
        page.wait_for_selector(".found:not([hidden])")
        assert as_read(page.inner_text(".found b >> nth=0")) == "Chè mẫu (Mộc Châu, Sơn La)"
        page.click(".found a >> nth=0")
        assert page.url.endswith("/san-pham/son-la/che-mau/")
        # What a province printed before it joined opens the same product.
        page.goto(f"{home.rstrip('/')}/p/SL0042/")
        page.click("text=Xem sản phẩm >> nth=0")
        assert page.url.endswith("/san-pham/son-la/che-mau/")
        # A code that was typed in another way, which no page answers.
        with watched_page(browser, expect=("404",), viewport=PHONE) as lost:
            lost.goto(f"{home.rstrip('/')}/p/son-la/sl43")
            assert lost.locator(".offer a").first.get_attribute("href") == "/p/son-la/SL0043/"
        # The lists of one province, narrowed by the script.
        page.goto(f"{home.rstrip('/')}/san-pham/?tinh=son-la&sao=5")
        page.wait_for_function("document.querySelectorAll('[data-found]:not([hidden])').length === 1")
        sound()
