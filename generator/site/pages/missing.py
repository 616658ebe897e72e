"""What the records of products lack, each with the message by which a producer or reader supplies it.

The list of all products that lack something begins with how many lack what. Each of these totals leads to
a list of names alone, of :data:`MOST` products at most.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.gaps import gaps_of
from generator.catalogue.model import ProductSummary
from generator.site.contacts import ReadyMessage, ready_message
from generator.site.context import PageContext
from generator.site.facets import ALL
from generator.site.outputs import Output
from generator.site.page_type import PageType
from generator.site.paging import (
    FIRST,
    Pager,
    list_frame,
    pager_of,
    plan_products_pages,
    products_page,
)
from generator.site.product_facts import full_name
from generator.site.urls import Urls
from generator.site.view_parts import Frame, Link, Words, link
from generator.site.words import GAP

MOST = 200
"""Names on the list of those that lack one thing."""


class Lacking(TypedDict):
    """A product and what its record lacks."""

    href: str
    name: Words
    place: str
    lacks: list[str]
    """Empty on the list of one gap."""
    message: ReadyMessage | None


class GapTotal(TypedDict):
    """How many products lack one thing: a link to their list, which is empty where none does."""

    list: Link
    count: str
    """"13 of 72 products"."""


class MissingView(Frame):
    """One page of a list; products that lack nothing are left out of it."""

    intro: str
    totals: list[GapTotal]
    """On the first page of the list of all products."""
    products: list[Lacking]
    pager: Pager | None


def gaps(context: PageContext, product: ProductSummary) -> list[str]:
    """Return what a product's record lacks of photo, contact, producer and day of its decision (``GAP``)."""
    catalogue = context.catalogue
    producer = catalogue.producers.get(product.producer) if product.producer else None
    return gaps_of(product, producer, catalogue.standing(product.id))


def _all_gaps(context: PageContext) -> dict[str, list[str]]:
    """Return what each listed product lacks, by id."""
    context.catalogue.read_all_summaries()
    return context.catalogue.recorder.fragment(
        ("gaps",), lambda: {product.id: gaps(context, product) for product in context.listing()}
    )


def _list_address(urls: Urls, gap: str) -> str:
    """Return the address of the list of the products that lack one thing."""
    return urls("missing", urls.word(f"gap-{gap}"))


def _totals(context: PageContext) -> list[GapTotal]:
    t, gaps_of = context.t, _all_gaps(context)
    counts = Counter(gap for lacking in gaps_of.values() for gap in lacking)
    return [
        {
            "list": link(
                t("Without {what}", what=t(what)), _list_address(context.urls, gap) if counts[gap] else ""
            ),
            "count": t("{n} of {total} products", n=t.number(counts[gap]), total=t.number(len(gaps_of))),
        }
        for gap, what in GAP.items()
    ]


def _lacking(context: PageContext, product: ProductSummary) -> Lacking | None:
    if not (names := [context.t(GAP[gap]) for gap in gaps(context, product)]):
        return None
    code = product.code or product.gtin or product.id
    text = context.t(
        "Hello, here is what was missing about “{name}” ({code}), namely {what}: …",
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


def _missing_view(context: PageContext, name: str) -> MissingView:
    t, page = context.t, products_page(context, ALL, "", name)
    products = [context.catalogue.products[identity] for identity in page["ids"]]
    intro = t(
        "Products that lack a photo, a contact, a named producer or "
        "the date of the decision. If you know, send it in: each product has a message to complete."
    )
    rows = (_lacking(context, product) for product in products)
    return {
        **list_frame(
            context,
            "missing",
            context.twins("missing"),
            (t("What is missing"), intro),
            name,
            begins_with="" if page["pages"] else products[0].name.get(context.lang),
            nav="products",
        ),
        "intro": intro,
        "totals": _totals(context) if name == FIRST else [],
        "products": [row for row in rows if row],
        "pager": pager_of(context, context.urls("missing"), page),
    }


def _gap_pages(contexts: Sequence[PageContext]) -> Iterator[Output]:
    """For each thing that products lack the list of those, in every language; none where none lacks it."""
    gaps_of = _all_gaps(contexts[0])
    for context in contexts:
        ids = context.catalogue.ask("listing", context.lang)
        for gap in GAP:
            lacking = [identity for identity in ids if gap in gaps_of[identity]]
            if lacking:
                yield _gap_page(context, gap, lacking, len(gaps_of))


def _gap_page(context: PageContext, gap: str, lacking: Sequence[str], all_products: int) -> Output:
    t = context.t
    heading = t("Without {what}", what=t(GAP[gap]))
    intro = t("{n} of {total} products", n=t.number(len(lacking)), total=t.number(all_products))
    if len(lacking) > MOST:
        intro = t("{count}; the first {n} are named here", count=intro, n=t.number(MOST))
    view: MissingView = {
        **list_frame(
            context,
            "missing",
            {code: _list_address(urls, gap) for code, urls in context.all_urls.items()},
            (heading, f"{heading}: {intro}."),
            FIRST,
            crumbs=[(t("What is missing"), context.urls("missing"))],
            nav="products",
        ),
        "intro": f"{intro}.",
        "totals": [],
        "products": [
            {
                "href": context.urls("products", product.id),
                "name": full_name(context, product),
                "place": context.place(product.origin),
                "lacks": [],
                "message": None,
            }
            for product in (context.catalogue.products[identity] for identity in lacking[:MOST])
        ],
        "pager": None,
    }
    return context.page("missing", view)


def plan_missing(contexts: Sequence[PageContext]) -> None:
    """Plan as many pages as the list of all products has, so that each reads its own records alone.

    Beside the first of them, the lists of one gap read all records: one unit makes them all.
    """
    for context in contexts:
        view = partial(_missing_view, context)
        plan_products_pages(context, "missing", view, context.urls("missing"), (ALL, ""))
    contexts[0].units.add("missing/gaps", partial(_gap_pages, contexts))


PAGE = PageType(
    kinds=("missing",),
    views={"missing": MissingView},
    planners=(plan_missing,),
    addresses={
        "missing": ("con-thieu", "missing"),
        "gap-photo": ("anh", "photo"),
        "gap-contact": ("lien-he", "contact"),
        "gap-producer": ("nguon-ghi-chu-the", "producer-named"),
        "gap-date": ("ngay-quyet-dinh", "decision-date"),
    },
    footer=lambda context: [link(context.t("What is missing"), context.urls("missing"))],
)
