"""Lots that were recalled or taken off sale: the page, the feed, the rows for the home page."""

from datetime import date

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.model import LotHead, ProductHead, Withdrawal
from generator.plan import views
from generator.plan.desk import Desk
from generator.plan.feeds import Entry, feed_address, plan_feed
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
    rows = recall_rows(desk)
    view: views.RecallsView = {
        **desk.frame("recalls", desk.twins(lambda u: u("recalls")), heading, intro, nav="news"),
        "intro": intro,
        "rows": rows,
        "empty": say("No lot in this catalogue has been recalled or taken off sale."),
        "as_of": desk.as_of(),
        "feed": feed_address(own),
    }
    desk.page("recalls", view)
    entries = [
        Entry(
            one["href"],
            f"{one['card']['name']['text']} – {say('Lot {code}', code=one['lot'])}",
            f"{one['label']}. {one['reason']['text']}",
            one["iso"],
        )
        for one in rows
    ]
    plan_feed(desk, heading, own, entries)
