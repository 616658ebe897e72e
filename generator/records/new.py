"""Files for a new record: all fields of its model with explanations, the optional ones commented out."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue.fields import DEVICES, LONGEST_ID, meaning
from generator.catalogue.findings import given_codes, listed, next_trace_code, province_name
from generator.catalogue.ids import full_id
from generator.catalogue.model import RECORDS
from generator.catalogue.records import Records
from generator.diagnostics.problem import Problem, RefusedError, SourceLocation, problem
from generator.messages import message
from generator.records.path_patterns import file_in
from generator.records.shape import choices_of, example_of, is_text_at, part_of
from generator.records.write import NO_PLACE, flow_of, schema_comment
from generator.text import slug

KINDS = ("product", "producer", "news", "decision", "fair")
"""Kinds that have a file of their own and are added in daily work."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAYS = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
"""Days in the names of news and decisions."""
_PLAIN = re.compile(r"[\w./-][\w ./%-]*")
SHOWN = {
    "product": ("code", "name", "set", "kind", "producer", "origin", "summary", "ratings", "sources"),
    "producer": ("name", "kind", "address", "summary", "sources"),
    "news": ("title", "date", "kind", "summary", "sources"),
    "fair": ("name", "place", "first", "last", "organiser", "summary", "booths", "sources"),
    "decision": ("kind", "title", "number", "date", "body", "level", "criteria", "sources"),
}
"""The fields of a new record that are always to be filled in, or mostly; by kind."""
_BESIDE = {"product": "forms.lots-beside"}
"""Messages on parts of a record that are written into files of their own."""


def scaffold(
    kind: str,
    identity: str,
    records: Records,
    language: str,
    place: str = "",
    *,
    province: str = "",
    answers: Mapping[str, Any] | None = None,
) -> tuple[dict[str, str], list[Problem]]:
    """Return the files of a new record by path, or the problem why it cannot be made.

    ``kind`` is one of :data:`KINDS`; ``language``, ``vi`` or ``en``, is that of the explanations;
    ``place`` is the folder of a product below ``products``; ``province`` is the folder of its province, empty
    for the project's own. An id that is taken, by a faulty record too, is refused. A product gets the next
    trace code that was never given.

    ``answers`` are plain values by field. With them a field without an answer stands among the less common
    ones at the end, unless the record must have it.
    """
    if province not in records.places and (province or records.places):
        raise unknown_province(records, province)
    for name in (identity, place or NO_PLACE):
        if not _ID.fullmatch(name) or len(name) > LONGEST_ID:
            fix = slug(name, LONGEST_ID) or "gao-nep"
            return {}, [problem("ID-SHAPE", SourceLocation(), id=name, fix=fix)]
        if name.upper() in DEVICES:
            return {}, [problem("NAME-WINDOWS", SourceLocation(), name=name, fix=f"{name}-1")]
    for year, month, day in _DAYS.findall(identity):
        written = f"{year}-{month}-{day}"
        try:
            date.fromisoformat(written)
        except ValueError:
            return {}, [problem("DAY-UNREAL", SourceLocation(), written=written)]
    taken = records.of(kind).get(full_id(province, identity))
    path = file_in(province, kind).replace("*", place or NO_PLACE).replace("<id>", identity)
    if taken or (kind, full_id(province, identity)) in records.faulty:
        return {}, [problem("ID-TWICE", SourceLocation(), id=identity, other=taken.file if taken else path)]
    values = dict(answers or {})
    if kind == "product":
        values["code"] = next_trace_code(given_codes(records, province), province_name(records, province))
    sheet = _Sheet(records.languages, language, only_answered=answers is not None)
    return {path: "\n".join(sheet.lines(kind, path, values)) + "\n"}, []


def unknown_province(records: Records, province: str) -> RefusedError:
    """Return the error for the folder of a province that the project does not have; empty for none given."""
    known = listed("known", sorted(filter(None, records.places)))
    key = "new-province" if province else "new-which-province"
    return RefusedError(key, {"province": province, **known})


@dataclass(frozen=True)
class _Sheet:
    """Writes the lines of a record to fill in."""

    languages: list[str]
    """The languages of the site: each text has a line for each."""
    speech: str
    """The language of the explanations."""
    only_answered: bool
    """Whether fields that are not known yet, and need not be, are left to the end."""

    def lines(self, kind: str, path: str, given: Mapping[str, Any]) -> Iterator[str]:
        """The whole file; ``given`` are values that are known already, by field."""
        model = RECORDS[kind]
        shown = [name for name in SHOWN[kind] if self._is_shown(model, name, given)]
        yield f"# {schema_comment(kind, path)}"
        yield f"# {message('forms.fill', self.speech)}"
        if beside := _BESIDE.get(kind):
            yield f"# {message(beside, self.speech)}"
        for name in shown:
            yield ""
            yield self._about(model.model_fields[name])
            yield from self._field(model, name, empty=True, given=given.get(name))
        yield ""
        yield f"# {message('forms.more', self.speech)}"
        for name, info in model.model_fields.items():
            if name != "id" and name not in shown:
                yield "#"
                yield f"#{self._about(info)}"
                yield from (f"#{line}" for line in self._field(model, name, empty=False))

    def _is_shown(self, model: type[BaseModel], name: str, given: Mapping[str, Any]) -> bool:
        """Whether a field stands above the less common ones."""
        return not self.only_answered or name in given or model.model_fields[name].is_required()

    def _about(self, info: FieldInfo) -> str:
        about = meaning(info).of(self.speech)
        if info.examples:
            about = message("forms.about", self.speech, meaning=about, example=example_of(info))
        return f"# {about}"

    def _field(self, model: type[BaseModel], name: str, *, empty: bool, given: Any = None) -> Iterator[str]:
        """Yield the lines of one field: with a value that is given, else empty or with the model's example.

        Of a list one entry is written, from the first one that is given.
        """
        info = model.model_fields[name]
        model_inside, mark = part_of(info.annotation)
        if given and mark and model_inside:
            given = given[0]
        example = _example(info.examples[0]) if info.examples else "…"
        value = flow_of(given) if given else ("" if empty else example)
        if given and is_text_at(model, (name,)):
            yield from _under(name, [f"{language}: {flow_of(words)}" for language, words in given.items()])
        elif is_text_at(model, (name,)) or is_text_at(model, (name, 0)):
            words = "{" + ", ".join(f"{language}: …" for language in self.languages) + "}"
            lines = [f"{language}:" if empty else f"{language}: …" for language in self.languages]
            yield from [f"{name}:", f"  - {words}"] if mark else _under(name, lines)
        elif mark == ".*":
            yield f"{name}: {{}}"
        elif mark and model_inside is None:
            yield f"{name}: [{value}]" if not empty else f"{name}: []"
        elif model_inside is not None:
            shown = _wanted(model_inside, given) if empty else model_inside.model_fields
            inner = [
                line
                for field, about in model_inside.model_fields.items()
                if field in shown
                for line in (
                    self._about(about),
                    *self._field(model_inside, field, empty=empty, given=(given or {}).get(field)),
                )
            ]
            yield from _under(name, inner, "- " if mark else "")
        else:
            choices = choices_of(info.annotation) if empty else ()
            yield f"{name}: {value}".rstrip() + (f"  # {', '.join(choices)}" if choices else "")


def _wanted(model: type[BaseModel], given: Mapping[str, Any] | None) -> Collection[str]:
    """Return the fields of a part that a new record shows: required ones, with those given or else usual."""
    usual = {"printed", "commune", "stars", "criteria", "decision", "evidence", "title", "date", "domain"}
    shown = given or usual
    return [name for name, info in model.model_fields.items() if info.is_required() or name in shown]


def _under(name: str, lines: Iterable[str], dash: str = "") -> Iterator[str]:
    """Return a field as an entry of a list: a hyphen before its first line that is no comment."""
    yield f"{name}:"
    start = dash
    for line in lines:
        if start == dash and line.startswith("#"):
            yield f"  {line}"
        else:
            yield f"  {start}{line}"
            start = " " * len(dash)


def _example(example: Any) -> str:
    if isinstance(example, list):
        return ", ".join(_example(value) for value in example)
    return example if _PLAIN.fullmatch(example) else json.dumps(example, ensure_ascii=False)
