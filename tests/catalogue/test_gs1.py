"""GTINs: check digits, ranges that mean nothing to a shopper, Digital Link paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import gs1


@pytest.mark.parametrize(
    ("digits", "digit"),
    [("629104150021", 3), ("7351353", 7), ("03600029145", 2), ("0952123454321", 3)],
)
def test_check_digit(digits: str, digit: int) -> None:
    assert gs1.check_digit(digits) == digit


@given(st.from_regex(r"[0-9]{13}", fullmatch=True), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(digits: str, at: int, change: int) -> None:
    gtin = digits + str(gs1.check_digit(digits))
    wrong = gtin[:at] + str((int(gtin[at]) + change) % 10) + gtin[at + 1 :]
    found = gs1.fault(wrong, sample=True)
    assert found
    assert found[0] == "GTIN-CHECK"


@pytest.mark.parametrize(
    ("digits", "sample", "code"),
    [
        ("893600000000", False, None),
        ("1893600000000", False, None),
        ("0360002914", False, "GTIN-LENGTH"),
        ("0952123454321", True, None),
        ("952123454321", False, "GTIN-DEMO"),
        ("201234567890", False, "GTIN-RESTRICTED"),
        ("021234567890", False, "GTIN-RESTRICTED"),
        ("21234567890", False, "GTIN-RESTRICTED"),
        ("03600029145", False, None),
        ("2012345", False, "GTIN-RESTRICTED"),
        ("0000000", False, "GTIN-RESTRICTED"),
        ("8935010", False, None),
        ("9520000", False, "GTIN-DEMO"),
        ("9520000", True, None),
    ],
)
def test_faults(digits: str, sample: bool, code: str | None) -> None:
    found = gs1.fault(digits + str(gs1.check_digit(digits)), sample)
    assert (found[0] if found else None) == code


def test_paths() -> None:
    assert gs1.gtin14("9521234543213") == "09521234543213"
    assert gs1.link_path("9521234543213") == "/01/09521234543213"
    assert gs1.link_path("09521234543213", "TD-2610-04") == "/01/09521234543213/10/TD-2610-04"
