"""A small project that officers' lists are taken into, and rows of such lists as they are understood.

Nobody and nothing in it exists. Its records are not marked as samples, since no list tells of samples.
"""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from tiny import TINY

from generator.cache import Cache
from generator.importing.answers import Answers
from generator.importing.existing import ExistingRecords
from generator.importing.matching import Matcher, Matching
from generator.importing.proposals import ListSource, Plan
from generator.importing.rows import ListRow, Reading, Value, note
from generator.records.read import read

DAY = date(2026, 11, 29)
SOURCE = ListSource("danh-sach.xlsx", "Văn phòng Mẫu", DAY, ("vi", "en"))

PRODUCER = "content/producers/htx-mau/producer.yaml"
DECISION = "content/decisions/qd-12-2025.yaml"
PRODUCT = "products/huyen-mau/gao-nep-mau/product.yaml"
FILES = {
    PRODUCER: """\
# Chủ thể bịa ra để thử.
name:
  vi: Hợp tác xã Mẫu   # tên đầy đủ
  en: Mẫu Cooperative
kind: cooperative
address:
  printed: xã Mẫu Thượng, huyện Mẫu Cũ
  commune: xa-mau
  mapped_by: officer
sources:
  - publisher: Ban soạn dữ liệu thử
""",
    DECISION: """\
kind: decision
title: {vi: Quyết định thử, en: Test decision}
number: 12/QĐ-UBND
date: 2025-09-05
body: {vi: UBND tỉnh Mẫu, en: People's Committee of Mẫu Province}
level: province
sources:
  - publisher: Ban soạn dữ liệu thử
""",
    PRODUCT: """\
# Sản phẩm bịa ra để thử.
code: MU0007
name: {vi: Gạo nếp Mẫu, en: Mẫu glutinous rice}   # tên trên bao bì

set: 3
producer: htx-mau   # theo quyết định
origin:
  # Địa chỉ chép từ giấy chứng nhận.
  printed: xã Mẫu Thượng, huyện Mẫu Cũ
  commune: xa-mau
  district: huyen-mau
  mapped_by: officer
ratings:
  - status: recognised
    stars: 4
    decision: qd-12-2025   # đợt 1
    evidence: A
sources:
  - publisher: Ban soạn dữ liệu thử
""",
}


def write_project(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write the project with its three records, or others, and return its folder."""
    for name in ("site.yaml", "places.yaml"):
        (root / "content").mkdir(parents=True, exist_ok=True)
        shutil.copy(TINY / "content" / name, root / "content" / name)
    site = root / "content/site.yaml"
    site.write_text(site.read_text("utf-8").replace("sample_site: true\n", ""), encoding="utf-8")
    for path, text in (FILES if files is None else files).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def row(number: int, sheet: str = "S", /, **values: Any) -> ListRow:
    """A row of values as they stand; ``__`` in a name stands for a dot, None for what is not understood."""
    told = {}
    for column, (key, content) in enumerate(values.items()):
        name, cell = key.replace("__", "."), f"{chr(ord('A') + column)}{number}"
        reading = Reading.ASK if content is None else Reading.READ
        why = note("importing.not-understood", written="?") if content is None else None
        told[name] = Value(name, content, str(content or "?"), cell, reading, why)
    return ListRow(sheet, number, told)


def rice(number: int = 2, sheet: str = "S", /, **values: Any) -> ListRow:
    """The row of the product that the project has, with some values changed or added."""
    usual = {
        "product__name": "Gạo nếp Mẫu",
        "producer__name": "HTX Mẫu",
        "product__set": 3,
        "address__commune": "xa-mau",
        "rating__stars": 4,
        "decision__number": "12/QĐ-UBND",
        "decision__day": "2025-09-05",
    }
    return row(number, sheet, **{**usual, **values})


def known(root: Path) -> ExistingRecords:
    """The records of the project; they have no errors."""
    records, problems = read(root, Cache(None, root))
    assert not [fault for fault in problems if fault.is_error]
    return ExistingRecords(records, "")


def matched(root: Path, *rows: ListRow, answers: dict[str, str] | None = None) -> Matching:
    """Rows matched with the project."""
    return Matcher(known(root), Answers(answers or {})).match(rows)


def planned(root: Path, *rows: ListRow, answers: dict[str, str] | None = None) -> Plan:
    """What an import of rows would write."""
    records, remembered = known(root), Answers(answers or {})
    return Plan(records, remembered, SOURCE, Matcher(records, remembered).match(rows))
