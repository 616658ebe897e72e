"""A product with over a thousand lots: every page within its budget, every lot with its page."""

from pathlib import Path

import many_lots
import pytest
from built import nothing_in
from tiny import RICE, build_clean, copy_tiny
from weigh import BUDGETS, KB, too_heavy, weights

pytestmark = pytest.mark.slow

GTIN = "01/09521234543213/10"
LOTS = 1300
"""Two pages for each of twelve years, and as much as any number shows on every other page."""


def test_many_lots_keep_every_budget(tmp_path: Path) -> None:
    root, output = copy_tiny(tmp_path / "site"), tmp_path / "output"
    codes = many_lots.add_lots(root / RICE, LOTS)
    build_clean(root, output, base_url="https://ocop.example")
    found = list(weights(output))
    assert {kind for _, kind, _ in found} >= {"lots", "trace", "product"} <= set(BUDGETS)
    nothing_in(f"{path}: {fault}" for path, kind, weight in found for fault in too_heavy(kind, weight))
    for code in codes:
        for base, names in (("p/MU0001", {"index.html"}), (GTIN, {"index.html", "epcis.jsonld"})):
            assert {path.name for path in (output / base / code).iterdir()} == names, (base, code)
    assert (output / GTIN).with_name("linkset.json").stat().st_size < 32 * KB
