"""Values inside of plain data, which is what a YAML file holds: groups, lists and texts."""

from itertools import pairwise
from typing import Any

from generator.catalogue.model import KeyPath


def value_at(data: Any, path: KeyPath) -> Any:
    """Return what stands at a path; None if nothing does. Raises ``TypeError`` where it leads into a text."""
    for key in path:
        data = _entry(data, key)
    return data


def set_value(data: Any, path: KeyPath, value: Any) -> None:
    """Set a value at a path; missing groups and lists are made, an index that equals the length appends.

    Raises ``IndexError`` for an index beyond that, ``TypeError`` where the path leads into a text.
    """
    for key, following in pairwise(path):
        inner = _entry(data, key)
        if inner is None:
            inner = [] if isinstance(following, int) else {}
            _put(data, key, inner)
        data = inner
    _put(data, path[-1], value)


def _entry(holder: Any, key: str | int) -> Any:
    if isinstance(holder, list) and isinstance(key, int):
        return holder[key] if 0 <= key < len(holder) else None
    if isinstance(holder, dict) and isinstance(key, str):
        return holder.get(key)
    if holder is None:
        return None
    raise TypeError(key)


def _put(holder: Any, key: str | int, value: Any) -> None:
    if isinstance(holder, list) and isinstance(key, int) and 0 <= key <= len(holder):
        holder[key : key + 1] = [value]
    elif isinstance(holder, dict) and isinstance(key, str):
        holder[key] = value
    elif isinstance(holder, list) and isinstance(key, int):
        raise IndexError(key)
    else:
        raise TypeError(key)
