"""What is planned beside pages: files for machines, pictures, codes."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from tiny import BASE, RICE, add_photo, copy_tiny, outputs, pages, planned, replace, views

from generator.render.documents import render
from generator.site.data import OPEN_DATA_FIELDS
from generator.site.outputs import Document, Picture, QrCode, SitePlan

# ---- files for machines --------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_to_be_found(plan: SitePlan) -> None:
    sitemap = outputs(plan)["sitemap.xml"]
    assert isinstance(sitemap, Document)
    listed = [one["loc"] for one in sitemap.data]
    wanted = {view["canonical"] for view in views(plan) if view["index"]}
    assert listed == sorted(wanted)
    assert f"{BASE}/404.html" not in listed
    assert f"{BASE}/p/MU0001/" not in listed, "the address with the GTIN is the one to be found"
    assert f"{BASE}/01/09521234543213/" in listed


@pytest.mark.parametrize(("lang", "path"), [("vi", "tin-tuc/feed.xml"), ("en", "en/news/feed.xml")])
def test_the_feed_tells_days_of_events(plan: SitePlan, lang: str, path: str) -> None:
    feed = outputs(plan)[path]
    assert isinstance(feed, Document)
    assert feed.data["lang"] == lang
    assert feed.data["updated"] == "2026-02-10T00:00:00+07:00"
    assert feed.data["self"] == f"{BASE}/{path}"
    assert [one["title"] for one in feed.data["entries"]] == ["Tin mẫu" if lang == "vi" else "Sample news"]
    assert feed.data["entries"][0]["id"] == f"{BASE}/{'tin-tuc' if lang == 'vi' else 'en/news'}/tin-mau/"


def test_open_data_keeps_its_schema_and_no_contact(plan: SitePlan) -> None:
    found = outputs(plan)
    schema, data, table = found["data/schema.json"], found["data/products.json"], found["data/products.csv"]
    assert isinstance(schema, Document)
    assert isinstance(data, Document)
    assert isinstance(table, Document)
    content = json.loads(render(data))
    checker = jsonschema.Draft202012Validator
    checker.check_schema(schema.data)
    # The samples of a demonstration have no sources; everything else of the schema they keep.
    faults = [
        error for error in checker(schema.data).iter_errors(content) if list(error.path)[-1:] != ["sources"]
    ]
    assert faults == []
    assert [one["id"] for one in table.data["rows"]] == [one["id"] for one in content["products"]]
    assert len(content["products"]) == 9
    assert "000 0000 000" not in str(content)
    for one in content["products"]:
        single = found[f"data/products/{one['id']}.json"]
        assert isinstance(single, Document)
        # The row comes first; texts, ratings and sources are in the record behind it.
        row = {name: one[name] for name in OPEN_DATA_FIELDS}
        assert list(single.data)[: len(row)] == list(row)
        assert {**{name: single.data[name] for name in row}, "as_of": ""} == {**row, "as_of": ""}
        record = json.loads(single.data["records"][0])
        assert {name: record.get(name, []) for name in ("name", "sources", "notes")} == {
            name: one[name] for name in ("name", "sources", "notes")
        }
        # Of one product's file: the day since when its state is what it is, if it was ever another.
        assert (single.data["as_of"] or "") < one["as_of"]


# ---- pictures and codes --------------------------------------------------------------------------


def test_a_photo_is_planned_once_for_every_width_it_has(plan: SitePlan, root: Path) -> None:
    photos = [output for output in plan.outputs if isinstance(output, Picture)]
    assert sorted((one.form, one.width) for one in photos) == [
        ("og", 1200),
        ("webp", 320),
        ("webp", 640),
        ("webp", 900),
    ]
    assert {photo.source for photo in photos} == {f"{RICE}/tui-gao.png"}
    image = pages(plan)["san-pham/gao-mau/index.html"].view["picture"]["photo"]
    assert [width for _, width in image["srcset"]] == [320, 640, 900]
    assert (image["width"], image["height"]) == (640, 427)
    add_photo(root, "navy")
    other = {one.path for one in planned(root).outputs if isinstance(one, Picture)}
    assert not other & {one.path for one in photos}, "another picture has another name"
    add_photo(root)


def test_codes_say_the_permanent_addresses(plan: SitePlan) -> None:
    codes = [output for output in plan.outputs if isinstance(output, QrCode)]
    assert {code.payload for code in codes} == {f"{BASE}/01/09521234543213"}
    assert [code.path.rpartition(".")[2] for code in codes] == ["svg"]
    for view in views(plan, "trace"):
        assert view["payload"] == view["canonical"].rstrip("/")
        assert f"{view['payload'].removeprefix(BASE).lstrip('/')}/index.html" in pages(plan)
    payloads = {path: page.view["payload"] for path, page in pages(plan).items() if page.template == "trace"}
    assert payloads == {
        "01/09521234543213/index.html": f"{BASE}/01/09521234543213",
        "01/09521234543213/10/MU-2605-01/index.html": f"{BASE}/01/09521234543213/10/MU-2605-01",
        "p/MU0001/index.html": f"{BASE}/01/09521234543213",
        "p/MU0001/MU-2605-01/index.html": f"{BASE}/01/09521234543213/10/MU-2605-01",
    }


def test_an_expired_lot_says_so(plan: SitePlan) -> None:
    path = "p/MU0001/MU-2605-01/index.html"
    assert pages(plan)[path].view["lot"]["expired"] is False
    later = pages(planned(Path(__file__).parents[1] / "sites/tiny", day=date(2027, 5, 21)))
    assert later[path].view["lot"]["expired"] is True


def test_contact_data_only_with_consent(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    with_consent = views(planned(made), "producer", "vi")
    assert [[row["value"] for row in view["buying"]["ways"]] for view in with_consent] == [["000 0000 000"]]
    replace(made / "content/producers/htx-mau/producer.yaml", "public: true", "public: false")
    assert "000 0000 000" not in str(pages(planned(made)))
