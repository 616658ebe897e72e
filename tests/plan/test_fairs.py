"""What slides and papers of a fair say of a product's rating."""

from pathlib import Path

import pytest
from tiny import RICE, add_fair, append, copy_tiny, pages, planned, replace

RENEWED = """\
  - status: recognised
    stars: 4
    criteria: qd1489
    decision: qd-mau-2026
    valid_from: 2026-11-29
    evidence: A
"""


@pytest.mark.parametrize("renewed", [True, False])
def test_slides_and_papers_say_how_the_rating_stands_at_the_fair(tmp_path: Path, renewed: bool) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    record = root / RICE / "product.yaml"
    if renewed:
        replace(record, "    evidence: A\n", "    evidence: A\n    valid_until: 2026-11-28\n")
        append(record, RENEWED)
        stars, words = 4, "29/11/2029"
    else:
        withdrawn = "    withdrawn: {on: 2026-12-06, reason: {vi: Mẫu, en: Sample}}\n"
        replace(record, "    evidence: A\n", f"    evidence: A\n{withdrawn}")
        stars, words = 0, "06/12/2026"
    found = pages(planned(root))
    slide = found["kiosk/hoi-cho-mau/index.html"].view["slides"][0]
    assert bool(slide["stars"]) == bool(stars)
    assert words in slide["texts"][0]["until"]
    card = found["in/hoi-cho-mau/the/index.html"].view["sheets"][0]["cards"][0]
    assert card["stars"] == stars
    assert words in card["rating"][0]["text"]
