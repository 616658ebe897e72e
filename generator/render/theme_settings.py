"""Reading of a theme's ``theme.yaml``."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from generator.diagnostics.problem import SourceLocation, problem
from generator.render.fault import ThemeError, decode

KEYS = {"name", "extends", "pictures", "widths", "quality"}
"""What ``theme.yaml`` may say."""
MOST_WIDTHS = 12
WIDEST = 4096
"""Pixels; a photo is made in so many widths, each at most so wide."""


def read_settings(path: Path, file: str) -> dict[str, Any]:
    """Return the checked settings of a theme; ``file`` is the path that problems show.

    Raises ``ThemeError`` with the line that cannot be used.
    """
    text = decode(path.read_bytes(), file)
    try:
        # A few lines of anchors can stand for more data than fit into any memory.
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise _unusable(file, line, f"*{event.anchor}")
        data = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _unusable(file, mark.line + 1 if mark else 1, type(error).__name__) from error
    if not isinstance(data, dict):
        raise _unusable(file, 1, "theme.yaml")
    if key := _wrong(data):
        raise _unusable(file, _line_of(text, key), key)
    for key in sorted({str(key) for key in (*data, *(data.get("pictures") or {}))} - KEYS):
        near = ", ".join(get_close_matches(key, KEYS, 3, 0.4)) or ", ".join(sorted(KEYS))
        location = SourceLocation(file, _line_of(text, key), 1)
        raise ThemeError(problem("KEY-UNKNOWN", location, key=key, near_vi=near, near_en=near))
    return data


def _unusable(file: str, line: int, reason: str) -> ThemeError:
    return ThemeError(problem("THEME-UNREADABLE", SourceLocation(file, line, 1), reason=reason))


def _line_of(text: str, key: str) -> int:
    """Return the first line with ``key``, from 1; 1 where the key is written in another way."""
    match = re.search(rf"(?:^|[\s{{,]){re.escape(key)}[\"']?\s*:", text)
    return text.count("\n", 0, match.end()) + 1 if match else 1


def _wrong(data: Mapping[Any, Any]) -> str:
    """Return the first key whose value has a wrong type or is out of range; empty if there is none."""
    if not isinstance(data.get("extends") or "", str):
        return "extends"
    if not isinstance(data.get("name") or "", str):
        return "name"
    pictures = data.get("pictures") or {}
    if not isinstance(pictures, dict):
        return "pictures"
    widths, quality = pictures.get("widths", [1]), pictures.get("quality", 1)
    if not isinstance(widths, list) or not 0 < len(widths) <= MOST_WIDTHS:
        return "widths"
    if not all(type(width) is int and 0 < width <= WIDEST for width in widths):
        return "widths"
    return "" if type(quality) is int and 0 < quality <= 100 else "quality"
