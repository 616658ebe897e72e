"""The scripts that people start: bootstrap, the synthetic catalogue, the bench's parts."""

import ast
import subprocess
import sys
from pathlib import Path

import bench
import pytest
import synthetic
import tasks
from built import DAY, PROJECT, run_ocop

from generator.commands.check import check
from generator.project import BuildOptions
from generator.provinces import province_ids


def test_bootstrap_tells_an_older_python_what_it_lacks() -> None:
    script = PROJECT / "scripts/bootstrap.py"
    ast.parse(script.read_text(encoding="utf-8"), feature_version=(3, 6))
    pretend = f"import sys, runpy; sys.version_info = (3, 8, 0); runpy.run_path({str(script)!r})"
    command = [sys.executable, "-X", "utf8", "-c", pretend]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Cần Python 3.11" in done.stderr
    assert "Python 3.11 or newer" in done.stderr


def test_every_target_of_the_makefile_is_a_task() -> None:
    lines = (PROJECT / "Makefile").read_text(encoding="utf-8").splitlines()
    targets = next(line for line in lines if line.startswith(".PHONY")).split()[1:]
    assert targets == [line.split(":")[0] for line in lines if "##" in line]
    assert set(targets) == set(tasks.TASKS)


def test_an_unknown_task_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["no-such-task"]) == 2
    assert "site|test" in capsys.readouterr().err


def test_a_failing_program_is_told_with_its_own_words(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(tasks.FailedError, match="3"):
        tasks.run(sys.executable, "-c", "print('its own words'); raise SystemExit(3)", quiet=True)
    assert "its own words" in capfd.readouterr().err
    tasks.run(sys.executable, "-c", "print('quiet')", quiet=True)
    assert capfd.readouterr() == ("", "")


def test_a_missing_tool_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a test left out in silence: the browser's other ways are tried, then the tests refuse."""
    tried: list[str] = []

    def fails(*words: object, **_: object) -> int:
        tried.append(" ".join(map(str, words[1:])))
        return 1

    monkeypatch.delenv("OCOP_CHROMIUM", raising=False)
    monkeypatch.setattr(tasks, "has_tool", lambda name: name == "nginx")
    monkeypatch.setattr(tasks, "apt_install", lambda *names: tried.append("apt " + " ".join(names)))
    monkeypatch.setattr(tasks, "run", fails)
    with pytest.raises(tasks.FailedError) as failure:
        tasks.install_test_tools()
    assert tried[0].startswith("apt chromium ")
    assert "nginx" not in tried[0]
    assert tried[1] == "-m playwright install chromium"
    assert "apt-get install chromium" in str(failure.value)
    assert "\n" not in str(failure.value)


@pytest.mark.slow
def test_the_synthetic_catalogue_is_valid_and_repeatable(tmp_path: Path) -> None:
    for name in ("one", "two"):
        synthetic.make(tmp_path / name, 12)
    first, second = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert first == second
    with pytest.raises(FileExistsError):
        synthetic.make(tmp_path / "one", 12)
    done = run_ocop(
        tmp_path / "one",
        "build",
        "--output",
        tmp_path / "output",
        "--day",
        DAY,
        "--base-url",
        "https://ocop.test",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_measure_counts_the_child_it_ran() -> None:
    found = bench.measure(sys.executable, "-c", "held = bytearray(60_000_000)")
    assert found.wall > 0
    assert 50 < found.largest < 600
    with pytest.raises(RuntimeError):
        bench.measure(sys.executable, "-c", "raise SystemExit(1)")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell it")
def test_memory_of_all_processes_counts_those_that_were_started() -> None:
    """The second process holds the memory; both wait until they have been looked at."""
    holds = "held = bytearray(60_000_000); print(flush=True); input()"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holds!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", starts], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        together = sum(map(bench.proportional_size, bench.family(process.pid)))
        process.communicate(b"\n")
    assert 60 < together < 600


@pytest.mark.slow
def test_a_synthetic_country_is_sound(tmp_path: Path) -> None:
    root = tmp_path / "catalogue"
    synthetic.make_country(root, 40)
    provinces = {path.parts[-4] for path in root.glob("products/*/*/*/lots.yaml")}
    assert len(provinces) > 30
    assert provinces <= set(province_ids())
    for name, edit in {"": lambda _root: None, **bench.EDITS}.items():
        edit(root)
        assert not check(
            BuildOptions(root, tmp_path / "output", bench.DAY, cache=tmp_path / "cache")
        ).report.failed, name


@pytest.mark.slow
def test_each_edit_of_the_bench_leaves_a_sound_catalogue(tmp_path: Path) -> None:
    root = tmp_path / "catalogue"
    synthetic.make(root, 8)
    names = {path.parent.name for path in root.glob("products/*/*/product.yaml")}
    for name, edit in bench.EDITS.items():
        before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
        edit(root)
        after = {path: path.read_bytes() for path in root.rglob("*.yaml")}
        assert before != after, name
        assert len(after) - len(before) == {"added": 2, "removed": -2}.get(name, 0)
        assert not check(
            BuildOptions(root, tmp_path / "output", bench.DAY, cache=tmp_path / "cache")
        ).report.failed, name
    assert len({path.parent.name for path in root.glob("products/*/*/product.yaml")} & names) == 7
