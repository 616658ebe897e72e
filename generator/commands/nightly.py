"""``ocop nightly``: write the file with which a git host builds and publishes the catalogue every night."""

from pathlib import Path

from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError
from generator.project import BuildOptions

FILES = {"github": ".github/workflows/catalogue.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each host looks for it, below the project."""
TEMPLATES = Path(__file__).parent.parent / "publishing" / "nightly"
PROGRAM = "program"
"""Folder of a project for the wheel of the program, where the program is not the project's own."""


def run(console: Console, options: BuildOptions, *, host: str) -> None:
    """Write the file. One that is there and differs stays as it is."""
    path = options.root / FILES[host]
    is_own = (options.root / "generator" / "__init__.py").is_file()
    program = "." if is_own else f"./{PROGRAM}/*.whl"
    text = (TEMPLATES / f"{host}.yml").read_text("utf-8").replace("PROGRAM", program)
    try:
        if path.exists() and path.read_text("utf-8", errors="replace") != text:
            raise RefusedError("nightly-exists", {"path": path})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        console.cannot_write(error.filename or path, error)
    console.say("nightly-written", path=path)
    if not is_own and not list((options.root / PROGRAM).glob("*.whl")):
        console.note("nightly-needs-program", folder=options.root / PROGRAM)
    console.say(f"nightly-next-{host}")
