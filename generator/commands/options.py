"""What the options of the command line mean, and in which language it speaks."""

import gettext
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.messages import message

LIBRARY = "click"
"""Domain of the translated sentences that the library of the command line says by itself."""
LOCALES = Path(__file__).parent.parent / "locales"

T = TypeVar("T")
Decorator = Callable[[Any], Any]


def language_of(given: str | None, environment: Mapping[str, str]) -> str:
    """The language to speak: as asked for, else as the environment says, else English."""
    wanted = (
        given or environment.get("OCOP_LANG") or environment.get("LC_ALL") or environment.get("LANG") or ""
    )
    return "vi" if wanted.lower().startswith("vi") else "en"


def language_of_words(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language to speak before the words of a command line have been understood.

    Help and complaints about wrong usage are written before the option ``--lang`` is read.
    """
    given = None
    for index, word in enumerate(words):
        if word.startswith("--lang"):
            given = word.partition("=")[2] or "".join(words[index + 1 : index + 2])
    return language_of(given, environment)


def speak(language: str) -> None:
    """Let click say its own sentences in ``language``.

    click takes them from the standard library's ``gettext``, which is told here where its catalogues lie.
    ``scripts/click_words.py`` writes them from ``generator/messages/click.json``.
    """
    gettext.bindtextdomain(LIBRARY, str(LOCALES))
    gettext.textdomain(LIBRARY)
    os.environ["LANGUAGE"] = language


def t(language: str, key: str, /, **values: object) -> str:
    """One of the command line's own sentences."""
    return message(f"cli.{key}", language, **values)


class Spoken(click.ParamType[T]):
    """The type of an option that says in ``language`` what is wrong with a value."""

    def __init__(self, language: str) -> None:
        self.language = language


class Day(Spoken[date]):
    """A day, year-month-day."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The value of the words given; fails with a sentence of ours."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(t(self.language, "bad-day", value=value), param, ctx)


class BaseUrl(Spoken[str]):
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
            self.fail(t(self.language, "bad-url", value=value), param, ctx)
        return address.rstrip("/")


class Folder(Spoken[Path]):
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
            self.fail(t(self.language, "bad-folder", value=value), param, ctx)
        return path


class Words(Spoken[str]):
    """A short text of one line."""

    name = "WORDS"
    most = 300
    """As a line of a record, in characters."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value of the words given; fails with a sentence of ours."""
        words = " ".join(str(value).split())
        if not 1 <= len(words) <= self.most or not words.isprintable():
            self.fail(t(self.language, "bad-words", limit=self.most), param, ctx)
        return words


class Size(Spoken[int]):
    """A size in bytes, written like 500MB."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The value of the words given; fails with a sentence of ours."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"([0-9]{1,6}) ?([KMG])B?", str(value).strip().upper())
        if not match:
            self.fail(t(self.language, "bad-size", value=value), param, ctx)
        return int(match[1]) * {"K": 10**3, "M": 10**6, "G": 10**9}[match[2]]


def with_options(*options: Decorator) -> Decorator:
    """A decorator that gives a command options, listed by its help in the order given."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class Options:
    """Options that several commands share, with their help in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def help(self, key: str) -> str:
        """A help text."""
        return t(self.language, key)

    @property
    def located(self) -> Decorator:
        """Of every command that works on a project."""
        return with_options(
            click.option("--lang", type=click.Choice(["vi", "en"]), help=self.help("opt-lang")),
            click.option("--root", type=Folder(self.language), default=Path(), help=self.help("opt-root")),
        )

    @property
    def as_json(self) -> Decorator:
        """Of commands that can tell problems as data."""
        return click.option("--json", "as_data", is_flag=True, help=self.help("opt-json"))

    def dated(self, day_help: str = "opt-day") -> Decorator:
        """Of commands that read the records as of a day."""
        return with_options(
            self.located,
            click.option("--day", type=Day(self.language), default=None, help=self.help(day_help)),
            click.option(
                "--base-url", type=BaseUrl(self.language), default=None, help=self.help("opt-base-url")
            ),
        )

    @property
    def building(self) -> Decorator:
        """Of commands that build the site."""
        return with_options(
            self.dated(),
            self.as_json,
            click.option("--output", type=Folder(self.language), default=None, help=self.help("opt-output")),
            click.option("--fresh", is_flag=True, help=self.help("opt-fresh")),
            click.option(
                "--links",
                type=click.Choice(["absolute", "relative"]),
                default="absolute",
                help=self.help("opt-links"),
            ),
        )
