"""Rules of the whole catalogue, on plain values: no file is read here."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from plain import records_of
from pydantic import BaseModel

from generator.catalogue.check import check
from generator.catalogue.check_relations import REFERENCES, values_at
from generator.catalogue.findings import days_of, near, next_trace_code
from generator.catalogue.model import RECORDS
from generator.catalogue.records import PhotoFile, Records
from generator.records.shape import part_of

DAY = date(2026, 11, 21)
BOTH = {"vi": "Mẫu", "en": "Sample"}
SOURCES = [{"publisher": "Ban soạn dữ liệu mẫu"}]

EARLY = {"on": "2024-05-31", "reason": BOTH}

SITE = {
    "title": BOTH, "tagline": BOTH, "intro": BOTH, "publisher": BOTH, "report": BOTH,
    "base_url": "https://ocop.test",
    "languages": [{"code": "vi", "name": "Tiếng Việt"}, {"code": "en", "name": "English"}],
}  # fmt: skip
CRITERIA = {
    "groups": [{"id": "thuc-pham", "name": BOTH}],
    "sets": [{"number": "3", "id": "gao", "group": "thuc-pham", "name": BOTH, "illustration": "rice"}],
    "versions": [
        {"id": "qd148", "name": BOTH, "since": "2023-02-24", "until": "2025-07-05",
         "recognises": {"district": ["3"], "province": ["4"], "central": ["5"]}},
        {"id": "qd26", "name": BOTH, "since": "2026-05-22", "recognises": {"province": ["3", "4"]}},
    ],
}  # fmt: skip
PLACES = {
    "province": {"code": "99", "name": "Mẫu", "kind": "province"},
    "reform_on": "2025-07-01",
    "communes": [{"id": "xa-mau", "code": "99001", "name": "Mẫu", "kind": "commune"}],
    "districts": [{"id": "huyen-mau", "name": "Mẫu", "kind": "district"}],
    "sources": SOURCES,
}


def records(**more: dict[str, dict[str, Any]]) -> Records:
    """Plain records by kind (``_`` for ``-``) and id, with the tables that every site has."""
    given: dict[str, dict[str, dict[str, Any]]] = {
        "site": {"site": SITE},
        "criteria": {"criteria": CRITERIA},
        "places": {"places": PLACES},
        **{kind.replace("_", "-"): entries for kind, entries in more.items()},
    }
    return records_of(given)


def product(**more: object) -> dict[str, Any]:
    return {"name": BOTH, "set": "3", "origin": {}, "sources": SOURCES, **more}


def decision(**more: object) -> dict[str, Any]:
    made = {"kind": "decision", "title": BOTH, "date": "2024-09-16", "level": "province", "criteria": "qd148"}
    return {**made, "sources": SOURCES, **more}


def rated(*ratings: dict[str, Any], day: date = DAY, **decisions: dict[str, Any]) -> list[str]:
    """The codes for a product with these ratings."""
    of = product(code="MU0001", ratings=list(ratings))
    return codes(records(product={"gao": of}, decision=decisions), day)


def codes(found: Records, day: date = DAY, base_url: str | None = None) -> list[str]:
    return [fault.code for fault in check(found, day, base_url)]


def test_nothing_is_wrong() -> None:
    good = {"status": "recognised", "stars": "4", "score": "70", "decision": "d", "evidence": "A"}
    assert rated(good, d=decision()) == []


def test_nothing_at_all_is_not_an_exception() -> None:
    assert check(Records(), DAY) == []


@pytest.mark.parametrize(
    ("score", "stars", "code"),
    [
        ("50", "3", []), ("69.99", "3", []), ("70", "3", ["STARS-SCORE"]), ("70", "4", []),
        ("89.99", "4", []), ("90", "4", ["STARS-SCORE"]), ("90", "5", []), ("100", "5", []),
        ("49.99", "3", ["SCORE-LOW"]),
    ],
)  # fmt: skip
def test_bands_are_half_open(score: str, stars: str, code: list[str]) -> None:
    rating = {"status": "assessed", "stars": stars, "score": score, "on": "2026"}
    assert rated(rating) == code


@pytest.mark.parametrize(
    ("rating", "code"),
    [
        ({"stars": None, "on": "2024"}, ["STARS-MISSING"]),
        ({"stars": "4"}, ["RATING-UNDATED"]),
        ({"stars": "4", "on": "2024", "evidence": "B2"}, ["EVIDENCE-WEAK"]),
        ({"stars": "4", "on": "2027"}, ["DECISION-FUTURE"]),
        ({"stars": "4", "on": "2026"}, []),
        ({"stars": "4", "on": "2023-01-05"}, ["RATING-EXPIRED"]),
        ({"stars": "4", "on": "2023-11-21"}, ["RATING-EXPIRING"]),
        ({"stars": "4", "on": "2024-03-01"}, []),
        ({"stars": "4", "on": "2023-12", "valid_until": "unknown"}, []),
        (
            {"stars": "4", "valid_from": "2024-06-01", "valid_until": "2024-06-01"},
            ["VALIDITY-ORDER"],
        ),
        (
            {"stars": "4", "on": "2024-06-01", "withdrawn": {"on": "2024-05-31", "reason": BOTH}},
            ["WITHDRAWN-EARLY"],
        ),
        ({"stars": "4", "on": "2024-06-01", "withdrawn": {"on": "2025-05-31", "reason": BOTH}}, []),
        (
            {"stars": "4", "on": "2022-06-24", "criteria": "qd148", "valid_until": "unknown"},
            ["CRITERIA-DATE"],
        ),
        ({"stars": "4", "on": "2023", "criteria": "qd148", "valid_until": "unknown"}, []),
        ({"stars": "4", "on": "2022", "criteria": "qd148", "valid_until": "unknown"}, ["CRITERIA-DATE"]),
        ({"stars": "5", "on": "2025", "status": "potential_five"}, ["POTENTIAL-STARS"]),
        ({"stars": "4", "score": "92", "on": "2025", "status": "potential_five"}, []),
    ],
)
def test_ratings(rating: dict[str, Any], code: list[str]) -> None:
    assert rated({"status": "recognised", **rating}) == code


@pytest.mark.parametrize(
    ("stars", "level", "on", "criteria", "code"),
    [
        ("3", "district", "2024-09-16", "qd148", []),
        ("3", "province", "2024-09-16", "qd148", ["LEVEL-STARS"]),
        ("4", "district", "2024-09-16", "qd148", ["LEVEL-STARS"]),
        ("3", "district", "2024-09-16", None, []),
        ("4", "district", "2024-09-16", None, ["LEVEL-STARS"]),
        ("4", "district", "2022-09-16", None, ["RATING-EXPIRED"]),
        ("3", "district", "2025-07-01", "qd148", ["LEVEL-DISTRICT"]),
        ("3", "district", "2025-06-30", "qd148", []),
        ("3", "province", "2026-05-22", "qd26", []),
        ("4", "province", "2026-05-21", "qd26", ["CRITERIA-DATE"]),
    ],
)
def test_who_recognises_what(stars: str, level: str, on: str, criteria: str | None, code: list[str]) -> None:
    rating = {"status": "recognised", "stars": stars, "decision": "d"}
    assert rated(rating, d=decision(level=level, date=on, criteria=criteria)) == code


def test_a_decision_of_tomorrow() -> None:
    assert codes(records(decision={"d": decision(date="2026-11-22", criteria=None)})) == ["DECISION-FUTURE"]
    assert codes(records(decision={"d": decision(date="2026-11-21", criteria=None)})) == []


def test_an_old_rating_that_was_renewed_is_not_reported() -> None:
    old = {"status": "recognised", "stars": "3", "on": "2020-01-05"}
    new = {"status": "recognised", "stars": "4", "on": "2025-01-05"}
    assert rated(old, new) == []


def test_discontinued_products_are_left_alone() -> None:
    gone = {"on": "2025-01-01", "reason": BOTH}
    old = {"status": "recognised", "stars": "3", "on": "2020-01-05"}
    assert codes(records(product={"gao": product(discontinued=gone, ratings=[old])})) == []


def test_references() -> None:
    found = records(
        product={"gao": product(producer="htx", set="4", origin={"commune": "xa", "district": "huyen"})},
        news={"tin": {"title": BOTH, "date": "2026", "kind": "market", "summary": BOTH, "sources": SOURCES,
                      "places": ["huyen-mau", "xa-mau", "khac"], "products": ["gao", "ga"]}},
    )  # fmt: skip
    problems = check(found, DAY)
    assert {fault.code for fault in problems} == {"REF-UNKNOWN"}
    assert sorted(dict(fault.values)["id"] for fault in problems) == ["4", "ga", "htx", "huyen", "khac", "xa"]


def test_nothing_is_said_of_references_to_faulty_records() -> None:
    found = records(product={"gao": product(producer="htx"), "tra": product(producer="khac")})
    one = replace(found, faulty=frozenset({("producer", "htx")}))
    assert codes(one) == ["REF-UNKNOWN"]
    all_of_them = replace(found, faulty=frozenset({("producer", "*")}))
    assert codes(all_of_them) == []


def test_every_reference_is_a_field() -> None:
    for kind, references in REFERENCES.items():
        for fields in references:
            model: type[BaseModel] | None = RECORDS[kind]
            for name in (field for field in fields if field != "*"):
                assert model, (kind, fields)
                assert name in model.model_fields, (kind, fields)
                model, _ = part_of(model.model_fields[name].annotation)


def test_values_at() -> None:
    lots = RECORDS["lots"].model_validate(
        {"id": "x", "lots": [], "places": {"a": {"name": BOTH, "commune": "xa"}, "b": {"name": BOTH}}}
    )
    assert list(values_at(lots, ("places", "*", "commune"))) == [(("places", "a", "commune"), "xa")]


def test_duplicates() -> None:
    one = product(code="MU0001", gtin="09521234543213", sample="true")
    two = product(code="MU0001", gtin="9521234543213", sample="true")
    assert sorted(codes(records(product={"gao": one, "tra": two}))) == ["CODE-TWICE", "GTIN-TWICE"]
    twice = {**PLACES, "communes": [*PLACES["communes"], *PLACES["communes"]]}
    assert codes(records(places={"places": twice})) == ["ID-TWICE"] * 2


def test_samples_stay_apart() -> None:
    maker = {"name": BOTH, "kind": "cooperative", "sample": "true"}
    kinds = {"cooperative": {"name": BOTH}}
    real = records(product={"gao": product(producer="htx")}, producer={"htx": maker}, producer_kind=kinds)
    assert codes(real) == ["SAMPLE-MIXED"]
    sample = {"gao": product(producer="htx", sample="true")}
    assert codes(records(product=sample, producer={"htx": maker}, producer_kind=kinds)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"sources": [{"publisher": "x", "date": "2026-11-22"}]},
        {"price": {"amount": "1", "per": BOTH, "on": "2026-11-22"}},
        {"certificates": [{"name": BOTH, "kind": "iso", "issued_on": "2026-12"}]},
    ],
)
def test_what_is_told_has_happened_and_the_day_is_named(more: dict[str, Any]) -> None:
    found = records(product={"gao": product(**more)})
    (fault,) = check(found, DAY)
    assert fault.code == "EVENT-FUTURE"
    assert "21/11/2026" in fault.sentence("vi")
    assert "21 November 2026" in fault.sentence("en")
    assert check(found, date(2026, 12, 1)) == []


def test_a_consent_to_come_is_none() -> None:
    way = {"value": "0205 3812 345", "public": "true"}
    contacts = {"consent_on": "2026-11-22", "phone": way}
    found = records(
        producer={"htx": {"name": BOTH, "kind": "coop", "sources": SOURCES, "contacts": contacts}},
        producer_kind={"coop": {"name": BOTH}},
    )
    assert codes(found) == ["EVENT-FUTURE"]


@pytest.mark.parametrize(
    ("way", "value", "code"),
    [
        ("email", "htx@example.org", None),
        ("email", "htx.mau+1@mail.example.org", None),
        ("email", "mailto:htx@example.org", "CONTACT-EMAIL"),
        ("email", "htx@example", "CONTACT-EMAIL"),
        ("email", "htx @example.org", "CONTACT-EMAIL"),
        ("email", "htx@example.org, b@example.org", "CONTACT-EMAIL"),
        ("email", "đồng@example.org", "CONTACT-EMAIL"),
        ("web", "https://example.org/gao?x=1", None),
        ("web", "www.example.org", "CONTACT-WEB"),
        ("web", "javascript:alert(1)", "CONTACT-WEB"),
        ("web", "https:// example.org", "CONTACT-WEB"),
        ("web", "https://example", "CONTACT-WEB"),
    ],
)
def test_addresses_of_contacts(way: str, value: str, code: str | None) -> None:
    contacts = {"consent_on": "2026-01-01", way: {"value": value, "public": "true"}}
    found = records(
        producer={"htx": {"name": BOTH, "kind": "coop", "sources": SOURCES, "contacts": contacts}},
        producer_kind={"coop": {"name": BOTH}},
    )
    assert codes(found) == ([code] if code else [])


def test_a_certificate_does_not_end_before_it_begins() -> None:
    paper = {"name": BOTH, "kind": "iso", "issued_on": "2024", "valid_until": "2023-12-31"}
    wrong = ["CERTIFICATE-EXPIRED", "VALIDITY-ORDER"]
    assert sorted(codes(records(product={"gao": product(certificates=[paper])}))) == wrong


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (("2022-06-24", "2025-12-31"), None),
        (("2024", "2024-09-16"), None),
        (("2025-12-31", "2022-06-24"), "RATING-ORDER"),
        (("2025", "2024-12"), "RATING-ORDER"),
    ],
)
def test_ratings_stand_oldest_first(days: tuple[str, str], code: str | None) -> None:
    """The last recognition replaces those above it, so that the order decides what is shown."""
    found = rated(*({"status": "recognised", "stars": "3", "on": day, "evidence": "A"} for day in days))
    assert [one for one in found if one.startswith("RATING-O")] == ([code] if code else [])


@pytest.mark.parametrize(("on", "code"), [("2024", None), ("2024-09-16", None), ("2024-10", "RATING-DATE")])
def test_a_rating_and_its_decision_have_one_day(on: str, code: str | None) -> None:
    rating = {"status": "recognised", "stars": "4", "decision": "d", "on": on, "evidence": "A"}
    assert rated(rating, d=decision()) == ([code] if code else [])


@pytest.mark.parametrize(
    ("district", "code"), [("huyen-mau", None), ("huyen-khac", "PLACE-DISTRICT"), (None, None)]
)
def test_a_commune_lies_in_the_district_beside_it(district: str | None, code: str | None) -> None:
    places = {
        **PLACES,
        "communes": [
            {"id": "xa-mau", "code": "99001", "name": "Mẫu", "kind": "commune", "districts": ["huyen-mau"]}
        ],
        "districts": [{"id": one, "name": "Mẫu", "kind": "district"} for one in ("huyen-mau", "huyen-khac")],
    }
    of = product(origin={"commune": "xa-mau", **({"district": district} if district else {})})
    found = records(product={"gao": of}, places={"places": places})
    assert codes(found) == ([code] if code else [])


def test_two_records_with_one_gtin_are_named_and_the_ledger_is_not() -> None:
    gtin = "8934567890120"
    made = {
        "issued": [
            {"address": f"/01/0{gtin}", "product": one, "issued_on": "2026-01-01", "use": "tem"}
            for one in ("gao", "tra")
        ]
    }
    both = {one: product(gtin=gtin) for one in ("gao", "tra")}
    (fault,) = check(records(product=both, ledger={"ledger": made}), DAY)
    assert fault.code == "GTIN-TWICE"
    assert "của tra cũng ghi ở gao (product/gao.yaml)" in fault.sentence("vi")


def test_texts() -> None:
    only_vi = {"vi": "Mẫu"}
    found = records(product={"gao": product(name=only_vi, notes=[only_vi, BOTH], summary={"en": "x"})})
    problems = {fault.code: dict(fault.values) for fault in check(found, DAY)}
    assert problems["TRANSLATION-MISSING"]["fields"] == "name, notes.1"
    assert problems["TRANSLATION-MISSING"]["count"] == "2"
    assert problems["TEXT-MISSING"]["language"] == "vi"
    assert codes(records(product={"gao": product(name={**BOTH, "fr": "x"})})) == ["LANGUAGE-UNKNOWN"]
    assert codes(records(product={"gao": product(name={"vi": " ", "en": "x"})})) == ["TEXT-MISSING"]


@pytest.mark.parametrize(
    ("alt", "code"), [("Ảnh", ["PHOTO-ALT"]), ("a.jpg", ["PHOTO-ALT"]), ("Túi gạo trên bàn", [])]
)
def test_alt(alt: str, code: list[str]) -> None:
    found = product(photos=[{"file": "a.jpg", "alt": {"vi": alt, "en": "A bag of rice"}}])
    assert codes(records(product={"gao": found})) == code
    assert PhotoFile("a.jpg", "0", 1, 1).width == 1


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("0205 3812 345", True), ("000 0000 000", False), ("+84 91 234 5678", True), ("1900 1234", True),
        ("912 345 678", False), ("12", False), ("0912.345.678", True), ("không rõ", False),
    ],
)  # fmt: skip
def test_telephone_numbers(number: str, right: bool) -> None:
    contacts = {"consent_on": "2026-01-01", "phone": {"value": number, "public": "true"}}
    maker = {"name": BOTH, "kind": "c", "contacts": contacts, "sources": SOURCES}
    found = records(producer={"htx": maker}, producer_kind={"c": {"name": BOTH}})
    assert codes(found) == ([] if right else ["CONTACT-PHONE"])


def test_consent() -> None:
    for public, code in (("true", ["CONTACT-CONSENT"]), ("false", [])):
        contacts = {"email": {"value": "mau@ocop.test", "public": public}}
        maker = {"name": BOTH, "kind": "c", "contacts": contacts, "sources": SOURCES}
        assert codes(records(producer={"htx": maker}, producer_kind={"c": {"name": BOTH}})) == code


PUBLISHED = {"publisher": "x", "url": "https://mau.example/", "read": "2026-01-02"}


@pytest.mark.parametrize(
    ("number", "published", "consent", "fault"),
    [
        ("0205 3812 345", None, "2026-01-01", []),
        ("0912 345 678", None, "2026-01-01", []),
        ("0205 3812 345", PUBLISHED, None, []),
        ("0205 3812 345", None, None, ["CONTACT-CONSENT"]),
        ("0205 3812 345", {"publisher": "x"}, None, ["CONTACT-PUBLISHED"]),
        ("0912 345 678", PUBLISHED, None, ["CONTACT-MOBILE"]),
        ("205 3812 345", None, "2026-01-01", ["CONTACT-PHONE"]),
        ("0205 3812 345", None, "2026-11-22", ["EVENT-FUTURE"]),
        ("0205 3812 345", {**PUBLISHED, "date": "2026-11-22"}, None, ["SOURCE-READ-EARLY", "EVENT-FUTURE"]),
    ],
)
def test_the_number_of_a_shop_follows_the_rule_of_contacts(
    number: str, published: dict[str, str] | None, consent: str | None, fault: list[str]
) -> None:
    phone = {"value": number, "public": "true", **({"published": published} if published else {})}
    shop = {"name": BOTH, "phone": phone, **({"consent_on": consent} if consent else {})}
    assert sorted(codes(records(product={"gao": product(shops=[shop])}))) == sorted(fault)


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://ocop.example", False), ("https://a.example.org/x", False), ("https://ocop.test", True),
        ("https://ocop.langson.gov.vn/danh-muc", True), ("https://[", False), ("https://example.com.", False),
    ],
)  # fmt: skip
def test_placeholder_addresses(url: str, right: bool) -> None:
    assert codes(records(), base_url=url) == ([] if right else ["BASE-URL-PLACEHOLDER"])


def test_lots() -> None:
    step = {"what": "pack", "day": "2026-05-20", "place": "xuong"}
    lot = {
        "lot": "L1",
        "made_on": "2026-05-20",
        "steps": [step, {**step, "day": "2026-05-19", "place": "kho"}],
    }
    late = {"lot": "L1", "made_on": "2026-11-22", "expires_on": "2026-11-22"}
    lots = {"places": {"xuong": {"name": BOTH, "commune": "xa"}}, "lots": [lot, late]}
    found = records(product={"gao": product()}, lots={"gao": lots, "khac": {"lots": []}})
    assert sorted(codes(found)) == sorted(
        ["LOT-ORDER", "LOT-PLACE", "LOT-TWICE", "LOT-FUTURE", "LOT-EXPIRES", "LOTS-ALONE", "REF-UNKNOWN"]
    )


def test_pages_have_addresses_of_their_own() -> None:
    def page(vi: str, en: str) -> dict[str, Any]:
        return {"title": BOTH, "path": {"vi": vi, "en": en}, "summary": BOTH, "role": "other", "order": "1"}

    found = records(page={"a": page("mot", "one"), "b": page("mot", "One page")})
    assert sorted(codes(found)) == ["ADDRESS-SHAPE", "ADDRESS-TWICE", "STORY-MISSING", "STORY-MISSING"]


def test_next_trace_code() -> None:
    assert next_trace_code(["SL0001", "SL0042", "MU9999"], "Lào Cai") == "SL0043"
    assert next_trace_code(["SL9999"], "Lào Cai") == "SL10000"


@pytest.mark.parametrize(
    ("province", "code"),
    [("Lào Cai", "LC0001"), ("Hồ Chí Minh", "HC0001"), ("Huế", "HU0001"), ("Đắk Lắk", "DL0001")],
)
def test_first_trace_code_is_named_after_the_province(province: str, code: str) -> None:
    assert next_trace_code([], province) == code


def test_near() -> None:
    assert near("gao-nep-cai", ["gao-nep", "tra"]) == ["gao-nep"]
    assert near("x", []) == []


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-12-05", date(2024, 12, 5), date(2024, 12, 5)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_days_of(part: str, first: date, last: date) -> None:
    assert days_of(part) == (first, last)
