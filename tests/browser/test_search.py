"""Search and filters in a real browser: words, keys, phone, no script, disk, shared addresses, back."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built import DAY, HOST, PROJECT, BuiltSite, build_site
from looks import OVERFLOW, STARS, accessibility_faults
from names import as_read
from watch import shared_page, watched_page

from generator.text import fold

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def home(goods: BuiltSite, server: Serve) -> str:
    return server(goods.folder)


def plain_texts(page: "Page", selector: str) -> list[str]:
    """Return the texts of elements with plain spaces inside of names."""
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in page.locator(selector).all_text_contents()]


def hits(page: "Page") -> list[str]:
    """The names in the open panel."""
    page.wait_for_selector(".found:not([hidden])")
    return plain_texts(page, ".found b")


def asked(page: "Page", text: str) -> list[str]:
    """What the panel shows for a text."""
    box = page.locator(".search input")
    box.fill("")
    box.fill(text)
    return hits(page)


LISTED = r"""[...document.querySelectorAll('[data-found]:not([hidden]) h2')]
  .map((one) => one.textContent.replace(/\s/g, ' '))"""


def shows(page: "Page", *names: str) -> None:
    """Wait until the list shows these products in this order."""
    page.wait_for_function(f"(names) => {LISTED}.join() === names.join()", arg=list(names))


def shows_many(page: "Page", count: int) -> None:
    """Wait until the list shows so many products."""
    page.wait_for_function(f"(count) => {LISTED}.length === count", arg=count)


def tick(page: "Page", *names: str) -> None:
    for name in names:
        page.locator(f'.facet label:has-text("{name}")').first.click()


GTIN_13, GTIN_8 = "/01/09521234500018/", "/01/00000095200019/"


@pytest.mark.parametrize("start", ["/", "/404.html"])
def test_a_gtin_leads_to_its_scan_page_however_it_is_typed(
    page: "Page", states: BuiltSite, server: Serve, start: str
) -> None:
    """With eight, thirteen or fourteen digits, in groups as below a barcode, from home and from 404."""
    for typed, address in (
        ("9521234500018", GTIN_13),
        ("09521234500018", GTIN_13),
        ("9 521234 500018", GTIN_13),
        ("0952-1234 500018", GTIN_13),
        ("95200019", GTIN_8),
        ("9520 0019", GTIN_8),
        ("00000095200019", GTIN_8),
    ):
        page.goto(server(states.folder) + start)
        box = page.locator("input[type=search]:visible").first
        box.fill(typed)
        box.press("Enter")
        page.wait_for_url(f"**{address}")
        assert page.evaluate("document.body.dataset.kind") == "trace", typed


# ---- words ---------------------------------------------------------------------------------------


def test_words_are_found_with_and_without_marks(page: "Page", home: str) -> None:
    page.goto(home + "/")
    assert asked(page, "gao nep") == ["Gạo nếp mẫu"]
    assert asked(page, "GẠO nếp") == ["Gạo nếp mẫu"]
    assert asked(page, unicodedata.normalize("NFD", "gạo nếp")) == ["Gạo nếp mẫu"]
    marked = page.locator(".found b mark").all_text_contents()
    assert marked == ["Gạo", "nếp"]
    assert asked(page, "stone ngh") == ["Đá mỹ nghệ mẫu"]
    assert page.locator(".found b mark").all_text_contents() == ["ngh"]
    assert asked(page, "đa") == ["Da thuộc mẫu", "Đá mỹ nghệ mẫu"]
    assert page.locator(".found b mark").all_text_contents() == ["Da", "Đá"]


def test_every_spelling_of_the_province_finds_it(page: "Page", home: str) -> None:
    page.goto(home + "/")
    for text in ("dak lak", "đắc lắc", "Đắk Lắk", "daklak", "mat ong dac lac"):
        found = asked(page, text)
        assert "Mật ong mẫu" in found, text
        assert len(found) == (1 if "ong" in text else 7), text


def test_marks_rank(page: "Page", home: str) -> None:
    page.goto(home + "/")
    assert asked(page, "đá") == ["Đá mỹ nghệ mẫu"]
    assert asked(page, "da")[:2] == ["Da thuộc mẫu", "Đá mỹ nghệ mẫu"]


def test_places_makers_other_words_and_other_languages(page: "Page", home: str) -> None:
    page.goto(home + "/")
    assert asked(page, "trang an") == ["Gạo nếp mẫu"]
    assert asked(page, "mau thuong") == ["Gạo nếp mẫu"]
    assert len(asked(page, "hop tac xa mau")) == 7
    assert asked(page, "honey") == ["Mật ong mẫu"]
    assert asked(page, "trà")[:1] == ["Trà mẫu"]
    assert "Chè mẫu" in asked(page, "trà")
    page.goto(home + "/en/")
    assert asked(page, "sticky") == []
    assert asked(page, "gao nep") == ["Sample glutinous rice"]


def test_names_are_never_read_as_html(page: "Page", home: str) -> None:
    page.goto(home + "/")
    assert asked(page, "banh") == ['Bánh & "mứt" < 5 mẫu']
    assert page.locator(".found b b").count() == 0
    page.goto(f"{home}/san-pham/?q=banh")
    shows(page, 'Bánh & "mứt" < 5 mẫu')


def test_the_script_folds_as_the_generator_does(page: "Page", home: str) -> None:
    """Its few lines are run on words of all kinds and compared."""
    source = (PROJECT / "themes/default/scripts/finder.js").read_text(encoding="utf-8")
    lines = source.split("// -- words")[1].split("\n", 1)[1].split("// -- data")[0]
    letters = "".join(map(chr, [*range(0x20, 0x250), *range(0x1E00, 0x1F00), 0x2019, 0x200B, 0x20AB]))
    texts = ["Đắk  Lắk", "M’Đrắk", "Hòa Hoà", "m² ½", "A-B/C_d", "Straße", *letters]
    texts += [unicodedata.normalize("NFD", text) for text in texts]
    page.goto(home + "/")
    found = page.evaluate(
        f"(texts) => {{ {lines} return texts.map((t) => words(fold(t)).join(' ')); }}", texts
    )
    # Letters that lower() and casefold() treat differently are in no Vietnamese word.
    faults = [
        (text, one, fold(text))
        for text, one in zip(texts, found, strict=True)
        if one != fold(text) and text.lower() == text.casefold()
    ]
    assert faults == []


# ---- the panel -----------------------------------------------------------------------------------


def test_the_data_comes_only_when_the_box_is_used(browser: "Browser", home: str) -> None:
    addresses: list[str] = []
    with watched_page(browser) as page:
        page.on("request", lambda request: addresses.append(request.url))
        page.goto(home + "/", wait_until="networkidle")
        assert [url for url in addresses if "finder" in url or "search-vi" in url] == []
        page.locator(".search input").focus()
        page.wait_for_function("() => window.OCOP_SEARCH")
    assert len([url for url in addresses if "finder" in url or "search-vi" in url]) == 3


def test_the_keyboard_is_enough(page: "Page", home: str) -> None:
    page.goto(home + "/chuong-trinh/")
    while page.evaluate("document.activeElement.name") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("da")
    assert hits(page) == ["Da thuộc mẫu", "Đá mỹ nghệ mẫu"]
    box = page.locator(".search input")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert "Đá mỹ nghệ" in plain_texts(page, "[aria-selected=true]")[0]
    page.keyboard.press("Escape")
    assert page.locator(".found").is_hidden()
    assert box.input_value() == "da"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/da-my-nghe-mau/")
    assert plain_texts(page, "h1") == ["Đá mỹ nghệ mẫu"]


def test_enter_leads_to_the_list(page: "Page", home: str) -> None:
    page.goto(home + "/chuong-trinh/")
    page.locator(".search input").fill("gao nep")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/?q=gao+nep")
    shows(page, "Gạo nếp mẫu")


def test_results_are_announced_and_open_panels_are_accessible(browser: "Browser", home: str) -> None:
    for size in (PHONE, {"width": 1280, "height": 800}):
        with shared_page(browser, viewport=size, reduced_motion="reduce") as page:
            page.goto(home + "/chuong-trinh/")
            if page.locator(".find-button").is_visible():
                page.locator(".find-button").click()
                assert page.evaluate("document.activeElement.name") == "q"
            assert hits_of(page, "mau")
            page.wait_for_function("() => document.querySelector('.search [role=status]').textContent")
            assert as_read(page.locator(".search [role=status]").text_content()) == "7 kết quả"
            assert accessibility_faults(page) == []
            assert page.evaluate(OVERFLOW) == []
            heights = page.evaluate("[...document.querySelectorAll('.found a')].map(a => a.offsetHeight)")
            assert min(heights) >= 44
            asked(page, "zzz")
            assert page.locator(".found a").count() == 1
            assert accessibility_faults(page) == []


def hits_of(page: "Page", text: str) -> list[str]:
    page.locator(".search input").press_sequentially(text)
    return hits(page)


def test_a_finger_opens_a_result(browser: "Browser", home: str) -> None:
    with shared_page(browser, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(home + "/")
        page.locator(".search input").tap()
        asked(page, "mat ong")
        page.locator(".found a").first.tap()
        page.wait_for_url("**/san-pham/mat-ong-mau/")


def test_the_panel_moves_nothing(page: "Page", home: str) -> None:
    page.goto(home + "/")
    before = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(one) => { window.moved += one.value; })).observe({type: 'layout-shift'})"
    )
    asked(page, "mau")
    assert page.evaluate("document.documentElement.scrollHeight") == before
    assert page.evaluate("window.moved") == 0


# ---- filters -------------------------------------------------------------------------------------


def test_filters_combine_count_and_live_in_the_address(page: "Page", home: str) -> None:
    page.goto(home + "/san-pham/")
    tick(page, "4 sao")
    page.wait_for_url(f"{home}/san-pham/?sao=4")
    shows(page, "Đá mỹ nghệ mẫu", "Gạo nếp mẫu", "Mật ong mẫu")
    assert as_read(page.locator("[data-count]").text_content()) == "3 trong 7 sản phẩm"
    # Stars that a board assessed and nobody recognised are none to look for.
    assert page.locator('.facet label:has-text("3 sao")').count() == 0
    tick(page, "Còn hiệu lực", "Xã Mẫu")
    page.wait_for_url(f"{home}/san-pham/?sao=4&tinh-trang=con-hieu-luc&dia-ban=xa-mau")
    shows(page, "Gạo nếp mẫu")
    # Another state would add nothing, another commune two.
    label = page.locator('.facet label:has-text("Phường Mẫu Đông") .n')
    assert label.text_content() == "2"


def test_an_address_can_be_shared_and_the_way_back_works(page: "Page", home: str) -> None:
    page.goto(f"{home}/san-pham/?q=mau&sao=4&loai-hinh=cooperative&xep=ten")
    shows(page, "Đá mỹ nghệ mẫu", "Gạo nếp mẫu", "Mật ong mẫu")
    assert page.locator(".search input").input_value() == "mau"
    assert as_read(page.locator("[data-count]").text_content()) == "3 trong 7 sản phẩm khớp với “mau”"
    tick(page, "Huyện Tràng An")
    shows(page, "Gạo nếp mẫu")
    page.locator("[data-found] a").first.click()
    page.wait_for_url("**/san-pham/gao-mau/")
    page.go_back()
    shows_many(page, 1)
    page.go_back()
    shows_many(page, 3)
    page.goto(f"{home}/en/products/?q=mau&stars=4&producer-kind=cooperative&sort=stars")
    shows_many(page, 3)


def test_filters_can_be_taken_back_one_by_one_and_all_at_once(page: "Page", home: str) -> None:
    page.goto(f"{home}/san-pham/?sao=4&tinh-trang=con-hieu-luc")
    shows_many(page, 3)
    page.get_by_role("button", name="Bỏ bộ lọc: 4 sao").click()
    page.wait_for_url("**/san-pham/?tinh-trang=con-hieu-luc")
    page.wait_for_function("() => document.activeElement.className === 'chip taken'")
    page.get_by_role("button", name="Bỏ tất cả").click()
    page.wait_for_selector("[data-plain]:not([hidden])")
    assert page.url.endswith("/san-pham/")
    assert as_read(page.locator("[data-count]").text_content()) == "7 sản phẩm"
    assert page.locator(".facet input:checked").count() == 0


def test_typing_works_with_filters_and_orders(page: "Page", home: str) -> None:
    page.goto(home + "/san-pham/")
    page.locator(".search input").press_sequentially("da")
    shows(page, "Da thuộc mẫu", "Đá mỹ nghệ mẫu")
    page.wait_for_url("**/san-pham/?q=da")
    tick(page, "4 sao")
    shows(page, "Đá mỹ nghệ mẫu")
    page.goto(f"{home}/san-pham/?xep=sao")
    shows_many(page, 7)
    first = ["Đá mỹ nghệ mẫu", "Gạo nếp mẫu", "Mật ong mẫu"]
    assert plain_texts(page, "[data-found] h2")[:3] == first
    page.locator(".sort select").select_option(label="Tình trạng hạng sao")
    page.wait_for_url("**/san-pham/?xep=tinh-trang")


def test_a_rating_that_ended_since_the_build_is_shown_as_expired(browser: "Browser", home: str) -> None:
    with watched_page(browser) as page:
        page.clock.set_fixed_time("2029-06-01T03:00:00+07:00")
        page.goto(f"{home}/san-pham/?tinh-trang=con-hieu-luc")
        none = "Không có sản phẩm nào hợp với các lựa chọn này."
        page.wait_for_function(
            "(text) => document.querySelector('[data-count]').textContent === text", arg=none
        )
        assert page.locator("[data-found] h2").count() == 0
        page.goto(f"{home}/san-pham/?q=mat+ong")
        shows(page, "Mật ong mẫu")
        assert as_read(page.locator("[data-found] .state").text_content()) == "Sao hết hiệu lực"
        assert page.locator("[data-found] .stars .on").count() == 0


def test_found_products_have_the_stars_of_the_template(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    home = server(states.folder)
    cards = f"""cards => cards.map(card =>
      [card.querySelector('h2').textContent, ({STARS})(card.querySelector('.stars'))])"""
    with watched_page(browser) as page:
        page.clock.set_fixed_time(f"{DAY}T03:00:00+07:00")
        page.goto(f"{home}/san-pham/")
        by_template = dict(page.eval_on_selector_all("[data-plain] .card", cards))
        assert {one["on"] for one in by_template.values()} >= {0, 4}
        page.goto(f"{home}/san-pham/?xep=sao")
        shows_many(page, len(by_template))
        assert dict(page.eval_on_selector_all("[data-found] .card", cards)) == by_template
        proposed = next(one for one in by_template.values() if one["label"] == "Tiềm năng 5 sao")
        assert (proposed["on"], proposed["out"], proposed["rest"]) == (0, 0, 5)


def test_found_products_have_the_drawings_of_the_template(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    """The script chooses between the variants of a drawing as the generator does."""
    home = server(states.folder)
    cards = """cards => cards.map(card => [card.querySelector('h2').textContent,
      card.querySelector('.picture').className, card.querySelector('.picture img').src])"""
    with shared_page(browser) as page:
        page.goto(f"{home}/san-pham/")
        by_template = page.eval_on_selector_all("[data-plain] .card", cards)
        assert any(look[-1].isdecimal() for _, look, _ in by_template)
        assert any(look[-1].isalpha() for _, look, _ in by_template)
        page.goto(f"{home}/san-pham/?xep=sao")
        shows_many(page, len(by_template))
        assert sorted(page.eval_on_selector_all("[data-found] .card", cards)) == sorted(by_template)


def test_filters_on_a_phone(browser: "Browser", home: str) -> None:
    with shared_page(browser, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(home + "/san-pham/")
        page.locator('[popovertarget="filters"].menu-button').click()
        tick(page, "4 sao")
        page.wait_for_function("() => location.search === '?sao=4'")
        assert accessibility_faults(page) == []
        boxes = page.evaluate("[...document.querySelectorAll('.facet label')].map(a => a.offsetHeight)")
        assert min(box for box in boxes if box) >= 44
        close = page.locator("#filters .close")
        assert as_read(close.text_content()) == "Xem 3 sản phẩm"
        close.click()
        shows_many(page, 3)
        assert accessibility_faults(page) == []
        assert page.evaluate(OVERFLOW) == []


def test_chips_and_single_lists_lead_to_combined_filters(page: "Page", home: str) -> None:
    page.goto(home + "/")
    page.locator('.chips a:has-text("Thực phẩm")').click()
    page.wait_for_url("**/san-pham/?nhom=thuc-pham")
    page.goto(home + "/san-pham/sao/4/")
    page.locator('.facet a:has-text("Thực phẩm")').click()
    page.wait_for_url("**/san-pham/?sao=4&nhom=thuc-pham")
    shows_many(page, 3)


# ---- other ways of reading -----------------------------------------------------------------------


def test_without_script_the_box_and_the_filters_lead_to_lists(browser: "Browser", home: str) -> None:
    with shared_page(browser, java_script_enabled=False) as page:
        page.goto(home + "/chuong-trinh/")
        page.locator(".search input").fill("gao")
        page.keyboard.press("Enter")
        page.wait_for_url("**/san-pham/?q=gao")
        assert page.locator("[data-plain] .card").first.is_visible()
        assert page.locator(".sort").is_hidden()
        page.locator('.facet a:has-text("4 sao")').click()
        page.wait_for_url("**/san-pham/sao/4/")


def test_everything_works_from_the_disk(browser: "Browser", goods_root: Path, tmp_path: Path) -> None:
    site = build_site(goods_root, tmp_path / "output", HOST, "--links", "relative")
    with shared_page(browser) as page:
        page.goto((site.folder / "tin-tuc/index.html").as_uri())
        assert asked(page, "gao nep") == ["Gạo nếp mẫu"]
        page.locator(".found a").first.click()
        page.wait_for_url(re.compile(r"/san-pham/gao-mau/index\.html$"))
        page.goto((site.folder / "index.html").as_uri())
        asked(page, "mat ong")
        page.locator(".found .hit-more").click()
        page.wait_for_url(re.compile(r"/san-pham/index\.html\?q=mat%20ong$"))
        shows(page, "Mật ong mẫu")
        page.get_by_role("button", name="Bỏ tất cả").click()
        tick(page, "4 sao")
        shows_many(page, 3)
        page.wait_for_function("() => document.querySelector('[data-found] img').naturalWidth > 0")
        page.locator("[data-found] a").first.click()
        page.wait_for_url(re.compile(r"/san-pham/da-my-nghe-mau/index\.html$"))


def test_everything_works_under_a_sub_path(
    browser: "Browser", server: Serve, goods_root: Path, tmp_path: Path
) -> None:
    site = build_site(goods_root, tmp_path / "output", f"{HOST}/danh-muc/ocop")
    home = server(site.folder, "/danh-muc/ocop")
    with shared_page(browser) as page:
        page.goto(home + "/tin-tuc/")
        asked(page, "mat ong")
        page.locator(".found a").first.click()
        page.wait_for_url(f"{home}/san-pham/mat-ong-mau/")
        page.goto(f"{home}/en/products/?q=honey")
        shows(page, "Sample honey")
