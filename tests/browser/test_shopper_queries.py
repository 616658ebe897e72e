"""What shoppers type, and what they must find first: ``shopper_queries.yaml``, asked in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from built import BuiltSite

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("shopper_queries.yaml").read_text(encoding="utf-8")
)
LISTS = {"vi": "/san-pham/", "en": "/en/products/"}
EVERY_RESULT = """() => {
  const more = document.querySelector("[data-found] button");
  for (let round = 0; !more.hidden && round < 99; round++) more.click();
  return [...document.querySelectorAll("[data-found] h2 a, [data-found] h3 a")]
    .map((link) => link.getAttribute("href").split("/").filter(Boolean).pop());
}"""


def results(page: "Page", query: str) -> list[str]:
    """The ids of the products that the list shows for a query, the best first."""
    box = page.locator("[data-live] .search input")
    for text in ("", query):
        box.fill(text)
        # The data are there: the script answers before the next frame.
        page.evaluate("() => new Promise(requestAnimationFrame)")
    ids: list[str] = page.evaluate(EVERY_RESULT)
    return ids


@pytest.mark.parametrize("language", ["vi", "en"])
def test_queries_of_shoppers_give_the_expected_first(
    page: "Page", built_site: BuiltSite, server: Callable[..., str], language: str
) -> None:
    page.goto(server(built_site.folder) + LISTS[language])
    page.locator("[data-live] .search input").fill("o")
    page.wait_for_selector("[data-found]:not([hidden])")
    faults = []
    for query in QUERIES:
        if query.get("language", "vi") != language or "goes_to" in query:
            continue
        ids = results(page, query["query"])
        first = [query["top"]] if "top" in query else query.get("first", [])
        if set(ids[: len(first)]) != set(first):
            faults.append(f"{query['query']}: {ids[: len(first) + 2]} instead of {first}")
        faults += [f"{query['query']}: {name} found" for name in query.get("absent", []) if name in ids]
        if state := query.get("state"):
            states = page.locator("[data-found] li .state").evaluate_all(
                "(badges) => badges.map((badge) => badge.className)"
            )
            if not states or not all(f"is-{state}" in name for name in states):
                faults.append(f"{query['query']}: {states}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if "goes_to" in query], ids=lambda q: q["query"]
)
def test_printed_codes_lead_to_their_page(
    page: "Page", built_site: BuiltSite, server: Callable[..., str], query: dict[str, Any]
) -> None:
    page.goto(server(built_site.folder) + "/404.html")
    page.locator("input[type=search]").first.fill(query["query"])
    page.locator("form button").first.click()
    page.wait_for_url(lambda address: "/p/" in address or "/01/" in address)
    assert page.locator(f'a[href*="/{query["goes_to"]}/"]').count()


def test_a_code_in_the_search_box_leads_to_its_page(
    page: "Page", built_site: BuiltSite, server: Callable[..., str]
) -> None:
    page.goto(server(built_site.folder) + "/")
    box = page.locator(".search input:visible").first
    box.fill("ls58")
    page.wait_for_selector(".found:not([hidden]) .hit")
    box.press("Enter")
    page.wait_for_url("**/p/LS0058/")
