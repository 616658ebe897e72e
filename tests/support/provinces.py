"""The made-up site of three provinces: Lạng Sơn lies in the project itself, Sơn La and Vĩnh Long in folders.

The places are a few real ones; all products are made up and marked as samples.
"""

import shutil
from pathlib import Path

from built import PROJECT

PROVINCES = PROJECT / "tests" / "sites" / "provinces"
FOLDERS = ("son-la", "vinh-long")
SON_LA = "content/provinces/son-la"
TEA = "products/son-la/moc-chau/che-mau/product.yaml"


def copy_provinces(root: Path, *folders: str) -> Path:
    """The site at ``root``, free to be edited, with these further provinces; by default with all."""
    shutil.copytree(PROVINCES, root)
    shutil.copytree(PROJECT / "themes" / "default", root / "themes" / "default")
    for folder in FOLDERS if folders else ():
        if folder not in folders:
            remove_province(root, folder)
    return root


def remove_province(root: Path, folder: str) -> None:
    """Take a province out of a site."""
    shutil.rmtree(root / "content" / "provinces" / folder)
    shutil.rmtree(root / "products" / folder)


def add_province(root: Path, folder: str) -> None:
    """Let a province join a site."""
    for part in (f"content/provinces/{folder}", f"products/{folder}"):
        shutil.copytree(PROVINCES / part, root / part)


def only_first(root: Path) -> Path:
    """The first province alone, as a site of its own."""
    copy_provinces(root)
    for folder in FOLDERS:
        remove_province(root, folder)
    news = root / "content/news/tin-mau.yaml"
    news.write_text(news.read_text("utf-8").replace(", son-la/che-mau", ""), encoding="utf-8")
    return root
