"""Measures builds of a synthetic catalogue: cold, unchanged, one edit.

``bench.py [PRODUCTS …]``. Each build is a process of its own. Seconds differ from machine to machine, and
from hour to hour, so each row is set beside two others of the same run: Hugo on the same records
(``peer.py``: pages alone, without codes, pictures, data, search and checks), before and after ours, and the
floor: writing our own files once more, one after the other, with nothing thought about them.
"""

import multiprocessing
import multiprocessing.connection
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import peer
import synthetic

PROJECT = Path(__file__).resolve().parent.parent
DAY = "2026-11-21"


@dataclass(frozen=True)
class Measure:
    """What one process and its children took."""

    wall: float
    cpu: float
    peak: float
    """Megabytes of the largest single process."""


def _child(command: list[str], extra: dict[str, str], answer: multiprocessing.connection.Connection) -> None:
    """Run a command and say what it took; in a process of its own, whose only child it is."""
    began = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **extra}, stdout=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts kilobytes, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    answer.send((done.returncode, Measure(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)))


def measure(*command: str, **extra: str) -> Measure:
    """Run a command with ``extra`` in its environment. Raises :class:`RuntimeError` if it fails."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_child, args=(list(command), extra, theirs))
    process.start()
    code, result = ours.recv()
    process.join()
    if code:
        raise RuntimeError(f"{command}: {code}")
    assert isinstance(result, Measure)
    return result


def floor(output: Path, scratch: Path) -> Measure:
    """Write every file of ``output`` again, plainly; its reading is not counted."""
    files = [
        (path.relative_to(output), path.read_bytes()) for path in sorted(output.rglob("*")) if path.is_file()
    ]
    began, cpu = time.perf_counter(), time.process_time()
    for name, content in files:
        target = scratch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return Measure(time.perf_counter() - began, time.process_time() - cpu, 0)


def edit(root: Path) -> None:
    """Change one word of one product, as an officer would."""
    path = min(root.glob("products/*/*/product.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("shelf_life:\n  vi: 12", "shelf_life:\n  vi: 13", 1), encoding="utf-8")
    if path.read_text(encoding="utf-8") == text:
        raise RuntimeError("the edit changed nothing")


def hugo_build(root: Path, scratch: Path) -> Measure:
    """A cold build of the same records by Hugo, the quicker of two."""
    site, output = scratch / "hugo", scratch / "hugo-output"
    if not site.exists():
        peer.make(root, site)
    found = []
    for _ in range(2):
        shutil.rmtree(output, ignore_errors=True)
        words = ("-m", "hugo", "--quiet", "--source", str(site), "--destination", str(output))
        found.append(measure(sys.executable, *words))
    return min(found, key=lambda one: one.wall)


def files_of(folder: Path) -> str:
    """How many files and pages a folder holds, and how much."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in found)
    size = sum(path.stat().st_size for path in found)
    return f"{len(found)} files, {pages} of them pages, {size / 2**20:.0f} MB"


def bench(products: int, scratch: Path) -> None:
    """Measure one size and print its table."""
    root, output = scratch / "catalogue", scratch / "output"
    synthetic.make(root, products)
    ocop = (sys.executable, "-m", "generator", "--root", str(root))
    command = (*ocop, "build", "--output", str(output), "--day", DAY)
    # A cache of its own: the first build is cold, and nothing is left behind.
    extra = {"PYTHONPATH": str(PROJECT), "XDG_CACHE_HOME": str(scratch / "cache")}
    before = hugo_build(root, scratch)
    rows = {"cold": measure(*command, **extra), "unchanged": measure(*command, **extra)}
    edit(root)
    rows["one edit"] = measure(*command, **extra)
    hugo = min(before, hugo_build(root, scratch), key=lambda one: one.wall)
    lowest = floor(output, scratch / "floor")
    rows |= {"Hugo, cold": hugo, "floor": lowest}
    print(f"{products} products: {files_of(output)}; Hugo: {files_of(scratch / 'hugo-output')}")
    print(f"{'':12}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'× Hugo':>9}{'× floor':>9}")
    for name, row in rows.items():
        ratios = f"{row.wall / hugo.wall:9.2f}{row.wall / lowest.wall:9.2f}"
        print(f"{name:12}{row.wall:9.2f}{row.cpu:9.2f}{row.peak:9.0f}{ratios}")


def main(words: list[str]) -> int:
    """Sizes to measure, 2,000 if none is given."""
    for products in [int(word) for word in words] or [synthetic.PRODUCTS]:
        scratch = Path(tempfile.mkdtemp(prefix="ocop-bench-"))
        try:
            bench(products, scratch)
        finally:
            shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
