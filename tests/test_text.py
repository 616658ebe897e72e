"""Words: folding, slugs, Vietnamese order, days and numbers, on hand-written and random words."""

import json
import pickle
import random
import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.dates import show_day, show_part_day
from generator.text import (
    Text,
    fill,
    fill_percent,
    fold,
    heading_slug,
    in_language,
    initial,
    nfc,
    show_number,
    slug,
    sort_key,
    texts_of,
    unbroken,
)

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
WORDS = st.text(alphabet=LETTERS + LETTERS.upper() + " '-.,()09", max_size=30)

# As Vietnamese dictionaries have them: letters first, then tones (ngang huyền hỏi ngã sắc nặng) over
# the whole text, then small before capital.
ORDER = [
    "an", "An", "án", "ăn", "ân", "ba", "bà", "Bà", "bả", "bã", "bá", "bạ", "ba ba", "bà ba", "băng", "bâng",
    "cá", "cà phê", "cao", "căn", "cần", "chè", "da", "dạ", "đa", "đá", "đỏ", "e", "ê", "gạo", "gạo nếp",
    "gạo tẻ", "hồi", "hồng", "i", "ma", "mà", "mả", "mã", "má", "mạ", "măng", "mật ong", "na", "o", "ô", "ơ",
    "quả", "rau", "thạch", "trà", "u", "ư", "vải", "xoài", "y",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "1.000~kg, ngày 01/11/2026 (2~lần)",
        "được công nhận 4~sao, kể cả sao đã hết hiệu lực",
        "Hồng~Vành~Khuyên",
        "Anh~Em Cooperative",
        "Thung~Mây Sample Cooperative",
        "Nghinh~Xuyên",
        "Hữu~Lũng Commune, before 1~July 2025 Hữu~Lũng District",
        "Provincial council, round~2 of 2022",
        "Công bố kết quả đợt~2 năm 2022",
        "5~stalls in 2023 and 12~more",
        "Bắc~Sơn Commune",
        "Agricultural Cooperative",
        "Mật~ong~rừng",
        "Mật ong hoa rừng",
        "Phường Hoàng~Văn~Thụ",
        "Mật ong hoa rừng xứ Lạng",
        "Chè~Ô~Long và rượu men lá ở xã Hữu~Lũng, tỉnh Lạng~Sơn",
        "Xã~Hữu~Lũng, trước 1/7/2025 là huyện Hữu~Lũng",
        "Hợp tác xã Nông Sản~Sạch Hữu~Lũng ở phường Kỳ~Lừa",
        "Lạng~Sơn Provincial People’s Committee of Lạng~Sơn",
        "HTX Mai~Sao~Lạng~Sơn",
        "Công ty CP Chè Thái~Bình Lạng~Sơn",
        "Ủy~ban",
        "một",
        "",
    ],
)
def test_a_line_never_ends_inside_a_name_or_after_a_number(text: str) -> None:
    assert unbroken(text.replace("~", " ")) == text.replace("~", "\u00a0")


def test_a_name_that_is_joined_fits_a_narrow_phone_in_large_letters() -> None:
    for text in (
        "Công Ty Trách Nhiệm Hữu Hạn",
        "Bánh chưng đen Bắc Sơn",
        "National Agricultural Extension Centre",
        "Anh Em Agricultural Cooperative",
    ):
        assert max(map(len, unbroken(text).split(" "))) <= 18


def test_a_text_in_another_language_carries_it() -> None:
    text = Text({"vi": "Gạo & nếp"})
    assert type(text.get("vi")) is str
    words = text.get("en")
    assert (words, json.dumps([words], ensure_ascii=False)) == ("Gạo & nếp", '["Gạo & nếp"]')
    assert escape(words) == '<span lang="vi">Gạo\u00a0&amp;\u00a0nếp</span>'
    again = pickle.loads(pickle.dumps(words))
    assert (again, escape(again)) == (words, escape(words))
    assert repr(words) != repr(str(words))


def test_what_is_filled_in_keeps_its_language() -> None:
    rice = in_language("Gạo", "vi")
    assert type(fill("a {x}", x="b")) is str
    assert escape(fill("<{x}", x=rice)) == '&lt;<span lang="vi">Gạo</span>'
    phrase = fill(in_language("Of {x}", "en"), x=rice)
    assert phrase == "Of Gạo"
    assert escape(phrase) == '<span lang="en">Of\u00a0<span lang="vi">Gạo</span></span>'
    assert escape(fill_percent("%(x)s < 3", {"x": rice})) == '<span lang="vi">Gạo</span> &lt; 3'
    filled = fill_percent(Markup("<b>%(x)s</b>"), {"x": "<"})
    assert (type(filled), filled) == (Markup, "<b>&lt;</b>")
    amount = in_language("2 kg", "vi")
    assert amount == "2 kg"
    assert escape(amount) == '<span lang="vi">2\u00a0kg</span>'


def test_the_order_of_a_dictionary() -> None:
    shuffled = ORDER[:]
    random.Random(4711).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ORDER


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Na Chi Lăng", "Nấm hương"),  # letters before tones: a before â
        ("Cao khô", "Cần tây"),  # a before ă before â
        ("Đá", "Em"),  # đ is a letter of its own, after d
        ("Dứa", "Đào"),
        ("Gạo 2", "Gạo 3"),
        ("Gạo", "Gạo nếp"),
        ("Hòa Bình", "Hoa quả"),  # b before q: a tone counts only where all letters agree
    ],
)
def test_pairs_in_order(first: str, then: str) -> None:
    assert sort_key(first) < sort_key(then)


@given(WORDS)
def test_order_does_not_depend_on_how_letters_are_stored(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


@given(WORDS, WORDS)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    letters = re.compile(r"[^\w ]")
    if letters.sub("", nfc(one)) != letters.sub("", nfc(other)):
        assert sort_key(one) != sort_key(other)


# ---- fold and slug -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded", "in_addresses"),
    [
        ("Đắk Lắk", "dak lak", "dak-lak"),
        ("ĐẮK  LẮK", "dak lak", "dak-lak"),
        ("Gạo nếp cái “Hoa vàng”", "gao nep cai hoa vang", "gao-nep-cai-hoa-vang"),
        ("M'Đrắk", "mdrak", "m-drak"),
        ("Chè Shan tuyết (100 g)", "che shan tuyet 100 g", "che-shan-tuyet-100-g"),
        ("", "", ""),
        ("…", "", ""),
        ("ưƯơƠêÊâÂăĂôÔ", "uuooeeaaaaoo", "uuooeeaaaaoo"),
    ],
)
def test_fold_and_slug(text: str, folded: str, in_addresses: str) -> None:
    assert fold(text) == folded
    assert slug(text) == in_addresses


@given(WORDS)
def test_fold_is_plain_and_stays(text: str) -> None:
    found = fold(text)
    assert fold(found) == found
    assert fold(unicodedata.normalize("NFD", text)) == found
    assert fold(text.upper()) == found
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", found)


@given(st.text(max_size=40))
def test_a_slug_is_safe_in_every_address_and_on_every_disk(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert slug(unicodedata.normalize("NFD", text)) == slug(text)
    assert heading_slug(text, "-")


def test_a_search_without_marks_finds_words_with_marks() -> None:
    assert fold("gao nep") in fold("Gạo nếp cái hoa vàng")
    assert nfc("Ga\u0323o") == "Gạo"
    assert nfc("m² ½") == "m² ½"


# ---- days and numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        ("2022-06-24", "24/06/2022", "24 June 2022"),
        ("2026-01-05", "05/01/2026", "5 January 2026"),
        ("2024-09", "09/2024", "September 2024"),
        ("2024-12", "12/2024", "December 2024"),
        ("2019", "2019", "2019"),
    ],
)
def test_days(day: str, vi: str, en: str) -> None:
    assert (show_part_day(day, "vi"), show_part_day(day, "en")) == (vi, en)
    if len(day) == 10:
        assert show_day(date.fromisoformat(day), "vi") == vi


def test_days_in_a_third_language() -> None:
    assert show_day(date(2022, 6, 24), "fr") == "24 juin 2022"
    # Tày, of which no library knows how it writes days and numbers.
    assert show_day(date(2022, 6, 24), "tyz") == "24/06/2022"
    assert show_part_day("2022-06", "tyz") == "06/2022"
    assert show_number(1234.5, "tyz") == "1.234,5"
    assert show_part_day("2022-06", "fr") == "juin 2022"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_day_is_never_ambiguous(day: date) -> None:
    assert show_day(day, "vi") == f"{day.day:02}/{day.month:02}/{day.year}"
    assert show_day(day, "en").split()[0] == str(day.day)
    assert show_day(day, "en").split()[1].isalpha()


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [(0, "0", "0"), (1234, "1.234", "1,234"), (120000, "120.000", "120,000"), (78.66, "78,66", "78.66"),
     (70.0, "70", "70")],
)  # fmt: skip
def test_numbers(number: float, vi: str, en: str) -> None:
    assert (show_number(number, "vi"), show_number(number, "en")) == (vi, en)


# ---- texts ---------------------------------------------------------------------------------------


def test_a_text_falls_back_and_says_so() -> None:
    text = Text({"vi": "Gạo"})
    assert text.pick("vi") == ("Gạo", "vi")
    assert text.pick("en") == ("Gạo", "vi")
    assert text.get("fr") == "Gạo"
    assert text.has("vi")
    assert not text.has("en")
    assert Text({}).pick("en") == ("", "en")


def test_texts_are_found_inside_records() -> None:
    value = {"a": [Text({"vi": "x"})], "b": {"c": Text({"vi": "y"})}, "d": "z"}
    assert [(at, text["vi"]) for at, text in texts_of(value)] == [(("a", 0), "x"), (("b", "c"), "y")]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("ấm chè", "Â"),
        ("Đào", "Đ"),
        ("đào", "Đ"),
        ("Ổi", "Ô"),
        ("Ủ", "U"),
        ("ẵ", "Ă"),
        ("5 vị", "#"),
        ("", "#"),
    ],
)
def test_initial_is_the_letter_of_a_dictionary(name: str, letter: str) -> None:
    assert initial(name) == letter
