"""A catalogue of several provinces: ids in the workbook carry the province, files do not."""

from pathlib import Path

import pytest
import yaml
from kept import CachedRecord
from officers_workbook import OfficersWorkbook
from provinces import PROVINCES, SON_LA, TEA, copy_provinces

from generator.catalogue.records import Records
from generator.exporting.edits import new_texts
from generator.exporting.export import exported
from generator.records import read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def records() -> Records:
    return read(PROVINCES, CachedRecord())[0]


@pytest.fixture
def book(records: Records, tmp_path: Path) -> OfficersWorkbook:
    return OfficersWorkbook.exported(records, tmp_path)


def test_unedited_it_changes_nothing(book: OfficersWorkbook, records: Records) -> None:
    proposals = book.back(records)
    assert (proposals.changes, proposals.remarks) == ([], [])


def test_an_edit_leaves_ids_as_their_province_writes_them(book: OfficersWorkbook, records: Records) -> None:
    row = book.row_of("product", "son-la/che-mau")
    book.set("product", row, "producer", "son-la/htx-mau")
    book.set("product", row, "brand", "Nhãn khác")
    texts = new_texts(PROVINCES, book.back(records).changes)
    before = yaml.safe_load((PROVINCES / TEA).read_text("utf-8"))
    assert texts.keys() == {TEA}
    assert yaml.safe_load(texts[TEA]) == before | {"brand": "Nhãn khác"}


def test_new_records_lie_in_their_province(book: OfficersWorkbook, records: Records) -> None:
    book.add(
        "product",
        record="son-la/mut-mau",
        name__vi="Mứt Mẫu",
        name__en="Sample jam",
        set=3,
        producer="son-la/htx-mau",
        origin__commune="son-la/moc-chau",
    )
    book.add(
        "chain", record="son-la/mut", name__vi="Mứt", name__en="Jam", summary__vi="Mới.", summary__en="New."
    )
    texts = new_texts(PROVINCES, book.back(records).changes)
    assert set(texts) == {"products/son-la/moc-chau/mut-mau/product.yaml", f"{SON_LA}/chains.yaml"}
    product = yaml.safe_load(texts["products/son-la/moc-chau/mut-mau/product.yaml"])
    assert product["producer"] == "htx-mau"
    assert product["origin"] == {"commune": "moc-chau"}
    assert yaml.safe_load(texts[f"{SON_LA}/chains.yaml"])[-1]["id"] == "mut"


def test_an_unknown_province_is_refused(book: OfficersWorkbook, records: Records) -> None:
    book.add("product", record="dien-bien/mut-mau", name__vi="Mứt", name__en="Jam", set=3)
    proposals = book.back(records)
    assert proposals.changes == []
    assert [remark.key for remark in proposals.remarks] == ["id-shape"]


def test_gathered_provinces_are_left_out(tmp_path: Path) -> None:
    root = copy_provinces(tmp_path / "project")
    (root / SON_LA / "copy.yaml").write_text(
        "home: https://ocop.son-la.example\nas_of: 2026-11-21\ntitle: {vi: OCOP Sơn La, en: OCOP Sơn La}\n"
        "publisher: {vi: Tỉnh Sơn La, en: Sơn La province}\ndigest: 0123456789abcdef\n",
        "utf-8",
    )
    records = read(root, CachedRecord())[0]
    ids = [identity for _, identity, _ in exported(records)]
    assert "vinh-long/gao-mau" in ids
    assert not [identity for identity in ids if identity.startswith("son-la/")]
    proposals = OfficersWorkbook.exported(records, tmp_path).back(records)
    assert (proposals.changes, proposals.remarks) == ([], [])
    book = OfficersWorkbook.exported(records, tmp_path)
    book.add("product", record="son-la/che-mau", name__vi="Chè", name__en="Tea", set=3)
    assert [remark.key for remark in book.back(records).remarks] == ["gathered"]
