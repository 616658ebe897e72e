"""``ocop template``: an empty workbook for new records, which ``ocop import`` takes."""

from pathlib import Path

from generator.commands.console import Console
from generator.commands.export import write_workbook
from generator.project import BuildOptions, open_project


def run(console: Console, options: BuildOptions, *, file: Path) -> None:
    """Write the workbook. Its lists to choose from are those of the project, as far as it can be read."""
    from generator.exporting.export import template

    with open_project(options) as project:
        content = template(project.records, console.language)
    write_workbook(console, file, content)
    console.say("template-written", path=file)
