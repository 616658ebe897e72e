"""The information that the law wants on a traceability page, and what of it our sources do not give.

Items of Circular 02/2024/TT-BKHCN (traceability) and headings of Decree 37/2026/NĐ-CP, article 32
(digital product passport). A heading without an answer is named all the same: a page that leaves it
out would look complete.
"""

from collections.abc import Sequence

from generator.catalogue.model import ProducerHead, Product, ProductHead
from generator.plan import views
from generator.plan.desk import Desk, printed, row, words
from generator.plan.products import facts, place_rows


def passport(desk: Desk, product: Product) -> list[views.Row]:
    """What is known under the headings of the law, but for lots and certificates, which stand apart."""
    catalogue, say = desk.catalogue, desk.say
    rows = [row(say("Product"), say.text(product.name), identity="name")]
    if product.code:
        rows.append(row(say("Trace code"), words(product.code), identity="code"))
    if producer := catalogue.producers.get(product.producer or ""):
        rows.append(row(say("Producer"), say.text(producer.name), identity="maker"))
        if address := _address(desk, producer):
            rows.append(row(say("Producer's address"), *address, identity="address"))
    if _placed(product):
        rows += [{**one, "href": "", "id": one["id"] or "origin"} for one in place_rows(desk, product)]
    return rows + facts(desk, product, brief=True)


def missing(desk: Desk, product: Product, lots: Sequence[views.LotView]) -> list[str]:
    """The law's headings that neither our sources nor the lots shown answer, in the law's order."""
    say = desk.say
    producer = desk.catalogue.producers.get(product.producer or "")
    answers = [
        (say("GTIN (barcode)"), product.gtin),
        (say("photo"), product.photos),
        (say("producer"), producer),
        (say("producer's address"), producer and _address(desk, producer)),
        (say("producer's identification number"), None),
        (say("origin"), _placed(product)),
        (say("stages of production with place and time"), any(lot["steps"] for lot in lots)),
        (say("production day"), lots),
        (say("use-by day or shelf life"), product.shelf_life or any(lot["expires_iso"] for lot in lots)),
        (say("brand"), product.brand),
        (say("standards applied"), product.standards),
        (say("quality certificates"), product.certificates),
        (say("safety warnings"), product.warnings),
    ]
    return [name for name, answer in answers if not answer]


def _placed(product: ProductHead) -> bool:
    origin = product.origin
    return bool(origin.commune or origin.district or origin.printed or origin.area)


def _address(desk: Desk, producer: ProducerHead) -> list[views.Words]:
    """Today's commune and province, then the address as printed."""
    address = producer.address
    found = []
    if place := desk.place(address):
        found.append(words(desk.say.in_province(place, desk.catalogue.places.province)))
    if address.printed:
        found.append(printed(desk, address.printed))
    return found
