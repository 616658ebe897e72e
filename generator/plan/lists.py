"""Product lists by star, state, group, set and place; the holders; the index pages."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import methodcaller
from typing import TypeVar, get_args

from generator.catalogue.model import ProducerHead, ProductHead, State
from generator.plan import views
from generator.plan.atlas import province_map
from generator.plan.desk import Desk, words
from generator.plan.needs import digest
from generator.plan.urls import Urls
from generator.plan.words import STATE
from generator.text import sort_key

K = TypeVar("K")
STATES: tuple[State, ...] = get_args(State)


def plan_lists(desk: Desk) -> None:
    """Every list of products, the places, the groups."""
    catalogue, say = desk.catalogue, desk.say
    listed = desk.listed
    products = (say("Products"), desk.urls("products"))
    _list(
        desk,
        "products",
        lambda u: u("products"),
        say("Products"),
        say(
            "Every product of the catalogue, with its stars, how long they are valid, who makes it and where."
        ),
        listed,
        [],
    )
    by_star = _grouped(listed, partial(star_of, desk))
    for count in (5, 4, 3):
        if found := by_star.get(count):
            heading = say("{n}-star products", n=count)
            _list(
                desk,
                "list",
                methodcaller("stars", count),
                heading,
                say(
                    "Products that a source gives {n} stars; each says whether they were recognised and "
                    "whether the rating is valid.",
                    n=count,
                ),
                found,
                [products],
            )
    by_state = _grouped(listed, partial(state_of, desk))
    for state in STATES:
        if found := by_state.get(state):
            _list(
                desk,
                "list",
                methodcaller("state", state),
                say("Rating: {state}", state=say(STATE[state]).lower()),
                say(
                    "Products whose rating stands as “{state}” on the day of the build.",
                    state=say(STATE[state]),
                ),
                found,
                [products],
            )
    by_group = _grouped(listed, lambda p: catalogue.sets[p.set].group)
    for group in catalogue.criteria.groups:
        if found := by_group.get(group.id):
            _list(
                desk,
                "list",
                methodcaller("group", group.id),
                group.name.get(desk.lang),
                say("Products of the group “{name}”.", name=group.name.get(desk.lang)),
                found,
                [products],
            )
    by_set = _grouped(listed, lambda p: p.set)
    for one in catalogue.criteria.sets:
        if found := by_set.get(one.number):
            group_name = catalogue.groups[one.group].name.get(desk.lang)
            _list(
                desk,
                "list",
                methodcaller("set", one.id),
                f"{one.number}. {one.name.get(desk.lang)}",
                say("Products of criteria set {n}, “{name}”.", n=one.number, name=one.name.get(desk.lang)),
                found,
                [products, (group_name, desk.urls.group(one.group))],
            )
    _places(desk)
    _producers(desk)


def _grouped(products: Sequence[ProductHead], key: Callable[[ProductHead], K]) -> dict[K, list[ProductHead]]:
    """Products by what they have in common, each group in the order of all."""
    found: dict[K, list[ProductHead]] = defaultdict(list)
    for product in products:
        found[key(product)].append(product)
    return dict(found)


def star_of(desk: Desk, product: ProductHead) -> int:
    """The stars a product is shown with; 0 where none are stated or five are only proposed."""
    standing = desk.catalogue.standing[product.id]
    return (standing.rating.stars or 0) if standing and standing.state != "potential_five" else 0


def recognised_at(desk: Desk, product: ProductHead) -> int:
    """The stars a product is shown with, if a recognition gave them; else 0."""
    standing = desk.catalogue.standing[product.id]
    return star_of(desk, product) if standing and standing.rating.status == "recognised" else 0


def state_of(desk: Desk, product: ProductHead) -> State:
    """The state a product is listed under; unknown where no rating is recorded."""
    standing = desk.catalogue.standing[product.id]
    return standing.state if standing else "unknown"


def _places(desk: Desk) -> None:
    catalogue, say = desk.catalogue, desk.say
    places = (say("Places"), desk.urls("places"))
    by_commune = _grouped(desk.listed, lambda p: p.origin.commune)
    by_district = _grouped(desk.listed, catalogue.district_of)
    for commune in catalogue.places.communes:
        if found := by_commune.get(commune.id):
            former = [catalogue.districts[d] for d in commune.districts]
            intro = say("A commune of today, in force since the reform of 1 July 2025.")
            _list(
                desk,
                "place",
                methodcaller("__call__", "places", commune.id),
                say.commune(commune),
                intro,
                found,
                [places],
                related=[
                    {"name": say.district(d), "href": desk.urls.district(d.id)}
                    for d in former
                    if d.id in by_district
                ],
            )
    for district in catalogue.places.districts:
        if found := by_district.get(district.id):
            now = [c for c in catalogue.places.communes if district.id in c.districts]
            intro = say("A district until 30 June 2025; many products and certificates still name it.")
            _list(
                desk,
                "place",
                methodcaller("district", district.id),
                say.district(district),
                intro,
                found,
                [places],
                related=[
                    {"name": say.commune(c), "href": desk.urls("places", c.id) if c.id in by_commune else ""}
                    for c in now
                ],
            )
    communes = [
        _term(words(say.commune(c)), desk.urls("places", c.id), len(by_commune.get(c.id, ())))
        for c in sorted(catalogue.places.communes, key=lambda c: sort_key(c.name))
    ]
    districts = [
        _term(words(say.former_district(d)), desk.urls.district(d.id), len(by_district.get(d.id, ())))
        for d in sorted(catalogue.places.districts, key=lambda d: sort_key(d.name))
    ]
    placed = len(desk.listed) - len(by_commune.get(None, ()))
    view: views.IndexView = {
        **desk.frame(
            "places",
            desk.twins(lambda u: u("places")),
            say("Places"),
            say("The communes and wards of today and the districts until 2025, with their products."),
            nav="products",
        ),
        "intro": words(
            say(
                "Communes were merged and districts abolished on 1 July 2025. A product is listed "
                "under a present "
                "commune only where that is certain: {n} of {total} so far. Former districts hold the rest.",
                n=say.number(placed),
                total=say.number(len(catalogue.listed)),
            )
        ),
        "groups": [
            {"title": say("Former districts"), "href": "", "terms": districts},
            {"title": say("Communes and wards of today"), "href": "", "terms": communes},
        ],
        "documents": [],
        "chains": [],
        "map": province_map(desk),
    }
    desk.page("index", view)


def _term(
    name: views.Words, href: str, count: int, note: str = "", detail: views.Words | None = None
) -> views.Term:
    return {"name": name, "href": href if count else "", "count": count, "note": note, "detail": detail}


def group_terms(desk: Desk) -> list[views.Term]:
    """The groups that have products, with their counts."""
    counts = Counter(desk.catalogue.sets[p.set].group for p in desk.catalogue.listed)
    return [
        _term(desk.say.text(group.name), desk.urls.group(group.id), counts[group.id])
        for group in desk.catalogue.criteria.groups
        if counts[group.id]
    ]


def facets(desk: Desk, current: str = "") -> list[views.Facet]:
    """The ways to narrow the products, each option a list of its own with its count."""
    if not desk.facets:
        desk.facets.extend(_facets(desk))
    return [
        {
            **facet,
            "options": [
                {**one, "current": bool(current) and one["href"] == current} for one in facet["options"]
            ],
        }
        for facet in desk.facets
    ]


def _facets(desk: Desk) -> list[views.Facet]:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    listed, keys = catalogue.listed, desk.urls.filters

    def facet(
        identity: str,
        title: str,
        value_of: Callable[[ProductHead], str],
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

    def kind_of(product: ProductHead) -> str:
        producer = catalogue.producers.get(product.producer or "")
        return producer.kind if producer else ""

    return [
        facet(
            "star",
            say("Stars"),
            lambda p: str(star_of(desk, p)),
            [(str(n), str(n), say("{n} stars", n=n), urls.stars(n)) for n in (5, 4, 3)],
        ),
        facet(
            "state",
            say("Rating state"),
            lambda p: state_of(desk, p),
            [(s, urls.state_word(s), say(STATE[s]), urls.state(s)) for s in STATES],
        ),
        facet(
            "group",
            say("Group"),
            lambda p: catalogue.sets[p.set].group,
            [(g.id, g.id, g.name.get(desk.lang), urls.group(g.id)) for g in catalogue.criteria.groups],
        ),
        facet(
            "district",
            say("Former district"),
            catalogue.district_of,
            [
                (d.id, d.id, say.former_district(d), urls.district(d.id))
                for d in sorted(catalogue.places.districts, key=lambda d: sort_key(d.name))
            ],
        ),
        facet(
            "commune",
            say("Commune or ward today"),
            lambda p: p.origin.commune or "",
            [
                (c.id, c.id, say.commune(c), urls("places", c.id))
                for c in sorted(catalogue.places.communes, key=lambda c: sort_key(c.name))
            ],
        ),
        facet(
            "set",
            say("Criteria set"),
            lambda p: catalogue.sets[p.set].id,
            [(s.id, s.id, s.name.get(desk.lang), urls.set(s.id)) for s in catalogue.criteria.sets],
        ),
        facet(
            "kind",
            say("Kind of producer"),
            kind_of,
            [(k.id, k.id, k.name.get(desk.lang), "") for k in catalogue.kinds.values()],
        ),
    ]


def _live(desk: Desk) -> views.Live:
    """The orders that the script offers."""
    say, word = desk.say, desk.urls.word
    return {
        "sort_key": desk.urls.filters["sort"],
        "sorts": [
            {"word": "", "name": say("Best match")},
            {"word": word("name"), "name": say("Name")},
            {"word": word("stars"), "name": say("Stars")},
            {"word": word("states"), "name": say("Rating state")},
        ],
    }


def _list(
    desk: Desk,
    kind: views.PageKind,
    address: Callable[[Urls], str],
    heading: str,
    description: str,
    products: Sequence[ProductHead],
    crumbs: Sequence[tuple[str, str]],
    related: Sequence[views.Link] = (),
) -> None:
    """A list over as many pages as it needs."""
    say, per_page = desk.say, desk.catalogue.site.per_page
    own = address(desk.urls)
    pages = max(1, -(-len(products) // per_page))
    narrow = facets(desk, own)
    around = digest(json.dumps([kind, heading, description, len(products), crumbs, related, narrow]))

    def view(number: int, shown: Sequence[ProductHead]) -> views.ListView:
        title = heading if number == 1 else say("{name}, page {n}", name=heading, n=number)
        return {
            **desk.frame(
                kind,
                desk.page_twins(address, number),
                title,
                f"{description} {say.count('{n} product.', '{n} products.', len(products))}",
                [*crumbs, *([(heading, own)] if number > 1 else [])],
                nav="products",
            ),
            "cards": [desk.card(p) for p in shown],
            "count": len(products),
            "count_label": say.count("{n} product", "{n} products", len(products)),
            "intro": words(description),
            "facets": narrow,
            "live": _live(desk) if kind == "products" and number == 1 else None,
            "pager": pager(desk, own, number, pages),
            "related": list(related),
            "as_of": desk.as_of(),
        }

    for number in range(1, pages + 1):
        shown = products[(number - 1) * per_page : number * per_page]
        needs = digest(around, desk.needs.today, str(number), desk.needs.cards(shown))
        desk.late_page("list", partial(view, number, shown), needs, desk.page_twins(address, number))


def pager(desk: Desk, address: str, page: int, pages: int) -> views.Pager:
    """Links between the pages of a list."""
    return {
        "page": page,
        "pages": pages,
        "previous": desk.urls.numbered(address, page - 1) if page > 1 else "",
        "next": desk.urls.numbered(address, page + 1) if page < pages else "",
        "links": [
            {"name": desk.say.number(n), "href": desk.urls.numbered(address, n) if n != page else ""}
            for n in range(1, pages + 1)
        ]
        if pages > 1
        else [],
    }


def _producers(desk: Desk) -> None:
    """The list of holders."""
    say, per_page = desk.say, desk.catalogue.site.per_page
    everyone = desk.listed_producers
    heading, own = say("Producers"), desk.urls("producers")
    pages = max(1, -(-len(everyone) // per_page))

    def twins(number: int) -> dict[str, str]:
        return desk.page_twins(methodcaller("__call__", "producers"), number)

    def view(number: int, shown: Sequence[ProducerHead]) -> views.ProducersView:
        title = heading if number == 1 else say("{name}, page {n}", name=heading, n=number)
        return {
            **desk.frame(
                "producers",
                twins(number),
                title,
                say(
                    "Who makes the products: cooperatives, companies and households, with their products "
                    "and stories."
                ),
                [(heading, own)] if number > 1 else [],
                nav="producers",
            ),
            "cards": [desk.producer_card(p) for p in shown],
            "count_label": say.count("{n} producer", "{n} producers", len(everyone)),
            "pager": pager(desk, own, number, pages),
        }

    for number in range(1, pages + 1):
        shown = everyone[(number - 1) * per_page : number * per_page]
        needs = digest(str((number, len(everyone))), *(desk.needs.producer_card(p) for p in shown))
        desk.late_page("producers", partial(view, number, shown), needs, twins(number))
