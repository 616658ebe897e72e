"""Product lists by star, state, group, set and place; the producers; the index of places."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import methodcaller

from generator.site import views
from generator.site.atlas import province_map
from generator.site.context import PageContext, words
from generator.site.facets import ALL, STARS, STATES, communes_by_name, districts_by_name, filters
from generator.site.urls import Urls
from generator.site.words import STATE
from generator.text import fill

Address = Callable[[Urls], str]


@dataclass(frozen=True)
class ProductList:
    """A list of products: one value of a facet, over as many pages as it needs."""

    kind: views.PageKind
    facet: str
    value: str
    address: Address
    heading: str
    description: str
    crumbs: Sequence[tuple[str, str]]
    related: Sequence[views.Link] = field(default=())


def plan_lists(context: PageContext) -> None:
    """Every list of products, the places, the producers."""
    for product_list in product_lists(context):
        total = context.count(product_list.facet, product_list.value)
        if total or product_list.facet == ALL:
            for number in range(1, _pages(context, total) + 1):
                address = context.urls.numbered(product_list.address(context.urls), number)
                view = partial(_list_view, context, product_list.facet, product_list.value, number)
                context.page_unit("list", view, address)
    context.page_unit("index", partial(_places_view, context), context.urls("places"))
    for number in range(1, _pages(context, len(context.catalogue.listed_producers)) + 1):
        address = context.urls.numbered(context.urls("producers"), number)
        context.page_unit("producers", partial(_producers_view, context, number), address)


def _pages(context: PageContext, total: int) -> int:
    """How many pages a list takes; an empty list takes one."""
    return max(1, -(-total // context.catalogue.site.per_page))


def product_lists(context: PageContext) -> Iterator[ProductList]:
    """Every list that there could be, with or without products."""
    catalogue = context.catalogue
    values = {
        ALL: [""],
        "star": list(map(str, STARS)),
        "state": STATES,
        "group": [group.id for group in catalogue.criteria.groups],
        "set": [criteria_set.id for criteria_set in catalogue.criteria.sets],
        "commune": [commune.id for commune in catalogue.places.communes],
        "district": [district.id for district in catalogue.places.districts],
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
                "Products that a source gives {n} stars; each says whether they were recognised and "
                "whether the rating is valid.",
                n=value,
            )
            heading = t("{n}-star products", n=value)
            return make(methodcaller("stars", int(value)), heading, description, [products])
        case "state":
            heading = t("Rating: {state}", state=t(STATE[value]).lower())
            description = t(
                "Products whose rating stands as “{state}” on the day of the build.", state=t(STATE[value])
            )
            return make(methodcaller("state", value), heading, description, [products])
        case "group":
            name = catalogue.groups[value].name.get(context.lang)
            description = t("Products of the group “{name}”.", name=name)
            return make(methodcaller("group", value), name, description, [products])
        case "set":
            criteria_set = next(item for item in catalogue.criteria.sets if item.id == value)
            name = criteria_set.name.get(context.lang)
            group = catalogue.groups[criteria_set.group]
            crumbs = [products, (group.name.get(context.lang), urls.group(group.id))]
            number = criteria_set.number
            description = t("Products of criteria set {n}, “{name}”.", n=number, name=name)
            heading = fill("{n}. {name}", n=number, name=name)
            return make(methodcaller("set", value), heading, description, crumbs)
        case "commune" | "district":
            return _place_list(context, facet, value)
    intro = t(
        "Every product of the catalogue, with its stars, how long they are valid, who makes it and where."
    )
    return ProductList("products", ALL, "", methodcaller("__call__", "products"), t("Products"), intro, [])


def _place_list(context: PageContext, facet: str, value: str) -> ProductList:
    """The list of a commune, which names its former districts, or of a district with its communes."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    crumbs = [(t("Places"), urls("places"))]
    related: list[views.Link]
    if facet == "commune":
        commune = catalogue.communes[value]
        related = [
            {"name": t.district(catalogue.districts[former]), "href": urls.district(former)}
            for former in commune.districts
            if context.count("district", former)
        ]
        intro = t("A commune of today, in force since the reform of 1 July 2025.")
        address = methodcaller("__call__", "places", value)
        return ProductList("place", facet, value, address, t.commune(commune), intro, crumbs, related)
    related = [
        {
            "name": t.commune(commune),
            "href": urls("places", commune.id) if context.count("commune", commune.id) else "",
        }
        for commune in catalogue.places.communes
        if value in commune.districts
    ]
    intro = t("A district until 30 June 2025; many products and certificates still name it.")
    name = t.district(catalogue.districts[value])
    return ProductList("place", facet, value, methodcaller("district", value), name, intro, crumbs, related)


def _list_view(context: PageContext, facet: str, value: str, number: int) -> views.ListView:
    """One page of a list."""
    t = context.t
    shown = product_list(context, facet, value)
    own, total = shown.address(context.urls), context.count(facet, value)
    heading = shown.heading
    title = heading if number == 1 else t("{name}, page {n}", name=heading, n=number)
    return {
        **context.frame(
            shown.kind,
            context.page_twins(shown.address, number),
            title,
            f"{shown.description} {t.count('{n} product.', '{n} products.', total)}",
            [*shown.crumbs, *([(heading, own)] if number > 1 else [])],
            nav="products",
        ),
        "cards": [context.card(product) for product in context.listing_page(facet, value, number)],
        "count": total,
        "count_label": t.count("{n} product", "{n} products", total),
        "intro": words(shown.description),
        "facets": filters(context, own),
        "live": _live(context) if facet == ALL and number == 1 else None,
        "pager": pager(context, own, number, _pages(context, total)),
        "related": list(shown.related),
        "as_of": context.states_as_of(),
    }


def _places_view(context: PageContext) -> views.IndexView:
    """The communes of today and the districts until 2025."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    communes = [
        _term(words(t.commune(one)), urls("places", one.id), context.count("commune", one.id))
        for one in communes_by_name(catalogue)
    ]
    districts = [
        _term(words(t.former_district(one)), urls.district(one.id), context.count("district", one.id))
        for one in districts_by_name(catalogue)
    ]
    total = context.count(ALL)
    intro = t(
        "Communes were merged and districts abolished on 1 July 2025. A product is listed "
        "under a present "
        "commune only where that is certain: {n} of {total} so far. Former districts hold the rest.",
        n=t.number(total - context.count("commune", "")),
        total=t.number(total),
    )
    return {
        **context.frame(
            "places",
            context.twins(lambda u: u("places")),
            t("Places"),
            t("The communes and wards of today and the districts until 2025, with their products."),
            nav="products",
        ),
        "intro": words(intro),
        "groups": [
            {"title": t("Former districts"), "href": "", "terms": districts},
            {"title": t("Communes and wards of today"), "href": "", "terms": communes},
        ],
        "documents": [],
        "chains": [],
        "map": province_map(context),
    }


def _term(
    name: views.Words, href: str, count: int, note: str = "", detail: views.Words | None = None
) -> views.Term:
    return {"name": name, "href": href if count else "", "count": count, "note": note, "detail": detail}


def group_terms(context: PageContext) -> list[views.Term]:
    """The groups that have products, with their counts."""
    return [
        _term(context.t.text(group.name), context.urls.group(group.id), context.count("group", group.id))
        for group in context.catalogue.criteria.groups
        if context.count("group", group.id)
    ]


def _live(context: PageContext) -> views.Live:
    """The orders that the script offers."""
    t, word = context.t, context.urls.word
    return {
        "sort_key": context.urls.filters["sort"],
        "sorts": [
            {"word": "", "name": t("Best match")},
            {"word": word("name"), "name": t("Name")},
            {"word": word("stars"), "name": t("Stars")},
            {"word": word("states"), "name": t("Rating state")},
        ],
    }


def pager(context: PageContext, address: str, page: int, pages: int) -> views.Pager:
    """Links between the pages of a list."""
    return {
        "page": page,
        "pages": pages,
        "previous": context.urls.numbered(address, page - 1) if page > 1 else "",
        "next": context.urls.numbered(address, page + 1) if page < pages else "",
        "links": [
            {"name": context.t.number(n), "href": context.urls.numbered(address, n) if n != page else ""}
            for n in range(1, pages + 1)
        ]
        if pages > 1
        else [],
    }


def _producers_view(context: PageContext, number: int) -> views.ProducersView:
    """One page of the list of producers."""
    t, per_page = context.t, context.catalogue.site.per_page
    everyone = context.listed_producers()
    heading, own = t("Producers"), context.urls("producers")
    title = heading if number == 1 else t("{name}, page {n}", name=heading, n=number)
    about = t(
        "Who makes the products: cooperatives, companies and households, with their products and stories."
    )
    shown = everyone[(number - 1) * per_page : number * per_page]
    return {
        **context.frame(
            "producers",
            context.page_twins(methodcaller("__call__", "producers"), number),
            title,
            about,
            [(heading, own)] if number > 1 else [],
            nav="producers",
        ),
        "cards": [context.producer_card(producer) for producer in shown],
        "count_label": t.count("{n} producer", "{n} producers", len(everyone)),
        "pager": pager(context, own, number, _pages(context, len(everyone))),
    }
