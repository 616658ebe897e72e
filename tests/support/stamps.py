"""Numbered stamps of the tiny site, made with keys whose secrets stand here: those of tests are none."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.catalogue.issued import WithdrawnNumbers
from generator.issuing.issue import KeptFiles, Signer
from generator.issuing.keys import SigningKey, key_of

RICE = "products/xa-mau/gao-mau"
LOT = "MU-2605-01"
ADDRESS = f"/01/09521234543213/10/{LOT}"
ISSUER = "Cơ quan mẫu"
DAY = date(2026, 6, 2)
SECRET = bytes(range(32))
OTHER_SECRET = bytes(range(32, 64))


def key(secret: bytes = SECRET) -> SigningKey:
    """A key of tests."""
    return key_of(secret)


def write_keys(site: Path, *keys: SigningKey, revoked: str = "") -> None:
    """Write the public keys of a project; ``revoked`` is the id of one that has leaked."""
    rows = ["keys:"]
    for public in keys:
        rows += [f"  - id: {public.id}", f"    public_key: {public.public_text}", "    made_on: 2026-06-01"]
        rows += ["    revoked: {on: 2026-06-10, reason: mất máy}"] if public.id == revoked else []
    (site / "content/stamp-keys.yaml").write_text("\n".join([*rows, ""]), encoding="utf-8")


def batches(*copies: int, signer: SigningKey | None = None, address: str = ADDRESS) -> KeptFiles:
    """The files of a lot after orders of so many stamps each."""
    kept: KeptFiles | None = None
    for count in copies:
        kept = Signer(signer or key(), ISSUER, DAY).with_batch(kept, address, count)
    assert kept
    return kept


def write_codes(site: Path, files: KeptFiles, folder: str = RICE, lot: str = LOT) -> None:
    """Write the files of a lot."""
    target = site / folder / "codes"
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{lot}.json").write_bytes(files.signed)
    (target / f"{lot}.codes").write_bytes(files.codes)


def write_withdrawn(site: Path, files: KeptFiles, first: int, last: int) -> None:
    """Take numbers of a lot back."""
    withdrawn = WithdrawnNumbers(first=first, last=last, on=DAY, reason="mất một cuộn tem")
    write_codes(site, Signer(key(), ISSUER, DAY).with_withdrawn(files, withdrawn))


def write_signed_anew(site: Path, files: KeptFiles) -> None:
    """Sign the list of a lot with another key."""
    new = key(OTHER_SECRET)
    write_keys(site, key(), new)
    write_codes(site, Signer(new, ISSUER, DAY).signed_anew(files))


def b64(data: bytes) -> str:
    """Bytes as records write them."""
    return b64encode(data).decode()


def write_ledger(site: Path, *copies: int, signer: SigningKey | None = None) -> None:
    """Write the ledger after orders of so many stamps each."""
    rows, first = ["issued:"], 1
    for order, count in enumerate(copies):
        last = first + count - 1
        rows += [f"  - address: {ADDRESS}", "    product: gao-mau", f"    issued_on: {DAY}"]
        rows += [f"    copies: {count}", "    use: tem", "    sample: true"]
        rows += [f"    numbers: {{first: {first}, last: {last}}}"]
        rows += [f"    key: {(signer or key()).id}", f"    order: 0000000{order}"]
        first = last + 1
    (site / "products/ledger.yaml").write_text("\n".join([*rows, ""]), encoding="utf-8")


def stamped(site: Path, *copies: int) -> KeptFiles:
    """Write keys, ledger and the files of the lot of the tiny site, as after orders of so many stamps."""
    files = batches(*copies)
    write_keys(site, key())
    write_codes(site, files)
    write_ledger(site, *copies)
    return files


def with_address(files: KeptFiles, address: str) -> KeptFiles:
    """The files with another address in the manifest, signed so."""
    from generator.issuing.manifest import signed_file

    manifest = files.manifest.model_copy(update={"address": address})
    return replace(files, manifest=manifest, signed=signed_file(manifest, key().sign))
