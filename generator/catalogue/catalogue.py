"""The checked catalogue: every record by its id, with what follows from the day it is read for.

Relations are ids, looked up here; no record holds another.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from generator.catalogue.addresses import bare_codes_of, trace_addresses
from generator.catalogue.ids import folder_of
from generator.catalogue.issued import IssuedCodes
from generator.catalogue.model import (
    SUMMARIES,
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
    News,
    Page,
    Places,
    Producer,
    ProducerKind,
    ProducerSummary,
    Product,
    ProductKind,
    ProductLotsSummary,
    ProductSummary,
    Site,
    SourceCopy,
    StampKeys,
    Version,
)
from generator.catalogue.ocop import Standing, main_standing, standings
from generator.catalogue.records import OnDemand, PhotoFile, RecordDigests, Records, RecordStore, Story
from generator.text import slug, sort_key

NEIGHBOURS = 4
"""Most products of the same producer, or of the same place, that a product's page names."""
MOST_DECODED = 4_000
"""Values of each kind, such as summaries of products, that a worker keeps: some 10 KB each."""
CROWDED = 24
"""Products of a place, above which each page names those that follow its own product."""
ALL_NEIGHBOURS = 6
"""Most of both together: each weighs some 400 bytes of the page's first answer."""


@dataclass(frozen=True)
class Catalogue:
    """All records as of ``day``."""

    day: date
    site: Site
    criteria: Criteria
    provinces: Mapping[str, Places]
    """The places of each province by its id: the project's own province first, then by their codes."""
    home_province: str
    """The id of the province whose records lie in the project itself; empty where each has a folder."""
    producer_kinds: Mapping[str, ProducerKind]
    product_kinds: Mapping[str, ProductKind]
    """What people buy, in the order of content/product-kinds.yaml; empty where a site has no such file."""
    producers: Mapping[str, ProducerSummary]
    products: Mapping[str, ProductSummary]
    lots: Mapping[str, ProductLotsSummary]
    """By product."""
    lot_files: Mapping[str, Mapping[str, str]]
    """By product and lot code: the id of the record that holds the lot."""
    ledger: tuple[Issue, ...]
    """Every address that has been printed."""
    bare_codes: Mapping[str, Collection[str]]
    """Codes that were printed before their province joined this catalogue, by the product's id then."""
    decisions: Mapping[str, Decision]
    documents: Mapping[str, Document]
    chains: Mapping[str, Chain]
    fairs: Mapping[str, Fair]
    news: Mapping[str, News]
    text_pages: Mapping[str, Page]
    copies: Mapping[str, SourceCopy]
    """Of which copies the records of provinces are."""
    stamp_keys: Mapping[str, StampKeys]
    """The public keys of numbered stamps, those of each province."""
    issued_codes: Mapping[tuple[str, str], IssuedCodes]
    """The numbered stamps of lots, by product and lot code."""
    stories: Mapping[tuple[str, str, str], Story]
    """By record kind, id and language; :meth:`story` has the text."""
    photos: Mapping[str, PhotoFile]
    files: Mapping[tuple[str, str], str]
    """The file of each record, by kind and id."""
    digests: Mapping[tuple[str, str], RecordDigests]
    """Those of each record, by kind and id."""
    record_store: RecordStore
    """Where the whole records of products, producers and lots are."""
    forget_summaries: Callable[[], None] = field(compare=False)
    """Lets go of the summaries that the checks have decoded."""
    recalled: dict[str, Any] = field(init=False, default_factory=dict, compare=False)
    """What an earlier build worked out from the same summaries, by the name of the property that it is."""

    def forget_decoded(self) -> None:
        """Let go of what was decoded and worked out for single records, and keep little of it from now on.

        Checks and planning go through everything; each worker that is forked afterwards would soon have a
        copy of its own.
        """
        self.forget_summaries()
        for name, value in list(vars(self).items()):
            if isinstance(value, OnDemand):
                value.forget(MOST_DECODED)
            elif name in ("listed", "listed_producers"):
                del vars(self)[name]

    def province_of(self, identity: str) -> str:
        """Return the id of the province to which a record, a commune or a former district belongs."""
        return folder_of(identity) or self.home_province

    def bare_codes_of(self, product: ProductSummary) -> Collection[str]:
        """Return the trace codes of a product that are answered without its province as well."""
        return bare_codes_of(product, self.bare_codes)

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
        return {commune.id: commune for places in self.provinces.values() for commune in places.communes}

    @cached_property
    def districts(self) -> dict[str, District]:
        """Former districts by id."""
        return {district.id: district for places in self.provinces.values() for district in places.districts}

    @cached_property
    def lot_digests(self) -> Mapping[str, Mapping[str, str]]:
        """By product and lot code: a digest of all that is recorded of the lot."""

        def digests(product: str) -> dict[str, str]:
            summary = self.lots[product]
            return dict(zip((lot.lot for lot in summary.lots), summary.digests, strict=True))

        return OnDemand(self.lots, digests)

    @cached_property
    def standings(self) -> Mapping[str, list[Standing]]:
        """Every rating of every product as it stands on the day."""
        return OnDemand(
            self.products, lambda product: standings(self.products[product].ratings, self.decisions, self.day)
        )

    @cached_property
    def standing(self) -> Mapping[str, Standing | None]:
        """The rating each product is shown with."""
        return OnDemand(self.products, lambda product: main_standing(self.standings[product]))

    def is_listed(self, record: ProductSummary | ProducerSummary | Decision | Fair) -> bool:
        """Whether a record is listed and counted: all but samples.

        On a site that is itself a demonstration (``sample_site``) samples count as well.
        """
        return self.site.sample_site or not record.sample

    @cached_property
    def listed(self) -> list[ProductSummary]:
        """Products that are listed and counted, in Vietnamese alphabetical order."""
        return sorted(filter(self.is_listed, self.products.values()), key=self._order)

    @cached_property
    def listed_producers(self) -> list[ProducerSummary]:
        """Producers that are listed and counted, in Vietnamese alphabetical order."""
        return sorted(filter(self.is_listed, self.producers.values()), key=self._order)

    @cached_property
    def groupings(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Ids of products by producer, of listed ones by commune and former district, in Vietnamese order."""
        if "groupings" in self.recalled:
            recalled: Mapping[str, Mapping[str, list[str]]] = self.recalled["groupings"]
            return recalled
        groupings: dict[str, dict[str, list[str]]] = {"producer": {}, "commune": {}, "district": {}}
        for product in sorted(self.products.values(), key=self._order):
            group_of = {"producer": product.producer or ""}
            if self.is_listed(product):
                group_of |= {"commune": product.origin.commune or "", "district": self.district_of(product)}
            for name, group in group_of.items():
                if group:
                    groupings[name].setdefault(group, []).append(product.id)
        return groupings

    def _order(self, record: ProductSummary | ProducerSummary) -> tuple[Any, str]:
        return sort_key(record.name.get(self.first_language)), record.id

    def _grouped(self, name: str) -> Mapping[str, list[ProductSummary]]:
        groups = self.groupings[name]
        return OnDemand(groups, lambda group: [self.products[identity] for identity in groups[group]])

    @cached_property
    def of_producer(self) -> Mapping[str, list[ProductSummary]]:
        """Products by producer, listed or not, in Vietnamese order."""
        return self._grouped("producer")

    @cached_property
    def of_commune(self) -> Mapping[str, list[ProductSummary]]:
        """Listed products by the commune of today that they come from, in Vietnamese order."""
        return self._grouped("commune")

    @cached_property
    def of_district(self) -> Mapping[str, list[ProductSummary]]:
        """Listed products by former district, in Vietnamese order."""
        return self._grouped("district")

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
    def first_language(self) -> str:
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
        groups = self.groupings
        others = [
            identity
            for identity in groups["producer"].get(product.producer or "", ())
            if identity != product.id
        ]
        room = min(NEIGHBOURS, ALL_NEIGHBOURS - min(NEIGHBOURS, len(others)))
        places = {"commune": product.origin.commune, "district": self.district_of(product)}
        beside = (
            identity
            for kind, place in places.items()
            for identity in _beginning_after(product.id, groups[kind].get(place or "", ()))
        )
        seen = {product.id, *others}
        near: dict[str, None] = {}
        for identity in beside:
            if len(near) == room:
                break
            if identity not in seen:
                near[identity] = None
        of_producer = others[:NEIGHBOURS]
        return [self.products[other] for other in of_producer], [self.products[other] for other in near]

    def has_trace_page(self, product: ProductSummary) -> bool:
        """Whether a product has a traceability page: it has a permanent address, and stars or a printed code.

        What was printed is answered for ever, whatever became of the rating.
        """
        return self._traced[product.id]

    @cached_property
    def _traced(self) -> Mapping[str, bool]:
        def is_traced(identity: str) -> bool:
            product, standing = self.products[identity], self.standing[identity]
            printed = product.id in self.printed or bool(self.printed.intersection(product.former_ids))
            return bool(((standing and standing.rating.stars) or printed) and trace_addresses(product))

        return OnDemand(self.products, is_traced)


def _beginning_after(product: str, ids: Sequence[str]) -> Sequence[str]:
    """The products of a place; in a place of many from one on, and around.

    If all named the first ones, pages of the whole place would change with each of these.
    """
    if len(ids) <= CROWDED or product not in ids:
        return ids
    start = ids.index(product)
    return [*ids[start:], *ids[:start]]


def home_province(records: Records) -> str:
    """Return the id of the project's own province, which is made of its name; empty where there is none."""
    own = records.places.get("")
    return slug(own.record.province.name) if own else ""


def whole(records: Records, day: date) -> Catalogue:
    """Return the catalogue of checked records for a day."""
    everything = {
        (kind, identity): entry
        for kind, entries in records.entries.items()
        for identity, entry in entries.items()
    }

    def of(kind: str) -> Mapping[str, object]:
        entries = records.of(kind)
        if kind in SUMMARIES:
            return OnDemand(entries, lambda identity: entries[identity].record_once())
        return OnDemand(entries, lambda identity: entries[identity].record)

    def forget_summaries() -> None:
        for kind in SUMMARIES:
            for entry in records.of(kind).values():
                entry.forget()

    def only(kind: str) -> object:
        return next(iter(of(kind).values()))

    def lot_files(product: str) -> dict[str, str]:
        files = records.files_of_lots[product]
        return {lot.lot: file for file in files for lot in records.lots[file].record_once().lots}

    places, home = records.places, home_province(records)

    def order(folder: str) -> tuple[bool, str]:
        return folder != "", places[folder].record.province.code

    return Catalogue(
        day=day,
        site=only("site"),  # type: ignore[arg-type]
        criteria=only("criteria"),  # type: ignore[arg-type]
        provinces={folder or home: places[folder].record for folder in sorted(places, key=order)},
        home_province=home,
        producer_kinds=of("producer-kind"),  # type: ignore[arg-type]
        product_kinds=of("product-kind"),  # type: ignore[arg-type]
        producers=of("producer"),  # type: ignore[arg-type]
        products=of("product"),  # type: ignore[arg-type]
        lots=records.lots_by_product,
        lot_files=OnDemand(records.files_of_lots, lot_files),
        ledger=tuple(records.issued),
        bare_codes=records.bare_codes,
        decisions=of("decision"),  # type: ignore[arg-type]
        documents=of("document"),  # type: ignore[arg-type]
        chains=of("chain"),  # type: ignore[arg-type]
        fairs=of("fair"),  # type: ignore[arg-type]
        news=of("news"),  # type: ignore[arg-type]
        text_pages=of("page"),  # type: ignore[arg-type]
        copies=of("copy"),  # type: ignore[arg-type]
        stamp_keys=of("stamp-keys"),  # type: ignore[arg-type]
        issued_codes=records.issued_codes,
        stories=records.stories,
        photos=records.photos,
        files={key: entry.file for key, entry in everything.items()},
        digests={key: entry.digests for key, entry in everything.items()},
        record_store=records.record_store,
        forget_summaries=forget_summaries,
    )
