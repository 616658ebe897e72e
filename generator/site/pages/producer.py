"""A producer's page."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.site import jsonld
from generator.site.cards import producer_card, product_card
from generator.site.contacts import Buying, how_to_reach
from generator.site.context import PageContext, printed
from generator.site.exchange_files import producer_file
from generator.site.frames import page_frame, province_crumbs
from generator.site.notices import Notice, notice_view
from generator.site.outputs import Output
from generator.site.page_type import PageType
from generator.site.pages.news import NewsCard, newest_first, news_card
from generator.site.pictures import photo_images, producer_share_picture
from generator.site.stories import story_of
from generator.site.view_parts import (
    Card,
    Frame,
    Image,
    Link,
    Row,
    Source,
    Words,
    filled_rows,
    maybe_words,
    row,
    words,
)


class ProducerView(Frame):
    """A producer with its story."""

    id: str
    name: Words
    other_name: Words | None
    kind_name: str
    dissolved: Notice | None
    summary: Words | None
    story_title: Words | None
    story: str
    """Sanitised HTML."""
    story_lang: str
    photos: list[Image]
    drawing: str
    facts: list[Row]
    buying: Buying
    needs_checking: Words | None
    notes: list[Words]
    sources: list[Source]
    cards: list[Card]
    chains: list[Link]
    news: list[NewsCard]


def producer_view(context: PageContext, identity: str) -> ProducerView:
    """Return all values that the template of a producer's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    producer = catalogue.producer(identity)
    card = producer_card(context, producer)
    kind = catalogue.producer_kinds[producer.kind]
    story = story_of(context, "producer", producer.id) or ("", "")
    rows = [row(t("Kind of producer"), t.text(kind.name))]
    address = producer.address
    linked = catalogue.is_listed(producer)
    if address.commune:
        has = linked and catalogue.has_commune_list(address.commune)
        rows.append(
            row(
                t("Place today"),
                words(context.commune(address.commune)),
                href=urls("places", address.commune) if has else "",
            )
        )
    if address.district:
        has = linked and catalogue.has_district_list(address.district)
        rows.append(
            row(
                t("Before 1 July 2025"),
                words(
                    t.district(catalogue.districts[address.district], context.province_of(address.district))
                ),
                href=urls.district(address.district) if has else "",
            )
        )
    rows += filled_rows(
        row(t("As the source prints it"), printed(context, address.printed)),
        row(t("Founded"), maybe_words(t.day(producer.founded))),
        row(t("Also written"), *[printed(context, other_name) for other_name in producer.other_names]),
    )
    name, place = producer.name.get(context.lang), card["place"]["text"] if card["place"] else ""
    return {
        **page_frame(
            context,
            "producer",
            context.twins("producers", producer.id),
            name,
            card["summary"]["text"] or ". ".join(filter(None, [name, kind.name.get(context.lang), place])),
            crumbs=[
                (t("Producers"), urls("producers")),
                *province_crumbs(context, catalogue.province_of(identity)),
            ],
            nav="producers",
            og_image=producer_share_picture(context, producer),
            jsonld=[jsonld.organization(context, producer)],
            sample=producer.sample,
        ),
        "id": producer.id,
        "name": t.text(producer.name),
        "other_name": context.other_name(producer.name),
        "kind_name": kind.name.get(context.lang),
        "dissolved": notice_view(context, "dissolved", producer.dissolved),
        "summary": t.maybe(producer.summary),
        "story_title": t.maybe(producer.story_title),
        "story": story[0],
        "story_lang": story[1],
        "photos": photo_images(context, "producer", producer),
        "drawing": card["drawing"],
        "facts": rows,
        "buying": how_to_reach(context, producer),
        "needs_checking": t.maybe(producer.needs_checking),
        "notes": t.texts(producer.notes),
        "sources": context.sources(producer.sources),
        "cards": [product_card(context, p) for p in catalogue.of_producer(producer.id)],
        "chains": [
            {"name": chain.name.get(context.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains_with("producer", producer.id)
        ],
        "news": [
            news_card(context, item) for item in newest_first(catalogue.news_about("producer", producer.id))
        ],
    }


def _producer(contexts: Sequence[PageContext], identity: str) -> Iterator[Output]:
    for context in contexts:
        yield context.page("producer", producer_view(context, identity))
    yield producer_file(contexts[0], contexts[0].catalogue.producer(identity))


def plan_producer_pages(contexts: Sequence[PageContext]) -> None:
    """Plan a unit for every producer, samples included: its page in every language and its file."""
    main = contexts[0]
    for identity in main.catalogue.producers:
        main.units.add(f"producer/{identity}", partial(_producer, contexts, identity))


PAGE = PageType(kinds=("producer",), views={"producer": ProducerView}, planners=(plan_producer_pages,))
