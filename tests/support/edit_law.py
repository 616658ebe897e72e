"""The law of random edits: an incremental build equals a clean one, and no printed address dies.

A sequence is built step by step, several edits in each. After every step the output folder must hold the
same bytes as a clean build of the same records (state files ``.ocop-*`` apart) and a page at every address
that was printed; a build that refuses its input must leave the folder as it was.
"""

import pickle
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
import yaml
from edited_site import EditedSite, restore, tree_of_records
from edits import EDITS, OFTEN, RISKY
from full import copy_full
from tiny import DAY, SESSION, order, tree

from generator.commands.build import build
from generator.commands.issue import IssueOptions, issue_address
from generator.diagnostics.problem import RefusedError
from generator.memo import Memo
from generator.output import publish
from generator.output.make import Maker
from generator.site.outputs import Output, Page, Picture, QrCode, SharePicture

Step = tuple[tuple[str, int], ...]
"""Names of edits, each with the seed of its choices."""
Sequence = tuple[Step, ...]

STEPS = (2, 4)
EDITS_OF_A_STEP = (1, 5)
NEVER = {"OUTPUT-FOREIGN", "OUTPUT-UNWRITABLE", "YAML-ALIAS"}
"""Problems that no edit explains: every file of the output folder is ours, records are written plainly."""


class LawBrokenError(AssertionError):
    """A step after which the law does not hold; tells the steps and the faults."""


@dataclass
class Tally:
    """How the steps of one or more sequences went."""

    built: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Refused steps by the codes of their errors."""
    edits: Counter[str] = field(default_factory=Counter)
    """Edits that changed something in a step that was built."""

    def add(self, other: "Tally") -> None:
        """Count another sequence too."""
        self.built += other.built
        self.refused += other.refused
        self.edits += other.edits


def random_sequence(seed: int, number: int) -> Sequence:
    """The steps of a numbered sequence: always the same for a seed."""
    random = Random(f"{seed} {number}")
    names = sorted(EDITS)
    weights = [0.35 if name in RISKY else 2.5 if name in OFTEN else 1 for name in names]
    return tuple(
        tuple(
            (name, random.randrange(10**6))
            for name in random.choices(names, weights, k=random.randint(*EDITS_OF_A_STEP))
        )
        for _ in range(random.randint(*STEPS))
    )


def written(sequence: Sequence) -> str:
    """A sequence as one argument: ``edit:seed,edit:seed/edit:seed``."""
    return "/".join(",".join(f"{name}:{seed}" for name, seed in step) for step in sequence)


def parsed(text: str) -> Sequence:
    """The sequence that :func:`written` wrote."""
    return tuple(
        tuple((name, int(seed)) for name, _, seed in (edit.partition(":") for edit in step.split(",")))
        for step in text.split("/")
    )


def run_sequence(sequence: Sequence, folder: Path) -> Tally:
    """Build a sequence below ``folder``, which is emptied first.

    Raises :class:`LawBrokenError` at the first step after which the law does not hold.
    """
    shutil.rmtree(folder, ignore_errors=True)
    trial = _Trial(folder)
    with quick_builds():
        trial.check_step(())
        for step in sequence:
            trial.check_step(step)
    return trial.tally


def shrink(sequence: Sequence, folder: Path) -> Sequence:
    """Leave out edits and steps as long as the law is still broken; tries each once."""

    def fails(candidate: Sequence) -> bool:
        try:
            run_sequence(candidate, folder)
        except LawBrokenError:
            return True
        return False

    for at in reversed(range(len(sequence))):
        if fails(shorter := (*sequence[:at], *sequence[at + 1 :])):
            sequence = shorter
    for at in range(len(sequence)):
        for edit in reversed(range(len(sequence[at]))):
            step = (*sequence[at][:edit], *sequence[at][edit + 1 :])
            if step and fails(shorter := (*sequence[:at], step, *sequence[at + 1 :])):
                sequence = shorter
    return sequence


class _Trial:
    """One site, its output folder and its caches."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._output = folder / "output"
        self._site = EditedSite(copy_full(folder / "site"), DAY, issue=self._issue)
        self._printed: set[str] = set()
        self._told: list[str] = []
        self._number = 0
        self.tally = Tally()

    def check_step(self, step: Step) -> None:
        """Make the edits of a step, build, and hold the law."""
        try:
            faults = self._step(step)
        except Exception as error:
            raise self._broken(traceback.format_exc()) from error
        if faults:
            raise self._broken("\n".join(faults[:20]))

    def _step(self, step: Step) -> list[str]:
        site = self._site
        kept = tree_of_records(site.root), site.day, site.base_url
        site.fresh = False
        self._told.append(f"step {self._number}:")
        self._number += 1
        done = [name for name, seed in step if self._edit(name, seed)]
        for what in site.outputs_to_spoil:
            self._spoil(what)
        site.outputs_to_spoil.clear()
        before = public_tree(self._output)
        result = build(
            order(
                site.root,
                self._output,
                self._folder / f"cache-{site.cache}",
                day=site.day,
                base_url=site.base_url,
                fresh=site.fresh,
            ),
            session=SESSION,
        )
        after = public_tree(self._output)
        if result.report.failed:
            codes = sorted({problem.code for problem in result.report.problems if problem.is_error})
            self._told.append(f"  refused: {', '.join(codes)}")
            self.tally.refused[", ".join(codes)] += 1
            faults = [f"refused without reason: {code}" for code in codes if code in NEVER]
            faults += [f"changed by a refused build: {name}" for name in different(before, after)]
            restore(site.root, kept[0])
            site.day, site.base_url = kept[1:]
            return faults
        self.tally.built += 1
        self.tally.edits.update(done)
        site.earlier.append(tree_of_records(site.root))
        self._printed |= printed(site.root)
        if not step:
            return []
        clean = self._folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        again = build(order(site.root, clean, day=site.day, base_url=site.base_url), session=SESSION)
        if again.report.failed:
            return [f"a clean build is refused: {problem.code}" for problem in again.report.problems]
        faults = different(after, public_tree(clean))
        faults += [
            f"a printed address is dead: {address}" for address in dead_addresses(self._printed, after)
        ]
        return faults

    def _edit(self, name: str, seed: int) -> str:
        told = EDITS[name](self._site, Random(seed))
        self._told.append(f"  {name}: {told or 'nothing to change'}")
        return told

    def _spoil(self, what: str) -> None:
        files = sorted(self._output.rglob("*.html"))
        if what == "remove all":
            # With the folder goes the list of what it served: only the ledger still knows.
            shutil.rmtree(self._output, ignore_errors=True)
            self._printed = printed(self._site.root)
        elif files and what == "delete":
            files[len(files) // 3].unlink()
        elif files:
            files[len(files) // 2].write_bytes(b"")

    def _issue(self, site: EditedSite, code: str, lot: str | None) -> str:
        wanted = order(site.root, self._output, day=site.day, base_url=site.base_url)
        try:
            return issue_address(wanted, IssueOptions(code, lot, 100, "tem thử")).full
        except RefusedError:
            return ""

    def _broken(self, what: str) -> LawBrokenError:
        return LawBrokenError("\n".join([*self._told, what]))


def public_tree(output: Path) -> dict[str, bytes]:
    """The files that readers see: all but the state files."""
    return {name: data for name, data in tree(output).items() if not name.startswith(".ocop-")}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """What two trees do not share, in words."""
    faults = [f"only in the first: {name}" for name in sorted(one.keys() - other.keys())]
    faults += [f"only in the second: {name}" for name in sorted(other.keys() - one.keys())]
    return faults + [f"differs: {name}" for name in sorted(one) if one[name] != other.get(name, one[name])]


def printed(root: Path) -> set[str]:
    """The addresses that the ledger promises, those of samples apart; read without the generator."""
    ledger = yaml.load((root / "products/ledger.yaml").read_text("utf-8"), yaml.CBaseLoader)
    return {
        entry["address"]
        for entry in ledger["issued"]
        if entry.get("sample") != "true" and "void" not in entry
    }


def dead_addresses(addresses: set[str], files: dict[str, bytes]) -> list[str]:
    """The addresses without a page."""
    return sorted(address for address in addresses if f"{address.strip('/')}/index.html" not in files)


@contextmanager
def quick_builds(*, pages: bool = False) -> Iterator[None]:
    """Make many builds of a small site quick: in one process, whose caches of templates serve them all.

    A picture or code is drawn once for the same values and the same photo, whatever its fingerprint says.
    With ``pages`` a page too is rendered once for the same view, frame, template and environment: that tries
    which views units make, and not whether rendering is a function of them.
    """
    make = Maker.make
    drawn: Memo[str, bytes] = Memo(3000)
    shared_keys: Memo[int, tuple[Maker, bytes]] = Memo(2)

    def shared_key(maker: Maker) -> bytes:
        """What all pages of a build may be rendered from besides their views; worked out once a build."""
        known = shared_keys.get(id(maker))
        if known is None:
            known = shared_keys[id(maker)] = maker, pickle.dumps((maker.environment, dict(maker.plan.sites)))
        return known[1]

    def key_of(maker: Maker, output: Output) -> str | None:
        """All that an output is made from; None where it is to be made each time."""
        if pages and isinstance(output, Page):
            template = maker._theme.closures.get(f"{output.template}.html")
            # Values of one text in several languages are told apart.
            return sha256(shared_key(maker) + pickle.dumps((template, output))).hexdigest()
        if not isinstance(output, Picture | SharePicture | QrCode):
            return None
        photo = getattr(output, "source", "") or getattr(output, "photo", "")
        data = (maker.root / photo).read_bytes() if photo else b""
        return f"{output!r} {sha256(data).hexdigest()}"

    def make_or_recall(maker: Maker, output: Output) -> bytes:
        key = key_of(maker, output)
        if key is None:
            return make(maker, output)
        if key not in drawn:
            drawn[key] = make(maker, output)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "WORKERS_FROM", 10**9)
        patch.setattr(Maker, "make", make_or_recall)
        yield
