"""Names at the narrowest common phone: no short one stands on two lines, whoever put it on the page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from built import BuiltPage, BuiltSite, nothing_in
from names import pattern, short_names
from watch import watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROKEN = r"""(names) => {
  const search = new RegExp(names, 'gu'), broken = [];
  let seen = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, parent = node.parentElement;
    if (!parent.checkVisibility({ visibilityProperty: true }) || parent.closest('svg, .ready')) continue;
    if (parent.closest('.head') && getComputedStyle(parent.closest('.head')).clipPath !== 'none') continue;
    const alone = node.data.trim().replace(/\u00a0/g, ' ');
    for (const match of node.data.replace(/\u00a0/g, ' ').matchAll(search)) {
      // In the middle of a sentence only capitals tell a name from words.
      if (match[0] !== alone && !/^\d|^\p{Lu}\S*( \p{Lu}\S*)+$/u.test(match[0])) continue;
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      seen += 1;
      const tops = new Set([...range.getClientRects()].map((one) => Math.round(one.top / 8)));
      if (tops.size > 1) broken.push(`${match[0]} in ${parent.tagName}.${parent.className}`);
    }
  }
  return { seen, broken };
}"""
"""Short names on the page, and those of them that stand on more than one line."""
MADE_BY_SCRIPT = (
    ("san-pham/?q=lang+son", "[data-found]:not([hidden]) h2"),
    ("en/products/?q=tea", "[data-found]:not([hidden]) h2"),
    ("so-sanh/?p=che-bat-tien-thai-binh,ruou-mau-son-29-do", ".compare"),
    ("kiosk/xu-lang/", ".slide.on"),
)


def names_on(page: "Page", wanted: str) -> tuple[int, list[str]]:
    """Return how many short names the page shows, and which of them are broken."""
    result = page.evaluate(BROKEN, wanted)
    return result["seen"], result["broken"]


def test_no_short_name_is_on_two_lines(
    browser: "Browser", built_site: BuiltSite, server: Callable[..., str]
) -> None:
    home, wanted = server(built_site.folder), pattern(short_names())
    kinds: list[BuiltPage] = built_site.kinds
    addresses = [(page.path.removesuffix("index.html"), "main") for page in kinds if page.kind != "not-found"]
    faults, total = [], 0
    for address, ready in (*addresses, *MADE_BY_SCRIPT):
        with watched_page(browser, reduced_motion="reduce") as page:
            page.set_viewport_size({"width": 360, "height": 740})
            page.goto(f"{home}/{address}")
            page.wait_for_selector(ready, state="attached")
            seen, broken = names_on(page, wanted)
            total += seen
            faults += [f"{address}: {fault}" for fault in broken]
    nothing_in(faults)
    assert total > 1500


def test_suggestions_keep_names_together_and_find_them_pasted(
    browser: "Browser", built_site: BuiltSite, server: Callable[..., str]
) -> None:
    """What was copied from a page may have no-break spaces; the search reads them as spaces."""
    with watched_page(browser) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{server(built_site.folder)}/")
        page.locator(".hero .search input").fill("rượu\N{NO-BREAK SPACE}Mẫu\N{NO-BREAK SPACE}Sơn")
        page.wait_for_selector(".found:not([hidden]) .hit")
        assert "Mẫu\N{NO-BREAK SPACE}Sơn" in (page.locator(".found .hit").first.text_content() or "")
        seen, broken = names_on(page, pattern(short_names()))
        assert seen
        assert not broken
