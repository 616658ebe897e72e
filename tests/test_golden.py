"""The tiny site as it was last looked at: a change of any page shows as a difference to be read.

``pytest tests/test_golden.py --renew`` writes the expected files anew. What churns without meaning
(digests in names, inline styles, drawn paths) is kept out of them.
"""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from tiny import STATE, TINY, build_clean, copy_tiny

pytestmark = pytest.mark.slow

EXPECTED = TINY / "expected"
INDEX = "files.txt"

PAGES = {
    "": "en/",
    "chu-the/": "en/producers/",
    "chu-the/htx-mau/": "en/producers/htx-mau/",
    "chuoi-gia-tri/": "en/value-chains/",
    "chuoi-gia-tri/chuoi-mau/": "en/value-chains/chuoi-mau/",
    "chuong-trinh/": "en/programme/",
    "con-thieu/": "en/missing/",
    "dia-ban/": "en/places/",
    "dia-ban/xa-mau/": "en/places/xa-mau/",
    "du-lieu-mo/": "en/open-data/",
    "gioi-thieu/": "en/about/",
    "lich-mua/": "en/season/",
    "quyet-dinh/": "en/decisions/",
    "quyet-dinh/qd-mau-2026/": "en/decisions/qd-mau-2026/",
    "san-pham/": "en/products/",
    "san-pham/gao-mau/": "en/products/gao-mau/",
    "san-pham/sao/4/": "en/products/stars/4/",
    "san-pham/tra-mau/": "en/products/tra-mau/",
    "tin-tuc/": "en/news/",
    "tin-tuc/tin-mau/": "en/news/tin-mau/",
    "van-ban/": "en/documents/",
}
"""One page of every kind, and its twin."""

OTHERS = [
    "404.html", "01/09521234543213/index.html", "01/09521234543213/10/MU-2605-01/index.html", "_headers",
    "robots.txt", "sitemap.xml", "tin-tuc/feed.xml", "en/news/feed.xml", "data/products.json",
    "data/products.csv", "data/schema.json", "data/products/tra-mau.json",
]  # fmt: skip

FILES = [f"{page}index.html" for pair in PAGES.items() for page in pair] + OTHERS

CHURN = (
    (re.compile(r"(assets/[\w/-]+)\.[0-9a-f]{10}\."), r"\1.~."),
    (re.compile(r"(media/)[0-9a-f]{12}-"), r"\1~-"),
    (re.compile(r"(qr/[\w-]+)-[0-9a-f]{8}\."), r"\1-~."),
    (re.compile(r"'sha256-[\w+/=]+'"), "'sha256-~'"),
    (re.compile(r"<style>.*?</style>", re.DOTALL), "<style>~</style>"),
    (re.compile(r'(<svg aria-hidden="true" focusable="false")[^>]*>.*?</svg>', re.DOTALL), r"\1>~</svg>"),
    (re.compile(r' d="[^"]{40,}"'), ' d="~"'),
    (re.compile(r"\r\n"), "\n"),
)


def steady(text: str) -> str:
    """``text`` without what changes with every style or drawing."""
    for pattern, instead in CHURN:
        text = pattern.sub(instead, text)
    return text


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    build_clean(copy_tiny(folder / "site"), folder / "output")
    return folder / "output"


def index_of(output: Path) -> str:
    """Every file by name; codes to print with their digest: a printed code must not change."""
    lines = []
    for path in sorted(output.rglob("*")):
        if path.is_file() and path.name not in STATE:
            name = path.relative_to(output).as_posix()
            digest = sha256(path.read_bytes()).hexdigest()[:12] if name.startswith("qr/") else ""
            lines.append(f"{steady(name)} {digest}".rstrip())
    # Sorted without the digests that names carry: those change with every style.
    return "\n".join(sorted(lines)) + "\n"


def compare(name: str, found: str, renew: bool) -> None:
    expected = EXPECTED / name
    if renew:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8"), f"{name}: look at the difference, then --renew"


def test_the_files_of_the_site(output: Path, renew: bool) -> None:
    compare(INDEX, index_of(output), renew)


@pytest.mark.parametrize("name", FILES)
def test_a_file(output: Path, name: str, renew: bool) -> None:
    compare(name, steady((output / name).read_text(encoding="utf-8")), renew)


def test_nothing_else_is_expected(renew: bool) -> None:
    found = {path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file()}
    if renew:
        for name in found - {*FILES, INDEX}:
            (EXPECTED / name).unlink()
    else:
        assert found == {*FILES, INDEX}
