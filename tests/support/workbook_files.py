"""Writes one and the same sheet of cells as XLSX, XLS, ODS or CSV, as a spreadsheet program saves it."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from xml.sax.saxutils import quoteattr

from compound_file import compound_file
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.cell import coordinate_to_tuple

Plain = str | int | float | bool | date | time

DEFAULT_FONT = "Arial"
LONGEST_RECORD = 100
"""Bytes of a record of XLS; Excel's have 8,224, but so there is much that runs across borders."""
DAY_FORMAT = "dd/mm/yyyy"


@dataclass(frozen=True)
class Written:
    """A cell with a font or a number format, or a formula with the result that was stored with it."""

    value: Plain | None
    font: str = DEFAULT_FONT
    number_format: str = ""
    formula: str = ""
    is_error: bool = False
    """Whether ``value`` is the code of an error, such as #REF!."""


@dataclass(frozen=True)
class Grid:
    """A sheet to write: cells by Excel's address, merged areas such as "A1:C1"."""

    name: str
    cells: Mapping[str, Plain | Written]
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    """Excel's numbers."""
    hidden_columns: Sequence[str] = ()
    hidden: bool = False


def placed(grid: Grid) -> Iterator[tuple[int, int, Written]]:
    """Row and column from 0, by row, and the cell; a day without a format has the usual one."""
    for address in sorted(grid.cells, key=coordinate_to_tuple):
        row, column = coordinate_to_tuple(address)
        cell = grid.cells[address]
        cell = cell if isinstance(cell, Written) else Written(cell)
        if isinstance(cell.value, date | time) and not cell.number_format:
            form = {datetime: f"{DAY_FORMAT} hh:mm", time: "hh:mm"}.get(type(cell.value), DAY_FORMAT)
            cell = replace(cell, number_format=form)
        yield row - 1, column - 1, cell


def areas(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """First row, first column, last row and last column of the merged areas, from 0."""
    for area in grid.merged:
        (first_row, first_column), (last_row, last_column) = map(coordinate_to_tuple, area.split(":"))
        yield first_row - 1, first_column - 1, last_row - 1, last_column - 1


def serial(value: date | time) -> float:
    """The number of days that Excel stores."""
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440
    days = value.toordinal() - date(1899, 12, 30).toordinal()
    return days + (serial(value.time()) if isinstance(value, datetime) else 0)


def write_xlsx(path: Path, *grids: Grid) -> None:
    """As openpyxl writes it. Formulas have no stored result: that is what it cannot write."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for row, column, written in placed(grid):
            cell = sheet.cell(
                row + 1, column + 1, f"={written.formula}" if written.formula else written.value
            )
            cell.font = Font(name=written.font)
            if written.number_format:
                cell.number_format = written.number_format
            if isinstance(written.value, str) and not written.formula:
                cell.data_type = "e" if written.is_error else "s"
        for area in grid.merged:
            sheet.merge_cells(area)
        for number in grid.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        for letter in grid.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
        sheet.sheet_state = "hidden" if grid.hidden else "visible"
    book.save(path)


def write_xls(path: Path, *grids: Grid) -> None:
    """As BIFF8 in an OLE container, the form of Excel 97 to 2003."""
    path.write_bytes(compound_file({"Workbook": biff8(*grids)}))


def biff8(*grids: Grid, protected: bool = False) -> bytes:
    """The stream of records of a workbook; ``protected`` with the record that a password leaves."""
    formats = sorted({(cell.font, cell.number_format) for grid in grids for _, _, cell in placed(grid)})
    numbers = {
        form: 164 + number for number, form in enumerate(sorted({form for _, form in formats if form}))
    }
    head = _bof(0x0005) + (_record(0x2F, struct.pack("<HHH", 0, 1, 2)) if protected else b"")
    head += _record(0x42, struct.pack("<H", 1200)) + _record(0x22, struct.pack("<H", 0))
    fonts = [DEFAULT_FONT] * 4 + [font for font, _ in formats]
    for font in fonts:
        encoded = struct.pack("<BB", len(font), 1) + font.encode("utf-16-le")
        head += _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + encoded)
    for form, number in numbers.items():
        head += _record(0x41E, struct.pack("<H", number) + _text(form))
    for number, (_, form) in enumerate(formats, 5):  # there is no font of number 4
        head += _record(0xE0, struct.pack("<HH", number, numbers.get(form, 0)) + bytes(16))
    texts: dict[str, int] = {}
    bodies = [_biff8_sheet(grid, formats, texts) for grid in grids]
    head += _shared_texts(texts)
    names = [struct.pack("<BB", len(grid.name), 1) + grid.name.encode("utf-16-le") for grid in grids]
    start = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for grid, name, body in zip(grids, names, bodies, strict=True):
        head += _record(0x85, struct.pack("<IBB", start, grid.hidden, 0) + name)
        start += len(body)
    return head + _record(0x0A) + b"".join(bodies)


def _shared_texts(texts: Mapping[str, int]) -> bytes:
    """The table of texts, in records that continue each other; a text may run across their borders."""
    parts = [bytearray(struct.pack("<II", len(texts), len(texts)))]
    for text in texts:
        encoded = text.encode("utf-16-le")
        if len(parts[-1]) + 3 > LONGEST_RECORD:
            parts.append(bytearray())
        parts[-1] += struct.pack("<HB", len(encoded) // 2, 1)
        for at in range(0, len(encoded), 2):
            if len(parts[-1]) + 2 > LONGEST_RECORD:
                parts.append(bytearray(b"\x01"))
            parts[-1] += encoded[at : at + 2]
    return b"".join(_record(0x3C if number else 0xFC, bytes(part)) for number, part in enumerate(parts))


def _packed(value: float) -> int | None:
    """A number as Excel packs it into 30 bits, whole or of hundredths; None where it does not fit."""
    for hundredths in (0, 1):
        whole = round(value * 100) if hundredths else round(value)
        if abs(whole) < 1 << 29 and (whole / 100 if hundredths else whole) == value:
            return (whole << 2 & 0xFFFFFFFF) | 2 | hundredths
    return None


def _biff8_sheet(grid: Grid, formats: Sequence[tuple[str, str]], texts: dict[str, int]) -> bytes:
    body = _bof(0x0010)
    for letter in grid.hidden_columns:
        column = coordinate_to_tuple(f"{letter}1")[1] - 1
        body += _record(0x7D, struct.pack("<HHHHHH", column, column, 2560, 0, 1, 0))
    for number in grid.hidden_rows:
        body += _record(0x208, struct.pack("<HHHHHHI", number - 1, 0, 1, 255, 0, 0, 0x20))
    for row, column, cell in placed(grid):
        place = struct.pack("<HHH", row, column, formats.index((cell.font, cell.number_format)))
        value = cell.value
        if cell.is_error:
            code = {"#REF!": 0x17, "#N/A": 0x2A}[str(value)]
            result = struct.pack("<BxB3xH", 2, code, 0xFFFF) + struct.pack("<HIH", 0, 0, 0)
            body += _record(0x06, place + result) if cell.formula else b""
            body += b"" if cell.formula else _record(0x205, place + struct.pack("<BB", code, 1))
        elif cell.formula:
            result = b"\0" * 6 + b"\xff\xff" if isinstance(value, str) else struct.pack("<d", value or 0)
            body += _record(0x06, place + result + struct.pack("<HIH", 0, 0, 0))
            body += _record(0x207, _text(value)) if isinstance(value, str) else b""
        elif value is None:
            body += _record(0x201, place)
        elif isinstance(value, bool):
            body += _record(0x205, place + struct.pack("<BB", value, 0))
        elif isinstance(value, str):
            body += _record(0xFD, place + struct.pack("<I", texts.setdefault(value, len(texts))))
        else:
            count = serial(value) if isinstance(value, date | time) else value
            packed = _packed(count)
            if packed is None:
                body += _record(0x203, place + struct.pack("<d", count))
            else:
                body += _record(0x27E, place + struct.pack("<I", packed))
    merged = [struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in areas(grid)]
    body += _record(0xE5, struct.pack("<H", len(merged)) + b"".join(merged))
    return body + _record(0x0A)


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def _text(value: str) -> bytes:
    encoded = value.encode("utf-16-le")
    return struct.pack("<HB", len(encoded) // 2, 1) + encoded


_URN = "urn:oasis:names:tc:opendocument:xmlns"
ODS_NAMES = " ".join(
    f'xmlns:{name}="{_URN}:{name}:1.0"' for name in ("office", "table", "text", "style", "manifest")
)


def write_ods(path: Path, *grids: Grid) -> None:
    """As LibreOffice writes it, with runs of empty cells and rows up to the ends of the sheet."""
    fonts = sorted({cell.font for grid in grids for _, _, cell in placed(grid)})
    styles = '<style:style style:name="hidden"><style:table-properties table:display="false"/></style:style>'
    for number, font in enumerate(fonts):
        properties = f"<style:text-properties style:font-name={quoteattr(font)}/>"
        styles += f'<style:style style:name="f{number}" style:family="table-cell">{properties}</style:style>'
    write_ods_content(path, styles, "".join(_ods_table(grid, fonts) for grid in grids))


def write_ods_content(path: Path, styles: str, tables: str, before: str = "") -> None:
    """An ODS file of these styles and tables; ``before`` stands before its root element."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {ODS_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media_type}"/>'
        for name, media_type in (("/", kind), ("content.xml", "text/xml"))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("content.xml", content)
        manifest = f"<manifest:manifest {ODS_NAMES}>{entries}</manifest:manifest>"
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_table(grid: Grid, fonts: Sequence[str]) -> str:
    rows: dict[int, dict[int, Written]] = {}
    for row, column, cell in placed(grid):
        rows.setdefault(row, {})[column] = cell
    spans, covered = {}, set()
    for first_row, first_column, last_row, last_column in areas(grid):
        spans[first_row, first_column] = (last_row - first_row + 1, last_column - first_column + 1)
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                rows.setdefault(row, {}).setdefault(column, Written(None))
                covered |= {(row, column)} - set(spans)
    hidden_columns = {coordinate_to_tuple(f"{letter}1")[1] - 1 for letter in grid.hidden_columns}
    width = max([0, *hidden_columns, *(column for cells in rows.values() for column in cells)]) + 1
    xml = _opened(
        "table:table", {"table:name": grid.name, "table:style-name": "hidden" if grid.hidden else ""}
    )
    for column in range(width):
        visibility = "collapse" if column in hidden_columns else ""
        xml += _opened("table:table-column", {"table:visibility": visibility}) + "</table:table-column>"
    next_row = 0
    for row in sorted(rows):
        xml += _ods_gap(row - next_row) if row > next_row else ""
        xml += _opened(
            "table:table-row", {"table:visibility": "collapse" if row + 1 in grid.hidden_rows else ""}
        )
        next_column = 0
        for column, cell in sorted(rows[row].items()):
            xml += _ods_empty(column - next_column) if column > next_column else ""
            name = "table:covered-table-cell" if (row, column) in covered else "table:table-cell"
            high, wide = spans.get((row, column), ("", ""))
            about = {
                "table:style-name": f"f{fonts.index(cell.font)}",
                "table:number-rows-spanned": str(high),
                "table:number-columns-spanned": str(wide),
                "table:formula": f"of:={cell.formula}" if cell.formula else "",
            }
            attributes, text = _ods_value(cell.value)
            xml += f"{_opened(name, about | attributes)}{text}</{name}>"
            next_column = column + 1
        xml += _ods_empty(16384 - next_column) + "</table:table-row>"
        next_row = row + 1
    return xml + _ods_gap(1048576 - next_row) + "</table:table>"


def _opened(name: str, attributes: Mapping[str, str]) -> str:
    """The tag that opens an element; attributes without a value are left out."""
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items() if value)}>"


def _ods_empty(columns: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{columns}"/>'


def _ods_gap(rows: int) -> str:
    return f'<table:table-row table:number-rows-repeated="{rows}">{_ods_empty(16384)}</table:table-row>'


def _ods_value(value: Plain | None) -> tuple[dict[str, str], str]:
    """The attributes of a cell with its value, and the paragraphs that show it."""
    match value:
        case None:
            return {}, ""
        case bool():
            kind, key, plain = "boolean", "boolean-value", str(value).lower()
        case str():
            lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in value.split("\n"))
            return {"office:value-type": "string"}, lines
        case time():
            kind, key, plain = "time", "time-value", f"PT{value:%HH%MM%SS}"
        case date():
            kind, key, plain = "date", "date-value", value.isoformat()
        case _:
            kind, key, plain = "float", "value", str(value)
    return {"office:value-type": kind, f"office:{key}": plain}, f"<text:p>{value}</text:p>"


def _ods_text(value: str) -> str:
    """Text of a paragraph, in which a space after a space is an element."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("  ", " <text:s/>")


def csv_text(grid: Grid, separator: str) -> str:
    """Text of a CSV file as Excel saves it: decimal commas, days as they are shown, line ends of Windows."""
    height = max(row for row, _, _ in placed(grid)) + 1
    width = max(column for _, column, _ in placed(grid)) + 1
    table = [[""] * width for _ in range(height)]
    for row, column, cell in placed(grid):
        table[row][column] = _shown(cell.value)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(table)
    return stream.getvalue()


def _shown(value: Plain | None) -> str:
    match value:
        case None:
            return ""
        case date():
            return f"{value:%d/%m/%Y}"
        case float():
            return str(value).replace(".", ",")
        case _:
            return str(value)


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> None:
    """Write an archive again with its parts changed; parts that become None are left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if (changed := change(name, content)) is not None:
                archive.writestr(name, changed)
        for name, content in more.items():
            archive.writestr(name, content)
