"""Addresses: permanent, plain, in both languages; a printed one is never lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import catalogue

from generator.catalogue import addresses
from generator.catalogue.model import Language, ProductSummary, State
from generator.site import urls
from generator.site.facets import STATES
from generator.site.page_table import ADDRESS_WORDS

VI, EN = urls.urls_by_language(
    [Language(code="vi", name="Tiếng Việt"), Language(code="en", name="English")], ADDRESS_WORDS
).values()
RICE = catalogue().products["gao-mau"]


def product(**facts: object) -> ProductSummary:
    return RICE.model_copy(update=facts)


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ((VI.home), (EN.home)),
        (VI("products", "gao"), EN("products", "gao")),
        (VI.stars(4), EN.stars(4)),
        (VI.state("potential_five"), EN.state("potential_five")),
        (VI.group("thuc-pham"), EN.group("thuc-pham")),
        (VI.set("che"), EN.set("che")),
        (VI.district("trang-dinh"), EN.district("trang-dinh")),
        (VI.text("gioi-thieu"), EN.text("about")),
    ],
)
def test_pages_end_with_a_slash_and_english_lies_below_en(vi: str, en: str) -> None:
    assert re.fullmatch(r"/([a-z0-9-]+/)*", vi)
    assert re.fullmatch(r"/en/([a-z0-9-]+/)*", en)


def test_known_addresses() -> None:
    """Addresses are promises: a change here breaks links that others hold."""
    assert VI("products", "gao") == "/san-pham/gao/"
    assert EN("products", "gao") == "/en/products/gao/"
    assert VI.state("expiring") == "/san-pham/tinh-trang/sap-het-han/"
    assert EN.state("unknown") == "/en/products/state/validity-unknown/"
    assert VI.stars(5) == "/san-pham/sao/5/"
    assert VI.district("trang-dinh") == "/dia-ban/huyen-cu/trang-dinh/"
    assert EN.set("che") == "/en/products/sets/che/"
    assert VI.page_of(VI("news"), "1") == "/tin-tuc/"
    assert VI.page_of(VI("news"), "2") == "/tin-tuc/trang/2/"
    assert EN.page_of(EN("news"), "3") == "/en/news/page/3/"


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_own_address(state: State) -> None:
    for one in (VI, EN):
        assert len({one.state(other) for other in STATES}) == len(STATES)
        assert one.state(state) in {one.state(other) for other in STATES}


def test_both_languages_have_the_same_words_and_none_is_reserved() -> None:
    for words in (VI.words, EN.words):
        assert not set(words.values()) & addresses.RESERVED
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) for word in words.values())
    sections = (
        "products",
        "places",
        "producers",
        "decisions",
        "programme",
        "chains",
        "documents",
        "news",
        "data",
    )
    for words in (VI.words, EN.words):
        assert len({words[section] for section in sections}) == len(sections)


def test_a_third_language_lies_below_its_code_and_may_name_its_own_words() -> None:
    french = Language(code="fr", name="Français", paths={"products": "produits"})
    found = urls.urls_by_language(
        [Language(code="en", name="English"), french, Language(code="pt-BR", name="Português")], ADDRESS_WORDS
    )
    assert found["en"]("products") == "/products/"
    assert found["fr"]("products") == "/fr/produits/"
    assert found["fr"]("places") == "/fr/places/"
    assert found["pt-BR"].home == "/pt-br/"


# ---- permanent addresses -------------------------------------------------------------------------


def test_a_gtin_is_the_address_and_the_code_stays_one() -> None:
    both = product(code="LS0042", gtin="9521234543213")
    assert addresses.trace(both) == "/01/09521234543213"
    assert addresses.trace_addresses(both) == ["/01/09521234543213", "/p/LS0042"]
    assert addresses.trace_addresses(product(code="LS0042", gtin=None)) == ["/p/LS0042"]
    assert addresses.trace_addresses(product(code=None, gtin=None)) == []
    assert addresses.trace_addresses(product(code=None, gtin="95212340")) == ["/01/00000095212340"]


def test_lots_lie_below() -> None:
    assert addresses.lot("/01/09521234543213", "A-1") == "/01/09521234543213/10/A-1"
    assert addresses.lot("/p/LS0042", "A-1") == "/p/LS0042/A-1"


@given(st.from_regex(r"/([a-z0-9-]{1,8}/){0,3}", fullmatch=True))
def test_a_page_is_the_index_of_its_folder(address: str) -> None:
    assert "/" + urls.file_of(address).removesuffix("index.html") == address


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/404.html", "404.html"),
        ("/tin-tuc/feed.xml", "tin-tuc/feed.xml"),
        ("/p/LS0042/A.1/", "p/LS0042/A.1/index.html"),
        ("/p/LS0042", "p/LS0042/index.html"),
    ],
)
def test_files(address: str, file: str) -> None:
    assert urls.file_of(address) == file
