"""Reads ODS files in a walk through their XML with limits: calamine has none, and tells no fonts."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl.utils.datetime import WINDOWS_EPOCH

from generator.spreadsheets.archive import Archive
from generator.spreadsheets.draft import SheetDraft
from generator.spreadsheets.refusals import Extent, refusal
from generator.spreadsheets.values import day_or_moment, number, number_or_day
from generator.spreadsheets.workbook import Cell, CellError, CellValue

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MACROS = re.compile(r"(?:Basic|Scripts)/.+/.+")
_ERROR = re.compile(r"#[A-Z/0]+[!?A]|Err:\d{3}")
_TIME = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?")
_PERCENT = "0%"
_INVISIBLE = ("collapse", "filter")
_NOT_OF_THE_CELL = ("annotation", "frame", "custom-shape", "shapes", "tracked-changes", "dde-links")
_LONGEST_GAP = 100
"""Spaces that one element may stand for."""


def drafts(archive: Archive) -> list[SheetDraft]:
    """Return the sheets in the order of tabs. Raises :class:`SpreadsheetError`."""
    if any(map(_MACROS.fullmatch, archive.names)):
        raise refusal("SHEET-MACROS", archive.path)
    if b"encryption-data" in archive.parts.get(_MANIFEST, b""):
        raise refusal("SHEET-PASSWORD", archive.path)
    styles = _Styles()
    for part in ("styles.xml", _CONTENT):
        if part in archive.parts:
            archive.walk(archive.parts[part], styles.start)
    reader = _TableReader(archive.path, styles)
    archive.walk(archive.part(_CONTENT), reader.start, reader.end, reader.text)
    return reader.drafts


class _Styles:
    """The fonts of styles of cells, and the styles of tables that hide their tables."""

    def __init__(self) -> None:
        self.families: dict[str, str] = {}
        self.fonts: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.hiding: set[str] = set()
        self.style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an element of ``styles.xml`` or ``content.xml``."""
        if name == "font-face":
            self.families[attributes.get("name", "")] = attributes.get("font-family", "").strip("'\"")
        elif name == "style":
            self.style = attributes.get("name", "")
            self.parents[self.style] = attributes.get("parent-style-name", "")
        elif name == "text-properties" and self.style and "font-name" in attributes:
            self.fonts[self.style] = attributes["font-name"]
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hiding.add(self.style)

    def font(self, style: str) -> str:
        """Return the name of the font of a style of cells; "" where neither it nor its parents tell."""
        passed: set[str] = set()
        while style and style not in passed:
            if style in self.fonts:
                return self.families.get(self.fonts[style]) or self.fonts[style]
            passed.add(style)
            style = self.parents.get(style, "")
        return ""


class _TableReader:
    """Takes all tables from their elements, which come one after another."""

    def __init__(self, path: Path, styles: _Styles) -> None:
        self.styles = styles
        self.extent = Extent(path)
        self.drafts: list[SheetDraft] = []
        self.row = self.column = self.column_number = 0
        self.row_repeats = self.column_repeats = 1
        self.cell: dict[str, str] = {}
        self.lines: list[str] = []
        self.passed_over = 0
        """How many elements are open whose content is not the cell's own: remarks and drawings."""
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "table": self._table,
            "table-column": self._column,
            "table-row": self._row,
            "table-cell": self._cell,
            "covered-table-cell": self._cell,
            "p": lambda _: self.lines.append(""),
            "s": lambda attributes: self.text(" " * min(_repeats(attributes, "c"), _LONGEST_GAP)),
            "tab": lambda _: self.text("\t"),
            "line-break": lambda _: self.text("\n"),
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an element."""
        if name in _NOT_OF_THE_CELL:
            self.passed_over += 1
        elif not self.passed_over and (handler := self.starts.get(name)):
            handler(attributes)

    def text(self, content: str) -> None:
        """Keep what a cell shows."""
        if self.lines and not self.passed_over:
            self.lines[-1] += content

    def end(self, name: str) -> None:
        """Note the end of an element; put a cell in its place when it is whole."""
        if name in _NOT_OF_THE_CELL:
            self.passed_over -= 1
        elif self.passed_over or not self.drafts:
            return
        elif name in ("table-cell", "covered-table-cell"):
            self._put()
            self.column += self.column_repeats
        elif name == "table-row":
            self.row += self.row_repeats

    def _table(self, attributes: dict[str, str]) -> None:
        hidden = attributes.get("style-name") in self.styles.hiding
        self.drafts.append(SheetDraft(attributes.get("name", ""), self.extent, hidden=hidden))
        self.row = self.column_number = 0

    def _column(self, attributes: dict[str, str]) -> None:
        end = self.column_number + _repeats(attributes, "number-columns-repeated")
        if attributes.get("visibility") in _INVISIBLE and self.drafts:
            self.drafts[-1].hide_columns(self.column_number, end - 1)
        self.column_number = end

    def _row(self, attributes: dict[str, str]) -> None:
        self.row_repeats = _repeats(attributes, "number-rows-repeated")
        self.column = 0
        if attributes.get("visibility") in _INVISIBLE and self.drafts:
            self.drafts[-1].hide_rows(self.row, self.row + self.row_repeats - 1)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes
        self.column_repeats = _repeats(attributes, "number-columns-repeated")
        self.lines = []

    def _put(self) -> None:
        draft, kind = self.drafts[-1], self.cell.get("value-type", "")
        high, wide = _repeats(self.cell, "number-rows-spanned"), _repeats(self.cell, "number-columns-spanned")
        if high * wide > 1:
            draft.merge(self.row, self.column, self.row + high - 1, self.column + wide - 1)
        is_formula = "formula" in self.cell
        if is_formula and not kind:
            draft.note_formula(self.row, self.column, has_result=False)
        value = self._value(kind, "\n".join(self.lines))
        if value is None:
            return
        font = self.styles.font(self.cell.get("style-name", ""))
        cell = Cell(value, font, _PERCENT if kind == "percentage" else "")
        # Whatever is repeated counts: a short file may state a large table.
        for row in range(self.row, self.row + self.row_repeats):
            for column in range(self.column, self.column + self.column_repeats):
                draft.put(row, column, cell)
                if is_formula:
                    draft.note_formula(row, column, has_result=True)

    def _value(self, kind: str, shown: str) -> CellValue:
        """Return the value of a cell. Raises ``ValueError`` and ``KeyError`` for what is none."""
        if "formula" in self.cell and (kind == "error" or _ERROR.fullmatch(shown)):
            return CellError(shown)
        match kind:
            case "float" | "percentage" | "currency":
                return number(float(self.cell["value"]))
            case "date":
                return day_or_moment(datetime.fromisoformat(self.cell["date-value"].removesuffix("Z")))
            case "time":
                return _time(self.cell["time-value"])
            case "boolean":
                return self.cell["boolean-value"] == "true"
            case _:
                return shown or None


def _time(written: str) -> CellValue:
    """Return a time of day; a span of more than a day as a number of days."""
    parts = _TIME.fullmatch(written)
    if not parts:
        raise ValueError(written)
    hours, minutes, seconds = (float(part or 0) for part in parts.groups())
    days = timedelta(hours=hours, minutes=minutes, seconds=seconds) / timedelta(days=1)
    return number_or_day(days, "hh:mm:ss" if days < 1 else "", WINDOWS_EPOCH)


def _repeats(attributes: dict[str, str], key: str) -> int:
    return max(1, int(attributes.get(key, 1)))
