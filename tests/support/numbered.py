"""The tiny site with numbered stamps on two lots, one of which was recalled; built, and their serials."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from built import BuiltSite
from stamps import DAY, ISSUER, RICE, key, write_codes, write_keys
from tiny import BASE, append, build_clean, copy_tiny

from generator.catalogue.issued import WithdrawnNumbers
from generator.issuing.issue import KeptFiles, Signer
from generator.issuing.serials import lot_secret, serials

GTIN = "/01/09521234543213/10"
CODE = "/p/MU0001"
SOLD, RECALLED = "MU-2605-01", "MU-2605-02"
"""The two lots."""
COPIES = 900
"""Stamps of each lot: four buckets."""
WITHDRAWN = (11, 20)
RECALL = """\
  - lot: MU-2605-02
    made_on: 2026-05-20
    recalled: {on: 2026-06-20, reason: {vi: Dữ liệu mẫu., en: Sample data.}}
    steps:
      - {what: harvest, day: 2026-05-10, place: ruong}
"""


@dataclass(frozen=True)
class Change:
    """What an office has done with the numbered stamps of the lots since the first order."""

    orders: tuple[int, ...] = (COPIES,)
    withdrawn: tuple[int, int] | None = WITHDRAWN
    secret: bytes = bytes(range(32))
    """Secret of the key that signed last."""


def files_of(lot: str, change: Change) -> KeptFiles:
    """The kept files of a lot."""
    signer = Signer(key(), ISSUER, DAY)
    kept: KeptFiles | None = None
    for copies in change.orders:
        kept = signer.with_batch(kept, f"{GTIN}/{lot}", copies)
    assert kept
    if change.withdrawn:
        first, last = change.withdrawn
        part = WithdrawnNumbers(first=first, last=last, on=DAY, reason="Cuộn tem mẫu bị mất")
        kept = signer.with_withdrawn(kept, part)
    return (
        kept if change.secret == Change.secret else Signer(key(change.secret), ISSUER, DAY).signed_anew(kept)
    )


def issue(root: Path, change: Change = Change()) -> None:
    """Write keys, ledger and lists as after a change."""
    write_keys(root, *{made.id: made for made in (key(), key(change.secret))}.values())
    rows = ["issued:"]
    for lot in (SOLD, RECALLED):
        write_codes(root, files_of(lot, change), lot=lot)
        first = 1
        for order, copies in enumerate(change.orders):
            last = first + copies - 1
            rows += [f"  - address: {GTIN}/{lot}", "    product: gao-mau", f"    issued_on: {DAY}"]
            rows += [f"    copies: {copies}", "    use: tem", "    sample: true"]
            rows += [f"    numbers: {{first: {first}, last: {last}}}", f"    key: {key().id}"]
            rows += [f"    order: 0000000{order}"]
            first = last + 1
    (root / "products/ledger.yaml").write_text("\n".join([*rows, ""]), encoding="utf-8")


def numbered_project(root: Path, change: Change | None = Change()) -> Path:
    """Write the project to ``root``; None is before any stamp was issued."""
    copy_tiny(root)
    append(root / RICE / "lots.yaml", RECALL)
    if change:
        issue(root, change)
    return root


def build_numbered(folder: Path, base: str = BASE, **more: str) -> BuiltSite:
    """Build the site below ``folder``."""
    build_clean(numbered_project(folder / "site"), folder / "output", base_url=base, **more)
    return BuiltSite(folder / "output", base)


@cache
def serial(number: int, lot: str = SOLD) -> str:
    """The serial of a stamp of a lot."""
    (only,) = serials(lot_secret(key().master, f"{GTIN}/{lot}"), number, number)
    return only


UNKNOWN = "0" * 16
"""A serial that no stamp has."""
