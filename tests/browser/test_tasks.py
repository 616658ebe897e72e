"""Ten tasks of shoppers, scanners, buyers and visitors, each answered within two taps on a phone.

Typing is no tap; a tap into a box is, and so is the key that sends what was typed.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from built import BuiltSite
from watch import shared_page, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PHONE = {"width": 360, "height": 640}
MOST_TAPS = 2
TOP = "element => element.getBoundingClientRect().top + scrollY"
ON_FIRST_SCREEN = """element => {
  const bar = document.querySelector('.thumbs'), box = element.getBoundingClientRect();
  const end = bar && !bar.contains(element) ? bar.getBoundingClientRect().top : innerHeight;
  return scrollY === 0 && box.height > 0 && box.top >= 0 && box.bottom <= end && box.right <= innerWidth;
}"""
REDNESS = """element => {
  const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[0-9]+/g).map(Number);
  return red - Math.max(green, blue);
}"""

TODAY_IN_VIETNAM = "new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10).split('-').reverse().join('/')"


class Reader:
    """A person with a phone at one page of the site."""

    def __init__(self, page: "Page", home: str) -> None:
        self.page = page
        self._home = home
        self._taps = 0

    def begin(self, path: str) -> "Page":
        """Open the page at which a task begins."""
        self._taps = 0
        self.page.goto(self._home + path)
        return self.page

    def tap(self, target: "Locator") -> None:
        """Tap something on the page; a task may ask for :data:`MOST_TAPS` of them."""
        self._count()
        target.click()

    def follow(self, link: "Locator") -> None:
        """Tap something that leads to another page."""
        address = self.page.url
        self.tap(link)
        self.page.wait_for_url(lambda url: url != address)

    def search(self, box: "Locator", query: str) -> None:
        """Tap a search box, type, and send with the key of the keyboard, which leads to another page."""
        self.tap(box)
        box.fill(query)
        self._count()
        address = self.page.url
        box.press("Enter")
        self.page.wait_for_url(lambda url: url != address)

    def _count(self) -> None:
        self._taps += 1
        assert self._taps <= MOST_TAPS, "too many taps"


@pytest.fixture
def reader(browser: "Browser", built_site: BuiltSite, server: Serve) -> Iterator[Reader]:
    with shared_page(browser, viewport=PHONE) as page:
        yield Reader(page, server(built_site.folder))


def words(element: "Locator") -> str:
    """The words of an element with single plain spaces: names are held together by others."""
    return " ".join(element.inner_text().split())


def seen(page: "Page", *selectors: str) -> list[str]:
    """The words of the first visible element of each selector, each of which is on the first screen."""
    elements = [page.locator(f"{selector}:visible").first for selector in selectors]
    hidden = [
        selector
        for selector, element in zip(selectors, elements, strict=True)
        if not element.evaluate(ON_FIRST_SCREEN)
    ]
    assert not hidden, f"not on the first screen: {hidden}"
    return [words(element) for element in elements]


def test_1_a_tea_from_dinh_lap_and_how_to_reach_who_sells_it(reader: Reader) -> None:
    """From home over the kind of goods to the product: who makes it and how to reach them."""
    page = reader.begin("/")
    assert page.locator(".cards .card").first.evaluate(TOP) <= 960
    reader.follow(page.locator(".browse-kinds .chips a", has_text="Chè, trà"))
    reader.follow(page.locator(".rows a:visible", has_text="Chè Ô Long"))
    assert "Đình Lập" in words(page.locator("main"))
    buy = page.locator(".buy")
    assert words(buy.locator("h2")) == "Mua và liên hệ"
    assert buy.locator("a.button").first.get_attribute("href") == "http://chelangson.com/"
    producer = buy.locator("a", has_text="Công ty Cổ phần Chè Thái Bình").first
    assert producer.get_attribute("href") == "/chu-the/cong-ty-che-thai-binh/"
    # After the head and before everything else that is known of the product.
    assert page.locator("h1").evaluate(TOP) < buy.evaluate(TOP) < page.locator("dl.facts").evaluate(TOP)


@pytest.mark.parametrize(
    ("path", "code", "producer"),
    [
        ("/san-pham/na-chi-lang-dong-banh/", "LS0039", "(theo một nguồn khác, chưa xác nhận)"),
        ("/p/LS0039/", "LS0039", ""),
        ("/chu-the/cong-ty-duc-quy/", "cong-ty-duc-quy", ""),
    ],
)
def test_1_where_no_contact_is_recorded_a_message_stands_ready(
    reader: Reader, path: str, code: str, producer: str
) -> None:
    """In the same block, in the same place after the head: on product, producer and scan page."""
    page = reader.begin(path)
    buy = page.locator(".buy:visible").first
    assert words(buy.locator("h2")) == "Mua và liên hệ"
    assert "Danh mục chưa có số điện thoại" in words(buy)
    assert producer in words(buy)
    facts = page.locator("dl.facts:visible").last
    assert page.locator("h1").evaluate(TOP) < buy.evaluate(TOP) < facts.evaluate(TOP)
    reader.tap(buy.locator("summary"))
    assert code in words(buy.locator(".ready"))
    links = [unquote(link.get_attribute("href") or "") for link in buy.locator(".actions a:visible").all()]
    assert [link.partition(":")[0] for link in links] == ["sms", "mailto"]
    assert all(code in link for link in links)


def test_2_a_scan_says_how_long_the_stars_hold_and_who_made_it_where(reader: Reader) -> None:
    page = reader.begin("/p/LS0058/")
    state, stars, producer, place = seen(
        page, ".rating strong", ".stars-line [lang=vi]", "[data-fact=producer] dd", "[data-fact=place] dd"
    )
    assert state == "Sao còn hiệu lực đến 31/12/2028"
    assert stars == "4 sao"
    assert "Nông sản Hữu Lũng" in producer
    assert "Xã Hữu Lũng" in place


def test_3_a_scan_of_a_recalled_lot_says_what_to_do_and_whom_to_ask(reader: Reader) -> None:
    page = reader.begin("/p/LS9999/TM-2609-05/")
    title, instruction, reason, button = seen(
        page, ".notice .what-is", ".notice .do", ".notice .why", ".thumb a"
    )
    assert title == "Lô hàng này đã bị thu hồi"
    assert "mang trả lại nơi mua" in instruction
    assert "hở đường hàn" in reason
    assert button == "Báo cho ai"
    first = page.locator(".thumb a:visible").first
    assert first.evaluate(REDNESS) > 60
    reader.tap(first)
    report = page.locator("#report-vi")
    assert "Ủy ban nhân dân xã, phường" in words(report)
    assert "LS9999 · TM-2609-05" in words(report.locator(".ready"))
    asked = words(page.locator(".buy:visible"))
    assert "Hỏi ai về lô này" in asked
    assert "Gian hàng mẫu" in asked


def test_4_a_scan_of_a_rating_that_ran_out_speaks_of_the_stars_and_not_of_the_food(reader: Reader) -> None:
    page = reader.begin("/p/LS0003/")
    [state] = seen(page, ".rating strong")
    assert state == "Sao OCOP hết hiệu lực từ 24/06/2025 · không phải hạn dùng của sản phẩm"
    # Red is for recalls.
    assert page.locator(".rating").evaluate(REDNESS) < 60


def test_5_a_code_typed_on_the_404_page_opens_the_scan_page(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, ("404 (Not Found)",), viewport=PHONE) as page:
        reader = Reader(page, server(built_site.folder))
        reader.begin("/tem/khong-co/")
        box = page.locator("input[type=search]:visible").first
        reader.search(box, "ls58")
        page.wait_for_url("**/p/LS0058/")


@pytest.mark.parametrize(
    ("now", "month", "shown"), [("2026-08-15T12:00:00Z", "8", True), ("2026-01-31T17:30:00Z", "2", False)]
)
def test_6_what_is_in_season_in_the_readers_month(
    browser: "Browser", built_site: BuiltSite, server: Serve, now: str, month: str, shown: bool
) -> None:
    """The month is Vietnam's: half past midnight there is still yesterday in UTC."""
    with watched_page(browser, viewport=PHONE) as page:
        page.clock.set_fixed_time(now)
        reader = Reader(page, server(built_site.folder))
        reader.begin("/")
        assert words(page.locator("#season")) == "Tháng này ở Lạng Sơn"
        visible = page.locator("[data-month]:visible")
        assert visible.evaluate_all("months => months.map(month => month.dataset.month)") == [month]
        assert (visible.locator(".chips a").count() > 0) is shown
        reader.follow(visible.locator("> a"))
        assert page.locator(f"#m{month}").evaluate("heading => heading.getBoundingClientRect().top") < 640
        assert page.locator("[data-mark].on").get_attribute("data-mark") == month


def test_6_without_script_all_months_stand_there(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{server(built_site.folder)}/")
        assert words(page.locator("#season")) == "Lịch mùa vụ"
        assert page.locator("[data-month]:visible").count() == 12


def test_7_all_roast_ducks_and_which_are_validly_rated(reader: Reader) -> None:
    page = reader.begin("/")
    box = page.locator(".search input:visible").first
    reader.search(box, "vịt quay")
    listed = page.locator("[data-found]:not([hidden]) .card")
    listed.first.wait_for()
    states = {words(card.locator("h2")): words(card.locator(".state")) for card in listed.all()}
    # They come before what is only like them, and each says how its stars stand.
    assert dict(list(states.items())[:3]) == {
        "Vịt quay Diệu Hương": "Đã đánh giá, phân hạng; chưa rõ kết quả công nhận",
        "Vịt quay Hồng Xiêm": "Chưa rõ hiệu lực của sao",
        "Vịt quay Nguyên Xinh": "Sao hết hiệu lực",
    }


def test_8_honey_to_take_home_which_from_where_and_how_many_stars(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE, locale="en-GB") as page:
        reader = Reader(page, server(built_site.folder))
        reader.begin("/en/")
        box = page.locator(".search input:visible").first
        reader.search(box, "honey")
        listed = page.locator("[data-found]:not([hidden]) .card")
        listed.first.wait_for()
        honeys = [card for card in listed.all() if "honey" in words(card.locator("h2")).lower()]
        assert len(honeys) == 4
        for honey in honeys:
            assert words(honey.locator(".where"))
            assert honey.locator(".stars").get_attribute("aria-label") in ("3 stars", "4 stars")


def test_9_where_the_claim_of_four_stars_comes_from(reader: Reader) -> None:
    page = reader.begin("/en/products/che-ngoc-thuy-thai-binh/")
    source = page.locator(".rating-card .cite a").first
    assert source.is_visible()
    assert (source.get_attribute("href") or "").startswith(("http://", "https://"))
    assert "noopener" in (source.get_attribute("rel") or "")
    links = page.locator('main a[href^="http"]')
    rels = links.evaluate_all("links => links.map(link => link.relList.contains('noopener'))")
    assert rels
    assert all(rels)


def test_10_a_stamp_that_looks_copied_is_reported_with_its_code_and_the_day(reader: Reader) -> None:
    page = reader.begin("/p/LS0058/")
    before = page.evaluate(TODAY_IN_VIETNAM)
    reader.tap(page.locator("summary:visible", has_text="Báo tem sai hoặc bị làm giả"))
    text = words(page.locator("#report-vi .ready"))
    assert "LS0058" in text
    assert before in text or page.evaluate(TODAY_IN_VIETNAM) in text, "midnight may fall in between"
    sms = unquote(page.locator('#report-vi a[href^="sms:"]').get_attribute("href") or "")
    assert text in " ".join(sms.split())
