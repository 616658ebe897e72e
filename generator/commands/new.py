"""``ocop new``: write a starter record."""

from generator.commands.console import Console
from generator.diagnostics.problem import Report
from generator.project import BuildOptions, open_project


def run(
    console: Console, options: BuildOptions, *, kind: str, identity: str, place: str, province: str
) -> None:
    """Write the record to fill in and print its path; existing files are never changed."""
    from generator.records.new import scaffold

    with open_project(options) as project:
        files, problems = scaffold(
            kind, identity, project.records, console.language, place, province=province
        )
    if problems:
        console.show(Report(problems))
        raise SystemExit(1)
    try:
        for path, text in files.items():
            target = options.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8") as stream:
                stream.write(text)
            console.say("written", path=path)
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)
