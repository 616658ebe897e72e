"""The facts of a product as rows: its page, its scan page, slides and the comparison show them."""

from typing import TypedDict

from generator.catalogue.model import Certificate, Producer, Product, ProductSummary
from generator.site.context import PageContext, printed
from generator.site.view_parts import Row, Words, row, words
from generator.site.words import CERTIFICATE
from generator.text import fill, joined


class CertificateRow(TypedDict):
    """A certificate other than OCOP's: VietGAP, HACCP, a geographical indication."""

    name: Words
    kind: str
    number: str
    issuer: Words | None
    issued: str
    until: str
    over: bool
    """Whether its last valid day has passed."""
    href: str
    note: Words | None


def producer_of(context: PageContext, product: ProductSummary) -> Producer | None:
    """Return the whole record of a product's producer; None where no source names one."""
    catalogue = context.catalogue
    return catalogue.producer(product.producer) if product.producer in catalogue.producers else None  # type: ignore[arg-type]


def facts(context: PageContext, product: Product, brief: bool = False) -> list[Row]:
    """Return the table of facts; ``brief`` leaves out what the scan page shows elsewhere."""
    rows: list[Row] = []
    if not brief:
        rows += _origin_rows(context, product)
    rows += _number_rows(context, product)
    if product.other_names and not brief:
        rows.append(row(context.t("Also written"), *[printed(context, name) for name in product.other_names]))
    rows += _content_rows(context, product)
    if not brief:
        rows += _trade_rows(context, product)
    return rows


def _origin_rows(context: PageContext, product: Product) -> list[Row]:
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


def _number_rows(context: PageContext, product: Product) -> list[Row]:
    """GTIN and official codes."""
    t = context.t
    rows = [row(t("GTIN (barcode)"), words(product.gtin), identity="gtin")] if product.gtin else []
    return rows + [row(t("Official OCOP code"), words(code)) for code in product.official_code]


def _content_rows(context: PageContext, product: Product) -> list[Row]:
    """What is in the pack and how it is used, as a label has to say it."""
    t = context.t
    rows: list[Row] = []
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


def _trade_rows(context: PageContext, product: Product) -> list[Row]:
    """Price, markets and trace stamps as the sources give them."""
    t = context.t
    rows: list[Row] = []
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


def place_rows(context: PageContext, product: ProductSummary) -> list[Row]:
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


def certificate_row(context: PageContext, certificate: Certificate) -> CertificateRow:
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


def shop_rows(context: PageContext, product: Product) -> list[Row]:
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
