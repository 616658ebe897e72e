"""What an ODS file tells beside the values of its cells, and whether it may be read at all."""

import re
from collections.abc import Callable

from generator.spreadsheets.archive import Archive
from generator.spreadsheets.layout import Layout
from generator.spreadsheets.refusals import MAX_COLUMNS, MAX_ROWS, Extent, refusal
from generator.spreadsheets.workbook import Area

CONTENT = "content.xml"
MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_MACROS = re.compile(r"(?:Basic|Scripts)/.+/.+")
_ERROR = re.compile(r"#[A-Z/0]+[!?A]|Err:\d{3}")
_PERCENT = "0%"
_INVISIBLE = ("collapse", "filter")


def layouts(archive: Archive) -> list[Layout]:
    """Return the layout of each sheet, in the order of tabs. Raises :class:`SpreadsheetError`."""
    if any(map(_MACROS.fullmatch, archive.names)):
        raise refusal("SHEET-MACROS", archive.path)
    if b"encryption-data" in archive.parts.get(_MANIFEST, b""):
        raise refusal("SHEET-PASSWORD", archive.path)
    styles = _Styles()
    for part in ("styles.xml", CONTENT):
        if part in archive.parts:
            archive.walk(archive.parts[part], styles.start)
    reader = _TableReader(styles, Extent(archive.path))
    archive.walk(archive.part(CONTENT), reader.start, reader.end, reader.text)
    return reader.layouts


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
    """Takes the layouts of all tables from their elements, which come one after another."""

    def __init__(self, styles: _Styles, extent: Extent) -> None:
        self.styles = styles
        self.extent = extent
        self.layouts: list[Layout] = []
        self.row = self.column = 0
        self.row_repeats = self.column_repeats = 1
        self.column_number = 0
        self.cell: dict[str, str] = {}
        self.shown = ""
        self.depth = 0
        """How many tables the element lies in: those inside cells and shapes are passed over."""
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "table-column": self._column,
            "table-row": self._row,
            "table-cell": self._cell,
            "covered-table-cell": self._cell,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an element."""
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self._table(attributes)
        elif self.depth == 1 and (handler := self.starts.get(name)):
            handler(attributes)

    def text(self, content: str) -> None:
        """Keep what a cell shows."""
        if self.depth == 1 and len(self.shown) < 100:
            self.shown += content

    def end(self, name: str) -> None:
        """Note a cell, a row when it is whole."""
        if name == "table":
            self.depth -= 1
        elif self.depth == 1 and name in ("table-cell", "covered-table-cell"):
            self._note_cell()
            self.column += self.column_repeats
        elif self.depth == 1 and name == "table-row":
            self.row += self.row_repeats

    def _table(self, attributes: dict[str, str]) -> None:
        hidden = attributes.get("style-name") in self.styles.hiding
        self.layouts.append(Layout(attributes.get("name", ""), hidden=hidden))
        self.extent.next_sheet()
        self.row = self.column_number = 0

    def _column(self, attributes: dict[str, str]) -> None:
        end = self.column_number + _repeats(attributes, "number-columns-repeated")
        if attributes.get("visibility") in _INVISIBLE:
            self.layouts[-1].hidden_columns |= set(range(self.column_number, min(end, MAX_COLUMNS)))
        self.column_number = end

    def _row(self, attributes: dict[str, str]) -> None:
        self.row_repeats = _repeats(attributes, "number-rows-repeated")
        self.column = 0
        if attributes.get("visibility") in _INVISIBLE:
            self.layouts[-1].hidden_rows |= set(range(self.row, min(self.row + self.row_repeats, MAX_ROWS)))

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes
        self.column_repeats = _repeats(attributes, "number-columns-repeated")
        self.shown = ""

    def _note_cell(self) -> None:
        layout, kind = self.layouts[-1], self.cell.get("value-type", "")
        high, wide = _repeats(self.cell, "number-rows-spanned"), _repeats(self.cell, "number-columns-spanned")
        if high * wide > 1 and len(layout.merged) < MAX_ROWS:
            last = self.row + high - 1, self.column + wide - 1
            layout.merged.append(Area(self.row, self.column, *last))
        if not (kind or self.shown or "formula" in self.cell):
            return
        # Whatever is repeated counts, so that no short file becomes a large table.
        self.extent.note(self.row + self.row_repeats - 1, self.column + self.column_repeats - 1)
        style = self.styles.font(self.cell.get("style-name", "")), _PERCENT if kind == "percentage" else ""
        for row in range(self.row, self.row + self.row_repeats):
            for column in range(self.column, self.column + self.column_repeats):
                layout.styles[row, column] = style
                if "formula" in self.cell and not kind:
                    layout.without_result.append((row, column))
                elif "formula" in self.cell and (kind == "error" or _ERROR.fullmatch(self.shown)):
                    layout.errors[row, column] = self.shown


def _repeats(attributes: dict[str, str], key: str) -> int:
    return max(1, int(attributes.get(key, 1)))
