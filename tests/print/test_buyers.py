"""Lists for buyers and contact cards: typed cells, no formulas, contacts only with consent."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO

import printed
import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from printed import EXPIRED, SAMPLE, VALID, codes, pictures, print_context, values

from generator.print import buyers
from generator.site.contacts import SheetContact

pytestmark = pytest.mark.slow


def rows(data: bytes, sheet: int = 0) -> list[dict[str, object]]:
    found = load_workbook(BytesIO(data)).worksheets[sheet]
    heads, *rest = found.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rest]


def test_workbook_reads_back() -> None:
    found = values(VALID, EXPIRED, SAMPLE)
    data = buyers.workbook(print_context(found))
    book = load_workbook(BytesIO(data))
    assert len(book.sheetnames) == 2
    assert book.worksheets[0].freeze_panes == "B2"
    vi, en = rows(data), rows(data, 1)
    labels = found.labels
    assert vi[0][labels["stars"]["vi"]] == 4
    assert vi[0][labels["until"]["vi"]].date() == date(2028, 12, 31)  # type: ignore[attr-defined]
    assert vi[1][labels["stars"]["vi"]] is None
    assert vi[1][labels["until"]["vi"]] is None
    assert str(en[0][labels["address"]["en"]]).startswith("https://ocop.test/en/products/")
    assert vi[2][labels["gtin"]["vi"]] == "09521234567899"
    assert vi[2][labels["phone"]["vi"]]


def test_workbook_repeats_its_bytes() -> None:
    found = values(VALID, SAMPLE)
    assert buyers.workbook(print_context(found)) == buyers.workbook(print_context(found))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " ="])
def test_no_cell_is_a_formula(start: str) -> None:
    words = f"{start}cmd|' /C calc'!A0"
    found = printed.named(values(VALID), words)
    sheet = load_workbook(BytesIO(buyers.workbook(print_context(found)))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (words, "s")
    cells = list(csv.reader(buyers.csv_table(print_context(found), "vi").decode("utf-8-sig").splitlines()))
    assert cells[1][0] == f"'{words}"


@pytest.mark.parametrize(
    "number",
    ["0912345678", "0912.345.678", "+84 912 345 678", "02053/812345", "1900 1234", "0912 345 678; 1900 1234"],
)
def test_lists_keep_telephone_numbers_and_gtins_as_words(number: str) -> None:
    found = values(SAMPLE)
    holder = buyers.producers_with_contacts(found)[0]
    told = replace(holder, contacts=tuple(SheetContact("phone", one, "") for one in number.split("; ")))
    found = replace(found, producers={holder.id: told})
    sheet = load_workbook(BytesIO(buyers.workbook(print_context(found)))).worksheets[0]
    heads = [key for key, _ in buyers.COLUMNS]
    cell = sheet.cell(2, heads.index("phone") + 1)
    assert isinstance(cell, Cell)
    assert (cell.value, cell.data_type, cell.number_format) == (number, "s", "@")
    row = list(csv.reader(buyers.csv_table(print_context(found), "vi").decode("utf-8-sig").splitlines()))[1]
    listed = row[heads.index("phone")]
    # An apostrophe marks words; what holds a semicolon is no number to any spreadsheet.
    assert listed == (number if ";" in number else f"'{number}")
    assert row[heads.index("gtin")] == "'09521234567899"


def test_csv_opens_in_a_spreadsheet() -> None:
    data = buyers.csv_table(print_context(values(VALID, EXPIRED)), "en")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3


def test_what_is_made_up_says_so_in_every_list() -> None:
    found = values(VALID, SAMPLE)
    vi, en = found.labels["sample"]["vi"], found.labels["sample"]["en"]
    listed = rows(buyers.workbook(print_context(found)))
    for table in (
        listed,
        list(csv.DictReader(buyers.csv_table(print_context(found), "vi").decode("utf-8-sig").splitlines())),
    ):
        heads = [found.labels[key]["vi"] for key in ("name-vi", "name-en")]
        real, sample = ([str(row[head]) for head in heads] for row in table)
        assert [vi in sample[0], en in sample[1]] == [True, True]
        assert not any(mark in words for mark in (vi, en) for words in real)
    for brief in (False, True):
        assert (
            "SAMPLE DATA"
            in buyers.vcard(buyers.producers_with_contacts(found)[0], "vi", brief=brief).decode()
        )


def test_contacts_need_consent() -> None:
    found = values(VALID, SAMPLE)
    assert [one.id for one in buyers.producers_with_contacts(found)] == ["htx-mau-thung-may"]
    silent = next(producer for producer in found.producers.values() if producer.id != "htx-mau-thung-may")
    assert silent.contacts == ()
    assert silent.consent_on is None


def test_contact_card_is_a_vcard() -> None:
    holder = buyers.producers_with_contacts(values(SAMPLE))[0]
    contacts = (
        SheetContact("phone", "0912 345 678", "tel:+84912345678"),
        SheetContact("phone", "0205 3812 345 (máy lẻ 12)", "tel:+842053812345"),
        SheetContact("phone", "O987 654 321", ""),
        SheetContact("zalo", "0912 345 678", "https://zalo.me/0912345678"),
        SheetContact("zalo", "Nhóm bán hàng", ""),
        SheetContact("email", "a,b@ocop.test", "mailto:a,b@ocop.test"),
        SheetContact("web", "https://mau.example", "https://mau.example"),
    )
    real = replace(holder, contacts=contacts, sample=False)
    data = buyers.vcard(real, "vi")
    lines = data.decode().split("\r\n")
    name = holder.name["vi"]
    assert lines[:5] == ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}", f"ORG:{name}"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert [line for line in lines if line.startswith("TEL")] == [
        "TEL;TYPE=WORK,VOICE:+84912345678",
        "TEL;TYPE=WORK,VOICE:+842053812345",
    ]
    assert "EMAIL;TYPE=INTERNET:a\\,b@ocop.test" in lines
    assert "URL:https://zalo.me/0912345678" in lines
    assert "URL:https://mau.example" in lines
    # What is not surely a number is no number of the card; the words are not lost.
    notes = "NOTE:0205 3812 345 (máy lẻ 12)\\; O987 654 321\\; Nhóm bán hàng"
    assert notes in data.decode().replace("\r\n ", "").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    long = replace(real, name={"vi": "Hợp tác xã " * 12})
    folded = buyers.vcard(long, "vi").decode()
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert "FN:" + ("Hợp tác xã " * 12).strip() in folded.replace("\r\n ", "")


def test_code_on_a_contact_card_holds_the_contact() -> None:
    found = values(SAMPLE)
    holders = buyers.producers_with_contacts(found)
    sheet = buyers.contact_cards(print_context(found))
    read = [code for image in pictures(sheet.data) for code in codes(image)]
    assert [one.encode() for one in read] == [buyers.vcard(holders[0], "vi", brief=True)]
