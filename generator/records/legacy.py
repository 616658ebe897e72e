"""Vietnamese from before Unicode: fonts with signs of Latin-1 (TCVN3, VNI), marks typed as signs (VIQR, VNI).

A text is told only where its words, decoded, are spelt as Vietnamese syllables and cannot have been meant as
they stand: real text, English and French included, must never be accused.
"""

import re
import unicodedata
from collections.abc import Iterator

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
_VNI_WORD = re.compile(r"[A-Za-z\u00c0-\u00ff]*[ùøûõïâáàåãäêéèúüëñö][A-Za-z\u00c0-\u00ff]*", re.IGNORECASE)

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
SUSPICIOUS = re.compile(f"{_PROVES.pattern}|{_HINTS.pattern}|[A-Za-z][1-9]{{1,2}}[A-Za-z]|[\u00a0-\u00ff]")
"""Whatever :func:`legacy` tells holds one of these."""


def legacy(text: str, file: str) -> list[Problem]:
    """A warning where a text looks like Vietnamese of a font or a way of typing before Unicode."""
    if not SUSPICIOUS.search(text):
        return []
    if found := _FONT.search(text):
        start = max(text.rfind(" ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
        word = text[start:].split(maxsplit=1)[0].strip(",.;:()[]{}\"'")
        return [problem("TEXT-LEGACY", location_at(text, start, file), written=word)]
    plain = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    for words in (_vni_font(plain), _viqr(plain), _vni_typed(plain)):
        weights, first = 0, (-1, "")
        seen: set[str] = set()
        for start, word, weight in words:
            if word.lower() not in seen:
                seen.add(word.lower())
                weights += weight
                first = first if first[1] else (start, word)
            if weights >= ENOUGH:
                return [problem("TEXT-LEGACY", location_at(text, first[0], file), written=first[1])]
    return []


def _vni_font(text: str) -> Iterator[tuple[int, str, int]]:
    """Words of a VNI font: where, the word, and how much it proves."""
    for found in _VNI_WORD.finditer(text):
        word = found[0].lower()
        letters, signs, at = "", 0, 0
        while at < len(word):
            letter = word[at]
            mark = _VNI_MARKS.get(letter, {}).get(word[at + 1 : at + 2], "")
            signs += (letter in "ñö") + bool(mark)
            letters += _VNI_LETTERS.get(letter, letter) + mark
            at += 2 if mark else 1
        if signs and not is_syllable(word) and is_syllable(nfc(letters)):
            yield found.start(), found[0], min(signs, ENOUGH)


def _viqr(text: str) -> Iterator[tuple[int, str, int]]:
    """Words whose marks are typed as signs behind the letters."""
    for found in _VIQR_WORD.finditer(text):
        # A sign at the end may be the end of the sentence.
        for word in (found[0], found[0].rstrip(".?'(")):
            proves, hints = _PROVES.search(word), _HINTS.search(word)
            if (proves or hints) and _is_marked(re.sub("^dd", "đ", word.lower()), _VIQR):
                # Two letters with a sign between them may be a formula.
                sure = proves and len(word) > len("a^n")
                yield found.start(), word, ENOUGH if sure else 1
                break


def _vni_typed(text: str) -> Iterator[tuple[int, str, int]]:
    """Words whose marks are typed as digits behind the letters: ``Tie61ng Vie65t``."""
    for found in _DIGIT_WORD.finditer(text):
        if _is_marked(re.sub("^d9", "đ", found[0].lower()), _DIGITS):
            double = re.search(r"[aeouAEOU][6-8][1-5]|[uU]o?7", found[0])
            yield found.start(), found[0], ENOUGH if double else 1


def _is_marked(word: str, marks: dict[str, str]) -> bool:
    """Whether a word, its signs read as marks, is a syllable with a mark."""
    decoded = nfc("".join(marks.get(sign, sign) for sign in word))
    has_mark = any(unicodedata.combining(part) for part in unicodedata.normalize("NFD", decoded))
    return has_mark and decoded.isalpha() and is_syllable(decoded)
