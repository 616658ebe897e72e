"""Entries are added to products/ledger.yaml as text: what was written there stays as it was."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from generator.catalogue.model import Issue, Ledger
from generator.lock import locked
from generator.messages import message
from generator.records.path_patterns import FILES, file_in
from generator.records.yaml_nodes import read_yaml

HEAD = (
    "# yaml-language-server: $schema=../docs/schema/ledger.json\n"
    f"# {message('forms.ledger-head', 'vi')} · {message('forms.ledger-head', 'en')}\n"
)
_NOTHING = re.compile(r"^(issued:)(?:[ \t]*(?:\[[ \t]*\]|~|null))?(?=[ \t]*(?:#.*)?\r?$)", re.MULTILINE)


class LedgerError(Exception):
    """The ledger does not have the shape to which an entry can be added."""


@contextmanager
def ledgers_locked(
    root: Path, folders: Iterable[str], waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the locks of the ledgers of some provinces, whose folders are given.

    Earlier versions of this program wrote the ledger under this lock alone. ``waiting`` is called once if
    another writer keeps this one waiting.
    """
    with ExitStack() as stack:
        for home in sorted({(root / file_in(folder, "ledger")).parent for folder in folders}):
            stack.enter_context(locked(home, partial(home.mkdir, parents=True, exist_ok=True), waiting))
        yield


def with_issues(content: bytes, issues: Sequence[Issue]) -> bytes:
    """Return the bytes of a ledger's file with more entries; empty ``content`` stands for no file yet.

    Raises :class:`LedgerError` like :func:`added`.
    """
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    try:
        text = content.removeprefix(mark).decode() if content else HEAD
    except UnicodeDecodeError:
        raise LedgerError from None
    return mark + added(text, issues).encode()


def added(text: str, issues: Sequence[Issue]) -> str:
    """Return the ledger's text with more entries at its end; the rest stays byte for byte.

    The new text is read back. Raises :class:`LedgerError` if the entries are not a plain list at the end of
    the file. ``issues`` are as their province's officers write them.
    """
    before = _entries(text)
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    if before is None:
        # An empty list gives way to the entries below it; a comment behind it stays.
        text, listed = _NOTHING.subn(r"\1", text)
        text += "" if listed else f"issued:{end}"
    dash = re.findall(r"^([ ]*)-[ ]", text, re.MULTILINE)
    indent = dash[-1] if dash else "  "
    new = text + "".join(_entry(issue, indent, end) for issue in issues)
    expected = [*(before or ()), *issues]
    if _entries(new) != expected:
        raise LedgerError
    return new


def _entry(issue: Issue, indent: str, end: str) -> str:
    """Return an entry as text; ``end`` is how lines end."""
    numbers = issue.numbers
    fields = {
        "address": issue.address,
        "product": issue.product,
        "base_url": issue.base_url or "",
        "issued_on": issue.issued_on.isoformat(),
        "copies": str(issue.copies) if issue.copies else "",
        "use": json.dumps(issue.use, ensure_ascii=False),
        "sample": "true" if issue.sample else "",
        "numbers": f"{{first: {numbers.first}, last: {numbers.last}}}" if numbers else "",
        "key": issue.key or "",
        # In quotes: 12345678 and 1234567e8 are numbers elsewhere.
        "order": json.dumps(issue.order) if issue.order else "",
    }
    rows = [f"{name}: {value}" for name, value in fields.items() if value]
    return f"{indent}- " + f"{end}{indent}  ".join(rows) + end


def _entries(text: str) -> list[Issue] | None:
    """The entries of a ledger's text; None where it holds none yet. Raises :class:`LedgerError` if faulty."""
    nodes = read_yaml(text.encode(), FILES["ledger"], locations=False)
    data = nodes.data
    if isinstance(data, dict) and not data.get("issued"):
        return None
    if not re.search(r"^[^#\s]", text, re.MULTILINE):
        return None
    if nodes.problems or not isinstance(data, dict):
        raise LedgerError
    try:
        return list(Ledger.model_validate({**data, "id": "ledger"}).issued)
    except ValueError:
        raise LedgerError from None
