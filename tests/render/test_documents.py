"""Data files: what a record says never becomes a formula, a tag or a broken line."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.documents import render
from generator.site.outputs import Document

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
EVIL = "</title><script>alert('1')</script> & \" ]]> <!-- Gạo"


def table(*cells: object) -> bytes:
    rows = [{f"c{number}": cell for number, cell in enumerate(cells)}]
    return render(Document("a.csv", "csv", {"fields": list(rows[0]), "rows": rows}))


def cells(data: bytes) -> list[str]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    assert cells(table(f"{start}HYPERLINK(1)")) == [f"'{start}HYPERLINK(1)"]
    assert cells(table(f"a{start}1")) == [f"a{start}1"]


def test_cells_of_other_kinds() -> None:
    assert cells(table(None, True, False, 4, 78.5, "Gạo, nếp", 'a "b"', "a\nb")) == [
        "", "true", "false", "4", "78.5", "Gạo, nếp", 'a "b"', "a\nb",
    ]  # fmt: skip


def test_a_spreadsheet_sees_the_letters() -> None:
    data = table("Gạo")
    assert data.startswith(b"\xef\xbb\xbfc0\r\n")
    assert data.endswith(b"\r\n")


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        min_size=1,
    )
)
def test_every_cell_is_read_back(values: list[str]) -> None:
    found = cells(table(*values))
    assert [one.removeprefix("'") if one[:1] == "'" else one for one in found] == [
        one.removeprefix("'") if one[:1] == "'" else one for one in values
    ]


def test_only_the_asked_fields_are_written() -> None:
    data = {"fields": ["a"], "rows": [{"a": 1, "secret": "x"}]}
    assert b"x" not in render(Document("a.csv", "csv", data))


NOON = "2026-02-10T12:00:00+07:00"
FEED = {
    "lang": "vi",
    "id": "https://ocop.test/a&b",
    "title": EVIL,
    "updated": NOON,
    "author": EVIL,
    "self": 'https://ocop.test/"x',
    "alternate": "https://ocop.test/",
    "entries": [{"id": "https://ocop.test/1?a&b", "title": EVIL, "summary": EVIL, "updated": NOON}],
}


def test_a_feed_says_the_words_as_they_are() -> None:
    tree = ET.fromstring(render(Document("feed.xml", "atom", FEED)))
    assert tree.findtext(f"{ATOM}title") == EVIL
    assert tree.findtext(f"{ATOM}author/{ATOM}name") == EVIL
    assert tree.findtext(f"{ATOM}entry/{ATOM}summary") == EVIL
    links = {link.get("rel"): link.get("href") for link in tree.iterfind(f"{ATOM}link")}
    assert links == {"self": 'https://ocop.test/"x', "alternate": "https://ocop.test/"}
    assert {node.tag.removeprefix(ATOM) for node in tree.iter()} == {
        "feed", "id", "title", "updated", "author", "name", "link", "entry", "summary",
    }  # fmt: skip


def test_a_sitemap_with_odd_addresses() -> None:
    entries = [
        {"loc": "https://ocop.test/?a&b", "alternates": [{"lang": "en", "href": 'https://ocop.test/"<'}]}
    ]
    tree = ET.fromstring(render(Document("sitemap.xml", "sitemap", entries)))
    assert [node.text for node in tree.iter(f"{SITEMAP}loc")] == ["https://ocop.test/?a&b"]
    [twin] = tree.iter("{http://www.w3.org/1999/xhtml}link")
    assert (twin.get("rel"), twin.get("hreflang"), twin.get("href")) == (
        "alternate",
        "en",
        'https://ocop.test/"<',
    )


def test_json_is_read_back_and_keeps_its_letters() -> None:
    data = {"b": "Gạo ☆", "a": [1, None, True, EVIL]}
    found = render(Document("a.json", "json", data))
    assert json.loads(found) == data
    assert "Gạo ☆".encode() in found
    assert found.index(b'"b"') < found.index(b'"a"'), "in the order of the values"
    assert found.endswith(b"}\n")


def test_text_is_itself() -> None:
    assert render(Document("robots.txt", "text", "Gạo\n")) == "Gạo\n".encode()
