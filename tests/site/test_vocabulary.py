"""Structured data against the schema.org vocabulary, offline.

The vocabulary comes from an installed package that was generated from it: a class for each type,
an annotation for each property that says what its values may be.
"""

import json
import re
from collections.abc import Iterator
from enum import Enum, EnumType
from pathlib import Path
from typing import Any

import msgspec_schemaorg.enums as enumerations
import msgspec_schemaorg.models as vocabulary
import pytest
from built import PROJECT, nothing_in
from tiny import add_photo, copy_tiny, planned, views

HOST = "https://schema.org/"
TEXTS = re.compile(r"\b(str|URL|date|datetime|time|timedelta)\b")
NUMBERS = re.compile(r"\b(int|float)\b")


def ancestors(kind: type) -> list[str]:
    """A type's name and those of the types above it."""
    return [one.__name__ for one in kind.__mro__]


def annotation(kind: type, name: str) -> str | None:
    """What the vocabulary allows as values of a property; None where the type has no such property."""
    return next(
        (
            str(one.__annotations__[name])
            for one in kind.__mro__
            if name in vars(one).get("__annotations__", {})
        ),
        None,
    )


def faults_of(value: object, at: str = "") -> Iterator[str]:
    """Where structured data leaves the vocabulary."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from faults_of(one, f"{at}[{number}]")
        return
    if not isinstance(value, dict):
        return
    name = str(value.get("@type", ""))
    kind = getattr(vocabulary, name, None)
    if kind is None:
        yield f"{at}: no type {name!r}"
        return
    for key, inner in value.items():
        where = f"{at}{name}.{key}"
        if key.startswith("@"):
            continue
        allowed = annotation(kind, key)
        if allowed is None:
            yield f"{where}: {name} has no such property"
            continue
        for one in inner if isinstance(inner, list) else [inner]:
            if not fits(one, allowed):
                yield f"{where}: {json.dumps(one)[:60]} where the vocabulary has {allowed}"
        yield from faults_of(inner, f"{where} › ")


def fits(value: object, allowed: str) -> bool:
    """Whether one value is of a kind that the vocabulary names."""
    if isinstance(value, dict):
        kind = getattr(vocabulary, str(value.get("@type")), None)
        return kind is None or any(re.search(rf"\b{ancestor}\b", allowed) for ancestor in ancestors(kind))
    if isinstance(value, bool):
        return "bool" in allowed
    if isinstance(value, int | float):
        # Everything that may be a number may be written as text, and Rating's values as either.
        return bool(NUMBERS.search(allowed))
    text = str(value)
    if text.startswith(HOST):
        member = text.removeprefix(HOST)
        return any(
            member in [str(one.value) for one in list[Enum](members)]
            for name, members in vars(enumerations).items()
            if isinstance(members, EnumType) and name in allowed
        ) or bool(TEXTS.search(allowed))
    return bool(TEXTS.search(allowed)) or text.startswith("https://")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The structured data of every page of the real catalogue and of the made-up one with a photo."""
    root = copy_tiny(tmp_path_factory.mktemp("vocabulary") / "tiny")
    add_photo(root)
    return [
        {"page": view["path"], "data": data}
        for folder in (PROJECT, root)
        for view in views(planned(Path(folder)))
        for data in view["jsonld"]
    ]


def test_structured_data_is_of_the_vocabulary(everything: list[dict[str, Any]]) -> None:
    kinds = {one["data"]["@type"] for one in everything}
    assert {"Product", "Organization", "WebSite", "BreadcrumbList"} <= kinds
    nothing_in([f"{one['page']}: {fault}" for one in everything for fault in faults_of(one["data"])])


def test_the_check_itself_finds_faults() -> None:
    product = {"@type": "Product", "name": "Gạo", "gtinn": "1", "isPartOf": {"@type": "WebPage"}}
    assert len(list(faults_of(product))) == 2
    wrong = {"@type": "Product", "manufacturer": {"@type": "Rating"}, "hasCertification": 4}
    assert len(list(faults_of(wrong))) == 2
    assert list(faults_of({"@type": "Produkt"}))


def test_every_datum_says_its_vocabulary(everything: list[dict[str, Any]]) -> None:
    for one in everything:
        assert one["data"]["@context"] == "https://schema.org"
