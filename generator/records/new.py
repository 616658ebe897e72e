"""A new record to fill in: every field of its model with its titles, most of them commented out."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue.findings import given_codes, next_code
from generator.catalogue.model import RECORDS
from generator.catalogue.records import Records
from generator.problems import Place, Problem, problem
from generator.records.shape import choices_of, is_text_at, part_of
from generator.text import slug

KINDS = ("product", "producer", "news", "decision", "fair")
"""Kinds that have a file of their own and are added in daily work."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAYS = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
"""Days in the names of news and decisions."""
_PLAIN = re.compile(r"[\w./-][\w ./%-]*")
_SHOWN = {
    "product": ("code", "name", "set", "producer", "origin", "summary", "ratings", "sources"),
    "producer": ("name", "kind", "address", "summary", "sources"),
    "news": ("title", "date", "kind", "summary", "sources"),
    "fair": ("name", "place", "first", "last", "organiser", "summary", "booths", "sources"),
    "decision": ("kind", "title", "number", "date", "body", "level", "criteria", "sources"),
}
_FILL = "# Điền các mục dưới đây, rồi chạy: ocop check · Fill in these fields, then run: ocop check"
_MORE = "# Các mục khác: bỏ dấu # ở đầu dòng để dùng · Other fields: delete the # in front to use them"


def scaffold(
    kind: str, identity: str, records: Records, place: str = ""
) -> tuple[dict[str, str], list[Problem]]:
    """The files of a new record by path, or why it cannot be made.

    ``kind`` is one of :data:`KINDS`; ``place`` is the folder of a product below ``products``. An id
    that is taken, by a faulty record too, is refused. A product gets the next trace code that was
    never given.
    """
    for name in (identity, place or "khac"):
        if not _ID.fullmatch(name) or len(name) > 64:
            fix = slug(name)[:64].strip("-") or "gao-nep"
            return {}, [problem("ID-SHAPE", Place(), id=name, fix=fix)]
    for year, month, day in _DAYS.findall(identity):
        written = f"{year}-{month}-{day}"
        try:
            date.fromisoformat(written)
        except ValueError:
            return {}, [problem("DAY-UNREAL", Place(), written=written)]
    taken = records.of(kind).get(identity)
    path = vars(RECORDS[kind])["file_pattern"].replace("*", place or "khac").replace("<id>", identity)
    if taken or (kind, identity) in records.faulty:
        return {}, [problem("ID-TWICE", Place(), id=identity, other=taken.file if taken else path)]
    site = records.site
    languages = [one.code for one in site.record.languages] if site else ["vi", "en"]
    given = {}
    if kind == "product":
        given["code"] = next_code(given_codes(records))
    return {path: "\n".join(_file(kind, path, languages, given)) + "\n"}, []


def _file(kind: str, path: str, languages: list[str], given: dict[str, str]) -> Iterator[str]:
    model = RECORDS[kind]
    yield f"# yaml-language-server: $schema={'../' * path.count('/')}docs/schema/{kind}.json"
    yield _FILL
    for name in _SHOWN[kind]:
        info = model.model_fields[name]
        yield ""
        yield f"# {_about(info)}"
        yield from _field(model, name, languages, empty=True, given=given.get(name))
    yield ""
    yield _MORE
    for name, info in model.model_fields.items():
        if name != "id" and name not in _SHOWN[kind]:
            yield "#"
            yield f"## {_about(info)}"
            yield from (f"#{line}" for line in _field(model, name, languages, empty=False))


def _about(info: FieldInfo) -> str:
    example = f" · {_example(info.examples[0])}" if info.examples else ""
    return f"{info.title} · {info.description}{example}"


def _field(
    model: type[BaseModel], name: str, languages: list[str], *, empty: bool, given: str | None = None
) -> Iterator[str]:
    """The lines of one field: with nothing filled in, or with the examples of the model."""
    info = model.model_fields[name]
    part, mark = part_of(info.annotation)
    example = _example(info.examples[0]) if info.examples else "…"
    value = given or ("" if empty else example)
    if is_text_at(model, (name,)) or is_text_at(model, (name, 0)):
        words = "{" + ", ".join(f"{language}: …" for language in languages) + "}"
        lines = [f"{language}:" if empty else f"{language}: …" for language in languages]
        yield from [f"{name}:", f"  - {words}"] if mark else _under(name, lines)
    elif mark == ".*":
        yield f"{name}: {{}}"
    elif mark and part is None:
        yield f"{name}: [{value}]" if not empty else f"{name}: []"
    elif part is not None:
        inner = [
            line
            for field in part.model_fields
            if not empty or field in _wanted(part)
            for line in _field(part, field, languages, empty=empty)
        ]
        yield from _under(name, inner, "- " if mark else "")
    else:
        choices = choices_of(info.annotation) if empty else ()
        yield f"{name}: {value}".rstrip() + (f"  # {', '.join(choices)}" if choices else "")


def _wanted(part: type[BaseModel]) -> Iterable[str]:
    """The fields of a part that a new record shows: what must be there, and what most have."""
    usual = {"printed", "commune", "stars", "criteria", "decision", "evidence", "title", "date", "domain"}
    return [name for name, info in part.model_fields.items() if info.is_required() or name in usual]


def _under(name: str, lines: Iterable[str], dash: str = "") -> Iterator[str]:
    yield f"{name}:"
    for index, line in enumerate(lines):
        start = dash if index == 0 else " " * len(dash)
        yield f"  {start}{line}"


def _example(example: Any) -> str:
    if isinstance(example, list):
        return ", ".join(_example(one) for one in example)
    return example if _PLAIN.fullmatch(example) else json.dumps(example, ensure_ascii=False)
