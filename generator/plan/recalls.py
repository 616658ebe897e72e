"""Lots that were recalled or taken off sale: the page, the feed, the rows for the home page."""

from datetime import date
from typing import Any

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.model import LotHead, ProductHead, Withdrawal
from generator.plan import views
from generator.plan.desk import Desk
from generator.plan.news import FEED_LENGTH
from generator.plan.outputs import Document
from generator.plan.words import NOTICE


def recall_rows(desk: Desk) -> list[views.RecallRow]:
    """Every recalled or withdrawn lot of the listed products, newest first. Samples are never news."""
    return [_row(desk, *one) for one in _found(desk)]


def _found(desk: Desk) -> list[tuple[date, ProductHead, LotHead, str, Withdrawal]]:
    catalogue = desk.catalogue
    found: list[tuple[date, ProductHead, LotHead, str, Withdrawal]] = []
    for product in catalogue.listed:
        lots = catalogue.lots.get(product.id)
        if lots is None or not catalogue.traced(product):
            continue
        for lot in lots.lots:
            if event := lot.recalled or lot.withdrawn:
                kind = "recalled" if lot.recalled else "withdrawn"
                found.append((event.on, product, lot, kind, event))
    return sorted(found, key=lambda one: (one[0], one[1].id, one[2].lot), reverse=True)


def _row(
    desk: Desk, day: date, product: ProductHead, lot: LotHead, kind: str, event: Withdrawal
) -> views.RecallRow:
    return {
        "card": desk.card(product),
        "lot": lot.lot,
        "href": f"{lot_addresses(product, lot)[0]}/",
        "notice": kind,
        "label": desk.say(NOTICE[kind]),
        "day": desk.say.day(day.isoformat()),
        "iso": day.isoformat(),
        "reason": desk.say.text(event.reason),
    }


def plan_recalls(desk: Desk) -> None:
    """The page, empty or not (a printed or linked address must answer), and its feed."""
    say, own = desk.say, desk.urls("recalls")
    heading = say("Recalled lots")
    intro = say("Lots that were called back from buyers or taken off sale, with the day and the reason.")
    feed = f"{own}feed.xml"
    rows = recall_rows(desk)
    view: views.RecallsView = {
        **desk.frame("recalls", desk.twins(lambda u: u("recalls")), heading, intro, nav="news"),
        "intro": intro,
        "rows": rows,
        "empty": say("No lot in this catalogue has been recalled or taken off sale."),
        "as_of": desk.as_of(),
        "feed": feed,
    }
    desk.page("recalls", view)
    desk.outputs.add(Document(feed.strip("/"), "atom", _feed(desk, rows, heading, own, feed)))


def _feed(desk: Desk, rows: list[views.RecallRow], heading: str, own: str, feed: str) -> dict[str, Any]:
    """The newest recalls as an Atom feed's values; times are the recalls' days."""
    site, full = desk.catalogue.site, desk.settings.full
    newest = rows[:FEED_LENGTH]
    return {
        "id": full(own),
        "title": f"{heading} – {site.title.get(desk.lang)}",
        "author": site.publisher.get(desk.lang),
        "lang": desk.lang,
        "self": full(feed),
        "alternate": full(own),
        "updated": _stamp(newest[0]) if newest else "1970-01-01T00:00:00Z",
        "entries": [
            {
                "id": full(one["href"]),
                "title": f"{one['card']['name']['text']} – {desk.say('Lot {code}', code=one['lot'])}",
                "summary": f"{one['label']}. {one['reason']['text']}",
                "updated": _stamp(one),
            }
            for one in newest
        ],
    }


def _stamp(row: views.RecallRow) -> str:
    return f"{row['iso']}T00:00:00+07:00"
