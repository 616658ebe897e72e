"""Full-screen slides for fairs, booths, communes and selections: one page each, all languages inside.

A page needs no network once it is open, and nothing in it leads away: codes carry the public address.
"""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.fairs import all_products, booth_products, told_standing
from generator.catalogue.model import Fair, Product, ProductHead
from generator.plan import views
from generator.plan.desk import Desk
from generator.plan.desks import lone_frame
from generator.plan.fairs import fair_qr, fair_stars, kiosk_address, pitch, selection
from generator.plan.needs import digest
from generator.plan.products import facts, maker, teaser
from generator.text import Text, fold

IDLE = 60
"""Seconds after the last touch until the slides come back."""
NOT_SHOWN = {"code", "gtin", "sources"}


def plan_kiosks(desks: Sequence[Desk]) -> None:
    """The slides of every fair and showcase, of their booths, and of every commune with products."""
    main = desks[0]
    pool = all_products(main.catalogue)
    for fair in main.catalogue.fairs.values():
        _plan(desks, kiosk_address(fair.id), fair, None, selection(main, fair))
        for booth in fair.booths:
            found = booth_products(pool, fair, booth)
            _plan(desks, kiosk_address(fair.id, booth.id), fair, booth.name, found)
    if not main.catalogue.fairs:
        return
    for commune in main.catalogue.places.communes:
        found = [p for p in main.listed if p.origin.commune == commune.id]
        name = Text({desk.lang: desk.say.commune(commune) for desk in desks})
        shown = Fair(id=commune.id, kind="showcase", name=name, summary=name, basis="chosen")
        _plan(desks, kiosk_address("dia-ban", commune.id), shown, None, found)


def _plan(
    desks: Sequence[Desk],
    address: str,
    fair: Fair,
    booth: Text | None,
    products: Sequence[ProductHead],
) -> None:
    if not products:
        return
    main = desks[0]
    for product in products:
        if not main.catalogue.traced(product):
            fair_qr(main, product)
    make = partial(_view, desks, address, fair, booth, products)
    needs = digest(address, main.needs.fair_pages(fair, products))
    main.late_page("kiosk", make, needs, {main.lang: address}, index=False, every_language=True)


def _view(
    desks: Sequence[Desk],
    address: str,
    fair: Fair,
    booth: Text | None,
    products: Sequence[ProductHead],
) -> views.KioskView:
    main = desks[0]
    title = " – ".join(one.get(main.lang) for one in (booth, fair.name) if one)
    whole = f"{main.say('Slides')}: {title} – {main.catalogue.site.title.get(main.lang)}"
    about = fair.summary.get(main.lang)
    return {
        **lone_frame(main, "kiosk", address, title, about, title=whole, sample=fair.sample),
        "texts": [
            {
                "lang": desk.lang,
                "title": fair.name.get(desk.lang),
                "booth": booth.get(desk.lang) if booth else "",
                "copy": desk.say("Copy of {day}", day=desk.today),
            }
            for desk in desks
        ],
        "slides": [_slide(desks, fair, main.catalogue.product(one.id)) for one in products],
        "seconds": fair.seconds,
        "idle": IDLE,
    }


def _slide(desks: Sequence[Desk], fair: Fair, product: Product) -> views.Slide:
    main = desks[0]
    qr = fair_qr(main, product)
    texts = [_text(desk, fair, product) for desk in desks]
    said = [*product.name.root.values(), *product.other_names]
    said += [one[part] for one in texts for part in ("maker", "place")]
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


def _text(desk: Desk, fair: Fair, product: Product) -> views.SlideText:
    producer = maker(desk, product)
    stars = fair_stars(desk, fair, product)
    traced = desk.catalogue.traced(product)
    return {
        "lang": desk.lang,
        "name": product.name.get(desk.lang),
        "maker": producer.name.get(desk.lang) if producer else "",
        "place": desk.place(product.origin) or product.origin.printed or "",
        "pitch": pitch(desk, product),
        "stars": stars["label"] if stars else "",
        "until": desk.standing_stars(told_standing(desk.catalogue, fair, product))["until"],
        "scan": desk.say("Scan to see where it comes from" if traced else "Scan to see the product"),
        "facts": [row for row in facts(desk, product) if row["id"] not in NOT_SHOWN],
        "story": teaser(desk, producer),
    }
