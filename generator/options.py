"""What the options of the command line mean, and in which language it speaks."""

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.messages import message, part


def language_of(given: str | None, environment: dict[str, str]) -> str:
    """The language to speak: as asked for, else as the environment says, else English."""
    wanted = (
        given or environment.get("OCOP_LANG") or environment.get("LC_ALL") or environment.get("LANG") or ""
    )
    return "vi" if wanted.lower().startswith("vi") else "en"


def t(language: str, key: str, /, **values: object) -> str:
    """One of the command line's own sentences."""
    return message(f"cli.{key}", language, **values)


LANGUAGE = language_of(None, dict(os.environ))
for _number, _word in enumerate(sys.argv):  # help texts are made before options are read
    if _word.startswith("--lang"):
        _given = _word.partition("=")[2] or (sys.argv[_number + 1] if _number + 1 < len(sys.argv) else "")
        LANGUAGE = language_of(_given, {})


def _speak() -> None:
    """Let click's own words come from our table: it asks gettext, whose catalogues are not part of it."""
    sentences = part("click")

    def one(source: str) -> str:
        return sentences[source]["vi"] if source in sentences else source

    def counted(source: str, plural: str, number: int) -> str:
        return one(source if number == 1 else plural)

    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        module = sys.modules[f"click.{name}"]
        vars(module).update(_=one, ngettext=counted)


if LANGUAGE == "vi":
    _speak()


def help_of(key: str) -> str:
    """A help text in the language of this run."""
    return t(LANGUAGE, key)


class Day(click.ParamType[date]):
    """A day, year-month-day."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The value of the words given; fails with a sentence of ours."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(t(LANGUAGE, "bad-day", value=value), param, ctx)


class BaseUrl(click.ParamType[str]):
    """A public address without a final slash."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value of the words given; fails with a sentence of ours."""
        from generator.catalogue.fields import BASE_URL, ascii_address  # late: help needs no records

        try:
            address = ascii_address(str(value))
        except ValueError:
            address = ""
        if not re.fullmatch(BASE_URL, address):
            self.fail(t(LANGUAGE, "bad-url", value=value), param, ctx)
        return address.rstrip("/")


class Folder(click.ParamType[Path]):
    """A folder that is there or can be made: a name that the disk and every message can write."""

    name = "DIR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The value of the words given; fails with a sentence of ours."""
        try:
            path = Path(value)
            str(path.resolve()).encode()
            good = bool(str(value)) and (path.is_dir() or not path.exists())
        except (OSError, ValueError, RuntimeError):  # too long, a NUL, no UTF-8, a link to itself
            good = False
        if not good:
            self.fail(t(LANGUAGE, "bad-folder", value=value), param, ctx)
        return path


class Words(click.ParamType[str]):
    """A short text of one line."""

    name = "WORDS"
    most = 300
    """As a line of a record, in characters."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value of the words given; fails with a sentence of ours."""
        words = " ".join(str(value).split())
        if not 1 <= len(words) <= self.most or not words.isprintable():
            self.fail(t(LANGUAGE, "bad-words", limit=self.most), param, ctx)
        return words


class Size(click.ParamType[int]):
    """A size in bytes, written like 500MB."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The value of the words given; fails with a sentence of ours."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([0-9]{1,6}) ?([KMG])B?", str(value).strip().upper())
        if not found:
            self.fail(t(LANGUAGE, "bad-size", value=value), param, ctx)
        return int(found[1]) * {"K": 10**3, "M": 10**6, "G": 10**9}[found[2]]


def _with(command: Any, *options: Any) -> Any:
    """A command with options, listed by its help in the order given."""
    for option in reversed(options):
        command = option(command)
    return command


def located(command: Any) -> Any:
    """Options of every command that works on a project."""
    return _with(
        command,
        click.option("--lang", type=click.Choice(["vi", "en"]), help=help_of("opt-lang")),
        click.option("--root", type=Folder(), default=Path(), help=help_of("opt-root")),
    )


def as_json_option(command: Any) -> Any:
    """The option of commands that can tell problems as data."""
    return click.option("--json", "as_data", is_flag=True, help=help_of("opt-json"))(command)


def common(command: Any) -> Any:
    """Options of every command that reads the records as of a day."""
    return _with(
        command,
        located,
        click.option("--day", type=Day(), default=None, help=help_of("opt-day")),
        click.option("--base-url", type=BaseUrl(), default=None, help=help_of("opt-base-url")),
        as_json_option,
    )


def building(command: Any) -> Any:
    """Options of commands that build the site."""
    return _with(
        command,
        click.option("--output", type=Folder(), default=None, help=help_of("opt-output")),
        click.option("--fresh", is_flag=True, help=help_of("opt-fresh")),
        click.option(
            "--links",
            type=click.Choice(["absolute", "relative"]),
            default="absolute",
            help=help_of("opt-links"),
        ),
    )
