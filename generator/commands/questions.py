"""Questions on a terminal: words, and choices that are found by a few letters of their names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import click

from generator.catalogue.findings import near
from generator.catalogue.place_names import place_key
from generator.commands.console import Console
from generator.text import nfc

LISTED = 15
"""Most choices that are listed at once."""


class Choice(NamedTuple):
    """A value to choose."""

    value: str
    words: str
    """How it is shown."""
    names: Sequence[str] = ()
    """Further names by which it is found."""


@dataclass(frozen=True)
class Questions:
    """Asks on a terminal, in the language of the console.

    Whoever stops (Ctrl-C, the end of the input) raises ``click.Abort``.
    """

    console: Console

    def words(
        self,
        question: str,
        *,
        optional: bool,
        judge: Callable[[str], tuple[str, str]],
        default: str = "",
    ) -> str:
        """Ask for a line of words; empty where it may be left out.

        ``judge`` returns the value that an answer means, and what is wrong with it or nothing.
        """
        while True:
            answer = self._asked(question, optional=optional, default=default)
            if not answer:
                if optional:
                    return ""
                self.console.say("ask-needed")
                continue
            value, fault = judge(answer)
            if not fault:
                if value != answer:
                    self.console.say("ask-chosen", words=value)
                return value
            self.console.print_lines([fault])

    def choice(
        self,
        question: str,
        choices: Sequence[Choice],
        *,
        optional: bool,
        find: Callable[[str], Iterable[str]] = lambda _written: (),
        unknown: Callable[[str], bool] = lambda _written: False,
        first: Sequence[Choice] = (),
    ) -> str:
        """Ask for one of some values; empty where it may be left out.

        ``find`` gives the values that a written name means, where more is known than the names.
        ``unknown`` is asked whether a name that none has is an answer all the same; then that is returned.
        ``first`` are the likely ones: they are listed where not all are.
        """
        listed = list(choices) if len(choices) <= LISTED else list(first[:LISTED])
        if listed:
            self._list(listed)
        else:
            self.console.say("ask-search")
        while True:
            answer = self._asked(question, optional=optional)
            if not answer:
                if optional:
                    return ""
                self.console.say("ask-needed")
                continue
            found_values = set(find(answer))
            matching = [choice for choice in choices if choice.value in found_values]
            matching = matching or _matching(choices, listed, answer)
            if len(matching) == 1:
                self.console.say("ask-chosen", words=matching[0].words)
                return matching[0].value
            if matching:
                self.console.say("ask-several", count=len(matching))
                listed = matching[:LISTED]
                self._list(listed, len(matching) - len(listed))
            elif unknown(answer):
                return answer
            else:
                similar = near(answer, [choice.words for choice in choices])
                self.console.say("ask-none", written=answer, near=", ".join(similar))

    def yes(self, question: str) -> bool:
        """Ask whether something shall be done; Enter means yes."""
        return click.confirm(question, default=True)

    def _asked(self, question: str, *, optional: bool, default: str = "") -> str:
        shown = self.console.text("ask-optional", question=question) if optional else question
        try:
            answer: str = click.prompt(shown, default=default, show_default=bool(default))
        except click.Abort:
            click.echo()  # what comes next does not stand behind the question
            raise
        return " ".join(nfc(answer).split())

    def _list(self, choices: Sequence[Choice], left: int = 0) -> None:
        numbers = _numbers(choices)
        lines = [f"{number:>4}  {choice.words}" for number, choice in zip(numbers, choices, strict=True)]
        self.console.print_lines(lines)
        if left:
            self.console.say("ask-more", count=left)


def _numbers(choices: Sequence[Choice]) -> list[str]:
    """Return what is typed for each choice: its own number where all have one."""
    values = [choice.value for choice in choices]
    return values if all(value.isdigit() for value in values) else [str(n + 1) for n in range(len(values))]


def _matching(choices: Sequence[Choice], listed: Sequence[Choice], answer: str) -> list[Choice]:
    """Return the choices that an answer may mean: by number, by a whole name, by a part of a name."""
    for number, choice in zip(_numbers(listed), listed, strict=True):
        if number == answer:
            return [choice]
    key = place_key(answer)
    names = {choice: [choice.value, choice.words, *choice.names] for choice in choices}
    keys = {choice: list(map(place_key, written)) for choice, written in names.items()}
    whole = [choice for choice in choices if key and key in keys[choice]]
    return whole or [choice for choice in choices if key and any(key in name for name in keys[choice])]
