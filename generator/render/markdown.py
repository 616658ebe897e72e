"""Stories: Markdown, then sanitised. Never one without the other.

``attr_list`` can put an event handler on a heading, so the sanitiser comes after Markdown; its
allow-list is explicit.
"""

from collections.abc import Callable
from functools import lru_cache
from xml.etree.ElementTree import Element

import markdown as md
import nh3
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from generator.text import heading_slug

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "a",
        "abbr",
        "sup",
        "sub",
        "code",
        "pre",
    ),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "div", "section"),
}
ATTRIBUTES = {
    # The sanitiser would allow these on its own: said here so that the list is whole.
    "*": {"lang", "title"},
    "a": {"href", "title", "id", "class"},
    "abbr": {"title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "li": {"id"},
    "sup": {"id"},
    "div": {"class"},
    "section": {"class"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

Href = Callable[[str], str]


class _Links(Treeprocessor):
    """Site addresses in a story (``/san-pham/…``) become what the page needs."""

    href: Href

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            target = link.get("href") or ""
            if target.startswith("//"):
                link.set("href", "#")
            elif target.startswith("/"):
                link.set("href", self.href(target))
        # The page's own heading is the only h1, and no story goes deeper than h4.
        for heading in root.iter("h1"):
            heading.tag = "h2"
        for level in ("h5", "h6"):
            for heading in root.iter(level):
                heading.tag = "h4"


class _Attributes(Treeprocessor):
    """Attributes that an author named without a value (``{id}``) are none; other parts expect text."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in [key for key, value in element.attrib.items() if value is None]:
                del element.attrib[name]


class _LinksExtension(Extension):
    def extendMarkdown(self, md: md.Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_Links(md), "site_links", 1)
        # After attr_list (8) has set them and before toc (5) reads them.
        md.treeprocessors.register(_Attributes(md), "attributes", 7)


@lru_cache(maxsize=1)
def _converter() -> md.Markdown:
    """Made once: finding its extensions takes as long as a short story."""
    return md.Markdown(
        extensions=["extra", "sane_lists", "smarty", TocExtension(slugify=heading_slug), _LinksExtension()],
        output_format="html",
    )


def render(text: str, href: Href) -> str:
    """A story as safe HTML; ``href`` turns an address of the site into one for the page."""
    converter = _converter().reset()
    links = converter.treeprocessors["site_links"]
    assert isinstance(links, _Links)
    links.href = href
    return clean(converter.convert(text))


@lru_cache(maxsize=512)
def clean(html: str) -> str:
    """HTML with nothing left but the allowed tags and attributes."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
