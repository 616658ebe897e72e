"""The programme in figures: counts computed from the records, beside published totals."""

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from generator.catalogue.model import News, ProductSummary
from generator.catalogue.ocop import event_day
from generator.site.context import PageContext
from generator.site.facets import (
    PROVINCE,
    STATES,
    query_parameter_names,
    recognised_stars,
    shown_stars,
    state_of,
)
from generator.site.frames import page_frame
from generator.site.page_type import PageType, section_page
from generator.site.pages.news import PublishedTotal, all_news, published_totals
from generator.site.view_parts import Frame, Link, Source, Words
from generator.site.words import STATE
from generator.text import sort_key


class Bar(TypedDict):
    """One bar of a chart that is also a table row."""

    label: str
    href: str
    count: int
    share: float
    """Percent of the longest bar, 0–100."""
    state: str


class Chart(TypedDict):
    """A chart that is also a table."""

    id: str
    title: str
    unit: str
    total: int
    bars: list[Bar]
    note: str


class Comparison(TypedDict):
    """What this catalogue counts beside the latest total that was published with a day."""

    own_day: str
    own_scope: str
    """What this catalogue counts, in words."""
    published_day: str
    published_scope: Words
    rows: list[tuple[str, str, str]]
    """What is counted, count of this catalogue, published count."""
    href: str
    """The page of the published total."""
    sources: list[Source]


class CopyRow(TypedDict):
    """Of which catalogue the records of a province are a copy."""

    title: Words
    publisher: Words
    href: str
    """Its public address."""
    day: str
    """The day for which that catalogue was built when it was copied."""


class ProgrammeView(Frame):
    """Counts computed from the records, beside published totals."""

    as_of: str
    comparison: Comparison | None
    charts: list[Chart]
    quotes: list[PublishedTotal]
    copies: list[CopyRow]
    """The catalogues of provinces that this one was gathered from."""
    data: list[Link]
    links: list[Link]


def _chart(
    identity: str, title: str, unit: str, rows: Sequence[tuple[str, str, int, str]], note: str = ""
) -> Chart:
    most = max([count for _, _, count, _ in rows], default=0)
    return {
        "id": identity,
        "title": title,
        "unit": unit,
        "total": sum(count for _, _, count, _ in rows),
        "bars": [
            {
                "label": label,
                "href": href,
                "count": count,
                "share": round(100 * count / most, 1) if most else 0.0,
                "state": state,
            }
            for label, href, count, state in rows
            if count
        ],
        "note": note,
    }


def listed_in(context: PageContext, province: str) -> list[ProductSummary]:
    """Return the listed products of a province; of all where none is given."""
    return context.listing(PROVINCE, province) if province else context.catalogue.listed


def charts(context: PageContext, province: str = "") -> list[Chart]:
    """Return counts by star, state, group, administrative place and year, from the records alone.

    They count the products of a province; all where none is given, then by province where there are several.
    """
    catalogue, t, urls = context.catalogue, context.t, context.urls
    if not province:  # of one province each product is read by itself, so that others change nothing
        catalogue.read_all_summaries()
    listed = listed_in(context, province)

    def narrowed(facet: str, word: str, of_all: str) -> str:
        """The list of a value, or of the products of the province with that value, which the script shows."""
        keys = query_parameter_names(context) if province else {}
        return f"{urls('products')}?{keys[PROVINCE]}={province}&{keys[facet]}={word}" if province else of_all

    unit = t("products")
    recognised = Counter(stars for p in listed if (stars := recognised_stars(catalogue, p)))
    not_recognised = Counter(shown_stars(catalogue, p) for p in listed) - recognised
    by_star = [
        (t("{n} stars, recognised", n=n), narrowed("star", str(n), urls.stars(n)), recognised[n], "")
        for n in (5, 4, 3)
    ]
    by_star += [
        (
            t("{n} stars, recognition not reported", n=n),
            narrowed("state", urls.state_word("assessed"), urls.state("assessed")),
            not_recognised[n],
            "assessed",
        )
        for n in (5, 4, 3)
    ]
    by_star.append((t("Stars not stated"), "", not_recognised[0], "unknown"))
    states = Counter(state_of(catalogue, p) for p in listed)
    by_state = [
        (t(STATE[s]), narrowed("state", urls.state_word(s), urls.state(s)), states[s], s) for s in STATES
    ]
    groups = Counter(catalogue.sets[p.set].group for p in listed)
    by_group = [
        (g.name.get(context.lang), narrowed("group", g.id, urls.group(g.id)), groups[g.id], "")
        for g in catalogue.criteria.groups
    ]
    years: Counter[str] = Counter()
    for product in listed:
        day = ""
        for standing in catalogue.standings(product.id):
            decision = catalogue.decisions.get(standing.rating.decision or "")
            if standing.rating.status == "recognised" and (on := event_day(standing.rating, decision)):
                years[on[:4]] += 1
                day = on
        if not day:
            years[""] += 1
    by_year = [(year, "", years[year], "") for year in sorted(y for y in years if y)]
    by_year.append((t("Year of recognition not stated"), "", years[""], "unknown"))
    return [
        _chart(
            "by-star",
            t("By stars"),
            unit,
            by_star,
            t(
                "Recognised at some time, whether the rating is still valid or not; an assessment "
                "alone is no recognition."
            ),
        ),
        _chart("by-state", t("By state of the rating"), unit, by_state),
        _chart("by-group", t("By group"), unit, by_group),
        _by_place(context, listed, province),
        _chart(
            "by-year",
            t("By year of recognition"),
            t("recognitions"),
            by_year,
            t(
                "A product recognised twice counts in both years; assessments without a reported "
                "recognition have no year."
            ),
        ),
    ]


def _by_place(context: PageContext, listed: Sequence[ProductSummary], province: str) -> Chart:
    """Return the counts by former district; by province where they are of several."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    unit = t("products")
    if not (province or catalogue.is_one_province):
        counts = Counter(catalogue.province_of(product.id) for product in listed)
        rows = [
            (t.province(places.province), urls("provinces", identity), counts[identity], "")
            for identity, places in catalogue.provinces.items()
        ]
        return _chart("by-place", t("By province"), unit, sorted(rows, key=lambda row: -row[2]))
    tables = [catalogue.provinces[province]] if province else catalogue.provinces.values()
    districts = [district for places in tables for district in places.districts]
    by_district = Counter(catalogue.district_of(p) for p in listed)
    rows = [
        (t.former_district(d), urls.district(d.id), by_district[d.id], "")
        for d in sorted(districts, key=lambda d: (-by_district[d.id], sort_key(d.name)))
    ]
    rows.append((t("Not stated by our sources"), "", by_district[""], "unknown"))
    return _chart("by-place", t("By former district"), unit, rows)


def _news_of(context: PageContext, province: str) -> list[News]:
    """Return the news that tell of one province: all of a catalogue of one, else those of ``province``."""
    province = next(iter(context.catalogue.provinces)) if context.catalogue.is_one_province else province
    return [item for item in all_news(context) if context.catalogue.province_of(item.id) == province]


def compare_counts(context: PageContext, province: str = "") -> Comparison | None:
    """Return our counts of a province beside the newest published total that has a day, if there is one."""
    catalogue, t = context.catalogue, context.t
    news = _news_of(context, province)
    item = next((item for item in news if item.date and item.totals and item.totals.total), None)
    if item is None or item.totals is None or item.totals.total is None:
        return None
    listed = listed_in(context, province)
    recognised = Counter(recognised_stars(catalogue, product) for product in listed)
    return {
        "own_day": t.day(catalogue.today().isoformat()),
        "own_scope": t(
            "every product that a source names; {n} of them were recognised at some time, valid or not",
            n=t.number(sum(count for stars, count in recognised.items() if stars)),
        ),
        "published_day": t.day(item.date),
        "published_scope": t.text(item.totals.scope),
        "rows": [
            (t("In all"), t.number(len(listed)), t.number(item.totals.total)),
            *(
                (t("{n} stars", n=stars), t.number(recognised[stars]), t.number(count))
                for stars, count in sorted(item.totals.by_star.items(), reverse=True)
            ),
        ],
        "href": context.urls("news", item.id),
        "sources": context.sources(item.sources),
    }


def quotes(context: PageContext, province: str = "") -> list[PublishedTotal]:
    """Return the totals that sources published of a province, the oldest first."""
    news = reversed(_news_of(context, province))
    return [quotation for item in news if (quotation := published_totals(context, item))]


def copy_rows(context: PageContext, province: str = "") -> list[CopyRow]:
    """Return of which catalogues the records are copies, all of them or those of one province."""
    catalogue, t = context.catalogue, context.t
    return [
        {
            "title": t.text(copy.title),
            "publisher": t.text(copy.publisher),
            "href": f"{copy.home}/",
            "day": t.day(copy.as_of.isoformat()),
        }
        for copy in catalogue.copies.values()
        if province in ("", catalogue.province_of(copy.id))
    ]


def _programme_view(context: PageContext) -> ProgrammeView:
    t, urls = context.t, context.urls
    return {
        **page_frame(
            context,
            "programme",
            context.twins("programme"),
            t("The programme in figures"),
            t(
                "Counts computed from the records by stars, state, group, place and year, beside "
                "published totals with sources."
            ),
            nav="programme",
        ),
        "as_of": context.as_of(),
        "comparison": compare_counts(context),
        "charts": charts(context),
        "quotes": quotes(context),
        "copies": copy_rows(context),
        "data": [
            {"name": "products.json", "href": "/data/products.json"},
            {"name": "products.csv", "href": "/data/products.csv"},
        ],
        "links": [
            {"name": t("Decisions and assessments"), "href": urls("decisions")},
            {"name": t("Value chains"), "href": urls("chains")},
            {"name": t("Documents of the programme"), "href": urls("documents")},
            {"name": t("News"), "href": urls("news")},
            {"name": t("Open data"), "href": urls("data")},
        ],
    }


PAGE = PageType(
    kinds=("programme",),
    views={"programme": ProgrammeView},
    planners=(section_page("programme", _programme_view),),
    addresses={"programme": ("chuong-trinh", "programme")},
    menu=lambda context: {
        "key": "programme",
        "name": context.t("Programme"),
        "href": context.urls("programme"),
    },
)
