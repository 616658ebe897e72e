"""``ocop check`` repeats its last answer only while day, address, program and input are the same."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tiny import TEA, append, copy_tiny, order, replace

from generator import project, records
from generator.catalogue import check as checks
from generator.commands.check import check

pytestmark = pytest.mark.slow


@dataclass
class Desk:
    """A site with a cache; counts how often its records are read."""

    root: Path
    cache: Path
    checked: list[Any] = field(default_factory=list)

    def check(self, **options: Any) -> tuple[bool, list[str], int]:
        """Whether the answer is a new one, the codes of problems, and the number of products."""
        before = len(self.checked)
        result = check(order(self.root, self.root / "output", self.cache, **options))
        codes = [problem.code for problem in result.report.sorted()]
        return len(self.checked) > before, codes, result.products


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(copy_tiny(tmp_path / "site"), tmp_path / "cache")
    (desk.root / "content/producers/htx-mau/story.en.md").unlink()
    function = records.read

    def counted(*words: Any) -> Any:
        desk.checked.append(words)
        return function(*words)

    monkeypatch.setattr(records, "read", counted)
    assert desk.check() == (True, ["TRANSLATION-MISSING"], 2)
    return desk


def test_an_unchanged_project_is_not_checked_again(desk: Desk) -> None:
    first = desk.check()
    assert first == desk.check() == (False, ["TRANSLATION-MISSING"], 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: append(root / TEA / "product.yaml", "# a remark\n"),
        lambda root: append(root / "content/producers/htx-mau/story.vi.md", "\nThêm.\n"),
        lambda root: append(root / "themes/default/templates/home.html", "<!-- changed -->\n"),
        lambda root: os.utime(root / "content/site.yaml", (1, 1)),
        lambda root: (root / "content/news/tin-mau.yaml").unlink(),
        lambda root: (root / TEA / "product.yaml").rename(root / TEA / "x.yaml"),
    ],
    ids=["a record", "a story", "a template", "a stamp", "a file that goes", "another name"],
)
def test_any_change_of_the_input_is_checked(desk: Desk, change: Callable[[Path], object]) -> None:
    change(desk.root)
    checked_again, _, _ = desk.check()
    assert checked_again


def test_another_day_or_address_is_checked(desk: Desk) -> None:
    assert desk.check(base_url="https://khac.ocop.test")[0]
    assert desk.check(day=date(2029, 2, 1)) == (True, ["TRANSLATION-MISSING", "RATING-EXPIRING"], 2)


LATER = date(2029, 2, 1)
"""A day on which a rating is about to end, which is told at a line of its product."""


def expiring(desk: Desk) -> list[str]:
    result = check(order(desk.root, desk.root / "output", desk.cache, day=LATER))
    return [str(fault.location) for fault in result.report.problems if fault.code == "RATING-EXPIRING"]


def test_records_are_compared_again_only_if_something_that_counts_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = expiring(desk)
    compared: list[Any] = []
    function = checks.check

    def counted(*words: Any) -> Any:
        compared.append(words)
        return function(*words)

    monkeypatch.setattr(checks, "check", counted)
    append(desk.root / "content/news/tin-mau.yaml", "# a remark\n")
    assert (expiring(desk), len(compared)) == (before, 0)
    # The product at which the problem is told: its line moves.
    told = desk.root / before[0].partition(":")[0]
    told.write_text("# a remark\n" + told.read_text("utf-8"), "utf-8")
    file, line, column = before[0].split(":")
    assert (expiring(desk), len(compared)) == ([f"{file}:{int(line) + 1}:{column}"], 1)


def test_another_program_is_checked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "code_digest", lambda: "another version")
    assert desk.check()[0]


def test_errors_are_never_repeated_from_memory(desk: Desk) -> None:
    replace(desk.root / TEA / "product.yaml", "stars: 3", "stars: 6")
    faulty = (True, ["TRANSLATION-MISSING", "STARS-RANGE"], 1)
    assert desk.check() == desk.check() == faulty
    replace(desk.root / TEA / "product.yaml", "stars: 6", "stars: 3")
    assert desk.check() == (True, ["TRANSLATION-MISSING"], 2)
