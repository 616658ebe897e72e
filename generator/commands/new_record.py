"""What ``ocop new`` asks of a record, and the answers as plain values by field.

Explanations and examples of fields are those of the model, and each answer is judged as a file would be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.catalogue.fields import meaning
from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.model import RECORDS, Commune, FormerCommune, KeyPath
from generator.catalogue.place_names import places_named
from generator.catalogue.records import Entry, Records
from generator.commands.console import Console
from generator.commands.questions import Choice, Questions
from generator.diagnostics.problem import SourceLocation, problem
from generator.messages import message
from generator.records.new import scaffold
from generator.records.plain_data import set_value
from generator.records.shape import choices_of, example_of, fields_at
from generator.records.suggestions import corrected_value
from generator.records.validate import validate
from generator.text import Text, slug, sort_key

ASKED: Mapping[str, tuple[KeyPath, ...]] = {
    "product": (
        *(("name",), ("set",), ("kind",), ("origin", "commune"), ("origin", "printed"), ("producer",)),
        *(("summary",), ("ratings", 0, "stars"), ("sources", 0, "publisher")),
    ),
    "producer": (
        *(("name",), ("kind",), ("address", "commune"), ("address", "printed"), ("summary",)),
        ("sources", 0, "publisher"),
    ),
    "news": (("title",), ("date",), ("kind",), ("summary",), ("sources", 0, "publisher")),
    "decision": (
        *(("title",), ("kind",), ("number",), ("date",), ("body",), ("level",), ("criteria",)),
        ("sources", 0, "publisher"),
    ),
    "fair": (
        *(("name",), ("place",), ("first",), ("last",), ("organiser",), ("summary",)),
        ("sources", 0, "publisher"),
    ),
}
"""The fields that are asked for, by kind of record, in their order."""
LONGEST_ID = 48
"""Letters of an id that is proposed; it may be longer."""


@dataclass(frozen=True)
class NewRecord:
    """A record that is to be written, and the answers about it."""

    kind: str
    identity: str
    """As its officers write it, without the province."""
    place: str
    """The folder of a product below ``products``."""
    answers: Mapping[str, Any]


@dataclass
class Interview:
    """Asks for a record and, where its producer is new, for that as well."""

    console: Console
    records: Records
    province: str
    """The folder of the province; empty for the project's own."""
    new_records: list[NewRecord] = field(default_factory=list)
    """The records that were asked for; a producer before its product."""

    def __post_init__(self) -> None:
        self._questions = Questions(self.console)
        self._languages = self.records.languages
        folders = list(self.records.places)
        if self.province not in folders and not self.province and folders:
            # Every province has a folder of its own.
            choices = [Choice(folder, self.records.places[folder].record.province.name) for folder in folders]
            self.province = self._questions.choice(
                self.console.text("new-province-asked"), choices, optional=False
            )

    def kind(self) -> str:
        """Ask which kind of record it is."""
        text = self.console.text
        kinds = [Choice(kind, text(f"kind-of-record-{kind}")) for kind in ASKED]
        return self._questions.choice(text("new-kind"), kinds, optional=False)

    def ask(self, kind: str, name: str = "") -> NewRecord:
        """Ask for everything about a record; ``name`` is its name in the first language if that is known."""
        answers: dict[str, Any] = {}
        for path in ASKED[kind]:
            if path == ("name",) and name:
                answers["name"] = self._text(kind, path, {self._languages[0]: name})
            else:
                self._ask_field(kind, path, answers)
        title = answers.get("name") or answers["title"]
        identity = self._identity(kind, title[self._languages[0]])
        commune = answers.get("origin", {}).get("commune", "")
        record = NewRecord(kind, identity, commune, answers)
        self.new_records.append(record)
        return record

    def _ask_field(self, kind: str, path: KeyPath, answers: dict[str, Any]) -> None:
        match kind, path:
            case (_, ("origin" | "address", "commune")):
                value: Any = self._commune(self._question(kind, path, is_chosen=True))
            case ("product", ("producer",)):
                value = self._producer(self._question(kind, path, is_chosen=True))
            case ("product", ("set",)):
                value = self._set(self._question(kind, path, is_chosen=True))
            case ("product" | "producer", ("kind",)):
                value = self._named(kind, path, f"{kind}-kind")
            case (_, ("ratings", 0, "stars")):
                self._ask_rating(answers)
                return
            case (_, ("sources", 0, "publisher")):
                value = self._line(kind, path, self.console.text("new-source"), optional=False)
            case _:
                value = self._plain(kind, path)
        if value:
            set_value(answers, path, value)

    def _plain(self, kind: str, path: KeyPath) -> Any:
        """Ask for a field that names no other record."""
        info = fields_at(RECORDS[kind], path[:-1])[str(path[-1])]
        question, optional = self._question(kind, path), not info.is_required()
        if choices := choices_of(info.annotation):
            return self._questions.choice(
                question, [Choice(value, value) for value in choices], optional=optional
            )
        if Text in (info.annotation, *getattr(info.annotation, "__args__", ())):
            return self._text(kind, path, {})
        return self._line(kind, path, question, optional=optional)

    def _text(self, kind: str, path: KeyPath, known: Mapping[str, str]) -> dict[str, str]:
        """Ask for a text in each language of the site; only the first one may be needed."""
        info = fields_at(RECORDS[kind], path[:-1])[str(path[-1])]
        texts = dict(known)
        for number, language in enumerate(self._languages):
            if language in texts:
                continue
            asked = self.console.text("ask-language", question=self._question(kind, path), language=language)
            optional = number > 0 or not info.is_required()
            words = self._line(kind, (*path, language), asked, optional=optional)
            if words:
                texts[language] = words
            elif not number:
                break
        return texts

    def _line(self, kind: str, path: KeyPath, question: str, *, optional: bool) -> str:
        return self._questions.words(
            question, optional=optional, judge=lambda written: self._judged(kind, path, written)
        )

    def _judged(self, kind: str, path: KeyPath, written: str) -> tuple[str, str]:
        """Return the value that an answer gives a field, and what is wrong with it, or nothing."""
        data: dict[str, Any] = {}
        set_value(data, path, written)
        _, faults = validate(RECORDS[kind], data, {path: (1, 1)}, "", "id")
        faults = [fault for fault in faults if fault.location.line]
        for fault in faults:
            if corrected := corrected_value(fault.code, written):
                return corrected, ""
        language = self.console.language
        return written, "; ".join(fault.advice(language) for fault in faults)

    def _question(self, kind: str, path: KeyPath, *, is_chosen: bool = False) -> str:
        """Return what a field means, with its example, as its explanation in the file has it.

        ``is_chosen`` says that the answer is chosen by its name.
        """
        info = fields_at(RECORDS[kind], path[:-1])[str(path[-1])]
        about, language = meaning(info).of(self.console.language), self.console.language
        if is_chosen:
            # What follows the colon tells how to write it in the file.
            return about.partition(":")[0]
        if not info.examples or choices_of(info.annotation):
            return about
        return message("forms.about", language, meaning=about, example=example_of(info))

    # -- other records -----------------------------------------------------------------------------

    def _named(self, kind: str, path: KeyPath, of: str) -> str:
        """Ask for a record of a vocabulary by its name."""
        entries = self.records.of(of)
        if not entries:
            return ""
        choices = [
            Choice(
                identity,
                self._words(entry.record.name),
                (*getattr(entry.record, "other_names", ()), *entry.record.name.root.values()),
            )
            for identity, entry in entries.items()
        ]
        return self._questions.choice(self._question(kind, path, is_chosen=True), choices, optional=False)

    def _set(self, question: str) -> str:
        criteria = self.records.criteria
        sets = criteria.record.sets if criteria else ()
        choices = [Choice(str(s.number), self._words(s.name), (s.id,)) for s in sets]
        return self._questions.choice(question, choices, optional=False)

    def _commune(self, question: str) -> str:
        """Ask for a commune of today by any name: its own, a former commune's, a former district's."""
        if self.province not in self.records.places:
            return ""
        places = self.records.places[self.province].record
        language = self.console.language

        def find(written: str) -> Iterator[str]:
            for unit in places_named(places, written):
                if isinstance(unit, Commune):
                    yield unit.id
                elif isinstance(unit, FormerCommune):
                    yield from unit.now
                else:
                    yield from (commune.id for commune in places.communes if unit.id in commune.districts)

        choices = [
            Choice(
                commune.id,
                message(f"words.named-{commune.kind}", language, name=commune.name),
                (commune.name, *commune.other_names),
            )
            for commune in sorted(places.communes, key=lambda commune: sort_key(commune.name))
        ]
        return bare_id(self._questions.choice(question, choices, optional=True, find=find))

    def _producer(self, question: str) -> str:
        """Ask for a producer by name; one that is not there yet is asked for as well."""

        def is_new(written: str) -> bool:
            return self._questions.yes(self.console.text("new-producer", name=written))

        choices = self._choices(self.records.producers)
        answer = self._questions.choice(question, choices, optional=True, unknown=is_new)
        if answer and answer not in self.records.producers:
            self.console.say("new-producer-begin", name=answer)
            return self.ask("producer", answer).identity
        return bare_id(answer)

    def _ask_rating(self, answers: dict[str, Any]) -> None:
        """Ask for stars and the decision that gave them; without both nothing is recorded as recognised."""
        at: KeyPath = ("ratings", 0)
        stars = self._line("product", (*at, "stars"), self.console.text("new-stars"), optional=True)
        if not stars:
            return
        decisions = {
            identity: entry
            for identity, entry in self._own(self.records.decisions)
            if entry.record.kind != "assessment"
        }
        decision = ""
        if decisions:
            choices = [
                Choice(identity, f"{entry.record.number or identity} · {self._words(entry.record.title)}")
                for identity, entry in sorted(
                    decisions.items(), key=lambda item: item[1].record.date or "", reverse=True
                )
            ]
            question = self._question("product", (*at, "decision"), is_chosen=True)
            decision = self._questions.choice(question, choices, optional=True)
        set_value(answers, (*at, "stars"), stars)
        if decision:
            set_value(answers, (*at, "status"), "recognised")
            set_value(answers, (*at, "decision"), bare_id(decision))

    def _choices(self, entries: Mapping[str, Entry[Any]]) -> list[Choice]:
        return [
            Choice(
                identity,
                self._words(entry.record.name),
                (*entry.record.other_names, *entry.record.name.root.values()),
            )
            for identity, entry in self._own(entries)
        ]

    def _own(self, entries: Mapping[str, Entry[Any]]) -> Iterable[tuple[str, Entry[Any]]]:
        """Return the records of the province."""
        return [(name, entry) for name, entry in entries.items() if folder_of(name) == self.province]

    def _words(self, text: Text) -> str:
        return str(text.get(self.console.language))

    def _identity(self, kind: str, name: str) -> str:
        """Ask for the id of a record; what its name gives is proposed, with a number where that is taken."""
        proposed = slug(name)
        if len(proposed) > LONGEST_ID:
            proposed = proposed[:LONGEST_ID].rsplit("-", 1)[0]
        proposed = proposed or kind
        identity, number = proposed, 2
        while self._fault_of_id(kind, identity):
            identity, number = f"{proposed}-{number}", number + 1
        return self._questions.words(
            self.console.text("new-identity"),
            optional=False,
            judge=lambda written: (written, self._fault_of_id(kind, written)),
            default=identity,
        )

    def _fault_of_id(self, kind: str, identity: str) -> str:
        """Return why an id cannot be that of a new record; empty where it can."""
        if any((record.kind, record.identity) == (kind, identity) for record in self.new_records):
            taken = [problem("ID-TWICE", SourceLocation(), id=identity, other=identity)]
        else:
            _, taken = scaffold(
                kind, identity, self.records, self.console.language, province=self.province, answers={}
            )
        language = self.console.language
        return "; ".join(fault.advice(language) for fault in taken)
