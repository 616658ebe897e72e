"""What an import would write: new records, filled fields, answered differences, added ratings."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from officer_lists import FILES, PRODUCER, PRODUCT, planned, rice, row, write_project

from generator.importing.proposals import LeftOut, Outcome, Plan, Proposal
from generator.importing.writing import file_text
from generator.records.yaml_nodes import read_yaml


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def proposal_of(plan: Plan, kind: str) -> Proposal:
    (proposal,) = [proposal for draft, proposal in plan.proposals.items() if draft.kind == kind]
    return proposal


def outcomes(plan: Plan) -> list[Outcome]:
    return [result.outcome for result in plan.results.values()]


def written(root: Path, proposal: Proposal, days: dict[str, str] | None = None) -> str:
    """The file as it would be."""
    before = "" if proposal.is_new else (root / proposal.path).read_text("utf-8")
    return file_text(proposal, before, {"qd-12-2025": "2025-09-05", **(days or {})}, "Từ danh sách thử")


def noodles(number: int = 2, sheet: str = "S", /, **values: Any) -> Any:
    """A row of a product that the project has not."""
    usual = {"product__name": "Miến Mẫu", "producer__name": "HTX Mẫu", "product__set": 6}
    return row(number, sheet, **{**usual, **values})


def test_what_a_record_says_already_is_unchanged(root: Path) -> None:
    plan = planned(root, rice())
    assert outcomes(plan) == [Outcome.UNCHANGED]
    assert not any(proposal.is_written for proposal in plan.proposals.values())


def test_a_new_product_has_what_the_list_says_and_no_more(root: Path) -> None:
    new = noodles(
        product__name_en="Sample noodles",
        address__printed="thôn 1, xã Mẫu",
        address__commune="xa-mau",
        address__mapped_by="source",
        product__gtin="1996012345675",
        rating__stars=3,
        rating__score=Decimal("65.50"),
        rating__kind="new",
        decision__number="12/QĐ-UBND",
        decision__day="2025-09-05",
    )
    proposal = proposal_of(planned(root, new), "product")
    assert proposal.path == "products/xa-mau/mien-mau/product.yaml"
    text = written(root, proposal)
    assert text.startswith(
        "# yaml-language-server: $schema=../../../docs/schema/product.json\n# Từ danh sách thử\n"
    )
    assert read_yaml(text.encode(), "x").data == {
        "code": "MU0008",
        "name": {"vi": "Miến Mẫu", "en": "Sample noodles"},
        "set": "6",
        "producer": "htx-mau",
        "origin": {"printed": "thôn 1, xã Mẫu", "commune": "xa-mau", "mapped_by": "source"},
        "gtin": "1996012345675",
        "ratings": [
            {
                "status": "recognised",
                "stars": "3",
                "score": "65.5",
                "kind": "new",
                "decision": "qd-12-2025",
            }
        ],
        "sources": [
            {
                "publisher": "Văn phòng Mẫu",
                "title": "Danh sách trong tệp danh-sach.xlsx",
                "note": {
                    "vi": "Trang tính “S”, dòng 2; nhập vào danh mục ngày 29/11/2026.",
                    "en": "Sheet “S”, row 2; taken into the catalogue on 29 November 2026.",
                },
            }
        ],
    }


def test_a_new_producer_and_decision(root: Path) -> None:
    new = noodles(
        producer__name="Cty TNHH Dong Mẫu",
        producer__kind="limited-company",
        producer__phone="0912345678",
        rating__stars=3,
        decision__number="15/QĐ-UBND",
        decision__day="2025-06-01",
    )
    plan = planned(root, new)
    producer = proposal_of(plan, "producer")
    assert producer.data
    assert producer.data["kind"] == "limited-company"
    assert producer.data["contacts"] == {"phone": {"value": "0912345678", "public": "false"}}
    decision = proposal_of(plan, "decision")
    assert decision.path == "content/decisions/qd-15-2025.yaml"
    assert decision.data
    assert decision.data["title"]["vi"] == "Quyết định số 15/QĐ-UBND ngày 01/06/2025"
    product = proposal_of(plan, "product")
    assert product.data
    assert product.data["producer"] == "cty-tnhh-dong-mau"
    assert product.needs == {producer.draft, decision.draft}


def test_ids_are_one_of_a_kind(root: Path) -> None:
    """Also beside a record that was written by hand, and beside samples."""
    same_name = rice(producer__name="HTX Khác", address__commune="phuong-mau")
    third = rice(3, producer__name="HTX Thứ Ba", address__commune="phuong-mau")
    plan = planned(root, same_name, third)
    identities = [proposal.identity for draft, proposal in plan.proposals.items() if draft.kind == "product"]
    assert identities == ["gao-nep-mau-phuong-mau", "gao-nep-mau-htx-thu-ba"]


def test_an_empty_field_is_filled_and_comments_stay(root: Path) -> None:
    plan = planned(root, rice(product__gtin="1996012345675", rating__score=Decimal("78.66")))
    assert outcomes(plan) == [Outcome.CHANGED]
    text = written(root, proposal_of(plan, "product"))
    expected = FILES[PRODUCT].replace("  mapped_by: officer\n", "  mapped_by: officer\ngtin: 1996012345675\n")
    expected = expected.replace("    stars: 4\n", "    stars: 4\n    score: 78.66\n")
    assert text.startswith(expected)
    assert read_yaml(text.encode(), "x").data["sources"][1]["title"] == SOURCE_TITLE  # type: ignore[index,call-overload]


SOURCE_TITLE = "Danh sách trong tệp danh-sach.xlsx"


def test_a_difference_is_asked_and_changes_nothing_until_it_is_answered(root: Path) -> None:
    plan = planned(root, rice(rating__stars=5))
    (question,) = plan.questions
    assert question.key == "difference|product/gao-nep-mau|ratings.0.stars|5"
    assert "Các lần phân hạng 1 › Số sao" in question.text("vi")
    assert not proposal_of(plan, "product").is_written
    assert next(iter(plan.results.values())).is_open
    (change,) = proposal_of(plan, "product").changes
    assert (change.before, change.after, change.cell) == ("4", "5", "S!E2")


@pytest.mark.parametrize(("answer", "is_written"), [("keep", False), ("take", True), ("-", False)])
def test_an_answered_difference(root: Path, answer: str, is_written: bool) -> None:
    key = "difference|product/gao-nep-mau|ratings.0.stars|5"
    plan = planned(root, rice(rating__stars=5), answers={key: answer})
    proposal = proposal_of(plan, "product")
    assert not plan.questions
    assert proposal.is_written is is_written
    if is_written:
        assert "stars: 5\n    decision: qd-12-2025   # đợt 1\n" in written(root, proposal)


@pytest.mark.parametrize(
    "same",
    [
        {"product__name": "GẠO NẾP MẪU"},
        {"producer__name": "Hợp tác xã MẪU"},
        {"rating__score": None},
        {"decision__body": "Uỷ ban nhân dân tỉnh Mẫu"},
        {"rating__kind": None},
        {"rating__valid_until": "2028-09-05"},
        {"address__printed": "Mẫu Thượng, Mẫu Cũ"},
        {"address__printed": "thôn 2, xã Mẫu"},
        {"address__printed": "Mẫu Thượng, tỉnh Mẫu, huyện Mẫu Cũ, xã", "address__commune": None},
    ],
)
def test_other_spellings_are_no_difference(root: Path, same: dict[str, Any]) -> None:
    plan = planned(root, rice(**same))
    assert not plan.questions
    assert not proposal_of(plan, "product").is_written


def test_a_renewal_is_added_in_the_order_of_time(root: Path) -> None:
    renewed = rice(
        3, "2028", decision__day="2028-03-01", decision__number="9/QĐ-UBND", rating__kind="renewal"
    )
    older = rice(4, "2022", decision__day="2022-03-01", decision__number="3/QĐ-UBND", rating__stars=3)
    plan = planned(root, rice(), renewed, older)
    proposal = proposal_of(plan, "product")
    text = written(root, proposal, {"qd-9-2028": "2028-03-01", "qd-3-2022": "2022-03-01"})
    data: Any = read_yaml(text.encode(), "x").data
    assert [rating["decision"] for rating in data["ratings"]] == ["qd-3-2022", "qd-12-2025", "qd-9-2028"]
    assert "    decision: qd-12-2025   # đợt 1\n" in text
    assert outcomes(plan) == [Outcome.UNCHANGED, Outcome.CHANGED, Outcome.CHANGED]


def test_two_sheets_give_one_new_product_two_ratings(root: Path) -> None:
    first = noodles(rating__stars=3, decision__number="1/QĐ-UBND", decision__day="2022-03-01")
    other = noodles(5, "2025", rating__stars=4, decision__number="2/QĐ-UBND", decision__day="2025-03-01")
    again = noodles(6, "2025", rating__stars=4, decision__number="2/QĐ-UBND", decision__day="2025-03-01")
    proposal = proposal_of_product(planned(root, other, first, again))
    assert proposal.data
    assert [rating["stars"] for rating in proposal.data["ratings"]] == ["3", "4"]


def proposal_of_product(plan: Plan) -> Proposal:
    return proposal_of(plan, "product")


def test_rows_that_contradict_each_other_are_told(root: Path) -> None:
    plan = planned(root, noodles(product__gtin="1996012345675"), noodles(3, product__gtin="1996012345682"))
    told = [note.text("en") for result in plan.results.values() for _, note in result.notes]
    assert [text for text in told if "1996012345682" in text and "1996012345675" in text]


def test_a_rating_with_a_value_that_is_not_understood_waits(root: Path) -> None:
    plan = planned(root, noodles(rating__stars=4, decision__number="12/QĐ-UBND", decision__day=None))
    proposal = proposal_of(plan, "product")
    assert proposal.data
    assert "ratings" not in proposal.data
    assert next(iter(plan.results.values())).notes[0][0] == "S!F2"


def test_a_set_that_the_list_does_not_give_is_asked(root: Path) -> None:
    new = row(2, product__name="Miến Mẫu", producer__name="HTX Mẫu")
    (question,) = planned(root, new).questions
    assert len(question.options) == 26
    proposal = proposal_of(planned(root, new, answers={question.key: "6"}), "product")
    assert proposal.data
    assert proposal.data["set"] == "6"


def test_goods_are_asked_where_name_and_set_do_not_agree(root: Path) -> None:
    kinds = "- {id: tea, name: {vi: 'Chè, trà', en: Tea}}\n- {id: sweets, name: {vi: Bánh kẹo, en: Sweets}}\n"
    (root / "content/product-kinds.yaml").write_text(kinds, encoding="utf-8")
    product = root / PRODUCT
    product.write_text(
        product.read_text("utf-8").replace("set: 3\n", "set: 3\nkind: sweets\n"), encoding="utf-8"
    )
    tea = noodles(product__name="Chè Shan Mẫu", product__set=11)
    sweet = noodles(3, product__name="Chè lam Mẫu", product__set=5)
    plan = planned(root, tea, sweet)
    assert proposal_of(plan, "product").data == {"kind": "tea"} | (proposal_of(plan, "product").data or {})
    (question,) = plan.questions
    assert question.key == "goods|" + question.key.removeprefix("goods|")
    assert [option.choice for option in question.options] == ["tea", "sweets"]
    assert question.cells == ("S!A3",)
    answered = planned(root, tea, sweet, answers={question.key: "sweets"})
    kinds_of_goods = [
        proposal.data["kind"]
        for proposal in answered.proposals.values()
        if proposal.data and "code" in proposal.data
    ]
    assert kinds_of_goods == ["tea", "sweets"]


def test_a_new_product_without_set_waits(root: Path) -> None:
    plan = planned(root, noodles(product__set=None))
    assert outcomes(plan) == [Outcome.WAITING]
    assert not plan.proposals


def test_a_product_whose_producer_is_not_understood_waits(root: Path) -> None:
    plan = planned(root, noodles(producer__name=None))
    assert outcomes(plan) == [Outcome.WAITING]
    assert not plan.proposals


def test_stars_without_decision_and_day_are_asked_once_for_a_sheet(root: Path) -> None:
    rows = [noodles(rating__stars=3), noodles(3, product__name="Bún Mẫu", rating__stars=3)]
    (question,) = planned(root, *rows).questions
    assert question.key == "undated|S"
    assert question.cells == ("S!D2", "S!D3")
    plan = planned(root, *rows, answers={"undated|S": "assessed"})
    data = [proposal.data for proposal in plan.proposals.values() if proposal.draft.kind == "product"]
    assert [entry["ratings"] for entry in data if entry] == [
        [{"status": "assessed", "stars": "3", "evidence": "B2"}]
    ] * 2


def test_a_score_alone_is_an_assessment(root: Path) -> None:
    proposal = proposal_of(planned(root, noodles(rating__score=Decimal(71))), "product")
    assert proposal.data
    assert proposal.data["ratings"] == [{"status": "assessed", "score": "71", "evidence": "B2"}]


def test_potential_five_is_not_five_stars(root: Path) -> None:
    new = noodles(rating__status="potential_five", rating__stars=5, rating__on="2026-03")
    proposal = proposal_of(planned(root, new), "product")
    assert proposal.data
    assert proposal.data["ratings"] == [{"status": "potential_five", "on": "2026-03"}]


def test_other_terms_than_36_months_are_written(root: Path) -> None:
    new = noodles(rating__stars=3, rating__on="2026-01-31", rating__months=13)
    proposal = proposal_of(planned(root, new), "product")
    assert proposal.data
    assert proposal.data["ratings"][0]["valid_until"] == "2027-02-28"


def test_a_number_is_never_published_in_the_place_of_one_with_consent(tmp_path: Path) -> None:
    """Consent was for the number that is there."""
    contacts = "contacts:\n  consent_on: 2026-01-02\n  phone: {value: 0212 380 0000, public: true}\n"
    root = write_project(tmp_path, {**FILES, PRODUCER: FILES[PRODUCER] + contacts})
    (question,) = planned(root, rice(producer__phone="0212 380 0001")).questions
    plan = planned(root, rice(producer__phone="0212 380 0001"), answers={question.key: "take"})
    text = written(root, proposal_of(plan, "producer"))
    assert "phone: {value: 0212 380 0001, public: false}" in text


def test_a_list_of_producers(root: Path) -> None:
    plan = planned(root, row(2, producer__name="HTX Dong Mẫu", producer__kind="cooperative"))
    assert outcomes(plan) == [Outcome.NEW]
    assert proposal_of(plan, "producer").data


def test_a_refused_row_takes_what_only_it_names_along(root: Path) -> None:
    new = noodles(producer__name="HTX Dong Mẫu", decision__number="15/QĐ-UBND", decision__day="2025-06-01")
    plan = planned(root, new, rice(3))
    refused = plan.without(LeftOut({plan.matching.rows[0]: []}))
    assert not any(proposal.is_written for proposal in refused.proposals.values())
    assert outcomes(refused) == [Outcome.REFUSED, Outcome.UNCHANGED]


def test_an_address_of_another_place_is_a_difference(root: Path) -> None:
    elsewhere = rice(address__printed="tổ 5, phường Mẫu Đông", address__commune="phuong-mau")
    (moved,) = planned(root, elsewhere).questions
    plan = planned(root, elsewhere, answers={moved.key: "htx-mau"})
    fields = {change.path for proposal in plan.proposals.values() for change in proposal.changes}
    assert {("origin", "printed"), ("origin", "commune"), ("address", "commune")} <= fields
