"""Lists for buyers and contact cards: typed cells, no formulas, contacts only with consent."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO

import printed
from openpyxl import load_workbook
from printed import EXPIRED, SAMPLE, VALID, codes, kit, pictures, values

from generator.paper import buyers
from generator.plan.sheets import Sheets


def rows(data: bytes, sheet: int = 0) -> list[dict[str, object]]:
    found = load_workbook(BytesIO(data)).worksheets[sheet]
    heads, *rest = found.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rest]


def evil(found: Sheets) -> Sheets:
    return printed.named(found, "=1+1")


def test_workbook_reads_back() -> None:
    found = values(VALID, EXPIRED, SAMPLE)
    data = buyers.workbook(kit(found))
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
    assert buyers.workbook(kit(found)) == buyers.workbook(kit(found))


def test_no_cell_is_a_formula() -> None:
    found = evil(values(VALID))
    sheet = load_workbook(BytesIO(buyers.workbook(kit(found)))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    text = buyers.table(kit(found), "vi").decode()
    assert "\r\n'=1+1," in text


def test_csv_opens_in_a_spreadsheet() -> None:
    data = buyers.table(kit(values(VALID, EXPIRED)), "en")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3


def test_what_is_made_up_says_so_in_every_list() -> None:
    found = values(VALID, SAMPLE)
    vi, en = found.labels["sample"]["vi"], found.labels["sample"]["en"]
    listed = rows(buyers.workbook(kit(found)))
    for table in (
        listed,
        list(csv.DictReader(buyers.table(kit(found), "vi").decode("utf-8-sig").splitlines())),
    ):
        heads = [found.labels[key]["vi"] for key in ("name-vi", "name-en")]
        real, sample = ([str(row[head]) for head in heads] for row in table)
        assert [vi in sample[0], en in sample[1]] == [True, True]
        assert not any(mark in words for mark in (vi, en) for words in real)
    for brief in (False, True):
        assert "SAMPLE DATA" in buyers.vcard(buyers.consented(found)[0], "vi", brief=brief).decode()


def test_contacts_need_consent() -> None:
    found = values(VALID, SAMPLE)
    assert [one.id for one in buyers.consented(found)] == ["htx-mau-thung-may"]
    silent = next(one for one in found.producers.values() if one.id != "htx-mau-thung-may")
    assert silent.contacts == ()
    assert silent.consent_on is None


def test_contact_card_is_a_vcard() -> None:
    holder = buyers.consented(values(SAMPLE))[0]
    real = replace(holder, contacts=(("phone", "0912 345 678"), ("email", "a,b@ocop.test")), sample=False)
    data = buyers.vcard(real, "vi")
    lines = data.decode().split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert "TEL;VALUE=uri;TYPE=voice:tel:+84912345678" in lines
    assert "EMAIL:a\\,b@ocop.test" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    long = replace(real, name={"vi": "Hợp tác xã " * 12})
    folded = buyers.vcard(long, "vi").decode()
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert "FN:" + ("Hợp tác xã " * 12).strip() in folded.replace("\r\n ", "")


def test_code_on_a_contact_card_holds_the_contact() -> None:
    found = values(SAMPLE)
    holders = buyers.consented(found)
    sheet = buyers.contact_cards(kit(found), holders, "Liên hệ")
    read = [code for image in pictures(sheet.data) for code in codes(image)]
    assert [one.encode() for one in read] == [buyers.vcard(holders[0], "vi", brief=True)]
