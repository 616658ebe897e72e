"""Which font sets which letter; what is dropped, what is refused; letters converted for PDF."""

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from generator import fonts
from generator.fonts import LetterError, Run, clean, lacking, pieces, runs

NO_FONT = "ꪀ"
"""A letter of the Thai of Vietnam (Tai Viet)."""


@pytest.mark.parametrize("kind", fonts.KINDS)
def test_usual_letters_are_in_every_font(kind: str) -> None:
    usual = [chr(code) for code in range(0x3000) if fonts._EVERYWHERE.fullmatch(chr(code))]
    assert len(usual) > 400
    assert [letter for letter in usual if ord(letter) not in fonts.letters_of(kind)] == []


def test_vietnamese_needs_no_other_font() -> None:
    letters = "".join(
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
    )
    text = f"{letters} đ {letters.upper()} Đ 0123456789 ₫ – — “…” ‘’ ½ m²"
    assert fonts._EVERYWHERE.fullmatch(text)


def test_each_letter_is_set_in_the_first_font_that_has_it() -> None:
    assert runs("Hồi 谅山 ƀ ★", "name") == (
        Run("name", "Hồi "),
        Run("han", "谅山"),
        Run("name", " "),
        Run("latin", "ƀ"),
        Run("name", " "),
        Run("han", "★"),
    )
    assert [run.font for run in runs("→★", "text")] == ["text", "han"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Trà 🍵 Thái", "Trà Thái"),
        ("🍵Trà👩‍🌾", "Trà"),
        ("Trà ⭐️⭐️ ★", "Trà ★"),
        ("Trà\u2060 mẫu", "Trà mẫu"),
        ("Gạo ★ ngon", "Gạo ★ ngon"),
        ("Gạo\u2001nếp 🌾", "Gạo nếp"),
        ("", ""),
    ],
)
def test_only_decoration_is_dropped(text: str, kept: str) -> None:
    assert clean(text) == kept
    assert lacking(text) == ()


@pytest.mark.parametrize("text", [f"Trà {NO_FONT}", "Giá \ue123", f"{NO_FONT}🍵", "Số 𑁦", "a\U000e0fff"])
def test_a_letter_that_no_font_has_is_refused(text: str) -> None:
    assert lacking(text)
    with pytest.raises(LetterError) as refused:
        clean(text)
    assert refused.value.text == text
    with pytest.raises(LetterError):
        runs(text, "name")


def test_a_text_of_decoration_alone_is_refused() -> None:
    with pytest.raises(LetterError):
        clean("🍵 🍵")


def test_decomposed_text_is_the_same() -> None:
    assert runs(unicodedata.normalize("NFD", "Hồi Lạng Sơn ế ƀ"), "name") == runs("Hồi Lạng Sơn ế ƀ", "name")


@given(st.text(max_size=30))
def test_whatever_is_set_has_a_font_and_nothing_but_decoration_is_lost(text: str) -> None:
    try:
        kept = clean(text)
    except LetterError:
        return
    lost = [letter for letter in unicodedata.normalize("NFC", text) if letter not in kept]
    assert all(letter.isspace() or fonts.is_decoration(letter) for letter in lost)
    for kind in fonts.KINDS:
        set_in = runs(text, kind)
        assert "".join(run.text for run in set_in) == kept
        assert all(ord(letter) in fonts.letters_of(run.font) for run in set_in for letter in run.text)


def up_to(letters: int) -> Callable[[str], bool]:
    """A line that has room for so many letters."""
    return lambda words: len(words) <= letters


@given(st.text(alphabet="aạ 山，八。b-\u00a0", max_size=20))
def test_pieces_together_are_the_text(text: str) -> None:
    for room in (0, 4, 99):
        found = "".join(" " * spaced + piece for piece, spaced in pieces(text, up_to(room)))
        assert found == " ".join(text.split())


def test_lines_end_between_words_and_between_chinese_letters() -> None:
    assert pieces("4 sao · 2028", up_to(0)) == [("4", False), ("sao ·", True), ("2028", True)]
    found = [piece for piece, _ in pieces("Hồi Lạng-Sơn 谅山，八角。", up_to(0))]
    assert found == ["Hồi", "Lạng-Sơn", "谅", "山，", "八", "角。"]


def test_lines_end_inside_a_name_or_after_a_number_only_where_these_are_too_long() -> None:
    text = "Chè của xã Mẫu\u00a0Sơn hạng 4\u00a0sao"
    for most, parts in (
        (7, ["Chè", "của", "xã", "Mẫu Sơn", "hạng", "4 sao"]),
        (5, ["Chè", "của", "xã", "Mẫu", "Sơn", "hạng", "4 sao"]),
        (0, text.split()),
    ):
        assert [piece for piece, _ in pieces(text, up_to(most))] == parts


def drawn(font: ImageFont.FreeTypeFont, letter: str) -> Image.Image:
    image = Image.new("L", (240, 240))
    ImageDraw.Draw(image).text((20, 200), letter, font=font, fill=255, anchor="ls")
    return image


@pytest.mark.parametrize("letter", "谅山八角★①国")
def test_a_converted_letter_looks_like_the_original(letter: str) -> None:
    data = fonts.true_type("han", ord(letter) >> 8)
    with TTFont(BytesIO(data)) as made:
        assert "glyf" in made
        assert "CFF " not in made
        assert set(made.getBestCmap()) == {
            code for code in fonts.letters_of("han") if code >> 8 == ord(letter) >> 8
        }
    original = ImageFont.truetype(BytesIO(fonts.read_font("han")), 200, index=fonts.FACE["han"])
    copy = ImageFont.truetype(BytesIO(data), 200)
    assert copy.getlength(letter) == original.getlength(letter)
    first, second = drawn(original, letter).tobytes(), drawn(copy, letter).tobytes()
    assert sum(first) > 0
    apart = sum(abs(one - other) for one, other in zip(first, second, strict=True))
    assert apart < 0.05 * sum(first)


def test_the_chosen_face_is_the_one_for_mainland_china() -> None:
    with TTFont(BytesIO(fonts.read_font("han")), fontNumber=fonts.FACE["han"], lazy=True) as opened:
        assert re.fullmatch("Noto Sans CJK SC.*", opened["name"].getDebugName(4))
