"""Checks of lots: their codes, days, places and amounts against each other; recalls."""

from collections.abc import Iterator
from datetime import date

from generator.catalogue import amounts
from generator.catalogue.addresses import gtins_of
from generator.catalogue.check_ledger import lost_products
from generator.catalogue.doubtful import surplus_steps
from generator.catalogue.fields import DEVICES
from generator.catalogue.findings import Findings, Notes, listed, location_of, near, repeats
from generator.catalogue.gs1 import gtin14
from generator.catalogue.lots import product_of
from generator.catalogue.model import KeyPath, Lot, Lots, ProductLotsSummary, Recall, Withdrawal
from generator.catalogue.records import Entry
from generator.text import Text


def note_lots(notes: Notes, lots: Lots) -> None:
    """Check the lots of one file against each other."""
    # Folders: a file system that ignores case must not take two lots for one.
    for index, first in repeats(lot.lot.casefold() for lot in lots.lots):
        other = location_of(("lots", first, "lot"), notes.positions, notes.file)
        notes.add("LOT-TWICE", ("lots", index, "lot"), lot=lots.lots[index].lot, other=other)
    for index, lot in enumerate(lots.lots):
        at: KeyPath = ("lots", index)
        if lot.lot in DEVICES:
            notes.add("LOT-NAME", (*at, "lot"), lot=lot.lot)
        _note_days(notes, lots, at, lot)
        _note_amounts(notes, at, lot)
        _note_balance(notes, at, lot)


def check_lots(findings: Findings) -> None:
    """Check the lots against the product they belong to, and the files of one product against each other."""
    records = findings.records
    seen: dict[tuple[str, str], tuple[Entry[ProductLotsSummary], int]] = {}
    for identity, entry in records.lots.items():
        owner = product_of(identity)
        for index, lot in enumerate(entry.record.lots):
            first, at = seen.setdefault((owner, lot.lot.casefold()), (entry, index))
            if first is not entry:
                other = location_of(("lots", at, "lot"), first.positions, first.file)
                findings.add("LOT-TWICE", entry, ("lots", index, "lot"), lot=lot.lot, other=other)
        product = records.products.get(owner)
        if product is None:
            # A printed product that is gone is told at the ledger.
            if ("product", owner) not in records.faulty and owner not in lost_products(records):
                findings.add("LOTS-ALONE", entry)
            continue
        gtins = gtins_of(product.record)
        for index, lot in enumerate(entry.record.lots):
            if lot.gtin and gtin14(lot.gtin) not in gtins:
                known = listed("known", sorted(gtins))
                findings.add("LOT-GTIN", entry, ("lots", index, "gtin"), gtin=lot.gtin, **known)


def note_withdrawal(notes: Notes, at: KeyPath, event: Withdrawal | None) -> None:
    """Check a recall or withdrawal: not in the future, and with a reason in every language."""
    if event is None:
        return
    notes.early(event.on, "EVENT-FUTURE", (*at, "on"), date=event.on)
    _note_languages(notes, (*at, "reason"), "REASON-LANGUAGES", event.reason)


def _note_languages(notes: Notes, at: KeyPath, code: str, text: Text) -> None:
    """Check that what warns buyers stands in every language of the site."""
    if absent := [language for language in notes.languages if not text.has(language)]:
        notes.add(code, at, languages=", ".join(absent))


def _note_days(notes: Notes, lots: Lots, at: KeyPath, lot: Lot) -> None:
    notes.early(lot.made_on, "LOT-FUTURE", (*at, "made_on"), made=lot.made_on)
    if lot.expires_on and lot.expires_on <= lot.made_on:
        notes.add("LOT-EXPIRES", (*at, "expires_on"), until=lot.expires_on, made=lot.made_on)
    for name, event in (("recalled", lot.recalled), ("withdrawn", lot.withdrawn)):
        note_withdrawal(notes, (*at, name), event)
        instruction = event.instruction if isinstance(event, Recall) else None
        if instruction:
            _note_languages(notes, (*at, name, "instruction"), "INSTRUCTION-LANGUAGES", instruction)
        if event and event.on < lot.made_on:
            notes.add("RECALL-EARLY", (*at, name, "on"), on=event.on, made=lot.made_on)
    before: date | None = None
    for number, step in enumerate(lot.steps):
        here = (*at, "steps", number)
        if before and step.day < before:
            notes.add("LOT-ORDER", (*here, "day"), day=step.day, before=before)
        before = step.day
        notes.early(step.day, "EVENT-FUTURE", (*here, "day"), date=step.day)
        if (step.what == "ship" and not step.target) or (step.what == "receive" and not step.source):
            key = "to" if step.what == "ship" else "from"
            notes.add("LOT-PARTY", (*here, "what"), what=step.what, key=key)
        if step.place not in lots.places:
            close = listed("near", near(step.place, lots.places))
            notes.add("LOT-PLACE", (*here, "place"), id=step.place, **close)


def _written(at: KeyPath, lot: Lot) -> Iterator[tuple[KeyPath, Text]]:
    if lot.amount:
        yield (*at, "amount"), lot.amount
    for number, step in enumerate(lot.steps):
        if step.amount:
            yield (*at, "steps", number, "amount"), step.amount


def _note_amounts(notes: Notes, at: KeyPath, lot: Lot) -> None:
    """Check that every amount is a number above zero with a known unit, the same in every language."""
    for path, text in _written(at, lot):
        read: dict[str, amounts.Amount] = {}
        for language, words in text.root.items():
            here = (*path, language)
            amount = amounts.read(words, language)
            if amount is None:
                notes.add("LOT-AMOUNT", here, written=words)
            elif amount.number <= 0:
                notes.add("LOT-AMOUNT-ZERO", here, written=words)
            else:
                read[language] = amount
                if not amount.known:
                    notes.add("LOT-UNIT", here, unit=amount.unit)
        if len({(amount.number, amount.code, amount.net) for amount in read.values()}) > 1:
            shown = " · ".join(text[language] for language in read)
            notes.add("LOT-AMOUNT-DIFFERS", path, written=shown)


def _note_balance(notes: Notes, at: KeyPath, lot: Lot) -> None:
    """Check that no step gives far more than there was before it."""
    for surplus in surplus_steps(lot):
        values = {
            "out": f"{surplus.out.normalize():f}",
            "before": f"{surplus.before.normalize():f}",
            "unit": _UNITS[surplus.unit],
        }
        notes.add("LOT-BALANCE", (*at, "steps", surplus.step, "amount"), **values)


_UNITS = {"KGM": "kg", "LTR": "l", "MTR": "m"}
