"""Checks of numbered stamps: the signed lists of lots and the ledger say the same.

Each order is a batch of the lot's manifest and an entry of the ledger with the same numbers. If one of them
is lost, stamps would be printed twice with one serial, or answered as if they had never been issued.
"""

from collections import defaultdict
from collections.abc import Sequence

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.check_ledger import is_unreadable
from generator.catalogue.findings import Findings
from generator.catalogue.issued import IssuedCodes
from generator.catalogue.model import Ledger
from generator.catalogue.records import Entry
from generator.diagnostics.problem import SourceLocation, problem

Lot = tuple[str, str]
"""Id of a product, and a lot code."""
Numbers = tuple[int, int, str, int]
"""First and last number of stamps that were issued together, the id of the key, and how many there are."""


def check_issued(findings: Findings) -> None:
    """Check that each list of codes is that of its lot, and that it agrees with the ledger."""
    records = findings.records
    for keys in records.of("stamp-keys").values():
        findings.check_unique(keys, "keys", "id")
    if not records.issued_codes and not any(issue.numbers for issue in records.issued):
        return
    by_lot: dict[Lot, list[tuple[Entry[Ledger], int, Numbers]]] = defaultdict(list)
    for ledger in records.ledgers.values():
        for index, issue in enumerate(ledger.record.issued):
            if issue.numbers:
                product = records.product_now(issue.product)
                copies = issue.copies or issue.numbers.count
                numbers = (issue.numbers.first, issue.numbers.last, issue.key or "", copies)
                by_lot[product, issue.address.rpartition("/")[2]].append((ledger, index, numbers))
    for (product, lot), codes in records.issued_codes.items():
        if product in records.products and not is_unreadable(records, product):
            _check_address(findings, product, lot, codes)
            _check_numbers(findings, codes, [numbers for _, _, numbers in by_lot[product, lot]])
    for (product, lot), entries in by_lot.items():
        is_told = ("codes", f"{product}:{lot}") in records.faulty or is_unreadable(records, product)
        if (product, lot) not in records.issued_codes and product in records.products and not is_told:
            places = [(ledger, ("issued", index, "numbers")) for ledger, index, _ in entries]
            file = f"{records.products[product].file.rpartition('/')[0]}/codes/{lot}.json"
            findings.add_once("CODES-MISSING", places, lot=lot, file=file)


def _check_address(findings: Findings, product: str, code: str, codes: IssuedCodes) -> None:
    """Check that the address for which codes were made is one of the lot in whose file they are."""
    records = findings.records
    lots = records.lots_by_product.get(product)
    summary = lots.by_code.get(code) if lots else None
    addresses = lot_addresses(records.products[product].record, summary) if summary else []
    if codes.manifest.address not in addresses:
        now = addresses[0] if addresses else "–"
        values = {"address": codes.manifest.address, "lot": code, "now": now}
        findings.problems.append(problem("CODES-LOT", SourceLocation(codes.file), **values))


def _check_numbers(findings: Findings, codes: IssuedCodes, issued: Sequence[Numbers]) -> None:
    """Check that the batches of a manifest are the entries of the ledger."""
    signed = [
        (batch.first, batch.last, batch.key, batch.last - batch.first + 1) for batch in codes.manifest.batches
    ]
    if (entries := sorted(issued)) != signed:
        is_seen = [numbers[:2] for numbers in entries] != [numbers[:2] for numbers in signed]
        shown = _shown if is_seen else _shown_whole
        values = {"signed": shown(signed), "issued": shown(entries)}
        findings.problems.append(problem("CODES-LEDGER", SourceLocation(codes.file), **values))


def _shown(numbers: Sequence[Numbers]) -> str:
    return ", ".join(f"{first}–{last}" for first, last, _, _ in numbers) or "–"


def _shown_whole(numbers: Sequence[Numbers]) -> str:
    return ", ".join(f"{first}–{last}: {copies} · {key or '–'}" for first, last, key, copies in numbers)
