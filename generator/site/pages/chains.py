"""Value chains: their index, and a page for each."""

from typing import TypedDict

from generator.catalogue.model import Chain
from generator.site.cards import producer_card, product_card
from generator.site.context import PageContext
from generator.site.frames import page_frame, province_crumbs
from generator.site.page_type import PageType, record_pages, section_page
from generator.site.pictures import drawing_of
from generator.site.view_parts import Card, Frame, Link, ProducerCard, Source, Words, link, words


class ChainCard(TypedDict):
    """A value chain in a list, with at most three drawings of its products."""

    href: str
    name: Words
    summary: Words
    year: str
    count: int
    drawings: list[str]


class ChainsView(Frame):
    """The index of the value chains, in the order of their records."""

    intro: Words
    chains: list[ChainCard]


class ChainView(Frame):
    """A value chain with its products, producers and administrative places."""

    name: Words
    summary: Words
    year: str
    cards: list[Card]
    producers: list[ProducerCard]
    places: list[Link]
    notes: list[Words]
    sources: list[Source]


def chain_card(context: PageContext, chain: Chain) -> ChainCard:
    """Return a value chain as an entry of a list."""
    products = [context.catalogue.products[product] for product in chain.products]
    return {
        "href": context.urls("chains", chain.id),
        "name": context.t.text(chain.name),
        "summary": context.t.text(chain.summary),
        "year": chain.year or "",
        "count": len(products),
        "drawings": list(dict.fromkeys(drawing_of(context, p) for p in products))[:3],
    }


def _chains_view(context: PageContext) -> ChainsView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    heading = t("Value chains")
    return {
        **page_frame(
            context,
            "chains",
            context.twins("chains"),
            heading,
            t("Chains that link products, producers and places, as the programme’s reports name them."),
            crumbs=[(t("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            t("Chains that link products, producers and places, as the programme’s reports name them.")
        ),
        "chains": [chain_card(context, chain) for chain in catalogue.chains.values()],
    }


def _chain_view(context: PageContext, identity: str) -> ChainView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    chain, heading = catalogue.chains[identity], t("Value chains")
    return {
        **page_frame(
            context,
            "chain",
            context.twins("chains", chain.id),
            chain.name.get(context.lang),
            f"{chain.name.get(context.lang)}: {chain.summary.get(context.lang)}",
            crumbs=[
                (t("The programme in figures"), urls("programme")),
                (heading, urls("chains")),
                *province_crumbs(context, context.catalogue.province_of(identity)),
            ],
            nav="programme",
        ),
        "name": t.text(chain.name),
        "summary": t.text(chain.summary),
        "year": chain.year or "",
        "cards": [product_card(context, catalogue.products[product]) for product in chain.products],
        "producers": [producer_card(context, catalogue.producers[producer]) for producer in chain.producers],
        "places": context.place_links(chain.places),
        "notes": t.texts(chain.notes),
        "sources": context.sources(chain.sources),
    }


PAGE = PageType(
    kinds=("chains", "chain"),
    views={"chains": ChainsView, "chain": ChainView},
    planners=(
        section_page("chains", _chains_view),
        record_pages("chain", _chain_view, "chains", lambda catalogue: catalogue.chains),
    ),
    addresses={"chains": ("chuoi-gia-tri", "value-chains")},
    footer=lambda context: [link(context.t("Value chains"), context.urls("chains"))],
)
