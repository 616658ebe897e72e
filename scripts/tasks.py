"""What ``make`` runs. Standard library only: it makes the environment that everything else needs.

Quiet where all is well; where it is not, the failing program's own words and one line of ours.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = ROOT / "generator" / "messages" / "tasks.json"
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

APT_NEEDS = (
    # What the tests need from outside Python: how to see that it is there, and its Debian packages.
    ("chromium", ("chromium", "fonts-dejavu-core")),
    ("nginx", ("nginx-light",)),
    ("rsync", ("rsync",)),
    ("zbar", ("libzbar0",)),
    ("pdftotext", ("poppler-utils",)),
)


class FailedError(Exception):
    """A task cannot go on; the text is for the person at the terminal."""


def in_both(key: str, **values: object) -> str:
    """A sentence of ``generator/messages/tasks.json`` in both languages, Vietnamese first.

    The file is read as it stands: the package may not be there yet.
    """
    sentence = json.loads(MESSAGES.read_text(encoding="utf-8"))[key]
    return " · ".join(sentence[language].format_map(values) for language in ("vi", "en"))


def run(*command: str | Path, quiet: bool = False, check: bool = True) -> int:
    """Run a program in the project's folder; its output is shown, or only if it fails when ``quiet``.

    Raises :class:`FailedError` when ``check`` is set and the program fails.
    """
    words = [str(word) for word in command]
    if quiet:
        done = subprocess.run(
            words,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
        if done.returncode and check:
            sys.stderr.write(done.stdout)
        code = done.returncode
    else:
        sys.stdout.flush()
        code = subprocess.run(words, cwd=ROOT, check=False).returncode
    if code and check:
        raise FailedError(in_both("failed", code=code, command=" ".join(words[:6])))
    return code


# ---- the environment -------------------------------------------------------------------------


def as_root() -> bool:
    """Whether packages may be installed without asking anybody."""
    return not WINDOWS and os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Install Debian packages where that is possible (Debian or its kin, as root)."""
    apt = shutil.which("apt-get")
    if not apt or not as_root():
        return False
    print(in_both("installing") + ": " + " ".join(packages), file=sys.stderr)
    run(apt, "update", "-q", quiet=True, check=False)
    install = (apt, "install", "-y", "-q", "--no-install-recommends", *packages)
    return run("env", "DEBIAN_FRONTEND=noninteractive", *install, quiet=True, check=False) == 0


def make_venv() -> None:
    """Make ``.venv`` beside the project if there is none that works with this Python."""
    same = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    if PYTHON.exists() and run(PYTHON, "-c", same, quiet=True, check=False) == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian keeps ensurepip in a package of its own.
    if run(sys.executable, "-c", "import ensurepip, venv", quiet=True, check=False):
        apt_install("python3-venv")
    if run(sys.executable, "-m", "venv", VENV, quiet=True, check=False):
        shutil.rmtree(VENV, ignore_errors=True)
        raise FailedError(in_both("no-venv") + ": sudo apt-get install python3-venv")


def digest(*parts: bytes) -> str:
    """One digest for all the parts."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(requirements: str) -> None:
    """Bring ``.venv`` to the pinned versions of a requirements file, unless it is there already.

    The file names everything, so pip is told to look for nothing more: asked to, it would take a newer
    release of what another package needs with an extra (``coverage[toml]``) and then miss its hash.
    """
    make_venv()
    wanted = digest((ROOT / requirements).read_bytes(), sys.version.encode())
    stamp = VENV / f".installed-{requirements}"
    if not stamp.exists() or stamp.read_text() != wanted:
        print(in_both("installing-libraries"), file=sys.stderr)
        run(
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "--no-deps",
            "--only-binary=:all:",
            "-r",
            requirements,
            quiet=True,
        )
        stamp.write_text(wanted)
    link_project()


def link_project() -> None:
    """Let ``.venv`` find the package where it stands, and give it the ``ocop`` command.

    The same as an editable install, without a build backend to fetch and pin.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = VENV / "Lib/site-packages" if WINDOWS else VENV / "lib" / version / "site-packages"
    (packages / "ocop-catalogue.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if WINDOWS:
        (BIN / "ocop.cmd").write_text('@"%~dp0python.exe" -m generator %*\n', encoding="utf-8")
        return
    command = BIN / "ocop"
    command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m generator "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def has_tool(name: str) -> bool:
    """Whether a thing of ``APT_NEEDS`` is on this machine."""
    if name == "chromium":
        return bool(browser_path())
    if name == "zbar":
        return run(PYTHON, "-c", "import pyzbar.pyzbar", quiet=True, check=False) == 0
    return bool(shutil.which(name, path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"))


def browser_path() -> str:
    """What ``chromium.py`` finds, asked in ``.venv`` because Playwright lives there."""
    found = subprocess.run(
        [str(PYTHON), "scripts/chromium.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


def install_test_tools() -> None:
    """A browser, nginx and the rest: found, else from apt, else (the browser) from Playwright.

    Raises :class:`FailedError` with one clear line; a test is never left out for lack of a tool.
    """
    missing = [(name, packages) for name, packages in APT_NEEDS if not has_tool(name)]
    if not missing:
        return
    apt_install(*(package for _, packages in missing for package in packages))
    if not has_tool("chromium") and not os.environ.get("OCOP_CHROMIUM"):
        run(PYTHON, "-m", "playwright", "install", "chromium", quiet=True, check=False)
    lacking = [(name, packages) for name, packages in missing if not has_tool(name)]
    if lacking:
        names = ", ".join(name for name, _ in lacking)
        packages = " ".join(package for _, packages in lacking for package in packages)
        raise FailedError(
            in_both("missing-tools", names=names)
            + f": sudo apt-get install {packages}"
            + (" (OCOP_CHROMIUM=/path/to/chromium)" if "chromium" in names else "")
        )


# ---- the tasks -------------------------------------------------------------------------------


def site(words: Sequence[str]) -> None:
    """Build the catalogue and say how to look at it."""
    install("requirements.txt")
    run(PYTHON, "-m", "generator", "build", *words)
    print(in_both("look") + ": make serve · python3 -m http.server -d output")


def serve(words: Sequence[str]) -> None:
    """Serve the catalogue and follow edits."""
    install("requirements.txt")
    run(PYTHON, "-m", "generator", "serve", *words)


def style_and_types() -> list[str]:
    """Run ruff (rules and layout) and mypy; return the names of those that reported faults."""
    steps = {
        "ruff check": ("ruff", "check", "--quiet", "."),
        "ruff format": ("ruff", "format", "--check", "--quiet", "."),
        "mypy": ("mypy", "--no-error-summary"),
    }
    return [name for name, step in steps.items() if run(PYTHON, "-m", *step, check=False)]


def pytest(*words: str) -> int:
    """Run pytest; finding no test is a failure too."""
    # Tests start hundreds of programs: without bytecode each would compile the whole package first.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return run(PYTHON, "-m", "pytest", "-q", *words, check=False)


def report(failed: Sequence[str]) -> None:
    """Raise :class:`FailedError` if anything failed; say nothing otherwise: pytest had the last word."""
    if failed:
        raise FailedError(in_both("not-passed") + ": " + ", ".join(failed))


def check(words: Sequence[str]) -> None:
    """Style, types and the fast tests."""
    install("requirements-test.txt")
    failed = style_and_types()
    if pytest("-n", "2", "--dist", "worksteal", "-m", "not browser and not slow", *words):
        failed.append("pytest")
    report(failed)


def test(words: Sequence[str]) -> None:
    """Everything at once: while one worker drives a browser, the other runs the tests without one.

    Work is stolen from the end of the other's list, and tests/browser is the head of the first worker's.
    """
    install("requirements-test.txt")
    install_test_tools()
    failed = style_and_types()
    if pytest("-n", "2", "--dist", "worksteal", *words):
        failed.append("pytest")
    report(failed)


def bench(words: Sequence[str]) -> None:
    """Measure builds of a synthetic catalogue, beside Hugo's of the same records."""
    install("requirements.txt")
    install("requirements-bench.txt")
    run(PYTHON, "scripts/bench.py", *words)


def lock(words: Sequence[str]) -> None:
    """Write the requirements files again: hashes for every platform, no address of any host.

    Pins that still fit stay; ``--upgrade`` takes newer versions.
    """
    install("requirements-lock.txt")
    options = (
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--no-annotate",
        "--quiet",
        *words,
    )
    write: tuple[str | Path, ...] = (PYTHON, "-m", "uv", "pip", "compile", *options)
    run(*write, "pyproject.toml", "-o", "requirements.txt")
    test_too = ("pyproject.toml", "--extra", "test", "-c", "requirements.txt")
    run(*write, *test_too, "-o", "requirements-test.txt")
    for group in ("lock", "bench"):
        run(*write, "--group", group, "-o", f"requirements-{group}.txt")


def clean(_words: Sequence[str]) -> None:
    """Remove what these tasks made. The output folder is removed too: a build brings it back."""
    for name in (".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".ocop", "output"):
        shutil.rmtree(ROOT / name, ignore_errors=True)


TASKS: dict[str, Callable[[Sequence[str]], None]] = {
    "site": site,
    "test": test,
    "check": check,
    "serve": serve,
    "bench": bench,
    "lock": lock,
    "clean": clean,
}


def main(words: Sequence[str]) -> int:
    """Run the named task with the remaining words; 0, 1 if it failed, 2 for an unknown task."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    task = TASKS.get(words[0]) if words else None
    if task is None:
        print("bootstrap.py " + "|".join(TASKS), file=sys.stderr)
        return 2
    try:
        task(words[1:])
    except FailedError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
