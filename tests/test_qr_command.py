"""``ocop qr``: the QR code of a printed address as a file, in both forms."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from PIL.ImageOps import expand
from provinces import copy_provinces
from pyzbar.pyzbar import decode
from resvg_py import svg_to_bytes
from tiny import RICE, append, copy_tiny, replace
from zxingcpp import read_barcodes

from generator.cli import command_line
from generator.render.qr import PNG_MODULE, matrix
from generator.stamps.sizes import RESOLUTIONS, USES

PRODUCT = "https://ocop.test/01/09521234543213"
LOT = f"{PRODUCT}/10/MU-2605-01"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy_tiny(tmp_path / "site")


def run(site: Path, *words: str) -> Result:
    return CliRunner().invoke(command_line("en"), ["--root", str(site), "--lang", "en", "qr", *words])


def said(path: Path) -> str:
    """What the symbol in a file says to a decoder."""
    data = path.read_bytes()
    image = Image.open(BytesIO(svg_to_bytes(svg_string=data.decode()) if path.suffix == ".svg" else data))
    (symbol,) = decode(image)
    return str(symbol.data.decode("ascii"))


def test_equal_codes_of_two_provinces_have_a_picture_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = copy_provinces(tmp_path / "site")
    for folder in ("son-la", "vinh-long"):
        assert run(site, f"{folder}/SL0043").exit_code == 0
    for folder in ("son-la", "vinh-long"):
        assert said(tmp_path / f"{folder}-SL0043.png") == f"https://ocop.test/p/{folder}/SL0043"


@pytest.mark.parametrize(
    ("words", "file", "address"),
    [
        (["MU0001"], "MU0001.png", PRODUCT),
        (["09521234543213", "--svg"], "MU0001.svg", PRODUCT),
        (["mu0001", "--lot", "mu-2605-01"], "MU0001-MU-2605-01.png", LOT),
        (["MU0001", "--output", "tem.svg"], "tem.svg", PRODUCT),
        (["MU0001", "--png", "--output", "tem"], "tem", PRODUCT),
    ],
)
def test_the_file_says_the_address_in_use(site: Path, words: list[str], file: str, address: str) -> None:
    result = run(site, *words)
    assert result.exit_code == 0, result.output
    assert address in result.output
    assert said(site.parent / file) == address
    assert not (site / "products/ledger.yaml").exists(), "only ocop issue writes the ledger"


def test_a_png_has_sixteen_pixels_a_module(site: Path) -> None:
    run(site, "MU0001")
    with Image.open(site.parent / "MU0001.png") as image:
        assert image.width == image.height == PNG_MODULE * (len(matrix(PRODUCT)) + 8)


def test_goods_that_are_gone_keep_their_code(site: Path) -> None:
    taken = "    recalled: {on: 2026-06-02, reason: {vi: Hở túi, en: Open bags}}\n    steps:"
    replace(site / RICE / "lots.yaml", "    steps:", taken)
    assert run(site, "MU0001", "--lot", "MU-2605-01").exit_code == 0


def test_what_is_refused_is_said_and_writes_nothing(site: Path) -> None:
    append(site / RICE / "product.yaml", "former_codes: [MU0008]\n")
    before = sorted(site.parent.iterdir())
    for words, part in (
        (["MU0404"], "No product has the trace code or GTIN MU0404"),
        (["MU0008"], "former trace code or GTIN"),
        (["MU0001", "--lot", "X9"], "has no lot X9"),
        (["MU0001", "--output", "none/a.png"], "none/a.png"),
    ):
        result = run(site, *words)
        assert result.exit_code == 1, words
        assert part in result.output
    assert sorted(site.parent.iterdir()) == before


def label_of(path: Path) -> Image.Image:
    """The picture that a label printer makes of a file in ZPL: a set bit is a black dot."""
    text = path.read_text("ascii")
    field = re.fullmatch(
        r"\^XA\s+\^PW(\d+)\s+\^LL(\d+)\s+\^FO0,0\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS\s+\^XZ\s+", text
    )
    assert field, text[:200]
    wide, high, total, count, row = (int(field[number]) for number in range(1, 6))
    data = bytes.fromhex(field[6])
    assert total == count == len(data) == row * high
    dots = Image.new("1", (wide, high), 1)
    for y in range(high):
        for x in range(wide):
            if data[y * row + x // 8] >> 7 - x % 8 & 1:
                dots.putpixel((x, y), 0)
    return dots


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_two_decoders_read_a_label_in_zpl(site: Path, dpi: int) -> None:
    result = run(site, "MU0001", "--lot", "MU-2605-01", "--zpl", "--dpi", str(dpi))
    assert result.exit_code == 0, result.output
    label = label_of(site.parent / "MU0001-MU-2605-01.zpl")
    seen = expand(label.convert("L"), 40, 255)
    assert [symbol.data.decode() for symbol in decode(seen)] == [LOT]
    assert [symbol.text for symbol in read_barcodes(seen)] == [LOT]
    # The smallest whole number of dots that is not below the floor of 0.33 mm.
    modules = len(matrix(LOT)) + 8
    assert label.width == modules * {203: 3, 300: 4, 600: 8}[dpi]


@pytest.mark.parametrize(
    ("words", "dots", "dpi"),
    [
        (["--dpi", "300"], 4, 300),
        (["--use", "retail"], 5, 300),
        (["--use", "shelf", "--dpi", "203"], 4, 203),
        (["--side", "20"], 6, 300),
        (["--side", "20", "--dpi", "600"], 12, 600),
    ],
)
def test_modules_are_whole_dots(site: Path, words: list[str], dots: int, dpi: int) -> None:
    modules = len(matrix(PRODUCT)) + 8
    result = run(site, "MU0001", *words)
    assert result.exit_code == 0, result.output
    assert f"{dots} dots at {dpi} dpi" in result.output
    with Image.open(site.parent / "MU0001.png") as image:
        assert image.width == modules * dots
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert said(site.parent / "MU0001.png") == PRODUCT
    run(site, "MU0001", "--svg", *words)
    svg = (site.parent / "MU0001.svg").read_text()
    width = re.search(r'width="([\d.]+)mm" height="\1mm"', svg)
    assert width
    assert float(width[1]) == pytest.approx(modules * dots * 25.4 / dpi, abs=0.001)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_symbol_below_the_floor_is_refused_with_the_size_it_needs(site: Path, language: str) -> None:
    before = sorted(site.parent.iterdir())
    words = ["--root", str(site), "--lang", language, "qr", "MU0001", "--dpi", "203", "--side"]
    result = CliRunner().invoke(command_line(language), [*words, "10"])
    assert result.exit_code == 1
    needed = float(re.search(r"(?:ít nhất|side of) ([\d.,]+) mm", result.output)[1].replace(",", "."))  # type: ignore[index]
    assert sorted(site.parent.iterdir()) == before
    assert CliRunner().invoke(command_line(language), [*words, str(needed - 0.2)]).exit_code == 1
    assert CliRunner().invoke(command_line(language), [*words, str(needed)]).exit_code == 0


def test_the_command_line_knows_all_resolutions_and_uses() -> None:
    params = {param.name: param.type for param in command_line("en").commands["qr"].params}
    assert [*params["dpi"].choices] == [str(dpi) for dpi in RESOLUTIONS]  # type: ignore[attr-defined]
    assert [*params["use"].choices] == list(USES)  # type: ignore[attr-defined]
