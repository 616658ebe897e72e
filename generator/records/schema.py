"""JSON Schemas for editors and the reference of fields in ``docs/``, both made from the models."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.catalogue import exchange_format
from generator.catalogue.fields import meaning
from generator.catalogue.gather_file import GatherFile
from generator.catalogue.model import RECORDS, Record
from generator.messages import LANGUAGES, message
from generator.packaged import VOCABULARY
from generator.records.path_patterns import MORE_FILES
from generator.records.shape import example_of, fields_of, part_of, type_name

WRITTEN: dict[str, type[Record]] = {**RECORDS, "gather": GatherFile}
"""What people write, by the name of its schema: records, and the file of ``ocop gather``."""
EXCHANGE = "exchange"
"""The folder of the exchange format below that of the schemas."""
_NOISE: tuple[tuple[str, object], ...] = (("examples", []), ("default", None))


def schemas() -> dict[str, str]:
    """Return a JSON Schema (draft 2020-12) for each kind of record, by file name; the text is reproducible.

    They are a little wider than the checks: a plain scalar may be a number to the editor and is
    text to us, so ``founded: 2017`` must not be marked there.
    """
    result: dict[str, str] = {}
    for kind, model in WRITTEN.items():
        schema = model.model_json_schema()
        if model.id_in_file:
            items = {key: value for key, value in schema.items() if key != "$defs"}
            schema = {"type": "array", "items": items, "$defs": schema["$defs"]}
        else:
            del schema["properties"]["id"]
            schema["required"] = [name for name in schema["required"] if name != "id"]
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": kind,
            "description": (model.__doc__ or "").strip(),
        }
        whole = {**head, **{key: _widened(value) for key, value in schema.items() if key not in head}}
        result[f"{kind}.json"] = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return result


def _widened(schema: Any) -> Any:
    """Let free text be numbers too, since editors read ``012345`` as one; choices stay as they are."""
    if isinstance(schema, list):
        return [_widened(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _widened(value) for key, value in schema.items() if (key, value) not in _NOISE}
    if kept.get("type") == "string" and "enum" not in kept and "const" not in kept:
        kept["type"] = ["string", "number"]
    return kept


def field_reference(language: str) -> str:
    """Return all fields of all kinds of records as Markdown tables, in Vietnamese or English."""
    lines = [f"# {message('forms.fields-title', language)}", "", message("forms.fields-note", language)]
    columns = message("forms.fields-columns", language)
    for kind, model in WRITTEN.items():
        more = [MORE_FILES[kind]] if kind in MORE_FILES else []
        files = ", ".join(f"`{pattern}`" for pattern in (model.file_pattern, *more))
        lines += ["", f"## {kind}", "", files, "", columns, "|---|---|---|---|---|"]
        for name, info in _fields(model, "" if model.id_in_file else "id"):
            example = f"`{example_of(info)}`" if info.examples else ""
            kinds = type_name(_annotation(info), language)
            needed = message("forms.required", language) if info.is_required() else ""
            lines.append(f"| `{name}` | {meaning(info).of(language)} | {needed} | {kinds} | {example} |")
    return "\n".join([*lines, *_vocabulary_tables(language)]) + "\n"


def _vocabulary_tables(language: str) -> Iterator[str]:
    """Yield the tables of the criteria sets and the kinds of producers that come with the program."""
    criteria, kinds = (
        yaml.safe_load((VOCABULARY / f"{name}.yaml").read_text("utf-8"))
        for name in ("criteria", "producer-kinds")
    )
    groups = {group["id"]: group["name"][language] for group in criteria["groups"]}
    yield from (
        "",
        f"## {message('forms.sets-title', language)}",
        "",
        message("forms.sets-note", language),
        "",
    )
    yield from (message("forms.sets-columns", language), "|---|---|---|")
    for part in criteria["sets"]:
        yield f"| {part['number']} | {part['name'][language]} | {groups[part['group']]} |"
    yield from ("", f"## {message('forms.kinds-title', language)}", "")
    yield from (message("forms.kinds-columns", language), "|---|---|")
    for kind in kinds:
        yield f"| `{kind['id']}` | {kind['name'][language]} |"


def _fields(model: type[BaseModel], left_out: str, before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield the fields of a model and of its parts with dotted names; ``[]`` marks a list."""
    for name, info in fields_of(model).items():
        if name == left_out:
            continue
        model_inside, mark = part_of(info.annotation)
        yield f"{before}{name}{mark}", info
        if model_inside is not None:
            yield from _fields(model_inside, "", f"{before}{name}{mark}.")


def _annotation(info: FieldInfo) -> Any:
    """Return a field's annotation together with the metadata that pydantic keeps apart from it."""
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def exchange_schemas() -> dict[str, str]:
    """Return the JSON Schemas of the exchange format by file name, as a site publishes them."""
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in exchange_format.schemas().items()
    }


def write_schemas_and_references(root: Path) -> None:
    """Write the schemas, those of the exchange format too, and the field references into ``docs``."""
    folder = root / "docs" / "schema"
    (folder / EXCHANGE).mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in exchange_schemas().items():
        (folder / EXCHANGE / name).write_text(text, encoding="utf-8")
    for language in LANGUAGES:
        (root / "docs" / f"fields.{language}.md").write_text(field_reference(language), encoding="utf-8")
