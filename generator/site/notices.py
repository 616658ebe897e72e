"""Notices at the top of pages: a recalled lot, a product no longer made, a producer that does not exist."""

from typing import TypedDict

from generator.catalogue.model import LotSummary, ProductSummary, Recall, Withdrawal
from generator.site.context import PageContext
from generator.site.view_parts import Link, Words, link, words
from generator.site.words import NOTICE


class Notice(TypedDict):
    """What stands above everything else on a scan page, or on the page of a producer."""

    title: str
    day: str
    iso: str
    reason: Words
    instruction: Words | None
    """What buyers of a lot should do; None for products and producers."""
    successor: Link | None
    """The product that took its place; never for a lot."""


def gravest_notice(
    context: PageContext, product: ProductSummary, lot: LotSummary | None
) -> tuple[str, Withdrawal | None]:
    """Return the most serious notice of a product or lot: a key of ``NOTICE`` and its event, or none."""
    producer = context.catalogue.producers.get(product.producer or "")
    for kind, event in (
        ("recalled", lot.recalled if lot else None),
        ("withdrawn", lot.withdrawn if lot else None),
        ("discontinued", product.discontinued),
        ("dissolved", producer.dissolved if producer else None),
    ):
        if event:
            return kind, event
    return "", None


def notice_view(
    context: PageContext, kind: str, event: Withdrawal | None, product: ProductSummary | None = None
) -> Notice | None:
    """Return a notice in words, with the successor if a whole product is gone."""
    if event is None:
        return None
    successor = None
    if product and kind in ("discontinued", "dissolved"):
        successor = successor_link(context, product)
    return {
        "title": context.t(NOTICE[kind]),
        "day": context.t.day(event.on),
        "iso": event.on.isoformat(),
        "reason": context.t.text(event.reason),
        "instruction": _instruction(context, kind, event),
        "successor": successor,
    }


def _instruction(context: PageContext, kind: str, event: Withdrawal) -> Words | None:
    """Return what buyers of a lot should do: as its record says, else what is right in any case."""
    if isinstance(event, Recall) and event.instruction:
        return context.t.text(event.instruction)
    if kind in ("recalled", "withdrawn"):
        return words(context.t("Ask the seller before you use it, and keep the packaging."))
    return None


def successor_link(context: PageContext, product: ProductSummary) -> Link | None:
    """Return a link to the product that replaced a product, if any."""
    successor = context.catalogue.products.get(product.successor or "")
    return (
        link(successor.name.get(context.lang), context.urls("products", successor.id)) if successor else None
    )
