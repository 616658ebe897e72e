"""Lots: their codes, days, places and amounts against each other; recalls."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from generator.catalogue import amounts
from generator.catalogue.addresses import gtins_of
from generator.catalogue.findings import Findings, near
from generator.catalogue.gs1 import gtin14
from generator.catalogue.model import Entry, Lot, Lots, Path, Withdrawal
from generator.text import Text

DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))]
)
"""Names that Windows keeps for devices: no folder can have them."""

GROSS = {"process": Decimal(2), "pack": Decimal("1.1"), "ship": Decimal("1.1"), "receive": Decimal("1.1")}
"""How many times what was there before a step may give; processing may add sugar, water or salt."""


def check_lots(found: Findings) -> None:
    """Check every lots.yaml against itself and against its product."""
    records = found.records
    for identity, entry in records.lots.items():
        if identity not in records.products and ("product", identity) not in records.faulty:
            found.add("LOTS-ALONE", entry)
        product = records.products.get(identity)
        seen: set[str] = set()
        for index, lot in enumerate(entry.record.lots):
            at: Path = ("lots", index)
            # Folders: a file system that ignores case must not take two lots for one.
            if lot.lot.casefold() in seen:
                found.add("LOT-TWICE", entry, (*at, "lot"), lot=lot.lot)
            seen.add(lot.lot.casefold())
            if lot.lot in DEVICES:
                found.add("LOT-NAME", entry, (*at, "lot"), lot=lot.lot)
            if lot.gtin and product and gtin14(lot.gtin) not in gtins_of(product.record):
                known = ", ".join(sorted(gtins_of(product.record))) or "–"
                found.add("LOT-GTIN", entry, (*at, "gtin"), gtin=lot.gtin, known=known)
            _check_days(found, entry, at, lot)
            _check_amounts(found, entry, at, lot)
            _check_balance(found, entry, at, lot)


def check_withdrawal(found: Findings, entry: Entry[Any], at: Path, event: Withdrawal | None) -> None:
    """What was taken back: not in the future, and with a reason for every reader."""
    if event is None:
        return
    if event.on > found.day:
        found.add("EVENT-FUTURE", entry, (*at, "on"), date=event.on)
    site = found.records.site
    absent = [one.code for one in site.record.languages if not event.reason.has(one.code)] if site else []
    if absent:
        found.add("REASON-LANGUAGES", entry, (*at, "reason"), languages=", ".join(absent))


def _check_days(found: Findings, entry: Entry[Lots], at: Path, lot: Lot) -> None:
    if lot.made_on > found.day:
        found.add("LOT-FUTURE", entry, (*at, "made_on"), made=lot.made_on)
    if lot.expires_on and lot.expires_on <= lot.made_on:
        found.add("LOT-EXPIRES", entry, (*at, "expires_on"), until=lot.expires_on, made=lot.made_on)
    for name, event in (("recalled", lot.recalled), ("withdrawn", lot.withdrawn)):
        check_withdrawal(found, entry, (*at, name), event)
        if event and event.on < lot.made_on:
            found.add("RECALL-EARLY", entry, (*at, name, "on"), on=event.on, made=lot.made_on)
    before: date | None = None
    for number, step in enumerate(lot.steps):
        here = (*at, "steps", number)
        if before and step.day < before:
            found.add("LOT-ORDER", entry, (*here, "day"), day=step.day, before=before)
        before = step.day
        if step.day > found.day:
            found.add("EVENT-FUTURE", entry, (*here, "day"), date=step.day)
        if (step.what == "ship" and not step.target) or (step.what == "receive" and not step.source):
            key = "to" if step.what == "ship" else "from"
            found.add("LOT-PARTY", entry, (*here, "what"), what=step.what, key=key)
        if step.place not in entry.record.places:
            close = near(step.place, entry.record.places)
            found.add("LOT-PLACE", entry, (*here, "place"), id=step.place, near=close)


def _written(at: Path, lot: Lot) -> Iterator[tuple[Path, Text]]:
    if lot.amount:
        yield (*at, "amount"), lot.amount
    for number, step in enumerate(lot.steps):
        if step.amount:
            yield (*at, "steps", number, "amount"), step.amount


def _check_amounts(found: Findings, entry: Entry[Lots], at: Path, lot: Lot) -> None:
    """Every amount is a number above nothing with a known unit, the same one in every language."""
    for path, text in _written(at, lot):
        read: dict[str, amounts.Amount] = {}
        for language, words in text.root.items():
            here = (*path, language)
            amount = amounts.read(words, language)
            if amount is None:
                found.add("LOT-AMOUNT", entry, here, written=words)
            elif amount.number <= 0:
                found.add("LOT-AMOUNT-ZERO", entry, here, written=words)
            else:
                read[language] = amount
                if not amount.known:
                    found.add("LOT-UNIT", entry, here, unit=amount.unit)
        if len({(one.number, one.code, one.net) for one in read.values()}) > 1:
            said = " · ".join(text[language] for language in read)
            found.add("LOT-AMOUNT-DIFFERS", entry, path, written=said)


def _check_balance(found: Findings, entry: Entry[Lots], at: Path, lot: Lot) -> None:
    """No step gives far more than there was before it, where both are told in one unit."""
    there: dict[str, Decimal] = {}
    for number, step in enumerate(lot.steps):
        amount = amounts.of_text(step.amount)
        if amount is None or amount.net is None or step.what in ("sow", "inspect"):
            continue
        if step.what == "harvest":
            there[amount.net_code] = there.get(amount.net_code, Decimal(0)) + amount.net
            continue
        before = there.get(amount.net_code)
        if before is not None and amount.net > before * GROSS[step.what]:
            path = (*at, "steps", number, "amount")
            values = {
                "out": f"{amount.net.normalize():f}",
                "before": f"{before.normalize():f}",
                "unit": _UNITS[amount.net_code],
            }
            found.add("LOT-BALANCE", entry, path, **values)
        if step.what in ("process", "pack"):
            there = {amount.net_code: amount.net}


_UNITS = {"KGM": "kg", "LTR": "l", "MTR": "m"}
