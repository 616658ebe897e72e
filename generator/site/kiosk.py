"""Full-screen slides for fairs, booths, communes and selections: one page each, all languages inside.

A page needs no network once it is open, and nothing in it leads away: codes carry the public address.
"""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.fairs import all_products, booth_products, told_standing
from generator.catalogue.model import Fair, Product, ProductSummary
from generator.site import views
from generator.site.context import PageContext
from generator.site.contexts import lone_frame
from generator.site.fairs import fair_qr, fair_stars, kiosk_address, pitch, selection
from generator.site.needs import digest
from generator.site.products import facts, maker, teaser
from generator.text import Text, fold

IDLE = 60
"""Seconds after the last touch until the slides come back."""
NOT_SHOWN = {"code", "gtin", "sources"}


def plan_kiosks(contexts: Sequence[PageContext]) -> None:
    """The slides of every fair and showcase, of their booths, and of every commune with products."""
    main = contexts[0]
    pool = all_products(main.catalogue)
    for fair in main.catalogue.fairs.values():
        _plan(contexts, kiosk_address(fair.id), fair, None, selection(main, fair))
        for booth in fair.booths:
            found = booth_products(pool, fair, booth)
            _plan(contexts, kiosk_address(fair.id, booth.id), fair, booth.name, found)
    if not main.catalogue.fairs:
        return
    for commune in main.catalogue.places.communes:
        found = [p for p in main.listed if p.origin.commune == commune.id]
        name = Text({context.lang: context.t.commune(commune) for context in contexts})
        shown = Fair(id=commune.id, kind="showcase", name=name, summary=name, basis="chosen")
        _plan(contexts, kiosk_address("dia-ban", commune.id), shown, None, found)


def _plan(
    contexts: Sequence[PageContext],
    address: str,
    fair: Fair,
    booth: Text | None,
    products: Sequence[ProductSummary],
) -> None:
    if not products:
        return
    main = contexts[0]
    for product in products:
        if not main.catalogue.has_trace_page(product):
            fair_qr(main, product)
    make = partial(_view, contexts, address, fair, booth, products)
    needs = digest(address, main.needs.fair_pages(fair, products))
    main.late_page("kiosk", make, needs, {main.lang: address}, index=False, every_language=True)


def _view(
    contexts: Sequence[PageContext],
    address: str,
    fair: Fair,
    booth: Text | None,
    products: Sequence[ProductSummary],
) -> views.KioskView:
    main = contexts[0]
    title = " – ".join(one.get(main.lang) for one in (booth, fair.name) if one)
    whole = f"{main.t('Slides')}: {title} – {main.catalogue.site.title.get(main.lang)}"
    about = fair.summary.get(main.lang)
    return {
        **lone_frame(main, "kiosk", address, title, about, title=whole, sample=fair.sample),
        "texts": [
            {
                "lang": context.lang,
                "title": fair.name.get(context.lang),
                "booth": booth.get(context.lang) if booth else "",
                "copy": context.t("Copy of {day}", day=context.today),
            }
            for context in contexts
        ],
        "slides": [_slide(contexts, fair, main.catalogue.product(product.id)) for product in products],
        "seconds": fair.seconds,
        "idle": IDLE,
    }


def _slide(contexts: Sequence[PageContext], fair: Fair, product: Product) -> views.Slide:
    main = contexts[0]
    qr = fair_qr(main, product)
    texts = [_text(context, fair, product) for context in contexts]
    said = [*product.name.root.values(), *product.other_names]
    said += [text[part] for text in texts for part in ("maker", "place")]
    return {
        "id": product.id,
        "picture": main.picture(product),
        "stars": fair_stars(main, fair, product),
        "sample": product.sample,
        "payload": qr["payload"],
        "qr": qr["svg"],
        "texts": texts,
        "search": " | ".join(dict.fromkeys(fold(one) for one in said if one)),
    }


def _text(context: PageContext, fair: Fair, product: Product) -> views.SlideText:
    producer = maker(context, product)
    stars = fair_stars(context, fair, product)
    has_trace_page = context.catalogue.has_trace_page(product)
    return {
        "lang": context.lang,
        "name": product.name.get(context.lang),
        "maker": producer.name.get(context.lang) if producer else "",
        "place": context.place(product.origin) or product.origin.printed or "",
        "pitch": pitch(context, product),
        "stars": stars["label"] if stars else "",
        "until": context.standing_stars(told_standing(context.catalogue, fair, product))["until"],
        "scan": context.t("Scan to see where it comes from" if has_trace_page else "Scan to see the product"),
        "facts": [row for row in facts(context, product) if row["id"] not in NOT_SHOWN],
        "story": teaser(context, producer),
    }
