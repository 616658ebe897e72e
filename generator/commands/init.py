"""``ocop init``: start the catalogue of a province in a folder of its own."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import click

from generator.commands.console import Console
from generator.commands.new_project import (
    find_province,
    find_successor,
    sample_commune,
    similar_names,
    starter_files,
)
from generator.packaged import sign_names
from generator.provinces import ProvinceFacts, provinces
from generator.render.looks import COLOURS, DEFAULT_COLOUR, DEFAULT_SIGN, look_files, read_colour
from generator.today import today

NOT_COUNTED = {".git"}
"""What a folder may hold that counts as empty."""


def run(
    console: Console, folder: Path, province: str, colour: str | None, sign: str | None, *, ask: bool
) -> None:
    """Write the catalogue and say what to do next.

    ``ask`` asks for what was not given, on a terminal. Ends the command where the province is not known, or
    the folder is not empty; then nothing is written.
    """
    facts = _province(console, province)
    if _has_something(folder):
        console.stop(1, "init-not-empty", path=folder)
    if ask and sys.stdin.isatty():
        colour = colour or _asked(console, "init-ask-colour", list(COLOURS), DEFAULT_COLOUR)
        sign = sign or _asked(console, "init-ask-sign", sign_names(), DEFAULT_SIGN)
    files = starter_files(facts, today(), console.language)
    chosen = read_colour(colour or DEFAULT_COLOUR), sign or DEFAULT_SIGN
    if chosen != (COLOURS[DEFAULT_COLOUR], DEFAULT_SIGN):
        look = look_files(*chosen, f"OCOP {facts.name}")
        files |= {f"themes/default/{name}": data for name, data in look.items()}
    try:
        write_project(folder, files)
    except OSError as error:
        console.cannot_write(folder, error)
    console.say("init-done", name=facts.name, path=folder, count=len(files))
    console.say("init-next", path=folder, place=sample_commune(facts.id)["id"])


def _province(console: Console, written: str) -> ProvinceFacts:
    """Return the province that is meant, or end the command with those that may be."""
    facts = find_province(written)
    if facts is None and (successor := find_successor(written)):
        console.stop(2, "init-merged", written=written, name=successor.name)
    if facts is None and (near := similar_names(written)):
        console.stop(2, "init-unknown", written=written, near=", ".join(near))
    if facts is None:
        names = ", ".join(province.name for province in provinces())
        console.stop(2, "init-none", written=written, names=names)
    return facts


def _asked(console: Console, key: str, names: list[str], default: str) -> str:
    """Ask on the terminal for one of some names."""
    answer: str = click.prompt(console.text(key), type=click.Choice(names), default=default)
    return answer


def _has_something(folder: Path) -> bool:
    """Whether a folder, which need not exist, holds anything; one that cannot be looked into does."""
    try:
        return bool({path.name for path in folder.iterdir()} - NOT_COUNTED)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def write_project(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new project as a whole: whoever interrupts it finds nothing of it.

    The files are written beside ``folder`` and put in its place at the end. Raises ``OSError`` where they
    cannot be; then all is as it was.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100 - a folder that a link leads to stays where it is
    made_parents = [parent for parent in target.parents if not parent.exists()]
    beside = target.parent / f".{target.name}.new-{os.getpid()}"
    moved: list[Path] = []
    try:
        for name, data in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if target.exists():
            _move_into(target, beside, moved.append)
            beside.rmdir()
        else:
            beside.rename(target)
    except BaseException:
        for path in (*moved, beside):
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        with suppress(OSError):
            for parent in made_parents:
                parent.rmdir()
        raise


def _move_into(target: Path, beside: Path, note: Callable[[Path], None]) -> None:
    """Move everything into a folder that exists; ``content`` last, since it makes a folder a project."""
    for path in sorted(beside.iterdir(), key=lambda path: (path.name == "content", path.name)):
        note(target / path.name)
        path.rename(target / path.name)
