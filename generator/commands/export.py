"""``ocop export``: the records as an Excel workbook, which ``ocop import`` takes back."""

from pathlib import Path

from generator.commands.console import Console
from generator.commands.trial import faultless_records
from generator.diagnostics.problem import RefusedError
from generator.project import BuildOptions, open_project


def run(console: Console, options: BuildOptions, *, file: Path) -> None:
    """Write the workbook; records with errors could not come back, so there must be none."""
    from generator.exporting.export import export, exported

    with open_project(options) as project:
        records = faultless_records(project, "export-faults")
        content = export(records, console.language)
        count = len(exported(records))
    write_workbook(console, file, content)
    console.say("exported", path=file, count=count)


def write_workbook(console: Console, file: Path, content: bytes) -> None:
    """Write a workbook; a file of this name is replaced. Raises :class:`RefusedError` for another ending."""
    if file.suffix.lower() != ".xlsx":
        raise RefusedError("export-name", {"path": file, "fix": f"{file.stem.strip('.') or 'ocop'}.xlsx"})
    console.write_file(file, content)
