"""What the record of a product lacks that its readers look for."""

from generator.catalogue.model import ProducerSummary, ProductSummary
from generator.catalogue.ocop import Standing
from generator.catalogue.published import has_published_contact

GAPS = ("photo", "contact", "producer", "date")
"""What a record may lack, in the order in which it is told."""


def gaps_of(
    product: ProductSummary, producer: ProducerSummary | None, standing: Standing | None
) -> list[str]:
    """Return what a product's record lacks, of :data:`GAPS`.

    A way to buy it (a shop, or a contact of its ``producer`` that may be shown), a producer that a source
    names, and the day from which the rating that it is shown with (``standing``) is valid.
    """
    recorded = {
        "photo": product.photos,
        "contact": product.shops or has_published_contact(producer.contacts if producer else None),
        "producer": producer and not product.producer_inferred,
        "date": standing and standing.first,
    }
    return [gap for gap in GAPS if not recorded[gap]]
