"""The search of a large catalogue: its parts answer as the one file does, and few bytes answer a query."""

import gzip
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bench_search import context_of, in_provinces, many, real_catalogue
from built import BuiltSite
from watch import shared_page, watched_page

from generator.catalogue.catalogue import Catalogue
from generator.render import documents
from generator.site import facets, search_files
from generator.text import fold

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("shopper_queries.yaml").read_text(encoding="utf-8")
)
LISTS = {"vi": "/san-pham/", "en": "/en/products/"}
SPECIAL = {
    "vi": [
        *("t", "đ", "th", "xã", "sao", "4 sao", "chè 4 sao", "còn hiệu lực", "con hieu luc gao", "het han"),
        *("hoà", "hòa", "thuc pham", "hop tac xa", "zzz", "ocop", "gao nep gao nep", "a b c d e f g h i k"),
    ],
    "en": ["t", "4 stars", "rice 4 stars", "expired", "still valid tea", "cooperative", "food", "zzz"],
}
"""Beginnings, stars, states, words of everything and of nothing."""
MOST_BYTES = 120_000
"""Of one query in a country's catalogue, scripts included, as a host sends them."""
ANSWER = """async (query) => {
  const count = document.querySelector("[data-count]"), found = document.querySelector("[data-found]");
  const box = document.querySelector("[data-live] .search input");
  const links = () => [...found.querySelectorAll("h2 a")];
  const frame = () => new Promise(requestAnimationFrame);
  box.value = query;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  // The count names the query, and a screenful or all results stand below it.
  const ready = () => {
    if (!count.textContent.includes(`“${query}”`)) return false;
    const all = Number(/^[\\d.,]+/.exec(count.textContent)?.[0].replace(/[.,]/g, "") ?? 0);
    return links().length === Math.min(all, 24);
  };
  while (!ready()) await frame();
  return {
    count: count.textContent,
    cards: [...found.querySelectorAll("li")].map((card) => card.outerHTML),
    numbers: [...document.querySelectorAll("[data-key] .n")].map((number) => number.textContent),
  };
}"""


def search_documents(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, most: int) -> dict[str, bytes]:
    """The search files of a catalogue by path, in one file or in parts as ``most`` says."""
    monkeypatch.setattr(facets, "MOST_IN_ONE_FILE", most)
    return {
        document.path: documents.render(document)
        for lang in LISTS
        for document in search_files.search_documents(context_of(catalogue, lang))
    }


def site_with(built: BuiltSite, files: dict[str, bytes], folder: Path) -> Path:
    """A copy of a built site with other data for the search."""
    shutil.copytree(built.folder, folder)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    # Places are no filters where the data are in parts.
    for lists in LISTS.values():
        page = folder / lists.strip("/") / "index.html"
        text = page.read_text(encoding="utf-8")
        for facet in ("district", "commune"):
            start = text.index(f'id="by-{facet}" data-key=')
            text = text[:start] + text[start:].replace(" data-key=", " data-no-key=", 1)
        page.write_text(text, encoding="utf-8")
    return folder


def words_of(catalogue: Catalogue, lang: str, chance: random.Random) -> list[str]:
    """Queries made of words of the catalogue: whole or begun, with marks or without, of several names."""
    names = [
        record.name.get(lang)
        for kind in (catalogue.products, catalogue.producers)
        for record in kind.values()
    ]
    queries = []
    for _ in range(30):
        words = [chance.choice(chance.choice(names).split()) for _ in range(chance.choice((1, 1, 2, 3)))]
        if chance.random() < 0.5:
            words[-1] = words[-1][: chance.randint(1, len(words[-1]))]
        query = " ".join(words)
        queries.append(fold(query) if chance.random() < 0.5 else query)
    return queries


@pytest.mark.parametrize("lang", sorted(LISTS))
@pytest.mark.parametrize("rows", [0, 1500])
def test_parts_answer_as_one_file_does(
    *,
    browser: "Browser",
    built_site: BuiltSite,
    server: Serve,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    lang: str,
    rows: int,
) -> None:
    """The catalogue's own products, and made-up ones in provinces, whose ids hold a slash."""
    catalogue = real_catalogue()
    if rows:
        catalogue = in_provinces(many(catalogue, rows), 5)
    queries = [query["query"] for query in QUERIES if query.get("language", "vi") == lang]
    queries = [query for query in queries if not query.isdigit()] + SPECIAL[lang]
    queries += words_of(catalogue, lang, random.Random(rows))
    answers: list[list[Any]] = []
    for most in (rows + 1000, 0):
        files = search_documents(monkeypatch, catalogue, most)
        assert (len(files) > 10) == (most == 0)
        folder = site_with(built_site, files, tmp_path / f"most-{most}")
        with shared_page(browser) as page:
            page.goto(server(folder) + LISTS[lang])
            answers.append([page.evaluate(ANSWER, query) for query in dict.fromkeys(queries)])
    different = [
        (query, one["count"], parts["count"])
        for query, one, parts in zip(dict.fromkeys(queries), *answers, strict=True)
        if one != parts
    ]
    assert not different


COUNTRY = 17_000
TYPED = {
    "/": ("chè", "mat ong nguyen chat", "gao nep huu co", "t", "trà hoa vàng hộp quà", "che 4 sao"),
    "/san-pham/": (
        "na",
        "banh khao truyen thong",
        "con hieu luc mien dong",
        "hợp tác xã",
        "nước mắm cao cấp",
    ),
}
OF_THE_SEARCH = re.compile(r"/(assets/(search|finder|parts|found)\b|data/search-)")


@pytest.fixture(scope="module")
def country(built_site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the search of 17,000 made-up products in 34 provinces."""
    catalogue = in_provinces(many(real_catalogue(), COUNTRY), 34)
    with pytest.MonkeyPatch.context() as monkeypatch:
        files = search_documents(monkeypatch, catalogue, facets.MOST_IN_ONE_FILE)
    return site_with(built_site, files, tmp_path_factory.mktemp("country") / "site")


@pytest.mark.parametrize(
    ("address", "query"), [(address, query) for address, queries in TYPED.items() for query in queries]
)
def test_no_query_of_a_country_costs_much(
    *, browser: "Browser", country: Path, server: Serve, address: str, query: str
) -> None:
    """All that typing a query fetches, scripts included, by who has nothing of the search yet."""
    responses: list[Response] = []

    def keep(response: "Response") -> None:
        responses.append(response)

    with watched_page(browser) as page:
        page.on("response", keep)
        page.goto(server(country) + address, wait_until="networkidle")
        page.locator("input[type=search]:visible").first.press_sequentially(query, delay=20)
        page.wait_for_selector(".found:not([hidden]) .hit, [data-found]:not([hidden]) li")
        page.wait_for_load_state("networkidle")
        sizes = {
            response.url: len(gzip.compress(response.body(), 9))
            for response in responses
            if OF_THE_SEARCH.search(response.url)
        }
    assert any("/rows-" in address for address in sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sorted(sizes.items(), key=lambda item: -item[1])[:8]
