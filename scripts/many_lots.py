"""One product with thousands of lots, to measure builds and pages: ``many_lots.py [LOTS]``.

Prints seconds and megabytes of a cold build, an unchanged one, and one in which a lot of the newest file was
edited; then what the heaviest pages weigh (``weigh.py``). ``tests/test_many_lots.py`` uses :func:`add_lots`.
"""

import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import weigh
from bench import DAY, PROJECT, Measure, files_of, measure

LOTS = 5000
FIRST_DAY = date(2015, 1, 5)
LAST_DAY = date(2026, 11, 1)
PLACES = """\
places:
  ruong: {name: {vi: Ruộng mẫu, en: Sample field}}
  xuong: {name: {vi: Xưởng mẫu, en: Sample workshop}}
lots:
"""
LOT = """\
  - lot: {code}
    made_on: {made}
    expires_on: {until}
    amount: {{vi: 480 túi, en: 480 bags}}
    steps:
      - what: harvest
        day: {harvest}
        place: ruong
        amount: {{vi: 300 kg thóc, en: 300 kg of paddy}}
      - what: process
        day: {made}
        place: xuong
        amount: {{vi: 250 kg, en: 250 kg}}
      - {{what: inspect, day: {made}, place: xuong}}
      - what: pack
        day: {made}
        place: xuong
        amount: {{vi: 240 kg, en: 240 kg}}
"""
"""A lot as officers write it: four steps, all amounts in both languages."""


def add_lots(product: Path, lots: int = LOTS) -> list[str]:
    """Write made-up lots of 2015 to 2026 into ``lots/<year>.yaml`` of a product's folder; give the codes."""
    span = (LAST_DAY - FIRST_DAY).days
    years: dict[int, list[str]] = {}
    codes = []
    for number in range(lots):
        made = FIRST_DAY + timedelta(days=number * span // lots)
        codes.append(f"M{number:05}")
        text = LOT.format(
            code=codes[-1],
            made=made,
            until=made + timedelta(days=365),
            harvest=made - timedelta(days=9),
        )
        years.setdefault(made.year, []).append(text)
    (product / "lots").mkdir(exist_ok=True)
    for year, texts in years.items():
        (product / "lots" / f"{year}.yaml").write_text(PLACES + "".join(texts), encoding="utf-8")
    return codes


def _row(name: str, found: Measure) -> str:
    return f"{name:12}{found.wall:9.2f}{found.cpu:9.2f}{found.largest:9.0f}"


def main(words: list[str]) -> int:
    """The number of lots, 5,000 if none is given; 0."""
    lots = int(words[0]) if words else LOTS
    scratch = Path(tempfile.mkdtemp(prefix="ocop-lots-"))
    try:
        root, output = scratch / "catalogue", scratch / "output"
        for name in ("content", "products", "themes"):
            shutil.copytree(PROJECT / name, root / name)
        product = root / "products/mau/gao-nep-mau"
        add_lots(product, lots)
        ocop = (sys.executable, "-m", "generator", "--root", str(root), "build")
        command = (*ocop, "--output", str(output), "--day", DAY.isoformat())
        extra = {"PYTHONPATH": str(PROJECT), "XDG_CACHE_HOME": str(scratch / "cache")}
        print(f"{'':12}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}")
        print(_row("cold", measure(*command, extra=extra)))
        print(_row("unchanged", measure(*command, extra=extra)))
        newest = max((product / "lots").glob("*.yaml"))
        text = newest.read_text(encoding="utf-8")
        newest.write_text(text.replace("300 kg", "310 kg", 2), encoding="utf-8")
        print(_row("one edit", measure(*command, extra=extra)))
        print(f"{files_of(output)}; largest file of lots: {largest(product)} KB")
        return weigh.main([str(output)])
    finally:
        shutil.rmtree(scratch)


def largest(product: Path) -> int:
    """Kilobytes of a product's largest file of lots."""
    return max(path.stat().st_size for path in (product / "lots").iterdir()) // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
