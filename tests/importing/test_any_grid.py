"""Whatever a workbook holds: nothing is raised, and each used cell gets one reading with its reason."""

from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lists import sheet, understood

from generator.importing.answers import SKIP
from generator.importing.columns import fields, headings_of
from generator.importing.rows import Reading, Understanding
from generator.importing.texts import clean_text
from generator.spreadsheets.workbook import Cell, CellError, Sheet

WORDS = [
    *(
        "4 sao",
        "★★★",
        "12/QĐ-UBND ngày 1/2/2023 của UBND tỉnh Mẫu Sơn",
        "31/02/2023",
        "12/25/2023",
        "tiềm năng 5 sao",
    ),
    *(
        "xã Mẫu Cũ, huyện Bắc Mẫu",
        "nay là xã Hòa Mẫu",
        "()nay là",
        "xã ",
        "huyện",
        "Quyết định số",
        "QĐ",
        "%",
        "(",
        ",",
    ),
    *(
        "=1+1",
        "-",
        "nt",
        "0912345678",
        "8.94E+12",
        "1996012345675",
        "www.a.vn",
        "a@b.vn; c@d.vn",
        "I",
        "(1)",
        "1",
    ),
    *(
        "II. Thực phẩm",
        "Tổng cộng",
        "Huyện Bắc Mẫu",
        "Năm 2023",
        "TM. UBND",
        "36 tháng",
        "đến 12/2026",
        "HTX Mẫu",
    ),
    *(
        "\x00",
        "x" * 3000,
        "  ",
        "\n",
        "Chè/Cà phê",
        "②",
        "٣ sao",
        "¹",
        "Ch\u00d6 M\u00c9u",
        "S\u00b6n ph\u00c8m",
    ),
]
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([heading for name in fields() for heading in headings_of(name)]),
    st.text(max_size=12),
)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    TEXTS,
    st.integers(-10, 10**14),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1)),
    st.datetimes(datetime(1900, 1, 1)),  # noqa: DTZ001 - as cells have it
    st.just(time(8)),
    st.booleans(),
    st.just(CellError("#REF!")),
)
CELLS = st.builds(Cell, VALUES, st.sampled_from(["", ".VnTime", "VNI-Times"]), st.sampled_from(["", "0%"]))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A small sheet of anything, often with a row of headings somewhere."""
    width, height = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    rows: list[list[Any]] = [[draw(CELLS) for _ in range(width)] for _ in range(height)]
    if draw(st.booleans()):
        names = draw(st.permutations(list(fields())))[: width - 1]
        rows[draw(st.integers(0, height - 1))] = ["Tên sản phẩm", *(headings_of(name)[0] for name in names)]
    corners = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=4))
    letters = "ABCDEFGHIJKLMNOPQRST"
    merged = [f"{letters[x]}{y + 1}:{letters[x + size]}{y + 1 + size // 2}" for x, y, size in corners]
    return sheet(rows, merged=merged, hidden_rows=draw(st.sets(st.integers(0, 9), max_size=1)))


def is_empty(written: str) -> bool:
    """Whether a text shows nothing."""
    clean = clean_text(written)
    return not clean.text and not clean.fault


def assert_whole(understanding: Understanding, of: Sheet) -> None:
    """Each used cell has one reading; each value and question says what it has to."""
    cells = [cell.cell for table in understanding.tables for cell in table.cells]
    assert len(cells) == len(set(cells))
    written = {
        of.address(row, column): cell.value
        for row, values in enumerate(of.rows)
        for column, cell in enumerate(values)
        if cell.value is not None
    }
    used = {at for at, value in written.items() if not (isinstance(value, str) and is_empty(value))}
    # The only sign that shows nothing in Unicode and is a letter (ư) in the fonts of TCVN 3.
    doubtful = {at for at, value in written.items() if "\u00ad" in str(value)}
    assert set(cells) - doubtful == used - doubtful
    for table in understanding.tables:
        for cell in table.cells:
            assert cell.reading in (Reading.READ, Reading.ASK) or cell.notes, cell
            assert all(note.text(language) for note in cell.notes for language in ("vi", "en"))
    open_questions = {question.key for question in understanding.questions}
    for row in understanding.rows:
        for value in row.values.values():
            assert (value.value is not None) == value.usable, value
            assert (value.reading is Reading.ASK) == bool(value.question), value
            assert not value.question or value.question in open_questions
    for question in understanding.questions:
        assert question.text("vi")
        assert question.text("en")
        assert question.cells


@given(sheets())
def test_nothing_is_raised_and_every_cell_is_told(made_up: Sheet) -> None:
    understanding = understood(made_up)
    assert_whole(understanding, made_up)
    again = understood(made_up)
    assert again == understanding, "the same file says the same"


@given(sheets(), st.randoms(use_true_random=False))
def test_answers_of_any_kind_lead_on(made_up: Sheet, random: Random) -> None:
    answers: dict[str, str] = {}
    for _ in range(3):
        understanding = understood(made_up, answers=answers)
        assert_whole(understanding, made_up)
        for question in understanding.questions:
            choices = [*(option.choice for option in question.options), SKIP, "nonsense"]
            answers[question.key] = random.choice(choices)


def test_a_decimal_of_any_size_is_told() -> None:
    for value in (Decimal("1E+30"), Decimal("-1E-30"), Decimal("NaN"), Decimal("Infinity")):
        rows: list[list[Any]] = [
            ["Tên sản phẩm", *(headings_of(name)[0] for name in fields() if name != "product.name")]
        ]
        rows.append(["Mẫu", *[value] * (len(rows[0]) - 1)])
        assert_whole(understood(sheet(rows)), sheet(rows))
