"""Reads telephone numbers: which values are valid and may be linked, and where Zalo contacts lead.

Google's numbering plans (the library ``phonenumbers``) decide what is valid. Numbers without a
country code are read as Vietnamese ones.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

REGION, HOME = "VN", 84
"""Where numbers without a country code belong, and its country code."""
_PLAIN = re.compile(r"\+?[\d\s.()–-]+")
"""One number as people group it. A letter O, or words beside the number, do not belong to it."""
_START = re.compile(r"\(?(?:0|\+|84|1[89]00)")
"""How a number begins: a spreadsheet that took the leading zero leaves one that no longer does."""
_EXTENSION = re.compile(
    r"\s*[(,;]?\s*(?:số\s+)?(?:máy\s+(?:lẻ|nhánh)|nhánh|ext(?:ension)?\b\.?|x)\s*[:.=]?\s*(?P<digits>\d{1,6})\s*\)?",
    re.IGNORECASE,
)
_DIVIDERS = (
    re.compile(r"\s*[/,;|&\n]\s*|\s+(?:hoặc|và|or|and)\s+", re.IGNORECASE),
    re.compile(r"\s+[–—-]\s+"),
    re.compile(r"\s*[–—-]\s*"),
)
"""What may stand between two numbers, the surest sign first: hyphens also group the digits of one."""


@dataclass(frozen=True)
class Telephone:
    """One valid number."""

    written: str
    """As it stands in the record, with its extension."""
    international: str
    """In E.164, such as +84912345678, without the extension."""
    dialled: str
    """What a telephone dials: the same, but 1900 1234 for a service number, which no country code reaches."""
    extension: str = ""
    mobile: bool = False

    @property
    def href(self) -> str:
        """Return the address that dials the number, without a switchboard extension, which the words show."""
        return f"tel:{self.dialled}"

    @property
    def digits(self) -> str:
        """Return the number as zalo.me has it: leading zero in Vietnam, country code elsewhere."""
        plain = self.international.removeprefix("+")
        return f"0{plain[2:]}" if plain.startswith("84") else plain


@lru_cache(maxsize=4096)
def read_telephone(written: str) -> Telephone | None:
    """Return the number that ``written`` is as a whole, with or without an extension; else None."""
    import phonenumbers  # late: its numbering plans take 50 ms, and most builds read no new contact

    text = " ".join(written.split())
    digits, extension = text, ""
    if (match := _EXTENSION.search(text)) and match.end() == len(text) and match.start() > 0:
        digits, extension = text[: match.start()], match["digits"]
    if not _PLAIN.fullmatch(digits) or not _START.match(digits):
        return None
    try:
        number = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    kind, kinds = phonenumbers.number_type(number), phonenumbers.PhoneNumberType
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    service = kind in (kinds.TOLL_FREE, kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.UAN)
    return Telephone(
        text,
        international,
        str(number.national_number) if service and number.country_code == HOME else international,
        extension,
        mobile=kind in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE),
    )


def read_telephones(written: str) -> tuple[Telephone, ...]:
    """Return the numbers that ``written`` consists of; empty if any part of it is no valid number."""
    if whole := read_telephone(written):
        return (whole,)
    for divider in _DIVIDERS:
        parts = divider.split(written.strip())
        if len(parts) > 1:
            numbers = [read_telephones(piece) for piece in parts]
            if all(numbers):
                return tuple(number for group in numbers for number in group)
    return ()


def zalo_address(written: str) -> str:
    """Return an address of Zalo as a link, ``https://`` added where it is missing; else ""."""
    address = written if "://" in written else f"https://{written}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("https", "http") or re.search(r"[\s<>\"']", address) or parts.username:
        return ""
    ours = host == "zalo.me" or host.endswith(".zalo.me")
    return address if ours and len(parts.path) > 1 else ""


def zalo_links(written: str) -> tuple[tuple[str, str], ...]:
    """Return the texts that a Zalo contact shows, each with its link.

    Empty if it is neither an address of Zalo nor mobile numbers.
    """
    if address := zalo_address(written.strip()):
        return ((written, address),)
    numbers = read_telephones(written)
    if not all(number.mobile and not number.extension for number in numbers):
        return ()
    return tuple((number.written, f"https://zalo.me/{number.digits}") for number in numbers)


def is_personal(written: str) -> bool:
    """Whether a contact is, or holds, a mobile number, which may be a person's own."""
    address = zalo_address(written.strip())
    last_part = urlsplit(address).path.strip("/").partition("/")[0] if address else ""
    # zalo.me/0912345678 is a person; an official account has a longer number, a group a letter in front.
    return any(number.mobile for number in read_telephones(last_part or written))


def is_placeholder(written: str) -> bool:
    """Whether a number consists of zeros, as in made-up records."""
    return bool(_PLAIN.fullmatch(written)) and set(re.sub(r"\D", "", written)) == {"0"}
