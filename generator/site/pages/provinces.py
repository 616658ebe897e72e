"""Provinces of a catalogue that has several: their index with a map, and a page for each."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from generator.catalogue.model import Commune, District, ProductSummary
from generator.site.atlas import ProvinceMap, country_map, province_map
from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.facets import query_parameter_names, recognised_stars, shown_stars, state_of
from generator.site.frames import page_frame
from generator.site.page_type import NavEntry, PageType
from generator.site.pages.decisions import decision_terms
from generator.site.pages.news import PublishedTotal
from generator.site.pages.programme import (
    Chart,
    Comparison,
    CopyRow,
    charts,
    compare_counts,
    copy_rows,
    listed_in,
    quotes,
)
from generator.site.view_parts import Card, Frame, Link, Term, TermGroup, link, term, words
from generator.site.words import FACTS_OF, PRODUCTS_OF
from generator.text import sort_key

CARDS = 6
"""Products that the page of a province shows."""
_BEST = {"valid": 0, "expiring": 1}


class ProvincesView(Frame):
    """All provinces with their counts, and a map of them."""

    intro: str
    provinces: TermGroup
    map: ProvinceMap | None


class ProvinceView(Frame):
    """What the catalogue has of one province."""

    counts: list[Term]
    cards: list[Card]
    all_products: Link
    map: ProvinceMap | None
    districts: TermGroup
    communes: TermGroup
    """Communes of today with products."""
    decisions: TermGroup
    as_of: str
    comparison: Comparison | None
    charts: list[Chart]
    quotes: list[PublishedTotal]
    copies: list[CopyRow]
    """The catalogue that its records were copied from."""


def province_terms(context: PageContext) -> list[Term]:
    """Return the provinces in their order, each with its page and the number of its products."""
    return [
        term(
            words(context.t.province(places.province)),
            context.urls("provinces", identity),
            context.count("province", identity),
        )
        for identity, places in context.catalogue.provinces.items()
    ]


def district_terms(context: PageContext, districts: Iterable[District]) -> list[Term]:
    """Return former districts, each with its list and the number of its products."""
    return [
        term(
            words(context.t.former_district(district)),
            context.urls.district(district.id),
            context.count("district", district.id),
        )
        for district in districts
    ]


def commune_terms(context: PageContext, communes: Iterable[Commune]) -> list[Term]:
    """Return communes of today, each with its list and the number of its products."""
    return [
        term(
            words(context.t.commune(commune)),
            context.urls("places", commune.id),
            context.count("commune", commune.id),
        )
        for commune in communes
    ]


def figures(
    context: PageContext,
    listed: Sequence[ProductSummary],
    star_list: Callable[[int], str],
    *,
    products: Term,
    producers: Term,
    valid_list: str = "",
) -> list[Term]:
    """Return how many products there are, how many have valid or any stars, and how many producers there are.

    ``star_list`` gives the address of the list of the products with some stars. Figures of zero are left out.
    """
    catalogue, t = context.catalogue, context.t
    stars = [recognised_stars(catalogue, product) for product in listed]
    valid = sum(state_of(catalogue, product) in ("valid", "expiring") for product in listed)
    counts = [
        products,
        term(words(t("with a rating valid today")), valid_list, valid),
        *(
            term(words(t("recognised at {n} stars, valid or not", n=n)), star_list(n), stars.count(n))
            for n in (5, 4, 3)
        ),
        producers,
    ]
    return [count for count in counts if count["count"]]


def _provinces_view(context: PageContext) -> ProvincesView:
    t = context.t
    intro = t("Products of the catalogue by province, as provinces are since 1 July 2025.")
    return {
        **page_frame(
            context,
            "provinces",
            context.twins("provinces"),
            t("Provinces and cities"),
            intro,
            nav="provinces",
        ),
        "intro": intro,
        "provinces": {"title": "", "href": "", "terms": province_terms(context)},
        "map": country_map(context),
    }


def _province_view(context: PageContext, province: str) -> ProvinceView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    places = catalogue.provinces[province]
    name = t.province(places.province)
    listed = listed_in(context, province)
    ranked = sorted(
        listed,
        key=lambda product: (
            _BEST.get(state_of(catalogue, product), 2),
            -shown_stars(catalogue, product),
        ),
    )
    communes = sorted(places.communes, key=lambda commune: sort_key(commune.name))
    districts = sorted(places.districts, key=lambda district: sort_key(district.name))
    return {
        **page_frame(
            context,
            "province",
            context.twins("provinces", province),
            name,
            t.of_province(FACTS_OF, places.province),
            crumbs=[(t("Provinces and cities"), urls("provinces"))],
            nav="provinces",
        ),
        "counts": _counts(context, province, listed),
        "cards": [product_card(context, product) for product in ranked[:CARDS]],
        "all_products": link(t.of_province(PRODUCTS_OF, places.province), urls.province(province)),
        "map": province_map(context, province),
        "districts": {
            "title": t("Former districts"),
            "href": "",
            "terms": district_terms(context, districts),
        },
        "communes": {
            "title": t("Present-day communes and wards"),
            "href": "",
            "terms": [entry for entry in commune_terms(context, communes) if entry["count"]],
        },
        "decisions": {
            "title": t("Decisions and assessments"),
            "href": "",
            "terms": decision_terms(context, province),
        },
        "as_of": context.as_of(),
        "comparison": compare_counts(context, province),
        "charts": charts(context, province),
        "quotes": quotes(context, province),
        "copies": copy_rows(context, province),
    }


def _counts(context: PageContext, province: str, listed: Sequence[ProductSummary]) -> list[Term]:
    """Return the figures of a province; they lead to the lists behind them."""
    t, urls = context.t, context.urls
    keys = query_parameter_names(context)
    producers = context.catalogue.ask("producer-counts").get(province, 0)
    return figures(
        context,
        listed,
        lambda stars: f"{urls('products')}?{keys['province']}={province}&{keys['star']}={stars}",
        products=term(words(t("products in the catalogue")), urls.province(province), len(listed)),
        producers=term(
            words(t("producers in the catalogue")),
            urls("provinces", province, urls.word("producers")),
            producers,
        ),
    )


def plan_provinces(contexts: Sequence[PageContext]) -> None:
    """Plan the index and the page of each province; nothing for a catalogue of one province."""
    for context in contexts:
        if context.catalogue.is_one_province:
            return
        context.page_unit("provinces", partial(_provinces_view, context), context.urls("provinces"))
        for province in context.catalogue.provinces:
            address = context.urls("provinces", province)
            context.page_unit("province", partial(_province_view, context, province), address)


def _menu(context: PageContext) -> NavEntry | None:
    if context.catalogue.is_one_province:
        return None
    return {"key": "provinces", "name": context.t("Provinces"), "href": context.urls("provinces")}


PAGE = PageType(
    kinds=("provinces", "province"),
    views={"provinces": ProvincesView, "province": ProvinceView},
    planners=(plan_provinces,),
    menu=_menu,
)
