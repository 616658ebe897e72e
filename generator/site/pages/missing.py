"""What the records of products lack, each with the message by which a producer or reader supplies it."""

from collections.abc import Sequence
from functools import partial
from operator import methodcaller
from typing import TypedDict

from generator.catalogue.model import Product
from generator.site.contacts import ReadyMessage, contact_rows, ready_message
from generator.site.context import PageContext
from generator.site.facets import ALL
from generator.site.page_type import PageType
from generator.site.paging import Pager, list_frame, page_count, pager, plan_pages
from generator.site.product_facts import full_name, producer_of
from generator.site.view_parts import Frame, Words, link


class Lacking(TypedDict):
    """A product and what its record lacks."""

    href: str
    name: Words
    place: str
    lacks: list[str]
    message: ReadyMessage


class MissingView(Frame):
    """One page of the list; products that lack nothing are left out of it."""

    intro: str
    products: list[Lacking]
    pager: Pager


def lacks(context: PageContext, product: Product) -> list[str]:
    """Return what a product's record lacks of photo, contact, producer and day of its decision, in words."""
    t, producer = context.t, producer_of(context, product)
    standing = context.catalogue.standing(product.id)
    contact = product.shops or contact_rows(t, producer.contacts if producer else None)
    return [
        name
        for name, there in (
            (t("photo"), product.photos),
            (t("contact or shop"), contact),
            (t("a source that names the producer"), producer and not product.producer_inferred),
            (t("date of the decision"), standing and standing.first),
        )
        if not there
    ]


def _lacking(context: PageContext, identity: str) -> Lacking | None:
    product = context.catalogue.product(identity)
    if not (names := lacks(context, product)):
        return None
    code = product.code or product.gtin or product.id
    text = context.t(
        "Addition for “{name}”, code {code}: {what}: …",
        name=product.name.get(context.lang),
        code=code,
        what=", ".join(names),
    )
    return {
        "href": context.urls("products", product.id),
        "name": full_name(context, product),
        "place": context.place(product.origin),
        "lacks": names,
        "message": ready_message(context, f"OCOP {code}", text),
    }


def _missing_view(context: PageContext, number: int) -> MissingView:
    t = context.t
    intro = t(
        "Products that lack a photo, a contact, a named producer or "
        "the date of the decision. If you know, send it in: each product has a message to complete."
    )
    rows = (_lacking(context, product.id) for product in context.listing_page(ALL, "", number))
    return {
        **list_frame(
            context,
            "missing",
            methodcaller("__call__", "missing"),
            (t("What is missing"), intro),
            number,
            nav="products",
        ),
        "intro": intro,
        "products": [row for row in rows if row],
        "pager": pager(context, context.urls("missing"), number, page_count(context, context.count(ALL))),
    }


def plan_missing(contexts: Sequence[PageContext]) -> None:
    """Plan as many pages as the list of all products has, so that each reads its own records alone."""
    for context in contexts:
        total = len(context.catalogue.listed)
        plan_pages(context, "missing", partial(_missing_view, context), context.urls("missing"), total)


PAGE = PageType(
    kinds=("missing",),
    views={"missing": MissingView},
    planners=(plan_missing,),
    addresses={"missing": ("con-thieu", "missing")},
    footer=lambda context: [link(context.t("What is missing"), context.urls("missing"))],
)
