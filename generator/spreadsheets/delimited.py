"""CSV files and other tables in plain text: their encoding, their separator, their cells, which are text."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

from generator.catalogue.letters import is_syllable
from generator.spreadsheets.draft import SheetDraft
from generator.spreadsheets.legacy_text import to_unicode
from generator.spreadsheets.refusals import Extent, refusal
from generator.spreadsheets.workbook import Cell
from generator.text import nfc

SUFFIXES = (".csv", ".txt", ".tsv", ".tab")
_SEPARATORS = (";", ",", "\t", "|")
_SAMPLE = 100
"""Lines by which the separator is told."""
_MOST_SEPARATORS = 20_000
"""In a line: more than a sheet of Excel has columns."""
_RIGHT = 0.7
"""How many of the words with marks must be Vietnamese syllables for an encoding to be believed."""
_WORD = re.compile(r"[^\W\d_]+")


def draft_of_text(path: Path, data: bytes) -> SheetDraft:
    """Return the only sheet of a table of plain text. Raises :class:`SpreadsheetError`."""
    text = _decoded(path, data.rstrip(b"\x1a"))
    first_line, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first_line, re.IGNORECASE):
        separator, text = first_line[4], rest
    else:
        separator = _separator(text)
    draft = SheetDraft(path.stem, Extent(path))
    if any(line.count(separator) > _MOST_SEPARATORS for line in text.splitlines()):
        draft.extent.note(0, _MOST_SEPARATORS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row, fields in enumerate(reader):
            for column, written in enumerate(fields):
                if written:
                    draft.put(row, column, Cell(written))
    except csv.Error:
        raise refusal("SHEET-QUOTES", path, reader.line_num) from None
    return draft


def _decoded(path: Path, data: bytes) -> str:
    """Return the text of a file: in the encoding that it states, UTF-8, or one in which it is Vietnamese.

    Text in letters of old fonts is returned in these letters: what they mean is asked, not assumed.
    """
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        latin = data.decode("cp1252", "replace")
    readings = {
        nfc(data.decode("cp1258", "replace")): nfc(data.decode("cp1258", "replace")),
        to_unicode(latin, "tcvn3"): latin,
        to_unicode(latin, "vni"): latin,
    }
    right, text = max((_right_words(reading), text) for reading, text in readings.items())
    if not right:
        raise refusal("SHEET-ENCODING", path)
    return text


def _right_words(text: str) -> int:
    """Return how many words with marks are Vietnamese syllables; 0 where too many are none."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    right = sum(map(is_syllable, words))
    return right if right >= _RIGHT * len(words) else 0


def _separator(text: str) -> str:
    """Return the separator that parts most lines into the same number of cells, at least two."""
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]

    def agreement(separator: str) -> tuple[int, int]:
        counts = Counter(len(fields) for fields in csv.reader(lines, delimiter=separator) if len(fields) > 1)
        return max(((times, fields) for fields, times in counts.items()), default=(0, 0))

    return max(_SEPARATORS, key=agreement)
