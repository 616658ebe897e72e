"""A public address in Vietnamese letters: everything that is published carries its ASCII form."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from pyzbar.pyzbar import decode
from resvg_py import svg_to_bytes
from tiny import build_clean, copy_tiny, tree

WRITTEN, KNOWN = "https://đặcsản.vn", "https://xn--csn-uqa6698amda.vn"


def test_what_is_published_carries_the_ascii_address(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    settings = root / "content" / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("(?m)^base_url: .*$", f"base_url: {WRITTEN}", text), encoding="utf-8")
    build_clean(root, tmp_path / "out")
    files = tree(tmp_path / "out")
    assert [name for name, data in files.items() if "đặcsản.vn".encode() in data] == []
    page = files["san-pham/gao-mau/index.html"].decode()
    assert f'<link rel="canonical" href="{KNOWN}/san-pham/gao-mau/">' in page
    assert f"<id>{KNOWN}/tin-tuc/</id>" in files["tin-tuc/feed.xml"].decode()
    assert f"<loc>{KNOWN}/san-pham/gao-mau/</loc>" in files["sitemap.xml"].decode()
    assert f"Sitemap: {KNOWN}/sitemap.xml" in files["robots.txt"].decode()
    codes = [data for name, data in files.items() if name.startswith("qr/") and name.endswith(".svg")]
    assert codes
    for data in codes:
        (code,) = decode(Image.open(BytesIO(svg_to_bytes(svg_string=data.decode()))))
        assert code.data.decode("ascii").startswith(f"{KNOWN}/")
