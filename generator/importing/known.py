"""What a list is compared with, by name: the project's places, criteria sets and kinds of producers."""

import json
import pkgutil
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from generator.catalogue.model import Criteria, CriteriaSet, Places, ProducerKind
from generator.importing.answers import Option, Question
from generator.importing.content import Content
from generator.importing.questions import Asker, Parsed, accept_any_of
from generator.importing.texts import one_line
from generator.importing.values import require_text
from generator.messages import both
from generator.text import Text, fold

EACH = "each"
"""The answer that a label does not name one set, and each of its products is asked for."""
_BEFORE_LABEL = re.compile(
    r"^(?:(?:nganh|nhom|bo|bo san pham|nhom san pham|nganh hang|phan nhom|so|group|set|category)\b ?)+"
)
_PARTS = re.compile(r"\s*(?:[/>→;|\n]|:|\s[-–—]\s)\s*")
_SET_NUMBER = re.compile(r"(?:(?:bo|bo san pham|set|nhom)(?: so)? )?0?(\d{1,2})")


@cache
def _words() -> Mapping[str, Any]:
    data: dict[str, Any] = json.loads(pkgutil.get_data(__name__, "vocabulary.json") or b"")
    return data


@dataclass(frozen=True)
class Known:
    """The names that a list may use: of one province's places, of the sets, of the kinds of producers."""

    places: Places
    criteria: Criteria
    producer_kinds: Sequence[ProducerKind]

    @cached_property
    def sets(self) -> Mapping[int, CriteriaSet]:
        """The criteria sets by number."""
        return {criteria_set.number: criteria_set for criteria_set in self.criteria.sets}

    @cached_property
    def _labels(self) -> Mapping[str, tuple[int, ...]]:
        """The sets that a label may mean: names of sets, of sub-groups, of groups, and of sets of 2019."""
        labels: dict[str, tuple[int, ...]] = {}
        groups = {group.id: group.name for group in self.criteria.groups}
        for wider in ("group", "subgroup", "name"):
            members: dict[str, list[int]] = {}
            for criteria_set in self.criteria.sets:
                text = groups[criteria_set.group] if wider == "group" else getattr(criteria_set, wider)
                for spelling in _spellings(text):
                    members.setdefault(spelling, []).append(criteria_set.number)
            # A sub-group may have the name of one of its sets: the narrower meaning does not win.
            for spelling, numbers in members.items():
                labels[spelling] = tuple(dict.fromkeys((*labels.get(spelling, ()), *numbers)))
        for older in self.criteria.sets_2019:
            for spelling in _spellings(older.name):
                labels.setdefault(spelling, older.now)
        for number, spellings in _words()["sets"].items():
            for spelling in spellings:
                labels[fold(spelling)] = (int(number),)
        return labels

    def sets_of_label(self, written: str) -> tuple[int, ...] | None:
        """Return the numbers of the sets that a label may mean: none known, or none left; None for no label.

        Of a label in parts (Thực phẩm / Chè) the narrowest part that is known counts.
        """
        key = fold(written)
        number = _SET_NUMBER.fullmatch(key)
        if number and int(number[1]) in self.sets:
            return (int(number[1]),)
        whole = self._labels.get(key) or self._labels.get(_BEFORE_LABEL.sub("", key))
        if whole is not None:
            return whole
        parts = [part for part in _PARTS.split(written) if fold(part)]
        if len(parts) < 2:
            return self._labels.get(key)
        return next(
            (sets for part in reversed(parts) if (sets := self.sets_of_label(part)) is not None), None
        )

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of producers that each spelling means, longest first."""
        identities = {kind.id for kind in self.producer_kinds}
        spellings = {
            spelling: kind.id
            for kind in self.producer_kinds
            for text in (kind.name, kind.short)
            for spelling in _spellings(text)
        }
        for identity, others in _words()["producer_kinds"].items():
            if identity in identities:
                spellings |= {fold(spelling): identity for spelling in others}
        return dict(sorted(spellings.items(), key=lambda item: -len(item[0])))

    def kind_of_name(self, name: str) -> str:
        """Return the kind of producers with which a name begins; "" where it names none."""
        key = fold(name)
        unclear = tuple(_words()["unclear_kinds"])
        for spelling, identity in self.kinds.items():
            if key.startswith(f"{spelling} ") and spelling not in unclear:
                return identity
        return ""


def _spellings(text: Text | None) -> Iterable[str]:
    return dict.fromkeys(fold(text[language]) for language in text.languages) if text else ()


def set_option(criteria_set: CriteriaSet) -> Option:
    """Return a set as an answer: its number, and number and name to read."""
    names = {
        language: f"{criteria_set.number}. {criteria_set.name.get(language)}" for language in ("vi", "en")
    }
    return Option(str(criteria_set.number), names)


def criteria_set(content: Content, asker: Asker, known: Known) -> list[Parsed]:
    """Return the criteria set that a label names; where it names several or none, ask, never guess.

    A group of several sets is asked for each product, an unknown label once for all that have it, unless
    the answer is :data:`EACH`. Questions that start with ``set|`` need not be put for products whose set is
    known.
    """
    field = "product.set"
    require_text(content)
    label = one_line(content.text)
    sets = known.sets_of_label(content.text)
    if sets and len(sets) == 1:
        (number,) = sets
        return [Parsed(field, number)]
    key = " ".join(label.lower().split())
    options = [set_option(known.sets[number]) for number in sets or known.sets]
    if not sets:
        each = Option(EACH, both("readings.option-each"))
        question = Question(
            f"set|{key}", "readings.ask-set", (("written", label),), (*options, each), (content.where,)
        )
        if asker.answers.get(question.key) != EACH or not content.product:
            return [asker.ask(field, question, _accept_set(known))]
    product = " ".join(content.product.lower().split())
    question = Question(
        f"set|{key}|{product}",
        "readings.ask-set-of-product",
        (("written", label), ("product", content.product)),
        tuple(options),
        (content.where,),
        open_ended=True,
    )
    return [asker.ask(field, question, _accept_set(known))]


def _accept_set(known: Known) -> Any:
    return lambda answer: int(answer) if answer.isdecimal() and int(answer) in known.sets else None


def group(content: Content) -> list[Parsed]:
    """Return the group as it stands on the list."""
    require_text(content)
    return [Parsed("product.group", one_line(content.text))]


def producer_kind(content: Content, asker: Asker, known: Known) -> list[Parsed]:
    """Return the kind of producers that a cell names."""
    field = "producer.kind"
    key = fold(content.text)
    require_text(content)
    if key not in _words()["unclear_kinds"] and (identity := known.kinds.get(key)):
        return [Parsed(field, identity)]
    names = {kind.id: {"vi": kind.name.get("vi"), "en": kind.name.get("en")} for kind in known.producer_kinds}
    question = Question(
        f"kind|{key}",
        "readings.ask-kind",
        (("written", one_line(content.text)),),
        tuple(Option(identity, label) for identity, label in names.items()),
        (content.where,),
    )
    return [asker.ask(field, question, accept_any_of(question.options))]
