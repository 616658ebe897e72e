"""``ocop stamps`` as an officer meets it: what it makes, what it refuses, and what a kill leaves."""

import csv
import errno
import io
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT
from click.testing import CliRunner, Result
from patience import HANG, wait_until
from tiny import DAY, RICE, append, copy_tiny, order, replace, same, tree

from generator.cache import Cache
from generator.cli import command_line
from generator.commands import issuing, stamps_files
from generator.commands import stamps as stamps_command
from generator.issuing.keys import key_of, prepare_key_file, put_key_file
from generator.project import open_project
from generator.render.compiled import SOUND

pytestmark = pytest.mark.slow

LOT = "MU-2605-01"
PASSPHRASE = "một mật khẩu dài"
LANGUAGES = ["vi", "en"]
MOST_IN_FILE = 2000
"""In processes of their own: small orders then have several files, which workers make."""


@dataclass(frozen=True)
class Office:
    """A project, a key beside it, and a folder for what is printed."""

    root: Path
    key: Path
    passphrase: Path

    @property
    def desk(self) -> Path:
        """Where the project's folder lies."""
        return self.root.parent

    def words(self, *words: str, language: str = "en") -> list[str]:
        return ["--root", str(self.root), "--lang", language, "stamps", *words, "--day", str(DAY)]

    def run(self, *words: str, language: str = "en", **more: str) -> Result:
        return CliRunner().invoke(command_line(language), self.words(*words, language=language), **more)  # type: ignore[arg-type]

    def numbered(self, *words: str) -> list[str]:
        secret = ["--key-file", str(self.key), "--passphrase-file", str(self.passphrase)]
        return ["MU0001", "--lot", LOT, "--numbered", *secret, "--yes", *words]

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        files = f"from generator.commands import stamps_files; stamps_files.MOST_IN_FILE = {MOST_IN_FILE}"
        program = f"{files}; from generator.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", program, *self.words(*words)],
            cwd=self.desk,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def batches(self) -> list[tuple[int, int]]:
        """The numbers of each entry of the ledger, which it and the signed list of the lot must agree on."""
        with open_project(order(self.root, self.desk / "output")) as project:
            _ = project.catalogue
            issued = [issue.numbers for issue in project.records.issued if issue.numbers]
            codes = project.records.issued_codes.get(("gao-mau", LOT))
        numbers = [(part.first, part.last) for part in issued]
        assert numbers == ([(part.first, part.last) for part in codes.manifest.batches] if codes else [])
        return numbers


def make_key(folder: Path, secret: bytes, name: str) -> Path:
    path = folder / name
    put_key_file(prepare_key_file(path, secret, PASSPHRASE), path)
    return path


@pytest.fixture(scope="module")
def checked_theme(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    """What a cache remembers of the default theme, whose check takes longer than most commands here."""
    folder = tmp_path_factory.mktemp("theme")
    root = copy_tiny(folder / "site")
    with open_project(order(root, folder / "output", cache=folder / "cache")) as project:
        _ = project.theme
    return list(Cache(folder / "cache", root).all(SOUND))


@pytest.fixture
def office(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    checked_theme: list[tuple[str, bytes]],
) -> Office:
    monkeypatch.chdir(tmp_path)
    root = copy_tiny(tmp_path / "site")
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("OCOP_CACHE", str(folder))
    with closing(Cache(folder, root)) as cache:
        for key, value in checked_theme:
            cache.put(SOUND, key, value)
        cache.save()
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return Office(root, tmp_path / "key.json", tmp_path / "passphrase")


@pytest.fixture
def keyed(office: Office) -> Office:
    """An office with a key that the project knows."""
    secret = b"\x07" * 32
    key = key_of(secret)
    make_key(office.desk, secret, "key.json")
    (office.root / "content/stamp-keys.yaml").write_text(
        f"keys:\n  - id: {key.id}\n    public_key: {key.public_text}\n    made_on: 2026-01-01\n",
        encoding="utf-8",
    )
    return office


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def whole(folder: Path) -> dict[str, bytes]:
    """The files of an order, which its sums tell completely."""
    files = tree(folder)
    sums = files.pop("SHA-256SUMS").decode().splitlines()
    assert sums == [f"{sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    return files


# -- what is made ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "part"), [("vi", "Xong: 100 tem"), ("en", "Done: 100 stamps")])
def test_the_plainest_order_works(office: Office, language: str, part: str) -> None:
    result = office.run("MU0001", "--copies", "100", "--yes", language=language)
    assert result.exit_code == 0, result.output
    assert part in result.output
    files = whole(office.desk / f"stamps-{DAY}-MU0001")
    assert sorted(files) == ["MU0001-proof.pdf", "MU0001.pdf", "README.txt", "preview.pdf"]
    ledger = (office.root / "products/ledger.yaml").read_text(encoding="utf-8")
    assert "address: /01/09521234543213\n" in ledger
    assert "copies: 100\n" in ledger
    assert sorted(path.name for path in office.desk.iterdir() if "stamps" in path.name) == [
        f"stamps-{DAY}-MU0001"
    ]


def test_an_order_file(office: Office) -> None:
    (office.desk / "don.yaml").write_text(
        f"- {{product: MU0001, count: 7}}\n- {{product: MU0001, lot: {LOT}, count: 9}}\n", encoding="utf-8"
    )
    assert office.run("--order", "don.yaml", "--yes", "--design", "bare").exit_code == 0
    files = whole(office.desk / f"stamps-{DAY}-don")
    assert {"MU0001.pdf", f"MU0001-{LOT}.pdf"} <= set(files)
    ledger = (office.root / "products/ledger.yaml").read_text(encoding="utf-8")
    assert ledger.count("  - address: ") == 2
    assert len(set(re.findall(r"order: \S+", ledger))) == 1


def test_numbered_stamps_and_printing_them_again(keyed: Office) -> None:
    assert keyed.run(*keyed.numbered("--copies", "40", "--output", "a")).exit_code == 0
    assert keyed.run(*keyed.numbered("--copies", "30", "--output", "b")).exit_code == 0
    assert keyed.batches() == [(1, 40), (41, 70)]
    listed = rows(keyed.desk / "b" / f"MU0001-{LOT}.csv")
    assert [row["number"] for row in listed] == [str(number) for number in range(41, 71)]
    assert len({row["serial"] for row in listed}) == 30
    readme = (keyed.desk / "b/README.txt").read_text(encoding="utf-8")
    command = re.search(r"ocop stamps (--again .+)", readme)
    assert command
    secret = ["--key-file", str(keyed.key), "--passphrase-file", str(keyed.passphrase)]
    before = tree(keyed.root)
    result = keyed.run(*command[1].split(), *secret, "--output", "c")
    assert result.exit_code == 0, result.output
    same(whole(keyed.desk / "b"), whole(keyed.desk / "c"))
    same(before, tree(keyed.root))
    assert keyed.run("--again", "0123456789ab", "--output", "d").exit_code == 1


def test_a_large_lot_is_divided_into_files(keyed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps_files, "MOST_IN_FILE", 12)
    assert keyed.run(*keyed.numbered("--copies", "30", "--output", "a", "--skip", "2")).exit_code == 0
    parts = [rows(keyed.desk / f"a/MU0001-{LOT}-{part}.csv") for part in (1, 2, 3)]
    assert [len(part) for part in parts] == [12, 12, 6]
    assert [row["number"] for part in parts for row in part] == [str(number) for number in range(1, 31)]
    # Only one sheet is half used.
    assert [(part[0]["row"], part[0]["column"]) for part in parts] == [("1", "3"), ("1", "1"), ("1", "1")]


def test_only_the_first_sheet_of_an_order_is_half_used(keyed: Office) -> None:
    append(keyed.root / RICE / "lots.yaml", "  - {lot: MU-2605-02, made_on: 2026-05-20}\n")
    (keyed.desk / "don.yaml").write_text(
        f"- {{product: MU0001, lot: {LOT}, count: 3}}\n- {{product: MU0001, lot: MU-2605-02, count: 3}}\n"
    )
    words = [*keyed.numbered()[3:], "--order", "don.yaml", "--skip", "2", "--output", "a"]
    assert keyed.run(*words).exit_code == 0
    first = [rows(keyed.desk / f"a/MU0001-{lot}.csv")[0] for lot in (LOT, "MU-2605-02")]
    assert [(row["row"], row["column"]) for row in first] == [("1", "3"), ("1", "1")]


def test_a_preview_alone_issues_nothing(office: Office) -> None:
    before = tree(office.root)
    assert office.run("MU0001", "--copies", "5", "--preview", "xem.pdf").exit_code == 0
    assert (office.desk / "xem.pdf").read_bytes().startswith(b"%PDF")
    same(before, tree(office.root))


def test_withdrawn_numbers(keyed: Office) -> None:
    assert keyed.run(*keyed.numbered("--copies", "10", "--output", "a")).exit_code == 0
    secret = [
        "--key-file",
        str(keyed.key),
        "--passphrase-file",
        str(keyed.passphrase),
        "--reason",
        "mất thùng tem",
    ]
    result = keyed.run("withdraw", "MU0001", LOT, "3", "5", *secret)
    assert result.exit_code == 0, result.output
    manifest = (keyed.root / RICE / f"codes/{LOT}.json").read_text(encoding="utf-8")
    assert "mất thùng tem" in manifest
    before = tree(keyed.root)
    assert keyed.run("withdraw", "MU0001", LOT, "9", "11", *secret).exit_code == 1
    same(before, tree(keyed.root))


# -- what is refused ------------------------------------------------------------------------------------


def _write(name: str, text: str) -> Callable[[Office], object]:
    return lambda office: (office.desk / name).write_text(text, encoding="utf-8")


def _expire(office: Office) -> None:
    replace(office.root / "content/decisions/qd-mau-2026.yaml", "date: 2026-02-10", "date: 2023-02-10")
    replace(office.root / RICE / "product.yaml", "criteria: qd1489", "criteria: qd148")


def _fill(office: Office) -> None:
    (office.desk / "full").mkdir()
    (office.desk / "full/note.txt").write_text("giữ lại", encoding="utf-8")


def _design_without_serial(office: Office) -> None:
    folder = office.root / "themes/default/stamps"
    lines = (folder / "bare.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("serial")]
    (folder / "own.yaml").write_text("\n".join(kept), encoding="utf-8")


def _break_theme(office: Office) -> None:
    (office.root / "themes/default/templates/base.html").unlink()


def _break_record(office: Office) -> None:
    append(office.root / RICE / "product.yaml", "nonsense: 1\n")


RICE_STAMPS = ["MU0001", "--copies", "5"]
LOT_STAMPS = [*RICE_STAMPS, "--lot", LOT, "--numbered"]
LONG = ["--base-url", "https://truy-xuat-nguon-goc.ocop.thainguyen.gov.vn"]
LABELS = ["--rows", "30", "--columns", "9"]
NO_STARS = "--design): bare"
ONE_FAULT = "Mã,Số lượng\nMU0001,=2+3\n"
TWO_FAULTS = "Mã,Số lượng\nMU0001,nhiều\nMU0009,5\n"
REFUSALS: dict[str, tuple[list[str], str, str, Callable[[Office], object] | None]] = {
    "unknown product": (["MU0002", "--copies", "5"], "Gần giống: MU0001", "Similar: MU0001", None),
    "unknown lot": ([*RICE_STAMPS, "--lot", "MU-1"], LOT, LOT, None),
    "none": (["MU0001", "--copies", "0"], "không in được 0 tem", "0 stamps cannot be", None),
    "a thousand million": (["MU0001", "--copies", str(10**9)], "1.000.000 tem", "1 to 1,000,000", None),
    "negative": (["MU0001", "--copies", "-3"], "từ 1 đến", "from 1 to", None),
    "a product twice": (["gao-mau", *RICE_STAMPS], "hai lần", "twice", None),
    "below the floor": ([*RICE_STAMPS, "--use", "shelf", *LONG], "rộng ít nhất", "at least", None),
    "letters below the floor": ([*RICE_STAMPS, "--width", "30"], "ít nhất 4", "at least 4", None),
    "unknown design": ([*RICE_STAMPS, "--design", "rectangel"], "rectangle", "rectangle", None),
    "a hidden serial": ([*RICE_STAMPS, "--design", "seal"], "seal", "seal", None),
    "no lot": ([*RICE_STAMPS, "--numbered"], "--lot", "--lot", None),
    "no room for a serial": ([*LOT_STAMPS, "--design", "own"], "own", "own", _design_without_serial),
    "half a grid": ([*RICE_STAMPS, "--rows", "3"], "--columns", "--columns", None),
    "labels beside the page": ([*RICE_STAMPS, *LABELS], "210 × 297", "210 × 297", None),
    "a sheet that is used up": ([*RICE_STAMPS, "--skip", "30"], "30", "30", None),
    "the top folder": ([*RICE_STAMPS, "--output", "/"], "không trống", "not empty", None),
    "a proof without a name": ([*RICE_STAMPS, "--preview", "."], "Không ghi được", "Cannot write", None),
    "a taken folder": ([*RICE_STAMPS, "--output", "full"], "không trống", "not empty", _fill),
    "the project's folder": ([*RICE_STAMPS, "--output", "site/tem"], "trong dự án", "in the project", None),
    "stars after their end": (RICE_STAMPS, NO_STARS, NO_STARS, _expire),
    "a formula": (["--order", "don.csv"], "B2: ORDER-FORMULA", "B2: ORDER-F", _write("don.csv", ONE_FAULT)),
    "faults": (["--order", "don.csv"], "A3: ORDER-LINE", "B2: ORDER-COUNT", _write("don.csv", TWO_FAULTS)),
    "a faulty theme": (RICE_STAMPS, "THEME-", "THEME-", _break_theme),
    "a faulty record": (RICE_STAMPS, "KEY-UNKNOWN", "KEY-UNKNOWN", _break_record),
    "no order": (["--order", "none.xlsx"], "SHEET-MISSING", "SHEET-MISSING", None),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", REFUSALS)
def test_what_is_refused_leaves_everything_as_it_was(office: Office, what: str, language: str) -> None:
    words, vi, en, prepare = REFUSALS[what]
    if prepare:
        prepare(office)
    before = tree(office.desk)
    result = office.run(*words, "--yes", language=language)
    assert result.exit_code == 1, result.output
    assert (vi if language == "vi" else en) in result.output
    same(before, tree(office.desk))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_key_is_refused(keyed: Office, language: str) -> None:
    make_key(keyed.desk, b"\x08" * 32, "other.json")
    (keyed.desk / "wrong").write_text("một mật khẩu khác\n", encoding="utf-8")
    before = tree(keyed.desk)
    words = ["MU0001", "--lot", LOT, "--copies", "5", "--numbered", "--yes", "--output", "a"]
    for key, passphrase in (("other.json", "passphrase"), ("key.json", "wrong"), ("none.json", "passphrase")):
        result = keyed.run(*words, "--key-file", key, "--passphrase-file", passphrase, language=language)
        assert result.exit_code == 1, (key, result.output)
        assert "Traceback" not in result.output
        left = {
            name: content for name, content in tree(keyed.desk).items() if not name.endswith("preview.pdf")
        }
        same(before, left)


NO_MEASURES = [
    [option, *values]
    for option, count in (("--width", 1), ("--margin", 2), ("--gap", 2))
    for values in (["nan"] * count, ["inf"] * count, ["-nan"] * count)
]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["MU0001"],
        ["--copies", "5"],
        ["--order", "don.csv", "MU0001"],
        ["--order", "don.csv", "--copies", "5"],
        ["--again", "0123456789ab", "MU0001"],
        ["--again", "0123456789ab", "--lot", "MU-2605-01"],
        ["--again", "0123456789ab", "--numbered"],
        *(["MU0001", "--copies", "5", *words, "--yes"] for words in NO_MEASURES),
        ["MU0001", "--copies", "five"],
    ],
)
def test_wrong_usage(office: Office, words: list[str]) -> None:
    assert office.run(*words).exit_code == 2


def test_nobody_there_to_be_asked(office: Office) -> None:
    before = tree(office.root)
    result = office.run("MU0001", "--copies", "5")
    assert result.exit_code == 1
    assert "--yes" in result.output
    same(before, tree(office.root))


@pytest.mark.parametrize(("answer", "status"), [("n\n", 1), ("\n", 1), ("y\n", 0)])
def test_the_officer_is_asked_after_the_preview(
    office: Office, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    monkeypatch.setattr("generator.commands.console.is_terminal", lambda: True)
    result = office.run("MU0001", "--copies", "5", input=answer)
    assert result.exit_code == status, result.output
    assert (office.root / "products/ledger.yaml").exists() == (status == 0)
    assert (office.desk / f"stamps-{DAY}-MU0001-preview.pdf").exists() == (status == 1)


# -- full disks, kills, two at once ---------------------------------------------------------------------


def full(*_words: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [(os, "posix_fallocate"), (issuing, "stage"), (issuing, "commit_for_good")])
def test_a_full_disk_is_told_before_anything_is_issued(
    keyed: Office, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str], language: str
) -> None:
    before = tree(keyed.root)
    monkeypatch.setattr(*step, full)
    result = keyed.run(*keyed.numbered("--copies", "20", "--output", "a"), language=language)
    assert result.exit_code == 1
    assert os.strerror(errno.ENOSPC) in result.output
    place = keyed.desk / "a" if step[0] is os else keyed.root
    assert f" {place}: " in result.output, "the disk that is full is named"
    left = {name: content for name, content in tree(keyed.root).items() if not name.startswith(".ocop")}
    same(before, left)
    assert sorted(path.name for path in keyed.desk.iterdir() if path.name.startswith((".a", "a"))) == [
        "a-preview.pdf"
    ]


@pytest.mark.parametrize("step", ["write_numbered", "write_list", "sync_folder"])
def test_files_that_fail_are_made_later_with_the_same_numbers(
    keyed: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    words = keyed.numbered("--copies", "20", "--output", "a")
    with monkeypatch.context() as patched:
        patched.setattr(stamps_files, step, full)
        result = keyed.run(*words)
    assert result.exit_code == 1
    assert "Run the same command again" in result.output
    assert not [path for path in keyed.desk.iterdir() if path.name in ("a", *Path().glob(".a.*"))]
    assert keyed.batches() == [(1, 20)]
    result = keyed.run(*words)
    assert result.exit_code == 0, result.output
    assert keyed.batches() == [(1, 20)]
    assert len(rows(keyed.desk / f"a/MU0001-{LOT}.csv")) == 20
    whole(keyed.desk / "a")
    # The order is finished: given once more, it is another one, for which the folder is not free.
    assert keyed.run(*words).exit_code == 1
    assert keyed.batches() == [(1, 20)]


def test_an_order_without_files_is_told_of_until_they_are_made(
    keyed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(stamps_files, "write_list", full)
        keyed.run(*keyed.numbered("--copies", "20", "--design", "round", "--output", "a"))
    result = keyed.run("MU0001", "--copies", "5", "--output", "b")
    found = re.search(r"ocop stamps (--again .*)", result.output)
    assert found, result.output
    secret = ["--key-file", str(keyed.key), "--passphrase-file", str(keyed.passphrase)]
    assert {"--design", "round", "--output"} < set(shlex.split(found[1]))
    assert keyed.run(*shlex.split(found[1]), "--preview", "proof.pdf").exit_code == 0
    assert not (keyed.desk / "a").exists(), "only the proof was asked for"
    assert keyed.run(*shlex.split(found[1]), *secret).exit_code == 0
    assert len(rows(keyed.desk / f"a/MU0001-{LOT}.csv")) == 20
    assert "--again" not in keyed.run("MU0001", "--copies", "5", "--output", "b").output


def test_a_kill_after_the_folder_got_its_name(keyed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    words = keyed.numbered("--copies", "20", "--output", "a")
    with monkeypatch.context() as patched:
        patched.setattr(stamps_command, "end_order", full)
        keyed.run(*words)
    files = whole(keyed.desk / "a")
    assert keyed.run(*words).exit_code == 0
    same(files, whole(keyed.desk / "a"))
    assert keyed.batches() == [(1, 20)]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_an_ended_run_is_finished_by_the_next_one(keyed: Office, ending: signal.Signals) -> None:
    words = keyed.numbered("--copies", "6000", "--output", "a")
    with keyed.start(*words) as process:
        wait_until(lambda: bool(list(keyed.desk.glob(".a.*/*.pdf"))), process, "no file was begun")
        process.send_signal(ending)
        _, said = process.communicate(timeout=HANG)
    assert process.returncode == (130 if ending == signal.SIGINT else -signal.SIGKILL), said
    assert not (keyed.desk / "a").exists()
    assert keyed.batches() == [(1, 6000)]
    with keyed.start(*words) as process:
        _, said = process.communicate(timeout=HANG)
    assert process.returncode == 0, said
    assert keyed.batches() == [(1, 6000)]
    assert not list(keyed.desk.glob(".a.*"))
    listed = [row for part in (1, 2, 3) for row in rows(keyed.desk / f"a/MU0001-{LOT}-{part}.csv")]
    assert len({row["serial"] for row in listed}) == 6000


def test_two_at_once(keyed: Office) -> None:
    orders = [keyed.numbered("--copies", "2000", "--output", name) for name in ("a", "b", "b")]
    processes = [keyed.start(*words) for words in orders]
    said = [process.communicate(timeout=HANG) for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 0, 1], said
    (refused,) = [err for process, (_, err) in zip(processes, said, strict=True) if process.returncode]
    assert b"not empty" in refused, "the second one waits for the first"
    assert keyed.batches() == [(1, 2000), (2001, 4000)]
    listed = [row["serial"] for name in "ab" for row in rows(keyed.desk / name / f"MU0001-{LOT}.csv")]
    assert len(set(listed)) == 4000
