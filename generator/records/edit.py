"""One YAML file of records with some values changed; every other byte stays.

Comments, blank lines, quotes, folded texts, Windows line ends and a byte order mark stay as their authors
wrote them: only the source of values that changed is replaced. What the values mean is not known here.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import yaml

from generator.catalogue.model import RECORDS, KeyPath
from generator.diagnostics.problem import Problem
from generator.records.path_patterns import kind_of
from generator.records.plain_data import set_value, value_at
from generator.records.shape import fields_at
from generator.records.write import LONGEST, WIDTH, as_text, flow_of, quoted, yaml_of
from generator.records.yaml_nodes import Data, Loader, clean, read_yaml

Plain = None | str | int | float | Decimal | bool | date | Sequence["Plain"] | Mapping[str, "Plain"]
"""A value as a record may have it."""
Place = tuple[int, int]
"""Line and column of a character, from 0, of the text with plain line ends."""
NARROWEST = 40
"""Characters of the narrowest lines into which a folded text is wrapped."""
_UNFILLED = ("…", "...")
_BYTE_ORDER_MARK = "\ufeff"


class UnreadableFileError(Exception):
    """Raised for a file that is no record as it stands; ``problems`` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = list(problems)


class UneditableFileError(Exception):
    """Raised where a file is written in a way in which its values cannot be replaced; ``args`` has its path.

    That is valid YAML which nobody writes by hand, such as ``? key``. A person must make the change.
    """


class RecordEditor:
    """Changes values of one file and gives its new text.

    Scalars are text as in the file (``read_yaml``): ``"4"``, ``"true"``, ``"2026-01-05"``. White space around
    them does not count. Values that are set may be numbers, days and so on; None, an empty text, list or
    group stands for no value.
    """

    def __init__(self, text: str, path: str) -> None:
        """``text`` is the file's, decoded as UTF-8 with its line ends; ``path`` is its path in the project.

        An empty text begins a new file. Raises :class:`UnreadableFileError` for a file that the reader of
        records refuses.
        """
        self._mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        self._written = text.removeprefix(_BYTE_ORDER_MARK)
        self._path = path
        self._data = _read(text, path)
        self._wanted: Any = deepcopy(self._data)

    def get(self, field: KeyPath = ()) -> Data:
        """Return the value of a field as plain data; None where there is none."""
        result: Data = deepcopy(value_at(self._wanted, field))
        return result

    def set(self, field: KeyPath, value: Plain) -> None:
        """Give a field a value; missing groups and lists are made, an index that equals the length appends.

        Raises ``IndexError`` for an index beyond that, ``TypeError`` where the path leads into a text.
        """
        new = _normalised(value)
        if new is None:
            self.remove(field)
            return
        if not field:
            self._wanted = _merged(self._wanted, new)
            return
        if self._wanted is None:
            self._wanted = [] if isinstance(field[0], int) else {}
        set_value(self._wanted, field, _merged(value_at(self._wanted, field), new))

    def remove(self, field: KeyPath) -> None:
        """Take a field or an entry of a list away, and every group and list that is empty then."""
        if not field:
            self._wanted = None
            return
        holders = [self._wanted]
        for key in field[:-1]:
            holders.append(value_at(holders[-1], (key,)))
        for holder, key in zip(reversed(holders), reversed(field), strict=True):
            if value_at(holder, (key,)) is None and not (isinstance(holder, dict) and key in holder):
                return
            del holder[key]
            if holder:
                return

    def text(self) -> str:
        """Return the file with the changes.

        It is read back before it is returned. Raises :class:`UneditableFileError`.
        """
        if self._wanted == self._data:
            return self._mark + self._written
        source = _Source(self._written, self._path)
        new = source.rewritten(self._data, self._wanted or None)
        try:
            is_same = _read(new, self._path) == (self._wanted or None)
        except UnreadableFileError:
            is_same = False
        if not is_same:
            raise UneditableFileError(self._path)
        return self._mark + new


def _read(text: str, path: str) -> Data:
    nodes = read_yaml(text.encode(), path, locations=False)
    faults = [fault for fault in nodes.problems if fault.is_error and fault.code != "YAML-EMPTY"]
    if faults:
        raise UnreadableFileError(faults)
    return nodes.data


def _normalised(value: Plain) -> Any:
    """Return a value as the reader gives it; None for whatever says nothing."""
    if isinstance(value, Mapping):
        group = {str(key): _normalised(inner) for key, inner in value.items()}
        return {key: inner for key, inner in group.items() if inner is not None} or None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [inner for inner in map(_normalised, value) if inner is not None] or None
    if value is None:
        return None
    text = clean(as_text(value))[0].strip()
    return None if text in _UNFILLED else text or None


def _merged(old: Any, new: Any) -> Any:
    """Return a new value in which what only differs by white space around it is as it was."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {key: _merged(inner, new[key]) for key, inner in old.items() if key in new}
        # A field without a value says as much as a missing one.
        empty = {key: inner for key, inner in old.items() if key not in new and not inner}
        merged = {key: (kept | empty)[key] for key in old if key in kept or key in empty}
        return merged | {key: inner for key, inner in new.items() if key not in kept}
    if isinstance(old, list) and isinstance(new, list):
        stripped = [_normalised(inner) for inner in old]
        matching = SequenceMatcher(None, list(map(repr, stripped)), list(map(repr, new)), autojunk=False)
        merged_list = list(new)
        for first, second, size in matching.get_matching_blocks():
            merged_list[second : second + size] = old[first : first + size]
        return merged_list
    if isinstance(old, str) and isinstance(new, str):
        return old if old.strip() == new else new
    return new


@dataclass(frozen=True)
class _Entry:
    """A field of a group or an entry of a list in block style."""

    start: Place
    """Of its key or its hyphen."""
    end: Place
    """Behind its last character; comments and blank lines after it are not part of it."""
    node: yaml.Node
    key: str = ""
    """As it is written, for a field."""


class _Source:
    """The text of a file with the nodes of its YAML, and the replacements that are to be made in it."""

    def __init__(self, written: str, path: str) -> None:
        self.end_of_line = "\r\n" if "\r\n" in written else "\n"
        self.written, self.path = written, path
        self.lines = written.replace("\r\n", "\n").split("\n")
        self.starts = [0]
        for line in written.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        parts = path.split("/")
        kind, _ = kind_of(path, set(parts)) or ("", "")
        self.model = RECORDS.get(kind)
        self.is_list_file = bool(self.model and self.model.id_in_file)
        self.root = yaml.compose(self.between((0, 0), (len(self.lines) - 1, len(self.lines[-1]))), Loader)
        self.dash = 0 if self.has_indentless_list(self.root) else 2
        self.replacements: list[tuple[int, int, str]] = []
        """Offsets in what was written and the new text; in their order where they are at one place."""

    # -- reading the source ------------------------------------------------------------------------

    def offset(self, place: Place) -> int:
        """Return where a character stands in what was written."""
        return min(self.starts[place[0]] + place[1], len(self.written))

    def between(self, start: Place, end: Place) -> str:
        """Return a piece of the text, with plain line ends."""
        return self.written[self.offset(start) : self.offset(end)].replace("\r\n", "\n")

    def has_indentless_list(self, node: Any) -> bool:
        """Whether the first list in block style has its hyphens below the first letter of its field."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            for key, value in node.value:
                if isinstance(value, yaml.SequenceNode) and not value.flow_style:
                    return bool(value.start_mark.column == key.start_mark.column)
            return any(self.has_indentless_list(value) for _, value in node.value)
        if isinstance(node, yaml.SequenceNode) and not node.flow_style:
            return any(self.has_indentless_list(value) for value in node.value)
        return False

    def end_of(self, node: Any) -> Place:
        """Return where a node's own text ends."""
        if isinstance(node, yaml.ScalarNode):
            end = (node.end_mark.line, node.end_mark.column)
            if node.style not in ("|", ">"):
                return end
            line = end[0] if end[0] < len(self.lines) and self.lines[end[0]][: end[1]].strip() else end[0] - 1
            while line > node.start_mark.line and not self.lines[line].strip():
                line -= 1
            return (line, len(self.lines[line]))
        if node.flow_style or not node.value:
            return (node.end_mark.line, node.end_mark.column)
        last = node.value[-1]
        return self.end_of(last[1] if isinstance(last, tuple) else last)

    def entries_of(self, node: Any) -> list[_Entry]:
        """Return the fields or entries of a node in block style."""
        if isinstance(node, yaml.MappingNode):
            return [
                _Entry(
                    _start(key),
                    max(self.end_of(value), _end(key)),
                    value,
                    self.between(_start(key), _end(key)),
                )
                for key, value in node.value
            ]
        entries: list[_Entry] = []
        line, column = _start(node)
        for inner in node.value:
            while not self.is_hyphen(line, column):
                line += 1
            entries.append(_Entry((line, column), max(self.end_of(inner), (line, column + 1)), inner))
            line = max(self.end_of(inner)[0], line) + 1
        return entries

    def is_hyphen(self, line: int, column: int) -> bool:
        """Whether the hyphen of a list's entry stands there."""
        text = self.lines[line]
        before = text[:column].strip()
        return text[column : column + 1] == "-" and before.strip("- ") == ""

    def comment_after(self, place: Place) -> str:
        """Return the comment behind a value, with the spaces before it."""
        rest = self.lines[place[0]][place[1] :]
        return rest.rstrip() if rest.lstrip().startswith("#") else ""

    # -- writing -----------------------------------------------------------------------------------

    def replace(self, start: Place, end: Place, text: str) -> None:
        """Note that a piece of the text is to be replaced."""
        lines = text.replace("\n", self.end_of_line)
        self.replacements.append((self.offset(start), self.offset(end), lines))

    def rewritten(self, old: Any, new: Any) -> str:
        """Return the text in which the data ``old`` have become ``new``."""
        if self.root is None or old is None:
            return self.begun(new)
        if new is None:
            self.replace(_start(self.root), self.end_of(self.root), "")
        elif not self.change(self.root, old, new, ()):
            self.replace(_start(self.root), self.end_of(self.root), "\n".join(self.block(new, 0)))
        pieces, position = [], 0
        for first, last, text in sorted(self.replacements, key=lambda replacement: replacement[:2]):
            if first < position:
                raise UneditableFileError(self.path)
            pieces += [self.written[position:first], text]
            position = last
        return "".join([*pieces, self.written[position:]])

    def begun(self, new: Any) -> str:
        """Return the text of a file that had no values yet."""
        before = self.written
        if before and not before.endswith("\n"):
            before += self.end_of_line
        return before + self.end_of_line.join([*self.block(new, 0), ""])

    def change(self, node: Any, old: Any, new: Any, field: KeyPath) -> bool:
        """Note what makes a node's value new; False where the whole value must be written anew."""
        if old == new:
            return True
        if isinstance(node, yaml.ScalarNode):
            return False
        is_alike = isinstance(new, dict if isinstance(node, yaml.MappingNode) else list)
        if not is_alike or not node.value:
            return False
        if node.flow_style:
            return self.change_flow(node, old, new, field)
        if isinstance(node, yaml.MappingNode):
            return self.change_group(node, old, new, field)
        return self.change_list(node, old, new, field)

    def change_group(self, node: Any, old: dict[str, Any], new: dict[str, Any], field: KeyPath) -> bool:
        """Note the changes of a group in block style."""
        entries = dict(zip(old, self.entries_of(node), strict=True))
        kept = [key for key in old if key in new]
        if not kept:
            return False
        column = node.start_mark.column
        self.remove_entries([*entries.values()], [key in new for key in old])
        for key in kept:
            if old[key] != new[key] and not self.change(entries[key].node, old[key], new[key], (*field, key)):
                self.change_field(entries[key], old[key], new[key])
        added: dict[str, list[str]] = {}
        order = self.order_of(field)
        for key in sorted((key for key in new if key not in old), key=lambda key: order.get(key, LONGEST)):
            before = [known for known in kept if order.get(known, -1) <= order.get(key, LONGEST)]
            added.setdefault(before[-1] if before else "", []).extend(self.field_lines(key, new[key], column))
        for after, lines in added.items():
            self.insert(lines, entries[after] if after else None, entries[kept[0]], column)
        return True

    def change_list(self, node: Any, old: list[Any], new: list[Any], field: KeyPath) -> bool:
        """Note the changes of a list in block style."""
        entries = self.entries_of(node)
        column = node.start_mark.column
        pairs, added = _pairs(old, new)
        if not pairs or self.lines[node.start_mark.line][:column].strip():
            return False
        self.remove_entries(entries, [index in pairs for index in range(len(old))])
        for index, target in pairs.items():
            entry = entries[index]
            if not self.change(entry.node, old[index], new[target], (*field, index)):
                self.change_item(entry, old[index], new[target], column)
        for after, targets in added.items():
            lines = [line for target in targets for line in self.item_lines(new[target], column)]
            self.insert(lines, entries[after] if after >= 0 else None, entries[min(pairs)], column)
        return True

    def remove_entries(self, entries: Sequence[_Entry], is_kept: Sequence[bool]) -> None:
        """Note that entries go, but not all; if the first one stands behind a hyphen, the hyphen stays."""
        first, kept = entries[0], is_kept.index(True)
        column = first.start[1]
        gone = [entry for entry, keep in zip(entries, is_kept, strict=True) if not keep]
        if kept and self.lines[first.start[0]][:column].strip():
            gone = gone[1:]
            spaces = [
                range(entry.end[0] + 1, below.start[0]) for entry, below in pairwise(entries[: kept + 1])
            ]
            if any(self.lines[line].strip() for space in spaces for line in space):
                # Comments stay below the hyphen.
                before = len(self.lines[first.start[0]][:column].rstrip())
                self.replace((first.start[0], before), self.end_of_line_at(first.end), "")
            else:
                gone = gone[kept - 1 :]
                self.replace(first.start, entries[kept].start, "")
        top = 0
        for entry in gone:
            line, below = entry.start[0], entry.end[0] + 1
            if line > top:
                self.replace(self.end_of_line_at((line - 1, 0)), self.end_of_line_at(entry.end), "")
            else:
                self.replace((line, 0), (below, 0), "")
                top = below

    def end_of_line_at(self, place: Place) -> Place:
        """Return the end of the line of a place."""
        return (place[0], len(self.lines[place[0]]))

    def insert(self, lines: Sequence[str], after: _Entry | None, before: _Entry, column: int) -> None:
        """Note new lines behind an entry, or before one; they begin with its indentation."""
        if after is not None:
            end = self.end_of_line_at(after.end)
            self.replace(end, end, "".join(f"\n{line}" for line in lines))
            return
        line, start = before.start
        if not self.lines[line][:start].strip():
            above = line
            while above and self.lines[above - 1].lstrip().startswith("#"):
                above -= 1
            # A comment at the top of the file is about the file.
            start, line = (0, above) if above else (0, line)
            self.replace((line, start), (line, start), "".join(f"{text}\n" for text in lines))
        else:
            text = "\n".join(lines)[column:]
            self.replace(before.start, before.start, f"{text}\n{' ' * column}")

    def change_field(self, entry: _Entry, old: Any, new: Any) -> None:
        """Note that a field gets another value altogether."""
        node, column = entry.node, entry.start[1]
        if isinstance(old, str) and isinstance(new, str) and _start(node)[0] == entry.start[0]:
            self.change_scalar(node, new, column)
            return
        end_of_key = self.lines[entry.start[0]].find(":", entry.start[1] + len(entry.key)) + 1
        if not end_of_key:
            raise UneditableFileError(self.path)
        behind = (entry.start[0], end_of_key)
        is_on_one_line = entry.end[0] == entry.start[0]
        comment = self.comment_after(entry.end if is_on_one_line else behind)
        if not isinstance(new, str):
            end = self.end_of_line_at(entry.end) if is_on_one_line else entry.end
            self.replace(behind, end, "\n".join([comment, *self.nested(new, column)]))
        elif comment:
            self.replace(behind, entry.end, f" {flow_of(new)}{'' if is_on_one_line else comment}")
        else:
            self.replace(behind, entry.end, self.scalar_after_key(new, column, node))

    def change_item(self, entry: _Entry, old: Any, new: Any, column: int) -> None:
        """Note that an entry of a list gets another value altogether."""
        if isinstance(old, str) and isinstance(new, str) and _start(entry.node)[0] == entry.start[0]:
            self.change_scalar(entry.node, new, column)
            return
        self.replace(entry.start, entry.end, "\n".join(self.item_lines(new, column))[column:])

    def change_scalar(self, node: Any, new: str, column: int) -> None:
        """Note that a text becomes another one, written as it was as far as that can be.

        ``column`` is that of the field or hyphen.
        """
        start, end = _start(node), self.end_of(node)
        between = (
            "" if start > (start[0], 0) and self.lines[start[0]][start[1] - 1 : start[1]] == " " else " "
        )
        if node.style in ("|", ">"):
            header = self.lines[start[0]][start[1] :]
            comment = f"  {header[header.index('#') :].rstrip()}" if "#" in header else ""
        else:
            comment = ""
        if comment or self.comment_after(end):
            written = flow_of(_quoted_as(node, new)) + comment
        else:
            written = self.scalar_after_key(new, column, node).lstrip()
        self.replace(start, end, between + written)

    def scalar_after_key(self, new: str, column: int, node: Any) -> str:
        """Return a text as it stands behind a colon or hyphen in ``column``, written as the old one was."""
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        if style == ">" and (folded := self.folded(new, column, node)):
            return folded
        written = yaml_of({"x": _quoted_as(node, new)}).partition(":")[2]
        first, *more = written.rstrip("\n").split("\n")
        return "\n".join([first, *_indented(more, column)])

    def folded(self, new: str, column: int, node: Any) -> str:
        """Return a text in folded lines as wide as those before; empty where that would change it."""
        start, end = node.start_mark.line, self.end_of(node)[0]
        before = self.lines[start + 1 : end + 1]
        indent = min((len(line) - len(line.lstrip()) for line in before if line.strip()), default=column + 2)
        width = max([NARROWEST, *map(len, before)]) - indent
        paragraphs = new.split("\n")
        if any(part != part.strip() or "  " in part or not part for part in paragraphs):
            return ""
        lines: list[str] = []
        for part in paragraphs:
            lines += ["", *textwrap.wrap(part, width, break_long_words=False, break_on_hyphens=False)]
        return "\n".join([" >-", *_indented(lines[1:], indent)])

    def change_flow(self, node: Any, old: Any, new: Any, field: KeyPath) -> bool:
        """Note the changes of a group or list in braces; False where it became too long for one line."""
        start, end = _start(node), self.end_of(node)
        text = self.flow_text(node, old, new, field)
        line = self.lines[start[0]]
        is_long = len(line) - (end[1] - start[1]) + len(text) > WIDTH >= len(line)
        if not text or ("\n" not in text and start[0] == end[0] and is_long):
            return False
        self.replace(start, end, text)
        return True

    def flow_text(self, node: Any, old: Any, new: Any, field: KeyPath) -> str:
        """Return a value in braces with what has changed; everything between kept parts stays."""
        if isinstance(node, yaml.ScalarNode) or not node.flow_style or not node.value:
            return flow_of(_quoted_as(node, new))
        if old == new:
            return self.between(_start(node), self.end_of(node))
        if isinstance(node, yaml.MappingNode):
            if not isinstance(new, dict) or self.between(_start(node), _end(node))[:1] != "{":
                return flow_of(new)
            spans = {
                key: (_start(pair[0]), self.end_of(pair[1]), pair[1])
                for key, pair in zip(old, node.value, strict=True)
            }
            heads = {key: self.between(span[0], _start(span[2])) for key, span in spans.items()}
            order = self.order_of(field)
            keys: list[Any] = [key for key in old if key in new]
            for key in sorted(
                (key for key in new if key not in old), key=lambda key: order.get(key, LONGEST)
            ):
                before = [
                    n for n, known in enumerate(keys) if order.get(known, -1) <= order.get(key, LONGEST)
                ]
                keys.insert(before[-1] + 1 if before else 0, key)
            targets = {key: key for key in keys if key in old}
        else:
            if not isinstance(new, list):
                return flow_of(new)
            pairs, _ = _pairs(old, new)
            spans = {
                index: (_start(inner), self.end_of(inner), inner) for index, inner in enumerate(node.value)
            }
            heads = dict.fromkeys(spans, "")
            keys = list(range(len(new)))
            targets = {target: index for index, target in pairs.items()}
        parts: list[tuple[Any, str]] = []
        for key in keys:
            if key not in targets:
                text = flow_of({key: new[key]})[1:-1] if isinstance(new, dict) else flow_of(new[key])
                parts.append((None, text))
                continue
            known = targets[key]
            start, end, inner = spans[known]
            if old[known] == new[key]:
                parts.append((known, self.between(start, end)))
            else:
                value = self.flow_text(inner, old[known], new[key], (*field, known))
                head = heads[known]
                parts.append((known, f"{head} {value}" if head.endswith(":") else head + value))
        return self.joined(node, spans, parts)

    def joined(
        self, node: Any, spans: Mapping[Any, tuple[Place, Place, Any]], parts: Sequence[tuple[Any, str]]
    ) -> str:
        """Return parts in the braces of a node, with what stood between neighbours that are still ones."""
        following = dict(zip(spans, list(spans)[1:], strict=False))
        known = list(spans)
        opening = self.between(_start(node), spans[known[0]][0])
        closing = self.between(spans[known[-1]][1], self.end_of(node))
        pieces = [opening]
        for number, (key, text) in enumerate(parts):
            if number:
                before = parts[number - 1][0]
                is_neighbour = before is not None and key is not None and following.get(before) == key
                pieces.append(self.between(spans[before][1], spans[key][0]) if is_neighbour else ", ")
            pieces.append(text)
        return "".join([*pieces, closing])

    # -- new text ----------------------------------------------------------------------------------

    def order_of(self, field: KeyPath) -> dict[str, int]:
        """Return the place of each key among the fields of the model at a path."""
        if self.model is None:
            return {}
        inside = field[1:] if self.is_list_file else field
        return {name: number for number, name in enumerate(fields_at(self.model, inside))}

    def block(self, value: Any, column: int) -> list[str]:
        """Return the lines of a group or list in ``column``."""
        if isinstance(value, dict):
            return [line for key, inner in value.items() for line in self.field_lines(key, inner, column)]
        return [line for inner in value for line in self.item_lines(inner, column)]

    def field_lines(self, key: str, value: Any, column: int) -> list[str]:
        """Return the lines of a field in ``column``."""
        if isinstance(value, str):
            return _indented(yaml_of({key: value}).rstrip("\n").split("\n"), column)
        (head,) = yaml_of({key: "x"}).splitlines()
        return [*_indented([head[:-2]], column), *self.nested(value, column)]

    def nested(self, value: Any, column: int) -> list[str]:
        """Return the lines of a group or list below a field in ``column``."""
        return self.block(value, column + (self.dash if isinstance(value, list) else 2))

    def item_lines(self, value: Any, column: int) -> list[str]:
        """Return the lines of an entry whose hyphen stands in ``column``."""
        if isinstance(value, str):
            return _indented(yaml_of([value]).rstrip("\n").split("\n"), column)
        first, *more = self.block(value, column + 2)
        return [f"{' ' * column}- {first[column + 2 :]}", *more]


def _start(node: Any) -> Place:
    return (node.start_mark.line, node.start_mark.column)


def _end(node: Any) -> Place:
    return (node.end_mark.line, node.end_mark.column)


def _quoted_as(node: Any, new: Any) -> Any:
    """Return a text that is written in the quotes of its predecessor; anything else as it is."""
    is_text = isinstance(new, str) and isinstance(node, yaml.ScalarNode)
    return quoted(new, node.style) if is_text and node.style in ("'", '"') else new


def _indented(lines: Iterable[str], column: int) -> list[str]:
    return [f"{' ' * column}{line}" if line else "" for line in lines]


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Match the entries of two lists.

    Return which old entry becomes which new one, and the new ones that are added, by the old entry behind
    which they stand (-1: before all).
    """
    matcher = SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False)
    pairs: dict[int, int] = {}
    added: dict[int, list[int]] = {}
    last = -1
    for _, first, end, first_new, end_new in matcher.get_opcodes():
        size = min(end - first, end_new - first_new)
        pairs |= {first + n: first_new + n for n in range(size)}
        last = first + size - 1 if size else last
        if end_new - first_new > size:
            added.setdefault(last, []).extend(range(first_new + size, end_new))
    return pairs, added
