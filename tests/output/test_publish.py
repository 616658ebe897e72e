"""Skip, make, write, prune: only ours is written or removed, whatever lies in the output folder."""

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT
from tiny import (
    RICE,
    SESSION,
    STATE,
    TEA,
    add_photo,
    append,
    build_clean,
    copy_tiny,
    order,
    replace,
    same,
    tree,
)

from generator import project
from generator.cache import Cache
from generator.catalogue.reader import KeptTexts
from generator.commands.build import BuildResult, build
from generator.output import build_state, changes, files, owned_files, update
from generator.output import publish as publishing
from generator.output.build_state import BuildState
from generator.scan import scan
from generator.site import data

pytestmark = pytest.mark.slow


class Place:
    """A built site to work on."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.output = folder / "output"
        self.cache = folder / "cache"

    def build(self, **more: Any) -> BuildResult:
        return build(order(self.root, self.output, self.cache, **more), session=SESSION)

    def codes(self, **more: Any) -> list[tuple[str, str]]:
        return [(fault.code, fault.location.file) for fault in self.build(**more).report.sorted()]

    def written(self) -> dict[str, int]:
        return {
            path.relative_to(self.output).as_posix(): path.stat().st_mtime_ns
            for path in self.output.rglob("*")
            if path.is_file() and path.name not in STATE
        }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    site = Place(folder / "live")
    copy_tiny(site.root)
    assert site.build().written > 80
    (folder / "live").rename(folder / "kept")
    return folder


@pytest.fixture
def site(kept: Path) -> Iterator[Place]:
    """The same site for every test, at the same place, with its memory."""
    shutil.copytree(kept / "kept", kept / "live")
    live = Place(kept / "live")
    live.build()  # copied files are new files: this one build looks at them all
    yield live
    shutil.rmtree(kept / "live")


# ---- skip, make, prune ---------------------------------------------------------------------------


def test_nothing_is_made_twice(site: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.written()
    monkeypatch.setattr(publishing, "publish", None)  # the quick way asks nobody
    result = site.build()
    assert (result.written, result.kept, result.removed) == (0, len(before) - 1, 0)
    assert site.written() == before


@pytest.mark.parametrize(
    "kind", ["unit|", "units", "answers|", "assets", "inputs", "stored", "texts|", "index"]
)
def test_what_the_cache_has_lost_is_made_again(site: Place, kind: str) -> None:
    (cache,) = site.cache.glob("*.sqlite")
    with contextlib.closing(sqlite3.connect(cache)) as base:
        # Every second one is spoilt: of many some are left.
        rows = base.execute("select kind, key from cells where kind glob ? || '*'", (kind,)).fetchall()
        base.executemany("update cells set value = x'00' where kind = ? and key = ?", rows[::2])
        base.commit()
    assert rows
    shutil.rmtree(site.root / TEA)
    site.build()
    build_clean(site.root, site.root.parent / "clean")
    same(tree(site.output), tree(site.root.parent / "clean"))


def test_rows_of_open_data_are_kept_by_product(site: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large catalogue, making all rows again would be most of an edit."""
    made: list[str] = []
    make = data._row_text

    def counted(context: Any, product: str) -> str:
        made.append(product)
        return make(context, product)

    monkeypatch.setattr(data, "_row_text", counted)
    append(site.root / TEA / "product.yaml", "storage: {vi: Nơi khô, en: A dry place}\n")
    site.build()
    assert made == ["tra-mau"]
    append(site.root / "content/producers/htx-mau/producer.yaml", "founded: '2019'\n")
    site.build()
    assert made == ["tra-mau"], "open data say nothing of a producer's founding"
    shutil.rmtree(site.root / TEA)
    site.build()
    kept = BuildState(Cache(site.cache, site.root), site.output).texts("data/products.json")
    products = [path.parent.name for path in site.root.glob("products/*/*/product.yaml")]
    assert sorted(kept.keys() - {KeptTexts.OVERVIEW}) == sorted(products)


def test_an_unchanged_build_loads_no_large_library(site: Place) -> None:
    """Of the seconds that such a build takes, imports would be most."""
    day = order(site.root, site.output).day
    words = ("--lang", "en", "--root", site.root, "build", "--output", site.output, "--day", str(day))

    def libraries(*more: str) -> set[str]:
        build_process = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "generator", *words, *more],
            env={**os.environ, "OCOP_CACHE": str(site.cache), "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            check=True,
        )
        loaded = {line.rpartition("|")[2].strip() for line in build_process.stderr.splitlines()}
        return loaded & {"babel", "jinja2", "markdown", "PIL", "pydantic", "resvg_py", "tornado", "yaml"}

    assert libraries("--fresh") > {"jinja2", "pydantic"}
    assert not libraries()


def test_only_what_changed_is_made(site: Place) -> None:
    before = site.written()
    append(site.root / "content/pages/gioi-thieu/text.en.md", "\nOne more sentence.\n")
    result = site.build()
    assert (result.written, result.kept, result.removed) == (3, len(before) - 4, 0)
    after = site.written()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"en/about/index.html", "data/exchange/page.json", "data/exchange/index.json"}


def test_a_touched_record_makes_nothing(site: Place) -> None:
    (site.root / TEA / "product.yaml").touch()
    result = site.build()
    assert (result.written, result.removed) == (0, 0)
    assert result.kept > 80


@pytest.mark.parametrize("large", [False, True])
def test_what_is_gone_from_the_folder_is_made_again(
    site: Place, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    """Of a large site the folders are looked at, of a small one every file."""
    if large:
        monkeypatch.setattr(build_state, "CHECK_EVERY_FILE", 0)
    before = tree(site.output)
    assert site.build().written == 0
    shutil.rmtree(site.output / "san-pham/gao-mau")
    (site.output / "404.html").unlink()
    assert site.build().written == 2
    same(tree(site.output), before)
    (site.output / "en/products/gao-mau/index.html").write_bytes(b"mine")
    assert site.build().written == (0 if large else 1)
    assert site.build(fresh=True).written == (1 if large else 0)
    same(tree(site.output), before)


def test_a_build_of_a_large_site_looks_at_all_where_something_is_odd(
    site: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_state, "CHECK_EVERY_FILE", 0)
    before = tree(site.output)
    (site.output / "en/products/gao-mau/index.html").write_bytes(b"mine")
    append(site.output / owned_files.NAME, "somebody/else.txt\n")
    assert site.build().written == 1
    same(tree(site.output), before)


def test_one_record_does_not_take_another_s_picture_with_it(site: Place) -> None:
    """The same photo in two records is a file for each."""
    add_photo(site.root)
    shutil.copy(site.root / RICE / "tui-gao.png", site.root / TEA / "anh.png")
    append(
        site.root / TEA / "product.yaml", "photos:\n  - {file: anh.png, alt: {vi: Ảnh thử, en: A trial}}\n"
    )
    assert not site.build().report.failed
    replace(
        site.root / TEA / "product.yaml",
        "photos:\n  - {file: anh.png, alt: {vi: Ảnh thử, en: A trial}}\n",
        "",
    )
    (site.root / TEA / "anh.png").unlink()
    assert site.build().removed > 0
    build_clean(site.root, site.output.parent / "clean")
    same(tree(site.output), tree(site.output.parent / "clean"))
    shutil.rmtree(site.output.parent / "clean")


def test_fresh_trusts_no_memory(site: Place) -> None:
    """A page that was changed without a trace is taken for built; ``--fresh`` makes it and sees."""
    page = site.output / "index.html"
    facts, right = page.stat(), page.read_bytes()
    page.write_bytes(right[::-1])
    os.utime(page, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert site.build().written == 0
    before = site.written()
    result = site.build(fresh=True)
    assert (result.written, result.removed) == (1, 0)
    assert page.read_bytes() == right
    changed = {name for name, when in site.written().items() if when != before[name]}
    assert changed <= {"index.html", owned_files.NAME}


def test_a_file_that_is_right_already_is_not_written_again(site: Place) -> None:
    """What mirrors the folder to a host goes by the time of change."""
    before = site.written()
    replace(site.root / RICE / "product.yaml", "name:", "# A remark changes no page.\nname:")
    append(site.root / RICE / "product.yaml", "markets: [{vi: Chợ Mẫu, en: Sample Market}]\n")
    assert site.build().written > 0
    changed = {name for name, when in site.written().items() if when != before[name]}
    assert "san-pham/gao-mau/index.html" in changed
    assert "p/MU0001/index.html" not in changed


def test_an_unchanged_build_repeats_its_warnings(site: Place) -> None:
    shutil.rmtree(site.root / "content/producers/htx-mau/story.en.md", ignore_errors=True)
    (site.root / "content/producers/htx-mau/story.en.md").unlink()
    first, second = site.build(), site.build()
    assert first.written > 0
    assert (second.written, second.kept) == (0, first.written + first.kept)
    assert (second.pages, second.products) == (first.pages, first.products)
    assert first.report.sorted()
    assert second.report.sorted() == first.report.sorted()


def test_stale_files_go_with_their_empty_folders(site: Place) -> None:
    shutil.rmtree(site.root / TEA)
    (site.output / "en/products/tra-mau/mine.txt").write_text("mine")
    result = site.build()
    assert result.removed >= 3
    assert not (site.output / "san-pham/tra-mau").exists()
    assert not (site.output / "data/products/tra-mau.json").exists()
    assert [path.name for path in (site.output / "en/products/tra-mau").iterdir()] == ["mine.txt"]


def test_a_failed_build_touches_nothing(site: Place) -> None:
    before = site.written()
    replace(site.root / TEA / "product.yaml", "set: 11", "set: 12")
    replace(site.root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo khác")
    assert site.build().report.failed
    assert site.written() == before
    assert site.build().report.failed, "a second try must not take the fault for done"


# ---- what is not ours ----------------------------------------------------------------------------


def test_foreign_files_stay(site: Place) -> None:
    for name in ("CNAME", "en/mine.html", ".well-known/security.txt", "san-pham/.keep"):
        (site.output / name).parent.mkdir(parents=True, exist_ok=True)
        (site.output / name).write_text("mine")
    replace(site.root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo khác")
    site.build()
    site.build(fresh=True)
    for name in ("CNAME", "en/mine.html", ".well-known/security.txt", "san-pham/.keep"):
        assert (site.output / name).read_text() == "mine"


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_a_foreign_page_in_the_way_stops_the_build(site: Place, what: str, tmp_path: Path) -> None:
    name = "p/MU0002/index.html"
    (site.output / name).parent.mkdir(parents=True)
    if what == "file":
        (site.output / name).write_text("mine")
    elif what == "folder":
        (site.output / name).mkdir()
    else:
        (tmp_path / "theirs").write_text("theirs")
        (site.output / name).symlink_to(tmp_path / "theirs")
    append(site.root / TEA / "product.yaml", "code: MU0002\n")
    before = tree(site.output)
    assert site.codes() == [("OUTPUT-FOREIGN", name)]
    assert site.codes() == [("OUTPUT-FOREIGN", name)]
    same(tree(site.output), before)
    if what == "link":
        assert (tmp_path / "theirs").read_text() == "theirs"


def test_a_foreign_file_where_a_folder_must_be_stops_the_build(site: Place) -> None:
    (site.output / "p/MU0002").write_text("mine")
    append(site.root / TEA / "product.yaml", "code: MU0002\n")
    before = tree(site.output)
    assert site.codes() == [("OUTPUT-FOREIGN", "p/MU0002")]
    same(tree(site.output), before)


def test_nothing_is_written_through_a_link(site: Place, tmp_path: Path) -> None:
    """Somebody put a link in place of one of our folders: what lies behind it is not ours."""
    theirs = tmp_path / "theirs"
    shutil.move(site.output / "assets", theirs)
    (site.output / "assets").symlink_to(theirs, target_is_directory=True)
    append(site.root / "themes/default/styles/tokens.css", ":root{--new:1px}\n")
    before, behind = tree(site.output), tree(theirs)
    assert site.codes() == [("OUTPUT-FOREIGN", "assets")]
    same(tree(site.output), before)
    same(tree(theirs), behind)


def test_nothing_is_removed_through_a_link(site: Place, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    shutil.move(site.output / "san-pham/tra-mau", theirs)
    (site.output / "san-pham/tra-mau").symlink_to(theirs, target_is_directory=True)
    shutil.rmtree(site.root / TEA)
    assert not site.build().report.failed
    assert sorted(tree(theirs)) == ["index.html"]


def test_a_link_in_place_of_a_page_is_replaced_not_followed(site: Place, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")
    (site.output / "404.html").unlink()
    (site.output / "404.html").symlink_to(tmp_path / "theirs")
    assert site.build().written == 1
    assert not (site.output / "404.html").is_symlink()
    assert (tmp_path / "theirs").read_text() == "theirs"


def test_an_evil_list_leads_nowhere(site: Place) -> None:
    """The list of our files may come with somebody's project."""
    outside = site.output.parent / "outside.txt"
    outside.write_text("outside")
    own = site.output / "own"
    own.mkdir()
    for line in (
        "../outside.txt", f"{outside}", "own/../../outside.txt", "./../outside.txt", "own", "own/", "/", ".",
        "..", "", "a\0b", "//outside.txt", owned_files.NAME, "x" * 250, "*", "~/outside.txt",
    ):  # fmt: skip
        append(site.output / owned_files.NAME, line + "\n")
    replace(site.root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo khác")
    result = site.build()
    assert not result.report.failed, result.report.problems
    assert outside.read_text() == "outside"
    assert own.is_dir()
    build_clean(site.root, site.output.parent / "clean")
    same(tree(site.output), tree(site.output.parent / "clean"))
    shutil.rmtree(site.output.parent / "clean")


def test_a_list_that_is_no_text_claims_nothing(tmp_path: Path) -> None:
    (tmp_path / owned_files.NAME).write_bytes(b"\xff\xfe\x00index.html\n")
    assert owned_files.read(tmp_path) == set()


# ---- what goes wrong -----------------------------------------------------------------------------


def test_a_bad_photo_stops_before_anything_readers_see(site: Place) -> None:
    add_photo(site.root)
    photo = site.root / RICE / "tui-gao.png"
    photo.write_bytes(photo.read_bytes()[:-40])

    def read() -> dict[str, bytes]:
        return {name: data for name, data in tree(site.output).items() if not name.startswith("media/")}

    before = read()
    assert site.codes() == [("PHOTO-UNREADABLE", f"{RICE}/product.yaml")]
    after = read()
    del after[owned_files.NAME], before[owned_files.NAME]
    same(after, before)
    add_photo(site.root)
    site.build()
    build_clean(site.root, site.output.parent / "clean")
    same(tree(site.output), tree(site.output.parent / "clean"))
    shutil.rmtree(site.output.parent / "clean")


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_is_told(site: Place, monkeypatch: pytest.MonkeyPatch, fault: int) -> None:
    replace(site.root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo khác")
    before = tree(site.output)
    count = 0

    def refuse(temporary: str, path: str) -> None:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError(fault, "refused", path)
        files.put(temporary, path)

    with monkeypatch.context() as patch:
        patch.setattr(changes, "put", refuse)
        assert [code for code, _ in site.codes()] == ["OUTPUT-UNWRITABLE"]
    assert count == 4
    assert not list(site.output.rglob("*.ocop-tmp"))
    after = tree(site.output)
    changed = {name for name in before | after if after.get(name) != before.get(name)}
    assert len(changed - {owned_files.NAME, owned_files.UNFINISHED}) == 3
    assert not any(name.endswith(".html") for name in changed), "pages come last"
    assert site.codes() == []
    build_clean(site.root, site.output.parent / "clean")
    same(tree(site.output), tree(site.output.parent / "clean"))
    shutil.rmtree(site.output.parent / "clean")


def test_a_write_that_fails_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "refused")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="refused"):
        files.write(str(tmp_path / "page.html"), b"new")
    assert tree(tmp_path) == {"page.html": b"old"}


def test_output_below_a_file_is_told(site: Place) -> None:
    (site.root.parent / "file").write_text("mine")
    found = build(order(site.root, site.root.parent / "file" / "output")).report.sorted()
    assert [one.code for one in found] == ["OUTPUT-UNWRITABLE"]


def test_several_workers_make_the_same(site: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(site.output)
    shutil.rmtree(site.output)
    monkeypatch.setattr(publishing, "WORKERS_FROM", 0.1)
    monkeypatch.setattr(sys.modules["generator.records.read"], "WORTH_WORKERS", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    made_here: list[str] = []
    stage_output = update.Updater.stage_output

    def note(updater: Any, output: Any, *more: Any) -> Any:
        made_here.append(output.path)
        return stage_output(updater, output, *more)

    monkeypatch.setattr(update.Updater, "stage_output", note)
    result = site.build(fresh=True)
    assert result.written == len(before) - 1
    late = {"sitemap.xml", "sw.js", "data/exchange/index.json"}
    assert set(made_here) == late, "everything but the late units was made by the workers"
    same(tree(site.output), before)


def test_a_file_that_vanishes_while_it_is_looked_at_is_no_fault(
    site: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors put files of their own beside the one that is saved, for a moment."""

    class Gone:
        name = path = "4913"

        def is_dir(self, **_: bool) -> bool:
            return False

        def stat(self, **_: bool) -> None:
            raise FileNotFoundError(errno.ENOENT, "gone", self.path)

    wanted = order(site.root, site.output, site.cache)
    monkeypatch.setattr(os, "scandir", lambda _: contextlib.nullcontext([]))
    empty = project.input_digest(wanted, scan(site.root, project.INPUTS))
    monkeypatch.setattr(os, "scandir", lambda _: contextlib.nullcontext([Gone()]))
    assert project.input_digest(wanted, scan(site.root, project.INPUTS)) == empty
