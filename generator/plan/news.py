"""News of the programme: its list, its items, its feed."""

from datetime import date
from functools import partial
from operator import methodcaller

from generator.catalogue.findings import days_of
from generator.catalogue.model import News
from generator.plan import views
from generator.plan.desk import Desk
from generator.plan.feeds import Entry, feed_address, plan_feed
from generator.plan.lists import pager
from generator.plan.words import NEWS_KIND
from generator.text import show_part_day


def sort_day(item: News) -> str:
    """The day an item is listed by: its own (a month or year counts to its end), else the day it follows."""
    if item.sort_after:
        return item.sort_after.isoformat()
    if not item.date:
        return ""
    return days_of(item.date)[1].isoformat()


def feed_day(item: News, today: date) -> str:
    """The day an item bears in the feed, which wants a full day; empty where no record gives one.

    Its own day if that is known and has come. Of an item that is dated by a month or a year, or announces
    what is still to come: the first day, of those that it may mean, on which a source told of it.
    """
    first, last = days_of(item.date) if item.date else (date.min, date.max)
    if first == last and first <= today:
        return first.isoformat()
    ahead = first > today
    told = [
        source.date
        for source in item.sources
        if source.date and source.date <= today and (ahead or first <= source.date <= last)
    ]
    return min(told).isoformat() if told else ""


def newest_first(desk: Desk) -> list[News]:
    """All items, newest first; those of unknown date last."""
    return sorted(desk.catalogue.news.values(), key=lambda one: (sort_day(one), one.id), reverse=True)


def news_card(desk: Desk, item: News) -> views.NewsCard:
    """An item in a list."""
    return {
        "href": desk.urls("news", item.id),
        "title": desk.say.text(item.title),
        "summary": desk.say.text(item.summary),
        "date": show_part_day(item.date, desk.lang) if item.date else desk.say("Date not known"),
        "iso": item.date or "",
        "kind": desk.say(NEWS_KIND[item.kind]),
        "planned": item.planned,
    }


def quote(desk: Desk, item: News) -> views.Quote | None:
    """The totals an item quotes."""
    totals = item.totals
    if totals is None:
        return None
    say = desk.say
    return {
        "date": show_part_day(item.date, desk.lang) if item.date else say("Date not known"),
        "scope": say.text(totals.scope),
        "total": say.number(totals.total) if totals.total is not None else "",
        "valid": say.number(totals.valid) if totals.valid is not None else "",
        "by_star": [
            (say("{n} stars", n=stars), say.number(count))
            for stars, count in sorted(totals.by_star.items(), reverse=True)
        ],
        "href": desk.urls("news", item.id),
        "sources": desk.sources(item.sources),
    }


def plan_news(desk: Desk) -> None:
    """The list, every item and the feed."""
    say, urls, per_page = desk.say, desk.urls, desk.catalogue.site.per_page
    items = newest_first(desk)
    heading, own = say("News"), urls("news")
    about = say("Dated events of the programme, each with its sources.")
    pages = max(1, -(-len(items) // per_page))
    for number in range(1, pages + 1):
        title = heading if number == 1 else say("{name}, page {n}", name=heading, n=number)
        view: views.NewsListView = {
            **desk.frame(
                "news",
                desk.page_twins(methodcaller("__call__", "news"), number),
                title,
                about,
                [(heading, own)] if number > 1 else [],
                nav="news",
            ),
            "items": [news_card(desk, one) for one in items[(number - 1) * per_page : number * per_page]],
            "pager": pager(desk, own, number, pages),
            "feed": feed_address(own),
        }
        desk.page("news-list", view)
    for index, item in enumerate(items):
        newer = items[index - 1] if index else None
        older = items[index + 1] if index + 1 < len(items) else None
        desk.page("news", partial(_item, desk, item, newer, older))
    dated = [(day, one) for one in items if (day := feed_day(one, desk.catalogue.day))]
    entries = [
        Entry(urls("news", one.id), one.title.get(desk.lang), one.summary.get(desk.lang), day)
        for day, one in sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)
    ]
    plan_feed(desk, heading, own, entries)


def _item(desk: Desk, item: News, newer: News | None, older: News | None) -> views.NewsView:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    decision = catalogue.decisions.get(item.decision or "")
    body = item.text
    words, lang = body.pick(desk.lang) if body else ("", desk.lang)

    def link(other: News | None) -> views.Link | None:
        return {"name": other.title.get(desk.lang), "href": urls("news", other.id)} if other else None

    return {
        **desk.frame(
            "news-item",
            desk.twins(lambda u: u("news", item.id)),
            item.title.get(desk.lang),
            item.summary.get(desk.lang),
            [(say("News"), urls("news"))],
            nav="news",
            og_type="article",
        ),
        "date": news_card(desk, item)["date"],
        "iso": item.date or "",
        "date_note": say.maybe(item.date_note),
        "kind_name": say(NEWS_KIND[item.kind]),
        "planned": item.planned,
        "summary": say.text(item.summary),
        "text": words,
        "text_lang": "" if lang == desk.lang else lang,
        "totals": quote(desk, item),
        "decision": {"name": decision.title.get(desk.lang), "href": urls("decisions", decision.id)}
        if decision
        else None,
        "cards": [desk.card(catalogue.products[one]) for one in item.products],
        "producers": [
            {"name": catalogue.producers[one].name.get(desk.lang), "href": urls("producers", one)}
            for one in item.producers
        ],
        "places": desk.place_links(item.places),
        "notes": say.texts(item.notes),
        "sources": desk.sources(item.sources),
        "previous": link(older),
        "next": link(newer),
    }
