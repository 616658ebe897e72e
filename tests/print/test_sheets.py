"""Sheets in real millimetres: boxes, fonts, words, codes, stars; the same bytes twice."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from urllib.parse import urlsplit

import printed
import pypdf
import pytest
from built import PROJECT
from printed import (
    BASE,
    CODELESS,
    EXPIRED,
    LONG,
    SAMPLE,
    VALID,
    boxes,
    codes,
    fonts,
    pictures,
    print_context,
    text,
    values,
)
from tiny import outputs, planned

from generator.fonts import LetterError
from generator.print import booklet, canvas, cards, lines, posters
from generator.print.canvas import FinishedPdf
from generator.print.lines import fit, width, wrap
from generator.print.sheet_parts import A4, A4_WIDE, A5, A6, PrintContext, one_to_a_page
from generator.site import layout
from generator.site.sheets import Sheets
from generator.site.urls import file_of

pytestmark = pytest.mark.slow

PRODUCTS = (VALID, EXPIRED, SAMPLE, CODELESS)
Sheet = Callable[[PrintContext], FinishedPdf]
SHEETS: dict[str, tuple[Sheet, tuple[float, float], int]] = {
    "a6": (partial(cards.one_card_to_a_page, size=A6), (148, 105), 4),
    "a5": (partial(cards.one_card_to_a_page, size=A5), (210, 148), 4),
    "a6-on-a4": (partial(cards.cards_on_sheets, size=A6, sheet=A4_WIDE), (297, 210), 1),
    "a5-on-a4": (partial(cards.cards_on_sheets, size=A5, sheet=A4), (210, 297), 2),
    "placard": (partial(one_to_a_page, draw=posters.draw_placard, size=A4), (210, 297), 4),
    "leaflet": (partial(one_to_a_page, draw=posters.draw_leaflet, size=A4), (210, 297), 4),
    "codes": (posters.code_sheets, (210, 297), 1),
    "booklet": (booklet.in_reading_order, (210, 297), 8),
    "folded": (booklet.imposed_for_folding, (420, 297), 4),
}


@pytest.fixture(scope="module")
def found() -> Sheets:
    return values(*PRODUCTS)


@pytest.mark.parametrize("name", SHEETS)
def test_pages_have_the_size_they_promise(name: str, found: Sheets) -> None:
    draw, size, pages = SHEETS[name]
    sheet = draw(print_context(found))
    read = boxes(sheet.data)
    assert len(read) == sheet.pages == pages
    for page in read:
        assert page["trim"] == pytest.approx(size, abs=0.05)
        bleeds = name in ("a6", "a5")
        over = 6 if bleeds else 0
        assert page["bleed"] == pytest.approx((size[0] + over, size[1] + over), abs=0.05)
        assert page["media"] == pytest.approx((size[0] + 20, size[1] + 20) if bleeds else size, abs=0.05)


@pytest.mark.parametrize("name", SHEETS)
def test_fonts_are_inside_and_words_can_be_read(name: str, found: Sheets) -> None:
    sheet = SHEETS[name][0](print_context(found)).data
    assert fonts(sheet)
    assert all(fonts(sheet).values()), fonts(sheet)
    words = text(sheet)
    for product in found.products:
        assert product.name["vi"] in words
        assert product.name["en"] in words
    assert found.labels["sample"]["vi"] in words


@pytest.fixture(scope="module")
def paths() -> set[str]:
    """Every file of the site that the sheets lead to."""
    return set(outputs(planned(PROJECT, BASE)))


@pytest.mark.parametrize("name", SHEETS)
def test_every_code_leads_to_a_page_of_the_site(name: str, found: Sheets, paths: set[str]) -> None:
    read = [code for image in pictures(SHEETS[name][0](print_context(found)).data) for code in codes(image)]
    wanted = {product.payload for product in found.products}
    assert wanted <= set(read)
    for code in read:
        if code == found.page["vi"]:
            continue  # the trial fair itself is no record
        assert file_of(urlsplit(code).path) in paths, code


def test_codes_are_one_path_of_black_ink(found: Sheets) -> None:
    reader = pypdf.PdfReader(BytesIO(SHEETS["placard"][0](print_context(found)).data))
    seen = 0
    for page in reader.pages:
        for form in page["/Resources"]["/XObject"].values():  # type: ignore[index]
            drawn = form.get_object()
            content = drawn.get_data().decode("latin-1") if drawn["/Subtype"] == "/Form" else ""
            if content.count(" re") > 120:
                seen += 1
                assert "0 0 0 1 k" in content
                assert len(re.findall(r"(?m)(?:^|\s)f\*?\s", content + " ")) == 1
    assert seen == len(found.products)


def test_modules_are_large_enough_or_nothing_is_printed(found: Sheets) -> None:
    canvas = print_context(found).canvas("products")
    with canvas.page(A4), pytest.raises(ValueError, match="mm a module"):
        canvas.qr("https://ocop.test/p/LS0001", 10, 10, 10)
    # What counts is the size on paper: the same symbol is large enough where all is enlarged.
    with canvas.page(A4), canvas.placed(0, 0, 2):
        canvas.qr("https://ocop.test/p/LS0001", 10, 10, 10)


def test_only_ratings_valid_on_all_days_have_stars() -> None:
    found = values(VALID, EXPIRED, first="2026-12-05", last="2026-12-07")
    assert printed.one(found, VALID).stars == 4
    assert printed.one(found, EXPIRED).stars == 0
    # The last day of the fair is the day after the rating's last.
    late = values(VALID, first="2028-12-30", last="2029-01-01", day=date(2028, 12, 1))
    assert printed.one(late, VALID).stars == 0
    assert "31/12/2028" in printed.one(late, VALID).rating["vi"]
    assert not printed.one(late, VALID).rating["vi"].startswith("4")


@pytest.mark.parametrize("name", ["a6", "a5-on-a4", "placard", "leaflet", "booklet"])
def test_whom_a_photo_is_by_stands_beside_it(name: str) -> None:
    sheet, *_ = SHEETS[name]
    found = values(SAMPLE)
    assert "Hình dựng cho dữ liệu mẫu · Made for the sample data" in text(sheet(print_context(found)).data)
    assert "Hình dựng" not in text(sheet(print_context(values(VALID))).data)


def test_gold_is_used_for_stars_only(found: Sheets) -> None:
    expired = values(EXPIRED)
    gold = " ".join(f"{value:g}".lstrip("0") for value in canvas.cmyk("#dd9a17").cmyk())
    for sheets, wanted in ((expired, 0), (values(VALID), 5)):
        reader = pypdf.PdfReader(BytesIO(cards.one_card_to_a_page(print_context(sheets), A6).data))
        content = reader.pages[0].get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
        assert content.count(gold + " k") == wanted


def test_words_about_stars_are_left_out_of_prose() -> None:
    every = values(*printed.records().products)
    for product in every.products:
        for said in (product.summary, product.description, product.pitch):
            for words in said.values():
                assert not re.search(r"\b[345] sao|\b(three|four|five)[- ]star", words), product.id


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_values_give_the_same_bytes(name: str, found: Sheets) -> None:
    draw = SHEETS[name][0]
    assert draw(print_context(found)).data == draw(print_context(found)).data


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_one_language_speaks_that_language_only(lang: str, found: Sheets) -> None:
    words = text(SHEETS["a6"][0](print_context(found, lang)).data)
    other = {"vi": "en", "en": "vi"}[lang]
    assert found.labels["scan"][lang] in words
    assert found.labels["scan"][other] not in words


@pytest.mark.parametrize("name", ["a6", "a5", "placard", "leaflet", "codes", "booklet"])
def test_long_names_stay_on_the_sheet(name: str) -> None:
    long = printed.named(values(VALID, SAMPLE), LONG)
    words = text(SHEETS[name][0](print_context(long)).data)
    if name in ("a6", "a5", "placard", "leaflet"):
        assert LONG in words
    else:
        assert LONG[:30] in words
    # Nothing is drawn outside the sheet: its edge is as white as paper.
    bleeds = name in ("a6", "a5")
    for image in pictures(SHEETS[name][0](print_context(long)).data, 60):
        if not bleeds:
            right = image.crop((image.width - 8, 30, image.width, image.height - 40))
            assert min(right.tobytes()) > 200


def test_lines_break_between_words_and_never_overflow() -> None:
    for room in (18.0, 40.0, 90.0):
        lines = wrap(LONG, "name", 20, room, balance=True)
        assert all(width(line, "name", 20) <= room + 0.01 for line in lines)
        if room > 30:
            assert " ".join(lines) == LONG
    block = fit("Khoailangnuongthatladaikhongdaucach" * 3, "text", (12, 6), 20, 9)
    assert block.height <= 9.1
    assert all(width(line, "text", block.size) <= 20.01 for line in block.lines)


def test_no_line_of_a_sheet_ends_inside_a_name_or_after_a_number_that_has_room() -> None:
    words = "Chè của xã Mẫu Sơn, hạng 4 sao"
    for room in (36.0, 44.0, 52.0, 60.0, 70.0):
        for balance in (True, False):
            ends = "|".join(wrap(words, "name", 20, room, balance=balance))
            assert "Mẫu Sơn" in ends, room
            assert "4 sao" in ends, room
    assert wrap("Mẫu Sơn", "name", 20, 16) == ["Mẫu", "Sơn"]


def test_decomposed_letters_are_composed_before_they_are_drawn(found: Sheets) -> None:
    loose = printed.named(found, unicodedata.normalize("NFD", "Gạo nếp"))
    assert "Gạo nếp" in text(SHEETS["a6"][0](print_context(loose)).data)


def test_a_made_up_place_is_a_heading_too() -> None:
    found = values(SAMPLE, VALID)
    assert found.sections["commune"][-1] == (printed.one(found, SAMPLE).place, (SAMPLE,))


def test_booklet_knows_its_pages() -> None:
    every = values(*[one.id for one in printed.records().listed])
    for by in ("commune", "district", "group"):
        grouped = replace(print_context(every), by=by)
        book = layout.booklet(every, by, grouped)
        assert len(book.pages) % 4 == 0
        data = booklet.in_reading_order(grouped).data
        assert set(book.product) == {one.id for one in every.products}
        document = pypdf.PdfReader(BytesIO(data))
        for product in every.products[::7]:
            words = " ".join(document.pages[book.product[product.id] - 1].extract_text().split())
            assert product.name["vi"] in words
        assert every.labels["index"]["vi"] in document.pages[book.index - 1].extract_text()


def test_folded_sheets_hold_every_page_once() -> None:
    found = values(*PRODUCTS)
    folded = booklet.imposed_for_folding(print_context(found)).data
    first = pypdf.PdfReader(BytesIO(folded)).pages[0].extract_text()
    assert found.title["vi"] in first
    assert found.publisher["en"][:40] in " ".join(first.split())


MIXED = "Hồi Lạng Sơn 谅山八角 ★ ƀɗ"


@pytest.mark.parametrize("name", SHEETS)
def test_letters_of_other_fonts_are_printed_and_embedded(name: str) -> None:
    sheet = SHEETS[name][0](print_context(printed.named(values(*PRODUCTS), MIXED))).data
    assert all(fonts(sheet).values()), fonts(sheet)
    assert any("OCOP-han" in font for font in fonts(sheet))
    assert any("NotoSans" in one for one in fonts(sheet))
    # Lines may end between two Chinese letters.
    words = text(sheet).replace(" ", "")
    assert MIXED.replace(" ", "") in words
    assert SHEETS[name][0](print_context(printed.named(values(*PRODUCTS), MIXED))).data == sheet


@pytest.mark.parametrize("name", SHEETS)
def test_a_letter_that_no_font_has_is_never_printed_as_a_box(name: str) -> None:
    sheets = printed.named(values(*PRODUCTS), "Trà ꪀꪩ")
    with pytest.raises(LetterError) as refused:
        SHEETS[name][0](print_context(sheets))
    assert refused.value.letters == ("ꪀ", "ꪩ")


def test_decoration_is_left_out_of_sheets() -> None:
    plain, decorated = (
        SHEETS["a6"][0](print_context(printed.named(values(VALID), name))).data
        for name in ("Trà Thái", "Trà 🍵 Thái")
    )
    assert text(plain) == text(decorated)


def test_chinese_wraps_between_letters_and_a_long_word_is_measured_letter_by_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "谅山省八角茴香特产名录每乡一品"
    wrapped = wrap(name, "name", 23, 40)
    assert len(wrapped) > 1
    assert "".join(wrapped) == name
    assert all(width(line, "name", 23) <= 40 for line in wrapped)
    measured: list[int] = []

    def count(words: str, font: str, size: float) -> float:
        measured.append(len(words))
        return width(words, font, size)

    monkeypatch.setattr(lines, "width", count)
    assert "".join(wrap("W" * 2000, "name", 23, 40)) == "W" * 2000
    assert sum(measured) < 5 * 2000
