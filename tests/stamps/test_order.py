"""Order files: what is read, and that each fault is told at its place, all of them together."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from workbook_files import Grid, Plain, Written, rewritten, write_ods, write_xls, write_xlsx

from generator.diagnostics.problem import problem_codes
from generator.stamps.order import MOST_COPIES, MOST_LINES, YAML_SIZE, OrderLine, read_order

LINES = [("MU0001", "MU-2605-01", 500), ("MU0002", None, 31250)]
HEAD: dict[str, Plain | Written] = {"A1": "Mã sản phẩm", "B1": "Số lô", "C1": "Số lượng"}
Cells = dict[str, Plain | Written]
WRITERS = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write an order in YAML or plain text, or as cells below the usual headings."""

    def written(name: str, content: str | bytes | dict[str, object], **more: object) -> Path:
        path = tmp_path / name
        if isinstance(content, dict):
            grid = Grid("Tem", HEAD | content, **more)  # type: ignore[arg-type]
            WRITERS[path.suffix[1:]](path, grid)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def plain(lines: list[OrderLine]) -> list[tuple[str, str | None, int]]:
    return [(line.product, line.lot, line.copies) for line in lines]


def faults(path: Path) -> list[tuple[str, str]]:
    """The places and codes of an order's faults, as a report sorts them."""
    order = read_order(path)
    return [(str(fault.location), fault.code) for fault in sorted(order.problems, key=lambda f: f.location)]


@pytest.mark.parametrize(
    "text",
    [
        "- {product: MU0001, lot: MU-2605-01, count: 500}\n- {product: MU0002, count: 31250}\n",
        "- mã sản phẩm: MU0001\n  số lô: MU-2605-01\n  số lượng: '500'\n- {Mã: MU0002, lô: , sl: 31250}\n",
    ],
)
def test_yaml(write: Callable[..., Path], text: str) -> None:
    order = read_order(write("don.yaml", text))
    assert not order.problems
    assert plain(order.lines) == LINES


@pytest.mark.parametrize("ending", WRITERS)
def test_spreadsheets(write: Callable[..., Path], ending: str) -> None:
    cells = {"A2": "MU0001", "B2": "MU-2605-01", "C2": 500, "A4": "MU0002", "C4": 31250}
    order = read_order(write(f"don.{ending}", cells))
    assert not order.problems
    assert plain(order.lines) == LINES
    assert str(order.lines[1].location) == f"don.{ending}!Tem!A4"


def test_csv(write: Callable[..., Path]) -> None:
    path = write("don.csv", "Product;Lot;Qty\r\nMU0001;MU-2605-01;500\r\nMU0002;;31250\r\n")
    assert plain(read_order(path).lines) == LINES


def test_a_column_of_names_beside_codes_is_not_taken_for_codes(write: Callable[..., Path]) -> None:
    path = write("don.csv", "STT,Mã,Sản phẩm,Số lượng,Ghi chú\n1,MU0001,Gạo mẫu,500,\n")
    assert plain(read_order(path).lines) == [("MU0001", None, 500)]


def test_letters_above_the_table_are_passed_over(write: Callable[..., Path]) -> None:
    path = write("don.csv", "UBND TỈNH MẪU,,\nĐề nghị in tem,,\n,,\nGTIN,Lô,Số tem\n9521234543213,L1,5\n")
    assert plain(read_order(path).lines) == [("9521234543213", "L1", 5)]


def test_digits_are_codes_too(write: Callable[..., Path]) -> None:
    cells = {"A2": 9521234543213, "B2": 2605, "C2": 5}
    assert plain(read_order(write("don.xlsx", cells)).lines) == [("9521234543213", "2605", 5)]


def test_several_faults_are_told_together(write: Callable[..., Path]) -> None:
    cells = {
        "A2": "MU0001", "C2": 0,
        "A3": "MU0001", "C3": -5,
        "A4": "MU0001", "C4": 2.5,
        "A5": "MU0001", "C5": "năm trăm",
        "A6": "MU0001", "C6": 10**9,
        "C7": 500,
        "A10": "MU0001", "B10": True, "C10": "31.250",
        "A11": "MU0001",
        "A12": "MU0001", "C12": 7,
        "A13": "Tổng cộng", "C13": 7,
    }  # fmt: skip
    assert faults(write("don.xlsx", cells)) == [
        ("don.xlsx!Tem!C2", "ORDER-COUNT-RANGE"),
        ("don.xlsx!Tem!C3", "ORDER-COUNT-RANGE"),
        ("don.xlsx!Tem!C4", "ORDER-COUNT"),
        ("don.xlsx!Tem!C5", "ORDER-COUNT"),
        ("don.xlsx!Tem!C6", "ORDER-COUNT-RANGE"),
        ("don.xlsx!Tem!A7", "ORDER-NO-PRODUCT"),
        ("don.xlsx!Tem!B10", "ORDER-TEXT"),
        ("don.xlsx!Tem!C10", "ORDER-COUNT"),
        ("don.xlsx!Tem!A11", "ORDER-NO-COUNT"),
        ("don.xlsx!Tem!A13", "ORDER-NO-PRODUCT"),
    ]


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("column", "ABC")
def test_a_formula_is_no_value(write: Callable[..., Path], ending: str, column: str) -> None:
    cells: dict[str, object] = {"A2": "MU0001", "B2": "MU-2605-01", "C2": 500}
    result = cells[f"{column}2"]
    cells[f"{column}2"] = Written(result, formula="F9")  # type: ignore[arg-type]
    assert faults(write(f"don.{ending}", cells)) == [(f"don.{ending}!Tem!{column}2", "ORDER-FORMULA")]


def test_a_formula_in_xlsx(write: Callable[..., Path]) -> None:
    path = write("don.xlsx", {"A2": "MU0001", "C2": Written(500, formula="400+100")})
    assert faults(path) == [("don.xlsx", "ORDER-FORMULA")], "its result is not stored"
    # As Excel stores it.
    stored = (
        ("<v></v>", "<v>500</v>"),
        ("<v />", "<v>500</v>"),
        ("<v/>", "<v>500</v>"),
        ('fullCalcOnLoad="1"', ""),
    )

    def calculated(_name: str, content: bytes) -> bytes:
        for before, after in stored:
            content = content.replace(before.encode(), after.encode())
        return content

    rewritten(path, calculated)
    assert faults(path) == [("don.xlsx!Tem!C2", "ORDER-FORMULA")]


@pytest.mark.parametrize("name", ["don.csv", "don.yaml"])
def test_a_formula_in_text(write: Callable[..., Path], name: str) -> None:
    text = "Mã,Số lượng\nMU0001,=400+100\n" if name == "don.csv" else "- {product: MU0001, count: =400+100}\n"
    assert [code for _, code in faults(write(name, text))] == ["ORDER-FORMULA"]


def test_formulas_beside_the_order_do_no_harm(write: Callable[..., Path]) -> None:
    cells: Cells = {
        "A2": "MU0001",
        "C2": 500,
        "E2": Written(500, formula="C2"),
        "E3": Written("x", formula="A2"),
    }
    assert not read_order(write("don.ods", cells)).problems


def test_what_is_hidden_is_not_printed_in_silence(write: Callable[..., Path]) -> None:
    cells: Cells = {"A2": "MU0001", "C2": 500, "A3": "MU0002", "C3": 500}
    assert faults(write("don.xlsx", cells, hidden_rows=[3])) == [("don.xlsx!Tem!A3", "ORDER-HIDDEN")]
    assert faults(write("don.ods", cells, hidden_columns=["C"])) == [("don.ods!Tem!C1", "ORDER-HIDDEN")]


def test_two_tables(write: Callable[..., Path], tmp_path: Path) -> None:
    rows: Cells = HEAD | {"A2": "MU0001", "C2": 500}
    write_xlsx(tmp_path / "don.xlsx", Grid("Tem", rows), Grid("Nháp", rows))
    assert faults(tmp_path / "don.xlsx") == [("don.xlsx", "ORDER-SHEETS")]
    write_xlsx(tmp_path / "don.xlsx", Grid("Tem", rows), Grid("Nháp", rows, hidden=True))
    assert not faults(tmp_path / "don.xlsx")


FILES: dict[str, tuple[str, str | bytes]] = {
    "ORDER-EMPTY": ("don.csv", "Mã,Số lượng\n"),
    "ORDER-SHAPE": ("don.yaml", "product: MU0001\ncount: 5\n"),
    "ORDER-KEY": ("don.yaml", "- {product: MU0001, count: 5, giá: 3}\n"),
    "ORDER-HEADINGS": ("don.csv", "Tên;Giá\nGạo;5\n"),
    "ORDER-COLUMN-TWICE": ("don.csv", "Mã;GTIN;Số lượng\nMU0001;9521234543213;5\n"),
    "ORDER-LINES": ("don.csv", "Mã,Số lượng\n" + "MU0001,5\n" * (MOST_LINES + 1)),
    "ORDER-TOTAL": ("don.csv", "Mã,Số lượng\n" + f"MU0001,{MOST_COPIES}\n" * 3),
    "ORDER-TOO-BIG": ("don.yaml", "#" * (YAML_SIZE + 1)),
    "SHEET-EMPTY": ("don.csv", ""),
    "SHEET-KIND": ("don.xlsx", b"\x89PNG\r\n\x1a\n"),
    "SHEET-BROKEN": ("don.xlsx", b"PK\x03\x04nonsense"),
    "TEXT-ENCODING": ("don.yaml", b"\xff\xd8\xff\xe0"),
    "YAML-DUPLICATE": ("don.yaml", "- {product: MU0001, product: MU0002, count: 5}\n"),
}


@pytest.mark.parametrize("code", FILES)
def test_files_that_are_no_orders(write: Callable[..., Path], code: str) -> None:
    path = write(*FILES[code])
    assert [found for _, found in faults(path)] == [code]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize("name", ["don.yaml", "don.xlsx", "don.csv"])
def test_nothing_is_waited_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    assert faults(path) == [(name, "SHEET-NOT-PLAIN")]
    path.unlink()
    path.mkdir()
    assert faults(path) == [(name, "SHEET-FOLDER")]


def test_values_are_shown_in_one_short_line(write: Callable[..., Path]) -> None:
    """Whatever stands in a cell or a key: a message is no place for a page of text."""
    long = "9" * 5000
    lines = [
        {"product": long, "count": long},
        {"product": "M", "lot": f"a\n{long}", "count": f"1\n{long}"},
        {f"x {long}": 1},
    ]
    order = read_order(write("don.yaml", yaml.safe_dump(lines, width=10**6)))
    assert [fault.code for fault in order.problems] == [
        "ORDER-TEXT", "ORDER-COUNT-RANGE", "ORDER-TEXT", "ORDER-COUNT", "ORDER-KEY"
    ]  # fmt: skip
    cells: Cells = {"A2": "M\nU" + long, "B2": "b\n\n\nc", "C2": "nhiều\n\ntem" + long}
    order.problems += read_order(write("don.xlsx", cells)).problems
    for fault in order.problems:
        for value in dict(fault.values).values():
            assert len(str(value)) < 150
            assert "\n" not in str(value)


def test_what_nobody_sees_is_no_part_of_a_code(write: Callable[..., Path]) -> None:
    cells: Cells = {"A2": "\u200b\u00a0MU0001\n", "B2": "\ufeffMU-2605-01 ", "C2": 500}
    assert plain(read_order(write("don.xlsx", cells)).lines) == LINES[:1]


def test_no_file(tmp_path: Path) -> None:
    for name in ("don.yaml", "don.xlsx"):
        assert faults(tmp_path / name) == [(name, "SHEET-MISSING")]


def test_empty_yaml_is_an_empty_order(write: Callable[..., Path]) -> None:
    for text in ("", "# chưa ghi\n", "[]\n"):
        assert len(read_order(write("don.yaml", text)).problems) == 1, text


def test_every_code_of_orders_is_shown_by_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("*.py"))
    missing = [
        code for code in problem_codes() if code.startswith(("ORDER-", "STAMP-")) and code not in tests
    ]
    assert not missing
