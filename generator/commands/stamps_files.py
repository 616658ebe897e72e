"""Makes the files of an order of stamps: sheets, lists, proofs and how to print them, all of them or none.

They are made in a folder beside the one that was asked for, and that is renamed in one step.
"""

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from generator.disk import sync_file, sync_folder
from generator.issuing.issue import GivenNumbers, serials_of
from generator.issuing.keys import SigningKey
from generator.progress import Progress
from generator.stamps.lists import ListedStamps, write_list
from generator.stamps.paper import sheet_for
from generator.stamps.pdf import StampJob, symbol_series, write_identical, write_numbered
from generator.stamps.preview import NO_SERIAL
from generator.stamps.values import WrittenStamps
from generator.workers import Watch, spread

MOST_IN_FILE = 50_000
"""Numbered stamps of one file: printers' programs open it, and a process needs no more than 300 MB for it."""
BYTES_PER_STAMP, BYTES_PER_FILE = 1200, 3 * 2**20
"""What sheets and list of a numbered stamp take at most (720 measured), and all else of a product or lot."""
README, SUMS, PREVIEW = "README.txt", "SHA-256SUMS", "preview.pdf"
UNREADY = ".unready"
_SAMPLE = 500
"""Symbols by which the time that all take is told."""


@dataclass(frozen=True)
class StampsToMake:
    """The stamps of one product or lot, with their numbers."""

    stem: str
    """How the names of its files begin."""
    job: StampJob
    given: GivenNumbers
    gtin: str
    """As it stands in the address that is printed; empty where none does."""

    @property
    def is_numbered(self) -> bool:
        """Whether each stamp has a serial."""
        return self.given.first > 0

    def parts(self) -> Iterator["StampsToMake"]:
        """Yield what is put into a file each."""
        given, copies = self.given, self.given.wanted.copies
        if not self.is_numbered or copies <= MOST_IN_FILE:
            yield self
            return
        for number, first in enumerate(range(given.first, given.last + 1, MOST_IN_FILE), start=1):
            last = min(first + MOST_IN_FILE - 1, given.last)
            wanted = replace(given.wanted, copies=last - first + 1)
            part = replace(given, wanted=wanted, first=first, last=last)
            # Only one sheet of a whole order is half used.
            job = self.job if number == 1 else replace(self.job, sheet=self.job.sheet.with_skip(0))
            yield replace(self, stem=f"{self.stem}-{number}", job=job, given=part)


@dataclass(frozen=True)
class MadeFile:
    """A file that was made."""

    name: str
    stamps: int
    pages: int
    """0 for a list."""
    sha256: str


@dataclass(frozen=True)
class MadePart:
    """The files of one part, and the processor seconds that they took: serials, symbols, sheets, lists."""

    files: tuple[MadeFile, ...]
    seconds: Mapping[str, float]


def reserve(folder: Path, stamps: Iterable[tuple[int, bool]]) -> None:
    """Make sure that the disk has room for the files of some stamps. Raises ``OSError`` where it has not.

    ``stamps`` are counts and whether they are numbered. Numbers that were issued for a full disk would have
    to wait for room.
    """
    needed = sum(BYTES_PER_FILE + BYTES_PER_STAMP * count * numbered for count, numbered in stamps)
    room = folder / "room"
    with room.open("wb") as stream:
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(stream.fileno(), 0, needed)
            elif shutil.disk_usage(folder).free < needed:
                stream.truncate(needed)
        finally:
            stream.close()
            room.unlink()


@contextmanager
def new_folder(target: Path, order: str) -> Iterator[Path]:
    """Give the folder in which the files of an order are made; at the end it becomes ``target``, or nothing.

    What a run that was killed has left there is removed. Raises ``OSError`` where something is in the place
    of ``target`` by then.
    """
    folder = target.with_name(f".{target.name}.{order}{UNREADY}")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        yield folder
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def make_files(
    folder: Path,
    stamps: Sequence[StampsToMake],
    key: SigningKey | None,
    progress: Progress,
    texts: Callable[[Sequence[MadeFile]], Mapping[str, bytes]],
) -> Counter[str]:
    """Make all files in ``folder``, which is empty; return the processor seconds of each kind of work.

    ``key`` is that from which the serials of numbered stamps are derived; ``texts`` gives what lies beside
    the files, by name. Raises ``RefusedError`` where a stamp cannot be drawn, ``OtherKeyError`` for another
    key, ``OSError`` where the disk cannot take the files.
    """
    parts = [part for item in stamps for part in item.parts()]
    progress.expect("stamp", sum(_pieces(part) for part in parts))
    progress.begin("stamping")
    shown = 0

    def show(done: int) -> None:
        nonlocal shown
        progress.did("stamp", pieces=done - shown)
        shown = done

    watch = Watch(show)
    finished = list(
        spread(
            lambda part: _make_part(folder, part, key, watch),
            parts,
            in_parallel=any(part.is_numbered for part in parts),
            watch=watch,
        )
    )
    seconds: Counter[str] = Counter()
    for part in finished:
        seconds.update(part.seconds)
    files = sorted((file for part in finished for file in part.files), key=lambda file: file.name)
    others = texts(files)
    for name, content in others.items():
        (folder / name).write_bytes(content)
        sync_file(folder / name)
    sums = {file.name: file.sha256 for file in files}
    sums |= {name: sha256(content).hexdigest() for name, content in others.items()}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    sync_file(folder / SUMS)
    sync_folder(folder)
    return seconds


def _pieces(part: StampsToMake) -> int:
    """Return how many steps of progress a part makes: identical stamps are one drawing."""
    return part.given.wanted.copies if part.is_numbered else 1


def _make_part(folder: Path, part: StampsToMake, key: SigningKey | None, watch: Watch) -> MadePart:
    if part.is_numbered:
        assert key is not None, "an order with numbers is opened with a key"
        return _make_numbered(folder, part, key, watch)
    began = time.process_time()
    files = [_made(write_identical(folder / f"{part.stem}.pdf", part.job, part.given.wanted.copies))]
    if not part.job.sheet.one_up:
        files.append(_made(write_identical(folder / f"{part.stem}-proof.pdf", _one_up(part.job), 1)))
    for file in files:
        sync_file(folder / file.name)
    watch.advance(1)
    return MadePart(tuple(files), {"sheets": time.process_time() - began})


def _make_numbered(folder: Path, part: StampsToMake, key: SigningKey, watch: Watch) -> MadePart:
    given, job = part.given, part.job
    count = given.wanted.copies
    marks = [time.process_time()]
    serials = list(serials_of(key, given))
    marks.append(time.process_time())
    symbols = 0.0
    if not job.design.hides_serial:
        series = symbol_series(job.values)
        sample = serials[:_SAMPLE]
        for _ in range(2):  # the first ones make what all share
            start = time.process_time()
            for serial in sample:
                series.encode(serial)
        symbols = (time.process_time() - start) * count / len(sample)
    marks.append(time.process_time())
    sheets = write_numbered(folder / f"{part.stem}.pdf", job, serials, count, watch.advance)
    proof = write_numbered(folder / f"{part.stem}-proof.pdf", _one_up(job), [NO_SERIAL], 1)
    marks.append(time.process_time())
    hidden, shown = job.design.hides_serial, job.design.shown
    listed = ListedStamps(part.gtin, given.wanted.lot or "", given.first, count, hidden, shown)
    rows = write_list(
        folder / f"{part.stem}.csv",
        job.values,
        job.sheet,
        listed,
        serials,
        progress=lambda _rows: watch.advance(0),  # a fiftieth of the work
    )
    marks.append(time.process_time())
    files = (_made(sheets), _made(proof), MadeFile(rows.path.name, rows.rows, 0, rows.sha256))
    for file in files:
        sync_file(folder / file.name)
    seconds = {
        "serials": marks[1] - marks[0],
        "symbols": symbols,
        "sheets": max(0.0, marks[3] - marks[2] - symbols),
        "lists": marks[4] - marks[3],
    }
    return MadePart(files, seconds)


def _one_up(job: StampJob) -> StampJob:
    design = job.design
    return replace(job, sheet=sheet_for("one-up", design.size, is_round=design.shape == "round"))


def _made(written: WrittenStamps) -> MadeFile:
    return MadeFile(written.path.name, written.stamps, written.pages, written.sha256)
