"""Fairs: who is selected, on which days stars hold, what stands in the record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from plain import records_of

from generator.catalogue.check_fairs import check_fairs
from generator.catalogue.fairs import booth_products, days, fair_products, judged, phase, standing_for
from generator.catalogue.findings import Findings
from generator.catalogue.model import Fair, Product, ProductSummary

DAY = date(2026, 11, 21)
BOTH = {"vi": "Mẫu", "en": "Sample"}
SOURCES = [{"publisher": "Ban soạn dữ liệu mẫu"}]


def fair(**more: object) -> dict[str, Any]:
    days_known = {"first": "2026-12-05", "last": "2026-12-07"}
    return {"name": BOTH, "summary": BOTH, "sources": SOURCES, **days_known, **more}


def made(**more: object) -> Fair:
    return Fair.model_validate({"id": "hoi-cho", **fair(**more)})


def products(**of: dict[str, Any]) -> list[Product]:
    base = {"name": BOTH, "set": "3", "origin": {}, "sources": SOURCES}
    return [Product.model_validate({"id": name, **base, **more}) for name, more in of.items()]


ALL = products(
    gao={"producer": "htx", "origin": {"commune": "xa-mau"}},
    che={"producer": "htx", "origin": {"commune": "xa-khac"}},
    mat={"origin": {"commune": "xa-mau"}},
    thu={"producer": "htx", "origin": {"commune": "xa-mau"}, "sample": "true"},
)


def names(found: Sequence[ProductSummary]) -> list[str]:
    return [one.id for one in found]


def test_a_commune_brings_its_products_unless_the_booth_names_some() -> None:
    booths = [
        {"id": "m1", "name": BOTH, "commune": "xa-mau"},
        {"id": "m2", "name": BOTH, "commune": "xa-mau", "products": ["che"]},
        {"id": "m3", "name": BOTH, "producers": ["htx"]},
    ]
    one = made(booths=booths, products=["mat", "che"])
    assert [names(booth_products(ALL, one, booth)) for booth in one.booths] == [
        ["gao", "mat"],
        ["che"],
        ["gao", "che"],
    ]
    assert names(fair_products(ALL, one)) == ["gao", "mat", "che"]


def test_the_order_is_as_written_and_nothing_comes_twice() -> None:
    one = made(products=["mat", "gao", "mat"], producers=["htx"], communes=["xa-mau"])
    assert names(fair_products(ALL, one)) == ["mat", "gao", "che"]


def test_samples_come_with_a_holder_only_at_a_sample_fair() -> None:
    assert names(fair_products(ALL, made(producers=["htx"], sample="true"))) == ["gao", "che", "thu"]


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        ({}, "2026-12-04", "before"),
        ({}, "2026-12-05", "during"),
        ({}, "2026-12-07", "during"),
        ({}, "2026-12-08", "after"),
        ({"last": None}, "2026-12-06", "after"),
        ({"first": "2023-08", "last": None}, "2026-12-06", "after"),
        ({"first": "2026-12", "last": None}, "2026-12-06", "unknown"),
        ({"first": "2027", "last": None}, "2026-12-06", "before"),
        ({"first": None, "last": None}, "2026-12-06", "unknown"),
    ],
)
def test_phase(given: dict[str, Any], day: str, expected: str) -> None:
    assert phase(made(**given), date.fromisoformat(day)) == expected


def test_the_days_that_count() -> None:
    assert days(made(first="2026-12", last=None)) is None
    assert judged(made(), DAY) == (date(2026, 12, 5), date(2026, 12, 7))
    assert judged(made(), date(2026, 12, 6)) == (date(2026, 12, 6), date(2026, 12, 7))
    assert judged(made(), date(2027, 1, 1)) == (date(2027, 1, 1),) * 2
    assert judged(made(first="2026-12", last=None), DAY) == (date(2026, 12, 1), date(2026, 12, 31))
    assert judged(made(first="2026-11", last="2026-12-02"), DAY) == (DAY, date(2026, 12, 2))
    assert judged(made(kind="showcase", first=None, last=None), DAY) == (DAY, DAY)


@pytest.mark.parametrize(
    ("until", "shown"),
    [("2026-12-07", True), ("2026-12-06", False), ("2026-11-20", False), ("unknown", False)],
)
def test_stars_hold_on_every_day_or_are_not_shown(until: str, shown: bool) -> None:
    rating = {"status": "recognised", "stars": "4", "valid_from": "2024-09-16", "valid_until": until}
    rice = products(gao={"ratings": [rating]})[0]
    assert (standing_for(rice, {}, judged(made(), DAY)) is not None) == shown


def rated(since: str, until: str, stars: int = 4, **more: object) -> dict[str, Any]:
    return {"status": "recognised", "stars": str(stars), "valid_from": since, "valid_until": until, **more}


@pytest.mark.parametrize(
    ("ratings", "shown"),
    [
        # Nothing holds on the day in the middle.
        ([rated("2023-12-06", "2026-12-05"), rated("2026-12-07", "2029-12-07")], None),
        # Renewed the day after.
        ([rated("2023-12-06", "2026-12-05"), rated("2026-12-06", "2029-12-06")], 4),
        # Other stars from the middle on.
        ([rated("2023-12-06", "2026-12-31", 3), rated("2026-12-06", "2029-12-06")], None),
        # Withdrawn in the middle; what came before is replaced, and holds no more.
        (
            [
                rated("2024-01-01", "2026-12-31"),
                rated("2024-06-01", "2027-05-31", withdrawn={"on": "2026-12-06", "reason": BOTH}),
                rated("2026-12-07", "2029-12-07"),
            ],
            None,
        ),
    ],
)
def test_stars_hold_between_the_first_day_and_the_last_too(
    ratings: list[dict[str, Any]], shown: int | None
) -> None:
    rice = products(gao={"ratings": ratings})[0]
    found = standing_for(rice, {}, judged(made(), DAY))
    assert (found.rating.stars if found else None) == shown


def test_faults() -> None:
    rating = {"status": "recognised", "stars": "4", "decision": "qd"}
    given = {
        "product": {"gao": {"name": BOTH, "set": "3", "origin": {}, "sources": SOURCES, "ratings": [rating]}},
        "decision": {
            "qd": {"kind": "decision", "title": BOTH, "date": "2024-09-16", "sources": SOURCES},
        },
    }

    def found(**more: object) -> list[str]:
        findings = Findings(records_of({**given, "fair": {"hoi-cho": fair(**more)}}), DAY)
        check_fairs(findings)
        return [fault.code for fault in findings.problems]

    assert found(products=["gao"]) == []
    assert found(booths=[{"id": "m", "name": BOTH, "commune": "xa-mau"}]) == ["FAIR-BOOTH-EMPTY"]
    assert found(last="2026-12-04") == ["FAIR-ORDER"]
    assert found(first=None, last=None) == ["FAIR-UNDATED"]
    assert found(first=None, last=None, date_note=BOTH) == []
    assert found(first=None, last=None, kind="showcase", sources=[]) == []
    assert found(sources=[]) == ["SOURCE-MISSING"]
    assert found(sample="true", products=["gao"]) == ["FAIR-SAMPLE"]
    assert found(first="2027-09-16", last="2027-09-20", products=["gao"]) == ["FAIR-NOT-VALID"]
    assert found(first="2027-09", last=None, products=["gao"]) == ["FAIR-NOT-VALID"]
    twice = [{"id": "m", "name": BOTH, "products": ["gao"]}] * 2
    assert found(booths=twice) == ["ID-TWICE"]
