"""Checks of the ledger: every printed address must still lead to the product it was printed for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.catalogue.addresses import answered, bare_codes_of, base_of, codes_in
from generator.catalogue.findings import Findings, location_of
from generator.catalogue.ids import as_written, folder_of
from generator.catalogue.lots import product_of
from generator.catalogue.model import Issue, Ledger, ProductSummary, Void
from generator.catalogue.records import Entry, Records
from generator.messages import in_both


def check_ledger(findings: Findings) -> None:
    """Check that every printed address still leads to the product it was printed for."""
    for entry in findings.records.products.values():
        _check_successor(findings, entry)
    ledgers = findings.records.ledgers.values()
    answers = _answers(findings.records) if ledgers else {}
    for ledger in ledgers:
        _check_host(findings, ledger)
        _check_void(findings, ledger)
        _check_answers(findings, ledger, answers)


def _check_answers(findings: Findings, ledger: Entry[Ledger], answers: Mapping[str, Sequence[str]]) -> None:
    """Check that the printed addresses of a ledger are answered, each by its product and by no other."""
    products = findings.records.products
    lost: dict[str, list[int]] = defaultdict(list)
    for index, issue in enumerate(ledger.record.issued):
        product = findings.records.product_now(issue.product)
        if is_unreadable(findings.records, product) or (issue.sample and product not in products):
            continue
        if issue.void:
            continue
        path = ("issued", index, "address")
        now = answers.get(issue.address, [])
        if not now:
            lost[_cause(findings, issue, product)].append(index)
        elif product not in now:
            values = {"address": issue.address, "id": issue.product, "now": _shown(findings, ledger, now[0])}
            findings.add("ADDRESS-MOVED", ledger, path, **values)
        elif others := [other for other in now if other != product and _lacks_province(ledger, issue)]:
            values = {
                "address": issue.address,
                "id": issue.product,
                "other": _shown(findings, ledger, others[0]),
            }
            findings.add("ADDRESS-SHARED", ledger, path, **values)
    for indexes in lost.values():
        issue = ledger.record.issued[indexes[0]]
        values = {"address": issue.address, "id": issue.product, **_advice(findings, ledger, issue)}
        places = [(ledger, ("issued", index, "address")) for index in indexes]
        findings.add_once("ADDRESS-LOST", places, **values)


def _shown(findings: Findings, ledger: Entry[Ledger], identity: str) -> str:
    """Return the id of another product; its file where the id would be taken for one of the same province."""
    is_of_none = bool(ledger.folder) and not folder_of(identity)
    return findings.records.products[identity].file if is_of_none else identity


def _lacks_province(ledger: Entry[Ledger], issue: Issue) -> bool:
    """Whether an address was printed before its province joined this catalogue."""
    return bool(ledger.folder) and any(not folder_of(code) for code in codes_in([issue.address]))


def _check_host(findings: Findings, ledger: Entry[Ledger]) -> None:
    """Check that printed addresses begin with the site's address; one problem for each other address."""
    site = findings.records.site
    now = site.record.base_url.rstrip("/") if site else ""
    known_hosts = {now, ""}
    for index, issue in enumerate(ledger.record.issued):
        printed = (issue.base_url or "").rstrip("/")
        if now and printed not in known_hosts and issue.void is None:
            known_hosts.add(printed)
            findings.add("ADDRESS-HOST", ledger, ("issued", index, "base_url"), printed=printed, now=now)


def _check_void(findings: Findings, ledger: Entry[Ledger]) -> None:
    """Check that a withdrawn address was issued before, not in the future, and not issued again silently."""
    taken_back: dict[str, Void] = {}
    for index, issue in enumerate(ledger.record.issued):
        day = ("issued", index, "void", "on")
        if issue.void and issue.void.on < issue.issued_on:
            findings.add("VOID-EARLY", ledger, day, on=issue.void.on, issued=issue.issued_on)
        elif issue.void and issue.void.on > findings.day:
            location = location_of(day, ledger.positions, ledger.file)
            findings.add_as_of_day("EVENT-FUTURE", location, date=issue.void.on)
        before = taken_back.get(issue.address)
        if before and issue.void is None and issue.issued_on >= before.on:
            values = {"address": issue.address, "on": before.on}
            findings.add("VOID-AGAIN", ledger, ("issued", index, "address"), **values)
        if issue.void:
            taken_back[issue.address] = issue.void


def _answers(records: Records) -> dict[str, list[str]]:
    """Return every address that is answered with the products that claim it; claims.py reports several."""
    answers: dict[str, list[str]] = defaultdict(list)
    lots = records.lots_by_product
    for identity, entry in records.products.items():
        bare_codes = bare_codes_of(entry.record, records.bare_codes)
        for address in answered(entry.record, lots.get(identity), bare_codes):
            answers[address].append(identity)
    return answers


def lost_products(records: Records) -> set[str]:
    """Return the products without a record that have printed addresses which no page answers."""
    known = records.products
    gone = [issue for issue in records.issued if not (issue.sample or issue.void or issue.product in known)]
    # Of a large catalogue all addresses are very many, and hardly ever is a product gone.
    answers = _answers(records) if gone else {}
    return {issue.product for issue in gone if issue.address not in answers}


def is_unreadable(records: Records, identity: str) -> bool:
    """Whether a product or its lots could not be read, which is reported already."""
    if ("product", identity) in records.faulty or ("product", "*") in records.faulty:
        return True
    return any(kind == "lots" and product_of(lots) in (identity, "*") for kind, lots in records.faulty)


def _cause(findings: Findings, issue: Issue, product: str) -> str:
    """Return what is missing behind a lost address: a product's id, or the address of a code or lot."""
    base = base_of(issue.address)
    entry = findings.records.products.get(product)
    if entry is None:
        return product
    return issue.address if _answers_by_itself(findings.records, entry, base) else base


def _answers_by_itself(records: Records, entry: Entry[ProductSummary], base: str) -> bool:
    """Whether a product is answered at an address, which is not that of a lot."""
    return base in set(answered(entry.record, None, bare_codes_of(entry.record, records.bare_codes)))


def _advice(findings: Findings, ledger: Entry[Ledger], issue: Issue) -> dict[str, str]:
    """Return what to do about a lost address."""
    base = base_of(issue.address)
    entry = findings.records.products.get(findings.records.product_now(issue.product))
    if entry is None:
        return in_both("how", "hints.lost-product")
    folder = next(map(folder_of, codes_in([issue.address])), "")
    if folder and folder != ledger.folder:
        return in_both("how", "hints.lost-province", folder=folder)
    if _answers_by_itself(findings.records, entry, base):
        return in_both("how", "hints.lost-lot", key=issue.address.rpartition("/")[2])
    hint = "hints.lost-gtin" if base.startswith("/01/") else "hints.lost-code"
    key, identity = base.rpartition("/")[2], as_written(ledger.folder, issue.product)
    return in_both("how", hint, key=key, id=identity)


def _check_successor(findings: Findings, entry: Entry[ProductSummary]) -> None:
    """Check that the successors of a product form no loop."""
    seen = {entry.record.id}
    after = entry.record.successor
    while after:
        if after in seen:
            findings.add("SUCCESSOR-LOOP", entry, ("successor",), id=entry.record.successor)
            return
        seen.add(after)
        known = findings.records.products.get(after)
        after = known.record.successor if known else None
