"""The interface words that the code and the templates use, found by reading them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes
from jinja2.ext import babel_extract

PROJECT = Path(__file__).parents[2]
TABLES = {"words.py", "data.py", "sheets.py", "fairs.py"}


def plan_words() -> set[str]:
    """English source texts that ``generator/site`` says: calls of a translator, and the tables of words."""
    result: set[str] = set()
    for path in sorted((PROJECT / "generator" / "site").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _speaks(node.func):
                result.update(_texts(node.args))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Facet":
                result.update(_texts(node.args[1:2]))
        if path.name in TABLES:
            result.update(_tables(tree))
    return result


def _speaks(func: ast.expr) -> bool:
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    owner = (
        getattr(func.value, "attr", getattr(func.value, "id", "")) if isinstance(func, ast.Attribute) else ""
    )
    return name in ("t", "self") or (name == "count" and owner == "t")


def _texts(args: list[ast.expr]) -> Iterator[str]:
    for arg in args[:2]:
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str):
            yield arg.value


def _tables(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        name = getattr(
            node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None), "id", ""
        )
        if isinstance(value, ast.Dict) and name.isupper() and name != "HEADERS":
            for one in value.values:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value
                elif isinstance(one, ast.Tuple) and isinstance(one.elts[1], ast.Constant):
                    yield str(one.elts[1].value)


def template_words(theme: str = "default") -> set[str]:
    """English source texts of a theme's templates: ``_()``, ``ngettext``, ``trans`` and ``tr``."""
    from generator.render.sandbox import environment

    folder = PROJECT / "themes" / theme
    env = environment([folder])
    result: set[str] = set()
    for path in sorted((folder / "templates").rglob("*.html")):
        text = path.read_text("utf-8")
        with path.open("rb") as stream:
            for _, _, message, _ in babel_extract(
                stream, ("_", "gettext", "ngettext"), [], {"trimmed": "true"}
            ):
                result.update(m for m in (message if isinstance(message, tuple) else (message,)) if m)
        for call in env.parse(text).find_all(nodes.Call):
            if (
                getattr(call.node, "name", "") == "tr"
                and len(call.args) > 1
                and isinstance(call.args[1], nodes.Const)
            ):
                result.add(call.args[1].value)
    return result
