"""The catalogue comes back from a workbook as it was; an edited cell comes back as that edit alone."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from built import PROJECT
from full import FULL
from kept import CachedRecord
from officers_workbook import FIRST, OfficersWorkbook
from openpyxl.utils import get_column_letter
from python_calamine import load_workbook

from generator.catalogue.model import RECORDS
from generator.catalogue.records import Records
from generator.exporting.edits import new_texts
from generator.exporting.export import examples, export, exported
from generator.exporting.proposals import Standing
from generator.exporting.rows import plain, with_empty_groups
from generator.exporting.tables import KINDS, Column, Shape, Table, tables
from generator.records import read
from generator.records.path_patterns import kind_of

pytestmark = pytest.mark.slow


@cache
def records_of(root: Path) -> Records:
    records, _ = read(root, CachedRecord())
    return records


@cache
def data_of(root: Path) -> dict[tuple[str, str], dict[str, Any]]:
    return {(kind, identity): data for kind, identity, data in exported(records_of(root))}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> OfficersWorkbook:
    return OfficersWorkbook.exported(records_of(FULL), tmp_path_factory.mktemp("full"))


@pytest.mark.parametrize("root", [PROJECT, FULL], ids=["catalogue", "full"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_workbook_that_nobody_edited_changes_nothing(root: Path, language: str, tmp_path: Path) -> None:
    records = records_of(root)
    proposals = OfficersWorkbook.exported(records, tmp_path, language).back(records)
    assert proposals.changes == []
    assert proposals.remarks == []


def test_the_same_records_give_the_same_bytes() -> None:
    assert export(records_of(FULL), "vi") == export(records_of(FULL), "vi")


def without_records(root: Path, target: Path) -> Path:
    """A copy of a project without the records that are exported."""
    shutil.copytree(root / "content", target / "content")
    for path in sorted((target / "content").rglob("*.yaml")):
        kind = kind_of(path.relative_to(target).as_posix())
        if kind and kind[0] in KINDS:
            path.unlink()
    (target / "products").mkdir()
    return target


@pytest.mark.parametrize("root", [PROJECT, FULL], ids=["catalogue", "full"])
def test_the_whole_catalogue_comes_back_into_an_empty_project(root: Path, tmp_path: Path) -> None:
    book = OfficersWorkbook.exported(records_of(root), tmp_path)
    empty = without_records(root, tmp_path / "empty")
    proposals = book.back(records_of(empty))
    assert proposals.of(Standing.REFUSED) == []
    assert proposals.of(Standing.CONFLICT) == []
    for path, text in new_texts(empty, proposals.changes).items():
        (empty / path).parent.mkdir(parents=True, exist_ok=True)
        (empty / path).write_text(text, "utf-8")
    again, _ = read(empty, CachedRecord())
    assert set(data_of(root)) == {(kind, identity) for kind, identity, _ in exported(again)}
    for kind, identity, data in exported(again):
        expected = deepcopy(data_of(root)[kind, identity])
        expected.pop("home", None)
        if kind == "product":
            # A product without a trace code gets the next one, as from `ocop new`.
            expected.setdefault("code", data["code"])
        assert stripped(data) == stripped(expected), (kind, identity)


def stripped(data: Any) -> Any:
    """Plain data without white space at the ends of texts, which no cell shows."""
    if isinstance(data, dict):
        return {key: stripped(value) for key, value in data.items()}
    return [stripped(value) for value in data] if isinstance(data, list) else data.strip()


# -- single edits -------------------------------------------------------------------------------------


OTHER: dict[Shape, Any] = {
    Shape.TEXT: "Điều khác",
    Shape.WHOLE: 5,
    Shape.NUMBER: Decimal("61.25"),
    Shape.DAY: date(2026, 3, 4),
    Shape.PART_DAY: "03/2026",
}


def other_value(column: Column, now: str) -> tuple[Any, str]:
    """What an officer writes into a cell, and the canonical text that it means."""
    if column.reference:
        return ("17", "17") if column.reference == "set" else ("another-id", "another-id")
    if column.shape is Shape.FLAG:
        word, meant = ("không", "false") if now == "true" else ("có", "true")
        return word, "" if meant == column.default else meant
    if column.shape is Shape.CHOICE:
        choice = next(choice for choice in column.choices if choice != (now or column.default))
        return choice, "" if choice == column.default else choice
    if column.is_list and column.is_text:
        lines = now.count("\n") + 1
        return "\n".join(["Dòng khác"] * lines), "\n".join(["Dòng khác"] * lines)
    value = OTHER[column.shape]
    meant = {Shape.DAY: "2026-03-04", Shape.PART_DAY: "2026-03"}.get(column.shape, str(value))
    return value, meant


def filled_cells() -> Iterator[tuple[Table, Column]]:
    for table in tables().values():
        for column in table.columns_in(("vi", "en")):
            yield table, column


@pytest.mark.parametrize(
    ("table", "column"), [pytest.param(*pair, id=pair[1].key) for pair in filled_cells()]
)
def test_an_edited_cell_comes_back_as_that_edit_alone(
    full: OfficersWorkbook, table: Table, column: Column
) -> None:
    path = ".".join(column.path)
    number = full.column(table.name, path)
    rows = range(len(full.of(table.name)) - FIRST)
    row = next((row for row in rows if full.cell(table.name, row, path).value is not None), 0)
    book = full.copy()
    records = records_of(FULL)
    before = str(full.cell(table.name, row, path).value or "")
    if column.shape is Shape.FLAG:
        before = {"có": "true", "không": "false"}.get(before, "")
    elif column.choices:
        before = before.rpartition("[")[2].removesuffix("]")
    value, meant = other_value(column, before)
    address = book.set(table.name, row, path, value)

    proposals = book.back(records)

    assert [remark for remark in proposals.remarks if remark.standing is not Standing.TOLD] == []
    (change,) = proposals.changes
    (edit,) = change.fields
    assert (edit.cell, edit.after, edit.column.key) == (address, meant, column.key)
    assert number >= 0
    assert differences(change.before, change.after) == {written_path(edit.path)}
    for text in new_texts(FULL, proposals.changes).values():
        assert text


def written_path(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path of a field without the entries of a list of plain values or texts, which are one cell."""
    return path[: path.index("*")] if "*" in path else path


def differences(before: Any, after: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """The paths at which plain data differ; of a list of values or texts that of the list."""
    if before == after:
        return set()
    if isinstance(before, dict) and isinstance(after, dict):
        return {
            inner
            for key in before.keys() | after.keys()
            for inner in differences(before.get(key), after.get(key), (*path, key))
        }
    is_groups = isinstance(before, list) and isinstance(before[0], dict) and not is_text(before[0])
    if is_groups and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return {inner for index, pair in pairs for inner in differences(*pair, (*path, index))}
    if before is None and isinstance(after, dict):
        return {inner for key in after for inner in differences(None, after[key], (*path, key))}
    return {path}


def is_text(group: dict[str, Any]) -> bool:
    return set(group) <= {"vi", "en"} and all(isinstance(words, str) for words in group.values())


@pytest.mark.parametrize(
    ("table", "column"),
    [pytest.param(*pair, id=pair[1].key) for pair in filled_cells() if not pair[1].required],
)
def test_an_emptied_cell_takes_the_field_out(full: OfficersWorkbook, table: Table, column: Column) -> None:
    path = ".".join(column.path)
    rows = range(len(full.of(table.name)) - FIRST)
    row = next((row for row in rows if full.cell(table.name, row, path).value is not None), None)
    if row is None:
        pytest.skip("no record says it")
    book = full.copy()
    address = book.set(table.name, row, path, None)
    (change,) = book.back(records_of(FULL)).changes
    (edit,) = change.fields
    assert (edit.cell, edit.after) == (address, "")


def test_nearly_every_column_is_filled_by_the_full_site(full: OfficersWorkbook) -> None:
    """So that the tests above try what they say."""
    empty = {
        column.key
        for table, column in filled_cells()
        if not any(
            full.cell(table.name, row, ".".join(column.path)).value
            for row in range(len(full.of(table.name)) - FIRST)
        )
    }
    assert empty <= {
        "news:totals.by_star.5",
    }


# -- the file -----------------------------------------------------------------------------------------


def test_the_file_opens_with_what_officers_need(tmp_path: Path) -> None:
    path = tmp_path / "danh-muc.xlsx"
    path.write_bytes(export(records_of(FULL), "vi"))
    book = openpyxl.load_workbook(path)
    assert load_workbook(path).sheet_names == book.sheetnames
    assert book.sheetnames[:2] == ["Hướng dẫn", "Sản phẩm"]
    sheet = book["Sản phẩm"]
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "D3"
    headings: dict[Any, Any] = {cell.value: cell for cell in sheet[2]}
    assert headings["Tên sản phẩm (Tiếng Việt) *"].comment is not None
    key = {cell.value: get_column_letter(number) for number, cell in enumerate(sheet[1], start=1)}
    lists = {
        str(choice.sqref).split(":")[0]: choice.formula1 for choice in sheet.data_validations.dataValidation
    }
    assert lists[f"{key['product:origin.commune']}3"] == "=ocop_of_commune"
    assert lists[f"{key['product:producer']}3"] == "=ocop_of_producer"
    assert lists[f"{key['product:sample']}3"] == "=ocop_flag"
    communes = book.defined_names["ocop_of_commune"].attr_text
    name, _, area = communes.partition("!")
    offered = [cell.value for (cell,) in book[name.strip("'")][area.replace("$", "")]]
    assert any(str(label).endswith("[xa-mau]") for label in offered)
    gtins = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value == "09521234543213"]
    assert gtins
    assert all(cell.data_type == "s" and cell.number_format == "@" for cell in gtins)


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_records(kind: str) -> None:
    data = with_empty_groups(kind, {"id": "vi-du", **examples()[kind]})
    assert plain(RECORDS[kind].model_validate(data))


def test_template_gives_nothing(tmp_path: Path) -> None:
    records = records_of(FULL)
    proposals = OfficersWorkbook.template(records, tmp_path).back(records)
    assert proposals.changes == []
    assert proposals.remarks == []
