"""Comparison of products: one page, and the data files from which its script fills the table.

The chosen products stand in the reader's browser or in the address (``?p=one,other``), so the page
itself is the same for everybody. Data comes in shards: only those of the chosen products are loaded.
"""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

from generator.catalogue.model import Product, ProductSummary
from generator.catalogue.reader import CatalogueReader
from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.frames import page_frame
from generator.site.page_type import PageType, section_page
from generator.site.product_facts import facts
from generator.site.view_parts import Frame, Row, Words, link, row, words
from generator.text import unbroken


class CompareView(Frame):
    """Products side by side; the script fills the table."""

    files: list[str]
    """Addresses of the data files; a product stands in the one that ``compare.js`` counts out."""
    products: str
    as_of: str


PER_SHARD = 150
"""Products of one data file, about 20 KB on the wire."""
SHOWN_ELSEWHERE = {"code", "gtin"}


def plan_shards(contexts: Sequence[PageContext]) -> None:
    """Plan the data files, those with the same products together: their records are read once."""
    for number in range(contexts[0].catalogue.ask("shards")):
        for context in contexts:
            context.document_unit(_file(context, number), "script", partial(_shard, context, number))


def define_shards(reader: CatalogueReader) -> None:
    """Let units ask ``("shard", number)``: the ids of its products."""
    shards = cache(lambda: _shards(reader))
    reader.derive("shard", lambda number: shards()[int(number)])
    reader.derive("shards", lambda: len(shards()))


def _shards(reader: CatalogueReader) -> list[list[str]]:
    # A power of two: another number moves every product, and comes only when there are twice as many.
    count = 1 << (max(0, len(reader.products) - 1) // PER_SHARD).bit_length()
    shards: list[list[str]] = [[] for _ in range(count)]
    for identity in reader.products:
        shards[shard_of(identity, count)].append(identity)
    return shards


def _compare_view(context: PageContext) -> CompareView:
    t = context.t
    return {
        **page_frame(
            context,
            "compare",
            context.twins("compare"),
            t("Compare products"),
            t("Up to four products side by side: stars, validity, producer, place and what the sources say."),
            crumbs=[(t("Products"), context.urls("products"))],
            nav="products",
        ),
        "files": [f"/{_file(context, number)}" for number in range(context.catalogue.ask("shards"))],
        "products": context.urls("products"),
        "as_of": context.as_of(),
    }


def _file(context: PageContext, number: int) -> str:
    return f"data/compare-{context.lang.lower()}-{number}.js"


def shard_of(identity: str, count: int) -> int:
    """Return the number of the data file that has a product; ``compare.js`` computes the same."""
    return sum(map(ord, identity)) % count


def _shard(context: PageContext, number: int) -> dict[str, Any]:
    ids = context.catalogue.ask("shard", str(number))
    columns = {
        identity: compare_column(context, context.catalogue.product_facts(identity)) for identity in ids
    }
    return {"name": f"OCOP_COMPARE_{number}", "value": columns}


def compare_column(context: PageContext, product: Product) -> dict[str, Any]:
    """Return a product's column: head, stars, state, and the facts that its page lists.

    The script shows names and facts as they are, so no line may end inside them (``unbroken``).
    """
    card = product_card(context, product)
    photo = card["picture"]["photo"]
    drawing = card["picture"]["drawing"]
    last = card["stars"]["until_day"]
    return {
        "name": unbroken(card["name"]["text"]),
        "lang": card["name"]["lang"],
        "href": card["href"],
        "picture": photo["src"] if photo else context.theme.assets[f"drawings/{drawing}.svg"],
        "drawing": "" if photo else drawing,
        "stars": card["stars"]["count"],
        "filled": card["stars"]["filled"],
        "state": card["stars"]["state"],
        "label": card["stars"]["label"],
        "until": unbroken(card["stars"]["until"]),
        "last": last,
        "over": unbroken(card["stars"]["over"]),
        "after": card["stars"]["over_state"],
        "sample": product.sample,
        "rows": [
            [
                fact["label"],
                fact["href"],
                [[unbroken(value["text"]), value["lang"]] for value in fact["values"]],
            ]
            for fact in [_group(context, product), *facts(context, product)]
            if fact["id"] not in SHOWN_ELSEWHERE
        ],
    }


def _shown(value: Words) -> list[str]:
    """Return a fact as the script shows it, with its language."""
    return [unbroken(value["text"]), value["lang"]]


def _group(context: PageContext, product: ProductSummary) -> Row:
    group = context.catalogue.groups[context.catalogue.sets[product.set].group]
    return row(
        context.t("Group"),
        words(group.name.get(context.lang)),
        href=context.urls.group(group.id),
        identity="group",
    )


PAGE = PageType(
    kinds=("compare",),
    views={"compare": CompareView},
    planners=(plan_shards, section_page("compare", _compare_view)),
    addresses={"compare": ("so-sanh", "compare")},
    footer=lambda context: [link(context.t("Compare products"), context.urls("compare"))],
    define_questions=define_shards,
)
