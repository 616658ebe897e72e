"""What an XLSX file tells beside the values of its cells, and whether it may be read at all."""

import posixpath
import re
from collections.abc import Callable

from openpyxl.styles.numbers import builtin_format_code

from generator.spreadsheets.archive import Archive
from generator.spreadsheets.layout import Layout, Style
from generator.spreadsheets.refusals import MAX_COLUMNS, MAX_ROWS, Extent, refusal
from generator.spreadsheets.workbook import Area

WORKBOOK = "xl/workbook.xml"
_PROPERTIES = "docProps/custom.xml"
_CONTENT_TYPES = "[Content_Types].xml"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_YES = ("1", "true")


def layouts(archive: Archive) -> list[Layout]:
    """Return the layout of each sheet, in the order of tabs. Raises :class:`SpreadsheetError`.

    Sheets of charts and dialogs are among them, without cells.
    """
    if b"macroEnabled" in archive.part(_CONTENT_TYPES) or any(
        name.lower().endswith("vbaproject.bin") for name in archive.names
    ):
        raise refusal("SHEET-MACROS", archive.path)
    kinds_and_parts = _relations(archive)
    sheets: list[dict[str, str]] = []
    calculation: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append(attributes)
        elif name == "calcPr":
            calculation.update(attributes)

    archive.walk(archive.part(WORKBOOK), start)
    styles = _styles(archive, dict(kinds_and_parts.values()).get("styles", ""))
    extent = Extent(archive.path)
    all_layouts = []
    for sheet in sheets:
        kind, part = kinds_and_parts.get(sheet.get("id", ""), ("", ""))
        if kind.lower().endswith("macrosheet"):
            raise refusal("SHEET-MACROS", archive.path)
        layout = Layout(sheet.get("name", ""), hidden=sheet.get("state", "visible") != "visible")
        if kind == "worksheet":
            extent.next_sheet()
            is_stale = calculation.get("fullCalcOnLoad") in _YES
            reader = _SheetReader(layout, styles, extent, is_stale=is_stale)
            archive.walk(archive.part(part), reader.start, reader.end, reader.text)
        all_layouts.append(layout)
    return all_layouts


def custom_properties(archive: Archive) -> dict[str, str]:
    """Return the document's custom properties. Raises :class:`SpreadsheetError`."""
    properties: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")
            properties[name] = ""

    def text(content: str) -> None:
        if name:
            properties[name] += content

    if _PROPERTIES in archive.parts:
        archive.walk(archive.parts[_PROPERTIES], start, text=text)
    return properties


def _relations(archive: Archive) -> dict[str, tuple[str, str]]:
    """Return what the workbook refers to by id: the last word of its kind, the name of its part."""
    targets: dict[str, tuple[str, str]] = {}
    folder, name = posixpath.split(WORKBOOK)

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = kind, target.lstrip("/")

    archive.walk(archive.part(f"{folder}/_rels/{name}.rels"), start)
    return targets


def _styles(archive: Archive, part: str) -> list[Style]:
    """Return font and number format of each style of cells, by its number."""
    fonts: list[str] = []
    formats: dict[str, str] = {}
    styles: list[Style] = []
    section = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal section
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs", "numFmts", "fills"):
            section = name
        elif name == "numFmt" and section == "numFmts":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and section == "fonts":
            fonts.append("")
        elif name == "name" and section == "fonts" and fonts:
            fonts[-1] = attributes.get("val", "")
        elif name == "xf" and section == "cellXfs":
            font, number = int(attributes.get("fontId", 0)), attributes.get("numFmtId", "0")
            form = formats.get(number) or builtin_format_code(int(number)) or ""
            styles.append((fonts[font] if 0 <= font < len(fonts) else "", form))

    if part in archive.parts:
        archive.walk(archive.parts[part], start)
    return styles


class _SheetReader:
    """Takes the layout of one sheet from its elements, which come one after another."""

    def __init__(self, layout: Layout, styles: list[Style], extent: Extent, *, is_stale: bool) -> None:
        self.layout = layout
        self.styles = styles
        self.extent = extent
        self.is_stale = is_stale
        self.row = self.column = -1
        self.style = 0
        self.kind = self.value = ""
        self.has_formula = self.has_value = False
        self.columns: dict[str, int] = {}
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row,
            "c": self._cell,
            "f": self._formula,
            "v": self._value,
            "is": self._value,
            "col": self._columns,
            "mergeCell": self._merged,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an element."""
        if handler := self.starts.get(name):
            handler(attributes)

    def text(self, content: str) -> None:
        """Keep the value of a formula or an error."""
        if self.has_value and (self.has_formula or self.kind == "e"):
            self.value += content

    def end(self, name: str) -> None:
        """Note a cell when it is whole."""
        if name != "c" or not (self.has_value or self.has_formula):
            return
        place = self.row, self.column
        self.extent.note(*place)
        if self.style < len(self.styles):
            self.layout.styles[place] = self.styles[self.style]
        if self.kind == "e":
            self.layout.errors[place] = self.value
        if self.has_formula and (
            self.is_stale or not (self.value or (self.has_value and self.kind == "str"))
        ):
            self.layout.without_result.append(place)

    def _row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1
        if attributes.get("hidden") in _YES and self.row < MAX_ROWS:
            self.layout.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = _column(letters)
        self.column = self.columns[letters] if letters else self.column + 1
        self.style = int(attributes.get("s", 0))
        self.kind = attributes.get("t", "")
        self.value = ""
        self.has_formula = self.has_value = False

    def _formula(self, _: dict[str, str]) -> None:
        self.has_formula = True

    def _value(self, _: dict[str, str]) -> None:
        self.has_value = True

    def _columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _YES:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.layout.hidden_columns |= set(range(first - 1, min(last, MAX_COLUMNS)))

    def _merged(self, attributes: dict[str, str]) -> None:
        corners = [_REFERENCE.fullmatch(corner) for corner in attributes.get("ref", "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1] and len(self.layout.merged) < MAX_ROWS:
            (left, top), (right, bottom) = corners[0].groups(), corners[1].groups()
            self.layout.merged.append(Area(int(top) - 1, _column(left), int(bottom) - 1, _column(right)))


def _column(letters: str) -> int:
    """Return the number of a column from 0; raises ``ValueError`` for what is no name of one."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
