"""``ocop fair``: opens a fair of the project once for its USB edition, its sheets and its lists."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.catalogue.fairs import fair_products, listed_then_samples
from generator.catalogue.model import Fair
from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError
from generator.project import BuildOptions, FaultyProjectError, Project, open_project


class OpenFair(NamedTuple):
    """A fair with products, in a project without errors and with a usable theme."""

    project: Project
    fair: Fair


def run(
    console: Console,
    options: BuildOptions,
    *,
    name: str,
    sheets: Path | None,
    copies: tuple[Path, ...],
    limit: int | None,
    **choices: str,
) -> None:
    """Make what is asked for of the fair ``name``; nothing is written before all of it is known to fit.

    ``sheets`` is the folder for sheets and lists, of which ``choices`` are the language and the grouping, as
    :func:`make_package` takes them; each folder of ``copies`` gets a USB edition, of at most
    ``limit`` bytes.
    """
    from generator.commands.fair_package import make_package, write_package
    from generator.commands.usb_edition import megabytes, plan_edition, write_edition
    from generator.site.usb_edition import START

    results = []
    with open_fair(replace(options, links="relative"), name) as fair:
        edition = plan_edition(fair, limit)
        files = make_package(fair, sheets, **choices) if sheets else {}
        report = fair.project.report
        if not console.as_data:
            console.note("usb-size", size=megabytes(edition.size), widest=edition.widest)
            if edition.smaller:
                console.note("usb-smaller")
        for folder in copies:
            result = write_edition(edition, folder, console.waiting(folder))
            report.extend(result.report.problems)
            if report.failed:
                break
            counts = {"products": result.products, "pages": result.pages}
            results.append(console.text("usb-done", **counts, output=folder, start=START))
    console.show(report, brief=True)
    if sheets is not None and not report.failed:
        try:
            write_package(sheets, files, console.waiting(sheets))
        except OSError as error:
            console.cannot_write(sheets, error)
        start = sheets / "index.html"
        results.append(console.text("fair-done", files=len(files), products=edition.products, start=start))
    if not console.as_data:
        console.print_lines(results)
    if report.failed:
        raise SystemExit(1)


@contextmanager
def open_fair(options: BuildOptions, name: str) -> Iterator[OpenFair]:
    """Open the fair ``name``. Raises ``RefusedError`` for errors and for an unknown or empty fair."""
    with open_project(options) as project:
        try:
            catalogue, _ = project.catalogue, project.theme
        except FaultyProjectError:
            raise RefusedError("fair-faults", report=project.report) from None
        fair = catalogue.fairs.get(name)
        if fair is None:
            known = ", ".join(sorted(catalogue.fairs)) or "–"
            raise RefusedError("no-fair", {"name": name, "known": known})
        if not fair_products(listed_then_samples(catalogue), fair):
            raise RefusedError("empty-fair", {"name": name})
        yield OpenFair(project, fair)
