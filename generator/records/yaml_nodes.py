"""YAML text → plain data in which every scalar is still the text that was written.

PyYAML's events are read one by one, so that hostile nesting stops at a fixed depth and every key
and value keeps its line and column. No value is interpreted: ``120.000``, ``012345`` and ``no``
stay what they are; only an empty plain scalar, ``~`` and ``null`` become None.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from generator.catalogue import letters
from generator.catalogue.findings import KEY
from generator.catalogue.model import KeyPath
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.legacy import legacy
from generator.records.yaml_faults import ARROW, explain, misread, name_of, place_at
from generator.text import nfc

Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 20
FEW = 2
"""Of more fields that are written again, a second record was copied below the first."""
Data = None | str | list[Any] | dict[str, Any]

_UNFILLED = frozenset({"…", "..."})
"""What starter files show where something is to be written: as good as nothing."""
_NOTHING = _UNFILLED | {"", "~", "null", "Null", "NULL"}
_QUOTES = ("'", '"')

# C0 and C1 controls, the line breaks that only YAML 1.1 knows, and marks that turn text around.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_SAVE = (
    "hãy mở tệp bằng Notepad, chọn Lưu thành (Save As) rồi chọn UTF-8 ở ô Mã hóa (Encoding).",
    "open it in Notepad, choose Save As and the encoding UTF-8.",
)
_COPY = (
    "hãy mở bằng chương trình đã ghi nó, rồi chép chữ sang một tệp chữ thường lưu với bảng mã UTF-8.",
    "open it in the program that wrote it and copy the words to a plain text file saved as UTF-8.",
)
_WIDE = (("tệp ghi bằng bảng mã UTF-16", "the file is in UTF-16"), _SAVE)
_OFFICE = (("đây là tệp Word hoặc bảng tính", "this is a file of Word or a spreadsheet"), _COPY)
_FORMATS = {b"\xff\xfe": _WIDE, b"\xfe\xff": _WIDE, b"PK\x03\x04": _OFFICE, b"\xd0\xcf\x11\xe0": _OFFICE}
"""What a file is that begins with these bytes, and what to do about it."""
_OLD = (("chữ ở đây ghi bằng một bảng mã cũ", "the letters here are in an older encoding"), _SAVE)
_RARE = re.compile("[\u00a0-\u00be\u00f8\u2000-\u200f\u202f\u2060-\u2064\u3000\ufeff]")
"""Whatever is odd in a text, besides control characters, is one of these; nearly no file has any."""
_SWALLOWED = re.compile(r" #[^\s#!]")


@dataclass
class Nodes:
    """What a file says: its data, where each part of it stands, and what is wrong."""

    data: Data = None
    positions: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def decode(content: bytes, file: str) -> tuple[str, list[Problem]]:
    """The text of a file and what forbids reading it on: another encoding, control characters.

    A byte order mark and Windows line ends are fine.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        what, how = next((told for start, told in _FORMATS.items() if content.startswith(start)), _OLD)
        # Of what is no text at all no line can be shown.
        place = place_at(before, len(before), file) if what == _OLD[0] else SourceLocation(file)
        values = {"what_vi": what[0], "what_en": what[1], "how_vi": how[0], "how_en": how[1]}
        return "", [problem("TEXT-ENCODING", place, **values)]
    text = text.replace("\r\n", "\n")
    if found := _CONTROL.search(text):
        return "", [problem("TEXT-CONTROL", place_at(text, found.start(), file), character=name_of(found[0]))]
    if found := _CONFLICT.search(text):
        return "", [problem("TEXT-CONFLICT", place_at(text, found.start(), file))]
    return text, []


_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)
"""Where git could not join what two people wrote."""


def clean(value: str) -> tuple[str, str]:
    """``value`` in NFC without invisible characters, and the name of the first one removed."""
    found = _INVISIBLE.search(value)
    return nfc(_INVISIBLE.sub("", value)), name_of(found[0]) if found else ""


def read_yaml(
    content: bytes, file: str, *, places: bool | tuple[str, ...] = True, markdown: str = ""
) -> Nodes:
    """The data of one YAML file with positions; faults are in ``problems``, nothing is thrown.

    Refused, because PyYAML would accept or crash on them: duplicate keys, anchors and aliases,
    tags, several documents, more than 20 levels, tabs, control characters, other encodings.
    Without ``places`` no positions are kept, which most files never need; with names of fields only those
    in these fields of the file. ``markdown`` is the field of the record whose text may hold HTML.
    """
    text, faults = decode(content, file)
    if not faults and (tab := text.find("\t")) >= 0:
        faults = [problem("YAML-TAB", place_at(text, tab, file))]
    rare = _RARE.search(text) is not None
    if not faults and (rare or ARROW in text) and (odd := misread(text, file)):
        faults = [odd]
    if faults:
        return Nodes(problems=faults)
    reader = _Reader(text, file, places=places, rare=rare, markdown=markdown)
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
    reader.nodes.problems += legacy(text, file)
    return reader.nodes


class _StopReadingError(Exception):
    """The rest of the file cannot be read; the problem has been noted."""


@dataclass
class _Open:
    """A list or mapping that is still being read."""

    path: KeyPath
    items: Any
    key: str | None = None
    key_line: dict[str, int] = field(default_factory=dict)


class _Reader:
    """One pass over a file's events, with a stack of open lists and mappings."""

    def __init__(
        self, text: str, file: str, *, places: bool | tuple[str, ...], rare: bool, markdown: str
    ) -> None:
        self.text = text
        self.file = file
        self.fields = places if isinstance(places, tuple) else ()
        self.places = bool(places) and not self.fields
        self.nodes = Nodes()
        self.stack: list[_Open] = []
        self.again: list[Problem] = []
        """Fields of the record itself that were written before."""
        self.markdown = markdown
        self.lettered = "\\" in text or letters.RARE.search(text) is not None
        self.careful = "\\" in text or rare or not unicodedata.is_normalized("NFC", text)
        self.swallows = _SWALLOWED.search(text) is not None
        self.lines = text.split("\n") if self.swallows else []

    def read(self) -> None:
        """Fill ``nodes``; raises :class:`_StopReadingError` after a fault that ends the reading."""
        loader = Loader(self.text)
        documents = 0
        try:
            while (event := loader.get_event()) is not None:
                if isinstance(event, yaml.ScalarEvent):
                    self.scalar(event)
                elif isinstance(event, yaml.MappingStartEvent):
                    self.open(event, {})
                elif isinstance(event, yaml.SequenceStartEvent):
                    self.open(event, [])
                elif isinstance(event, yaml.CollectionEndEvent):
                    self.stack.pop()
                elif isinstance(event, yaml.AliasEvent):
                    self.stop("YAML-ALIAS", event)
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.stop("YAML-DOCUMENTS", event)
        finally:
            loader.dispose()
        if len(self.again) > FEW:
            self.nodes.problems = [one for one in self.nodes.problems if one not in self.again]
            self.nodes.problems.append(problem("YAML-RECORDS", self.again[0].place, count=len(self.again)))
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
        elif self.careful and value is not None:
            if found := _CONTROL.search(value):
                self.stop("TEXT-CONTROL", event, character=name_of(found[0]))
            value, removed = clean(value)
            if removed:
                self.note("TEXT-INVISIBLE", event, character=removed)
        if self.lettered and value is not None:
            markup = bool(self.markdown and self.stack) and self.stack[0].key == self.markdown
            for code, _, values in letters.faults(nfc(value), markup=markup):
                self.note(code, event, **values)
        if self.swallows and not event.style:
            self.swallowed(event)
        parent = self.stack[-1] if self.stack else None
        if parent is None or type(parent.items) is list or parent.key is not None:
            self.put(event, value)
            return
        if value is None:
            self.stop("YAML-KEY", event)
        line = event.start_mark.line + 1
        key = str(value)
        if self.fields and len(self.stack) == 1:
            self.places = key in self.fields
        if key in parent.key_line:
            self.note("YAML-DUPLICATE", event, key=key, line=parent.key_line[key])
            if len(self.stack) == 1:
                self.again.append(self.nodes.problems[-1])
        else:
            parent.key_line[key] = line
            if self.places:
                self.nodes.positions[*parent.path, key, KEY] = (line, event.start_mark.column + 1)
        parent.key = key

    def put(self, event: Any, value: Any) -> KeyPath:
        """Put a value where it belongs and remember its position; gives its path."""
        path: KeyPath = ()
        if not self.stack:
            self.nodes.data = value
        else:
            parent = self.stack[-1]
            at = len(parent.items) if parent.key is None else parent.key
            if self.places:
                path = (*parent.path, at)
            if parent.key is None:
                parent.items.append(value)
            else:
                parent.items[parent.key] = value
                parent.key = None
        if self.places:
            mark = event.start_mark
            self.nodes.positions[path] = (mark.line + 1, mark.column + 1)
        return path

    def swallowed(self, event: Any) -> None:
        """Warn when what follows a plain scalar looks like content: ``Gạo #1``."""
        mark = event.end_mark
        rest = self.lines[mark.line][mark.column :]
        if found := re.match(r"\s+(#[^\s#!].*)", rest):
            place = SourceLocation(self.file, mark.line + 1, mark.column + found.start(1) + 1)
            self.nodes.problems.append(problem("YAML-COMMENT", place, text=found[1][:60]))
