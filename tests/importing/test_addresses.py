"""Places of addresses: old and new communes, in one column and in several; never a guess."""

from typing import Any

import pytest
from lists import cell_of, note_of, read_cell, sheet, understood

from generator.importing.rows import Reading

ADDRESSES = {
    # A commune that is still one, with and without what is around it.
    "xã Hòa Mẫu": ("hoa-mau", "bac-mau", "source"),
    "Hoà Mẫu": ("hoa-mau", "bac-mau", "source"),
    "Thôn 1, xã Hòa Mẫu, huyện Bắc Mẫu, tỉnh Mẫu Sơn": ("hoa-mau", "bac-mau", "source"),
    "X. Hòa Mẫu - H. Bắc Mẫu": ("hoa-mau", "bac-mau", "source"),
    "số 5 đường Mẫu, phường Mẫu Thành, TP Mẫu Thành": ("mau-thanh", "mau-thanh", "source"),
    "Đak M'Mẫu": ("dak-mau", None, "source"),
    "Địa chỉ: thôn A, Hòa Mẫu, Bắc Mẫu, Mẫu Sơn": ("hoa-mau", "bac-mau", "source"),
    # A former commune with one successor.
    "xã Mẫu Cũ": ("hoa-mau", "bac-mau", "name"),
    "Thị trấn Thị Mẫu, huyện Nam Mẫu": ("thanh-mau", "nam-mau", "name"),
    "xã Tân Lập, huyện Bắc Mẫu": ("tan-mau", "bac-mau", "name"),
    "xã Mẫu Cũ (cũ), huyện Bắc Mẫu (cũ)": ("hoa-mau", "bac-mau", "name"),
    "xã Hòa Mẫu (huyện Bắc Mẫu cũ)": ("hoa-mau", "bac-mau", "source"),
    "xã Tân Mẫu mới": ("tan-mau", None, "source"),
    # The list itself says what it is today.
    "xã Chia Đôi (cũ), nay là xã Tân Mẫu": ("tan-mau", "bac-mau", "source"),
    "xã Chia Đôi, huyện Bắc Mẫu (nay là xã Tân Mẫu)": ("tan-mau", "bac-mau", "source"),
    # The old district alone, and the old commune in today's.
    "xã Tân Lập, huyện Nam Mẫu": ("tan-lap", "nam-mau", "source"),
    "huyện Nam Mẫu": (None, "nam-mau", None),
    # What stands behind the commune without a word for its kind.
    "xã Tân Lập, Bắc Mẫu, Mẫu Sơn": ("tan-mau", "bac-mau", "name"),
    # Asked or refused.
    "Mẫu Thành": (None, None, None),
    "xã Chia Đôi": (None, None, None),
    "xã Tân Lập": (None, None, None),
    "xã Thanh Mẫu, huyện Nam Mẫu": (None, "nam-mau", None),
    "xã Lạ Lùng, huyện Bắc Mẫu": (None, "bac-mau", None),
    "xã Hòa Mẫu, huyện Lạ Lùng": (None, None, None),
    "xã Hòa Mẫu, tỉnh Khác": (None, None, None),
    "thôn Mẫu": (None, None, None),
}


@pytest.mark.parametrize(("written", "place"), ADDRESSES.items())
def test_addresses_in_one_column(written: str, place: tuple[str | None, str | None, str | None]) -> None:
    values = read_cell("Địa chỉ", written)
    assert values["address.printed"] == written
    keys = ("address.commune", "address.district", "address.mapped_by")
    assert tuple(values.get(key) for key in keys) == place


def rows_of(*cells: Any, answers: dict[str, str] | None = None) -> Any:
    headings = ["Tên sản phẩm", "Thôn", "Xã", "Huyện"]
    return understood(sheet([headings, ["Mẫu", *cells]]), answers=answers)


def test_addresses_in_three_columns() -> None:
    row = rows_of("Thôn 1", "Tân Lập", "Bắc Mẫu").rows[0]
    assert row.get("address.printed") == "Thôn 1, Tân Lập, Bắc Mẫu"
    assert (row.get("address.commune"), row.get("address.district")) == ("tan-mau", "bac-mau")
    assert row.values["address.commune"].cell == "C2"
    assert row.values["address.commune"].reading is Reading.REPAIRED
    assert row.values["address.district"].cell == "D2"


def test_a_commune_that_was_divided_is_asked_with_its_parts() -> None:
    (question,) = rows_of(None, "Chia Đôi", "Bắc Mẫu").questions
    assert question.key == "place|chia đôi, bắc mẫu"
    assert [option.choice for option in question.options] == ["hoa-mau", "tan-mau"]
    assert question.options[0].label["vi"] == "xã Hòa Mẫu (Bắc Mẫu)"
    row = rows_of(None, "Chia Đôi", "Bắc Mẫu", answers={question.key: "tan-mau"}).rows[0]
    assert (row.get("address.commune"), row.get("address.mapped_by")) == ("tan-mau", "officer")
    assert rows_of(None, "Chia Đôi", "Bắc Mẫu", answers={question.key: "bac-mau"}).questions, "no commune"


def test_a_misspelt_name_is_asked_with_those_alike() -> None:
    (question,) = rows_of(None, "Thanh Mẩuu", None).questions
    assert "thanh-mau" in [option.choice for option in question.options]
    (question,) = rows_of(None, "Hòa Mẫu", "Bắc Mẫuu").questions
    assert [option.choice for option in question.options] == ["bac-mau"]


def test_two_communes_of_one_name_are_asked_unless_the_district_tells() -> None:
    (question,) = understood(sheet([["Tên sản phẩm", "Địa chỉ"], ["Mẫu", "xã Tân Lập"]])).questions
    assert sorted(option.choice for option in question.options) == ["tan-lap", "tan-mau"]


def test_another_province_is_refused() -> None:
    assert note_of("Địa chỉ", "xã Hòa Mẫu, tỉnh Khác") == "other-province"


def test_a_mapped_commune_is_told_with_its_cell() -> None:
    cell = cell_of(rows_of(None, "Mẫu Cũ", None), "C2")
    assert cell.reading is Reading.REPAIRED
    assert cell.notes[0].text("vi") == "“Mẫu Cũ” nay thuộc Hòa Mẫu"
