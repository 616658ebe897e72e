"""Entries are added to products/ledger.yaml as text: what was written there stays as it was."""

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from generator.catalogue.model import Issue, Ledger
from generator.lock import locked
from generator.messages import message
from generator.records.path_patterns import FILES, file_in
from generator.records.yaml_nodes import read_yaml

HEAD = (
    "# yaml-language-server: $schema=../docs/schema/ledger.json\n"
    f"# {message('forms.ledger-head', 'vi')} · {message('forms.ledger-head', 'en')}\n"
)
_UNREADY, _TEMPORARY = ".ledger-", ".tmp"
"""How the name of a ledger begins and ends that is not in its place yet."""
_NOTHING = re.compile(r"^(issued:)(?:[ \t]*(?:\[[ \t]*\]|~|null))?(?=[ \t]*(?:#.*)?\r?$)", re.MULTILINE)


class LedgerError(Exception):
    """The ledger does not have the shape to which an entry can be added."""


def add_issue(root: Path, issue: Issue, folder: str = "", waiting: Callable[[], None] = lambda: None) -> str:
    """Write one more entry at the end of the ledger of a province and return the file's path.

    ``folder`` is that of the province, empty for the project's own; ``issue`` is as its officers write it.
    Two that are added at once both stand: the second one waits, and ``waiting`` is called if that is long.

    The new text is read back before it takes the old one's place, in one step, so that the file is
    never half written. Raises :class:`LedgerError` if the entries are not a plain list at the end of
    the file, ``OSError`` if it cannot be written.
    """
    path = file_in(folder, "ledger")
    home = (root / path).parent
    with locked(home, home.mkdir if not home.exists() else lambda: None, waiting):
        for left in home.glob(f"{_UNREADY}*{_TEMPORARY}"):
            left.unlink()  # of a run that was killed
        return _add(root, path, issue)


def _add(root: Path, path: str, issue: Issue) -> str:
    target = root / path
    old = target.read_bytes().decode("utf-8-sig") if target.exists() else HEAD
    new = added(old, issue)
    descriptor, name = mkstemp(prefix=_UNREADY, suffix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            Path(name).chmod(target.stat().st_mode & 0o777)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return path


def added(text: str, issue: Issue) -> str:
    """The ledger's text with one more entry; the rest stays byte for byte. See :func:`add_issue`."""
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
    fields = {
        "address": issue.address,
        "product": issue.product,
        "base_url": issue.base_url or "",
        "issued_on": issue.issued_on.isoformat(),
        "copies": str(issue.copies) if issue.copies else "",
        "use": json.dumps(issue.use, ensure_ascii=False),
        "sample": "true" if issue.sample else "",
    }
    rows = [f"{name}: {value}" for name, value in fields.items() if value]
    new = text + f"{indent}- " + f"{end}{indent}  ".join(rows) + end
    expected = [*(before or ()), issue]
    if _entries(new) != expected:
        raise LedgerError
    return new


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
