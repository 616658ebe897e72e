"""The information that the law wants on a traceability page, and what of it our sources do not give.

Items of Circular 02/2024/TT-BKHCN (traceability) and headings of Decree 37/2026/NĐ-CP, article 32
(digital product passport). A heading without an answer is named all the same: a page that leaves it
out would look complete.
"""

from collections.abc import Sequence

from generator.catalogue.model import ProducerSummary, Product, ProductSummary
from generator.site.context import PageContext, printed
from generator.site.lot_views import LotView
from generator.site.product_facts import content_rows, number_rows
from generator.site.view_parts import Row, Words, filled_rows, maybe_words, row


def passport_rows(context: PageContext, product: Product) -> list[Row]:
    """Return what is known under the law's headings, without lots and certificates, which stand below."""
    return _identity_rows(context, product) + number_rows(context, product) + content_rows(context, product)


def legal_minimum_rows(context: PageContext, product: Product) -> list[Row]:
    """Return what is known under the law's headings alone, certificates by name, for the page of a lot."""
    t = context.t
    certificates = t.texts(tuple(certificate.name for certificate in product.certificates))
    return _identity_rows(context, product) + filled_rows(
        row(t("GTIN (barcode)"), maybe_words(product.gtin), identity="gtin"),
        row(t("Shelf life"), t.maybe(product.shelf_life)),
        row(t("Warnings"), t.maybe(product.warnings), identity="warnings"),
        row(t("Brand"), maybe_words(product.brand)),
        row(t("Standards applied"), *t.texts(product.standards)),
        row(t("Certificates"), *certificates, identity="certificates"),
    )


def _identity_rows(context: PageContext, product: Product) -> list[Row]:
    """Trace code, the producer's address and the source area; name, producer and place head the page."""
    t = context.t
    producer = context.catalogue.producers.get(product.producer or "")
    return filled_rows(
        row(t("Trace code"), maybe_words(product.code), identity="code"),
        row(t("Producer's address"), _address(context, producer) if producer else None, identity="address"),
        row(t("Growing area"), t.maybe(product.origin.area)),
    )


def unanswered_headings(context: PageContext, product: Product, lots: Sequence[LotView]) -> list[str]:
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


def _address(context: PageContext, producer: ProducerSummary) -> Words | None:
    """The address as printed, else today's commune or the former district with the province."""
    if address := printed(context, producer.address.printed):
        return address
    return maybe_words(context.place_in_province(producer.address))
