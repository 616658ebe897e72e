"""Made-up provincial catalogues with homes of their own, built, and copied as people fetch them."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tiny import RICE as RICE_FOLDER
from tiny import build_clean, copy_tiny, replace

from generator.catalogue import exchange_format as form

RICE = form.path_of("product", "gao-mau")
"""The published file of the rice."""

NAMES = {"mau-bac": ("Mẫu Bắc", "97"), "mau-nam": ("Mẫu Nam", "98"), "mau-dong": ("Mẫu Đông", "96")}
"""By id: name and code of provinces that do not exist."""


def home_of(province: str) -> str:
    """The public address of a province's catalogue."""
    return f"https://{province}.example"


def make_home(province: str, root: Path) -> Path:
    """The tiny site as the catalogue of a province, free to be edited; no barcode number is another's."""
    copy_tiny(root)
    name, code = NAMES[province]
    places = root / "content/places.yaml"
    replace(places, 'code: "99", name: Mẫu,', f'code: "{code}", name: {name},')
    replace(places, '"99001"', f'"{code}001"')
    replace(places, '"99002"', f'"{code}002"')
    site = root / "content/site.yaml"
    replace(site, "vi: Danh mục mẫu", f"vi: Danh mục {name}")
    replace(site, "https://ocop.test", home_of(province))
    if province != "mau-bac":
        replace(root / RICE_FOLDER / "product.yaml", 'gtin: "09521234543213"\n', "")
        replace(
            root / RICE_FOLDER / "product.yaml", "name: {vi: Gạo nếp mẫu,", f"name: {{vi: Gạo nếp {name},"
        )
    return root


def fetch(root: Path, copy: Path, day: str = "2026-11-21") -> None:
    """Build a catalogue and copy what it publishes."""
    output = root.parent / f"{root.name}-site"
    build_clean(root, output, day=date.fromisoformat(day))
    shutil.rmtree(copy, ignore_errors=True)
    for name in ("data", "media"):
        if (output / name).exists():
            shutil.copytree(output / name, copy / name)


def gather_file(folder: Path, *provinces: str) -> Path:
    """Write the file that names catalogues, whose copies lie in ``copies`` beside it."""
    lines = [
        "title: {vi: Danh mục nhiều tỉnh mẫu, en: Sample catalogue of provinces}",
        "publisher: {vi: Ban soạn dữ liệu mẫu, en: The sample data desk}",
        "base_url: https://ca-nuoc.example",
        "provinces:",
    ]
    for province in provinces:
        lines += [
            f"  - province: {province}",
            f"    home: {home_of(province)}",
            f"    copy: copies/{province}",
        ]
    file = folder / "gather.yaml"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def write(copy: Path, path: str, content: bytes) -> None:
    """Write a file of a copy, and its size and digest into the index, as somebody does who means harm."""
    (copy / path).parent.mkdir(parents=True, exist_ok=True)
    (copy / path).write_bytes(content)
    index = json.loads((copy / form.INDEX).read_text("utf-8"))
    digest = blake2b(content, digest_size=form.DIGEST_BYTES).hexdigest()
    files = [file for file in index["files"] if file["path"] != path]
    index["files"] = [*files, {"path": path, "bytes": len(content), "digest": digest}]
    (copy / form.INDEX).write_text(json.dumps(index), encoding="utf-8")


def change(copy: Path, path: str, edit: Callable[[Any], None]) -> None:
    """Change the values of a file of a copy."""
    data = json.loads((copy / path).read_text("utf-8"))
    edit(data)
    write(copy, path, json.dumps(data).encode())
