"""Where lines may end: never inside a short name on a page; copies, attributes and data have plain spaces."""

import re
from collections.abc import Iterator

import pytest
from built import BuiltSite, nothing_in
from names import pattern, short_names
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.slow

NO_BREAK = "\N{NO-BREAK SPACE}"
PLAIN = "script, style, title, textarea, option, .ready"
"""What is no line of the page, or is there to be copied."""
SHORTEST_LINE = 14
"""Letters of a name that fit beside a picture on a narrow phone."""
CAPITAL = re.compile(r"[^\W\d_a-zà-ỹ][^\W\d_]* [^\W\d_a-zà-ỹ]")
DATA = (".json", ".jsonld", ".js", ".csv", ".xml", ".txt", ".vcf")
SHOWN_BY_SCRIPT = re.compile(r"data/compare-[a-z]+-\d+\.js")
"""Data that a script puts on the page as it is."""


def shown_texts(html: str) -> Iterator[str]:
    """Yield the texts of a page as they are written."""
    body = LexborHTMLParser(html).body
    assert body is not None
    for node in body.css(f"{PLAIN}, .vh, svg"):
        node.decompose()
    for node in body.traverse(include_text=True):
        if node.tag == "-text" and (text := node.text_content):
            yield text


def test_no_line_ends_inside_a_name(built_site: BuiltSite) -> None:
    """Names of places in every text; names of products and producers where they stand alone."""
    names = short_names()
    assert len(names) > 200
    alone, inside = set(names), re.compile(pattern([name for name in names if CAPITAL.match(name)]))
    joined = 0
    faults = []
    for page in built_site.real_pages:
        for text in shown_texts((built_site.folder / page.path).read_text("utf-8")):
            joined += NO_BREAK in text
            if text.strip() in alone and len(text.strip()) <= SHORTEST_LINE:
                faults.append(f"{page.path}: {text}")
            faults += [f"{page.path}: {match[0]} in {text[:80]}" for match in inside.finditer(text)]
    nothing_in(faults)
    assert joined > 10_000


def test_copies_attributes_and_data_have_plain_spaces(built_site: BuiltSite) -> None:
    faults = []
    for name, path in built_site.files.items():
        if name.endswith(".html"):
            html = path.read_text("utf-8")
            faults += [f"{name}: {match[0][:80]}" for match in re.finditer(rf'="[^"]*{NO_BREAK}[^"]*"', html)]
            tree = LexborHTMLParser(html)
            faults += [f"{name}: {node.tag}" for node in tree.css(PLAIN) if NO_BREAK in node.text()]
        elif name.endswith(DATA) and not name.startswith(".") and not SHOWN_BY_SCRIPT.fullmatch(name):
            faults += [f"{name}: {NO_BREAK}"] if NO_BREAK in path.read_text("utf-8") else []
    nothing_in(faults)
