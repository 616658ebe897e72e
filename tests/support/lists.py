"""Lists of officers as sheets made of plain rows, and what they are understood with."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from built import PROJECT

from generator.catalogue.model import Criteria, Places, ProducerKind
from generator.importing.answers import Answers
from generator.importing.known import Known
from generator.importing.rows import CellReading, Understanding, Value
from generator.importing.understand import understand
from generator.spreadsheets.workbook import Area, Cell, Sheet, Workbook

Plain = Any


@cache
def known() -> Known:
    """The vocabulary of the program, and made-up places: old and new communes of two districts."""
    vocabulary = PROJECT / "generator" / "vocabulary"
    criteria = yaml.load((vocabulary / "criteria.yaml").read_text("utf-8"), yaml.BaseLoader)
    kinds = yaml.load((vocabulary / "producer-kinds.yaml").read_text("utf-8"), yaml.BaseLoader)
    return Known(
        PLACES,
        Criteria.model_validate({"id": "criteria", **criteria}),
        [ProducerKind.model_validate(kind) for kind in kinds],
    )


def _commune(identity: str, name: str, *districts: str, kind: str = "commune") -> dict[str, Plain]:
    code = f"{sum(map(ord, identity)):05}"
    return {"id": identity, "code": code, "name": name, "kind": kind, "districts": districts}


def _former(name: str, district: str, *now: str, kind: str = "commune") -> dict[str, Plain]:
    return {"name": name, "kind": kind, "district": district, "now": now}


PLACES = Places.model_validate(
    {
        "id": "places",
        "province": {"code": "00", "name": "Mẫu Sơn", "kind": "province"},
        "reform_on": "2025-07-01",
        "communes": [
            _commune("hoa-mau", "Hòa Mẫu", "bac-mau"),
            _commune("tan-mau", "Tân Mẫu", "bac-mau"),
            _commune("thanh-mau", "Thanh Mẫu", "nam-mau"),
            _commune("tan-lap", "Tân Lập", "nam-mau"),
            _commune("dak-mau", "Đắk M’Mẫu", "nam-mau"),
            _commune("mau-thanh", "Mẫu Thành", "mau-thanh", kind="ward"),
        ],
        "districts": [
            {"id": "bac-mau", "name": "Bắc Mẫu", "kind": "district"},
            {"id": "nam-mau", "name": "Nam Mẫu", "kind": "district"},
            {"id": "mau-thanh", "name": "Mẫu Thành", "kind": "city"},
        ],
        "former_communes": [
            _former("Hòa Mẫu", "bac-mau", "hoa-mau"),
            _former("Mẫu Cũ", "bac-mau", "hoa-mau"),
            _former("Chia Đôi", "bac-mau", "hoa-mau", "tan-mau"),
            _former("Tân Lập", "bac-mau", "tan-mau"),
            _former("Thanh Mẫu", "nam-mau", "tan-lap"),
            _former("Tân Lập", "nam-mau", "tan-lap"),
            _former("Thị Mẫu", "nam-mau", "thanh-mau", kind="township"),
            _former("Phường Một", "mau-thanh", "mau-thanh", kind="ward"),
        ],
        "sources": [{"publisher": "Mẫu"}],
    }
)


def sheet(
    rows: Sequence[Plain],
    *,
    name: str = "Danh sách",
    merged: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    hidden: bool = False,
) -> Sheet:
    """A sheet of plain values; merged areas as Excel names them (``B2:D2``)."""
    width = max(map(len, rows), default=0)
    cells = [
        [value if isinstance(value, Cell) else Cell(value) for value in (*row, *[None] * (width - len(row)))]
        for row in rows
    ]
    return Sheet(
        name,
        cells,
        [area(words) for words in merged],
        frozenset(hidden_rows),
        frozenset(hidden_columns),
        hidden,
    )


def area(words: str) -> Area:
    """An area by Excel's name of it."""
    from openpyxl.utils import range_boundaries

    first_column, first_row, last_column, last_row = (
        int(number or 0) - 1 for number in range_boundaries(words)
    )
    return Area(first_row, first_column, last_row, last_column)


def understood(*sheets: Sheet, answers: Mapping[str, str] | None = None) -> Understanding:
    """What is understood of a workbook with these sheets."""
    workbook = Workbook(Path("danh-sach.xlsx"), sheets)
    return understand(workbook, Answers(dict(answers or {})), known())


def facts(understanding: Understanding) -> list[dict[str, Plain]]:
    """The usable values of every row by field."""
    return [
        {name: value.value for name, value in row.values.items() if value.usable}
        for row in understanding.rows
    ]


def read_cell(heading: str, written: Plain, *, answers: Mapping[str, str] | None = None) -> dict[str, Plain]:
    """What one cell under a heading gives, by field."""
    values = row_of(heading, written, answers=answers)
    return {name: value.value for name, value in values.items() if value.usable and value.cell == "B2"}


def row_of(heading: str, written: Plain, *, answers: Mapping[str, str] | None = None) -> Mapping[str, Value]:
    """All values of the row in which one cell stands under a heading, beside the name of a product."""
    (row,) = understood(sheet([["Tên sản phẩm", heading], ["Sản phẩm Mẫu", written]]), answers=answers).rows
    return row.values


def cell_of(understanding: Understanding, address: str) -> CellReading:
    """What became of a cell of the first sheet."""
    (cell,) = (cell for table in understanding.tables for cell in table.cells if cell.cell == address)
    return cell


def note_of(heading: str, written: Plain) -> str:
    """Key of the sentence that is said of one cell under a heading."""
    understanding = understood(sheet([["Tên sản phẩm", heading], ["Sản phẩm Mẫu", written]]))
    return cell_of(understanding, "B2").notes[0].key.removeprefix("readings.")
