"""Python code for templates: the same bytes as Jinja's own code, with less work for each value that is shown.

Five things differ from ``jinja2.compiler.CodeGenerator``, which is an extension point of ``Environment``:

- An entry of a dictionary is read at once. Everything else goes through ``Sandbox.getattr``, which decides.
- A function or macro is called at once: ``Sandbox.call`` does nothing but call it.
- A macro is a function of Python: Jinja's ``Macro`` sorts its arguments at every call, as Python does itself.
- What is shown is escaped into plain text, and text that was escaped before is looked up.
- Where a page shows text, no line ends inside a name or after a number (``text.unbroken``); attributes and
  data stay as they are.
"""

from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from markupsafe import Markup, escape

from generator.render.plain_places import PLAIN, plain
from generator.text import unbroken

OWN_NAMES = frozenset({"caller", "kwargs", "macro", "markup", "missing", "varargs"})
"""Names with a meaning of their own in the code of a macro."""
MOST_TEXTS = 20_000
LONGEST_TEXT = 200
"""Escaped texts that are kept, and how long they may be: names, addresses and labels stand on many pages."""


class EscapedTexts(dict[str, str]):
    """A cache from plain text to the same text escaped for HTML, as ``prepare`` returns it."""

    def __init__(self, prepare: Callable[[str], str]) -> None:
        super().__init__()
        self._prepare = prepare

    def __missing__(self, text: str) -> str:
        """Prepare and escape a text, and keep the result unless the text is long."""
        escaped_text = str(escape(self._prepare(text)))
        if len(text) <= LONGEST_TEXT:
            if len(self) >= MOST_TEXTS:
                self.clear()
            self[text] = escaped_text
        return escaped_text


content = EscapedTexts(unbroken)
"""Used by compiled templates for values of the exact type ``str`` that are shown on the page."""
escaped = EscapedTexts(str)
"""Used by compiled templates for such values in attributes and other plain places."""


def shown(value: Any) -> str:
    """Return a value as HTML; compiled templates call it for all but plain text and markup."""
    return str(value) if type(value) is int else str(escape(value))


def shown_plain(value: Any) -> str:
    """:func:`shown`, where marks of languages may not stand. Used by compiled templates."""
    return shown(plain(value))


markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Says of text that it is HTML, without looking at it. Used by compiled templates for what macros return."""


def named(name: str, macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Give a macro the name that it has in the template, which Python shows in errors about its arguments."""
    macro.__qualname__ = name
    return macro


class TemplateCode(CodeGenerator):
    """Generates the code of one template, for an environment that always escapes and is not asynchronous."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the imports of the template's code first."""
        self.writeline(f"from {__name__} import content, escaped, markup, named, shown, shown_plain")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write ``value.name`` as the entry of that name, where the value is a dictionary that has it."""
        value, name = self.temporary_identifier(), repr(node.attr)
        self.write(f"({value}[{name}] if type({value} := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {name} in {value} else environment.getattr({value}, {name}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a direct call of a template's function, with its arguments only."""
        unusual = node.dyn_args or node.dyn_kwargs or not all(word.key.isidentifier() for word in node.kwargs)
        if forward_caller or unusual or any(iskeyword(word.key) for word in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Define a macro as a function, unless it takes what only Jinja can hand it, such as ``caller``."""
        names = [argument.name for argument in macro_ref.node.args]
        unusual = macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs
        if unusual or OWN_NAMES.intersection(names) or any(map(iskeyword, names)):
            super().macro_def(macro_ref, frame)
            return
        parameters = ", ".join(f"{name}=missing" for name in names)
        # Each macro's code has the same name, so it is bound here.
        function = f"(lambda macro: lambda {parameters}: markup(macro({', '.join(names)})))(macro)"
        self.write(f"named({getattr(macro_ref.node, 'name', '')!r}, {function})")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write the output of text and values, escaped."""
        if frame.require_output_check or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Output(node, frame)
            return
        pieces: list[str | nodes.Expr] = []
        for child in node.nodes:
            piece = _constant(child, frame)
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        if frame.buffer is None:
            for piece in pieces:
                self.writeline("yield ", piece if isinstance(piece, nodes.Node) else None)
                self._write_part(piece, frame)
            return
        self.writeline(f"{frame.buffer}.extend((")
        self.indent()
        for piece in pieces:
            self.newline(piece if isinstance(piece, nodes.Node) else None)
            self._write_part(piece, frame)
            self.write(",")
        self.outdent()
        self.writeline("))")

    def _write_part(self, piece: str | nodes.Expr, frame: Frame) -> None:
        if isinstance(piece, str):
            self.write(repr(piece))
            return
        texts, shown_by = "content", "shown"
        if isinstance(piece, nodes.Filter) and piece.name == PLAIN and piece.node is not None:
            piece, texts, shown_by = piece.node, "escaped", "shown_plain"
        value = self.temporary_identifier()
        self.write(f"({texts}[{value}] if type({value} := ")
        self.visit(piece, frame)
        self.write(f") is str else {value} if type({value}) is Markup else {shown_by}({value}))")


def _constant(node: nodes.Expr, frame: Frame) -> str | nodes.Expr:
    """Return the escaped text of a node whose value is known while compiling; else the node."""
    try:
        return str(escape(node.as_const(frame.eval_ctx)))
    except Exception:  # noqa: BLE001 - whatever goes wrong is told, with its line, when the page is made
        return node
