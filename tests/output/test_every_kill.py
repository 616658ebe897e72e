"""A kill before any write: no dead link that a reader can meet, no lost printed address, no file left over.

One build is watched, and before each of its writes the output folder is kept as it stands: that is what a
kill at this moment leaves, since no file is ever written in its place.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from built import BuiltPage, BuiltSite, nothing_in
from edit_law import quick_builds
from tiny import (
    BASE,
    RICE,
    SESSION,
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

from generator.commands.build import build
from generator.output import files, owned_files, printed, update

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="hard links")]

LEDGER = """\
issued:
  - {address: /01/09521234543213, product: gao-mau, issued_on: 2026-06-01, use: tem}
  - {address: /p/MU0001/MU-2605-01, product: gao-mau, issued_on: 2026-06-01, use: nhãn lô}
  - {address: /p/MU0002, product: tra-mau, issued_on: 2026-06-01, use: tem}
"""
NEWLY_PRINTED = """\
  - {address: /p/MU0003, product: gao-moi, issued_on: 2026-11-20, use: tem}
  - {address: /p/MU0003/MU-2605-01, product: gao-moi, issued_on: 2026-11-20, use: nhãn lô}
"""


def copy_product(root: Path, source: str, name: str, old: str, new: str, code: str = "") -> None:
    """A product like another one, with a name of its own and no barcode."""
    shutil.copytree(root / source, root / "products/xa-mau" / name)
    record = root / "products/xa-mau" / name / "product.yaml"
    lines = record.read_text(encoding="utf-8").replace(old, new).splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("gtin:", "code:"))]
    record.write_text("".join(kept) + (f"code: {code}\n" if code else ""), encoding="utf-8")


def first_site(root: Path) -> None:
    copy_tiny(root)
    copy_product(root, TEA, "tra-cu", "Trà mẫu", "Trà cũ")
    append(root / TEA / "product.yaml", "code: MU0002\n")
    (root / "products/ledger.yaml").write_text(LEDGER, encoding="utf-8")


def edit(root: Path) -> None:
    """Add, change, rename and remove; two of the new pages are printed already."""
    copy_product(root, RICE, "gao-moi", "Gạo nếp mẫu", "Gạo mới", "MU0003")
    append(root / "products/ledger.yaml", NEWLY_PRINTED)
    replace(root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo nếp khác")
    add_photo(root)
    append(root / TEA / "product.yaml", "former_ids: [tra-mau]\n")
    (root / TEA).rename(root / "products/xa-mau/tra-moi")
    shutil.rmtree(root / "products/xa-mau/tra-cu")
    news = root / "content/news/tin-mau.yaml"
    replace(news, "Tin mẫu", "Tin khác")
    news.rename(news.with_name("tin-khac.yaml"))
    append(root / "themes/default/styles/tokens.css", ":root{--new:1px}\n")


@contextmanager
def kept_before_each_write(output: Path, points: Path) -> Iterator[list[str]]:
    """Keep the output folder before each write, numbered below ``points``; gives what each write does."""
    writes: list[str] = []

    def keep(what: str, path: Any) -> None:
        if str(path).startswith(f"{output}/"):
            shutil.copytree(output, points / str(len(writes)), copy_function=os.link)
            writes.append(f"{what} {Path(path).relative_to(output)}")

    def watched(what: str, function: Any, place: int) -> Any:
        def act(*given: Any, **more: Any) -> Any:
            keep(what, given[place])
            return function(*given, **more)

        return act

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", watched("put", os.replace, 1))
        patch.setattr(os, "unlink", watched("remove", os.unlink, 0))
        patch.setattr(os, "rmdir", watched("remove folder", os.rmdir, 0))
        stage = watched("stage", files.stage, 0)
        patch.setattr(files, "stage", stage)
        patch.setattr(update, "stage", stage)
        yield writes


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A build of many edits, with the folder as it stood before each write."""
    folder = tmp_path_factory.mktemp("kills").resolve()
    root, live = folder / "site", folder / "live"
    first_site(root)
    first = build(order(root, live / "output", live / "cache", base_url=BASE), session=SESSION)
    assert not first.report.failed, first.report.problems
    shutil.copytree(live, folder / "old")
    edit(root)
    (folder / "points").mkdir()
    with kept_before_each_write(live / "output", folder / "points") as writes:
        result = build(order(root, live / "output", live / "cache", base_url=BASE), session=SESSION)
    assert not result.report.failed, result.report.problems
    build_clean(root, folder / "clean", base_url=BASE)
    same(tree(live / "output"), tree(folder / "clean"))
    return folder, writes


@cache
def links_of(path: str, page: bytes) -> frozenset[str]:
    """The files of the site that a page leads to."""
    site = BuiltSite(Path(), BASE)
    built = BuiltPage(site, path, page.decode())
    targets = (site.resolve(path, link) for link in built.links())
    return frozenset(target[0] for target in targets if target)


def pages_of(found: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in found.items() if path.endswith(".html")}


def reached(state: dict[str, bytes], start: set[str]) -> set[str]:
    """The pages that readers come to by links, from ``start``."""
    seen: set[str] = set()
    waiting = [path for path in start if path in state]
    while waiting:
        path = waiting.pop()
        if path not in seen and path.endswith(".html"):
            seen.add(path)
            waiting += [target for target in links_of(path, state[path]) if target in state]
    return seen


def test_the_edits_do_everything(points: tuple[Path, list[str]]) -> None:
    """Else the other tests would say little."""
    folder, writes = points
    old, new = tree(folder / "old/output"), tree(folder / "clean")
    puts = [line.removeprefix("put ") for line in writes if line.startswith("put ")]
    assert {path in old for path in puts if path in new} == {True, False}
    assert {path for path in old.keys() - new.keys() if path.endswith(".html")}
    assert f"remove {owned_files.UNFINISHED}" in writes
    assert sum(line.startswith("remove ") for line in writes) > 10


def test_new_then_changed_then_stale(points: tuple[Path, list[str]]) -> None:
    folder, writes = points
    old, new = tree(folder / "old/output"), tree(folder / "clean")
    phases = []
    for line in writes:
        what, _, path = line.partition(" ")
        if path.startswith(".ocop-") or what not in ("put", "remove"):
            continue
        phases.append("removed" if what == "remove" else "changed" if path in old else "new")
        assert what != "put" or path in new
    assert phases == sorted(phases, key=("new", "changed", "removed").index)


def test_no_kill_leaves_a_dead_link(points: tuple[Path, list[str]]) -> None:
    """From the pages of the site before, as far as they stay, and from every printed address.

    Two things cannot be had, since pages lead to each other and come and go one by one. A page that is about
    to go, and that no other page leads to any more, may lead to one that went just before it. And of two
    addresses that were printed before any of their pages was published, the first to come leads to the other.
    """
    folder, writes = points
    old = tree(folder / "old/output")
    stale = old.keys() - tree(folder / "clean").keys()
    served = {printed.file_of(one) for one in printed.read(folder / "old/output")}
    first_served = {printed.file_of(one) for one in printed.read(folder / "live/output")} - served
    assert len(first_served) == 2
    faults: list[str] = []
    for number, write in enumerate(writes):
        state = tree(folder / "points" / str(number))
        from_before = reached(state, {*pages_of(old).keys() - stale, *served})
        from_first_served = reached(state, first_served) - from_before
        faults += [
            f"before {write}: {path} → {target}"
            for path in sorted(from_before | from_first_served)
            for target in sorted(links_of(path, state[path]))
            if target not in state and not (path in from_first_served and target in first_served)
        ]
        # A page that goes still has all that stays, and its pictures.
        faults += [
            f"before {write}: {path} → {target}, which a page that goes needs"
            for path in sorted(stale & pages_of(state).keys())
            for target in sorted(links_of(path, state[path]))
            if target not in state and not target.endswith(".html")
        ]
    nothing_in(faults)


def test_no_kill_loses_a_printed_address(points: tuple[Path, list[str]]) -> None:
    folder, writes = points
    before = {printed.file_of(one) for one in printed.read(folder / "old/output")}
    assert len(before) == 3
    after = {printed.file_of(one) for one in printed.read(folder / "live/output")}
    assert len(after) == 5
    for number, write in enumerate(writes):
        state = tree(folder / "points" / str(number))
        assert before <= state.keys(), write
    assert after <= tree(folder / "live/output").keys()


@pytest.fixture
def renders_once() -> Iterator[None]:
    """Which files are written is tried, and not how pages are made: each is made once for all kills."""
    with quick_builds(pages=True):
        yield


def test_every_kill_is_mended_by_the_next_build(points: tuple[Path, list[str]], renders_once: None) -> None:
    """While files are only made beside their places, nothing but those is different: every tenth will do."""
    folder, writes = points
    live, clean = folder / "live", tree(folder / "clean")
    old = tree(folder / "old/output")
    tried = 0
    for number, write in enumerate(writes):
        point = folder / "points" / str(number)
        visible = {path: data for path, data in tree(point).items() if not path.startswith(".ocop-")}
        visible = {path: data for path, data in visible.items() if not path.endswith(files.TEMPORARY)}
        kept = {path: data for path, data in old.items() if not path.startswith(".ocop-")}
        if write.startswith("stage ") and visible == kept and number % 10:
            continue
        shutil.rmtree(live)
        shutil.copytree(folder / "old/cache", live / "cache")
        shutil.copytree(point, live / "output", copy_function=os.link)
        result = build(
            order(folder / "site", live / "output", live / "cache", base_url=BASE), session=SESSION
        )
        assert not result.report.failed, (write, result.report.problems)
        same(tree(live / "output"), clean)
        hidden = {path.name for path in (live / "output").rglob(".*")}
        assert hidden <= {".ocop-built", ".ocop-lock", ".ocop-printed", ".nojekyll", ".well-known"}, write
        tried += 1
    assert tried > 60
