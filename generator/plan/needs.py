"""What the pages of single records are made from, as one digest each.

So a page need not be made to know whether it changed.

The same digest must mean the same view: whatever a view reads has to be named here. The catalogue's
vocabulary (site, criteria, places, kinds of holders, texts) counts as read by all; the rest is named
record by record. The day counts only by what it changes: how ratings stand, which lots are past their day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import sha256
from typing import Any

from generator.catalogue.model import Lots, News, Producer, Product, Record
from generator.catalogue.whole import Catalogue
from generator.settings import Settings, ThemeFacts


class Needs:
    """Digests of records and of what follows from the day, each made once."""

    def __init__(self, catalogue: Catalogue, settings: Settings, theme: ThemeFacts) -> None:
        self._catalogue = catalogue
        assets = sorted(theme.assets.items())
        self._outside = repr((settings, theme.widths, theme.quality, sorted(theme.drawings), assets))
        self._known: dict[tuple[str, str], str] = {}

    @cached_property
    def shared(self) -> str:
        """What every view may read: settings, vocabulary, texts, and the places that have a list."""
        one = self._catalogue
        vocabulary: list[Record] = [one.site, one.criteria, one.places]
        return _digest(
            *(_text(record) for record in (*vocabulary, *one.kinds.values(), *one.pages.values())),
            self._outside,
            *sorted({*one.of_commune, *one.of_district}),
        )

    def product(self, product: Product) -> str:
        """A product with its photos, its decisions, how its ratings stand, and whether it is traced."""
        return self._once("product", product, self._product)

    def producer(self, identity: str | None) -> str:
        """A holder with photos and stories; empty where none is named."""
        found = self._catalogue.producers.get(identity or "")
        return self._once("producer", found, self._producer) if found else ""

    def lots(self, product: Product) -> str:
        """A product's lots, and which of them are past their use-by day; empty where it has none."""
        found = self._catalogue.lots.get(product.id)
        return self._once("lots", found, self._lots) if found else ""

    def product_page(self, product: Product) -> str:
        """What a product's page shows: all of its own, and the cards of its neighbours."""
        catalogue = self._catalogue
        others, near = catalogue.neighbours(product)
        return _digest(
            self.scan_page(product),
            self.cards((*others, *near)),
            *(_text(one) for one in catalogue.chains.values() if product.id in one.products),
            *self._news_of["product", product.id],
        )

    def cards(self, products: Iterable[Product]) -> str:
        """What lists and tables say of some products."""
        return _digest(
            self.shared, *(f"{self.product(one)}{self.producer(one.producer)}" for one in products)
        )

    def scan_page(self, product: Product) -> str:
        """What the pages behind a product's codes show, and the data files beside them."""
        return self._once("scan page", product, self._scan_page)

    def _scan_page(self, product: Product) -> str:
        successor = self._catalogue.products.get(product.successor or "")
        return _digest(
            self.shared,
            self.product(product),
            self.producer(product.producer),
            self.lots(product),
            self.product(successor) if successor else "",
        )

    def producer_page(self, producer: Producer) -> str:
        """What a holder's page shows: all of its own, and the cards of its products."""
        catalogue = self._catalogue
        return _digest(
            self.shared,
            self.producer(producer.id),
            *(self.product(one) for one in catalogue.of_producer.get(producer.id, [])),
            *(_text(one) for one in catalogue.chains.values() if producer.id in one.producers),
            *self._news_of["producer", producer.id],
        )

    @cached_property
    def open_data(self) -> str:
        """What a product's data file holds beside its own records."""
        return _digest(self.shared, self._catalogue.day.isoformat())

    @cached_property
    def all_products(self) -> str:
        """Every listed product with its holder, on this day."""
        return _digest(self.open_data, self.cards(self._catalogue.listed))

    @cached_property
    def _news_of(self) -> dict[tuple[str, str], list[str]]:
        """The news that name a product or a holder."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self._catalogue.news.values():
            said = _text(one)
            for kind, named in _named(one):
                found[kind, named].append(said)
        return found

    def _product(self, product: Product) -> str:
        catalogue = self._catalogue
        standings = catalogue.standings[product.id]
        decisions = (catalogue.decisions.get(one.rating.decision or "") for one in standings)
        return _digest(
            _text(product),
            repr([(one.state, one.first, one.last, one.basis) for one in standings]),
            repr(catalogue.traced(product)),
            *(_text(one) for one in decisions if one),
            *self._photos("product", product),
        )

    def _lots(self, found: Lots) -> str:
        day = self._catalogue.day
        return _digest(_text(found), repr([one.expires_on and one.expires_on < day for one in found.lots]))

    def _producer(self, producer: Producer) -> str:
        languages = [one.code for one in self._catalogue.site.languages]
        stories = (self._catalogue.stories.get(("producer", producer.id, code)) for code in languages)
        return _digest(
            _text(producer),
            *(one.text if one else "" for one in stories),
            *self._photos("producer", producer),
        )

    def _photos(self, kind: str, record: Product | Producer) -> Iterable[str]:
        folder = self._catalogue.files[kind, record.id].rpartition("/")[0]
        return (repr(self._catalogue.photos.get(f"{folder}/{one.file}")) for one in record.photos)

    def _once(self, kind: str, record: Any, make: Callable[[Any], str]) -> str:
        key = (kind, record.id)
        if key not in self._known:
            self._known[key] = make(record)
        return self._known[key]


def _named(news: News) -> Iterable[tuple[str, str]]:
    yield from (("product", one) for one in news.products)
    yield from (("producer", one) for one in news.producers)


def _text(record: Record) -> str:
    return record.model_dump_json()


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
