"""Schemas and field references say what the models say, and the files in docs are current."""

import json
from pathlib import Path

import pytest

from generator.catalogue.model import RECORDS
from generator.records.schema import field_reference, schemas, write

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_docs_are_current(renew: bool) -> None:
    if renew:
        write(DOCS.parent)
    for name, text in schemas().items():
        assert (DOCS / "schema" / name).read_text(encoding="utf-8") == text, "run pytest --renew"
    assert {path.name for path in (DOCS / "schema").iterdir()} == set(schemas())
    for language in ("vi", "en"):
        path = DOCS / f"fields.{language}.md"
        assert path.read_text(encoding="utf-8") == field_reference(language), "run pytest --renew"


@pytest.mark.parametrize("kind", RECORDS)
def test_schema(kind: str) -> None:
    schema = json.loads(schemas()[f"{kind}.json"])
    inside = schema["items"] if RECORDS[kind].id_in_file else schema
    assert ("id" in inside["properties"]) == RECORDS[kind].id_in_file
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
    for kind, model in RECORDS.items():
        assert f"## {kind}" in vi
        assert f"## {kind}" in en
        for name, info in model.model_fields.items():
            if name != "id":
                assert f"| `{name}" in vi
                assert str(info.title) in vi
                assert str(info.description) in en
