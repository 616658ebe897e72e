"""Whole projects are read: what is where, what is left over, and what is remembered."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import CachedRecord

from generator.catalogue.check import check
from generator.records import read

TINY = Path(__file__).parent.parent / "sites" / "tiny"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "site"))


def codes(site: Path) -> list[str]:
    return sorted(fault.code for fault in read(site, CachedRecord())[1])


KINDS = ("index", "records", "body")
"""The kinds of cache entries that reading makes."""


def test_everything_of_the_tiny_site() -> None:
    records, problems = read(TINY, CachedRecord())
    assert problems == []
    assert set(records.products) == {"gao-mau", "tra-mau"}
    assert set(records.lots) == {"gao-mau"}
    assert set(records.stories) >= {("producer", "htx-mau", "vi"), ("page", "gioi-thieu", "en")}
    assert records.site
    assert [language.code for language in records.site.record.languages] == ["vi", "en"]
    entry = records.products["gao-mau"]
    assert entry.file == "products/xa-mau/gao-mau/product.yaml"
    assert entry.positions["set",] == (4, 6)
    assert len(entry.positions) == len(list(entry.positions))
    chain = records.chains["chuoi-mau"]
    assert chain.positions["name", "vi"] == (2, 14)
    assert () in chain.positions


def test_remembered_files_give_the_same() -> None:
    cache = CachedRecord()
    first, _ = read(TINY, cache)
    before = {kind: dict(cache.all(kind)) for kind in KINDS}
    assert all(before.values())
    second, _ = read(TINY, cache)
    assert {kind: dict(cache.all(kind)) for kind in KINDS} == before
    for kind, entries in first.entries.items():
        for identity, entry in entries.items():
            again = second.entries[kind][identity]
            assert (again.record, dict(again.positions)) == (entry.record, dict(entry.positions))


@pytest.mark.parametrize("lost", KINDS)
def test_what_the_cache_has_lost_is_read_again(lost: str) -> None:
    cache = CachedRecord()
    first, told = read(TINY, cache)
    cache.clear(lost)
    again, told_again = read(TINY, cache)
    assert told_again == told
    for kind, entries in first.entries.items():
        assert list(again.entries[kind]) == list(entries)
        for identity, entry in entries.items():
            assert again.entries[kind][identity].record == entry.record
            assert again.entries[kind][identity].facts == entry.facts
            assert again.whole(kind, identity) == first.whole(kind, identity)


def test_a_folder_whose_name_is_no_id_is_told_once_whatever_it_begins_with(site: Path) -> None:
    (home,) = {path.parent for path in site.glob("products/*/*/lots.yaml")}
    home.rename(home.parent / "lots_of_tea")
    _, problems = read(site, CachedRecord())
    assert [fault.location.file for fault in problems if fault.code == "ID-SHAPE"] == [
        "products/xa-mau/lots_of_tea/product.yaml"
    ]


def test_nothing_faulty_is_remembered(site: Path) -> None:
    tea = site / "products/xa-mau/tra-mau/product.yaml"
    cache = CachedRecord()
    tea.write_text("set: [")
    _, first = read(site, cache)
    assert read(site, cache)[1] == first
    assert ("product", "tra-mau") in read(site, cache)[0].faulty


def test_an_empty_project(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["FILE-MISSING"] * 2


def test_links_are_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "product.yaml").write_text("name: x")
    (site / "products/xa-mau/lien-ket").symlink_to(tmp_path / "outside")
    (site / "products/vong").symlink_to(site / "products")
    assert codes(site) == ["FILE-NOT-PLAIN"] * 2


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("products/xa-mau/product.yaml", "FILE-PLACE"),
        ("products/xa-mau/tra-mau/Product.yaml", "FILE-PLACE"),
        ("products/xa-mau/tra-mau/them/product.yaml", "FILE-PLACE"),
        ("content/decision/a.yaml", "FILE-PLACE"),
        ("content/decisions/a.yml", "FILE-NAME"),
        ("content/fairs/a.yaml.txt", "FILE-NAME"),
        ("products/xa-mau/gao-moi/Product.yaml", "FILE-NAME"),
        ("products/xa-mau/gao-moi/product (1).yaml", "FILE-NAME"),
        ("products/xa-mau/gao-moi/product.txt", "FILE-NAME"),
        ("products/xa-mau/gao-moi/product .yaml", "FILE-NAME"),
        ("products/xa-mau/gao-moi/product.docx", "FILE-NAME"),
        ("products/xa-mau/gao-moi/sản phẩm.yaml", "FILE-NAME"),
        ("products/xa-mau/tra-mau/ghi chú.txt", "FILE-UNEXPECTED"),
        ("content/decisions/ghi-chu.txt", "FILE-UNEXPECTED"),
        ("products/Ledger.yaml", "FILE-NAME"),
        ("content/producers/htx-moi/story_en.md", "FILE-NAME"),
        ("content/pages/moi/Text-vi.md.txt", "FILE-NAME"),
        ("content/news/2022/a.yaml", "FILE-PLACE"),
        ("content/producers/htx-mau/Story.vi.md", "FILE-UNEXPECTED"),
        ("content/decisions/QĐ 1.yaml", "ID-SHAPE"),
        ("content/news/" + "a" * 65 + ".yaml", "ID-SHAPE"),
    ],
)
def test_files_in_the_wrong_place_or_with_a_wrong_name(site: Path, path: str, code: str) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text("name: x\n")
    assert code in codes(site)


def test_a_record_with_a_wrong_file_name_is_not_missed_elsewhere(site: Path) -> None:
    (site / "products/xa-mau/gao-mau/product.yaml").rename(site / "products/xa-mau/gao-mau/product.yml")
    records, problems = read(site, CachedRecord())
    assert [fault.code for fault in [*problems, *check(records, date(2026, 11, 21))]] == ["FILE-NAME"]


@pytest.mark.parametrize("name", [".gitkeep", "README.md", "~$list.xlsx", "product.yaml~"])
def test_files_that_may_lie_about(site: Path, name: str) -> None:
    (site / "products/xa-mau/tra-mau" / name).write_text("x")
    assert codes(site) == []


def test_a_folder_name_that_the_disk_decomposed(site: Path) -> None:
    (site / "products/xa\u0323").mkdir()
    shutil.move(site / "products/xa-mau/tra-mau", site / "products/xa\u0323/tra-mau")
    records, problems = read(site, CachedRecord())
    assert problems == []
    assert records.products["tra-mau"].file == "products/x\u1ea1/tra-mau/product.yaml"


def test_list_entries_fail_one_by_one(site: Path) -> None:
    path = site / "content/producer-kinds.yaml"
    path.write_text(path.read_text() + "- id: hai\n- id: cooperative\n  name: {vi: a, en: b}\n- x\n")
    records, problems = read(site, CachedRecord())
    assert sorted(fault.code for fault in problems) == ["ID-TWICE", "KEY-MISSING", "TYPE-GROUP"]
    assert set(records.of("producer-kind")) == {"cooperative"}
    assert {("producer-kind", "hai"), ("producer-kind", "*")} <= records.faulty


FILES = (
    "content/site.yaml",
    "content/chains.yaml",
    "content/producers/htx-mau/story.vi.md",
    "products/xa-mau/gao-mau/product.yaml",
    "products/xa-mau/gao-mau/lots.yaml",
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.integers(0, 400), st.binary(max_size=12))
def test_no_damage_throws(site: Path, file: str, at: int, junk: bytes) -> None:

    content = bytearray((TINY / file).read_bytes())
    content[at : at + len(junk)] = junk
    (site / file).write_bytes(content)
    records, _ = read(site, CachedRecord())
    check(records, date(2026, 11, 21))
    shutil.copyfile(TINY / file, site / file)
