"""Who keeps a code that two records claim: never is a printed code given up."""

import shutil
from pathlib import Path

import pytest
from kept import CachedRecord
from tiny import DAY, RICE, TEA, append, copy_tiny, replace

from generator.catalogue.check import check
from generator.diagnostics.problem import Problem, Report
from generator.records import read

LEDGER = "issued:\n  - {address: %s, product: %s, issued_on: 2026-03-01, use: tem, sample: true}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def printed(root: Path, address: str, product: str) -> None:
    (root / "products/ledger.yaml").write_text(LEDGER % (address, product), encoding="utf-8")


def told(root: Path, code: str) -> Problem:
    """The only error there is."""
    records, problems = read(root, CachedRecord())
    found = [one for one in Report([*problems, *check(records, DAY)]).sorted() if one.is_error]
    assert [one.code for one in found] == [code], found
    return found[0]


def copy_rice(root: Path, to: str, product: str = "a-gao") -> None:
    """A copy that comes first by name."""
    shutil.copytree(root / RICE, root / to / product)
    (root / to / product / "lots.yaml").unlink()
    replace(root / to / product / "product.yaml", 'gtin: "09521234543213"\n', "")


def test_the_copy_is_at_fault_where_the_ledger_knows_the_original(root: Path) -> None:
    copy_rice(root, "products/xa-mau")
    printed(root, "/p/MU0001", "gao-mau")
    fault = told(root, "CODE-TWICE")
    assert fault.location.file == "products/xa-mau/a-gao/product.yaml"
    assert "MU0001 of a-gao already belongs to gao-mau" in fault.sentence("en")
    assert "leave it there, and give a-gao the next free one, MU0002" in fault.hint("en")


@pytest.mark.parametrize("place", ["former", "present"])
def test_a_former_id_in_the_ledger_is_the_product_it_became(root: Path, place: str) -> None:
    copy_rice(root, "products/xa-mau")
    append(root / RICE / "product.yaml", "former_ids: [gao-cu]\n")
    if place == "former":
        replace(root / RICE / "product.yaml", "code: MU0001", "code: MU0009\nformer_codes: [MU0001]")
    printed(root, "/p/MU0001", "gao-cu")
    assert told(root, "CODE-TWICE").location.file == "products/xa-mau/a-gao/product.yaml"


def test_without_a_ledger_what_others_name_is_the_original(root: Path) -> None:
    copy_rice(root, "products/xa-mau")
    fault = told(root, "CODE-TWICE")
    assert fault.location.file == "products/xa-mau/a-gao/product.yaml"
    assert "printed nowhere" in fault.hint("en"), "nobody is told to change a code that may be printed"


def test_a_code_taken_over_from_another_product(root: Path) -> None:
    append(root / TEA / "product.yaml", "code: MU0001\n")
    assert told(root, "CODE-TWICE").location.file == f"{TEA}/product.yaml"


def test_the_ledger_beats_everything_else(root: Path) -> None:
    append(root / TEA / "product.yaml", "code: MU0001\n")
    printed(root, "/p/MU0001", "tra-mau")
    fault = told(root, "CODE-TWICE")
    assert fault.location.file == f"{RICE}/product.yaml"
    assert "give gao-mau the next free one" in fault.hint("en")


def test_a_gtin_stays_with_the_product_it_was_printed_for(root: Path) -> None:
    append(root / TEA / "product.yaml", 'gtin: "9521234543213"\n')
    assert told(root, "GTIN-TWICE").location.file == f"{TEA}/product.yaml"
    printed(root, "/01/09521234543213", "tra-mau")
    fault = told(root, "GTIN-TWICE")
    assert fault.location.file == f"{RICE}/product.yaml"
    assert "of gao-mau is also in tra-mau" in fault.sentence("en")


def test_a_former_code_is_taken_out_where_it_does_not_belong(root: Path) -> None:
    append(root / TEA / "product.yaml", "former_codes: [MU0001]\n")
    printed(root, "/p/MU0001", "gao-mau")
    fault = told(root, "CODE-TWICE")
    assert fault.location.file == f"{TEA}/product.yaml"
    assert fault.hint("en").startswith("remove MU0001 from former_codes or former_gtins of tra-mau")


@pytest.mark.parametrize("other", ["a-xa", "xa-z"])
def test_a_folder_copied_to_another_place(root: Path, other: str) -> None:
    """The copy has lots and the barcode number as well: still one mistake."""
    shutil.copytree(root / RICE, root / "products" / other / "gao-mau")
    fault = told(root, "ID-TWICE")
    assert fault.location.file == f"products/{other}/gao-mau/product.yaml"
    assert f"{RICE}/product.yaml" in fault.sentence("en")


def test_of_two_folders_with_one_id_the_one_with_the_printed_code_is_kept(root: Path) -> None:
    shutil.copytree(root / RICE, root / "products/a-xa/gao-mau")
    replace(root / RICE / "product.yaml", "code: MU0001", "code: MU0002")
    printed(root, "/p/MU0001", "gao-mau")
    assert told(root, "ID-TWICE").location.file == f"{RICE}/product.yaml"


def test_a_new_product_must_not_take_a_former_id_that_was_printed(root: Path) -> None:
    append(root / RICE / "product.yaml", "former_ids: [tra-mau]\n")
    assert told(root, "ID-TWICE").location.file == f"{RICE}/product.yaml"
    printed(root, "/p/MU0001", "tra-mau")
    fault = told(root, "ID-TWICE")
    assert fault.location.file == f"{TEA}/product.yaml"


def test_the_same_answer_in_every_order(root: Path) -> None:
    for name in ("a-gao", "z-gao"):
        copy_rice(root, "products/xa-mau", name)
    records, problems = read(root, CachedRecord())
    found = Report([*problems, *check(records, DAY)]).sorted()
    assert [one.location.file for one in found] == [
        "products/xa-mau/a-gao/product.yaml",
        "products/xa-mau/z-gao/product.yaml",
    ]
    assert {dict(one.values)["other"] for one in found} == {"gao-mau"}
