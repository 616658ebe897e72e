"""The values of cells: how a canonical text is shown to officers, and what they typed, made canonical again.

Ids stand behind the name that people know (``Hợp tác xã Mẫu [htx-mau]``), days are real days, flags words.
What officers type is taken where it is certain; anything else is a :class:`CellFaultError`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from generator.catalogue.fields import FIRST_YEAR, LAST_YEAR
from generator.catalogue.lots import product_of
from generator.exporting.rows import divided, joined, normal
from generator.exporting.tables import Column, Shape
from generator.messages import LANGUAGES, message
from generator.records.write import number_text
from generator.spreadsheets.workbook import Cell, CellError
from generator.text import fold

Value = str | int | float | date | None

LONGEST = 32_767
"""UTF-16 code units that a cell of Excel holds."""
MOST_LINES = 253
"""Line ends that a cell of Excel holds."""
FIRST_EXCEL_YEAR = 1901
"""Excel takes 1900 for a leap year and knows no earlier one."""
_YES = frozenset(("co", "yes", "true", "dung", "x", "1"))
_NO = frozenset(("khong", "no", "false", "sai", "0"))
_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]$")
_ID = re.compile(r"([a-z0-9-]+/)?[a-z0-9]+(-[a-z0-9]+)*(:[0-9]{4}(-[0-9]{2})?)?")
_WRITTEN_DAY = re.compile(
    r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})(?:-(?P<iso_day>\d{1,2}))?(?:[T ]00:00(?::00)?)?"
)
_GROUPED = re.compile(r"\d{1,3}([., ])\d{3}(\1\d{3})*")
LOSES_ZEROS = frozenset(("phone", "zalo", "report_phone"))
"""Fields of telephone numbers, which a spreadsheet may have taken for numbers."""


class CellFaultError(Exception):
    """A cell that cannot be understood; ``key`` is that of a sentence of ``workbook.json``."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Names:
    """The records that fields may name: by kind, the name of each by its id."""

    by_kind: Mapping[str, Mapping[str, str]]
    _ids: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def label(self, kind: str, identity: str) -> str:
        """Return how a record is shown: its name, and its id in brackets."""
        name = self.by_kind.get(kind, {}).get(identity)
        if not name and kind == "lots":
            name = self.by_kind.get("product", {}).get(product_of(identity))
        return f"{name} [{identity}]" if name and name != identity else identity

    def meant(self, kind: str, written: str) -> str:
        """Return the id that a label, an id or a name means. Raises :class:`CellFaultError`."""
        kind = "product" if kind == "lots" else kind
        if (bracketed := _IN_BRACKETS.search(written)) and _ID.fullmatch(bracketed[1].strip()):
            return bracketed[1].strip()
        if written in self.by_kind.get(kind, {}) or ("-" in written and _ID.fullmatch(written)):
            return written
        ids = self._by_name(kind).get(fold(written), [])
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise CellFaultError("name-several", written=written, ids=", ".join(ids))
        if _ID.fullmatch(written):
            return written
        raise CellFaultError("name-unknown", written=written)

    def _by_name(self, kind: str) -> dict[str, list[str]]:
        if kind not in self._ids:
            ids = self._ids[kind] = {}
            for identity, name in self.by_kind.get(kind, {}).items():
                ids.setdefault(fold(name), []).append(identity)
        return self._ids[kind]


def choice_label(column: Column, choice: str, language: str) -> str:
    """Return how a choice is shown: what the meaning of the field says of it, and the word itself."""
    word = rf"(?<!\w){re.escape(choice)}"
    condition = message("workbook.if", language)
    meaning = column.meaning().of(language)
    about = re.search(rf"{word} \(([^()]*)\)|{word} {condition} ([^,;]*)", meaning)
    return f"{about[1] or about[2]} [{choice}]" if about else choice


def kept_words(language: str) -> str:
    """Return what stands in the place of a text that a cell cannot hold."""
    return message("workbook.kept", language)


KEPT = frozenset(kept_words(language) for language in LANGUAGES)


class Cells:
    """Shows and reads the cells of one workbook."""

    def __init__(self, names: Names, language: str) -> None:
        self.names = names
        self.language = language
        self._flags = {
            "true": message("workbook.yes", language),
            "false": message("workbook.no", language),
        }
        self._readers: dict[Shape, Callable[[Column, str], str]] = {
            Shape.TEXT: self._read_text,
            Shape.CHOICE: self._read_choice,
            Shape.FLAG: self._read_flag,
            Shape.WHOLE: self._read_whole,
            Shape.NUMBER: self._read_number,
            Shape.DAY: self._read_day,
            Shape.PART_DAY: self._read_part_day,
        }

    # -- showing ---------------------------------------------------------------------------------

    def show(self, column: Column, canonical: str) -> Value:
        """Return what a cell shows; a text that it could not give back letter by letter stays out."""
        value = self._shown(column, canonical)
        if isinstance(value, str):
            units = len(value.encode("utf-16-le")) // 2
            if units > LONGEST or value.count("\n") > MOST_LINES:
                return kept_words(self.language)
            if (column.is_list or column.reference) and not self._comes_back(column, value, canonical):
                return kept_words(self.language)
        return value

    def _comes_back(self, column: Column, value: str, canonical: str) -> bool:
        """Whether a cell is read as what it shows: not where the id of no record is the name of one."""
        try:
            return self.read(column, Cell(value), "") == canonical
        except CellFaultError:
            return False

    def _shown(self, column: Column, canonical: str) -> Value:
        if column.is_list:
            if column.is_text or (column.shape is Shape.TEXT and not column.reference):
                return canonical
            return joined([str(self._shown_one(column, entry)) for entry in divided(canonical)])
        return self._shown_one(column, canonical)

    def _shown_one(self, column: Column, canonical: str) -> Value:
        if column.reference:
            return self.names.label(column.reference, canonical)
        if canonical in column.choices:
            return choice_label(column, canonical, self.language)
        value: Value = canonical
        match column.shape:
            case Shape.FLAG:
                value = self._flags[canonical]
            case Shape.WHOLE:
                value = int(canonical)
            case Shape.NUMBER:
                value = float(canonical)
            case Shape.DAY if int(canonical[:4]) >= FIRST_EXCEL_YEAR:
                value = date.fromisoformat(canonical)
            case Shape.DAY | Shape.PART_DAY:
                value = "/".join(reversed(canonical.split("-")))
        return value

    def text(self, column: Column, canonical: str) -> str:
        """Return a value in a sentence; empty for none."""
        value = self.show(column, canonical) if canonical else ""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)

    # -- reading ---------------------------------------------------------------------------------

    def read(self, column: Column, cell: Cell, before: str) -> str:
        """Return the canonical text of a cell; ``before`` is that of the record, for what Excel has changed.

        Raises :class:`CellFaultError`.
        """
        written = self._written(column, cell, before)
        if not written:
            return ""
        if written in KEPT:
            return before
        if column.is_text or (column.shape is Shape.TEXT and not column.reference):
            text = joined(divided(written)) if column.is_list else written
            return "" if text in ("", column.default) else text
        if column.is_list:
            return joined(
                [self._readers[column.shape](column, entry) for entry in self._entries(column, written)]
            )
        canonical = self._readers[column.shape](column, written)
        return "" if canonical == column.default else canonical

    def _written(self, column: Column, cell: Cell, before: str) -> str:
        """Return what stands in a cell as text."""
        value = cell.value
        if isinstance(value, CellError):
            raise CellFaultError("cell-error", written=value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime | date):
            return self._written_day(column, value, cell.number_format)
        if isinstance(value, int | Decimal):
            return self._written_number(column, value, before)
        return "" if value is None else normal(str(value))

    def _written_day(self, column: Column, value: datetime | date, number_format: str) -> str:
        if column.shape not in (Shape.DAY, Shape.PART_DAY):
            raise CellFaultError("became-day", written=value.isoformat())
        day = value.date() if isinstance(value, datetime) else value
        shows_no_day = number_format and "d" not in number_format.lower()
        if column.shape is Shape.PART_DAY and shows_no_day:
            return day.isoformat()[:7] if "m" in number_format.lower() else day.isoformat()[:4]
        return day.isoformat()

    def _written_number(self, column: Column, value: int | Decimal, before: str) -> str:
        text = number_text(Decimal(value))
        is_words = column.shape is Shape.TEXT and not column.reference
        if is_words and before.lstrip("0") == text:
            return before  # a number that has only lost its zeros
        if is_words and LOSES_ZEROS.intersection(column.path):
            raise CellFaultError("lost-zero", written=text)
        return text

    def _entries(self, column: Column, written: str) -> list[str]:
        """Return the entries of a list of ids or numbers, which may stand in one line."""
        entries: list[str] = []
        for entry in divided(written):
            try:
                self._readers[column.shape](column, entry)
                entries.append(entry)
            except CellFaultError:
                entries += [part.strip() for part in re.split(r"[,;]", entry) if part.strip()]
        return entries

    def _read_text(self, column: Column, written: str) -> str:
        return self.names.meant(column.reference, written) if column.reference else written

    def _read_choice(self, column: Column, written: str) -> str:
        bracketed = _IN_BRACKETS.search(written)
        named = bracketed[1].strip() if bracketed else written
        meant = fold(named)
        for choice in column.choices:
            if meant == fold(choice):
                return choice
        for choice in column.choices:
            if any(
                meant == fold(choice_label(column, choice, code).rpartition(" [")[0]) for code in LANGUAGES
            ):
                return choice
        raise CellFaultError("choice", written=written, choices=", ".join(column.choices))

    def _read_flag(self, _column: Column, written: str) -> str:
        word = fold(written)
        if word in _YES:
            return "true"
        if word in _NO:
            return "false"
        raise CellFaultError("flag", written=written)

    def _read_whole(self, column: Column, written: str) -> str:
        if column.reference:
            return self.names.meant(column.reference, written)
        digits = re.sub(r"[., ]", "", written) if _GROUPED.fullmatch(written) else written
        if not re.fullmatch(r"-?\d{1,15}", digits):
            raise CellFaultError("whole", written=written)
        return str(int(digits))

    def _read_number(self, _column: Column, written: str) -> str:
        if not re.fullmatch(r"-?\d{1,15}([.,]\d{1,15})?", written):
            raise CellFaultError("number", written=written)
        return number_text(Decimal(written.replace(",", ".")))

    def _read_day(self, column: Column, written: str) -> str:
        if column.choices and written[:1].isalpha():
            return self._read_choice(column, written)
        canonical = self._read_part_day(column, written)
        if len(canonical) < len("2026-12-31"):
            raise CellFaultError("day", written=written)
        return canonical

    def _read_part_day(self, _column: Column, written: str) -> str:
        match = _WRITTEN_DAY.fullmatch(written)
        if not match:
            raise CellFaultError("day", written=written)
        parts = match.groupdict()
        year, month, day = (parts[name] or parts[f"iso_{name}"] for name in ("year", "month", "day"))
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise CellFaultError("day", written=written) from None
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise CellFaultError("day", written=written)
        return first.isoformat()[: len("2026-12-31") if day else len("2026-12") if month else len("2026")]
