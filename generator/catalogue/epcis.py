"""A lot's steps as an EPCIS 2.0 document (GS1 EPCIS and CBV 2.0, JSON-LD).

Derived from the five fields of a step and nothing else: no hour, no party and no quantity that the
record does not give. EPCIS wants a time; a day becomes midnight of Vietnam with
``ocop:timePrecision: day``, so that nobody takes midnight for known.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from generator.catalogue import amounts
from generator.catalogue.model import Lot, LotPlace, Step
from generator.text import Text, slug

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
OFFSET = "+07:00"

TERMS = {
    "timePrecision": "How exact eventTime is. day: only the day is known; midnight stands for no hour.",
    "sowing": "Business step: seed is sown or seedlings are planted. The core vocabulary has no word for it.",
    "stepName": "The producer's own name for the step.",
    "placeName": "Name of the place of the step.",
    "sourceName": "From whom, as the producer writes it.",
    "destinationName": "To whom, as the producer writes it.",
    "reason": "Why a lot was recalled or taken off sale.",
}
"""What our files say beyond EPCIS, under the prefix ``ocop``."""

Event = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True)
class Names:
    """The URIs of which a document is made."""

    lot: str
    """The lot: its GS1 Digital Link, or our own address where there is no GTIN."""
    places: str
    """What the ids of places are fragments of."""
    terms: str
    """Where the terms of :data:`TERMS` are explained."""
    stable: str
    """A name of the lot that does not change with the host; event ids are made from it."""


def document(lot: Lot, places: Mapping[str, LotPlace], names: Names) -> dict[str, Any]:
    """Return the EPCIS document of a lot; its creation day is that of the last event, so bytes repeat."""
    events = [_event(lot, index, places, names) for index in range(len(lot.steps))]
    for event, taken, disposition in (
        ("recalled", lot.recalled, "recalled"),
        ("withdrawn", lot.withdrawn, "non_sellable_other"),
    ):
        if taken:
            events.append({
                "type": "ObjectEvent",
                "action": "OBSERVE",
                "disposition": disposition,
                **_when(taken.on),
                "quantityList": [{"epcClass": names.lot}],
                "ocop:stepName": event,
                "ocop:reason": _words(taken.reason),
            })  # fmt: skip
    taken_back = [event.on for event in (lot.recalled, lot.withdrawn) if event]
    last = max([lot.made_on, *(step.day for step in lot.steps), *taken_back])
    return {
        "@context": [CONTEXT, {"ocop": f"{names.terms}#"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": _time(last),
        "epcisBody": {"eventList": _identified(events, names)},
    }


def terms(url: str) -> dict[str, Any]:
    """Return the definitions of the terms that EPCIS does not have, for the address ``url``."""
    return {
        "id": url,
        "terms": {name: {"id": f"{url}#{name}", "comment": TERMS[name]} for name in TERMS},
    }


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00{OFFSET}"


def _when(day: date) -> Event:
    return {"eventTime": _time(day), "eventTimeZoneOffset": OFFSET, "ocop:timePrecision": "day"}


def _words(text: Text) -> list[dict[str, str]]:
    return [{"@value": words, "@language": language} for language, words in text.root.items()]


def _event(lot: Lot, index: int, places: Mapping[str, LotPlace], names: Names) -> Event:
    step = lot.steps[index]
    place = places[step.place]
    event = {**_what(lot, index, names), **_when(step.day)}
    event["readPoint"] = {"id": f"{names.places}#place-{step.place}"}
    event["ocop:placeName"] = _words(place.name)
    if step.title:
        event["ocop:stepName"] = _words(step.title)
    if step.what in ("ship", "receive"):
        here = f"{names.places}#place-{step.place}"
        source = _party(step.source, places, names) or (here if step.what == "ship" else "")
        target = _party(step.target, places, names) or (here if step.what == "receive" else "")
        if source:
            event["sourceList"] = [{"type": "possessing_party", "source": source}]
        if target:
            event["destinationList"] = [{"type": "possessing_party", "destination": target}]
    if step.source:
        event["ocop:sourceName"] = _words(step.source)
    if step.target:
        event["ocop:destinationName"] = _words(step.target)
    return event


def _what(lot: Lot, index: int, names: Names) -> Event:
    """Return what happened to which goods: type, action, step of business, quantities."""
    step = lot.steps[index]
    goods = _goods(lot, index, names)
    if step.what == "process":
        output = [_quantity(goods, step)]
        if (before := _raw(lot, index, names)) is None:
            # Nothing says what it was made from: the goods begin to exist here.
            return {
                "type": "ObjectEvent",
                "action": "ADD",
                "bizStep": "creating_class_instance",
                "disposition": "active",
                "quantityList": output,
            }
        return {
            "type": "TransformationEvent",
            "bizStep": "creating_class_instance",
            "inputQuantityList": [before],
            "outputQuantityList": output,
        }
    action, business, disposition = {
        "sow": ("OBSERVE", f"{names.terms}#sowing", "in_progress"),
        "harvest": ("ADD", "commissioning", "active"),
        "inspect": ("OBSERVE", "inspecting", "in_progress"),
        "pack": ("OBSERVE", "packing", "in_progress"),
        "ship": ("OBSERVE", "shipping", "in_transit"),
        "receive": ("OBSERVE", "receiving", "in_progress"),
    }[step.what]
    # Seed and test samples are not an amount of the lot itself.
    counted = {"epcClass": goods} if step.what in ("sow", "inspect") else _quantity(goods, step)
    return {
        "type": "ObjectEvent",
        "action": action,
        "bizStep": business,
        "disposition": disposition,
        "quantityList": [counted],
    }


def _goods(lot: Lot, index: int, names: Names) -> str:
    """Return the class of the goods after a step: raw until the last processing, then the lot itself."""
    later = any(step.what == "process" for step in lot.steps[index + 1 :])
    if not later:
        return names.lot
    done = sum(step.what == "process" for step in lot.steps[: index + 1])
    return f"{names.lot}#{f'after-process-{done}' if done else 'raw'}"


def _raw(lot: Lot, index: int, names: Names) -> Event | None:
    """Return what went into a processing step, with its quantity if every harvest has the same unit."""
    before = lot.steps[:index]
    if not any(step.what in ("harvest", "process", "receive") for step in before):
        return None
    result: Event = {"epcClass": _goods(lot, index - 1, names)}
    if any(step.what == "process" for step in before):
        return result
    harvests = [amounts.of_text(step.amount) for step in before if step.what == "harvest"]
    codes = {harvest.code if harvest else None for harvest in harvests}
    if len(codes) == 1 and (code := codes.pop()):
        result["quantity"] = _number(sum((amount.number for amount in harvests if amount), Decimal(0)))
        result["uom"] = code
    return result


def _quantity(goods: str, step: Step) -> Event:
    result: Event = {"epcClass": goods}
    # Without a unit EPCIS counts things: what an unknown unit means is for people to read.
    if (amount := amounts.of_text(step.amount)) and amount.known:
        result["quantity"] = _number(amount.number)
        if amount.code:
            result["uom"] = amount.code
    return result


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _party(text: Text | None, places: Mapping[str, LotPlace], names: Names) -> str:
    """Return a party as a URI: a place of the file if its name is written, else a name of our own."""
    if text is None:
        return ""
    for identity, place in places.items():
        if set(place.name.root.values()) & set(text.root.values()):
            return f"{names.places}#place-{identity}"
    written = next(iter(text.root.values()), "")
    return f"{names.places}#party-{slug(written)}"


def _identified(events: list[Event], names: Names) -> list[Event]:
    """Return the events with ids that depend on their content only, not on the host.

    An event that is corrected gets another id: who stored the old one sees that it changed.
    """
    result: list[Event] = []
    seen: dict[str, int] = {}
    for event in events:
        text = _encode(event)
        for written, stable in ((names.lot, "lot:"), (names.places, "place:"), (names.terms, "term:")):
            text = text.replace(f'"{written}', f'"{stable}')
        seen[text] = seen.get(text, 0) + 1
        name = f"{names.stable} {seen[text]} {text}"
        result.append({"eventID": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}", **event})
    return result
