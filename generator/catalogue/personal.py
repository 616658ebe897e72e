"""Personal data in free text: telephone numbers, e-mail addresses, identity numbers.

Contacts have fields of their own, with the day of consent. What stands in a summary, a note or a story
is published as it is, whether its owner agreed or not (Law 91/2025/QH15). Only texts are judged here;
numbers of decisions, certificates and barcodes, days, amounts and codes are no personal data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel

from generator.catalogue.model import KeyPath, Record
from generator.catalogue.telephone import REGION, is_placeholder
from generator.text import Text

Kind = Literal["phone", "email", "identity"]

PERSONAL: Mapping[Kind, str] = {"phone": "TEXT-PHONE", "email": "TEXT-EMAIL", "identity": "TEXT-IDENTITY"}
"""The problem that each kind is."""
NOT_PROSE = frozenset(
    {
        # A contact, which is shown with consent or as its business published it, or the publisher's own.
        *("value", "report", "report_email", "report_phone", "office"),
        # Numbers, codes, names of files and addresses: no words that a person wrote for readers.
        *("number", "gtin", "code", "official_code", "former_codes", "former_ids", "id", "file"),
        *("domain", "base_url", "url", "evidence"),
    }
)
"""Names of fields that hold no free text."""

_HINT = re.compile(r"[@+\d](?:(?<=@)|(?<=[+0])(?:[\s.()/–-]{0,3}\d){8}|(?<=\d)(?:[ .]?\d){8})")
"""Whatever :func:`personal_data` yields holds one of these, also where the text is written as JSON."""
_NUMBERS = re.compile(r'"gtin":"\d*"|"official_code":\[[^\]]*\]')
"""Numbers of products in the JSON of a record: they are no words, and many of them look like telephones."""
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)
_ZALO = re.compile(r"(?:https?://)?(?:[\w-]+\.)*zalo\.me/(?=[+\d])", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.ASCII | re.IGNORECASE)
_RESERVED = re.compile(r"[@.](?:example|test|invalid|example\.(?:com|org|net))$", re.IGNORECASE)
"""Domains that belong to nobody (RFC 2606)."""
_MAYBE_PHONE = re.compile(r"(?<![\w.,/+-])[(]?(?:\+|0)(?:[\s.()/–-]{0,3}\d){8}")
_DAY = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1\d{2,4}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_CODE_BEFORE = re.compile(
    r"(?:\b(?:HS|GTIN|EAN|UPC|MST|ISO|TCVN|TCCS|QCVN|QĐ|SĐK|ĐKKD|GCN|MSVT|PUC|PHC)"
    r"|\bmã(?:\s+[^\W\d]+){0,6}"
    r"|\b(?:tax|bar|lot|trace|commodity|HS|GTIN|postal|growing|area)\s*codes?"
    r"|\blô|\blot|\bbarcode|\bserial|\bđăng ký(?:\s+(?:kinh doanh|doanh nghiệp))?|\bgiấy\s[\w\s]{0,30}"
    r"|\b(?:quyết định|công văn|văn bản|hợp đồng|tài khoản|hóa đơn|số hiệu)"
    r"|\b(?:registration|certificate|licence|license|decision|contract|account|invoice))"
    r"(?:\s*(?:số|no\.?|number|là|is))*\s*[:.(#]?\s*$",
    re.IGNORECASE,
)
"""Words before a number that say it is the number of something else."""
_PHONE_BEFORE = re.compile(
    r"\b(?:điện thoại|ĐT|SĐT|di động|liên hệ|gọi|zalo|hotline|tel|call|phone|mobile)\b", re.IGNORECASE
)
"""Words that say, closer to it, that it is a telephone number after all."""
_IDENTITY_WORD = re.compile(
    r"\b(?:CCCD|CMND|CMTND|CMT|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư)"
    r"|(?:số )?định danh(?: cá nhân)?|identity (?:card|number)|ID card"
    r"|(?:citizen|personal) (?:ID|identity|identification))\b",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<![\w.,/-])\d(?:[ .]?\d){8}(?:(?:[ .]?\d){3})?(?![\w/]|[ .]?\d)")
"""Nine digits, or twelve: numbers of old and of today's identity cards."""
_NEAR = 40
"""Letters between the word for an identity card and its number, at most."""


class PersonalDatum(NamedTuple):
    """Something in a text that belongs to a person."""

    kind: Kind
    written: str
    start: int
    """Offset in the text, from 0."""


def personal_data(words: str) -> Iterator[PersonalDatum]:
    """Yield telephone numbers, e-mail addresses and identity numbers in a text, kind by kind."""
    if not _HINT.search(words):
        return
    for match in _EMAIL.finditer(words):
        if not _RESERVED.search(match[0]):
            yield PersonalDatum("email", match[0], match.start())
    identities = list(_identities(words))
    yield from identities
    taken = {identity.start for identity in identities}
    yield from (telephone for telephone in _telephones(words) if telephone.start not in taken)


def _identities(words: str) -> Iterator[PersonalDatum]:
    for word in _IDENTITY_WORD.finditer(words):
        if (match := _IDENTITY.search(words, word.end())) and match.start() - word.end() <= _NEAR:
            yield PersonalDatum("identity", match[0], match.start())


def _telephones(words: str) -> Iterator[PersonalDatum]:
    plain = _blanked(_URL, _ZALO.sub(lambda link: " " * len(link[0]), words))
    plain = _blanked(_DAY, plain)
    if not _MAYBE_PHONE.search(plain):
        return
    import phonenumbers  # late, as in telephone.py

    for match in phonenumbers.PhoneNumberMatcher(plain, REGION):
        written = match.raw_string
        before = plain[max(0, match.start - 60) : match.start]
        if (
            written.lstrip("(").startswith(("0", "+"))
            and not re.search(r"[\w.,/+-]\Z", before)
            and not re.match(r"[\w/]|[.,-]\d", plain[match.end :])
            and not _names_a_code(before)
            and not is_placeholder(written)
        ):
            yield PersonalDatum("phone", written, match.start)


def _names_a_code(before: str) -> bool:
    match = _CODE_BEFORE.search(before)
    return match is not None and not _PHONE_BEFORE.search(match[0])


def _blanked(pattern: re.Pattern[str], words: str) -> str:
    """Replace what a pattern matches by bars of the same length, which no number can contain."""
    return pattern.sub(lambda match: "|" * len(match[0]), words)


def free_texts_in(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield every free text inside of a record with the path that leads to it."""
    if isinstance(value, str):
        yield path, value
    else:
        for key, inner in _parts_of(value):
            yield from free_texts_in(inner, (*path, key))


def _parts_of(value: object) -> Iterable[tuple[str | int, object]]:
    """Return what a group, list or text per language holds, by name, position or language code."""
    if isinstance(value, Text):
        return value.root.items()
    if isinstance(value, Mapping):
        return value.items()
    if isinstance(value, tuple | list):
        return enumerate(value)
    if isinstance(value, BaseModel):
        return [
            (info.alias or name, getattr(value, name))
            for name, info in type(value).model_fields.items()
            if name not in NOT_PROSE
        ]
    return ()


def may_hold_personal_data(record_json: str) -> bool:
    """Whether the texts of a record have to be looked at one by one; told from its JSON, which is faster."""
    return _HINT.search(_NUMBERS.sub("", record_json)) is not None


def personal_data_of(record: Record) -> Iterator[tuple[KeyPath, PersonalDatum]]:
    """Yield the personal data in the free texts of a record, with the path of each text."""
    for path, words in free_texts_in(record):
        for datum in personal_data(words):
            yield path, datum
