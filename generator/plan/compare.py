"""Products side by side: one page, and the data that its script lays out.

The chosen products stand in the reader's browser or in the address (``?p=one,other``), so the page
itself is the same for everybody. Data comes in shards: only those of the chosen products are loaded.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from generator.catalogue.model import Product, ProductHead
from generator.plan import views
from generator.plan.desk import Desk, row, words
from generator.plan.outputs import Document
from generator.plan.products import facts

PER_SHARD = 150
"""Products of one data file, about 20 KB on the wire."""
SHOWN_ELSEWHERE = {"code", "gtin"}


def plan_compare(desk: Desk) -> None:
    """The page and its data."""
    catalogue, say = desk.catalogue, desk.say
    products = list(catalogue.products.values())
    count = max(1, -(-len(products) // PER_SHARD))
    shards: list[list[ProductHead]] = [[] for _ in range(count)]
    for product in products:
        shards[shard_of(product.id, count)].append(product)
    for number, shard in enumerate(shards):
        make = partial(_shard, desk, number, shard)
        needs = desk.needs.columns(shard)
        desk.outputs.add(Document(_file(desk, number), "script", None, needs, make))
    view: views.CompareView = {
        **desk.frame(
            "compare",
            desk.twins(lambda u: u("compare")),
            say("Compare products"),
            say("Up to four products side by side: stars, validity, maker, place and what the sources say."),
            [(say("Products"), desk.urls("products"))],
            nav="products",
        ),
        "files": [f"/{_file(desk, number)}" for number in range(count)],
        "products": desk.urls("products"),
        "as_of": desk.as_of(),
    }
    desk.page("compare", view)


def _file(desk: Desk, number: int) -> str:
    return f"data/compare-{desk.lang.lower()}-{number}.js"


def shard_of(identity: str, count: int) -> int:
    """The shard of a product; ``compare.js`` counts the same way."""
    return sum(map(ord, identity)) % count


def _shard(desk: Desk, number: int, products: Sequence[ProductHead]) -> dict[str, Any]:
    columns = {one.id: column(desk, desk.catalogue.product(one.id)) for one in products}
    return {"name": f"OCOP_COMPARE_{number}", "value": columns}


def column(desk: Desk, product: Product) -> dict[str, Any]:
    """A product's column: head, stars, state, and the facts that its page lists."""
    card = desk.card(product)
    photo = card["picture"]["photo"]
    drawing = card["picture"]["drawing"]
    last = card["stars"]["until_day"]
    return {
        "name": card["name"]["text"],
        "lang": card["name"]["lang"],
        "href": card["href"],
        "picture": photo["src"] if photo else desk.theme.assets[f"drawings/{drawing}.svg"],
        "drawing": "" if photo else drawing,
        "stars": card["stars"]["count"],
        "filled": card["stars"]["filled"],
        "state": card["stars"]["state"],
        "label": card["stars"]["label"],
        "until": card["stars"]["until"],
        "last": last,
        "over": card["stars"]["over"],
        "after": card["stars"]["over_state"],
        "sample": product.sample,
        "rows": [
            [fact["label"], fact["href"], [[one["text"], one["lang"]] for one in fact["values"]]]
            for fact in [_group(desk, product), *facts(desk, product)]
            if fact["id"] not in SHOWN_ELSEWHERE
        ],
    }


def _group(desk: Desk, product: ProductHead) -> views.Row:
    group = desk.catalogue.groups[desk.catalogue.sets[product.set].group]
    return row(
        desk.say("Group"), words(group.name.get(desk.lang)), href=desk.urls.group(group.id), identity="group"
    )
