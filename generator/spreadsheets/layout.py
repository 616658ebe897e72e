"""What a file tells of a sheet beside its values: fonts, formats, errors, merged and hidden parts."""

from dataclasses import dataclass, field

from generator.spreadsheets.workbook import Area

Place = tuple[int, int]
"""Row and column from 0."""
Style = tuple[str, str]
"""Name of the font, number format."""


@dataclass
class Layout:
    """A sheet without its values. Only cells with content have a place in ``styles``."""

    name: str
    hidden: bool = False
    styles: dict[Place, Style] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    without_result: list[Place] = field(default_factory=list)
    """Cells with a formula whose result is not stored."""
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
