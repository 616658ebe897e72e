"""A workbook of ours comes back: what differs is shown, tried and written. ``ocop import`` calls this."""

import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from generator.catalogue.model import KeyPath
from generator.commands.console import Console
from generator.commands.trial import added_errors
from generator.diagnostics.problem import Problem, RefusedError, Report, SourceLocation
from generator.exporting.catalogue_names import names_of
from generator.exporting.cells import Cells
from generator.exporting.edits import new_texts
from generator.exporting.proposals import Proposals, RecordChange, Standing
from generator.exporting.read_back import read_back
from generator.project import BuildOptions, open_project
from generator.records.changes import (
    ChangedMeanwhileError,
    changing,
    commit,
    digest_of,
    forget_staged,
    stage,
)
from generator.records.edit import UneditableFileError
from generator.records.yaml_nodes import read_yaml
from generator.spreadsheets.workbook import Workbook

LONGEST_SHOWN = 60
"""Characters of a value on the terminal."""


def run(
    console: Console, options: BuildOptions, workbook: Workbook, *, yes: bool = False, dry_run: bool = False
) -> None:
    """Import a workbook of ours. Exit code 1 where a cell was refused or nobody has agreed."""
    try:
        with changing(options.root, console.waiting(options.root)):
            _Import(console, options, workbook).run(yes=yes, dry_run=dry_run)
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)


class _Import:
    """One import, inside of the lock of the project's records."""

    def __init__(self, console: Console, options: BuildOptions, workbook: Workbook) -> None:
        self.console = console
        self.options = options
        self.workbook = workbook
        with open_project(options) as project:
            records = project.records
            if project.report.failed:
                raise RefusedError("import-faults", report=project.report)
            self.proposals = read_back(workbook, records, console.language)
            self.cells = Cells(names_of(records, console.language), console.language)
        self.read = {change.file: digest_of(options.root, change.file) for change in self.proposals.changes}

    def run(self, *, yes: bool, dry_run: bool) -> None:
        """Show, try, ask and write."""
        proposals = self.proposals
        changes, refused = self.tried(proposals.changes)
        for change in changes:
            self.show(change)
        for remark in proposals.remarks:
            self.console.say("import-remark", cell=remark.cell, text=remark.text(self.console.language))
        for cell, fault in refused:
            text = f"{fault.sentence(self.console.language)} {fault.hint(self.console.language)}"
            self.console.say("import-remark", cell=cell, text=text)
        is_whole = not refused and not needs_person(proposals)
        if not changes:
            self.console.say("import-same")
        elif dry_run:
            self.console.say("import-dry-run")
        else:
            self.write(changes, yes=yes)
        forget_staged(self.options.root)
        if not is_whole:
            raise SystemExit(1)

    def write(self, changes: Sequence[RecordChange], *, yes: bool) -> None:
        """Put the staged files in place, if whoever sits there agrees."""
        console, root = self.console, self.options.root
        if not yes and not (sys.stdin.isatty() and click.confirm(console.text("import-ask"))):
            forget_staged(root)
            console.stop(1, "import-not")
        put = {change.file for change in changes}
        try:
            commit(root, put, (), f"import {self.workbook.path.name}", self.read)
        except ChangedMeanwhileError as error:
            raise RefusedError("import-changed", {"paths": ", ".join(error.paths)}) from None
        new = sum(change.is_new for change in changes)
        console.say("imported", changed=len(changes) - new, new=new)

    def tried(self, changes: Sequence[RecordChange]) -> tuple[list[RecordChange], list[tuple[str, Problem]]]:
        """Stage the files; return the changes that bring no error, and the errors of the others by cell.

        Raises :class:`RefusedError` for errors that no change explains.
        """
        left, refused = list(changes), []
        while left:
            try:
                texts = new_texts(self.options.root, left)
            except UneditableFileError as error:
                raise RefusedError("import-uneditable", {"path": str(error)}) from None
            forget_staged(self.options.root)
            stage(self.options.root, {path: text.encode for path, text in texts.items()})
            errors = added_errors(self.options, list(texts), ())
            if not errors:
                break
            blamed = blame(left, texts, errors)
            if not blamed:
                forget_staged(self.options.root)
                raise RefusedError("import-errors", report=Report(errors))
            refused += [(cell, fault) for _, cell, fault in blamed]
            guilty = [change for change, _, _ in blamed]
            left = [change for change in left if change not in guilty]
        return left, refused

    def show(self, change: RecordChange) -> None:
        """Tell what changes of a record."""
        key = "import-new" if change.is_new else "import-changes"
        self.console.say(key, record=change.identity, path=change.file)
        for field in () if change.is_new else change.fields:
            before, after = (
                short(self.cells.text(field.column, value)) for value in (field.before, field.after)
            )
            heading = field.column.heading(self.console.language)
            language = f" ({field.column.language})" if field.column.language else ""
            self.console.say(
                "import-field", cell=field.cell, heading=heading + language, before=before, after=after
            )


def needs_person(proposals: Proposals) -> bool:
    """Whether something was refused."""
    return any(remark.standing is not Standing.TOLD for remark in proposals.remarks)


def short(value: str) -> str:
    """Return a value in one line that is not too long."""
    line = " ".join(value.split())
    return f"{line[:LONGEST_SHOWN]}…" if len(line) > LONGEST_SHOWN else line or "–"


def blame(
    changes: Iterable[RecordChange], texts: Mapping[str, str], errors: Iterable[Problem]
) -> list[tuple[RecordChange, str, Problem]]:
    """Return for each error the change that brings it and the cell, as far as a changed file has it."""
    by_file: dict[str, list[RecordChange]] = {}
    for change in changes:
        by_file.setdefault(change.file, []).append(change)
    return [
        (change, _cell_of(change, _path_at(texts[change.file], fault.location)), fault)
        for fault in errors
        for change in by_file.get(fault.location.file, ())
    ]


def _path_at(text: str, location: SourceLocation) -> KeyPath:
    """Return the path of what stands at a place of a file."""
    at = (location.line, location.column)
    positions = read_yaml(text.encode(), location.file).positions
    return next((path for path, place in positions.items() if place == at), ())


def _cell_of(change: RecordChange, path: KeyPath) -> str:
    """Return the cell of the field at a path, or the nearest one; else the first row of the record."""
    names = [key for key in path if isinstance(key, str)]
    while path:
        for field in change.fields:
            own = tuple(key for key in field.path if key != "*")
            if own[: len(path)] == path or [key for key in own if isinstance(key, str)] == names:
                return field.cell
        path = path[:-1]
    return change.cell
