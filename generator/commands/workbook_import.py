"""A workbook of ours comes back: what differs is shown, tried and written. ``ocop import`` calls this."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.catalogue.model import KeyPath
from generator.commands.console import Console
from generator.commands.export import write_workbook
from generator.commands.trial import contents_of, errors_with, faultless_records, put_in_place
from generator.diagnostics.problem import Problem, RefusedError, Report
from generator.exporting.catalogue_names import names_of
from generator.exporting.cells import Cells
from generator.exporting.edits import new_texts
from generator.exporting.proposals import Proposals, RecordChange, Standing
from generator.exporting.read_back import read_back
from generator.exporting.report import report_of
from generator.project import BuildOptions, open_project
from generator.records.changes import changing, digest_of
from generator.records.edit import UneditableFileError
from generator.records.yaml_nodes import read_yaml
from generator.spreadsheets.workbook import Workbook

LONGEST_SHOWN = 60
"""Characters of a value on the terminal."""


def run(
    console: Console,
    options: BuildOptions,
    workbook: Workbook,
    *,
    yes: bool = False,
    dry_run: bool = False,
    report: Path | None = None,
) -> None:
    """Import a workbook of ours; ``report`` is where what became of each cell is written.

    Exit code 1 where a cell was refused or nobody has agreed.
    """
    try:
        _WorkbookImport(console, options, workbook).run(yes=yes, dry_run=dry_run, report=report)
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)


class _WorkbookImport:
    """One import. The lock of the records is not held while somebody is asked."""

    def __init__(self, console: Console, options: BuildOptions, workbook: Workbook) -> None:
        self.console = console
        self.options = options
        self.root = options.root
        self.workbook = workbook
        self.refused: list[tuple[str, str]] = []
        """Cells that would bring an error, each with the reason."""

    def run(self, *, yes: bool, dry_run: bool, report: Path | None) -> None:
        """Show, try, ask and write."""
        console = self.console
        with changing(self.root, console.waiting(self.root)):
            proposals = self.read()
            changes, texts = self.tried(proposals.changes)
        for change in changes:
            self.show(change)
        for remark in proposals.remarks:
            console.say("import-remark", cell=remark.cell, text=remark.text(console.language))
        for cell, reason in self.refused:
            console.say("import-remark", cell=cell, text=reason)
        if report:
            write_workbook(console, report, report_of(changes, proposals.remarks, self.refused, self.cells))
            console.say("import-report", path=report)
        if not changes:
            console.say("import-same")
        elif dry_run:
            console.say("import-dry-run")
        else:
            self.write(changes, texts, yes=yes)
        if self.refused or needs_person(proposals):
            raise SystemExit(1)

    def read(self) -> Proposals:
        """Return what the workbook would change. Raises :class:`RefusedError` where records have errors."""
        with open_project(self.options) as project:
            records = faultless_records(project, "import-faults")
            proposals = read_back(self.workbook, records, self.console.language)
            self.cells = Cells(names_of(records, self.console.language), self.console.language)
        self.digests = {change.file: digest_of(self.root, change.file) for change in proposals.changes}
        return proposals

    def tried(self, changes: Sequence[RecordChange]) -> tuple[list[RecordChange], dict[str, str]]:
        """Return the changes that bring no error, and the texts of their files; note the errors of others.

        Raises :class:`RefusedError` for errors that no change explains.
        """
        left = list(changes)
        while left:
            try:
                texts = new_texts(self.root, left)
            except UneditableFileError as error:
                raise RefusedError("import-uneditable", {"path": str(error)}) from None
            errors = errors_with(self.options, contents_of(texts))
            if not errors:
                return left, texts
            blamed = blame(left, texts, errors)
            if not blamed:
                raise RefusedError("import-errors", report=Report(errors))
            self.refused += [(cell, fault.advice(self.console.language)) for _, cell, fault in blamed]
            guilty = [change for change, _, _ in blamed]
            left = [change for change in left if change not in guilty]
        return [], {}

    def write(self, changes: Sequence[RecordChange], texts: Mapping[str, str], *, yes: bool) -> None:
        """Put the files in place, if whoever sits there agrees."""
        console = self.console
        if not yes and not console.agrees("import-ask"):
            console.stop(1, "import-not")
        digests = {path: self.digests[path] for path in texts}
        put_in_place(console, self.root, contents_of(texts), f"import {self.workbook.path.name}", digests)
        new = sum(change.is_new for change in changes)
        console.say("imported", changed=len(changes) - new, new=new)

    def show(self, change: RecordChange) -> None:
        """Tell what changes of a record."""
        key = "import-new" if change.is_new else "import-changes"
        self.console.say(key, record=change.identity, path=change.file)
        for field in () if change.is_new else change.fields:
            before, after = (
                short(self.cells.text(field.column, value)) for value in (field.before, field.after)
            )
            heading = field.column.title(self.console.language)
            self.console.say("import-field", cell=field.cell, heading=heading, before=before, after=after)


def needs_person(proposals: Proposals) -> bool:
    """Whether something was refused."""
    return any(remark.standing is not Standing.TOLD for remark in proposals.remarks)


def short(value: str) -> str:
    """Return a value in one line that is not too long."""
    line = " ".join(value.split())
    return f"{line[:LONGEST_SHOWN]}…" if len(line) > LONGEST_SHOWN else line or "–"


def blame(
    changes: Iterable[RecordChange], texts: Mapping[str, str], errors: Sequence[Problem]
) -> list[tuple[RecordChange, str, Problem]]:
    """Return for each error the change that brings it and the cell, as far as a changed file has it."""
    by_file: dict[str, list[RecordChange]] = {}
    for change in changes:
        by_file.setdefault(change.file, []).append(change)
    faulty_files = by_file.keys() & {fault.location.file for fault in errors}
    paths = {file: read_yaml(texts[file].encode(), file).paths_by_place() for file in faulty_files}
    return [
        (change, _cell_of(change, paths[file].get((fault.location.line, fault.location.column), ())), fault)
        for fault in errors
        for file in {fault.location.file} & faulty_files
        for change in by_file[file]
    ]


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
