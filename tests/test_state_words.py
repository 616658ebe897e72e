"""The words of a rating that has run out are never taken for those of food, on any page of the catalogue."""

import re

import pytest
from built import BuiltSite, nothing_in

pytestmark = pytest.mark.slow

MISLEADING = re.compile(
    r"[Hh]ết hạn|[Hh]ạn dùng (?!của sản phẩm)|Trang này không chứng minh điều gì|Bị thu hồi công nhận"
    r"|\bExpired\b|Expires soon|Central level|Cấp trung ương"
)
"""Words that read as a use-by date where only the stars have run out, and terms that the programme lacks."""
LABEL = 45
"""Most letters of an interface word: longer texts are prose of records, such as news."""
ELEMENT = re.compile(r">([^<>]*)<")
RATING = re.compile(r"[Ss]ao (còn|hết|sắp)|[Ss]tars (valid|expired|ended|end soon)")
USE_BY = re.compile(r"Hạn sử dụng|Use by|past its use-by date|quá hạn sử dụng")


def test_no_interface_word_of_a_rating_reads_as_a_use_by_date(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {found[0]}"
        for page in built_site.real_pages
        for words in ELEMENT.finditer(page.text)
        if len(words[1]) <= LABEL and (found := MISLEADING.search(words[1]))
    )


def test_a_use_by_day_never_stands_in_one_element_with_a_rating(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {words[1]}"
        for page in built_site.real_pages
        for words in ELEMENT.finditer(page.text)
        if RATING.search(words[1]) and USE_BY.search(words[1])
    )


def test_the_pages_hold_such_words(built_site: BuiltSite) -> None:
    """What the tests above look for stands on the pages, in its right place."""
    text = "".join(page.text for page in built_site.real_pages if page.kind == "trace")
    assert "Sao OCOP hết hiệu lực từ" in text
    assert RATING.search(text)
    assert USE_BY.search(text)
