"""The comparison and what other programs ask for: data that agrees with the pages, descriptions that hold."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tiny import RICE, TINY, add_photo, copy_tiny, outputs, pages, planned, views

from generator.render import documents
from generator.site.outputs import Document, SharePicture
from generator.site.pages import compare
from generator.text import unbroken


def columns(found: dict[str, object], lang: str) -> dict[str, dict[str, object]]:
    """The data of every product in a language."""
    data: dict[str, dict[str, object]] = {}
    for path, output in found.items():
        if path.startswith(f"data/compare-{lang}-"):
            assert isinstance(output, Document)
            data |= output.data["value"]
    return data


def test_every_product_has_a_column_that_says_what_its_page_says() -> None:
    plan = planned(TINY)
    for lang, folder in (("vi", "san-pham"), ("en", "en/products")):
        data = columns(dict(outputs(plan)), lang)
        shown = {view["id"]: view for view in views(plan, "product", lang)}
        assert data.keys() == shown.keys()
        for identity, column in data.items():
            view = shown[identity]
            assert column["name"] == unbroken(view["name"]["text"])
            assert column["href"] == f"/{folder}/{identity}/"
            assert (column["stars"], column["filled"]) == (view["stars"]["count"], view["stars"]["filled"])
            assert column["until"] == unbroken(view["stars"]["until"])
            assert column["sample"] == view["sample"]
            said = {
                (row["label"], unbroken(one["text"]))
                for row in view["facts"]
                for one in row["values"]
                if row["id"] not in compare.SHOWN_ELSEWHERE
            }
            rows = column["rows"]
            assert isinstance(rows, list)
            assert {(label, text) for label, _, values in rows for text, _ in values} >= said


def test_shards_are_found_by_the_sum_of_the_letters() -> None:
    assert compare.shard_of("ab", 7) == (97 + 98) % 7
    assert compare.shard_of("gao-nep", 1) == 0


def test_many_products_come_in_several_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "PER_SHARD", 1)
    plan = planned(TINY)
    view = pages(plan)["so-sanh/index.html"].view
    found = outputs(plan)
    assert len(view["files"]) == len([path for path in found if path.startswith("data/compare-vi-")]) > 1
    for number, file in enumerate(view["files"]):
        shard = found[file.lstrip("/")]
        assert isinstance(shard, Document)
        assert all(compare.shard_of(one, len(view["files"])) == number for one in shard.data["value"])


def test_browsers_learn_how_to_search() -> None:
    found = outputs(planned(TINY))
    for path, lang, search in (
        ("opensearch.xml", "vi", "https://ocop.test/san-pham/?q={searchTerms}"),
        ("en/opensearch.xml", "en", "https://ocop.test/en/products/?q={searchTerms}"),
    ):
        output = found[path]
        assert isinstance(output, Document)
        root = ET.fromstring(documents.render(output))
        space = "{http://a9.com/-/spec/opensearch/1.1/}"
        assert root.tag == f"{space}OpenSearchDescription"
        name = root.findtext(f"{space}ShortName") or ""
        assert 0 < len(name) <= 16
        assert root.findtext(f"{space}Language") == lang
        assert root.findall(f"{space}Url")[0].get("template") == search


def test_the_data_package_describes_every_column_of_the_csv() -> None:
    found = outputs(planned(TINY))
    package, table = found["data/datapackage.json"], found["data/products.csv"]
    assert isinstance(package, Document)
    assert isinstance(table, Document)
    [resource] = package.data["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    rows = list(csv.DictReader(io.StringIO(documents.render(table).decode("utf-8-sig"))))
    assert list(rows[0]) == list(fields)
    for row in rows:
        for name, value in row.items():
            limits = fields[name].get("constraints", {})
            assert value or not limits.get("required"), name
            if value and "enum" in limits:
                assert value in map(str, limits["enum"]), name
            if value and fields[name]["type"] == "integer":
                int(value)
            if fields[name]["type"] == "boolean":
                assert value in ("true", "false")
    assert fields["valid_until"]["type"] == "date"
    assert fields["page"]["format"] == "uri"


def test_shared_links_show_one_card_with_the_names_in_every_language(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_photo(root)
    plan = planned(root)
    found = outputs(plan)
    cards: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for page in pages(plan).values():
        if page.view["kind"] in ("product", "producer"):
            path = page.view["og_image"].removeprefix("https://ocop.test/")
            card = found[path]
            assert isinstance(card, SharePicture)
            assert page.view["name"]["text"] in card.names
            assert len(card.names) == 2
            assert card.stars == (page.view["stars"]["count"] if page.view["kind"] == "product" else None)
            assert bool(card.mark) == page.view["sample"]
            cards.setdefault((page.view["kind"], page.view["id"]), set()).add((page.lang, path))
    assert cards
    for shown in cards.values():
        assert [lang for lang, _ in sorted(shown)] == ["en", "vi"]
        assert len({path for _, path in shown}) == 1
    rice = pages(plan)[f"san-pham/{RICE.rsplit('/', 1)[1]}/index.html"].view
    card = found[rice["og_image"].removeprefix("https://ocop.test/")]
    assert isinstance(card, SharePicture)
    assert card.photo.endswith("tui-gao.png")
    assert rice["jsonld"][0]["image"] != rice["og_image"], "a card with words is no picture of the product"
    assert rice["picture"]["photo"]["preview"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("{vi: Gạo ꪀꪩ, en: Sample rice}", ("Sample rice",)),
        ("{vi: Gạo mẫu, en: Rice ꪀꪩ}", ("Gạo mẫu",)),
        ("{vi: Gạo ꪀꪩ, en: Rice ꪀꪩ}", ()),
        ("{vi: Gạo 谅山, en: Gạo 谅山}", ("Gạo 谅山",)),
        ("{vi: Gạo mẫu, en: Sample rice}", ("Gạo mẫu", "Sample rice")),
    ],
)
def test_a_card_has_the_names_that_can_be_set(tmp_path: Path, name: str, shown: tuple[str, ...]) -> None:
    root = copy_tiny(tmp_path / "site")
    record = root / RICE / "product.yaml"
    lines = record.read_text("utf-8").split("\n")
    row = next(number for number, line in enumerate(lines) if line.startswith("name:"))
    lines[row] = f"name: {name}"
    record.write_text("\n".join(lines), "utf-8")
    plan = planned(root)
    found = outputs(plan)
    for view in views(plan, "product"):
        if view["id"] == "gao-mau":
            card = found[view["og_image"].removeprefix("https://ocop.test/")]
            assert isinstance(card, SharePicture)
            given = {"vi": 0, "en": 1}[view["lang"]]
            both = [part.partition(": ")[2] for part in name.strip("{}").split(", ")]
            assert card.names == shown
            assert view["name"]["text"] == both[given], "the page itself shows what is written"
