"""The workbook: a sheet for each table, lists to choose from, and a first sheet that says how to use it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from generator.catalogue.fields import meaning
from generator.catalogue.model import RECORDS, Language
from generator.exporting.cells import Cells, Value, choice_label
from generator.exporting.rows import Row, entries_at, mark_of, parent_name, row_of
from generator.exporting.tables import (
    ITEM,
    MARK,
    NUMBER,
    PARENT,
    RECORD,
    SLOT,
    Column,
    Shape,
    Slot,
    Table,
    tables,
)
from generator.messages import message
from generator.records.shape import example_of, fields_at
from generator.workbooks import CREATED, DAY_FORM, cell_text, fit_page, workbook_bytes

PROPERTY = "ocop"
"""The custom property by which a workbook of ours is known."""
VERSION = "1"
"""Of the form of the workbook: its hidden row and column."""
EXPORT, TEMPLATE = "export", "template"
EXAMPLE = "example"
"""Begins the mark of a row that only shows how a row is filled in."""
HEAD_ROWS = 2
"""The hidden row of names, and the headings."""
GUIDE_WIDTH = 100
ROOM = 2000
"""Rows for new records below those that are there, for which there are drop-downs."""

GREEN, LIGHT_GREEN, GREY, PALE, FAINT = "1E4A2C", "4F7A5C", "595959", "F2F2F2", "808080"
_WIDTHS = {
    Shape.CHOICE: 24,
    Shape.FLAG: 10,
    Shape.WHOLE: 11,
    Shape.NUMBER: 11,
    Shape.DAY: 13,
    Shape.PART_DAY: 13,
    Shape.TEXT: 22,
}
_FORMS = {Shape.WHOLE: "0", Shape.NUMBER: "General", Shape.DAY: DAY_FORM}
_TAB_COLOURS = ("1E4A2C", "8A5A00", "2F5D8A", "6B3F7A", "7A3B3B", "3F6B6B", "5A5A2A", "4A4A4A")
_TOP = Alignment(vertical="top", wrap_text=True)
FONT = "Calibri"
LINE_HEIGHT = 15.5
"""Points of a line of text."""
MOST_LINES = 4
"""Lines that a row shows: a long text would push all others out of sight."""


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: which record or entry it is, and what it says."""

    record: str
    row: Row
    slot: Slot = field(default_factory=lambda: Slot(()))
    parent: str = ""
    number: int | str = ""
    mark: str = ""


def rows_of(table: Table, identity: str, data: Mapping[str, Any]) -> Iterator[SheetRow]:
    """Yield the rows that a record has in a table."""
    if table.is_main:
        row = row_of(table, data)
        yield SheetRow(identity, row, mark=mark_of(row))
        return
    for slot in table.slots:
        for positions, entry in entries_at(data, slot):
            row = row_of(table, entry)
            last = positions[-1] if slot.is_list else ""
            number = last + 1 if isinstance(last, int) else last
            yield SheetRow(identity, row, slot, parent_name(data, slot, positions), number, mark_of(row))


@dataclass
class _Lists:
    """The lists to choose from: their titles and entries by name, which becomes that of a range."""

    titles: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, title: str, entries: Iterable[str]) -> str:
        """Add a list unless it is there; return the name of its range, empty for a list without entries."""
        name = f"ocop_{name}".replace("-", "_").replace(".", "_").replace(":", "_")
        if name not in self.entries:
            self.titles[name], self.entries[name] = title, list(entries)
        return name if self.entries[name] else ""


class Book:
    """Makes one workbook."""

    def __init__(self, cells: Cells, languages: Sequence[Language], purpose: str, title: str) -> None:
        """``purpose`` is :data:`EXPORT` or :data:`TEMPLATE`; ``languages`` are those of the site."""
        self.cells = cells
        self.language = cells.language
        self.names = {language.code: language.name for language in languages}
        self.purpose = purpose
        self.lists = _Lists()
        # The library's types know nothing of custom properties.
        self.book = cast(Any, Workbook(write_only=True))
        self.book.properties.creator = "ocop"
        self.book.properties.title = cell_text(title)
        self.book.properties.created = CREATED
        self.book.custom_doc_props.append(StringProperty(name=PROPERTY, value=f"{VERSION} {purpose}"))
        self.title = title

    def make(self, rows: Mapping[str, Sequence[SheetRow]]) -> bytes:
        """Return the workbook with the rows of each table, by its name."""
        self._guide({name: len(table_rows) for name, table_rows in rows.items()})
        kinds = list(dict.fromkeys(table.kind for table in tables().values()))
        for table in tables().values():
            colour = _TAB_COLOURS[kinds.index(table.kind) % len(_TAB_COLOURS)]
            self._sheet(table, rows.get(table.name, ()), colour)
        self._write_lists()
        return workbook_bytes(self.book)

    def words(self, key: str, **values: object) -> str:
        """Return a sentence of the workbook."""
        return message(f"workbook.{key}", self.language, **values)

    # -- a sheet ---------------------------------------------------------------------------------

    def _sheet(self, table: Table, rows: Sequence[SheetRow], colour: str) -> None:
        seen = dict.fromkeys(chain(self.names, _languages(table, rows)))
        columns = table.columns_in(tuple(seen))
        sheet = self.book.create_sheet(table.title(self.language))
        count, last = len(table.fixed) + len(columns), len(rows) + HEAD_ROWS
        sheet.sheet_properties.tabColor = colour
        sheet.freeze_panes = f"{get_column_letter(len(table.fixed) + 1 + table.is_main)}{HEAD_ROWS + 1}"
        sheet.auto_filter.ref = f"A{HEAD_ROWS}:{get_column_letter(count)}{max(last, HEAD_ROWS + 1)}"
        sheet.row_dimensions[1].hidden = True
        sheet.row_dimensions[HEAD_ROWS].height = 48
        fit_page(sheet, HEAD_ROWS)
        for number, name in enumerate(table.fixed, start=1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.hidden = _fixed_width(name), name == MARK
            dimension.number_format, dimension.alignment = "@", _TOP
        for number, column in enumerate(columns, start=len(table.fixed) + 1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width = _width(column)
            dimension.number_format, dimension.alignment = _form(column), _TOP
            self._offer_choices(sheet, column, get_column_letter(number), last + ROOM)
        self._offer_records(sheet, table, last + ROOM)
        sheet.append(self._names_row(sheet, table, columns))
        sheet.append([*self._fixed_heads(sheet, table), *(self._head(sheet, column) for column in columns)])
        line = _Line(sheet, table, columns, self.cells)
        for number, row in enumerate(rows, start=HEAD_ROWS + 1):
            values = line.values_of(row)
            sheet.row_dimensions[number].height = line.height(values)
            sheet.append(line.cells_of(row, values))

    def _names_row(self, sheet: Any, table: Table, columns: Sequence[Column]) -> list[Any]:
        keys = [f"{table.name}:{name}" for name in table.fixed] + [column.key for column in columns]
        return [_styled(sheet, key, font=Font(name=FONT, color=FAINT, size=8)) for key in keys]

    def _fixed_heads(self, sheet: Any, table: Table) -> Iterator[Any]:
        for name in table.fixed:
            key = name[1:]
            key += "-main" if name == RECORD and table.is_main else ""
            key += "-key" if name == NUMBER and table.is_keyed else ""
            head = _styled(sheet, self.words(f"head-{key}"), **_heading(GREY))
            if name != MARK:
                head.comment = _note(self.words(f"help-{key}"))
            yield head

    def _head(self, sheet: Any, column: Column) -> Any:
        words = column.heading(self.language)
        if column.is_text:
            words = f"{words} ({self.names.get(column.language, column.language)})"
        head = _styled(
            sheet,
            f"{words} *" if column.required else words,
            **_heading(GREEN if column.required else LIGHT_GREEN),
        )
        lines = [column.meaning().of(self.language)]
        if column.infos[-1].examples:
            lines.append(self.words("help-example", example=example_of(column.infos[-1])))
        if column.is_list:
            lines.append(self.words("help-list-text" if column.is_text else "help-list"))
        if column.required:
            lines.append(self.words("help-required"))
        head.comment = _note("\n".join(lines))
        return head

    def _offer_choices(self, sheet: Any, column: Column, letter: str, last: int) -> None:
        """Offer a list for a column whose values come from one. A list cell takes several: it has none."""
        if column.is_list or column.is_text:
            return
        title = column.meaning().label(self.language)
        if column.reference:
            name = self._records_list(column.reference, title)
        elif column.choices:
            labels = (choice_label(column, choice, self.language) for choice in column.choices)
            name = self.lists.add(f"{column.key}", title, labels)
        elif column.shape is Shape.FLAG:
            name = self.lists.add("flag", self.words("list-flag"), (self.words("yes"), self.words("no")))
        else:
            return
        _offer(sheet, name, letter, last, self.words("choose"))

    def _records_list(self, kind: str, title: str) -> str:
        kind = "product" if kind == "lots" else kind
        labels = [
            self.cells.names.label(kind, identity) for identity in self.cells.names.by_kind.get(kind, {})
        ]
        return self.lists.add(f"of_{kind}", self.words(f"list-{kind}") or title, labels)

    def _offer_records(self, sheet: Any, table: Table, last: int) -> None:
        """Offer the records and the parts of them to which the rows of a table of entries belong."""
        for number, name in enumerate(table.fixed, start=1):
            if name == RECORD and not table.is_main:
                listed = self._records_list(table.kind, "")
            elif name == SLOT:
                slots = (slot_label(table, slot, self.language) for slot in table.slots)
                listed = self.lists.add(table.name, self.words("head-part"), slots)
            else:
                continue
            _offer(sheet, listed, get_column_letter(number), last, self.words("choose"))

    # -- the other sheets ------------------------------------------------------------------------

    def _guide(self, counts: Mapping[str, int]) -> None:
        sheet = self.book.create_sheet(self.words("sheet-guide"))
        sheet.sheet_properties.tabColor = GREEN
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, GUIDE_WIDTH
        fit_page(sheet)
        sheet.append([_styled(sheet, self.title, font=Font(name=FONT, bold=True, size=16, color=GREEN))])
        sheet.append([])
        for number in range(1, 10):
            key = f"guide-{number}-{self.purpose}" if number == 1 else f"guide-{number}"
            about, _, text = self.words(key).partition(": ")
            sheet.row_dimensions[number + 2].height = LINE_HEIGHT * _lines(text, GUIDE_WIDTH)
            sheet.append(
                [
                    _styled(sheet, about, font=Font(name=FONT, bold=True), alignment=_TOP),
                    _styled(sheet, text, alignment=_TOP),
                ]
            )
        sheet.append([])
        sheet.append(
            [_styled(sheet, self.words(key), **_heading(GREEN)) for key in ("guide-sheet", "guide-rows")]
        )
        for table in tables().values():
            title = table.title(self.language)
            sheet.append([_styled(sheet, title), _styled(sheet, str(counts.get(table.name, 0)))])

    def _write_lists(self) -> None:
        title = self.words("sheet-lists")
        sheet = self.book.create_sheet(title)
        names = list(self.lists.entries)
        for number in range(1, len(names) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 34
        sheet.freeze_panes = "A2"
        sheet.append([_styled(sheet, self.lists.titles[name], **_heading(GREY)) for name in names])
        cell = _styled(sheet, "", alignment=_TOP)
        for row in range(max(map(len, self.lists.entries.values()))):
            # One by one: the cell is written before it gets its next words.
            sheet.append(
                _worded(cell, entries[row]) if row < len(entries) else None
                for entries in self.lists.entries.values()
            )
        for number, name in enumerate(names, start=1):
            if count := len(self.lists.entries[name]):
                letter = get_column_letter(number)
                area = f"'{title}'!${letter}$2:${letter}${count + 1}"
                self.book.defined_names[name] = DefinedName(name, attr_text=area)


class _Line:
    """Makes the cells of a sheet's rows. Each column has one cell, written again with each row's value."""

    def __init__(self, sheet: Any, table: Table, columns: Sequence[Column], cells: Cells) -> None:
        self.table = table
        self.shown = cells
        self.columns = columns
        key = PatternFill("solid", fgColor=PALE)
        self.cells = [
            *(_body_cell(sheet, "@", fill=key) for _ in table.fixed),
            *(_body_cell(sheet, _form(column)) for column in columns),
        ]
        self.widths = [*(_fixed_width(name) for name in table.fixed), *map(_width, columns)]
        self.example = Font(name=FONT, italic=True, color=FAINT)

    def values_of(self, sheet_row: SheetRow) -> list[Value]:
        """Return what the cells of a row show."""
        table, names = self.table, self.shown.names
        is_labelled = not table.is_main and not sheet_row.mark.startswith(EXAMPLE)
        fixed: dict[str, Value] = {
            MARK: sheet_row.mark,
            RECORD: names.label(table.kind, sheet_row.record) if is_labelled else sheet_row.record,
            SLOT: slot_label(table, sheet_row.slot, self.shown.language),
            PARENT: sheet_row.parent,
            NUMBER: sheet_row.number,
        }
        canonical = (sheet_row.row.get(column.path, "") for column in self.columns)
        shown = (
            self.shown.show(column, text) if text else None
            for column, text in zip(self.columns, canonical, strict=True)
        )
        return [*(fixed[name] for name in table.fixed), *shown]

    def cells_of(self, sheet_row: SheetRow, values: Sequence[Value]) -> Iterator[Any]:
        """Yield the cells of a row; the one before must have been written."""
        is_example = sheet_row.mark.startswith(EXAMPLE)
        for number, (cell, value) in enumerate(zip(self.cells, values, strict=True)):
            if is_example:
                cell.font = self.example
            # The cells that tell which row it is are coloured, empty ones too.
            yield None if value is None and number >= len(self.table.fixed) else _worded(cell, value)

    def height(self, values: Sequence[Value]) -> float:
        """Return the height of a row in points. The column of marks, which is hidden, does not count."""
        pairs = zip(values[1:], self.widths[1:], strict=True)
        lines = (_lines(value, width) for value, width in pairs if isinstance(value, str))
        return LINE_HEIGHT * min(MOST_LINES, max(1, *lines))


def _lines(words: str, width: int) -> int:
    """Return about how many lines words take in a column of so many letters."""
    return sum(1 + len(line) // width for line in words.split("\n"))


def slot_label(table: Table, slot: Slot, language: str) -> str:
    """Return how a part of a record that has entries is called: its label, and its path in brackets."""
    path, labels = [key for key in slot.path if key != ITEM], []
    for depth, key in enumerate(path):
        info = fields_at(RECORDS[table.kind], tuple(path[:depth])).get(key)
        labels += [meaning(info).label(language)] if info else []
    return f"{' › '.join(labels)} [{slot.name}]"


def _languages(table: Table, rows: Iterable[SheetRow]) -> Iterator[str]:
    """Yield the languages of the texts of rows."""
    ends = {(*column.path, ""): len(column.path) for column in table.columns if column.is_text}
    for sheet_row in rows:
        for path in sheet_row.row:
            if ends.get((*path[:-1], "")):
                yield path[-1]


def _styled(sheet: Any, words: str, **style: Any) -> Any:
    """Return a cell with words, which are never a formula, and its style."""
    cell = WriteOnlyCell(sheet)
    for name, value in style.items():
        setattr(cell, name, value)
    return _worded(cell, words)


def _worded(cell: Any, value: Value) -> Any:
    """Return a cell with another value."""
    cell.value = cell_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _body_cell(sheet: Any, form: str, **style: Any) -> Any:
    return _styled(sheet, "", number_format=form, alignment=_TOP, **style)


def _heading(colour: str) -> dict[str, Any]:
    return {
        "font": Font(name=FONT, bold=True, color="FFFFFF"),
        "fill": PatternFill("solid", fgColor=colour),
        "alignment": Alignment(vertical="center", wrap_text=True),
    }


def _note(words: str) -> Comment:
    """Return a note on a heading, large enough for its words."""
    lines = sum(1 + len(line) // 44 for line in words.split("\n"))
    return Comment(cell_text(words), "ocop", height=24 + 17 * lines, width=320)


def _offer(sheet: Any, name: str, letter: str, last: int, words: str) -> None:
    """Offer the entries of a list in a column; others may be written too, after a question."""
    if not name:
        return
    choice = DataValidation(type="list", formula1=f"={name}", allow_blank=True, errorStyle="warning")
    choice.error, choice.showErrorMessage = words, True
    choice.add(f"{letter}{HEAD_ROWS + 1}:{letter}{last}")
    sheet.data_validations.append(choice)


def _fixed_width(name: str) -> int:
    return 30 if name in (RECORD, SLOT) else 12


def _width(column: Column) -> int:
    if column.reference:
        return 32
    return 38 if column.is_text or column.is_list else _WIDTHS[column.shape]


def _form(column: Column) -> str:
    """Return the format of a column's cells: text, unless they hold single numbers or days."""
    return "@" if column.is_list or column.reference else _FORMS.get(column.shape, "@")
