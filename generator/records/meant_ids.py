"""Values that stand instead of an id in fields that name other records, and the ids that were meant.

A file is read before the others are known. So a wrong shape is told with the kind that is wanted, and the
sentence is finished once all records are there.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from generator.catalogue.check_relations import REFERENCES
from generator.catalogue.fields import Meaning
from generator.catalogue.model import RECORDS, KeyPath, Record
from generator.catalogue.names import suggest
from generator.catalogue.records import Entry
from generator.diagnostics.problem import Problem, problem
from generator.messages import LANGUAGES, in_both
from generator.records.path_patterns import home_path

_MORE: dict[str, dict[tuple[str, ...], str]] = {"ledger": {("issued", "*", "product"): "product"}}
"""Fields that name records by rules of their own, but ask for an id all the same."""
_WANTED = "wanted"


def kind_named_at(model: type[Record], path: KeyPath) -> str:
    """Return the kind of record that a field names; empty for any other field."""
    kind = next((name for name, record_model in RECORDS.items() if record_model is model), "")
    fields = tuple("*" if isinstance(key, int) else key for key in path)
    fields_of_kind = (*REFERENCES.get(kind, {}).items(), *_MORE.get(kind, {}).items())
    for shape, named_kind in fields_of_kind:
        if len(shape) == len(fields) and all(a in ("*", b) for a, b in zip(shape, fields, strict=True)):
            return named_kind
    return ""


def values_of_ref_name(kind: str, written: str, fix: str, about: Meaning | None) -> dict[str, str]:
    """Return the values of REF-NAME before other records are known.

    ``fix`` is an id as the field takes it, ``about`` says what to write there.
    """
    more = {f"more_{language}": f". {about.of(language)}" if about else "" for language in LANGUAGES}
    return {
        **in_both("what", f"words.kind-{kind}"),
        "written": written,
        **in_both("how", "hints.write-id", fix=fix, **more),
        _WANTED: kind,
    }


def with_suggested_ids(
    faults: Iterable[Problem], entries: Mapping[str, Mapping[str, Entry[Any]]], provinces: Container[str]
) -> list[Problem]:
    """Return the problems, with the ids that were meant added where records of that name exist.

    ``provinces`` are the folders of further provinces.
    """
    return [
        _finished(fault, entries, home_path(fault.location.file, provinces).folder)
        if fault.code == "REF-NAME"
        else fault
        for fault in faults
    ]


def _finished(fault: Problem, entries: Mapping[str, Mapping[str, Entry[Any]]], folder: str) -> Problem:
    values = dict(fault.values)
    ids = suggest(entries, values.pop(_WANTED, ""), values["written"], folder)
    if ids:
        values |= in_both("how", "hints.meant", ids=", ".join(ids))
    return problem(fault.code, fault.location, **values)
