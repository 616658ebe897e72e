"""Pydantic's findings → problems that an officer understands, each at its exact place."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.catalogue.fields import BASE_URL, DOMAIN, WEB_ADDRESS, meaning
from generator.catalogue.findings import KEY, dotted, place_of
from generator.catalogue.model import RECORDS, KeyPath, Record
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.meant_ids import named, wanted_at
from generator.records.shape import choices_of, example_of, fields_at, fields_of, groups_with, is_text_at
from generator.records.suggestions import suggestion
from generator.records.yaml_faults import DASHES, odd_sign
from generator.text import LANGUAGE, fold, slug

R = TypeVar("R", bound=Record)
Positions = Mapping[KeyPath, tuple[int, int]]

PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "PATTERN-ID",
    DOMAIN: "PATTERN-DOMAIN",
    WEB_ADDRESS: "PATTERN-URL",
    BASE_URL: "PATTERN-URL",
    r"^[A-Z]{2}[0-9]{4,6}$": "PATTERN-CODE",
    r"^[0-9]{8,14}$": "PATTERN-GTIN",
    r"^/(p/[A-Z]{2}[0-9]{4,6}(/[A-Z0-9-]{1,20})?|01/[0-9]{14}(/10/[A-Z0-9-]{1,20})?)$": "PATTERN-ADDRESS",
    r"^[0-9]{2}(-[0-9]{3})?-[0-9]{5}-[0-9]{1,3}-[0-9]{4}$": "PATTERN-OFFICIAL-CODE",
    r"^[A-Z0-9][A-Z0-9-]{0,19}$": "PATTERN-LOT",
    r"^[0-9]{5}$": "PATTERN-PLACE-CODE",
    r"^[0-9]{2}$": "PATTERN-PLACE-CODE",
}
"""The code for each pattern that a model uses."""

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
    "string_too_long": "TOO-LONG",
    "too_short": "LIST-EMPTY",
    "extra_forbidden": "KEY-UNKNOWN",
    "missing": "KEY-MISSING",
}
_NO_ID = ("string_pattern_mismatch", "whole_number", "string_too_long")
"""What pydantic finds where a name, a number or a title stands instead of an id."""
_SHAPE = {
    "NUMBER": ("bằng chữ số, ", "it in digits, "),
    "SCORE": ("", ""),
    "DEGREE": ("", ""),
    "DAY": ("", ""),
    "DAY-PART": ("", ""),
}
"""What comes before an example where nobody can tell which value was meant."""
_FILL = ("hãy ghi giá trị: mục này không bỏ được.", "write a value: this field cannot be left out.")
_FILL_OR_DELETE = (
    "hãy ghi giá trị, hoặc xóa cả dòng nếu không dùng.",
    "write a value, or delete the line if it is not used.",
)
_FILL_OR_DELETE_GROUP = (
    "hãy ghi giá trị, hoặc xóa cả mục “{}” nếu không dùng.",
    "write a value, or delete all of “{}” if it is not used.",
)
_WORDS = (
    "hãy ghi chữ; nếu đây là bản dịch chưa có thì xóa dòng này.",
    "write the words; delete the line if it is a translation that is not there yet.",
)
_WORDS_OR_DELETE_GROUP = (
    "hãy ghi chữ; nếu đây là bản dịch chưa có thì xóa dòng này, nếu không dùng thì xóa cả mục “{}”.",
    "write the words; delete the line if it is a translation that is not there yet, or all of “{}”.",
)
_MEANT = ("có lẽ bạn muốn ghi: {}.", "perhaps you meant: {}.")
_READ = ("một mục kể trong docs/fields.vi.md", "one of the fields in docs/fields.en.md")
_SIMPLE_WORDS = re.compile(r"[^:#,{}\[\]\"'&*!|>%@`\s-][^:#,{}\[\]\"\n]{0,60}")
"""What can stand inside of braces without quotes."""
_RANGES = {"stars": "STARS-RANGE", "by_star": "STARS-RANGE", "score": "SCORE-RANGE"}
FEW_HOMES = 3
FEW = 12
"""So many names of fields can be read in one line."""
_SETS = {("set",), ("sets", "number"), ("sets_2019", "now")}


def validate(
    model: type[R], data: object, positions: Positions, file: str, identity: str | None
) -> tuple[R | None, list[Problem]]:
    """The record that ``data`` describes, or None and every fault in it.

    ``positions`` are seen from the record's root; ``identity`` is the folder's or file's name, None
    where the record carries its own.
    """
    problems: list[Problem] = []
    if isinstance(data, dict) and identity is not None:
        if "id" in data:
            problems.append(problem("KEY-ID", place_of(("id", KEY), positions, file)))
        data = {**data, "id": identity}
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        details = [(_real_path(detail, data), detail) for detail in error.errors(include_url=False)]
        seen: set[KeyPath] = set()
        for path, detail in details:
            # A list is not empty because its only entry has a fault of its own.
            short = detail["type"] == "too_short" and any(
                inner[: len(path)] == path and len(inner) > len(path) for inner, _ in details
            )
            # A union reports once for each of its members: the first says enough.
            if path not in seen and not short:
                seen.add(path)
                problems.append(_problem(model, detail, path, positions, file, data))
        return None, _once(problems)
    return (record if not problems else None), problems


def _once(problems: list[Problem]) -> list[Problem]:
    """One mistake is told once, where it was made.

    A group is empty because its fields stand below it, not indented; a field is missing because its name
    was mistyped.
    """
    told = [(one.code, dict(one.values)) for one in problems]
    homes = {values["home"] for code, values in told if code == "KEY-INDENT"}
    meant = {values["near_en"] for code, values in told if code == "KEY-UNKNOWN"}
    return [
        one
        for one, (code, values) in zip(problems, told, strict=True)
        if not (code == "EMPTY" and values["path"] in homes)
        and not (code == "KEY-MISSING" and values["key"] in meant)
    ]


def _real_path(detail: ErrorDetails, data: object) -> KeyPath:
    """``loc`` without the names that pydantic puts in for unions and dictionary keys."""
    path: list[str | int] = []
    for part in detail["loc"]:
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_list or (isinstance(data, dict) and part in data):
            data = data[part]  # type: ignore[index]
        elif detail["type"] == "missing":
            data = None
        else:
            continue
        path.append(part)
    return tuple(path)


def _problem(
    model: type[Record], detail: ErrorDetails, path: KeyPath, positions: Positions, file: str, data: object
) -> Problem:
    kind, context, written = detail["type"], detail.get("ctx", {}), detail["input"]
    where = place_of(path, positions, file)
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    by_key = place_of((*path, KEY), positions, file)
    if written is None and (joined := re.fullmatch(r"(\w+:)(\S.*)", key)):
        return problem("YAML-SPACE", by_key, written=key[:60], fix=f"{joined[1]} {joined[2]}"[:60])
    if kind == "extra_forbidden":
        fields = fields_at(model, path[:-1])
        if len(path) == 1 and not model.id_in_file:
            fields.pop("id")
        if home := _home(model, data, path, fields):
            return problem("KEY-INDENT", by_key, key=key, home=home)
        if not get_close_matches(key, fields, 1, 0.8) and (told := _elsewhere(model, path, fields, by_key)):
            return told
        vi, en = _near_field(key, fields)
        return problem("KEY-UNKNOWN", by_key, key=key, near_vi=vi, near_en=en)
    if kind == "missing":
        parent = path[:-1]
        location = place_of((*parent, KEY) if (*parent, KEY) in positions else parent, positions, file)
        info = fields_at(model, path[:-1]).get(key)
        return problem(
            "KEY-MISSING",
            location,
            key=key,
            title_vi=meaning(info).label("vi") if info else key,
            title_en=meaning(info).label("en") if info else key,
        )
    if written is None and is_text_at(model, path[:-1]) and not LANGUAGE.fullmatch(key):
        if curled := re.search("[“”„]", key):
            return problem("YAML-CURLY", by_key, quote=curled[0])
        return problem("TEXT-COMMA", by_key, key=key)
    if written is None or kind == "string_too_short":
        vi, en = _filling(model, path)
        location = by_key if written is None else where
        return problem("EMPTY", location, path=dotted(path) or "–", fix_vi=vi, fix_en=en)
    shown = str(written)[:80] if isinstance(written, str | int | float) else ""
    if kind in ("model_type", "dict_type") and is_text_at(model, path) and isinstance(written, str | list):
        words = written if isinstance(written, str) and _SIMPLE_WORDS.fullmatch(written) else "…"
        return problem("TEXT-SHAPE", where, key=key or "vi", written=words)
    wanted = wanted_at(model, path) if kind in _NO_ID and _may_be_name(kind, shown) else ""
    if wanted:
        info = fields_at(model, path[:-1]).get(key)
        like_an_id = slug(shown) == shown.strip().lower()
        fix = slug(shown) if like_an_id else example_of(info) if info else ""
        return problem("REF-NAME", where, **named(wanted, shown, fix, meaning(info) if info else None))
    if kind in ("greater_than_equal", "less_than_equal"):
        return _out_of_range(path, where, shown, context)
    if kind == "string_pattern_mismatch":
        code = PATTERNS.get(str(context.get("pattern")), "PATTERN-ID")
        info = fields_at(model, path[:-1]).get(key)
        example = example_of(info) if info else ""
        # A name in words is no id of another record: what a folder or file is called must be looked up.
        own = info is None or key == "id" or slug(shown) == shown.strip().lower()
        fix = slug(shown)[:64] if own else example
        if code == "PATTERN-DOMAIN":
            host = re.sub(r"^\s*(?:\w+:)?[/\\]*(?:[^/@]*@)?", "", shown)
            fix = re.split(r"[\s/\\:?#]", host)[0].lower()
            fix = fix if re.fullmatch(DOMAIN, fix) else "baolangson.vn"
        about = {f"about_{one}": f". {meaning(info).of(one)}" if info else "" for one in ("vi", "en")}
        return problem(code, where, written=shown, fix=fix or "gao-nep", **about)
    if kind == "device":
        return problem("NAME-WINDOWS", where, name=shown, fix=f"{shown}-1")
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context.get("expected")))
        numbers = re.findall(r"[0-9]+", shown)
        same = [choice for choice in choices if re.sub(r"[^0-9]", "", choice) in numbers]
        near = get_close_matches(shown, choices, 1, 0.7) or same
        info = fields_at(model, path[:-1]).get(key)
        if near or info is None:
            vi, en = (text.format(", ".join(near or choices)) for text in _MEANT)
        else:
            vi, en = (f"{meaning(info).of(one)}." for one in ("vi", "en"))
        return problem("CHOICE", where, written=shown, choices=", ".join(choices), fix_vi=vi, fix_en=en)
    code = _SIMPLE.get(kind, "TYPE-VALUE")
    if code == "TYPE-LIST":
        begun = next(iter(written), "") if isinstance(written, dict) else shown
        if str(begun)[:1] in DASHES:
            return odd_sign(str(begun)[0], where)
    info = fields_at(model, path[:-1]).get(key)
    vi, en = _advice(code, shown, example_of(info) if info else "")
    names = fields_at(model, path)
    instead = _instead(model, path, shown) if code in ("TYPE-LIST", "TYPE-GROUP") else ""
    return problem(
        code,
        where,
        key=key,
        example_vi=f" Ví dụ: {instead}" if instead else "",
        example_en=f" For example: {instead}" if instead else "",
        written=shown,
        fix_vi=vi,
        fix_en=en,
        parts=", ".join(n for n in names if len(names) <= FEW or (n != "id" and names[n].is_required()))
        or "–",
        limit=context.get("max_length", ""),
        least=context.get("min_length", ""),
    )


def _may_be_name(kind: str, written: str) -> bool:
    """Whether a value that is no id can be what people call a record; digits amid words are a number."""
    if kind != "whole_number":
        return bool(written)
    return not re.search(r"\d", written) and len(fold(written)) > 1


def _filling(model: type[Record], path: KeyPath) -> tuple[str, str]:
    """What to do about a field without a value: fill it in, or leave out as little as may be left out."""
    group = next(
        (path[at - 1] for at in range(len(path), 0, -1) if _may_go(model, path[:at])),
        "",
    )
    if is_text_at(model, path[:-1]):
        vi, en = _WORDS_OR_DELETE_GROUP if group else _WORDS
    elif path and group == path[-1]:
        return _FILL_OR_DELETE
    else:
        vi, en = _FILL_OR_DELETE_GROUP if group else _FILL
    return vi.format(group), en.format(group)


def _may_go(model: type[Record], path: KeyPath) -> bool:
    """Whether a field may be left out by what the models say."""
    info = fields_at(model, path[:-1]).get(str(path[-1]))
    least = [getattr(one, "min_length", None) for one in info.metadata] if info else []
    return info is not None and not info.is_required() and not any(least)


def _instead(model: type[Record], path: KeyPath, written: str) -> str:
    """What was written, in the shape that the field needs; empty where it cannot be written so simply."""
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


def _out_of_range(path: KeyPath, where: SourceLocation, shown: str, context: Mapping[str, Any]) -> Problem:
    names = tuple(part for part in path if isinstance(part, str))
    code = next((_RANGES[name] for name in reversed(names) if name in _RANGES), "NUMBER-RANGE")
    if names in _SETS:
        code = "SET-RANGE"
    limits = f"≥ {context['ge']}" if "ge" in context else f"≤ {context['le']}"
    return problem(code, where, written=shown, limits=limits)


def _advice(code: str, written: str, example: str) -> tuple[str, str]:
    """What to write, in both languages: what was meant, else an example of the field's shape."""
    if fix := suggestion(code, written):
        return fix, fix
    if code == "FLAG":
        return "true (có) hoặc false (không)", "true or false"
    vi, en = _SHAPE.get(code, ("", ""))
    return f"{vi}ví dụ {example}", f"{en}for example {example}"


def _home(model: type[Record], data: object, path: KeyPath, known: Mapping[str, FieldInfo]) -> str:
    """The group above a field in which it belongs, where it is only not indented enough; else nothing."""
    inside: Any = data
    for part in path[:-1]:
        inside = inside[part]
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
    model: type[Record], path: KeyPath, known: Mapping[str, FieldInfo], place: SourceLocation
) -> Problem | None:
    """Where a field belongs that cannot stand in its group: beside it, further out, or in another file."""
    parent, key = path[:-1], str(path[-1])
    homes = [
        name
        for name in known
        if not is_text_at(model, (*parent, name))
        and any(key in fields_at(model, at) for at in ((*parent, name), (*parent, name, 0)))
    ]
    groups = groups_with(model, key)
    if not homes and "" in groups and not (key == "id" and not model.id_in_file):
        own = [name for name, info in fields_of(model).items() if info.is_required() and name != "id"]
        return problem("KEY-OUTSIDE", place, key=key, near=", ".join(own[:FEW_HOMES]))
    homes = homes or [group for group in groups if group]
    if homes:
        more = ", …" if len(homes) > FEW_HOMES else ""
        return problem("KEY-INSIDE", place, key=key, homes=", ".join(homes[:FEW_HOMES]) + more)
    files = {vars(one)["file_pattern"] for one in RECORDS.values() if key != "id" and groups_with(one, key)}
    if not files:
        return None
    more = ", …" if len(files) > FEW_HOMES else ""
    shown = ", ".join(sorted(files)[:FEW_HOMES]) + more
    vi, en = shown.replace("*", "<địa bàn>").replace("<id>", "<mã>"), shown.replace("*", "<place>")
    return problem("KEY-ELSEWHERE", place, key=key, files_vi=vi, files_en=en)


def _near_field(key: str, fields: Mapping[str, FieldInfo]) -> tuple[str, str]:
    """For a hint: the field that was most likely meant, else all of a few, else where to read about them."""
    titles = {fold(meaning(info).label("vi")): name for name, info in fields.items()}
    names = titles | {name: name for name in fields}
    folded = fold(key)
    begun = [name for title, name in titles.items() if f"{title} ".startswith(f"{folded} ")]
    near = [names[match] for written in (key, folded) for match in get_close_matches(written, names, 1, 0.7)]
    if folded in names:
        found = names[folded]
    elif begun or near or len(fields) <= FEW:
        found = ", ".join(begun or near[:1] or fields)
    else:
        return _READ
    return found, found
