"""A tiny made-up site with names to search for: marks, twins, former places, makers, other words."""

from pathlib import Path

from tiny import TEA, append, copy_tiny, replace

NAMES = {
    "da-my-nghe-mau": ("Đá mỹ nghệ mẫu", "Sample stone carvings"),
    "da-thuoc-mau": ("Da thuộc mẫu", "Sample leather"),
    "che-mau": ("Chè mẫu", "Sample green leaves"),
    "mat-ong-mau": ("Mật ong mẫu", "Sample honey"),
    "an-toan-mau": ('Bánh & "mứt" < 5 mẫu', "Cake & jam > 5"),
}
"""By id; beside them the tiny site has Gạo nếp mẫu (gao-mau) and Trà mẫu (tra-mau)."""

RATED = "ratings:\n  - {status: recognised, stars: 4, valid_from: 2026-01-10, evidence: B1}\n"
"""Valid on the day of the tests, until 10 January 2029."""


def search_site(root: Path) -> Path:
    """Seven products in a province called Đắk Lắk, which has three spellings; one holder, two communes."""
    copy_tiny(root)
    places, tea = root / "content/places.yaml", (root / TEA / "product.yaml").read_text(encoding="utf-8")
    replace(
        places,
        'province: {code: "99", name: Mẫu, kind: province}',
        'province: {code: "99", name: Đắk Lắk, kind: province, other_names: [Đắc Lắc, Daklak]}',
    )
    replace(places, "name: Mẫu Cũ, kind: district}", "name: Tràng An, kind: district}")
    append(root / "content/site.yaml", "per_page: 6\nsame_words:\n  - [chè, trà]\n")
    for identity, (vi, en) in NAMES.items():
        folder = root / "products/xa-mau" / identity
        folder.mkdir()
        made = tea.replace("{vi: Trà mẫu, en: Sample tea}", f"{{vi: '{vi}', en: '{en}'}}")
        if identity in ("mat-ong-mau", "da-my-nghe-mau"):
            made = made.split("ratings:")[0] + RATED
        (folder / "product.yaml").write_text(made, encoding="utf-8")
    return root
