"""Product lists by star, state, group, set and place; the holders; the index pages."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import methodcaller
from typing import TypeVar, get_args

from generator.catalogue.model import ProducerSummary, ProductSummary, State
from generator.site import views
from generator.site.atlas import province_map
from generator.site.context import PageContext, words
from generator.site.needs import digest
from generator.site.urls import Urls
from generator.site.words import STATE
from generator.text import sort_key

K = TypeVar("K")
STATES: tuple[State, ...] = get_args(State)


def plan_lists(context: PageContext) -> None:
    """Every list of products, the places, the groups."""
    catalogue, t = context.catalogue, context.t
    listed = context.listed
    products = (t("Products"), context.urls("products"))
    _list(
        context,
        "products",
        lambda u: u("products"),
        t("Products"),
        t("Every product of the catalogue, with its stars, how long they are valid, who makes it and where."),
        listed,
        [],
    )
    by_star = _grouped(listed, partial(star_of, context))
    for count in (5, 4, 3):
        if found := by_star.get(count):
            heading = t("{n}-star products", n=count)
            _list(
                context,
                "list",
                methodcaller("stars", count),
                heading,
                t(
                    "Products that a source gives {n} stars; each says whether they were recognised and "
                    "whether the rating is valid.",
                    n=count,
                ),
                found,
                [products],
            )
    by_state = _grouped(listed, partial(state_of, context))
    for state in STATES:
        if found := by_state.get(state):
            _list(
                context,
                "list",
                methodcaller("state", state),
                t("Rating: {state}", state=t(STATE[state]).lower()),
                t(
                    "Products whose rating stands as “{state}” on the day of the build.",
                    state=t(STATE[state]),
                ),
                found,
                [products],
            )
    by_group = _grouped(listed, lambda p: catalogue.sets[p.set].group)
    for group in catalogue.criteria.groups:
        if found := by_group.get(group.id):
            _list(
                context,
                "list",
                methodcaller("group", group.id),
                group.name.get(context.lang),
                t("Products of the group “{name}”.", name=group.name.get(context.lang)),
                found,
                [products],
            )
    by_set = _grouped(listed, lambda p: p.set)
    for one in catalogue.criteria.sets:
        if found := by_set.get(one.number):
            group_name = catalogue.groups[one.group].name.get(context.lang)
            _list(
                context,
                "list",
                methodcaller("set", one.id),
                f"{one.number}. {one.name.get(context.lang)}",
                t("Products of criteria set {n}, “{name}”.", n=one.number, name=one.name.get(context.lang)),
                found,
                [products, (group_name, context.urls.group(one.group))],
            )
    _places(context)
    _producers(context)


def _grouped(
    products: Sequence[ProductSummary], key: Callable[[ProductSummary], K]
) -> dict[K, list[ProductSummary]]:
    """Products by what they have in common, each group in the order of all."""
    found: dict[K, list[ProductSummary]] = defaultdict(list)
    for product in products:
        found[key(product)].append(product)
    return dict(found)


def star_of(context: PageContext, product: ProductSummary) -> int:
    """The stars a product is shown with; 0 where none are stated or five are only proposed."""
    standing = context.catalogue.standing[product.id]
    return (standing.rating.stars or 0) if standing and standing.state != "potential_five" else 0


def recognised_at(context: PageContext, product: ProductSummary) -> int:
    """The stars a product is shown with, if a recognition gave them; else 0."""
    standing = context.catalogue.standing[product.id]
    return star_of(context, product) if standing and standing.rating.status == "recognised" else 0


def state_of(context: PageContext, product: ProductSummary) -> State:
    """The state a product is listed under; unknown where no rating is recorded."""
    standing = context.catalogue.standing[product.id]
    return standing.state if standing else "unknown"


def _places(context: PageContext) -> None:
    catalogue, t = context.catalogue, context.t
    places = (t("Places"), context.urls("places"))
    by_commune = _grouped(context.listed, lambda p: p.origin.commune)
    by_district = _grouped(context.listed, catalogue.district_of)
    for commune in catalogue.places.communes:
        if found := by_commune.get(commune.id):
            former = [catalogue.districts[d] for d in commune.districts]
            intro = t("A commune of today, in force since the reform of 1 July 2025.")
            _list(
                context,
                "place",
                methodcaller("__call__", "places", commune.id),
                t.commune(commune),
                intro,
                found,
                [places],
                related=[
                    {"name": t.district(d), "href": context.urls.district(d.id)}
                    for d in former
                    if d.id in by_district
                ],
            )
    for district in catalogue.places.districts:
        if found := by_district.get(district.id):
            now = [c for c in catalogue.places.communes if district.id in c.districts]
            intro = t("A district until 30 June 2025; many products and certificates still name it.")
            _list(
                context,
                "place",
                methodcaller("district", district.id),
                t.district(district),
                intro,
                found,
                [places],
                related=[
                    {"name": t.commune(c), "href": context.urls("places", c.id) if c.id in by_commune else ""}
                    for c in now
                ],
            )
    communes = [
        _term(words(t.commune(c)), context.urls("places", c.id), len(by_commune.get(c.id, ())))
        for c in sorted(catalogue.places.communes, key=lambda c: sort_key(c.name))
    ]
    districts = [
        _term(words(t.former_district(d)), context.urls.district(d.id), len(by_district.get(d.id, ())))
        for d in sorted(catalogue.places.districts, key=lambda d: sort_key(d.name))
    ]
    placed = len(context.listed) - len(by_commune.get(None, ()))
    view: views.IndexView = {
        **context.frame(
            "places",
            context.twins(lambda u: u("places")),
            t("Places"),
            t("The communes and wards of today and the districts until 2025, with their products."),
            nav="products",
        ),
        "intro": words(
            t(
                "Communes were merged and districts abolished on 1 July 2025. A product is listed "
                "under a present "
                "commune only where that is certain: {n} of {total} so far. Former districts hold the rest.",
                n=t.number(placed),
                total=t.number(len(catalogue.listed)),
            )
        ),
        "groups": [
            {"title": t("Former districts"), "href": "", "terms": districts},
            {"title": t("Communes and wards of today"), "href": "", "terms": communes},
        ],
        "documents": [],
        "chains": [],
        "map": province_map(context),
    }
    context.page("index", view)


def _term(
    name: views.Words, href: str, count: int, note: str = "", detail: views.Words | None = None
) -> views.Term:
    return {"name": name, "href": href if count else "", "count": count, "note": note, "detail": detail}


def group_terms(context: PageContext) -> list[views.Term]:
    """The groups that have products, with their counts."""
    counts = Counter(context.catalogue.sets[p.set].group for p in context.catalogue.listed)
    return [
        _term(context.t.text(group.name), context.urls.group(group.id), counts[group.id])
        for group in context.catalogue.criteria.groups
        if counts[group.id]
    ]


def facets(context: PageContext, current: str = "") -> list[views.Facet]:
    """The ways to narrow the products, each option a list of its own with its count."""
    if not context.facets:
        context.facets.extend(_facets(context))
    return [
        {
            **facet,
            "options": [
                {**one, "current": bool(current) and one["href"] == current} for one in facet["options"]
            ],
        }
        for facet in context.facets
    ]


def _facets(context: PageContext) -> list[views.Facet]:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    listed, keys = catalogue.listed, context.urls.filters

    def facet(
        identity: str,
        title: str,
        value_of: Callable[[ProductSummary], str],
        options: Iterable[tuple[str, str, str, str]],
    ) -> views.Facet:
        counts = Counter(value_of(p) for p in listed)
        return {
            "id": identity,
            "key": keys[identity],
            "title": title,
            "options": [
                {
                    "value": value,
                    "word": word,
                    "name": name,
                    "href": href,
                    "count": counts[value],
                    "current": False,
                }
                for value, word, name, href in options
                if counts[value]
            ],
        }

    def kind_of(product: ProductSummary) -> str:
        producer = catalogue.producers.get(product.producer or "")
        return producer.kind if producer else ""

    return [
        facet(
            "star",
            t("Stars"),
            lambda p: str(star_of(context, p)),
            [(str(n), str(n), t("{n} stars", n=n), urls.stars(n)) for n in (5, 4, 3)],
        ),
        facet(
            "state",
            t("Rating state"),
            lambda p: state_of(context, p),
            [(s, urls.state_word(s), t(STATE[s]), urls.state(s)) for s in STATES],
        ),
        facet(
            "group",
            t("Group"),
            lambda p: catalogue.sets[p.set].group,
            [(g.id, g.id, g.name.get(context.lang), urls.group(g.id)) for g in catalogue.criteria.groups],
        ),
        facet(
            "district",
            t("Former district"),
            catalogue.district_of,
            [
                (d.id, d.id, t.former_district(d), urls.district(d.id))
                for d in sorted(catalogue.places.districts, key=lambda d: sort_key(d.name))
            ],
        ),
        facet(
            "commune",
            t("Commune or ward today"),
            lambda p: p.origin.commune or "",
            [
                (c.id, c.id, t.commune(c), urls("places", c.id))
                for c in sorted(catalogue.places.communes, key=lambda c: sort_key(c.name))
            ],
        ),
        facet(
            "set",
            t("Criteria set"),
            lambda p: catalogue.sets[p.set].id,
            [(s.id, s.id, s.name.get(context.lang), urls.set(s.id)) for s in catalogue.criteria.sets],
        ),
        facet(
            "kind",
            t("Kind of producer"),
            kind_of,
            [(k.id, k.id, k.name.get(context.lang), "") for k in catalogue.kinds.values()],
        ),
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


def _list(
    context: PageContext,
    kind: views.PageKind,
    address: Callable[[Urls], str],
    heading: str,
    description: str,
    products: Sequence[ProductSummary],
    crumbs: Sequence[tuple[str, str]],
    related: Sequence[views.Link] = (),
) -> None:
    """A list over as many pages as it needs."""
    t, per_page = context.t, context.catalogue.site.per_page
    own = address(context.urls)
    pages = max(1, -(-len(products) // per_page))
    narrow = facets(context, own)
    around = digest(json.dumps([kind, heading, description, len(products), crumbs, related, narrow]))

    def view(number: int, shown: Sequence[ProductSummary]) -> views.ListView:
        title = heading if number == 1 else t("{name}, page {n}", name=heading, n=number)
        return {
            **context.frame(
                kind,
                context.page_twins(address, number),
                title,
                f"{description} {t.count('{n} product.', '{n} products.', len(products))}",
                [*crumbs, *([(heading, own)] if number > 1 else [])],
                nav="products",
            ),
            "cards": [context.card(p) for p in shown],
            "count": len(products),
            "count_label": t.count("{n} product", "{n} products", len(products)),
            "intro": words(description),
            "facets": narrow,
            "live": _live(context) if kind == "products" and number == 1 else None,
            "pager": pager(context, own, number, pages),
            "related": list(related),
            "as_of": context.as_of(),
        }

    for number in range(1, pages + 1):
        shown = products[(number - 1) * per_page : number * per_page]
        needs = digest(around, context.needs.today, str(number), context.needs.cards(shown))
        context.late_page("list", partial(view, number, shown), needs, context.page_twins(address, number))


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


def _producers(context: PageContext) -> None:
    """The list of holders."""
    t, per_page = context.t, context.catalogue.site.per_page
    everyone = context.listed_producers
    heading, own = t("Producers"), context.urls("producers")
    pages = max(1, -(-len(everyone) // per_page))

    def twins(number: int) -> dict[str, str]:
        return context.page_twins(methodcaller("__call__", "producers"), number)

    def view(number: int, shown: Sequence[ProducerSummary]) -> views.ProducersView:
        title = heading if number == 1 else t("{name}, page {n}", name=heading, n=number)
        return {
            **context.frame(
                "producers",
                twins(number),
                title,
                t(
                    "Who makes the products: cooperatives, companies and households, with their products "
                    "and stories."
                ),
                [(heading, own)] if number > 1 else [],
                nav="producers",
            ),
            "cards": [context.producer_card(p) for p in shown],
            "count_label": t.count("{n} producer", "{n} producers", len(everyone)),
            "pager": pager(context, own, number, pages),
        }

    for number in range(1, pages + 1):
        shown = everyone[(number - 1) * per_page : number * per_page]
        needs = digest(str((number, len(everyone))), *(context.needs.producer_card(p) for p in shown))
        context.late_page("producers", partial(view, number, shown), needs, twins(number))
