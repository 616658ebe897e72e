"""All that belongs to one record: its pages in every language, its pictures, codes and data files."""

from collections.abc import Callable, Sequence
from functools import partial

from generator.catalogue.model import ProducerSummary, ProductSummary
from generator.site.context import PageContext
from generator.site.data import plan_product_data
from generator.site.lots import plan_lots
from generator.site.needs import digest
from generator.site.outputs import Bundle
from generator.site.products import plan_product
from generator.site.programme import plan_producer
from generator.site.trace import plan_trace


def bundle_name(record: ProductSummary | ProducerSummary) -> str:
    """What the bundle of a record is called."""
    return f"{'product' if isinstance(record, ProductSummary) else 'producer'}/{record.id}"


def bundles(contexts: Sequence[PageContext]) -> list[Bundle]:
    """A bundle for every product and every holder, samples included."""
    main = contexts[0]
    catalogue, needs = main.catalogue, main.needs

    def bundle(record: ProductSummary | ProducerSummary, needed: str, plan: Callable[[], None]) -> Bundle:
        return Bundle(bundle_name(record), needed, partial(main.outputs.gather, plan))

    products = [
        bundle(
            product,
            digest(needs.today, needs.product_page(product), needs.lots(product)),
            partial(_product, contexts, product),
        )
        for product in catalogue.products.values()
    ]
    producers = [
        bundle(producer, needs.producer_page(producer), partial(_producer, contexts, producer))
        for producer in catalogue.producers.values()
    ]
    return products + producers


def _product(contexts: Sequence[PageContext], product: ProductSummary) -> None:
    for context in contexts:
        plan_product(context, product)
        plan_lots(context, product)
    plan_trace(contexts, product)
    plan_product_data(contexts[0], product)


def _producer(contexts: Sequence[PageContext], producer: ProducerSummary) -> None:
    for context in contexts:
        plan_producer(context, producer)
