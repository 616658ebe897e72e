"""``ocop init``: start the catalogue of a province in a folder of its own."""

from functools import partial
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
from generator.commands.write_project import is_taken, write_project
from generator.packaged import sign_names
from generator.provinces import ProvinceFacts, provinces
from generator.render.looks import COLOURS, DEFAULT_COLOUR, DEFAULT_SIGN, look_files, read_colour
from generator.today import today


def run(
    console: Console, folder: Path, province: str, colour: str | None, sign: str | None, *, ask: bool
) -> None:
    """Write the catalogue and say what to do next.

    ``ask`` asks for what was not given, on a terminal. Ends the command where the province is not known, or
    the folder is not empty; then nothing is written.
    """
    facts = _province(console, province)
    if is_taken(folder):
        console.stop(1, "init-not-empty", path=folder)
    if ask and console.can_ask():
        colour = colour or _asked(console, "init-ask-colour", list(COLOURS), DEFAULT_COLOUR)
        sign = sign or _asked(console, "init-ask-sign", sign_names(), DEFAULT_SIGN)
    files = starter_files(facts, today(), console.language)
    chosen = read_colour(colour or DEFAULT_COLOUR), sign or DEFAULT_SIGN
    if chosen != (COLOURS[DEFAULT_COLOUR], DEFAULT_SIGN):
        look = look_files(*chosen, f"OCOP {facts.name}")
        files |= {f"themes/default/{name}": data for name, data in look.items()}
    try:
        write_project(folder, {name: partial(bytes, data) for name, data in files.items()})
    except FileExistsError:
        console.stop(1, "init-not-empty", path=folder)
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
