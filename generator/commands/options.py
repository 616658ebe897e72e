"""Types of the command line's options, and the language in which it speaks."""

import gettext
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.messages import message

CLICK_DOMAIN = "click"
"""Domain of the translated sentences that the library of the command line says by itself."""
LOCALES = Path(__file__).parent.parent / "locales"

LONGEST_LINE = 300
"""Characters of a text of one line, as in a line of a record."""

T = TypeVar("T")


def language_of(given: str | None, environment: Mapping[str, str]) -> str:
    """Return the language to speak: as asked for, else as the environment says, else English."""
    language = (
        given or environment.get("OCOP_LANG") or environment.get("LC_ALL") or environment.get("LANG") or ""
    )
    return "vi" if language.lower().startswith("vi") else "en"


def language_of_arguments(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language to speak from the words of a command line that is not parsed yet.

    Help and complaints about wrong usage are written before the option ``--lang`` is read.
    """
    given = None
    for index, word in enumerate(words):
        if word.startswith("--lang"):
            given = word.partition("=")[2] or "".join(words[index + 1 : index + 2])
    return language_of(given, environment)


def set_click_language(language: str) -> None:
    """Make click's own messages appear in ``language``.

    click takes them from the standard library's ``gettext``, which is told here where its catalogues lie.
    ``scripts/click_words.py`` writes them from ``generator/messages/click.json``.
    """
    gettext.bindtextdomain(CLICK_DOMAIN, str(LOCALES))
    gettext.textdomain(CLICK_DOMAIN)
    os.environ["LANGUAGE"] = language


def t(language: str, key: str, /, **values: object) -> str:
    """Return one of the command line's own sentences."""
    return message(f"cli.{key}", language, **values)


class OptionType(click.ParamType[T]):
    """A type of option whose error messages are in ``language``."""

    def __init__(self, language: str, name: str, read: Callable[[Any], T], complaint: str) -> None:
        """``read`` turns what was given into the value, or raises ``ValueError`` or ``OSError``."""
        self.name, self._language, self._read, self._complaint = name, language, read, complaint

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """The value of what was given; fails with a sentence of ours."""
        try:
            return self._read(value)
        except (OSError, ValueError, RuntimeError):
            self.fail(t(self._language, self._complaint, value=value, limit=LONGEST_LINE), param, ctx)


class Measure(click.FloatRange):
    """A number in a range, which "nan" is not: comparisons alone would let it pass."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; fails where it is none of the range."""
        number: float = super().convert(value, param, ctx)
        return super().convert(math.inf, param, ctx) if math.isnan(number) else number


def read_base_url(value: str) -> str:
    """Return a public address without a final slash."""
    from generator.catalogue.fields import BASE_URL, ascii_address  # late: help needs no records

    address = ascii_address(value)
    if not re.fullmatch(BASE_URL, address):
        raise ValueError(value)
    return address.rstrip("/")


def read_colour(value: str) -> str:
    """Return a colour of a new site, as it was written."""
    from generator.render import looks  # late: help draws nothing

    looks.read_colour(value)
    return value


def read_folder(value: str | Path) -> Path:
    """Return a folder that exists or can be made, whose name the disk and every message can write."""
    path = Path(value)
    str(path.resolve()).encode()  # too long, a NUL, no UTF-8, a link to itself
    if not str(value) or (path.exists() and not path.is_dir()):
        raise ValueError(value)
    return path


def read_file_name(ending: str, value: str | Path) -> Path:
    """Return the path of a file to write, whose name has an ending: no record is overwritten by a slip."""
    path = Path(value)
    str(path.resolve()).encode()  # too long, a NUL, no UTF-8, a link to itself
    if path.suffix.lower() != ending or path.is_dir():
        raise ValueError(value)
    return path


def read_target(value: str) -> str:
    """Return where a site is sent: anything but nothing, which programs would take for the top folder."""
    if not value.strip() or not value.isprintable():
        raise ValueError(value)
    return value


def read_short_text(value: str) -> str:
    """Return a short text of one line."""
    words = " ".join(value.split())
    if not 1 <= len(words) <= LONGEST_LINE or not words.isprintable():
        raise ValueError(value)
    return words


def read_size(value: str) -> int:
    """Return a number of bytes, written like 500MB."""
    match = re.fullmatch(r"([0-9]{1,6}) ?([KMG])B?", value.strip().upper())
    if not match:
        raise ValueError(value)
    return int(match[1]) * {"K": 10**3, "M": 10**6, "G": 10**9}[match[2]]


class Options:
    """Makes the options that several commands share, with their help in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.day = OptionType(language, "YYYY-MM-DD", date.fromisoformat, "bad-day")
        self.base_url = OptionType(language, "URL", read_base_url, "bad-url")
        self.folder = OptionType(language, "DIR", read_folder, "bad-folder")
        self.words = OptionType(language, "WORDS", read_short_text, "bad-words")
        self.colour = OptionType(language, "COLOUR", read_colour, "bad-colour")
        self.page = OptionType(language, "FILE", partial(read_file_name, ".html"), "bad-page")
        self.workbook = OptionType(language, "FILE", partial(read_file_name, ".xlsx"), "bad-workbook")
        self.target = OptionType(language, "TARGET", read_target, "bad-target")
        self.size = OptionType(language, "SIZE", read_size, "bad-size")

    def option(self, help_key: str, *names: str, **settings: Any) -> click.Option:
        """An option whose help is a sentence of ours."""
        return click.Option(names, help=t(self.language, help_key), **settings)

    def project_options(self, root: Path | None = Path()) -> list[click.Parameter]:
        """Options of every command that works on a project; ``root`` is its folder if none is given."""
        return [
            self.option("opt-lang", "--lang", type=click.Choice(["vi", "en"])),
            self.option("opt-root", "--root", type=self.folder, default=root),
        ]

    def json_option(self) -> click.Option:
        """The option of commands that can print problems as data."""
        return self.option("opt-json", "--json", "as_data", is_flag=True)

    def base_url_option(self) -> click.Option:
        """The option of commands whose outcome depends on the public address."""
        return self.option("opt-base-url", "--base-url", type=self.base_url)

    def day_options(self) -> list[click.Parameter]:
        """The option of commands that read the records as of a day."""
        return [
            *self.project_options(),
            self.option("opt-day", "--day", type=self.day),
            self.base_url_option(),
        ]

    def build_options(self) -> list[click.Parameter]:
        """Options of commands that build the site."""
        links = click.Choice(["absolute", "relative"])
        return [
            *self.day_options(),
            self.json_option(),
            self.option("opt-output", "--output", type=self.folder),
            self.option("opt-fresh", "--fresh", is_flag=True),
            self.option("opt-links", "--links", type=links, default="absolute"),
        ]
