"""What the site says of a rating: word for word, in both languages, and never more than the record."""

from datetime import date
from typing import Any

import pytest
from tiny import default_theme

from generator.catalogue.model import Commune, Decision, District, Province, Rating
from generator.catalogue.ocop import standings
from generator.site.words import STATE, Translator
from generator.text import Text

WORDS = default_theme().facts.words
VI, EN = Translator("vi", WORDS["vi"]), Translator("en", {})
DAY = date(2026, 11, 21)


def rating(**facts: Any) -> Rating:
    return Rating.model_validate({"status": "recognised", "evidence": "A", **facts}, strict=False)


def decision(day: str) -> dict[str, Decision]:
    facts = {"kind": "decision", "title": {"vi": "Quyết định", "en": "Decision"}, "date": day, "id": "qd"}
    return {"qd": Decision.model_validate({"sample": True, **facts})}


GOOD = {"stars": 4, "decision": "qd"}
CASES: list[tuple[str, dict[str, Any], str, str, str, str, str]] = [
    # state, facts, day of the decision, label vi, sentence vi, label en, sentence en
    (
        "valid", GOOD, "2025-12-31", "4 sao", "Sao còn hiệu lực đến 31/12/2028",
        "4 stars", "Stars valid until 31 December 2028",
    ),
    (
        "expiring", GOOD, "2024-01-10", "4 sao", "Sao sắp hết hiệu lực: còn hiệu lực đến 10/01/2027",
        "4 stars", "Stars end soon: valid until 10 January 2027",
    ),
    (
        "expired", GOOD, "2023-11-20", "4 sao",
        "Sao OCOP hết hiệu lực từ 20/11/2026 · không phải hạn dùng của sản phẩm",
        "4 stars", "OCOP stars ended on 20 November 2026 · this is not the product's use-by date",
    ),
    (
        "withdrawn", {**GOOD, "withdrawn": {"on": date(2026, 3, 1), "reason": {"vi": "Mẫu", "en": "Sample"}}},
        "2025-12-31", "4 sao", "Đã bị thu hồi giấy chứng nhận OCOP ngày 01/03/2026",
        "4 stars", "OCOP certificate withdrawn on 1 March 2026",
    ),
    (
        "valid", {"stars": 3, "on": "2024"}, "", "3 sao", "Sao còn hiệu lực ít nhất đến 01/01/2027",
        "3 stars", "Stars valid at least until 1 January 2027",
    ),
    (
        "expiring", {"stars": 3, "on": "2023-12"}, "", "3 sao",
        "Sao sắp hết hiệu lực: còn hiệu lực ít nhất đến 01/12/2026",
        "3 stars", "Stars end soon: valid at least until 1 December 2026",
    ),
    (
        "expired", {"stars": 3, "on": "2019"}, "", "3 sao",
        "Sao OCOP hết hiệu lực chậm nhất từ 31/12/2022 · không phải hạn dùng của sản phẩm",
        "3 stars",
        "OCOP stars ended on 31 December 2022 at the latest · this is not the product's use-by date",
    ),
    (
        "unknown", {"stars": 3, "on": "2023"}, "", "3 sao",
        ("Sao hết hiệu lực vào một ngày từ 01/01/2026 đến 31/12/2026: "
         "không nguồn nào ghi ngày công nhận cụ thể"),
        "3 stars", ("Stars end between 1 January 2026 and 31 December 2026: "
                    "no source gives the exact day of recognition"),
    ),
    (
        "unknown", {"stars": 3, "status": "named", "on": "2024"}, "", "3 sao",
        "Chưa rõ hiệu lực của sao: không nguồn nào ghi ngày công nhận",
        "3 stars", "Validity of the stars unknown: no source gives the day of recognition",
    ),
    (
        "unknown", {"stars": 3}, "", "3 sao",
        "Chưa rõ hiệu lực của sao: không nguồn nào ghi ngày công nhận",
        "3 stars", "Validity of the stars unknown: no source gives the day of recognition",
    ),
    (
        "unknown", {"status": "named"}, "", "Chưa rõ số sao",
        "Nguồn gọi là sản phẩm OCOP nhưng không ghi hạng sao và ngày tháng",
        "Stars not stated", "Called an OCOP product by its sources, which state no stars and no dates",
    ),
    (
        "assessed", {"status": "assessed", "stars": 3}, "", "3 sao",
        "Hội đồng đã đánh giá, phân hạng; chưa thấy nguồn nào nói đã được công nhận",
        "3 stars", "Assessed by a council; no source we know reports the recognition",
    ),
    (
        "potential_five", {"status": "potential_five"}, "", "Tiềm năng 5 sao",
        "Được đề nghị 5 sao; đang chờ Trung ương công nhận",
        "Potential five-star", "Proposed for five stars; the ministry's recognition is pending",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "facts", "day", "label_vi", "vi", "label_en", "en"),
    CASES,
    ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)],
)
def test_a_rating_in_words(
    state: str, facts: dict[str, Any], day: str, label_vi: str, vi: str, label_en: str, en: str
) -> None:
    one = standings([rating(**facts)], decision(day) if day else {}, DAY)[0]
    assert one.state == state
    for translator, label, sentence in ((VI, label_vi, vi), (EN, label_en, en)):
        said = translator.stars(one)
        assert (said["state"], said["label"], said["until"]) == (state, label, sentence)
        assert said["filled"] == (state in ("valid", "expiring"))
        assert said["state_label"] == translator(STATE[state])


def test_every_state_has_its_case() -> None:
    assert {case[0] for case in CASES} | {"superseded"} == set(STATE)


def test_what_is_said_once_the_certain_days_have_passed() -> None:
    exact, part = (standings([rating(stars=3, on=on)], {}, DAY)[0] for on in ("2024-03-05", "2024-03"))
    assert (EN.stars(exact)["until_day"], EN.stars(exact)["over_state"]) == ("2027-03-05", "expired")
    assert EN.stars(exact)["over"] == (
        "OCOP stars ended on 5 March 2027 · this is not the product's use-by date"
    )
    assert (EN.stars(part)["until_day"], EN.stars(part)["over_state"]) == ("2027-03-01", "unknown")
    assert EN.stars(part)["over"] == (
        "Stars were valid at least until 1 March 2027; no source gives the exact last day"
    )


def test_a_replaced_rating_says_so() -> None:
    first, second = standings([rating(stars=3, on="2021-01-01"), rating(stars=4, on="2025-01-01")], {}, DAY)
    assert VI.stars(first)["until"] == "Đã có lần phân hạng mới hơn"
    assert EN.stars(first)["until"] == "Replaced by a newer rating"
    assert not VI.stars(first)["filled"]
    assert VI.stars(second)["filled"]


def test_an_assessment_tells_its_day() -> None:
    one = standings([rating(status="assessed", stars=4)], {}, DAY)[0]
    assert (
        VI.stars(one, "2020-09-04")["until"]
        == "Hội đồng đánh giá, phân hạng ngày 04/09/2020; chưa thấy nguồn nào nói đã được công nhận"
    )
    expected = "Assessed by a council on 4 September 2020; no source we know reports the recognition"
    assert EN.stars(one, "2020-09-04")["until"] == expected
    # A month or a year is no day.
    assert VI.stars(one, "2020-09")["until"].startswith("Hội đồng đánh giá, phân hạng vào 09/2020;")
    assert EN.stars(one, "2020")["until"].startswith("Assessed by a council in 2020;")
    assert VI.stars(one)["until_day"] == EN.stars(one)["until_day"] == ""


def test_a_potential_five_never_reads_as_five() -> None:
    """Even if a record says 5 beside the proposal (the checks refuse it), no words may."""
    one = standings([rating(status="potential_five", stars=5)], {}, DAY)[0]
    assert not VI.stars(one)["filled"]
    assert VI.stars(one)["label"] == "Tiềm năng 5 sao"
    assert EN.stars(one)["label"] == "Potential five-star"
    assert "5 stars" not in " ".join(str(part) for part in EN.stars(one).values())


def test_no_rating_at_all() -> None:
    said = VI.stars(None)
    assert (said["count"], said["filled"], said["state"]) == (0, False, "unknown")
    assert said["label"] == "Chưa rõ số sao"


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "0 sản phẩm", "0 products"),
        (1, "1 sản phẩm", "1 product"),
        (1234, "1.234 sản phẩm", "1,234 products"),
    ],
)
def test_counts(number: int, vi: str, en: str) -> None:
    assert VI.count("{n} product", "{n} products", number) == vi
    assert EN.count("{n} product", "{n} products", number) == en


def test_places() -> None:
    commune = Commune.model_validate(
        {"id": "that-khe", "code": "06001", "name": "Thất Khê", "kind": "commune"}
    )
    district = District.model_validate({"id": "trang-dinh", "name": "Tràng Định", "kind": "district"})
    province = Province.model_validate({"code": "20", "name": "Lạng Sơn", "kind": "province"})
    assert (VI.commune(commune), EN.commune(commune)) == ("Xã Thất Khê", "Thất Khê Commune")
    assert (VI.district(district), EN.district(district)) == (
        "Huyện Tràng Định (cũ)",
        "Tràng Định District (former)",
    )
    assert (VI.province(province), EN.province(province)) == ("Tỉnh Lạng Sơn", "Lạng Sơn Province")


def test_words_in_another_language_are_marked() -> None:
    both, one = Text({"vi": "Gạo", "en": "Rice"}), Text({"vi": "Gạo"})
    assert EN.text(both) == {"text": "Rice", "lang": ""}
    assert EN.text(one) == {"text": "Gạo", "lang": "vi"}
    assert VI.text(one) == {"text": "Gạo", "lang": ""}
    assert VI.maybe(None) is None
    assert VI.texts((both, one)) == [{"text": "Gạo", "lang": ""}] * 2


def test_days() -> None:
    assert [VI.day(day) for day in ("2022-06-24", "2024-09", "2019", None)] == [
        "24/06/2022",
        "09/2024",
        "2019",
        "",
    ]
    assert [EN.day(day) for day in ("2022-06-24", "2024-09", "2019", None)] == [
        "24 June 2022",
        "September 2024",
        "2019",
        "",
    ]
