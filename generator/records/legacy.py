"""Vietnamese from before Unicode: fonts with signs of Latin-1 (TCVN3, VNI), marks typed as signs (VIQR, VNI).

Fonts and VIQR are recognised by ``spreadsheets/legacy_text.py``, which the import of lists shares: real text,
English and French included, must never be accused.
"""

import re
from collections.abc import Iterator

from generator.diagnostics.problem import Problem, problem
from generator.records.yaml_faults import location_at
from generator.spreadsheets.legacy_text import (
    ADDRESS,
    ENOUGH,
    VNI_SIGN,
    first_proof,
    is_marked,
    viqr_words,
    vni_words,
)

_SIGN = "[\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00a9\u00ae\u00aa\u00ab\u00ac]"
_FONT = re.compile(f"{_SIGN}(?<=[A-Za-z].)[a-z]|\u00f8(?<=[aeiouyAEIOUY].)")
"""Signs of Latin-1 amid letters: TCVN3, and the commonest mark of VNI."""

_DIGITS = {
    "1": "\u0301",
    "2": "\u0300",
    "3": "\u0309",
    "4": "\u0303",
    "5": "\u0323",
    "6": "\u0302",
    "7": "\u031b",
    "8": "\u0306",
}
_DIGIT_WORD = re.compile(r"(?<![\w@/.:=&?-])[A-Za-z]+(?:[1-9]{1,2}[A-Za-z]+)+[1-9]?(?![\w@/=&-])")
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
    if not VNI_SIGN.search(text) and not _TYPED.search(text):
        return []
    # Addresses are left out only where that can decide: looking for them takes longer than all the rest.
    if _first_proof(text) and (proof := _first_proof(ADDRESS.sub(lambda match: " " * len(match[0]), text))):
        start, word = proof
        return [problem("TEXT-LEGACY", location_at(text, start, file), written=word)]
    return []


def _first_proof(text: str) -> tuple[int, str] | None:
    """Return offset and word where a way of writing begins that enough words prove; None if none is."""
    return first_proof(vni_words(text)) or first_proof(viqr_words(text)) or first_proof(_vni_typed(text))


def _vni_typed(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield words whose marks are typed as digits behind the letters: ``Tie61ng Vie65t``."""
    for match in _DIGIT_WORD.finditer(text):
        if is_marked(re.sub("^d9", "đ", match[0].lower()), _DIGITS):
            double = re.search(r"[aeouAEOU][6-8][1-5]|[uU]o?7", match[0])
            yield match.start(), match[0], ENOUGH if double else 1
