"""All that belongs to one record: its pages in every language, its pictures, codes and data files."""

from collections.abc import Callable, Sequence
from functools import partial

from generator.catalogue.model import ProducerHead, ProductHead
from generator.plan.data import plan_product_data
from generator.plan.desk import Desk
from generator.plan.lots import plan_lots
from generator.plan.needs import digest
from generator.plan.outputs import Bundle
from generator.plan.products import plan_product
from generator.plan.programme import plan_producer
from generator.plan.trace import plan_trace


def bundle_name(record: ProductHead | ProducerHead) -> str:
    """What the bundle of a record is called."""
    return f"{'product' if isinstance(record, ProductHead) else 'producer'}/{record.id}"


def bundles(desks: Sequence[Desk]) -> list[Bundle]:
    """A bundle for every product and every holder, samples included."""
    main = desks[0]
    catalogue, needs = main.catalogue, main.needs

    def bundle(record: ProductHead | ProducerHead, needed: str, plan: Callable[[], None]) -> Bundle:
        return Bundle(bundle_name(record), needed, partial(main.outputs.gather, plan))

    products = [
        bundle(
            one, digest(needs.today, needs.product_page(one), needs.lots(one)), partial(_product, desks, one)
        )
        for one in catalogue.products.values()
    ]
    producers = [
        bundle(one, needs.producer_page(one), partial(_producer, desks, one))
        for one in catalogue.producers.values()
    ]
    return products + producers


def _product(desks: Sequence[Desk], product: ProductHead) -> None:
    for desk in desks:
        plan_product(desk, product)
        plan_lots(desk, product)
    plan_trace(desks, product)
    plan_product_data(desks[0], product)


def _producer(desks: Sequence[Desk], producer: ProducerHead) -> None:
    for desk in desks:
        plan_producer(desk, producer)
