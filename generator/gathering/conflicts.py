"""What two provinces claim alike: barcode numbers, printed addresses, and products that may be the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator.catalogue.addresses import base_of, gtins_of
from generator.catalogue.gs1 import gtin14, link_path
from generator.catalogue.lots import product_of
from generator.catalogue.model import Issue, Product, ProductSummary
from generator.gathering.copies import Copy
from generator.text import fold


class Claim(NamedTuple):
    """An address that a product is answered at, in the address space that all provinces share."""

    province: str
    product: str
    sample: bool


Claims = Mapping[str, list[Claim]]
"""By address: ``/01/<GTIN-14>``, or ``/p/<code>`` where it is printed without the province."""


def claims_of(province: str, products: Iterable[ProductSummary], issued: Iterable[Issue]) -> Claims:
    """Return what the products of a province claim."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    samples: dict[str, bool] = {}
    for product in products:
        samples[product.id] = product.sample
        for gtin in sorted(gtins_of(product)):
            claims[link_path(gtin)].append(Claim(province, product.id, product.sample))
    for issue in issued:
        if issue.void is None and (base := _bare_code(issue.address)):
            claim = Claim(province, issue.product, issue.sample or samples.get(issue.product, False))
            if claim not in claims[base]:
                claims[base].append(claim)
    return claims


def shared(all_claims: Iterable[Claims]) -> dict[str, list[Claim]]:
    """Return the addresses that several provinces claim."""
    joined: dict[str, list[Claim]] = defaultdict(list)
    for claims in all_claims:
        for address, claiming in claims.items():
            joined[address] += claiming
    return {
        address: claiming
        for address, claiming in sorted(joined.items())
        if len({claim.province for claim in claiming}) > 1
    }


def drop_claims(copy: Copy, province: str, addresses: Mapping[str, Iterable[Claim]]) -> None:
    """Take addresses from the records of a copy: GTINs of products and lots, entries of the ledger."""
    lost: dict[str, set[str]] = defaultdict(set)
    for address, claiming in addresses.items():
        for claim in claiming:
            if claim.province == province:
                lost[claim.product].add(address)
    for kind in ("product", "lots", "ledger"):
        for identity, record in list(copy.records.get(kind, {}).items()):
            copy.records[kind][identity] = _without(kind, record, lost)


def _without(kind: str, record: Any, lost: Mapping[str, set[str]]) -> Any:
    def has_lost(product: str, gtin: str | None) -> bool:
        return gtin is not None and link_path(gtin14(gtin)) in lost.get(product, ())

    update: dict[str, Any] = {}
    if kind == "product":
        former = tuple(gtin for gtin in record.former_gtins if not has_lost(record.id, gtin))
        gtin = None if has_lost(record.id, record.gtin) else record.gtin
        update = {"gtin": gtin, "former_gtins": former}
    elif kind == "lots":
        product = product_of(record.id)
        lots = (
            lot.model_copy(update={"gtin": None}) if has_lost(product, lot.gtin) else lot
            for lot in record.lots
        )
        update = {"lots": tuple(lots)}
    else:
        dropped = {address for addresses in lost.values() for address in addresses}
        kept = (issue for issue in record.issued if base_of(issue.address) not in dropped)
        update = {"issued": tuple(kept)}
    return record.model_copy(update=update)


def names_of(copy: Copy, province: str) -> dict[tuple[str, str], Claim]:
    """Return the products of a province that are no samples by their name and that of their producer."""
    producers: Mapping[str, Any] = copy.records.get("producer", {})
    products: Iterable[Any] = copy.records.get("product", {}).values()
    return {
        (_name(product), _name(producers[product.producer])): Claim(province, product.id, False)
        for product in products
        if not product.sample and product.producer in producers
    }


def alike(names: Iterable[Mapping[tuple[str, str], Claim]]) -> list[tuple[Claim, Claim]]:
    """Return products of different provinces that have the same name and the same producer's name."""
    first: dict[tuple[str, str], Claim] = {}
    pairs: list[tuple[Claim, Claim]] = []
    for of_province in names:
        for name, claim in of_province.items():
            other = first.setdefault(name, claim)
            if other.province != claim.province:
                pairs.append((other, claim))
    return pairs


def _name(record: Product | Any) -> str:
    return fold(record.name.pick("vi")[0])


def _bare_code(address: str) -> str:
    return base_of(address) if address.startswith("/p/") else ""
