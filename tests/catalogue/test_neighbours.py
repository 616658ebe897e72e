"""Other products that a product's page names."""

from pathlib import Path

from built import PROJECT
from tiny import TEA, catalogue, copy_tiny

from generator.catalogue.catalogue import CROWDED, NEIGHBOURS


def add_teas(root: Path, count: int) -> None:
    """Products of one place without a producer: those that have one name its other products first."""
    record = PROJECT / "tests/sites/tiny" / TEA / "product.yaml"
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("producer"))
    for number in range(count):
        folder = root / f"products/xa-mau/tra-{number}"
        folder.mkdir()
        (folder / "product.yaml").write_text(text.replace("Trà mẫu", f"Trà {number:03}"), encoding="utf-8")


def near(root: Path) -> dict[str, list[str]]:
    made = catalogue(root)
    return {
        identity: [other.id for other in made.neighbours(product)[1]]
        for identity, product in made.products.items()
    }


def test_in_a_place_of_many_each_product_is_a_neighbour_of_few(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_teas(root, 2 * CROWDED)
    named = [other for others in near(root).values() for other in others]
    assert max(map(named.count, named)) <= NEIGHBOURS + 1


def test_in_a_place_of_few_all_name_the_first(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_teas(root, CROWDED // 2)
    # The rice comes from elsewhere.
    others_by_product = {product: others for product, others in near(root).items() if product != "gao-mau"}
    assert all("tra-0" in others for product, others in others_by_product.items() if product != "tra-0")
