"""A workbook of ours that officers have edited: what in it differs from the records, cell by cell.

Rows may be sorted otherwise, columns moved or left out, sheets and columns added. A row carries a mark of
what it said when it was exported: so an edit is told from a record that was changed meanwhile, which is never
overwritten.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from generator.catalogue.fields import ID, LONGEST_ID
from generator.catalogue.findings import given_codes, next_trace_code, province_name
from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.catalogue.lots import product_of
from generator.catalogue.model import RECORDS, KeyPath
from generator.catalogue.records import Records
from generator.exporting.book import EXAMPLE, PROPERTY, VERSION, slot_label
from generator.exporting.catalogue_names import names_of
from generator.exporting.cells import CellFaultError, Cells, Names
from generator.exporting.export import exported, gathered_folders
from generator.exporting.proposals import FieldChange, Proposals, RecordChange, Remark, Standing
from generator.exporting.rows import (
    Positions,
    Row,
    divided,
    entries_at,
    group_with,
    mark_of,
    normal,
    parent_name,
    path_of,
    path_of_parent,
    row_of,
    with_empty_groups,
)
from generator.exporting.sheets import Head, Line, key_of, names_row
from generator.exporting.tables import (
    FIXED,
    ITEM,
    MARK,
    NUMBER,
    PARENT,
    PARENT_KEYS,
    RECORD,
    SLOT,
    Column,
    Path,
    Slot,
    Table,
    tables,
)
from generator.messages import LANGUAGES, message
from generator.records.path_patterns import file_in
from generator.records.plain_data import set_value, value_at
from generator.records.shape import fields_of
from generator.records.write import NO_PLACE, file_of
from generator.spreadsheets.workbook import Sheet, Workbook
from generator.text import slug

APART = {"product": (("producer",), ("origin", "commune"), ("origin", "printed"))}
"""Fields by which records of one name are told apart, by kind; of other kinds a name is given once."""


def read_back(workbook: Workbook, records: Records, language: str) -> Proposals:
    """Return what a workbook of ours would change. Nothing is written."""
    return _Reading(workbook, records, language).read()


@dataclass(frozen=True)
class Entry:
    """An entry of a list of a record: where it stands, or -1 for a number that is not given."""

    identity: str
    slot: Slot
    positions: Positions

    @property
    def path(self) -> KeyPath:
        """Where it stands in its record."""
        return path_of(self.slot, self.positions)


NewEntry = tuple[Line, Entry]


class _Reading:
    """One reading of a workbook. Rows of records come first: those of their lists name them."""

    def __init__(self, workbook: Workbook, records: Records, language: str) -> None:
        self.workbook = workbook
        self.records = records
        self.language = language
        self.proposals = Proposals()
        self.data = {(kind, identity): data for kind, identity, data in exported(records)}
        self.changes: dict[tuple[str, str], RecordChange] = {}
        known = names_of(records, language)
        self.cells = Cells(Names({kind: dict(names) for kind, names in known.by_kind.items()}), language)
        self.seen: dict[tuple[Any, ...], str] = {}
        """The address of the row of each record and entry."""
        self.refused: dict[tuple[str, str], str] = {}
        """Addresses of rows of new records that were refused, by kind and by id or name."""
        self.codes: dict[str, list[str]] = {}
        self.gathered = gathered_folders(records)
        self.has_marks = False
        """Whether the marks of rows tell anything."""

    def read(self) -> Proposals:
        """Do it all."""
        version = self.workbook.properties.get(PROPERTY, VERSION).split(" ")[0]
        if version != VERSION:
            self.tell(Standing.REFUSED, self.workbook.path.name, "newer")
            return self.proposals
        lines = self.lines()
        self.has_marks = self.is_of_this_project(lines)
        known = {
            name: self.identified(tables()[name], group)
            for name, group in lines.items()
            if tables()[name].is_main
        }
        for name, table in tables().items():
            if table.is_main:
                for line, identity in known.get(name, ()):
                    self.record_row(table, line, identity)
        for name in sorted(
            tables(), key=lambda name: max(slot.path.count(ITEM) for slot in tables()[name].slots)
        ):
            if not tables()[name].is_main and name in lines:
                self.entry_rows(tables()[name], lines[name])
        self.tell_missing(lines)
        order = {key: number for number, key in enumerate(self.data)}
        self.proposals.changes = sorted(
            (change for change in self.changes.values() if change.fields or change.is_new),
            key=lambda change: order.get((change.kind, change.identity), len(order)),
        )
        return self.proposals

    def is_of_this_project(self, lines: Mapping[str, Sequence[Line]]) -> bool:
        """Whether marks tell anything here: not if none of the exported records is in this project."""
        marked = (
            (tables()[name].kind, line) for name, group in lines.items() for line in group if line.fixed(MARK)
        )
        return any((kind, _id_in(line.fixed(RECORD))) in self.data for kind, line in marked)

    def mark(self, line: Line) -> str:
        """Return the mark of a row; empty where marks tell nothing."""
        return line.fixed(MARK) if self.has_marks else ""

    def tell(self, standing: Standing, cell: str, key: str, **values: object) -> None:
        """Add a remark."""
        self.proposals.remarks.append(Remark(standing, cell, key, values))

    # -- sheets and columns ----------------------------------------------------------------------

    def lines(self) -> dict[str, list[Line]]:
        """Return the rows of each table that is in the workbook, in the order of its sheets."""
        lines: dict[str, list[Line]] = {}
        own = {message(f"workbook.sheet-{name}", code) for name in ("guide", "lists") for code in LANGUAGES}
        for sheet in self.workbook.sheets:
            row = names_row(sheet)
            if row < 0:
                if sheet.name not in own and sheet.rows:
                    self.tell(Standing.TOLD, sheet.name, "sheet-unknown", sheet=sheet.name)
                continue
            head = self.head(sheet, row)
            group = lines.setdefault(head.table.name, [])
            for number in range(head.first_row, len(sheet.rows)):
                line = Line(head, number)
                if line.is_example:
                    self.check_example(line)
                elif not line.says_nothing or (head.table.is_main and line.fixed(RECORD)):
                    group.append(line)
        return lines

    def head(self, sheet: Sheet, row: int) -> Head:
        """Return the columns of a sheet by its row of names; tell of those that are not ours."""
        keys = [key_of(cell) for cell in sheet.rows[row]]
        table = tables()[next(key[0] for key in keys if key)]
        head = Head(sheet, table, row + 2)
        for number, key in enumerate(keys):
            heading = sheet.rows[row + 1][number].value if row + 1 < len(sheet.rows) else None
            path = key[1] if key and key[0] == table.name else ""
            column = None if path.startswith(FIXED) else table.column(tuple(path.split(".")))
            address = f"{sheet.name}!{Sheet.address(row + 1, number)}"
            if path.startswith(FIXED):
                head.fixed.setdefault(path, number)
            elif column in head.columns.values():
                self.tell(Standing.REFUSED, address, "column-twice", heading=heading)
            elif column is not None:
                head.columns[number] = column
            elif heading is not None:
                self.tell(Standing.TOLD, address, "column-unknown", heading=heading)
        return head

    def check_example(self, line: Line) -> None:
        """Refuse an example over which somebody wrote."""
        try:
            row = {
                column.path: self.cells.read(column, line.cell(number), "")
                for number, column in line.head.columns.items()
            }
        except CellFaultError:
            row = {}
        mark = line.fixed(MARK)
        if mark and mark != f"{EXAMPLE} {mark_of(row)}":
            self.tell(Standing.REFUSED, line.address, "example-edited")

    # -- records ---------------------------------------------------------------------------------

    def identified(self, table: Table, lines: Sequence[Line]) -> list[tuple[Line, str]]:
        """Return the rows of records with their ids, those of new ones given now."""
        result: list[tuple[Line, str]] = []
        ids = {line.fixed(RECORD) for line in lines}
        marks = {
            mark_of(row_of(table, data)): identity
            for (kind, identity), data in self.data.items()
            if kind == table.kind
        }
        nameless: list[Line] = []
        for line in lines:
            identity, mark = line.fixed(RECORD), self.mark(line)
            if not identity:
                nameless.append(line)
                continue
            if (table.kind, identity) not in self.data:
                was = marks.get(mark, "")
                if key := self.fault_of_id(identity, mark, was, ids):
                    values = {"before": was, "written": identity, "fix": slug(identity, LONGEST_ID)}
                    self.refuse(table, line, identity, key, **values)
                    continue
            if other := self.seen.get((table.name, identity)):
                self.refuse(table, line, identity, "record-twice", written=identity, other=other)
                continue
            self.seen[table.name, identity] = line.address
            self.add_name(table, line, identity)
            result.append((line, identity))
        for line in nameless:
            if identity := self.new_id(table, line):
                self.seen[table.name, identity] = line.address
                self.add_name(table, line, identity)
                result.append((line, identity))
        return result

    def refuse(self, table: Table, line: Line, identity: str, key: str, **values: object) -> None:
        """Refuse the row of a record; what belongs to it is refused with it."""
        self.tell(Standing.REFUSED, line.address, key, **values)
        for name in {identity, self.name_in(line)} - {""}:
            self.refused.setdefault((table.kind, name), line.address)

    def fault_of_id(self, identity: str, mark: str, was: str, ids: Collection[str]) -> str:
        """Return the key of what is wrong with an id that no record has; empty if a new one may have it.

        ``was`` is the id of the record that the mark belongs to; ``ids`` are those of all rows.
        """
        if was and was not in ids:
            return "id-changed"
        if mark and not was:
            return "record-gone"
        if folder_of(identity) in self.gathered:
            return "gathered"
        return "" if self.is_possible(identity) else "id-shape"

    def is_possible(self, identity: str) -> bool:
        """Whether an id can be that of a new record: its shape, and the folder of a province before it."""
        name, folder = bare_id(identity), folder_of(identity)
        is_known = folder in self.records.places or (not folder and not self.records.places)
        return bool(re.fullmatch(ID, name)) and len(name) <= LONGEST_ID and is_known

    def name_in(self, line: Line) -> str:
        """Return the name that a row gives its record, in the first language of the site that has one."""
        for number, column in line.head.columns.items():
            is_name = column.path[0] in ("name", "title") and column.is_text and len(column.path) == 2
            if is_name and (name := normal(str(line.cell(number).value or ""))):
                return name
        return ""

    def add_name(self, table: Table, line: Line, identity: str) -> None:
        """Let other rows name a record of this workbook by the name that it has here."""
        names = self.cells.names.by_kind.get(table.kind)
        if isinstance(names, dict) and identity not in names and (name := self.name_in(line)):
            names[identity] = name

    def new_id(self, table: Table, line: Line) -> str:
        """Return an id for a new record, made from its name; empty where that cannot be."""
        folders = [folder for folder in self.records.places if folder and folder not in self.gathered]
        own = "" in self.records.places or not folders
        name = slug(self.name_in(line), LONGEST_ID)
        if not name or not (own or len(folders) == 1):
            self.refuse(table, line, "", "no-name")
            return ""
        folder = "" if own else folders[0]
        for number in count(1):
            bare = name if number == 1 else f"{name[: LONGEST_ID - len(str(number)) - 1]}-{number}"
            identity = full_id(folder, bare)
            if not self.is_taken(table, identity):
                return identity
            data = self.data.get((table.kind, identity))
            if data is None or (table.name, identity) in self.seen:
                continue
            filled, before = self.filled_cells(line), row_of(table, data)
            if filled.items() <= before.items():
                return identity  # this row was imported before
            if all(filled.get(path, "") == before.get(path, "") for path in APART.get(table.kind, ())):
                self.refuse(table, line, "", "id-taken", written=identity)
                return ""
        raise AssertionError("there is always another number")

    def filled_cells(self, line: Line) -> dict[Path, str]:
        """Return what the cells of a row say that are not empty and can be understood."""
        row: dict[Path, str] = {}
        for number, column in line.head.columns.items():
            with suppress(CellFaultError):
                row[column.path] = self.cells.read(column, line.cell(number), "")
        return {path: words for path, words in row.items() if words}

    def is_taken(self, table: Table, identity: str) -> bool:
        """Whether an id belongs to a record, or to another row."""
        kind = table.kind
        return (
            identity in self.records.of(kind)
            or (kind, identity) in self.records.faulty
            or (table.name, identity) in self.seen
        )

    def change_of(self, kind: str, identity: str, cell: str) -> RecordChange:
        """Return the change of a record, begun now if it is the first."""
        if (kind, identity) not in self.changes:
            data = self.data.get((kind, identity))
            entry = self.records.of(kind).get(identity)
            self.changes[kind, identity] = RecordChange(
                kind,
                identity,
                entry.file if entry else "",
                cell,
                data or {},
                deepcopy(data or {}),
                is_new=data is None,
            )
        return self.changes[kind, identity]

    def record_row(self, table: Table, line: Line, identity: str) -> None:
        """Compare the row of a record, or take it as a new record."""
        data = self.data.get((table.kind, identity))
        if line.says_nothing:
            if data is None:
                self.refuse(table, line, identity, "no-name")
            else:
                self.tell(Standing.TOLD, line.address, "removed", record=identity)
            return
        row, is_whole = self.row(line, data or {})
        if data is None:
            if not is_whole:
                self.refused[table.kind, identity] = line.address
                return
            change = self.change_of(table.kind, identity, line.address)
            change.after = self.completed(table, identity, group_with(table, {}, row, line.head.present))
            change.file = self.new_file(table.kind, identity, change.after)
            self.note_fields(change, (), {}, row, line)
            return
        self.compare(line, row, data, (), self.change_of(table.kind, identity, line.address))

    def completed(self, table: Table, identity: str, data: dict[str, Any]) -> dict[str, Any]:
        """Return a new record with what every one has: its id, its trace code, groups that may be empty."""
        folder = folder_of(identity)
        if table.kind == "product" and "code" not in data:
            codes = self.codes.setdefault(folder, given_codes(self.records, folder))
            data["code"] = next_trace_code(codes, province_name(self.records, folder))
        if table.kind == "product":
            self.codes.setdefault(folder, given_codes(self.records, folder)).append(data["code"])
        order = ["id", *(name for name in fields_of(RECORDS[table.kind]) if name != "id")]
        data = {"id": identity, **with_empty_groups(table.kind, data)}
        return {name: data[name] for name in order if name in data}

    def new_file(self, kind: str, identity: str, data: Mapping[str, Any]) -> str:
        """Return the path of the file of a new record."""
        if RECORDS[kind].id_in_file:
            return file_in(folder_of(identity), kind)
        if kind != "lots":
            return file_of(kind, identity, place_of(data))
        product = product_of(identity)
        if entry := self.records.products.get(product):
            return file_of(kind, identity, entry.file.split("/")[-3])
        return file_of(kind, identity, self.changes["product", product].file.split("/")[-3])

    # -- entries of lists ------------------------------------------------------------------------

    def entry_rows(self, table: Table, lines: Sequence[Line]) -> None:
        """Compare the rows of the entries of lists; new ones are added behind the others, in their order."""
        new: list[NewEntry] = []
        for line in lines:
            if (entry := self.entry_of(table, line)) is None:
                continue
            key = (table.name, entry.identity, entry.slot.path, entry.positions)
            is_numbered = not entry.slot.is_list or entry.positions[-1] != -1
            if is_numbered and (other := self.seen.get(key)):
                self.tell(Standing.REFUSED, line.address, "row-twice", other=other)
                continue
            self.seen[key] = line.address
            if not self.entry_row(line, entry):
                new.append((line, entry))
        for line, entry in sorted(new, key=_order_of_new):
            self.add_entry(line, entry)

    def entry_of(self, table: Table, line: Line) -> Entry | None:
        """Return the entry for which a row stands; None where that cannot be told, which is then reported."""
        try:
            identity = self.record_of(table, line)
            slot = self.slot_of(table, line)
            positions: Positions = ()
            if slot.parent:
                positions = (self.parent_of(table, line, identity, slot),)
            if slot.is_list:
                positions = (*positions, self.number_of(slot, line))
        except CellFaultError as fault:
            name = str(fault.values.get("column", RECORD))
            cell = line.head.address(line.row, line.head.fixed.get(name))
            values = {key: value for key, value in fault.values.items() if key != "column"}
            self.tell(Standing.REFUSED, cell, fault.key, **values)
            return None
        return Entry(identity, slot, positions)

    def record_of(self, table: Table, line: Line) -> str:
        """Return the id of the record to which a row belongs."""
        written, kind = line.fixed(RECORD), table.kind
        if not written:
            raise CellFaultError("record-missing")
        try:
            identity = self.cells.names.meant(kind, written)
        except CellFaultError:
            identity = ""
        if (kind, identity) in self.data or (kind, identity) in self.changes:
            return identity
        name = re.sub(r" \[[^\[\]]*\]$", "", written)
        for known in (identity, written, name):
            if other := self.refused.get((kind, known)):
                raise CellFaultError("of-refused", other=other)
        product = product_of(identity)
        is_new_lots = kind == "lots" and (
            ("product", product) in self.data or ("product", product) in self.changes
        )
        if not is_new_lots:
            raise CellFaultError("record-unknown", written=written)
        return identity

    def slot_of(self, table: Table, line: Line) -> Slot:
        """Return the part of the record to which a row belongs."""
        if len(table.slots) == 1:
            return table.slots[0]
        written = line.fixed(SLOT)
        for slot in table.slots:
            labels = [slot_label(table, slot, code) for code in LANGUAGES]
            if written.endswith(f"[{slot.name}]") or written in (slot.name, *labels):
                return slot
        if not written and SLOT not in line.head.fixed:
            return table.slots[0]
        parts = "; ".join(slot_label(table, slot, self.language) for slot in table.slots)
        raise CellFaultError("part-unknown", written=written, parts=parts, column=SLOT)

    def parent_of(self, table: Table, line: Line, identity: str, slot: Slot) -> int:
        """Return the number of the entry in which an entry of an inner list stands."""
        written = line.fixed(PARENT)
        change = self.changes.get((table.kind, identity))
        before = self.data.get((table.kind, identity), {})
        for data in (change.after if change else before, before):
            entries = value_at(data, slot.parent[:-1]) or []
            for number, entry in enumerate(entries):
                if entry.get(PARENT_KEYS[slot.parent]) == written:
                    return number
        sheet = tables()[f"{table.kind}.{PARENT_KEYS[slot.parent]}"].title(self.language)
        raise CellFaultError("parent-unknown", written=written, sheet=sheet, column=PARENT)

    def number_of(self, slot: Slot, line: Line) -> int | str:
        """Return the position of an entry in its own list: from 0, or its key; -1 where none is given."""
        written = line.fixed(NUMBER)
        if slot.is_keyed:
            if not written:
                raise CellFaultError("key-missing", column=NUMBER)
            return written
        if not written:
            return -1
        if not re.fullmatch(r"[1-9]\d{0,5}", written):
            raise CellFaultError("number-bad", written=written, column=NUMBER)
        return int(written) - 1

    def entry_row(self, line: Line, entry: Entry) -> bool:
        """Compare the row of an entry that is there. Return False for one that is to be added."""
        table, slot = line.head.table, entry.slot
        data = self.data.get((table.kind, entry.identity), {})
        groups = dict(entries_at(data, slot))
        if (group := groups.get(entry.positions)) is None:
            mark = self.mark(line)
            is_copy = any(mark == mark_of(row_of(table, other)) for other in groups.values())
            if not mark or is_copy or not data:
                return False
            self.tell(Standing.CONFLICT, line.address, "entry-gone", number=line.fixed(NUMBER))
            return True
        row, _ = self.row(line, group)
        self.compare(line, row, group, entry.path, self.change_of(table.kind, entry.identity, line.address))
        return True

    def add_entry(self, line: Line, entry: Entry) -> None:
        """Add a new entry to its list."""
        table, slot = line.head.table, entry.slot
        row, is_whole = self.row(line, {})
        if not is_whole:
            return
        group = group_with(table, {}, row, line.head.present)
        known_entries = entries_at(self.data.get((table.kind, entry.identity), {}), slot)
        beside = [known for positions, known in known_entries if positions[:-1] == entry.positions[:-1]]
        if any(row_of(table, known) == row_of(table, group) for known in beside):
            return  # this row was imported before
        change = self.change_of(table.kind, entry.identity, line.address)
        if change.is_new and not change.file:
            change.after = {"id": entry.identity}
            change.file = self.new_file(table.kind, entry.identity, {})
        if slot.is_list and not slot.is_keyed:
            holder = value_at(change.after, path_of_parent(slot, entry.positions))
            known = value_at(holder, slot.path[len(slot.parent) : -1]) or []
            entry = replace(entry, positions=(*entry.positions[:-1], len(known)))
        set_value(change.after, entry.path, group)
        self.note_fields(change, entry.path, {}, row, line)

    # -- cells -----------------------------------------------------------------------------------

    def row(self, line: Line, group: Mapping[str, Any]) -> tuple[dict[Path, str], bool]:
        """Return what the cells of a row say, and whether all could be understood.

        Of a cell that could not, and of a list whose languages do not go together, the record's own value is
        returned: it stays.
        """
        before = row_of(line.head.table, group)
        row: dict[Path, str] = {}
        is_whole = True
        for number, column in line.head.columns.items():
            own = before.get(column.path, "")
            try:
                row[column.path] = self.cells.read(column, line.cell(number), own)
            except CellFaultError as fault:
                is_whole = False
                row[column.path] = own
                self.tell(Standing.REFUSED, line.head.address(line.row, number), fault.key, **fault.values)
        for base, columns in _lists_of_texts(line.head.columns).items():
            wanted = before | row
            counts = {
                path[-1]: len(divided(words))
                for path, words in wanted.items()
                if path[: len(base)] == base and words
            }
            changed = [
                number
                for number, column in columns.items()
                if row[column.path] != before.get(column.path, "")
            ]
            if len(set(counts.values())) > 1 and changed:
                is_whole = False
                shown = ", ".join(f"{language}: {count}" for language, count in counts.items())
                self.tell(Standing.REFUSED, line.head.address(line.row, changed[0]), "lines", counts=shown)
                row |= {column.path: before.get(column.path, "") for column in columns.values()}
        return row, is_whole

    def compare(
        self, line: Line, row: Row, group: dict[str, Any], path: KeyPath, change: RecordChange
    ) -> None:
        """Take the cells of a row that differ from the record, unless the record was changed meanwhile."""
        table = line.head.table
        before = row_of(table, group)
        differing = {
            number: column
            for number, column in line.head.columns.items()
            if row[column.path] != before.get(column.path, "")
        }
        if not differing:
            return
        mark = self.mark(line)
        if not line.fixed(MARK):
            # A row that was not exported says nothing by an empty cell.
            differing = {number: column for number, column in differing.items() if row[column.path]}
            row = {path: words or before.get(path, "") for path, words in row.items()}
        if not differing:
            return
        if line.head.has_marks and not line.fixed(MARK):
            place = line.fixed(NUMBER)
            key, fixed = ("number-taken", NUMBER) if place else ("id-taken", RECORD)
            cell = line.head.address(line.row, line.head.fixed.get(fixed))
            self.tell(Standing.REFUSED, cell, key, number=place, written=line.fixed(RECORD))
            return
        if mark and mark != mark_of(before):
            if mark != mark_of(row):
                for number, column in differing.items():
                    texts = (before.get(column.path, ""), row[column.path])
                    now, written = (self.cells.text(column, text) or "–" for text in texts)
                    values = {"now": now, "written": written}
                    self.tell(Standing.CONFLICT, line.head.address(line.row, number), "conflict", **values)
            return
        after = group_with(table, group, row, line.head.present)
        if path:
            set_value(change.after, path, after)
        else:
            change.after = with_empty_groups(table.kind, after)
        self.note_fields(change, path, before, row, line)

    def note_fields(self, change: RecordChange, path: KeyPath, before: Row, row: Row, line: Line) -> None:
        """Note the fields of a row that changed, with their cells."""
        for number, column in line.head.columns.items():
            old, new = before.get(column.path, ""), row[column.path]
            if old != new:
                cell = line.head.address(line.row, number)
                change.fields.append(FieldChange((*path, *column.path), column, old, new, cell))

    def tell_missing(self, lines: Mapping[str, Sequence[Line]]) -> None:
        """Tell which records and entries have no row, if the workbook is one of records."""
        if not self.has_marks:
            return
        for (kind, identity), data in self.data.items():
            for table in (table for table in tables().values() if table.kind == kind and table.name in lines):
                if table.is_main:
                    if (table.name, identity) not in self.seen:
                        self.tell(Standing.TOLD, table.title(self.language), "removed", record=identity)
                    continue
                for slot in table.slots:
                    for positions, _ in entries_at(data, slot):
                        if (table.name, identity, slot.path, positions) not in self.seen:
                            last = positions[-1] if positions else ""
                            number = last + 1 if isinstance(last, int) else last
                            record = f"{identity} {parent_name(data, slot, positions)}".strip()
                            self.tell(
                                Standing.TOLD,
                                table.title(self.language),
                                "removed-entry",
                                record=record,
                                number=number,
                            )


def _id_in(label: str) -> str:
    """Return the id of a record from how it is shown."""
    return label.rpartition("[")[2].removesuffix("]")


def _order_of_new(new: NewEntry) -> tuple[bool, int]:
    """Return what sorts new entries: by their numbers, those without one last."""
    positions = new[1].positions
    number = positions[-1] if positions and isinstance(positions[-1], int) else 0
    return (number < 0, number)


def _lists_of_texts(columns: Mapping[int, Column]) -> dict[Path, dict[int, Column]]:
    """Return the columns of lists of texts by the path of their list."""
    result: dict[Path, dict[int, Column]] = {}
    for number, column in columns.items():
        if column.is_text and column.is_list:
            result.setdefault(column.path[:-1], {})[number] = column
    return result


def place_of(data: Mapping[str, Any]) -> str:
    """Return the folder for a product below ``products``: its commune, else its former district."""
    places: Iterator[str] = (value_at(data, ("origin", name)) for name in ("commune", "district"))
    return bare_id(next(filter(None, places), NO_PLACE))
