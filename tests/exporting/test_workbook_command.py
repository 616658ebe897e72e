"""The way of a workbook through the commands: exported, edited, imported, undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from full import copy_full
from tiny import DAY, order

from generator.cli import command_line
from generator.commands import workbook_import
from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError
from generator.records.changes import commits
from generator.spreadsheets.workbook import read_workbook

pytestmark = pytest.mark.slow

GAO = "products/xa-mau/gao-mau/product.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_full(tmp_path / "project")


def ocop(*words: str) -> Result:
    return CliRunner().invoke(command_line("vi"), ["--lang", "vi", *words])


def records_in(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in ("content", "products")
        for path in sorted((root / top).rglob("*"))
        if path.is_file()
    }


def exported(root: Path) -> Path:
    path = root.parent / "xuat.xlsx"
    result = ocop("export", "--root", str(root), str(path))
    assert result.exit_code == 0, result.output
    return path


def edit(path: Path, sheet: str, column: str, row: int, value: Any) -> None:
    """Set a cell as Excel would, in the file."""
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, names.index(column) + 1).value = value
    book.save(path)


def row_of(path: Path, sheet: str, identity: str) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = book[sheet].iter_rows(min_row=3, values_only=True)
    return next(number for number, row in enumerate(rows, start=3) if row[1] == identity)


def imported(root: Path, path: Path, *, yes: bool = True, dry_run: bool = False) -> int:
    console = Console("vi", root)
    try:
        options_of_project = order(root, root.parent / "output", None, day=DAY)
        workbook_import.run(console, options_of_project, read_workbook(path), yes=yes, dry_run=dry_run)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_an_unedited_workbook_changes_no_byte(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = records_in(root)
    path = exported(root)
    assert imported(root, path) == 0
    assert records_in(root) == before
    assert "Không có gì để ghi" in capsys.readouterr().out


def test_an_edit_is_written_into_its_place_and_nowhere_else(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / GAO).write_text("# Đã đối chiếu hồ sơ giấy.\n" + (root / GAO).read_text("utf-8"), "utf-8")
    before, path = records_in(root), exported(root)
    edit(path, "Sản phẩm", "product:brand", row_of(path, "Sản phẩm", "gao-mau"), "Nhãn khác")
    assert imported(root, path) == 0
    after = records_in(root)
    assert {name for name in after if after[name] != before.get(name)} == {GAO}
    assert after[GAO] == before[GAO].replace("brand: Mẫu".encode(), "brand: Nhãn khác".encode())
    assert "Nhãn hiệu: Mẫu → Nhãn khác" in capsys.readouterr().out
    assert [commit.command for commit in commits(root)] == ["import xuat.xlsx"]


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before, path = records_in(root), exported(root)
    edit(path, "Sản phẩm", "product:brand", row_of(path, "Sản phẩm", "gao-mau"), "Nhãn khác")
    assert imported(root, path, dry_run=True) == 0
    assert records_in(root) == before


def test_nobody_agrees_without_a_terminal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, path = records_in(root), exported(root)
    edit(path, "Sản phẩm", "product:brand", row_of(path, "Sản phẩm", "gao-mau"), "Nhãn khác")
    assert imported(root, path, yes=False) == 1
    assert records_in(root) == before
    assert "Chưa ghi gì" in capsys.readouterr().err


def test_an_edit_that_brings_an_error_is_refused_with_its_cell(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, path = records_in(root), exported(root)
    row = row_of(path, "Sản phẩm", "gao-mau")
    edit(path, "Sản phẩm", "product:gtin", row, "09521234543214")
    edit(path, "Sản phẩm", "product:brand", row_of(path, "Sản phẩm", "mat-mau"), "Nhãn khác")
    assert imported(root, path) == 1
    after = records_in(root)
    assert {name for name in after if after[name] != before.get(name)} == {
        "products/huyen-cu/mat-mau/product.yaml"
    }
    column = [cell.value for cell in openpyxl.load_workbook(path)["Sản phẩm"][1]].index("product:gtin")
    letter = openpyxl.utils.get_column_letter(column + 1)
    assert f"Sản phẩm!{letter}{row}: " in capsys.readouterr().out


def test_a_project_with_errors_is_neither_exported_nor_imported_into(root: Path) -> None:
    path = exported(root)
    (root / GAO).write_text("code: [", "utf-8")
    result = ocop("export", "--root", str(root), str(root.parent / "x.xlsx"))
    assert result.exit_code == 1
    assert not (root.parent / "x.xlsx").exists()
    with pytest.raises(RefusedError, match="import-faults"):
        imported(root, path)


@pytest.mark.parametrize("command", ["export", "template", "import"])
@pytest.mark.parametrize("file", [".", "..", "/", ""])
def test_a_folder_is_no_workbook(root: Path, command: str, file: str) -> None:
    result = ocop(command, "--root", str(root), file)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("command", ["export", "template"])
def test_a_workbook_needs_its_ending(root: Path, command: str) -> None:
    result = ocop(command, "--root", str(root), str(root.parent / "danh-muc.xls"))
    assert result.exit_code == 1
    assert "danh-muc.xlsx" in result.output
    assert not (root.parent / "danh-muc.xls").exists()


@pytest.mark.parametrize(
    "make", [lambda root: root.parent / "không-có" / "x.xlsx", lambda root: root / "content"]
)
def test_a_place_that_cannot_be_written_is_told(root: Path, make: Callable[[Path], Path]) -> None:
    target = make(root)
    target = target if target.suffix else target.with_name("site.xlsx")
    if target.parent.exists():
        target.mkdir()
    result = ocop("template", "--root", str(root), str(target))
    assert result.exit_code == 1
    assert "site.xlsx" in result.output or "x.xlsx" in result.output


def test_a_filled_template_becomes_records(root: Path) -> None:
    path = root.parent / "mau.xlsx"
    assert ocop("template", "--root", str(root), str(path)).exit_code == 0
    before = records_in(root)
    for column, value in {
        "product:name.vi": "Mứt Mẫu",
        "product:name.en": "Sample jam",
        "product:sample": "có",
        "product:set": "3",
        "product:kind": "rice-kind",
        "product:producer": "Hợp tác xã Mẫu",
        "product:origin.printed": "xã Mẫu",
    }.items():
        edit(path, "Sản phẩm", column, 4, value)
    assert imported(root, path) == 0
    new = records_in(root).keys() - before.keys()
    assert new == {"products/khac/mut-mau/product.yaml"}


def writing(root: Path) -> list[list[str]]:
    """Commands that write a workbook, without its path."""
    return [
        ["export", "--root", str(root)],
        ["template", "--root", str(root)],
        ["check", "--root", str(root), "--xlsx"],
        ["import", "--root", str(root), str(exported(root)), "--yes", "--report"],
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_workbook_that_somebody_edited_is_not_overwritten(root: Path, number: int) -> None:
    path = root.parent / "cua-toi.xlsx"
    words = writing(root)[number]
    assert ocop(*words, str(path)).exit_code == 0
    first = path.read_bytes()
    assert ocop(*words, str(path)).exit_code == 0
    assert path.read_bytes() == first
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(2, 2).value = "việc của tôi"
    book.save(path)
    edited = path.read_bytes()
    refused = ocop(*words, str(path))
    assert refused.exit_code == 1, refused.output
    assert "cua-toi.xlsx" in refused.output
    assert path.read_bytes() == edited


def test_a_report_tells_each_cell(root: Path) -> None:
    path, report = exported(root), root.parent / "ket-qua.xlsx"
    edit(path, "Sản phẩm", "product:brand", row_of(path, "Sản phẩm", "gao-mau"), "Nhãn khác")
    edit(path, "Sản phẩm", "product:gtin", row_of(path, "Sản phẩm", "che-mau"), "09521234543214")
    edit(path, "Sản phẩm", "product:price.on", row_of(path, "Sản phẩm", "mat-mau"), "hôm qua")
    result = ocop("import", "--root", str(root), str(path), "--yes", "--report", str(report))
    assert result.exit_code == 1, result.output
    rows = list(openpyxl.load_workbook(report).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert ("gao-mau", "Nhãn hiệu", "Mẫu", "Nhãn khác", "Thay đổi") in [row[1:] for row in rows]
    assert len(rows) == 3
    assert any("hôm qua" in str(row[-1]) for row in rows)
