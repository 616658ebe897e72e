"""Every kind of page in a real browser: accessibility, widths, silence, codes, sub-path, disk."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from built import HOST, BuiltPage, BuiltSite
from looks import (
    CLIPPED,
    COLLIDING,
    COLOURS,
    FORCED,
    LIGHT,
    MOVING,
    OVERFLOW,
    SMALL,
    axe_faults,
    sniffer_faults,
)
from resvg_py import svg_to_bytes
from watch import decode_both, shared_page, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]

WIDTHS = (320, 360, 640, 768, 1280)
"""A narrow phone, a phone, a desk at 200 % zoom, a tablet, a desk."""


def address(home: str, page: BuiltPage) -> str:
    """Where a built page is served."""
    return f"{home}/{page.path.removesuffix('index.html')}"


def hard_conditions(page: "Page") -> list[str]:
    """What is wrong on a page for a finger, with text twice as large, without motion, in forced colours."""
    faults = [f"moving: {one}" for one in page.evaluate(MOVING)]
    page.set_viewport_size({"width": 360, "height": 800})
    faults += [f"too small to press: {one}" for one in page.evaluate(SMALL)]
    page.emulate_media(forced_colors="active")
    faults += [f"forced colours: {one}" for one in page.evaluate(FORCED)]
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 800})
    larger = page.context.new_cdp_session(page)
    larger.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        cut = page.evaluate(CLIPPED) + page.evaluate(OVERFLOW)
        faults += [f"text twice as large, {width}: {fault}" for fault in cut]
    larger.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    larger.detach()
    return faults


def has_dark_scheme(site: BuiltSite) -> bool:
    """Whether the theme offers dark colours."""
    sheets = [path for name, path in site.files.items() if name.endswith(".css")]
    return any("prefers-color-scheme" in path.read_text(encoding="utf-8") for path in sheets)


def test_every_kind_of_page_is_accessible_fits_and_is_silent(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    """Two engines at phone and desk width; no sideways scrolling at any width; nothing on the console."""
    home = server(built_site.folder)
    dark = has_dark_scheme(built_site)
    kinds = {lang: {page.kind for page in built_site.kinds if page.lang == lang} for lang in ("vi", "en")}
    assert kinds["en"] <= kinds["vi"], "dark colours are tried on Vietnamese pages"
    faults = []
    for built in built_site.kinds:
        with shared_page(browser, reduced_motion="reduce") as page:
            page.set_viewport_size({"width": WIDTHS[0], "height": 800})
            page.goto(address(home, built))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                where = f"{built.path} ({built.kind}, {width})"
                faults += [f"{where} too wide: {wide}" for wide in page.evaluate(OVERFLOW)]
                faults += [f"{where} {collision}" for collision in page.evaluate(COLLIDING)]
                # Each engine looks at one language on a phone and at the other on a desk.
                if width == (360 if built.lang == "vi" else 1280):
                    faults += [f"{where} {fault}" for fault in axe_faults(page)]
                if width == (1280 if built.lang == "vi" else 360):
                    faults += [f"{where} {fault}" for fault in sniffer_faults(page)]
            faults += [f"{built.path} ({built.kind}) {fault}" for fault in hard_conditions(page)]
            # The other language has the same colours at the same places.
            if dark and built.lang == "vi":
                page.emulate_media(color_scheme="dark")
                where = f"{built.path} ({built.kind}, dark)"
                faults += [f"{where} light: {box}" for box in page.evaluate(LIGHT)]
                faults += [f"{where} {fault}" for fault in axe_faults(page, COLOURS)]
                faults += [f"{where} {fault}" for fault in sniffer_faults(page)]
                page.emulate_media(color_scheme="light")
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:25])


ZALO: dict[str, Any] = {
    "viewport": {"width": 360, "height": 560},
    "user_agent": "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 Zalo android/12100689 ZaloTheme/light ZaloLanguage/vn",
    "service_workers": "block",
    "is_mobile": True,
    "has_touch": True,
}
"""The browser inside Zalo: a low window, no service worker, no dialogue to share."""


def test_pages_work_inside_zalo(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    faults = []
    with watched_page(browser, **ZALO) as page:
        page.add_init_script("delete Navigator.prototype.share; delete Navigator.prototype.serviceWorker")
        for built in built_site.kinds:
            if built.lang != "vi":
                continue
            page.goto(address(home, built))
            faults += [f"{built.path} too wide: {wide}" for wide in page.evaluate(OVERFLOW)]
            if not page.locator("h1").first.is_visible():
                faults.append(f"{built.path}: no heading")
            if page.locator("[data-share]:visible").count():
                faults.append(f"{built.path}: a button for what this browser cannot do")
    assert not faults, "\n".join(faults)


FOCUS = """(links) => links.filter(link => {
  link.focus({ focusVisible: true });
  const own = getComputedStyle(link), after = getComputedStyle(link, '::after');
  return ![own, after].some(style => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2);
}).map(link => link.textContent.trim().slice(0, 40))"""
"""Links that do not show that they have the focus."""


def test_the_focus_shows_on_every_link(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    faults = []
    for built in built_site.kinds:
        if built.lang == "vi" and built.kind != "kiosk":
            with shared_page(browser) as page:
                page.goto(address(home, built))
                page.keyboard.press("Tab")
                unseen = page.locator("main a:visible:not(svg a)").evaluate_all(FOCUS)
                faults += [f"{built.path} ({built.kind}): {link}" for link in unseen]
    assert not faults, "\n".join(faults[:20])


def test_every_kind_of_page_works_under_a_sub_path(
    browser: "Browser", built_under_path: BuiltSite, server: Serve
) -> None:
    """Styles, scripts and pictures arrive: a request that fails fails the test."""
    under = built_under_path.base.removeprefix(HOST)
    home = server(built_under_path.folder, under)
    with shared_page(browser) as page:
        for built in built_under_path.kinds:
            answer = page.goto(address(home, built))
            assert answer is not None
            assert answer.ok, built.path
            assert page.evaluate("document.styleSheets.length") > 0, built.path


def test_an_unknown_address_shows_the_404_page_at_any_depth(
    browser: "Browser", built_under_path: BuiltSite, server: Serve
) -> None:
    home = server(built_under_path.folder, built_under_path.base.removeprefix(HOST))
    with shared_page(browser, ("404 (Not Found)",)) as page:
        page.goto(f"{home}/san-pham/mot/hai/ba/khong-co/")
        assert page.evaluate("document.body.dataset.kind") == "not-found"
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
        page.locator("main a:visible").first.click()
        page.wait_for_url(f"{home}/**")
        assert page.evaluate("document.body.dataset.kind") != "not-found"


def pages_with_codes(site: BuiltSite) -> list[BuiltPage]:
    """Product pages that lead to a permanent address: a few spread over the catalogue, and the sample."""
    found = [
        page
        for page in site.pages
        if page.kind == "product"
        and page.lang == "vi"
        and any(re.match(r"/(p|01)/", urlsplit(link).path) for link in page.links())
    ]
    assert found
    return found[:: max(1, len(found) // 4)] + [page for page in found if page.one("p.strip")][:1]


def test_codes_on_the_screen_lead_to_built_pages(
    browser: "Browser", built_site: BuiltSite, server: Serve, tmp_path: Path
) -> None:
    """Two decoders read the same address from a picture of the page, and it is a page of the site."""
    home = server(built_site.folder)
    for number, built in enumerate(pages_with_codes(built_site)):
        with shared_page(browser, viewport={"width": 1280, "height": 900}) as page:
            page.goto(address(home, built))
            shot = tmp_path / f"{number}.png"
            page.screenshot(path=shot, full_page=True)
        zxing, zbar = decode_both(shot)
        assert zxing, built.path
        assert zxing == zbar, built.path
        for payload in zxing:
            assert payload.startswith(HOST + "/"), payload
            assert not payload.endswith("/"), payload
            target = built_site.resolve("", payload + "/")
            assert target is not None
            assert target[0] in built_site.files, payload


def test_downloaded_codes_say_what_the_page_says(built_site: BuiltSite, tmp_path: Path) -> None:
    """Every symbol to download decodes with both decoders to a built page."""
    codes = [path for name, path in built_site.files.items() if re.search(r"(^|/)qr/.*\.svg$", name)]
    assert codes
    for path in codes:
        shot = tmp_path / f"{path.stem}.png"
        shot.write_bytes(svg_to_bytes(svg_string=path.read_text(encoding="utf-8")))
        zxing, zbar = decode_both(shot)
        assert len(zxing) == 1, path.name
        assert zxing == zbar, path.name
        target = built_site.resolve("", zxing.pop().rstrip("/") + "/")
        assert target is not None
        assert target[0] in built_site.files, path.name


def test_the_site_works_from_the_disk(browser: "Browser", built_for_disk: BuiltSite) -> None:
    """Every kind of page opens with its style; the language switch and a product are one click away."""
    with shared_page(browser) as page:
        for built in built_for_disk.kinds:
            page.goto((built_for_disk.folder / built.path).as_uri())
            assert page.evaluate("document.body.dataset.kind") == built.kind
            assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif"
        page.goto((built_for_disk.folder / "index.html").as_uri())
        page.locator('a[hreflang="en"]').first.click()
        page.wait_for_url(re.compile(r"/en/index\.html$"))
        page.locator('main a[href*="products/"]').first.click()
        page.wait_for_url(re.compile(r"/products/.*index\.html"))


def test_the_switch_stays_on_the_same_page(page: "Page", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    product = next(built for built in built_site.kinds if built.kind == "product" and built.lang == "vi")
    page.goto(address(home, product))
    identity = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.locator('a[hreflang="en"]').first.click()
    page.wait_for_url("**/en/**")
    assert page.evaluate("document.body.dataset.kind") == "product"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator('a[hreflang="vi"]').first.click()
    page.wait_for_url(lambda url: "/en/" not in url)
    assert page.url.rstrip("/").endswith(identity)


def test_the_keyboard_reaches_the_content_first(page: "Page", built_site: BuiltSite, server: Serve) -> None:
    """The first stop of the Tab key is the link that skips the menu, and it can be seen."""
    page.goto(server(built_site.folder) + "/")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target
    assert target.startswith("#")
    assert page.locator(target).count() == 1
    box = page.locator(":focus").bounding_box()
    assert box is not None
    assert box["y"] >= 0


def test_pages_work_without_script(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    with shared_page(browser, java_script_enabled=False) as page:
        page.goto(home + "/")
        page.locator('main a[href*="/san-pham/"]').first.click()
        page.wait_for_url("**/san-pham/**")
        assert page.locator("h1").count() == 1


def test_a_trace_page_prints_on_paper(
    browser: "Browser", built_site: BuiltSite, server: Serve, tmp_path: Path
) -> None:
    """A trace page on A4: few sheets, with its name, and without the menu."""
    home = server(built_site.folder)
    built = next(page for page in built_site.kinds if page.kind == "trace")
    heading = built.one("h1")
    assert heading is not None
    with shared_page(browser) as page:
        page.goto(address(home, built))
        page.pdf(path=tmp_path / "trace.pdf", format="A4")
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "trace.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert heading.text().split()[0] in text
    assert text.count("\f") <= 8
