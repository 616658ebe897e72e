"""The checked catalogue: every record by its id, with what follows from the day it is read for.

Relations are ids, looked up here; no record holds another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.catalogue.addresses import trace_addresses
from generator.catalogue.lots import product_of
from generator.catalogue.model import (
    Chain,
    Commune,
    Criteria,
    CriteriaSet,
    Decision,
    District,
    Document,
    Fair,
    Group,
    Issue,
    Lot,
    LotPlace,
    Lots,
    LotsSummary,
    News,
    Page,
    Places,
    Producer,
    ProducerKind,
    ProducerSummary,
    Product,
    ProductKind,
    ProductSummary,
    Site,
    Version,
)
from generator.catalogue.ocop import Standing, main_standing, standings
from generator.catalogue.records import PhotoFile, Records, RecordStore, Story
from generator.text import sort_key

NEIGHBOURS = 4
"""Most products of the same producer, or of the same place, that a product's page names."""
ALL_NEIGHBOURS = 6
"""Most of both together: each weighs some 400 bytes of the page's first answer."""


@dataclass(frozen=True)
class Catalogue:
    """All records as of ``day``."""

    day: date
    site: Site
    criteria: Criteria
    places: Places
    kinds: Mapping[str, ProducerKind]
    product_kinds: Mapping[str, ProductKind]
    """What people buy, in the order of content/product-kinds.yaml; empty where a site has no such file."""
    producers: Mapping[str, ProducerSummary]
    products: Mapping[str, ProductSummary]
    lots: Mapping[str, LotsSummary]
    """By product."""
    lot_files: Mapping[str, Mapping[str, str]]
    """By product and lot code: the id of the record that holds the lot."""
    ledger: tuple[Issue, ...]
    """Every address that has been printed."""
    decisions: Mapping[str, Decision]
    documents: Mapping[str, Document]
    chains: Mapping[str, Chain]
    fairs: Mapping[str, Fair]
    news: Mapping[str, News]
    pages: Mapping[str, Page]
    stories: Mapping[tuple[str, str, str], Story]
    """By record kind, id and language; :meth:`story` has the text."""
    photos: Mapping[str, PhotoFile]
    files: Mapping[tuple[str, str], str]
    """The file of each record, by kind and id."""
    digests: Mapping[tuple[str, str], tuple[str, str]]
    """Of what the head of each record says and of what all of it says, by kind and id."""
    ends: Mapping[str, tuple[date, ...]]
    """The last valid days of products' other certificates, by product."""
    record_store: RecordStore
    """Where the whole records of products, producers and lots are."""

    def product(self, identity: str) -> Product:
        """Return the whole record of a product."""
        result: Product = self.record_store.record("product", identity)
        return result

    def producer(self, identity: str) -> Producer:
        """Return the whole record of a producer."""
        result: Producer = self.record_store.record("producer", identity)
        return result

    def lot(self, product: str, code: str) -> tuple[Lot, Mapping[str, LotPlace]]:
        """Return the whole record of a lot, and the places of its steps by their ids in its file."""
        lots: Lots = self.record_store.record("lots", self.lot_files[product][code])
        return lots.by_code[code], lots.places

    def story(self, kind: str, identity: str, languages: Iterable[str]) -> tuple[str, str] | None:
        """Return a record's Markdown in the first of these languages that has it, and that language."""
        for language in languages:
            if (kind, identity, language) in self.stories:
                return self.record_store.text(kind, identity, language), language
        return None

    @cached_property
    def sets(self) -> dict[int, CriteriaSet]:
        """Criteria sets by number."""
        return {criteria_set.number: criteria_set for criteria_set in self.criteria.sets}

    @cached_property
    def versions(self) -> dict[str, Version]:
        """Versions of the rules by id."""
        return {version.id: version for version in self.criteria.versions}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.criteria.groups}

    @cached_property
    def communes(self) -> dict[str, Commune]:
        """Today's communes by id."""
        return {commune.id: commune for commune in self.places.communes}

    @cached_property
    def districts(self) -> dict[str, District]:
        """Former districts by id."""
        return {district.id: district for district in self.places.districts}

    @cached_property
    def lot_digests(self) -> dict[str, dict[str, str]]:
        """By product and lot code: a digest of all that is recorded of the lot."""
        return {
            product: dict(zip((lot.lot for lot in head.lots), head.digests, strict=True))
            for product, head in self.lots.items()
        }

    @cached_property
    def standings(self) -> dict[str, list[Standing]]:
        """Every rating of every product as it stands on the day."""
        return {
            product.id: standings(product.ratings, self.decisions, self.day)
            for product in self.products.values()
        }

    @cached_property
    def standing(self) -> dict[str, Standing | None]:
        """The rating each product is shown with."""
        return {identity: main_standing(ratings) for identity, ratings in self.standings.items()}

    def lists(self, record: ProductSummary | ProducerSummary | Decision | Fair) -> bool:
        """Whether a record is listed and counted: all but samples.

        On a site that is itself a demonstration (``sample_site``) samples count as well.
        """
        return self.site.sample_site or not record.sample

    @cached_property
    def listed(self) -> list[ProductSummary]:
        """Products that are listed and counted, in Vietnamese alphabetical order."""
        kept = [product for product in self.products.values() if self.lists(product)]
        return sorted(kept, key=lambda item: (sort_key(item.name.get(self.language)), item.id))

    @cached_property
    def listed_producers(self) -> list[ProducerSummary]:
        """Producers that are listed and counted, in Vietnamese alphabetical order."""
        kept = [producer for producer in self.producers.values() if self.lists(producer)]
        return sorted(kept, key=lambda item: (sort_key(item.name.get(self.language)), item.id))

    @cached_property
    def of_producer(self) -> dict[str, list[ProductSummary]]:
        """Products by producer, listed or not, in Vietnamese order."""
        result: dict[str, list[ProductSummary]] = defaultdict(list)
        for product in sorted(
            self.products.values(), key=lambda p: (sort_key(p.name.get(self.language)), p.id)
        ):
            if product.producer:
                result[product.producer].append(product)
        return result

    @cached_property
    def of_commune(self) -> dict[str, list[ProductSummary]]:
        """Listed products by the commune of today that they come from, in Vietnamese order."""
        products: dict[str, list[ProductSummary]] = defaultdict(list)
        for product in self.listed:
            if product.origin.commune:
                products[product.origin.commune].append(product)
        return dict(products)

    @cached_property
    def of_district(self) -> dict[str, list[ProductSummary]]:
        """Listed products by former district, in Vietnamese order."""
        products: dict[str, list[ProductSummary]] = defaultdict(list)
        for product in self.listed:
            if district := self.district_of(product):
                products[district].append(product)
        return dict(products)

    @cached_property
    def news_about(self) -> dict[tuple[str, str], list[News]]:
        """News by the kind and id of the product, producer or decision that they name."""
        items: dict[tuple[str, str], list[News]] = defaultdict(list)
        for item in self.news.values():
            for identity in item.products:
                items["product", identity].append(item)
            for identity in item.producers:
                items["producer", identity].append(item)
            if item.decision:
                items["decision", item.decision].append(item)
        return dict(items)

    @cached_property
    def chains_with(self) -> dict[tuple[str, str], list[Chain]]:
        """Value chains by the kind and id of the product or producer that they name."""
        chains: dict[tuple[str, str], list[Chain]] = defaultdict(list)
        for chain in self.chains.values():
            for identity in chain.products:
                chains["product", identity].append(chain)
            for identity in chain.producers:
                chains["producer", identity].append(chain)
        return dict(chains)

    @cached_property
    def printed(self) -> frozenset[str]:
        """Products of which an address has been printed, by the ids that the ledger knows them by."""
        return frozenset(issue.product for issue in self.ledger if issue.void is None)

    @property
    def language(self) -> str:
        """The site's first language."""
        return self.site.languages[0].code

    def district_of(self, product: ProductSummary) -> str:
        """Return a product's former district: as recorded, else the only one in which its commune lies."""
        if product.origin.district:
            return product.origin.district
        commune = self.communes.get(product.origin.commune or "")
        return commune.districts[0] if commune and len(commune.districts) == 1 else ""

    def neighbours(self, product: ProductSummary) -> tuple[list[ProductSummary], list[ProductSummary]]:
        """Return up to six other products of the same producer, then of the same commune, then district."""
        others = [
            other for other in self.of_producer.get(product.producer or "", []) if other.id != product.id
        ]
        room = min(NEIGHBOURS, ALL_NEIGHBOURS - min(NEIGHBOURS, len(others)))
        seen = {product.id, *(other.id for other in others)}
        near: list[ProductSummary] = []
        for neighbour in (
            *self.of_commune.get(product.origin.commune or "", ()),
            *self.of_district.get(self.district_of(product), ()),
        ):
            if len(near) == room:
                break
            if neighbour.id not in seen:
                seen.add(neighbour.id)
                near.append(neighbour)
        return others[:NEIGHBOURS], near

    def has_trace_page(self, product: ProductSummary) -> bool:
        """Whether a product has a traceability page: it has a permanent address, and stars or a printed code.

        What was printed is answered for ever, whatever became of the rating.
        """
        return product.id in self._traced

    @cached_property
    def _traced(self) -> frozenset[str]:
        def answered(product: ProductSummary) -> bool:
            standing = self.standing[product.id]
            printed = product.id in self.printed or bool(self.printed.intersection(product.former_ids))
            return bool(((standing and standing.rating.stars) or printed) and trace_addresses(product))

        return frozenset(product.id for product in self.products.values() if answered(product))


def whole(records: Records, day: date) -> Catalogue:
    """Return the catalogue of checked records for a day."""
    everything = {
        (kind, identity): entry
        for kind, entries in records.entries.items()
        for identity, entry in entries.items()
    }

    def of(kind: str) -> dict[str, object]:
        return {identity: entry.record for identity, entry in records.entries.get(kind, {}).items()}

    def only(kind: str) -> object:
        return next(iter(of(kind).values()))

    lot_files: dict[str, dict[str, str]] = defaultdict(dict)
    for identity, entry in records.lots.items():
        lot_files[product_of(identity)] |= {lot.lot: identity for lot in entry.record.lots}
    return Catalogue(
        day=day,
        site=only("site"),  # type: ignore[arg-type]
        criteria=only("criteria"),  # type: ignore[arg-type]
        places=only("places"),  # type: ignore[arg-type]
        kinds=of("producer-kind"),  # type: ignore[arg-type]
        product_kinds=of("product-kind"),  # type: ignore[arg-type]
        producers=of("producer"),  # type: ignore[arg-type]
        products=of("product"),  # type: ignore[arg-type]
        lots=records.lots_by_product(),
        lot_files=lot_files,
        ledger=records.ledger.record.issued if records.ledger else (),
        decisions=of("decision"),  # type: ignore[arg-type]
        documents=of("document"),  # type: ignore[arg-type]
        chains=of("chain"),  # type: ignore[arg-type]
        fairs=of("fair"),  # type: ignore[arg-type]
        news=of("news"),  # type: ignore[arg-type]
        pages=of("page"),  # type: ignore[arg-type]
        stories=records.stories,
        photos=records.photos,
        files={key: entry.file for key, entry in everything.items()},
        digests={key: entry.digests for key, entry in everything.items()},
        ends={
            identity: tuple(until for until, _, _ in entry.alone.ends)
            for identity, entry in records.products.items()
            if entry.alone.ends
        },
        record_store=records.record_store,
    )
