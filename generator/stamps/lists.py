"""Lists of stamps for presses that print variable data: CSV with a row for each stamp.

Whoever opens such a list in a spreadsheet and saves it again must not spoil it. GTIN and lot stand as GS1
prints them for people, with their identifier in brackets ((01)08938507968016, (10)2605-1), and a serial in
its groups of four: all are texts to every program. Days and digits stand behind their label.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.issuing.serials import grouped
from generator.messages import both, message
from generator.render.documents import cell
from generator.stamps.paper import Sheet
from generator.stamps.values import TEXTS, StampValues, numbered_payload

_CONVERTED = re.compile(
    r"'.*|[\d\s.,:/%()-]*|\d+e\d+|true|false|\d.*\b(?:19|20)\d\d", re.IGNORECASE | re.DOTALL
)
"""What spreadsheet programs take for a number, a day, a time or a truth value; some drop an apostrophe."""
_ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class WrittenList:
    """A list that was written."""

    path: Path
    rows: int
    sha256: str


@dataclass(frozen=True)
class ListedStamps:
    """Which stamps a list has, beside what they all say."""

    gtin: str
    """14 digits; empty where the product has none."""
    lot: str
    first: int
    """Number of the first stamp."""
    count: int
    hidden: bool = False
    """Whether the symbol is the lot's plain address, since the serial lies below a panel."""
    shown: frozenset[str] = frozenset(TEXTS)
    """Which texts the stamps show. A text that is on no stamp would fill megabytes; the name of the product
    is in every list."""


def write_list(
    file: Path,
    values: StampValues,
    sheet: Sheet,
    stamps: ListedStamps,
    serials: Iterable[str],
    *,
    progress: Callable[[int], None] = lambda _rows: None,
) -> WrittenList:
    """Write the list of numbered stamps, with the place of each on its sheet.

    ``progress`` is told how many rows are written. Raises ``ValueError`` for too few serials.
    """
    digest = sha256()
    rows = 0
    with file.open("wb") as stream:
        for lines in _in_batches(_lines(values, sheet, stamps, serials)):
            content = "".join(lines).encode()
            digest.update(content)
            stream.write(content)
            rows += len(lines)
            progress(max(0, rows - 1))
    if rows - 1 != stamps.count:
        raise ValueError(f"{stamps.count} serials promised, {rows - 1} given")
    return WrittenList(file, stamps.count, digest.hexdigest())


def _lines(values: StampValues, sheet: Sheet, stamps: ListedStamps, serials: Iterable[str]) -> Iterator[str]:
    """Yield the line of headings, behind the byte order mark, and one for each stamp."""
    texts = dict(_text_columns(values, stamps.shown))
    heads = ("seq", "number", "uri", "gtin14", "lot", "serial", *texts, "sheet", "row", "column")
    yield "\ufeff" + ",".join(heads) + "\r\n"
    of_lot = ",".join(
        f"{start}{code}" if code else "" for start, code in (("(01)", stamps.gtin), ("(10)", stamps.lot))
    )
    fixed = "".join(f",{_quoted(text)}" for text in texts.values())
    remaining = iter(serials)
    stamp = 0
    for page, places in enumerate(sheet.pages(stamps.count), start=1):
        for place, serial in zip(places, remaining, strict=False):
            row, column = divmod(place, sheet.columns)
            uri = values.payload if stamps.hidden else numbered_payload(values.payload, serial)
            stamp += 1
            yield (
                f"{stamp},{stamps.first + stamp - 1},{uri},{of_lot},{grouped(serial)}{fixed}"
                f",{page},{row + 1},{column + 1}\r\n"
            )


def _text_columns(values: StampValues, shown: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield heading and cell of each text; what is the same in all languages has one column."""
    if values.sample:
        yield "sample", " · ".join(both("stamps.sample").values())
    for name, by_language in values.texts.items():
        if name in ("lot", "address") or name not in {"product", *shown}:
            continue
        is_same = len(set(by_language.values())) == 1
        for language, words in list(by_language.items())[: 1 if is_same else None]:
            heading = name if is_same else f"{name}_{language}"
            yield heading, text_cell(message(f"words.stamp-{name}", language), words)


def text_cell(label: str, text: str) -> str:
    """Return a text that every spreadsheet program leaves as it is, with its label before it if need be."""
    is_safe = cell(text) == text == text.strip() and not _CONVERTED.fullmatch(text)
    return text if is_safe else f"{label}: {text}"


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return f'"{plain.replace(chr(34), chr(34) * 2)}"' if re.search('[",]', plain) else plain


def _in_batches(lines: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
