"""What pages are made from, as one digest each, so that no page need be made to know whether it changed.

The same digest must mean the same view: whatever a view reads has to be named here. The catalogue's
vocabulary (site, criteria, places, kinds of holders, pages of words) counts as read by all; the rest is named
record by record. The day counts only by what it changes: how ratings stand, which lots and
certificates are past their day.

Of a product or holder, lists and other records' pages read the head alone; so a word in a description
touches the record's own pages and no list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import sha256
from typing import Any

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.lots import ON_SCAN_PAGE, by_year, shown
from generator.catalogue.model import Decision, Fair, LotSummary, ProducerSummary, ProductSummary
from generator.settings import Settings, ThemeFacts


class Needs:
    """Digests of records and of what follows from the day, each made once."""

    def __init__(self, catalogue: Catalogue, settings: Settings, theme: ThemeFacts) -> None:
        self._catalogue = catalogue
        assets = sorted(theme.assets.items())
        self._outside = repr((settings, theme.widths, theme.quality, sorted(theme.drawings), assets))
        self._words = theme.words
        self._lots: dict[str, dict[str, str]] = {}
        self._known: dict[tuple[str, str], str] = {}

    # -- what all views may read ------------------------------------------------------------------

    @cached_property
    def shared(self) -> str:
        """What every view may read: settings, vocabulary, and the places that have a list."""
        one = self._catalogue
        vocabulary = ("site", "criteria", "places", "producer-kind", "page")
        return digest(
            *(f"{key} {found[1]}" for key, found in one.digests.items() if key[0] in vocabulary),
            self._outside,
            repr((sorted(one.of_commune), sorted(one.of_district))),
        )

    @cached_property
    def today(self) -> str:
        """What every view may read, on this day."""
        return digest(self.shared, self._catalogue.day.isoformat())

    @cached_property
    def search(self) -> str:
        """What a search looks through: all heads, and the interface words of every language."""
        return digest(
            self.cards(self._catalogue.listed),
            *(repr((lang, sorted(said.items()))) for lang, said in sorted(self._words.items())),
        )

    # -- records ----------------------------------------------------------------------------------

    def head(self, product: ProductSummary) -> str:
        """A product's head: also its photos, its decisions, how its ratings stand, whether it is traced."""
        return self._once("head", product, self._head)

    def product(self, product: ProductSummary) -> str:
        """A whole product with all of that, and which of its other certificates are over."""
        catalogue = self._catalogue
        over = repr([until < catalogue.day for until in catalogue.ends.get(product.id, ())])
        return digest(self.head(product), catalogue.digests["product", product.id][1], over)

    def maker(self, identity: str | None) -> str:
        """A holder's head; empty where none is named."""
        return self._catalogue.digests.get(("producer", identity or ""), ("", ""))[0]

    def producer(self, identity: str | None) -> str:
        """A whole holder with photos and stories; empty where none is named."""
        found = self._catalogue.producers.get(identity or "")
        return self._once("producer", found, self._producer) if found else ""

    def lots(self, product: ProductSummary) -> str:
        """All of a product's lots, and which of them are past their use-by day."""
        return digest(*self._lot_marks(product).values())

    def shown_lots(self, product: ProductSummary) -> str:
        """The lots that a product's own pages name, and how many each year has; empty where it has none."""
        head = self._catalogue.lots.get(product.id)
        if head is None:
            return ""
        marks = self._lot_marks(product)
        counts = repr([(year, len(lots)) for year, lots in by_year(head).items()])
        return digest(counts, *(marks[lot.lot] for lot in shown(head, ON_SCAN_PAGE)))

    # -- pages ------------------------------------------------------------------------------------

    def product_page(self, product: ProductSummary) -> str:
        """What a product's page shows: all of its own, and the cards of its neighbours."""
        catalogue = self._catalogue
        others, near = catalogue.neighbours(product)
        return digest(
            self.scan_page(product),
            self.cards((*others, *near)),
            repr(len(catalogue.of_producer.get(product.producer or "", ()))),
            *self._naming["product", product.id],
        )

    def cards(self, products: Iterable[ProductSummary]) -> str:
        """What lists say of some products."""
        return digest(self.shared, *(self._once("card", product, self._card) for product in products))

    def columns(self, products: Iterable[ProductSummary]) -> str:
        """What tables of all their facts say of some products."""
        return digest(
            self.shared, *(self.product(product) + self.maker(product.producer) for product in products)
        )

    def scan_page(self, product: ProductSummary) -> str:
        """What the pages behind a product's codes show, and the data files beside them."""
        return self._once("scan page", product, self._scan_page)

    def lot_page(self, product: ProductSummary, lot: LotSummary) -> str:
        """What the pages behind a lot's codes show, and the data files beside them: no other lot."""
        return digest(self._once("about", product, self._about), self._lot_marks(product)[lot.lot])

    def lot_rows(self, product: ProductSummary, lots: Iterable[LotSummary]) -> str:
        """What a list of some of a product's lots says."""
        marks = self._lot_marks(product)
        return digest(self.shared, self.head(product), *(marks[lot.lot] for lot in lots))

    def producer_page(self, producer: ProducerSummary) -> str:
        """What a holder's page shows: all of its own, and the cards of its products."""
        return digest(
            self.producer_card(producer),
            self.cards(self._catalogue.of_producer.get(producer.id, [])),
            *self._naming["producer", producer.id],
        )

    def producer_card(self, producer: ProducerSummary) -> str:
        """What lists say of a holder: more than its head, and how many products there are."""
        made = self._catalogue.of_producer.get(producer.id, [])
        drawn = self.head(made[0]) if made else ""
        return digest(self.shared, self.producer(producer.id), repr(len(made)), drawn)

    def decision_page(self, decision: Decision, products: Iterable[ProductSummary]) -> str:
        """What a decision's page shows: its own words, the cards of its products, the news of it."""
        own = self._catalogue.digests["decision", decision.id][1]
        return digest(own, self.cards(products), *self._naming["decision", decision.id])

    def fair_pages(self, fair: Fair, products: Iterable[ProductSummary]) -> str:
        """What a fair's page, slides and sheets show: all of its products, on this day."""
        own = self._catalogue.digests.get(("fair", fair.id), ("", fair.id))[1]
        return digest(self.today, own, repr(fair.seconds), *(self.scan_page(product) for product in products))

    @cached_property
    def all_products(self) -> str:
        """Every listed product with its holder, on this day."""
        return digest(self.today, self.columns(self._catalogue.listed))

    # -- how --------------------------------------------------------------------------------------

    @cached_property
    def _naming(self) -> dict[tuple[str, str], list[str]]:
        """The news and chains that name a product, a holder or a decision."""
        catalogue = self._catalogue
        result: dict[tuple[str, str], list[str]] = defaultdict(list)
        for kind, records in (("chain", catalogue.chains), ("news", catalogue.news)):
            for record in records.values():
                said = catalogue.digests[kind, record.id][1]
                for what, ids in (("product", record.products), ("producer", record.producers)):
                    for named in ids:
                        result[what, named].append(said)
        for item in catalogue.news.values():
            if item.decision:
                result["decision", item.decision].append(catalogue.digests["news", item.id][1])
        return result

    def _card(self, product: ProductSummary) -> str:
        return self.head(product) + self.maker(product.producer)

    def _head(self, product: ProductSummary) -> str:
        catalogue = self._catalogue
        standings = catalogue.standings[product.id]
        decisions = (standing.rating.decision or "" for standing in standings)
        return digest(
            catalogue.digests["product", product.id][0],
            repr([(one.state, one.begins, one.ends, one.basis) for one in standings]),
            repr(catalogue.has_trace_page(product)),
            *(
                catalogue.digests["decision", decision][1]
                for decision in decisions
                if decision in catalogue.decisions
            ),
            *self._photos("product", product),
        )

    def _scan_page(self, product: ProductSummary) -> str:
        return digest(self._once("about", product, self._about), self.shown_lots(product))

    def _about(self, product: ProductSummary) -> str:
        successor = self._catalogue.products.get(product.successor or "")
        return digest(
            self.shared,
            self.product(product),
            self.producer(product.producer),
            self.head(successor) if successor else "",
        )

    def _lot_marks(self, product: ProductSummary) -> dict[str, str]:
        """By lot code: a digest of all of the lot, and whether it is past its use-by day."""
        if product.id not in self._lots:
            head, day = self._catalogue.lots.get(product.id), self._catalogue.day
            self._lots[product.id] = (
                {
                    lot.lot: f"{own} {lot.expires_on is not None and lot.expires_on < day}"
                    for lot, own in zip(head.lots, head.digests, strict=True)
                }
                if head
                else {}
            )
        return self._lots[product.id]

    def _producer(self, producer: ProducerSummary) -> str:
        return digest(
            self._catalogue.digests["producer", producer.id][1],
            *self._stories("producer", [producer.id]),
            *self._photos("producer", producer),
        )

    def _stories(self, kind: str, ids: Iterable[str]) -> Iterable[str]:
        languages = [language.code for language in self._catalogue.site.languages]
        for identity in ids:
            for code in languages:
                if story := self._catalogue.stories.get((kind, identity, code)):
                    yield f"{identity} {code} {story.digest}"

    def _photos(self, kind: str, record: ProductSummary | ProducerSummary) -> Iterable[str]:
        folder = self._catalogue.files[kind, record.id].rpartition("/")[0]
        return (repr(self._catalogue.photos.get(f"{folder}/{photo.file}")) for photo in record.photos)

    def _once(self, kind: str, record: Any, make: Callable[[Any], str]) -> str:
        key = (kind, record.id)
        if key not in self._known:
            self._known[key] = make(record)
        return self._known[key]


def digest(*parts: str) -> str:
    """One digest of several texts."""
    return sha256("\0".join(parts).encode()).hexdigest()
