"""Encodes payloads as QR symbols of level M with one fixed mask, with the same modules as ``qrcode``.

For a fixed version, level and mask each module is an affine function over GF(2) of the data bits: the
Reed-Solomon code is linear, placing only moves bits, and mask and function patterns are constant. So the
symbol is a constant XOR one pattern for each bit that is set. ``qrcode`` makes the constant, the codewords
and the places of their bits; the patterns of a version are tabulated when it has been used a few times.

The modules of a symbol are held as one integer, line after line, the top left module in the highest bit.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import cycle, islice
from operator import xor
from typing import Literal, NamedTuple

import qrcode
from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M

ECI, UTF_8 = 0b0111, 26
BYTES: Literal[4] = 4
CAPITALS: Literal[2] = 2
MASK = 2
"""A mask is fixed: choosing among eight costs six times as much and gains nothing that decoders notice."""
SHORTEST_CHUNK = 4
"""Digits or capitals that must stand side by side to be worth a segment of their own."""
LARGEST_TABLE = 10
"""The highest version with a table: those of longer payloads would take megabytes each."""


class OverfullError(ValueError):
    """Raised for a payload that is longer than the largest symbol holds."""


class PackedBits(util.BitBuffer):
    """A bit buffer that keeps all bits in one integer, for the library's segments to write to."""

    def __init__(self) -> None:
        super().__init__()
        self.value = 0

    def put(self, num: int, length: int) -> None:
        """Append the lowest ``length`` bits of ``num``."""
        self.value = self.value << length | num
        self.length += length


class Modules(NamedTuple):
    """The modules of a symbol without its quiet zone, as one integer of ``side`` × ``side`` bits."""

    side: int
    value: int

    def lines(self) -> list[int]:
        """Return the rows from top to bottom, the leftmost module in the highest of ``side`` bits."""
        line = (1 << self.side) - 1
        return [self.value >> self.side * row & line for row in reversed(range(self.side))]


def encode(payload: str) -> Modules:
    """Return the smallest symbol of level M for ``payload``.

    Raises :class:`OverfullError` where none is large enough.
    """
    segments = list(_segments(payload))
    version = _smallest_version(lambda version: _written(segments, version).length, payload)
    return _symbol(version, _codewords(_written(segments, version), version))


class Series:
    """Symbols that begin with the same words and end in a serial of capitals and digits: all of one size.

    The serial is a segment of its own whatever it is, so no symbol is of a higher version than another.
    """

    def __init__(self, stem: str, length: int) -> None:
        """``length`` is that of the serials. Raises :class:`OverfullError` where no symbol holds so much."""
        segments = list(_segments(stem))
        sample = util.QRData(b"0" * length, mode=CAPITALS, check_data=False)
        whole = [*segments, sample]
        self._version = _smallest_version(lambda version: _written(whole, version).length, stem)
        self._stem = _written(segments, self._version)

    @property
    def side(self) -> int:
        """Modules along a side of every symbol, without quiet zone."""
        return 17 + 4 * self._version

    def encode(self, serial: str) -> Modules:
        """Return the symbol with a serial at its end."""
        bits = PackedBits()
        bits.put(self._stem.value, self._stem.length)
        _write(util.QRData(serial.encode(), mode=CAPITALS, check_data=False), bits, self._version)
        return _symbol(self._version, _codewords(bits, self._version))


def _symbol(version: int, codewords: bytes) -> Modules:
    """Return the symbol of a version that holds these data codewords."""
    _USES[version] += 1
    # Making a table takes about as long as half as many symbols as it has codewords.
    if version <= LARGEST_TABLE and _USES[version] > len(codewords) // 2:
        return _table(version).modules(codewords)
    return _placed(version, _with_correction(version, codewords))


_USES: Counter[int] = Counter()
"""How many symbols of each version this process has made."""


def _smallest_version(length: Callable[[int], int], payload: str) -> int:
    """Return the smallest version that holds as many bits as ``length`` says for it."""
    bits = 0
    for version in range(1, 41):
        # The length of a segment is written with more bits from versions 10 and 27 on.
        if version in (1, 10, 27):
            bits = length(version)
        if bits <= _capacity(version) * 8:
            return version
    raise OverfullError(f"{len(payload.encode())} bytes")


def _codewords(bits: "PackedBits", version: int) -> bytes:
    """End and pad the bits of all segments as the data codewords of a version."""
    capacity = _capacity(version)
    bits.put(0, min(4, capacity * 8 - bits.length))
    bits.put(0, -bits.length % 8)
    written = bits.value.to_bytes(bits.length // 8, "big")
    return written + bytes(islice(cycle((util.PAD0, util.PAD1)), capacity - len(written)))


def _segments(payload: str) -> Iterator[util.QRData]:
    """Yield the segments of a payload; with letters beyond ASCII one only, as its ECI mark stays in force."""
    if payload.isascii():
        yield from util.optimal_data_chunks(payload, minimum=SHORTEST_CHUNK)
    else:
        yield _MarkedUtf8(payload.encode(), mode=BYTES, check_data=False)


class _MarkedUtf8(util.QRData):
    """A byte segment that says it is UTF-8.

    Without that a reader guesses: zbar takes many Vietnamese names for Big5 or Shift JIS, which it tries
    first. The mark is the ECI assignment 26 before the segment (ISO/IEC 18004, 7.4.3 and its table of
    modes), for which the library has no call.
    """


def _written(segments: Iterable[util.QRData], version: int) -> PackedBits:
    """Write segments, with lengths of as many bits as ``version`` needs."""
    bits = PackedBits()
    for segment in segments:
        _write(segment, bits, version)
    return bits


def _write(segment: util.QRData, bits: PackedBits, version: int) -> None:
    if isinstance(segment, _MarkedUtf8):
        bits.put(ECI, 4)
        bits.put(UTF_8, 8)
    bits.put(segment.mode, 4)
    bits.put(len(segment), util.length_in_bits(segment.mode, version))
    segment.write(bits)


@lru_cache(maxsize=40)
def _capacity(version: int) -> int:
    """Return the number of data codewords in a symbol."""
    return sum(block.data_count for block in base.rs_blocks(version, ERROR_CORRECT_M))


def _with_correction(version: int, codewords: bytes) -> list[int]:
    """Return all codewords of a symbol, with error correction, in the order in which they are placed.

    The library fails where a block of data is zero throughout. The code is linear: the sum (XOR) of two
    other words that add up to the wanted one has the wanted correction.
    """
    blocks = base.rs_blocks(version, ERROR_CORRECT_M)
    buffer = util.BitBuffer()
    buffer.buffer = list(codewords)
    try:
        return list(util.create_bytes(buffer, blocks))
    except ValueError:
        addend, corrected = _nowhere_zero(version)
        return list(map(xor, corrected, _with_correction(version, bytes(map(xor, codewords, addend)))))


@lru_cache(maxsize=40)
def _nowhere_zero(version: int) -> tuple[bytes, list[int]]:
    """Return data codewords none of which is zero, and all codewords that belong to them."""
    data = bytes(1 + index % 255 for index in range(_capacity(version)))
    return data, _with_correction(version, data)


def _placed(version: int, codewords: Sequence[int]) -> Modules:
    """Draw the symbol that holds these codewords, with the library."""
    code = qrcode.QRCode(version, ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.data_cache = list(codewords)
    code.make(fit=False)
    rows = code.get_matrix()
    return Modules(len(rows), int("".join("01"[bool(module)] for row in rows for module in row), 2))


class _Table:
    """For one version, the modules that each value of each data codeword changes: a symbol is their XOR."""

    def __init__(self, version: int) -> None:
        capacity = _capacity(version)
        places = _bit_places(version)
        self._side, self._constant = _placed(version, [0] * (len(places) // 8))
        self._patterns: list[tuple[int, ...]] = []
        """For each half of a data codeword, the higher one first, what each of its 16 values changes."""
        for position in range(capacity):
            unit = _with_correction(version, bytes(index == position for index in range(capacity)))
            # A value times the codewords of the value 1 are its own codewords: the field's multiplication.
            bits = [_pattern(places, _multiplied(unit, exponent)) for exponent in range(8)]
            self._patterns += [_combined(bits[4:]), _combined(bits[:4])]

    def modules(self, codewords: bytes) -> Modules:
        """Return the symbol with these data codewords."""
        halves = map(int, codewords.hex(), [16] * (2 * len(codewords)))
        changes = (pattern[half] for pattern, half in zip(self._patterns, halves, strict=True))
        return Modules(self._side, reduce(xor, changes, self._constant))


@lru_cache(maxsize=LARGEST_TABLE)
def _table(version: int) -> _Table:
    return _Table(version)


def _bit_places(version: int) -> list[int]:
    """Return for each bit of all codewords, in order, the integer in which only its module is set.

    Each bit gets a number, and one symbol is made for each binary digit of these numbers: a module shows the
    digits of the number of its bit.
    """
    codewords = sum(block.total_count for block in base.rs_blocks(version, ERROR_CORRECT_M))
    side, constant = _placed(version, [0] * codewords)
    numbers = range(1, codewords * 8 + 1)
    digits = []
    for digit in range(numbers[-1].bit_length()):
        bits = int("".join(str(number >> digit & 1) for number in numbers), 2)
        changed = constant ^ _placed(version, list(bits.to_bytes(codewords, "big"))).value
        digits.append(f"{changed:0{side * side}b}")
    places = [0] * len(numbers)
    for module, column in enumerate(zip(*reversed(digits), strict=True)):
        if number := int("".join(column), 2):
            places[number - 1] = 1 << side * side - 1 - module
    return places


def _pattern(places: Sequence[int], codewords: Iterable[int]) -> int:
    """Return the modules of all bits that are set in these codewords."""
    value = 0
    for index, codeword in enumerate(codewords):
        for bit in range(8) if codeword else ():
            if codeword >> 7 - bit & 1:
                value |= places[index * 8 + bit]
    return value


def _multiplied(codewords: Iterable[int], exponent: int) -> list[int]:
    """Multiply codewords by 2 to the power of ``exponent`` in the field of 256 elements."""
    return [codeword and base.gexp(base.glog(codeword) + exponent) for codeword in codewords]


def _combined(bits: Sequence[int]) -> tuple[int, ...]:
    """Return the patterns of the values 0 to 15 from those of their four bits, lowest bit first."""
    return tuple(
        reduce(xor, (bit for index, bit in enumerate(bits) if value >> index & 1), 0) for value in range(16)
    )
