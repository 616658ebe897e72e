"""Schemas and field references say what the models say, and the files in docs are current."""

import json
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue.fields import meaning
from generator.catalogue.model import Producer
from generator.records.schema import (
    WRITTEN,
    exchange_schemas,
    field_reference,
    schemas,
    write_schemas_and_references,
)
from generator.records.shape import example_of, fields_at, part_of

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_docs_are_current(renew: bool) -> None:
    if renew:
        write_schemas_and_references(DOCS.parent)
    for name, text in schemas().items():
        assert (DOCS / "schema" / name).read_text(encoding="utf-8") == text, "run pytest --renew"
    assert {path.name for path in (DOCS / "schema").glob("*.json")} == set(schemas())
    for name, text in exchange_schemas().items():
        assert (DOCS / "schema/exchange" / name).read_text(encoding="utf-8") == text, "run pytest --renew"
    assert {path.name for path in (DOCS / "schema/exchange").iterdir()} == set(exchange_schemas())
    for language in ("vi", "en"):
        path = DOCS / f"fields.{language}.md"
        assert path.read_text(encoding="utf-8") == field_reference(language), "run pytest --renew"


@pytest.mark.parametrize("kind", WRITTEN)
def test_schema(kind: str) -> None:
    schema = json.loads(schemas()[f"{kind}.json"])
    inside = schema["items"] if WRITTEN[kind].id_in_file else schema
    assert ("id" in inside["properties"]) == WRITTEN[kind].id_in_file
    assert inside["additionalProperties"] is False
    for name, field in inside["properties"].items():
        assert field["title"], name
        assert field["description"], name


def test_text_may_look_like_a_number_but_choices_may_not() -> None:
    product = json.loads(schemas()["product.json"])["properties"]
    assert product["gtin"]["anyOf"][0]["type"] == ["string", "number"]
    assert product["set"]["type"] == "integer"


def test_reference_names_every_field_in_both_languages() -> None:
    vi, en = field_reference("vi"), field_reference("en")
    for kind, model in WRITTEN.items():
        assert f"## {kind}" in vi
        assert f"## {kind}" in en
        for name, info in model.model_fields.items():
            if name != "id":
                assert f"| `{name}" in vi
                assert f"| {meaning(info).vi} |" in vi
                assert f"| {meaning(info).en} |" in en


def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for info in model.model_fields.values():
        part, _ = part_of(info.annotation)
        if part is not None:
            yield from parts(part)


def named_fields() -> dict[str, FieldInfo]:
    models = {part for model in WRITTEN.values() for part in parts(model)}
    return {f"{one.__name__}.{name}": info for one in models for name, info in one.model_fields.items()}


@pytest.mark.parametrize("name", sorted(named_fields()))
def test_a_field_is_explained_in_both_languages_or_in_neither(name: str) -> None:
    said = meaning(named_fields()[name])
    vi, en = said.vi.partition(": "), said.en.partition(": ")
    assert bool(vi[2]) == bool(en[2]), f"{said.vi} / {said.en}"
    for words in (said.vi, said.en):
        assert words[:1].isupper()
        assert not words.endswith("."), "an example may follow after a full stop"
        assert normalize("NFC", words) == words
        assert "|" not in words, "it would end the cell of a table"
    assert len(vi[0]) <= 40
    assert len(en[0]) <= 40, "a label, not a sentence"
    assert said.label("vi") == vi[0]
    assert said.label("en") == en[0]


def test_editors_show_both_languages() -> None:
    shown = json.loads(schemas()["product.json"])["properties"]
    assert shown["set"]["title"] == "Bộ sản phẩm"
    assert shown["set"]["description"] == (
        "số từ 1 đến 26, xem bảng ở cuối docs/fields.vi.md\n"
        "Criteria set: its number, 1 to 26, see the table at the end of docs/fields.en.md"
    )
    assert shown["name"]["title"] == "Tên sản phẩm"
    assert shown["name"]["description"] == "Name of the product"


def test_each_way_to_reach_a_holder_has_its_own_example() -> None:
    examples = {
        way: example_of(fields_at(Producer, ("contacts", way))["value"])
        for way in ("phone", "zalo", "email", "web")
    }
    assert examples == {
        "phone": "0000 000 000",
        "zalo": "0000 000 000",
        "email": "ten@example.org",
        "web": "https://example.org/",
    }
