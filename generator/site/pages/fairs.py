"""Fairs and showcases: their list, and a page for each."""

from collections.abc import Sequence
from typing import TypedDict

from generator.catalogue.fairs import booth_products, days, listed_then_samples, over_after, phase
from generator.catalogue.model import Fair, ProducerSummary, ProductSummary
from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.fair_parts import dates_of_fair, kiosk_address, producers_of, products_of_fair
from generator.site.frames import page_frame, province_crumbs
from generator.site.page_type import PageType, record_pages, section_page
from generator.site.pictures import drawing_of
from generator.site.product_facts import producer_name
from generator.site.view_parts import Card, Frame, Link, Source, Words, link
from generator.text import in_language


class FairState(TypedDict):
    """How a fair's days stand; a script says it anew for the reader's own day."""

    phase: str
    """before, during, after or unknown, on the day of the build."""
    label: str
    """Empty for a showcase."""
    labels: dict[str, str]
    """The label for each of before, during and after; empty where the days are not known."""
    first: str
    """ISO day or empty."""
    last: str
    over: str
    """The last ISO day as far as it is known: the end of a month or year that alone is stated; else empty."""


class FairCard(TypedDict):
    """A fair or showcase in a list."""

    id: str
    href: str
    name: Words
    summary: Words
    dates: str
    place: Words | None
    state: FairState
    count: int
    drawings: list[str]
    sample: bool


class FairsView(Frame):
    """Fairs that are on or to come, past ones, and selections tied to no event."""

    intro: str
    coming: list[FairCard]
    past: list[FairCard]
    showcases: list[FairCard]
    communes: list[Link]
    """Communes with products, each with its slides."""


class BoothView(TypedDict):
    """A booth of a fair with what it shows."""

    id: str
    name: Words
    commune: str
    note: Words | None
    cards: list[Card]
    kiosk: str
    """Its slides; empty where it shows nothing of the catalogue."""


class FairView(Frame):
    """A fair before, during and after it, or a showcase."""

    id: str
    name: Words
    other_name: Words | None
    fair_kind: str
    """fair or showcase."""
    planned: bool
    place: Words | None
    dates: str
    state: FairState
    date_note: Words | None
    organiser: Words | None
    summary: Words
    basis: str
    """named: a source says that these take part; chosen: picked from the catalogue, no such claim."""
    count_label: str
    booths: list[BoothView]
    cards: list[Card]
    """Products of the whole fair that stand at no booth."""
    producers: list[Link]
    kiosk: str
    notes: list[Words]
    sources: list[Source]
    copy_day: str
    """Day of the build: how old a kept copy is."""


PHASE = {
    "before": "Coming up",
    "during": "On now",
    "after": "Over",
    "unknown": "Date not known yet",
}


ORDER = {"during": 0, "before": 1, "unknown": 2, "after": 3}


def _state(context: PageContext, fair: Fair) -> FairState:
    known_days = days(fair)
    current_phase = phase(fair, context.catalogue.today())
    return {
        "phase": current_phase,
        "label": context.t(PHASE[current_phase]) if fair.kind == "fair" else "",
        "labels": {stage: context.t(PHASE[stage]) for stage in ("before", "during", "after")}
        if known_days
        else {},
        "first": known_days[0].isoformat() if known_days else "",
        "last": known_days[1].isoformat() if known_days else "",
        "over": last.isoformat() if (last := over_after(fair)) else "",
    }


def fairs_in_order(context: PageContext) -> list[Fair]:
    """Fairs that are on, then those to come (soonest first), undated ones, and past ones, newest first."""
    day = context.catalogue.today()

    def key(fair: Fair) -> tuple[int, tuple[int, ...], str]:
        rank = ORDER[phase(fair, day)]
        number = int((fair.first or "0").replace("-", "").ljust(8, "0"))
        return rank, (number if rank < ORDER["after"] else -number,), fair.id

    return sorted(context.catalogue.fairs.values(), key=key)


def plan_index(contexts: Sequence[PageContext]) -> None:
    """Plan the list of fairs; nothing if the catalogue has no fair."""
    if contexts[0].catalogue.fairs:
        section_page("fairs", _index)(contexts)


def _index(context: PageContext) -> FairsView:
    t, catalogue = context.t, context.catalogue
    fairs = fairs_in_order(context)
    events = [fair for fair in fairs if fair.kind == "fair"]
    communes = [
        link(context.commune(commune), kiosk_address("dia-ban", commune))
        for commune in catalogue.communes
        if context.count("commune", commune)
    ]
    intro = t("Fairs with products of this catalogue, and selections to show on a screen, also offline.")
    return {
        **page_frame(context, "fairs", context.twins("fairs"), t("Fairs"), intro),
        "intro": intro,
        "coming": [
            fair_card(context, event) for event in events if phase(event, catalogue.today()) != "after"
        ],
        "past": [fair_card(context, event) for event in events if phase(event, catalogue.today()) == "after"],
        "showcases": [fair_card(context, fair) for fair in fairs if fair.kind == "showcase"],
        "communes": communes,
    }


def fair_card(context: PageContext, fair: Fair) -> FairCard:
    """Return a fair as an entry of a list."""
    products = products_of_fair(context, fair)
    return {
        "id": fair.id,
        "href": context.urls("fairs", fair.id),
        "name": context.t.text(fair.name),
        "summary": context.t.text(fair.summary),
        "dates": dates_of_fair(context, fair),
        "place": context.t.maybe(fair.place),
        "state": _state(context, fair),
        "count": len(products),
        "drawings": list(dict.fromkeys(drawing_of(context, product) for product in products))[:5],
        "sample": fair.sample,
    }


def coming_fairs(context: PageContext) -> list[FairCard]:
    """Fairs with a known day that are on or to come, for the home page. Samples are never news."""
    return [
        fair_card(context, fair)
        for fair in fairs_in_order(context)
        if fair.kind == "fair" and fair.first and phase(fair, context.catalogue.today()) != "after"
        if context.catalogue.is_listed(fair)
    ]


def fair_view(context: PageContext, identity: str) -> FairView:
    """Return all values that the template of a fair's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    fair = catalogue.fairs[identity]
    products = products_of_fair(context, fair)
    products_and_samples = listed_then_samples(catalogue)
    booths = [(booth, booth_products(products_and_samples, fair, booth)) for booth in fair.booths]
    at_booths = {product.id for _, shown_products in booths for product in shown_products}
    card = fair_card(context, fair)
    when = ", ".join(filter(None, [card["dates"], card["place"]["text"] if card["place"] else ""]))
    return {
        **page_frame(
            context,
            "fair",
            context.twins("fairs", fair.id),
            fair.name.get(context.lang),
            " ".join(filter(None, [fair.summary.get(context.lang), f"{when}." if when else ""])),
            crumbs=[(t("Fairs"), urls("fairs")), *province_crumbs(context, catalogue.province_of(identity))],
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
                "commune": context.commune(booth.commune) if booth.commune else "",
                "note": t.maybe(booth.note),
                "cards": [product_card(context, product) for product in shown_products],
                "kiosk": kiosk_address(fair.id, booth.id) if shown_products else "",
            }
            for booth, shown_products in booths
        ],
        "cards": [product_card(context, product) for product in products if product.id not in at_booths],
        "producers": [
            link(_name_at_fair(context, producer, products), urls("producers", producer.id))
            for producer in producers_of(context, products)
        ],
        "kiosk": kiosk_address(fair.id) if products else "",
        "notes": t.texts(fair.notes),
        "sources": context.sources(fair.sources),
        "copy_day": context.today,
    }


def _name_at_fair(context: PageContext, producer: ProducerSummary, products: Sequence[ProductSummary]) -> str:
    """Return a producer's name, marked where it is certain for none of its products at the fair."""
    mine = [product for product in products if product.producer == producer.id]
    name = producer_name(context, min(mine, key=lambda product: product.producer_inferred))
    if name is None:
        return ""
    return in_language(name["text"], name["lang"]) if name["lang"] else name["text"]


PAGE = PageType(
    kinds=("fairs", "fair"),
    views={"fairs": FairsView, "fair": FairView},
    planners=(plan_index, record_pages("fair", fair_view, "fairs", lambda catalogue: catalogue.fairs)),
    addresses={"fairs": ("hoi-cho", "fairs")},
    footer=lambda context: (
        [link(context.t("Fairs"), context.urls("fairs"))] if context.catalogue.fairs else []
    ),
)
