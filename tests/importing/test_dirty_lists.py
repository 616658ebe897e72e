"""Five lists as dirty as those of offices: nearly all is understood, nothing is read wrongly."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from dirty_lists import DIRTY_LISTS, DirtyList, Expected, Outcome
from lists import known

from generator.catalogue.model import Places
from generator.importing.answers import Answers
from generator.importing.known import Known
from generator.importing.legacy import NAMES, YES
from generator.importing.rows import CellReading, Reading, Understanding, Value
from generator.importing.understand import understand
from generator.provinces import places_of
from generator.spreadsheets.workbook import read_workbook

FIELDS = {
    "producer.address": "address.printed",
    "producer.commune": "address.commune",
    "producer.district": "address.district",
    "producer.website": "producer.web",
    "rating.period": "rating.months",
}
"""Fields that the lists call by other names."""
TOLD_ONLY = {"row.number", "note", "product.code", "producer.village"}
"""What is told and not used: numbers, notes and codes of the list. A village is part of the address."""
BETTER_THAN_EXPECTED = {
    "san pham mau!I4": "a record may hold several telephone numbers",
    "Sa Pa!E5": "potential five stars are a state of their own, without stars",
    "san pham mau!J4": "there is no address, which is no fault",
    "Danh mục 2024!G11": "no telephone number of Vietnam has these digits, so it is refused",
}
"""Cells that ask, or are refused, according to the list."""


@cache
def places() -> Known:
    """The places of the province of the lists, and the vocabulary of the program."""
    lao_cai = Places.model_validate({"id": "places", **places_of("lao-cai")})
    return Known(lao_cai, known().criteria, known().producer_kinds)


@cache
def read_list(index: int, *, old_letters_agreed: bool = True) -> tuple[DirtyList, Understanding]:
    dirty_list = DIRTY_LISTS[index]()
    agreed = {f"encoding|{encoding}": YES for encoding in NAMES} if old_letters_agreed else {}
    with TemporaryDirectory() as folder:
        workbook = read_workbook(dirty_list.write(Path(folder)))
    return dirty_list, understand(workbook, Answers(agreed), places())


def is_same(field: str, expected: Any, value: Any) -> bool:
    if field == "producer.phone":
        return re.sub(r"\D", "", str(value))[-9:] == str(expected)[-9:]
    if field == "decision.number":
        return str(value).replace("Đ", "D") == str(expected).replace("Đ", "D")
    return bool(value == (expected.isoformat() if isinstance(expected, date) else expected))


def values_of(expected: Mapping[str, Any]) -> dict[str, Any]:
    return {FIELDS.get(name, name): value for name, value in expected.items() if name not in TOLD_ONLY}


def verdict(expected: Expected, cell: CellReading, values: Mapping[str, Value]) -> str:
    """``right``, ``wrong``, or ``open`` for what is asked or refused though a careful reader understands it.

    A value that a row has from elsewhere, such as a title's decision, is not seen in its cell; the rows' own
    test looks at these.
    """
    wanted = values_of(expected.values)
    usable = {name: value.value for name, value in values.items() if value.usable}
    if any(not is_same(name, wanted[name], usable[name]) for name in usable.keys() & wanted.keys()):
        return "wrong"
    if expected.outcome is Outcome.VALUE:
        return "right" if wanted.keys() <= usable.keys() or cell.reading is Reading.READ else "open"
    if expected.outcome is Outcome.IGNORED:
        return "wrong" if usable else "right"
    return "right" if cell.reading in (Reading.ASK, Reading.REFUSED) else "wrong"


@pytest.mark.parametrize("index", range(len(DIRTY_LISTS)))
def test_no_cell_is_read_wrongly_and_hardly_any_is_open(index: int) -> None:
    dirty_list, understanding = read_list(index)
    cells = {f"{table.sheet}!{cell.cell}": cell for table in understanding.tables for cell in table.cells}
    given: dict[str, dict[str, Value]] = {}
    for row in understanding.rows:
        for value in row.values.values():
            given.setdefault(f"{row.sheet}!{value.cell}", {})[value.field] = value
    assert cells.keys() >= dirty_list.expected.keys(), "each used cell has its reading"
    verdicts = {
        where: verdict(expected, cells[where], given.get(where, {}))
        for where, expected in dirty_list.expected.items()
        if where not in BETTER_THAN_EXPECTED
    }
    assert [where for where, result in verdicts.items() if result == "wrong"] == []
    counted = Counter(verdicts.values())
    assert counted["right"] >= 0.97 * len(verdicts), [where for where, r in verdicts.items() if r == "open"]


@pytest.mark.parametrize("index", range(len(DIRTY_LISTS)))
def test_each_row_has_what_bands_and_blocks_and_titles_give_it(index: int) -> None:
    dirty_list, understanding = read_list(index)
    rows = {f"{row.sheet}!{row.row}": row for row in understanding.rows}
    assert rows.keys() == dirty_list.products.keys()
    faults = []
    for where, expected in dirty_list.products.items():
        for name, wanted in values_of(expected).items():
            value = rows[where].values.get(name)
            settled = value is not None and f"{rows[where].sheet}!{value.cell}" in BETTER_THAN_EXPECTED
            if not settled and not is_same(name, wanted, rows[where].get(name)):
                faults.append((where, name, wanted, value))
    assert faults == []


def test_letters_of_old_fonts_wait_for_one_answer_each() -> None:
    for index in (1, 3):
        dirty_list, understanding = read_list(index, old_letters_agreed=False)
        encodings = {expected.old_letters for expected in dirty_list.expected.values()} - {""}
        keys = [question.key for question in understanding.questions if question.key.startswith("encoding|")]
        assert sorted(keys) == sorted(f"encoding|{encoding}" for encoding in encodings)
        names = [row.values["product.name"] for row in understanding.rows]
        assert names
        assert {name.reading for name in names if not name.written.isascii()} <= {Reading.ASK}
