"""Vietnamese from before Unicode comes back letter by letter; no text of today is taken for it."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from built import PROJECT
from hypothesis import given
from hypothesis import strategies as st
from old_letters import TCVN3, encode_tcvn3, encode_viqr, encode_vni

from generator.catalogue.letters import is_syllable
from generator.spreadsheets.legacy_text import Encoding, legacy_encoding, to_unicode

VOWELS = "aăâeêioôơuưy"
LETTERS = "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in VOWELS
    for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
)
LETTERS += "đ" + LETTERS.upper() + "Đ"

ENCODERS: dict[Encoding, Callable[[str], str]] = {
    "tcvn3": encode_tcvn3,
    "vni": encode_vni,
    "viqr": encode_viqr,
}

RECORDS = [
    path
    for folder in ("content", "products", "tests/sites", "themes/default/locales", "docs")
    for path in sorted((PROJECT / folder).rglob("*"))
    if path.suffix in (".yaml", ".md", ".po") and "expected" not in path.parts
]
SYLLABLES = sorted(
    {
        word
        for path in RECORDS
        for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", path.read_text("utf-8")).lower())
        if is_syllable(word)
    }
)
MARKED = [word for word in SYLLABLES if not word.isascii()]

FOREIGN = [
    "L'été à Noël, où l'on boit du thé glacé; la crème brûlée et le pâté, c'est déjà très bon, ça va",
    "Château d'Yquem, hôtel, forêt, goût, août, île, dû, sûr, mûr, Citroën, ambiguë, naïve, l’Été, ÉTÉ",
    "Größe, Straße, süß, für, Öl, Tür, Bär, schön, Käse, Mühle; på gå få år, smørrebrød, Malmö, øl, kød",
    "El niño comió piñas, ¿qué? ¡Olé! año, mañana, así, está, más, tú, él, sí, aún, corazón; 1ª, 2º",
    "São Tomé, pão, não, mãe, maçã, avô, avó, você, à vontade; l·l, col·lega, paral·lel",
    "½ lít, 20 °C, 5 µm, 3 µg, ±2 %, «Gạo», « i », «a», m², ¼ kg, ©2024, ® Mẫu, Mẫu®, §5, 10¢, £5, ¥7",
    "Cà phê", "Hòa Bình", "Tây", "cá", "là bé", "CÀ PHÊ", "Cô Tô", "Ý Yên", "Hà", "Bà Rá", "mì", "Hé", "Tú",
    "Trà ngon? Có. Giá 5+ sao (đặc biệt) ~ 3 kg; x^2 + y^2, f(x), a^n, C++, e.g. a.m.",
    "Tra ngon? Co. Gia 5+ sao (dac biet) ~ 3 kg, hoa(qua), ca'n, l'an, M'ta, Xi'an, Ba`", "add dd ddt DDT",
    "https://example.org/Ñöôøng",
    "8.94E+12", "4*", "★★★★", "04 sao", "95,64", "QĐ 123/QĐ-UBND", "ten@example.org", "https://a.vn/?q=a^b~a",
]  # fmt: skip


@pytest.mark.parametrize("letters", [LETTERS.lower(), LETTERS])
@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_letter_comes_back(encoding: Encoding, letters: str) -> None:
    if encoding == "tcvn3":  # its fonts have no capitals with tones: a font of capitals does
        assert to_unicode(encode_tcvn3(letters.lower()), encoding) == letters.lower()
        assert to_unicode(encode_tcvn3(letters.lower()), encoding, ".VnTimeH") == letters.upper()
        assert to_unicode(encode_tcvn3("ĂÂÊÔƠƯĐ"), encoding) == "ĂÂÊÔƠƯĐ"
    elif encoding == "viqr":  # a word each: letters alone are no syllables
        for letter in letters:
            written = (f"{letter}a", f"t{letter}", f"t{letter}n")
            syllable = next(word for word in written if is_syllable(word))
            assert to_unicode(encode_viqr(syllable), encoding) == syllable
    else:
        assert to_unicode(encode_vni(letters), encoding) == letters


@given(st.lists(st.sampled_from(MARKED), min_size=1, max_size=8).map(" ".join))
def test_a_text_in_an_old_font_comes_back(text: str) -> None:
    fonts: dict[Encoding, str] = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
    for encoding, font in fonts.items():
        old = ENCODERS[encoding](text)
        assert legacy_encoding(old, font) == encoding or old == text  # ì and í are the same in VNI
        assert to_unicode(old, encoding, font) == text
    assert to_unicode(encode_tcvn3(text), "tcvn3", ".VnTimeH") == text.upper()
    assert to_unicode(encode_vni(text.title()), "vni") == text.title()


@given(
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12).map(" ".join),
    st.sampled_from(list(ENCODERS)),
)
def test_what_is_recognised_without_a_font_comes_back(text: str, encoding: Encoding) -> None:
    old = ENCODERS[encoding](text)
    recognised = legacy_encoding(old)
    assert recognised in (None, encoding)
    if recognised:
        assert to_unicode(old, encoding) == text


@pytest.mark.parametrize("encoding", ENCODERS)
def test_nearly_every_longer_text_is_recognised_without_a_font(encoding: Encoding) -> None:
    texts = [" ".join(MARKED[start::97][:8]) for start in range(97)]
    missed = [text for text in texts if legacy_encoding(ENCODERS[encoding](text)) != encoding]
    assert len(missed) <= 2, missed


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map(" ".join))
def test_correct_vietnamese_is_never_accused(text: str) -> None:
    for written in (text, text.title(), text.upper(), text.capitalize(), unicodedata.normalize("NFD", text)):
        assert legacy_encoding(written) is None


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_line_of_the_catalogue_is_accused(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if legacy_encoding(line)] == []
    words = {word for line in lines if "`" not in line for word in line.split()}
    assert [word for word in words if legacy_encoding(word)] == []


@pytest.mark.parametrize("text", FOREIGN)
def test_other_texts_are_not_accused(text: str) -> None:
    assert legacy_encoding(text) is None
    assert [word for word in text.split() if legacy_encoding(word)] == []


def test_what_a_font_cannot_have_is_unicode_in_any_font() -> None:
    assert legacy_encoding("Hợp tác xã", ".VnTime") is None
    assert legacy_encoding("Mỹ có", ".VnTime") is None  # cã in TCVN3 would be có, có is cú
    assert legacy_encoding("Cà phê", ".VnTime") is None
    assert legacy_encoding("Tra Mau 4 sao", ".VnTime") is None
    assert legacy_encoding("Cà phê", "VNI-Times") is None


def test_a_name_of_other_peoples_is_converted_with_the_rest() -> None:
    assert to_unicode("§¨k L¨k", "tcvn3") == "Đăk Lăk"
    assert to_unicode("Ñaék Laék", "vni") == "Đắk Lắk"
    assert to_unicode("DDa('k La('k, M'DDra('k", "viqr") == "Đắk Lắk, M'Đrắk"


def test_signs_that_end_a_sentence_stay() -> None:
    assert to_unicode("Che` ngon nha^'t. DDu'ng kho^ng? So^' 5 (loa.i mo^.t).", "viqr") == (
        "Chè ngon nhất. Đúng không? Số 5 (loại một)."
    )


def test_a_mark_before_the_end_of_a_sentence_is_read() -> None:
    assert to_unicode("Cua ba?n. Sa?n?", "viqr") == "Cua bản. Sản?"


def test_a_cell_is_recognised_by_one_sign_that_real_text_never_has() -> None:
    for old, encoding, meant in (
        ("Hîp t¸c x· MÉu", "tcvn3", "Hợp tác xã Mẫu"),
        ("MËn s\u00ady", "tcvn3", "Mận sưy"),
        ("Ñöôøng", "vni", "Đường"),
        ("Che` Ma^~u", "viqr", "Chè Mẫu"),
    ):
        assert legacy_encoding(old) == encoding
        assert to_unicode(old, encoding) == meant


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv here")
def test_the_table_is_that_of_the_standard() -> None:
    letters = "".join(TCVN3.values())
    converted = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"],
        input=encode_tcvn3(letters).encode("latin-1"),
        capture_output=True,
        check=True,
    )
    assert unicodedata.normalize("NFC", converted.stdout.decode()) == letters
