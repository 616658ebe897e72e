"""Amounts as people write them, read as numbers: ``1.020 kg gạo``, ``300 bags of 2 kg``.

Separators are those of the language the amount is written in. Units are a short table: what weighs
or measures has its UN/CEFACT code, as EPCIS asks for; what is counted has none.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator.text import Text

MEASURED: dict[str, tuple[str, Decimal]] = {
    "mg": ("KGM", Decimal("0.000001")),
    "g": ("KGM", Decimal("0.001")),
    "gam": ("KGM", Decimal("0.001")),
    "gram": ("KGM", Decimal("0.001")),
    "kg": ("KGM", Decimal(1)),
    "kilogram": ("KGM", Decimal(1)),
    "yến": ("KGM", Decimal(10)),
    "tạ": ("KGM", Decimal(100)),
    "tấn": ("KGM", Decimal(1000)),
    "tonne": ("KGM", Decimal(1000)),
    "ml": ("LTR", Decimal("0.001")),
    "l": ("LTR", Decimal(1)),
    "lít": ("LTR", Decimal(1)),
    "litre": ("LTR", Decimal(1)),
    "m": ("MTR", Decimal(1)),
    "mét": ("MTR", Decimal(1)),
    "metre": ("MTR", Decimal(1)),
}
"""Unit → UN/CEFACT code of its base unit and how many of these it is."""

COUNTED = frozenset(
    {
        "túi",
        "bag",
        "hộp",
        "box",
        "chai",
        "bottle",
        "gói",
        "pack",
        "packet",
        "lọ",
        "hũ",
        "jar",
        "thùng",
        "carton",
        "bao",
        "sack",
        "can",
        "lon",
        "tin",
        "bó",
        "bunch",
        "quả",
        "trái",
        "fruit",
        "con",
        "animal",
        "head",
        "cây",
        "plant",
        "tree",
        "củ",
        "tuber",
        "bulb",
        "chiếc",
        "cái",
        "piece",
        "bánh",
        "cake",
        "bàn",
        "bình",
        "đôi",
        "pair",
        "bộ",
        "set",
        "mẫu",
        "sample",
        "khay",
        "tray",
        "rổ",
        "basket",
        "vỉ",
        "sheet",
        "tệp",
        "cuộn",
        "roll",
        "test",
        "vé",
        "ticket",
        "tổ",
        "hive",
    }
)
"""Words for what is counted; English ones in the singular."""

_NUMBER = {
    "vi": re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?(?![0-9.,])"),
    "en": re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?(?![0-9.,])"),
}


@dataclass(frozen=True)
class Amount:
    """An amount in a base unit; ``code`` is its UN/CEFACT code, empty for what is counted."""

    number: Decimal
    unit: str
    code: str
    known: bool
    """Whether the unit is in the table."""
    net: Decimal | None = None
    """What counted packs hold together, in the base unit of ``net_code``: 300 bags of 2 kg are 600."""
    net_code: str = ""


@lru_cache(maxsize=16384)
def read(text: str, language: str) -> Amount | None:
    """Return the amount that ``text`` begins with, or None if it begins with no number and word."""
    quantity = _quantity(text.strip(), language)
    if quantity is None:
        return None
    number, word, after_word = quantity
    if unit := _measured(word):
        code, factor = unit
        return Amount(number * factor, word, code, known=True, net=number * factor, net_code=code)
    size = _quantity(re.sub(r"^[^0-9]*", "", after_word), language)
    if size and (unit := _measured(size[1])):
        code, factor = unit
        return Amount(number, word, "", _counted(word), number * size[0] * factor, code)
    return Amount(number, word, "", _counted(word))


def _quantity(text: str, language: str) -> tuple[Decimal, str, str] | None:
    """Return a number with the separators of its language, the word after it, and the text after that."""
    match = _NUMBER["vi" if language == "vi" else "en"].match(text)
    if match is None:
        return None
    whole = re.sub(r"[.,]", "", match["whole"])
    number = Decimal(f"{whole}.{match['part'] or '0'}")
    word = re.match(r"\s*([^\W\d_]+)", text[match.end() :])
    if word is None:
        return None
    return number, word[1].lower(), text[match.end() + word.end() :]


def _measured(word: str) -> tuple[str, Decimal] | None:
    return MEASURED.get(word) or MEASURED.get(word.removesuffix("s"))


def _counted(word: str) -> bool:
    singular = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(unit in COUNTED for unit in singular)


def of_text(text: Text | None) -> Amount | None:
    """Return the amount of a record's text, from the first language in which it can be read."""
    for language, words in text.root.items() if text else ():
        if result := read(words, language):
            return result
    return None
