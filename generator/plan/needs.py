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

from generator.catalogue.lots import ON_SCAN_PAGE, by_year, shown
from generator.catalogue.model import Decision, Fair, LotHead, ProducerHead, ProductHead
from generator.catalogue.whole import Catalogue
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

    def head(self, product: ProductHead) -> str:
        """A product's head: also its photos, its decisions, how its ratings stand, whether it is traced."""
        return self._once("head", product, self._head)

    def product(self, product: ProductHead) -> str:
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

    def lots(self, product: ProductHead) -> str:
        """All of a product's lots, and which of them are past their use-by day."""
        return digest(*self._lot_marks(product).values())

    def shown_lots(self, product: ProductHead) -> str:
        """The lots that a product's own pages name, and how many each year has; empty where it has none."""
        head = self._catalogue.lots.get(product.id)
        if head is None:
            return ""
        marks = self._lot_marks(product)
        counts = repr([(year, len(lots)) for year, lots in by_year(head).items()])
        return digest(counts, *(marks[lot.lot] for lot in shown(head, ON_SCAN_PAGE)))

    # -- pages ------------------------------------------------------------------------------------

    def product_page(self, product: ProductHead) -> str:
        """What a product's page shows: all of its own, and the cards of its neighbours."""
        catalogue = self._catalogue
        others, near = catalogue.neighbours(product)
        return digest(
            self.scan_page(product),
            self.cards((*others, *near)),
            repr(len(catalogue.of_producer.get(product.producer or "", ()))),
            *self._naming["product", product.id],
        )

    def cards(self, products: Iterable[ProductHead]) -> str:
        """What lists say of some products."""
        return digest(self.shared, *(self._once("card", one, self._card) for one in products))

    def columns(self, products: Iterable[ProductHead]) -> str:
        """What tables of all their facts say of some products."""
        return digest(self.shared, *(self.product(one) + self.maker(one.producer) for one in products))

    def scan_page(self, product: ProductHead) -> str:
        """What the pages behind a product's codes show, and the data files beside them."""
        return self._once("scan page", product, self._scan_page)

    def lot_page(self, product: ProductHead, lot: LotHead) -> str:
        """What the pages behind a lot's codes show, and the data files beside them: no other lot."""
        return digest(self._once("about", product, self._about), self._lot_marks(product)[lot.lot])

    def lot_rows(self, product: ProductHead, lots: Iterable[LotHead]) -> str:
        """What a list of some of a product's lots says."""
        marks = self._lot_marks(product)
        return digest(self.shared, self.head(product), *(marks[lot.lot] for lot in lots))

    def producer_page(self, producer: ProducerHead) -> str:
        """What a holder's page shows: all of its own, and the cards of its products."""
        return digest(
            self.producer_card(producer),
            self.cards(self._catalogue.of_producer.get(producer.id, [])),
            *self._naming["producer", producer.id],
        )

    def producer_card(self, producer: ProducerHead) -> str:
        """What lists say of a holder: more than its head, and how many products there are."""
        made = self._catalogue.of_producer.get(producer.id, [])
        drawn = self.head(made[0]) if made else ""
        return digest(self.shared, self.producer(producer.id), repr(len(made)), drawn)

    def decision_page(self, decision: Decision, products: Iterable[ProductHead]) -> str:
        """What a decision's page shows: its own words, the cards of its products, the news of it."""
        own = self._catalogue.digests["decision", decision.id][1]
        return digest(own, self.cards(products), *self._naming["decision", decision.id])

    def fair_pages(self, fair: Fair, products: Iterable[ProductHead]) -> str:
        """What a fair's page, slides and sheets show: all of its products, on this day."""
        own = self._catalogue.digests.get(("fair", fair.id), ("", fair.id))[1]
        return digest(self.today, own, repr(fair.seconds), *(self.scan_page(one) for one in products))

    @cached_property
    def all_products(self) -> str:
        """Every listed product with its holder, on this day."""
        return digest(self.today, self.columns(self._catalogue.listed))

    # -- how --------------------------------------------------------------------------------------

    @cached_property
    def _naming(self) -> dict[tuple[str, str], list[str]]:
        """The news and chains that name a product, a holder or a decision."""
        catalogue = self._catalogue
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for kind, records in (("chain", catalogue.chains), ("news", catalogue.news)):
            for one in records.values():
                said = catalogue.digests[kind, one.id][1]
                for what, ids in (("product", one.products), ("producer", one.producers)):
                    for named in ids:
                        found[what, named].append(said)
        for item in catalogue.news.values():
            if item.decision:
                found["decision", item.decision].append(catalogue.digests["news", item.id][1])
        return found

    def _card(self, product: ProductHead) -> str:
        return self.head(product) + self.maker(product.producer)

    def _head(self, product: ProductHead) -> str:
        catalogue = self._catalogue
        standings = catalogue.standings[product.id]
        decisions = (one.rating.decision or "" for one in standings)
        return digest(
            catalogue.digests["product", product.id][0],
            repr([(one.state, one.begins, one.ends, one.basis) for one in standings]),
            repr(catalogue.traced(product)),
            *(catalogue.digests["decision", one][1] for one in decisions if one in catalogue.decisions),
            *self._photos("product", product),
        )

    def _scan_page(self, product: ProductHead) -> str:
        return digest(self._once("about", product, self._about), self.shown_lots(product))

    def _about(self, product: ProductHead) -> str:
        successor = self._catalogue.products.get(product.successor or "")
        return digest(
            self.shared,
            self.product(product),
            self.producer(product.producer),
            self.head(successor) if successor else "",
        )

    def _lot_marks(self, product: ProductHead) -> dict[str, str]:
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

    def _producer(self, producer: ProducerHead) -> str:
        return digest(
            self._catalogue.digests["producer", producer.id][1],
            *self._stories("producer", [producer.id]),
            *self._photos("producer", producer),
        )

    def _stories(self, kind: str, ids: Iterable[str]) -> Iterable[str]:
        languages = [one.code for one in self._catalogue.site.languages]
        for identity in ids:
            for code in languages:
                if story := self._catalogue.stories.get((kind, identity, code)):
                    yield f"{identity} {code} {story.digest}"

    def _photos(self, kind: str, record: ProductHead | ProducerHead) -> Iterable[str]:
        folder = self._catalogue.files[kind, record.id].rpartition("/")[0]
        return (repr(self._catalogue.photos.get(f"{folder}/{one.file}")) for one in record.photos)

    def _once(self, kind: str, record: Any, make: Callable[[Any], str]) -> str:
        key = (kind, record.id)
        if key not in self._known:
            self._known[key] = make(record)
        return self._known[key]


def digest(*parts: str) -> str:
    """One digest of several texts."""
    return sha256("\0".join(parts).encode()).hexdigest()
