"""Tries the law of random edits for long: ``random_edits.py --sequences 500 --seed 1``.

Each sequence edits a small made-up site in several steps, as people do: renames, swaps, splits and joins,
moves. After each step an incremental build must equal a clean one and every printed address must have its
page (``tests/support/edit_law.py``). What breaks the law is shortened and shown with the argument that runs
it again: ``--replay``. Needs what the tests need (``make test`` installs it). Exit code 1 if the law was
broken.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence as Words
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests/support")]

from edit_law import LawBrokenError, Sequence, Tally, parsed, random_sequence, run_sequence, shrink, written  # noqa: E402


def main(words: Words[str]) -> int:
    """Run the sequences; 0 if the law held in all of them, else 1."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--sequences", type=int, default=20, help="how many sequences to try")
    options.add_argument("--first", type=int, default=0, help="the number of the first one")
    options.add_argument("--seed", type=int, default=1, help="the same seed gives the same sequences")
    options.add_argument("--replay", help="run this one sequence, as a failure shows it")
    options.add_argument("--keep-going", action="store_true", help="do not stop at the first failure")
    chosen = options.parse_args(words)
    if chosen.replay:
        sequences = [("replay", parsed(chosen.replay))]
    else:
        numbers = range(chosen.first, chosen.first + chosen.sequences)
        sequences = [(f"{chosen.seed}:{number}", random_sequence(chosen.seed, number)) for number in numbers]
    tally, broken = Tally(), 0
    with tempfile.TemporaryDirectory(prefix="ocop-edits-") as folder:
        for number, (name, sequence) in enumerate(sequences, start=1):
            try:
                tally.add(run_sequence(sequence, Path(folder) / "trial"))
            except LawBrokenError as fault:
                broken += 1
                print(f"sequence {name} breaks the law:\n{fault}\n", flush=True)
                tell_shortest(sequence, Path(folder) / "trial")
                if not chosen.keep_going:
                    break
            if number % 25 == 0:
                print(f"{number} sequences, {broken} broken", flush=True)
    refused = sum(tally.refused.values())
    print(f"sequences: {number}, broken: {broken}; steps built: {tally.built}, refused: {refused}")
    for codes, count in tally.refused.most_common():
        print(f"  refused {count}: {codes}")
    for edit, count in sorted(tally.edits.items()):
        print(f"  built {count}: {edit}")
    return int(broken > 0)


def tell_shortest(sequence: Sequence, folder: Path) -> None:
    """Shorten a sequence that breaks the law, and show how to run it again."""
    short = shrink(sequence, folder)
    try:
        run_sequence(short, folder)
    except LawBrokenError as fault:
        print(f"shortened:\n{fault}\n\nagain: python scripts/random_edits.py --replay '{written(short)}'\n")
    else:
        print("shortened, it no longer breaks the law: it does not always come out the same\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
