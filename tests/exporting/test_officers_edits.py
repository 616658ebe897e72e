"""What officers do to our workbook: rows and columns moved, values typed in their way, mistakes."""

import unicodedata
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from full import FULL, copy_full
from kept import CachedRecord
from officers_workbook import FIRST, MARK, RECORD, OfficersWorkbook

from generator.catalogue.records import Records
from generator.exporting.edits import new_texts
from generator.exporting.proposals import Proposals, Standing
from generator.exporting.sheets import is_ours
from generator.records import read
from generator.spreadsheets.workbook import EMPTY, Cell, CellError, Sheet

pytestmark = pytest.mark.slow


@cache
def records() -> Records:
    return read(FULL, CachedRecord())[0]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> OfficersWorkbook:
    return OfficersWorkbook.exported(records(), tmp_path_factory.mktemp("exported"))


@pytest.fixture
def book(exported: OfficersWorkbook) -> OfficersWorkbook:
    return exported.copy()


def told(proposals: Proposals, *standings: Standing) -> list[tuple[str, str]]:
    """The addresses and keys of remarks; of those that matter if none is named."""
    wanted = standings or (Standing.REFUSED, Standing.CONFLICT)
    return [(remark.cell, remark.key) for remark in proposals.remarks if remark.standing in wanted]


def edits(proposals: Proposals) -> list[tuple[str, str, str]]:
    """All fields that change: the record, the path and the new canonical value."""
    return [
        (change.identity, ".".join(map(str, edit.path)), edit.after)
        for change in proposals.changes
        for edit in change.fields
    ]


# -- rows, columns and sheets ---------------------------------------------------------------------------


def test_sorted_rows_and_moved_columns_change_nothing(book: OfficersWorkbook) -> None:
    for table in book.tables:
        rows = book.of(table)
        rows[FIRST:] = reversed(rows[FIRST:])
        for row in rows:
            row.reverse()
    proposals = book.back(records())
    assert proposals.changes == []
    assert proposals.remarks == []


def test_an_edit_is_taken_from_moved_columns(book: OfficersWorkbook) -> None:
    row = book.row_of("product", "gao-mau")
    book.set("product", row, "brand", "Nhãn khác")
    for cells in book.of("product"):
        cells.reverse()
    assert edits(book.back(records())) == [("gao-mau", "brand", "Nhãn khác")]


@pytest.mark.parametrize("path", ["name.vi", "notes.*.en", "origin.commune", MARK])
def test_removed_columns_take_nothing_away(book: OfficersWorkbook, path: str) -> None:
    book.take_away_column("product", path)
    row = book.row_of("product", "gao-mau")
    book.set("product", row, "brand", "Nhãn khác")
    proposals = book.back(records())
    assert edits(proposals) == [("gao-mau", "brand", "Nhãn khác")]
    assert told(proposals) == []


def test_columns_and_sheets_of_their_own_are_told_and_passed_over(book: OfficersWorkbook) -> None:
    for row in book.of("product"):
        row.insert(3, Cell("việc cần làm"))
    book.of("product")[0][3] = EMPTY
    book.rows["Nháp"] = [[Cell("ghi chú riêng")]]
    proposals = book.back(records())
    assert proposals.changes == []
    assert told(proposals, Standing.TOLD) == [("Sản phẩm!D2", "column-unknown"), ("Nháp", "sheet-unknown")]


def test_rows_above_and_another_name_of_the_sheet_do_no_harm(book: OfficersWorkbook) -> None:
    rows = book.rows.pop("Sản phẩm")
    book.rows["SP đã sửa"] = [[Cell("Bản của xã")] + [EMPTY] * (len(rows[0]) - 1), *rows]
    proposals = book.back(records())
    assert (proposals.changes, proposals.remarks) == ([], [])


def test_a_workbook_is_known_without_its_property(book: OfficersWorkbook) -> None:
    workbook = replace(book.read(), properties={})
    assert is_ours(workbook)
    others = replace(workbook, sheets=[Sheet("Danh sách", [[Cell("TT"), Cell("Tên sản phẩm")]])])
    assert not is_ours(others)


def test_a_workbook_of_a_newer_form_is_refused(book: OfficersWorkbook) -> None:
    workbook = replace(book.read(), properties={"ocop": "2 export"})
    book.workbook = workbook
    proposals = book.back(records())
    assert (proposals.changes, told(proposals)) == ([], [("xuat.xlsx", "newer")])


def test_removed_rows_are_told_and_nothing_is_removed(book: OfficersWorkbook) -> None:
    del book.of("product")[FIRST + book.row_of("product", "mat-mau")]
    del book.of("product.rating")[FIRST + book.row_of("product.rating", "gao-mau", number=1)]
    proposals = book.back(records())
    assert proposals.changes == []
    assert sorted(told(proposals, Standing.TOLD)) == [
        ("SP - Phân hạng", "removed-entry"),
        ("Sản phẩm", "removed"),
    ]


def test_an_emptied_row_is_a_removed_one(book: OfficersWorkbook) -> None:
    row = book.of("product.rating")[FIRST + book.row_of("product.rating", "gao-mau", number=2)]
    row[3:] = [EMPTY] * (len(row) - 3)
    proposals = book.back(records())
    assert proposals.changes == []
    assert told(proposals, Standing.TOLD) == [("SP - Phân hạng", "removed-entry")]


# -- values typed in their way --------------------------------------------------------------------------


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


SAME: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("product", "name.vi", lambda value: f"  {nfd(value)} \n"),
    ("product", "gtin", int),
    ("product", "set", lambda _: 3),
    ("product", "set", lambda value: value.partition(" [")[0]),
    ("product", "producer", lambda _: "htx-mau"),
    ("product", "producer", lambda _: "HỢP TÁC XÃ MẪU"),
    ("product", "season.months.*", lambda _: "9, 10"),
    ("product", "season.months.*", lambda _: "9;10"),
    ("product", "sample", lambda _: True),
    ("product", "sample", lambda _: "x"),
    ("product", "price.amount", lambda value: f"{value // 1000}.000"),
    ("product", "price.on", lambda value: value.isoformat()),
    ("product", "price.on", lambda value: value.strftime("%d/%m/%Y")),
    ("product", "price.on", lambda value: f"{value.day}-{value.month}-{value.year}"),
    ("product", "price.on", lambda value: datetime(value.year, value.month, value.day)),  # noqa: DTZ001
    ("product", "notes.*.vi", lambda value: f"\n{value}\n\n"),
    ("producer", "founded", lambda _: "2016-05"),
    ("producer", "founded", lambda _: "5/2016"),
    ("product.rating", "score", lambda value: str(value).replace(".", ",")),
    ("product.rating", "stars", str),
    ("product.rating", "status", lambda value: value.rpartition("[")[2].removesuffix("]").upper()),
    ("product.rating", "status", lambda value: value.partition(" [")[0]),
    ("product.rating", "valid_until", lambda _: "Unknown"),
]


@pytest.mark.parametrize(("table", "path", "retyped"), SAME)
def test_the_same_value_typed_otherwise_is_no_edit(
    book: OfficersWorkbook, table: str, path: str, retyped: Callable[[Any], Any]
) -> None:
    identity = "htx-mau" if table == "producer" else "gao-mau"
    row = book.row_of(table, identity, **({"number": 1} if table == "product.rating" else {}))
    book.set(table, row, path, retyped(book.cell(table, row, path).value))
    proposals = book.back(records())
    assert edits(proposals) == []
    assert told(proposals) == []


@pytest.mark.parametrize(
    ("path", "value", "meant"),
    [
        ("gtin", 9526041234569, "9526041234569"),
        ("brand", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("brand", 2026, "2026"),
        ("summary.vi", "Dòng một\r\nDòng hai", "Dòng một\nDòng hai"),
        ("producer", "Hộ chè Mẫu [ho-che]", "ho-che"),
        ("price.amount", "1.250.000", "1250000"),
        ("price.amount", Decimal("125000.0"), "125000"),
        ("other_names.*", "Nếp A\nNếp B", "Nếp A\nNếp B"),
        ("former_codes.*", "MU0008", "MU0008"),
        ("price.on", "5/3/2026", "2026-03-05"),
    ],
)
def test_new_values(book: OfficersWorkbook, path: str, value: Any, meant: str) -> None:
    address = book.set("product", book.row_of("product", "gao-mau"), path, value)
    proposals = book.back(records())
    assert edits(proposals) == [("gao-mau", path, meant)]
    assert proposals.changes[0].fields[0].cell == address


@pytest.mark.parametrize(
    ("table", "path", "value", "key"),
    [
        ("product", "producer", "Hợp tác xã không có", "name-unknown"),
        ("product", "price.on", "31/02/2026", "day"),
        ("product", "price.on", "tháng ba", "day"),
        ("product", "price.on", "2026-03", "day"),
        ("product", "price.amount", "nhiều", "whole"),
        ("product", "price.amount", Decimal("1.5"), "whole"),
        ("product", "sample", "có lẽ", "flag"),
        ("product", "brand", date(2026, 5, 12), "became-day"),
        ("product", "brand", CellError("#REF!"), "cell-error"),
        ("product", "origin.mapped_by", "đoán", "choice"),
        ("product", "notes.*.vi", "Một\nHai", "lines"),
        ("product.rating", "score", "bảy mươi", "number"),
        ("producer", "contacts.phone.value", 912345678, "lost-zero"),
    ],
)
def test_what_is_not_understood_is_refused_and_the_rest_taken(
    book: OfficersWorkbook, table: str, path: str, value: Any, key: str
) -> None:
    identity = "htx-mau" if table == "producer" else "gao-mau"
    row = book.row_of(table, identity, **({"number": 1} if table == "product.rating" else {}))
    address = book.set(table, row, path, value)
    book.set("product", book.row_of("product", "mat-mau"), "brand", "Nhãn khác")
    proposals = book.back(records())
    assert told(proposals) == [(address, key)]
    assert edits(proposals) == [("mat-mau", "brand", "Nhãn khác")]
    for remark in proposals.remarks:
        assert remark.text("vi") != remark.text("en")


def test_lists_of_texts_change_together(book: OfficersWorkbook) -> None:
    row = book.row_of("product", "gao-mau")
    book.set("product", row, "pack_sizes.*.vi", "Túi 2 kg\nTúi 5 kg\nThùng")
    book.set("product", row, "pack_sizes.*.en", "2 kg bag\n5 kg bag\n…")
    (change,) = book.back(records()).changes
    assert change.after["pack_sizes"] == [
        {"vi": "Túi 2 kg", "en": "2 kg bag"},
        {"vi": "Túi 5 kg", "en": "5 kg bag"},
        {"vi": "Thùng"},
    ]


# -- records that changed meanwhile ---------------------------------------------------------------------


def changed_meanwhile(tmp_path: Path, file: str, old: str, new: str) -> Records:
    """The records after somebody has edited one."""
    root = copy_full(tmp_path / "meanwhile")
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")
    return read(root, CachedRecord())[0]


GAO = "products/xa-mau/gao-mau/product.yaml"


def test_a_record_that_changed_meanwhile_stays_where_nobody_edited_the_row(
    book: OfficersWorkbook, tmp_path: Path
) -> None:
    now = changed_meanwhile(tmp_path, GAO, "brand: Mẫu", "brand: Mới")
    book.set("product", book.row_of("product", "mat-mau"), "brand", "Nhãn khác")
    proposals = book.back(now)
    assert edits(proposals) == [("mat-mau", "brand", "Nhãn khác")]
    assert told(proposals) == []


def test_an_edit_of_a_record_that_changed_meanwhile_is_a_conflict(
    book: OfficersWorkbook, tmp_path: Path
) -> None:
    now = changed_meanwhile(tmp_path, GAO, "brand: Mẫu", "brand: Mới")
    address = book.set("product", book.row_of("product", "gao-mau"), "brand", "Nhãn khác")
    proposals = book.back(now)
    assert proposals.changes == []
    assert told(proposals) == [(address, "conflict")]
    sentence = next(r.text("vi") for r in proposals.remarks if r.standing is Standing.CONFLICT)
    assert "“Mới”" in sentence
    assert "“Nhãn khác”" in sentence


def test_the_same_edit_made_twice_is_no_conflict(book: OfficersWorkbook, tmp_path: Path) -> None:
    now = changed_meanwhile(tmp_path, GAO, "brand: Mẫu", "brand: Mới")
    book.set("product", book.row_of("product", "gao-mau"), "brand", "Mới")
    proposals = book.back(now)
    assert (proposals.changes, told(proposals)) == ([], [])


def test_a_record_that_was_removed_meanwhile_does_not_come_back(
    book: OfficersWorkbook, tmp_path: Path
) -> None:
    root = copy_full(tmp_path / "meanwhile")
    (root / "content/news/so-lieu.yaml").unlink()
    proposals = book.back(read(root, CachedRecord())[0])
    assert proposals.changes == []
    assert ("record-gone") in [key for _, key in told(proposals)]


# -- new rows ---------------------------------------------------------------------------------------------


def test_new_records_of_one_workbook_name_each_other(book: OfficersWorkbook) -> None:
    book.add("producer", name__vi="Hộ Mẫu Mới", name__en="New sample household", kind="household")
    book.add(
        "product",
        name__vi="Mứt Mẫu",
        name__en="Sample jam",
        set=7,
        kind="rice-kind",
        producer="Hộ Mẫu Mới",
        origin__commune="xa-mau",
    )
    book.add("product.rating", record="Mứt Mẫu", status="recognised", stars=4, criteria="qd26")
    book.add("product.source", record="mut-mau", part="Nguồn [sources]", publisher="Báo Mẫu")
    proposals = book.back(records())
    assert told(proposals) == []
    producer, product = sorted(proposals.changes, key=lambda change: change.kind)
    assert producer.identity == "ho-mau-moi"
    assert producer.file == "content/producers/ho-mau-moi/producer.yaml"
    assert product.file == "products/xa-mau/mut-mau/product.yaml"
    assert product.after["producer"] == "ho-mau-moi"
    assert product.after["ratings"] == [{"status": "recognised", "stars": "4", "criteria": "qd26"}]
    assert product.after["sources"] == [{"publisher": "Báo Mẫu"}]
    assert product.after["code"].startswith("MU")
    assert product.is_new
    assert producer.is_new


def test_new_lots_with_their_steps(book: OfficersWorkbook) -> None:
    book.add("lots.lot", record="mat-mau", lot="MM-01", made_on=date(2026, 5, 1))
    book.add("lots.lotplace", record="mat-mau", number="xuong", name__vi="Xưởng", name__en="Workshop")
    book.add("lots.step", record="mat-mau", of="MM-01", what="pack", day="1/5/2026", place="xuong")
    (change,) = book.back(records()).changes
    assert change.file == "products/huyen-cu/mat-mau/lots.yaml"
    assert change.after == {
        "id": "mat-mau",
        "lots": [
            {
                "lot": "MM-01",
                "made_on": "2026-05-01",
                "steps": [{"what": "pack", "day": "2026-05-01", "place": "xuong"}],
            }
        ],
        "places": {"xuong": {"name": {"vi": "Xưởng", "en": "Workshop"}}},
    }


def test_new_entries_stand_behind_the_others(book: OfficersWorkbook) -> None:
    book.add("product.rating", record="gao-mau", status="assessed", stars=5)
    book.add("product.rating", record="Gạo nếp mẫu [gao-mau]", number=3, status="recognised")
    (change,) = book.back(records()).changes
    before = change.before["ratings"]
    assert change.after["ratings"] == [
        *before,
        {"status": "recognised"},
        {"status": "assessed", "stars": "5"},
    ]


def test_a_copied_row_with_another_id_is_a_new_record(book: OfficersWorkbook) -> None:
    rows = book.of("product")
    rows.append(deepcopy(rows[FIRST + book.row_of("product", "mat-mau")]))
    number = len(rows) - FIRST - 1
    book.set("product", number, RECORD, "mat-mau-hai")
    book.set("product", number, "code", None)
    (change,) = book.back(records()).changes
    assert (change.identity, change.is_new) == ("mat-mau-hai", True)
    book.set("product", number, RECORD, "Mật Hai")
    proposals = book.back(records())
    assert (proposals.changes, [key for _, key in told(proposals)]) == ([], ["id-shape"])


def test_mistakes_in_new_rows_are_refused_by_cell(book: OfficersWorkbook) -> None:
    sheet, ratings = "Sản phẩm", "SP - Phân hạng"
    nameless = book.add("product", brand="Không tên")
    bad_id = book.add("product", record="Mứt Mẫu", name__vi="Mứt Mẫu")
    twice = book.add("product", record="gao-mau", name__vi="Gạo khác")
    renamed = book.row_of("product", "mat-mau")
    book.set("product", renamed, RECORD, "mat-moi")
    unknown = book.add("product.rating", record="Không có", status="assessed")
    nobody = book.add("product.rating", status="assessed")
    taken = book.add("product.rating", record="gao-mau", number=1, status="named")
    waits = book.add("product.rating", record="Mứt Mẫu", status="assessed")
    proposals = book.back(records())
    assert proposals.changes == []

    def at(name: str, row: int, column: str = "B") -> str:
        return f"{name}!{column}{FIRST + row + 1}"

    assert sorted(told(proposals)) == sorted(
        [
            (at(sheet, nameless), "no-name"),
            (at(sheet, bad_id), "id-shape"),
            (at(sheet, twice), "record-twice"),
            (at(sheet, renamed), "id-changed"),
            (at(ratings, unknown), "record-unknown"),
            (at(ratings, nobody), "record-missing"),
            (at(ratings, taken), "row-twice"),
            (at(ratings, waits), "of-refused"),
        ]
    )


def test_an_edited_example_is_refused_and_no_example_imported(tmp_path: Path) -> None:
    book = OfficersWorkbook.template(records(), tmp_path)
    book.set("product", 0, "name.vi", "Chè thật")
    book.add("product", name__vi="Chè Mẫu Hai", name__en="Second sample tea", set=11)
    proposals = book.back(records())
    assert told(proposals) == [("Sản phẩm!B3", "example-edited")]
    (change,) = proposals.changes
    assert (change.identity, change.is_new) == ("che-mau-hai", True)
    assert change.after["origin"] == {}


# -- the same file again ----------------------------------------------------------------------------------


def after_import(root: Path, proposals: Proposals) -> Records:
    """Write what a workbook changes into a project; return its records."""
    for path, text in new_texts(root, proposals.changes).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return read(root, CachedRecord())[0]


def add_many(book: OfficersWorkbook) -> None:
    """Add a product of a new producer with what belongs to it, all without ids and numbers."""
    book.add("producer", name__vi="Hộ Mẫu Mới", name__en="New sample household", kind="household")
    names = {"name__vi": "Mứt Mẫu", "name__en": "Sample jam"}
    book.add("product", **names, set=3, producer="Hộ Mẫu Mới", origin__commune="xa-mau")
    book.add("product", record="mut-hai", **names, set=3, producer="htx-mau", origin__commune="xa-mau")
    book.add("product.rating", record="mut-hai", status="recognised", stars=4, criteria="qd26")
    book.add("producer.source", record="Hộ Mẫu Mới", part="[sources]", publisher="Báo Mẫu")
    book.add("lots.lot", record="mut-hai", lot="MM-01", made_on=date(2026, 5, 1))
    book.add("lots.lotplace", record="mut-hai", number="xuong", name__vi="Xưởng", name__en="Workshop")
    book.add("lots.step", record="mut-hai", of="MM-01", what="pack", day="1/5/2026", place="xuong")
    book.add("chain", name__vi="Chuỗi mới", name__en="New chain", summary__vi="Mới.", summary__en="New.")


@pytest.mark.parametrize("purpose", ["export", "template"])
def test_new_rows_are_imported_once(exported: OfficersWorkbook, tmp_path: Path, purpose: str) -> None:
    root = copy_full(tmp_path / "project")
    book = exported.copy() if purpose == "export" else OfficersWorkbook.template(records(), tmp_path)
    add_many(book)
    first = book.back(records())
    assert told(first) == []
    assert len(first.changes) == 5
    now = after_import(root, first)
    again = book.back(now)
    assert (again.changes, told(again)) == ([], [])


def test_a_row_of_a_template_never_empties_a_record(tmp_path: Path) -> None:
    book = OfficersWorkbook.template(records(), tmp_path)
    same = book.add("product", record="gao-mau", name__vi="Gạo nếp mẫu")
    other = book.add("product", record="mat-mau", name__vi="Mật khác")
    proposals = book.back(records())
    assert proposals.changes == []
    assert same < other
    assert told(proposals) == [(f"Sản phẩm!B{FIRST + other + 1}", "id-taken")]


def test_a_new_row_with_the_name_of_a_record_is_asked_about_unless_it_is_another_producers(
    book: OfficersWorkbook, tmp_path: Path
) -> None:
    template = OfficersWorkbook.template(records(), tmp_path)
    # The full site's rice has an id of its own: one with the id that the name gives comes first.
    first = template.copy()
    first.add("product", name__vi="Mứt Mẫu", name__en="Jam", set=3, producer="htx-mau")
    now = after_import(copy_full(tmp_path / "project"), first.back(records()))
    template.add("product", name__vi="Mứt Mẫu", name__en="Other jam", set=3, producer="htx-mau")
    template.add("product", name__vi="Mứt Mẫu", name__en="Jam", set=3, producer="ho-che")
    proposals = template.back(now)
    assert [key for _, key in told(proposals)] == ["id-taken"]
    assert [change.identity for change in proposals.changes] == ["mut-mau-2"]


def test_an_emptied_cell_without_marks_says_nothing(book: OfficersWorkbook) -> None:
    book.set("product", book.row_of("product", "gao-mau"), "brand", None)
    book.take_away_column("product", MARK)
    assert book.back(records()).changes == []
