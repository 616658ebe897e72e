"""The data of the search: what is in it, how large it gets, and what does not change with it."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from bench_search import many, real_catalogue, rows_of, written
from goods import search_site
from tiny import TEA, default_theme, outputs, pages, planned, replace

from generator.site.outputs import Document
from generator.site.search import DIGITS, SIGNS
from generator.text import fold

LIMITS = {2000: 41_600, 20_000: 350_000}
"""Products and bytes on the wire for a query: the data with both scripts."""
SCRIPTS = ("search.js", "finder.js")


def unpacked(planes: list[str]) -> list[int]:
    return [
        sum(DIGITS.index(plane[row]) * 64**at for at, plane in enumerate(planes))
        for row in range(len(planes[0]))
    ]


def read(text: str) -> list[str]:
    """The lines of a column of texts, each with the words that it shares with the one before."""
    result: list[str] = []
    for line in text.split("\n"):
        kept = result[-1].split()[: DIGITS.index(line[0])] if result else []
        result.append(" ".join([*kept, *line[1:].split()]))
    return result


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return search_site(tmp_path_factory.mktemp("goods") / "site")


@pytest.fixture(scope="module")
def data(root: Path) -> dict[str, Any]:
    return {lang: data_of(root, lang) for lang in ("vi", "en")}


def data_of(root: Path, lang: str) -> dict[str, Any]:
    """What the small file leads to."""
    found = outputs(planned(root))
    small = found[f"data/search-{lang}.js"]
    assert isinstance(small, Document)
    large = found[small.data["value"].lstrip("/")]
    assert isinstance(large, Document)
    assert large.data["name"] == "OCOP_SEARCH"
    value: dict[str, Any] = large.data["value"]
    return {**value, "name": read(value["name"]), "other": read(value["other"])}


@pytest.mark.slow
@pytest.mark.parametrize("rows", sorted(LIMITS))
def test_the_data_is_small_on_the_wire(rows: int) -> None:
    catalogue = many(real_catalogue(), rows)
    facts = default_theme().facts
    scripts = [facts.texts[facts.assets[name].lstrip("/")].encode() for name in SCRIPTS]
    for lang in ("vi", "en"):
        data = written(rows_of(catalogue, lang))
        assert data.count(b"\n") == 1
        assert sum(len(gzip.compress(script, 9)) for script in (data, *scripts)) <= LIMITS[rows]


def test_every_listed_product_is_a_row(data: dict[str, Any]) -> None:
    for one in data.values():
        size = len(one["name"])
        assert size == 7
        for key in ("other", "id"):
            assert len(one[key]) == size
        for key in ("star", "state", "set", "producer", "commune", "district", "printed", "last", "same"):
            assert {len(plane) for plane in one[key]} == {size}, key
    assert data["vi"]["base"] == "/san-pham/"
    assert data["en"]["base"] == "/en/products/"


def test_words_of_the_other_language_and_of_the_same_meaning_are_found(data: dict[str, Any]) -> None:
    vi = data["vi"]
    honey, tea = vi["name"].index("Mật ong mẫu"), vi["name"].index("Chè mẫu")
    assert "honey" in vi["other"][honey].split()
    same = unpacked(vi["same"])
    assert vi["tables"]["same"]["name"][same[tea] - 1] == "trà"
    assert same[honey] == 0


def test_places_are_found_by_every_spelling(data: dict[str, Any]) -> None:
    for one in data.values():
        words = fold(one["everywhere"]).split()
        assert {"dak", "lak", "dac", "lac", "daklak"} <= set(words)
        names = " ".join(one["tables"]["district"]["name"])
        assert "Tràng An" in names


def test_ids_can_be_told_from_names(data: dict[str, Any]) -> None:
    """The rule that the script follows gives back every id."""
    for one in data.values():
        for name, other, short in zip(one["name"], one["other"], one["id"], strict=True):
            shown = fold(name).split()
            start: list[str] = []
            if short.startswith("+"):
                start = shown
            elif short.startswith("~"):
                start = [
                    shown[SIGNS.index(w)] if w in SIGNS else fold(w) for w in other.split("|")[0].split()
                ]
            identity = "-".join(start) + short.lstrip("+~")
            assert identity in KNOWN, (name, other, short)


KNOWN = {"gao-mau", "tra-mau", "da-my-nghe-mau", "da-thuoc-mau", "che-mau", "mat-ong-mau", "an-toan-mau"}


def test_a_name_changes_the_data_and_no_page_of_others(root: Path, tmp_path: Path) -> None:
    """The address that pages carry stays; only what shows the name is made anew."""
    changed = search_site(tmp_path / "site")
    replace(changed / TEA / "product.yaml", "Trà mẫu", "Trà khác mẫu")
    old, new = planned(root), planned(changed)
    assert old.sites == new.sites
    before, after = pages(old), pages(new)
    same = [path for path in before if before[path].view == after[path].view]
    assert "gioi-thieu/index.html" in same
    assert json.dumps(data_of(changed, "vi")) != json.dumps(data_of(root, "vi"))
