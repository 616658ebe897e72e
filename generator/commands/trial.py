"""Checks of a project as it would be after changes, before anything of it changes."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.diagnostics.problem import Problem
from generator.project import BuildOptions, FaultyProjectError, open_project
from generator.records.changes import trial_project


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
