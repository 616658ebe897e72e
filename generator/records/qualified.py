"""Ids in the records of a further province: the folder of the province is put before each, once, at reading.

Officers write the ids of their own province as they are (``che-x``) and those of others with the folder
(``lai-chau/che-y``). Values that are no ids stay as they are: their problems show what was written.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from generator.catalogue.check_relations import REFERENCES, values_at
from generator.catalogue.fields import ID
from generator.catalogue.ids import folder_of, full_id
from generator.catalogue.model import KeyPath, Record

_NAMED = frozenset(("product", "producer", "decision", "commune", "district", "place"))
"""What references name that belongs to a province; vocabularies are shared by all."""
_OWN: dict[str, tuple[tuple[str, ...], ...]] = {
    "places": (("communes", "*", "id"), ("districts", "*", "id")),
    "product": (("former_ids", "*"),),
    "ledger": (("issued", "*", "product"),),
    "chain": (("id",),),
}
"""Fields that give ids to records of the province itself, by kind."""


def with_folder(kind: str, data: Any, folder: str) -> Any:
    """Return the data of a record of a province with the folder before every id of the province."""
    return _with_ids(kind, data, partial(_qualified, folder)) if folder else data


def without_folder(kind: str, data: Any, folder: str) -> Any:
    """Return the data of a record of a province as its file has them: the way back of :func:`with_folder`."""
    return _with_ids(kind, data, lambda value: value.removeprefix(f"{folder}/")) if folder else data


def _qualified(folder: str, value: str) -> str:
    return full_id(folder, value) if re.fullmatch(ID, value) else value


def _with_ids(kind: str, data: Any, change: Callable[[str], str]) -> Any:
    references = (fields for fields, named_kind in REFERENCES.get(kind, {}).items() if named_kind in _NAMED)
    for fields in (*references, *_OWN.get(kind, ())):
        data = _with_changed(data, fields, change)
    return data


def _with_changed(data: Any, fields: tuple[str, ...], change: Callable[[str], str]) -> Any:
    """Return data with the ids changed that a path of fields leads to."""
    if not fields:
        return change(data) if isinstance(data, str) else data
    field, *rest = fields
    if isinstance(data, list):
        return [_with_changed(part, tuple(rest), change) for part in data] if field == "*" else data
    if isinstance(data, dict):
        keys = list(data) if field == "*" else [field] if field in data else []
        return data | {key: _with_changed(data[key], tuple(rest), change) for key in keys}
    return data


def foreign_ids(kind: str, record: Record, folder: str) -> Iterator[tuple[KeyPath, str]]:
    """Yield the ids that a record gives to what is its own, if they name another province than its own."""
    for fields in (("id",), *_OWN.get(kind, ())):
        for path, identity in values_at(record, fields):
            if folder_of(identity) != folder:
                yield path, identity
