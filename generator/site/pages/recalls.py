"""Lots that were recalled or taken off sale: their page, its feed and the rows for the home page."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.lots import removal_of
from generator.catalogue.model import LotSummary, ProductSummary, Withdrawal
from generator.catalogue.reader import CatalogueReader
from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.feeds import Entry, feed_address, feed_unit
from generator.site.frames import page_frame
from generator.site.page_type import PageType, section_page
from generator.site.view_parts import Card, Frame, Words, link
from generator.site.words import NOTICE


class RecallRow(TypedDict):
    """A lot that was recalled or taken off sale."""

    card: Card
    lot: str
    href: str
    """The lot's own page."""
    notice: str
    """recalled or withdrawn."""
    label: str
    day: str
    iso: str
    reason: Words


class RecallsView(Frame):
    """Every lot that was recalled or taken off sale, newest first."""

    intro: str
    rows: list[RecallRow]
    empty: str
    """The sentence to show where there is none."""
    as_of: str
    feed: str


def recall_rows(context: PageContext) -> list[RecallRow]:
    """Return a row for each recalled or withdrawn lot of the listed products, newest first; no samples."""
    catalogue = context.catalogue
    rows = [
        _row(context, catalogue.products[identity], lot, kind, event)
        for identity in catalogue.ask("with-removed-lots")
        for lot in catalogue.lots[identity].lots
        for kind, event in [removal_of(lot)]
        if event
    ]
    return sorted(rows, key=lambda row: (row["iso"], row["card"]["id"], row["lot"]), reverse=True)


def define_removals(reader: CatalogueReader) -> None:
    """Let units ask ``("with-removed-lots",)``: the ids of listed products of which a lot was taken back."""

    def with_removed_lots() -> list[str]:
        return [
            product.id
            for product in reader.listed
            if (lots := reader.lots.get(product.id))
            and any(removal_of(lot)[1] for lot in lots.lots)
            and reader.has_trace_page(product)
        ]

    reader.derive("with-removed-lots", with_removed_lots, stored=True)


def _row(
    context: PageContext, product: ProductSummary, lot: LotSummary, kind: str, event: Withdrawal
) -> RecallRow:
    return {
        "card": product_card(context, product),
        "lot": lot.lot,
        "href": f"{lot_addresses(product, lot)[0]}/",
        "notice": kind,
        "label": context.t(NOTICE[kind]),
        "day": context.t.day(event.on),
        "iso": event.on.isoformat(),
        "reason": context.t.text(event.reason),
    }


def plan_feed(contexts: Sequence[PageContext]) -> None:
    """Plan the feed."""
    for context in contexts:
        feed_unit(context, context.urls("recalls"), partial(_feed, context))


def _recalls_view(context: PageContext) -> RecallsView:
    t = context.t
    intro = t("Lots that were recalled from buyers or taken off sale, with the date and the reason.")
    return {
        **page_frame(context, "recalls", context.twins("recalls"), t("Recalled lots"), intro, nav="news"),
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


PAGE = PageType(
    kinds=("recalls",),
    views={"recalls": RecallsView},
    # The page is there without any recall too: a printed or linked address must answer.
    planners=(section_page("recalls", _recalls_view), plan_feed),
    addresses={"recalls": ("thu-hoi", "recalls")},
    footer=lambda context: [link(context.t("Recalled lots"), context.urls("recalls"))],
    define_questions=define_removals,
)
