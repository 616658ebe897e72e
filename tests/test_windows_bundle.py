"""The ZIP for Windows holds Python, the program, its libraries and files to start, each in its place."""

import io
import re
import shlex
import zipfile
from pathlib import Path

import pytest
import windows_bundle

from generator.cli import command_line

PTH = "python312._pth"


def zip_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def bundle(tmp_path: Path) -> dict[str, bytes]:
    package = zip_of(tmp_path / "python.zip", {"python.exe": b"MZ", PTH: b"python312.zip\r\n."})
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    zip_of(
        wheels / "mau-1-py3-none-any.whl", {"mau/__init__.py": b"A = 1\n", "mau-1.dist-info/METADATA": b""}
    )
    data = {"hai-1.data/purelib/hai.py": b"B = 2\n", "hai-1.data/scripts/hai": b"#!python\n"}
    zip_of(wheels / "hai-1-py3-none-any.whl", data)
    windows_bundle.make(package, wheels, tmp_path / "bundle.zip")
    windows_bundle.make(package, wheels, tmp_path / "second.zip")
    assert (tmp_path / "bundle.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "bundle.zip").read_bytes())) as archive:
        return {name.removeprefix("OCOP/"): archive.read(name) for name in archive.namelist()}


def test_libraries_lie_where_python_looks(bundle: dict[str, bytes]) -> None:
    assert bundle["python/python.exe"] == b"MZ"
    assert bundle[f"python/{PTH}"].decode().split() == ["python312.zip", ".", "..\\libraries"]
    assert bundle["libraries/mau/__init__.py"] == b"A = 1\n"
    assert bundle["libraries/hai.py"] == b"B = 2\n"
    assert not [name for name in bundle if "scripts" in name]


def test_files_to_start_call_each_other_and_the_program(bundle: dict[str, bytes]) -> None:
    starters = {name: data for name, data in bundle.items() if name.endswith(".cmd")}
    assert set(starters) == {"ocop.cmd", "mo-danh-muc.cmd", "dong-lenh.cmd"}
    for name, data in starters.items():
        text = data.decode()
        assert text.startswith("@echo off\r\n"), name
        assert "\n" not in text.replace("\r\n", ""), name
        # Before any Vietnamese word: the console's own table of letters has no "đ".
        assert text.index("chcp 65001") < min(
            (m.start() for m in re.finditer(r"[^\x00-\x7f]", text)), default=10**6
        )
        for called in re.findall(r"[\w-]+\.cmd", text):
            assert called in starters
    assert b"python\\python.exe" in starters["ocop.cmd"]


def test_something_else_than_python_is_refused(tmp_path: Path) -> None:
    package = zip_of(tmp_path / "python.zip", {"setup.exe": b"MZ"})
    with pytest.raises(ValueError, match="not the embeddable package"):
        windows_bundle.make(package, tmp_path, tmp_path / "bundle.zip")


def test_what_only_windows_needs_is_fetched_on_every_system() -> None:
    assert "sys_platform" not in windows_bundle.requirements()
    assert re.search(r"^colorama==\S+ \\$", windows_bundle.requirements(), re.MULTILINE)


def test_the_starters_call_the_program_as_it_is() -> None:
    calls = [
        shlex.split(line)
        for starter in sorted(windows_bundle.STARTERS.glob("*.cmd"))
        for line in re.findall(r"(?m)^call \S*ocop\.cmd (.+)", starter.read_text("utf-8"))
    ]
    assert {name for name, *_ in calls} == {"init", "serve"}
    for name, *words in calls:
        known = {word for part in command_line("vi").commands[name].params for word in part.opts}
        assert {word for word in words if word.startswith("--")} <= known
