"""The one table of facets: the ways to narrow the products.

From it come the lists, their addresses and counts, the filters beside them and the columns of the search.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from generator.catalogue.model import (
    Commune,
    CriteriaSet,
    District,
    Group,
    ProductSummary,
    Province,
    State,
)
from generator.catalogue.ocop import settled_since
from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext
from generator.site.paging import FIRST, ListPage, divide, is_long, list_page
from generator.site.view_parts import Filter, FilterOption
from generator.site.words import STATE
from generator.text import Text, initial, sort_key

STATES: tuple[State, ...] = get_args(State)
STARS = (5, 4, 3)
ALL = "all"
"""The facet of every product."""
OF_PLACES = frozenset(("district", "commune"))
MOST_IN_ONE_FILE = 5_000
"""Products: beyond, the search data are divided, and places narrower than a province are no filters."""
MOST_COUNTED = 500
"""Listed products: beyond, the numbers beside filters stand on the page of all products alone.

A product that comes or goes would else change every page of every list.
"""
MOST_OPTIONS = 200
"""Values of a facet of places that a list names; more are found in the index of places."""


@dataclass(frozen=True)
class Option:
    """A value of a facet: what it is called, how it stands in an address, where its list is."""

    value: str
    word: str
    name: str
    href: str
    """Empty where only the script can narrow by this value."""
    others: tuple[str, ...] = ()
    """Other words by which the search finds it."""


@dataclass(frozen=True)
class Facet:
    """A way to narrow the products."""

    id: str
    title: str
    """English source of its name."""
    section: str
    """Key of its word in addresses."""
    value_of: Callable[[CatalogueReader, ProductSummary], str]
    options: Callable[[PageContext], Iterable[Option]]
    """Every value in the order of its list, with or without products."""
    words: tuple[str, str] | None = None
    """Its word in addresses, Vietnamese and English; None where a kind of page has it."""
    worth: int = 2
    """How much a word of its names counts in the search, where a word of the product's name counts 12."""


def shown_stars(catalogue: CatalogueReader, product: ProductSummary) -> int:
    """The stars a product is shown with; 0 where none are stated or five are only proposed."""
    standing = catalogue.standing(product.id)
    return (standing.rating.stars or 0) if standing and standing.state != "potential_five" else 0


def recognised_stars(catalogue: CatalogueReader, product: ProductSummary) -> int:
    """The stars a product is shown with, if a recognition gave them; else 0."""
    standing = catalogue.standing(product.id)
    return shown_stars(catalogue, product) if standing and standing.rating.status == "recognised" else 0


def state_of(catalogue: CatalogueReader, product: ProductSummary) -> State:
    """The state a product is listed under; unknown where no rating is recorded."""
    standing = catalogue.standing(product.id)
    return standing.state if standing else "unknown"


def group_of(catalogue: CatalogueReader, product: ProductSummary) -> str:
    """The group of a product's criteria set."""
    return catalogue.sets[product.set].group


def districts_by_name(catalogue: CatalogueReader) -> list[District]:
    """Former districts in the order of their names."""
    return sorted(catalogue.districts.values(), key=lambda district: sort_key(district.name))


def communes_by_name(catalogue: CatalogueReader) -> list[Commune]:
    """Communes of today in the order of their names."""
    return sorted(catalogue.communes.values(), key=lambda commune: sort_key(commune.name))


def _kind_of(catalogue: CatalogueReader, product: ProductSummary) -> str:
    producer = catalogue.producers.get(product.producer or "")
    return producer.kind if producer else ""


def former_district(context: PageContext, district: District) -> str:
    """A former district below a heading that says so; with its province where there are several."""
    name = context.t.former_district(district)
    if context.catalogue.is_one_province or district.former_province:
        return name
    return context.t.in_province(name, context.province_of(district.id))


def province_spellings(context: PageContext, province: Province) -> tuple[str, ...]:
    """A province in every language of the site, with its kind, and its other names."""
    translators = (context.t, *context.other_translators)
    return (*(translator.province(province) for translator in translators), *province.other_names)


def _spellings(*texts: Text | None) -> tuple[str, ...]:
    """Texts in every language that they have."""
    return tuple(words for text in texts if text for words in text.root.values())


def _named(
    context: PageContext, entries: Iterable[Group | CriteriaSet], address: Callable[[str], str]
) -> list[Option]:
    """An option for each entry of a vocabulary, by its name, with the list of its products."""
    return [Option(entry.id, entry.id, entry.name.get(context.lang), address(entry.id)) for entry in entries]


FACETS: tuple[Facet, ...] = (
    Facet(
        "star",
        "Stars",
        "stars",
        lambda catalogue, product: str(recognised_stars(catalogue, product)),
        lambda context: [
            Option(str(n), str(n), context.t("{n} stars", n=n), context.urls.stars(n)) for n in STARS
        ],
        ("sao", "stars"),
    ),
    Facet(
        "goods",
        "Kind of goods",
        "goods",
        lambda _catalogue, product: product.kind or "",
        lambda context: [
            Option(
                kind.id,
                kind.id,
                kind.name.get(context.lang),
                context.urls.goods(kind.id),
                (*_spellings(kind.name), *kind.other_names),
            )
            for kind in context.catalogue.product_kinds.values()
        ],
        ("loai-hang", "goods"),
        worth=7,
    ),
    Facet(
        "state",
        "Rating state",
        "states",
        state_of,
        lambda context: [
            Option(state, context.urls.state_word(state), context.t(STATE[state]), context.urls.state(state))
            for state in STATES
        ],
        ("tinh-trang", "state"),
    ),
    Facet(
        "group",
        "Group",
        "groups",
        group_of,
        lambda context: _named(context, context.catalogue.criteria.groups, context.urls.group),
        ("nhom", "groups"),
    ),
    Facet(
        "province",
        "Province",
        "provinces",
        lambda catalogue, product: catalogue.province_of(product.id),
        lambda context: [
            Option(
                identity,
                identity,
                context.t.province(places.province),
                context.urls.province(identity),
                province_spellings(context, places.province),
            )
            for identity, places in context.catalogue.provinces.items()
        ],
        ("tinh", "provinces"),
    ),
    Facet(
        "district",
        "Former district",
        "districts",
        lambda catalogue, product: catalogue.district_of(product),
        lambda context: [
            Option(
                district.id,
                district.id,
                former_district(context, district),
                context.urls.district(district.id),
            )
            for district in districts_by_name(context.catalogue)
        ],
        ("huyen-cu", "former-districts"),
    ),
    Facet(
        "commune",
        "Commune or ward today",
        "places",
        lambda _catalogue, product: product.origin.commune or "",
        lambda context: [
            Option(commune.id, commune.id, context.commune(commune.id), context.urls("places", commune.id))
            for commune in communes_by_name(context.catalogue)
        ],
    ),
    Facet(
        "set",
        "Criteria set",
        "sets",
        lambda catalogue, product: catalogue.sets[product.set].id,
        lambda context: _named(context, context.catalogue.criteria.sets, context.urls.set),
        ("bo", "sets"),
    ),
    Facet(
        "kind",
        "Kind of producer",
        "kinds",
        _kind_of,
        lambda context: [
            Option(kind.id, kind.id, kind.name.get(context.lang), "", _spellings(kind.name, kind.short))
            for kind in context.catalogue.producer_kinds.values()
        ],
        ("loai-hinh", "producer-kind"),
    ),
)


PROVINCE = "province"


def facets_of(catalogue: CatalogueReader) -> list[Facet]:
    """The facets of a catalogue: without the province where there is only one."""
    return [facet for facet in FACETS if facet.id != PROVINCE or not catalogue.is_one_province]


ADDRESSES = {facet.section: facet.words for facet in FACETS if facet.words}
"""Key and word of addresses of every facet that has its own, Vietnamese and English."""


def query_parameter_names(context: PageContext) -> dict[str, str]:
    """Return the names of the filters and of the order of products in addresses, by facet."""
    names = {facet.id: facet.section for facet in facets_of(context.catalogue)} | {"sort": "sort"}
    return {identity: context.urls.word(section) for identity, section in names.items()}


def has_divided_search(context: PageContext) -> bool:
    """Whether the search data are too large for one file."""
    return context.count(ALL) > MOST_IN_ONE_FILE


def define_questions(reader: CatalogueReader, contexts: Sequence[PageContext]) -> None:
    """Let units ask for lists and counts, whose answers count as read and not every product behind them.

    ``("listing", language, facet, value)``: ids of the listed products with that value, in the order of their
    names in that language. ``("counts", facet)``: value → number of listed products.
    ``("count", facet, value)``: the number for one value, on which alone most pages rest.
    ``("settled-since", product)``: the day on which the product's state, or without one any listed product's,
    last changed; or nothing.
    """
    by_language = {context.lang: context for context in contexts}
    groups = _grouping(reader)

    def listing(language: str, facet: str = ALL, value: str = "") -> list[str]:
        return groups(language, facet).get(value, [])

    def counts(facet: str) -> dict[str, int]:
        # Not in the order of names, in which the values were found: a product that moves changes no count.
        return {value: len(ids) for value, ids in sorted(groups(contexts[0].lang, facet).items())}

    def count(facet: str, value: str) -> int:
        return int(reader.ask("counts", facet).get(value, 0))

    def filters(language: str, page: str) -> list[Filter]:
        has_counts = page == ALL or count(ALL, "") <= MOST_COUNTED
        return _filters(by_language[language], has_counts=has_counts)

    def since(identity: str = "") -> str:
        ids = [identity] if identity else _ids(reader.listed)
        standings = (standing for product in ids for standing in reader.standings(product))
        day = settled_since(standings, contexts[0].catalogue.today())
        return day.isoformat() if day else ""

    reader.derive("settled-since", since, of_product=True)
    reader.derive("listing", listing, stored=True)
    reader.derive("counts", counts, stored=True)
    reader.derive("count", count)
    reader.derive("filters", filters)
    _define_pages(reader)


def _define_pages(reader: CatalogueReader) -> None:
    """Let units ask for the pages of lists, and rest on no more of a list than one page.

    ``("pages", language, facet, value, size)``: the ids on each page of a listing, by the page's name.
    ``("letters", …)``: first letters of names, each with the page on which it begins.
    ``("list-page", …, name)``: a :class:`ListPage`.
    """

    def pages(language: str, facet: str, value: str, size: str) -> dict[str, list[str]]:
        return divide(reader.ask("listing", language, facet, value), int(size))

    def first_letters(language: str, facet: str, value: str, size: str) -> list[tuple[str, str]]:
        pages_by_letter: dict[str, str] = {}
        for page, ids in reader.ask("pages", language, facet, value, size).items():
            for identity in ids:
                pages_by_letter.setdefault(initial(reader.products[identity].name.get(language)), page)
        return list(pages_by_letter.items())

    def page_of_list(language: str, facet: str, value: str, size: str, name: str) -> ListPage:
        arguments = (language, facet, value, size)
        long = is_long(reader.ask("count", facet, value), int(size))
        letters = reader.ask("letters", *arguments) if long and name == FIRST else ()
        return list_page(reader.ask("pages", *arguments), name, long=long, letters=letters)

    reader.derive("pages", pages)
    reader.derive("letters", first_letters)
    reader.derive("list-page", page_of_list)


def _grouping(reader: CatalogueReader) -> Callable[[str, str], Mapping[str, list[str]]]:
    """Return a function of a language and a facet: value → ids of listed products in the order of names."""
    by_id = {facet.id: facet for facet in FACETS}

    def ordered(language: str) -> list[ProductSummary]:
        return sorted(reader.listed, key=lambda product: (sort_key(product.name.get(language)), product.id))

    @cache
    def values(facet: str) -> dict[str, str]:
        return {product.id: by_id[facet].value_of(reader, product) for product in reader.listed}

    @cache
    def groups(language: str, facet: str) -> dict[str, list[str]]:
        if facet == ALL:
            return {"": _ids(ordered(language))}
        ids_by_value: dict[str, list[str]] = {}
        value_of = values(facet)
        for identity in groups(language, ALL)[""]:
            ids_by_value.setdefault(value_of[identity], []).append(identity)
        return ids_by_value

    return groups


def _ids(products: Iterable[ProductSummary]) -> list[str]:
    return [product.id for product in products]


def _filters(context: PageContext, *, has_counts: bool) -> list[Filter]:
    """Every facet with the options that have products, their lists and, if wanted, their counts."""
    result: list[Filter] = []
    for facet in facets_of(context.catalogue):
        counts = context.catalogue.ask("counts", facet.id)
        options: list[FilterOption] = [
            {
                "value": option.value,
                "word": option.word,
                "name": option.name,
                "href": option.href,
                "count": counts[option.value] if has_counts else 0,
                "current": False,
            }
            for option in facet.options(context)
            if counts.get(option.value)
        ]
        is_place = facet.id in OF_PLACES
        key = "" if is_place and has_divided_search(context) else context.urls.word(facet.section)
        if options and not (is_place and len(options) > MOST_OPTIONS):
            title = context.t(facet.title)
            result.append({"id": facet.id, "key": key, "title": title, "options": options, "current": False})
    return result


def filters(context: PageContext, facet: str, page: str, current: str) -> list[Filter]:
    """The ways to narrow the products, beside a page of the list at ``current``, whose option is marked.

    The facets that do not have it are the same values on every page, so each is rendered once.
    """
    of_page = ALL if (facet, page) == (ALL, FIRST) else ""
    unmarked: list[Filter] = context.catalogue.ask("filters", context.lang, of_page)
    return [_marked(facet, current) for facet in unmarked]


def _marked(facet: Filter, current: str) -> Filter:
    if not any(option["href"] == current for option in facet["options"]):
        return facet
    options: list[FilterOption] = [
        {**option, "current": option["href"] == current} for option in facet["options"]
    ]
    return {**facet, "options": options, "current": True}
