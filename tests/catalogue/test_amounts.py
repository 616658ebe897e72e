"""Amounts as people write them."""

from decimal import Decimal

import pytest

from generator.catalogue import amounts
from generator.text import Text


@pytest.mark.parametrize(
    ("text", "language", "number", "code", "known"),
    [
        ("120 kg", "vi", "120", "KGM", True),
        ("1.020 kg gạo", "vi", "1020", "KGM", True),
        ("1,020 kg of rice", "en", "1020", "KGM", True),
        ("1.020,5 kg", "vi", "1020.5", "KGM", True),
        ("1,5 tấn", "vi", "1500", "KGM", True),
        ("1.5 tonnes", "en", "1500", "KGM", True),
        ("3 tạ thóc", "vi", "300", "KGM", True),
        ("500 g", "en", "0.5", "KGM", True),
        ("750ml", "vi", "0.75", "LTR", True),
        ("20 lít", "vi", "20", "LTR", True),
        ("300 túi 2 kg", "vi", "300", "", True),
        ("300 bags of 2 kg", "en", "300", "", True),
        ("12 boxes", "en", "12", "", True),
        ("3 gùi", "vi", "3", "", False),
        ("0 kg", "vi", "0", "KGM", True),
    ],
)
def test_read(text: str, language: str, number: str, code: str, known: bool) -> None:
    found = amounts.read(text, language)
    assert found
    assert (found.number, found.code, found.known) == (Decimal(number), code, known)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "vi"), ("một ít", "vi"), ("120", "vi"), ("kg 120", "vi"), ("-5 kg", "vi"),
        # The separators of the other language: a thousandfold mistake, so it is not guessed.
        ("1.5 kg", "vi"), ("1,5 kg", "en"), ("1,020.5 kg", "vi"), ("1.020,5 kg", "en"), ("1.0200 kg", "vi"),
    ],
)  # fmt: skip
def test_what_is_no_amount(text: str, language: str) -> None:
    assert amounts.read(text, language) is None


def test_what_packs_hold_together() -> None:
    found = amounts.read("300 túi 2 kg", "vi")
    assert found
    assert (found.net, found.net_code) == (Decimal(600), "KGM")
    small = amounts.read("1,000 bottles of 500 ml", "en")
    assert small
    assert (small.net, small.net_code) == (Decimal(500), "LTR")
    assert amounts.read("40 thùng", "vi") == amounts.Amount(Decimal(40), "thùng", "", known=True)


def test_any_language_will_do() -> None:
    assert amounts.of_text(None) is None
    found = amounts.of_text(Text({"fr": "beaucoup", "vi": "2 kg"}))
    assert found
    assert found.number == 2
