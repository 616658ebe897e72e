"""The calendar of seasons: which products are harvested, made or sold in which month, as sources say."""

from typing import TypedDict

from generator.catalogue.model import ProductSummary
from generator.site.context import PageContext
from generator.site.frames import page_frame
from generator.site.page_type import PageType, section_page
from generator.site.product_facts import full_name
from generator.site.view_parts import Frame, Link, Words, link
from generator.site.words import MONTHS


class SeasonProduct(TypedDict):
    """A product in its month."""

    href: str
    name: Words
    place: str


class Month(TypedDict):
    """A month of the calendar. Its number, from 1 to 12, is also its anchor: "m8"."""

    number: int
    name: str
    products: list[SeasonProduct]


class SeasonRemark(SeasonProduct):
    """A product whose season no source gives in months of the solar calendar."""

    text: Words
    """What the source says, such as a lunar month."""


class SeasonView(Frame):
    """All twelve months, those without a product too."""

    intro: str
    months: list[Month]
    remarks: list[SeasonRemark]


def months(context: PageContext, most: int = 0) -> list[Month]:
    """Return the months with their products, ``most`` at most if given; empty if no season is recorded."""
    by_month: dict[int, list[ProductSummary]] = {month: [] for month in range(1, len(MONTHS) + 1)}
    for product in context.listing():
        for month in set(product.season.months if product.season else ()):
            by_month[month].append(product)
    if not any(by_month.values()):
        return []
    return [
        {
            "number": month,
            "name": context.t(MONTHS[month - 1]),
            "products": [_product(context, product) for product in products[: most or None]],
        }
        for month, products in by_month.items()
    ]


def _product(context: PageContext, product: ProductSummary) -> SeasonProduct:
    return {
        "href": context.urls("products", product.id),
        "name": full_name(context, product),
        "place": context.place(product.origin),
    }


def _season_view(context: PageContext) -> SeasonView:
    t, listed = context.t, context.listing()
    heading = t("Calendar of seasons")
    intro = t(
        "Months in which a product is harvested, made or sold, as sources say: "
        "{n} of {total} products so far.",
        n=t.number(sum(bool(product.season and product.season.months) for product in listed)),
        total=t.number(len(listed)),
    )
    return {
        **page_frame(context, "season", context.twins("season"), heading, intro, nav="products"),
        "intro": intro,
        "months": months(context),
        "remarks": [
            {**_product(context, product), "text": t.text(product.season.text)}
            for product in listed
            if product.season and not product.season.months
        ],
    }


def _footer(context: PageContext) -> list[Link]:
    return [link(context.t("Calendar of seasons"), context.urls("season"))]


PAGE = PageType(
    kinds=("season",),
    views={"season": SeasonView},
    planners=(section_page("season", _season_view),),
    addresses={"season": ("lich-mua", "season")},
    footer=_footer,
)
