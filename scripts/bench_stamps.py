"""Measures stamps: ``bench_stamps.py [COPIES]``, by default 500,000 of 16 products.

First the encoders, in one run on the same payloads: ``qrcode`` as it is called by default, ``qrcode`` with
version and mask fixed, ours, which makes the same symbols, and a C++ encoder (zxing-cpp). Each symbol of ours
is read back by a decoder. Then whole orders as an office gives them, each command a process of its own:
identical stamps, numbered stamps, and the build that publishes the numbers. Nothing is asserted: seconds
differ from machine to machine, so read the ratios.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import qrcode
import synthetic
import yaml
import zxingcpp
from bench import Measure, measure
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

PROJECT = Path(__file__).resolve().parent.parent
for folder in (PROJECT, PROJECT / "scripts"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from generator.issuing.serials import lot_secret, serials  # noqa: E402
from generator.project import BuildOptions, open_project  # noqa: E402
from generator.render.qr_encoder import MASK, Modules, encode  # noqa: E402

DAY = date(2026, 11, 21)
COPIES = 500_000
PRODUCTS = 16
SAMPLE = 3_000
"""Symbols that the fast encoders make; the slow ones make a tenth."""
LOT = "L2611-01"
ADDRESS = f"/01/08938507968016/10/{LOT}"


def payloads(count: int) -> Iterator[str]:
    """Yield what the symbols of ``count`` numbered stamps say."""
    for serial in serials(lot_secret(bytes(32), ADDRESS), 1, count):
        yield f"https://ocop.example.gov.vn{ADDRESS}?s={serial}"


def _with_defaults(payload: str) -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(payload)
    code.make()


def _fixed(version: int) -> Callable[[str], None]:
    def make(payload: str) -> None:
        code = qrcode.QRCode(version, ERROR_CORRECT_M, mask_pattern=MASK)
        code.add_data(payload, optimize=4)
        code.make(fit=False)

    return make


def _by_zxing(payload: str) -> None:
    zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")


def seconds_each(make: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the seconds of processor that one symbol takes, the least of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            make(text)
        best = min(best, (time.process_time() - began) / len(texts))
    return best


def picture(modules: Modules) -> Image.Image:
    """Return a symbol as a picture, four pixels a module, with its quiet zone."""
    side = modules.side + 8
    image = Image.new("1", (side, side), 1)
    for y, line in enumerate(modules.lines(), start=4):
        for x, module in enumerate(f"{line:0{modules.side}b}", start=4):
            image.putpixel((x, y), module == "0")
    return image.resize((side * 4, side * 4))


def compare_encoders(copies: int) -> None:
    """Print what each encoder takes, for ``copies`` symbols and for one, and how much that is of ours."""
    texts = list(payloads(SAMPLE))
    encode(texts[0])
    version = (encode(texts[0]).side - 17) // 4
    # The table of a version is made once in a process, not for each symbol.
    ours = seconds_each(encode, texts)
    rows = [
        ("qrcode, as called by default", seconds_each(_with_defaults, texts[: SAMPLE // 30])),
        ("qrcode, version and mask fixed", seconds_each(_fixed(version), texts[: SAMPLE // 10])),
        ("ours: qrcode's tables, one integer a symbol", ours),
        ("zxing-cpp, C++", seconds_each(_by_zxing, texts)),
    ]
    print(f"{len(texts[0])} letters, version {version}, level M; cpu, one core")
    print(f"{'':46}{'ms each':>9}{copies:>10,} take{'times ours':>12}")
    for name, seconds in rows:
        print(f"{name:46}{seconds * 1e3:9.3f}{seconds * copies:12.0f} s{seconds / ours:12.1f}")
    read = sum(
        [code.text for code in zxingcpp.read_barcodes(picture(encode(text)).convert("L"))] == [text]
        for text in texts[:500]
    )
    print(f"read back by zxing-cpp: {read} of 500")


def order_lines(root: Path) -> list[dict[str, str]]:
    """Give a lot of this month to each of the first products with a valid rating; return their lines."""
    with open_project(BuildOptions(root=root, output=root / "output", day=DAY)) as project:
        standings = project.catalogue.standings
        rated = [key for key, known in sorted(standings.items()) if known and known[-1].state == "valid"]
    for identity in rated[:PRODUCTS]:
        (folder,) = root.glob(f"products/*/{identity}")
        (folder / "lots.yaml").write_text(
            f"lots:\n  - lot: {LOT}\n    made_on: 2026-11-02\n", encoding="utf-8"
        )
    return [{"product": identity, "lot": LOT} for identity in rated[:PRODUCTS]]


def measure_orders(copies: int) -> None:
    """Print what an order of identical and one of numbered stamps take, and publishing their numbers."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "catalogue"
        synthetic.make(root, 200)
        lines = order_lines(root)
        share = copies // len(lines)
        order = [{**line, "count": share} for line in lines]
        (Path(scratch) / "order.yaml").write_text(yaml.safe_dump(order), encoding="utf-8")
        (Path(scratch) / "passphrase").write_text("a long passphrase for the bench", encoding="utf-8")
        secret = ("--passphrase-file", f"{scratch}/passphrase")
        key = f"{scratch}/key.json"
        run = (sys.executable, "-m", "generator")
        here = ("--root", str(root), "--day", DAY.isoformat())
        measure(*run, "keys", "new", "--key-file", key, *secret, "--root", str(root))
        measure(*run, "build", *here)
        stamps = (*run, "stamps", "--order", f"{scratch}/order.yaml", *here, "--yes")
        print(f"{len(lines)} lots, {share * len(lines):,} stamps in all")
        print(f"{'':46}{'wall s':>9}{'cpu s':>9}{'MB largest':>12}{'files MB':>10}{'largest MB':>12}")
        for name, more in (
            ("identical, PDF", ()),
            ("numbered, PDF and CSV", ("--numbered", "--key-file", key, *secret)),
        ):
            target = Path(scratch) / name.split(",")[0]
            _tell(name, measure(*stamps, *more, "--output", str(target)), target)
        _tell("build that publishes the numbers", measure(*run, "build", *here), None)
        lists = [path for path in (root / "output").rglob("codes/**/*.json") if path.is_file()]
        size = sum(path.stat().st_size for path in lists)
        print(f"lists of codes: {len(lists)} files, {size / 2**20:.1f} MB")


def _tell(name: str, measured: Measure, folder: Path | None) -> None:
    """Print what a command took, and the files that it made."""
    sizes = [path.stat().st_size / 2**20 for path in folder.rglob("*") if path.is_file()] if folder else []
    files = f"{sum(sizes):10.1f}{max(sizes):12.1f}" if sizes else ""
    print(f"{name:46}{measured.wall:9.2f}{measured.cpu:9.2f}{measured.largest:12.0f}{files}")


def main(words: list[str]) -> int:
    """The number of stamps; 0."""
    copies = int(words[0]) if words else COPIES
    compare_encoders(copies)
    measure_orders(copies)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
