"""The fields that a list may have, and the headings by which their columns are known (``columns.json``).

What the value of each field is (:attr:`generator.importing.rows.Value.value`):

====================================================== ==================================================
``product.name``, ``name_en``, ``group``               text; ``group`` as printed on the list
``product.set``                                        int, 1 to 26
``product.code``, ``product.gtin``                     text: an official OCOP code; 8, 12, 13 or 14 digits
``product.trace_stamps``                               bool
``producer.name``                                      text; ``producer`` is name and address in one cell
``producer.kind``                                      id of a kind of producers
``producer.phone``, ``email``, ``web``                 text as a record has it; several numbers with `` / ``
``address.printed``                                    text
``address.commune``, ``address.district``              ids of ``places.yaml``
``address.mapped_by``                                  ``source``, ``name`` or ``officer``, as in a record
``rating.stars``, ``rating.score``                     int, 3 to 5; Decimal, 0 to 100
``rating.status``                                      ``potential_five``
``rating.kind``                                        ``new``, ``renewal``, ``upgrade`` or ``downgrade``
``rating.valid_from``, ``rating.valid_until``          text: a day, 2026-12-15
``rating.months``                                      int: how long it is valid
``rating.on``, ``decision.day``                        text: a day, month or year (2023-12-15, 2023-12, 2023)
``decision.number``, ``decision.body``                 text; the number as written, 1234/QĐ-UBND or 1234
``decision.level``                                     ``district``, ``province`` or ``central``
====================================================== ==================================================

Fields with ``never`` are told as ignored and never have a value: the numbers of rows, personal data, figures
of businesses, notes. ``address`` and its parts but those above are read, and only come out as those.
"""

import json
import pkgutil
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.text import fold

_HARMLESS = frozenset(
    [
        "ocop",
        "cua",
        "san",
        "pham",
        "chu",
        "the",
        "duoc",
        "cong",
        "nhan",
        "dat",
        "hien",
        "nay",
        "nam",
        "tinh",
        "tai",
        "theo",
        "va",
        "cac",
    ]
)
"""Words behind a heading that change nothing about it: "Tên sản phẩm OCOP được công nhận năm 2023"."""
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LONGEST_HEADING = 90
STARS_MARKED = re.compile(r"(?:hang |dat )?([345]) ?(?:sao|stars?)")
"""A column of marks: each of "3 sao", "4 sao", "5 sao" has one, and rows have an x in one of them."""


@dataclass(frozen=True)
class Field:
    """A field that a column may hold."""

    key: str
    label: Mapping[str, str]
    never: str = ""
    """Key of the sentence that says why it is never taken; empty where it is."""


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = json.loads(pkgutil.get_data(__name__, "columns.json") or b"")
    return data


@cache
def fields() -> Mapping[str, Field]:
    """Return every field by its key."""
    return {
        key: Field(key, entry["label"], entry.get("never", "")) for key, entry in _data()["fields"].items()
    }


@cache
def _headings() -> Mapping[str, str]:
    """Return the field of each heading that stands alone."""
    return {
        heading_key(heading): key for key, entry in _data()["fields"].items() for heading in entry["headings"]
    }


@cache
def _groups() -> Mapping[str, str]:
    """Return the group of each heading that stands above others."""
    return {heading_key(heading): group for group, names in _data()["groups"].items() for heading in names}


@cache
def _under() -> Mapping[tuple[str, str], str]:
    """Return the field of each heading below one of a group."""
    return {
        (group, heading_key(heading)): key
        for key, entry in _data()["fields"].items()
        for group, names in entry.get("under", {}).items()
        for heading in names
    }


def heading_key(written: str) -> str:
    """Return what all spellings of a heading have in common: no marks, capitals, signs."""
    return fold(written) or written.strip()


@cache
def field_of_heading(parts: Sequence[str]) -> str:
    """Return the field of a column by its heading; "" where it is not known.

    ``parts`` are the heading's rows from above, without repetitions.
    """
    if not parts or len(parts[-1]) > _LONGEST_HEADING:
        return ""
    for spelling in _spellings(parts[-1]):
        for parent in reversed(parts[:-1]):
            for above in _spellings(parent):
                if (group := _groups().get(above, "")) and (field := _under().get((group, spelling))):
                    return field
        if STARS_MARKED.fullmatch(spelling):
            return "rating.stars"
    return next(filter(None, map(_field_alone, _spellings(parts[-1]))), "")


def is_heading(written: str) -> bool:
    """Whether a text alone is a heading, of a column or above several."""
    if len(written) > _LONGEST_HEADING:
        return False
    return any(_field_alone(key) or key in _groups() for key in _spellings(written))


def marked_stars(parts: Sequence[str]) -> int | None:
    """Return the stars that a mark in a column means, if it is such a column."""
    match = STARS_MARKED.fullmatch(fold(parts[-1])) if parts else None
    return int(match[1]) if match else None


@cache
def _spellings(written: str) -> tuple[str, ...]:
    """Return a heading's keys: as it is, then without what stands in brackets."""
    keys = (heading_key(written), heading_key(_IN_BRACKETS.sub(" ", written)))
    return tuple(dict.fromkeys(key for key in keys if key))


@cache
def _field_alone(key: str) -> str:
    """Return the field of a heading's key, which may go on with words that change nothing."""
    if field := _headings().get(key):
        return field
    words = key.split()
    for count in range(len(words) - 1, 1, -1):
        rest = words[count:]
        is_harmless = all(word in _HARMLESS or word.isdigit() for word in rest)
        if is_harmless and (field := _headings().get(" ".join(words[:count]))):
            return field
    return ""


def headings_of(field: str) -> Sequence[str]:
    """Return the headings by which a field is known where they stand alone, the commonest first."""
    headings: list[str] = _data()["fields"][field]["headings"]
    return headings
