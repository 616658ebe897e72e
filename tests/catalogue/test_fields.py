"""Values of fields: a public address in any letters becomes the one that name servers know."""

import re
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from generator.catalogue.fields import BASE_URL, BaseUrl

BASE: TypeAdapter[str] = TypeAdapter(BaseUrl)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("https://ocop.example", "https://ocop.example"),
        ("https://đặcsản.vn", "https://xn--csn-uqa6698amda.vn"),
        (unicodedata.normalize("NFD", "https://đặcsản.vn"), "https://xn--csn-uqa6698amda.vn"),
        ("https://ĐẶCSẢN.vn", "https://xn--csn-uqa6698amda.vn"),
        ("https://ocop.lạngsơn.vn:8080/duong/dan", "https://ocop.xn--lngsn-xob8703c.vn:8080/duong/dan"),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://localhost/a", "https://localhost/a"),
    ],
)
def test_a_public_address_is_written_in_ascii(written: str, known: str) -> None:
    address = BASE.validate_python(written)
    assert address == known
    assert re.fullmatch(BASE_URL, address)


@pytest.mark.parametrize(
    "written",
    [
        "https://faß.de",
        "https://★.vn",
        "https://ă..vn",
        "https://a..vn",
        "https://ocop。vn",
        "https://đ_b.vn",
        "https://đ b.vn",
        "https://đ@ocop.vn",
        "https://đ.vn/đường",
        "https://đ.vn.",
        "https://-ocop.vn",
        "https://" + "đ" * 70 + ".vn",
        "https://" + ".".join(["đ" * 40] * 6) + ".vn",
        "https://đ\u202e.vn",
        "https://đ.vn/?a=1",
    ],
)
def test_what_no_domain_name_can_hold_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        BASE.validate_python(written)
