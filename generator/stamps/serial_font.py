"""The font of serials: a few letters of a font of the program, embedded once, whose widths are at hand."""

from functools import cache
from io import BytesIO
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from generator import fonts
from generator.issuing.serials import ALPHABET

LETTERS = f"-{ALPHABET}"
"""All that a serial and its groups consist of."""
_TAG = "OCOPSN"
"""Marks an embedded font as a part of the whole one, as PDF wants it: six capitals."""


class SerialFont(NamedTuple):
    """Letters cut out of a font."""

    name: str
    data: bytes
    widths: dict[str, float]
    """Of each letter in thousandths of the size."""
    box: tuple[float, float, float, float]
    ascent: float
    descent: float
    capital: float
    """Height of capitals."""

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points."""
        return sum(self.widths[letter] for letter in text) * size / 1000

    def embedded(self, pdf: Pdf) -> Object:
        """Add the font to a file and return it."""
        file = Stream(pdf, self.data, Length1=len(self.data))
        name = Name(f"/{_TAG}+{self.name}")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=32,
            FontBBox=[round(side) for side in self.box],
            ItalicAngle=0,
            Ascent=round(self.ascent),
            Descent=round(self.descent),
            CapHeight=round(self.capital),
            StemV=90,
            FontFile2=pdf.make_indirect(file),
        )
        first, last = min(LETTERS), max(LETTERS)
        codes = map(chr, range(ord(first), ord(last) + 1))
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            FirstChar=ord(first),
            LastChar=ord(last),
            Widths=Array([round(self.widths.get(letter, 0), 3) for letter in codes]),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode())),
        )
        return pdf.make_indirect(font)


@cache
def serial_font(kind: str) -> SerialFont:
    """Return the letters of serials in a font of :data:`generator.fonts.KINDS`."""
    from fontTools import subset  # late: takes a quarter of a second
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(fonts.read_font(kind)), recalcTimestamp=False)
    options = subset.Options(
        hinting=False,
        layout_features=[],
        name_IDs=[6],
        notdef_outline=True,
        drop_tables=["DSIG", "GPOS", "GSUB"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS)
    cutter.subset(font)
    out = BytesIO()
    font.save(out)
    scale, names, advances = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    head, metrics = font["head"], font["OS/2"]
    return SerialFont(
        font["name"].getDebugName(6),
        out.getvalue(),
        {letter: advances[names[ord(letter)]][0] * scale for letter in LETTERS},
        (head.xMin * scale, head.yMin * scale, head.xMax * scale, head.yMax * scale),
        font["hhea"].ascent * scale,
        font["hhea"].descent * scale,
        getattr(metrics, "sCapHeight", 660) * scale,
    )


def _to_unicode() -> bytes:
    """Return the table by which readers copy and search serials."""
    rows = "\n".join(f"<{ord(letter):02X}> <{ord(letter):04X}>" for letter in sorted(LETTERS))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{len(LETTERS)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
