"""A fair of the project, read and checked once for its copy, its sheets and its lists."""

from dataclasses import dataclass
from pathlib import Path

from generator.build import BuildOptions
from generator.cache import Cache
from generator.catalogue.catalogue import Catalogue, whole
from generator.catalogue.check import check
from generator.catalogue.fairs import all_products, fair_products
from generator.catalogue.model import Fair
from generator.catalogue.records import ChangedError
from generator.diagnostics.problem import RefusedError, Report
from generator.records import read
from generator.render import theme as themes
from generator.render.fault import ThemeError


@dataclass(frozen=True)
class Opened:
    """A fair that shows something, in a catalogue without errors."""

    root: Path
    catalogue: Catalogue
    fair: Fair
    theme: themes.Theme
    base_url: str
    """The public address, without a final slash."""
    report: Report
    """What the checks said; warnings only."""


def open_fair(order: BuildOptions, name: str) -> Opened:
    """The fair ``name``. Raises ``RefusedError`` for errors and for an unknown or empty fair."""
    records, problems = read(order.root, Cache(order.cache, order.root))
    report = Report([*problems, *check(records, order.day, order.base_url)])
    if report.failed:
        raise RefusedError("fair-faults", report=report)
    try:
        catalogue = whole(records, order.day)
        theme = themes.load(order.root, catalogue.site.theme)
    except (ThemeError, ChangedError) as error:
        raise RefusedError("fair-faults", report=Report([error.problem])) from None
    fair = catalogue.fairs.get(name)
    if fair is None:
        raise RefusedError("no-fair", {"name": name, "known": ", ".join(sorted(catalogue.fairs)) or "–"})
    if not fair_products(all_products(catalogue), fair):
        raise RefusedError("empty-fair", {"name": name})
    base = (order.base_url or catalogue.site.base_url).rstrip("/")
    return Opened(order.root, catalogue, fair, theme, base, report)
