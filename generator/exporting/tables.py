"""The sheets of the workbook and their columns, worked out from the models of the records.

Each kind of record has a table with a row for each record. What a record holds as a list of groups (ratings,
sources, lots …) stands in a table of its own, with a row for each entry. A value inside of a group has a
column of the record's own table, a text has a column for each language, a list of plain values is one cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue.check_relations import REFERENCES
from generator.catalogue.fields import Meaning, PartDay, meaning
from generator.catalogue.model import RECORDS, Source
from generator.messages import message
from generator.records.shape import choices_of, fields_of, is_text_at, part_of

KINDS = ("product", "producer", "decision", "lots", "news", "fair", "chain", "product-kind")
"""The kinds of records that officers edit, in the order of their sheets.

Printed addresses are never edited, settings and places seldom, and what comes with the program not here.
"""
NOT_EDITED = {"product": ("home",)}
"""Fields that only a command writes."""
Path = tuple[str, ...]
ITEM = "*"
"""In a path: every entry of a list or of a group whose keys are chosen by who writes it."""
PARENT_KEYS: dict[Path, str] = {("lots", ITEM): "lot"}
"""The field by which the entries of an inner list name the entry that they belong to, by the outer list."""
FIXED = "@"
"""Begins the name of a column that tells which row it is; no field of a record begins so."""
MARK, RECORD, SLOT, PARENT, NUMBER = (f"{FIXED}{name}" for name in ("mark", "record", "part", "of", "number"))


class Shape(Enum):
    """What a cell holds."""

    TEXT = auto()
    CHOICE = auto()
    FLAG = auto()
    WHOLE = auto()
    NUMBER = auto()
    DAY = auto()
    PART_DAY = auto()


@dataclass(frozen=True)
class Column:
    """A column: a field of a record, in one language where it is a text."""

    table: str
    path: Path
    """From the group that the row stands for; it ends in the language of a text."""
    shape: Shape = Shape.TEXT
    choices: tuple[str, ...] = ()
    """Words to choose from; a day may be one of them."""
    reference: str = ""
    """The kind of record that it names."""
    default: str = ""
    """The value that an empty cell means, if it means one."""
    required: bool = False
    is_text: bool = False
    """Whether it is a text per language; the language is missing in ``path`` until :meth:`for_language`."""
    infos: tuple[FieldInfo, ...] = field(default=(), compare=False, repr=False)
    """The fields along the path, whose meanings make the heading."""

    @property
    def key(self) -> str:
        """The name that stands in the hidden row above its heading."""
        return f"{self.table}:{'.'.join(self.path)}"

    @property
    def is_list(self) -> bool:
        """Whether its cell holds the entries of a list, one in a line."""
        return ITEM in self.path

    @property
    def language(self) -> str:
        """The language of a text; empty for anything else."""
        return self.path[-1] if self.is_text else ""

    def for_language(self, language: str) -> "Column":
        """Return the column of a text in a language."""
        return replace(self, path=(*self.path, language))

    def meaning(self) -> Meaning:
        """Return what the field means."""
        return meaning(self.infos[-1])

    def heading(self, language: str) -> str:
        """Return the labels of the groups and of the field."""
        return " › ".join(meaning(info).label(language) for info in self.infos)

    def title(self, language: str) -> str:
        """Return the heading, and for a text the code of its language."""
        return f"{self.heading(language)} ({self.language})" if self.is_text else self.heading(language)


@dataclass(frozen=True)
class Slot:
    """Where entries of a table stand in a record, such as ``ratings.*`` or ``contacts.phone.published``."""

    path: Path
    is_keyed: bool = False
    """Whether entries have a key that whoever writes them has chosen, and no number."""

    @property
    def name(self) -> str:
        """How the slot is called in a cell."""
        return ".".join(key for key in self.path if key != ITEM)

    @property
    def is_list(self) -> bool:
        """Whether it holds several entries."""
        return self.path[-1:] == (ITEM,)

    @property
    def parent(self) -> Path:
        """The path of the entry of another list in which the slot is; empty where it is in none."""
        inner = self.path[:-1]
        return inner[: inner.index(ITEM) + 1] if ITEM in inner else ()


@dataclass(frozen=True)
class Table:
    """A sheet: the records of a kind, or the entries of its lists of one model."""

    name: str
    kind: str
    slots: tuple[Slot, ...]
    columns: tuple[Column, ...]

    @property
    def is_main(self) -> bool:
        """Whether its rows are whole records."""
        return self.slots == (Slot(()),)

    @property
    def is_keyed(self) -> bool:
        """Whether its entries have keys and no numbers."""
        return any(slot.is_keyed for slot in self.slots)

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that tell which row it is."""
        if self.is_main:
            return (MARK, RECORD)
        names = [MARK, RECORD]
        names += [SLOT] if len(self.slots) > 1 else []
        names += [PARENT] if any(slot.parent for slot in self.slots) else []
        return (*names, NUMBER)

    def title(self, language: str) -> str:
        """Return the name of its sheet."""
        return message(f"workbook.sheet-{self.name}", language)

    def columns_in(self, languages: tuple[str, ...]) -> list[Column]:
        """Return the columns with each text in the languages."""
        return [
            inner
            for column in self.columns
            for inner in (map(column.for_language, languages) if column.is_text else (column,))
        ]

    def column(self, path: Path) -> Column | None:
        """Return the column of a path; None if the table has no such field."""
        for column in self.columns:
            if column.path == path:
                return column if not column.is_text else None
            if column.is_text and column.path == path[:-1]:
                return column.for_language(path[-1])
        return None


@cache
def tables() -> dict[str, Table]:
    """Return all tables by name, in the order of their sheets."""
    return {table.name: table for kind in KINDS for table in _Kind(kind).tables()}


def tables_of(kind: str) -> list[Table]:
    """Return the tables of a kind of record, its own first."""
    return [table for table in tables().values() if table.kind == kind]


class _Kind:
    """Makes the tables of a kind of record."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.slots: dict[type[BaseModel], list[Slot]] = {}
        """Where the entries of each model stand, in the order in which they were found."""

    def tables(self) -> Iterator[Table]:
        """Yield the tables: that of the records, then those of their lists; sources come last."""
        skipped = ("id", *NOT_EDITED.get(self.kind, ()))
        columns = tuple(self.columns(RECORDS[self.kind], (), self.kind, skipped))
        if columns:
            yield Table(self.kind, self.kind, (Slot(()),), columns)
        tables: list[Table] = []
        for model in self._models():
            name = f"{self.kind}.{model.__name__.lower()}"
            slots = sorted(self.slots[model], key=lambda slot: len(slot.path))
            columns = tuple(self.columns(model, slots[0].path, name))
            tables.append(Table(name, self.kind, tuple(slots), columns))
        yield from sorted(tables, key=lambda table: table.is_keyed or table.name.endswith(".source"))

    def _models(self) -> Iterator[type[BaseModel]]:
        """Yield the models of entries, those too that are found meanwhile."""
        seen: list[type[BaseModel]] = []
        while left := [model for model in self.slots if model not in seen]:
            seen.append(left[0])
            yield left[0]

    def columns(
        self, model: type[BaseModel], slot: Path, table: str, skipped: tuple[str, ...] = ()
    ) -> Iterator[Column]:
        """Yield the columns of a group; note the lists of groups in it."""
        for name, info in fields_of(model).items():
            if name not in skipped:
                yield from self._field(model, slot, Column(table, (name,), infos=(info,), required=True))

    def _field(self, model: type[BaseModel], slot: Path, column: Column) -> Iterator[Column]:
        """Yield the columns of a field; ``column`` has its path and the fields that lead to it."""
        name, info = column.path[-1], column.infos[-1]
        here = (*slot, *column.path)
        part, mark = part_of(info.annotation)
        column = replace(column, required=column.required and info.is_required())
        if part is not None and (mark or (part is Source and ITEM not in slot)):
            self.slots.setdefault(part, []).append(Slot((*here, ITEM) if mark else here, mark == ".*"))
        elif part is not None:
            for inner_name, inner in fields_of(part).items():
                yield from self._field(
                    part,
                    slot,
                    replace(column, path=(*column.path, inner_name), infos=(*column.infos, inner)),
                )
        elif is_text_at(model, (name,)):
            yield replace(column, is_text=True)
        elif is_text_at(model, (name, 0)):
            yield replace(column, path=(*column.path, ITEM), is_text=True)
        elif mark == ".*":
            for key in _keys(info.annotation):
                yield replace(column, path=(*column.path, key), shape=Shape.WHOLE)
        else:
            yield self._value(slot, column, is_list=bool(mark))

    def _value(self, slot: Path, column: Column, *, is_list: bool) -> Column:
        """Return the column of a plain value, or of a list of such values."""
        info = column.infos[-1]
        path = (*column.path, ITEM) if is_list else column.path
        shape, choices = _shape(info.annotation)
        default = "" if is_list or info.is_required() or info.default is None else _plain(info.default)
        reference = REFERENCES.get(self.kind, {}).get((*slot, *path), "")
        return replace(column, path=path, shape=shape, choices=choices, default=default, reference=reference)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_SHAPES = {bool: Shape.FLAG, int: Shape.WHOLE, float: Shape.NUMBER, date: Shape.DAY, str: Shape.TEXT}


def _shape(annotation: Any) -> tuple[Shape, tuple[str, ...]]:
    """Return what a value of a type is, and the words to choose from."""
    choices = choices_of(annotation)
    for kind in _alternatives(annotation):
        if kind == PartDay:
            return Shape.PART_DAY, choices
        bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
        if bare in _SHAPES:
            return _SHAPES[bare], choices
    return Shape.CHOICE, choices


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the types that a value may have; of a list those of its entries."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for inner in arguments:
            yield from _alternatives(inner)
    elif origin is tuple:
        yield from _alternatives(arguments[0])
    elif origin is not Literal and annotation is not type(None):
        yield annotation


def _keys(annotation: Any) -> Iterator[str]:
    """Yield the keys of a group whose keys are whole numbers in a range."""
    key = get_args(annotation)[0]
    limits: dict[str, int] = {}
    for rule in get_args(key)[1:]:
        for constraint in getattr(rule, "metadata", ()):
            limits |= {name: getattr(constraint, name) for name in ("ge", "le") if hasattr(constraint, name)}
    return map(str, range(limits["ge"], limits["le"] + 1))
