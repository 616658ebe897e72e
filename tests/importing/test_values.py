"""What a single cell gives, in all the ways in which offices write it."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from lists import note_of, read_cell, row_of, sheet, understood

from generator.importing.rows import Reading
from generator.spreadsheets.workbook import Cell, CellError

STARS = {
    "04 sao": 4,
    "4*": 4,
    "4 *": 4,
    "★★★★": 4,
    "★★★☆☆": 3,
    "***": 3,
    "*** (3 sao)": 3,
    "Bốn sao": 4,
    "Hạng 3 sao": 3,
    "Đạt 4 sao cấp tỉnh": 4,
    "OCOP 5 sao": 5,
    "5 stars": 5,
    "4.0": 4,
    "IV sao": 4,
    4: 4,
    "3-4 sao": None,
    "1 sao": None,
    "6 sao": None,
    "4 sao (đề nghị)": None,
    "không đạt": None,
    "Không phân hạng": None,
    "chờ": None,
    date(2024, 4, 4): None,
}


@pytest.mark.parametrize(("written", "stars"), STARS.items())
def test_stars(written: Any, stars: int | None) -> None:
    assert read_cell("Hạng sao", written).get("rating.stars") == stars


def test_stars_beside_other_things() -> None:
    assert read_cell("Kết quả", "78,5 điểm, 4 sao") == {"rating.stars": 4, "rating.score": Decimal("78.5")}
    assert read_cell("Hạng sao", "4 sao (tiềm năng 5 sao)") == {
        "rating.stars": 4,
        "rating.status": "potential_five",
    }
    assert read_cell("Hạng sao", "Tiềm năng 5 sao") == {"rating.status": "potential_five"}
    assert read_cell("Hạng sao", "nâng hạng từ 3 sao lên 4 sao") == {
        "rating.stars": 4,
        "rating.kind": "upgrade",
    }


def test_two_stars_are_told_to_be_never_recognised() -> None:
    assert note_of("Hạng sao", "2 sao") == "few-stars"
    assert note_of("Hạng sao", "4 sao (dự kiến)") == "proposed"


@pytest.mark.parametrize("written", ["bốn hay năm", "3-4 sao", "hạng IV"])
def test_unclear_stars_are_asked(written: str) -> None:
    (question,) = understood(sheet([["Tên sản phẩm", "Hạng sao"], ["Mẫu", written]])).questions
    assert [option.choice for option in question.options] == ["3", "4", "5"]
    assert read_cell("Hạng sao", written, answers={question.key: "4"}) == {"rating.stars": 4}
    assert read_cell("Hạng sao", written, answers={question.key: "6"}) == {}


def test_stars_in_columns_of_marks() -> None:
    rows = [
        ["Tên sản phẩm", "Hạng sao", None, None],
        [None, "3 sao", "4 sao", "5 sao"],
        ["Mẫu", None, "x", None],
    ]
    (row,) = understood(sheet(rows, merged=["A1:A2", "B1:D1"])).rows
    assert row.get("rating.stars") == 4


SCORES = {
    "91,75": Decimal("91.75"),
    "95.64 điểm": Decimal("95.64"),
    "78/100": Decimal(78),
    70: Decimal(70),
    Decimal("82.5"): Decimal("82.5"),
    Decimal("78.66666667"): Decimal("78.67"),
    Cell(Decimal("0.8625"), number_format="0.00%"): Decimal("86.25"),
    Decimal("0.8625"): None,
    "100": Decimal(100),
    "102": None,
    "-3": None,
    "9175": None,
    "78,5 - 80": None,
    date(2024, 8, 7): None,
}


@pytest.mark.parametrize(("written", "score"), SCORES.items())
def test_scores(written: Any, score: Decimal | None) -> None:
    assert read_cell("Điểm", written).get("rating.score") == score


DECISIONS = {
    "1234/QĐ-UBND": {"number": "1234/QĐ-UBND"},
    "QĐ 1234": {"number": "1234"},
    1234: {"number": "1234"},
    "QĐ số 88/QĐ-UBND": {"number": "88/QĐ-UBND"},
    "12 /QD-UBND": {"number": "12/QĐ-UBND"},
    "Số 1234/QĐ-UBND ngày 15/12/2023 của UBND tỉnh Mẫu Sơn": {
        "number": "1234/QĐ-UBND",
        "day": "2023-12-15",
        "body": "UBND tỉnh Mẫu Sơn",
        "level": "province",
    },
    "Quyết định số 7/QĐ-UBND ngày 2 tháng 3 năm 2024 của UBND huyện Bắc Mẫu về việc công nhận": {
        "number": "7/QĐ-UBND",
        "day": "2024-03-02",
        "body": "UBND huyện Bắc Mẫu",
        "level": "district",
    },
    "12/QĐ-UBND, 02/01/2023, UBND tỉnh Mẫu Sơn": {
        "number": "12/QĐ-UBND",
        "day": "2023-01-02",
        "body": "UBND tỉnh Mẫu Sơn",
        "level": "province",
    },
    "16/QĐ-UBND\n5/1/2021": {"number": "16/QĐ-UBND", "day": "2021-01-05"},
    "12/QĐ-UBND ngày 31/02/2023": {"number": "12/QĐ-UBND"},
    "148/QĐ-TTg": {},
    "Công văn 12": {},
    "12/QĐ-UBND; 45/QĐ-UBND": {},
    date(2023, 12, 1): {},
}


@pytest.mark.parametrize(("written", "parts"), DECISIONS.items())
def test_decisions(written: Any, parts: dict[str, str]) -> None:
    assert read_cell("Quyết định", written) == {f"decision.{part}": value for part, value in parts.items()}


def test_a_decision_that_says_how_long_it_is_valid() -> None:
    assert read_cell("Quyết định", "12/QĐ-UBND ngày 02/01/2023; thời hạn 36 tháng") == {
        "decision.number": "12/QĐ-UBND",
        "decision.day": "2023-01-02",
        "rating.months": 36,
    }


def test_the_right_one_of_several_decisions_is_asked() -> None:
    written = "12/QĐ-UBND; 45/QĐ-UBND"
    (question,) = understood(sheet([["Tên sản phẩm", "Quyết định"], ["Mẫu", written]])).questions
    answers = {question.key: "45/QĐ-UBND"}
    assert read_cell("Quyết định", written, answers=answers) == {"decision.number": "45/QĐ-UBND"}


def test_levels_of_bodies() -> None:
    for written, level in (
        ("UBND thành phố Mẫu Thành", "district"),
        ("Bộ Nông nghiệp và PTNT", "central"),
        ("UBND thị xã Mẫu", "district"),
        ("Chủ tịch UBND tỉnh", "province"),
    ):
        assert read_cell("Cơ quan cấp", written) == {"decision.body": written, "decision.level": level}
    assert read_cell("Cơ quan cấp", "UBND Mẫu") == {"decision.body": "UBND Mẫu"}
    assert read_cell("Cơ quan cấp", "đã cấp") == {}


DAYS = {
    "15/12/2023": "2023-12-15",
    "5-3-24": "2024-03-05",
    "05.03.2024": "2024-03-05",
    "ngày 5 tháng 3 năm 2024": "2024-03-05",
    "2024-03-05": "2024-03-05",
    "5 March 2024": "2024-03-05",
    "December 15, 2023": "2023-12-15",
    datetime(2023, 12, 15): "2023-12-15",  # noqa: DTZ001 - as cells have it
    date(2023, 12, 15): "2023-12-15",
    45275: "2023-12-15",
    "45275": "2023-12-15",
    "tháng 12/2023": "2023-12",
    "12/2023": "2023-12",
    "T12/2023": "2023-12",
    "2023": "2023",
    2023: "2023",
    "năm 2023": "2023",
    "Quý IV/2023": "2023",
    "31/02/2023": None,
    "15/13/2023": None,
    "15/12/1923": None,
    "sau Tết": None,
    "15/12": None,
    Decimal("45275.5"): None,
    time(8, 30): None,
    True: None,
}


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_days(written: Any, day: str | None) -> None:
    assert read_cell("Ngày cấp", written).get("decision.day") == day


def days_of(*column: Any, answers: dict[str, str] | None = None) -> list[Any]:
    rows = [["Tên sản phẩm", "Ngày cấp"], *([f"Mẫu {index}", day] for index, day in enumerate(column))]
    return [row.get("decision.day") for row in understood(sheet(rows), answers=answers).rows]


def test_days_that_only_fit_month_first_make_the_whole_column_doubtful() -> None:
    column = ("12/25/2023", "05/12/2023")
    key = "day-order|danh sách|ngày cấp"
    assert days_of(*column) == ["2023-12-25", None]
    assert days_of(*column, answers={key: "month-first"}) == ["2023-12-25", "2023-05-12"]
    assert days_of(*column, answers={key: "day-first"}) == ["2023-12-25", "2023-12-05"]


def test_real_days_beside_texts_that_excel_could_not_take_are_asked() -> None:
    column = ("15/12/2023", date(2023, 5, 12))
    key = "day-order|danh sách|ngày cấp"
    assert days_of(*column) == ["2023-12-15", None]
    assert days_of(*column, answers={key: "day-first"}) == ["2023-12-15", "2023-12-05"]
    assert days_of(*column, answers={key: "month-first"}) == ["2023-12-15", "2023-05-12"]
    assert days_of("15/12/2023", date(2023, 5, 20)) == ["2023-12-15", "2023-05-20"]


VALIDITY = {
    "36 tháng": {"months": 36},
    36: {"months": 36},
    "3 năm": {"months": 36},
    "Thời hạn 36 tháng": {"months": 36},
    "15/12/2026": {"valid_until": "2026-12-15"},
    "đến ngày 15/12/2026": {"valid_until": "2026-12-15"},
    "15/12/2023 - 15/12/2026": {"valid_from": "2023-12-15", "valid_until": "2026-12-15"},
    date(2026, 12, 15): {"valid_until": "2026-12-15"},
    "đến 12/2026": {},
    "hết hạn": {},
}


@pytest.mark.parametrize(("written", "parts"), VALIDITY.items())
def test_validity(written: Any, parts: dict[str, Any]) -> None:
    assert read_cell("Thời hạn", written) == {f"rating.{part}": value for part, value in parts.items()}


def test_the_last_day_of_a_month_is_asked() -> None:
    (question,) = understood(sheet([["Tên sản phẩm", "Thời hạn"], ["Mẫu", "đến 12/2026"]])).questions
    assert read_cell("Thời hạn", "đến 12/2026", answers={question.key: "2026-12-31"}) == {
        "rating.valid_until": "2026-12-31"
    }


PHONES = {
    912345678: "0912345678",
    "912345678": "0912345678",
    "0912.345.678": "0912.345.678",
    "+84 912 345 678": "+84 912 345 678",
    84912345678: "84912345678",
    "0205 3812 345": "0205 3812 345",
    2053812345: "02053812345",
    "ĐT: 0912345678": "0912345678",
    "0912345678 (anh Mẫu)": "0912345678",
    "0912345678; 0987654321": "0912345678 / 0987654321",
    "912345678\n987654321": "0912345678 / 0987654321",
    "O912345678": "0912345678",
    "A. Mẫu: 0912345678": "0912345678",
    "0912.345.678-0987.654.321": "0912.345.678 / 0987.654.321",
    "8.4912E+10": None,
    Decimal("912345678.5"): None,
    "sẽ bổ sung": None,
    "3812345": None,
    "0912345678; sai": None,
    "01661234567": None,
    date(2024, 1, 2): None,
}


@pytest.mark.parametrize(("written", "phone"), PHONES.items())
def test_phones(written: Any, phone: str | None) -> None:
    assert read_cell("SĐT", written).get("producer.phone") == phone


def test_a_lost_zero_is_told() -> None:
    value = row_of("Điện thoại", 912345678)["producer.phone"]
    assert value.reading is Reading.REPAIRED
    assert value.note
    assert "0912345678" in value.note.text("vi")


def test_an_old_number_of_eleven_digits_is_asked() -> None:
    answers = {"old-phone|01661234567": "0361234567"}
    assert read_cell("SĐT", "01661234567", answers=answers) == {"producer.phone": "0361234567"}


# GS1 gives numbers that begin with 140 to 199 to nobody; those for examples (952) may stand in samples only.
GTINS = {
    "1996012345675": "1996012345675",
    1996012345675: "1996012345675",
    "199 6012 345675": "1996012345675",
    "Mã vạch: 1996012345675": "1996012345675",
    "01996012345675": "01996012345675",
    "1996012345676": None,
    "8.94E+12": None,
    "8,936E+12": None,
    1996000000000: None,
    Decimal("199601234567.5"): None,
    "199601234561": None,
    "2012345678903": None,
    "9521234567899": None,
    "chưa đăng ký mã": None,
    "1996012345675; 1996012345682": None,
}


@pytest.mark.parametrize(("written", "gtin"), GTINS.items())
def test_gtins(written: Any, gtin: str | None) -> None:
    assert read_cell("Mã vạch", written).get("product.gtin") == gtin


def test_a_gtin_with_spaces_is_told_as_repaired() -> None:
    assert row_of("GTIN", "199 6012 345675")["product.gtin"].reading is Reading.REPAIRED
    assert row_of("GTIN", 1996012345675)["product.gtin"].reading is Reading.READ


def test_a_refused_gtin_says_why() -> None:
    for written, key in (
        ("8.94E+12", "digits-lost"),
        (1996000000000, "digits-lost"),
        ("1996012345676", "gtin-check"),
        ("199601234561", "gtin-check"),
        ("199601", "no-gtin"),
        ("19960123456", "gtin-length"),
        ("2012345678903", "gtin-range"),
    ):
        assert note_of("GTIN", written) == key, written


def test_mail_and_web_addresses() -> None:
    assert read_cell("Email", "mau@example.org") == {"producer.email": "mau@example.org"}
    assert read_cell("Email", "mailto:mau@example.org") == {"producer.email": "mau@example.org"}
    assert read_cell("Email", "mau example.org") == {}
    assert read_cell("Email", "a@example.org, b@example.org") == {}
    assert read_cell("Website", "www.example.org") == {"producer.web": "https://www.example.org"}
    assert read_cell("Website", "https://example.org/mau") == {"producer.web": "https://example.org/mau"}
    assert read_cell("Website", "Facebook Chè Mẫu") == {}
    assert read_cell("Website", "http://localhost/") == {}


KINDS = {
    "HTX": "cooperative",
    "Hợp tác xã": "cooperative",
    "THT": "cooperative-group",
    "Hộ KD": "household-business",
    "Hộ SXKD": "household-business",
    "CTy TNHH": "limited-company",
    "Công ty TNHH MTV": "single-member-limited-company",
    "CTCP": "joint-stock-company",
    "DNTN": "private-enterprise",
    "CSSX": "establishment",
    "Công ty": None,
    "Doanh nghiệp nhỏ và vừa": None,
}


@pytest.mark.parametrize(("written", "kind"), KINDS.items())
def test_kinds_of_producers(written: str, kind: str | None) -> None:
    assert read_cell("Loại hình", written).get("producer.kind") == kind
    if kind is None:
        key = f"kind|{'cong ty' if written == 'Công ty' else 'doanh nghiep nho va vua'}"
        assert read_cell("Loại hình", written, answers={key: "enterprise"}) == {"producer.kind": "enterprise"}


def test_the_kind_with_which_a_name_begins() -> None:
    for name, kind in (
        ("HTX Nông nghiệp Mẫu", "cooperative"),
        ("CÔNG TY TNHH MTV MẪU", "single-member-limited-company"),
        ("Cty CP Mẫu", "joint-stock-company"),
        ("Hộ kinh doanh Nguyễn Văn Mẫu", "household-business"),
        ("Hộ Nguyễn Văn Mẫu", None),
        ("Công ty Mẫu", None),
        ("Mẫu Xanh", None),
    ):
        values = row_of("Chủ thể", name)
        assert values["producer.name"].value == name
        assert (values["producer.kind"].value if kind else values.get("producer.kind")) == kind, name


SETS = {
    "11": 11,
    11: 11,
    "Bộ 11": 11,
    "Bộ số 3": 3,
    "Chè tươi, chè chế biến": 11,
    "CHE TUOI, CHE CHE BIEN": 11,
    "Thực phẩm / Chè / Chè tươi, chè chế biến": 11,
    "Cà phê": 13,
    "Du lịch": 26,
    "Mỹ phẩm có thành phần từ thảo dược": 19,
    "Thực phẩm": None,
    "Chè": None,
    "Thảo dược": None,
    "Trang thiết bị, dụng cụ y tế": None,
    27: None,
}


@pytest.mark.parametrize(("written", "number"), SETS.items())
def test_sets(written: Any, number: int | None) -> None:
    assert read_cell("Bộ sản phẩm", written).get("product.set") == number


def test_a_group_of_several_sets_is_asked_for_each_product() -> None:
    rows = [["Tên sản phẩm", "Nhóm"], ["Rượu Mẫu", "Đồ uống"], ["Nước Mẫu", "Đồ uống"]]
    understanding = understood(sheet(rows))
    assert [question.key for question in understanding.questions] == [
        "set|đồ uống|rượu mẫu",
        "set|đồ uống|nước mẫu",
    ]
    answers = {"set|đồ uống|rượu mẫu": "14", "set|đồ uống|nước mẫu": "13"}
    sets = [row.get("product.set") for row in understood(sheet(rows), answers=answers).rows]
    assert sets == [14, 13], "an answer outside of the group is allowed: coffee is food"
    assert [row.get("product.group") for row in understanding.rows] == ["Đồ uống", "Đồ uống"]


def test_an_unknown_label_is_asked_once_or_for_each_product() -> None:
    rows = [["Tên sản phẩm", "Nhóm"], ["Cao Mẫu", "Thảo dược"], ["Trà Mẫu", "Thảo dược"]]
    (question,) = understood(sheet(rows)).questions
    assert question.key == "set|thảo dược"
    assert question.cells == ("Danh sách!B2", "Danh sách!B3")
    sets = [row.get("product.set") for row in understood(sheet(rows), answers={question.key: "20"}).rows]
    assert sets == [20, 20]
    asked = understood(sheet(rows), answers={question.key: "each"}).questions
    assert [each.key for each in asked] == ["set|thảo dược|cao mẫu", "set|thảo dược|trà mẫu"]


def test_kinds_of_ratings() -> None:
    for written, kind in (
        ("Mới", "new"),
        ("Công nhận lại", "renewal"),
        ("Nâng hạng", "upgrade"),
        ("hạ hạng", "downgrade"),
        ("đợt 2", None),
    ):
        assert read_cell("Hình thức", written).get("rating.kind") == kind


def test_codes_and_stamps() -> None:
    assert read_cell("Mã sản phẩm", "68-676-24916-1-2021") == {"product.code": "68-676-24916-1-2021"}
    assert read_cell("Mã sản phẩm", "68 – 24916 – 1 – 2026") == {"product.code": "68-24916-1-2026"}
    assert read_cell("Mã sản phẩm", "SP001") == {}
    assert read_cell("Tem truy xuất", "Có") == {"product.trace_stamps": True}
    assert read_cell("Tem truy xuất", "x") == {"product.trace_stamps": True}
    assert read_cell("Tem truy xuất", "Chưa") == {"product.trace_stamps": False}
    assert read_cell("Tem truy xuất", "đang làm") == {}


NAMES = {
    "Ra\u0309u  Mâ\u0303u": "Rảu Mẫu",
    "Chè\xa0Mẫu": "Chè Mẫu",
    "Chè\nMẫu": "Chè Mẫu",
    " Chè Mẫu ": "Chè Mẫu",
    "Trà H`Mông": "Trà H’Mông",
    "Mẫu\u2011Một": "Mẫu-Một",
    "Chè\u200b Mẫu": "Chè Mẫu",
    "CHÈ MẪU": "CHÈ MẪU",
    "Ðậu Mẫu": "Đậu Mẫu",
    "Na": "Na",
}


@pytest.mark.parametrize(("written", "name"), NAMES.items())
def test_only_the_form_of_names_is_repaired(written: str, name: str) -> None:
    assert read_cell("Chủ thể", written)["producer.name"] == name


def test_lines_that_may_each_be_a_name_are_asked() -> None:
    written = "Chè Mẫu\nTrà Mẫu"
    assert read_cell("Chủ thể", written) == {}
    assert row_of("Chủ thể", written)["producer.name"].question == "lines|chè mẫu trà mẫu"
    answers = {"lines|chè mẫu trà mẫu": "Chè Mẫu Trà Mẫu"}
    assert read_cell("Chủ thể", written, answers=answers)["producer.name"] == "Chè Mẫu Trà Mẫu"
    assert read_cell("Chủ thể", "Hợp tác xã chè\nvà trà Mẫu")["producer.name"] == "Hợp tác xã chè và trà Mẫu"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("=HYPERLINK(1)", "formula"),
        ("@SUM(A1)", "formula"),
        ("+cmd|' /C calc'!A0", "formula"),
        ("Chè\x07", "control"),
        ("x" * 5000, "too-long"),
        ("x" * 301, "too-long"),
        ("123", "no-name"),
        (True, "no-text"),
        (date(2024, 1, 1), "no-text"),
        (CellError("#REF!"), "error-value"),
        ("1. Chè Mẫu\n2. Trà Mẫu", "several"),
    ],
)
def test_what_can_be_no_name_is_refused(written: Any, key: str) -> None:
    assert note_of("Chủ thể", written) == key
    assert read_cell("Chủ thể", written) == {}


@pytest.mark.parametrize("written", ["-", "…", "không có", "N/A", "chưa có"])
def test_a_cell_that_says_nothing_is_ignored(written: str) -> None:
    assert note_of("Điện thoại", written) == "nothing"


@pytest.mark.parametrize(
    "heading",
    ["Người đại diện", "CCCD", "Doanh thu (triệu đồng)", "Sản lượng", "Ghi chú", "Mã số thuế", "Ngày sinh"],
)
def test_what_is_never_published_is_told_and_left_out(heading: str) -> None:
    understanding = understood(sheet([["Tên sản phẩm", heading], ["Mẫu", "Mẫu"]]))
    assert [column.reading for column in understanding.tables[0].columns] == [Reading.READ, Reading.IGNORED]
    assert note_of(heading, "Mẫu").startswith("never-")
    assert read_cell(heading, "Mẫu") == {}
