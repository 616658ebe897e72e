"""Letters that are not what they look like are told; no real text is accused."""

import re
import unicodedata
from pathlib import Path

import pytest
from built import PROJECT

from generator.catalogue.letters import faults, is_syllable
from generator.text import fold, nfc, slug, sort_key

TEXTS = sorted(
    path
    for folder in ("content", "products", "tests/sites")
    for path in (PROJECT / folder).rglob("*")
    if path.suffix in (".yaml", ".md") and "expected" not in path.parts
)

ODD = {
    "Chè Ðồng Đăng": ("TEXT-LOOKALIKE", "Đồng"),
    "ÐẶC SẢN": ("TEXT-LOOKALIKE", "ĐẶC"),
    "Ɖặc sản": ("TEXT-LOOKALIKE", "Đặc"),
    "cao ðẳng": ("TEXT-LOOKALIKE", "đẳng"),
    "ɖặc sản": ("TEXT-LOOKALIKE", "đặc"),
    "₫ồng bằng": ("TEXT-LOOKALIKE", "đồng"),
    "d\u0335ồng": ("TEXT-LOOKALIKE", "đồng"),
    "Chè Тhái Nguyên": ("TEXT-LOOKALIKE", "Thái"),
    "rượu mẫu Sоn": ("TEXT-LOOKALIKE", "Son"),
    "Gạo ΤẺ": ("TEXT-LOOKALIKE", "TẺ"),
    "𝗖𝗵𝗲̀ xanh": ("TEXT-LOOKALIKE", "Chè"),
    "ＯＣＯＰ 4 sao": ("TEXT-LOOKALIKE", "OCOP"),
    "mẫ\u0309u": ("TEXT-MARKS", ""),
    "t\u0303rà": ("TEXT-MARKS", ""),
    "a \u0301b": ("TEXT-MARKS", ""),
    "Trà 🍵": ("TEXT-EMOJI", ""),
    "Ngon ❤️": ("TEXT-EMOJI", ""),
    "5 ⭐": ("TEXT-EMOJI", ""),
    "<b>Gạo</b>": ("TEXT-HTML", ""),
    "Gạo<br/>nếp": ("TEXT-HTML", ""),
    "Gạo &amp; ngô": ("TEXT-HTML", ""),
    "Ch&#232; xanh": ("TEXT-HTML", ""),
    "<a href='x'>Gạo</a>": ("TEXT-HTML", ""),
}

REAL = [
    "Icelandic: við Ísafjörður, góðan daginn, Þórður",
    "Чай и рис из провинции Лангшон",
    "5 μg vitamin, 3 µm, 10 kΩ, α-tocopherol, β-caroten, ω-3, ΔT",
    "Nhiệt độ < 5 °C và > 2 °C; a<b, x < y > z, <3",
    "R&D, A&B; H&M; AT&T; Q&A; gạo & ngô; &c.",
    "Giá 120.000₫/túi, 500 ₫ một túi, ₫",
    "M'Đrắk, M’Đrắk, H'Mông, K'Ho, Krông Pắc",
    "★★★★ 4 sao, ☎ 0000, ✓ đạt, © 2026, ™, №, →",
    "谅山省 ＯＣＯＰ 八角 １２ 元",
    "Quẩy 100 % – “ngon” … ½ m² 20 °C",
    "Phiên bản 2 <2026>",
    "Fjord, Æbleskiver, Łódź, ångström, naïve, Dvořák",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_letters_are_told(text: str) -> None:
    code, fix = ODD[text]
    told = list(faults(nfc(text)))
    assert [one[0] for one in told] == [code]
    assert told[0][2].get("fix", "") == fix


@pytest.mark.parametrize("text", REAL)
def test_real_texts_are_not_accused(text: str) -> None:
    assert list(faults(nfc(text))) == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_text_of_the_catalogue_is_accused(path: Path) -> None:
    lines = nfc(path.read_text("utf-8")).split("\n")
    assert [told for line in lines for told in faults(line, markup=path.suffix == ".md")] == []


def test_stories_may_hold_html() -> None:
    assert list(faults("H<sub>2</sub>O &nbsp;", markup=True)) == []


def test_syllables_of_the_catalogue_are_known() -> None:
    """Every marked Vietnamese word of the Vietnamese stories is a syllable; short forms are not."""
    words = {
        word
        for path in TEXTS
        if path.name.endswith(".vi.md")
        for word in re.findall(r"[^\W\d_]+", nfc(path.read_text("utf-8")))
        if any(unicodedata.combining(part) for part in unicodedata.normalize("NFD", word))
    }
    assert len(words) > 200
    assert sorted(word for word in words if not is_syllable(word) and word != word.upper()) == []


@pytest.mark.parametrize("word", ["việt", "ĐỒNG", "gạo", "nghiêng", "quýt", "giêng", "khuỷu", "ươm", "yến"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["goût", "vìêt", "năï", "Thaïlande", "hảt", "window", "ă", "str", ""])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("letter", ["Ð", "Ɖ", "ð", "ɖ"])
def test_what_looks_like_the_letter_is_found_and_sorted_like_it(letter: str) -> None:
    written = f"{letter}ồng Tháp"
    assert fold(written) == "dong thap"
    assert slug(written) == "dong-thap"
    assert sorted(["Em", written, "Dứa"], key=sort_key) == ["Dứa", written, "Em"]


def test_browsers_fold_the_same_letters() -> None:
    for name in ("finder.js", "kiosk.js"):
        source = (PROJECT / "themes/default/scripts" / name).read_text("utf-8")
        # Browsers make them small first: Ð becomes ð, Ɖ becomes ɖ.
        assert '.replace(/[đðɖ]/g, "d")' in source
