"""News of the programme: the list, a page for each item, and the feed."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypedDict

from generator.catalogue.findings import days_of
from generator.catalogue.model import News
from generator.dates import show_part_day
from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.feeds import Entry, feed_address, feed_unit
from generator.site.frames import page_frame, province_crumbs
from generator.site.page_type import PageType, record_pages
from generator.site.paging import Pager, list_frame, page_count, pager, plan_pages
from generator.site.view_parts import Card, Frame, Link, Source, Words
from generator.site.words import NEWS_KIND


class NewsCard(TypedDict):
    """A news item in a list; ``iso`` is its day, month or year, empty where it is not known."""

    href: str
    title: Words
    summary: Words
    date: str
    iso: str
    kind: str
    planned: bool


class PublishedTotal(TypedDict):
    """A published total, as a dated quotation."""

    date: str
    scope: Words
    total: str
    valid: str
    by_star: list[tuple[str, str]]
    href: str
    sources: list[Source]


class NewsListView(Frame):
    """One page of the list of news, newest first."""

    items: list[NewsCard]
    pager: Pager
    feed: str


class NewsView(Frame):
    """A dated event of the programme with its sources."""

    date: str
    iso: str
    date_note: Words | None
    kind_name: str
    planned: bool
    summary: Words
    text: str
    text_lang: str
    totals: PublishedTotal | None
    decision: Link | None
    cards: list[Card]
    producers: list[Link]
    places: list[Link]
    notes: list[Words]
    sources: list[Source]
    previous: Link | None
    """The item before this one in time."""
    next: Link | None


def sort_day(item: News) -> str:
    """Return the day that orders an item: its own (of a month or year the last day), else its event's."""
    if item.sort_after:
        return item.sort_after.isoformat()
    if not item.date:
        return ""
    return days_of(item.date)[1].isoformat()


def feed_day(item: News, today: date) -> str:
    """Return the day of an item in the feed, which needs a full day; empty if no record gives one.

    Its own day if that is known and has come. Of an item that is dated by a month or a year, or announces
    what is still to come: the first day, of those that it may mean, on which a source told of it.
    """
    first, last = days_of(item.date) if item.date else (date.min, date.max)
    if first == last and first <= today:
        return first.isoformat()
    ahead = first > today
    days = [
        source.date
        for source in item.sources
        if source.date and source.date <= today and (ahead or first <= source.date <= last)
    ]
    return min(days).isoformat() if days else ""


def newest_first(items: Iterable[News]) -> list[News]:
    """Return items, newest first; those of unknown date last."""
    return sorted(items, key=lambda item: (sort_day(item), item.id), reverse=True)


def all_news(context: PageContext) -> list[News]:
    """Return all items, newest first; those of unknown date last."""
    return newest_first(context.catalogue.news.values())


def news_events(context: PageContext) -> list[News]:
    """Return what happened, newest first: without items that only quote a figure."""
    return [item for item in all_news(context) if item.kind != "count"]


def _province(context: PageContext, item: News) -> list[str]:
    """Return the name of an item's province where the catalogue has several."""
    return [] if context.catalogue.is_one_province else [context.province_of(item.id).name]


def news_card(context: PageContext, item: News) -> NewsCard:
    """Return an item as an entry of a list."""
    return {
        "href": context.urls("news", item.id),
        "title": context.t.text(item.title),
        "summary": context.t.text(item.summary),
        "date": show_part_day(item.date, context.lang) if item.date else context.t("Date not known"),
        "iso": item.date or "",
        "kind": " · ".join([context.t(NEWS_KIND[item.kind]), *_province(context, item)]),
        "planned": item.planned,
    }


def published_totals(context: PageContext, item: News) -> PublishedTotal | None:
    """Return the totals that an item quotes."""
    totals = item.totals
    if totals is None:
        return None
    t = context.t
    return {
        "date": show_part_day(item.date, context.lang) if item.date else t("Date not known"),
        "scope": t.text(totals.scope),
        "total": t.number(totals.total) if totals.total is not None else "",
        "valid": t.number(totals.valid) if totals.valid is not None else "",
        "by_star": [
            (t("{n} stars", n=stars), t.number(count))
            for stars, count in sorted(totals.by_star.items(), reverse=True)
        ],
        "href": context.urls("news", item.id),
        "sources": context.sources(item.sources),
    }


def plan_list(contexts: Sequence[PageContext]) -> None:
    """Plan the list and the feed."""
    for context in contexts:
        own = context.urls("news")
        plan_pages(context, "news-list", partial(_list_view, context), own, len(news_events(context)))
        feed_unit(context, own, partial(_feed, context))


def _list_view(context: PageContext, number: int) -> NewsListView:
    t, per_page = context.t, context.catalogue.site.per_page
    items, own = news_events(context), context.urls("news")
    items_of_page = items[(number - 1) * per_page : number * per_page]
    return {
        **list_frame(
            context,
            "news",
            context.twins("news"),
            (t("News"), t("Dated events of the programme, each with its sources.")),
            str(number),
            nav="news",
        ),
        "items": [news_card(context, item) for item in items_of_page],
        "pager": pager(context, own, number, page_count(context, len(items))),
        "feed": feed_address(own),
    }


def _feed(context: PageContext) -> tuple[str, list[Entry]]:
    today = context.catalogue.today()
    dated = [(day, item) for item in news_events(context) if (day := feed_day(item, today))]
    entries = [
        Entry(
            context.urls("news", item.id),
            ": ".join([*_province(context, item), item.title.get(context.lang)]),
            item.summary.get(context.lang),
            day,
        )
        for day, item in sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)
    ]
    return context.t("News"), entries


def _item_view(context: PageContext, identity: str) -> NewsView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    item = catalogue.news[identity]
    items = all_news(context)
    index = next(at for at, other in enumerate(items) if other.id == identity)
    newer = items[index - 1] if index else None
    older = items[index + 1] if index + 1 < len(items) else None
    decision = catalogue.decisions.get(item.decision or "")
    body = item.text
    words, lang = body.pick(context.lang) if body else ("", context.lang)

    def link(other: News | None) -> Link | None:
        return {"name": other.title.get(context.lang), "href": urls("news", other.id)} if other else None

    return {
        **page_frame(
            context,
            "news-item",
            context.twins("news", item.id),
            item.title.get(context.lang),
            item.summary.get(context.lang),
            crumbs=[
                (t("The programme in figures"), urls("programme"))
                if item.kind == "count"
                else (t("News"), urls("news")),
                *province_crumbs(context, catalogue.province_of(identity)),
            ],
            nav="programme" if item.kind == "count" else "news",
            og_type="article",
        ),
        "date": news_card(context, item)["date"],
        "iso": item.date or "",
        "date_note": t.maybe(item.date_note),
        "kind_name": t(NEWS_KIND[item.kind]),
        "planned": item.planned,
        "summary": t.text(item.summary),
        "text": words,
        "text_lang": "" if lang == context.lang else lang,
        "totals": published_totals(context, item),
        "decision": {"name": decision.title.get(context.lang), "href": urls("decisions", decision.id)}
        if decision
        else None,
        "cards": [product_card(context, catalogue.products[product]) for product in item.products],
        "producers": [
            {
                "name": catalogue.producers[producer].name.get(context.lang),
                "href": urls("producers", producer),
            }
            for producer in item.producers
        ],
        "places": context.place_links(item.places),
        "notes": t.texts(item.notes),
        "sources": context.sources(item.sources),
        "previous": link(older),
        "next": link(newer),
    }


PAGE = PageType(
    kinds=("news", "news-item"),
    views={"news-list": NewsListView, "news": NewsView},
    planners=(plan_list, record_pages("news", _item_view, "news", lambda catalogue: catalogue.news)),
    addresses={"news": ("tin-tuc", "news")},
    menu=lambda context: {"key": "news", "name": context.t("News"), "href": context.urls("news")},
)
