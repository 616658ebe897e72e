"""Vietnamese from before Unicode: fonts with signs of Latin-1 (TCVN3, VNI), marks typed as signs (VIQR, VNI).

A text is told only where its words, decoded, are spelt as Vietnamese syllables and cannot have been meant as
they stand: real text, English and French included, must never be accused.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from generator.catalogue.letters import is_syllable
from generator.diagnostics.problem import Problem, problem
from generator.records.yaml_faults import location_at
from generator.text import nfc

_SIGN = "[\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00a9\u00ae\u00aa\u00ab\u00ac]"
_FONT = re.compile(f"{_SIGN}(?<=[A-Za-z].)[a-z]|\u00f8(?<=[aeiouyAEIOUY].)")
"""Signs of Latin-1 amid letters: TCVN3, and the commonest mark of VNI."""

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


_VNI_SIGN = re.compile(
    _both_cases({"ñ", "ö", *_TONES, *_ROUND, *_BENT})
    + f"(?:(?<={_both_cases('ñö')})|"
    + "|".join(f"(?<={_both_cases(letter)}{_both_cases(signs)})" for letter, signs in _VNI_MARKS.items())
    + ")"
)
"""A letter of a VNI font that is rare elsewhere; Vietnamese has hardly more than the à of ``oà``.

Regular expressions that begin with one class of letters, and look back from there, are several times faster.
"""
_VNI_WORD = re.compile(r"[A-Za-z\u00c0-\u00ff]*")

_VIQR = {
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
_DIGITS = {
    "1": _ACUTE,
    "2": _GRAVE,
    "3": _HOOK,
    "4": _TILDE,
    "5": _DOT,
    "6": _CIRCUMFLEX,
    "7": _HORN,
    "8": _BREVE,
}
_DIGIT_WORD = re.compile(r"(?<![\w@/.:=&?-])[A-Za-z]+(?:[1-9]{1,2}[A-Za-z]+)+[1-9]?(?![\w@/=&-])")
_ADDRESS = re.compile(r"[A-Za-z]+://\S+|\S+@\S+|^.*(?<![\w^(+])`.*$", re.MULTILINE)
"""Addresses, and lines with code: their letters are no words."""

ENOUGH = 2
"""Two words that might be Vietnamese, or one that can be nothing else."""
_TYPED = re.compile(
    r"[\^(+`?~1-9](?:(?<=[AEIOUYaeiouy][\^`])|(?<=[AEIOUYaeiouy][(+?~])(?=['`?~.A-Za-z])"
    r"|(?<=[A-Za-z][1-9])(?=[1-9]?[A-Za-z]))"
)
"""Whatever :data:`_PROVES` and :data:`_HINTS` find, and words with digits inside, has one of these."""


def legacy_encoding_warnings(text: str, file: str) -> list[Problem]:
    """Return a warning where a text looks like Vietnamese of a font or a way of typing before Unicode."""
    if match := _FONT.search(text):
        start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
        word = text[start:].split(maxsplit=1)[0].strip(",.;:()[]{}\"'")
        return [problem("TEXT-LEGACY", location_at(text, start, file), written=word)]
    if not _VNI_SIGN.search(text) and not _TYPED.search(text):
        return []
    # Addresses are left out only where that can decide: looking for them takes longer than all the rest.
    if _first_proof(text) and (proof := _first_proof(_ADDRESS.sub(lambda match: " " * len(match[0]), text))):
        start, word = proof
        return [problem("TEXT-LEGACY", location_at(text, start, file), written=word)]
    return []


def _first_proof(text: str) -> tuple[int, str] | None:
    """Return offset and word where a way of writing begins that enough words prove; None if none is."""
    for words in (_vni_font(text), _viqr(text), _vni_typed(text)):
        weights: dict[str, int] = {}
        first: tuple[int, str] | None = None
        for start, word, weight in words:
            first = first or (start, word)
            weights.setdefault(word.lower(), weight)
            if sum(weights.values()) >= ENOUGH:
                return first
    return None


def _vni_font(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words of a VNI font: offset, the word, and how much it proves."""
    end = 0
    for sign in _VNI_SIGN.finditer(text):
        if sign.start() < end:
            continue  # in the word of the sign before
        start = sign.start()
        while start > end and _VNI_WORD.fullmatch(text, start - 1, start):
            start -= 1
        match = _VNI_WORD.match(text, start)
        assert match is not None
        end, word = match.end(), match[0].lower()
        letters, signs, at = "", 0, 0
        while at < len(word):
            letter = word[at]
            mark = _VNI_MARKS.get(letter, {}).get(word[at + 1 : at + 2], "")
            signs += (letter in "ñö") + bool(mark)
            letters += _VNI_LETTERS.get(letter, letter) + mark
            at += 2 if mark else 1
        if signs and not is_syllable(word) and is_syllable(nfc(letters)):
            yield start, match[0], min(signs, ENOUGH)


def _viqr(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words whose marks are typed as signs behind the letters."""
    for match in _VIQR_WORD.finditer(text):
        # A sign at the end may be the end of the sentence.
        for word in (match[0], match[0].rstrip(".?'(")):
            proves, hints = _PROVES.search(word), _HINTS.search(word)
            if (proves or hints) and _is_marked(re.sub("^dd", "đ", word.lower()), _VIQR):
                # Two letters with a sign between them may be a formula.
                sure = proves and len(word) > len("a^n")
                yield match.start(), word, ENOUGH if sure else 1
                break


def _vni_typed(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words whose marks are typed as digits behind the letters: ``Tie61ng Vie65t``."""
    for match in _DIGIT_WORD.finditer(text):
        if _is_marked(re.sub("^d9", "đ", match[0].lower()), _DIGITS):
            double = re.search(r"[aeouAEOU][6-8][1-5]|[uU]o?7", match[0])
            yield match.start(), match[0], ENOUGH if double else 1


def _is_marked(word: str, marks: dict[str, str]) -> bool:
    """Whether a word, its signs read as marks, is a syllable with a mark."""
    decoded = nfc("".join(marks.get(sign, sign) for sign in word))
    has_mark = any(unicodedata.combining(character) for character in unicodedata.normalize("NFD", decoded))
    return has_mark and decoded.isalpha() and is_syllable(decoded)
