"""``ocop check``: read, check and plan everything, write nothing but the cache."""

from contextlib import suppress
from dataclasses import dataclass

from generator.commands.console import Console
from generator.diagnostics.problem import Report
from generator.project import BuildOptions, FaultyProjectError, open_project


@dataclass(frozen=True)
class CheckResult:
    """The problems of a project, and how many products it has."""

    report: Report
    products: int


def run(console: Console, options: BuildOptions) -> None:
    """Check the records and print the problems."""
    result = check(options)
    console.show(result.report)
    if result.report.failed:
        raise SystemExit(1)
    if not console.as_data:
        console.say("checked", products=result.products)


def check(options: BuildOptions) -> CheckResult:
    """Check and plan the whole project, unless it has not changed since the last check."""
    command = f"check|{options.base_url}"
    with open_project(options) as project:
        if (known := project.recall(command)) is not None:
            report, facts = known
            return CheckResult(report, facts["products"])
        with suppress(FaultyProjectError):
            _ = project.planned
        products = len(project.records.products)
        project.remember(command, project.report, {"products": products})
        return CheckResult(project.report, products)
