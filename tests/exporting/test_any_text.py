"""Any text that a record can hold comes back from the file letter by letter, or stays out of it untouched."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from full import FULL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import CachedRecord

from generator.catalogue.records import Records
from generator.exporting.book import EXPORT, Book, rows_of
from generator.exporting.catalogue_names import names_of
from generator.exporting.cells import KEPT, LONGEST, MOST_LINES, Cells
from generator.exporting.rows import MISSING, divided, group_with, joined, normal, row_of
from generator.exporting.tables import Column, Shape, tables
from generator.records import read
from generator.spreadsheets.workbook import Cell, read_workbook

pytestmark = pytest.mark.slow

TABLE = tables()["product"]
TRICKY = [
    *("=1+1", "+84 205", "-5", "@SUM(A1)", "\tx", "'0123", "0123", "1e5", "8.94E+12", "_x0041_", "_x000D_"),
    *(
        "true",
        "có",
        "31/12/2026",
        "[tea]",
        "x [tea]",
        "↳",
        "↳ x",
        "a\n↳ b",
        "…",
        "dòng\n\ndòng",
        "😀 ặ",
        "1.000",
    ),
    *("<b>&amp;\"'", "#N/A", "x" * 5000, "a  b", "\u00a0x", "http://x.example/a?b=1&c=2"),
]
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Cn", "Co", "Cf", "Zl", "Zp"], include_characters="\n\t"
)
TEXTS = st.one_of(st.sampled_from(TRICKY), st.text(LETTERS, min_size=1, max_size=60)).filter(
    lambda text: normal(text) not in ("", MISSING, "...") and normal(text) not in KEPT
)


@cache
def records() -> Records:
    return read(FULL, CachedRecord())[0]


@cache
def cells() -> Cells:
    return Cells(names_of(records(), "vi"), "vi")


def column(path: str) -> Column:
    result = TABLE.column(tuple(path.split(".")))
    assert result is not None
    return result


@given(TEXTS, st.sampled_from(["name.vi", "brand", "gtin", "origin.printed", "description.en"]))
def test_a_text_is_read_as_it_is_shown(text: str, path: str) -> None:
    canonical = normal(text)
    shown = cells().show(column(path), canonical)
    assert cells().read(column(path), Cell(shown if isinstance(shown, str) else None), canonical) == canonical


@given(st.lists(st.dictionaries(st.sampled_from(["vi", "en"]), TEXTS, min_size=1), min_size=1, max_size=5))
def test_a_list_of_texts_is_read_as_it_is_shown(entries: list[dict[str, str]]) -> None:
    row = row_of(TABLE, {"notes": entries})
    read_row = {}
    for language in ("vi", "en"):
        own = column(f"notes.*.{language}")
        if canonical := row.get(own.path):
            shown = cells().show(own, canonical)
            assert isinstance(shown, str)
            assert cells().read(own, Cell(shown), canonical) == canonical
            read_row[own.path] = canonical
    columns = [column("notes.*.vi"), column("notes.*.en")]
    again = group_with(TABLE, {}, read_row, columns)
    expected = [{language: normal(words) for language, words in entry.items()} for entry in entries]
    assert again == {"notes": expected}


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_entries_of_a_list_stay_apart(entries: list[str]) -> None:
    assert divided(joined(entries)) == [normal(entry) for entry in entries]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"name": st.fixed_dictionaries({"vi": TEXTS, "en": TEXTS}), "brand": TEXTS, "gtin": TEXTS}
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_come_back_from_the_file(tmp_path: Path, products: list[dict[str, object]]) -> None:
    book = Book(cells(), records().site.record.languages, EXPORT, "Thử")  # type: ignore[union-attr]
    rows = [row for number, data in enumerate(products) for row in rows_of(TABLE, f"p-{number}", data)]
    path = tmp_path / "thu.xlsx"
    path.write_bytes(book.make({"product": rows}))
    sheet = next(sheet for sheet in read_workbook(path).sheets if sheet.name == TABLE.title("vi"))
    keys = [cell.value for cell in sheet.rows[0]]
    for row, written in zip(rows, sheet.rows[2:], strict=True):
        for path_of_field, canonical in row.row.items():
            own = column(".".join(path_of_field))
            cell = written[keys.index(own.key)]
            assert cells().read(own, cell, canonical) == canonical


@pytest.mark.parametrize(
    "text", ["x" * (LONGEST + 1), "😀" * (LONGEST // 2 + 1), "a\n" * (MOST_LINES + 1) + "b"]
)
def test_a_text_that_no_cell_holds_stays_out_and_unchanged(text: str) -> None:
    shown = cells().show(column("description.vi"), text)
    assert shown in KEPT
    assert cells().read(column("description.vi"), Cell(str(shown)), text) == text


def test_an_id_of_a_missing_record_is_not_taken_for_another_one() -> None:
    names = names_of(records(), "vi")
    producer = next(iter(names.by_kind["producer"].items()))
    own = column("producer")
    for identity in ("khong-co", "khongco", producer[0]):
        shown = cells().show(own, identity)
        assert cells().read(own, Cell(str(shown)), identity) == identity


@pytest.mark.parametrize("day", [date(1890, 5, 1), date(1900, 1, 1), date(1901, 1, 1), date(2199, 12, 31)])
def test_days_that_excel_does_not_know_are_words(day: date) -> None:
    own = column("price.on")
    assert own.shape is Shape.DAY
    shown = cells().show(own, day.isoformat())
    assert isinstance(shown, date if day.year > 1900 else str)
    cell = Cell(shown if isinstance(shown, date | str) else None)
    assert cells().read(own, cell, "") == day.isoformat()
