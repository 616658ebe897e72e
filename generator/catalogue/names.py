"""Suggestions for ids: the record that was meant by a name, a number or a title."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from generator.catalogue.ids import as_written, bare_id
from generator.catalogue.model import OF_PROVINCE, Commune, FormerCommune
from generator.catalogue.place_names import places_named
from generator.catalogue.records import Entry
from generator.text import Text, fold

MOST = 3
"""Ids that are suggested at most."""
_PLACE_WORDS = re.compile(
    r"^(?:xa|phuong|thi tran|huyen|thi xa|thanh pho|tinh|commune|ward|district|x|p|tt|h|tx|tp)\s+(?=\S)"
)


def suggest(
    entries: Mapping[str, Mapping[str, Entry[Any]]], kind: str, written: str, folder: str = ""
) -> list[str]:
    """Return the ids of a kind that were most likely meant, best first; empty where none comes close.

    ``kind`` is what ``check_relations.REFERENCES`` says of the field; ``folder`` is that of the province
    whose record names it: its own records are meant before those of other provinces. Numbers of papers are
    only taken for each other where their digits agree. Of places all that have the name are told, and for a
    former commune all that it became: the name alone does not say which of them is meant.
    """
    written = as_written(folder, written)
    own = {
        name: {
            identity: entry
            for identity, entry in records.items()
            if name not in OF_PROVINCE or entry.folder == folder
        }
        for name, records in entries.items()
    }
    others = {
        name: {
            identity: entry
            for identity, entry in records.items()
            if name not in OF_PROVINCE or entry.folder or not folder
        }
        for name, records in entries.items()
    }
    # No further province can name a record of the project's own one.
    ids = _suggest(own, kind, written) or _suggest(others, kind, written)
    return [as_written(folder, identity) for identity in ids]


def _suggest(entries: Mapping[str, Mapping[str, Entry[Any]]], kind: str, written: str) -> list[str]:
    places = dict.fromkeys(_places_meant(entries, kind, written))
    labels: dict[str, list[str]] = {}
    for identity, words in _labelled(entries, kind):
        for label in words:
            labels.setdefault(_plain(label, kind), []).append(identity)
    meant = _plain(written, kind)
    if not meant:
        return []
    digits = re.match(r"\d+", meant)
    near = [label for label in labels if label == meant]
    near += [label for label in labels if f" {meant} " in f" {label} " and label not in near]
    if digits:
        near = [label for label in near if re.match(r"\d+", label) and label.split()[0] == meant.split()[0]]
        near += [label for label in labels if label.split()[:1] == [digits[0]] and label not in near]
    elif not places:
        near = near or get_close_matches(meant, [label for label in labels if label], MOST, 0.75)
    ids = places | dict.fromkeys(identity for label in near for identity in labels[label])
    return list(ids)[: max(MOST, len(places))]


def _places_meant(entries: Mapping[str, Mapping[str, Entry[Any]]], kind: str, written: str) -> Iterator[str]:
    """Yield the ids of communes of today, of former districts, or of both, that have a written name."""
    for entry in entries.get("places", {}).values() if kind in ("commune", "district", "place") else ():
        for unit in places_named(entry.record, written):
            if isinstance(unit, FormerCommune):
                yield from unit.now if kind != "district" else ()
            elif kind in ("place", "commune" if isinstance(unit, Commune) else "district"):
                yield unit.id


def _labelled(entries: Mapping[str, Mapping[str, Entry[Any]]], kind: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the ids of a kind, each with the names that people may use for it."""
    if kind in ("commune", "district", "place"):
        for entry in entries.get("places", {}).values():
            for table in ("communes", "districts"):
                if kind in ("place", table.removesuffix("s")):
                    for place in getattr(entry.record, table):
                        yield place.id, [place.name, *place.other_names, bare_id(place.id)]
    elif kind in ("group", "set"):
        for entry in entries.get("criteria", {}).values():
            if kind == "group":
                yield from ((group.id, [*_words(group.name), group.id]) for group in entry.record.groups)
            else:
                yield from (
                    (str(criteria_set.number), [*_words(criteria_set.name), criteria_set.id])
                    for criteria_set in entry.record.sets
                )
    else:
        for identity, entry in entries.get(kind, {}).items():
            yield identity, [*_called(entry.record), bare_id(identity)]


def _called(record: Any) -> Iterator[str]:
    for name in ("name", "title", "short", "number", "code", "gtin"):
        yield from _words(getattr(record, name, None))
    for name in ("other_names", "former_codes"):
        yield from getattr(record, name, ())
    yield from map(bare_id, getattr(record, "former_ids", ()))


def _words(value: object) -> Iterable[str]:
    if isinstance(value, Text):
        return value.root.values()
    return [value] if isinstance(value, str) else []


def _plain(written: str, kind: str) -> str:
    folded = fold(written)
    return _PLACE_WORDS.sub("", folded) if kind in ("commune", "district", "place") else folded
