"""The whole site with the keyboard alone: every stop once, in order, seen, uncovered; nothing traps."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from built import BuiltSite, nothing_in
from watch import shared_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SCREEN = "kiosk"
"""Slides are driven by keys of their own, which tests/browser/test_fair.py presses."""
WIDE = {"home", "places", "product", "products"}
"""Kinds of pages that a desk shows in another way than a phone."""
SAMPLE = "gao-nep-mau"

STOPS = """() => {
  const may = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const scrolls = e => (e.scrollWidth > e.clientWidth && /auto|scroll/.test(getComputedStyle(e).overflowX))
    || (e.scrollHeight > e.clientHeight && /auto|scroll/.test(getComputedStyle(e).overflowY));
  window.name_of = e => `${e.tagName}.${e.className.baseVal ?? e.className} ${(e.textContent || e.name || '')
    .trim().slice(0, 30)}`;
  window.stops = [...document.querySelectorAll(may)].filter(e => e.tabIndex >= 0 && !e.disabled
    && e.checkVisibility({ visibilityProperty: true })
    // Of a group of choices the chosen one is the stop; arrows lead to the others.
    && (e.type !== 'radio' || e.checked));
  window.walked = [];
  const marked = e => {
    for (let at = e, up = 0; at && up < 5; at = at.parentElement, up++) {
      const style = getComputedStyle(at);
      if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
    }
    // On the map the shape itself is drawn round.
    return [...e.querySelectorAll('path')].some(one => parseFloat(getComputedStyle(one).strokeWidth) >= 4);
  };
  const seen = e => {
    e.scrollIntoView({ block: 'nearest' });
    const r = e.getBoundingClientRect();
    const [left, right] = [Math.max(0, r.left), Math.min(innerWidth, r.right)];
    const [top, bottom] = [Math.max(0, r.top), Math.min(innerHeight, r.bottom)];
    if (right - left < 2 || bottom - top < 2) return false;
    // Shapes of a map fill their box badly: many looks.
    const at = [.5, .15, .85, .3, .7];
    return at.flatMap(x => at.map(y => [x, y])).some(([x, y]) => {
      const found = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return found && (e.contains(found) || found.contains(e));
    });
  };
  document.addEventListener('focusin', event => {
    const e = event.target, at = window.stops.indexOf(e), faults = [];
    if (at < 0 && !scrolls(e)) faults.push('not expected');
    if (!e.matches(':focus-visible') || !marked(e)) faults.push('no mark of the focus');
    if (!seen(e)) faults.push('hidden or covered');
    window.walked.push({ at, faults, name: window.name_of(e) });
  });
  return window.stops.length;
}"""
ABOVE = """() => window.stops.slice(1).flatMap((e, at) => {
  const before = window.stops[at], box = e.closest('ul, ol, dl, nav, form');
  if (!box || box !== before.closest('ul, ol, dl, nav, form')) return [];
  const a = before.getBoundingClientRect(), b = e.getBoundingClientRect();
  return b.bottom <= a.top && b.left <= a.left ? [window.name_of(e)] : [];
})"""
"""Stops that stand above the one before them, in the same list and not in a next column."""


def walk(page: "Page", keys: str, count: int) -> list[dict[str, Any]]:
    """What the focus met while the last of the keys was held down for so many stops."""
    *modifiers, key = keys.split("+")
    page.evaluate("window.walked = []")
    for modifier in modifiers:
        page.keyboard.down(modifier)
    for _ in range(count):
        page.keyboard.down(key)
    for pressed in (key, *modifiers):
        page.keyboard.up(pressed)
    met: list[dict[str, Any]] = page.evaluate("window.walked")
    return met


def faults_of(page: "Page") -> list[str]:
    """All that is wrong on the way down and up a page."""
    count = page.evaluate(STOPS)
    # A browser stops at what scrolls sideways as well, unless something inside takes the focus.
    extra = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.tabIndex < 0 && e.scrollWidth > e.clientWidth"
        " && /auto|scroll/.test(getComputedStyle(e).overflowX) && !e.querySelector('a[href], button')).length"
    )
    found = [f"{name}: above the stop before it" for name in page.evaluate(ABOVE)]
    down = walk(page, "Tab", count + extra)
    met = [one["at"] for one in down if one["at"] >= 0]
    if met != list(range(count)):
        missing = sorted({*range(count)} - {*met})[:3]
        names = page.evaluate("at => at.map(one => name_of(stops[one]))", missing)
        found.append(f"order {met[:12]}… of {count}, never reached: {names}")
    back = walk(page, "Shift+Tab", count + extra - 1)
    if [one["at"] for one in back if one["at"] >= 0] != list(range(count - 1))[::-1]:
        found.append("not the same way back")
    return found + [f"{one['name']}: {fault}" for one in [*down, *back] for fault in one["faults"]]


def test_every_stop_of_every_kind_of_page(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    """Vietnamese and what speaks every language on a phone; on a desk, in English, what is laid out anew."""
    home = server(built_site.folder)
    faults = []
    for built in built_site.kinds:
        if built.kind == SCREEN or (built.lang == "en" and built.kind not in WIDE):
            continue
        size = DESK if built.lang == "en" else PHONE
        with shared_page(browser, viewport=size, reduced_motion="reduce") as page:
            page.goto(f"{home}/{built.path.removesuffix('index.html')}")
            faults += [f"{built.path} ({size['width']}) {fault}" for fault in faults_of(page)]
    nothing_in(faults)


def test_the_skip_link_leads_past_the_menu(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    home = server(built_site.folder)
    with shared_page(browser, viewport=DESK, reduced_motion="reduce") as page:
        page.goto(f"{home}/en/programme/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert page.evaluate("document.querySelector('main a') === document.activeElement")


def test_menu_search_and_filters_open_and_close_by_keys(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    """What opens takes the focus along, Escape gives it back, and nothing behind is reached meanwhile."""
    home = server(built_site.folder)
    opened = "chosen => document.querySelector(chosen).matches(':popover-open')"
    inside = "chosen => document.activeElement.closest(chosen) !== null"
    for path, popover in (("/chuong-trinh/", "menu"), ("/chuong-trinh/", "find"), ("/san-pham/", "filters")):
        with shared_page(browser, viewport=PHONE, reduced_motion="reduce") as page:
            page.goto(home + path)
            button = f"button[popovertarget={popover}]:not(.close)"
            page.locator(button).focus()
            page.keyboard.press("Enter")
            assert page.evaluate(opened, f"#{popover}")
            if not page.evaluate(inside, f"#{popover}"):
                page.keyboard.press("Tab")
            assert page.evaluate(inside, f"#{popover}"), popover
            if popover == "filters":
                page.keyboard.press("Space")
                page.wait_for_url("**/?*=*")
            page.keyboard.press("Escape")
            assert not page.evaluate(opened, f"#{popover}")
            assert page.evaluate("chosen => document.activeElement.matches(chosen)", button), popover


def test_photos_that_stand_aside_come_by_keys(
    browser: "Browser", built_site: BuiltSite, server: Serve
) -> None:
    home = server(built_site.folder)
    with shared_page(browser, viewport={"width": 320, "height": 640}, reduced_motion="reduce") as page:
        page.goto(f"{home}/san-pham/{SAMPLE}/")
        page.evaluate("document.querySelector('.gallery').style.width = '120px'")
        page.locator(".gallery").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.gallery').scrollLeft > 0")
