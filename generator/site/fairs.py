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
from generator.catalogue.model import Fair, ProducerSummary, Product, ProductSummary
from generator.site import views
from generator.site.context import PageContext, link
from generator.site.outputs import QrCode
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
ORDER = {"during": 0, "before": 1, "unknown": 2, "after": 3}


# -- what a fair shows of a product ---------------------------------------------------------------


def fair_stars(context: PageContext, fair: Fair, product: ProductSummary) -> views.Stars | None:
    """The stars a slide or paper of the fair may show; None where no rating holds on all its days."""
    standing = shown_standing(context.catalogue, fair, product)
    return context.standing_stars(standing) if standing else None


def pitch(context: PageContext, product: Product) -> views.Words:
    """One short sentence: the summary's first, up to where it speaks of stars; else the set's name.

    Stars are drawn where they are valid and must not be claimed by a sentence where they are not.
    """
    if product.summary:
        text, lang = product.summary.pick(context.lang)
        kept: list[str] = []
        for clause in re.split(r"(?<=[,;:.]) ", " ".join(text.split())):
            if STAR_WORDS.search(clause):
                break
            kept.append(clause)
            if clause.endswith("."):
                break
        if words := " ".join(kept).rstrip(" ,;:."):
            return {"text": f"{words}.", "lang": "" if lang == context.lang else lang}
    return context.t.text(context.catalogue.sets[product.set].name)


def public_address(context: PageContext, product: ProductSummary) -> str:
    """Return where a QR symbol at a fair leads: the permanent address, else the product's page."""
    if context.catalogue.has_trace_page(product):
        return context.settings.full(trace(product))
    first = context.all_urls[context.catalogue.language]
    return context.settings.full(first("products", product.id))


def fair_qr(context: PageContext, product: ProductSummary) -> views.Qr:
    """Return the path of the QR symbol of :func:`public_address`."""
    if context.catalogue.has_trace_page(product):
        return context.qr(product)
    payload = public_address(context, product)
    path = f"qr/{product.id}-{sha256(payload.encode()).hexdigest()[:8]}.svg"
    context.request(QrCode(path, payload))
    return {"payload": payload, "svg": f"/{path}", "code": ""}


def producers_of(context: PageContext, products: Sequence[ProductSummary]) -> list[ProducerSummary]:
    """Return the producers of products, each once, in the order of the products."""
    producers = context.catalogue.producers
    return [
        producers[fromkey]
        for fromkey in dict.fromkeys(p.producer for p in products if p.producer in producers)
        if fromkey
    ]


def selection(context: PageContext, fair: Fair) -> list[ProductSummary]:
    """Return all products that a fair shows, each once."""
    return fair_products(all_products(context.catalogue), fair)


def kiosk_address(*parts: str) -> str:
    """The full-screen slides of a fair, a booth (fair and booth id) or a commune (``dia-ban`` and its id)."""
    return "/".join(["/kiosk", *parts, ""])


# -- days ------------------------------------------------------------------------------------------


def dates(context: PageContext, fair: Fair) -> str:
    """Return a fair's days as far as they are known: two days, one, a month, a year, or words for unknown."""
    if not fair.first:
        return "" if fair.kind == "showcase" else context.t("Date not known")
    first = show_part_day(fair.first, context.lang)
    if not fair.last or fair.last == fair.first:
        return first
    return context.t("{first} to {last}", first=first, last=show_part_day(fair.last, context.lang))


def _state(context: PageContext, fair: Fair) -> views.FairState:
    known = days(fair)
    now = phase(fair, context.catalogue.today())
    return {
        "phase": now,
        "label": context.t(PHASE[now]) if fair.kind == "fair" else "",
        "labels": {stage: context.t(PHASE[stage]) for stage in ("before", "during", "after")}
        if known
        else {},
        "first": known[0].isoformat() if known else "",
        "last": known[1].isoformat() if known else "",
        "over": last.isoformat() if (last := over_after(fair)) else "",
    }


def in_order(context: PageContext) -> list[Fair]:
    """Fairs that are on, then those to come (soonest first), undated ones, and past ones, newest first."""
    day = context.catalogue.today()

    def key(fair: Fair) -> tuple[int, tuple[int, ...], str]:
        now = ORDER[phase(fair, day)]
        number = int((fair.first or "0").replace("-", "").ljust(8, "0"))
        return now, (number if now < ORDER["after"] else -number,), fair.id

    return sorted(context.catalogue.fairs.values(), key=key)


# -- pages -----------------------------------------------------------------------------------------


def plan_fairs(context: PageContext) -> None:
    """Plan the list of fairs and a page for each; nothing if the catalogue has no fair."""
    if not context.catalogue.fairs:
        return
    context.page_unit("fairs", partial(_index, context), context.urls("fairs"))
    for identity in context.catalogue.fairs:
        context.page_unit("fair", partial(fair_view, context, identity), context.urls("fairs", identity))


def _index(context: PageContext) -> views.FairsView:
    t, catalogue = context.t, context.catalogue
    fairs = in_order(context)
    events = [fair for fair in fairs if fair.kind == "fair"]
    communes = [
        link(t.commune(commune), kiosk_address("dia-ban", commune.id))
        for commune in catalogue.places.communes
        if any(p.origin.commune == commune.id for p in context.listing())
    ]
    intro = t(
        "Fairs with products of this catalogue, and selections to show on a screen, also without a network."
    )
    return {
        **context.frame("fairs", context.twins(lambda u: u("fairs")), t("Fairs"), intro),
        "intro": intro,
        "coming": [
            fair_card(context, event) for event in events if phase(event, catalogue.today()) != "after"
        ],
        "past": [fair_card(context, event) for event in events if phase(event, catalogue.today()) == "after"],
        "showcases": [fair_card(context, fair) for fair in fairs if fair.kind == "showcase"],
        "communes": communes,
    }


def fair_card(context: PageContext, fair: Fair) -> views.FairCard:
    """Return a fair as an entry of a list."""
    products = selection(context, fair)
    return {
        "id": fair.id,
        "href": context.urls("fairs", fair.id),
        "name": context.t.text(fair.name),
        "summary": context.t.text(fair.summary),
        "dates": dates(context, fair),
        "place": context.t.maybe(fair.place),
        "state": _state(context, fair),
        "count": len(products),
        "drawings": list(dict.fromkeys(context.drawing(product) for product in products))[:5],
        "sample": fair.sample,
    }


def coming(context: PageContext) -> list[views.FairCard]:
    """Fairs with a known day that are on or to come, for the home page. Samples are never news."""
    return [
        fair_card(context, fair)
        for fair in in_order(context)
        if fair.kind == "fair" and fair.first and phase(fair, context.catalogue.today()) != "after"
        if context.catalogue.lists(fair)
    ]


def fair_view(context: PageContext, identity: str) -> views.FairView:
    """Return all values that the template of a fair's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    fair = catalogue.fairs[identity]
    products = selection(context, fair)
    everything = all_products(catalogue)
    booths = [(booth, booth_products(everything, fair, booth)) for booth in fair.booths]
    at_booths = {product.id for _, shown_products in booths for product in shown_products}
    card = fair_card(context, fair)
    when = ", ".join(filter(None, [card["dates"], card["place"]["text"] if card["place"] else ""]))
    return {
        **context.frame(
            "fair",
            context.twins(lambda u: u("fairs", fair.id)),
            fair.name.get(context.lang),
            " ".join(filter(None, [fair.summary.get(context.lang), f"{when}." if when else ""])),
            [(t("Fairs"), urls("fairs"))],
            sample=fair.sample,
            index=not fair.sample,
        ),
        "id": fair.id,
        "name": t.text(fair.name),
        "other_name": context.other_name(fair.name),
        "fair_kind": fair.kind,
        "planned": fair.planned,
        "place": card["place"],
        "dates": card["dates"],
        "state": card["state"],
        "date_note": t.maybe(fair.date_note),
        "organiser": t.maybe(fair.organiser),
        "summary": t.text(fair.summary),
        "basis": fair.basis if fair.kind == "fair" else "chosen",
        "count_label": t.count("{n} product", "{n} products", len(products)),
        "booths": [
            {
                "id": booth.id,
                "name": t.text(booth.name),
                "commune": t.commune(catalogue.communes[booth.commune]) if booth.commune else "",
                "note": t.maybe(booth.note),
                "cards": [context.card(product) for product in shown_products],
                "kiosk": kiosk_address(fair.id, booth.id) if shown_products else "",
            }
            for booth, shown_products in booths
        ],
        "cards": [context.card(product) for product in products if product.id not in at_booths],
        "producers": [
            link(producer.name.get(context.lang), urls("producers", producer.id))
            for producer in producers_of(context, products)
        ],
        "kiosk": kiosk_address(fair.id) if products else "",
        "notes": t.texts(fair.notes),
        "sources": context.sources(fair.sources),
        "copy_day": context.today,
    }
