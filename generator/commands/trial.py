"""Changes of records by commands: checked in a copy of the project first, then put in place."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.catalogue.records import Records
from generator.commands.console import Console
from generator.diagnostics.problem import Problem, RefusedError
from generator.project import BuildOptions, FaultyProjectError, Project, open_project
from generator.records.changes import (
    ChangedMeanwhileError,
    changing,
    commit,
    forget_staged,
    stage,
    trial_project,
)

FEW = 3
"""Paths that a sentence names."""
Contents = Mapping[str, Callable[[], bytes]]
"""What files are to hold, by path; asked for when they are written."""


def contents_of(texts: Mapping[str, str]) -> Contents:
    """Return the contents of files that are texts."""
    return {path: text.encode for path, text in texts.items()}


def faultless_records(project: Project, key: str) -> Records:
    """Return the records of a project. Raises :class:`RefusedError` where a file has errors.

    ``key`` names the sentence that says what was therefore not done.
    """
    records = project.records
    if project.report.failed:
        raise RefusedError(key, report=project.report)
    return records


def problems_in(options: BuildOptions, root: Path) -> list[Problem]:
    """Return the problems of the records in a folder, checked for the day and address of ``options``."""
    with open_project(replace(options, root=root, output=root / "output")) as trial:
        with suppress(FaultyProjectError):
            _ = trial.catalogue
        return trial.report.sorted()


def errors_in(options: BuildOptions, root: Path) -> list[Problem]:
    """Return the errors of the records in a folder."""
    return [fault for fault in problems_in(options, root) if fault.is_error]


def added_errors(options: BuildOptions, put: Sequence[str], remove: Sequence[str]) -> list[Problem]:
    """Return the errors that the project does not have now and would have after staged changes."""
    errors = errors_in(options, trial_project(options.root, put, remove))
    return new_among(errors, errors_in(options, options.root)) if errors else []


def errors_with(options: BuildOptions, files: Contents) -> list[Problem]:
    """Return the errors that files would bring into the project. Inside of :func:`changing`."""
    stage(options.root, files)
    try:
        return added_errors(options, list(files), ())
    finally:
        forget_staged(options.root)


def put_in_place(
    console: Console,
    root: Path,
    files: Contents,
    command: str,
    read: Mapping[str, str],
    *,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write files of a project, all of them or none, so that ``ocop undo`` can take them back.

    ``command`` and ``read`` are those of :func:`commit`. ``check`` is called when the files are staged, and
    may raise :class:`RefusedError`. So does this function where somebody changed a file since it was read;
    the command ends where the disk refuses.
    """
    try:
        with changing(root, console.waiting(root)):
            stage(root, files)
            try:
                check()
            except RefusedError:
                forget_staged(root)
                raise
            commit(root, files, (), command, read)
    except ChangedMeanwhileError as error:
        raise RefusedError("import-changed", {"paths": listed_paths(error.paths)}) from None
    except OSError as error:
        console.cannot_write(error.filename or root, error)


def listed_paths(paths: Sequence[str]) -> str:
    """Return paths in a sentence, the first few of them."""
    return ", ".join(paths[:FEW]) + (" …" if len(paths) > FEW else "")


def new_among(problems: Sequence[Problem], known: Sequence[Problem]) -> list[Problem]:
    """Return the problems that are not among those known, whatever their lines."""
    left = Counter((fault.code, fault.location.file, fault.values) for fault in known)
    added = []
    for fault in problems:
        key = (fault.code, fault.location.file, fault.values)
        if left[key] > 0:
            left[key] -= 1
        else:
            added.append(fault)
    return added
