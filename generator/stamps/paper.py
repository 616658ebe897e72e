"""Sheets of stamps: where on a page each stamp lies, and what a printer needs around them.

Measures are mm from the upper left corner of the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from generator.diagnostics.problem import RefusedError

Size = tuple[float, float]
"""Width and height in mm."""
A4: Final[Size] = (210.0, 297.0)
SRA3: Final[Size] = (320.0, 450.0)
SHEETS: Final = ("a4", "sra3", "one-up")
"""Sheets whose rows and columns follow from the stamp; the fourth kind is :func:`label_sheet`."""
EDGE = 10.0
"""White at the edges of a sheet: what printers cannot print on, and room for marks."""
MARK_OFFSET, MARK = 3.0, 5.0
"""Distance of crop marks from the trimmed edge, and their length."""
ONE_UP_BLEED, SRA3_BLEED = 3.0, 2.0
BETWEEN_ROUND = 2.0
"""White between round stamps that are cut out by hand."""
_CLOSE = 1e-6


@dataclass(frozen=True)
class Sheet:
    """A page and the grid of stamps on it."""

    size: Size
    columns: int
    rows: int
    corner: Size
    """The upper left corner of the first stamp's trim."""
    pitch: Size
    """From the left and upper edge of one stamp to those of the next."""
    stamp: Size
    bleed: float = 0
    marks: bool = False
    """Whether crop marks stand around the grid."""
    spots: bool = False
    """Whether die lines and scratch panels are drawn, in spot colours of their own: for print shops."""
    skip: int = 0
    """Places of the first sheet that are used up already."""
    one_up: bool = False
    """Whether identical stamps are drawn once only, since the press repeats them itself."""

    @property
    def places(self) -> int:
        """How many stamps a page has room for."""
        return self.columns * self.rows

    def pages(self, count: int) -> Iterator[range]:
        """Yield for each page the places that are taken, counted from 0 by rows."""
        start = self.skip
        while count > 0:
            taken = min(self.places - start, count)
            yield range(start, start + taken)
            count -= taken
            start = 0

    def place(self, number: int) -> Size:
        """Return the upper left corner of the trim of the stamp at a place."""
        row, column = divmod(number, self.columns)
        return self.corner[0] + column * self.pitch[0], self.corner[1] + row * self.pitch[1]

    @property
    def trim(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what is cut out of the page; the whole page without crop marks."""
        if not self.marks:
            return 0, 0, *self.size
        right, bottom = self.place(self.places - 1)
        return *self.corner, right + self.stamp[0], bottom + self.stamp[1]

    def with_skip(self, skip: int) -> "Sheet":
        """Return the sheet with places of the first page that stay free.

        Raises :class:`RefusedError` where none of that page would be left.
        """
        if not 0 <= skip < self.places:
            raise RefusedError("stamps-skip", {"skip": skip, "places": self.places})
        return replace(self, skip=skip)


def sheet_for(name: str, stamp: Size, *, is_round: bool = False) -> Sheet:
    """Return a sheet of :data:`SHEETS` with as many stamps of a size as it has room for.

    Raises :class:`RefusedError` where there is no room for one.
    """
    if name == "one-up":
        around = EDGE + ONE_UP_BLEED - MARK_OFFSET
        page = (stamp[0] + 2 * around, stamp[1] + 2 * around)
        return Sheet(page, 1, 1, (around, around), stamp, stamp, ONE_UP_BLEED, True, True, one_up=True)
    page, bleed = (A4, 0.0) if name == "a4" else (SRA3, SRA3_BLEED)
    gap = 2 * bleed or BETWEEN_ROUND * is_round
    columns, rows = (
        int((room - 2 * EDGE + gap) / (side + gap) + _CLOSE) for room, side in zip(page, stamp, strict=True)
    )
    if not columns * rows:
        raise RefusedError("stamps-sheet-small", {"sheet": name, "wide": stamp[0], "high": stamp[1]})
    pitch = stamp[0] + gap, stamp[1] + gap
    corner = (
        (page[0] - columns * pitch[0] + gap) / 2,
        (page[1] - rows * pitch[1] + gap) / 2,
    )
    return Sheet(page, columns, rows, corner, pitch, stamp, bleed, marks=True, spots=name == "sra3")


def label_sheet(
    stamp: Size, columns: int, rows: int, *, page: Size = A4, margin: Size, gap: Size = (0.0, 0.0)
) -> Sheet:
    """Return a sheet of labels that are cut already; ``margin`` is the white left of and above the first.

    Raises :class:`RefusedError` where the labels do not lie on the page.
    """
    pitch = stamp[0] + gap[0], stamp[1] + gap[1]
    right = margin[0] + columns * pitch[0] - gap[0]
    bottom = margin[1] + rows * pitch[1] - gap[1]
    least = min(columns, rows, *margin, *gap)
    if least < 0 or not columns * rows or right > page[0] + _CLOSE or bottom > page[1] + _CLOSE:
        taken = {"wide": round(right, 1), "high": round(bottom, 1)}
        raise RefusedError("stamps-labels-outside", {**taken, "page_wide": page[0], "page_high": page[1]})
    return Sheet(page, columns, rows, margin, pitch, stamp)
