"""Reading of the file that names the catalogues to gather."""

from pathlib import Path
from typing import Any

from generator.catalogue.gather_file import GatherFile
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.files import PlainFile, printable, read_file
from generator.records.limits import TABLE_LIMIT
from generator.records.validate import validate
from generator.records.yaml_nodes import read_yaml


def read_gather_file(file: Path) -> tuple[GatherFile | None, list[Problem]]:
    """Return what the file says, or None and what is wrong with it."""
    name = printable(file.name)
    if not file.is_file():
        # A pipe would never end.
        return None, [problem("FILE-UNREADABLE", SourceLocation(name))]
    plain = file.resolve()
    content, errors = read_file(plain.parent, PlainFile(plain.name, plain.stat().st_size, ""), TABLE_LIMIT)
    if errors:
        return None, [Problem(fault.code, SourceLocation(name), fault.values) for fault in errors]
    nodes = read_yaml(content, name)
    errors = [fault for fault in nodes.problems if fault.is_error]
    if errors:
        return None, errors
    gathered, problems = validate(GatherFile, nodes.data, nodes.positions, name, "gather")
    return gathered, problems or _twice(gathered, nodes.positions, name)


def _twice(gathered: GatherFile | None, positions: Any, name: str) -> list[Problem]:
    """Return a problem for each province that is named a second time."""
    seen: set[str] = set()
    problems: list[Problem] = []
    for index, catalogue in enumerate(gathered.provinces if gathered else ()):
        if catalogue.province in seen:
            line, column = positions.get(("provinces", index, "province"), (0, 0))
            values = {"id": catalogue.province, "other": name}
            problems.append(problem("ID-TWICE", SourceLocation(name, line, column), **values))
        seen.add(catalogue.province)
    return problems
