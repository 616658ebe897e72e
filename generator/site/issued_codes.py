"""Numbered stamps of lots: what their scan pages need to check a serial, and the files that answer it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, TypedDict

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.issued import IssuedCodes, fingerprint, grouped_fingerprint
from generator.catalogue.model import StampKey
from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext
from generator.site.outputs import CodeBucket, Document, Output
from generator.site.urls import file_of
from generator.site.view_parts import Row, row, words

CODES = "codes"
"""The folder below a lot's address in which its codes lie."""
DIGITS_OF_ROOT = 12
"""How much of a list's root stands in the address of its buckets: a page never meets another list's."""
MANIFEST = "manifest.json"
KEYS = "/data/stamp-keys.json"
KEYS_ON_PAGE = "stamp-keys"
"""Id of the section of the page of open data that shows the keys."""


class SignedList(TypedDict):
    """What the script needs to know that a bucket is one of those that were signed."""

    signed: str
    signature: str
    key: str
    """The public key in base 64."""


class CodesView(TypedDict):
    """What the page of a lot with numbered stamps needs to check a serial."""

    list: SignedList
    folder: str
    """Address of the folder of buckets, without a final slash."""
    manifest: str
    """Address of the signed list, as a file."""


def codes_view(context: PageContext, product: str, lot: str) -> CodesView | None:
    """Return what a lot's page needs to check serials; None where no numbered stamps were issued."""
    codes = context.catalogue.issued_codes(product, lot)
    if codes is None:
        return None
    return {
        "list": {"signed": codes.signed, "signature": codes.signature, "key": codes.public_key},
        "folder": _folder(context.catalogue, product, lot, codes),
        "manifest": _manifest_address(context.catalogue, product, lot),
    }


def keys_address(context: PageContext) -> str:
    """Return where the public keys are shown."""
    return f"{context.urls('data')}#{KEYS_ON_PAGE}"


def codes_outputs(context: PageContext, product: str, lot: str) -> Iterator[Output]:
    """The buckets of a lot's codes, and its manifest for other programs."""
    catalogue = context.catalogue
    codes = catalogue.issued_codes(product, lot)
    if codes is None:
        return
    folder = _folder(catalogue, product, lot, codes)
    withdrawn = tuple((part.first, part.last) for part in codes.manifest.withdrawn)
    for bucket in range(1 << codes.manifest.depth):
        yield CodeBucket(
            path=file_of(f"{folder}/{bucket:x}.json"),
            source=codes.source,
            digest=codes.manifest.codes,
            withdrawn=withdrawn,
            bucket=bucket,
        )
    file = {
        "signed": codes.signed,
        "signature": codes.signature,
        "public_key": codes.public_key,
        "buckets": context.settings.full(f"{folder}/"),
    }
    yield Document(file_of(_manifest_address(catalogue, product, lot)), "json", file)


def stamp_keys(reader: CatalogueReader) -> list[tuple[str, StampKey]]:
    """Return every public key with the folder of its province, which is empty for the project's own."""
    return [
        (identity.rpartition("/")[0], key)
        for identity, record in reader.stamp_keys.items()
        for key in record.keys
    ]


def key_rows(context: PageContext) -> list[Row]:
    """Return the public keys with their fingerprints, for those who compare them with a printed decision."""
    t, samples = context.t, context.catalogue.ask("keys-of-samples")
    return [
        row(
            key.id,
            words(grouped_fingerprint(key.public_key)),
            words(t("Sample data")) if key.id in samples else None,
            words(t("Made on {day}", day=t.day(key.made_on))),
            words(t("Revoked on {day}", day=t.day(key.revoked.on))) if key.revoked else None,
        )
        for _, key in stamp_keys(context.catalogue)
    ]


def plan_codes(contexts: Sequence[PageContext]) -> None:
    """Plan a unit for the codes of each lot that has any, and the file of public keys where there are any."""
    main = contexts[0]
    for product, lots in main.catalogue.ask("lots-with-codes").items():
        for lot in lots:
            main.units.add(f"codes/{product}/{lot}", partial(codes_outputs, main, product, lot))
    if main.catalogue.stamp_keys:
        main.document_unit(file_of(KEYS), "json", partial(_keys_document, main.catalogue))


def define_codes(reader: CatalogueReader) -> None:
    """Let units ask which lots have codes, where these lie, and which keys are those of made-up lots."""

    def lots_with_codes() -> dict[str, list[str]]:
        with_codes = {
            product: [lot for lot in lots if reader.issued_codes(product, lot)]
            for product, lots in reader.ask("lots-with-pages").items()
        }
        return {product: lots for product, lots in with_codes.items() if lots}

    def codes_address(product: str, code: str) -> str:
        lot = reader.lots[product].by_code[code]
        return f"{lot_addresses(reader.products[product], lot)[0]}/{CODES}"

    def keys_of_samples() -> list[str]:
        used_for: dict[str, set[bool]] = defaultdict(set)
        for product, lots in reader.ask("lots-with-codes").items():
            for codes in filter(None, (reader.issued_codes(product, lot) for lot in lots)):
                for key in {codes.manifest.key, *(batch.key for batch in codes.manifest.batches)}:
                    used_for[key].add(reader.products[product].sample)
        return sorted(key for key, samples in used_for.items() if samples == {True})

    reader.derive("keys-of-samples", keys_of_samples)
    reader.derive("lots-with-codes", lots_with_codes, stored=True)
    reader.derive("codes-address", codes_address, of_product=True)


def _folder(reader: CatalogueReader, product: str, lot: str, codes: IssuedCodes) -> str:
    return f"{reader.ask('codes-address', product, lot)}/{codes.manifest.root[:DIGITS_OF_ROOT]}"


def _manifest_address(reader: CatalogueReader, product: str, lot: str) -> str:
    return f"{reader.ask('codes-address', product, lot)}/{MANIFEST}"


def _keys_document(reader: CatalogueReader) -> dict[str, Any]:
    samples = reader.ask("keys-of-samples")
    return {
        "keys": [
            {
                "id": key.id,
                "province": folder or None,
                "public_key": key.public_key,
                "fingerprint": fingerprint(key.public_key),
                "sample": key.id in samples,
                "made_on": key.made_on.isoformat(),
                "revoked_on": key.revoked.on.isoformat() if key.revoked else None,
            }
            for folder, key in stamp_keys(reader)
        ]
    }
