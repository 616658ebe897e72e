"""Where the tables of a sheet are: titles, headings of one to three rows, bands, rows, footers.

Only the shape is told here, and what a row is; what its cells mean is for ``understand``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from generator.importing.columns import field_of_heading, is_heading
from generator.spreadsheets.workbook import Sheet
from generator.text import fold

_HIGHEST_HEADING = 3
_MOST_SIGNING = 3
_NUMBER_CELL = re.compile(r"\(?\[?(\d{1,2}|[A-Za-zĐđ])\]?\)?(?:\s*=.*)?")
_TOTAL = re.compile(
    r"(?:tong cong|tong so|tong|cong|total|grand total|sum)(?: (?:so |san pham|chu the|\d|i\b|ii\b).*)?"
)
_SIGNATURE = re.compile(
    r"(?:tm|kt|tl|tuq|q) ?(?:uy ban|ubnd|chu tich|giam doc|truong|chanh|hoi dong)"
    r"|(?:nguoi lap|nguoi tong hop|noi nhan|thu truong|xac nhan cua|chu tich|pho chu tich|truong phong"
    r"|pho truong phong|chanh van phong|lanh dao|ke toan|can bo lap|ky ten|da ky|prepared by|approved by)\b.*"
    r"|.{0,60}\bngay\b.{1,14}\bthang\b.{1,12}\bnam\b.{0,12}"
)
_FOOTNOTE = re.compile(r"(?:ghi chu|chu thich|luu y|nguon|note|notes|source)(?: .*)?")
_ENUMERATOR = re.compile(
    r"^\s*(?:([IVXLC]{1,6})|([A-HĐ])|(\d{1,2}(?:\.\d{1,2})*))\s*[.)/:–-]\s*(?=\S)|^\s*([IVX]{1,5})\s+(?=\S)"
)
_ENUMERATOR_ALONE = re.compile(r"\s*(?:([IVXLC]{1,6})|([A-HĐ]))\s*[.)/]?\s*")
_MEANS_NAME = ("product.name", "producer.name")


class RowKind(Enum):
    """What a row of a sheet is."""

    REPEATED = auto()
    NUMBERS = auto()
    BAND = auto()
    DATA = auto()
    TOTAL = auto()
    FOOTNOTE = auto()
    SIGNATURE = auto()
    UNCLEAR = auto()
    """A text in the place of a name and nothing else, which may be a band or a product."""


@dataclass(frozen=True)
class Grid:
    """A sheet's texts by row and column, and for cells inside of merged areas their first cell."""

    texts: Sequence[Mapping[int, str]]
    """For each row the cells that hold something, by column."""
    origin: Mapping[tuple[int, int], tuple[int, int]]
    """The first cell of the merged area in which a cell lies, for every cell but the first itself."""
    widths: Mapping[tuple[int, int], tuple[int, int]]
    """How many rows and columns a merged area has, by its first cell."""

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, or of the merged area around it; "" where there is none."""
        row, column = self.origin.get((row, column), (row, column))
        return self.texts[row].get(column, "") if row < len(self.texts) else ""


def grid_of(sheet: Sheet, texts: Sequence[Mapping[int, str]]) -> Grid:
    """Return a sheet's grid; areas are cut where the sheet ends, so that a wild one costs nothing."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    left = 4 * height * width  # areas that lie over one another must not cost more than the sheet
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    widths: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged:
        first = (area.first_row, area.first_column)
        last_row, last_column = min(area.last_row, height - 1), min(area.last_column, width - 1)
        if first in origin or not (0 <= first[0] <= last_row and 0 <= first[1] <= last_column):
            continue
        widths[first] = (last_row - first[0] + 1, last_column - first[1] + 1)
        left -= widths[first][0] * widths[first][1]
        if left < 0:
            break
        for row in range(first[0], last_row + 1):
            for column in range(first[1], last_column + 1):
                if (row, column) != first:
                    origin.setdefault((row, column), first)
    return Grid(texts, origin, widths)


@dataclass(frozen=True)
class HeadingColumn:
    """One column under a heading."""

    column: int
    parts: tuple[str, ...]
    """The heading's texts from above, each once."""
    cells: tuple[tuple[int, int], ...]
    field: str


@dataclass
class Block:
    """One table: its heading, and its rows with what each is."""

    heading_row: int
    heading_height: int
    columns: Sequence[HeadingColumn]
    titles: Sequence[int] = ()
    """Rows of text above it, below the table before it."""
    rows: list[tuple[int, RowKind]] = field(default_factory=list)

    def column_of(self, wanted: str) -> int | None:
        """Return the first column that was taken for a field."""
        return next((column.column for column in self.columns if column.field == wanted), None)


def blocks(grid: Grid, hidden: frozenset[int] = frozenset()) -> list[Block]:
    """Return the tables of a sheet from above; empty where it has none."""
    result: list[Block] = []
    titles: list[int] = []
    row = 0
    while row < len(grid.texts):
        if not grid.texts[row] or row in hidden:
            row += 1
            continue
        columns, height = _heading(grid, row, result[-1] if result else None)
        if columns:
            last = result[-1] if result else None
            if last and _same_columns(last, columns):
                last.rows += [(row + offset, RowKind.REPEATED) for offset in range(height)]
            else:
                above = _taken_lines(last) if last else titles
                result.append(Block(row, height, columns, above))
            row += height
            continue
        if result:
            result[-1].rows.append((row, _row_kind(grid, row, result[-1])))
        else:
            titles.append(row)
        row += 1
    for block in result:
        _end_with_signatures(grid, block)
    return result


def _taken_lines(block: Block) -> list[int]:
    """Take from the end of a table the lines that are the titles of the next one, and return them."""
    count = 0
    for _, kind in reversed(block.rows):
        if kind not in (RowKind.BAND, RowKind.UNCLEAR):
            break
        count += 1
    lines = [row for row, _ in block.rows[len(block.rows) - count :]]
    del block.rows[len(block.rows) - count :]
    return lines


def _same_columns(block: Block, columns: Sequence[HeadingColumn]) -> bool:
    def key(heading: Sequence[HeadingColumn]) -> list[tuple[int, str]]:
        return [(column.column, fold(" ".join(column.parts))) for column in heading]

    return key(block.columns) == key(columns)


def _heading(grid: Grid, row: int, current: Block | None) -> tuple[list[HeadingColumn], int]:
    """Return the columns of a heading that begins at a row, and its height; none for another row."""
    texts = grid.texts[row]
    # A line with a single text is a title, even where it reads like the heading of all columns.
    if len(texts) < 2 or not any(map(is_heading, texts.values())):
        return [], 0
    best: tuple[int, list[HeadingColumn], int] = (0, [], 0)
    for height in range(1, min(_HIGHEST_HEADING, len(grid.texts) - row) + 1):
        if height > 1 and not _goes_on(grid, row, height):
            break
        columns = _columns(grid, row, height)
        known = len({column.field for column in columns if column.field})
        if known >= best[0] and known:
            best = (known, columns, height)
    known, columns, height = best
    fields = {column.field for column in columns}
    named = fields.intersection(_MEANS_NAME)
    if known < 2 or not named or known * 3 < len(columns):
        return [], 0
    if current and _looks_like_data(grid, row, current):
        return [], 0
    return columns, height


def _looks_like_data(grid: Grid, row: int, current: Block) -> bool:
    """Whether a row of headings' words is one of a table: it has a number in the column of numbers."""
    number = current.column_of("row.number")
    return number is not None and grid.texts[row].get(number, "").strip(" .").isdigit()


def _goes_on(grid: Grid, row: int, height: int) -> bool:
    """Whether the last of ``height`` rows still belongs to the heading."""
    last = row + height - 1
    texts = grid.texts[last]
    spans = any(
        grid.widths.get((row + above, column), (1, 1))[0] > height - 1 - above
        for above in range(height - 1)
        for column in grid.texts[row + above]
    )
    if not texts:
        return False
    below = [column for column in texts if _parents(grid, row, last, column)]
    fitting = [
        column for column in below if field_of_heading((*_parents(grid, row, last, column), texts[column]))
    ]
    if spans:
        return len(fitting) * 2 >= len(texts) and bool(fitting)
    return len(below) == len(texts) and len(fitting) == len(texts) >= 2


def _parents(grid: Grid, first: int, row: int, column: int) -> tuple[str, ...]:
    """Return the heading's texts above a cell; one that spreads to the right without a merge counts too."""
    parents: list[str] = []
    for above in range(first, row):
        text = grid.text(above, column)
        if not text and (above, column) not in grid.origin:
            left = max((other for other in grid.texts[above] if other < column), default=None)
            if left is not None and grid.widths.get((above, left), (1, 1))[1] == 1:
                text = grid.texts[above][left]
        if text and text not in parents:
            parents.append(text)
    return tuple(parents)


def _columns(grid: Grid, row: int, height: int) -> list[HeadingColumn]:
    last = row + height - 1
    used = {
        column
        for offset in range(height)
        for first in grid.texts[row + offset]
        for column in range(first, first + grid.widths.get((row + offset, first), (1, 1))[1])
    }
    result = []
    for column in sorted(used):
        own = grid.text(last, column)
        parents = _parents(grid, row, last, column) if own else ()
        if not own:
            stack = [grid.text(row + offset, column) for offset in range(height)]
            parts = tuple(dict.fromkeys(filter(None, stack)))
        else:
            parts = (*parents, own) if own not in parents else parents
        if not parts:
            continue
        cells = tuple(
            dict.fromkeys((at, column) for at in range(row, row + height) if column in grid.texts[at])
        )
        result.append(HeadingColumn(column, parts, cells, field_of_heading(parts)))
    return result


def _row_kind(grid: Grid, row: int, block: Block) -> RowKind:
    """Return what a row below a heading is, judged by itself."""
    texts = grid.texts[row]
    filled = sorted(texts)
    number_column = block.column_of("row.number")
    is_numbered = number_column is not None and texts.get(number_column, "").strip(" .").isdigit()
    if _is_number_row(texts, block, row):
        return RowKind.NUMBERS
    has_name = any(column.field in _MEANS_NAME and texts.get(column.column) for column in block.columns)
    if not is_numbered and (kind := _line_kind(texts, has_name)):
        return kind
    if len(filled) == 1 or (len(filled) == 2 and _ENUMERATOR_ALONE.fullmatch(texts[filled[0]])):
        return _lone_text(grid, row, block)
    first, *others = filled
    if _ENUMERATOR_ALONE.fullmatch(texts[first]):
        first, *others = others
    if is_numbered or not all(_is_count(texts[column]) for column in others):
        return RowKind.DATA
    # A text with nothing but numbers beside it: a band with the sums of its rows.
    if len(others) < len(filled) - 1 or not has_name:
        return RowKind.BAND
    return RowKind.UNCLEAR if number_column is not None else RowKind.DATA


def _line_kind(texts: Mapping[int, str], has_name: bool) -> RowKind | None:
    """Return what kind of line without a product a row is, told by its words; None for any other row."""
    keys = [fold(text) for _, text in sorted(texts.items())]
    first = texts[min(texts)]
    sums = len(keys) > 1 and all(map(_is_count, keys[1:]))
    if any(map(_TOTAL.fullmatch, keys[:2])) or (sums and keys[0].startswith("tong ")):
        return RowKind.TOTAL
    if len(keys) <= _MOST_SIGNING and any(map(_SIGNATURE.fullmatch, keys[:1] if has_name else keys)):
        return RowKind.SIGNATURE
    if len(keys) == 1 and (_FOOTNOTE.fullmatch(keys[0]) or first.startswith(("*", "(*"))):
        return RowKind.FOOTNOTE
    return None


def _lone_text(grid: Grid, row: int, block: Block) -> RowKind:
    """Return what a row with a single text is."""
    fields = {column.column: column.field for column in block.columns}
    filled = sorted(grid.texts[row])
    column = filled[-1]
    merged_across = grid.widths.get((row, column), (1, 1))[1] > 1
    if merged_across or len(filled) == 2 or fields.get(column) == "row.number":
        return RowKind.BAND
    if fields.get(column) in _MEANS_NAME:
        inherits = any((row, other) in grid.origin for other in fields)
        if inherits or len(fields) == 1:
            return RowKind.DATA
        return RowKind.BAND if _ENUMERATOR.match(grid.texts[row][column]) else RowKind.UNCLEAR
    return RowKind.BAND if column == min(fields) else RowKind.DATA


def _is_count(text: str) -> bool:
    """Whether a text beside a band only says how many products it has."""
    return bool(re.fullmatch(r"\d{1,4}(?: (?:san pham|sp|products?))?", fold(text)))


def _is_number_row(texts: Mapping[int, str], block: Block, row: int) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3) or A, B, 1, 2."""
    if len(texts) < 3 or row > block.heading_row + block.heading_height + 1:
        return False
    labels = [match[1] for text in texts.values() if (match := _NUMBER_CELL.fullmatch(text.strip()))]
    numbers = [int(label) for label in labels if label.isdigit()]
    return len(labels) == len(texts) and all(number < following for number, following in pairwise(numbers))


def _end_with_signatures(grid: Grid, block: Block) -> None:
    """Take everything between the first signature and the next row of data for part of the signatures."""
    signing = False
    number = block.column_of("row.number")
    for index, (row, kind) in enumerate(block.rows):
        if kind is RowKind.SIGNATURE:
            signing = True
        elif signing and kind in (RowKind.DATA, RowKind.BAND, RowKind.UNCLEAR):
            own_number = grid.texts[row].get(number, "") if number is not None else ""
            names = [c.column for c in block.columns if c.field in _MEANS_NAME]
            continues = (
                own_number.strip(" .").isdigit() or (number is None and len(grid.texts[row]) > 3)
            ) and any(grid.texts[row].get(column) for column in names)
            if continues:
                signing = False
            else:
                block.rows[index] = (row, RowKind.SIGNATURE)
        elif kind is RowKind.REPEATED:
            signing = False


def enumerated(text: str) -> tuple[str, str]:
    """Return the style of the number before a band (``I``, ``A``, ``1``, ``1.1``, ""), and the other text."""
    match = _ENUMERATOR.match(text)
    if not match:
        return "", text.strip()
    roman, letter, digits, spaced = match.groups()
    style = "I" if roman or spaced else "A" if letter else ".".join("1" for _ in digits.split("."))
    return style, text[match.end() :].strip()


def enumerator_style(text: str) -> str:
    """Return the style of a number that stands alone in the column of numbers: ``I``, ``A`` or ""."""
    match = _ENUMERATOR_ALONE.fullmatch(text)
    return "" if not match else "I" if match[1] else "A"
