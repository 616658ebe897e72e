"""EXIF blocks built by hand: tags of any type, as odd cameras and hostile people write them."""

import io
import struct
from collections.abc import Sequence

from PIL import Image

ORIENTATION = 0x0112
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, FLOAT, IFD = 1, 2, 3, 4, 5, 7, 11, 13

Tag = tuple[int, int, int, bytes]
"""Number, type, count, and the value's bytes in big-endian order."""


def upright_tag(orientation: int) -> Tag:
    """An orientation as the standard writes it."""
    return ORIENTATION, SHORT, 1, struct.pack(">H", orientation)


def block(tags: Sequence[Tag]) -> bytes:
    """A big-endian EXIF block; values of more than four bytes stand after the list of tags."""
    after = 8 + 2 + 12 * len(tags) + 4
    rows, values = b"", b""
    for number, kind, count, value in tags:
        rows += struct.pack(">HHI", number, kind, count)
        if len(value) <= 4:
            rows += value.ljust(4, b"\0")
        else:
            rows += struct.pack(">I", after + len(values))
            values += value
    return b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", len(tags)) + rows + b"\0\0\0\0" + values


ODD: dict[str, bytes] = {
    "XResolution as ASCII": block([upright_tag(6), (0x011A, ASCII, 6, b"72dpi\0")]),
    "Make as RATIONAL": block([(0x010F, RATIONAL, 1, struct.pack(">II", 1, 0)), upright_tag(6)]),
    "a number as text": block([upright_tag(6), (0x0128, ASCII, 4, b"two\0")]),
    "a place as a number": block([upright_tag(6), (0x8825, SHORT, 1, b"\0\x07")]),
    "a place that lies outside": block([upright_tag(6), (0x8825, LONG, 1, b"\x7f\xff\xff\xff")]),
    "an unknown type": block([upright_tag(6), (0x010E, 99, 3, b"abc")]),
    "a value that lies outside": block([upright_tag(6)]).replace(b"\0\x01\x01\x12", b"\0\x02\x01\x12")
    + struct.pack(">HHII", 0x010E, ASCII, 5000, 0x7FFFFFFF),
    "sub-lists that lead to themselves": block([upright_tag(6), (0x8769, LONG, 1, b"\0\0\0\x08")]),
    "a float that is none": block([upright_tag(6), (0x011A, FLOAT, 1, b"\x7f\xc0\0\0")]),
    "too many values": block([upright_tag(6), (0x0100, LONG, 0xFFFFFFFF, b"\0\0\0\x01")]),
}
"""Blocks that say orientation 6 and something odd besides."""


def halves(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def photo(kind: str, exif: bytes = b"", size: tuple[int, int] = (60, 40)) -> bytes:
    """A small photo with that EXIF block."""
    out = io.BytesIO()
    halves(size).save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()
