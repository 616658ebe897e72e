"""Records written as YAML. Only the places of a new catalogue are written elsewhere (``provinces``).

What is written is read back as the same record, letter by letter: every scalar is plain text, quoted where
the reader (``yaml_nodes.py``) would take it for something else.
"""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.model import RECORDS, Record, record_json
from generator.records.path_patterns import FILES, MORE_FILES, STORIES, path_in
from generator.records.yaml_faults import misread

WIDTH = 110
NO_PLACE = "khac"
"""The folder of products whose place is not known."""
LONGEST = 10**9
"""No line is that long."""


# Nine tenths of a gathering went into the writer in Python; the one in C writes the same bytes.
if TYPE_CHECKING:
    _Base = yaml.SafeDumper
else:
    _Base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):
    """Writes text, lists and groups; anything else was made text before."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the library declares it

    def ignore_aliases(self, _data: Any) -> bool:
        """Write a value that occurs twice twice."""
        return True


_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:|~|null|Null|NULL)$"), ["", "~", "n", "N"]
)


class _Quoted(str):
    """Text that is written in quotes of a kind where that can be."""

    __slots__ = ("quotes",)

    quotes: str


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else getattr(value, "quotes", None)
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=style)


_Dumper.add_multi_representer(str, _text)


class _QuotingDumper(_Dumper):
    """Writes each text in quotes on one line, with escapes for all but ASCII."""


_QuotingDumper.add_representer(
    str, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')
)


def yaml_of(value: Any, head: Iterable[str] = ()) -> str:
    """Return plain data as YAML with ``head`` as comments at the top."""
    comments = "".join(f"# {line}\n" for line in head)
    body = _dump(value, _Dumper, allow_unicode=True, width=WIDTH)
    if misread(body, ""):
        # Words that look like a slip of the pen: an arrow in the place of a value, a no-break space before
        # a colon.
        body = _dump(value, _QuotingDumper, allow_unicode=False, width=LONGEST)
    return f"{comments}{body}"


def quoted(text: str, quotes: str) -> str:
    """Return a text that :func:`yaml_of` puts into quotes of a kind, ``'`` or ``"``."""
    result = _Quoted(text)
    result.quotes = quotes
    return result


def flow_of(value: Any) -> str:
    """Return plain data as YAML in one line, as it may stand between braces: ``{vi: Gạo, en: Rice}``."""
    body = _dump([value], _Dumper, allow_unicode=True, width=LONGEST, default_flow_style=True)
    if misread(body, "") or "\n" in body.rstrip("\n"):
        body = _dump([value], _QuotingDumper, allow_unicode=False, width=LONGEST, default_flow_style=True)
    return body.rstrip("\n")[1:-1]


def _dump(value: Any, dumper: type[_Dumper], *, default_flow_style: bool = False, **style: Any) -> str:
    text: str = yaml.dump(
        with_text_values(value),
        Dumper=dumper,
        default_flow_style=default_flow_style,
        sort_keys=False,
        **style,
    )
    return text


def with_text_values(value: Any) -> Any:
    """Return plain data in which each scalar is text as a record has it."""
    if isinstance(value, Mapping):
        return {str(key): with_text_values(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_text_values(inner) for inner in value]
    return value if isinstance(value, _Quoted) else as_text(value)


def as_text(value: Any) -> str:
    """Return a single value as it stands in a record: ``true``, ``95.5``, ``2026-01-05``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return format(value, "f").removesuffix(".0")
    return str(value)


def number_text(number: Decimal) -> str:
    """Return a number as records write it: no exponent, no zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def place_folder(district: str | None, commune: str | None) -> str:
    """Return the folder of a product below ``products`` from the ids of where it comes from."""
    return bare_id(district or commune or NO_PLACE)


def file_of(kind: str, identity: str, place: str = "") -> str:
    """Return the path of the file for a record; ``place`` is the folder of a product below ``products``."""
    product, _, year = identity.partition(":")
    pattern = (MORE_FILES if year else FILES)[kind]
    path = pattern.replace("*", place).replace("<id>", bare_id(product)).replace("<year>", year)
    return path_in(folder_of(product), path)


def story_file_of(kind: str, identity: str, language: str) -> str:
    """Return the path of the Markdown beside a record."""
    return f"{file_of(kind, identity).rpartition('/')[0]}/{STORIES[kind]}.{language}.md"


def schema_comment(kind: str, path: str) -> str:
    """Return the comment at the top of a file by which people's editors find its schema, without ``#``."""
    return f"yaml-language-server: $schema={'../' * path.count('/')}docs/schema/{kind}.json"


def record_file(kind: str, records: Iterable[Record], path: str, note: str = "") -> str:
    """Return the text of the file at ``path`` that holds a record, or all records of a list."""
    plain = [json.loads(record_json(record)) for record in records]
    if RECORDS[kind].id_in_file:
        return plain_file(kind, plain, path, note)
    (data,) = plain
    data.pop("id")
    return plain_file(kind, data, path, note)


def plain_file(kind: str, data: Any, path: str, note: str = "") -> str:
    """Return the text of the file at ``path`` that holds plain data of a kind; ``note`` is below its head."""
    head = [schema_comment(kind, path)]
    return yaml_of(data, [*head, note] if note else head)
