"""Which of a product's lots its own pages name, and which lots a year has."""

from collections import defaultdict
from collections.abc import Iterable

from generator.catalogue.model import LotHead, LotsHead

ON_SCAN_PAGE = 12
"""Newest lots that a scan page names: it carries them once for each language."""
ON_PRODUCT_PAGE = 4
TAKEN_BACK = 8
"""Most older lots that are named because they were taken back; the page of recalls has all."""


def newest_first(lots: Iterable[LotHead]) -> list[LotHead]:
    """Lots by their production day, then their code, the newest first."""
    return sorted(lots, key=lambda lot: (lot.made_on, lot.lot), reverse=True)


def shown(head: LotsHead, most: int) -> list[LotHead]:
    """The ``most`` newest lots, then the newest of the older ones that were taken back; newest first."""
    lots = newest_first(head.lots)
    older = [lot for lot in lots[most:] if lot.recalled or lot.withdrawn]
    return lots[:most] + older[:TAKEN_BACK]


def by_year(head: LotsHead) -> dict[int, list[LotHead]]:
    """The lots by the year of their production day, both newest first."""
    years: dict[int, list[LotHead]] = defaultdict(list)
    for lot in newest_first(head.lots):
        years[lot.made_on.year].append(lot)
    return dict(years)
