"""``ocop fair``: a fair of the project, read and checked once for its copy, its sheets and its lists."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.fairs import all_products, fair_products
from generator.catalogue.model import Fair
from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError, Report
from generator.project import BuildOptions, FaultyProjectError, open_project
from generator.render.theme import Theme


@dataclass(frozen=True)
class FairOptions:
    """What is made of a fair."""

    name: str
    sheets: Path | None
    """Folder for sheets, lists and a copy; none makes only the copy."""
    sticks: tuple[Path, ...]
    """Folders that each get a copy for a USB stick."""
    languages: str
    """Of the sheets: ``vi``, ``en`` or ``both``."""
    by: Literal["commune", "district", "group"]
    """What groups the products of the booklet."""
    limit: int | None
    """Most bytes of a copy."""


@dataclass(frozen=True)
class OpenFair:
    """A fair that shows something, in a catalogue without errors."""

    root: Path
    catalogue: Catalogue
    fair: Fair
    theme: Theme
    base_url: str
    """The public address, without a final slash."""
    report: Report
    """What the checks said; warnings only."""


def run(console: Console, options: BuildOptions, wanted: FairOptions) -> None:
    """Make what is wanted of a fair and tell it; nothing is written before all of it is known to fit."""
    from generator.commands.fair_package import make_bundle, write_bundle
    from generator.commands.usb_edition import megabytes, plan_copy, write_copy
    from generator.site.usb_edition import START

    try:
        with open_fair(replace(options, links="relative"), wanted.name) as fair:
            stick = plan_copy(fair, wanted.limit)
            files = make_bundle(fair, wanted.sheets, wanted.languages, wanted.by) if wanted.sheets else {}
            report = fair.report
            if not console.as_data:
                console.note("stick-size", size=megabytes(stick.size.total), widest=stick.size.widest)
                if stick.size.smaller:
                    console.note("stick-smaller")
            results = []
            for folder in wanted.sticks:
                result = write_copy(stick, folder, console.waiting(folder))
                report.extend(result.report.problems)
                if report.failed:
                    break
                counts = {"products": result.products, "pages": result.pages}
                results.append(console.text("stick-done", **counts, output=folder, start=START))
    except RefusedError as error:
        console.refuse(error)
    console.show(report, brief=True)
    if wanted.sheets is not None and not report.failed:
        try:
            write_bundle(wanted.sheets, files, console.waiting(wanted.sheets))
        except OSError as error:
            console.cannot_write(wanted.sheets, error)
        start = wanted.sheets / "index.html"
        results.append(console.text("fair-done", files=len(files), products=stick.products, start=start))
    if not console.as_data:
        console.print_lines(results)
    if report.failed:
        raise SystemExit(1)


@contextmanager
def open_fair(options: BuildOptions, name: str) -> Iterator[OpenFair]:
    """Open the fair ``name``. Raises ``RefusedError`` for errors and for an unknown or empty fair."""
    with open_project(options) as project:
        try:
            catalogue, theme = project.catalogue, project.theme
        except FaultyProjectError:
            raise RefusedError("fair-faults", report=project.report) from None
        fair = catalogue.fairs.get(name)
        if fair is None:
            known = ", ".join(sorted(catalogue.fairs)) or "–"
            raise RefusedError("no-fair", {"name": name, "known": known})
        if not fair_products(all_products(catalogue), fair):
            raise RefusedError("empty-fair", {"name": name})
        yield OpenFair(options.root, catalogue, fair, theme, project.base_url, project.report)
