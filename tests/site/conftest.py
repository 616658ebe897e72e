"""The tiny site with nine products, six to a page, and a photo; planned once for all that read it."""

from pathlib import Path

import pytest
from tiny import TEA, add_photo, append, copy_tiny, planned

from generator.site.outputs import SitePlan

NAMES = ("An", "Ba", "Cà", "Da", "Đa", "Ê", "Gạo tẻ")


def add_teas(root: Path, names: tuple[str, ...] = NAMES) -> None:
    text = (root / TEA / "product.yaml").read_text(encoding="utf-8")
    for number, name in enumerate(names):
        folder = root / f"products/xa-mau/tra-{number}"
        folder.mkdir()
        (folder / "product.yaml").write_text(text.replace("Trà mẫu", name), encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine products, six to a page."""
    made = copy_tiny(tmp_path_factory.mktemp("plan") / "site")
    add_teas(made)
    append(made / "content/site.yaml", "per_page: 6\n")
    add_photo(made)
    return made


@pytest.fixture(scope="module")
def plan(root: Path) -> SitePlan:
    return planned(root)
