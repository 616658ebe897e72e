"""Tasks of shoppers on a phone, each answered within two taps from where it begins."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from built import BuiltSite
from watch import shared_page, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PHONE = {"width": 360, "height": 640}
TOP = "element => element.getBoundingClientRect().top + scrollY"


def tap(page: "Page", link: "Locator") -> None:
    """Follow a link to another page."""
    address = page.url
    link.click()
    page.wait_for_url(lambda url: url != address)


def test_a_tea_from_dinh_lap_and_how_to_reach_who_sells_it(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    """From home over the kind of goods to the product: who makes it and how to reach them."""
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(f"{server(built_site.folder)}/")
        first = page.locator(".cards .card").first
        assert first.evaluate(TOP) <= 960
        tap(page, page.locator(".browse-kinds .chips a", has_text="Chè, trà"))
        tap(page, page.locator(".rows a:visible", has_text="Chè Ô Long"))
        assert "Đình Lập" in page.locator("main").inner_text()
        buy = page.locator(".buy")
        assert buy.locator("h2").inner_text() == "Mua và liên hệ"
        assert buy.locator("a.button").first.get_attribute("href") == "http://chelangson.com/"
        maker = buy.locator("a", has_text="Công ty Cổ phần Chè Thái Bình").first
        assert maker.get_attribute("href") == "/chu-the/cong-ty-che-thai-binh/"
        # After the head and before everything else that is known of the product.
        assert page.locator("h1").evaluate(TOP) < buy.evaluate(TOP) < page.locator("dl.facts").evaluate(TOP)


def test_where_no_contact_is_recorded_a_message_stands_ready(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(f"{server(built_site.folder)}/san-pham/na-chi-lang-dong-banh/")
        buy = page.locator(".buy")
        assert "Danh mục chưa có số điện thoại" in buy.inner_text()
        assert "(theo một nguồn khác, chưa xác nhận)" in buy.inner_text()
        buy.locator("summary").click()
        message = buy.locator(".ready")
        assert message.is_visible()
        assert "LS0039" in message.inner_text()


@pytest.mark.parametrize(
    ("now", "month", "shown"), [("2026-08-15T12:00:00Z", "8", True), ("2026-01-31T17:30:00Z", "2", False)]
)
def test_what_is_in_season_in_the_readers_month(
    browser: "Browser", built_site: BuiltSite, server: Serve, now: str, month: str, shown: bool
) -> None:
    """The month is Vietnam's: half past midnight there is still yesterday in UTC."""
    with watched_page(browser, viewport=PHONE) as page:
        page.clock.set_fixed_time(now)
        page.goto(f"{server(built_site.folder)}/")
        assert page.locator("#season").inner_text() == "Tháng này ở Lạng Sơn"
        visible = page.locator("[data-month]:visible")
        assert visible.evaluate_all("months => months.map(month => month.dataset.month)") == [month]
        assert (visible.locator(".chips a").count() > 0) is shown
        tap(page, visible.locator("> a"))
        assert page.locator(f"#m{month}").evaluate("heading => heading.getBoundingClientRect().top") < 640
        assert page.locator("[data-mark].on").get_attribute("data-mark") == month


def test_without_script_all_months_stand_there(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{server(built_site.folder)}/")
        assert page.locator("#season").inner_text() == "Lịch mùa vụ"
        assert page.locator("[data-month]:visible").count() == 12


def test_where_the_claim_of_four_stars_comes_from(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(f"{server(built_site.folder)}/en/products/che-ngoc-thuy-thai-binh/")
        source = page.locator(".rating-card .cite a").first
        assert source.is_visible()
        assert (source.get_attribute("href") or "").startswith(("http://", "https://"))
        assert "noopener" in (source.get_attribute("rel") or "")
        links = page.locator('main a[href^="http"]')
        rels = links.evaluate_all("links => links.map(link => link.relList.contains('noopener'))")
        assert rels
        assert all(rels)
