"""The copy on paper of the key of numbered stamps: one A4 page for the safe."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.messages import LANGUAGES, message
from generator.print.canvas import PdfCanvas
from generator.print.lines import GREY, MM, TextBlock, wrap

A4 = (210.0, 297.0)
MARGIN = 20.0
CODE = 58.0
"""Side of the code in mm: it is read from a copy that is creased."""
ADVICE = (
    *("keys.paper-who", "keys.paper-envelope", "keys.paper-apart", "keys.paper-never"),
    *("keys.paper-lost", "keys.paper-leaked", "keys.paper-gone"),
)
"""What is said on the page, each in both languages."""


@dataclass(frozen=True)
class KeyPaper:
    """What stands on the page."""

    key: str
    """Id of the key."""
    lines: Sequence[str]
    publisher: str
    day: str
    """When it was printed, as people write it."""


def key_paper(paper: KeyPaper) -> bytes:
    """Return the page as PDF."""
    canvas = PdfCanvas(f"ocop {paper.key}", "vi", {}, "")
    with canvas.page(A4):
        y = canvas.stack(
            MARGIN,
            MARGIN,
            _block(message("keys.paper-title", "vi"), "name", 21, after=1),
            _block(message("keys.paper-title", "en"), "text", 11, after=3),
            _block(f"{paper.publisher} · {paper.key} · {paper.day}", "strong", 11, after=3),
        )
        canvas.line(MARGIN, y, A4[0] - MARGIN, y, 0.8)
        y += 8
        canvas.qr(" ".join(paper.lines), A4[0] - MARGIN - CODE, y - 4, CODE)
        for number, line in enumerate(paper.lines, start=1):
            canvas.text(MARGIN, y + 4, str(number), "text", 11, ink=GREY)
            _spaced(canvas, MARGIN + 9, y + 4, line)
            y += 8.4
        canvas.line(MARGIN, y + 1, A4[0] - MARGIN, y + 1, 0.8)
        y += 6
        for name in ADVICE:
            sentences = {language: message(name, language) for language in LANGUAGES}
            y = canvas.stack(
                MARGIN,
                y,
                _block(sentences["vi"], "text", 11.5, after=0.4),
                _block(sentences["en"], "text", 8.5, after=3.1),
            )
    return canvas.save().data


def _block(words: str, font: str, size: float, after: float) -> TextBlock:
    lines = tuple(wrap(words, font, size, A4[0] - 2 * MARGIN))
    return TextBlock(lines, font, size, size * 1.3 / MM, after=after)


def _spaced(canvas: PdfCanvas, x: float, y: float, letters: str) -> None:
    """Draw letters each in a place of its own, so that none is taken for its neighbour."""
    for letter in letters:
        canvas.text(x, y, letter, "strong", 18)
        x += 7.2
