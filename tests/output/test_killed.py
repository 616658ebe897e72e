"""A build that is killed, or that another one races: every file whole, and the next build mends the rest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import PROJECT
from tiny import DAY, RICE, SESSION, append, build_clean, copy_tiny, order, replace, same, tree

from generator.commands.build import build
from generator.output import owned_files
from generator.output.files import TEMPORARY

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="signals and locks of POSIX")]

# Runs the command line, and kills its own process with SIGKILL at the n-th file: half written beside its
# place, whole but not in its place, or just put there.
KILLED = """
import os, signal, sys
from pathlib import Path
from generator.output import update, changes, files
step, left = sys.argv.pop(1), int(sys.argv.pop(1))
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def last():
    global left
    left -= 1
    return left == 0
def stage(path, data):
    if step == "put" or not last():
        return staged(path, data)
    part = Path(f"{path}.{os.getpid()}{files.TEMPORARY}")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(data if step == "whole" else data[: len(data) // 2])
    die()
def put(temporary, path):
    place(temporary, path)
    if step == "put" and last():
        die()
staged, place = files.stage, files.put
files.stage = update.stage = stage
files.put = changes.put = put
from generator.cli import main
main()
"""


def command(root: Path, output: Path) -> list[str]:
    return ["build", "--root", str(root), "--output", str(output), "--day", DAY.isoformat()]


def environment(cache: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT), "OCOP_CACHE": str(cache)}


def kill_at(root: Path, output: Path, cache: Path, step: str, number: int) -> int:
    words = [sys.executable, "-c", KILLED, step, str(number), *command(root, output)]
    return subprocess.run(words, env=environment(cache), capture_output=True, check=False).returncode


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as it was built, then changed on nearly every page, and both clean results."""
    folder = tmp_path_factory.mktemp("killed")
    root = copy_tiny(folder / "site")
    build(order(root, folder / "live" / "output", folder / "live" / "cache"))
    (folder / "live").rename(folder / "old")
    replace(root / "content/site.yaml", "Danh mục mẫu", "Danh mục khác")
    replace(root / "content/site.yaml", "Sample catalogue", "Another catalogue")
    shutil.rmtree(root / "content/news")
    append(root / RICE / "product.yaml", "brand: Mẫu\n")
    build_clean(root, folder / "new")
    return folder


# The 1st file says that a build is at work; then everything is made beside its place, then the list of files
# is written, then all is put in place.
@pytest.mark.parametrize(
    ("step", "number"),
    [("half", 1), ("whole", 1), ("half", 5), ("whole", 20), ("half", 60), ("put", 10), ("put", 60)],
)
def test_a_killed_build_leaves_whole_files(built: Path, step: str, number: int) -> None:
    live = built / "live"
    shutil.rmtree(live, ignore_errors=True)
    shutil.copytree(built / "old", live)
    old, new = tree(built / "old" / "output"), tree(built / "new")
    assert kill_at(built / "site", live / "output", live / "cache", step, number) == -9
    left = [name for name in tree(live / "output") if name.endswith(TEMPORARY)]
    assert left
    for name, data in tree(live / "output").items():
        if not name.endswith(TEMPORARY) and name not in (owned_files.NAME, owned_files.UNFINISHED):
            assert data in (old.get(name), new.get(name)), name
    for name in old.keys() & new.keys():
        assert (live / "output" / name).is_file(), f"{name} is gone"
    mended = build(order(built / "site", live / "output", live / "cache"), session=SESSION)
    assert not mended.report.failed
    same(tree(live / "output"), new)


def test_a_first_build_killed_at_once_is_mended(built: Path, tmp_path: Path) -> None:
    assert kill_at(built / "site", tmp_path / "output", tmp_path / "cache", "half", 1) == -9
    assert [name for name in tree(tmp_path / "output") if not name.endswith(TEMPORARY)] == []
    build(order(built / "site", tmp_path / "output", tmp_path / "cache"))
    same(tree(tmp_path / "output"), tree(built / "new"))


@pytest.mark.parametrize("caches", [("cache", "cache"), ("cache", "other")])
def test_two_builds_at_once_make_one_whole_site(built: Path, tmp_path: Path, caches: tuple[str, str]) -> None:
    words = [sys.executable, "-m", "generator", *command(built / "site", tmp_path / "output")]
    both = [
        subprocess.Popen(
            words, env=environment(tmp_path / cache), stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for cache in caches
    ]
    said = [one.communicate()[0].decode() for one in both]
    assert [one.returncode for one in both] == [0, 0]
    same(tree(tmp_path / "output"), tree(built / "new"))
    # One of them made everything, the other waited and found nothing left to do.
    count = len(tree(built / "new")) - 1
    assert sorted(f" {count} files made" in text or f"{count} tệp" in text for text in said) == [False, True]
