"""Measures builds of a synthetic catalogue: cold, unchanged, and after each kind of edit.

``bench.py [PRODUCTS …] [--before REVISION] [--country]``. Each build is a process of its own. Seconds differ
from machine to machine, and from hour to hour, so each row is set beside others of the same run: Hugo on the
same records (``peer.py``: pages alone, without codes, pictures, data, search and checks), before and after
ours; the floor: writing our own files once more, one after the other, with nothing thought about them; and,
with ``--before``, a cold build by the program of another revision, of a catalogue that its own script makes.

``--country`` measures a catalogue of all 34 provinces instead, of 17,000 products if no number is given, and
nothing else: the files of its builds alone take some gigabytes, and half an hour on two cores.
"""

import argparse
import multiprocessing
import multiprocessing.connection
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import peer
import synthetic
import yaml

PROJECT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Measure:
    """What one process and its children took."""

    wall: float
    cpu: float
    largest: float
    """Megabytes of the largest single process."""
    together: float = 0
    """Most megabytes of all processes at one time, shared ones counted once; 0 where it cannot be told."""


def _child(
    command: list[str], folder: Path, extra: dict[str, str], answer: multiprocessing.connection.Connection
) -> None:
    """Run a command and tell what it took; in a process of its own, whose only child it is."""
    began = time.perf_counter()
    # As it is installed for users: modules are compiled once, not in each process.
    environment = {**os.environ, **extra}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        together = Sampler(process.pid)
        together.start()
        _, errors = process.communicate()
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts kilobytes, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    measured = Measure(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit, together.end())
    answer.send((process.returncode, errors, measured))


class Sampler(threading.Thread):
    """Looks now and then how much memory a process and all that it started have (Linux alone tells)."""

    EVERY = 0.5
    """Seconds between two looks."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._ended = threading.Event()
        self._most = 0.0

    def run(self) -> None:
        """Look until :meth:`end` is called."""
        while not self._ended.wait(self.EVERY):
            self._most = max(self._most, sum(map(proportional_size, family(self._process))))

    def end(self) -> float:
        """Stop looking; return the most megabytes that were seen."""
        self._ended.set()
        self.join()
        return self._most


def family(process: int) -> Iterator[int]:
    """Yield a process and all that descend from it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def proportional_size(process: int) -> float:
    """Return the megabytes of a process, those that several share divided among them; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 2**10 for line in lines if line.startswith("Pss:")), 0)


def measure(
    *command: str, folder: Path = PROJECT, extra: Mapping[str, str] = MappingProxyType({})
) -> Measure:
    """Run a command in ``folder`` with ``extra`` in its environment.

    Raises :class:`RuntimeError` if it fails.
    """
    ours, theirs = multiprocessing.Pipe()
    arguments = (list(command), folder, dict(extra), theirs)
    process = multiprocessing.get_context("spawn").Process(target=_child, args=arguments)
    process.start()
    code, errors, result = ours.recv()
    process.join()
    if code:
        raise RuntimeError(f"{command}: {code}\n{errors.decode(errors='replace')}")
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
    return Measure(time.perf_counter() - began, time.process_time() - cpu, 0, 0)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise RuntimeError(f"{path}: no {old!r} to edit")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _records(root: Path) -> list[Path]:
    return sorted(root.glob("products/**/product.yaml"))


def edit_description(root: Path) -> None:
    """Change words that stand on one product's own pages."""
    _replace(_records(root)[0], "description:\n  vi: '", "description:\n  vi: 'Mới. ")


def edit_name(root: Path) -> None:
    """Change a name so that the product keeps its place in every list."""
    record = _records(root)[1]
    name = yaml.safe_load(record.read_text(encoding="utf-8"))["name"]["vi"]
    _replace(record, f"name:\n  vi: {name}\n", f"name:\n  vi: {name} a\n")


def move_name(root: Path) -> None:
    """Change a name so that the product comes first in every list in which it stands."""
    _replace(_records(root)[1], "name:\n  vi: ", "name:\n  vi: A ")


def add_product(root: Path) -> None:
    """Write one more product with its lots."""
    records = _records(root)
    *_, province = records[0].relative_to(root / "products").parts[:-3] or [""]
    beside = [record for record in records if f"/{province}/" in record.as_posix()] if province else records
    number, producers = len(records) + 1, max(1, len(beside) * synthetic.PRODUCERS_IN_A_HUNDRED // 100)
    synthetic.Maker(root, number, province).product(number, producers)


def remove_product(root: Path) -> None:
    """Remove a product with its lots."""
    shutil.rmtree(_records(root)[2].parent)


EDITS = {
    "description": edit_description,
    "name": edit_name,
    "name that moves": move_name,
    "added": add_product,
    "removed": remove_product,
}


def hugo_build(root: Path, scratch: Path) -> Measure:
    """A cold build of the same records by Hugo, the quicker of two."""
    site, output = scratch / "hugo", scratch / "hugo-output"
    if not site.exists():
        peer.make(root, site)
    builds = []
    for _ in range(2):
        shutil.rmtree(output, ignore_errors=True)
        words = ("-m", "hugo", "--quiet", "--source", str(site), "--destination", str(output))
        builds.append(measure(sys.executable, *words))
    return min(builds, key=lambda measured: measured.cpu)


def files_of(folder: Path) -> str:
    """How many files and pages a folder holds, and how much."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in found)
    size = sum(path.stat().st_size for path in found)
    return f"{len(found)} files, {pages} of them pages, {size / 2**20:.0f} MB"


class Ocop:
    """The program of one source tree, with an output folder and a cache of its own."""

    def __init__(self, tree: Path, root: Path, scratch: Path) -> None:
        self.output = scratch / "output"
        self._tree = tree
        self._command = (sys.executable, "-m", "generator", "--root", str(root))
        self._extra = {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(scratch / "cache")}

    def build(self, day: date = DAY) -> Measure:
        """Build as of a day, with what the last build left."""
        return self._run("build", "--output", str(self.output), "--day", day.isoformat())

    def check(self, day: date = DAY) -> Measure:
        """Check as of a day."""
        return self._run("check", "--day", day.isoformat())

    def help(self) -> Measure:
        """Show the help."""
        return self._run("--help")

    def _run(self, *words: str) -> Measure:
        return measure(*self._command, *words, folder=self._tree, extra=self._extra)


@contextmanager
def tree_at(revision: str, scratch: Path) -> Iterator[Path]:
    """The source tree of another revision, in a git worktree of its own."""
    tree = scratch / "tree"
    git = ("git", "-C", str(PROJECT), "worktree")
    subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
    try:
        yield tree
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def cold_before(revision: str, products: int, scratch: Path) -> Measure:
    """A cold build of a catalogue of the same size by the program of another revision."""
    with tree_at(revision, scratch) as tree:
        root = scratch / "catalogue"
        words = (sys.executable, "scripts/synthetic.py", str(root), str(products))
        subprocess.run(words, cwd=tree, check=True)
        return Ocop(tree, root, scratch).build()


def our_rows(ocop: Ocop, root: Path) -> dict[str, Measure]:
    """Measure builds of a catalogue: cold, unchanged, after each edit, on the next day."""
    rows = {"cold": ocop.build(), "unchanged": ocop.build(), "--help": ocop.help()}
    ocop.check()
    rows["check, unchanged"] = ocop.check()
    for name, edit in EDITS.items():
        edit(root)
        rows[name] = ocop.build()
    return rows | {"next day": ocop.build(DAY + timedelta(days=1))}


def bench(products: int, scratch: Path, revision: str = "") -> Measure:
    """Measure one size beside Hugo and print its table. Returns the cold build."""
    root = scratch / "catalogue"
    synthetic.make(root, products)
    ocop = Ocop(PROJECT, root, scratch)
    first_hugo = hugo_build(root, scratch)
    before = cold_before(revision, products, scratch / "before") if revision else None
    rows = our_rows(ocop, root)
    hugo = min(first_hugo, hugo_build(root, scratch), key=lambda measured: measured.cpu)
    rows |= {"Hugo, cold": hugo, "floor": floor(ocop.output, scratch / "floor")}
    if before:
        rows[f"cold at {revision[:12]}"] = before
    print(f"{products} products: {files_of(ocop.output)}; Hugo: {files_of(scratch / 'hugo-output')}")
    others = {"Hugo": hugo, **({"before": before} if before else {})}
    print_table(rows, products, others)
    return rows["cold"]


def bench_country(products: int, scratch: Path) -> Measure:
    """Measure a country and print its table. Returns the cold build."""
    root = scratch / "catalogue"
    synthetic.make_country(root, products)
    ocop = Ocop(PROJECT, root, scratch)
    rows = our_rows(ocop, root)
    print(f"34 provinces, {products} products: {files_of(ocop.output)}")
    print_table(rows, products, {})
    return rows["cold"]


def print_table(rows: Mapping[str, Measure], products: int, others: Mapping[str, Measure]) -> None:
    """Print what each build took, also as a multiple of ``others``."""
    titles = ["wall s", "cpu s", "cpu ms each", "MB together", "MB largest"]
    titles += [f"{what}/{name}" for name in others for what in ("wall", "cpu")]
    print(f"{'':22}{''.join(f'{title:>12}' for title in titles)}")
    for name, row in rows.items():
        numbers = [row.wall, row.cpu, row.cpu / products * 1000, row.together, row.largest]
        for other in others.values():
            numbers += [row.wall / other.wall, row.cpu / other.cpu]
        print(f"{name:22}{''.join(f'{number:12.2f}' for number in numbers)}", flush=True)


def main(words: list[str]) -> int:
    """Sizes to measure, 2,000 if none is given; with several, how the work for a product grows."""
    parser = argparse.ArgumentParser(description="Measure builds of a synthetic catalogue.")
    parser.add_argument("products", nargs="*", type=int)
    parser.add_argument("--before", default="", metavar="REVISION", help="measure a cold build of it as well")
    parser.add_argument("--country", action="store_true", help="all 34 provinces, without other programs")
    asked = parser.parse_args(words)
    each: list[tuple[int, float]] = []
    for products in asked.products or [synthetic.COUNTRY if asked.country else synthetic.PRODUCTS]:
        scratch = Path(tempfile.mkdtemp(prefix="ocop-bench-"))
        try:
            if asked.country:
                cold = bench_country(products, scratch)
            else:
                cold = bench(products, scratch, asked.before)
            each.append((products, cold.cpu / products))
        finally:
            shutil.rmtree(scratch)
    (first, first_cpu), (last, last_cpu) = each[0], each[-1]
    if first != last:
        print(f"cpu a product, {first} to {last} products: grows {last_cpu / first_cpu:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
