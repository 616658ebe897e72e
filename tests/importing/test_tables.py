"""How tables are found in sheets, and what bands, blocks, titles and merged cells give their rows."""

from typing import Any

import pytest
from lists import cell_of, facts, sheet, understood

from generator.importing.columns import field_of_heading
from generator.importing.rows import Reading

HEADING = ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao"]


def test_titles_above_and_signatures_below_are_no_products() -> None:
    rows: list[list[Any]] = [
        ["UBND TỈNH MẪU SƠN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["DANH SÁCH SẢN PHẨM OCOP"],
        [],
        HEADING,
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "Chè Mẫu", "HTX Mẫu", "4 sao"],
        [],
        ["Tổng cộng", "1 sản phẩm"],
        ["Ghi chú: danh sách mẫu"],
        [None, None, None, "Mẫu Sơn, ngày 20 tháng 12 năm 2024"],
        [None, "NGƯỜI LẬP BIỂU", None, "TM. ỦY BAN NHÂN DÂN"],
        [None, None, None, "KT. CHỦ TỊCH"],
        [None, "Nguyễn Văn Mẫu", None, "Trần Văn Mẫu"],
    ]
    understanding = understood(sheet(rows))
    assert [row.row for row in understanding.rows] == [6]
    assert facts(understanding)[0]["product.name"] == "Chè Mẫu"
    readings = {cell.cell: cell.reading for cell in understanding.tables[0].cells}
    used = {
        f"{'ABCD'[column]}{row + 1}"
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text
    }
    assert readings.keys() == used
    read = {cell for cell, reading in readings.items() if reading is Reading.READ}
    assert read == {"B4", "C4", "D4", "B6", "C6", "D6"}
    assert set(readings.values()) == {Reading.READ, Reading.IGNORED}


TWO_ROWS = [
    ["TT", "Tên sản phẩm", "Chủ thể", None, None, "Quyết định công nhận", None],
    [None, None, "Tên", "Địa chỉ", "Điện thoại", "Số", "Ngày"],
    [1, "Chè Mẫu", "HTX Mẫu", "xã Hòa Mẫu, huyện Bắc Mẫu", "0912345678", "12/QĐ-UBND", "1/2/2024"],
]


@pytest.mark.parametrize("merged", [["A1:A2", "B1:B2", "C1:E1", "F1:G1"], []])
def test_a_heading_of_two_rows_with_and_without_merged_cells(merged: list[str]) -> None:
    understanding = understood(sheet(TWO_ROWS, merged=merged))
    columns = {column.letter: column.field for column in understanding.tables[0].columns}
    assert columns == {
        "A": "row.number",
        "B": "product.name",
        "C": "producer.name",
        "D": "address",
        "E": "producer.phone",
        "F": "decision.number",
        "G": "decision.day",
    }
    assert understanding.tables[0].columns[2].heading == "Chủ thể / Tên"
    assert facts(understanding)[0] == {
        "product.name": "Chè Mẫu",
        "producer.name": "HTX Mẫu",
        "producer.kind": "cooperative",
        "address.printed": "xã Hòa Mẫu, huyện Bắc Mẫu",
        "address.commune": "hoa-mau",
        "address.district": "bac-mau",
        "address.mapped_by": "source",
        "producer.phone": "0912345678",
        "decision.number": "12/QĐ-UBND",
        "decision.day": "2024-02-01",
    }


def test_headings_without_marks_abbreviated_and_in_english() -> None:
    for heading, field in {
        "TEN SAN PHAM": "product.name",
        "Sđt": "producer.phone",
        "Đ/C": "address",
        "Số QĐ": "decision.number",
        "ĐVSX": "producer.name",
        "Điểm (thang 100)": "rating.score",
        "Tên sản phẩm OCOP được công nhận năm 2023": "product.name",
        "Product name": "product.name",
        "Stars": "rating.stars",
        "Số sao đề nghị": "",
        "Điểm cấp huyện": "",
        "Số điện thoại người đại diện": "",
        "Cột lạ": "",
    }.items():
        assert field_of_heading((heading,)) == field, heading


def test_an_unknown_column_is_told() -> None:
    understanding = understood(sheet([["Tên sản phẩm", "Chủ thể", "Cột lạ"], ["Mẫu", "HTX Mẫu", "gì đó"]]))
    assert cell_of(understanding, "C1").reading is Reading.IGNORED
    assert cell_of(understanding, "C2").notes[0].key == "readings.column-unknown"


def test_a_heading_that_returns_on_the_next_page_starts_no_new_table() -> None:
    rows = [HEADING, [1, "Chè Mẫu", "HTX Mẫu", 4], HEADING, [2, "Trà Mẫu", "HTX Mẫu", 3]]
    understanding = understood(sheet(rows))
    assert len(understanding.tables) == 1
    assert [row.row for row in understanding.rows] == [2, 4]
    assert cell_of(understanding, "B3").notes[0].key == "readings.line-repeated"


def test_a_second_table_below_has_columns_of_its_own() -> None:
    rows = [
        HEADING,
        [1, "Chè Mẫu", "HTX Mẫu", 4],
        [],
        ["TT", "Chủ thể", "Sản phẩm"],
        [1, "THT Mẫu", "Trà Mẫu"],
    ]
    first, second = understood(sheet(rows)).tables
    assert (first.rows[0].get("product.name"), first.rows[0].get("producer.name")) == ("Chè Mẫu", "HTX Mẫu")
    assert (second.rows[0].get("product.name"), second.rows[0].get("producer.name")) == ("Trà Mẫu", "THT Mẫu")


def test_bands_hold_until_the_next_one_of_their_level() -> None:
    rows = [
        HEADING,
        ["A", "Sản phẩm 4 sao"],
        ["I", "Huyện Bắc Mẫu"],
        [1, "Một", "HTX Mẫu"],
        ["II. Huyện Nam Mẫu (2 sản phẩm)"],
        [1, "Hai", "HTX Mẫu"],
        ["B", "Sản phẩm 3 sao"],
        [1, "Ba", "HTX Mẫu"],
        ["Đợt lạ"],
        [2, "Bốn", "HTX Mẫu", "5 sao"],
    ]
    understanding = understood(sheet(rows))
    assert [(row.get("rating.stars"), row.get("address.district")) for row in understanding.rows] == [
        (4, "bac-mau"),
        (4, "nam-mau"),
        (3, None),
        (5, None),
    ]
    assert understanding.rows[0].values["rating.stars"].cell == "B2"
    assert understanding.rows[0].values["rating.stars"].inherited
    assert cell_of(understanding, "A9").notes[0].key == "readings.band-unknown"


@pytest.mark.parametrize(
    ("band", "field", "value"),
    [
        ("I. Chè tươi, chè chế biến", "product.set", 11),
        ("Nhóm: Cà phê, ca cao", "product.set", 13),
        ("Sản phẩm đạt 5 sao: 02 sản phẩm", "rating.stars", 5),
        ("Sản phẩm tiềm năng 5 sao", "rating.status", "potential_five"),
        ("Sản phẩm đánh giá lại", "rating.kind", "renewal"),
        ("Quyết định số 5/QĐ-UBND ngày 1/2/2024", "decision.number", "5/QĐ-UBND"),
        ("Năm 2023", "rating.on", "2023"),
        ("Đợt 1 năm 2024", "rating.on", "2024"),
        ("Xã Hòa Mẫu", "address.commune", "hoa-mau"),
        ("TP. Mẫu Thành", "address.district", "mau-thanh"),
        ("HTX Mẫu Xanh", "producer.name", "HTX Mẫu Xanh"),
    ],
)
def test_what_a_band_says(band: str, field: str, value: object) -> None:
    rows = [["STT", "Tên sản phẩm", "Điểm"], [band], [1, "Chè Mẫu", 80]]
    understanding = understood(sheet(rows, merged=["A2:C2"]))
    assert understanding.rows[0].get(field) == value
    assert cell_of(understanding, "A2").reading is Reading.READ


def test_cells_merged_down_a_block_speak_for_all_its_rows() -> None:
    rows = [
        ["Tên sản phẩm", "Chủ thể", "Số QĐ", "Ngày QĐ"],
        ["Một", "HTX Mẫu", "12/QĐ-UBND", "1/2/2024"],
        ["Hai"],
        ["Ba", "THT Mẫu"],
    ]
    understanding = understood(sheet(rows, merged=["B2:B3", "C2:C4", "D2:D4"]))
    assert [(row.get("producer.name"), row.get("decision.number")) for row in understanding.rows] == [
        ("HTX Mẫu", "12/QĐ-UBND"),
        ("HTX Mẫu", "12/QĐ-UBND"),
        ("THT Mẫu", "12/QĐ-UBND"),
    ]
    assert understanding.rows[1].values["decision.day"].cell == "D2"
    assert understanding.tables[0].counts[Reading.READ] == 4 + 4 + 1 + 2


UNMERGED = [
    ["Tên sản phẩm", "Chủ thể", "Số QĐ", "Ngày QĐ"],
    ["Một", "HTX Mẫu", "12/QĐ-UBND", "1/2/2024"],
    ["Hai", "THT Mẫu"],
]


def test_empty_cells_below_a_decision_are_asked_once() -> None:
    key = "fill|danh sách|số qđ"
    (question,) = understood(sheet(UNMERGED)).questions
    assert question.key == key
    assert "12/QĐ-UBND" in question.text("vi")
    assert understood(sheet(UNMERGED)).rows[1].get("decision.number") is None
    same = understood(sheet(UNMERGED), answers={key: "same"}).rows[1]
    assert (same.get("decision.number"), same.get("decision.day")) == ("12/QĐ-UBND", "2024-02-01")
    assert "decision.number" not in understood(sheet(UNMERGED), answers={key: "empty"}).rows[1].values


def test_a_row_that_says_as_above() -> None:
    rows = [["Tên sản phẩm", "Chủ thể", "Số QĐ"], ["Một", "HTX Mẫu", "12/QĐ-UBND"], ["Hai", "nt", "-nt-"]]
    understanding = understood(sheet(rows))
    assert understanding.rows[1].get("producer.name") == "HTX Mẫu"
    assert understanding.rows[1].get("decision.number") == "12/QĐ-UBND"
    assert cell_of(understanding, "C3").reading is Reading.REPAIRED


ATTACHED = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 15/12/2023 của UBND tỉnh Mẫu Sơn)"


def test_a_decision_to_which_the_list_is_attached_is_that_of_all_rows() -> None:
    understanding = understood(
        sheet([["DANH SÁCH SẢN PHẨM"], [ATTACHED], HEADING, [1, "Chè Mẫu", "HTX Mẫu", 3]])
    )
    row = understanding.rows[0]
    assert row.get("decision.number") == "12/QĐ-UBND"
    assert row.get("decision.day") == "2023-12-15"
    assert row.get("decision.level") == "province"
    assert row.values["decision.number"].cell == "A2"
    assert not understanding.questions


def test_a_decision_that_a_title_only_names_is_asked() -> None:
    rows = [["Sản phẩm được công nhận tại Quyết định số 5/QĐ-UBND"], HEADING, [1, "Chè Mẫu", "HTX Mẫu", 3]]
    (question,) = understood(sheet(rows)).questions
    assert question.key == "title|decision.number|5/QĐ-UBND"
    assert understood(sheet(rows)).rows[0].get("decision.number") is None
    answers = {question.key: "yes"}
    assert understood(sheet(rows), answers=answers).rows[0].get("decision.number") == "5/QĐ-UBND"


def test_titles_that_say_something_else_than_of_the_rows() -> None:
    for title in (
        "Căn cứ Quyết định số 148/QĐ-UBND ngày 24/2/2023",
        "(Kèm theo Báo cáo số 12/BC-UBND ngày 1/2/2024)",
        "(Kèm theo Quyết định số      /QĐ-UBND ngày     tháng    năm 2023)",
        "Theo Quyết định số 148/QĐ-TTg ngày 24/2/2023",
        "Danh sách sản phẩm từ 3 sao trở lên",
    ):
        row = understood(sheet([[title], HEADING, [1, "Chè Mẫu", "HTX Mẫu"]])).rows[0]
        assert not {
            name for name in row.values if name.startswith(("decision.", "rating.")) and row.get(name)
        }, title


def test_a_year_or_district_in_a_title_is_asked() -> None:
    rows = [["UBND HUYỆN BẮC MẪU"], ["SẢN PHẨM OCOP NĂM 2023"], HEADING, [1, "Chè Mẫu", "HTX Mẫu", 3]]
    understanding = understood(sheet(rows))
    keys = [question.key for question in understanding.questions]
    assert sorted(keys) == ["title|address.district|bac-mau", "title|rating.on|2023"]
    row = understood(sheet(rows), answers=dict.fromkeys(keys, "yes")).rows[0]
    assert (row.get("address.district"), row.get("rating.on")) == ("bac-mau", "2023")
    assert understood(sheet(rows), answers=dict.fromkeys(keys, "-")).questions == []


def test_two_columns_for_one_field_are_asked() -> None:
    rows = [
        ["Tên sản phẩm", "Địa chỉ trụ sở", "Điện thoại", "Hotline"],
        ["Mẫu", "x", "0912345678", "0987654321"],
    ]
    understanding = understood(sheet(rows))
    (question,) = understanding.questions
    assert [option.choice for option in question.options] == ["C", "D"]
    assert understanding.rows[0].values["producer.phone"].reading is Reading.ASK
    assert cell_of(understanding, "C2").reading is Reading.ASK
    answered = understood(sheet(rows), answers={question.key: "D"})
    assert answered.rows[0].get("producer.phone") == "0987654321"
    assert cell_of(answered, "C2").reading is Reading.IGNORED


def test_two_cells_that_contradict_each_other_are_asked() -> None:
    rows = [["Tên sản phẩm", "Quyết định", "Ngày cấp"], ["Mẫu", "12/QĐ-UBND ngày 1/2/2024", "3/2/2024"]]
    understanding = understood(sheet(rows))
    (question,) = understanding.questions
    assert [option.choice for option in question.options] == ["2024-02-01", "2024-02-03"]
    assert understanding.rows[0].get("decision.day") is None
    answers = {question.key: "2024-02-03"}
    assert understood(sheet(rows), answers=answers).rows[0].get("decision.day") == "2024-02-03"


def test_hidden_rows_columns_and_sheets_are_told_and_not_used() -> None:
    rows = [HEADING, [1, "Một", "HTX Mẫu", 3], [2, "Hai", "THT Mẫu", 4]]
    understanding = understood(
        sheet(rows, hidden_rows=[1], hidden_columns=[3]), sheet(rows, name="Ẩn", hidden=True)
    )
    assert facts(understanding) == [
        {"product.name": "Hai", "producer.name": "THT Mẫu", "producer.kind": "cooperative-group"}
    ]
    first, second = understanding.tables
    keys = {cell.cell: cell.notes[0].key for cell in first.cells if cell.notes}
    assert (keys["B2"], keys["D3"]) == ("readings.hidden-row", "readings.hidden-column")
    assert second.about == "other"
    assert second.counts[Reading.IGNORED] == len(second.cells) == 12


def test_sheets_of_other_things_are_passed_over() -> None:
    summary = [["Huyện", "Số sản phẩm", "3 sao", "4 sao"], ["Bắc Mẫu", 3, 2, 1], ["Nam Mẫu", 1, 1, 0]]
    understanding = understood(sheet(summary, name="Tổng hợp"), sheet([], name="Trống"))
    assert [(table.sheet, table.about) for table in understanding.tables] == [("Tổng hợp", "other")]
    assert understanding.tables[0].note
    assert not understanding.rows


def test_a_list_of_producers() -> None:
    rows = [["STT", "Tên cơ sở", "Điện thoại"], [1, "HTX Mẫu", 912345678]]
    (table,) = understood(sheet(rows)).tables
    assert table.about == "producer"
    assert table.rows[0].get("producer.phone") == "0912345678"


def test_a_lone_text_in_the_place_of_a_name_is_refused_unless_it_is_a_band() -> None:
    rows = [
        HEADING,
        [1, "Chè Mẫu", "HTX Mẫu", 3],
        [None, "Sản phẩm nào đó"],
        [None, "Cà phê"],
        [2, "Trà Mẫu", "HTX"],
    ]
    understanding = understood(sheet(rows))
    assert cell_of(understanding, "B3").reading is Reading.REFUSED
    assert cell_of(understanding, "B4").reading is Reading.READ
    assert [row.get("product.set") for row in understanding.rows] == [None, 13]


def test_a_row_without_a_name_is_refused() -> None:
    understanding = understood(sheet([HEADING, [1, None, "HTX Mẫu", "3 sao"]]))
    assert not understanding.rows
    assert cell_of(understanding, "C2").notes[0].key == "readings.row-without-name"
    assert cell_of(understanding, "D2").reading is Reading.REFUSED


def test_a_product_called_like_a_heading_or_a_total_is_a_product() -> None:
    rows = [
        HEADING,
        [1, "Tổng hợp Mẫu", "HTX Mẫu", 3],
        [2, "Sản phẩm", "Cơ sở", "Sao"],
        [3, "Cộng đồng Mẫu", "HTX", 3],
    ]
    names = [row.get("product.name") for row in understood(sheet(rows)).rows]
    assert names == ["Tổng hợp Mẫu", "Sản phẩm", "Cộng đồng Mẫu"]


def test_a_band_with_the_sums_of_its_rows_is_no_product() -> None:
    rows = [
        ["TT", "Tên sản phẩm", "Chủ thể", "3 sao", "4 sao"],
        ["I", "Nhóm thực phẩm", None, 1, 1],
        [1, "Gạo Mẫu", "HTX Mẫu", "x", None],
        [None, "Cà phê, ca cao", None, None, 1],
        [2, "Cà phê Mẫu", "HTX Mẫu", None, "x"],
        [None, "Không rõ", None, None, 1],
        ["Tổng xã Mẫu", None, None, 1, 1],
    ]
    understanding = understood(sheet(rows))
    assert [row.get("product.name") for row in understanding.rows] == ["Gạo Mẫu", "Cà phê Mẫu"]
    assert [row.get("rating.stars") for row in understanding.rows] == [3, 4]
    assert understanding.rows[1].get("product.set") == 13
    assert cell_of(understanding, "D2").reading is Reading.IGNORED
    assert cell_of(understanding, "A7").notes[0].key == "readings.line-total"
    assert cell_of(understanding, "B6").reading is Reading.REFUSED


def test_name_and_address_of_a_producer_in_one_cell() -> None:
    for written, name, place in (
        ("HTX Mẫu, xã Hòa Mẫu, huyện Bắc Mẫu", "HTX Mẫu", "xã Hòa Mẫu, huyện Bắc Mẫu"),
        ("HTX Mẫu\nĐịa chỉ: xã Hòa Mẫu", "HTX Mẫu", "xã Hòa Mẫu"),
        ("HTX Mẫu (xã Hòa Mẫu)", "HTX Mẫu", "xã Hòa Mẫu"),
        ("HTX Chè, Trà Mẫu", "HTX Chè, Trà Mẫu", None),
    ):
        (row,) = understood(sheet([["Tên sản phẩm", "Chủ thể, địa chỉ"], ["Mẫu", written]])).rows
        assert (row.get("producer.name"), row.get("address.printed")) == (name, place)
        assert row.get("address.commune") == ("hoa-mau" if place else None)


def test_lines_between_two_tables_are_titles_of_the_second() -> None:
    other_heading = ["TT", "Chủ thể", "Sản phẩm"]
    rows = [
        ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 15/12/2023)"],
        HEADING,
        [1, "Chè Mẫu", "HTX Mẫu", 3],
        ["(Kèm theo Quyết định số 15/QĐ-UBND ngày 1/2/2024)"],
        other_heading,
        [1, "THT Mẫu", "Trà Mẫu"],
        ["Danh sách tiếp theo"],
        ["Sản phẩm", "Chủ thể"],
        ["Bún Mẫu", "HTX Mẫu"],
    ]
    understanding = understood(sheet(rows))
    numbers = [row.get("decision.number") for row in understanding.rows]
    assert numbers == ["12/QĐ-UBND", "15/QĐ-UBND", "12/QĐ-UBND"]
    assert [len(table.cells) for table in understanding.tables] == [1 + 4 + 4, 1 + 3 + 3, 1 + 2 + 2]
