"""Makes one ZIP for Windows: Python, the program and its libraries, and a file to start by double-click.

``windows_bundle.py PYTHON.zip BUNDLE.zip``. PYTHON.zip is the "Windows embeddable package (64-bit)" of
Python 3.12 that python.org offers; it is not fetched here, so that whoever makes the bundle sees where it
comes from. The libraries are fetched as wheels for Windows with the hashes of ``requirements.txt``. Nothing
is installed on the officer's machine: the folder is unzipped and can be deleted.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = "3.12"
FOLDER = "OCOP"
"""The one folder in the ZIP."""
LIBRARIES = "libraries"
STARTERS = ROOT / "scripts" / "windows"
"""The files that officers start, and their instructions."""
MOMENT = (2026, 1, 1, 0, 0, 0)
"""Time of every file in the ZIP: the same input gives the same bytes."""


def requirements() -> str:
    """Return the pinned requirements as they hold on Windows, whatever system this is."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    return re.sub(r" ; sys_platform == 'win32'", "", text)


def fetch_wheels(folder: Path) -> None:
    """Fetch the libraries as wheels for Windows, and make that of the program."""
    pinned = folder / "requirements.txt"
    pinned.write_text(requirements(), encoding="utf-8")
    target = ("--only-binary=:all:", "--platform=win_amd64", f"--python-version={VERSION}")
    pip = (sys.executable, "-m", "pip", "--quiet")
    download = ("download", "--no-deps", "--require-hashes", *target, "-r", str(pinned), "-d", str(folder))
    subprocess.run([*pip, *download], check=True)
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], check=True)


def files_of_wheel(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a wheel installs beside each other, by path; its scripts are not needed."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            path = re.sub(r"^[^/]+\.data/(?:purelib|platlib)/", "", name)
            if not name.endswith("/") and not re.match(r"[^/]+\.data/", path):
                yield path, archive.read(name)


def files_of_python(package: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the embeddable package, whose list of folders names the libraries as well.

    Raises :class:`ValueError` where the ZIP is no such package.
    """
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        if "python.exe" not in names or not any(name.endswith("._pth") for name in names):
            raise ValueError(f"{package.name}: not the embeddable package of Python for Windows")
        for name in names:
            data = archive.read(name)
            if name.endswith("._pth"):
                data += f"\r\n..\\{LIBRARIES}\r\n".encode("ascii")
            yield name, data


def make(package: Path, wheels: Path, bundle: Path) -> None:
    """Write the ZIP from the embeddable package and a folder of wheels."""
    files = {f"python/{name}": data for name, data in files_of_python(package)}
    for wheel in sorted(wheels.glob("*.whl")):
        files |= {f"{LIBRARIES}/{path}": data for path, data in files_of_wheel(wheel)}
    for starter in sorted(STARTERS.iterdir()):
        # The command line of Windows wants its own ends of lines.
        text = starter.read_text("utf-8").replace("\n", "\r\n")
        files[starter.name] = text.encode()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)


def main(words: list[str]) -> int:
    """Fetch, make, say how large it is."""
    parser = argparse.ArgumentParser(description="Make the ZIP for Windows.")
    parser.add_argument("python", type=Path, metavar="PYTHON.zip")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE.zip")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as scratch:
        fetch_wheels(Path(scratch))
        make(asked.python, Path(scratch), asked.bundle)
    print(f"{asked.bundle}: {asked.bundle.stat().st_size / 2**20:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
