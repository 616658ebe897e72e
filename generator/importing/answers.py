"""Questions that only a person can answer, and the file that remembers the answers.

The file is YAML that officers may read and change::

    # Bộ sản phẩm nào là “Đồ uống/Chè”? (B7)
    set|đồ uống/chè: '11'

The next run asks nothing that stands there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import both, message
from generator.records.write import yaml_of
from generator.records.yaml_nodes import read_yaml

SKIP = "-"
"""The answer to any question that leaves the value out."""


@dataclass(frozen=True)
class Option:
    """An answer that is offered."""

    choice: str
    """What is remembered: an id, a number, a day, the letter of a column."""
    label: Mapping[str, str]
    """What a person reads, by language."""


@dataclass(frozen=True)
class Question:
    """A question about one thing, asked once however many cells it stands in."""

    key: str
    """Stable between runs, such as ``set|đồ uống/chè``: its kind, ``|``, what was written, small and NFC."""
    message: str
    """Key of the sentence in ``generator/messages``."""
    values: tuple[tuple[str, object], ...] = ()
    options: tuple[Option, ...] = ()
    """Those that are likely; :data:`SKIP` is possible always."""
    cells: tuple[str, ...] = ()
    """Where it stands, with the sheet: ``Sheet1!B7``."""
    open_ended: bool = False
    """Whether an answer besides the options may be typed, such as the id of another commune.

    Whoever asks need not check it: an answer that means nothing leaves the question open.
    """

    def text(self, language: str) -> str:
        """Return the question in a language."""
        return message(self.message, language, **dict(self.values))


@dataclass
class Answers:
    """What was answered, by the key of the question."""

    choices: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    """The question in words, written above its answer."""

    def get(self, key: str) -> str | None:
        """Return the remembered answer: an option's choice, :data:`SKIP`, or None."""
        return self.choices.get(key)

    def remember(self, question: Question, choice: str) -> None:
        """Remember an answer."""
        self.choices[question.key] = choice
        self.comments[question.key] = f"{question.text('vi')} ({', '.join(question.cells[:5])})"

    @classmethod
    def load(cls, path: Path) -> tuple[Self, list[Problem]]:
        """Return the answers of a file, none where there is no such file, and its errors.

        Warnings about letters are left out: keys hold what lists say, odd spellings among it.
        """
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return cls(), []
        except OSError:
            return cls(), [problem("FILE-UNREADABLE", SourceLocation(path.name))]
        nodes = read_yaml(content, path.name)
        errors = [fault for fault in nodes.problems if fault.is_error]
        data = {} if nodes.data is None and not errors else nodes.data
        plain = isinstance(data, dict) and all(isinstance(choice, str) for choice in data.values())
        if not errors and not plain:
            return cls(), [problem("IMPORT-ANSWERS", SourceLocation(path.name))]
        if errors or not isinstance(data, dict):
            return cls(), errors
        lines = ["", *content.decode("utf-8-sig").splitlines()]
        above = {key: lines[nodes.positions[key,][0] - 1] for key in data}
        comments = {key: line.lstrip("# ") for key, line in above.items() if line.startswith("#")}
        return cls(dict(data), comments), []

    def text(self) -> str:
        """Return the file: in the order of keys, each answer below its question."""
        head = both("readings.answers-head")
        parts = [f"# {head['vi']}\n# {head['en']}\n"]
        for key in sorted(self.choices):
            comment = " ".join(self.comments.get(key, "").split())
            parts.append((f"\n# {comment}\n" if comment else "\n") + yaml_of({key: self.choices[key]}))
        return "".join(parts)
