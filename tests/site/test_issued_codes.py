"""What a site publishes of numbered stamps: pages, lists, keys; the laws that hold when more are issued."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT, BuiltPage, BuiltSite, nothing_in
from click.testing import CliRunner
from numbered import (
    CODE,
    COPIES,
    GTIN,
    RECALLED,
    SOLD,
    WITHDRAWN,
    Change,
    build_numbered,
    files_of,
    issue,
    numbered_project,
    serial,
)
from stamps import OTHER_SECRET, key
from tiny import BASE, DAY, SESSION, build_clean, catalogue, copy_tiny, default_theme, order, same, tree

from generator.catalogue.issued import Batch, IssuedCodes, fingerprint
from generator.cli import command_line
from generator.commands.build import build
from generator.issuing.lists import CODE_BYTES, CODES_IN_BUCKET, code_of, depth_for, split_codes
from generator.issuing.manifest import is_signed_by, read_manifest
from generator.output import changes
from generator.publishing import hosts
from generator.publishing.hosts import Host
from generator.settings import Settings
from generator.site.outputs import CodeBucket, Document, Page
from generator.site.site import plan
from generator.site.usb_edition import is_in_usb_edition

pytestmark = pytest.mark.slow

LOTS = (SOLD, RECALLED)


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build_numbered(tmp_path_factory.mktemp("numbered"))


def lot_page(site: BuiltSite, lot: str, base: str = GTIN) -> BuiltPage:
    return site.by_path[f"{base[1:]}/{lot}/index.html"]


def buckets_of(page: BuiltPage, folder: Path) -> list[Path]:
    """The files that the script of a page may ask for."""
    start = page.value(".codes", "data-folder").lstrip("/")
    return [folder / start / f"{bucket:x}.json" for bucket in range(1 << signed_list(page)["depth"])]


def signed_list(page: BuiltPage) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(json.loads(page.all(".codes > script")[0].text())["signed"])
    return manifest


def root_above(bucket: dict[str, Any]) -> str:
    """The root that a bucket and its proof give."""
    number = bucket["bucket"]
    own = sha256(f"{number}:{bucket['codes']}:{bucket['withdrawn']}".encode()).hexdigest()
    for level, beside in enumerate(bucket["proof"]):
        pair = beside + own if number >> level & 1 else own + beside
        own = sha256(pair.encode()).hexdigest()
    return own


def test_every_code_lies_in_one_bucket_and_withdrawn_ones_apart(numbered: BuiltSite) -> None:
    for lot in LOTS:
        files = buckets_of(lot_page(numbered, lot), numbered.folder)
        assert len(files) == 4
        valid, withdrawn = set(), set()
        for file in files:
            bucket = json.loads(file.read_text(encoding="utf-8"))
            assert bucket["bucket"] == int(file.stem, 16)
            valid.update(split_codes(b64decode(bucket["codes"])))
            withdrawn.update(split_codes(b64decode(bucket["withdrawn"])))
        codes = [code_of(f"{GTIN}/{lot}", serial(number, lot)) for number in range(1, COPIES + 1)]
        assert withdrawn == set(codes[WITHDRAWN[0] - 1 : WITHDRAWN[1]])
        assert valid == set(codes) - withdrawn


def test_every_printed_address_names_one_list(numbered: BuiltSite) -> None:
    """The address that is printed now and the former one; the manifest lies beside the buckets' folder."""
    for lot in LOTS:
        pages = [lot_page(numbered, lot, base) for base in (GTIN, CODE)]
        folders = {page.value(".codes", "data-folder") for page in pages}
        assert len(folders) == 1
        assert folders.pop().startswith(f"{GTIN}/{lot}/codes/")
        assert len({page.all(".codes > script")[0].text() for page in pages}) == 1
        file = json.loads((numbered.folder / f"{GTIN[1:]}/{lot}/codes/manifest.json").read_text("utf-8"))
        manifest, signed, signature = read_manifest(json.dumps(file).encode())
        assert manifest == files_of(lot, Change()).manifest
        assert is_signed_by(b64decode(file["public_key"]), signed, signature)
        assert file["buckets"] == f"{BASE}{pages[0].value('.codes', 'data-folder')}/"


def test_pages_without_codes_may_load_nothing(numbered: BuiltSite) -> None:
    scans = [page for page in numbered.pages if page.kind == "trace"]
    with_codes = [page for page in scans if page.one(".codes")]
    assert len(with_codes) == 4
    assert len(scans) > len(with_codes)
    for page in scans:
        policy = page.value('meta[http-equiv="Content-Security-Policy"]', "content")
        assert f"connect-src {chr(39)}{'self' if page in with_codes else 'none'}{chr(39)}" in policy, (
            page.path
        )
        assert bool(page.one("script[src]")) == (page in with_codes), page.path


def test_keys_are_published_to_be_compared(numbered: BuiltSite) -> None:
    (shown,) = json.loads((numbered.folder / "data/stamp-keys.json").read_text("utf-8"))["keys"]
    assert shown["id"] == key().id
    assert shown["public_key"] == key().public_text
    assert shown["sample"] is True
    assert shown["fingerprint"] == fingerprint(key().public_text)
    grouped = " ".join(re.findall("....", shown["fingerprint"]))
    page = numbered.by_path["du-lieu-mo/index.html"]
    assert f"{grouped} Dữ liệu mẫu" in " ".join(page.words.split())
    assert page.one("#stamp-keys")


def test_a_page_leads_to_its_signed_list_and_to_the_keys(numbered: BuiltSite) -> None:
    for base in (GTIN, CODE):
        page = lot_page(numbered, SOLD, base)
        links = [numbered.resolve(page.path, link) for link in page.links()]
        assert links.count((f"{GTIN[1:]}/{SOLD}/codes/manifest.json", "")) == 2
        assert ("du-lieu-mo/index.html", "stamp-keys") in links
        assert ("en/open-data/index.html", "stamp-keys") in links


# -- words ---------------------------------------------------------------------------------------------

PRAISE = re.compile(
    r"genuine|authentic|counterfeit|certified original|chính hãng|hàng thật|hàng giả|hàng xịn|xác thực",
    re.IGNORECASE,
)
"""What no list of codes can tell of what is in a pack."""


def test_no_page_promises_what_no_code_can_tell(numbered: BuiltSite, built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {match[0]}"
        for site in (numbered, built_site)
        for page in site.pages
        for match in PRAISE.finditer(page.words)
    )


def test_nothing_that_a_page_may_show_promises_it() -> None:
    """Parts that wait for a script, other languages, what new projects begin with."""
    folders = ("themes", "generator/starter")
    texts = [path for folder in folders for path in (PROJECT / folder).rglob("*") if path.suffix in SUFFIXES]
    assert len(texts) > 50
    nothing_in(
        f"{path.relative_to(PROJECT)}: {match[0]}"
        for path in texts
        for match in PRAISE.finditer(path.read_text(encoding="utf-8"))
    )


SUFFIXES = (".html", ".js", ".po", ".yaml", ".md")


# -- laws ----------------------------------------------------------------------------------------------

CHANGES = {
    "more": (Change(), Change(orders=(COPIES, 150))),
    "many more": (Change(), Change(orders=(COPIES, 2000))),
    "withdrawn": (Change(withdrawn=None), Change()),
    "another key": (Change(), Change(secret=OTHER_SECRET)),
    "the first": (None, Change()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_incremental_build_is_as_a_clean_one(tmp_path: Path, name: str) -> None:
    before, after = CHANGES[name]
    root = numbered_project(tmp_path / "site", before)
    words = order(root, tmp_path / "output", tmp_path / "cache", base_url=BASE)
    assert not build(words, session=SESSION).report.failed
    unchanged = build(words, session=SESSION)
    assert (unchanged.written, unchanged.removed) == (0, 0)
    old = tree(tmp_path / "output")
    issue(root, after)
    result = build(words, session=SESSION)
    assert not result.report.failed, result.report.problems
    build_clean(root, tmp_path / "clean", base_url=BASE)
    same(tree(tmp_path / "output"), tree(tmp_path / "clean"))
    # Where only the signature is another one, the lists stay; nothing of other products is touched.
    written = {path for path, data in tree(tmp_path / "output").items() if old.get(path) != data}
    assert any("/codes/" in path and path.endswith(".json") for path in written)
    if name == "another key":
        assert not [path for path in written if re.search(r"/codes/[0-9a-f]{12}/", path)]
    nothing_in(path for path in written if path.startswith("san-pham/tra-mau"))


@pytest.mark.parametrize("name", ["more", "withdrawn", "the first"])
def test_no_page_is_ever_there_without_its_list(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each file that is put in place or removed, every page finds all of its buckets."""
    before, after = CHANGES[name]
    root, output = numbered_project(tmp_path / "site", before), tmp_path / "output"
    words = order(root, output, tmp_path / "cache", base_url=BASE)
    assert not build(words, session=SESSION).report.failed
    issue(root, after)
    steps = 0

    def look() -> None:
        nonlocal steps
        steps += 1
        site = BuiltSite(output, BASE)
        for lot in LOTS:
            for base in (GTIN, CODE):
                page = site.by_path.get(f"{base[1:]}/{lot}/index.html")
                if page and page.one(".codes"):
                    root_of_page = signed_list(page)["root"]
                    nothing_in(
                        str(file)
                        for file in buckets_of(page, output)
                        if not file.is_file() or root_above(json.loads(file.read_text())) != root_of_page
                    )

    def looking(name: str) -> None:
        act = getattr(changes, name)

        def step(*given: object) -> object:
            look()
            return act(*given)

        monkeypatch.setattr(changes, name, step)

    looking("put")
    looking("prune")
    assert not build(words, session=SESSION).report.failed
    look()
    assert steps > 8


def test_a_list_that_changed_while_it_was_built_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = numbered_project(tmp_path / "site")
    kept = root / "products/xa-mau/gao-mau/codes" / f"{SOLD}.codes"
    produce = CodeBucket.__init__

    def spoil(output: CodeBucket, **values: object) -> None:
        kept.write_bytes(b"x" * CODE_BYTES * COPIES)
        produce(output, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(CodeBucket, "__init__", spoil)
    result = build(order(root, tmp_path / "output", base_url=BASE), session=SESSION)
    assert [problem.code for problem in result.report.problems if problem.is_error] == ["CODES-CHANGED"]
    assert not list((tmp_path / "output").rglob("*.json"))


# -- how much ------------------------------------------------------------------------------------------


def test_half_a_million_codes_are_less_than_5000_files() -> None:
    """One lot of all of them, and sixteen lots that share them."""
    assert 1 << depth_for(500_000) < 5_000
    assert 16 * ((1 << depth_for(500_000 // 16)) + 1) < 5_000
    for count in (1, CODES_IN_BUCKET, 31_250, 500_000):
        assert count / (1 << depth_for(count)) <= CODES_IN_BUCKET


def test_a_lot_of_half_a_million_codes_is_planned(tmp_path: Path) -> None:
    site = catalogue(copy_tiny(tmp_path / "site"), DAY)
    manifest = files_of(SOLD, Change()).manifest
    last = replace_last(manifest.batches, 500_000)
    large = manifest.model_copy(update={"batches": last, "depth": depth_for(500_000)})
    codes = IssuedCodes(large, "{}", "", key().public_text, "x.json", "x.codes")
    planned = plan(
        replace(site, issued_codes={("gao-mau", SOLD): codes}), Settings(BASE), default_theme().facts
    )
    outputs, _ = planned.run(planned.units[f"codes/gao-mau/{SOLD}"])
    assert len({output.path for output in outputs}) == 2048 + 1
    assert [type(output) for output in outputs] == [CodeBucket] * 2048 + [Document]


def replace_last(batches: tuple[Batch, ...], last: int) -> tuple[Batch, ...]:
    return (*batches[:-1], batches[-1].model_copy(update={"last": last}))


def test_a_disk_copy_has_no_lists(tmp_path: Path) -> None:
    site = catalogue(numbered_project(tmp_path / "site"), DAY)
    planned = plan(site, Settings(BASE, "relative", usb_fair=""), default_theme().facts)
    outputs, _ = planned.run(planned.units[f"codes/gao-mau/{SOLD}"])
    assert any(isinstance(output, CodeBucket) for output in outputs)
    kept = [output for output in outputs if is_in_usb_edition(output)]
    assert [type(output) for output in kept] == [Document]
    pages, _ = planned.run(planned.units[f"lot/gao-mau/{SOLD}"])
    assert any(isinstance(page, Page) and is_in_usb_edition(page) for page in pages)


def test_files_of_codes_count_for_a_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = len(tree(build_clean_folder(tmp_path / "plain", copy_tiny(tmp_path / "tiny"))))
    monkeypatch.setitem(hosts.HOSTS, "cloudflare", Host("Cloudflare Pages", "", files=plain + 5))
    root, place = numbered_project(tmp_path / "site"), tmp_path / "place"
    words = ["--root", str(root), "publish", "folder", str(place), "--host", "cloudflare", "--day", str(DAY)]
    result = CliRunner().invoke(command_line("en"), [*words, "--base-url", BASE])
    assert result.exit_code == 1
    assert f"at most {plain + 5} files" in result.output
    assert not place.exists()


def build_clean_folder(output: Path, root: Path) -> Path:
    build_clean(root, output, base_url=BASE)
    return output
