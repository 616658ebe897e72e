"""Decides who keeps a code, a GTIN or an id that two products claim.

A printed code leads to the product that it was printed for, so the order is never that of the folders'
names. The product that keeps it is the one, in this order,

1. for which the ledger says that it was printed;
2. of which the ledger knows any printed address: it is older than one that it does not know;
3. that bore it before (``former_codes``, ``former_gtins``);
4. that more other records name: a copy has not been named yet;
5. whose first rating is older;
6. whose id is shorter, then first in the alphabet: copies are named ``gao-nep-2`` or ``gao-nep-copy``.

The time at which a file was changed says nothing: git does not keep it. All others are at fault.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.catalogue.addresses import codes_in
from generator.catalogue.findings import Findings, days_of, location_of
from generator.catalogue.ids import as_written, bare_id, full_id
from generator.catalogue.lots import product_of
from generator.catalogue.model import Issue, KeyPath, ProductSummary
from generator.catalogue.ocop import event_day
from generator.catalogue.records import Entry, Records
from generator.diagnostics.problem import Problem, problem
from generator.messages import in_both


@dataclass(frozen=True)
class Claim:
    """A product that claims a trace code or GTIN as its own."""

    entry: Entry[ProductSummary]
    path: KeyPath
    """The path of the claim in the record."""
    written: str
    """The trace code or GTIN as it is written there."""

    @property
    def former(self) -> bool:
        """Whether the product bore it earlier and no longer does."""
        return len(self.path) > 1


def printed_keys(address: str) -> list[str]:
    """Return the trace code or the 14-digit GTIN in a printed address."""
    return [*codes_in([address]), *([address.split("/")[2]] if address.startswith("/01/") else [])]


@dataclass(frozen=True)
class ClaimOwners:
    """Decides who keeps a claimed code or GTIN; the module's docstring gives the order."""

    records: Records

    @cached_property
    def _issued(self) -> Sequence[Issue]:
        return self.records.issued

    @cached_property
    def printed(self) -> Mapping[str, str]:
        """The product for which each code and GTIN was printed first."""
        result: dict[str, str] = {}
        for issue in self._issued:
            for key in printed_keys(issue.address):
                result.setdefault(key, self._product(issue))
        return result

    def _product(self, issue: Issue) -> str:
        """Return the product of an entry; one that has a former id of another is at fault itself."""
        return (
            issue.product
            if issue.product in self.records.products
            else self.records.product_now(issue.product)
        )

    @cached_property
    def _named(self) -> Counter[str]:
        """The number of other records that name each product."""
        result: Counter[str] = Counter()
        for entries in self.records.entries.values():
            for entry in entries.values():
                result.update(ref for ref in entry.facts.refs.split() if ref.startswith("product:"))
        return result

    def keeper_of(self, key: str, claims: Iterable[Claim]) -> Claim:
        """Return the claim that is kept."""
        known = set(self.printed.values())

        def rank(claim: Claim) -> tuple[Any, ...]:
            product = claim.entry.record
            return (
                self.printed.get(key) != product.id,
                product.id not in known,
                not claim.former,
                -self._named[f"product:{product.id}"],
                self._rated(product),
                len(product.id),
                product.id,
            )

        return min(claims, key=rank)

    def _rated(self, product: ProductSummary) -> str:
        """Return the first day of a product's oldest rating, or a late one where none has a day."""
        decisions = self.records.decisions
        days = []
        for rating in product.ratings:
            decided = decisions.get(rating.decision or "")
            if day := event_day(rating, decided.record if decided else None):
                days.append(days_of(day)[0].isoformat())
        return min(days, default="9999")


def original_record(entries: Sequence[Entry[Any]], issued: Sequence[Issue]) -> Entry[Any]:
    """Return, of records with one id in several folders, the one that is not the copy.

    The product with a code that was printed for this id; else the one in the folder of the place that
    it comes from; else the first by path.
    """

    def rank(entry: Entry[Any]) -> tuple[Any, ...]:
        record = entry.record
        if not isinstance(record, ProductSummary):
            return (entry.file,)
        printed = {
            key for issue in issued if issue.product == record.id for key in printed_keys(issue.address)
        }
        codes = {full_id(entry.folder, code) for code in (record.code, *record.former_codes) if code}
        locations = {bare_id(place or "") for place in (record.origin.commune, record.origin.district)}
        return (not printed & codes, entry.file.split("/")[-3] not in locations, entry.file)

    return min(entries, key=rank)


def resolve_duplicate_ids(
    entries: dict[str, dict[str, Entry[Any]]], same: Mapping[tuple[str, str], Sequence[Entry[Any]]]
) -> list[Problem]:
    """Keep in ``entries`` the original of each kind and id; return the problems of the copies.

    ``same`` are all records by kind and id. Lots follow their product and are not told besides it.
    """
    problems: list[Problem] = []
    twice = {key: several for key, several in same.items() if len(several) > 1}
    ledgers = entries["ledger"].values() if twice else ()
    issued = [issue for ledger in ledgers for issue in ledger.record.issued]
    for (kind, identity), several in twice.items():
        owner = product_of(identity)
        product = entries["product"].get(owner) if kind == "lots" else None
        home = product.file.rpartition("/")[0] if product else ""
        beside = [claim for claim in several if claim.file.startswith(f"{home}/")] if home else []
        kept = entries[kind][identity] = beside[0] if beside else original_record(several, issued)
        if kind == "lots" and ("product", owner) in twice:
            continue
        other = str(location_of(("id",), kept.positions, kept.file))
        for entry in several:
            if entry is not kept:
                location = location_of(("id",), entry.positions, entry.file)
                shown = other if entry.file == kept.file else kept.file
                problems.append(
                    problem("ID-TWICE", location, id=as_written(entry.folder, identity), other=shown)
                )
    return problems


def check_claims(
    findings: Findings,
    fault: str,
    claims: Mapping[str, Sequence[Claim]],
    owners: ClaimOwners,
    next_free: Mapping[str, str],
) -> None:
    """Report every trace code or GTIN that several products claim, at each product that does not keep it.

    ``next_free`` are trace codes that were never given, by the folder of their province.
    """
    for key, claiming in claims.items():
        if len({claim.entry.file for claim in claiming}) == 1:
            continue
        keeper = owners.keeper_of(key, claiming)
        for claim in claiming:
            if claim.entry.file == keeper.entry.file:
                continue
            folder, other = claim.entry.folder, keeper.entry.record.id
            values = {
                "given": claim.written,
                "mine": as_written(folder, claim.entry.record.id),
                "other": as_written(folder, other),
                "file": keeper.entry.file,
            }
            advice = _advice(fault, claim, owners.printed.get(key) == other)
            how = in_both("how", advice, **values, next=next_free[folder])
            findings.add(fault, claim.entry, claim.path, **values, **how)


_ADVICE = {
    ("CODE-TWICE", True): "hints.code-printed",
    ("CODE-TWICE", False): "hints.code-twice",
    ("GTIN-TWICE", True): "hints.gtin-printed",
    ("GTIN-TWICE", False): "hints.gtin-twice",
}
"""By fault, and whether the ledger says that the code is printed for the product that keeps it."""


def _advice(fault: str, claim: Claim, printed: bool) -> str:
    """Return the advice for a claim that is refused; never to change a printed trace code."""
    return "hints.former-twice" if claim.former else _ADVICE[fault, printed]
