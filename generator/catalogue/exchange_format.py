"""The exchange format: the files by which a catalogue publishes its records for other catalogues.

``docs/exchange.md`` describes it. Each file holds records of one kind as ``published.py`` gives them, in
the shape of ``model.py``; the index names every file with its size and a digest. Nothing is read or written
here.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import ConfigDict, Field

from generator.catalogue.fields import BaseUrl, Day, FileDigest, Id, LanguageCode
from generator.catalogue.model import RECORDS, Part, Province, Record
from generator.text import Text

FORMAT = 1
"""Raised when a program that knows an older number could take a file for something that it does not say."""
FOLDER = "data/exchange/"
INDEX = f"{FOLDER}index.json"
SCHEMAS = f"{FOLDER}schema/"
PRODUCTS = "data/products/"
PRODUCERS = f"{FOLDER}producers/"
LOTS = f"{FOLDER}lots/"
CODES = f"{FOLDER}codes/"
MEDIA = "media/"
ALL_LOTS = "all"
"""The name of a file of lots that are not divided by years."""
TOGETHER = (
    *("site", "criteria", "places", "producer-kind", "product-kind", "decision", "document", "chain"),
    *("fair", "news", "page", "ledger", "stamp-keys", "copy"),
)
"""Kinds whose records stand in one file. Those of other kinds have a file each."""
WITH_TEXTS = ("producer", "page")
"""Kinds that have Markdown beside the record."""
DIGEST_BYTES = 8
"""Length of a file's digest, BLAKE2b (RFC 7693): ``b2sum -l 64`` prints the same."""
PHOTO = re.compile(r"[0-9a-f]{12}-[0-9]{1,5}\.webp")
"""The name of a published picture below ``media/``."""
ONE_RECORD = re.compile(rf"({PRODUCTS}|{PRODUCERS}|{LOTS})[a-z0-9-]+(/[a-z0-9-]+){{0,2}}\.json")
"""The path of a file of one record: its id, with the province before it and, of lots, the year after it."""
CODES_FILE = re.compile(
    rf"{CODES}(?P<product>[a-z0-9-]+(/[a-z0-9-]+)?)/(?P<lot>[A-Z0-9][A-Z0-9-]{{0,19}})\.(json|codes)"
)
"""The path of a file of a lot's numbered stamps: its signed manifest, or its codes in order of numbers."""

R = TypeVar("R", bound=Record)
Bytes = Annotated[int, Field(ge=0)]


class IndexedFile(Part):
    """A file of the exchange format, or a picture that a record names."""

    path: str = Field(max_length=300, description="Below the public address, without a slash in front.")
    bytes: Bytes = Field(description="Its size.")
    digest: FileDigest = Field(description="BLAKE2b of its bytes, 64 bits, in hexadecimal digits.")


class ExchangeIndex(Part):
    """What a catalogue publishes for exchange: where it is from, and each file with size and digest."""

    format: Literal[1] = Field(description="Version of the format.")
    home: BaseUrl = Field(description="Public address of the catalogue, without a final slash.")
    as_of: Day = Field(description="Day for which the catalogue was built.")
    title: Text = Field(description="Name of the catalogue.")
    publisher: Text = Field(description="Who publishes it.")
    provinces: tuple[Province, ...] = Field(
        min_length=1, description="The provinces whose records these are."
    )
    files: tuple[IndexedFile, ...] = Field(
        description="Every file, by path. Smaller sizes of a picture are named as well."
    )


class ExchangeFile(Part, Generic[R]):
    """Records of one kind."""

    format: Literal[1] = Field(description="Version of the format.")
    kind: str = Field(description="Kind of the records.")
    records: tuple[R, ...] = Field(
        description="The records, in the order of the catalogue. "
        "Fields with their default value are left out."
    )
    texts: dict[Id, dict[LanguageCode, str]] = Field(
        default_factory=dict, description="Markdown beside a record, by its id and by language."
    )


class ProductFile(ExchangeFile[R], Generic[R]):
    """One product. The file has more members, one for each column of the table of products."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    pages: dict[LanguageCode, str] = Field(description="Address of the product's page in each language.")
    trace: str | None = Field(
        None, description="Permanent address that the product's QR code opens; null if it has none."
    )


def path_of(kind: str, identity: str) -> str:
    """Return the path of the file that holds a record."""
    if kind in TOGETHER:
        return f"{FOLDER}{kind}.json"
    if kind == "lots":
        product, _, year = identity.partition(":")
        return f"{LOTS}{product}/{year or ALL_LOTS}.json"
    return f"{PRODUCTS if kind == 'product' else PRODUCERS}{identity}.json"


@cache
def schemas() -> Mapping[str, Any]:
    """Return a JSON Schema (draft 2020-12) for the index and for the file of each kind, by name.

    Every call returns the same value, which must not be changed: pydantic takes longer for it than all else
    takes that plans a small site.
    """
    result = {"index": ExchangeIndex.model_json_schema()}
    for kind, model in RECORDS.items():
        whole: Any = ProductFile if kind == "product" else ExchangeFile
        schema = whole[model].model_json_schema()
        schema["properties"]["kind"] = {"const": kind, **schema["properties"]["kind"]}
        result[kind] = schema
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {name: {**head, **schema, "title": f"OCOP exchange: {name}"} for name, schema in result.items()}
