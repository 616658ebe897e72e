"""Scan pages: the pages to which printed QR symbols lead, each with every language of the site inside.

The page of a lot says what concerns the lot and what the law asks for, and leads to the product's page for
the rest: a product may have thousands of lots.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.addresses import base_of, lot_addresses, trace_addresses
from generator.catalogue.lots import ON_SCAN_PAGE
from generator.catalogue.model import Product
from generator.catalogue.reader import CatalogueReader
from generator.site.contacts import (
    Buying,
    ContactPlace,
    ReadyMessage,
    how_to_buy,
    office_contact,
    selling_places,
)
from generator.site.context import PageContext
from generator.site.frames import lone_frame
from generator.site.issued_codes import CodesView, codes_view, define_codes, keys_address, plan_codes
from generator.site.linkset import (
    VOCABULARY,
    epcis_address,
    epcis_document,
    linkset_address,
    linkset_document,
)
from generator.site.lot_views import LotView, LotYear, lot_view, lot_years
from generator.site.notices import Notice, gravest_notice, notice_view
from generator.site.outputs import Output
from generator.site.page_type import PageType
from generator.site.passport import legal_minimum_rows, passport_rows, unanswered_headings
from generator.site.pictures import og_image, product_picture
from generator.site.product_facts import (
    CertificateRow,
    certificate_row,
    home_rows,
    producer_name,
    producer_of,
)
from generator.site.reports import report_message
from generator.site.view_parts import (
    Frame,
    Link,
    Picture,
    Row,
    Source,
    Stars,
    Words,
    filled_rows,
    link,
    maybe_words,
    row,
    words,
)
from generator.site.words import NOTICE, Translator


class TraceText(TypedDict):
    """One language's words of a trace page."""

    lang: str
    language: str
    state: str
    """Sentence for the banner."""
    over: str
    """Sentence for the banner once the last valid day has passed; empty where none can pass."""
    stars: str
    """"4 sao", "4 stars"."""
    rows: list[Row]
    """Producer, place, lot, production day, expiry, decision; of a lot taken back the stars in words."""
    certificates: list[CertificateRow]
    facts: list[Row]
    """What is known under the headings of Circular 02/2024/TT-BKHCN and Decree 37/2026/NĐ-CP.

    The page of a lot has these headings alone, that of a product the rest of its facts as well.
    """
    missing: list[str]
    """Those headings for which our sources give nothing."""
    buying: Buying
    asked: list[ContactPlace]
    """Whom buyers of a lot that was taken back can ask; empty on other pages."""
    call: Link | None
    """The first button of such a page, where somebody who is asked has a telephone."""
    remarks: list[Words]
    """What the editors note about the record: below the sources, not in the first screen."""
    sources: list[Source]
    notice: Notice | None
    """Set exactly where ``TraceView.notice`` is."""
    product: str
    """Address of the product's page in this language."""
    recalls: str
    """Address of the list of lots that were taken back, in this language."""
    report: Words
    """How to report a problem: a sentence, no address."""
    message: ReadyMessage
    """Words with which a reader reports a wrong or copied stamp."""
    guide: str
    keys: str
    """Where the public keys of numbered stamps are shown, for a page with ``TraceView.codes``."""
    lot_years: list[LotYear]
    """The pages with all lots in this language; empty where ``TraceView.lots`` has them all."""


class TraceView(Frame):
    """The page behind a QR code: one page, every language of the site inside."""

    names: list[Words]
    picture: Picture
    stars: Stars
    notice: str
    """recalled, withdrawn (of this lot), discontinued, dissolved (the producer) or empty."""
    taken_back: bool
    """Whether this lot was recalled or taken off sale: no sign of praise stands on its page."""
    texts: list[TraceText]
    lot: LotView | None
    codes: CodesView | None
    """What checks the serials of the lot's numbered stamps; None where none were issued."""
    lots: list[LotView]
    """The newest ones, and older ones that were taken back."""
    lots_total: int
    whole: str
    """Address of the product's scan page, to which that of a lot leads for the rest; empty on the former."""
    trace_url: str
    linkset: str
    """Address of the linkset (application/linkset+json) of the product and its lots."""
    epcis: str
    """Address of the lot's EPCIS document (application/ld+json); empty where there is none."""
    epcis_relation: str
    """GS1's name of the relation between a page and its EPCIS document."""
    is_copy: bool
    """Whether the code leads to the catalogue that the record comes from."""
    payload: str
    """What the QR code of this page says; through ``qr(…)`` for the drawing."""
    printed: str
    """What stands below the symbol."""
    main_lang: str


MakeText = Callable[[PageContext, Product], TraceText]


def trace_outputs(contexts: Sequence[PageContext], product: Product) -> Iterator[Output]:
    """The page behind a product's codes, at every printed address, and its data.

    Nothing for a product without a permanent address, or without stars and never printed.
    """
    catalogue = contexts[0].catalogue
    if not catalogue.has_trace_page(product):
        return
    for own in trace_addresses(product, catalogue.bare_codes_of(product)):
        yield contexts[0].page("trace", _view(contexts, product, own, ""), every_language=True)
    yield linkset_document(contexts, product)


def lot_outputs(contexts: Sequence[PageContext], identity: str, code: str) -> Iterator[Output]:
    """The page behind the codes of one lot, at every printed address, and one EPCIS document of its steps."""
    catalogue = contexts[0].catalogue
    product, (lot, _) = catalogue.product(identity), catalogue.lot(identity, code)
    for own in lot_addresses(product, lot, catalogue.bare_codes_of(product)):
        yield contexts[0].page("trace", _view(contexts, product, own, code), every_language=True)
    if lot.steps:
        yield epcis_document(contexts[0], product, lot)


def _lot_views(context: PageContext, product: Product, base: str) -> list[LotView]:
    """The lots that are named, newest first, each below the same printed address where it has one there."""
    lot_views: list[LotView] = []
    for lot in context.catalogue.shown_lots(product.id, ON_SCAN_PAGE):
        addresses = lot_addresses(product, lot, context.catalogue.bare_codes_of(product))
        own = next((address for address in addresses if address.startswith(f"{base}/")), addresses[0])
        lot_views.append(lot_view(context, product, own, lot.lot))
    return lot_views


def _texts(contexts: Sequence[PageContext], product: Product, make: MakeText) -> list[TraceText]:
    """Return a product's words in every language, made by ``make`` for each."""
    texts: list[TraceText] = contexts[0].catalogue.recorder.fragment(
        (make.__name__, product.id), lambda: [make(context, product) for context in contexts]
    )
    return texts


def _view(contexts: Sequence[PageContext], product: Product, own: str, code: str) -> TraceView:
    main = contexts[0]
    summary = main.catalogue.lot(product.id, code)[0] if code else None
    lot = lot_view(main, product, own, code) if code else None
    # Two printed addresses may lead to one product: search engines are told the one that is printed now.
    canonical = (lot_addresses(product, summary) if summary else trace_addresses(product))[0]
    name = product.name.get(main.lang)
    heading = f"{name} – {main.t('Lot {code}', code=lot['code'])}" if lot else name
    stars = main.stars(product)
    kind, event = gravest_notice(main, product, summary)
    taken_back = bool(lot and lot["notice"])
    frame = lone_frame(
        main,
        "trace",
        f"{own}/",
        heading,
        f"{name}. {main.t(NOTICE[kind])}." if kind else f"{name}. {stars['label']}. {stars['until']}.",
        sample=product.sample,
        # The product's card shows its stars, which say nothing good of a lot that was taken back.
        og_image="" if taken_back else og_image(main, "product", product),
        og_type="product",
        index=own == canonical,
    )
    payload = main.printed_address(product, summary)
    frame["canonical"] = f"{payload}/"
    printed = product.code or product.gtin or base_of(canonical).rpartition("/")[2]
    if lot:
        printed = f"{printed} · {lot['code']}"
    lots = [] if summary else _lot_views(main, product, own)
    texts: list[TraceText] = []
    make = _lot_page_text if summary else _product_page_text
    for context, text in zip(contexts, _texts(contexts, product, make), strict=True):
        texts.append(
            {
                **(_with_lot(context, text, lot) if lot else text),
                "missing": unanswered_headings(context, product, [lot] if lot else lots),
                "notice": notice_view(context, kind, event, product),
                "asked": (asked := _asked(context, product) if taken_back else []),
                "call": _call(context, asked),
                "lot_years": [] if summary else lot_years(context, product, len(lots)),
                "message": report_message(context, printed, main.settings.full(f"{own}/")),
            }
        )
    return {
        **frame,
        "names": [
            {"text": product.name.get(d.lang), "lang": d.lang} for d in contexts if product.name.has(d.lang)
        ],
        "picture": product_picture(main, product),
        "stars": stars,
        "notice": kind,
        "taken_back": taken_back,
        "texts": texts,
        "lot": lot,
        "codes": codes_view(main, product.id, code) if code else None,
        "lots": lots,
        "lots_total": 0 if summary else sum(main.catalogue.lot_counts_by_year(product.id).values()),
        "trace_url": product.trace_url or "",
        "whole": f"{base_of(own)}/" if summary else "",
        "linkset": linkset_address(product),
        "epcis": epcis_address(product, summary) if summary and summary.steps else "",
        "epcis_relation": f"{VOCABULARY}epcis",
        "is_copy": product.home is not None,
        "payload": payload,
        "printed": printed,
        "main_lang": main.lang,
    }


def _with_lot(context: PageContext, text: TraceText, lot: LotView) -> TraceText:
    """Return a product's words with the rows of one lot after producer and administrative place."""
    t = context.t
    stars = f"{text['stars']} · {text['state']}" if lot["notice"] else ""
    rows = filled_rows(
        *text["rows"][:2],
        row(t("Lot"), words(lot["code"]), identity="lot"),
        row(t("Produced on"), words(t.day(lot["made_iso"])), identity="made"),
        row(t("Use by"), maybe_words(t.day(lot["expires_iso"])), identity="expires"),
        *text["rows"][2:],
        row(t("OCOP stars"), maybe_words(stars), identity="stars"),
    )
    return {**text, "rows": rows}


def _product_page_text(context: PageContext, product: Product) -> TraceText:
    """Return what is known of a product, for its own scan page."""
    return {
        **_text(context, product),
        "facts": passport_rows(context, product),
        "certificates": [certificate_row(context, certificate) for certificate in product.certificates],
        "remarks": _remarks(context, product) + context.t.texts(product.notes),
        "sources": context.sources(product.sources),
    }


def _lot_page_text(context: PageContext, product: Product) -> TraceText:
    """Return what a lot's scan page says of its product."""
    return {**_text(context, product), "facts": legal_minimum_rows(context, product)}


def _text(context: PageContext, product: Product) -> TraceText:
    """Return the words that the scan pages of a product and of its lots share."""
    key = ("scan-text", context.lang, product.id)
    return context.catalogue.recorder.fragment(key, lambda: _shared_text(context, product))


def _shared_text(context: PageContext, product: Product) -> TraceText:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    stars = context.stars(product)
    standing = catalogue.standing(product.id)
    decision = catalogue.decisions.get(standing.rating.decision or "") if standing else None
    producer = producer_of(context, product)
    language = next(language.name for language in catalogue.site.languages if language.code == context.lang)
    name = producer_name(context, product) or words(t("Not named by our sources"))
    rows = [
        row(
            t("Producer"),
            name,
            href=urls("producers", producer.id) if producer else "",
            identity="producer",
        ),
        row(t("Place"), _place(context, product), identity="place"),
    ]
    if decision:
        named = {
            "decision": t("Decision"),
            "announcement": t("Announced"),
            "assessment": t("Council assessment"),
        }[decision.kind]
        number = decision.number or decision.title.get(context.lang)
        day = t.day(decision.date)
        rows.append(
            row(
                named,
                words(f"{number}, {day}" if decision.number and day else number),
                href=urls("decisions", decision.id),
            )
        )
    rows += home_rows(context, product)
    guide = next((p for p in catalogue.text_pages.values() if p.role == "trace_guide"), None)
    return {
        "lang": context.lang,
        "language": language,
        "state": stars["until"],
        "over": stars["over"],
        "stars": stars["label"],
        "rows": rows,
        "certificates": [],
        "facts": [],
        "missing": [],
        # The producer stands in the rows already.
        "buying": {**how_to_buy(context, product), "producer": None},
        "asked": [],
        "call": None,
        "remarks": _remarks(context, product),
        "sources": [],
        "notice": None,
        "product": urls("products", product.id),
        "recalls": urls("recalls"),
        "message": {"text": "", "email": "", "sms": "", "zalo": "", "is_addressed": False},
        "report": t.text(catalogue.site.report),
        "guide": urls.text(guide.path.get(context.lang)) if guide else "",
        "keys": keys_address(context),
        "lot_years": [],
    }


def _asked(context: PageContext, product: Product) -> list[ContactPlace]:
    """Return whom buyers can ask about a lot that was taken back: the office, then the sellers."""
    office, sellers = office_contact(context), selling_places(context, [product])
    return [office, *sellers] if office else sellers


def _call(context: PageContext, asked: Sequence[ContactPlace]) -> Link | None:
    """Return what dials the office, else the only seller, else leads to the sellers' numbers."""
    t, numbers = context.t, [number for place in asked if (number := _number(place))]
    if not numbers:
        return None
    if context.catalogue.site.office and _number(asked[0]):
        return link(t("Call the OCOP office"), numbers[0])
    return link(t("Call the seller"), numbers[0] if len(numbers) == 1 else f"#ask-{context.lang}")


def _number(place: ContactPlace) -> str:
    """Return the address that dials the first number of a place; empty where none can be dialled."""
    return next((way["href"] for way in place["ways"] if way["kind"] == "phone" and way["href"]), "")


def _place(context: PageContext, product: Product) -> Words:
    """Return the place in one line: today's commune and former district, else one of them with the province.

    A sample's place is in no province.
    """
    catalogue, origin, t = context.catalogue, product.origin, context.t
    place, province = context.place_words(origin), context.province_of_address(product)
    if place is None:
        return words(t.province(province))
    if origin.commune and origin.district:
        return words(t.formerly_in(place["text"], catalogue.districts[origin.district]))
    if product.sample:
        return place
    if whole := context.place_in_province(origin):
        return words(whole)
    lang = place["lang"] or context.lang
    t = Translator(lang, context.theme.words.get(lang, {}))
    return {**place, "text": t.in_province(place["text"], province)}


def _remarks(context: PageContext, product: Product) -> list[Words]:
    """Return what the editors note on the producer and on doubts."""
    remarks = (product.producer_note, product.needs_checking)
    return [context.t.text(remark) for remark in remarks if remark is not None]


def plan_lot_pages(contexts: Sequence[PageContext], product: str, codes: Iterable[str]) -> None:
    """Plan a unit for every lot of a product; the product's own scan page belongs to the product's unit."""
    for code in codes:
        contexts[0].units.add(f"lot/{product}/{code}", partial(lot_outputs, contexts, product, code))


def define_lots(reader: CatalogueReader) -> None:
    """Let the planner ask ``("lots-with-pages",)``: product → codes of its lots."""

    def lots_with_pages() -> dict[str, list[str]]:
        return {
            identity: [lot.lot for lot in lots.lots]
            for identity, lots in reader.lots.items()
            if (product := reader.products.get(identity)) and reader.has_trace_page(product)
        }

    reader.derive("lots-with-pages", lots_with_pages, stored=True)
    define_codes(reader)


PAGE = PageType(
    kinds=("trace",),
    views={"trace": TraceView},
    planners=(plan_codes,),
    define_questions=define_lots,
)
