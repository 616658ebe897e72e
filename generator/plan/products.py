"""A product's page and everything it shows."""

from functools import partial
from operator import methodcaller

from generator.catalogue.addresses import trace
from generator.catalogue.doubtful import rating_as_shown
from generator.catalogue.lots import ON_PRODUCT_PAGE
from generator.catalogue.model import (
    Certificate,
    Producer,
    Product,
    ProductHead,
)
from generator.catalogue.ocop import Standing, event_day
from generator.plan import jsonld, views
from generator.plan.atlas import place_map
from generator.plan.contacts import contact_rows
from generator.plan.desk import Desk, printed, row, words
from generator.plan.lots import boxes, lot_years
from generator.plan.news import newest_first, news_card
from generator.plan.notices import successor_link
from generator.plan.words import (
    CERTIFICATE,
    EVIDENCE,
    LEVEL,
    RATING_KIND,
    RATING_STATUS,
    excerpt,
)
from generator.text import joined


def plan_product(desk: Desk, product: ProductHead) -> None:
    """The page of a product, and the pictures and codes that it and the cards of it on other pages name."""
    twins = desk.twins(methodcaller("__call__", "products", product.id))
    needs = desk.needs.product_page(product)
    make = partial(product_view, desk, product.id)
    desk.late_page("product", make, needs, twins, index=desk.catalogue.lists(product))
    desk.product_card_picture(product)
    desk.og_image("product", product)
    for photo in product.photos:
        desk.image("product", product, photo)
    if desk.catalogue.traced(product):
        desk.qr(product)


def product_view(desk: Desk, identity: str) -> views.ProductView:
    """Everything a product's page may show."""
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    product = catalogue.product(identity)
    one_set = catalogue.sets[product.set]
    group = catalogue.groups[one_set.group]
    name = product.name.get(desk.lang)
    standing = catalogue.standing[product.id]
    stars = desk.standing_stars(standing)
    producer = maker(desk, product)
    summary = say.maybe(product.summary)
    place = desk.place(product.origin)
    said = " ".join(f"{part}." for part in (name, stars["label"], place) if part)
    description = summary["text"] if summary else said
    traced = catalogue.traced(product)
    twins = desk.twins(lambda u: u("products", product.id))
    frame = desk.frame(
        "product",
        twins,
        name,
        f"{description} {stars['until']}.",
        [(say("Products"), urls("products")), (group.name.get(desk.lang), urls.group(group.id))],
        nav="products",
        title=" – ".join(filter(None, [name, place, catalogue.site.title.get(desk.lang)])),
        og_image=desk.product_card_picture(product),
        og_type="product",
        jsonld=[jsonld.product(desk, product, twins[desk.lang])],
        sample=product.sample,
    )
    others, same_place = catalogue.neighbours(product)
    kicker: list[views.Link] = [{"name": one_set.name.get(desk.lang), "href": urls.set(one_set.id)}]
    if product.origin.commune:
        kicker.append({"name": place, "href": urls("places", product.origin.commune)})
    elif product.origin.district:
        kicker.append({"name": place, "href": urls.district(product.origin.district)})
    if not catalogue.lists(product):
        kicker = [{"name": one["name"], "href": ""} for one in kicker]
    return {
        **frame,
        "id": product.id,
        "name": say.text(product.name),
        "other_name": desk.other_name(product.name),
        "kicker": kicker,
        "summary": summary,
        "paragraphs": _paragraphs(say.maybe(product.description)),
        "picture": desk.picture(product),
        "photos": [image for photo in product.photos if (image := desk.image("product", product, photo))],
        "drawing_note": say("Illustration; we have no photo of this product."),
        "stars": stars,
        "rating": rating_row(desk, standing) if standing else None,
        "ratings": [rating_row(desk, one) for one in reversed(catalogue.standings[product.id])],
        "facts": facts(desk, product),
        "producer_note": say.maybe(product.producer_note),
        "story": teaser(desk, producer),
        "certificates": [certificate_row(desk, one) for one in product.certificates],
        "shops": shop_rows(desk, product),
        "contacts": contact_rows(say, producer.contacts if producer else None),
        "lots": boxes(desk, product),
        "lot_years": lot_years(desk, product, ON_PRODUCT_PAGE),
        "lots_total": len(catalogue.lots[product.id].lots) if product.id in catalogue.lots else 0,
        "successor": successor_link(desk, product),
        "qr": desk.qr(product) if traced else None,
        "trace": f"{trace(product)}/" if traced else "",
        "trace_url": product.trace_url or "",
        "needs_checking": say.maybe(product.needs_checking),
        "discontinued": say.maybe(product.discontinued.reason) if product.discontinued else None,
        "notes": say.texts(product.notes),
        "sources": desk.sources(product.sources),
        "chains": [
            {"name": chain.name.get(desk.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains.values()
            if product.id in chain.products
        ],
        "news": [news_card(desk, one) for one in newest_first(desk) if product.id in one.products],
        "same_producer": [desk.card(p) for p in others],
        "same_place": [desk.card(p) for p in same_place],
        "data": f"/data/products/{product.id}.json",
        "map": place_map(desk, product.origin),
        "compare": urls("compare"),
    }


def maker(desk: Desk, product: ProductHead) -> Producer | None:
    """Everything that is recorded of a product's holder; None where no source names one."""
    catalogue = desk.catalogue
    return catalogue.producer(product.producer) if product.producer in catalogue.producers else None  # type: ignore[arg-type]


def _paragraphs(text: views.Words | None) -> list[views.Words]:
    if text is None:
        return []
    return [
        {"text": " ".join(p.split()), "lang": text["lang"]} for p in text["text"].split("\n\n") if p.strip()
    ]


def facts(desk: Desk, product: Product, brief: bool = False) -> list[views.Row]:
    """The table of facts; ``brief`` leaves out what the scan page shows elsewhere."""
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    one_set = catalogue.sets[product.set]
    rows: list[views.Row] = []
    if not brief:
        if producer := catalogue.producers.get(product.producer or ""):
            rows.append(
                row(
                    say("Producer"),
                    say.text(producer.name),
                    href=urls("producers", producer.id),
                    identity="producer",
                )
            )
        else:
            rows.append(row(say("Producer"), words(say("Not named by our sources")), identity="producer"))
        rows += place_rows(desk, product)
        rows.append(
            row(
                say("Criteria set"),
                words(f"{one_set.number}. {one_set.name.get(desk.lang)}"),
                href=urls.set(one_set.id),
                identity="set",
            )
        )
        if product.group_as_printed:
            rows.append(
                row(
                    say("Group as printed"),
                    printed(desk, product.group_as_printed),
                )
            )
        if product.code:
            rows.append(row(say("Trace code"), words(product.code), identity="code"))
    if product.gtin:
        rows.append(row(say("GTIN (barcode)"), words(product.gtin), identity="gtin"))
    for code in product.official_code:
        rows.append(row(say("Official OCOP code"), words(code)))
    if product.other_names and not brief:
        rows.append(
            row(
                say("Also written"),
                *[printed(desk, n) for n in product.other_names],
            )
        )
    for label, text in (
        (say("Ingredients"), product.ingredients),
        (say("How to use"), product.usage),
        (say("Storage"), product.storage),
        (say("Shelf life"), product.shelf_life),
        (say("Warnings"), product.warnings),
    ):
        if text:
            rows.append(row(label, say.text(text), identity="warnings" if text is product.warnings else ""))
    if product.standards:
        rows.append(row(say("Standards applied"), *say.texts(product.standards)))
    if product.brand:
        rows.append(row(say("Brand"), words(product.brand)))
    if product.pack_sizes:
        sizes = [words(joined(one["text"]), one["lang"]) for one in say.texts(product.pack_sizes)]
        rows.append(row(say("Pack sizes"), *sizes))
    if product.price and not brief:
        amount = say("{n} đồng", n=say.number(product.price.amount))
        per, on = product.price.per.get(desk.lang), say.day(product.price.on.isoformat())
        price = say("{amount} for {per} (on {day})", amount=amount, per=per, day=on)
        rows.append(row(say("Price"), words(joined(price))))
    if product.markets and not brief:
        rows.append(row(say("Markets named by sources"), *say.texts(product.markets)))
    if product.trace_stamps and not brief:
        rows.append(row(say("Trace stamps"), words(say("Sources say that packs carry trace stamps"))))
    return rows


def place_rows(desk: Desk, product: ProductHead) -> list[views.Row]:
    """Today's place first, then the former one, then as printed."""
    catalogue, say, urls, origin = desk.catalogue, desk.say, desk.urls, product.origin
    linked = catalogue.lists(product)
    rows = []
    if origin.commune:
        commune = say.commune(catalogue.communes[origin.commune])
        whole = words(say.in_province(commune, catalogue.places.province))
        href = urls("places", origin.commune) if linked else ""
        rows.append(row(say("Place today"), whole, href=href, identity="place"))
    if origin.district:
        name = say.district(catalogue.districts[origin.district])
        href = urls.district(origin.district) if linked else ""
        rows.append(row(say("Before 1 July 2025"), words(name), href=href, identity="former"))
    if origin.printed:
        rows.append(row(say("As the source prints it"), printed(desk, origin.printed)))
    if origin.area:
        rows.append(row(say("Growing area"), say.text(origin.area)))
    if not rows:
        rows.append(row(say("Place"), words(say("Not stated by our sources")), identity="place"))
    return rows


def rating_row(desk: Desk, standing: Standing) -> views.RatingRow:
    """One rating event in words."""
    catalogue, say = desk.catalogue, desk.say
    decision = catalogue.decisions.get(standing.rating.decision or "")
    rating = rating_as_shown(standing.rating, decision, catalogue.versions)
    version = catalogue.versions.get(rating.criteria or "")
    first = say.day(standing.first.isoformat()) if standing.first else ""
    basis = {
        "stated": say("Valid from {day}, as the source states.", day=first),
        "decision": say("Counted 36 months from the day of the decision, {day}.", day=first),
        "announcement": say(
            "Counted 36 months from the day of announcement, {day}; the decision's own date is not "
            "in our sources.",
            day=first,
        ),
        "": "",
    }[standing.basis]
    if standing.begins and not standing.first:
        basis = say(
            "Counted 36 months from {day}; the exact day is not in our sources.",
            day=say.day(event_day(rating, decision)),
        )
    return {
        "stars": desk.standing_stars(standing),
        "title": say.text(decision.title) if decision else words(say(RATING_STATUS[rating.status])),
        "decision": {
            "name": decision.number or decision.title.get(desk.lang),
            "href": desk.urls("decisions", decision.id),
        }
        if decision
        else None,
        "body": say.maybe(decision.body) if decision else None,
        "level": say(LEVEL[decision.level]) if decision and decision.level else "",
        "date": say.day(event_day(rating, decision)),
        "basis": basis if rating.valid_until is None or standing.basis == "stated" else "",
        "score": say.number(rating.score) if rating.score is not None else "",
        "criteria": version.name.get(desk.lang) if version else "",
        "kind": say(RATING_KIND[rating.kind]) if rating.kind else "",
        "evidence": say(EVIDENCE[rating.evidence]) if rating.evidence else "",
        "withdrawn": say.text(rating.withdrawn.reason) if rating.withdrawn else None,
        "note": say.maybe(rating.note),
    }


def certificate_row(desk: Desk, certificate: Certificate) -> views.CertificateRow:
    """Another certificate in words."""
    say = desk.say
    return {
        "name": say.text(certificate.name),
        "kind": say(CERTIFICATE[certificate.kind]),
        "number": certificate.number or "",
        "issuer": say.maybe(certificate.issuer),
        "issued": say.day(certificate.issued_on),
        "until": say.day(certificate.valid_until.isoformat()) if certificate.valid_until else "",
        "over": certificate.over_on(desk.catalogue.day),
        "href": certificate.evidence or "",
        "note": say.maybe(certificate.note),
    }


def shop_rows(desk: Desk, product: Product) -> list[views.Row]:
    """Where a product can be bought."""
    say = desk.say
    return [
        row(
            say("Where to buy"),
            say.text(shop.name),
            *([printed(desk, shop.address)] if shop.address else []),
            href=shop.url or "",
        )
        for shop in product.shops
    ]


def teaser(desk: Desk, producer: Producer | None) -> views.Teaser | None:
    """The beginning of the holder's story, in this language or the first that has it."""
    if producer is None:
        return None
    found = story_of(desk, "producer", producer.id)
    if found is None:
        return None
    text, lang = found
    title = producer.story_title or producer.name
    return {
        "title": desk.say.text(title),
        "excerpt": words(excerpt(text), lang),
        "href": desk.urls("producers", producer.id),
    }


def story_of(desk: Desk, kind: str, identity: str) -> tuple[str, str] | None:
    """A record's Markdown in this language, else in the first that has it; the language if another."""
    order = (desk.lang, *(one.code for one in desk.catalogue.site.languages))
    found = desk.catalogue.story(kind, identity, order)
    return (found[0], "" if found[1] == desk.lang else found[1]) if found else None


def story_length(desk: Desk, producer: str) -> int:
    """Letters of a holder's story in this language, else in the first that has it."""
    stories = desk.catalogue.stories
    order = (desk.lang, *(one.code for one in desk.catalogue.site.languages))
    keys = (("producer", producer, language) for language in order)
    return next((stories[key].length for key in keys if key in stories), 0)
