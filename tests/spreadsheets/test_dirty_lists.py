"""The dirty lists are what they claim: each cell is expected, and what stands behind old letters is known."""

from collections.abc import Callable
from pathlib import Path

import pytest
from dirty_lists import DIRTY_LISTS, DirtyList

from generator.spreadsheets.legacy_text import legacy_encoding, to_unicode
from generator.spreadsheets.workbook import Cell, read_workbook


def cells_of(dirty_list: DirtyList, folder: Path) -> dict[str, Cell]:
    """The cells that hold something, by sheet and address."""
    return {
        f"{sheet.name}!{sheet.address(row, column)}": cell
        for sheet in read_workbook(dirty_list.write(folder)).sheets
        if not sheet.hidden
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if cell.value is not None
    }


@pytest.mark.parametrize("make", DIRTY_LISTS, ids=lambda make: make.__name__)
def test_each_cell_is_expected(make: Callable[[], DirtyList], tmp_path: Path) -> None:
    dirty_list = make()
    assert set(cells_of(dirty_list, tmp_path)) == set(dirty_list.expected)


@pytest.mark.parametrize("make", DIRTY_LISTS, ids=lambda make: make.__name__)
def test_old_letters_are_recognised_cell_by_cell(make: Callable[[], DirtyList], tmp_path: Path) -> None:
    dirty_list = make()
    told = {}
    for key, cell in cells_of(dirty_list, tmp_path).items():
        encoding = legacy_encoding(str(cell.value), cell.font)
        expected = dirty_list.expected[key]
        if encoding or (expected.old_letters and cell.font.startswith((".Vn", "VNI"))):
            told[key] = encoding, expected.old_letters
        names = [
            value for field, value in expected.values.items() if field in ("product.name", "producer.name")
        ]
        if encoding and names:
            assert to_unicode(str(cell.value), encoding, cell.font) == names[0]
    assert [(key, found) for key, found in told.items() if found[0] != found[1]] == []
