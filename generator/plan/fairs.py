"""Fairs and showcases: their pages, and what slides and papers show of a product.

What a fair shows of a product is decided here once, for the screen, the papers and the lists: stars
only where they hold on the fair's days, one sentence that does not repeat them, and a code that
leads to the public address.
"""

import re
from collections.abc import Sequence
from functools import partial
from hashlib import sha256

from generator.catalogue.addresses import trace
from generator.catalogue.fairs import (
    all_products,
    booth_products,
    days,
    fair_products,
    over_after,
    phase,
    shown_standing,
)
from generator.catalogue.model import Fair, ProducerHead, Product, ProductHead
from generator.plan import views
from generator.plan.desk import Desk, link
from generator.plan.outputs import QrCode
from generator.text import show_part_day

PHASE = {
    "before": "Coming up",
    "during": "On now",
    "after": "Over",
    "unknown": "Day not known",
}
STAR_WORDS = re.compile(
    r"\b(?:[345]|ba|bốn|năm) sao\b|\b(?:[345]|three|four|five)[- ]stars?\b|\bstars\b|\bOCOP\b", re.IGNORECASE
)
PRINTS = {
    "the": "Shelf cards A6 to print",
    "the-a5": "Shelf cards A5 to print",
    "bien": "Placards to print",
    "to-gioi-thieu": "Leaflets to print",
    "ma-qr": "Codes to print",
    "danh-muc": "Catalogue by place to print",
    "danh-muc-theo-nhom": "Catalogue by group to print",
}
"""What can be printed from a browser: last part of the address → heading."""
ORDER = {"during": 0, "before": 1, "unknown": 2, "after": 3}


# -- what a fair shows of a product ---------------------------------------------------------------


def fair_stars(desk: Desk, fair: Fair, product: ProductHead) -> views.Stars | None:
    """The stars a slide or paper of the fair may show; None where no rating holds on all its days."""
    standing = shown_standing(desk.catalogue, fair, product)
    return desk.standing_stars(standing) if standing else None


def pitch(desk: Desk, product: Product) -> views.Words:
    """One short sentence: the summary's first, up to where it speaks of stars; else the set's name.

    Stars are drawn where they are valid and must not be claimed by a sentence where they are not.
    """
    if product.summary:
        text, lang = product.summary.pick(desk.lang)
        kept: list[str] = []
        for clause in re.split(r"(?<=[,;:.]) ", " ".join(text.split())):
            if STAR_WORDS.search(clause):
                break
            kept.append(clause)
            if clause.endswith("."):
                break
        if words := " ".join(kept).rstrip(" ,;:."):
            return {"text": f"{words}.", "lang": "" if lang == desk.lang else lang}
    return desk.say.text(desk.catalogue.sets[product.set].name)


def public_address(desk: Desk, product: ProductHead) -> str:
    """Where a code at a fair leads: the permanent address, else the product's page, on the public site."""
    if desk.catalogue.traced(product):
        return desk.settings.full(trace(product))
    first = desk.all_urls[desk.catalogue.language]
    return desk.settings.full(first("products", product.id))


def fair_qr(desk: Desk, product: ProductHead) -> views.Qr:
    """The code of :func:`public_address`, as a file beside the pages."""
    if desk.catalogue.traced(product):
        return desk.qr(product)
    payload = public_address(desk, product)
    path = f"qr/{product.id}-{sha256(payload.encode()).hexdigest()[:8]}.svg"
    desk.outputs.add(QrCode(path, payload, "svg"))
    return {"payload": payload, "svg": f"/{path}", "png": "", "code": ""}


def makers(desk: Desk, products: Sequence[ProductHead]) -> list[ProducerHead]:
    """The holders of these products, each once, in the products' order."""
    found = desk.catalogue.producers
    return [found[one] for one in dict.fromkeys(p.producer for p in products if p.producer in found) if one]


def selection(desk: Desk, fair: Fair) -> list[ProductHead]:
    """Everything a fair shows, each product once."""
    return fair_products(all_products(desk.catalogue), fair)


def kiosk_address(*parts: str) -> str:
    """The full-screen slides of a fair, a booth (fair and booth id) or a commune (``dia-ban`` and its id)."""
    return "/".join(["/kiosk", *parts, ""])


def print_address(fair: Fair, name: str) -> str:
    """A page of the fair to print; ``name`` is a key of :data:`PRINTS`."""
    return f"/in/{fair.id}/{name}/"


# -- days ------------------------------------------------------------------------------------------


def dates(desk: Desk, fair: Fair) -> str:
    """When, as far as it is known: two days, one, a month, a year, or that it is not known."""
    if not fair.first:
        return "" if fair.kind == "showcase" else desk.say("Date not known")
    first = show_part_day(fair.first, desk.lang)
    if not fair.last or fair.last == fair.first:
        return first
    return desk.say("{first} to {last}", first=first, last=show_part_day(fair.last, desk.lang))


def _state(desk: Desk, fair: Fair) -> views.FairState:
    known = days(fair)
    now = phase(fair, desk.catalogue.day)
    return {
        "phase": now,
        "label": desk.say(PHASE[now]) if fair.kind == "fair" else "",
        "labels": {one: desk.say(PHASE[one]) for one in ("before", "during", "after")} if known else {},
        "first": known[0].isoformat() if known else "",
        "last": known[1].isoformat() if known else "",
        "over": last.isoformat() if (last := over_after(fair)) else "",
    }


def in_order(desk: Desk) -> list[Fair]:
    """Fairs that are on, then those to come (soonest first), undated ones, and past ones, newest first."""
    day = desk.catalogue.day

    def key(fair: Fair) -> tuple[int, tuple[int, ...], str]:
        now = ORDER[phase(fair, day)]
        number = int((fair.first or "0").replace("-", "").ljust(8, "0"))
        return now, (number if now < ORDER["after"] else -number,), fair.id

    return sorted(desk.catalogue.fairs.values(), key=key)


# -- pages -----------------------------------------------------------------------------------------


def plan_fairs(desk: Desk) -> None:
    """The list of fairs and a page for each; nothing where the catalogue has none."""
    if not desk.catalogue.fairs:
        return
    desk.page("fairs", partial(_index, desk))
    for fair in desk.catalogue.fairs.values():
        desk.page("fair", partial(fair_view, desk, fair))


def _index(desk: Desk) -> views.FairsView:
    say, catalogue = desk.say, desk.catalogue
    fairs = in_order(desk)
    events = [one for one in fairs if one.kind == "fair"]
    communes = [
        link(say.commune(one), kiosk_address("dia-ban", one.id))
        for one in catalogue.places.communes
        if any(p.origin.commune == one.id for p in desk.listed)
    ]
    intro = say(
        "Fairs with products of this catalogue, and selections to show on a screen, also without a network."
    )
    return {
        **desk.frame("fairs", desk.twins(lambda u: u("fairs")), say("Fairs"), intro),
        "intro": intro,
        "coming": [fair_card(desk, one) for one in events if phase(one, catalogue.day) != "after"],
        "past": [fair_card(desk, one) for one in events if phase(one, catalogue.day) == "after"],
        "showcases": [fair_card(desk, one) for one in fairs if one.kind == "showcase"],
        "communes": communes,
    }


def fair_card(desk: Desk, fair: Fair) -> views.FairCard:
    """A fair in a list."""
    products = selection(desk, fair)
    return {
        "id": fair.id,
        "href": desk.urls("fairs", fair.id),
        "name": desk.say.text(fair.name),
        "summary": desk.say.text(fair.summary),
        "dates": dates(desk, fair),
        "place": desk.say.maybe(fair.place),
        "state": _state(desk, fair),
        "count": len(products),
        "drawings": list(dict.fromkeys(desk.drawing(one) for one in products))[:5],
        "sample": fair.sample,
    }


def coming(desk: Desk) -> list[views.FairCard]:
    """Fairs with a known day that are on or to come, for the home page. Samples are never news."""
    return [
        fair_card(desk, one)
        for one in in_order(desk)
        if one.kind == "fair" and one.first and phase(one, desk.catalogue.day) != "after"
        if desk.catalogue.lists(one)
    ]


def fair_view(desk: Desk, fair: Fair) -> views.FairView:
    """Everything a fair's page may show."""
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    products = selection(desk, fair)
    everything = all_products(catalogue)
    booths = [(booth, booth_products(everything, fair, booth)) for booth in fair.booths]
    at_booths = {one.id for _, found in booths for one in found}
    card = fair_card(desk, fair)
    when = ", ".join(filter(None, [card["dates"], card["place"]["text"] if card["place"] else ""]))
    return {
        **desk.frame(
            "fair",
            desk.twins(lambda u: u("fairs", fair.id)),
            fair.name.get(desk.lang),
            " ".join(filter(None, [fair.summary.get(desk.lang), f"{when}." if when else ""])),
            [(say("Fairs"), urls("fairs"))],
            sample=fair.sample,
            index=not fair.sample,
        ),
        "id": fair.id,
        "name": say.text(fair.name),
        "other_name": desk.other_name(fair.name),
        "fair_kind": fair.kind,
        "planned": fair.planned,
        "place": card["place"],
        "dates": card["dates"],
        "state": card["state"],
        "date_note": say.maybe(fair.date_note),
        "organiser": say.maybe(fair.organiser),
        "summary": say.text(fair.summary),
        "basis": fair.basis if fair.kind == "fair" else "chosen",
        "count_label": say.count("{n} product", "{n} products", len(products)),
        "booths": [
            {
                "id": booth.id,
                "name": say.text(booth.name),
                "commune": say.commune(catalogue.communes[booth.commune]) if booth.commune else "",
                "note": say.maybe(booth.note),
                "cards": [desk.card(one) for one in found],
                "kiosk": kiosk_address(fair.id, booth.id) if found else "",
            }
            for booth, found in booths
        ],
        "cards": [desk.card(one) for one in products if one.id not in at_booths],
        "producers": [
            link(one.name.get(desk.lang), urls("producers", one.id)) for one in makers(desk, products)
        ],
        "kiosk": kiosk_address(fair.id) if products else "",
        "prints": [link(say(words), print_address(fair, name)) for name, words in PRINTS.items()]
        if products
        else [],
        "notes": say.texts(fair.notes),
        "sources": desk.sources(fair.sources),
        "copy_day": desk.today,
    }
