"""What an XLS file (Excel 97 to 2003) tells beside the values of its cells, and whether it may be read.

The form is [MS-XLS]: records of a number, a length and data, first those of the workbook, then of each sheet.
"""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl.styles.numbers import builtin_format_code

from generator.spreadsheets.compound import CompoundFile, compound_file
from generator.spreadsheets.layout import Layout, Style
from generator.spreadsheets.refusals import MAX_COLUMNS, Extent, refusal
from generator.spreadsheets.source_file import Kind, wrong_kind
from generator.spreadsheets.workbook import Area

_STREAM = "Workbook"
_BIFF8 = 0x0600
_BOF, _EOF, _PASSWORD, _FONT, _FORMAT, _STYLE, _SHEET = 0x809, 0x0A, 0x2F, 0x31, 0x41E, 0xE0, 0x85
_DIMENSIONS, _STRINGS = 0x200, 0xFC
_IGNORED = 0xC1
"""A record that nothing is read of."""
_FORMULA, _ERROR_OR_BOOLEAN, _SEVERAL_NUMBERS = 0x06, 0x205, 0xBD
_ONE_CELL = (_FORMULA, _ERROR_OR_BOOLEAN, 0x203, 0x27E, 0xFD, 0x204, 0xD6)
"""Records of one cell with a value: they begin with row, column and style."""
_ROW, _COLUMNS, _MERGED = 0x208, 0x7D, 0xE5
_MACRO_SHEET, _MODULE = 1, 6
_ERRORS = dict(
    zip(
        (0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A),
        ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"),
        strict=True,
    )
)


def layouts(path: Path, data: bytes) -> tuple[bytes, list[Layout]]:
    """Return a clean copy of the file, and the layout of each sheet. Raises :class:`SpreadsheetError`."""
    file = CompoundFile(path, data)
    if "EncryptedPackage" in file.entries:
        raise refusal("SHEET-PASSWORD", path)
    if "WordDocument" in file.entries:
        raise wrong_kind(path, Kind.DOCUMENT)
    if "PowerPoint Document" in file.entries:
        raise wrong_kind(path, Kind.PRESENTATION)
    if "Book" in file.entries and _STREAM not in file.entries:
        raise wrong_kind(path, Kind.OLDEST_WORKBOOK)
    if _STREAM not in file.entries:
        raise wrong_kind(path, Kind.OLE)
    if {"_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"} & set(file.entries):
        raise refusal("SHEET-MACROS", path)
    reader = _Reader(path, bytearray(file.stream(_STREAM)))
    try:
        found_layouts = reader.layouts()
    except (struct.error, IndexError):
        raise refusal("SHEET-BROKEN", path) from None
    return compound_file({_STREAM: bytes(reader.stream)}), found_layouts


class _Reader:
    """Takes the layouts from a stream of records, and the sizes that it only claims out of it."""

    def __init__(self, path: Path, stream: bytearray) -> None:
        self.path = path
        self.stream = stream
        self.extent = Extent(path)
        self.fonts: list[str] = []
        self.formats: dict[int, str] = {}
        self.styles: list[Style] = []
        self.layout = Layout("")
        self.handlers: dict[int, Callable[[bytes], None]] = {
            **dict.fromkeys(_ONE_CELL, self._cell),
            _FORMULA: self._formula,
            _ERROR_OR_BOOLEAN: self._error,
            _SEVERAL_NUMBERS: self._several_numbers,
            _ROW: self._row,
            _COLUMNS: self._columns,
            _MERGED: self._merged,
        }

    def layouts(self) -> list[Layout]:
        """Return the layout of each sheet. Raises ``struct.error`` and ``IndexError`` for a broken stream."""
        if struct.unpack_from("<HHH", self.stream)[::2] != (_BOF, _BIFF8):
            raise wrong_kind(self.path, Kind.OLDEST_WORKBOOK)
        sheets = []
        for number, record in self._records(0):
            if number == _PASSWORD:
                raise refusal("SHEET-PASSWORD", self.path)
            if number == _SHEET:
                sheets.append(record)
            elif number == _STRINGS and struct.unpack_from("<I", record, 4)[0] > len(self.stream):
                raise refusal("SHEET-BROKEN", self.path)
            else:
                self._format(number, record)
        found_layouts = []
        for sheet in sheets:
            start, state, kind = struct.unpack_from("<IBB", sheet)
            if kind in (_MACRO_SHEET, _MODULE):
                raise refusal("SHEET-MACROS", self.path)
            self.layout = Layout(_text(sheet, 6, "B"), hidden=bool(state & 3))
            self.extent.next_sheet()
            for number, record in self._records(start):
                if number in self.handlers:
                    self.handlers[number](record)
            found_layouts.append(self.layout)
        return found_layouts

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of a part of the stream, without those of charts inside it."""
        depth = 0
        while at + 4 <= len(self.stream):
            number, length = struct.unpack_from("<HH", self.stream, at)
            depth += (number == _BOF) - (number == _EOF)
            if depth == 0:
                return
            if number == _DIMENSIONS:  # a reader would allocate as many cells as it states
                struct.pack_into("<H", self.stream, at, _IGNORED)
            elif depth == 1:
                yield number, bytes(self.stream[at + 4 : at + 4 + length])
            at += 4 + length

    def _format(self, number: int, record: bytes) -> None:
        if number == _FONT:
            self.fonts.append(_text(record, 14, "B"))
        elif number == _FORMAT:
            self.formats[struct.unpack_from("<H", record)[0]] = _text(record, 2, "H")
        elif number == _STYLE:
            font, form = struct.unpack_from("<HH", record)
            font -= font > 4  # there is no font of number 4
            name = self.fonts[font] if font < len(self.fonts) else ""
            self.styles.append((name, self.formats.get(form) or builtin_format_code(form) or ""))

    def _cell(self, record: bytes) -> None:
        self._note(*struct.unpack_from("<HHH", record))

    def _note(self, row: int, column: int, style: int) -> None:
        self.extent.note(row, column)
        if style < len(self.styles):
            self.layout.styles[row, column] = self.styles[style]

    def _formula(self, record: bytes) -> None:
        self._cell(record)
        if record[12:14] == b"\xff\xff" and record[6] == 2:
            self._note_error(record, record[8])

    def _error(self, record: bytes) -> None:
        self._cell(record)
        if record[7]:
            self._note_error(record, record[6])

    def _note_error(self, record: bytes, code: int) -> None:
        row, column = struct.unpack_from("<HH", record)
        self.layout.errors[row, column] = _ERRORS.get(code, "#ERROR!")

    def _several_numbers(self, record: bytes) -> None:
        row, column = struct.unpack_from("<HH", record)
        for offset in range(4, len(record) - 6, 6):
            self._note(row, column, struct.unpack_from("<H", record, offset)[0])
            column += 1

    def _row(self, record: bytes) -> None:
        row, options = struct.unpack_from("<H10xI", record)
        if options & 0x20:
            self.layout.hidden_rows.add(row)

    def _columns(self, record: bytes) -> None:
        first, last, _, _, options = struct.unpack_from("<5H", record)
        if options & 1:
            self.layout.hidden_columns |= set(range(first, min(last + 1, MAX_COLUMNS)))

    def _merged(self, record: bytes) -> None:
        for number in range(struct.unpack_from("<H", record)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * number)
            self.layout.merged.append(Area(top, left, bottom, right))


def _text(record: bytes, at: int, size: str) -> str:
    """Return a text that its length and kind of letters precede; ``size`` is how the length is stored."""
    count, flags = struct.unpack_from(f"<{size}B", record, at)
    start = at + struct.calcsize(f"<{size}B")
    if flags & 1:
        return record[start : start + 2 * count].decode("utf-16-le", "replace")
    return record[start : start + count].decode("latin-1")
