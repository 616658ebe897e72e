"""Lists for presses that print variable data: whole, in one form, and safe from spreadsheet programs."""

import csv
import io
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.issuing.serials import grouped, serials
from generator.stamps.lists import ListedStamps, text_cell, write_list
from generator.stamps.paper import A4, label_sheet, sheet_for
from generator.stamps.values import StampValues

LOT = "https://ocop.test/01/08938507968016/10/2605-1"
VALUES = StampValues(
    LOT,
    {
        "product": {"vi": '=HYPERLINK("x"), chè', "en": "Tea"},
        "lot": {"vi": "2605-1"},
        "made_on": {"vi": "20/05/2026", "en": "20/05/2026"},
        "until": {"vi": "20/05/2027", "en": "20 May 2027"},
        "stars": {"vi": "4 sao", "en": "4 stars"},
    },
    stars=4,
    sample=False,
)
STAMPS = ListedStamps("08938507968016", "2605-1", first=501, count=7)
SERIALS = list(serials(b"\0" * 32, 501, 507))
CONVERTED = re.compile(
    r"[-+=@\t\r'].*|\s.*|[\d.,\s]+(e[-+]?\d+)?|\d+[-/.]\d+([-/.]\d+)?|\d+ \w+ \d{4}|true|false", re.IGNORECASE
)
"""What Excel and LibreOffice take for a formula, a number, a day or a truth value."""


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(path: Path, *, hidden: bool = False) -> list[dict[str, str]]:
    stamps = ListedStamps(STAMPS.gtin, STAMPS.lot, STAMPS.first, STAMPS.count, hidden)
    sheet = label_sheet((60.0, 60.0), 2, 2, page=A4, margin=(10.0, 10.0)).with_skip(3)
    result = write_list(path, VALUES, sheet, stamps, SERIALS)
    assert (result.path, result.rows) == (path, 7)
    assert result.sha256 == sha256(path.read_bytes()).hexdigest()
    return rows_of(path)


def test_a_row_for_each_stamp_with_its_place(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.csv")
    assert [row["seq"] for row in rows] == [str(number) for number in range(1, 8)]
    assert [row["number"] for row in rows] == [str(number) for number in range(501, 508)]
    assert [row["uri"] for row in rows] == [f"{LOT}?s={serial}" for serial in SERIALS]
    assert [row["serial"] for row in rows] == [grouped(serial) for serial in SERIALS]
    places = [(row["sheet"], row["row"], row["column"]) for row in rows]
    assert places[:6] == [("1", "2", "2"), *(("2", r, c) for r in "12" for c in "12"), ("3", "1", "1")]


def test_a_serial_below_a_panel_does_not_stand_in_the_symbol(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.csv", hidden=True)
    assert {row["uri"] for row in rows} == {LOT}
    assert rows[0]["serial"] == grouped(SERIALS[0])


def test_the_form_that_excel_opens(tmp_path: Path) -> None:
    written(tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfseq,number,uri,gtin14,lot,serial,")
    assert data.count(b"\r\n") == data.count(b"\n") == 8


def test_no_cell_is_a_number_a_day_or_a_formula(tmp_path: Path) -> None:
    (row, *_) = written(tmp_path / "a.csv")
    assert row["gtin14"] == "(01)08938507968016"
    assert row["lot"] == "(10)2605-1"
    assert row["product_vi"] == 'Tên sản phẩm: =HYPERLINK("x"), chè'
    assert row["made_on"] == "NSX: 20/05/2026"
    assert row["until_vi"] == "Sao có hiệu lực đến: 20/05/2027"
    assert row["until_en"] == "Stars valid until: 20 May 2027"
    assert row["stars_vi"] == "4 sao"
    for name, cell in row.items():
        if name not in ("seq", "number", "sheet", "row", "column"):
            assert not CONVERTED.fullmatch(cell), name


def test_only_what_the_stamps_show_stands_in_the_list(tmp_path: Path) -> None:
    sample = replace(VALUES, sample=True)
    stamps = replace(STAMPS, shown=frozenset({"made_on"}))
    write_list(tmp_path / "a.csv", sample, sheet_for("a4", (40.0, 40.0)), stamps, SERIALS)
    columns = list(rows_of(tmp_path / "a.csv")[0])
    assert [
        name for name in columns if name.startswith(("sample", "product", "made_on", "stars", "place"))
    ] == [
        "sample",
        "product_vi",
        "product_en",
        "made_on",
    ]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_any_text_stays_a_text(text: str) -> None:
    cell = text_cell("Nhãn", text)
    assert cell.endswith(text)
    assert not CONVERTED.fullmatch(cell)


def test_missing_serials_are_no_short_list(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="7 serials promised, 6 given"):
        write_list(tmp_path / "a.csv", VALUES, sheet_for("a4", (40.0, 40.0)), STAMPS, SERIALS[:6])
