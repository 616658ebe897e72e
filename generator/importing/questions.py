"""What one understanding has asked so far: each question once, with all cells that it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from generator.importing.answers import SKIP, Answers, Option, Question
from generator.importing.rows import Note, Reading, note


class UnusableError(Exception):
    """A cell cannot be used for its field; ``reason`` says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.reason = note(key, **values)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser makes of a cell for one field."""

    field: str
    value: Any = None
    reading: Reading = Reading.READ
    note: Note | None = None
    question: str = ""

    @property
    def usable(self) -> bool:
        """Whether it has a value."""
        return self.reading in (Reading.READ, Reading.REPAIRED)


def repaired(field_name: str, value: Any, reason: Note) -> Parsed:
    """Return a value that was changed or concluded."""
    return Parsed(field_name, value, Reading.REPAIRED, reason)


def refused(field_name: str, reason: Note) -> Parsed:
    """Return that a value cannot be used."""
    return Parsed(field_name, None, Reading.REFUSED, reason)


def ignored(field_name: str, reason: Note) -> Parsed:
    """Return that a value is not used."""
    return Parsed(field_name, None, Reading.IGNORED, reason)


@dataclass
class Asker:
    """Looks answers up, and notes what is not answered."""

    answers: Answers
    _noted: dict[str, Question] = field(default_factory=dict)
    _cells: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def questions(self) -> list[Question]:
        """The open questions in the order in which they came up, each with all cells that it is about."""
        return [replace(question, cells=tuple(self._cells[key])) for key, question in self._noted.items()]

    def ask(
        self,
        field_name: str,
        question: Question,
        accept: Callable[[str], Any] = str,
    ) -> Parsed:
        """Return what was answered, or that it is open.

        ``accept`` turns an answer into a value, None where it means nothing; such an answer counts as none.
        """
        answer = self.answers.get(question.key)
        if answer == SKIP:
            return ignored(field_name, note("readings.skipped"))
        value = None if answer is None else accept(answer)
        if value is not None:
            return repaired(field_name, value, note("readings.answered", answer=answer))
        self._noted.setdefault(question.key, question)
        self._cells.setdefault(question.key, {}).update(dict.fromkeys(question.cells))
        about = Note(question.message, question.values)
        return Parsed(field_name, None, Reading.ASK, about, question.key)


def same_in_both(choice: str, label: str = "") -> Option:
    """Return an option that reads the same in both languages."""
    return Option(choice, {"vi": label or choice, "en": label or choice})


def options_of(choices: Iterable[str]) -> tuple[Option, ...]:
    """Return options that are their own labels."""
    return tuple(map(same_in_both, choices))


def accept_any_of(options: Iterable[Option]) -> Callable[[str], str | None]:
    """Return what lets only the options pass."""
    choices = {option.choice for option in options}
    return lambda answer: answer if answer in choices else None
