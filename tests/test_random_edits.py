"""The law of random edits, for a few sequences; ``scripts/random_edits.py`` tries it for long.

What is held, and how a failure is run again: ``tests/support/edit_law.py``.
"""

import os
from pathlib import Path
from random import SystemRandom

import pytest
from edit_law import LawBrokenError, parsed, random_sequence, run_sequence, written
from edits import EDITS

pytestmark = pytest.mark.slow

SEED = 11 if "CI" in os.environ else SystemRandom().randrange(10**6)
"""A server's run tries the same cases each time; a developer's looks for new ones."""

KNOWN = {
    "a printed product's folder is renamed and renamed back": "rename-product:6/rename-product:27",
    "two products exchange their codes and take them back": "swap-codes:4/swap-codes:4",
    "two products exchange ids, codes go along": "swap-ids:8/swap-ids:8",
    "two products exchange ids, codes stay": "swap-ids:3/swap-ids:3",
    "two pages exchange their addresses": "swap-page-paths:2/swap-page-paths:2",
    "a printed product is split and joined": "split-product:6/join-products:6",
    "a former code goes to another product": "hand-over-former-code:5,retire-code:2/go-back:1",
    "two people publish into one folder": "remove-fair:4,other-cache:1/other-cache:1/go-back:1,other-cache:7",
    "the folder goes and comes": "spoil-output:5/build-fresh:1/go-back:1",
    "lots go to another product": "move-lot:2/move-lot:7/go-back:1",
}
"""Sequences that a build once got wrong, or nearly."""


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_sequence(name: str, tmp_path: Path) -> None:
    tally = run_sequence(parsed(KNOWN[name]), tmp_path / "trial")
    assert not tally.refused, "nothing was tried"


@pytest.mark.parametrize("number", range(6))
def test_random_edits_end_as_a_clean_build_with_every_printed_address(number: int, tmp_path: Path) -> None:
    sequence = random_sequence(SEED, number)
    try:
        tally = run_sequence(sequence, tmp_path / "trial")
    except LawBrokenError as broken:
        again = f"python scripts/random_edits.py --replay '{written(sequence)}'"
        raise AssertionError(f"{broken}\n\nshorter, and again: {again}") from None
    assert tally.built, "every step was refused: nothing was tried"


def test_sequences_repeat_and_reach_every_edit() -> None:
    assert random_sequence(1, 2) == random_sequence(1, 2) != random_sequence(1, 3)
    assert parsed(written(random_sequence(1, 2))) == random_sequence(1, 2)
    tried = {name for number in range(200) for step in random_sequence(1, number) for name, _ in step}
    assert tried == set(EDITS)
