"""Addresses in pages for every kind of host, the policy's digests, and what templates may not do."""

import base64
import gc
import hashlib
import posixpath
import re
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.runtime import Context
from selectolax.lexbor import LexborHTMLParser
from tiny import TINY, default_theme, pages, planned

from generator.render.fault import ThemeError
from generator.render.pages import POLICY, Renderer
from generator.settings import Links, Settings
from generator.site.outputs import Page

pytestmark = pytest.mark.slow

THEME = default_theme()
PLAN = planned(TINY)


@cache
def renderer(base: str = "https://ocop.test", links: Links = "absolute") -> Renderer:
    return Renderer(THEME, Settings(base, links), PLAN)


DISK = renderer(links="relative")


def link(maker: Renderer, page: str, address: str) -> str:
    """An address as the page at ``page`` writes it."""
    maker._path = page
    return maker._url(address)


@pytest.mark.parametrize(
    ("base", "address", "wanted"),
    [
        ("https://ocop.test", "/", "/"),
        ("https://ocop.test", "/san-pham/#loc", "/san-pham/#loc"),
        ("https://ocop.test/a/b", "/", "/a/b/"),
        ("https://ocop.test/a/b/", "/san-pham/", "/a/b/san-pham/"),
        ("https://ocop.test/a", "https://khac.test/", "https://khac.test/"),
        ("https://ocop.test/a", "mailto:mau@ocop.test", "mailto:mau@ocop.test"),
        ("https://ocop.test/a", "#content", "#content"),
        ("https://ocop.test/a", "", ""),
    ],
)
def test_links_for_a_host(base: str, address: str, wanted: str) -> None:
    assert link(renderer(base), "san-pham/gao/index.html", address) == wanted


@pytest.mark.parametrize(
    ("page", "address", "wanted"),
    [
        ("index.html", "/", "index.html"),
        ("index.html", "/san-pham/", "san-pham/index.html"),
        ("san-pham/index.html", "/", "../index.html"),
        ("san-pham/gao/index.html", "/san-pham/", "../index.html"),
        ("san-pham/gao/index.html", "/san-pham/gao/", "index.html"),
        ("san-pham/gao/index.html", "/san-pham/che/#qr", "../che/index.html#qr"),
        ("san-pham/gao/index.html", "/assets/site.css", "../../assets/site.css"),
        ("en/products/gao/index.html", "/san-pham/gao/", "../../../san-pham/gao/index.html"),
        ("index.html", "/tin-tuc/feed.xml", "tin-tuc/feed.xml"),
        ("p/LS1/index.html", "https://khac.test/", "https://khac.test/"),
        ("p/LS1/index.html", "#vi", "#vi"),
    ],
)
def test_links_from_the_disk(page: str, address: str, wanted: str) -> None:
    assert link(renderer(links="relative"), page, address) == wanted


FOLDER = st.lists(st.sampled_from(["a", "b", "san-pham"]), max_size=3).map(
    lambda parts: "/".join([*parts, ""]).lstrip("/")
)


@given(here=FOLDER, there=FOLDER)
def test_a_relative_link_leads_where_the_absolute_one_does(here: str, there: str) -> None:
    found = link(DISK, f"{here}index.html", f"/{there}")
    assert posixpath.normpath(posixpath.join(here, found)) == f"{there}index.html"


SUB = "https://ocop.test/sub"
BELOW = planned(TINY, SUB)


@cache
def renderer_below(links: Links) -> Renderer:
    """Made once: to compile the templates takes longer than to render a page."""
    return Renderer(THEME, Settings(SUB, links), BELOW)


def rendered(path: str, links: Links = "absolute") -> LexborHTMLParser:
    """A page of a site below a sub-path."""
    return LexborHTMLParser(renderer_below(links).render(pages(BELOW)[path]).decode())


PATHS = sorted(pages(PLAN))


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("en/")])
def test_every_link_of_a_page_keeps_to_the_sub_path(path: str) -> None:
    for node in rendered(path).css("[href], [src]"):
        address = node.attributes.get("href") or node.attributes.get("src") or ""
        target = urlsplit(urljoin("https://ocop.test/sub/", address))
        if target.netloc == "ocop.test" and not address.startswith("#"):
            assert target.path.startswith("/sub/"), address


@pytest.mark.parametrize(
    "path", ["index.html", "404.html", "p/MU0001/index.html", "san-pham/gao-mau/index.html"]
)
@pytest.mark.parametrize("links", ["absolute", "relative"])
def test_the_policy_names_exactly_what_is_inline(path: str, links: Links) -> None:
    page = rendered(path, links=links)
    [meta] = page.css('meta[http-equiv="Content-Security-Policy"]')
    policy = dict(part.strip().split(" ", 1) for part in (meta.attributes["content"] or "").split(";"))
    assert policy.keys() == POLICY.keys()
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in " ".join(policy.values())
    for rule, selector in (("style-src", "style"), ("script-src", "script:not([src]):not([type])")):
        inline = [re.sub(r"^<[^>]*>|</[^>]*>$", "", node.html or "") for node in page.css(selector)]
        wanted = [
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline
        ]
        assert policy[rule].split() == [*POLICY[rule].split(), *wanted]


def test_the_404_page_works_at_any_depth() -> None:
    """It is served for every wrong address: a relative link in it would lead astray."""
    page = rendered("404.html", links="absolute")
    links = [node.attributes.get("href") or "" for node in page.css("[href]")]
    assert [one for one in links if not one.startswith(("/", "https://", "#", "mailto:"))] == []
    assert len(page.css('link[rel="stylesheet"]')) + len(page.css("script[src]")) == 0


def changed(path: str, **more: Any) -> str:
    page = pages(PLAN)[path]
    return renderer().render(replace(page, view={**page.view, **more})).decode()


EVIL = "\"'><script>alert(1)</script>&lt;{{ 7*7 }}"


@pytest.mark.parametrize("field", ["title", "heading", "description"])
@pytest.mark.parametrize("path", ["index.html", "san-pham/gao-mau/index.html", "p/MU0001/index.html"])
def test_words_of_a_record_never_become_markup(path: str, field: str) -> None:
    html = changed(path, **{field: EVIL, "jsonld": [{"name": EVIL}]})
    assert "<script>alert" not in html
    assert "49" not in html.split("<title>")[1].split("</title>")[0]
    page = LexborHTMLParser(html)
    [data] = page.css('script[type="application/ld+json"]')
    assert "alert(1)" in data.text()
    if field == "title":
        assert page.css("title")[0].text() == EVIL


def test_what_is_not_in_the_view_cannot_be_shown() -> None:
    page = pages(PLAN)["index.html"]
    without = {key: value for key, value in page.view.items() if key != "heading"}
    with pytest.raises(ThemeError, match="THEME-PAGE"):
        renderer().render(replace(page, view=without))


def test_a_story_is_sanitised_on_its_way() -> None:
    html = changed(
        "chu-the/htx-mau/index.html", story="**Gạo**\n\n<script>alert(1)</script>\n\n[a](/san-pham/)"
    )
    assert "<strong>Gạo</strong>" in html
    assert "alert(1)" not in html
    assert '<a href="/san-pham/">a</a>' in html


def test_no_page_stays_at_hand_after_it_is_rendered() -> None:
    """A part that ``kept`` keeps must not hold the page for which it was made first."""

    def contexts_after_all_pages() -> int:
        for page in PLAN.outputs:
            if isinstance(page, Page):
                renderer().render(page)
        gc.collect()
        return sum(isinstance(thing, Context) for thing in gc.get_objects())

    once = contexts_after_all_pages()
    assert contexts_after_all_pages() == once
