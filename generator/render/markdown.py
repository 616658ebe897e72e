"""Stories: Markdown to HTML that is always sanitised.

``attr_list`` can put an event handler on a heading, so the sanitiser comes after Markdown; its
allow-list is explicit.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from xml.etree.ElementTree import Element

import markdown as md
import nh3
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.text import heading_slug, unbroken

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
    "th": {"class"},
    "td": {"class"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
ID_PREFIX = "s-"
"""Stands before every id of a story, so that ``## Products`` is not taken for the page's own part."""
BACK_TO_TEXT = "Back to the text"
"""Interface word for the link from a footnote to its place in the text; the theme translates it."""
_ALIGNED = re.compile(r"text-align: (center|right)")
_DROPPED = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")
"""Characters of an address that browsers leave out."""

_MARKED = re.compile(r"[^\w\s.,;:?()%/+“”‘’–—…-]|_|\.\.|--|  ")
"""What text has that may be more than its words: a mark of Markdown, a quote, dots and dashes in a row."""

Href = Callable[[str], str]


class _Shape(Treeprocessor):
    """Change headings to levels 2 to 4, and the alignment of columns from a style into a class.

    No line ends inside a name, as everywhere on pages.
    """

    def run(self, root: Element) -> None:
        # The page's own heading is the only h1, and no story goes deeper than h4.
        for heading in root.iter("h1"):
            heading.tag = "h2"
        for level in ("h5", "h6"):
            for heading in root.iter(level):
                heading.tag = "h4"
        for name in ("th", "td"):
            for cell in root.iter(name):
                if aligned := _ALIGNED.search(cell.attrib.pop("style", "") or ""):
                    cell.set("class", aligned[1])
        for element in root.iter():
            if element.text and element.tag != "code":
                element.text = unbroken(element.text)
            if element.tail:
                element.tail = unbroken(element.tail)


class _Attributes(Treeprocessor):
    """Remove attributes without a value (``{id}``), which other extensions cannot handle."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in [key for key, value in element.attrib.items() if value is None]:
                del element.attrib[name]


class _PlainText(Treeprocessor):
    """Mark paragraphs without any Markdown as finished, so that the library skips its thirty searches.

    Most paragraphs of a story are such, and looking for marks is most of the work of a story.
    """

    def run(self, root: Element) -> None:
        abbreviations = self.md.treeprocessors["abbr"]
        if isinstance(abbreviations, AbbrTreeprocessor) and abbreviations.abbrs:
            return  # each word may be one
        for name in ("p", "li"):
            for element in root.iter(name):
                if element.text and not _MARKED.search(element.text):
                    element.text = AtomicString(element.text)


class _ShapeExtension(Extension):
    def extendMarkdown(self, md: md.Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_Shape(md), "shape", 1)
        # Before the marks inside of paragraphs are looked for (20), after footnotes have come (50).
        md.treeprocessors.register(_PlainText(md), "plain_text", 30)
        # After attr_list (8) has set them and before toc (5) reads them.
        md.treeprocessors.register(_Attributes(md), "attributes", 7)


@lru_cache(maxsize=4)
def _converter(back: str) -> md.Markdown:
    """Return the converter of a language, made once: its extensions take as long to load as a short story."""
    return md.Markdown(
        extensions=["extra", "sane_lists", "smarty", TocExtension(slugify=heading_slug), _ShapeExtension()],
        extension_configs={"extra": {"footnotes": {"BACKLINK_TITLE": back}}},
        output_format="html",
    )


def as_browsers_read(address: str) -> str:
    """Return an address as a browser reads it: without characters it ignores, slashes for backslashes."""
    return _DROPPED.sub("", address).replace("\\", "/")


def render(text: str, href: Href, back: str = BACK_TO_TEXT) -> str:
    """Return a story as safe HTML; ``href`` turns an address of the site into one for the page.

    ``back`` is what the link from a footnote to its place is called in the page's language.
    """
    return clean(_converter(back).reset().convert(text), href)


def clean(html: str, href: Href) -> str:
    """Return HTML with only allowed tags and attributes, and with links as ``href`` writes them."""

    def attribute(tag: str, name: str, value: str) -> str:
        if (tag, name) != ("a", "href"):
            return value
        address = as_browsers_read(value)
        if address.startswith("//"):
            return "#"
        if address.startswith("/"):
            return href(address)
        # Ids of a story have a prefix, and so have the links to them.
        return f"#{ID_PREFIX}{address[1:]}" if len(address) > 1 and address[0] == "#" else address

    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes=SCHEMES,
        link_rel=None,
        id_prefix=ID_PREFIX,
        clean_content_tags={"script", "style"},
    )
