"""``ocop export``: the records as an Excel workbook, which ``ocop import`` takes back."""

from pathlib import Path

from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError
from generator.project import BuildOptions, open_project


def run(console: Console, options: BuildOptions, *, file: Path) -> None:
    """Write the workbook; records with errors could not come back, so there must be none."""
    from generator.exporting.export import export, exported

    with open_project(options) as project:
        records = project.records
        if project.report.failed:
            raise RefusedError("export-faults", report=project.report)
        content = export(records, console.language)
        count = len(exported(records))
    write_workbook(console, file, content)
    console.say("exported", path=file, count=count)


def write_workbook(console: Console, file: Path, content: bytes) -> None:
    """Write a workbook, whole or not at all; a file of this name is replaced."""
    if file.suffix.lower() != ".xlsx":
        raise RefusedError("export-name", {"path": file, "fix": file.with_suffix(".xlsx").name})
    unready = file.with_name(f".{file.name}.new")
    try:
        unready.write_bytes(content)
        unready.replace(file)
    except OSError as error:
        unready.unlink(missing_ok=True)
        console.cannot_write(file, error)
