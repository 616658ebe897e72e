"""A small made-up site in which every field of every record occurs, with its photos drawn anew."""

import shutil
from pathlib import Path

from built import PROJECT
from PIL import Image

FULL = PROJECT / "tests" / "sites" / "full"
PHOTOS = {
    "content/producers/htx-mau/xuong.png": "teal",
    "products/xa-mau/gao-mau/tui-gao.png": "olive",
    "products/xa-mau/gao-mau/ruong.png": "gold",
    "products/xa-dong/khan-mau/khan.png": "maroon",
}


def draw_photo(file: Path, colour: str = "olive", size: tuple[int, int] = (330, 220)) -> None:
    """Write a picture of one colour; a wider one costs time and shows no more."""
    Image.new("RGB", size, colour).save(file)


def copy_full(root: Path) -> Path:
    """Copy the full site with the default theme to ``root``, where it may be edited."""
    shutil.copytree(FULL, root)
    shutil.copytree(PROJECT / "themes" / "default", root / "themes" / "default")
    for name, colour in PHOTOS.items():
        draw_photo(root / name, colour)
    return root
