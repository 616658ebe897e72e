"""Vietnamese from before Unicode: recognised, and turned into Unicode.

Fonts of TCVN3 (also called ABC; ``.VnTime``) and VNI (``VNI-Times``) draw Vietnamese letters in the places of
Latin-1's signs; VIQR types marks as signs behind letters. The tables state TCVN 5712:1993 (its set VN3, which
those fonts have), the VNI-Win code page and RFC 1456.

A text is recognised only where its words, decoded, are spelt as Vietnamese syllables and cannot have been
meant as they stand: real text, English and French included, must never be accused. A text with letters of
Unicode that no such font has is never accused at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from generator.catalogue.letters import is_syllable
from generator.text import nfc

Encoding = Literal["tcvn3", "vni", "viqr"]

ENOUGH = 2
"""Two words that might be Vietnamese, or one that can be nothing else."""

ADDRESS = re.compile(r"[A-Za-z]+://\S+|\S+@\S+|^.*(?<![\w^(+])`.*$", re.MULTILINE)
"""Addresses, and lines with code: their letters are no words."""

# TCVN3: the places from A1 on, and the letters that the fonts draw there.
_TCVN3_PLACES = (
    "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae"
    "\u00b5\u00b6\u00b7\u00b8\u00b9\u00bb\u00bc\u00bd\u00be\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb"
    "\u00cc\u00ce\u00cf\u00d0\u00d1\u00d2\u00d3\u00d4\u00d5\u00d6\u00d7\u00d8\u00dc\u00dd\u00de"
    "\u00df\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee"
    "\u00ef\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f7\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(_TCVN3_PLACES, _TCVN3_LETTERS, strict=True))
"""The signs that stand for Vietnamese letters; a font of capitals draws the small ones as capitals."""
_TCVN3_TABLE = str.maketrans(_TCVN3)
_TCVN3_WORD = re.compile(f"[A-Za-z{_TCVN3_PLACES}]*[{_TCVN3_PLACES}][A-Za-z{_TCVN3_PLACES}]*")
_NO_LETTER = re.compile("(?<!^)[\u00a1-\u00be\u00d7\u00f7]|^[\u00a2-\u00a8\u00aa\u00ac\u00ad\u00b6-\u00be]")
"""Signs that real text has beside letters nowhere, or only before them: «a», ©, ®, ¿, µm."""

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_ROUND = {
    "â": _CIRCUMFLEX,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
}
_BENT = {
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_MARKS = {
    "a": _TONES | _ROUND | _BENT,
    "e": _TONES | _ROUND,
    "o": _TONES | _ROUND,
    "u": _TONES,
    "y": _TONES,
    "ö": _TONES,
    "ô": _TONES,
}
"""The sign behind a letter in a VNI font, and the marks that it stands for."""
_VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _both_cases(letters: Iterable[str]) -> str:
    """Return a class of a regular expression: letters, small and capital."""
    every = "".join(letters)
    return f"[{every}{every.upper()}]"


VNI_SIGN = re.compile(
    _both_cases({"ñ", "ö", *_TONES, *_ROUND, *_BENT})
    + f"(?:(?<={_both_cases('ñö')})|"
    + "|".join(f"(?<={_both_cases(letter)}{_both_cases(signs)})" for letter, signs in _VNI_MARKS.items())
    + ")"
)
"""A letter of a VNI font that is rare elsewhere; Vietnamese has hardly more than the à of ``oà``.

Regular expressions that begin with one class of letters, and look back from there, are several times faster.
"""
_VNI_WORD = re.compile(r"[A-Za-z\u00c0-\u00ff]*")
_VNI_FONT_WORD = re.compile(r"[A-Za-z]*[\u00c0-\u00ff][A-Za-z\u00c0-\u00ff]*")
_LATIN_WORD = re.compile(r"[A-Za-z]*[\u00a1-\u00ff][A-Za-z\u00a1-\u00ff]*")
_NOT_TCVN3 = re.compile(f"(?![{_TCVN3_PLACES}])[\u00c0-\u00ff]")
"""Letters of Latin-1 in whose places a TCVN3 font has none."""
_UNICODE = re.compile("[\u0100-\u024f\u0300-\u1fff\u2c00-\U0010ffff]")
"""Letters and marks that no old font has; signs of typography among old letters come from Excel."""
_OLD_SIGN = re.compile(r"[\u00a1-\u00ff]|[A-Za-z][\^(+`?~]")

_VIQR_MARKS = {
    "^": _CIRCUMFLEX,
    "(": _BREVE,
    "+": _HORN,
    "'": _ACUTE,
    "`": _GRAVE,
    "?": _HOOK,
    "~": _TILDE,
    ".": _DOT,
}
_VIQR_WORD = re.compile(r"(?<![\w@/.:=&?+^`~'-])[A-Za-z]+(?:[\^(+'`?~.]+[A-Za-z]*)+(?![\w@/=&-])")
_PROVES = re.compile(r"[AEOaeo]\^|[OUou]\+['`?~.]?[A-Za-z]|[Aa]\(['`?~.]?[A-Za-z](?![^(]*\))|[aeiouyAEIOUY]`")
"""What no other text has in a word that is a syllable once it is decoded."""
_HINTS = re.compile(r"[aeiouyAEIOUY][?~][A-Za-z]")
_VIQR_LETTER = re.compile(r"([AEOaeo]\^|[Aa]\(|[OUou]\+|[AEIOUYaeiouy])(['`?~.]?)|(?<![A-Za-z])(?:dd|DD|Dd)")
_VIQR_TEXT = re.compile(r"[A-Za-z](?:[A-Za-z]|[\^(+'`?~.])*")
_CAPITALS_FONT = re.compile(r"\.vn.*h$", re.IGNORECASE)
_SENTENCE_END = ".?'("
"""Signs of VIQR that may end a word for another reason."""


def legacy_encoding(text: str, font: str = "") -> Encoding | None:
    """Return how a text from before Unicode is encoded; None where it is Unicode, or nothing for sure.

    ``font`` is the name of the cell's font, which decides unless only the text as it stands is spelt right.
    The more text is given, the surer the answer: a whole column says more than one cell.
    """
    if _UNICODE.search(text) or not _OLD_SIGN.search(text):
        return None
    if by_font := _encoding_of_font(font):
        words: list[str] = _LATIN_WORD.findall(text)
        decoded = [to_unicode(word, by_font) for word in words]
        right, spelt = sum(map(is_syllable, decoded)), sum(map(_is_spelt, words))
        strange = by_font == "tcvn3" and _NOT_TCVN3.search(text)
        return None if strange or right < spelt or decoded == words else by_font
    bare = ADDRESS.sub(" ", text)
    finders: dict[Encoding, Iterator[tuple[int, str, int]]] = {
        "tcvn3": _tcvn3_words(bare),
        "vni": vni_words(bare),
        "viqr": viqr_words(bare),
    }
    return next((encoding for encoding, words in finders.items() if first_proof(words)), None)


def to_unicode(text: str, encoding: Encoding, font: str = "") -> str:
    """Return the text in Unicode (NFC). In a font of capitals (``.VnTimeH``) every letter is one."""
    if encoding == "tcvn3":
        decoded = text.translate(_TCVN3_TABLE)
        return nfc(decoded.upper() if _CAPITALS_FONT.match(font) else decoded)
    if encoding == "vni":
        return _VNI_FONT_WORD.sub(lambda word: _decode_vni(word[0])[0], text)
    return _VIQR_TEXT.sub(lambda word: _decode_viqr(word[0]), text)


def first_proof(words: Iterable[tuple[int, str, int]]) -> tuple[int, str] | None:
    """Return offset and word where a way of writing begins that enough words prove; None if none is."""
    weights: dict[str, int] = {}
    first: tuple[int, str] | None = None
    for start, word, weight in words:
        first = first or (start, word)
        weights.setdefault(word.lower(), weight)
        if sum(weights.values()) >= ENOUGH:
            return first
    return None


def _encoding_of_font(font: str) -> Encoding | None:
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni-") else None


def _is_spelt(word: str) -> bool:
    """Whether a word is right as it stands: a syllable, its capitals all or only the first."""
    return is_syllable(word) and (word.islower() or word.istitle() or word.isupper())


def _tcvn3_words(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words of a TCVN3 font that can be nothing else: offset, the word, and how much it proves."""
    for match in _TCVN3_WORD.finditer(text):
        word = match[0]
        has_sign = _NO_LETTER.search(word) or not (word.islower() or word.istitle() or word.isupper())
        if has_sign and re.search("[A-Za-z]", word) and is_syllable(word.translate(_TCVN3_TABLE)):
            yield match.start(), word, ENOUGH


def vni_words(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words of a VNI font: offset, the word, and how much it proves."""
    end = 0
    for sign in VNI_SIGN.finditer(text):
        if sign.start() < end:
            continue  # in the word of the sign before
        start = sign.start()
        while start > end and _VNI_WORD.fullmatch(text, start - 1, start):
            start -= 1
        match = _VNI_WORD.match(text, start)
        assert match is not None
        end, word = match.end(), match[0]
        decoded, signs = _decode_vni(word)
        if signs and not is_syllable(word) and is_syllable(decoded):
            yield start, word, min(signs, ENOUGH)


def _decode_vni(word: str) -> tuple[str, int]:
    """Return a word of a VNI font in Unicode, and how many of its signs are rare elsewhere.

    A sign that is no mark of the letter before it stands for itself: î is ỵ, and ù behind a consonant is ù.
    """
    decoded, signs, at = "", 0, 0
    while at < len(word):
        letter = word[at]
        mark = _VNI_MARKS.get(letter.lower(), {}).get(word[at + 1 : at + 2].lower(), "")
        signs += (letter in "ñöÑÖ") + bool(mark)
        meant = _VNI_LETTERS.get(letter.lower(), letter)
        decoded += (meant.upper() if letter.isupper() else meant) + mark
        at += 2 if mark else 1
    return nfc(decoded), signs


def viqr_words(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words whose marks are typed as signs behind the letters."""
    for match in _VIQR_WORD.finditer(text):
        # A sign at the end may be the end of the sentence.
        for word in (match[0], match[0].rstrip(_SENTENCE_END)):
            proves, hints = _PROVES.search(word), _HINTS.search(word)
            if (proves or hints) and is_marked(re.sub("^dd", "đ", word.lower()), _VIQR_MARKS):
                # Two letters with a sign between them may be a formula.
                sure = proves and len(word) > len("a^n")
                yield match.start(), word, ENOUGH if sure else 1
                break


def is_marked(word: str, marks: Mapping[str, str]) -> bool:
    """Whether a word, its signs read as marks, is a syllable with a mark."""
    decoded = nfc("".join(marks.get(sign, sign) for sign in word))
    has_mark = any(unicodedata.combining(character) for character in unicodedata.normalize("NFD", decoded))
    return has_mark and decoded.isalpha() and is_syllable(decoded)


def _decode_viqr(word: str) -> str:
    """Return a word of VIQR in Unicode; signs that may end a sentence stay where they make it no word."""
    without_end = word.rstrip(_SENTENCE_END)
    for part in (word, without_end):
        decoded = _VIQR_LETTER.sub(_viqr_letter, part)
        if is_syllable(decoded):
            return decoded + word[len(part) :]
    # No Vietnamese syllable (a name of other peoples, a formula): only marks that are nothing else.
    if _PROVES.search(word):
        return _VIQR_LETTER.sub(_viqr_letter, without_end) + word[len(without_end) :]
    return word


def _viqr_letter(match: re.Match[str]) -> str:
    letter, tone = match[1], match[2]
    if letter is None:
        return "đ" if match[0].islower() else "Đ"
    return nfc(letter[0] + "".join(_VIQR_MARKS[sign] for sign in letter[1:] + tone))
