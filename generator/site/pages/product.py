"""A product's page. Its scan page is in ``scan``."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.addresses import trace
from generator.catalogue.doubtful import rating_as_shown
from generator.catalogue.lots import ON_PRODUCT_PAGE
from generator.catalogue.model import Product
from generator.catalogue.ocop import Standing, event_day
from generator.site import data, jsonld
from generator.site.atlas import PlaceMap, place_map
from generator.site.cards import product_card
from generator.site.contacts import Buying, how_to_buy
from generator.site.context import PageContext
from generator.site.frames import page_frame, province_crumbs
from generator.site.lot_views import LotView, LotYear, lot_years, lots_on_product_page
from generator.site.notices import successor_link
from generator.site.outputs import Output, Page
from generator.site.page_type import PageType
from generator.site.pages.news import NewsCard, newest_first, news_card
from generator.site.pages.scan import plan_lot_pages, trace_outputs
from generator.site.pictures import photo_images, product_picture, product_qr, product_share_picture
from generator.site.product_facts import (
    CertificateRow,
    CitedText,
    certificate_row,
    cited_texts,
    define_namesakes,
    facts,
    full_name,
    kind_link,
    producer_of,
)
from generator.site.stories import Teaser, story_teaser
from generator.site.view_parts import Card, Frame, Image, Link, Picture, Qr, Row, Source, Stars, Words, words
from generator.site.words import EVIDENCE, LEVEL, RATING_KIND, RATING_STATUS


class RatingRow(TypedDict):
    """A recognition, an assessment or a proposal, with the decision behind it."""

    stars: Stars
    title: Words
    decision: Link | None
    body: Words | None
    level: str
    date: str
    basis: str
    """Sentence on what the first valid day rests on; may be empty."""
    score: str
    criteria: str
    kind: str
    evidence: str
    withdrawn: Words | None
    note: Words | None
    sources: list[Source]
    """Of the decision: where the stars were published."""


class ProductView(Frame):
    """A product. ``paragraphs`` is its longer description, empty where that only repeats the summary."""

    id: str
    name: Words
    other_name: Words | None
    kicker: list[Link]
    """Kind of goods and place above the heading."""
    summary: Words | None
    paragraphs: list[Words]
    picture: Picture
    photos: list[Image]
    drawing_note: str
    stars: Stars
    rating: RatingRow | None
    """The rating that ``stars`` shows."""
    ratings: list[RatingRow]
    """All of them, newest first."""
    facts: list[Row]
    buying: Buying
    cited: list[CitedText]
    story: Teaser | None
    certificates: list[CertificateRow]
    lots: list[LotView]
    """The newest ones, and older ones that were taken back."""
    lot_years: list[LotYear]
    """The pages with all lots; empty where ``lots`` has them all."""
    lots_total: int
    qr: Qr | None
    trace: str
    trace_url: str
    needs_checking: Words | None
    discontinued: Words | None
    successor: Link | None
    notes: list[Words]
    """Remarks of the editors, on the producer first."""
    sources: list[Source]
    chains: list[Link]
    news: list[NewsCard]
    same_producer: list[Card]
    same_place: list[Card]
    data: str
    """Address of the product's JSON."""
    map: PlaceMap | None
    compare: str
    """The page where products stand side by side."""


NEIGHBOURS = 3
"""Other products of the same producer, and of the same place: one row of cards on a desk."""


def _product(contexts: Sequence[PageContext], identity: str) -> Iterator[Output]:
    product = contexts[0].catalogue.product(identity)
    for context in contexts:
        yield product_page(context, product)
    yield from trace_outputs(contexts, product)
    yield data.product_data(contexts[0], product)


def product_page(context: PageContext, product: Product) -> Page:
    """Return the page of a product."""
    return context.page("product", product_view(context, product))


def product_view(context: PageContext, product: Product) -> ProductView:
    """Return all values that the template of a product's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    name = product.name.get(context.lang)
    standing = catalogue.standing(product.id)
    stars = context.stars(product)
    producer = producer_of(context, product)
    summary = t.maybe(product.summary)
    place = context.place(product.origin)
    bare_description = " ".join(f"{part}." for part in (name, stars["label"], place) if part)
    description = summary["text"] if summary else bare_description
    has_trace_page = catalogue.has_trace_page(product)
    twins = context.twins("products", product.id)
    kind = kind_link(context, product)
    frame = page_frame(
        context,
        "product",
        twins,
        name,
        f"{description} {stars['until']}.",
        crumbs=[
            (t("Products"), urls("products")),
            *province_crumbs(context, catalogue.province_of(product.id)),
            (kind["name"], kind["href"]),
        ],
        crumb=name if catalogue.is_one_province else full_name(context, product)["text"],
        nav="products",
        title=" – ".join(filter(None, [name, place, catalogue.site.title.get(context.lang)])),
        og_image=product_share_picture(context, product),
        og_type="product",
        jsonld=[jsonld.product(context, product, twins[context.lang])],
        sample=product.sample,
        home=product.home,
    )
    others, same_place = catalogue.neighbours(product)
    kicker = [kind]
    if product.origin.commune:
        kicker.append({"name": place, "href": urls("places", product.origin.commune)})
    elif product.origin.district:
        kicker.append({"name": place, "href": urls.district(product.origin.district)})
    if not catalogue.is_listed(product):
        kicker = [{"name": link["name"], "href": ""} for link in kicker]
    return {
        **frame,
        "id": product.id,
        "name": t.text(product.name),
        "other_name": context.other_name(product.name),
        "kicker": kicker,
        "summary": summary,
        "paragraphs": _paragraphs(t.maybe(product.description), summary),
        "picture": product_picture(context, product),
        "photos": photo_images(context, "product", product),
        "drawing_note": t("Illustration; we have no photo of this product."),
        "stars": stars,
        "rating": rating_row(context, standing) if standing else None,
        "ratings": [rating_row(context, past) for past in reversed(catalogue.standings(product.id))],
        "facts": facts(context, product),
        "buying": how_to_buy(context, product),
        "cited": cited_texts(context, product),
        "story": story_teaser(context, producer),
        "certificates": [certificate_row(context, certificate) for certificate in product.certificates],
        "lots": lots_on_product_page(context, product),
        "lot_years": lot_years(context, product, ON_PRODUCT_PAGE),
        "lots_total": sum(catalogue.lot_counts_by_year(product.id).values()),
        "successor": successor_link(context, product),
        "qr": product_qr(context, product) if has_trace_page else None,
        "trace": f"{trace(product)}/" if has_trace_page else "",
        "trace_url": product.trace_url or "",
        "needs_checking": t.maybe(product.needs_checking),
        "discontinued": t.maybe(product.discontinued.reason) if product.discontinued else None,
        "notes": t.texts((product.producer_note, *product.notes) if product.producer_note else product.notes),
        "sources": context.sources(product.sources),
        "chains": [
            {"name": chain.name.get(context.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains_with("product", product.id)
        ],
        "news": [
            news_card(context, item) for item in newest_first(catalogue.news_about("product", product.id))
        ],
        "same_producer": [product_card(context, p) for p in others[:NEIGHBOURS]],
        "same_place": [product_card(context, p) for p in same_place[:NEIGHBOURS]],
        "data": f"/data/products/{product.id}.json",
        "map": place_map(context, product.origin),
        "compare": urls("compare"),
    }


def _paragraphs(text: Words | None, summary: Words | None) -> list[Words]:
    if text is None or (summary and text["text"].split() == summary["text"].split()):
        return []
    return [
        {"text": " ".join(p.split()), "lang": text["lang"]} for p in text["text"].split("\n\n") if p.strip()
    ]


def rating_row(context: PageContext, standing: Standing) -> RatingRow:
    """Return one rating in words."""
    catalogue, t = context.catalogue, context.t
    decision = catalogue.decisions.get(standing.rating.decision or "")
    rating = rating_as_shown(standing.rating, decision, catalogue.versions)
    version = catalogue.versions.get(rating.criteria or "")
    first = t.day(standing.first)
    basis = {
        "stated": t("Valid from {day}, as the source states.", day=first),
        "decision": t("Counted 36 months from the day of the decision, {day}.", day=first),
        "announcement": t(
            "Counted 36 months from the day of announcement, {day}; the decision's own date is not "
            "in our sources.",
            day=first,
        ),
        "": "",
    }[standing.basis]
    if standing.begins and not standing.first:
        basis = t(
            "Counted 36 months from {day}; the exact day is not in our sources.",
            day=t.day(event_day(rating, decision)),
        )
    return {
        "stars": context.standing_stars(standing),
        "title": t.text(decision.title) if decision else words(t(RATING_STATUS[rating.status])),
        "decision": {
            "name": decision.number or decision.title.get(context.lang),
            "href": context.urls("decisions", decision.id),
        }
        if decision
        else None,
        "body": t.maybe(decision.body) if decision else None,
        "level": t(LEVEL[decision.level]) if decision and decision.level else "",
        "date": t.day(event_day(rating, decision)),
        "basis": basis if rating.valid_until is None or standing.basis == "stated" else "",
        "score": t.number(rating.score) if rating.score is not None else "",
        "criteria": version.name.get(context.lang) if version else "",
        "kind": t(RATING_KIND[rating.kind]) if rating.kind else "",
        "evidence": t(EVIDENCE[rating.evidence]) if rating.evidence else "",
        "withdrawn": t.text(rating.withdrawn.reason) if rating.withdrawn else None,
        "note": t.maybe(rating.note),
        "sources": context.sources(decision.sources) if decision else [],
    }


def plan_product_pages(contexts: Sequence[PageContext]) -> None:
    """Plan a unit for every product, samples included: its page, its scan page and its data.

    Those of its lots follow at once, so that whoever runs them has the records of both at hand.
    """
    main = contexts[0]
    for context in contexts:
        # Asked by nearly every page; asked here, it is worked out once and not in each worker.
        context.catalogue.ask("shared-names", context.lang)
    codes = main.catalogue.ask("lots-with-pages")
    for identity in main.catalogue.products:
        main.units.add(f"product/{identity}", partial(_product, contexts, identity))
        plan_lot_pages(contexts, identity, codes.get(identity, ()))


PAGE = PageType(
    kinds=("product",),
    views={"product": ProductView},
    planners=(plan_product_pages,),
    define_questions=define_namesakes,
)
