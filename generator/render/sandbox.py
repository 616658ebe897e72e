"""What templates may use: a check before they are compiled, and the environment in which they run.

A template is a stranger's program. It may read the view that it is given, call the functions of
``FUNCTIONS``, macros, and a few methods that compute a value from a value; everything else is refused.
Two layers hold this:

- ``refusals`` looks at the parsed template and names what it may not use, with the line, so that a theme's
  author is told before a page is made. It costs nothing when pages are made.
- ``Sandbox`` is what guarantees it, whatever the check overlooks: every attribute that a template reads
  goes through ``Sandbox.getattr``, which knows by type what may be read. No bound method that is not
  listed here, no function's globals and no frame ever becomes a value. Filters, tests and globals that
  are not listed do not exist in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Undefined, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.filters import do_format
from jinja2.runtime import Context, LoopContext, TemplateReference
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator.render.plain_places import PLAIN, PlainPlaces, plain
from generator.render.qr import Symbol
from generator.render.template_code import TemplateCode
from generator.text import MarkedText, fill_percent

FUNCTIONS = frozenset(
    {
        *("_", "ngettext", "tr", "w", "lang_of", "url", "full", "asset", "inline", "csp"),
        *("drawing", "drawing_href", "kept", "qr", "range"),
    }
)
"""What templates may call beside macros; ``render/pages.py`` gives all but ``range``."""
SPECIAL = frozenset({"caller", "super", "loop"})
"""What Jinja itself gives to be called in a macro, a block and a loop."""
FILTERS = frozenset(
    {
        *(
            "abs",
            "capitalize",
            "count",
            "d",
            "default",
            "dictsort",
            "e",
            "escape",
            "first",
            "float",
            "format",
        ),
        *(
            "groupby",
            "int",
            "items",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "max",
            "min",
            "reject",
        ),
        *("rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort", "string", "striptags"),
        *("sum", "title", "tojson", "trim", "truncate", "unique", "upper", "urlencode", "wordcount"),
    }
)
TESTS = frozenset(
    {
        *("boolean", "defined", "divisibleby", "eq", "equalto", "==", "even", "false", "float", "ge", ">="),
        *("greaterthan", "gt", ">", "in", "integer", "iterable", "le", "<=", "lessthan", "lt", "<", "lower"),
        *(
            "mapping",
            "ne",
            "!=",
            "none",
            "number",
            "odd",
            "sameas",
            "sequence",
            "string",
            "true",
            "undefined",
        ),
        "upper",
    }
)
_WORDS = frozenset(
    {
        *("split", "strip", "lstrip", "rstrip", "startswith", "endswith", "removeprefix", "removesuffix"),
        *("lower", "upper", "title", "capitalize", "partition", "rpartition", "find", "isdigit"),
    }
)
ATTRIBUTES: dict[type, frozenset[str]] = {
    dict: frozenset({"get", "items", "keys", "values"}),
    str: _WORDS,
    Markup: _WORDS,
    MarkedText: _WORDS,
    Symbol: frozenset({"size", "path"}),
    LoopContext: frozenset(
        {
            *("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"),
            *("previtem", "nextitem", "cycle", "changed"),
        }
    ),
}
"""What may be read of a value beside the entries of a view, by its exact type."""
METHODS = frozenset({"get", "items", "keys", "values", "cycle", "changed"}) | _WORDS
"""What may be called on a value."""
LONGEST_RANGE = 1000
NODES = frozenset(
    {
        *(
            "Template",
            "Output",
            "TemplateData",
            "Extends",
            "Block",
            "Include",
            "Import",
            "FromImport",
            "Macro",
        ),
        *("CallBlock", "FilterBlock", "With", "If", "For", "Assign", "AssignBlock", "Name", "Const", "Tuple"),
        *("List", "Dict", "Pair", "Keyword", "CondExpr", "Filter", "Test", "Call", "Getitem", "Getattr"),
        *(
            "Scope",
            "Slice",
            "Concat",
            "Compare",
            "Operand",
            "Mul",
            "Div",
            "FloorDiv",
            "Add",
            "Sub",
            "Mod",
            "And",
        ),
        *("Or", "Not", "Neg", "Pos"),
    }
)
"""Parts of the template language; the rest (``**``, autoescape blocks, namespaces) is refused."""
SPELT = {"Pow": "**", "ScopedEvalContextModifier": "{% autoescape %}", "NSRef": "{% set x.y %}"}
BY_ATTRIBUTE = frozenset({"map", "groupby", "selectattr", "rejectattr"})
"""Filters whose first argument names an attribute, a filter or a test."""

_HIDDEN = re.compile(r"(?:^|\.)_")
_WIDE = re.compile(r"%(?:\([^()]*\))?[-+ #0]*(?:\d{4,}|\d*\.\d{4,}|\d*\.?\*)|%\([^()]*\(")
"""A printf placeholder that is a thousand or more signs wide, or whose width is computed."""

Refusal = tuple[int, str]
"""Line and what is refused, as it is written in a template."""


def refusals(tree: nodes.Template, macros: Iterable[str]) -> Iterator[Refusal]:
    """Yield what a parsed template uses that themes may not use; ``macros`` are the names of all macros."""
    modules = {node.target for node in tree.find_all(nodes.Import)} | {"self"}
    callable_names = FUNCTIONS | SPECIAL | set(macros)
    waiting: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while waiting:
        node, line = waiting.pop()
        # What Jinja adds by itself has no line.
        line = node.lineno or line
        waiting.extend((child, line) for child in node.iter_child_nodes())
        if refused := _refused(node, modules, callable_names):
            yield line, refused


def _refused(node: nodes.Node, modules: set[str], callable_names: frozenset[str]) -> str:
    """Return what is refused about a node itself, or ""."""
    kind = type(node).__name__
    if kind not in NODES:
        return SPELT.get(kind, kind)
    if isinstance(node, nodes.Call):
        return _refused_call(node, modules, callable_names)
    check = _CHECKS.get(type(node))
    return check(node) if check else ""


def _refused_attribute(node: nodes.Getattr) -> str:
    return f".{node.attr}" if node.attr.startswith("_") else ""


def _refused_entry(node: nodes.Getitem) -> str:
    name = node.arg.value if isinstance(node.arg, nodes.Const) else ""
    return f'["{name}"]' if isinstance(name, str) and name.startswith("_") else ""


def _refused_name(node: nodes.Name) -> str:
    return f"{node.name} = …" if node.ctx in ("store", "param") and node.name in FUNCTIONS else ""


def _refused_filter(node: nodes.Filter) -> str:
    return _refused_arguments(node) if node.name in FILTERS or node.name == PLAIN else f"|{node.name}"


def _refused_test(node: nodes.Test) -> str:
    return _refused_arguments(node) if node.name in TESTS else f"is {node.name}"


def _refused_product(node: nodes.Mul) -> str:
    """Refuse multiplied texts and lists, which could grow without end."""
    return "“…” * …" if _is_text_or_list(node.left) or _is_text_or_list(node.right) else ""


def _is_text_or_list(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, str)
    return isinstance(node, nodes.TemplateData | nodes.List | nodes.Tuple | nodes.Concat)


def _refused_text(node: nodes.Const) -> str:
    return node.value[:60] if isinstance(node.value, str) and _WIDE.search(node.value) else ""


_CHECKS: dict[type[nodes.Node], Callable[[Any], str]] = {
    nodes.Getattr: _refused_attribute,
    nodes.Getitem: _refused_entry,
    nodes.Name: _refused_name,
    nodes.Filter: _refused_filter,
    nodes.Test: _refused_test,
    nodes.Mul: _refused_product,
    nodes.Const: _refused_text,
}
"""What is wrong with a node of a kind that themes may use; ``_refused_call`` looks at calls."""


def _refused_call(node: nodes.Call, modules: set[str], callable_names: frozenset[str]) -> str:
    called = node.node
    if isinstance(called, nodes.Name):
        if called.name not in callable_names:
            return f"{called.name}()"
        sizes = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        if called.name == "range" and any(isinstance(n, int) and abs(n) > LONGEST_RANGE for n in sizes):
            return f"range({', '.join(map(str, sizes))})"
        return ""
    if isinstance(called, nodes.Getattr):
        inside = called.node.name if isinstance(called.node, nodes.Name) else ""
        return "" if called.attr in METHODS or inside in modules else f".{called.attr}()"
    return "" if isinstance(called, nodes.Call) and _is_super(called) else "(…)()"


def _is_super(node: nodes.Call) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "super"


def _refused_arguments(node: nodes.Filter | nodes.Test) -> str:
    """Refuse computed or hidden names of attributes."""
    attributes = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    if node.name in BY_ATTRIBUTE and isinstance(node, nodes.Filter):
        attributes += node.args[:1]
    if any(not isinstance(attribute, nodes.Const) for attribute in attributes):
        return f"|{node.name}(…)"
    for argument in (*node.args, *(pair.value for pair in node.kwargs)):
        text = argument.value if isinstance(argument, nodes.Const) else None
        if isinstance(text, str) and _HIDDEN.search(text):
            return f'|{node.name}("{text}")'
    return ""


def macros_of(tree: nodes.Template) -> set[str]:
    """Return the names under which a template can call macros: its own and those that it imports."""
    names: set[str] = set()
    for node in tree.find_all((nodes.Macro, nodes.FromImport)):
        if isinstance(node, nodes.Macro):
            names.add(node.name)
        elif isinstance(node, nodes.FromImport):
            names |= {name if isinstance(name, str) else name[1] for name in node.names}
    return names


@lru_cache(maxsize=4096)
def narrow(text: str) -> str:
    """Return ``text`` if its printf placeholders are narrow, else raise ``SecurityError``."""
    if "%" in text and _WIDE.search(text):
        raise SecurityError(f"a placeholder is too wide: {text[:60]}")
    return text


def _format(value: str, *words: Any, **named: Any) -> str:
    """Jinja's ``format`` filter for narrow placeholders; language marks are kept."""
    narrow(value)
    return fill_percent(value, named) if named and not words else do_format(value, *words, **named)


def _range(*numbers: int) -> range:
    """Return a range of at most ``LONGEST_RANGE`` numbers."""
    row = range(*numbers)
    if len(row) > LONGEST_RANGE:
        raise SecurityError(f"range() may give at most {LONGEST_RANGE} numbers")
    return row


class _Templates(FileSystemLoader):
    """Loads ``.html`` files of a theme's template folders, but none in a hidden file or folder."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text. Raises ``TemplateNotFound`` for any other file."""
        if not _is_template(template):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return [name for name in super().list_templates() if _is_template(name)]


def _is_template(name: str) -> bool:
    return name.endswith(".html") and not any(segment.startswith(".") for segment in name.split("/"))


class _OwnContext(Context):
    """The context of one template, which hands no globals of its own to the templates that it imports.

    All templates have the same globals, so an imported template is run once and its macros serve every page;
    else Jinja would compare the globals at every import.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002 - the name is Jinja's
    ) -> None:
        super().__init__(environment, parent, name, blocks)


class Sandbox(SandboxedEnvironment):
    """Jinja's environment for views: an entry of a dictionary comes before a method of that name."""

    context_class = _OwnContext
    code_generator_class = TemplateCode
    intercepted_binops = frozenset({"*", "%", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters = {name: self.filters[name] for name in FILTERS} | {"format": _format, PLAIN: plain}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.globals = {"range": _range}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the functions for every template directly: Jinja would look them up through two layers."""
        return self.globals if d is None else super().make_globals(d)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the entry ``attribute`` of a view, or what ``ATTRIBUTES`` allows for the type of ``obj``."""
        kind = type(obj)
        if kind is dict and attribute in obj:
            return obj[attribute]
        if attribute in ATTRIBUTES.get(kind, ()):
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return super().getattr(obj, attribute)
        if kind is TemplateModule and not attribute.startswith("_"):
            return getattr(obj, attribute, self.undefined(obj=obj, name=attribute))
        if kind is TemplateReference:
            return self.getitem(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return ``obj[argument]``, or else the attribute of that name."""
        try:
            return obj[argument]
        except (TypeError, LookupError, AttributeError):
            if isinstance(argument, str) and type(obj) is not TemplateReference:
                return self.getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def call(self, context: Context, called: Callable[..., Any], /, *words: Any, **named: Any) -> Any:  # noqa: ARG002
        """Call what a template calls: whatever it can get hold of may be called.

        The two names are of loops and blocks, for functions that want Jinja's context. None of ours does.
        """
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*words, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply and divide numbers only: texts could grow without end."""
        if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"{operator} is for numbers only")
        return super().call_binop(context, operator, left, right)


def environment(folders: tuple[Path, ...] | list[Path], compiled: BytecodeCache | None = None) -> Environment:
    """Return the environment for a theme's folders, child first. Autoescape is always on."""
    result = Sandbox(
        loader=_Templates([folder / "templates" for folder in folders]),
        autoescape=True,
        extensions=[PlainPlaces],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
    )
    # Words of structured data are written as elsewhere on the page, so that they cost next to nothing there.
    result.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "sort_keys": True,
        "separators": (",", ":"),
    }
    return result
