"""A field that stands in the wrong group is told where it belongs: every field of every kind of record."""

from collections.abc import Iterator
from difflib import get_close_matches

import pytest
from pydantic import BaseModel

from generator.catalogue.model import RECORDS, Record
from generator.diagnostics.problem import Problem
from generator.records.shape import fields_at, fields_of, groups_with, part_of
from generator.records.validate import validate

pytestmark = pytest.mark.slow


def groups(
    model: type[BaseModel], at: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """Every group of a record with the fields that lead to it."""
    yield at, model
    for name, info in fields_of(model).items():
        part, _ = part_of(info.annotation)
        if part is not None:
            yield from groups(part, (*at, name))


def written(model: type[BaseModel], at: tuple[str, ...], key: str) -> object:
    """Data of a record that has nothing but one field, inside of a group."""
    if not at:
        return {key: "x"}
    _, shape = part_of(fields_of(model)[at[0]].annotation)
    part, _ = part_of(fields_of(model)[at[0]].annotation)
    assert part is not None
    inner = written(part, at[1:], key)
    return {at[0]: [inner] if shape == "[]" else {"a": inner} if shape == ".*" else inner}


def told(model: type[Record], at: tuple[str, ...], key: str) -> Problem:
    _, problems = validate(model, written(model, at, key), {}, "x", None if model.id_in_file else "a")
    mine = [
        problem
        for problem in problems
        if dict(problem.values).get("key") == key and problem.code != "KEY-MISSING"
    ]
    assert len(mine) == 1, (key, at, problems)
    return mine[0]


KEYS = sorted(
    {key for model in RECORDS.values() for _, group in groups(model) for key in fields_of(group)} - {"id"}
)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_misplaced_field_is_told_where_it_belongs(kind: str) -> None:
    model, faults = RECORDS[kind], []
    for at, group in groups(model):
        known = fields_of(group)
        for key in KEYS:
            if key in known or get_close_matches(key, known, 1, 0.8):
                continue
            values = dict((fault := told(model, at, key)).values)
            if fault.code == "KEY-INSIDE":
                home = values["homes"].split(", ")[0]
                is_group = home in known and part_of(known[home].annotation)[0] is not None
                beside = is_group and key in fields_at(model, path_of(model, (*at, home)))
                right = beside or home in groups_with(model, key)
            elif fault.code == "KEY-OUTSIDE":
                right = key in fields_of(model)
            else:
                right = fault.code == "KEY-ELSEWHERE" and not groups_with(model, key)
            if not right:
                faults.append((at, key, fault))
    assert faults == []


def path_of(model: type[BaseModel], fields: tuple[str, ...]) -> tuple[str | int, ...]:
    """The path of a group, entries of lists and tables included."""
    path: list[str | int] = []
    for name in fields:
        part, shape = part_of(fields_of(model)[name].annotation)
        assert part is not None
        path += [name, *([0] if shape == "[]" else ["a"] if shape == ".*" else [])]
        model = part
    return tuple(path)


def test_a_successor_under_discontinued_belongs_to_the_record() -> None:
    assert told(RECORDS["product"], ("discontinued",), "successor").code == "KEY-OUTSIDE"


def test_contacts_of_a_product_belong_to_its_holder() -> None:
    fault = told(RECORDS["product"], (), "contacts")
    assert (fault.code, dict(fault.values)["files_en"]) == (
        "KEY-ELSEWHERE",
        "content/producers/<id>/producer.yaml",
    )
