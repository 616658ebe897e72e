"""Measures builds of a synthetic catalogue: cold, unchanged, one edit.

``bench.py [PRODUCTS …]``. Each build is a process of its own. Seconds differ from machine to machine,
so each row also says how many times the floor it took: writing the same bytes to the same disk, one
file after the other, with nothing thought about them.
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


def _child(
    command: list[str], extra: dict[str, str], answer: multiprocessing.connection.Connection
) -> None:
    """Run a command and say what it took; in a process of its own, whose only child it is."""
    began = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **extra}, stdout=subprocess.DEVNULL, check=False
    )
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
    code, found = ours.recv()
    process.join()
    if code:
        raise RuntimeError(f"{command}: {code}")
    assert isinstance(found, Measure)
    return found


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


def bench(products: int, scratch: Path) -> None:
    """Measure one size and print its table."""
    root, output = scratch / "catalogue", scratch / "output"
    synthetic.make(root, products)
    ocop = (sys.executable, "-m", "generator", "--root", str(root))
    command = (*ocop, "build", "--output", str(output), "--day", DAY)
    # A cache of its own: the first build is cold, and nothing is left behind.
    extra = {"PYTHONPATH": str(PROJECT), "XDG_CACHE_HOME": str(scratch / "cache")}
    rows = {"cold": measure(*command, **extra), "unchanged": measure(*command, **extra)}
    edit(root)
    rows["one edit"] = measure(*command, **extra)
    lowest = floor(output, scratch / "floor")
    pages = sum(1 for _ in output.rglob("*.html"))
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    print(f"{products} products, {pages} pages, {size / 2**20:.0f} MB in all")
    print(f"{'':12}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'× floor':>9}")
    for name, row in rows.items():
        print(f"{name:12}{row.wall:9.2f}{row.cpu:9.2f}{row.peak:9.0f}{row.wall / lowest.wall:9.2f}")
    print(f"{'floor':12}{lowest.wall:9.2f}{lowest.cpu:9.2f}{'':9}{1:9.2f}")


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
