"""``ocop schema``: write the JSON Schemas and the field reference. They need no records."""

from generator.commands.console import Console
from generator.project import BuildOptions


def run(console: Console, _options: BuildOptions) -> None:
    """Write them below the project's ``docs`` and print so."""
    from generator.records.schema import write_schemas_and_references

    write_schemas_and_references(console.root)
    console.say("written", path="docs/schema, docs/fields.vi.md, docs/fields.en.md")
