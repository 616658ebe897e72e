"""The sitemap: one file while it is small, else an index of parts within the limits of sitemaps.org."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tiny import BASE, TINY, build_clean, copy_tiny, tree

from generator.site import sitemap

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(data: bytes, what: str) -> list[str]:
    """The addresses of a sitemap (``url``) or of an index (``sitemap``)."""
    return [node.text or "" for node in ET.fromstring(data).iterfind(f"s:{what}/s:loc", NAMES)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tiny site with its one sitemap."""
    folder = tmp_path_factory.mktemp("whole")
    build_clean(copy_tiny(folder / "site"), folder / "out")
    return tree(folder / "out")


def test_a_small_site_has_one_file(whole: dict[str, bytes]) -> None:
    assert [name for name in whole if sitemap.is_sitemap(name)] == ["sitemap.xml"]
    assert whole["sitemap.xml"] == (TINY / "expected" / "sitemap.xml").read_bytes()
    assert (sitemap.MOST_ADDRESSES, sitemap.MOST_BYTES) <= (50_000, 50 * 1024 * 1024)


@pytest.mark.parametrize(("addresses", "size"), [(7, 50_000_000), (50_000, 2_000)])
def test_a_large_site_has_an_index_of_parts(
    whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, addresses: int, size: int
) -> None:
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", addresses)
    monkeypatch.setattr(sitemap, "MOST_BYTES", size)
    build_clean(copy_tiny(tmp_path / "site"), tmp_path / "out")
    files = tree(tmp_path / "out")
    named = [address.removeprefix(f"{BASE}/") for address in listed(files["sitemap.xml"], "sitemap")]
    assert len(named) > 1
    assert sorted(named) == sorted(
        name for name in files if sitemap.is_sitemap(name) and name != "sitemap.xml"
    )
    parts = [listed(files[name], "url") for name in named]
    assert [address for part in parts for address in part] == listed(whole["sitemap.xml"], "url")
    assert all(0 < len(part) <= addresses for part in parts)
    head = 200  # the two lines before the addresses and the one after them
    assert all(len(files[name]) <= size + head for name in named)
    assert files["robots.txt"] == whole["robots.txt"]


def test_parts_end_exactly_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 3)
    monkeypatch.setattr(sitemap, "MOST_BYTES", 10)
    assert sitemap.ends_of_parts([1] * 3) == [3]
    assert sitemap.ends_of_parts([1] * 4) == [3, 4]
    assert sitemap.ends_of_parts([5, 5, 5]) == [2, 3]
    assert sitemap.ends_of_parts([10, 10]) == [1, 2]


def test_fifty_thousand_and_one_addresses_are_two_parts() -> None:
    assert sitemap.ends_of_parts([100] * 50_001) == [50_000, 50_001]
