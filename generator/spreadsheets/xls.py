"""Reads XLS files (Excel 97 to 2003).

The form is [MS-XLS]: records of a type, a length and data, first those of the workbook, then of each sheet.
calamine reads it too, but tells no fonts, by which old Vietnamese letters are known, and of a damaged file it
may write a trace to the console, or allocate what the file claims (tried 2026-11-29).
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from openpyxl.styles.numbers import builtin_format_code
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from generator.spreadsheets.compound import CompoundFile
from generator.spreadsheets.draft import SheetDraft
from generator.spreadsheets.refusals import Extent, refusal
from generator.spreadsheets.source_file import Kind, wrong_kind
from generator.spreadsheets.values import number_or_day
from generator.spreadsheets.workbook import Cell, CellError, CellValue

Record = list[bytes]
"""The data of a record, and of those that continue it where it is too long for one."""
Style = tuple[str, str]
"""Name of the font, number format."""

_STREAM = "Workbook"
_BIFF8 = 0x0600
_BOF, _EOF, _CONTINUE = 0x809, 0x0A, 0x3C
_PASSWORD, _FONT, _FORMAT, _STYLE, _SHEET, _EPOCH, _STRINGS = 0x2F, 0x31, 0x41E, 0xE0, 0x85, 0x22, 0xFC
_FORMULA, _STRING, _LABEL, _RICH_LABEL, _SHARED_LABEL = 0x06, 0x207, 0x204, 0xD6, 0xFD
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _BOOLEAN_OR_ERROR = 0x203, 0x27E, 0xBD, 0x205
_ROW, _COLUMNS, _MERGED = 0x208, 0x7D, 0xE5
_WORKSHEET, _MACRO_SHEET, _MODULE = 0, 1, 6
_CONTINUED = (_STRINGS, _STRING)
_ERRORS = dict(
    zip(
        (0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A),
        ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"),
        strict=True,
    )
)


def drafts(path: Path, data: bytes) -> list[SheetDraft]:
    """Return the worksheets in the order of tabs. Raises :class:`SpreadsheetError`."""
    file = CompoundFile(path, data)
    if "EncryptedPackage" in file.entries:
        raise refusal("SHEET-PASSWORD", path)
    if _STREAM not in file.entries:
        kinds = {
            "WordDocument": Kind.DOCUMENT,
            "PowerPoint Document": Kind.PRESENTATION,
            "Book": Kind.OLDEST_WORKBOOK,
        }
        raise wrong_kind(path, next((kinds[name] for name in kinds if name in file.entries), Kind.OLE))
    if {"_VBA_PROJECT_CUR", "_VBA_PROJECT"} & set(file.entries):
        raise refusal("SHEET-MACROS", path)
    try:
        return _Reader(path, file.stream(_STREAM)).drafts()
    except (struct.error, IndexError, ValueError):
        raise refusal("SHEET-BROKEN", path) from None


class _Reader:
    """Takes the sheets from a stream of records. Raises ``struct.error`` and others where it is broken."""

    def __init__(self, path: Path, stream: bytes) -> None:
        self.path = path
        self.stream = stream
        self.extent = Extent(path)
        self.fonts: list[str] = []
        self.formats: dict[int, str] = {}
        self.styles: list[Style] = []
        self.texts: list[str] = []
        self.epoch = WINDOWS_EPOCH
        self.sheets: list[bytes] = []
        self.draft = SheetDraft("", self.extent)
        self.of_workbook: dict[int, Callable[[Record], None]] = {
            _PASSWORD: self._password,
            _FONT: lambda record: self.fonts.append(_text(record[0], 14, "B")),
            _FORMAT: self._format,
            _STYLE: self._style,
            _SHEET: lambda record: self.sheets.append(record[0]),
            _EPOCH: self._epoch,
            _STRINGS: self._strings,
        }
        self.of_sheet: dict[int, Callable[[Record], None]] = {
            _FORMULA: self._formula,
            _STRING: self._string,
            _LABEL: self._label,
            _RICH_LABEL: self._label,
            _SHARED_LABEL: self._shared_label,
            _NUMBER: self._number,
            _SHORT_NUMBER: self._short_numbers,
            _SHORT_NUMBERS: self._short_numbers,
            _BOOLEAN_OR_ERROR: self._boolean_or_error,
            _ROW: self._row,
            _COLUMNS: self._columns,
            _MERGED: self._merged,
        }
        self.place: tuple[int, int, int] = (0, 0, 0)
        """Row, column and style of the last formula, whose text comes in a record of its own."""

    def drafts(self) -> list[SheetDraft]:
        """Return the worksheets."""
        if struct.unpack_from("<HHH", self.stream)[::2] != (_BOF, _BIFF8):
            raise wrong_kind(self.path, Kind.OLDEST_WORKBOOK)
        self._read(0, self.of_workbook)
        all_drafts = []
        for sheet in self.sheets:
            start, state, kind = struct.unpack_from("<IBB", sheet)
            if kind in (_MACRO_SHEET, _MODULE):
                raise refusal("SHEET-MACROS", self.path)
            if kind == _WORKSHEET:
                self.draft = SheetDraft(_text(sheet, 6, "B"), self.extent, hidden=bool(state & 3))
                self._read(start, self.of_sheet)
                all_drafts.append(self.draft)
        return all_drafts

    def _read(self, start: int, handlers: dict[int, Callable[[Record], None]]) -> None:
        for kind, record in _records(self.stream, start):
            if kind in handlers:
                handlers[kind](record)

    def _password(self, _: Record) -> None:
        raise refusal("SHEET-PASSWORD", self.path)

    def _format(self, record: Record) -> None:
        self.formats[struct.unpack_from("<H", record[0])[0]] = _text(record[0], 2, "H")

    def _style(self, record: Record) -> None:
        font, form = struct.unpack_from("<HH", record[0])
        font -= font > 4  # there is no font of number 4
        name = self.fonts[font] if font < len(self.fonts) else ""
        self.styles.append((name, self.formats.get(form) or builtin_format_code(form) or ""))

    def _epoch(self, record: Record) -> None:
        self.epoch = MAC_EPOCH if record[0][0] else WINDOWS_EPOCH

    def _strings(self, record: Record) -> None:
        self.texts = list(_SharedTexts(record))

    def _put(self, place: Sequence[int], value: CellValue | float) -> None:
        row, column, style = place
        font, number_format = self.styles[style] if style < len(self.styles) else ("", "")
        if isinstance(value, float):
            value = number_or_day(value, number_format, self.epoch)
        if value not in (None, ""):
            self.draft.put(row, column, Cell(value, font, number_format))

    def _number(self, record: Record) -> None:
        self._put(_place(record), struct.unpack_from("<d", record[0], 6)[0])

    def _short_numbers(self, record: Record) -> None:
        row, column = struct.unpack_from("<HH", record[0])
        for offset in range(4, len(record[0]) - 5, 6):
            style, packed = struct.unpack_from("<HI", record[0], offset)
            self._put((row, column, style), _unpacked(packed))
            column += 1

    def _label(self, record: Record) -> None:
        self._put(_place(record), _text(record[0], 6, "H"))

    def _shared_label(self, record: Record) -> None:
        self._put(_place(record), self.texts[struct.unpack_from("<I", record[0], 6)[0]])

    def _boolean_or_error(self, record: Record) -> None:
        code, is_error = record[0][6], record[0][7]
        self._put(_place(record), _error(code) if is_error else bool(code))

    def _formula(self, record: Record) -> None:
        self.place = _place(record)
        self.draft.note_formula(*self.place[:2], has_result=True)
        result = record[0][6:14]
        if result[6:] != b"\xff\xff":
            self._put(self.place, struct.unpack("<d", result)[0])
        elif result[0] == 1:
            self._put(self.place, bool(result[2]))
        elif result[0] == 2:
            self._put(self.place, _error(result[2]))

    def _string(self, record: Record) -> None:
        self._put(self.place, _SharedTexts(record, 0).text())

    def _row(self, record: Record) -> None:
        row, options = struct.unpack_from("<H10xI", record[0])
        if options & 0x20:
            self.draft.hide_rows(row, row)

    def _columns(self, record: Record) -> None:
        first, last, _, _, options = struct.unpack_from("<5H", record[0])
        if options & 1:
            self.draft.hide_columns(first, last)

    def _merged(self, record: Record) -> None:
        for place in range(struct.unpack_from("<H", record[0])[0]):
            first_row, last_row, first, last = struct.unpack_from("<4H", record[0], 2 + 8 * place)
            self.draft.merge(first_row, first, last_row, last)


class _SharedTexts:
    """Texts one after another in a record and those that continue it; a text may run across their borders."""

    def __init__(self, record: Record, start: int = 8) -> None:
        self.record = record
        self.part = 0
        self.at = start

    def __iter__(self) -> Iterator[str]:
        """Yield the texts of the table of shared texts; how many it has stands before them."""
        for _ in range(struct.unpack_from("<I", self.record[0], 4)[0]):
            yield self.text()

    def text(self) -> str:
        """Return the next text. Raises ``IndexError`` where it is cut short."""
        count, flags = struct.unpack("<HB", self._bytes(3))
        runs = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        hints = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
        text, wide = "", flags & 1
        while count:
            if self.at >= len(self.record[self.part]):
                self._next_part()
                wide = self._bytes(1)[0] & 1  # the rest may be stored in letters of another size
            size = 2 if wide else 1
            letters = max(1, min(count, (len(self.record[self.part]) - self.at) // size))
            text += self._bytes(letters * size).decode("utf-16-le" if wide else "latin-1", "replace")
            count -= letters
        self._bytes(4 * runs + hints)
        return text

    def _bytes(self, count: int) -> bytes:
        content = b""
        while len(content) < count:
            if self.at >= len(self.record[self.part]):
                self._next_part()
            piece = self.record[self.part][self.at : self.at + count - len(content)]
            content += piece
            self.at += len(piece)
        return content

    def _next_part(self) -> None:
        self.part += 1
        self.at = 0
        if not self.record[self.part]:  # raises IndexError behind the last part
            raise IndexError(self.part)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, Record]]:
    """Yield the records of a part of the stream, without those of charts inside it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        record = [stream[at + 4 : at + 4 + length]]
        at += 4 + length
        while kind in _CONTINUED and stream[at : at + 2] == struct.pack("<H", _CONTINUE):
            length = struct.unpack_from("<H", stream, at + 2)[0]
            record.append(stream[at + 4 : at + 4 + length])
            at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, record


def _place(record: Record) -> tuple[int, int, int]:
    """Return row, column and style of a cell, with which its record begins."""
    row, column, style = struct.unpack_from("<HHH", record[0])
    return row, column, style


def _unpacked(packed: int) -> float:
    """Return a number that is stored in 30 bits: half of a float or a whole number, perhaps of hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _error(code: int) -> CellError:
    return CellError(_ERRORS.get(code, "#ERROR!"))


def _text(record: bytes, at: int, size: str) -> str:
    """Return a text that its length and kind of letters precede; ``size`` is how the length is stored."""
    count, flags = struct.unpack_from(f"<{size}B", record, at)
    start = at + struct.calcsize(f"<{size}B")
    if flags & 1:
        return record[start : start + 2 * count].decode("utf-16-le", "replace")
    return record[start : start + count].decode("latin-1")
