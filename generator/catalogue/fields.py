"""What a field of a record can be: its words in both languages, and the shapes of plain values.

Scalars arrive as the text that was written (the reader converts nothing), so that ``120.000`` or a
phone's leading zero cannot be lost on the way.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from generator.catalogue.ids import bare_id
from generator.text import LANGUAGE


@dataclass(frozen=True)
class Meaning:
    """The meaning of a field by language, written as ``label: explanation``."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """Return label and explanation; in English for every language but Vietnamese."""
        return self.vi if language == "vi" else self.en

    def label(self, language: str) -> str:
        """Return only the label."""
        return self.of(language).partition(": ")[0]

    def __call__(self, schema: dict[str, Any]) -> None:
        """Tell editors: pydantic asks for this when it writes a field's JSON Schema."""
        schema["title"], _, explained = self.vi.partition(": ")
        schema["description"] = f"{explained}\n{self.en}".lstrip()


def named(vi: str, en: str, example: str | list[str] | None = None, **more: Any) -> Any:
    """Return a field with its meaning in both languages and an example value.

    ``vi`` and ``en`` are ``label: explanation``; where the label says it all, both leave the rest out.
    """
    examples = [] if example is None else [example]
    return Field(json_schema_extra=Meaning(vi, en), examples=examples, **more)


def meaning(info: FieldInfo) -> Meaning:
    """Return the meaning that a field's definition gives."""
    extra = info.json_schema_extra
    assert isinstance(extra, Meaning), "every field of a record is named"
    return extra


FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Years that a record can mean; others are slips of the pen."""


def _whole(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise PydanticCustomError("whole_number", "not a whole number")
        return int(value)
    return value


def _score(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value):
            raise PydanticCustomError("score", "not a score")
        return float(value)
    return value


def _degree(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", value):
            raise PydanticCustomError("degree", "not a number of degrees")
        return float(value)
    return value


def _day(value: object) -> object:
    return _read_day(value) if isinstance(value, str) else value


@lru_cache(maxsize=16384)
def _read_day(value: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "not a day")
    try:
        result = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day_unreal", "no such day") from None
    if not FIRST_YEAR <= result.year <= LAST_YEAR:
        raise PydanticCustomError("day_unreal", "no such day")
    return result


def _part_day(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
            raise PydanticCustomError("part_day", "not a day, month or year")
        try:
            first_day = date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            raise PydanticCustomError("day_unreal", "no such day") from None
        if not FIRST_YEAR <= first_day.year <= LAST_YEAR:
            raise PydanticCustomError("day_unreal", "no such day")
    return value


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError("flag", "not true or false")
        return value == "true"
    return value


COUNTRIES = {"vn", "cn", "jp", "kr"}
"""Codes of countries that are often written for their languages; no language has them."""


DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))]
)
"""Names that Windows keeps for devices: no file or folder can have them, with or without an ending."""


def _no_device(value: str) -> str:
    """Refuse ids that Windows keeps for devices: ids become folders of the site and the project."""
    if bare_id(value).upper() in DEVICES:
        raise PydanticCustomError("device", "a name of a device")
    return value


def _language(value: object) -> object:
    if isinstance(value, str):
        _no_device(value)
    if isinstance(value, str) and (not LANGUAGE.fullmatch(value) or value in COUNTRIES):
        raise PydanticCustomError("language_code", "not a language code")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Score = Annotated[float, BeforeValidator(_score)]
Degree = Annotated[float, BeforeValidator(_degree)]
Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(lambda d: d.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
PartDay = Annotated[
    str,
    BeforeValidator(_part_day),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
]
Flag = Annotated[bool, BeforeValidator(_flag)]
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SUB_PATH = r"(:[0-9]{1,5})?(/[A-Za-z0-9_~][A-Za-z0-9._~-]*)*/?$"
BASE_URL = rf"^https?://{_LABEL}(\.{_LABEL})*{_SUB_PATH}"
"""A host and a sub-path: what codes are printed with. No query, no fragment, no user, no ``..``."""
WRITTEN_BASE_URL = r"^https?://[^\s<>\"'\\/?#@:%]+" + _SUB_PATH
"""The same with a host in any letters, as it is shown to people."""
_HOST_LENGTH = 253
_READ_DIFFERENTLY = "ßς\u200c\u200d"
"""Letters that older and newer rules of domain names (IDNA 2003 and 2008) turn into different names."""


def ascii_address(written: str) -> str:
    """Write a public address with its host as name servers know it.

    https://đặcsản.vn becomes https://xn--csn-uqa6698amda.vn. Codes, canonical links and feeds carry this
    form, which every reader takes. Raises ``ValueError`` for a host that has none.
    """
    if written.isascii():
        return written
    scheme, slashes, after_scheme = written.partition("://")
    end = min((after_scheme.find(sign) for sign in ":/" if sign in after_scheme), default=len(after_scheme))
    host = unicodedata.normalize("NFC", after_scheme[:end])
    if any(not _in_domain_names(letter) for letter in host):
        raise ValueError("a letter that domain names do not hold, or that their rules read differently")
    name = host.encode("idna").decode("ascii")
    # The other way round: what does not come out as it went in is not what people would type.
    if name.encode("ascii").decode("idna") != host.lower() or len(name) > _HOST_LENGTH:
        raise ValueError("no domain name")
    return f"{scheme}{slashes}{name}{after_scheme[end:]}"


def _in_domain_names(letter: str) -> bool:
    return letter in "-." or (unicodedata.category(letter)[0] in "LMN" and letter not in _READ_DIFFERENTLY)


def _base_url(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ascii_address(value)
    except ValueError:
        return value  # its pattern refuses it, with a sentence


_ID = "[a-z0-9]+(-[a-z0-9]+)*"
ID, RECORD_ID = f"^{_ID}$", f"^({_ID}/)?{_ID}$"
"""Patterns of an id, and of one that may have the folder of its province before it."""
LONGEST_ID = 64
"""Letters of an id without the folder of its province."""
Id = Annotated[str, Field(pattern=ID, max_length=LONGEST_ID), AfterValidator(_no_device)]
RecordId = Annotated[str, Field(pattern=RECORD_ID, max_length=129), AfterValidator(_no_device)]
LotsId = Annotated[str, Field(pattern=f"^({_ID}/)?{_ID}(:[0-9]{{4}}(-[0-9]{{2}})?)?$", max_length=137)]
"""The id of a product, and the year or month where a file holds the lots of one."""
Line = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{4,6}$")]
Gtin = Annotated[str, Field(pattern=r"^[0-9]{8,14}$")]
TRACE_ADDRESS = (
    rf"^/(p/({_ID}/)?[A-Z]{{2}}[0-9]{{4,6}}(/[A-Z0-9-]{{1,20}})?|01/[0-9]{{14}}(/10/[A-Z0-9-]{{1,20}})?)$"
)
TraceAddress = Annotated[str, Field(pattern=TRACE_ADDRESS)]
DOMAIN = r"^[^\s/\\:@?#<>\".]+(\.[^\s/\\:@?#<>\".]+)+$"
Domain = Annotated[str, Field(pattern=DOMAIN, max_length=300)]
WEB_ADDRESS = r"^https?://[^\s<>\"\\/?#@:]+(:[0-9]{1,5})?([/?#][^\s<>\"\\]*)?$"
"""A host and what follows. No user (``https://known@other`` leads to the other) and no backslash, which
browsers take for a slash."""
_PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
"""Endings of names that only a network of one's own knows (RFC 6762, RFC 8375, ICANN's reserved ones)."""


def is_private_host(host: str) -> bool:
    """Whether a host is one that only a machine or network of one's own reaches.

    Such are names without a dot, names with a private ending, and numbers that are no public address of the
    Internet, however they are written.
    """
    name = host.rstrip(".").lower()
    last_label = name.rpartition(".")[2]
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", last_label):
        try:
            return not ip_address(name).is_global
        except ValueError:
            return True  # such as 127.1 or 0x7f000001: browsers take these for 127.0.0.1
    return "." not in name or name.endswith(_PRIVATE_ENDINGS)


def _public_url(value: str) -> str:
    host = re.split(r"[/?#:]", value.partition("://")[2])[0]
    if is_private_host(host):
        raise PydanticCustomError("private_host", "a host that readers do not reach")
    return value


Url = Annotated[str, Field(pattern=WEB_ADDRESS, max_length=500), AfterValidator(_public_url)]
FILE_DIGEST = "^[0-9a-f]{16}$"
FileDigest = Annotated[str, Field(pattern=FILE_DIGEST)]
"""BLAKE2b of a file's bytes, 64 bits, in hexadecimal digits."""
PUBLIC_KEY, ORDER = "^[A-Za-z0-9+/]{43}=$", "^[0-9a-f]{8,16}$"
PublicKey = Annotated[str, Field(pattern=PUBLIC_KEY)]
"""32 bytes in base 64."""
OrderId = Annotated[str, Field(pattern=ORDER)]
BaseUrl = Annotated[
    str,
    BeforeValidator(_base_url),
    Field(pattern=BASE_URL, max_length=200),
    WithJsonSchema({"type": "string", "pattern": WRITTEN_BASE_URL, "maxLength": 200}),
]
LanguageCode = Annotated[str, BeforeValidator(_language)]
SetNumber = Annotated[Whole, Field(ge=1, le=26)]
