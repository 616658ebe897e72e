"""Questions to the models' annotations: fields, types, examples and choices at a path of a record."""

from collections.abc import Iterator
from datetime import date
from functools import cache, reduce
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue.fields import PartDay
from generator.catalogue.model import KeyPath
from generator.messages import message
from generator.text import Text

_NAMES: dict[Any, str] = {
    str: "forms.text",
    int: "forms.whole-number",
    float: "forms.number",
    bool: "forms.flag",
    date: "forms.day",
    PartDay: "forms.part-day",
    Text: "forms.text-per-language",
}
"""The keys of what to write in a field of a type."""


def _types(annotation: Any) -> Iterator[Any]:
    """Yield the types of an annotation without Optional, Annotated and Literal."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        for inner in get_args(annotation):
            yield from _types(inner)
    elif origin is Annotated:
        yield from _types(get_args(annotation)[0])
    elif origin is not Literal and annotation is not type(None):
        yield annotation


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a model by their names in files (``from`` cannot be a name in Python)."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _types_at(model: type[BaseModel], path: KeyPath) -> list[Any]:
    """Return the types that a path of a record may hold."""
    result: list[Any] = [model]
    for key in path:
        inner: list[Any] = []
        for kind in result:
            origin, arguments = get_origin(kind), get_args(kind)
            if origin is tuple and isinstance(key, int):
                inner += _types(arguments[0])
            elif origin is dict:
                inner += _types(arguments[1])
            elif _is_model(kind) and key in (fields := fields_of(kind)):
                inner += _types(fields[key].annotation)
        result = inner
    return result


def fields_at(model: type[BaseModel], path: KeyPath) -> dict[str, FieldInfo]:
    """Return the fields of the group at a path by name; empty where no group can be."""
    return next((fields_of(kind) for kind in _types_at(model, path) if _is_model(kind)), {})


def is_text_at(model: type[BaseModel], path: KeyPath) -> bool:
    """Whether a path holds text per language."""
    return any(_is_model(kind) and issubclass(kind, Text) for kind in _types_at(model, path))


def part_of(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """Return the model of a field's parts, if it has parts, and ``[]`` for a list or ``.*`` for a table."""
    for kind in _types(annotation):
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is tuple:
            return part_of(arguments[0])[0], "[]"
        if origin is dict:
            return part_of(arguments[1])[0], ".*"
        if _is_model(kind) and not issubclass(kind, Text):
            return kind, ""
    return None, ""


@cache
def groups_with(model: type[BaseModel], key: str) -> tuple[str, ...]:
    """Return the dotted paths of all groups of a record that have a field; "" is the record itself."""
    groups = [""] if key in fields_of(model) else []
    for name, info in fields_of(model).items():
        model_inside, _ = part_of(info.annotation)
        if model_inside is not None:
            groups += [f"{name}.{inner}".rstrip(".") for inner in groups_with(model_inside, key)]
    return tuple(groups)


def type_name(annotation: Any, language: str) -> str:
    """Return a field's type in words: "list: text per language", "`A`, `B1`, `B2`, `C`"."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation == PartDay:
        return message(_NAMES[PartDay], language)
    if origin is Annotated:
        return type_name(arguments[0], language)
    if origin in (Union, UnionType):
        kinds = [type_name(kind, language) for kind in arguments if kind is not type(None)]
        return reduce(lambda first, second: message("forms.or", language, first=first, second=second), kinds)
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in arguments)
    if origin is tuple:
        return message("forms.list", language, kind=type_name(arguments[0], language))
    return message(_NAMES.get(annotation, "forms.group"), language)


def example_of(info: FieldInfo) -> str:
    """Return the example of a field, lists joined by commas; empty without an example."""
    example = info.examples[0] if info.examples else ""
    return ", ".join(example) if isinstance(example, list) else str(example)


def choices_of(annotation: Any) -> tuple[str, ...]:
    """Return the values to choose from; empty for a field that takes others too."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return tuple(str(argument) for argument in arguments)
    if origin in (Union, UnionType, Annotated):
        return tuple(choice for argument in arguments for choice in choices_of(argument))
    return ()
