"""Products and producers as entries of lists."""

from generator.catalogue.model import ProducerSummary, ProductSummary
from generator.site import view_parts
from generator.site.context import PageContext
from generator.site.pictures import drawing_of, product_picture
from generator.site.product_facts import full_name, kind_link, producer_name


def product_card(context: PageContext, product: ProductSummary) -> view_parts.Card:
    """Return a product as an entry of a list; units that show it share one card of each language."""
    return context.catalogue.recorder.fragment(
        ("card", context.lang, product.id), lambda: _product_card(context, product.id)
    )


def _product_card(context: PageContext, identity: str) -> view_parts.Card:
    catalogue = context.catalogue
    product = catalogue.products[identity]
    stars = context.stars(product)
    return {
        "id": product.id,
        "href": context.urls("products", product.id),
        "name": full_name(context, product),
        "kind": kind_link(context, product)["name"],
        "place": context.place(product.origin),
        "producer": producer_name(context, product),
        "picture": product_picture(context, product),
        "stars": stars,
        "sample": product.sample,
    }


def producer_card(context: PageContext, producer: ProducerSummary) -> view_parts.ProducerCard:
    """Return a producer as an entry of a list, with the drawing of its first product."""
    products = context.catalogue.of_producer(producer.id)
    return {
        "id": producer.id,
        "href": context.urls("producers", producer.id),
        "name": context.t.text(producer.name),
        "kind": context.catalogue.producer_kinds[producer.kind].name.get(context.lang),
        "place": context.place_words(producer.address),
        "summary": context.t.maybe(context.catalogue.producer(producer.id).summary)
        or {"text": "", "lang": ""},
        "count": len(products),
        "drawing": drawing_of(context, products[0]) if products else "basket",
        "sample": producer.sample,
    }
