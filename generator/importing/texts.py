"""The text of a cell: cleaned of what is only form, refused where it can harm, compared without marks."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache

from generator.catalogue.letters import faults
from generator.dates import show_day
from generator.importing.rows import Note, note
from generator.spreadsheets.workbook import CellError, CellValue
from generator.text import fold, nfc

LONGEST = 2000
"""Letters of the longest cell that is read; whole documents are no values."""
_SHOWN = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_HYPHENS = re.compile("[\u2010\u2011\u2212]")
_APOSTROPHES = re.compile("(?<=[^\\W\\d_])[\u00b4`\u02b9\u02bc\u2032](?=[^\\W\\d_])")
_QUOTED_NUMBER = re.compile(r"^'(?=[\d+])")
"""The sign that keeps a number a text in a spreadsheet, typed into the text itself."""
_FORMULA = re.compile(r"=|[@+-]\s*[A-Za-z_]\w*\s*[(|!]|[+-]?\w+\|")
"""How a text begins that a spreadsheet would run: exported again, it must not."""
_NOTHING = frozenset(
    (
        "khong",
        "khong co",
        "chua co",
        "chua",
        "trong",
        "n a",
        "none",
        "nil",
        "chua cap nhat",
        "chua ro",
        "khong ro",
    )
)
_DITTO = re.compile(r"[-\s]*(?:nt|n/t|n\.t\.?|nhu tren|như trên|″|〃|\"|”|'')[-\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as it may go into a record, and what was done to it."""

    text: str
    """NFC, lines kept apart, else single spaces."""
    repaired: bool = False
    """Whether more than spaces at its ends was changed."""
    fault: Note | None = None
    """Why it cannot be used at all."""


@lru_cache(maxsize=65536)
def clean_text(written: str) -> CleanText:
    """Return a text cleaned of what nobody sees: letters in parts, doubled spaces, odd hyphens."""
    if len(written) > LONGEST:
        return CleanText("", fault=note("readings.too-long", count=len(written), limit=LONGEST))
    text = written.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    if control := _CONTROL.search(text):
        return CleanText("", fault=note("readings.control", code=f"U+{ord(control[0]):04X}"))
    text = nfc(_INVISIBLE.sub("", text))
    text = _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
    text = _APOSTROPHES.sub("\u2019", _HYPHENS.sub("-", text))
    for code, _, values in faults(text):
        if code == "TEXT-LOOKALIKE":
            text = text.replace(values["written"], values["fix"])
    text = _QUOTED_NUMBER.sub("", text)
    if _FORMULA.match(text):
        return CleanText("", fault=note("readings.formula"))
    return CleanText(text, text != written.strip())


def one_line(text: str) -> str:
    """Return a text without its line ends, which are those of a narrow column."""
    return text.replace("\n", " ")


def show(value: CellValue) -> str:
    """Return a cell's value as its reader sees it, cut where it is very long."""
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return show_day(day, "vi")
    if isinstance(value, str):
        return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}\u2026"
    return "" if value is None else number_text(value)


def number_text(value: int | Decimal | time | bool | CellError | str) -> str:
    """Return a number as digits, never with an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def says_nothing(text: str) -> bool:
    """Whether a text only says that there is nothing: a hyphen, dots, "không có"."""
    return (not any(map(str.isalnum, text)) and not set(text) & set("★⭐*☆")) or fold(text) in _NOTHING


def is_ditto(text: str) -> bool:
    """Whether a text says "as above"."""
    return bool(_DITTO.fullmatch(text))


@cache
def _unmarked_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return {"đ": "d", "ð": "d"}.get(base, base) if len(base) == 1 else letter


@lru_cache(maxsize=65536)
def unmarked(text: str) -> str:
    """Return an NFC text in small letters without marks, of the same length, so that places stay."""
    return text.lower() if text.isascii() else "".join(map(_unmarked_letter, text))
