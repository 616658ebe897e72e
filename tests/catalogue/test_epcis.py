"""EPCIS documents: right by GS1's own schema, stable, and never more exact than the record."""

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from epcis_schema import epcis_schema
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import epcis
from generator.catalogue.model import Lot, LotPlace

PLACES = {
    "ruong": LotPlace.model_validate({"name": {"vi": "Ruộng mẫu", "en": "Sample field"}}),
    "xuong": LotPlace.model_validate({"name": {"vi": "Xưởng mẫu", "en": "Sample workshop"}}),
    "cua-hang": LotPlace.model_validate({"name": {"vi": "Cửa hàng mẫu", "en": "Sample shop"}}),
}
NAMES = epcis.Names(
    lot="https://ocop.test/01/09521234543213/10/MU-2605-01",
    places="https://ocop.test/01/09521234543213",
    terms="https://ocop.test/data/terms.json",
    stable="/01/09521234543213/10/MU-2605-01",
)
STEPS: list[dict[str, Any]] = [
    {"what": "sow", "day": "2026-01-05", "place": "ruong", "amount": {"vi": "60 kg giống"}},
    {"what": "harvest", "day": "2026-05-02", "place": "ruong", "amount": {"vi": "1.000 kg thóc"}},
    {"what": "harvest", "day": "2026-05-03", "place": "ruong", "amount": {"vi": "500 kg thóc"}},
    {"what": "process", "day": "2026-05-10", "place": "xuong", "amount": {"vi": "900,5 kg gạo"}},
    {"what": "inspect", "day": "2026-05-11", "place": "xuong", "amount": {"vi": "5 mẫu thử"}},
    {"what": "pack", "day": "2026-05-12", "place": "xuong", "amount": {"vi": "450 túi 2 kg"}},
    {"what": "ship", "day": "2026-05-13", "place": "xuong", "to": {"vi": "Cửa hàng mẫu"}},
    {"what": "receive", "day": "2026-05-14", "place": "cua-hang", "from": {"vi": "Ông Đỗ Văn Mẫu"}},
]
REASON = {"vi": "Hở túi", "en": "Open bags"}


def lot(*steps: dict[str, Any], **more: Any) -> Lot:
    return Lot.model_validate({"lot": "MU-2605-01", "made_on": "2026-05-12", "steps": list(steps), **more})


def document(one: Lot, names: epcis.Names = NAMES) -> dict[str, Any]:
    made = epcis.document(one, PLACES, names)
    jsonschema.Draft7Validator(epcis_schema()).validate(made)
    return made


def events(one: Lot) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = document(one)["epcisBody"]["eventList"]
    return result


def test_a_whole_journey() -> None:
    found = events(lot(*STEPS))
    assert [event["bizStep"].rpartition("#")[2] for event in found] == [
        "sowing", "commissioning", "commissioning", "creating_class_instance", "inspecting", "packing",
        "shipping", "receiving",
    ]  # fmt: skip
    made = found[3]
    assert made["type"] == "TransformationEvent"
    assert made["inputQuantityList"] == [{"epcClass": f"{NAMES.lot}#raw", "quantity": 1500, "uom": "KGM"}]
    assert made["outputQuantityList"] == [{"epcClass": NAMES.lot, "quantity": 900.5, "uom": "KGM"}]
    # Counted packs have no unit of measure; seed and test samples are no amount of the lot.
    assert found[5]["quantityList"] == [{"epcClass": NAMES.lot, "quantity": 450}]
    assert found[0]["quantityList"] == [{"epcClass": f"{NAMES.lot}#raw"}]
    assert found[4]["quantityList"] == [{"epcClass": NAMES.lot}]


def test_from_whom_and_to_whom() -> None:
    shipped, received = events(lot(*STEPS))[-2:]
    shop, works = f"{NAMES.places}#place-cua-hang", f"{NAMES.places}#place-xuong"
    assert shipped["sourceList"] == [{"type": "possessing_party", "source": works}]
    assert shipped["destinationList"] == [{"type": "possessing_party", "destination": shop}]
    assert received["destinationList"][0]["destination"] == shop
    assert received["sourceList"][0]["source"] == f"{NAMES.places}#party-ong-do-van-mau"
    assert received["ocop:sourceName"] == [{"@value": "Ông Đỗ Văn Mẫu", "@language": "vi"}]


def test_days_stay_days() -> None:
    for event in events(lot(*STEPS)):
        assert event["eventTime"].endswith("T00:00:00+07:00")
        assert event["ocop:timePrecision"] == "day"
    assert set(epcis.terms("https://ocop.test/data/terms.json")["terms"]) >= {"timePrecision", "sowing"}


def test_every_own_term_is_explained() -> None:
    taken = {"on": "2026-06-01", "reason": REASON}
    steps = [{**step, "title": REASON} for step in STEPS]
    text = json.dumps(document(lot(*steps, recalled=taken, withdrawn=taken)))
    import re

    used = set(re.findall(r'"ocop:(\w+)"', text)) | set(re.findall(r"terms\.json#(\w+)", text))
    assert used == set(epcis.TERMS)


@pytest.mark.parametrize("what", ["recalled", "withdrawn"])
def test_a_lot_that_was_taken_back(what: str) -> None:
    found = events(lot(*STEPS[:3], **{what: {"on": "2026-06-01", "reason": REASON}}))
    assert found[-1]["disposition"] in ("recalled", "non_sellable_other")
    assert found[-1]["eventTime"].startswith("2026-06-01")
    made = document(lot(**{what: {"on": "2026-06-01", "reason": REASON}}))
    assert made["creationDate"] == "2026-06-01T00:00:00+07:00"


def test_goods_that_come_from_nowhere_begin_to_exist() -> None:
    (made,) = events(lot({"what": "process", "day": "2026-05-10", "place": "xuong"}))
    assert (made["type"], made["action"]) == ("ObjectEvent", "ADD")


def test_goods_between_two_processings_have_a_name_of_their_own() -> None:
    cut = {"what": "process", "day": "2026-05-10", "place": "xuong"}
    found = events(lot(STEPS[1], cut, {**cut, "day": "2026-05-11"}))
    assert found[1]["outputQuantityList"] == [{"epcClass": f"{NAMES.lot}#after-process-1"}]
    assert found[2]["inputQuantityList"] == found[1]["outputQuantityList"]
    assert found[2]["outputQuantityList"] == [{"epcClass": NAMES.lot}]


def ids(one: Lot, names: epcis.Names = NAMES) -> list[str]:
    return [event["eventID"] for event in document(one, names)["epcisBody"]["eventList"]]


def test_ids_stay_until_the_event_says_something_else() -> None:
    before = ids(lot(*STEPS))
    assert len(set(before)) == len(before)
    assert ids(lot(*STEPS)) == before
    # A step added later changes no other event.
    assert set(ids(lot(*STEPS[:6]))) < set(before)
    changed = [*STEPS[:-1], {**STEPS[-1], "day": "2026-05-15"}]
    assert ids(lot(*changed))[:-1] == before[:-1]
    assert ids(lot(*changed))[-1] != before[-1]


def test_ids_do_not_change_with_the_host() -> None:
    moved = epcis.Names(
        **{
            field: value.replace("https://ocop.test", "https://khac.test/danh-muc")
            for field, value in vars(NAMES).items()
        }
    )
    assert ids(lot(*STEPS), moved) == ids(lot(*STEPS))


def test_two_equal_events_are_two() -> None:
    assert len(set(ids(lot(STEPS[1], STEPS[1])))) == 2


WHAT = ["sow", "harvest", "process", "pack", "inspect", "ship", "receive"]
WORDS = st.one_of(
    st.none(), st.builds(lambda text: {"vi": text}, st.text("aăđ 0123456789kg.,", min_size=1, max_size=9))
)
STEP = st.builds(
    lambda what, day, place, amount, source, target: {
        "what": what, "day": day.isoformat(), "place": place,
        "amount": amount, "from": source, "to": target,
    },
    st.sampled_from(WHAT), st.dates(date(2020, 1, 1), date(2026, 11, 21)), st.sampled_from(sorted(PLACES)),
    WORDS, WORDS, WORDS,
)  # fmt: skip


@given(st.lists(STEP, max_size=8))
def test_whatever_the_steps_the_document_is_right(steps: list[dict[str, Any]]) -> None:
    made = [{key: value for key, value in step.items() if value is not None} for step in steps]
    found = ids(lot(*made))
    assert len(set(found)) == len(made)
