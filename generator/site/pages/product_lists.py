"""Product lists: all products, and one list for each star, state, group, set and administrative place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import methodcaller
from typing import TypedDict

from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.facets import ALL, PROVINCE, STARS, STATES, filters
from generator.site.frames import province_crumbs
from generator.site.page_type import PageType
from generator.site.paging import (
    FIRST,
    Pager,
    list_frame,
    pager_of,
    plan_products_pages,
    products_page,
)
from generator.site.urls import Urls
from generator.site.view_parts import Card, Filter, Frame, Link, Words, words
from generator.site.words import PRODUCTS_OF, STATE
from generator.text import fill


class SortOption(TypedDict):
    """An order of the found products."""

    word: str
    """Its value in addresses; empty for the best match."""
    name: str


class Live(TypedDict):
    """What the page of all products needs to search and filter by script."""

    sort_key: str
    """Name of the order in addresses."""
    sorts: list[SortOption]


class ListView(Frame):
    """All products, or a list by star, state, group, set, place."""

    cards: list[Card]
    count: int
    """Products of the list; 0 on further pages of a long one, which do not say how many there are."""
    count_label: str
    intro: Words | None
    facets: list[Filter]
    live: Live | None
    """Only on the first page of all products."""
    pager: Pager
    related: list[Link]
    as_of: str


Address = Callable[[Urls], str]


@dataclass(frozen=True)
class ProductList:
    """A list of products: one value of a facet, over as many pages as it needs."""

    kind: str
    facet: str
    value: str
    address: Address
    heading: str
    description: str
    crumbs: Sequence[tuple[str, str]]
    related: Sequence[Link] = field(default=())


def product_lists(context: PageContext) -> Iterator[ProductList]:
    """Yield every possible list, with or without products."""
    catalogue = context.catalogue
    values = {
        ALL: [""],
        "star": list(map(str, STARS)),
        "state": STATES,
        "group": [group.id for group in catalogue.criteria.groups],
        "goods": list(catalogue.product_kinds),
        "set": [criteria_set.id for criteria_set in catalogue.criteria.sets],
        PROVINCE: [] if catalogue.is_one_province else list(catalogue.provinces),
        "commune": list(catalogue.communes),
        "district": list(catalogue.districts),
    }
    for facet, facet_values in values.items():
        for value in facet_values:
            yield product_list(context, facet, value)


def product_list(context: PageContext, facet: str, value: str) -> ProductList:
    """The list of the products that have one value of a facet."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    products = (t("Products"), urls("products"))
    make = partial(ProductList, "list", facet, value)
    match facet:
        case "star":
            description = t(
                "Products recognised with {n} stars; each says until when the rating is valid.", n=value
            )
            heading = t("{n}-star products", n=value)
            return make(methodcaller("stars", int(value)), heading, description, [products])
        case "state":
            heading = t("Rating: {state}", state=t(STATE[value]).lower())
            description = t(
                "Products whose rating was “{state}” on the day this page was made.", state=t(STATE[value])
            )
            return make(methodcaller("state", value), heading, description, [products])
        case "group" | "goods":
            named = catalogue.groups if facet == "group" else catalogue.product_kinds
            name = named[value].name.get(context.lang)
            description = (
                t("Products of the group “{name}”.", name=name)
                if facet == "group"
                else t("Products of this kind: {name}.", name=name)
            )
            return make(methodcaller(facet, value), name, description, [products])
        case "set":
            criteria_set = next(item for item in catalogue.criteria.sets if item.id == value)
            name = criteria_set.name.get(context.lang)
            group = catalogue.groups[criteria_set.group]
            crumbs = [products, (group.name.get(context.lang), urls.group(group.id))]
            number = criteria_set.number
            description = t("Products of criteria set {n}, “{name}”.", n=number, name=name)
            heading = fill("{n}. {name}", n=number, name=name)
            return make(methodcaller("set", value), heading, description, crumbs)
        case "province" | "commune" | "district":
            return _place_list(context, facet, value)
    intro = t(
        "Every product of the catalogue, with its stars, how long they are valid, who makes it and where."
    )
    return ProductList("products", ALL, "", lambda urls: urls("products"), t("Products"), intro, [])


def _place_list(context: PageContext, facet: str, value: str) -> ProductList:
    """The list of a province, of a commune with its former districts, or of a district with its communes."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    if facet == PROVINCE:
        crumbs = [(t("Products"), urls("products")), *province_crumbs(context, value)]
        heading = t.of_province(PRODUCTS_OF, catalogue.provinces[value].province)
        return ProductList(
            "list", facet, value, methodcaller("province", value), heading, f"{heading}.", crumbs
        )
    crumbs = [(t("Places"), urls("places")), *province_crumbs(context, catalogue.province_of(value))]
    related: list[Link]
    if facet == "commune":
        commune = catalogue.communes[value]
        related = [
            {"name": context.district(former), "href": urls.district(former)}
            for former in commune.districts
            if catalogue.has_district_list(former)
        ]
        intro = t("A present-day commune or ward, as reorganised on 1 July 2025.")
        name = context.commune(value)
        return ProductList(
            "place", facet, value, lambda urls: urls("places", value), name, intro, crumbs, related
        )
    related = [
        {
            "name": t.commune(commune),
            "href": urls("places", commune.id) if catalogue.has_commune_list(commune.id) else "",
        }
        for commune in catalogue.communes.values()
        if value in commune.districts
    ]
    intro = t("A district until 30 June 2025; many products and certificates still name it.")
    name = t.district(catalogue.districts[value], context.province_of(value))
    name = name if catalogue.is_one_province else context.district(value)
    return ProductList("place", facet, value, methodcaller("district", value), name, intro, crumbs, related)


def _list_view(context: PageContext, facet: str, value: str, name: str) -> ListView:
    """Return the view of a page, by its name, of the list of one value of a facet."""
    t = context.t
    products = product_list(context, facet, value)
    twins = {code: products.address(urls) for code, urls in context.all_urls.items()}
    own, page = twins[context.lang], products_page(context, facet, value, name)
    summaries = [context.catalogue.products[identity] for identity in page["ids"]]
    about, total, begins_with = products.description, 0, ""
    if name == FIRST or page["pages"]:
        total = context.count(facet, value)
        about = f"{about} {t.count('{n} product.', '{n} products.', total)}"
    else:
        begins_with = summaries[0].name.get(context.lang)
    # A commune is described in the words of all communes: its name tells it from them.
    about = f"{products.heading}. {about}" if name == FIRST and products.kind == "place" else about
    return {
        **list_frame(
            context,
            products.kind,
            twins,
            (products.heading, about),
            name,
            begins_with=begins_with,
            crumbs=products.crumbs,
            nav="products",
        ),
        "cards": [product_card(context, product) for product in summaries],
        "count": total,
        "count_label": t.count("{n} product", "{n} products", total),
        "intro": words(products.description),
        "facets": filters(context, facet, name, own),
        "live": _live(context) if facet == ALL and name == FIRST else None,
        "pager": pager_of(context, own, page),
        "related": list(products.related),
        "as_of": context.states_as_of(),
    }


def _live(context: PageContext) -> Live:
    """The orders that the script offers."""
    t, word = context.t, context.urls.word
    return {
        "sort_key": word("sort"),
        "sorts": [
            {"word": "", "name": t("Best match")},
            {"word": word("name"), "name": t("Name")},
            {"word": word("stars"), "name": t("Stars")},
            {"word": word("states"), "name": t("Rating state")},
        ],
    }


def plan_product_lists(contexts: Sequence[PageContext]) -> None:
    """Plan every list that has products, and that of all products, over as many pages as each needs."""
    for context in contexts:
        for product_list in product_lists(context):
            facet, value = product_list.facet, product_list.value
            if facet == ALL or context.count(facet, value):
                view, address = partial(_list_view, context, facet, value), product_list.address(context.urls)
                plan_products_pages(context, "list", view, address, (facet, value))


PAGE = PageType(
    kinds=("products", "list", "place"),
    views={"list": ListView},
    planners=(plan_product_lists,),
    addresses={"products": ("san-pham", "products")},
    menu=lambda context: {
        "key": "products",
        "name": context.t("Products"),
        "href": context.urls("products"),
    },
)
