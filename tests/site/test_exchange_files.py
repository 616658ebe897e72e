"""The files of the exchange format: they say what pages show and nothing else, and the index is right."""

import json
import re
from collections.abc import Iterator
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from built import nothing_in
from full import copy_full
from tiny import (
    BASE,
    RICE,
    SESSION,
    add_fair,
    add_photo,
    append,
    build_clean,
    copy_tiny,
    order,
    outputs,
    planned,
    replace,
    same,
    tree,
)

from generator.catalogue import exchange_format as form
from generator.catalogue.published import published_story
from generator.commands.build import build
from generator.site.outputs import Document

pytestmark = pytest.mark.slow

PRODUCER = "content/producers/htx-mau"
RECORD_FOLDERS = (form.FOLDER, form.PRODUCTS)


def exchange_files(folder: Path) -> dict[str, Any]:
    """The files of records and the index, by path."""
    files = tree(folder)
    return {
        path: json.loads(content)
        for path, content in files.items()
        if path.startswith(RECORD_FOLDERS) and not path.startswith((form.SCHEMAS, form.CODES))
    }


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    build_clean(copy_full(folder / "site"), folder / "output", base_url=BASE)
    return folder / "output"


def test_every_file_keeps_the_schema_that_is_published_beside_it(full_site: Path) -> None:
    files = exchange_files(full_site)
    kinds = set()
    for path, content in files.items():
        name = "index" if path == form.INDEX else content["kind"]
        kinds.add(name)
        schema = json.loads((full_site / form.SCHEMAS / f"{name}.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        nothing_in(
            f"{path}: {fault.message}"
            for fault in jsonschema.Draft202012Validator(schema).iter_errors(content)
        )
    assert kinds == {"index", *form.schemas()}


def test_a_schema_refuses_what_the_models_refuse(full_site: Path) -> None:
    schema = json.loads((full_site / form.SCHEMAS / "decision.json").read_text("utf-8"))
    content = json.loads((full_site / form.path_of("decision", "")).read_text("utf-8"))
    for member, value in (("kind", "product"), ("format", 2)):
        assert list(jsonschema.Draft202012Validator(schema).iter_errors({**content, member: value}))
    content["records"][0]["secret"] = "x"
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(content))


def test_the_index_names_every_file_with_size_and_digest(full_site: Path) -> None:
    index = json.loads((full_site / form.INDEX).read_text("utf-8"))
    assert index["home"] == BASE
    assert index["provinces"][0]["name"] == "Mẫu"
    paths = [file["path"] for file in index["files"]]
    assert paths == sorted(paths)
    pictures = {path for path in tree(full_site) if path.startswith("media/") and path.endswith(".webp")}
    assert pictures
    codes = {path for path in tree(full_site) if path.startswith(form.CODES)}
    assert {path.rpartition(".")[2] for path in codes} == {"json", "codes"}
    assert set(paths) == (exchange_files(full_site).keys() - {form.INDEX}) | pictures | codes
    for file in index["files"]:
        content = (full_site / file["path"]).read_bytes()
        assert file["bytes"] == len(content)
        assert file["digest"] == blake2b(content, digest_size=8).hexdigest()


def leaves(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every plain value with the names that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*at, key))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, at)
    else:
        yield at, value


NOT_IN_WORDS = {
    # Ids and choices decide which words a page shows; days and numbers are written in words.
    *("id", "kind", "status", "criteria", "evidence", "level", "set", "mapped_by", "basis", "role", "what"),
    *("illustration", "producer", "product", "products", "producers", "commune", "communes", "district"),
    *("districts", "places", "place", "decision", "document", "group", "theme", "code", "language", "now"),
    # What the search, a browser or a message uses.
    *("base_url", "same_words", "other_names", "report_phone", "paths"),
    # What signed lists of numbered stamps say.
    *("public_key", "key", "order"),
    # Why a contact is shown; by which id the ledger may know a product.
    *("consent_on", "former_ids"),
}
"""Fields whose value is no text that a page shows letter by letter, by name."""


def test_no_text_is_exchanged_that_no_page_shows(full_site: Path) -> None:
    files = tree(full_site)
    pages = [
        unescape(content.decode()).replace("\u00a0", " ")
        for path, content in files.items()
        if path.endswith(".html")
    ]
    # Texts of Markdown are shown with elements inside.
    shown = " ".join(" ".join(f"{page} {re.sub('<[^>]+>', '', page)}".split()) for page in pages)
    faults = []
    for path, content in exchange_files(full_site).items():
        if path in (form.INDEX, form.path_of("criteria", ""), form.path_of("places", "")):
            continue  # of the programme and of the state
        for at, value in leaves(content["records"]):
            if not isinstance(value, str) or NOT_IN_WORDS.intersection(at) or value[:4].isdigit():
                continue
            words = " ".join(value.replace("\u00a0", " ").replace("**", "").split())
            if words not in shown:
                faults.append(f"{path}: {'.'.join(at)}: {value[:80]!r}")
    nothing_in(faults)


SECRET = "TUYET-MAT"


def test_what_no_page_shows_is_in_no_file(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_photo(root)
    photo = root / RICE / "tui-gao.png"
    photo.rename(photo.with_name(f"{SECRET}.png"))
    replace(root / RICE / "product.yaml", "tui-gao.png", f"{SECRET}.png")
    replace(
        root / PRODUCER / "producer.yaml",
        "  phone: {value: 000 0000 000, public: true}\n",
        f"  phone: {{value: 000 0000 000, public: true}}\n"
        f"  email: {{value: {SECRET.lower()}@ocop.test, public: false}}\n",
    )
    append(
        root / PRODUCER / "story.vi.md",
        f"\n<!-- {SECRET} -->\n\n<script>{SECRET}</script>\n\n[//]: # ({SECRET})\n",
    )
    append(root / "content/news/tin-mau.yaml", f'text: {{vi: "Tin. <!-- {SECRET} -->", en: News.}}\n')
    append(
        root / RICE / "product.yaml",
        "shops:\n  - name: {vi: Quầy, en: Stall}\n"
        f"    phone: {{value: 02053 812 345 {SECRET}, public: false}}\n",
    )
    (root / "products/ledger.yaml").write_text(
        "issued:\n  - {address: /01/09521234543213, product: gao-mau, issued_on: 2026-06-01, copies: 31251,"
        f" use: {SECRET}, sample: true}}\n"
        "  - {address: /p/MU0077, product: gao-mau, issued_on: 2026-06-01, use: x, sample: true,"
        f" void: {{on: 2026-06-02, reason: {SECRET}}}}}\n",
        encoding="utf-8",
    )
    build_clean(root, tmp_path / "output")
    secrets = (SECRET.encode(), SECRET.lower().encode(), b"31251", b"MU0077", b"02053")
    nothing_in(
        f"{path}: {secret!r}"
        for path, content in tree(tmp_path / "output").items()
        for secret in secrets
        if secret in content
    )
    producer = json.loads((tmp_path / "output" / form.path_of("producer", "htx-mau")).read_text("utf-8"))
    assert list(producer["records"][0]["contacts"]) == ["consent_on", "phone"]
    ledger = json.loads((tmp_path / "output" / form.path_of("ledger", "")).read_text("utf-8"))
    assert [issue["address"] for issue in ledger["records"][0]["issued"]] == ["/01/09521234543213"]


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Một.\n\n<!-- bí mật\nhai dòng -->\n\nHai.\n", "Một.\n\n\n\nHai.\n"),
        ("Chưa đóng <!-- bí mật", "Chưa đóng\n"),
        ("<STYLE>a{}</STYLE>Hai", "Hai\n"),
        ("[//]: # (bí mật)\nMột\n", "Một\n"),
        ("```\n<!-- mã -->\n```\n\n<!-- không -->\n", "```\n<!-- mã -->\n```\n"),
        ("~~~~\n<!-- mã -->\n~~~\n~~~~\n<!-- không -->Hết\n", "~~~~\n<!-- mã -->\n~~~\n~~~~\nHết\n"),
        ("1 < 2 và 3 > 2\n", "1 < 2 và 3 > 2\n"),
    ],
)
def test_a_story_is_published_without_comments(written: str, published: str) -> None:
    assert published_story(written) == published


def test_doubtful_values_and_lots_without_a_scan_page_are_left_out(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    text = (root / RICE / "product.yaml").read_text("utf-8")
    (root / RICE / "product.yaml").write_text(re.sub(r"score: .*", "score: 51", text), encoding="utf-8")
    build_clean(root, tmp_path / "output")
    product = json.loads((tmp_path / "output" / form.path_of("product", "gao-mau")).read_text("utf-8"))
    assert "score" not in str(product["records"])
    assert (tmp_path / "output" / form.path_of("lots", "gao-mau")).is_file()
    text = (root / RICE / "product.yaml").read_text("utf-8")
    (root / RICE / "product.yaml").write_text(text.split("ratings:")[0], encoding="utf-8")
    build_clean(root, tmp_path / "without")
    assert not (tmp_path / "without" / form.LOTS).exists()


def changed_files(root: Path, output: Path, cache: Path) -> set[str]:
    """Build again; the files of the format that came out otherwise."""
    before = tree(output)
    result = build(order(root, output, cache), session=SESSION)
    assert not result.report.failed
    after = tree(output)
    assert before.keys() == after.keys()
    return {path for path in after if path.startswith(RECORD_FOLDERS) and after[path] != before[path]}


def test_an_edit_of_a_product_changes_its_file_and_the_index(tmp_path: Path) -> None:
    root, output, cache = copy_tiny(tmp_path / "site"), tmp_path / "output", tmp_path / "cache"
    build(order(root, output, cache), session=SESSION)
    replace(root / RICE / "product.yaml", "Gạo bịa ra để thử", "Gạo bịa ra để thử lại")
    assert changed_files(root, output, cache) == {form.path_of("product", "gao-mau"), form.INDEX}
    append(root / PRODUCER / "story.vi.md", "\nThêm một dòng.\n")
    assert changed_files(root, output, cache) == {form.path_of("producer", "htx-mau"), form.INDEX}
    assert changed_files(root, output, cache) == set()
    build_clean(root, tmp_path / "clean")
    same(tree(tmp_path / "clean"), tree(output))


def test_the_usb_edition_has_no_files_for_exchange(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    paths = outputs(planned(root, links="relative", usb_fair="hoi-cho-mau"))
    assert paths
    assert not [path for path in paths if path.startswith(form.FOLDER)]


def test_records_of_a_kind_are_in_the_order_of_the_catalogue(tmp_path: Path) -> None:
    kinds = outputs(planned(copy_full(tmp_path / "site")))[form.path_of("product-kind", "")]
    assert isinstance(kinds, Document)
    assert [json.loads(record)["id"] for record in kinds.data["records"]] == [
        *("rice-kind", "tea-kind", "other-kind"),
    ]
