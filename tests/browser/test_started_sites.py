"""Catalogues as ``ocop init`` starts them, on the narrowest phones: their names have other lengths."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from built import BuiltSite, build_site, nothing_in
from watch import watched_page

from generator.commands.new_project import find_province, starter_files
from generator.commands.write_project import write_project
from generator.provinces import provinces

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = """() => {
  const shown = [...document.querySelectorAll('.top > .wrap > *')].filter((part) => part.checkVisibility());
  const boxes = shown.map((part) => part.getBoundingClientRect());
  const first = boxes[0];
  const below = boxes.filter((box) => box.height && box.top >= first.bottom).length;
  return { below, wide: document.documentElement.scrollWidth > innerWidth };
}"""
"""How many parts of the header stand below its first row, and whether the page is wider than the screen."""


@pytest.fixture(scope="module")
def longest(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the province with the longest name, as it is started."""
    folder = tmp_path_factory.mktemp("longest")
    name = max((province.name for province in provinces()), key=len)
    facts = find_province(name)
    assert facts is not None
    files = starter_files(facts, date(2026, 11, 21), "vi")
    write_project(folder / "site", {name: partial(bytes, data) for name, data in files.items()})
    return build_site(folder / "site", folder / "output")


@pytest.mark.parametrize("width", [320, 360, 412, 768, 1280])
def test_the_header_is_one_row_whatever_the_provinces_name(
    width: int, longest: BuiltSite, browser: "Browser", server: Callable[..., str]
) -> None:
    home, faults = server(longest.folder), []
    for address in ("", "san-pham/", "san-pham/gao-mau/", "en/products/gao-mau/", "chu-the/htx-mau/"):
        with watched_page(browser) as page:
            page.set_viewport_size({"width": width, "height": 740})
            page.goto(f"{home}/{address}")
            measured = page.evaluate(ROWS)
            faults += [f"{address}: {measured}"] if measured["below"] or measured["wide"] else []
    nothing_in(faults)
