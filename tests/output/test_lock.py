"""The lock lies in the folder that it protects, and holds for every process that writes there."""

import errno
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from built import PROJECT
from filelock import FileLock
from patience import HANG
from tiny import DAY, RICE, append, build_clean, copy_tiny, order, same, tree

from generator import lock
from generator.commands.build import build
from generator.output.files import stage, sweep
from generator.progress import Progress

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def root(same_folder: Path) -> Path:
    return copy_tiny(same_folder / "site")


def start(root: Path, output: Path, *, code: str = "", cache: Path | None = None) -> subprocess.Popen[str]:
    """Start ``ocop build`` as a process of its own, in a session of its own."""
    program = ["-c", code or "from generator.cli import main; main()"]
    words = ["--lang", "en", "build", "--root", str(root), "--output", str(output), "--day", DAY.isoformat()]
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "OCOP_CACHE": str(cache or root.parent / "cache"),
    }
    return subprocess.Popen(
        [sys.executable, *program, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_for_sentence(process: subprocess.Popen[str], words: str) -> None:
    """Read what a process says until it says ``words``; a hang ends the process and so the reading."""
    alarm = threading.Timer(HANG, process.kill)
    alarm.start()
    assert process.stderr is not None
    assert any(words in line for line in process.stderr), "the process ended without the sentence"
    alarm.cancel()


def test_second_build_says_that_it_waits_and_goes_on(root: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    with FileLock(output / lock.NAME):
        process = start(root, output)
        wait_for_sentence(process, "Waiting for another ocop command")
        assert not (output / "index.html").exists()
    process.communicate(timeout=HANG)
    assert process.returncode == 0
    build_clean(root, tmp_path / "clean")
    same(tree(output), tree(tmp_path / "clean"))


@posix
def test_waiting_ends_with_ctrl_c(root: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    with FileLock(output / lock.NAME):
        process = start(root, output)
        wait_for_sentence(process, "Waiting for another ocop command")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=HANG)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert tree(output) == {}


KILLED_WITH_WORKERS = """
import os, signal
from generator import workers
from generator.output import publish
publish.WORKERS_FROM = 0
spread = publish.spread
def killed(work, items, **more):
    for found in spread(work, items, in_parallel=True, workers=2):
        os.kill(os.getpid(), signal.SIGKILL)
        yield found
publish.spread = killed
from generator.cli import main
main()
"""


@posix
def test_killed_build_leaves_no_lock_with_its_workers(root: Path, tmp_path: Path) -> None:
    """Workers outlive a parent that is killed; they inherited its files, but not its lock."""
    output = tmp_path / "output"
    process = start(root, output, code=KILLED_WITH_WORKERS)
    try:
        assert process.wait(HANG) == -signal.SIGKILL
        FileLock(output / lock.NAME).acquire(timeout=HANG).lock.release()
        build(order(root, output, tmp_path / "cache"))
    finally:
        with suppress(ProcessLookupError):  # the workers have noticed
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    build_clean(root, tmp_path / "clean")
    same(tree(output), tree(tmp_path / "clean"))


@pytest.mark.parametrize("cache", ["a file", "nothing"])
def test_cache_that_cannot_be_used_does_not_matter(root: Path, tmp_path: Path, cache: str) -> None:
    (tmp_path / "a file").write_text("no folder")
    builds = [start(root, tmp_path / "output", cache=tmp_path / cache / "cache") for _ in range(2)]
    for process in builds:
        process.communicate(timeout=HANG)
    assert [process.returncode for process in builds] == [0, 0]
    build_clean(root, tmp_path / "clean")
    same(tree(tmp_path / "output"), tree(tmp_path / "clean"))


def test_failed_first_build_leaves_no_folder(root: Path, tmp_path: Path) -> None:
    append(root / RICE / "product.yaml", "nonsense: 1\n")
    assert build(order(root, tmp_path / "output")).report.failed
    assert not (tmp_path / "output").exists()


def test_failed_build_leaves_a_folder_that_was_there(root: Path, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    append(root / RICE / "product.yaml", "nonsense: 1\n")
    assert build(order(root, tmp_path / "output")).report.failed
    assert (tmp_path / "output").is_dir()


def test_folder_without_a_lock_can_be_looked_at(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that may only be read: told by the refusal itself, since root may write anywhere."""

    def refuse(_lock: object, *_: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, "may only be read")

    build_clean(root, tmp_path / "output", cache=tmp_path / "cache")
    (tmp_path / "output" / lock.NAME).unlink()
    monkeypatch.setattr(FileLock, "acquire", refuse)
    result = build(order(root, tmp_path / "output", tmp_path / "cache"))
    assert (result.report.failed, result.written) == (False, 0)


def test_sweep_leaves_a_folder_with_its_own_lock_alone(tmp_path: Path) -> None:
    """Another process may be writing the copy for a stick inside a fair's folder."""
    stage(str(tmp_path / "a.pdf"), b"half")
    theirs = stage(str(tmp_path / "usb" / "index.html"), b"half")
    (tmp_path / "usb" / lock.NAME).touch()
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["usb"]
    assert Path(theirs).is_file()


# ---- the ledger --------------------------------------------------------------------------------------


def test_entries_added_at_once_all_stand(root: Path) -> None:
    words = ["issue", "MU0001", "--copies", "5", "--lang", "en", "--root", str(root)]
    uses = [f"tem {number}" for number in range(8)]
    processes = [
        subprocess.Popen([sys.executable, "-m", "generator", *words, "--use", use], cwd=PROJECT)
        for use in uses
    ]
    assert [process.wait(HANG) for process in processes] == [0] * len(uses)
    text = (root / "products/ledger.yaml").read_text(encoding="utf-8")
    assert [use for use in uses if text.count(f'"{use}"\n') != 1] == []


def test_files_of_the_lock_change_no_build(root: Path, tmp_path: Path) -> None:
    """They are no records: an unchanged site stays unchanged, and nobody asks what they are."""
    site = order(root, tmp_path / "output", tmp_path / "cache")
    build(site)
    stages: list[str] = []
    (root / "products" / lock.NAME).touch()
    result = build(site, Progress(lambda progress: stages.append(progress.stage)))
    assert (result.written, result.report.problems, stages) == (0, [], [])
