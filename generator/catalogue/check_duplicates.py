"""Warnings of probable duplicates: one decision, producer or product under two ids.

Two names that only look alike are no fault: households of one name live in different communes, and numbers
of decisions begin anew each year and in each office. Records of two provinces are never taken for one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from generator.catalogue.findings import Findings
from generator.catalogue.model import Address, Decision, Document, ProducerSummary, ProductSummary
from generator.catalogue.records import Entry
from generator.text import Text, nfc

_Numbered = TypeVar("_Numbered", Decision, Document)


def check_duplicates(findings: Findings) -> None:
    """Warn of decisions, papers, producers and products that stand in two records."""
    records = findings.records
    _check_numbers(findings, records.decisions)
    _check_numbers(findings, records.documents)
    _check_producers(findings)
    _check_products(findings)


def _check_numbers(findings: Findings, entries: Mapping[str, Entry[_Numbered]]) -> None:
    by_number: dict[tuple[str, str], list[tuple[str, Entry[_Numbered]]]] = defaultdict(list)
    for identity, entry in entries.items():
        number = _letters(entry.record.number or "")
        for other_id, other in by_number[entry.folder, number] if number else ():
            if _one_paper(entry.record, other.record):
                values = {"number": entry.record.number, "id": other_id, "other": other.file}
                findings.add("NUMBER-TWICE", entry, ("number",), **values)
                break
        by_number[entry.folder, number].append((identity, entry))


def _one_paper(first: _Numbered, other: _Numbered) -> bool:
    """Whether two papers with one number may be the same: one year and one body, as far as known."""
    years = {paper.date[:4] for paper in (first, other) if paper.date}
    levels = {paper.level for paper in (first, other) if paper.level}
    bodies = {_words(paper.body) for paper in (first, other) if paper.body}
    return len(years) < 2 and len(levels) < 2 and len(bodies) < 2


def _check_producers(findings: Findings) -> None:
    producers = findings.records.producers
    for identity, other in _alike(producers):
        mine, before = producers[identity].record, producers[other].record
        if mine.dissolved or before.dissolved or not _one_place(mine.address, before.address):
            continue
        values = {"name": _first(mine.name), "other": producers[other].file}
        findings.add("PRODUCER-TWICE", producers[identity], ("name",), **values)


def _check_products(findings: Findings) -> None:
    products = findings.records.products
    for identity, other in _alike(products):
        mine, before = products[identity].record, products[other].record
        replaced = mine.discontinued or before.discontinued or identity == before.successor
        # Who shares a code or an earlier id is told of that.
        shared = _numbers(mine) & _numbers(before) or {mine.id, before.id} & {
            *mine.former_ids,
            *before.former_ids,
        }
        if replaced or other == mine.successor or shared:
            continue
        values = {"name": _first(mine.name), "other": products[other].file}
        if mine.producer and mine.producer == before.producer:
            findings.add("PRODUCT-TWICE", products[identity], ("name",), **values)
        elif not (mine.producer and before.producer) and _one_place(mine.origin, before.origin):
            findings.add("PRODUCT-ALIKE", products[identity], ("name",), **values)


def _alike(
    entries: Mapping[str, Entry[ProductSummary]] | Mapping[str, Entry[ProducerSummary]],
) -> Iterable[tuple[str, str]]:
    """Yield pairs of records of a province with one name, samples apart; of three, each with the first."""
    first: dict[tuple[str, str, bool], str] = {}
    for identity, entry in entries.items():
        name = (entry.folder, _words(entry.record.name), entry.record.sample)
        other = first.setdefault(name, identity)
        if other != identity:
            yield identity, other


def _numbers(product: ProductSummary) -> set[str]:
    codes = {code for code in (product.code, *product.former_codes) if code}
    return codes | {gtin for gtin in (product.gtin, *product.former_gtins) if gtin}


def _one_place(first: Address, other: Address) -> bool:
    """Whether two addresses may be the same, by the parts that both have."""
    for name in ("commune", "district"):
        mine, theirs = getattr(first, name), getattr(other, name)
        if mine and theirs:
            return bool(mine == theirs)
    if first.printed and other.printed:
        return _letters(first.printed) == _letters(other.printed)
    return True


def _first(text: Text) -> str:
    """Return the text in its first language."""
    return next(iter(text.root.values()), "")


def _words(text: Text | None) -> str:
    return _letters(_first(text)) if text else ""


def _letters(written: str) -> str:
    """Return words without punctuation and case; marks stay: ``mật`` (honey) is not ``mắt`` (eye)."""
    return " ".join(re.findall(r"\w+", nfc(written).casefold()))
