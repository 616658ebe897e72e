"""``.ocop-built`` alone says which files are ours; what a cache remembers only saves time."""

import os
import shutil
from pathlib import Path

import pytest
from tiny import RICE, SESSION, TEA, append, build_clean, copy_tiny, order, replace, same, tree

from generator.commands.build import BuildResult, build
from generator.output import build_state, owned_files

pytestmark = pytest.mark.slow

FIRST, SECOND, NO_CACHE = "first", "second", None
TEA_PAGES = ("san-pham/tra-mau/index.html", "en/products/tra-mau/index.html", "data/products/tra-mau.json")


class Site:
    """A copy of the tiny site that several people publish into one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "site"
        self.output = folder / "output"

    def build(self, cache: str | None, *, fresh: bool = False) -> BuildResult:
        place = self.folder / cache if cache else None
        return build(order(self.root, self.output, place, fresh=fresh), session=SESSION)

    def built(self, cache: str | None, *, fresh: bool = False) -> None:
        result = self.build(cache, fresh=fresh)
        assert not result.report.failed, result.report.problems

    def same_as_clean(self) -> None:
        build_clean(self.root, self.folder / "clean")
        same(tree(self.output), tree(self.folder / "clean"))
        shutil.rmtree(self.folder / "clean")

    def remove_tea(self) -> None:
        shutil.move(self.root / TEA, self.folder / "tea")

    def bring_tea_back(self) -> None:
        shutil.move(self.folder / "tea", self.root / TEA)


@pytest.fixture
def site(same_folder: Path) -> Site:
    made = Site(same_folder)
    copy_tiny(made.root)
    return made


@pytest.mark.parametrize("other", [SECOND, NO_CACHE])
@pytest.mark.parametrize("large", [False, True])
def test_two_caches_leave_no_removed_product(
    site: Site, other: str | None, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:  # the folders are looked at, not every file
        monkeypatch.setattr(build_state, "CHECK_EVERY_FILE", 0)
    site.built(FIRST)
    site.remove_tea()
    site.built(other)
    site.bring_tea_back()
    site.built(FIRST)
    assert [path for path in TEA_PAGES if not (site.output / path).is_file()] == []
    site.remove_tea()
    site.built(other)
    assert [path for path in TEA_PAGES if (site.output / path).exists()] == []
    site.same_as_clean()


def test_other_cache_s_words_are_seen_in_a_large_folder(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other build changed a page far below, and no path."""
    monkeypatch.setattr(build_state, "CHECK_EVERY_FILE", 0)
    monkeypatch.setattr(build_state, "MANY", 0)
    site.built(FIRST)
    site.built(SECOND)
    site.built(FIRST)
    old = (site.root / RICE / "product.yaml").read_text(encoding="utf-8")
    append(site.root / RICE / "product.yaml", "brand: Mẫu\n")
    site.built(SECOND)
    (site.root / RICE / "product.yaml").write_text(old, encoding="utf-8")
    site.built(FIRST)
    site.same_as_clean()


@pytest.mark.parametrize("fresh", [False, True])
def test_deleted_output_is_made_again_and_stays_ours(site: Site, fresh: bool) -> None:
    site.built(FIRST)
    shutil.rmtree(site.output)
    site.built(FIRST)
    replace(site.root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo khác")
    site.built(FIRST, fresh=fresh)
    site.remove_tea()
    site.built(SECOND, fresh=fresh)
    site.same_as_clean()


@pytest.mark.parametrize("cache", [FIRST, SECOND, NO_CACHE])
def test_restored_backup_is_brought_up_to_date(site: Site, cache: str | None) -> None:
    """An older list with its older files, times of change included."""
    site.built(FIRST)
    shutil.copytree(site.output, site.folder / "backup")
    site.remove_tea()
    replace(site.root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo khác")
    site.built(FIRST)
    shutil.rmtree(site.output)
    shutil.copytree(site.folder / "backup", site.output)
    site.built(cache)
    site.same_as_clean()


@pytest.mark.parametrize("cache", [FIRST, SECOND, NO_CACHE])
def test_lost_list_is_written_again_where_every_file_is_right(site: Site, cache: str | None) -> None:
    """Files with the very bytes that would be written are ours, whoever wrote them."""
    site.built(FIRST)
    (site.output / owned_files.NAME).unlink()
    site.built(cache)
    site.same_as_clean()


@pytest.mark.parametrize("cache", [FIRST, SECOND, NO_CACHE])
def test_without_a_list_other_files_are_nobody_s_to_change(site: Site, cache: str | None) -> None:
    site.built(FIRST)
    (site.output / owned_files.NAME).unlink()
    (site.output / "index.html").write_text("mine")
    before = tree(site.output)
    result = site.build(cache)
    assert [(fault.code, fault.location.file) for fault in result.report.problems] == [
        ("OUTPUT-FOREIGN", "index.html")
    ]
    same(tree(site.output), before)
    # A product that goes now leaves its pages: the list that would name them is lost.
    (site.output / "index.html").unlink()
    site.built(cache)
    site.same_as_clean()


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("mask", [0o077, 0o027, 0o022, 0o002])
def test_a_web_server_can_read_what_was_written(site: Site, mask: int) -> None:
    before = os.umask(mask)
    try:
        site.built(FIRST)
    finally:
        os.umask(before)
    for path in (site.output, *site.output.rglob("*")):
        needed = 0o755 if path.is_dir() else 0o644
        assert path.stat().st_mode & needed == needed, path


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_what_was_written_unreadable_is_made_readable(site: Site) -> None:
    """By an earlier version; the bytes are right already."""
    site.built(FIRST)
    page = site.output / "index.html"
    page.chmod(0o600)
    site.built(FIRST, fresh=True)
    assert page.stat().st_mode & 0o777 == 0o644
