"""A day at the fair: the USB copy without a network, the screen, the pages on the reader's own day."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from built import DAY, HOST, BuiltSite, run_ocop
from looks import accessibility_faults
from printed import LONG
from tiny import FAIR, add_fair, build_clean, copy_tiny
from watch import decode_both, settle, shared_page, watched_page

from generator.commands.fair import open_fair
from generator.commands.usb_edition import CLUSTER_BYTES, plan_edition, write_edition
from generator.project import BuildOptions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
SHOWCASE = "xu-lang"
SCREENS = ((1280, 720), (1920, 1080), (3840, 2160), (720, 1280), (1080, 1920), (2160, 3840))
CUT = """() => {
  const box = document.querySelector('.slide.on .say').getBoundingClientRect();
  return [...document.querySelectorAll('.slide.on .say > *')].filter((one) => {
    const rect = one.getBoundingClientRect();
    const low = Math.min(innerHeight, box.bottom);
    return rect.height && (rect.bottom > low || rect.right > box.right + 1);
  }).map((one) => one.className);
}"""
"""What of a slide runs off its half of the screen."""
START = "MO-TRANG-NAY.html"


def make_stick(root: Path, to: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The USB copy of the showcase."""
    return run_ocop(root, "fair", SHOWCASE, "--usb", to, "--day", DAY, "--base-url", HOST, *more)


@pytest.fixture(scope="session")
def stick(catalogue_root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The USB copy as an officer makes it."""
    to = tmp_path_factory.mktemp("stick") / "HOI CHO ĐÔNG"
    done = make_stick(catalogue_root, to)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"needs about \d+ MB", done.stderr), done.stderr
    return BuiltSite(to)


@contextmanager
def at_the_fair(browser: "Browser", **options: Any) -> Iterator["Page"]:
    """A page without a network, with a clock that the test turns."""
    with watched_page(browser, has_touch=True, **options) as page:
        page.context.set_offline(True)
        page.clock.install()
        yield page


def shown(page: "Page") -> str:
    """The product on the screen."""
    result: str = page.evaluate("document.querySelector('.slide.on').id")
    return result


def mode(page: "Page") -> str:
    result: str = page.evaluate("document.documentElement.dataset.mode")
    return result


def test_a_day_at_the_fair(browser: "Browser", stick: BuiltSite) -> None:
    """Slides change; a visitor browses, searches, looks closer and leaves; the slides come back."""
    with at_the_fair(browser, viewport={"width": 1280, "height": 720}) as page:
        page.goto((stick.folder / START).as_uri())
        page.locator("a.main").first.click()
        page.wait_for_url("**/kiosk/**")
        first = shown(page)
        page.clock.run_for(10_500)
        second = shown(page)
        assert first != second
        page.clock.run_for(10_500)
        assert shown(page) not in (first, second)

        page.touchscreen.tap(900, 300)
        assert mode(page) == "grid"
        tiles = page.locator(".grid li:visible")
        everything = tiles.count()
        page.locator(".grid input").fill("mat ong")
        assert tiles.count() == 1
        assert tiles.first.inner_text().startswith("Mật ong")
        page.locator(".grid input").fill("khong co")
        assert tiles.count() == 0
        page.locator(".grid input").fill("")
        assert tiles.count() == everything
        tiles.nth(3).locator("button").tap()
        assert mode(page) == "detail"
        assert page.locator(".slide.on .more").is_visible()

        page.clock.run_for(59_000)
        assert mode(page) == "detail"
        page.clock.run_for(2_000)
        assert mode(page) == "slides"
        before = shown(page)
        page.clock.run_for(10_500)
        assert shown(page) != before


def test_nothing_on_the_screen_leads_away(stick: BuiltSite, built_site: BuiltSite) -> None:
    """No link, no form; every address that the page fetches lies beside it."""
    for site in (stick, built_site):
        screens = [page for page in site.pages if page.kind == "kiosk"]
        assert len(screens) > 3
        for page in screens:
            assert not page.all("a, form, iframe"), page.path
            assert page.value('meta[name="robots"]', "content") == "noindex"


def test_the_stick_is_whole_and_relative(stick: BuiltSite) -> None:
    """Every address on every page leads to a file of the folder; names are safe on FAT."""
    names = list(stick.files)
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]+", name)]
    faults = []
    for page in stick.pages:
        for link in page.links():
            parts = urlsplit(link)
            if parts.scheme or link.startswith("#") or not link:
                continue
            there = (stick.folder / page.path).parent / parts.path
            if link.startswith("/") or not there.resolve().is_file():
                faults.append(f"{page.path}: {link}")
    assert not faults, faults[:10]
    note = (stick.folder / "README.txt").read_bytes().decode("utf-8-sig")
    home, start = (stick.by_path[name].words for name in ("index.html", START))
    for words in (note, home, start):
        assert "không phải của toàn bộ danh mục" in words
    assert START in note
    assert "không cần mạng" in note


def test_the_catalogue_on_the_stick_has_search_and_stories(browser: "Browser", stick: BuiltSite) -> None:
    with watched_page(browser) as page:
        page.context.set_offline(True)
        page.goto((stick.folder / "san-pham" / "index.html").as_uri())
        page.locator("main .search input").fill("che o long")
        page.locator('main a:has-text("Chè Ô Long")').first.wait_for()
        assert list(stick.folder.glob("chu-the/*/index.html"))


def test_a_small_stick_gets_smaller_pictures_and_every_product(
    catalogue_root: Path, stick: BuiltSite, tmp_path: Path
) -> None:
    """Above the limit pictures shrink; where that does not help nothing is written."""
    order = BuildOptions(catalogue_root, tmp_path / "sample", date.fromisoformat(DAY))
    with open_fair(order, "hoi-cho-mau") as fair:
        large = plan_edition(fair, None)
        small = plan_edition(fair, large.size - 1)
    assert write_edition(large, order.output).written
    before = sorted(path.parent.name for path in order.output.glob("san-pham/*/index.html"))
    assert before
    assert list(order.output.glob("media/*-1600.webp"))
    limit = large.size - 1
    assert small.smaller
    assert write_edition(small, order.output).written
    assert sorted(path.parent.name for path in order.output.glob("san-pham/*/index.html")) == before
    assert list(order.output.glob("media/*.webp"))
    assert not list(order.output.glob("media/*-1600.webp"))
    taken = [path.stat().st_size for path in order.output.rglob("*") if path.is_file()]
    assert sum(-(-size // CLUSTER_BYTES) * CLUSTER_BYTES for size in taken) <= limit + CLUSTER_BYTES, (
        "the list of what is ours"
    )
    done = make_stick(catalogue_root, tmp_path / "usb", "--max", "1MB")
    assert done.returncode == 1
    assert "Nothing written" in done.stderr
    assert not (tmp_path / "usb").exists()
    wrong = make_stick(catalogue_root, tmp_path / "usb", "--max", "much")
    assert wrong.returncode == 2
    unknown = run_ocop(catalogue_root, "fair", "khong-co", "--usb", tmp_path / "usb", "--day", DAY)
    assert unknown.returncode == 1
    assert SHOWCASE in unknown.stderr
    assert len(list(stick.folder.glob("san-pham/*/index.html"))) >= 14


def test_keys_remote_controls_and_swipes(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    with watched_page(browser, has_touch=True) as page:
        page.clock.install()
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        first = shown(page)
        for there, back in (("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp"), ("ArrowDown", "ArrowUp")):
            page.keyboard.press(there)
            assert shown(page) != first
            page.keyboard.press(back)
            assert shown(page) == first
        page.keyboard.press(" ")
        page.clock.run_for(30_000)
        assert shown(page) == first, "paused"
        page.keyboard.press(" ")
        page.clock.run_for(10_500)
        assert shown(page) != first
        page.keyboard.press("Enter")
        assert mode(page) == "grid"
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert mode(page) == "detail"
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert mode(page) == "slides"
        here = shown(page)
        page.mouse.move(900, 400)
        page.mouse.down()
        page.mouse.move(500, 405)
        page.mouse.up()
        assert mode(page) == "slides"
        assert shown(page) != here


@pytest.mark.parametrize("screen", SCREENS)
def test_slides_fit_and_their_codes_can_be_scanned(
    browser: "Browser", built_site: BuiltSite, server: Serve, tmp_path: Path, screen: tuple[int, int]
) -> None:
    """Nothing is cut off; the code is a quarter of the height, on white, and leads to a built page."""
    home = server(built_site.folder)
    width, height = screen
    with shared_page(browser, viewport={"width": width, "height": height}, reduced_motion="reduce") as page:
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        count = page.locator(".slide").count()
        for number in range(count):
            name = shown(page)
            assert not page.evaluate(CUT), name
            code = page.locator(".slide.on .qr").bounding_box()
            assert code is not None
            modules = 37  # the longest address here is version 5; its quiet zone is eight modules more
            assert code["height"] * modules / (modules + 8) >= height / 4, name
            size = page.locator(".slide.on .name span").first.evaluate(
                "(name) => parseFloat(getComputedStyle(name).fontSize)"
            )
            assert size > 0.05 * min(width, height), "seen from three metres on a screen of half a metre"
            if number == 0 or (number in (7, count - 1) and width + height < 4000):
                page.locator(".slide.on .qr").evaluate("(image) => image.decode()")
                page.screenshot(path=tmp_path / "slide.png")
                zxing, zbar = decode_both(tmp_path / "slide.png")
                assert zxing == zbar
                assert len(zxing) == 1, name
                target = built_site.resolve("", zxing.pop().rstrip("/") + "/")
                assert target is not None
                assert target[0] in built_site.files, name
            page.keyboard.press("ArrowRight")
        # A name without end takes smaller letters; the code keeps its size and its place.
        page.locator(".slide.on .name span").evaluate_all(
            "(spans, words) => spans.forEach((span) => { span.textContent = words; })", LONG
        )
        settle(page)
        assert not page.evaluate(CUT)
        code = page.locator(".slide.on .qr").bounding_box()
        assert code is not None
        assert code["height"] > 0.3 * height
        assert code["y"] + code["height"] <= height


SPACED = """() => {
  const style = document.createElement('style');
  style.textContent = `* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`;
  document.head.append(style);
}"""
"""A reader's own spacing, as WCAG 1.4.12 has it."""
OVERLAPPING = """() => [...document.querySelectorAll('.slide.on .say > *')].filter((part) => {
  const before = part.previousElementSibling;
  return before && part.getBoundingClientRect().top < before.getBoundingClientRect().bottom - 1;
}).map((part) => part.className)"""
"""What of a slide lies over what stands before it."""


@pytest.mark.parametrize("screen", [(1280, 720), (720, 1280)])
def test_slides_fit_with_a_readers_own_spacing(
    browser: "Browser", built_site: BuiltSite, server: Serve, screen: tuple[int, int]
) -> None:
    """On the slide that is seen when the spacing comes, and on each later one; no sentence goes."""
    home = server(built_site.folder)
    width, height = screen
    with shared_page(
        browser, viewport={"width": width, "height": height}, reduced_motion="reduce", bypass_csp=True
    ) as page:
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        page.evaluate(SPACED)
        for _ in range(page.locator(".slide").count()):
            settle(page)
            assert not page.evaluate(CUT), shown(page)
            assert not page.evaluate(OVERLAPPING), shown(page)
            assert page.locator(".slide.on .pitch").is_visible(), shown(page)
            page.keyboard.press("ArrowRight")


TOGETHER = """() => new Promise(done => {
  let most = 0;
  const seen = chosen => {
    const one = document.querySelector(chosen);
    if (!one) return 0;
    const style = getComputedStyle(one);
    return style.visibility === 'visible' ? Number(style.opacity) : 0;
  };
  const look = () => {
    most = Math.max(most, Math.min(seen('.slide.on'), seen('.slide.was')));
    const fading = document.getAnimations().some(one => one.effect.target.matches('.slide'));
    if (fading) requestAnimationFrame(look);
    else done(most);
  };
  dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
  look();
})"""
"""How much of two slides is seen at once while one follows the other."""


def test_a_slide_has_gone_before_the_next_one_comes(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser) as page:
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        page.wait_for_selector(".slide.on")
        before = shown(page)
        # A frame may come a little after the moment at which one has gone.
        assert page.evaluate(TOGETHER) < 0.1
        assert shown(page) != before


def test_stars_stand_only_where_the_rating_is_valid(built_site: BuiltSite) -> None:
    page = built_site.by_path[f"kiosk/{SHOWCASE}/index.html"]
    rated = {node.attributes["id"] for node in page.all(".slide") if node.css_first(".rated")}
    assert "tra-diep-ca-lua-vy" in rated
    assert "hoa-hoi-kho-chi-lang" not in rated
    for node in page.all(".pitch p"):
        assert not re.search(r"\b\d sao\b|-star\b", node.text()), node.text()


def test_reduced_motion_and_no_script(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    with shared_page(browser, reduced_motion="reduce") as page:
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        assert page.evaluate("getComputedStyle(document.querySelector('.deck')).animationName") == "none"
        fade = "getComputedStyle(document.querySelector('.slide.on')).transitionDuration"
        assert page.evaluate(fade) == "0s"
        # No motion, yet nothing burns in: each slide stands a little aside from the one before.
        place = "() => document.querySelector('.slide.on .qr').getBoundingClientRect().x"
        spots = set()
        for _ in range(4):
            spots.add(round(page.evaluate(place), 1))
            page.keyboard.press("ArrowRight")
        assert len(spots) == 4
    with shared_page(browser, java_script_enabled=False) as page:
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        assert page.locator(".slide").last.is_visible()
        assert page.locator(".qr").last.is_visible()


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-12-01", "Sắp diễn ra"), ("2026-12-06", "Đang diễn ra"), ("2026-12-20", "Đã kết thúc")],
)
def test_the_fair_page_follows_the_readers_day(
    browser: "Browser", built_site: BuiltSite, server: Serve, day: str, words: str
) -> None:
    home = server(built_site.folder)
    with watched_page(browser) as page:
        page.clock.set_fixed_time(f"{day}T05:00:00Z")
        page.goto(f"{home}/hoi-cho/hoi-cho-mau/")
        assert page.locator(".fair-when .tag").inner_text() == words


def test_home_follows_the_readers_day(browser: "Browser", tmp_path: Path, server: Serve) -> None:
    """A fair is announced, then on, then gone, on pages made before it began."""
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    add_fair(root, "hoi-cho-sau", FAIR.replace("2026-12-", "2027-12-"))
    build_clean(root, tmp_path / "out", base_url=HOST)
    home = server(tmp_path / "out")
    with watched_page(browser) as page:
        for path, day, words in (
            ("/", "2026-12-04T16:59:00Z", "Sắp diễn ra"),
            ("/", "2026-12-04T17:01:00Z", "Đang diễn ra"),
            ("/en/", "2026-12-07T16:59:00Z", "On now"),
            ("/en/", "2026-12-07T17:01:00Z", ""),
            ("/", "2026-12-07T17:01:00Z", ""),
        ):
            page.clock.set_fixed_time(day)
            page.goto(home + path)
            cards = page.locator("[data-coming] .chain")
            assert cards.count() == 2
            assert cards.first.is_visible() == bool(words)
            assert cards.last.is_visible(), "the next fair"
            if words:
                assert cards.first.locator(".tag").first.inner_text() == words
        page.clock.set_fixed_time("2028-01-01T00:00:00Z")
        page.goto(home)
        assert not page.locator("[data-coming] h2").is_visible()


def test_screens_and_fair_pages_are_accessible(
    browser: "Browser", built_site: BuiltSite, stick: BuiltSite, server: Serve
) -> None:
    """Two engines on slides, browsing and detail, on the fair's pages and on the stick's first page."""
    home = server(built_site.folder)
    visits = [
        (f"{home}/kiosk/{SHOWCASE}/", ()),
        (f"{home}/kiosk/{SHOWCASE}/", ("Enter",)),
        (f"{home}/kiosk/{SHOWCASE}/", ("Enter", "Enter")),
        (f"{home}/hoi-cho/", ()),
        (f"{home}/en/fairs/hoi-cho-mau/", ()),
        (f"{home}/offline/", ()),
        ((stick.folder / START).as_uri(), ()),
    ]
    faults = []
    for address, keys in visits:
        with shared_page(browser, reduced_motion="reduce") as page:
            page.goto(address)
            for key in keys:
                page.keyboard.press(key)
            faults += [f"{address} {keys} {fault}" for fault in accessibility_faults(page)]
            small = page.evaluate("""() => [...document.querySelectorAll('[data-mode] button')]
              .filter((one) => one.offsetWidth && (one.offsetWidth < 64 || one.offsetHeight < 64))
              .map((one) => one.textContent)""")
            assert not small, small
    assert not faults, "\n".join(faults)
