"""Order files: which stamps and how many, as officers write them, in YAML or a spreadsheet.

A YAML file is a list of entries with ``product``, ``lot`` and ``count``; a spreadsheet has these as the
headings of a table. ``order-headings.json`` has the words by which both know them, Vietnamese and English.
Nothing is guessed: what is not sure is a fault, and all faults of a file are told together. Whether there are
such products and lots is not known here.
"""

import json
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import LANGUAGES
from generator.records.yaml_nodes import clean, read_yaml
from generator.spreadsheets.source_file import check_plain
from generator.spreadsheets.workbook import (
    Cell,
    CellError,
    CellValue,
    Sheet,
    SpreadsheetError,
    Workbook,
    read_workbook,
)
from generator.text import fold, show_number

MOST_COPIES = 1_000_000
"""Stamps of one line: twice what a province used of all its products in a year (2025)."""
MOST_IN_ORDER = 2_000_000
"""Stamps of all lines together."""
MOST_LINES = 1_000
LONGEST_TEXT = 100
"""Letters of a product or lot as written, far more than any code has; and what messages show of a value."""
YAML_SIZE = 256 * 1024
"""Bytes of an order in YAML."""
_YAML = (".yaml", ".yml")
_TOTAL = "total"
"""What stands in place of a product in a row of totals."""
_HEADING_ROWS = 30
"""The headings of a table are looked for in its first rows: an official letter has its head above them."""
_NAME = "-or-name"
"""Ends a heading below which there are codes, unless a column beside it says that it has them."""


@dataclass(frozen=True)
class OrderLine:
    """One line of an order, as written."""

    product: str
    lot: str | None
    copies: int
    """0 where the count is a fault: the product is looked for all the same."""
    location: SourceLocation


@dataclass
class Order:
    """The lines of a file that can be understood, and what is wrong with the others."""

    lines: list[OrderLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Value:
    """One value of a line with its location."""

    value: CellValue
    location: SourceLocation
    is_formula: bool = False


def read_order(path: Path) -> Order:
    """Return the order of a file; nothing is raised, whatever the file is."""
    try:
        if path.suffix.lower() in _YAML:
            order = _order_in_yaml(path)
        else:
            order = _order_in_workbook(read_workbook(path))
    except SpreadsheetError as error:
        order = Order(problems=[_of_spreadsheet(error.problem)])
    whole = SourceLocation(path.name)
    total = sum(line.copies for line in order.lines)
    if not order.lines and not order.problems:
        order.problems.append(problem("ORDER-EMPTY", whole))
    elif len(order.lines) > MOST_LINES:
        order.problems.append(
            problem("ORDER-LINES", whole, **shown_numbers(count=len(order.lines), limit=MOST_LINES))
        )
    elif total > MOST_IN_ORDER:
        order.problems.append(
            problem("ORDER-TOTAL", whole, **shown_numbers(count=total, limit=MOST_IN_ORDER))
        )
    return order


@cache
def _headings() -> Mapping[str, str]:
    """Return the field of each heading, folded."""
    words: dict[str, list[str]] = json.loads(pkgutil.get_data(__name__, "order-headings.json") or b"")
    return {fold(word): name for name, alternatives in words.items() for word in alternatives}


# -- YAML -------------------------------------------------------------------------------------------------


def _order_in_yaml(path: Path) -> Order:
    """Return the order of a YAML file. Raises :class:`SpreadsheetError` for a folder, a pipe or a link."""
    whole = SourceLocation(path.name)
    try:
        check_plain(path)
        with path.open("rb") as stream:
            content = stream.read(YAML_SIZE + 1)
    except FileNotFoundError:
        return Order(problems=[problem("SHEET-MISSING", whole)])
    except OSError as error:
        return Order(problems=[problem("SHEET-UNREADABLE", whole, reason=error.strerror)])
    if len(content) > YAML_SIZE:
        return Order(problems=[problem("ORDER-TOO-BIG", whole, limit=YAML_SIZE // 1024)])
    nodes = read_yaml(content, path.name)
    errors = [fault for fault in nodes.problems if fault.is_error]
    if errors or nodes.data is None:
        return Order(problems=errors)
    order = Order()
    entries = nodes.data if isinstance(nodes.data, list) else None
    if entries is None or not all(isinstance(entry, dict) for entry in entries):
        return Order(problems=[problem("ORDER-SHAPE", whole)])

    def location(*at: str | int) -> SourceLocation:
        return SourceLocation(path.name, *nodes.positions.get(at, (0, 0)))

    for index, entry in enumerate(entries):
        names = {key: _headings().get(fold(key), _TOTAL).removesuffix(_NAME) for key in entry}
        odd = [
            key
            for key, name in names.items()
            if name == _TOTAL or list(names.values()).count(name) > 1 or isinstance(entry[key], dict | list)
        ]
        order.problems += [problem("ORDER-KEY", location(index, key), key=_shown_value(key)) for key in odd]
        if not odd:
            written = [key for key, value in entry.items() if value is not None]
            values = {names[key]: _Value(entry[key], location(index, key)) for key in written}
            _take_line(order, values, location(index))
    return order


# -- spreadsheets -----------------------------------------------------------------------------------------


def _of_spreadsheet(fault: Problem) -> Problem:
    """Return the fault of a file, in the words of orders where they say more."""
    if fault.code != "SHEET-FORMULAS":
        return fault
    return problem("ORDER-FORMULA", fault.location, cells=dict(fault.values)["cells"])


def _order_in_workbook(workbook: Workbook) -> Order:
    name = workbook.path.name
    whole = SourceLocation(name)
    tables = [
        (sheet, row, columns)
        for sheet in workbook.sheets
        if not sheet.hidden
        for row, columns in _heading_rows(sheet)[:1]
    ]
    if not tables:
        return Order(problems=[problem("ORDER-HEADINGS", whole)])
    if len(tables) > 1:
        names = ", ".join(sheet.name for sheet, _, _ in tables)
        return Order(problems=[problem("ORDER-SHEETS", whole, sheets=names)])
    ((sheet, heading_row, columns),) = tables
    # The only sheet of a plain table has the name of its file.
    prefix = "" if len(workbook.sheets) == 1 and sheet.name == workbook.path.stem else f"{sheet.name}!"
    order = Order()

    def location(row: int, column: int) -> SourceLocation:
        return SourceLocation(name, row + 1, column + 1, prefix + Sheet.address(row, column))

    for numbers in columns.values():
        if len(numbers) > 1:
            at = location(heading_row, numbers[1])
            order.problems.append(
                problem("ORDER-COLUMN-TWICE", at, heading=_shown(sheet, heading_row, numbers))
            )
        if numbers[0] in sheet.hidden_columns:
            order.problems.append(problem("ORDER-HIDDEN", location(heading_row, numbers[0])))
    for row in range(heading_row + 1, len(sheet.rows)):
        values = {
            field_name: _Value(cell.value, location(row, numbers[0]), _is_formula(sheet, row, numbers[0]))
            for field_name, numbers in columns.items()
            if not _is_blank(cell := sheet.rows[row][numbers[0]]) or _is_formula(sheet, row, numbers[0])
        }
        if values and row in sheet.hidden_rows:
            order.problems.append(problem("ORDER-HIDDEN", next(iter(values.values())).location))
        elif values:
            _take_line(order, values, location(row, columns["product"][0]))
    return order


def _heading_rows(sheet: Sheet) -> list[tuple[int, dict[str, list[int]]]]:
    """Return the rows that name a product and a count, with the columns of each field."""
    rows = []
    for number, cells in enumerate(sheet.rows[:_HEADING_ROWS]):
        columns: dict[str, list[int]] = {}
        for column, cell in enumerate(cells):
            name = _headings().get(fold(cell.value)) if isinstance(cell.value, str) else None
            if name and name != _TOTAL:
                columns.setdefault(name, []).append(column)
        names = columns.pop(f"product{_NAME}", [])
        if names and "product" not in columns:
            columns["product"] = names
        if "product" in columns and "count" in columns:
            rows.append((number, columns))
    return rows


def _shown(sheet: Sheet, row: int, columns: Iterable[int]) -> str:
    return ", ".join(f"{sheet.rows[row][column].value} ({Sheet.address(row, column)})" for column in columns)


def _is_formula(sheet: Sheet, row: int, column: int) -> bool:
    return (row, column) in sheet.formulas


def _is_blank(cell: Cell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


# -- lines ------------------------------------------------------------------------------------------------


def _take_line(order: Order, values: Mapping[str, _Value], start: SourceLocation) -> None:
    """Add a line to the order, or what is wrong with it."""
    faults = list(_formula_faults(values.values()))
    if faults:
        order.problems += faults
        return
    texts = [values[name] for name in ("product", "lot") if name in values]
    product = _text(values["product"].value) if "product" in values else ""
    if _headings().get(fold(product)) == _TOTAL:
        product = ""
    unclear = [*([] if product else [problem("ORDER-NO-PRODUCT", start)]), *_text_faults(texts)]
    counts = (
        list(_count_faults([values["count"]])) if "count" in values else [problem("ORDER-NO-COUNT", start)]
    )
    order.problems += [*unclear, *counts]
    if not unclear:
        lot = _text(values["lot"].value) if "lot" in values else ""
        copies = 0 if counts else int(str(values["count"].value))
        order.lines.append(OrderLine(product, lot or None, copies, values["product"].location))


def _text(value: CellValue) -> str:
    """Return a product or lot as one line without what nobody sees in a cell."""
    return " ".join(clean(str(value if value is not None else ""))[0].split())


def _formula_faults(values: Iterable[_Value]) -> Iterator[Problem]:
    """Yield a fault for each formula: what it will show tomorrow is not what was checked today."""
    for value in values:
        if value.is_formula or (isinstance(value.value, str) and value.value.lstrip().startswith("=")):
            cell = value.location.cell or _shown_value(value.value)
            yield problem("ORDER-FORMULA", value.location, cells=cell)


def _text_faults(values: Sequence[_Value]) -> Iterator[Problem]:
    """Yield a fault for each product or lot that is no text or whole number, or far too long for one.

    Programs make days of lots.
    """
    for value in values:
        is_text = isinstance(value.value, str | int | None) and not isinstance(value.value, bool | CellError)
        if not is_text or len(str(value.value)) > LONGEST_TEXT:
            yield problem("ORDER-TEXT", value.location, written=_shown_value(value.value))


def _count_faults(values: Sequence[_Value]) -> Iterator[Problem]:
    """Yield a fault for a count that is none: a fraction, words, zero, too many.

    Digits with separators are not taken: 31.250 is a fraction in English and thousands in Vietnamese.
    """
    for value in values:
        written = value.value
        text = written.strip() if isinstance(written, str) else str(written)
        is_whole = text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
        if isinstance(written, bool) or not is_whole:
            yield problem("ORDER-COUNT", value.location, written=_shown_value(written))
        elif len(text) > len(str(MOST_COPIES)) or not 1 <= int(text) <= MOST_COPIES:
            limit = shown_numbers(limit=MOST_COPIES)
            yield problem("ORDER-COUNT-RANGE", value.location, written=_shown_value(written), **limit)


def _shown_value(value: CellValue) -> str:
    """Return a value as messages show it: in one line that a screen has room for."""
    text = _text(value)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def shown_numbers(**numbers: int) -> dict[str, str]:
    """Return numbers for a message, with the separators of each language."""
    return {
        f"{name}_{language}": show_number(number, language)
        for name, number in numbers.items()
        for language in LANGUAGES
    }
