"""Issuing stamps: all of an order or nothing, whatever happens meanwhile, and no number twice."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import stamps
from built import PROJECT
from kills import killed_at
from patience import HANG
from stamps import ADDRESS, LOT, RICE, key, write_keys
from tiny import append, copy_tiny, order, replace, tree

from generator.catalogue.model import StampNumbers
from generator.commands.issuing import issue_stamps, numbers_of_order, withdraw_numbers
from generator.commands.orders import begin_order, end_order, pending_orders
from generator.diagnostics.problem import RefusedError
from generator.issuing.issue import GivenNumbers, OtherKeyError, WantedStamps, serials_of
from generator.issuing.lists import MOST_NUMBERS, code_of, split_codes
from generator.issuing.manifest import is_signed_by, read_manifest
from generator.project import open_project
from generator.project_state import STATE
from generator.records import changes

pytestmark = pytest.mark.slow

LEDGER = "products/ledger.yaml"
MANIFEST, CODES = f"{RICE}/codes/{LOT}.json", f"{RICE}/codes/{LOT}.codes"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = copy_tiny(tmp_path / "site")
    write_keys(root, key())
    return root


def numbered(copies: int) -> WantedStamps:
    return WantedStamps("gao-mau", LOT, copies, numbered=True)


def issue(root: Path, *wanted: WantedStamps, number: str = "00000001", **more: Any) -> list[GivenNumbers]:
    given = {"use": " tem  in ", "key": key(), **more}
    return issue_stamps(order(root, root / "output"), wanted, order=number, **given)


def of_order(root: Path, number: str) -> list[GivenNumbers]:
    with open_project(order(root, root / "output")) as project:
        return numbers_of_order(project, number)


def check(root: Path) -> list[str]:
    """The errors of the project: among them that ledger and lists do not agree."""
    with open_project(order(root, root / "output")) as project:
        _ = project.catalogue
        return [fault.code for fault in project.report.problems if fault.is_error]


def records(root: Path) -> dict[str, bytes]:
    """The records, without what the program keeps for itself."""
    return {path: data for path, data in tree(root).items() if path.startswith(("content/", "products/"))}


# -- what is issued ------------------------------------------------------------------------------------


def test_numbers_follow_each_other_and_serials_are_those_of_the_list(site: Path) -> None:
    [first] = issue(site, numbered(3))
    [second] = issue(site, numbered(2), number="00000002")
    assert (first.first, first.last, second.first, second.last) == (1, 3, 4, 5)
    assert first.address == first.listed_as == ADDRESS
    assert (first.base_url, first.key) == ("https://ocop.test", key().id)
    manifest, signed, signature = read_manifest((site / MANIFEST).read_bytes())
    assert is_signed_by(key().public_key, signed, signature)
    assert (manifest.address, manifest.count, manifest.key) == (ADDRESS, 5, key().id)
    made = [serial for given in (first, second) for serial in serials_of(key(), given)]
    assert len(set(made)) == 5
    assert [code_of(ADDRESS, serial) for serial in made] == split_codes((site / CODES).read_bytes())
    assert check(site) == []
    text = (site / LEDGER).read_text("utf-8")
    assert text.count(f"address: {ADDRESS}\n") == 2
    assert 'use: "tem in"' in text


def test_one_order_of_several_products(site: Path) -> None:
    plain = WantedStamps("gao-mau", None, 500, numbered=False)
    given = issue(site, plain, numbered(3), numbered(2))
    assert [(part.wanted, part.first, part.last) for part in given] == [
        (plain, 0, 0),
        (numbered(3), 1, 3),
        (numbered(2), 4, 5),
    ]
    assert of_order(site, "00000001") == given
    assert check(site) == []


def test_an_order_that_was_issued_is_not_issued_again(site: Path) -> None:
    given = issue(site, numbered(3))
    before = records(site)
    assert issue(site, numbered(3)) == given
    assert records(site) == before


def test_plain_stamps_need_no_key_and_make_no_list(site: Path) -> None:
    issue(site, WantedStamps("gao-mau", LOT, 5, numbered=False), key=None)
    assert not (site / RICE / "codes").exists()
    assert "numbers" not in (site / LEDGER).read_text("utf-8")


def test_a_renamed_product_keeps_the_address_of_its_serials(site: Path) -> None:
    """Serials and hashes are made with the address of the first issue, whatever is printed later."""
    [first] = issue(site, numbered(2))
    replace(site / RICE / "product.yaml", 'gtin: "09521234543213"\n', 'former_gtins: ["09521234543213"]\n')
    [second] = issue(site, numbered(2), number="00000002")
    assert (second.address, second.listed_as) == (f"/p/MU0001/{LOT}", ADDRESS)
    assert set(serials_of(key(), first)).isdisjoint(serials_of(key(), second))
    assert check(site) == []


# -- what is refused -----------------------------------------------------------------------------------


def why(root: Path, *wanted: WantedStamps, **more: Any) -> str:
    """Why an order is refused; it leaves everything as it was."""
    before = records(root)
    with pytest.raises(RefusedError) as caught:
        issue(root, *wanted, **more)
    assert records(root) == before
    assert not (root / changes.NEW).exists()
    return caught.value.key


def test_what_is_refused(site: Path) -> None:
    plain = WantedStamps("gao-mau", None, 500, numbered=False)
    assert why(site, plain, WantedStamps("gao", LOT, 1, numbered=True)) == "issuing-unknown"
    assert why(site, plain, WantedStamps("gao-mau", "MU-9", 1, numbered=True)) == "issue-lot-unknown"
    assert why(site, plain, WantedStamps("gao-mau", None, 1, numbered=True)) == "issuing-no-lot"
    assert why(site, plain, numbered(0)) == "issuing-none"
    assert why(site, plain, numbered(-3)) == "issuing-none"
    assert why(site, plain, numbered(10**9)) == "issuing-too-many"
    assert why(site, numbered(MOST_NUMBERS // 2), numbered(MOST_NUMBERS // 2 + 1)) == "issuing-too-many"
    assert why(site, plain, numbered(1), key=None) == "issuing-no-key"
    assert why(site, numbered(1), key=key(stamps.OTHER_SECRET)) == "key-unknown"
    write_keys(site, key(), key(stamps.OTHER_SECRET), revoked=key(stamps.OTHER_SECRET).id)
    assert why(site, numbered(1), key=key(stamps.OTHER_SECRET)) == "key-revoked"
    (site / LEDGER).write_text(
        "issued: [{address: /p/MU0001, product: gao-mau, issued_on: 2026-06-01, use: t}]\n", "utf-8"
    )
    assert why(site, numbered(1)) == "issue-ledger"
    (site / LEDGER).write_text(
        f"issued:\n  - {{address: {ADDRESS}, product: gao-mau, issued_on: 2026-06-01, use: t,"
        " void: {on: 2026-06-02, reason: chưa in}}\n",
        "utf-8",
    )
    assert why(site, numbered(1)) == "issue-void"
    (site / LEDGER).unlink()
    taken = "    recalled: {on: 2026-06-02, reason: {vi: Hở túi, en: Open bags}}\n    steps:"
    replace(site / RICE / "lots.yaml", "    steps:", taken)
    assert why(site, plain, numbered(1)) == "issue-gone"
    append(site / RICE / "product.yaml", "nonsense: 1\n")
    assert why(site, numbered(1)) == "issue-faults"


@pytest.mark.parametrize("lost", ["manifest", "ledger", "both files"])
def test_nothing_is_issued_where_numbers_could_be_given_twice(site: Path, lost: str) -> None:
    """An older ledger, or a list that is gone, would begin again at a number that is on packs."""
    issue(site, numbered(3))
    old = {path: (site / path).read_bytes() for path in (LEDGER, MANIFEST, CODES)}
    issue(site, numbered(2), number="00000002")
    if lost == "ledger":
        (site / LEDGER).write_bytes(old[LEDGER])
    elif lost == "manifest":
        (site / MANIFEST).write_bytes(old[MANIFEST])
    else:
        shutil.rmtree(site / RICE / "codes")
    assert why(site, numbered(1), number="00000003") == "issue-faults"


# -- kills, full disks, others at once -----------------------------------------------------------------

DISK_STEPS = (
    *(
        (Path, name)
        for name in ("replace", "rename", "unlink", "write_bytes", "write_text", "mkdir", "chmod")
    ),
    *((shutil, name) for name in ("copyfile", "rmtree")),
    (os, "fsync"),
)
COPIES = 2


def hand_over(root: Path, target: Path) -> None:
    """Do as ``ocop stamps`` does: note the order, issue it, put the file in its place, forget the order."""
    pending = begin_order(root, [numbered(COPIES)], target, {"design": "tem"})
    [given] = issue(root, numbered(COPIES), number=pending.order)
    unready = target.with_suffix(".new")
    unready.write_text("\n".join([str(given.first), *serials_of(key(), given)]), "utf-8")
    unready.replace(target)
    end_order(root, pending.order)


def test_no_number_is_lost_or_given_twice_by_two_hundred_kills(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each order is killed at one step more than the last try, until it is through; then the next order."""
    kills, orders, handed = 0, 0, tmp_path / "handed"
    handed.mkdir()
    while kills < 200:
        target = handed / f"{orders}.txt"
        number = 0
        # The first tries die at the first steps; what a try has done stays for the next one.
        while killed_at(number, partial(hand_over, site, target), DISK_STEPS, monkeypatch):
            kills, number = kills + 1, number + 1
            of_files = numbers_of(handed)
            assert of_files <= numbers_in_ledger(site), (
                "a file was handed over before its numbers were issued"
            )
        orders += 1
        assert check(site) == []
    # None was given twice: each order has its own, and all together are every number that was issued.
    assert sorted(numbers_of(handed)) == list(range(1, orders * COPIES + 1))
    assert sum(len(path.read_text("utf-8").split()) - 1 for path in handed.iterdir()) == orders * COPIES
    assert numbers_in_ledger(site) == numbers_of(handed)
    serials = [serial for path in handed.iterdir() for serial in path.read_text("utf-8").split()[1:]]
    assert len(set(serials)) == len(serials)
    codes = split_codes((site / CODES).read_bytes())
    assert {code_of(ADDRESS, serial) for serial in serials} == set(codes)
    assert len(codes) == orders * COPIES
    assert not list(pending_orders(site))
    assert orders > 3, "fewer orders than that say little"


def numbers_of(handed: Path) -> set[int]:
    """The numbers in files that were handed over."""
    firsts = [int(path.read_text("utf-8").split()[0]) for path in handed.glob("*.txt")]
    return {number for first in firsts for number in range(first, first + COPIES)}


def numbers_in_ledger(root: Path) -> set[int]:
    """The numbers that the ledger says were issued, once the next command has finished what was decided."""
    with changes.changing(root), open_project(order(root, root / "output")) as project:
        ranges = [issue.numbers for issue in project.records.issued if issue.numbers]
    return {number for part in ranges for number in range(part.first, part.last + 1)}


@contextmanager
def full_disk_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], bool]]:
    """The disk is full from this step on; the value tells whether there are so many steps."""
    done = 0

    def full(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any, **more: Any) -> Any:
            nonlocal done
            if call.__name__ == "mkdir" and words[0].is_dir():
                return call(*words, **more)  # needs no room
            done += 1
            if done > number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call(*words, **more)

        return step

    with monkeypatch.context() as patched:
        for owner, name in ((Path, "write_bytes"), (Path, "write_text"), (Path, "mkdir"), (os, "fsync")):
            patched.setattr(owner, name, full(getattr(owner, name)))
        yield lambda: done > number


@pytest.mark.parametrize("earlier", [False, True])
def test_a_full_disk_at_each_step_leaves_ledger_and_lists_as_they_were(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool
) -> None:
    if earlier:
        issue(site, numbered(2))
    before = records(site)
    for number in range(50):
        root = tmp_path / str(number)
        shutil.copytree(site, root)
        with full_disk_at(number, monkeypatch) as is_full:
            refused = False
            try:
                issue(root, numbered(3), number="00000002")
            except OSError:
                refused = True
        if refused:
            assert records(root) == before
            assert not (root / changes.NEW).exists()
        shutil.rmtree(root)
        if not is_full():
            break
    assert 5 < number < 50


def test_two_at_once_get_different_numbers(site: Path) -> None:
    code = (
        "import sys; sys.path[:0] = ['tests/support']\n"
        "from pathlib import Path; from datetime import date; import stamps\n"
        "from generator.commands.issuing import issue_stamps\n"
        "from generator.issuing.issue import WantedStamps\n"
        "from generator.project import BuildOptions\n"
        "root = Path(sys.argv[1])\n"
        "issue_stamps(BuildOptions(root, root / 'output', date(2026, 11, 21)),"
        " [WantedStamps('gao-mau', stamps.LOT, 3, numbered=True)],"
        " order=sys.argv[2], use='tem', key=stamps.key())\n"
    )
    numbers = [f"0000000{number}" for number in range(6)]
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(site), number], cwd=PROJECT) for number in numbers
    ]
    assert [process.wait(HANG) for process in processes] == [0] * len(numbers)
    given = sorted((part.first, part.last) for number in numbers for part in of_order(site, number))
    assert given == [(first, first + 2) for first in range(1, 18, 3)]
    assert check(site) == []


def test_an_entry_added_by_hand_meanwhile_is_not_lost(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the ledger in an editor between the moment it is read and the moment it is replaced."""
    issue(site, numbered(2))
    real = changes.stage

    def stage_slowly(root: Path, files: Any) -> None:
        real(root, files)
        append(site / LEDGER, "  # một lời ghi\n")

    monkeypatch.setattr("generator.commands.issuing.stage", stage_slowly)
    assert why_changed(site) == "issuing-changed"
    assert (site / LEDGER).read_text("utf-8").endswith("  # một lời ghi\n")


def why_changed(root: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        issue(root, numbered(1), number="00000009")
    return caught.value.key


# -- orders that were begun ----------------------------------------------------------------------------


def test_an_order_given_again_is_the_same_until_it_ends(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "tem"
    first = begin_order(site, [numbered(3)], target, {"design": "tem-tron"})
    assert begin_order(site, [numbered(3)], target, {"design": "tem-tron"}) == first
    others = [
        begin_order(site, [numbered(4)], target, {"design": "tem-tron"}),
        begin_order(site, [numbered(3)], tmp_path / "khac", {"design": "tem-tron"}),
        begin_order(site, [numbered(3)], target, {"design": "nhan-ke"}),
    ]
    assert len({pending.order for pending in (first, *others)}) == 4
    end_order(site, first.order)
    assert begin_order(site, [numbered(3)], target, {"design": "tem-tron"}).order != first.order


def test_spoilt_notes_of_orders_are_passed_over(site: Path, tmp_path: Path) -> None:
    kept = begin_order(site, [numbered(3)], tmp_path / "tem", {})
    folder = site / STATE / "orders"
    for name, text in {"a": "", "b": "[]", "c": "{}", "d": "[" * 100_000, "e": '{"order": "f"}'}.items():
        (folder / f"{name}.json").write_text(text)
    assert list(pending_orders(site)) == [kept]


# -- later ---------------------------------------------------------------------------------------------


def test_undo_does_not_take_an_issue_back(site: Path) -> None:
    news = "content/news/tin-mau.yaml"
    with changes.changing(site):
        changes.stage(site, {news: lambda: (site / news).read_bytes() + b"# x\n"})
        changes.commit(site, [news], [], "import")
    issue(site, numbered(2))
    assert [commit.command for commit in changes.commits(site)] == ["import"]


def test_numbers_are_withdrawn(site: Path) -> None:
    issue(site, numbered(5))
    options = order(site, site / "output")

    def withdraw(first: int, last: int, lot: str = LOT) -> None:
        numbers = StampNumbers(first=first, last=last)
        withdraw_numbers(options, "gao-mau", lot, numbers, reason=" mất  một cuộn ", key=key())

    withdraw(2, 3)
    manifest, signed, signature = read_manifest((site / MANIFEST).read_bytes())
    assert [(part.first, part.last, part.reason) for part in manifest.withdrawn] == [(2, 3, "mất một cuộn")]
    assert is_signed_by(key().public_key, signed, signature)
    assert check(site) == []
    for first, last, lot, reason in (
        (2, 3, LOT, "issuing-withdrawn"),
        (5, 6, LOT, "issuing-never"),
        (4, 3, LOT, "issuing-never"),
        (1, 1, "MU-9", "issuing-nothing"),
    ):
        with pytest.raises(RefusedError) as caught:
            withdraw(first, last, lot)
        assert caught.value.key == reason
    issue(site, numbered(1), number="00000002")
    again = read_manifest((site / MANIFEST).read_bytes())[0]
    assert (again.withdrawn, again.count) == (manifest.withdrawn, 6)


def test_serials_of_an_older_key_need_that_key(site: Path) -> None:
    new = key(stamps.OTHER_SECRET)
    [old] = issue(site, numbered(2))
    write_keys(site, key(), new)
    [given] = issue(site, numbered(2), number="00000002", key=new)
    manifest = read_manifest((site / MANIFEST).read_bytes())[0]
    assert [batch.key for batch in manifest.batches] == [key().id, new.id]
    assert manifest.key == new.id
    with pytest.raises(OtherKeyError) as caught:
        serials_of(new, old)
    assert caught.value.needed == key().id
    codes = split_codes((site / CODES).read_bytes())
    made = [*serials_of(key(), old), *serials_of(new, given)]
    assert [code_of(ADDRESS, serial) for serial in made] == codes
    assert check(site) == []
