"""The wheel is enough: installed where no repository is, it starts, checks and builds a catalogue."""

import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from built import PROJECT
from tiny import tree

pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path) -> str:
    """Run a command outside of the repository and return what it printed; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as cache:  # every build is a first one
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env={**environment, "OCOP_CACHE": cache, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a virtual environment's commands, with the wheel in it.

    Its libraries are those of this environment, by a line in a path file: to install them again would take
    minutes. Path files of that other folder are not read, so nothing leads to the repository.
    """
    folder = tmp_path_factory.mktemp("wheel")
    # A build of the repository in place would leave its traces there.
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=PROJECT)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    options = ("--no-deps", "--no-index", "--no-compile", "--quiet", "--disable-pip-version-check")
    wheel = next(folder.glob("*.whl"))
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, folder=folder)
    packages = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder
    ).strip()
    (Path(packages) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import generator; print(generator.__file__)", folder=folder)
    assert where.startswith(packages)
    return scripts


def test_the_installed_program_starts_a_catalogue(installed: Path, tmp_path: Path) -> None:
    ocop = installed / "ocop"
    run(ocop, "init", "moi", "--province", "Lào Cai", "--lang", "vi", folder=tmp_path)
    project = tmp_path / "moi"
    assert "Không có lỗi" in run(ocop, "check", "--lang", "vi", folder=project)
    run(ocop, "build", folder=project)
    pages = tree(project / "output")
    assert "OCOP Lào Cai" in pages["index.html"].decode()
    assert "p/LC9999/index.html" in pages
    # The same as from the repository, whose theme lies elsewhere.
    command = (sys.executable, "-m", "generator", "--root", project, "build", "--output", tmp_path / "again")
    run(*command, folder=PROJECT)
    again = tree(tmp_path / "again")
    assert {name: data for name, data in again.items() if not name.startswith(".ocop")} == {
        name: data for name, data in pages.items() if not name.startswith(".ocop")
    }


def test_a_single_file_of_the_theme_is_enough(installed: Path, tmp_path: Path) -> None:
    run(installed / "ocop", "init", "moi", "--province", "92", folder=tmp_path)
    sheet = tmp_path / "moi/themes/default/styles/tokens.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(":root { --deep: #123456; }\n")
    run(installed / "ocop", "build", folder=tmp_path / "moi")
    assert any(
        b"--deep:#123456" in data
        for name, data in tree(tmp_path / "moi/output").items()
        if name.endswith(".css")
    )
