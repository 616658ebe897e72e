"""The information that the law wants on a traceability page, and what of it our sources do not give.

Items of Circular 02/2024/TT-BKHCN (traceability) and headings of Decree 37/2026/NĐ-CP, article 32
(digital product passport). A heading without an answer is named all the same: a page that leaves it
out would look complete.
"""

from collections.abc import Sequence

from generator.catalogue.model import ProducerSummary, Product, ProductSummary
from generator.site.context import PageContext, printed
from generator.site.lot_views import LotView
from generator.site.product_facts import facts
from generator.site.view_parts import Row, Words, row, words


def passport(context: PageContext, product: Product) -> list[Row]:
    """What is known under the headings of the law, but for lots and certificates, which stand apart."""
    return _identity_rows(context, product) + facts(context, product, brief=True)


def legal_minimum(context: PageContext, product: Product) -> list[Row]:
    """What is known under the headings of the law alone, certificates by name, for the page of a lot."""
    t = context.t
    rows = _identity_rows(context, product)
    if product.gtin:
        rows.append(row(t("GTIN (barcode)"), words(product.gtin), identity="gtin"))
    if product.shelf_life:
        rows.append(row(t("Shelf life"), t.text(product.shelf_life)))
    if product.warnings:
        rows.append(row(t("Warnings"), t.text(product.warnings), identity="warnings"))
    if product.brand:
        rows.append(row(t("Brand"), words(product.brand)))
    if product.standards:
        rows.append(row(t("Standards applied"), *t.texts(product.standards)))
    if product.certificates:
        names = t.texts(tuple(certificate.name for certificate in product.certificates))
        rows.append(row(t("Certificates"), *names, identity="certificates"))
    return rows


def _identity_rows(context: PageContext, product: Product) -> list[Row]:
    """Trace code, the producer's address and the source area; name, producer and place head the page."""
    t = context.t
    rows = [row(t("Trace code"), words(product.code), identity="code")] if product.code else []
    producer = context.catalogue.producers.get(product.producer or "")
    if producer and (address := _address(context, producer)):
        rows.append(row(t("Producer's address"), *address, identity="address"))
    if product.origin.area:
        rows.append(row(t("Growing area"), t.text(product.origin.area)))
    return rows


def missing(context: PageContext, product: Product, lots: Sequence[LotView]) -> list[str]:
    """The law's headings that neither our sources nor the lots shown answer, in the law's order."""
    t = context.t
    producer = context.catalogue.producers.get(product.producer or "")
    answers = [
        (t("GTIN (barcode)"), product.gtin),
        (t("photo"), product.photos),
        (t("producer"), producer),
        (t("producer's address"), producer and _address(context, producer)),
        (t("producer's identification number"), None),
        (t("origin"), _placed(product)),
        (t("stages of production with place and time"), any(lot["steps"] for lot in lots)),
        (t("production date"), lots),
        (t("use-by date or shelf life"), product.shelf_life or any(lot["expires_iso"] for lot in lots)),
        (t("brand"), product.brand),
        (t("standards applied"), product.standards),
        (t("quality certificates"), product.certificates),
        (t("safety warnings"), product.warnings),
    ]
    return [name for name, answer in answers if not answer]


def _placed(product: ProductSummary) -> bool:
    origin = product.origin
    return bool(origin.commune or origin.district or origin.printed or origin.area)


def _address(context: PageContext, producer: ProducerSummary) -> list[Words]:
    """The address as printed, else today's commune or the former district with the province."""
    address = producer.address
    if address.printed:
        return [printed(context, address.printed)]
    if place := context.place(address):
        return [words(context.t.in_province(place, context.catalogue.places.province))]
    return []
