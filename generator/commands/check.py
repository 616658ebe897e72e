"""``ocop check``: read, check and plan everything, and say what there is to do today.

Writes nothing but the cache, and the page or workbook that is asked for.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.console import Console
from generator.diagnostics.problem import Report
from generator.messages import LANGUAGES
from generator.packaged import packaged_theme
from generator.project import BuildOptions, FaultyProjectError, Project, open_project

if TYPE_CHECKING:
    from generator.catalogue.daily import Matter


@dataclass(frozen=True)
class CheckResult:
    """The problems of a project, how many products it has, and what there is to do."""

    report: Report
    products: int
    brief: Mapping[str, Sequence[str]]
    """In each language of the program the lines of the daily sheet, cut short."""
    matters: "Sequence[Matter]" = field(default=(), compare=False)
    """Everything that there is to do; empty where the answer of the last check was enough."""
    title: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The title of the site by language, as far as it can be read."""


def run(
    console: Console, options: BuildOptions, *, full: bool, page: Path | None, workbook: Path | None
) -> None:
    """Check the records, print the problems and what there is to do, and write the sheets asked for."""
    result = check(options, whole=full or bool(page or workbook))
    sheet = () if console.as_data else _sheet(console, options, result, full=full)
    if result.report.failed:
        # Errors come last, where the eye is.
        console.print_lines(sheet)
        console.show(result.report)
    else:
        console.show(result.report)
        console.print_lines(sheet)
    _write_sheets(console, options, result, page, workbook)
    if result.report.failed:
        raise SystemExit(1)
    if not console.as_data:
        console.say("checked", products=result.products)


def check(options: BuildOptions, *, whole: bool = False) -> CheckResult:
    """Check and plan the whole project, unless it has not changed since the last check.

    ``whole`` works everything out again, for a result with all :attr:`~CheckResult.matters`.
    """
    command = f"check|{options.base_url}"
    with open_project(options) as project:
        if not whole and (known := project.recall(command)) is not None:
            report, facts = known
            return CheckResult(report, facts["products"], facts["brief"])
        with suppress(FaultyProjectError):
            _ = project.planned
            _check_designs(project)
        result = _result(project, options)
        facts = {"products": result.products, "brief": result.brief}
        project.remember(command, project.report, facts)
        return result


def _check_designs(project: Project) -> None:
    """Report a design of stamps that cannot be used; those that came with the program are sound."""
    own = [folder for folder in project.theme.folders if folder != packaged_theme()]
    if not any((folder / "stamps").is_dir() for folder in own):
        return
    from generator.stamps.designs import DesignError, load_designs
    from generator.stamps.values import Look

    look = Look(project.theme.drawings, project.theme.inline["tokens.css"])
    try:
        load_designs(project.options.root, project.theme.folders, look)
    except DesignError as error:
        project.report.extend([error.problem])


def _result(project: Project, options: BuildOptions) -> CheckResult:
    from generator.catalogue.daily import daily_matters
    from generator.daily.terminal import sheet_lines

    records, day = project.records, options.day
    matters = daily_matters(records, day, project.report.sorted())
    brief = {language: list(sheet_lines(matters, day, language)) for language in LANGUAGES}
    title = records.site.record.title if records.site else None
    titles = {language: title.get(language) if title else "" for language in LANGUAGES}
    return CheckResult(project.report, len(records.products), brief, matters, titles)


def _sheet(console: Console, options: BuildOptions, result: CheckResult, *, full: bool) -> Sequence[str]:
    if not full:
        return result.brief[console.language]
    from generator.daily.terminal import sheet_lines

    return list(sheet_lines(result.matters, options.day, console.language, full=True))


def _write_sheets(
    console: Console, options: BuildOptions, result: CheckResult, page: Path | None, workbook: Path | None
) -> None:
    """Write the sheet as a page and as a workbook where that is asked for; tell it beside data."""
    language, files = console.language, {}
    if page:
        from generator.daily.page import daily_page

        title = result.title[language]
        files[page] = daily_page(result.matters, options.day, language, site=title, products=result.products)
    if workbook:
        from generator.daily.workbook import daily_workbook

        files[workbook] = daily_workbook(result.matters, options.day, language)
    for path, content in files.items():
        console.write_file(path, content)
        (console.note if console.as_data else console.say)("written", path=path)
