"""The syntax trees of the project's own modules, read once for all tests that look at the source."""

import ast
from functools import cache
from pathlib import Path

from built import PROJECT


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(tree: ast.Module) -> list[ast.AST]:
    """Every node of a module in the order of ``ast.walk``: the walk is most of the work of a test."""
    return list(ast.walk(tree))


def modules(*folders: str) -> list[tuple[str, ast.Module]]:
    """Path and syntax tree of every module below some folders of the project."""
    paths = [path for folder in folders for path in sorted((PROJECT / folder).rglob("*.py"))]
    return [(path.relative_to(PROJECT).as_posix(), parsed(path)) for path in paths]


def forget_trees() -> None:
    """Free what is kept here: about 100 MB."""
    nodes_of.cache_clear()
    parsed.cache_clear()
