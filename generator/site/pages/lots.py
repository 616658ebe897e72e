"""The lots of a product that were made in one year, on one page or several."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.lots import ON_PRODUCT_PAGE, removal_of
from generator.catalogue.model import LotSummary, ProductSummary
from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext
from generator.site.lot_views import lot_years, lots_of_year_address
from generator.site.page_type import PageType
from generator.site.paging import Pager, list_frame, pager
from generator.site.view_parts import Frame, Link, Words, link
from generator.site.words import NOTICE
from generator.text import fill


class LotRow(TypedDict):
    """A lot in the list of a year."""

    code: str
    href: str
    made: str
    expires: str
    """The last day of use; empty where it is not known."""
    expired: bool
    label: str
    """That it was recalled or taken off sale, with the day; empty where it was not."""


class LotsView(Frame):
    """The lots that were made in one year, on one page or several."""

    product: Words
    years: list[Link]
    """The years that have lots; without an address the page's own."""
    count_label: str
    rows: list[LotRow]
    pager: Pager


PER_PAGE = 100
"""Lots on one page of a year."""


def plan_lots(contexts: Sequence[PageContext]) -> None:
    """Plan the pages of each year, where a product's page does not name all lots.

    A year that is over keeps its pages as they are, however many lots follow. They do not depend on the
    build's day but by which lots are past their use-by day.
    """
    for context in contexts:
        for identity, counts in context.catalogue.ask("years-with-pages").items():
            for year, count in counts.items():
                address = lots_of_year_address(context.urls, identity, int(year))
                for number in range(1, -(-count // PER_PAGE) + 1):
                    view = partial(_view, context, identity, int(year), number)
                    context.page_unit("lots", view, context.urls.page_of(address, str(number)))


def define_years(reader: CatalogueReader) -> None:
    """Let the planner ask ``("years-with-pages",)``: product → year → how many lots.

    Only of products whose own page does not name all lots.
    """

    def years_with_pages() -> dict[str, dict[str, int]]:
        years: dict[str, dict[str, int]] = {}
        for identity in reader.lots:
            counts, product = reader.lot_counts_by_year(identity), reader.products.get(identity)
            if product and sum(counts.values()) > ON_PRODUCT_PAGE and reader.has_trace_page(product):
                years[identity] = {str(year): count for year, count in counts.items()}
        return years

    reader.derive("years-with-pages", years_with_pages, stored=True)


def _view(context: PageContext, identity: str, year: int, number: int) -> LotsView:
    t, urls = context.t, context.urls
    product = context.catalogue.products[identity]
    all_lots = context.catalogue.lots_of_year(identity, year)
    pages = -(-len(all_lots) // PER_PAGE)
    lots = all_lots[(number - 1) * PER_PAGE : number * PER_PAGE]
    name = product.name.get(context.lang)
    twins = {
        code: lots_of_year_address(own_urls, identity, year) for code, own_urls in context.all_urls.items()
    }
    own = twins[context.lang]
    years = lot_years(context, product, ON_PRODUCT_PAGE)
    heading = t("Lots of {year}", year=year)
    frame = list_frame(
        context,
        "lots",
        twins,
        (heading, f"{name}. {heading}."),
        str(number),
        crumbs=[(t("Products"), urls("products")), (name, urls("products", identity))],
        nav="products",
        sample=product.sample,
        index=False,
    )
    return {
        **frame,
        "title": f"{frame['heading']} – {name}",
        "product": t.text(product.name),
        "years": [link(year["name"], "" if year["href"] == own else year["href"]) for year in years],
        "count_label": t.count("{n} lot", "{n} lots", len(all_lots)),
        "rows": [_row(context, product, lot) for lot in lots],
        "pager": pager(context, own, number, pages),
    }


def _row(context: PageContext, product: ProductSummary, lot: LotSummary) -> LotRow:
    kind, event = removal_of(lot)
    event_day = context.t.day(event.on) if event else ""
    return {
        "code": lot.lot,
        "href": f"{lot_addresses(product, lot)[0]}/",
        "made": context.t.day(lot.made_on),
        "expires": context.t.day(lot.expires_on),
        "expired": context.catalogue.is_past(lot.expires_on),
        "label": fill("{notice}: {day}", notice=context.t(NOTICE[kind]), day=event_day) if event else "",
    }


PAGE = PageType(
    kinds=("lots",),
    views={"lots": LotsView},
    planners=(plan_lots,),
    addresses={"lots": ("lo-hang", "lots")},
    define_questions=define_years,
)
