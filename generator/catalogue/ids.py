"""Ids of records in a catalogue of several provinces. No record is looked at here.

The records of one province may stand in the project itself: their ids are as they are written. Those of
every other province lie in a folder of their own, in which officers write bare ids as well; reading puts the
name of that folder before each, so that ``che-x`` of Sơn La is ``son-la/che-x`` everywhere above reading.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def folder_of(identity: str) -> str:
    """Return the folder of the province to which a record belongs; empty for one in the project itself."""
    return identity.rpartition("/")[0]


def bare_id(identity: str) -> str:
    """Return an id as it is written in its own province."""
    return identity.rpartition("/")[2]


def full_id(folder: str, identity: str) -> str:
    """Return the id that a bare id of a province's folder has everywhere else."""
    return f"{folder}/{identity}" if folder else identity


def as_written(folder: str, shown: str) -> str:
    """Return ids, joined by commas, as an officer of a province writes them."""
    return ", ".join(part.removeprefix(f"{folder}/") for part in shown.split(", ")) if folder else shown


def by_folder(ids: Iterable[str]) -> dict[str, list[str]]:
    """Return ids by the folder of their province, in their order."""
    result: dict[str, list[str]] = {}
    for identity in ids:
        result.setdefault(folder_of(identity), []).append(identity)
    return result


def in_folder(entries: Mapping[str, T], folder: str) -> dict[str, T]:
    """Return the entries whose ids belong to the province of a folder."""
    return {identity: entry for identity, entry in entries.items() if folder_of(identity) == folder}
