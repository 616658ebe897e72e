"""Lots that were recalled or taken off sale: their page, its feed and the rows for the home page."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.model import LotSummary, ProductSummary, Withdrawal
from generator.site import views
from generator.site.context import PageContext
from generator.site.feeds import Entry, feed_address, feed_unit
from generator.site.words import NOTICE


@dataclass(frozen=True)
class _Removal:
    """A lot that was recalled or taken off sale."""

    product: ProductSummary
    lot: LotSummary
    kind: Literal["recalled", "withdrawn"]
    event: Withdrawal


def recall_rows(context: PageContext) -> list[views.RecallRow]:
    """Return a row for each recalled or withdrawn lot of the listed products, newest first; no samples."""
    return [_row(context, removal) for removal in _removals(context)]


def _removals(context: PageContext) -> list[_Removal]:
    catalogue = context.catalogue
    catalogue.read_all_summaries()
    removals: list[_Removal] = []
    for product in catalogue.listed:
        lots = catalogue.lots.get(product.id)
        if lots is None or not catalogue.has_trace_page(product):
            continue
        for lot in lots.lots:
            if lot.recalled:
                removals.append(_Removal(product, lot, "recalled", lot.recalled))
            elif lot.withdrawn:
                removals.append(_Removal(product, lot, "withdrawn", lot.withdrawn))
    return sorted(removals, key=lambda item: (item.event.on, item.product.id, item.lot.lot), reverse=True)


def _row(context: PageContext, removal: _Removal) -> views.RecallRow:
    day = removal.event.on.isoformat()
    return {
        "card": context.card(removal.product),
        "lot": removal.lot.lot,
        "href": f"{lot_addresses(removal.product, removal.lot)[0]}/",
        "notice": removal.kind,
        "label": context.t(NOTICE[removal.kind]),
        "day": context.t.day(day),
        "iso": day,
        "reason": context.t.text(removal.event.reason),
    }


def plan_recalls(context: PageContext) -> None:
    """Plan the page, without any recall too (a printed or linked address must answer), and its feed."""
    own = context.urls("recalls")
    context.page_unit("recalls", partial(_recalls_view, context), own)
    feed_unit(context, own, partial(_feed, context))


def _recalls_view(context: PageContext) -> views.RecallsView:
    t = context.t
    intro = t("Lots that were called back from buyers or taken off sale, with the day and the reason.")
    return {
        **context.frame(
            "recalls", context.twins(lambda u: u("recalls")), t("Recalled lots"), intro, nav="news"
        ),
        "intro": intro,
        "rows": recall_rows(context),
        "empty": t("No lot in this catalogue has been recalled or taken off sale."),
        "as_of": context.as_of(),
        "feed": feed_address(context.urls("recalls")),
    }


def _feed(context: PageContext) -> tuple[str, list[Entry]]:
    entries = [
        Entry(
            row["href"],
            f"{row['card']['name']['text']} – {context.t('Lot {code}', code=row['lot'])}",
            f"{row['label']}. {row['reason']['text']}",
            row["iso"],
        )
        for row in recall_rows(context)
    ]
    return context.t("Recalled lots"), entries
