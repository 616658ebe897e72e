"""Telephone numbers and Zalo contacts: what is linked, and to where; what stays plain words."""

import pytest

from generator.catalogue.telephone import is_personal, is_placeholder, read_telephones, zalo_links

LINKS: dict[str, list[str]] = {
    "0912 345 678": ["tel:+84912345678"],
    "0912.345.678": ["tel:+84912345678"],
    "0912-345-678": ["tel:+84912345678"],
    "+84 (0) 912 345 678": ["tel:+84912345678"],
    "+84 91 234 5678": ["tel:+84912345678"],
    "84912345678": ["tel:+84912345678"],
    "(0205) 3812 345": ["tel:+842053812345"],
    "02053 812 345": ["tel:+842053812345"],
    "+86 138 0013 8000": ["tel:+8613800138000"],
    # Service numbers: no country code reaches them.
    "1900 1234": ["tel:19001234"],
    "1900 545 415": ["tel:1900545415"],
    "1800 6789": ["tel:18006789"],
    # Several numbers in one value.
    "0912 345 678 - 0987 654 321": ["tel:+84912345678", "tel:+84987654321"],
    "0912-345-678 - 0987-654-321": ["tel:+84912345678", "tel:+84987654321"],
    "0912345678-0987654321": ["tel:+84912345678", "tel:+84987654321"],
    "0912345678/0987654321": ["tel:+84912345678", "tel:+84987654321"],
    "0912 345 678, 1900 1234; 02053 812 345": ["tel:+84912345678", "tel:19001234", "tel:+842053812345"],
    "0912 345 678 hoặc 0987 654 321": ["tel:+84912345678", "tel:+84987654321"],
    # An extension is kept in the words.
    "02053 812 345 (máy lẻ 12)": ["tel:+842053812345"],
    "02053812345, số máy lẻ: 12": ["tel:+842053812345"],
    "02053 812 345 ext. 12": ["tel:+842053812345"],
    "02053 812 345 (máy lẻ 12) / 0912 345 678": ["tel:+842053812345", "tel:+84912345678"],
    # Not surely numbers.
    "O912 345 678": [],
    "0912 345 67O": [],
    "912 345 678": [],
    "0912 345 678 0987 654 321": [],
    "0912 345 678 - 0987 654 32": [],
    "0205 3812 345/6": [],
    "0912 345 678 (chị Mẫu)": [],
    "0123 456 789": [],
    "0168 345 6789": [],
    "0912 345 6789": [],
    "113": [],
    "12": [],
    "0000 000 000": [],
    "+84": [],
    "không rõ": [],
    "-": [],
    "": [],
}


@pytest.mark.parametrize("written", LINKS)
def test_only_valid_numbers_are_linked(written: str) -> None:
    assert [number.href for number in read_telephones(written)] == LINKS[written]


@pytest.mark.parametrize("written", [written for written, links in LINKS.items() if links])
def test_numbers_are_shown_as_written(written: str) -> None:
    assert all(number.written in written for number in read_telephones(written))


def test_extension_is_kept_in_the_words() -> None:
    (number,) = read_telephones("02053 812 345 (máy lẻ 12)")
    assert (number.written, number.extension) == ("02053 812 345 (máy lẻ 12)", "12")


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("https://zalo.me/g/abcxyz123", [("https://zalo.me/g/abcxyz123", "https://zalo.me/g/abcxyz123")]),
        ("zalo.me/0912345678", [("zalo.me/0912345678", "https://zalo.me/0912345678")]),
        ("0912 345 678", [("0912 345 678", "https://zalo.me/0912345678")]),
        ("+84 912 345 678", [("+84 912 345 678", "https://zalo.me/0912345678")]),
        ("+86 138 0013 8000", [("+86 138 0013 8000", "https://zalo.me/8613800138000")]),
        (
            "0912345678 / 0987654321",
            [("0912345678", "https://zalo.me/0912345678"), ("0987654321", "https://zalo.me/0987654321")],
        ),
        ("02053 812 345", []),
        ("1900 1234", []),
        ("O912 345 678", []),
        ("Nhóm bán hàng", []),
        ("https://zalo.me/", []),
        ("https://zalo.me.ocop.test/g/abc", []),
        ("https://zalo.me@ocop.test/g/abc", []),
        ("https://ocop.test/zalo.me/g/abc", []),
        ("javascript://zalo.me/%0aalert(1)", []),
        ('https://zalo.me/g/a"onclick="', []),
        ("https://[zalo.me/x", []),
    ],
)
def test_zalo_leads_to_an_account_or_nowhere(written: str, links: list[tuple[str, str]]) -> None:
    assert list(zalo_links(written)) == links


@pytest.mark.parametrize(
    ("written", "nobody"), [("0000 000 000", True), ("0912 000 000", False), ("", False)]
)
def test_zeros_are_nobody_s_number(written: str, nobody: bool) -> None:
    assert is_placeholder(written) is nobody


MOBILE = ("0912 345 678", "02053 812 345 / 0912 345 678", "https://zalo.me/0912345678")


@pytest.mark.parametrize("written", MOBILE)
def test_a_mobile_number_may_be_a_persons_own(written: str) -> None:
    assert is_personal(written)


@pytest.mark.parametrize("written", ["02053 812 345", "1900 1234", "https://zalo.me/g/abcxyz123"])
def test_what_is_nobodys_own_number(written: str) -> None:
    assert not is_personal(written)
