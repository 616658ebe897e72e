"""Validation of a record's data: pydantic's details become problems, each with line, column and advice.

Reading YAML is in :mod:`~generator.records.yaml_nodes`; checks between records are in the catalogue.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.catalogue.fields import (
    BASE_URL,
    DOMAIN,
    FILE_DIGEST,
    ID,
    LONGEST_ID,
    ORDER,
    PUBLIC_KEY,
    RECORD_ID,
    TRACE_ADDRESS,
    WEB_ADDRESS,
    meaning,
)
from generator.catalogue.findings import KEY, dotted, location_of
from generator.catalogue.model import RECORDS, KeyPath, Record
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import LANGUAGES, in_both
from generator.records.meant_ids import kind_named_at, values_of_ref_name
from generator.records.path_patterns import shown_pattern
from generator.records.shape import choices_of, example_of, fields_at, fields_of, groups_with, is_text_at
from generator.records.suggestions import corrected_value
from generator.records.yaml_faults import DASHES, odd_sign
from generator.text import LANGUAGE, fold, slug

R = TypeVar("R", bound=Record)
Positions = Mapping[KeyPath, tuple[int, int]]

PATTERNS = {
    ID: "PATTERN-ID",
    RECORD_ID: "PATTERN-ID",
    DOMAIN: "PATTERN-DOMAIN",
    WEB_ADDRESS: "PATTERN-URL",
    BASE_URL: "PATTERN-URL",
    r"^[A-Z]{2}[0-9]{4,6}$": "PATTERN-CODE",
    r"^[0-9]{8,14}$": "PATTERN-GTIN",
    TRACE_ADDRESS: "PATTERN-ADDRESS",
    r"^[0-9]{2}(-[0-9]{3})?-[0-9]{5}-[0-9]{1,3}-[0-9]{4}$": "PATTERN-OFFICIAL-CODE",
    r"^[A-Z0-9][A-Z0-9-]{0,19}$": "PATTERN-LOT",
    r"^[0-9]{5}$": "PATTERN-PLACE-CODE",
    r"^[0-9]{2}$": "PATTERN-PLACE-CODE",
    FILE_DIGEST: "PATTERN-DIGEST",
    PUBLIC_KEY: "PATTERN-STAMPS",
    ORDER: "PATTERN-STAMPS",
}
"""The problem code for each pattern that a model uses."""

_SIMPLE = {
    "tuple_type": "TYPE-LIST",
    "model_type": "TYPE-GROUP",
    "model_attributes_type": "TYPE-GROUP",
    "dict_type": "TYPE-GROUP",
    "whole_number": "NUMBER",
    "score": "SCORE",
    "degree": "DEGREE",
    "day": "DAY",
    "part_day": "DAY-PART",
    "day_unreal": "DAY-UNREAL",
    "flag": "FLAG",
    "literal_error": "CHOICE",
    "language_code": "LANGUAGE-CODE",
    "private_host": "URL-PRIVATE",
    "string_too_long": "TOO-LONG",
    "too_short": "LIST-EMPTY",
    "extra_forbidden": "KEY-UNKNOWN",
    "missing": "KEY-MISSING",
}
_NO_ID = ("string_pattern_mismatch", "whole_number", "string_too_long")
"""What pydantic finds where a name, a number or a title stands instead of an id."""
_SIMPLE_WORDS = re.compile(r"[^:#,{}\[\]\"'&*!|>%@`\s-][^:#,{}\[\]\"\n]{0,60}")
"""What can stand inside of braces without quotes."""
_RANGES = {"stars": "STARS-RANGE", "by_star": "STARS-RANGE", "score": "SCORE-RANGE"}
FEW_HOMES = 3
FEW = 12
"""Up to this number, the names of all fields are listed in one line."""
_SETS = {("set",), ("sets", "number"), ("sets_2019", "now")}


def validate(
    model: type[R], data: object, positions: Positions, file: str, identity: str | None
) -> tuple[R | None, list[Problem]]:
    """Return the record that ``data`` describes, or None and every problem in it.

    ``positions`` holds line and column of each key path, seen from the record's root. ``identity`` is the
    id that the folder's or file's name gives; None where the record carries its own.
    """
    problems: list[Problem] = []
    if isinstance(data, dict) and identity is not None:
        if "id" in data:
            problems.append(problem("KEY-ID", location_of(("id", KEY), positions, file)))
        data = {**data, "id": identity}
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        details = [(_real_path(detail, data), detail) for detail in error.errors(include_url=False)]
        document = _Document(model, data, positions, file)
        problems += [_explain(_Fault(document, path, detail)) for path, detail in _first_details(details)]
        return None, _without_consequences(problems)
    return (record if not problems else None), problems


def _first_details(details: list[tuple[KeyPath, ErrorDetails]]) -> Iterator[tuple[KeyPath, ErrorDetails]]:
    """Yield one of pydantic's details for each path of the record."""
    seen: set[KeyPath] = set()
    for path, detail in details:
        # Pydantic drops a faulty entry and then finds the list too short: the entry's own fault says enough.
        has_faulty_entry = detail["type"] == "too_short" and any(
            inner[: len(path)] == path and len(inner) > len(path) for inner, _ in details
        )
        # A union reports once for each of its members: the first says enough.
        if path not in seen and not has_faulty_entry:
            seen.add(path)
            yield path, detail


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """Leave out problems that only follow from another one in the list.

    A group is empty because its fields stand below it without indentation (KEY-INDENT); a field is missing
    because its name was mistyped (KEY-UNKNOWN).
    """
    values_of = [dict(problem.values) for problem in problems]
    pairs = list(zip(problems, values_of, strict=True))
    empty_groups = {values["home"] for problem, values in pairs if problem.code == "KEY-INDENT"}
    mistyped_keys = {values["near_en"] for problem, values in pairs if problem.code == "KEY-UNKNOWN"}
    return [
        problem
        for problem, values in pairs
        if not (problem.code == "EMPTY" and values["path"] in empty_groups)
        and not (problem.code == "KEY-MISSING" and values["key"] in mistyped_keys)
    ]


def _real_path(detail: ErrorDetails, data: object) -> KeyPath:
    """Return ``loc`` without the names that pydantic puts in for unions and dictionary keys."""
    path: list[str | int] = []
    for key in detail["loc"]:
        in_list = isinstance(data, list) and isinstance(key, int) and key < len(data)
        if in_list or (isinstance(data, dict) and key in data):
            data = data[key]  # type: ignore[index]
        elif detail["type"] == "missing":
            data = None
        else:
            continue
        path.append(key)
    return tuple(path)


@dataclass(frozen=True)
class _Document:
    """The file whose record is validated: its model, its data and the position of each key path."""

    model: type[Record]
    data: object
    positions: Positions
    file: str


class _Fault:
    """One of pydantic's details, with what the explanations below ask of it."""

    def __init__(self, document: _Document, path: KeyPath, detail: ErrorDetails) -> None:
        self.document = document
        self.model = document.model
        self.path = path
        self.kind = detail["type"]
        self.context: Mapping[str, Any] = detail.get("ctx", {})
        self.written: Any = detail["input"]
        self.shown = str(self.written)[:80] if isinstance(self.written, str | int | float) else ""
        """The written value for a message; empty for a group or a list."""
        self.key = next((key for key in reversed(path) if isinstance(key, str)), "")
        self.value_location = location_of(path, document.positions, document.file)
        self.key_location = location_of((*path, KEY), document.positions, document.file)

    @property
    def siblings(self) -> dict[str, FieldInfo]:
        """The fields that the group around the fault may have, by name."""
        return fields_at(self.model, self.path[:-1])

    @property
    def field(self) -> FieldInfo | None:
        """The field of the model at which the fault stands, if the model has one there."""
        return self.siblings.get(self.key)


def _explain(fault: _Fault) -> Problem:
    """Return what the first of the explanations that knows the fault says, else the general one."""
    for explanation in _EXPLANATIONS:
        if result := explanation(fault):
            return result
    return _wrong_type(fault)


def _missing_space(fault: _Fault) -> Problem | None:
    """``name:Gạo`` is a key without a value for YAML."""
    joined = re.fullmatch(r"(\w+:)(\S.*)", fault.key) if fault.written is None else None
    if not joined:
        return None
    fix = f"{joined[1]} {joined[2]}"[:60]
    return problem("YAML-SPACE", fault.key_location, written=fault.key[:60], fix=fix)


def _unknown_key(fault: _Fault) -> Problem | None:
    """A field that its group does not have: misplaced or mistyped."""
    if fault.kind != "extra_forbidden":
        return None
    fields, key, location = fault.siblings, fault.key, fault.key_location
    if len(fault.path) == 1 and not fault.model.id_in_file:
        fields.pop("id")
    if home := _home(fault.model, fault.document.data, fault.path, fields):
        return problem("KEY-INDENT", location, key=key, home=home)
    looks_mistyped = get_close_matches(key, fields, 1, 0.8)
    if not looks_mistyped and (misplaced := _elsewhere(fault.model, fault.path, fields, location)):
        return misplaced
    return problem("KEY-UNKNOWN", location, key=key, **_near_field(key, fields))


def _missing_key(fault: _Fault) -> Problem | None:
    """A required field that is not there; its group is shown."""
    if fault.kind != "missing":
        return None
    group, positions = fault.path[:-1], fault.document.positions
    shown_path = (*group, KEY) if (*group, KEY) in positions else group
    info = fault.field
    titles = {
        f"title_{language}": meaning(info).label(language) if info else fault.key for language in LANGUAGES
    }
    location = location_of(shown_path, positions, fault.document.file)
    return problem("KEY-MISSING", location, key=fault.key, **titles)


def _broken_text(fault: _Fault) -> Problem | None:
    """Words cut apart by a comma or a curly quotation mark inside of braces: ``{vi: Gạo, nếp}``."""
    in_text = fault.written is None and is_text_at(fault.model, fault.path[:-1])
    if not in_text or LANGUAGE.fullmatch(fault.key):
        return None
    if curly_mark := re.search("[“”„]", fault.key):
        return problem("YAML-CURLY", fault.key_location, quote=curly_mark[0])
    return problem("TEXT-COMMA", fault.key_location, key=fault.key)


def _empty_value(fault: _Fault) -> Problem | None:
    """A field without a value, or with an empty text."""
    if fault.written is not None and fault.kind != "string_too_short":
        return None
    location = fault.key_location if fault.written is None else fault.value_location
    return problem("EMPTY", location, path=dotted(fault.path) or "–", **_filling(fault.model, fault.path))


def _text_without_language(fault: _Fault) -> Problem | None:
    """Words or a list where words per language are needed."""
    if fault.kind not in ("model_type", "dict_type") or not isinstance(fault.written, str | list):
        return None
    if not is_text_at(fault.model, fault.path):
        return None
    simple = isinstance(fault.written, str) and _SIMPLE_WORDS.fullmatch(fault.written)
    words = fault.written if simple else "…"
    return problem("TEXT-SHAPE", fault.value_location, key=fault.key or "vi", written=words)


def _name_for_id(fault: _Fault) -> Problem | None:
    """A name, a number or a title where the id of another record is needed."""
    if fault.kind not in _NO_ID or not _may_be_name(fault.kind, fault.shown):
        return None
    wanted_kind = kind_named_at(fault.model, fault.path)
    if not wanted_kind:
        return None
    info = fault.field
    fix = slug(fault.shown) if _resembles_id(fault.shown) else example_of(info) if info else ""
    about = meaning(info) if info else None
    return problem(
        "REF-NAME", fault.value_location, **values_of_ref_name(wanted_kind, fault.shown, fix, about)
    )


def _out_of_range(fault: _Fault) -> Problem | None:
    """A number that is too small or too large."""
    if fault.kind not in ("greater_than_equal", "less_than_equal"):
        return None
    names = tuple(key for key in fault.path if isinstance(key, str))
    code = next((_RANGES[name] for name in reversed(names) if name in _RANGES), "NUMBER-RANGE")
    if names in _SETS:
        code = "SET-RANGE"
    limits = f"≥ {fault.context['ge']}" if "ge" in fault.context else f"≤ {fault.context['le']}"
    return problem(code, fault.value_location, written=fault.shown, limits=limits)


def _wrong_pattern(fault: _Fault) -> Problem | None:
    """A text that does not have the form of an id, a trace code, an address …"""
    if fault.kind != "string_pattern_mismatch":
        return None
    code = PATTERNS.get(str(fault.context.get("pattern")), "PATTERN-ID")
    info = fault.field
    # A name in words is not made into the id of another record: that record's folder or file has the id.
    own_id = info is None or fault.key == "id" or _resembles_id(fault.shown)
    fix = slug(fault.shown, LONGEST_ID) if own_id else example_of(info) if info else ""
    if code == "PATTERN-DOMAIN":
        fix = _domain_in(fault.shown) or "nhandan.vn"
    about = {f"about_{language}": f". {meaning(info).of(language)}" if info else "" for language in LANGUAGES}
    return problem(code, fault.value_location, written=fault.shown, fix=fix or "gao-nep", **about)


def _domain_in(written: str) -> str:
    """Return the domain in an address such as ``https://user@example.vn/page``; empty without one."""
    host = re.sub(r"^\s*(?:\w+:)?[/\\]*(?:[^/@]*@)?", "", written)
    domain = re.split(r"[\s/\\:?#]", host)[0].lower()
    return domain if re.fullmatch(DOMAIN, domain) else ""


def _device_name(fault: _Fault) -> Problem | None:
    """An id such as ``con`` or ``aux``: Windows keeps these names for devices."""
    if fault.kind != "device":
        return None
    return problem("NAME-WINDOWS", fault.value_location, name=fault.shown, fix=f"{fault.shown}-1")


def _wrong_choice(fault: _Fault) -> Problem | None:
    """A word that is not one of those to choose from."""
    if fault.kind != "literal_error":
        return None
    choices = re.findall(r"'([^']*)'", str(fault.context.get("expected")))
    numbers = re.findall(r"[0-9]+", fault.shown)
    same_number = [choice for choice in choices if re.sub(r"[^0-9]", "", choice) in numbers]
    meant = get_close_matches(fault.shown, choices, 1, 0.7) or same_number
    info = fault.field
    if meant or info is None:
        advice = in_both("fix", "hints.meant", ids=", ".join(meant or choices))
    else:
        advice = {f"fix_{language}": f"{meaning(info).of(language)}." for language in LANGUAGES}
    shown_choices = ", ".join(choices)
    return problem("CHOICE", fault.value_location, written=fault.shown, choices=shown_choices, **advice)


def _dash_for_hyphen(fault: _Fault) -> Problem | None:
    """A list whose entries begin with a dash or a bullet that Word puts for a hyphen."""
    if _SIMPLE.get(fault.kind) != "TYPE-LIST":
        return None
    beginning = str(next(iter(fault.written), "") if isinstance(fault.written, dict) else fault.shown)
    return odd_sign(beginning[0], fault.value_location) if beginning[:1] in DASHES else None


def _wrong_type(fault: _Fault) -> Problem:
    """A value of another type than the field takes: the explanation of everything not explained before."""
    code = _SIMPLE.get(fault.kind, "TYPE-VALUE")
    info = fault.field
    fields = fields_at(fault.model, fault.path)
    shown_parts = [
        name for name, field in fields.items() if len(fields) <= FEW or (name != "id" and field.is_required())
    ]
    example = _instead(fault.model, fault.path, fault.shown) if code in ("TYPE-LIST", "TYPE-GROUP") else ""
    no_example = {"example_vi": "", "example_en": ""}
    return problem(
        code,
        fault.value_location,
        key=fault.key,
        **(in_both("example", "hints.for-example", shown=example) if example else no_example),
        written=fault.shown,
        **_advice(code, fault.shown, example_of(info) if info else ""),
        parts=", ".join(shown_parts) or "–",
        limit=fault.context.get("max_length", ""),
        least=fault.context.get("min_length", ""),
    )


_EXPLANATIONS: tuple[Callable[[_Fault], Problem | None], ...] = (
    _missing_space,
    _unknown_key,
    _missing_key,
    _broken_text,
    _empty_value,
    _text_without_language,
    _name_for_id,
    _out_of_range,
    _wrong_pattern,
    _device_name,
    _wrong_choice,
    _dash_for_hyphen,
)
"""Asked in this order; each returns None for a fault that is not of its kind."""


def _resembles_id(written: str) -> bool:
    """Whether a text is an id apart from its letters' case and marks; words with spaces are not."""
    return slug(written) == written.strip().lower()


def _may_be_name(kind: str, written: str) -> bool:
    """Whether a value that is not an id can be the name of a record; a value with digits is a number."""
    if kind != "whole_number":
        return bool(written)
    return not re.search(r"\d", written) and len(fold(written)) > 1


def _filling(model: type[Record], path: KeyPath) -> dict[str, str]:
    """Return the advice for a field without a value: fill it in, or delete the optional part."""
    depths = range(len(path), 0, -1)
    group = next((path[depth - 1] for depth in depths if _may_be_left_out(model, path[:depth])), "")
    if is_text_at(model, path[:-1]):
        advice = "hints.fill-words-or-delete-group" if group else "hints.fill-words"
    elif path and group == path[-1]:
        advice = "hints.fill-or-delete"
    else:
        advice = "hints.fill-or-delete-group" if group else "hints.fill"
    return in_both("fix", advice, group=group)


def _may_be_left_out(model: type[Record], path: KeyPath) -> bool:
    """Whether the model lets a field be absent."""
    info = fields_at(model, path[:-1]).get(str(path[-1]))
    least = [getattr(rule, "min_length", None) for rule in info.metadata] if info else []
    return info is not None and not info.is_required() and not any(least)


def _instead(model: type[Record], path: KeyPath, written: str) -> str:
    """Return the written value in the form that the field needs; empty if that takes more than one line."""
    key, fields = path[-1] if path else "", fields_at(model, path)
    inside = path if fields else (*path, 0)
    fields = {} if is_text_at(model, inside) else fields or fields_at(model, inside)
    first = next((name for name, info in fields.items() if info.is_required()), next(iter(fields), ""))
    if not _SIMPLE_WORDS.fullmatch(written.replace(",", "") if not fields and inside != path else written):
        return ""
    if first and (choices_of(fields[first].annotation) or is_text_at(model, (*inside, first))):
        return ""
    more = ", …" if sum(info.is_required() for info in fields.values()) > 1 else ""
    words = f"{first}: {written}" if first else f"vi: {written}" if is_text_at(model, inside) else written
    if isinstance(key, int):
        return f"- {words}"
    inner = f"{{{words}{more}}}" if words != written else words
    return f"{key}: [{inner}]" if inside != path else f"{key}: {inner}" if key else ""


def _advice(code: str, written: str, example: str) -> dict[str, str]:
    """Return what to write: the value that was meant, else an example of the field's form."""
    if fix := corrected_value(code, written):
        return {f"fix_{language}": fix for language in LANGUAGES}
    if code == "FLAG":
        return in_both("fix", "hints.true-or-false")
    return in_both("fix", "hints.example-digits" if code == "NUMBER" else "hints.example", example=example)


def _home(model: type[Record], data: object, path: KeyPath, known: Mapping[str, FieldInfo]) -> str:
    """Return the dotted path of the group above a field that should be indented into it, else ""."""
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    key, above = str(path[-1]), ""
    for name in inside:
        if name == key:
            break
        above = name if name in known else above
    for at in ((*path[:-1], above), (*path[:-1], above, 0)):
        word = re.fullmatch("[a-z]{2}", key) and is_text_at(model, at)
        if above and (word or key in fields_at(model, at)):
            return dotted((*path[:-1], above))
    return ""


def _elsewhere(
    model: type[Record], path: KeyPath, known: Mapping[str, FieldInfo], location: SourceLocation
) -> Problem | None:
    """Return where a field belongs that its group does not have: inside, outside, or in another file."""
    parent, key = path[:-1], str(path[-1])
    homes = [
        name
        for name in known
        if not is_text_at(model, (*parent, name))
        and any(key in fields_at(model, at) for at in ((*parent, name), (*parent, name, 0)))
    ]
    groups = groups_with(model, key)
    if not homes and "" in groups and not (key == "id" and not model.id_in_file):
        required = [name for name, info in fields_of(model).items() if info.is_required() and name != "id"]
        return problem("KEY-OUTSIDE", location, key=key, near=", ".join(required[:FEW_HOMES]))
    homes = homes or [group for group in groups if group]
    if homes:
        more = ", …" if len(homes) > FEW_HOMES else ""
        return problem("KEY-INSIDE", location, key=key, homes=", ".join(homes[:FEW_HOMES]) + more)
    files = {
        vars(record)["file_pattern"]
        for record in RECORDS.values()
        if key != "id" and groups_with(record, key)
    }
    if not files:
        return None
    more = ", …" if len(files) > FEW_HOMES else ""
    shown = ", ".join(sorted(files)[:FEW_HOMES]) + more
    patterns = {f"files_{language}": shown_pattern(shown, language) for language in LANGUAGES}
    return problem("KEY-ELSEWHERE", location, key=key, **patterns)


def _near_field(key: str, fields: Mapping[str, FieldInfo]) -> dict[str, str]:
    """Return a hint: the field most likely meant, else all of a few, else where all are listed."""
    titles = {fold(meaning(info).label("vi")): name for name, info in fields.items()}
    names = titles | {name: name for name in fields}
    folded = fold(key)
    begun = [name for title, name in titles.items() if f"{title} ".startswith(f"{folded} ")]
    near = [names[match] for written in (key, folded) for match in get_close_matches(written, names, 1, 0.7)]
    if folded in names:
        shown = names[folded]
    elif begun or near or len(fields) <= FEW:
        shown = ", ".join(begun or near[:1] or fields)
    else:
        return in_both("near", "hints.read-fields")
    return {f"near_{language}": shown for language in LANGUAGES}
