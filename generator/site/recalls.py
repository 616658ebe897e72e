"""Lots that were recalled or taken off sale: the page, the feed, the rows for the home page."""

from datetime import date
from functools import partial

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.model import LotSummary, ProductSummary, Withdrawal
from generator.site import views
from generator.site.context import PageContext
from generator.site.feeds import Entry, feed_address, feed_unit
from generator.site.words import NOTICE


def recall_rows(context: PageContext) -> list[views.RecallRow]:
    """Every recalled or withdrawn lot of the listed products, newest first. Samples are never news."""
    return [_row(context, *one) for one in _found(context)]


def _found(context: PageContext) -> list[tuple[date, ProductSummary, LotSummary, str, Withdrawal]]:
    catalogue = context.catalogue
    catalogue.read_all_summaries()
    found: list[tuple[date, ProductSummary, LotSummary, str, Withdrawal]] = []
    for product in catalogue.listed:
        lots = catalogue.lots.get(product.id)
        if lots is None or not catalogue.has_trace_page(product):
            continue
        for lot in lots.lots:
            if event := lot.recalled or lot.withdrawn:
                kind = "recalled" if lot.recalled else "withdrawn"
                found.append((event.on, product, lot, kind, event))
    return sorted(found, key=lambda one: (one[0], one[1].id, one[2].lot), reverse=True)


def _row(
    context: PageContext, day: date, product: ProductSummary, lot: LotSummary, kind: str, event: Withdrawal
) -> views.RecallRow:
    return {
        "card": context.card(product),
        "lot": lot.lot,
        "href": f"{lot_addresses(product, lot)[0]}/",
        "notice": kind,
        "label": context.t(NOTICE[kind]),
        "day": context.t.day(day.isoformat()),
        "iso": day.isoformat(),
        "reason": context.t.text(event.reason),
    }


def plan_recalls(context: PageContext) -> None:
    """The page, empty or not (a printed or linked address must answer), and its feed."""
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
