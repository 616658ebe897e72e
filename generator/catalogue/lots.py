"""Selections of a product's lots: joined from several files, newest first, shown ones, by year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from generator.catalogue.model import LotSummary, ProductLotsSummary, Withdrawal

ON_SCAN_PAGE = 12
"""Newest lots that a scan page names: it carries them once for each language."""
ON_PRODUCT_PAGE = 4
TAKEN_BACK = 8
"""Most older lots that are named because they were taken back; the page of recalls has all."""


def product_of(lots: str) -> str:
    """Return the id of the product to which a file of lots belongs, from the id of its record."""
    return lots.partition(":")[0]


def joined_lots(product: str, summaries: Sequence[ProductLotsSummary]) -> ProductLotsSummary:
    """Join the summaries of several files of lots of one product."""
    return ProductLotsSummary(
        id=product,
        lots=tuple(lot for summary in summaries for lot in summary.lots),
        with_steps=tuple(code for summary in summaries for code in summary.with_steps),
        digests=tuple(digest for summary in summaries for digest in summary.digests),
    )


def removal_of(lot: LotSummary) -> tuple[Literal["recalled", "withdrawn", ""], Withdrawal | None]:
    """Return how a lot was taken back, from buyers or from where it was sold, and the event; or nothing."""
    event = lot.recalled or lot.withdrawn
    return "recalled" if lot.recalled else "withdrawn" if event else "", event


def newest_first(lots: Iterable[LotSummary]) -> list[LotSummary]:
    """Return lots by production day, then code, the newest first."""
    return sorted(lots, key=lambda lot: (lot.made_on, lot.lot), reverse=True)


def newest_and_taken_back(summary: ProductLotsSummary, most: int) -> list[LotSummary]:
    """Return the ``most`` newest lots and, of the older ones, the newest that were taken back."""
    lots = newest_first(summary.lots)
    older = [lot for lot in lots[most:] if removal_of(lot)[1]]
    return lots[:most] + older[:TAKEN_BACK]


def by_year(summary: ProductLotsSummary) -> dict[int, list[LotSummary]]:
    """Return the lots by the year of production, both newest first."""
    years: dict[int, list[LotSummary]] = defaultdict(list)
    for lot in newest_first(summary.lots):
        years[lot.made_on.year].append(lot)
    return dict(years)
