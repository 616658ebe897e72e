"""What stands on a stamp, how it is to be printed, and what was written: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

TEXTS: Final = (
    *("product", "producer", "place", "lot", "made_on", "expires_on"),
    *("stars", "until", "address", "code", "publisher"),
)
"""What a design may show of :attr:`StampValues.texts`."""


@dataclass(frozen=True)
class StampValues:
    """What one stamp says; thousands of numbered ones differ in their serial only."""

    payload: str
    """The full address in the symbol, without serial."""
    texts: Mapping[str, Mapping[str, str]]
    """Name of :data:`TEXTS` → language → words, without a label ("MU-2605-01", not "Lot MU-2605-01"): the
    design adds labels. What is not known is left out; nothing is drawn for it."""
    stars: int
    """0 where no stars may be drawn, as for a rating that is not valid on the day of printing."""
    sample: bool
    """Whether "MẪU · SAMPLE" stands on the stamp."""


@dataclass(frozen=True)
class Look:
    """What the theme gives to drawing."""

    drawings: Mapping[str, str]
    """Name → SVG text."""
    tokens: str
    """The style sheet that holds the colours."""


@dataclass(frozen=True)
class Print:
    """How stamps are printed."""

    dpi: int
    """Dots per inch of the printer: the modules of symbols are whole dots of it."""
    use: str
    """A key of :data:`generator.stamps.sizes.USES`."""
    look: Look
    made_on: date
    """The day that the file carries as the day of its making."""
    title: str = "OCOP"


@dataclass(frozen=True)
class WrittenStamps:
    """A file of stamps that was written."""

    path: Path
    stamps: int
    """How many stand on its pages."""
    pages: int
    sha256: str
    module: float = field(compare=False)
    """The width of a module of its symbols in mm."""


def numbered_payload(payload: str, serial: str) -> str:
    """Return what the symbol of a numbered stamp says."""
    return f"{payload}?s={serial}"
