"""What a reader does on a product's page, on the comparison and on the map, with keys and on a phone."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from built import BuiltSite
from looks import OVERFLOW, STARS, accessibility_faults
from names import as_read
from watch import settle, shared_page, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PHONE = {"width": 360, "height": 740}
SAMPLE = "gao-nep-mau"


def press(page: "Page", key: str, until: str, most: int = 120) -> None:
    """PdfCanvas a key until an element that ``until`` selects has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("chosen => document.activeElement.matches(chosen)", until):
            return
    raise AssertionError(f"{key} never reached {until}")


def two_products(site: BuiltSite) -> list[str]:
    """Ids of two products that are no samples."""
    found = [page.path.split("/")[1] for page in site.pages if page.kind == "product" and page.lang == "vi"]
    return [one for one in sorted(found) if one != SAMPLE][:2]


def test_a_comparison_follows_the_readers_day(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    """A rating that has ended since the build is no award any more, whatever the build knew."""
    home = server(built_site.folder)
    pages = built_site.by_path.values()
    valid = next(page for page in pages if page.kind == "product" and page.one(".rating-card.gold"))
    name = valid.path.split("/")[-2]
    with watched_page(browser) as page:
        for day, gold in (("2026-11-22T03:00:00Z", True), ("2040-01-01T03:00:00Z", False)):
            page.clock.set_fixed_time(day)
            page.goto(f"{home}/so-sanh/?p={name},constructor")
            page.wait_for_selector(".compare tbody td")
            assert (page.locator(".compare .stars path.on").count() > 0) == gold
            assert page.locator(".compare .is-expired").count() == int(not gold)


def test_saving_and_comparing_by_keyboard_at_phone_width(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    first, second = two_products(built_site)
    with shared_page(browser, viewport=PHONE, reduced_motion="reduce") as page:
        for number, name in enumerate((first, second), start=1):
            page.goto(f"{home}/san-pham/{name}/")
            press(page, "Tab", "[data-save]")
            page.keyboard.press("Enter")
            assert page.locator("[data-save]").get_attribute("aria-pressed") == "true"
            assert page.locator("[data-tools] [role=status]").inner_text()
            assert f"({number})" in as_read(page.locator("[data-tools] a").inner_text())
        press(page, "Tab", "[data-tools] a")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/so-sanh/\?p="))
        assert page.url.endswith(f"?p={first},{second}")
        assert page.locator(".compare thead th").count() == 2
        assert page.evaluate(OVERFLOW) == []
        assert accessibility_faults(page) == []
        frame = page.locator("[data-frame]")
        assert frame.evaluate("one => one.scrollWidth <= one.clientWidth + 1"), "two products fit on a phone"
        press(page, "Tab", ".drop")
        page.keyboard.press("Enter")
        assert page.locator(".compare thead th").count() == 1
        assert page.evaluate("document.activeElement.matches('.drop')"), "the focus is not lost"
        page.keyboard.press("Enter")
        assert frame.is_hidden()
        assert page.locator("[data-empty]").is_visible()
        page.goto(f"{home}/san-pham/{first}/")
        assert page.locator("[data-save]").get_attribute("aria-pressed") == "false"
        assert page.locator("[data-tools] a").is_hidden()


def test_no_more_than_four_and_only_what_exists(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser, viewport=PHONE) as page:
        names = [
            one.path.split("/")[1] for one in built_site.pages if one.kind == "product" and one.lang == "vi"
        ]
        page.goto(f"{home}/so-sanh/?p={','.join(sorted(names)[:6])}")
        page.wait_for_selector(".compare")
        assert page.locator(".compare thead th").count() == 4
        page.goto(f"{home}/so-sanh/?p=khong-co,{min(names)},%3Cimg%20src=x%20onerror=alert(1)%3E,__proto__")
        page.wait_for_selector(".compare")
        assert page.locator(".compare thead th").count() == 1
        page.evaluate(
            "names => localStorage.setItem('ocop-compare', JSON.stringify(names))", sorted(names)[:4]
        )
        page.goto(f"{home}/san-pham/{sorted(names)[5]}/")
        page.locator("[data-save]").click()
        assert page.locator("[data-save]").get_attribute("aria-pressed") == "false"
        assert "bốn" in as_read(page.locator("[data-tools] [role=status]").inner_text())
        page.evaluate("localStorage.setItem('ocop-compare', '{\"no\": \"list\"}')")
        page.reload()
        assert page.locator("[data-tools] a").is_hidden()


def test_the_comparison_says_what_the_pages_say(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser) as page:
        page.goto(f"{home}/en/products/{SAMPLE}/")
        stars = page.locator(".rating-card .stars").evaluate(STARS)
        state = page.locator(".rating-card .state").inner_text()
        page.goto(f"{home}/en/compare/?p={SAMPLE},{two_products(built_site)[0]}")
        column = page.locator(".compare tbody tr:first-child td").first
        assert column.locator(".stars").evaluate(STARS) == stars
        assert column.inner_text().strip() == state.strip()
        assert page.locator(".compare .tag").count() == 1, "a sample is called one here as well"
        page.locator(".compare .name a").first.click()
        assert page.url == f"{home}/en/products/{SAMPLE}/"


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_menu_stays_in_one_line(
    browser: "Browser", built_site: BuiltSite, server: Serve, folder: str
) -> None:
    """Beside the search box and the languages, wherever it is no panel."""
    home = server(built_site.folder)
    with shared_page(browser) as page:
        page.goto(f"{home}/{folder}{'programme' if folder else 'chuong-trinh'}/")
        for width in (1000, 1184, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            tops = "[...document.querySelectorAll('.menu li')].map(one => one.offsetTop)"
            assert len(set(page.evaluate(tops))) == 1, width


def test_values_of_one_fact_stand_below_each_other(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    """The second name of a maker is a name as well, no label."""
    home = server(built_site.folder)
    several = next(
        page
        for page in built_site.pages
        if page.kind == "producer" and page.one("aside .facts dd + dd") is not None
    )
    with shared_page(browser) as page:
        page.goto(f"{home}/{several.path}")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            lefts = """[...document.querySelectorAll('aside .facts dd + dd')].map(one =>
              one.offsetLeft - one.previousElementSibling.offsetLeft)"""
            assert set(page.evaluate(lefts)) == {0}, width


def test_the_way_out_of_the_filters_stays_in_sight(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(f"{home}/san-pham/")
        page.locator('[popovertarget="filters"].menu-button').click()
        close = page.locator("#filters .close")
        for place in (0, 300, 99999):
            page.evaluate("place => { document.getElementById('filters').scrollTop = place; }", place)
            box = close.bounding_box()
            assert box
            assert box["y"] + box["height"] <= PHONE["height"], place


def test_comparing_from_the_disk(browser: "Browser", built_for_disk: BuiltSite) -> None:
    first, second = two_products(built_for_disk)
    with shared_page(browser, viewport=PHONE) as page:
        for name in (first, second):
            page.goto((built_for_disk.folder / "san-pham" / name / "index.html").as_uri())
            page.locator("[data-save]").click()
        page.locator("[data-tools] a").click()
        page.wait_for_selector(".compare")
        assert page.locator(".compare thead th").count() == 2
        broken = "[...document.images].filter(one => one.complete && !one.naturalWidth).map(one => one.src)"
        assert page.evaluate(broken) == []
        page.locator(".compare .name a").first.click()
        page.wait_for_url(re.compile(rf"{first}/index\.html$"))


def test_sharing_is_offered_only_by_a_script(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser, java_script_enabled=False) as page:
        page.goto(f"{home}/san-pham/{SAMPLE}/")
        assert page.locator("[data-tools]").is_hidden()
        page.goto(f"{home}/so-sanh/")
        assert page.locator("noscript").count() == 1
        assert page.locator(".actions a").first.is_visible()
        assert page.locator("[data-copy]").is_hidden()


def test_a_link_is_copied_or_shared(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    with watched_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.add_init_script("delete Navigator.prototype.share")
        page.goto(f"{home}/san-pham/{SAMPLE}/")
        assert page.locator("[data-share]").is_hidden()
        page.locator("[data-copy]").click()
        page.wait_for_function("document.querySelector('[data-tools] [role=status]').textContent")
        wanted = page.locator('meta[property="og:url"]').get_attribute("content")
        assert page.evaluate("navigator.clipboard.readText()") == wanted
    with watched_page(browser) as page:
        page.add_init_script(
            "Navigator.prototype.share = function (what) { window.shared = what; return Promise.resolve(); }"
        )
        page.goto(f"{home}/san-pham/{SAMPLE}/")
        assert page.locator("[data-copy]").is_hidden()
        page.locator("[data-share]").click()
        assert page.evaluate("window.shared.url") == wanted


def test_photos_lead_to_their_largest_size_without_script_and_move_nothing(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with watched_page(browser, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{home}/san-pham/{SAMPLE}/", wait_until="networkidle")
        links = page.locator(".look a.picture")
        assert links.count() == 2
        for number in range(links.count()):
            href = links.nth(number).get_attribute("href")
            assert href
            assert (built_site.folder / href.lstrip("/")).is_file()
            photo = links.nth(number).locator("img:not(.tiny)")
            assert photo.get_attribute("alt")
            assert photo.get_attribute("width")
            assert photo.get_attribute("height")
            assert (links.nth(number).locator(".tiny").get_attribute("src") or "").startswith(
                "data:image/webp;"
            )
            one, other = photo.bounding_box(), links.nth(number).locator(".tiny").bounding_box()
            assert one == other, "the preview stands where the photo will"
    with watched_page(browser, viewport=PHONE) as page:
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => {"
            " if (!one.hadRecentInput) window.moved += one.value;"
            " })).observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(f"{home}/san-pham/{SAMPLE}/", wait_until="networkidle")
        page.mouse.wheel(0, 4000)
        page.wait_for_function("() => scrollY > 0")
        settle(page)
        assert page.evaluate("window.moved") < 0.02


def test_the_map_leads_to_the_lists_by_keyboard_and_touch(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser, viewport=PHONE, has_touch=True, reduced_motion="reduce") as page:
        page.goto(f"{home}/dia-ban/")
        spoken = page.locator(".map a:not([tabindex])")
        listed = page.locator(".atlas .index a")
        hrefs = [spoken.nth(number).get_attribute("href") for number in range(spoken.count())]
        assert sorted(map(str, hrefs)) == sorted(
            str(listed.nth(number).get_attribute("href")) for number in range(listed.count())
        )
        assert all(
            re.search(r": \d+ ", spoken.nth(n).get_attribute("aria-label") or "") for n in range(len(hrefs))
        )
        press(page, "Tab", ".map a")
        before = page.evaluate("document.activeElement.getAttribute('href')")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{home}{before}")
        page.goto(f"{home}/dia-ban/")
        page.locator(".map a[aria-hidden] .bubble").first.tap()
        page.wait_for_url(re.compile(r"/dia-ban/huyen-cu/"))


def test_links_to_a_street_map_say_that_they_leave(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    found = [page for page in built_site.pages if "openstreetmap.org/search" in page.text]
    assert found
    home = server(built_site.folder)
    with shared_page(browser) as page:
        page.goto(f"{home}/{found[0].path.removesuffix('index.html')}")
        links = page.locator('a[href*="openstreetmap.org"]').all()
        assert links
        for link in links:
            assert "noopener" in (link.get_attribute("rel") or "")
            assert re.search(r"trang (web )?khác|another site", as_read(link.text_content()))
