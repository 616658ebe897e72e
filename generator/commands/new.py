"""``ocop new``: write a starter record; without arguments, on a terminal, ask what to write into it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.console import Console
from generator.diagnostics.problem import Problem, Report
from generator.project import BuildOptions, open_project

if TYPE_CHECKING:
    from generator.catalogue.records import Records


def run(
    console: Console,
    options: BuildOptions,
    *,
    kind: str | None,
    identity: str | None,
    place: str,
    province: str,
) -> None:
    """Write the record to fill in and print its path; existing files are never changed.

    What is not given is asked for. Raises ``click.UsageError`` where nobody can be asked.
    """
    from generator.records.new import KINDS, scaffold

    if not (kind and identity) and not console.can_ask():
        raise click.UsageError(console.text("new-arguments", kinds=", ".join(KINDS)))
    with open_project(options) as project:
        if kind and identity:
            files, problems = scaffold(
                kind, identity, project.records, console.language, place, province=province
            )
        else:
            try:
                files, problems = _asked(console, project.records, kind, place, province)
            except (click.Abort, KeyboardInterrupt):
                console.stop(130, "new-stopped")
    if problems:
        console.show(Report(problems))
        raise SystemExit(1)
    _write(console, options.root, files)
    if not identity:
        console.say("new-next")


def _asked(
    console: Console, records: "Records", kind: str | None, place: str, province: str
) -> tuple[dict[str, str], list[Problem]]:
    """Return the files of what was asked for: a record, and its producer where that is new."""
    from generator.commands.new_record import Interview
    from generator.records.new import scaffold

    console.say("new-begin")
    interview = Interview(console, records, province)
    interview.ask(kind or interview.kind())
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for record in interview.new_records:
        text, faults = scaffold(
            record.kind,
            record.identity,
            records,
            console.language,
            place or record.place,
            province=interview.province,
            answers=record.answers,
        )
        files |= text
        problems += faults
    return files, problems


def _write(console: Console, root: Path, files: dict[str, str]) -> None:
    """Write new files, all of them or none."""
    from generator.commands.trial import contents_of, put_in_place

    put_in_place(console, root, contents_of(files), f"new {' '.join(files)}", dict.fromkeys(files, ""))
    for path in files:
        console.say("written", path=path)
