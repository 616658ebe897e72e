"""Which records rows are about: surely the same, surely new, or asked; never guessed."""

from pathlib import Path

import pytest
from officer_lists import FILES, PRODUCER, PRODUCT, matched, rice, row, write_project

from generator.importing.names import may_be_same, name_key, producer_name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def with_files(tmp_path: Path, **changed: str) -> Path:
    """The project with other texts of its product or producer."""
    paths = {"product": PRODUCT, "producer": PRODUCER}
    return write_project(tmp_path, {**FILES, **{paths[name]: text for name, text in changed.items()}})


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Chè  Hoà Bình", "chè hòa bình"),
        ("Mỳ gạo", "mì gạo"),
        ("Trà H’Mông", "Trà H'Mông"),
        ("Ðông trùng", "Đông trùng"),
        ("Rượu Ke\u0302\u0301", "Rượu Kế"),
    ],
)
def test_spellings_of_one_name(first: str, other: str) -> None:
    assert name_key(first) == name_key(other)


@pytest.mark.parametrize(("first", "other"), [("Mật ong", "Mắt ong"), ("Gạo 1", "Gạo 2"), ("Na", "Ná")])
def test_other_tones_are_other_names(first: str, other: str) -> None:
    assert name_key(first) != name_key(other)


@pytest.mark.parametrize(
    ("first", "other", "perhaps"),
    [
        ("Che Shan tuyet", "Chè Shan tuyết", True),
        ("Chè Shan tuyết", "Chè San tuyết", True),
        ("Gạo loại A", "Gạo loại B", False),
        ("Mật ong hoa nhãn", "Mật ong hoa vải", False),
        ("Rượu 500", "Rượu 700", False),
        ("Chè Shan", "Chè Shan tuyết", False),
    ],
)
def test_names_that_may_be_one(first: str, other: str, perhaps: bool) -> None:
    assert may_be_same(first, other) is perhaps


def test_forms_of_producers() -> None:
    assert producer_name("HTX Mẫu") == producer_name("Hợp  tác xã MẪU")
    assert producer_name("Cty TNHH MTV Mẫu") == producer_name("Công ty TNHH một thành viên Mẫu")


def test_same_name_producer_and_place_is_the_same(root: Path) -> None:
    result = matched(root, rice())
    assert not result.questions
    (only_row,) = result.rows
    assert only_row.product
    assert only_row.product.identity == "gao-nep-mau"
    assert only_row.producer
    assert only_row.producer.identity == "htx-mau"
    assert only_row.decision
    assert only_row.decision.identity == "qd-12-2025"


def test_another_name_of_the_producer_is_new(root: Path) -> None:
    (result,) = matched(root, row(2, product__name="Gạo tẻ Mẫu", producer__name="HTX Mẫu")).rows
    assert result.product
    assert result.product.is_new
    assert not result.open


def test_same_name_of_another_producer_is_new(root: Path) -> None:
    """Two producers of a province may sell goods of one name: na Chi Lăng is two products."""
    (result,) = matched(root, rice(producer__name="HTX Khác", address__commune="phuong-mau")).rows
    assert result.product
    assert result.product.is_new
    assert not result.open


def test_same_producer_name_in_another_place_is_asked(root: Path) -> None:
    result = matched(root, rice(address__commune="phuong-mau"))
    (question,) = result.questions
    assert question.key.startswith("producer|")
    assert [option.choice for option in question.options] == ["htx-mau", "new"]
    assert question.cells == ("S!B2",)
    assert result.rows[0].product is None


@pytest.mark.parametrize(("answer", "identity"), [("htx-mau", "htx-mau"), ("new", "")])
def test_an_answer_counts(root: Path, answer: str, identity: str) -> None:
    (question,) = matched(root, rice(address__commune="phuong-mau")).questions
    (result,) = matched(root, rice(address__commune="phuong-mau"), answers={question.key: answer}).rows
    assert result.producer
    assert result.producer.identity == identity


def test_an_answer_that_means_nothing_leaves_the_question_open(root: Path) -> None:
    (question,) = matched(root, rice(address__commune="phuong-mau")).questions
    asked = matched(root, rice(address__commune="phuong-mau"), answers={question.key: "htx-khac"}).questions
    assert [again.key for again in asked] == [question.key]


def test_marks_left_out_are_asked(root: Path) -> None:
    (question,) = matched(root, rice(product__name="Gao nep Mau")).questions
    assert question.key.startswith("product|")
    assert question.options[0].choice == "gao-nep-mau"


def test_a_name_without_producer_is_asked_but_for_the_decision(root: Path) -> None:
    alone = row(2, product__name="Gạo nếp Mẫu", address__commune="xa-mau")
    (question,) = matched(root, alone).questions
    assert question.options[0].choice == "gao-nep-mau"
    decided = row(
        2,
        product__name="Gạo nếp Mẫu",
        address__commune="xa-mau",
        decision__number="12/QĐ-UBND",
        decision__day="2025-09-05",
    )
    (result,) = matched(root, decided).rows
    assert result.product
    assert result.product.identity == "gao-nep-mau"


def test_one_barcode_number_is_one_product_unless_the_names_contradict(tmp_path: Path) -> None:
    root = with_files(tmp_path, product=FILES[PRODUCT] + 'gtin: "01996012345675"\n')
    (result,) = matched(root, rice(product__name="Gao nep Mau", product__gtin="1996012345675")).rows
    assert result.product
    assert result.product.identity == "gao-nep-mau"
    asked = matched(root, rice(product__name="Miến dong", product__gtin="1996012345675")).questions
    assert [question.options[0].choice for question in asked] == ["gao-nep-mau"]


def test_one_official_code_is_one_product(tmp_path: Path) -> None:
    root = with_files(tmp_path, product=FILES[PRODUCT] + "official_code: [99-99001-1-2025]\n")
    coded = rice(product__name="Gạo nếp mẫu thơm", product__code="99-99001-1-2025")
    (question,) = matched(root, coded).questions
    assert question.options[0].choice == "gao-nep-mau"


def test_rows_of_two_sheets_are_one_new_product(root: Path) -> None:
    first = row(2, "2024", product__name="Miến Mẫu", producer__name="HTX Dong", address__commune="xa-mau")
    other = row(9, "2025", product__name="MIẾN MẪU", producer__name="Hợp tác xã dong")
    result = matched(root, first, other)
    assert result.rows[0].product is result.rows[1].product
    assert result.rows[0].producer is result.rows[1].producer
    assert [draft.kind for draft in result.drafts] == ["producer", "product"]


def test_similar_names_in_one_list_are_asked(root: Path) -> None:
    first = row(2, product__name="Miến Mẫu", producer__name="HTX Dong")
    other = row(3, product__name="Mien Mau", producer__name="HTX Dong")
    (question,) = matched(root, first, other).questions
    assert question.cells == ("S!A3",)
    (joined, *_) = question.options
    rows = matched(root, first, other, answers={question.key: joined.choice}).rows
    assert rows[0].product is rows[1].product


def test_general_words_in_a_producers_name_are_asked(root: Path) -> None:
    (question,) = matched(root, rice(producer__name="HTX nông nghiệp Mẫu")).questions
    assert question.options[0].choice == "htx-mau"


@pytest.mark.parametrize(
    ("number", "day", "identity"),
    [
        ("12/QĐ-UBND", "2025-09-05", "qd-12-2025"),
        ("012 /qd-ubnd", "2025-09-05", "qd-12-2025"),
        ("12", "2025-09-05", "qd-12-2025"),
        ("12/QĐ-UBND", "2025", "qd-12-2025"),
        ("12/QĐ-UBND", "2024-09-05", ""),
        ("12/QĐ-BNN", "2025-09-05", ""),
        ("120/QĐ-UBND", "2025-09-05", ""),
    ],
)
def test_decisions(root: Path, number: str, day: str, identity: str) -> None:
    (result,) = matched(root, rice(decision__number=number, decision__day=day)).rows
    assert result.decision
    assert result.decision.identity == identity


def test_a_decision_without_day_is_asked(root: Path) -> None:
    undated = row(2, product__name="Miến Mẫu", producer__name="HTX Mẫu", decision__number="12/QĐ-UBND")
    (question,) = matched(root, undated).questions
    assert question.key.startswith("decision|")


def test_decisions_of_two_bodies_with_one_number_and_year_are_two(root: Path) -> None:
    body = "UBND huyện Mẫu Cũ"
    (result,) = matched(root, rice(decision__body=body, decision__day="2025-04-05")).rows
    assert result.decision
    assert result.decision.is_new


def test_samples_are_not_matched(tmp_path: Path) -> None:
    root = with_files(tmp_path, product=FILES[PRODUCT] + "sample: true\n")
    (result,) = matched(root, rice()).rows
    assert result.product
    assert result.product.is_new


def test_what_a_producer_makes_is_no_general_word(root: Path) -> None:
    """``chè`` is not the ``chế`` of ``chế biến``."""
    (result,) = matched(root, rice(producer__name="HTX Chè Mẫu")).rows
    assert result.producer
    assert result.producer.is_new
    assert not result.open
