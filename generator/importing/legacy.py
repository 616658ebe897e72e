"""Lists typed in fonts of before Unicode: decoded to find headings, used once a person has agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.importing.answers import Option, Question
from generator.importing.questions import Asker
from generator.importing.rows import Reading
from generator.messages import both
from generator.spreadsheets.legacy_text import Encoding, legacy_encoding, to_unicode
from generator.spreadsheets.workbook import Cell, Workbook

_UNICODE_ONLY = 0x250
"""No font of before Unicode has signs from here on."""
NAMES: Mapping[Encoding, str] = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viqr": "VIQR"}
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a cell in Unicode; ``question`` is open where nobody has agreed to the conversion yet."""

    text: str
    encoding: Encoding | None = None
    question: str = ""


@dataclass
class LegacyTexts:
    """Decodes the texts of one workbook; each encoding is asked about once."""

    workbook: Workbook
    asker: Asker
    _encodings: dict[Encoding, str] = field(default_factory=dict)
    """The encodings that the workbook surely has, each with the first text in it."""

    def __post_init__(self) -> None:
        for sheet in self.workbook.sheets:
            for row in sheet.rows:
                for cell in row:
                    if isinstance(cell.value, str) and cell.value:
                        encoding = legacy_encoding(cell.value, cell.font)
                        if encoding and encoding not in self._encodings:
                            self._encodings[encoding] = to_unicode(cell.value, encoding, cell.font)

    def decode(self, cell: Cell, where: str) -> Decoded:
        """Return the text of a cell that holds one."""
        written = str(cell.value)
        if not self._encodings or not written:
            return Decoded(written)
        encoding = legacy_encoding(written, cell.font) or self._encoding_of_others(written)
        text = to_unicode(written, encoding, cell.font) if encoding else written
        if encoding is None or text == written:
            return Decoded(written)
        question = Question(
            f"encoding|{encoding}",
            "readings.ask-encoding",
            (("encoding", NAMES[encoding]), ("example", self._encodings.get(encoding, text)[:80])),
            (Option(YES, both("readings.option-yes")), Option(NO, both("readings.option-no"))),
            (where,),
        )
        parsed = self.asker.ask("", question, lambda answer: answer if answer in (YES, NO) else None)
        if parsed.reading is Reading.ASK:
            return Decoded(text, encoding, parsed.question)
        return Decoded(text, encoding) if parsed.value == YES else Decoded(written)

    def _encoding_of_others(self, written: str) -> Encoding | None:
        """Return the encoding of a text too short to tell, in a workbook that has one such encoding."""
        fonts = [encoding for encoding in self._encodings if encoding != "viqr"]
        short = len(fonts) == 1 and not written.isascii() and max(map(ord, written)) < _UNICODE_ONLY
        return fonts[0] if short and not any(letter in "ĂăĐđĨĩŨũƠơƯư" for letter in written) else None
