"""Rows of the workbook and the plain data of records: the one from the other, and back.

Plain data is what a YAML file holds: groups, lists, and text for every value. A row has, for each column
that says something, the **canonical** text of its cell: composed letters, no spaces at its ends, days as
2026-12-31, numbers with a decimal point, ids without the names beside them, the entries of a list one in a
line.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from hashlib import sha256
from typing import Any

from generator.catalogue.model import RECORDS, KeyPath, Record, record_json
from generator.exporting.tables import ITEM, PARENT_KEYS, Column, Path, Slot, Table
from generator.records.plain_data import value_at
from generator.records.shape import fields_of, part_of
from generator.records.write import with_text_values
from generator.text import nfc

Row = Mapping[Path, str]
Positions = tuple[int | str, ...]
"""Where an entry stands: its number from 0, or its key, for each list on the way."""
CONTINUED = "↳"
"""Begins the second and further lines of one entry of a list."""
_SIGN, _ESCAPED_SIGN = re.compile(rf"^\\*{CONTINUED}"), re.compile(rf"^\\(?=\\*{CONTINUED})")
"""That sign at the beginning of a line of a text itself: a backslash is put before it."""
MISSING = "…"
"""An entry that a language of a list has not. No record can hold this sign, which means "to be filled in"."""
MARK_LENGTH = 12


def plain(record: Record) -> dict[str, Any]:
    """Return what a record says as plain data."""
    data: dict[str, Any] = with_text_values(json.loads(record_json(record)))
    return data


def normal(text: str) -> str:
    """Return a text as it is compared: spaces at its ends and the form of its letters mean nothing."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def joined(entries: list[str]) -> str:
    """Return the entries of a list as the text of a cell."""
    lines = []
    for entry in map(normal, entries):
        first, *more = [_SIGN.sub(r"\\\g<0>", line) for line in (entry or MISSING).split("\n")]
        lines += [first, *(f"{CONTINUED} {line}" for line in more)]
    return "\n".join(lines)


def divided(text: str) -> list[str]:
    """Return the entries of a list in a cell; empty lines mean nothing."""
    entries: list[list[str]] = []
    for line in normal(text).split("\n"):
        if line.startswith(CONTINUED) and entries:
            entries[-1].append(line.removeprefix(CONTINUED).removeprefix(" "))
        elif line.strip():
            entries.append([line])
    texts = ("\n".join(_ESCAPED_SIGN.sub("", line) for line in entry) for entry in entries)
    return ["" if text == MISSING else normal(text) for text in texts]


def row_of(table: Table, group: Mapping[str, Any]) -> dict[Path, str]:
    """Return the row of a record or of an entry of its lists."""
    row: dict[Path, str] = {}
    for column in table.columns:
        path = column.path[:-1] if column.is_list else column.path
        if (value := value_at(group, path)) is None:
            continue
        if not column.is_text:
            row[column.path] = joined(value) if column.is_list else normal(value)
        elif column.is_list:
            for language in dict.fromkeys(code for entry in value for code in entry):
                row[*column.path, language] = joined([entry.get(language, "") for entry in value])
        else:
            row |= {(*column.path, language): normal(words) for language, words in value.items()}
        if row.get(column.path) in ("", column.default):
            row.pop(column.path, None)
    return row


def group_with(table: Table, group: Mapping[str, Any], row: Row, columns: list[Column]) -> dict[str, Any]:
    """Return a group in which the fields of ``columns`` are what the row says, and all others as they were.

    Groups that are left without a value go.
    """
    result = deepcopy(dict(group))
    before = row_of(table, group)
    changed = [column for column in columns if row.get(column.path, "") != before.get(column.path, "")]
    lists = {column.path[: column.path.index(ITEM)]: column for column in changed if column.is_list}
    for path, column in lists.items():
        base = (*path, ITEM)
        wanted = before | {column.path: row.get(column.path, "") for column in columns}
        inner = {key: words for key, words in wanted.items() if key[: len(base)] == base and words}
        _put(result, path, _entries(column, inner))
    for column in changed:
        if not column.is_list:
            _put(result, column.path, row.get(column.path) or None)
    return result


def _entries(column: Column, cells: Mapping[Path, str]) -> list[Any] | None:
    """Return a list from its cells, of which a list of texts has one for each language."""
    if not column.is_text:
        return next((divided(cell) for cell in cells.values()), None)
    by_language = {path[-1]: divided(cell) for path, cell in cells.items()}
    count = max(map(len, by_language.values()), default=0)
    entries: list[dict[str, str]] = [{} for _ in range(count)]
    for language, words in by_language.items():
        for entry, text in zip(entries, words, strict=False):
            if text:
                entry[language] = text
    return [entry for entry in entries if entry] or None


def _put(group: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value at a path, or remove it and the groups that it leaves empty where ``value`` is None."""
    key, *rest = path
    if not rest:
        if value is None:
            group.pop(key, None)
        else:
            group[key] = value
        return
    if key not in group and value is None:
        return
    inner = group.setdefault(key, {})
    _put(inner, tuple(rest), value)
    if not inner:
        del group[key]


def entries_at(data: Mapping[str, Any], slot: Slot) -> Iterator[tuple[Positions, dict[str, Any]]]:
    """Yield the entries that a record has at a slot, with their positions."""
    yield from _entries_below(data, slot.path)


def _entries_below(group: Any, path: Path) -> Iterator[tuple[Positions, Any]]:
    if not path:
        yield (), group
        return
    key, *rest = path
    if key != ITEM:
        if isinstance(group, Mapping) and group.get(key) is not None:
            yield from _entries_below(group[key], tuple(rest))
        return
    for position, inner in group.items() if isinstance(group, Mapping) else enumerate(group):
        for more, entry in _entries_below(inner, tuple(rest)):
            yield (position, *more), entry


def parent_name(data: Any, slot: Slot, positions: Sequence[int | str]) -> str:
    """Return how the entry is called in which an entry of an inner list stands; empty for others."""
    if not slot.parent:
        return ""
    group = data
    for key in slot.parent[:-1]:
        group = group[key]
    return str(group[positions[0]][PARENT_KEYS[slot.parent]])


def path_of(slot: Slot, positions: Positions) -> KeyPath:
    """Return where an entry stands in its record."""
    left = iter(positions)
    return tuple(next(left) if key == ITEM else key for key in slot.path)


def path_of_parent(slot: Slot, positions: Positions) -> KeyPath:
    """Return where the entry stands in which an entry of an inner list stands."""
    return path_of(Slot(slot.parent), positions)


def with_empty_groups(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with the groups that it must have and that may be empty, as a product's origin."""
    result = dict(data)
    for name, info in fields_of(RECORDS[kind]).items():
        part, mark = part_of(info.annotation)
        is_free = part is not None and not any(inner.is_required() for inner in fields_of(part).values())
        if info.is_required() and is_free and not mark:
            result.setdefault(name, {})
    return result


def mark_of(row: Row) -> str:
    """Return a digest of a row, by which an edited one is told from one that is as it was exported."""
    text = json.dumps(sorted((".".join(path), words) for path, words in row.items() if words))
    return sha256(text.encode()).hexdigest()[:MARK_LENGTH]
