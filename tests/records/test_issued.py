"""What is read of numbered stamps, and that hostile files in their place are told and no more."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import stamps
from kept import CachedRecord
from stamps import ADDRESS, LOT, RICE, batches, key, stamped, write_codes
from tiny import DAY, copy_tiny, replace

from generator.cache import Cache
from generator.catalogue.catalogue import whole
from generator.catalogue.reader import CatalogueReader
from generator.catalogue.records import Records
from generator.diagnostics.problem import Problem
from generator.issuing.lists import MOST_NUMBERS
from generator.records import issued, read
from generator.records.limits import MANIFEST_SIZE
from generator.records.path_patterns import codes_of

MANIFEST, CODES = f"{RICE}/codes/{LOT}.json", f"{RICE}/codes/{LOT}.codes"
GAO = "gao-mau"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    copy_tiny(tmp_path / "site")
    return tmp_path / "site"


def read_again(site: Path, cache: Cache | None = None) -> tuple[Records, list[Problem]]:
    return read(site, cache or CachedRecord())


def test_codes_of_a_lot_are_read(site: Path) -> None:
    files = stamped(site, 3, 2)
    records, problems = read_again(site)
    assert not problems
    codes = records.issued_codes[GAO, LOT]
    assert codes.manifest == files.manifest
    assert (codes.manifest.count, codes.manifest.address) == (5, ADDRESS)
    assert (codes.public_key, codes.file, codes.source) == (key().public_text, MANIFEST, CODES)


def test_codes_of_a_further_province(site: Path) -> None:
    provinces = {"lai-chau"}
    path = f"products/lai-chau/xa-mau/gao-mau/codes/{LOT}.json"
    assert codes_of(path, provinces) == ("lai-chau/gao-mau", LOT, ".json")
    assert codes_of(path) is None
    # A place of the project's own province that has the name of a further one.
    assert codes_of(f"products/lai-chau/gao-mau/codes/{LOT}.json", provinces) == (GAO, LOT, ".json")


def test_what_is_unchanged_is_not_verified_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = stamped(site, 3)
    for path in (site / MANIFEST, site / CODES):
        os.utime(path, (10**9, 10**9))
    cache = CachedRecord()
    first, _ = read_again(site, cache)
    monkeypatch.setattr(issued, "is_signed_by", lambda *_: pytest.fail("verified again"))
    again, problems = read_again(site, cache)
    assert (again.issued_codes, problems) == (first.issued_codes, [])
    assert again.digest == first.digest
    # Another public key under the same id: what the cache holds is of no use.
    text = (site / "content/stamp-keys.yaml").read_text("utf-8")
    other = stamps.key(stamps.OTHER_SECRET).public_text
    (site / "content/stamp-keys.yaml").write_text(text.replace(key().public_text, other), "utf-8")
    monkeypatch.undo()
    assert [fault.code for fault in read_again(site, cache)[1]] == ["CODES-SIGNATURE"]
    assert files.signed == (site / MANIFEST).read_bytes()


def test_every_change_of_codes_has_another_digest(site: Path) -> None:
    """Builds look at digests: of the records, of the overview, of a product's input and of the question."""

    def digests() -> tuple[str, ...]:
        records, problems = read_again(site)
        assert not problems
        reader = CatalogueReader(whole(records, DAY))
        question = reader.digest(("issued-codes", GAO, LOT))
        return records.digest, reader.overview, reader.inputs[f"product {GAO}"], question

    stamped(site, 3)
    changes: list[Callable[[], object]] = [
        lambda: write_codes(site, batches(3, 2)),
        lambda: stamps.write_withdrawn(site, batches(3, 2), 2, 3),
        lambda: stamps.write_signed_anew(site, batches(3, 2)),
        lambda: _remove(site),
    ]
    known = [digests()]
    for change in changes:
        change()
        known.append(digests())
    for column in zip(*known, strict=True):
        assert len(set(column)) == len(known)
    records, _ = read_again(site)
    assert CatalogueReader(whole(records, DAY)).issued_codes(GAO, LOT) is None


def _remove(site: Path) -> None:
    for path in (MANIFEST, CODES):
        (site / path).unlink()


def _link(site: Path) -> None:
    (site / CODES).unlink()
    (site / CODES).symlink_to(site / MANIFEST)


def _signed_twice(site: Path) -> None:
    """Two objects in one file."""
    (site / MANIFEST).write_bytes((site / MANIFEST).read_bytes() * 2)


def _of_another_lot(site: Path) -> None:
    """The files of one lot in the place of another's."""
    for ending in (".json", ".codes"):
        (site / f"{RICE}/codes/{LOT}{ending}").rename(site / f"{RICE}/codes/MU-2605-02{ending}")


def _numbers(site: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Another manifest, signed with the right key."""
    files = batches(3)
    data = files.manifest.model_dump(mode="json")
    change(data)
    signed = json.dumps(data)
    signature = stamps.b64(key().sign(signed.encode()))
    (site / MANIFEST).write_text(json.dumps({"signed": signed, "signature": signature}), "utf-8")


HOSTILE: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "huge manifest": (
        lambda site: (site / MANIFEST).write_bytes(b" " * (MANIFEST_SIZE + 1)),
        ["FILE-TOO-BIG"],
    ),
    "huge list": (
        lambda site: os.truncate(site / CODES, MOST_NUMBERS * 12 + 1),
        ["FILE-TOO-BIG"],
    ),
    "binary": (lambda site: (site / MANIFEST).write_bytes(bytes(range(256))), ["CODES-MANIFEST"]),
    "two objects": (_signed_twice, ["CODES-MANIFEST"]),
    "another encoding": (
        lambda site: (site / MANIFEST).write_bytes((site / MANIFEST).read_text("utf-8").encode("utf-16")),
        ["CODES-MANIFEST"],
    ),
    "deep": (lambda site: (site / MANIFEST).write_bytes(b"[" * 100_000), ["CODES-MANIFEST"]),
    "a list": (lambda site: (site / MANIFEST).write_bytes(b"[1, 2]"), ["CODES-MANIFEST"]),
    "half a letter": (
        lambda site: (site / MANIFEST).write_bytes(b'{"signed": "\\ud800", "signature": ""}'),
        ["CODES-MANIFEST"],
    ),
    "a link": (_link, ["CODES-INCOMPLETE", "FILE-NOT-PLAIN"]),
    "empty list": (lambda site: (site / CODES).write_bytes(b""), ["CODES-COUNT"]),
    "numbers without end": (
        lambda site: _numbers(site, lambda data: data["batches"][0].update(last=10**9)),  # type: ignore[index]
        ["CODES-COUNT"],
    ),
    "a gap": (
        lambda site: _numbers(site, lambda data: data["batches"][0].update(first=2)),  # type: ignore[index]
        ["CODES-MANIFEST"],
    ),
    "numbers that were never issued": (
        lambda site: _numbers(
            site,
            lambda data: data.update(
                withdrawn=[{"first": 3, "last": 4, "on": "2026-06-02", "reason": "mất"}]
            ),
        ),
        ["CODES-MANIFEST"],
    ),
    "another depth": (lambda site: _numbers(site, lambda data: data.update(depth=3)), ["CODES-CHANGED"]),
    "another root": (lambda site: _numbers(site, lambda data: data.update(root="0" * 64)), ["CODES-CHANGED"]),
    "no key": (lambda site: (site / "content/stamp-keys.yaml").unlink(), ["CODES-KEY"]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_that_cannot_be_used(site: Path, name: str) -> None:
    stamped(site, 3)
    spoil, codes = HOSTILE[name]
    spoil(site)
    records, problems = read_again(site)
    assert sorted(fault.code for fault in problems) == codes
    assert all(fault.is_error for fault in problems)
    assert not records.issued_codes
    assert ("codes", f"{GAO}:{LOT}") in records.faulty


def test_a_list_in_the_place_of_another_lot_is_told(site: Path) -> None:
    from generator.catalogue.check import check

    stamped(site, 3)
    _of_another_lot(site)
    records, problems = read_again(site)
    assert not problems
    assert [fault.code for fault in check(records, DAY)] == ["CODES-LOT", "CODES-LEDGER", "CODES-MISSING"]


@pytest.mark.parametrize(
    ("before", "after", "signed", "entries"),
    [
        ("last: 3", "last: 4", "1–3", "1–4"),
        ("copies: 3", "copies: 4", "1–3: 3 · {key}", "1–3: 4 · {key}"),
        ("key: {key}", "key: k-0000000000", "1–3: 3 · {key}", "1–3: 3 · k-0000000000"),
    ],
)
def test_a_ledger_that_says_something_else_is_told(
    site: Path, before: str, after: str, signed: str, entries: str
) -> None:
    """What differs is seen in the message, whether numbers, how many there are, or the key."""
    from generator.catalogue.check import check

    stamped(site, 3)
    replace(site / "products/ledger.yaml", before.format(key=key().id), after)
    records, problems = read_again(site)
    assert not problems
    [fault] = [fault for fault in check(records, DAY) if fault.is_error]
    values = dict(fault.values)
    assert fault.code == "CODES-LEDGER"
    assert values["signed"] == signed.format(key=key().id)
    assert values["issued"] == entries.format(key=key().id)


def test_other_files_beside_codes_are_unexpected(site: Path) -> None:
    stamped(site, 3)
    (site / f"{RICE}/codes/{LOT.lower()}.json").write_text("{}")
    (site / f"{RICE}/codes/tem.csv").write_text("1")
    _, problems = read_again(site)
    assert [(fault.code, fault.location.file) for fault in problems] == [
        ("FILE-UNEXPECTED", f"{RICE}/codes/{LOT.lower()}.json"),
        ("FILE-UNEXPECTED", f"{RICE}/codes/tem.csv"),
    ]


def test_a_faulty_product_hides_no_list(site: Path) -> None:
    """Where the product cannot be read, nothing more is told of its stamps."""
    from generator.catalogue.check import check

    stamped(site, 3)
    (site / RICE / "product.yaml").write_text("name: [", "utf-8")
    records, problems = read_again(site)
    assert {fault.code for fault in problems if fault.is_error} == {"YAML-SYNTAX"}
    assert not [fault for fault in check(records, DAY) if fault.code.startswith("CODES-")]
