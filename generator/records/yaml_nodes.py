"""Reads YAML files into plain data in which every scalar is text as it was written.

PyYAML's events are read one by one, so that hostile nesting stops at a fixed depth and every key and value
keeps its line and column. No value is interpreted: ``120.000``, ``012345`` and ``no`` stay as they are; only
an empty plain scalar, ``~`` and ``null`` become None. What the fields mean is checked in
:mod:`~generator.records.validate`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from generator.catalogue import letters
from generator.catalogue.findings import KEY
from generator.catalogue.model import KeyPath
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both
from generator.records.legacy import legacy_encoding_warnings
from generator.records.yaml_faults import ARROW, code_point, explain, location_at, misread
from generator.text import nfc

Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 20
FEW = 2
"""If more fields than this are written twice, a second record was copied below the first."""
Data = None | str | list[Any] | dict[str, Any]

_UNFILLED = frozenset({"…", "..."})
"""What starter files show where something is to be written; read as no value."""
_NOTHING = _UNFILLED | {"", "~", "null", "Null", "NULL"}
_QUOTES = ("'", '"')

# C0 and C1 controls, the line breaks that only YAML 1.1 knows, and marks that turn text around.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_WIDE = ("hints.encoding-utf16", "hints.save-utf8")
_OFFICE = ("hints.encoding-office", "hints.copy-utf8")
_FORMATS = {b"\xff\xfe": _WIDE, b"\xfe\xff": _WIDE, b"PK\x03\x04": _OFFICE, b"\xd0\xcf\x11\xe0": _OFFICE}
"""By the first bytes of a file: what kind of file it is and what to do about it."""
_OLD = ("hints.encoding-old", "hints.save-utf8")
_RARE = re.compile("[\u00a0-\u00be\u00f8\u2000-\u200f\u202f\u2060-\u2064\u3000\ufeff]")
"""Unusual characters, apart from control characters. A file without any skips the slower checks."""
_SWALLOWED = re.compile(r" #[^\s#!]")


@dataclass
class Nodes:
    """The content of a file: its data, line and column of each key path, and its problems."""

    data: Data = None
    positions: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def paths_by_place(self) -> dict[tuple[int, int], KeyPath]:
        """Return what stands at each line and column: the whole where its first part begins there too.

        A fault at the beginning of a record or an entry is about all of it, not about its first key.
        """
        return {place: path for path, place in reversed(self.positions.items())}


def decode(content: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, or "" and the problem that forbids reading it: encoding, control characters.

    A byte order mark and Windows line ends are fine.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        format_name, how = next((hint for start, hint in _FORMATS.items() if content.startswith(start)), _OLD)
        # A file that is no text at all has no lines.
        location = location_at(before, len(before), file) if format_name == _OLD[0] else SourceLocation(file)
        return "", [problem("TEXT-ENCODING", location, **in_both("what", format_name), **in_both("how", how))]
    text = text.replace("\r\n", "\n")
    if control := _CONTROL.search(text):
        location = location_at(text, control.start(), file)
        return "", [problem("TEXT-CONTROL", location, character=code_point(control[0]))]
    if any(mark in text for mark in _CONFLICT_MARKS) and (conflict := _CONFLICT.search(text)):
        return "", [problem("TEXT-CONFLICT", location_at(text, conflict.start(), file))]
    return text, []


_CONFLICT_MARKS = ("<<<<<<< ", ">>>>>>> ", "||||||| ")
"""The marks of git where it could not merge what two people wrote."""
_CONFLICT = re.compile("^(?:" + "|".join(map(re.escape, _CONFLICT_MARKS)) + ")", re.MULTILINE)


def clean(value: str) -> tuple[str, str]:
    """Return ``value`` in NFC without invisible characters, and the name of the first one removed or ""."""
    invisible = _INVISIBLE.search(value)
    return nfc(_INVISIBLE.sub("", value)), code_point(invisible[0]) if invisible else ""


def read_yaml(
    content: bytes, file: str, *, locations: bool | tuple[str, ...] = True, markdown: str = ""
) -> Nodes:
    """Return the data of one YAML file with positions. What is wrong is in ``problems``; nothing is raised.

    Refused, because PyYAML accepts them or crashes on them: duplicate keys, anchors and aliases, tags,
    several documents, more than 20 levels, tabs, control characters, other encodings.

    ``locations`` says which positions are kept: all, none (most files never need any), or those inside of the
    fields that are named. ``markdown`` is the field of the record whose text may hold HTML, if any.
    """
    text, faults = decode(content, file)
    if not faults and (tab := text.find("\t")) >= 0:
        faults = [problem("YAML-TAB", location_at(text, tab, file))]
    rare = _RARE.search(text) is not None
    if not faults and (rare or ARROW in text) and (odd := misread(text, file)):
        faults = [odd]
    if faults:
        return Nodes(problems=faults)
    reader = _Reader(text, file, locations=locations, rare=rare, markdown=markdown)
    try:
        reader.read()
    except _StopReadingError:
        reader.nodes.data = None
    except yaml.MarkedYAMLError as error:
        reader.nodes.data = None
        reader.nodes.problems.append(explain(error, file, text.split("\n")))
    except yaml.YAMLError:
        reader.nodes.data = None
        reader.nodes.problems.append(problem("YAML-SYNTAX", SourceLocation(file, 1, 1)))
    reader.nodes.problems += legacy_encoding_warnings(text, file)
    return reader.nodes


class _StopReadingError(Exception):
    """The rest of the file cannot be read; the problem has been noted."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    path: KeyPath
    items: Any
    key: str | None = None
    key_line: dict[str, int] = field(default_factory=dict)


class _Reader:
    """One pass over a file's events, with a stack of open lists and mappings."""

    def __init__(
        self, text: str, file: str, *, locations: bool | tuple[str, ...], rare: bool, markdown: str
    ) -> None:
        self.text = text
        self.file = file
        self.fields = locations if isinstance(locations, tuple) else ()
        self.locations = bool(locations) and not self.fields
        self.nodes = Nodes()
        self.stack: list[_Open] = []
        self.again: list[Problem] = []
        """The problems of the record's own fields that are written twice."""
        self.markdown = markdown
        self.lettered = "\\" in text or letters.RARE.search(text) is not None
        self.careful = "\\" in text or rare or not unicodedata.is_normalized("NFC", text)
        self.swallows = _SWALLOWED.search(text) is not None
        self.lines = text.split("\n") if self.swallows else []
        self.has_rarities = self.lettered or self.careful or self.swallows
        self.documents = 0

    def read(self) -> None:
        """Fill ``nodes``; raises :class:`_StopReadingError` after a fault that ends the reading."""
        loader = Loader(self.text)
        take: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: lambda event: self.open(event, {}),
            yaml.SequenceStartEvent: lambda event: self.open(event, []),
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.refuse_alias,
            yaml.DocumentStartEvent: self.begin_document,
        }
        try:
            while (event := loader.get_event()) is not None:
                if handler := take.get(type(event)):
                    handler(event)
        finally:
            loader.dispose()
        if len(self.again) > FEW:
            self.nodes.problems = [fault for fault in self.nodes.problems if fault not in self.again]
            self.nodes.problems.append(problem("YAML-RECORDS", self.again[0].location, count=len(self.again)))
        if self.nodes.data is None and not self.nodes.problems:
            self.nodes.problems.append(problem("YAML-EMPTY", SourceLocation(self.file)))

    def stop(self, code: str, event: Any, **values: object) -> None:
        """Note a fault at an event and end the reading."""
        self.note(code, event, **values)
        raise _StopReadingError

    def note(self, code: str, event: Any, **values: object) -> None:
        """Note a fault at an event."""
        mark = event.start_mark
        self.nodes.problems.append(
            problem(code, SourceLocation(self.file, mark.line + 1, mark.column + 1), **values)
        )

    def begin_document(self, event: Any) -> None:
        """Refuse a second document."""
        self.documents += 1
        if self.documents > 1:
            self.stop("YAML-DOCUMENTS", event)

    def refuse_alias(self, event: Any) -> None:
        """Refuse what stands for a value elsewhere."""
        self.stop("YAML-ALIAS", event)

    def close(self, _event: Any) -> None:
        """End a list or mapping."""
        self.stack.pop()

    def open(self, event: Any, items: Any) -> None:
        """Begin a list or mapping."""
        self.plain(event)
        if len(self.stack) >= MAX_DEPTH:
            self.stop("YAML-DEPTH", event, limit=MAX_DEPTH)
        if self.stack and isinstance(self.stack[-1].items, dict) and self.stack[-1].key is None:
            self.stop("YAML-KEY", event)
        self.stack.append(_Open(self.put(event, items), items))

    def plain(self, event: Any) -> None:
        """Refuse anchors and tags."""
        if event.anchor is not None:
            self.stop("YAML-ALIAS", event)
        if event.tag is not None:
            self.stop("YAML-TAG", event)

    def scalar(self, event: Any) -> None:
        """Take a scalar as a key or a value."""
        if event.anchor is not None or event.tag is not None:
            self.plain(event)
        value: str | None = event.value
        if event.style in _QUOTES:
            value = event.value.strip(" ")
        if value in (_UNFILLED if event.style else _NOTHING):
            value = None
        if self.has_rarities:
            value = self.checked(event, value)
        parent = self.stack[-1] if self.stack else None
        if parent is None or parent.key is not None or type(parent.items) is list:
            self.put(event, value)
        elif value is None:
            self.stop("YAML-KEY", event)
        else:
            self.take_key(event, value, parent)

    def checked(self, event: Any, value: str | None) -> str | None:
        """Return the value of a scalar in NFC without invisible characters, and note what is odd in it."""
        if self.careful and value is not None:
            if control := _CONTROL.search(value):
                self.stop("TEXT-CONTROL", event, character=code_point(control[0]))
            value, removed = clean(value)
            if removed:
                self.note("TEXT-INVISIBLE", event, character=removed)
        if self.lettered and value is not None:
            markup = bool(self.markdown and self.stack) and self.stack[0].key == self.markdown
            for code, _, values in letters.faults(nfc(value), markup=markup):
                self.note(code, event, **values)
        if self.swallows and not event.style:
            self.swallowed(event)
        return value

    def take_key(self, event: Any, key: str, parent: _Open) -> None:
        """Take a scalar as the next key of a mapping."""
        line = event.start_mark.line + 1
        at_root = len(self.stack) == 1
        if self.fields and at_root:
            self.locations = key in self.fields
        if key in parent.key_line:
            self.note("YAML-DUPLICATE", event, key=key, line=parent.key_line[key])
            if at_root:
                self.again.append(self.nodes.problems[-1])
        else:
            parent.key_line[key] = line
            if self.locations:
                self.nodes.positions[*parent.path, key, KEY] = (line, event.start_mark.column + 1)
        parent.key = key

    def put(self, event: Any, value: Any) -> KeyPath:
        """Put a value into the open list or mapping and note its position; return its path."""
        path: KeyPath = ()
        if not self.stack:
            self.nodes.data = value
        else:
            parent = self.stack[-1]
            key = len(parent.items) if parent.key is None else parent.key
            if self.locations:
                path = (*parent.path, key)
            if parent.key is None:
                parent.items.append(value)
            else:
                parent.items[parent.key] = value
                parent.key = None
        if self.locations:
            mark = event.start_mark
            self.nodes.positions[path] = (mark.line + 1, mark.column + 1)
        return path

    def swallowed(self, event: Any) -> None:
        """Warn when what follows a plain scalar looks like content: ``Gạo #1``."""
        mark = event.end_mark
        after_value = self.lines[mark.line][mark.column :]
        if comment := re.match(r"\s+(#[^\s#!].*)", after_value):
            location = SourceLocation(self.file, mark.line + 1, mark.column + comment.start(1) + 1)
            self.nodes.problems.append(problem("YAML-COMMENT", location, text=comment[1][:60]))
