"""How large each kind of file may be, and what its author can do when it is too large."""

from dataclasses import dataclass

from generator.issuing.lists import CODE_BYTES, MOST_NUMBERS
from generator.records.stories import MAX_SIZE as STORY_SIZE

RECORD_SIZE = 64 * 1024
LOTS_SIZE = 1024 * 1024
"""Some 800 lots with four steps each, or 10,000 that give no more than their days."""
TABLE_SIZE = 1024 * 1024
"""The places of a province of 65 communes with their former ones take 24 KB; 60 documents take 16 KB."""
LEDGER_SIZE = 32 * 1024 * 1024
"""Some 160,000 printed addresses: the ledger only grows, and it cannot be split."""
MANIFEST_SIZE = 1024 * 1024
"""Some 8,000 batches and withdrawn ranges of one lot."""


@dataclass(frozen=True)
class Limit:
    """The most bytes of a file, and the key of the sentence that says what to do about more."""

    size: int
    advice: str


_TABLES = ("places", "criteria", "producer-kind", "product-kind", "document", "chain")
RECORD_LIMIT = Limit(RECORD_SIZE, "hints.shorten-texts")
TABLE_LIMIT = Limit(TABLE_SIZE, "hints.shorten-table")

MANIFEST_LIMIT = Limit(MANIFEST_SIZE, "hints.restore-codes")
LEDGER_LIMIT = Limit(LEDGER_SIZE, "hints.keep-ledger")
CODES_LIMIT = Limit(MOST_NUMBERS * CODE_BYTES, "hints.restore-codes")


def limit_of(kind: str, *, story: bool = False) -> Limit:
    """The limit of a record's file, or of a story beside it."""
    if story:
        return Limit(STORY_SIZE, "hints.shorten-texts")
    if kind == "lots":
        return Limit(LOTS_SIZE, "hints.split-lots")
    if kind == "ledger":
        return LEDGER_LIMIT
    return TABLE_LIMIT if kind in _TABLES else RECORD_LIMIT
