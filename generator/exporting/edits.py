"""What a workbook changes, as the new texts of record files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.lots import product_of
from generator.catalogue.model import RECORDS, KeyPath
from generator.exporting.proposals import RecordChange
from generator.records.edit import RecordEditor
from generator.records.qualified import without_folder
from generator.records.shape import is_text_at
from generator.records.write import schema_comment, yaml_of


class Edit(NamedTuple):
    """A value to set in a record, or to remove where it is None."""

    path: KeyPath
    value: Any


def edits_of(kind: str, before: Any, after: Any, path: KeyPath = ()) -> Iterator[Edit]:
    """Yield the edits that turn plain data of a record into others.

    Only what differs is touched: a file may hold what the data leave out because it is the usual value.
    """
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before.keys() - after.keys():
            yield Edit((*path, key), None)
        for key, value in after.items():
            yield from edits_of(kind, before.get(key), value, (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and _has_groups(kind, before, path):
        for index, value in enumerate(after):
            yield from edits_of(kind, before[index] if index < len(before) else None, value, (*path, index))
    else:
        yield Edit(path, after)


def _has_groups(kind: str, entries: Sequence[Any], path: KeyPath) -> bool:
    """Whether a list holds groups, which are never taken out of it; not texts or single values."""
    return isinstance(entries[0], dict) and not is_text_at(RECORDS[kind], (*path, 0))


def new_texts(root: Path, changes: Sequence[RecordChange]) -> dict[str, str]:
    """Return the texts of the files that change, by path.

    Raises ``UnreadableFileError`` and ``UneditableFileError`` as :class:`RecordEditor` does.
    """
    by_file: dict[str, list[RecordChange]] = {}
    for change in changes:
        by_file.setdefault(change.file, []).append(change)
    return {file: _new_text(root / file, file, in_file) for file, in_file in by_file.items()}


def _new_text(path: Path, file: str, changes: Sequence[RecordChange]) -> str:
    kind = changes[0].kind
    head = schema_comment(kind, file)
    is_list = RECORDS[kind].id_in_file
    if not is_list and changes[0].is_new:
        return yaml_of(_written(changes[0], changes[0].after), [head])
    editor = RecordEditor(path.read_bytes().decode() if path.exists() else f"# {head}\n", file)
    for change in changes:
        before, after = _written(change, change.before), _written(change, change.after)
        root: KeyPath = (_index(editor, bare_id(change.identity)),) if is_list else ()
        if change.is_new:
            editor.set(root, {"id": bare_id(change.identity), **after})
            continue
        for edit in edits_of(kind, before, after):
            if edit.value is None:
                editor.remove((*root, *edit.path))
            else:
                editor.set((*root, *edit.path), edit.value)
    return editor.text()


def _written(change: RecordChange, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a record as a file has them, without its id."""
    plain = without_folder(change.kind, data, folder_of(product_of(change.identity)))
    return {key: value for key, value in plain.items() if key != "id"}


def _index(editor: RecordEditor, identity: str) -> int:
    """Return where an entry stands in a file that is a list; behind the last one for a new one."""
    entries: Any = editor.get(()) or []
    ids = [entry.get("id") for entry in entries]
    return ids.index(identity) if identity in ids else len(ids)
