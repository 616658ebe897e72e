"""``ocop qr``: the QR code of a printed address as a file, in both forms."""

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from provinces import copy_provinces
from pyzbar.pyzbar import decode
from resvg_py import svg_to_bytes
from tiny import RICE, append, copy_tiny, replace

from generator.cli import command_line
from generator.render.qr import PNG_MODULE, matrix

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
