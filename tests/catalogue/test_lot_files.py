"""A product's lots may lie in several files: one for each year, beside or instead of lots.yaml."""

import shutil
from pathlib import Path

import pytest
from tiny import DAY, RICE, TEA, append, catalogue, copy_tiny, replace

from generator.cache import Cache
from generator.catalogue.check import check
from generator.diagnostics.problem import Problem
from generator.records.limits import LOTS_SIZE
from generator.records.path_patterns import kind_of
from generator.records.read import read

EARLIER = """\
places:
  ruong: {name: {vi: Ruộng cũ, en: Old field}}
lots:
  - lot: MU-2505-01
    made_on: 2025-05-20
    steps:
      - {what: harvest, day: 2025-05-10, place: ruong}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def add_year(site: Path, name: str = "2025", text: str = EARLIER, product: str = RICE) -> Path:
    path = site / product / "lots" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults(site: Path) -> list[Problem]:
    records, problems = read(site, Cache(None, site))
    return [fault for fault in [*problems, *check(records, DAY)] if fault.is_error]


def codes(site: Path) -> list[str]:
    return [fault.code for fault in faults(site)]


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("products/a/gao/lots.yaml", "gao"),
        ("products/a/gao/lots/2025.yaml", "gao:2025"),
        ("products/a/gao/lots/2025-11.yaml", "gao:2025-11"),
        ("products/a/gao/lots/cu.yaml", ""),
        ("products/a/gao/lots/25.yaml", ""),
    ],
)
def test_files_of_lots_are_named_by_year_or_month(path: str, identity: str) -> None:
    assert kind_of(path) == (("lots", identity) if identity else None)


def test_lots_of_all_files_are_lots_of_the_product(site: Path) -> None:
    add_year(site)
    found = catalogue(site)
    assert {lot.lot for lot in found.lots["gao-mau"].lots} == {"MU-2605-01", "MU-2505-01"}
    assert set(found.lots) == {"gao-mau"}
    # Each file has its own places, and one id may mean another place in another file.
    assert found.lot("gao-mau", "MU-2505-01")[1]["ruong"].name.get("en") == "Old field"
    assert found.lot("gao-mau", "MU-2605-01")[1]["ruong"].name.get("en") == "Sample field"


def test_a_lot_in_two_files_names_the_other_file(site: Path) -> None:
    add_year(site, text=EARLIER.replace("MU-2505-01", "MU-2605-01"))
    assert codes(site) == ["LOT-TWICE"]
    said = faults(site)[0]
    assert said.location.file == f"{RICE}/lots/2025.yaml"
    assert said.location.line == 4
    assert f"{RICE}/lots.yaml" in said.sentence("en")
    assert f"{RICE}/lots.yaml" in said.sentence("vi")


def test_lots_of_a_year_need_a_product(site: Path) -> None:
    path = add_year(site, product="products/xa-mau")
    path.rename(site / "products/xa-mau/2025.yaml")
    path.parent.rmdir()
    alone = site / "products/xa-mau/khong-co/lots"
    alone.mkdir(parents=True)
    (site / "products/xa-mau/2025.yaml").rename(alone / "2025.yaml")
    assert "LOTS-ALONE" in codes(site)


def test_a_printed_lot_may_move_to_the_file_of_its_year(site: Path) -> None:
    printed = "{address: /p/MU0001/MU-2605-01, product: gao-mau, issued_on: 2026-06-01, use: tem}"
    (site / "products/ledger.yaml").write_text(f"issued:\n  - {printed}\n", encoding="utf-8")
    text = (site / RICE / "lots.yaml").read_text(encoding="utf-8")
    (site / RICE / "lots.yaml").unlink()
    assert codes(site) == ["ADDRESS-LOST"]
    moved = add_year(site, "2026", text)
    assert codes(site) == []
    # A fault in the file is told once, and not as a lost address too.
    replace(moved, "made_on: 2026-05-20", "made_on: soon")
    assert codes(site) == ["DAY"]


def test_too_many_lots_are_told_what_to_do(site: Path) -> None:
    append(site / RICE / "lots.yaml", "# " + "x" * LOTS_SIZE)
    assert codes(site) == ["FILE-TOO-BIG"]
    for language, year in (("vi", "<năm>"), ("en", "<year>")):
        assert f"lots/{year}.yaml" in faults(site)[0].hint(language)


def test_other_files_are_told_what_to_do_when_they_are_too_large(site: Path) -> None:
    append(site / TEA / "product.yaml", "# " + "x" * 70_000)
    append(site / "content/places.yaml", "# " + "x" * 1024 * 1024)
    hints = {fault.location.file: fault.hint("en") for fault in faults(site) if fault.code == "FILE-TOO-BIG"}
    assert "shorten the texts" in hints[f"{TEA}/product.yaml"]
    assert "one file" in hints["content/places.yaml"]


def test_a_wrong_name_among_the_years_is_told(site: Path) -> None:
    add_year(site).rename(site / RICE / "lots/2025.yml")
    (told,) = faults(site)
    assert told.code == "FILE-NAME"
    assert "2025.yaml" in told.hint("en")
    (site / RICE / "lots/2025.yml").rename(site / RICE / "lots/cu.yaml")
    (told,) = faults(site)
    assert told.code == "FILE-PLACE"
    assert "lots/<year>.yaml" in told.hint("en")


def test_a_copied_product_with_lots_of_years_is_one_problem(site: Path) -> None:
    add_year(site)
    shutil.copytree(site / RICE, site / "products/xa-khac/gao-mau")
    assert [(fault.code, fault.location.file) for fault in faults(site)] == [
        ("ID-TWICE", "products/xa-khac/gao-mau/product.yaml")
    ]
