"""Printed addresses: GS1 Digital Links by an independent parser, and none that was printed is lost."""

import re

import pytest
from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import given
from hypothesis import strategies as st
from tiny import BASE, catalogue

from generator.catalogue import gs1
from generator.catalogue.addresses import (
    answered,
    codes_in,
    gtins_of,
    lot_addresses,
    trace,
    trace_addresses,
)
from generator.catalogue.fields import WEB_ADDRESS
from generator.catalogue.model import Lot, ProductSummary
from generator.catalogue.single_record import WEB

pytestmark = pytest.mark.slow

RICE = catalogue().products["gao-mau"]
GTIN, OLD = "9521234543213", "09521234567899"


def product(**facts: object) -> ProductSummary:
    return RICE.model_copy(update={"code": None, "gtin": None, **facts})


def lot(code: str = "MU-2605-01", **facts: object) -> Lot:
    return Lot.model_validate({"lot": code, "made_on": "2026-05-20", **facts})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"code": "LS0042"}, ["/p/LS0042"]),
        ({"gtin": GTIN}, ["/01/09521234543213"]),
        ({"gtin": GTIN, "code": "LS0042"}, ["/01/09521234543213", "/p/LS0042"]),
        ({"code": "LS0042", "former_codes": ("LS0007",)}, ["/p/LS0042", "/p/LS0007"]),
        ({"gtin": GTIN, "former_gtins": (OLD,)}, ["/01/09521234543213", "/01/09521234567899"]),
        # A GTIN that was given back: the code is in use again, the old address stays.
        ({"code": "LS0042", "former_gtins": (OLD,)}, ["/p/LS0042", "/01/09521234567899"]),
        ({"former_codes": ("LS0007",)}, ["/p/LS0007"]),
        ({}, []),
    ],
)
def test_every_address_of_a_product(facts: dict[str, object], expected: list[str]) -> None:
    assert trace_addresses(product(**facts)) == expected
    if expected:
        assert trace(product(**facts)) == expected[0]


def test_a_lot_with_a_gtin_of_its_own_is_answered_below_no_other() -> None:
    both = product(code="LS0042", gtin=GTIN, former_gtins=(OLD,))
    assert lot_addresses(both, lot("A1")) == [
        "/01/09521234543213/10/A1", "/01/09521234567899/10/A1", "/p/LS0042/A1",
    ]  # fmt: skip
    assert lot_addresses(both, lot("A1", gtin=OLD)) == ["/01/09521234567899/10/A1", "/p/LS0042/A1"]


def test_what_is_answered() -> None:
    found = catalogue()
    assert list(answered(found.products["gao-mau"], found.lots["gao-mau"])) == [
        "/01/09521234543213", "/p/MU0001", "/01/09521234543213/10/MU-2605-01", "/p/MU0001/MU-2605-01",
    ]  # fmt: skip
    assert list(codes_in(answered(RICE, None))) == ["MU0001"]
    assert gtins_of(product(gtin="95212340", former_gtins=(OLD,))) == {"00000095212340", OLD}


@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,19}", fullmatch=True),
    st.sampled_from([BASE, f"{BASE}/danh-muc", "https://ocop.test:8443/a/b"]),
)
def test_an_independent_parser_reads_every_link(digits: str, code: str, base: str) -> None:
    gtin = digits + str(gs1.check_digit(digits))
    one = product(gtin=gtin)
    made = GS1DigitalLinkURI.parse(base + trace(one))
    (of_lot,) = lot_addresses(one, lot(code))
    with_lot = GS1DigitalLinkURI.parse(base + of_lot)
    for parsed in (made, with_lot):
        found = parsed.element_strings[0]
        assert found.ai.ai == "01"
        # The parser reports a wrong check digit only here.
        assert found.gtin_error is None
        assert found.gtin is not None
        assert found.gtin.as_gtin_14() == gs1.gtin14(gtin)
    assert [(string.ai.ai, string.value) for string in with_lot.element_strings] == [
        ("01", gs1.gtin14(gtin)), ("10", code),
    ]  # fmt: skip
    assert with_lot.as_canonical_uri() == f"https://id.gs1.org{of_lot}"


@pytest.mark.parametrize("path", ["/01/09521234543213/10/A1/", "/01/09521234543213/10/A1/index.html"])
def test_why_a_symbol_has_no_final_slash(path: str) -> None:
    with pytest.raises(ParseError):
        GS1DigitalLinkURI.parse(BASE + path)


@pytest.mark.parametrize(
    ("gtin", "lot_code", "path"),
    [
        # Our own vectors: each length that a GTIN has, padded to 14 digits.
        ("95200002", "", "/01/00000095200002"),
        ("036000291452", "", "/01/00036000291452"),
        ("9521234543213", "TD-2610-04", "/01/09521234543213/10/TD-2610-04"),
        ("19521234543210", "0", "/01/19521234543210/10/0"),
        ("09521234543213", "A1234567890123456789", "/01/09521234543213/10/A1234567890123456789"),
    ],
)
def test_vectors(gtin: str, lot_code: str, path: str) -> None:
    assert gs1.link_path(gtin, lot_code) == path
    assert GS1DigitalLinkURI.parse(BASE + path).as_uri(domain="ocop.test") == BASE + path


WHOLE = [
    "https://baolangson.vn/",
    "http://ocop.gov.vn:8080/a?b=1&c=2#d",
    "https://zalo.me/g/abc",
    "https://vi.wikipedia.org/wiki/@mention",
    "https://tiếngviệt.vn",
]
MISLEADING = [
    "https://known.vn@evil.example/",
    "https://known.vn\\@evil.example/",
    "https:\\evil.example",
    "https://evil.example\\a",
    "https:///evil.example",
    "https://a:b@evil.example",
    "https://",
    "https://evil.example/\ta",
    "//evil.example",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("address", WHOLE)
def test_web_addresses_are_taken(address: str) -> None:
    assert re.search(WEB_ADDRESS, address)
    assert WEB.fullmatch(address)


@pytest.mark.parametrize("address", MISLEADING)
def test_addresses_that_lead_elsewhere_than_they_say_are_refused(address: str) -> None:
    assert not re.search(WEB_ADDRESS, address)
    assert not WEB.fullmatch(address)
