"""The list of producers."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from generator.catalogue.reader import CatalogueReader
from generator.site.cards import producer_card
from generator.site.context import PageContext
from generator.site.frames import province_crumbs
from generator.site.page_type import PageType
from generator.site.paging import Pager, list_frame, page_count, pager, plan_pages
from generator.site.urls import Urls
from generator.site.view_parts import Frame, ProducerCard
from generator.site.words import PRODUCERS_OF


class ProducersView(Frame):
    """All producers, in Vietnamese order."""

    cards: list[ProducerCard]
    count_label: str
    pager: Pager


def _address(urls: Urls, province: str) -> str:
    return urls("provinces", province, urls.word("producers")) if province else urls("producers")


def _producers_view(context: PageContext, province: str, number: int) -> ProducersView:
    """One page of the list of producers, of a province where one is given."""
    t, per_page = context.t, context.catalogue.site.per_page
    producers = context.listed_producers(province)
    heading = t("Producers")
    if province:
        heading = t.of_province(PRODUCERS_OF, context.catalogue.provinces[province].province)
    about = t(
        "Who makes the products: cooperatives, companies and households, with their products and stories."
    )
    producers_of_page = producers[(number - 1) * per_page : number * per_page]
    return {
        **list_frame(
            context,
            "producers",
            {code: _address(urls, province) for code, urls in context.all_urls.items()},
            (heading, about),
            str(number),
            nav="producers",
            crumbs=province_crumbs(context, province) if province else [],
        ),
        "cards": [producer_card(context, producer) for producer in producers_of_page],
        "count_label": t.count("{n} producer", "{n} producers", len(producers)),
        "pager": pager(
            context, _address(context.urls, province), number, page_count(context, len(producers))
        ),
    }


def plan_producers(contexts: Sequence[PageContext]) -> None:
    """Plan the list, and that of each province of several, over as many pages as each needs."""
    for context in contexts:
        for province, total in context.catalogue.ask("producer-counts").items():
            view = partial(_producers_view, context, province)
            plan_pages(context, "producers", view, _address(context.urls, province), total)


def define_counts(reader: CatalogueReader) -> None:
    """Let the planner ask ``("producer-counts",)``: province, or "" for all → number of listed producers."""

    def producer_counts() -> dict[str, int]:
        counts = {"": len(reader.listed_producers)}
        if not reader.is_one_province:
            counts |= Counter(reader.province_of(producer.id) for producer in reader.listed_producers)
        return counts

    reader.derive("producer-counts", producer_counts, stored=True)


PAGE = PageType(
    kinds=("producers",),
    views={"producers": ProducersView},
    planners=(plan_producers,),
    addresses={"producers": ("chu-the", "producers")},
    define_questions=define_counts,
    menu=lambda context: {
        "key": "producers",
        "name": context.t("Producers"),
        "href": context.urls("producers"),
    },
)
