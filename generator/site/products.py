"""The view of a product's page and the rows that other pages share with it. Its scan page is in ``trace``."""

from generator.catalogue.addresses import trace
from generator.catalogue.doubtful import rating_as_shown
from generator.catalogue.lots import ON_PRODUCT_PAGE
from generator.catalogue.model import (
    Certificate,
    Producer,
    Product,
    ProductSummary,
)
from generator.catalogue.ocop import Standing, event_day
from generator.site import jsonld, views
from generator.site.atlas import place_map
from generator.site.contacts import contact_rows
from generator.site.context import PageContext, printed, row, words
from generator.site.lots import boxes, lot_years
from generator.site.news import newest, news_card
from generator.site.notices import successor_link
from generator.site.outputs import Page
from generator.site.words import (
    CERTIFICATE,
    EVIDENCE,
    LEVEL,
    RATING_KIND,
    RATING_STATUS,
    excerpt,
)
from generator.text import fill, joined


def product_page(context: PageContext, product: Product) -> Page:
    """Return the page of a product."""
    return context.page("product", product_view(context, product))


def product_view(context: PageContext, product: Product) -> views.ProductView:
    """Return all values that the template of a product's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    criteria_set = catalogue.sets[product.set]
    group = catalogue.groups[criteria_set.group]
    name = product.name.get(context.lang)
    standing = catalogue.standing(product.id)
    stars = context.standing_stars(standing)
    producer = producer_of(context, product)
    summary = t.maybe(product.summary)
    place = context.place(product.origin)
    bare_description = " ".join(f"{part}." for part in (name, stars["label"], place) if part)
    description = summary["text"] if summary else bare_description
    has_trace_page = catalogue.has_trace_page(product)
    twins = context.twins(lambda u: u("products", product.id))
    frame = context.frame(
        "product",
        twins,
        name,
        f"{description} {stars['until']}.",
        [(t("Products"), urls("products")), (group.name.get(context.lang), urls.group(group.id))],
        nav="products",
        title=" – ".join(filter(None, [name, place, catalogue.site.title.get(context.lang)])),
        og_image=context.product_share_picture(product),
        og_type="product",
        jsonld=[jsonld.product(context, product, twins[context.lang])],
        sample=product.sample,
    )
    others, same_place = catalogue.neighbours(product)
    kicker: list[views.Link] = [
        {"name": criteria_set.name.get(context.lang), "href": urls.set(criteria_set.id)}
    ]
    if product.origin.commune:
        kicker.append({"name": place, "href": urls("places", product.origin.commune)})
    elif product.origin.district:
        kicker.append({"name": place, "href": urls.district(product.origin.district)})
    if not catalogue.lists(product):
        kicker = [{"name": link["name"], "href": ""} for link in kicker]
    return {
        **frame,
        "id": product.id,
        "name": t.text(product.name),
        "other_name": context.other_name(product.name),
        "kicker": kicker,
        "summary": summary,
        "paragraphs": _paragraphs(t.maybe(product.description)),
        "picture": context.picture(product),
        "photos": [image for photo in product.photos if (image := context.image("product", product, photo))],
        "drawing_note": t("Illustration; we have no photo of this product."),
        "stars": stars,
        "rating": rating_row(context, standing) if standing else None,
        "ratings": [rating_row(context, past) for past in reversed(catalogue.standings(product.id))],
        "facts": facts(context, product),
        "producer_note": t.maybe(product.producer_note),
        "story": teaser(context, producer),
        "certificates": [certificate_row(context, certificate) for certificate in product.certificates],
        "shops": shop_rows(context, product),
        "contacts": contact_rows(t, producer.contacts if producer else None),
        "lots": boxes(context, product),
        "lot_years": lot_years(context, product, ON_PRODUCT_PAGE),
        "lots_total": sum(catalogue.lot_counts(product.id).values()),
        "successor": successor_link(context, product),
        "qr": context.qr(product) if has_trace_page else None,
        "trace": f"{trace(product)}/" if has_trace_page else "",
        "trace_url": product.trace_url or "",
        "needs_checking": t.maybe(product.needs_checking),
        "discontinued": t.maybe(product.discontinued.reason) if product.discontinued else None,
        "notes": t.texts(product.notes),
        "sources": context.sources(product.sources),
        "chains": [
            {"name": chain.name.get(context.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains_with("product", product.id)
        ],
        "news": [news_card(context, item) for item in newest(catalogue.news_about("product", product.id))],
        "same_producer": [context.card(p) for p in others],
        "same_place": [context.card(p) for p in same_place],
        "data": f"/data/products/{product.id}.json",
        "map": place_map(context, product.origin),
        "compare": urls("compare"),
    }


def producer_of(context: PageContext, product: ProductSummary) -> Producer | None:
    """Return the whole record of a product's producer; None where no source names one."""
    catalogue = context.catalogue
    return catalogue.producer(product.producer) if product.producer in catalogue.producers else None  # type: ignore[arg-type]


def _paragraphs(text: views.Words | None) -> list[views.Words]:
    if text is None:
        return []
    return [
        {"text": " ".join(p.split()), "lang": text["lang"]} for p in text["text"].split("\n\n") if p.strip()
    ]


def facts(context: PageContext, product: Product, brief: bool = False) -> list[views.Row]:
    """Return the table of facts; ``brief`` leaves out what the scan page shows elsewhere."""
    rows: list[views.Row] = []
    if not brief:
        rows += _origin_rows(context, product)
    rows += _number_rows(context, product)
    if product.other_names and not brief:
        rows.append(row(context.t("Also written"), *[printed(context, name) for name in product.other_names]))
    rows += _content_rows(context, product)
    if not brief:
        rows += _trade_rows(context, product)
    return rows


def _origin_rows(context: PageContext, product: Product) -> list[views.Row]:
    """Producer, administrative places, criteria set and trace code."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    criteria_set = catalogue.sets[product.set]
    if producer := catalogue.producers.get(product.producer or ""):
        href = urls("producers", producer.id)
        rows = [row(t("Producer"), t.text(producer.name), href=href, identity="producer")]
    else:
        rows = [row(t("Producer"), words(t("Not named by our sources")), identity="producer")]
    rows += place_rows(context, product)
    set_name = words(fill("{n}. {name}", n=criteria_set.number, name=criteria_set.name.get(context.lang)))
    rows.append(row(t("Criteria set"), set_name, href=urls.set(criteria_set.id), identity="set"))
    if product.group_as_printed:
        rows.append(row(t("Group as printed"), printed(context, product.group_as_printed)))
    if product.code:
        rows.append(row(t("Trace code"), words(product.code), identity="code"))
    return rows


def _number_rows(context: PageContext, product: Product) -> list[views.Row]:
    """GTIN and official codes."""
    t = context.t
    rows = [row(t("GTIN (barcode)"), words(product.gtin), identity="gtin")] if product.gtin else []
    return rows + [row(t("Official OCOP code"), words(code)) for code in product.official_code]


def _content_rows(context: PageContext, product: Product) -> list[views.Row]:
    """What is in the pack and how it is used, as a label has to say it."""
    t = context.t
    rows: list[views.Row] = []
    for label, text, identity in (
        (t("Ingredients"), product.ingredients, ""),
        (t("How to use"), product.usage, ""),
        (t("Storage"), product.storage, ""),
        (t("Shelf life"), product.shelf_life, ""),
        (t("Warnings"), product.warnings, "warnings"),
    ):
        if text:
            rows.append(row(label, t.text(text), identity=identity))
    if product.standards:
        rows.append(row(t("Standards applied"), *t.texts(product.standards)))
    if product.brand:
        rows.append(row(t("Brand"), words(product.brand)))
    if product.pack_sizes:
        sizes = [words(joined(size["text"]), size["lang"]) for size in t.texts(product.pack_sizes)]
        rows.append(row(t("Pack sizes"), *sizes))
    return rows


def _trade_rows(context: PageContext, product: Product) -> list[views.Row]:
    """Price, markets and trace stamps as the sources give them."""
    t = context.t
    rows: list[views.Row] = []
    if product.price:
        amount = t("{n} đồng", n=t.number(product.price.amount))
        per, on = product.price.per.get(context.lang), t.day(product.price.on.isoformat())
        price = t("{amount} for {per} (on {day})", amount=amount, per=per, day=on)
        rows.append(row(t("Price"), words(joined(price))))
    if product.markets:
        rows.append(row(t("Markets named by sources"), *t.texts(product.markets)))
    if product.trace_stamps:
        rows.append(row(t("Trace stamps"), words(t("Sources say that packs carry trace stamps"))))
    return rows


def place_rows(context: PageContext, product: ProductSummary) -> list[views.Row]:
    """Return the rows of a product's origin: today's commune, the former district, then as printed."""
    catalogue, t, urls, origin = context.catalogue, context.t, context.urls, product.origin
    linked = catalogue.lists(product)
    rows = []
    if origin.commune:
        commune = t.commune(catalogue.communes[origin.commune])
        whole = words(t.in_province(commune, catalogue.places.province))
        href = urls("places", origin.commune) if linked else ""
        rows.append(row(t("Place today"), whole, href=href, identity="place"))
    if origin.district:
        name = t.district(catalogue.districts[origin.district])
        href = urls.district(origin.district) if linked else ""
        rows.append(row(t("Before 1 July 2025"), words(name), href=href, identity="former"))
    if origin.printed:
        rows.append(row(t("As the source prints it"), printed(context, origin.printed)))
    if origin.area:
        rows.append(row(t("Growing area"), t.text(origin.area)))
    if not rows:
        rows.append(row(t("Place"), words(t("Not stated by our sources")), identity="place"))
    return rows


def rating_row(context: PageContext, standing: Standing) -> views.RatingRow:
    """Return one rating in words."""
    catalogue, t = context.catalogue, context.t
    decision = catalogue.decisions.get(standing.rating.decision or "")
    rating = rating_as_shown(standing.rating, decision, catalogue.versions)
    version = catalogue.versions.get(rating.criteria or "")
    first = t.day(standing.first.isoformat()) if standing.first else ""
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
    }


def certificate_row(context: PageContext, certificate: Certificate) -> views.CertificateRow:
    """Return a certificate other than OCOP's in words."""
    t = context.t
    return {
        "name": t.text(certificate.name),
        "kind": t(CERTIFICATE[certificate.kind]),
        "number": certificate.number or "",
        "issuer": t.maybe(certificate.issuer),
        "issued": t.day(certificate.issued_on),
        "until": t.day(certificate.valid_until.isoformat()) if certificate.valid_until else "",
        "over": context.catalogue.is_past(certificate.valid_until),
        "href": certificate.evidence or "",
        "note": t.maybe(certificate.note),
    }


def shop_rows(context: PageContext, product: Product) -> list[views.Row]:
    """Return a row for each shop that sells a product."""
    t = context.t
    return [
        row(
            t("Where to buy"),
            t.text(shop.name),
            *([printed(context, shop.address)] if shop.address else []),
            href=shop.url or "",
        )
        for shop in product.shops
    ]


def teaser(context: PageContext, producer: Producer | None) -> views.Teaser | None:
    """Return the beginning of the producer's story, in this language or the first that has it."""
    if producer is None:
        return None
    story = story_of(context, "producer", producer.id)
    if story is None:
        return None
    text, lang = story
    title = producer.story_title or producer.name
    return {
        "title": context.t.text(title),
        "excerpt": words(excerpt(text), lang),
        "href": context.urls("producers", producer.id),
    }


def story_of(context: PageContext, kind: str, identity: str) -> tuple[str, str] | None:
    """Return a record's Markdown in this language, else in the first that has it, with that language's code.

    The code is empty for the page's own language. None where no language has a story.
    """
    order = (context.lang, *(language.code for language in context.catalogue.site.languages))
    story = context.catalogue.story(kind, identity, order)
    if story is None:
        return None
    text, lang = story
    return text, "" if lang == context.lang else lang


def story_length(context: PageContext, producer: str) -> int:
    """Return the number of letters of a producer's story in this language, else in the first that has it."""
    order = (context.lang, *(language.code for language in context.catalogue.site.languages))
    return context.catalogue.story_length("producer", producer, order)
