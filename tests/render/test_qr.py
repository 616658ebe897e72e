"""QR codes are read back by two decoders that know nothing of the encoder."""

import io
import random
import re
from collections import Counter

import pytest
import qrcode
import zxingcpp
from PIL import Image, ImageDraw, ImageOps
from pyzbar.pyzbar import ZBarSymbol
from pyzbar.pyzbar import decode as zbar
from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M

from generator.render import qr, qr_encoder

PAYLOADS = [
    "https://ocop.example/p/LS0042",
    "https://ocop.example/p/LS0042/LS-2605-01",
    "https://ocop.example/01/09521234543213/10/MU-2605-01",
    "https://xn--ocop-lngsn-x5a.example/duong/dan/rat/dai/den/muc/nhieu/phan/01/09521234543213",
    "HTTPS://OCOP.EXAMPLE/P/LS0042",
    # Letters with marks: zbar guesses another script for these bytes unless the code says what they are.
    "FN:Hợp tác xã mẫu Thung Mây\r\nTEL:0912345678",
    "FN:HTX Quảng Lạc\r\nTEL:0912345678",
    "Đồng Đăng",
    "ộ",
    "FN:" + "Hợp tác xã Nông sản Hữu Lũng " * 20,
]


def drawn(payload: str, module: int = 8) -> Image.Image:
    """The path as a browser strokes it: along the middle of each row, one module wide."""
    symbol = qr.symbol(payload)
    image = Image.new("L", (symbol.size * module,) * 2, 255)
    draw = ImageDraw.Draw(image)
    steps = re.findall(r"M(\d+) (\d+)\.5|m(\d+) 0|h(\d+)", symbol.path)
    assert re.sub(r"M\d+ \d+\.5|m\d+ 0|h\d+", "", symbol.path) == ""
    x = y = 0
    for left, row, gap, run in steps:
        if row:
            x, y = int(left), int(row)
        elif run:
            end = x + int(run)
            draw.rectangle((x * module, y * module, end * module - 1, (y + 1) * module - 1), fill=0)
            x = end
        else:
            x += int(gap)
    return image


def decoded(image: Image.Image) -> tuple[str, str, str]:
    """What zxing reads, with its level of error correction, and what zbar reads."""
    [one] = zxingcpp.read_barcodes(image)
    [other] = zbar(image, symbols=[ZBarSymbol.QRCODE])
    return one.text, one.ec_level, other.data.decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_two_decoders_read_every_shape(payload: str) -> None:
    for image in (drawn(payload), Image.open(io.BytesIO(qr.png(payload))).convert("L")):
        assert decoded(image) == (payload, "M", payload)


def test_the_quiet_zone_is_kept() -> None:
    image = drawn(PAYLOADS[0], module=1)
    assert ImageOps.invert(image).getbbox() == (4, 4, image.width - 4, image.height - 4)
    found = Image.open(io.BytesIO(qr.png(PAYLOADS[0]))).convert("L")
    edge = 4 * qr.PNG_MODULE
    assert ImageOps.invert(found).getbbox() == (edge, edge, found.width - edge, found.height - edge)


def test_the_svg_is_black_on_white_and_has_nothing_else() -> None:
    text = qr.svg(PAYLOADS[0]).decode()
    symbol = qr.symbol(PAYLOADS[0])
    assert f'viewBox="0 0 {symbol.size} {symbol.size}"' in text
    assert f'<path fill="#fff" d="M0 0h{symbol.size}v{symbol.size}H0z"/>' in text
    assert re.findall(r"<(\w+)", text) == ["svg", "path", "path"]
    assert symbol.path in text


def test_a_scuffed_code_is_still_read() -> None:
    """Level M restores about 15 %: a scratch over a twentieth of the symbol is no loss."""
    image = drawn(PAYLOADS[0])
    half, part = image.width // 2, image.width // 7
    ImageDraw.Draw(image).rectangle((half, half, half + part, half + part), fill=255)
    assert decoded(image)[0] == PAYLOADS[0]


def test_the_same_address_gives_the_same_bytes() -> None:
    before = qr.svg(PAYLOADS[1]), qr.png(PAYLOADS[1])
    qr.symbol.cache_clear()
    assert (qr.svg(PAYLOADS[1]), qr.png(PAYLOADS[1])) == before


@pytest.mark.parametrize("letter", ["W", "ỗ"])
def test_what_no_code_can_hold_is_refused(letter: str) -> None:
    with pytest.raises(qr.OverfullError):
        qr.matrix(letter * 4000)


def by_the_library(payload: str) -> list[list[bool]]:
    """The modules that ``qrcode`` itself makes, bit by bit and without any table."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=2)
    if payload.isascii():
        code.add_data(payload, optimize=4)
        code.make()
    else:
        code.version, code.data_cache = marked_as_utf8(payload.encode())
        code.make(fit=False)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def marked_as_utf8(data: bytes) -> tuple[int, list[int]]:
    """Version and codewords of a byte segment behind the mark of UTF-8 (ISO/IEC 18004, 7.4.3)."""
    for version in range(1, 41):
        blocks = base.rs_blocks(version, ERROR_CORRECT_M)
        room = 8 * sum(block.data_count for block in blocks)
        bits = util.BitBuffer()
        for value, length in ((7, 4), (26, 8), (4, 4), (len(data), 8 if version < 10 else 16)):
            bits.put(value, length)
        for byte in data:
            bits.put(byte, 8)
        if len(bits) <= room:
            break
    bits.put(0, min(4, room - len(bits)))
    bits.put(0, -len(bits) % 8)
    for index in range((room - len(bits)) // 8):
        bits.put((0xEC, 0x11)[index % 2], 8)
    return version, util.create_bytes(bits, blocks)


ALPHABETS = ("0123456789", "ABC0123456789$%./:", "abcxyz/?=#~", "ộỗđÂ、𝕏\n")


def random_payload(chance: random.Random, longest: int, alphabets: tuple[str, ...]) -> str:
    """Runs of letters of one kind, so that payloads have several segments."""
    size, payload = chance.randrange(longest), ""
    while len(payload) < size:
        alphabet = chance.choice(alphabets)
        payload += "".join(chance.choice(alphabet) for _ in range(chance.randrange(1, 12)))
    return payload


@pytest.mark.slow
def test_tables_give_the_symbols_of_the_library() -> None:
    chance = random.Random(20261121)
    sides = Counter[int]()
    for number in range(2000):
        alphabets = ALPHABETS if number % 3 == 0 else ALPHABETS[:3]
        # One in fifty is long: larger versions, of which some have no table.
        payload = random_payload(chance, 420 if number % 50 == 0 else 70, alphabets)
        expected = by_the_library(payload)
        assert [list(row) for row in qr.matrix(payload)] == expected, payload
        sides[len(expected)] += 1
    # The commonest versions have been made by the library and by tables.
    assert all(count > 200 for _, count in sides.most_common(4))
    assert len(sides) > 8
    assert max(sides) > 4 * qr_encoder.LARGEST_TABLE + 17


def test_a_block_of_zeros_is_encoded() -> None:
    # qrcode 8 fails where all data codewords of a block are zero.
    assert zxingcpp.read_barcodes(drawn("x" + "\0" * 80))[0].bytes == b"x" + bytes(80)


def series_serials(count: int) -> list[str]:
    """Serials of every kind: letters, digits, both; among them such that segments of their own would pay."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    chosen = random.Random(7)
    mixed = ["".join(chosen.choices(letters, k=16)) for _ in range(count)]
    return ["0" * 16, "Z" * 16, "ABC1234DEF5678GH", *mixed]


@pytest.mark.slow
@pytest.mark.parametrize("length", range(20, 75, 3))
def test_symbols_of_a_series_are_of_one_size_and_say_what_they_should(length: int) -> None:
    """Lengths on both sides of the limits of versions."""
    stem = ("https://ocop.example/01/09521234543213/10/" + "MU-2605-" * 9)[:length] + "?s="
    series = qr_encoder.Series(stem, 16)
    for serial in series_serials(30):
        modules = series.encode(serial)
        assert modules.side == series.side
        size = modules.side + 8
        white = (1 << size) - 1
        rows = [white] * 4 + [white ^ line << 4 for line in modules.lines()] + [white] * 4
        wide = (size + 7) // 8
        data = b"".join((row << wide * 8 - size).to_bytes(wide, "big") for row in rows)
        image = Image.frombytes("1", (size, size), data).convert("L").resize((size * 4, size * 4))
        (barcode,) = zxingcpp.read_barcodes(image)
        assert barcode.text == stem + serial
        assert [code.data.decode() for code in zbar(image, [ZBarSymbol.QRCODE])] == [stem + serial]


def test_a_series_is_no_larger_than_its_longest_symbol_needs_to_be() -> None:
    for length in range(20, 75, 3):
        stem = ("https://ocop.example/01/09521234543213/10/" + "MU-2605-" * 9)[:length] + "?s="
        one_by_one = max(qr_encoder.encode(stem + serial).side for serial in series_serials(30))
        assert qr_encoder.Series(stem, 16).side <= one_by_one


def test_a_series_that_no_symbol_holds_is_refused() -> None:
    with pytest.raises(qr_encoder.OverfullError):
        qr_encoder.Series("x" * 3000, 16)
