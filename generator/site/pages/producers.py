"""The list of producers."""

from collections.abc import Sequence
from functools import partial

from generator.site.cards import producer_card
from generator.site.context import PageContext
from generator.site.page_type import PageType
from generator.site.paging import Pager, list_frame, page_count, pager, plan_pages
from generator.site.view_parts import Frame, ProducerCard


class ProducersView(Frame):
    """All producers, in Vietnamese order."""

    cards: list[ProducerCard]
    count_label: str
    pager: Pager


def _producers_view(context: PageContext, number: int) -> ProducersView:
    """One page of the list of producers."""
    t, per_page = context.t, context.catalogue.site.per_page
    producers = context.listed_producers()
    about = t(
        "Who makes the products: cooperatives, companies and households, with their products and stories."
    )
    producers_of_page = producers[(number - 1) * per_page : number * per_page]
    return {
        **list_frame(
            context,
            "producers",
            context.twins("producers"),
            (t("Producers"), about),
            number,
            nav="producers",
        ),
        "cards": [producer_card(context, producer) for producer in producers_of_page],
        "count_label": t.count("{n} producer", "{n} producers", len(producers)),
        "pager": pager(context, context.urls("producers"), number, page_count(context, len(producers))),
    }


def plan_producers(contexts: Sequence[PageContext]) -> None:
    """Plan the list, over as many pages as it needs."""
    for context in contexts:
        total = context.catalogue.ask("producer-count")
        plan_pages(context, "producers", partial(_producers_view, context), context.urls("producers"), total)


PAGE = PageType(
    kinds=("producers",),
    views={"producers": ProducersView},
    planners=(plan_producers,),
    addresses={"producers": ("chu-the", "producers")},
    define_questions=lambda reader: reader.derive(
        "producer-count", lambda: len(reader.listed_producers), stored=True
    ),
    menu=lambda context: {
        "key": "producers",
        "name": context.t("Producers"),
        "href": context.urls("producers"),
    },
)
