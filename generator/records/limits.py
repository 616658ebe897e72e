"""How large each kind of file may be, and what its author can do when it is too large."""

from dataclasses import dataclass

from generator.records.stories import MAX_SIZE as STORY_SIZE

RECORD_SIZE = 64 * 1024
LOTS_SIZE = 1024 * 1024
"""Some 800 lots with four steps each, or 10,000 that give no more than their days."""
TABLE_SIZE = 1024 * 1024
"""The places of Lạng Sơn, 65 communes with their former ones, take 24 KB; 60 documents take 16 KB."""
LEDGER_SIZE = 32 * 1024 * 1024
"""Some 160,000 printed addresses: the ledger only grows, and it cannot be split."""


@dataclass(frozen=True)
class Limit:
    """The most bytes of a file, and what to do about more, in Vietnamese and English."""

    size: int
    how: tuple[str, str]


_SHORTEN = (
    "hãy rút gọn các đoạn chữ, hoặc chuyển phần dài sang một bài viết riêng.",
    "shorten the texts, or move what is long into a story or a news item.",
)
_KEEP_TABLE = (
    "hãy rút gọn chữ và bỏ mục không còn dùng; danh sách này phải nằm trong một tệp.",
    "shorten the words and delete entries that nothing uses; this list has to be one file.",
)
_SPLIT_LOTS = (
    "hãy chuyển lô của các năm trước, cùng mục places, sang lots/<năm>.yaml, hoặc lots/<năm>-<tháng>.yaml.",
    "move the lots of earlier years, with places, into lots/<year>.yaml, or lots/<year>-<month>.yaml.",
)
_KEEP_LEDGER = (
    "sổ cấp mã không được bớt dòng; hãy nhờ người giữ chương trình nâng LEDGER_SIZE.",
    "no entry of the ledger may go: ask who keeps the program to raise LEDGER_SIZE.",
)
_TABLES = ("places", "criteria", "producer-kind", "document", "chain")
RECORD_LIMIT = Limit(RECORD_SIZE, _SHORTEN)


def limit_of(kind: str, *, story: bool = False) -> Limit:
    """The limit of a record's file, or of a story beside it."""
    if story:
        return Limit(STORY_SIZE, _SHORTEN)
    if kind == "lots":
        return Limit(LOTS_SIZE, _SPLIT_LOTS)
    if kind == "ledger":
        return Limit(LEDGER_SIZE, _KEEP_LEDGER)
    return Limit(TABLE_SIZE, _KEEP_TABLE) if kind in _TABLES else RECORD_LIMIT
