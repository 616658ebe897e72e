"""Forms of records: which fields they have, and the record's data in what was sent.

A form follows the model of the record, as the JSON Schema and the reference of fields do. Nothing is judged
here: values are taken as they were written, and the reader of records says what is wrong with them. No HTML.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue.fields import PartDay, meaning
from generator.catalogue.model import RECORDS, KeyPath, Record
from generator.records.meant_ids import kind_named_at
from generator.records.new import SHOWN
from generator.records.shape import choices_of, fields_of, is_text_at, part_of
from generator.records.suggestions import corrected_value

PREFIX = "f."
"""How the names of the fields of a record begin, among other names of a form."""
MOST_ENTRIES = 150
"""Entries of a list that a form shows; longer lists are edited in their file or as a workbook."""
SELECT = 200
"""Records that a field can name are offered as a menu up to this many, as suggestions beyond."""
ID_OF_ENTRY = "-id"
"""The name beside the fields of an entry for its own key, in a group by ids."""

Choices = Callable[[str], Sequence[tuple[str, str]]]
"""Returns ids and names of the records of a kind."""


class UnknownFieldError(Exception):
    """Raised for a form with names that no field has."""


class TooLongError(Exception):
    """Raised for a record with a list that is too long for a form; ``args`` has its field."""


@dataclass
class FormField:
    """A field as the form shows it."""

    name: str
    """As it is sent: ``f.ratings.0.stars``."""
    label: str
    help: str = ""
    kind: str = "line"
    """``line``, ``words``, ``lines``, ``number``, ``day``, ``choice``, ``flag``, ``suggest``, ``languages``,
    ``group``, ``list``; ``fixed`` for what only the file itself can change."""
    value: str = ""
    language: str = ""
    """Of the text in it, where that is told."""
    needed: bool = False
    options: Sequence[tuple[str, str]] = ()
    """Values and their words."""
    named_kind: str = ""
    """The kind of records that it names."""
    fields: list["FormField"] = field(default_factory=list)
    """Of a group, or the fields of several languages."""
    entries: list["FormField"] = field(default_factory=list)
    """Of a list: each a group."""
    problems: list[str] = field(default_factory=list)

    @property
    def is_filled(self) -> bool:
        """Whether anything in it has a value or a problem."""
        inside = (*self.fields, *self.entries)
        return bool(self.value or self.problems) or any(part.is_filled for part in inside)

    @property
    def has_problems(self) -> bool:
        """Whether something is told of it, or of anything in it."""
        return any(part.problems for part in self.everything())

    @property
    def brief(self) -> str:
        """The first words in it, by which people know an entry."""
        part = next((part for part in self.everything() if part.value), self)
        return dict(part.options).get(part.value, part.value)[:60]

    def everything(self) -> Iterable["FormField"]:
        """Yield the field and all fields in it."""
        yield self
        for part in (*self.fields, *self.entries):
            yield from part.everything()


@dataclass(frozen=True)
class Form:
    """The form of one kind of record."""

    model: type[Record]
    languages: Sequence[tuple[str, str]]
    """Codes and names of the languages of the site."""
    speech: str
    """The language of labels and explanations, ``vi`` or ``en``."""
    choices: Choices

    def show(self, data: Any) -> tuple[list[FormField], list[FormField]]:
        """Return the fields with the values of a record's data: the usual or filled ones, and the others."""
        fields = self._group(self.model, (), data if isinstance(data, dict) else {})
        kind = next((kind for kind, model in RECORDS.items() if model is self.model), "")
        usual = {name_of((name,)) for name in SHOWN.get(kind, fields_of(self.model))}
        first = [field for field in fields if field.needed or field.name in usual or field.is_filled]
        return first, [field for field in fields if field not in first]

    def has_list(self, data: Any, name: str) -> bool:
        """Whether the form of a record has a list under a name."""
        parts = (part for fields in self.show(data) for shown in fields for part in shown.everything())
        return any(part.kind == "list" and part.name == name for part in parts)

    def data(self, sent: Mapping[str, str], old: Any) -> dict[str, Any]:
        """Return the record's data in what was sent; ``old`` are those of the file.

        What a form cannot show is taken from the file. Raises :class:`UnknownFieldError`.
        """
        reading = _Sent(dict(sent))
        data = self._sent_group(self.model, (), old if isinstance(old, dict) else {}, reading)
        if reading.left():
            raise UnknownFieldError(", ".join(sorted(reading.left())[:3]))
        return data

    # -- showing -----------------------------------------------------------------------------------

    def _fields(self, model: type[BaseModel], path: KeyPath) -> Iterable[tuple[str, FieldInfo]]:
        hidden = {"id", "home"} if not path else set()
        return [(name, info) for name, info in fields_of(model).items() if name not in hidden]

    def _group(self, model: type[BaseModel], path: KeyPath, data: Mapping[str, Any]) -> list[FormField]:
        return [
            self._field(model, (*path, name), info, data.get(name))
            for name, info in self._fields(model, path)
        ]

    def _field(self, model: type[BaseModel], path: KeyPath, info: FieldInfo, data: Any) -> FormField:
        """Return the field at a path of the record; ``model`` is that of the group it stands in."""
        label, _, explained = meaning(info).of(self.speech).partition(": ")
        shown = FormField(name_of(path), label, explained, needed=info.is_required())
        if not _fits(model, path, info, data):
            shown.kind = "fixed"
            return shown
        inside, mark = part_of(info.annotation)
        if is_text_at(model, path[-1:]):
            shown.kind, shown.fields = "languages", self._texts(path, data)
        elif inside is not None and not mark:
            shown.kind, shown.fields = "group", self._group(inside, path, data or {})
        elif inside is not None or is_text_at(model, (path[-1], 0)):
            shown.kind, shown.entries = "list", self._entries(inside, mark, path, label, data)
        elif mark:
            shown.kind, shown.value = "lines", _as_lines(data)
            self._offer(shown, path)
        else:
            shown.value = data or ""
            self._scalar(shown, path, info)
        return shown

    def _texts(self, path: KeyPath, data: Any) -> list[FormField]:
        known = dict(self.languages) | {code: code for code in data or {} if code not in dict(self.languages)}
        return [
            FormField(
                name_of((*path, code)), name, kind="words", value=(data or {}).get(code) or "", language=code
            )
            for code, name in known.items()
        ]

    def _entries(
        self, inside: type[BaseModel] | None, mark: str, path: KeyPath, label: str, data: Any
    ) -> list[FormField]:
        entries = list(data.items()) if isinstance(data, dict) else list(enumerate(data or ()))
        if len(entries) > MOST_ENTRIES:
            raise TooLongError(label)
        result = []
        for number, (key, value) in enumerate(entries):
            here = (*path, number)
            entry = FormField(name_of(here), f"{label} {number + 1}", kind="group")
            if inside is None:
                entry.kind, entry.fields = "languages", self._texts(here, value)
            else:
                entry.fields = self._group(inside, here, value if isinstance(value, dict) else {})
            if mark == ".*":
                shown_id = "" if key.startswith("?") else key
                own = FormField(f"{entry.name}.{ID_OF_ENTRY}", "Id", value=shown_id, needed=True)
                entry.fields.insert(0, own)
            result.append(entry)
        return result

    def _scalar(self, shown: FormField, path: KeyPath, info: FieldInfo) -> None:
        types = set(_plain_types(info.annotation))
        choices = choices_of(info.annotation)
        if date in types or _is_part_day(info):
            shown.kind, shown.value = "day", shown_day(shown.value)
        elif choices:
            others = [value for value in (shown.value,) if value and value not in choices]
            words = meaning(info).of(self.speech)
            shown.options = [(value, _words_of(value, words)) for value in (*choices, *others)]
            shown.kind = "choice"
        elif bool in types:
            shown.kind = "flag"
        elif types & {int, float}:
            shown.kind = "number"
        self._offer(shown, path)

    def _offer(self, shown: FormField, path: KeyPath) -> None:
        """Offer the records that a field can name."""
        kind = kind_named_at(self.model, path if shown.kind != "lines" else (*path, 0))
        if not kind:
            return
        shown.named_kind = kind
        known = self.choices(kind)
        shown.options = known
        if shown.kind == "lines":
            return
        shown.kind = "choice" if len(known) <= SELECT else "suggest"
        if shown.value and shown.value not in dict(known):
            shown.options = [*known, (shown.value, shown.value)]

    # -- reading what was sent -----------------------------------------------------------------------

    def _sent_group(
        self, model: type[BaseModel], path: KeyPath, old: Mapping[str, Any], sent: "_Sent"
    ) -> dict[str, Any]:
        result: dict[str, Any] = {}
        known = dict(self._fields(model, path))
        for name, info in known.items():
            value = self._sent_field(model, (*path, name), info, old.get(name), sent)
            if value:
                result[name] = value
        # Fields that the form does not have stay; the file's own order is kept by whoever writes it.
        return result | {name: deepcopy(value) for name, value in old.items() if name not in known}

    def _sent_field(
        self, model: type[BaseModel], path: KeyPath, info: FieldInfo, old: Any, sent: "_Sent"
    ) -> Any:
        if not _fits(model, path, info, old):
            return deepcopy(old)
        inside, mark = part_of(info.annotation)
        if is_text_at(model, path[-1:]):
            return self._sent_texts(path, old, sent)
        if inside is not None and not mark:
            return self._sent_group(inside, path, old or {}, sent)
        if inside is not None or is_text_at(model, (path[-1], 0)):
            return self._sent_entries(inside, mark, path, sent)
        value = sent.take(name_of(path))
        if value and not mark:
            value = _as_meant(info, value)
        return _from_lines(value, is_group=mark == ".*") if mark else value

    def _sent_texts(self, path: KeyPath, old: Any, sent: "_Sent") -> dict[str, str]:
        codes = dict.fromkeys([*dict(self.languages), *(old or {})])
        texts = {code: sent.take(name_of((*path, code))) for code in codes}
        return {code: text for code, text in texts.items() if text}

    def _sent_entries(self, inside: type[BaseModel] | None, mark: str, path: KeyPath, sent: "_Sent") -> Any:
        by_id: dict[str, Any] = {}
        entries: list[Any] = []
        for number in sent.indexes(name_of(path)):
            here = (*path, number)
            value = (
                self._sent_texts(here, None, sent)
                if inside is None
                else self._sent_group(inside, here, {}, sent)
            )
            if mark == ".*":
                key = sent.take(f"{name_of(here)}.{ID_OF_ENTRY}")
                if key or value:
                    by_id[key or f"?{number}"] = value
            elif value:
                entries.append(value)
        return by_id if mark == ".*" else entries


class _Sent:
    """What was sent, and which of it was taken."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = {name: value for name, value in values.items() if name.startswith(PREFIX)}
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """Return a value without white space around it; empty where it was not sent."""
        self._taken.add(name)
        return self._values.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()

    def indexes(self, name: str) -> list[int]:
        """Return the numbers of the entries of a list that were sent, in their order."""
        start = f"{name}."
        numbers = (key[len(start) :].split(".")[0] for key in self._values if key.startswith(start))
        indexes = sorted({int(number) for number in numbers if re.fullmatch("[0-9]{1,4}", number)})
        if len(indexes) > MOST_ENTRIES + 1:
            raise UnknownFieldError(name)
        return indexes

    def left(self) -> set[str]:
        """Return the names that no field took."""
        return self._values.keys() - self._taken


def name_of(path: KeyPath) -> str:
    """Return the name by which a form sends the field at a path."""
    return PREFIX + ".".join(map(str, path))


def with_entry(data: Any, name: str) -> Any:
    """Return data in which the list at a field of the form has one more entry, without values."""
    result = deepcopy(data)
    holder, keys = result, name.removeprefix(PREFIX).split(".")
    for key in keys[:-1]:
        holder = _inside(holder, key)
    group_or_list = holder.setdefault(keys[-1], []) if isinstance(holder, dict) else _inside(holder, keys[-1])
    if isinstance(group_or_list, dict):
        group_or_list[f"?{len(group_or_list)}"] = {}
    else:
        group_or_list.append({})
    return result


def without_entry(data: Any, name: str) -> Any:
    """Return data without the entry of a list at a field of the form."""
    result = deepcopy(data)
    holder, keys = result, name.removeprefix(PREFIX).split(".")
    for key in keys[:-1]:
        holder = _inside(holder, key)
    if isinstance(holder, list) and keys[-1].isdecimal() and int(keys[-1]) < len(holder):
        del holder[int(keys[-1])]
    elif isinstance(holder, dict) and keys[-1].isdecimal() and int(keys[-1]) < len(holder):
        del holder[list(holder)[int(keys[-1])]]
    return result


def put_problems(
    fields: Sequence[FormField], problems: Iterable[tuple[KeyPath, str]], data: Any
) -> list[str]:
    """Put sentences about the values at paths beside their fields; return those that no field has."""
    by_name = {part.name: part for shown in fields for part in shown.everything()}
    left = []
    for path, sentence in problems:
        name = name_of(_numbered(path, data))
        while name not in by_name and "." in name.removeprefix(PREFIX):
            name = name.rpartition(".")[0]
        if name in by_name:
            by_name[name].problems.append(sentence)
        else:
            left.append(sentence)
    return left


def _numbered(path: KeyPath, data: Any) -> KeyPath:
    """Return a path in which entries of groups by ids that a form shows as a list have their numbers."""
    result: list[str | int] = []
    for key in path:
        is_table = result == ["places"] and isinstance(data, dict) and key in data
        result.append(list(data).index(key) if is_table else key)
        data = _at(data, key)
    return tuple(result)


def _at(holder: Any, key: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(key)
    if isinstance(holder, list) and isinstance(key, int) and key < len(holder):
        return holder[key]
    return None


def _inside(holder: Any, key: str) -> Any:
    """Return a part of data by a key of a form's name; a missing group is made. Raises ``KeyError``."""
    if isinstance(holder, list) and key.isdecimal() and int(key) < len(holder):
        return holder[int(key)]
    if isinstance(holder, dict):
        if key.isdecimal() and int(key) < len(holder):
            return list(holder.values())[int(key)]
        return holder.setdefault(key, {})
    raise KeyError(key)


def _fits(model: type[BaseModel], path: KeyPath, info: FieldInfo, data: Any) -> bool:
    """Whether data have the shape that the form shows; faulty ones stay as they are in the file."""
    inside, mark = part_of(info.annotation)
    if data is None or data == []:
        return True
    if is_text_at(model, path[-1:]):
        return _is_text(data)
    if not mark:
        return isinstance(data, str if inside is None else dict)
    if not isinstance(data, dict if mark == ".*" else list):
        return False
    entries = list(data.values()) if isinstance(data, dict) else data
    if inside is not None:
        return all(_is_known(inside, entry) for entry in entries)
    return all(
        _is_text(entry) if is_text_at(model, (path[-1], 0)) else isinstance(entry, str) for entry in entries
    )


def _is_text(data: Any) -> bool:
    return isinstance(data, dict) and all(isinstance(text, str | None) for text in data.values())


def _is_known(model: type[BaseModel], data: Any) -> bool:
    """Whether an entry of a list has no fields but those of its model, in their shape."""
    fields = fields_of(model)
    return isinstance(data, dict) and all(
        name in fields and _fits(model, (name,), fields[name], value) for name, value in data.items()
    )


def _plain_types(annotation: Any) -> Iterable[Any]:
    arguments = get_args(annotation)
    if arguments and get_origin(annotation) is not None:
        for argument in arguments:
            yield from _plain_types(argument)
    elif isinstance(annotation, type):
        yield annotation


def _is_part_day(info: FieldInfo) -> bool:
    return any(argument == PartDay for argument in (info.annotation, *get_args(info.annotation)))


def shown_day(value: str) -> str:
    """Return a day or month of a record as people write it: ``31/12/2025``; anything else as it is."""
    parts = re.fullmatch("([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", value)
    return "/".join(filter(None, reversed(parts.groups()))) if parts else value


def _as_meant(info: FieldInfo, value: str) -> str:
    """Return a number or day, written as people write them, as a record has it; anything else as it is."""
    types = set(_plain_types(info.annotation))
    codes = {
        "DAY-PART": _is_part_day(info),
        "DAY": date in types,
        "SCORE": float in types,
        "NUMBER": int in types and not choices_of(info.annotation),
    }
    code = next((code for code, fits in codes.items() if fits), "")
    return corrected_value(code, value) or value


def _words_of(value: str, explained: str) -> str:
    """Return what an explanation says of one of its values: ``named (called OCOP by a source)``."""
    match = re.search(rf"(?<![\w]){re.escape(value)} \(([^()]+)\)", explained)
    return f"{match[1]} ({value})" if match else value


def _as_lines(data: Any) -> str:
    if isinstance(data, dict):
        return "\n".join(f"{key}: {value}" for key, value in data.items())
    return "\n".join(data or ())


def _from_lines(value: str, *, is_group: bool) -> Any:
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    if not is_group:
        return lines
    return {key.strip(): inner.strip() for key, _, inner in (line.partition(":") for line in lines)}
