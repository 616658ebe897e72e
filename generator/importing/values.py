"""Values of single cells: stars, scores, telephones, barcodes, web addresses; not days, places and sets.

Each function takes a cell's content and returns what it gives, for one or several fields. It raises
:class:`UnusableError` for a cell that cannot be used.
"""

import re
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.catalogue.fields import Url
from generator.catalogue.gs1 import LENGTHS, fault
from generator.catalogue.model import Product
from generator.catalogue.telephone import read_telephone, read_telephones
from generator.importing.answers import Option, Question
from generator.importing.content import Content
from generator.importing.questions import (
    Asker,
    Parsed,
    UnusableError,
    accept_any_of,
    ignored,
    options_of,
    refused,
    repaired,
)
from generator.importing.rows import note
from generator.importing.texts import one_line, unmarked
from generator.messages import both
from generator.text import fold

LONGEST_NAME = 300
_STARS = re.compile(r"(?<![\d.,/-])0?(\d{1,2})(?:[.,]0+)? ?-?(?:sao|stars?|\*|★|⭐)")
_STAR_SIGNS = re.compile(r"[★⭐*✯✰]+")
_STAR_WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
_STAR_WORD = re.compile(rf"\b({'|'.join(_STAR_WORDS)}) (?:sao|stars?)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_POTENTIAL = re.compile(
    r"\(?(?:co )?tiem nang (?:dat )?(?:hang )?(?:0?5|nam) ?(?:sao|\*|★)?\)?"
    r"|\(?potential (?:5|five)[- ]?(?:stars?)?\)?"
)
_PROPOSED = re.compile(r"\b(?:de nghi|de xuat|du kien|tu danh gia|dang ky|phan dau|du thi|cho|proposed)\b")
_FAILED = re.compile(
    r"\b(?:khong dat|chua dat|khong cong nhan|khong (?:phan|xep) hang|thu hoi|failed|withdrawn)\b"
)
_UPGRADE = re.compile(
    r"(?:nang (?:hang|sao) )?(?:tu )?0?([345]) ?(?:sao|\*)? ?(?:len|->|→|sang) ?0?([345]) ?(?:sao|\*)?"
)
_SCORE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,15})?) ?(?:/ ?100|diem|points?|d)?(?: ?/ ?100)?(?![\d.,])"
)
_SCORE_IN_STARS = re.compile(r"(?<![\d.,])(\d{2,3}(?:[.,]\d{1,4})?) ?(?:diem|points?)\b")
_DECIMALS = 4
"""Decimals of a score that a record takes."""
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?\s*E\s*\+?\s*\d+", re.IGNORECASE)
_LOST_DIGITS = re.compile(r"\d{3,7}0{6,}")
"""What is left of a number of which a spreadsheet kept a few digits."""
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_AROUND_EMAIL = re.compile(r"e-?mail|mailto|thư điện tử|[\s,;:/.<>()-]", re.IGNORECASE)
_WEB_LABEL = re.compile(r"\bweb(?:site)?\s*:", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_DIVIDERS = re.compile(r"\s*[/,;|&\n]\s*|\s+[-–—]\s+|\s+(?:hoặc|và|or|and)\s+", re.IGNORECASE)
_PHONE_LABEL = re.compile(
    r"^(?:s?đt|s?dt|tel|(?:số )?điện thoại|di động|dđ|zalo|hotline|mobile|phone|cố định|cđ|[^\d:+(]{1,40}:)?"
    r"\s*[.:]*\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()\d+]*\)\s*")
_OLD_MOBILE = {
    **{
        f"012{digit}": f"0{new}"
        for digit, new in zip(
            "0123456789", ["70", "79", "77", "83", "84", "85", "76", "81", "78", "82"], strict=True
        )
    },
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
"""How mobile numbers of eleven digits began until 2018, and how those of ten do that replaced them."""
_CODES_OF_MODEL: Any = Product.model_fields["official_code"].annotation
_OFFICIAL_CODES: TypeAdapter[tuple[str, ...]] = TypeAdapter(_CODES_OF_MODEL)
_SEVERAL = re.compile(r"(?:^|\n)\s*(?:[-+•*]|\d{1,2}[.)])\s*\S.*\n\s*(?:[-+•*]|\d{1,2}[.)])\s*\S", re.DOTALL)
_YES = frozenset(
    ("co", "co tem", "da co", "co su dung", "da dan tem", "dan tem", "x", "v", "yes", "true", "1")
)
_NO = frozenset(("khong", "no", "false", "0", "chua", "chua co", "khong co", "khong co tem"))
RATING_KINDS = {
    "new": (
        "moi",
        "cong nhan moi",
        "dang ky moi",
        "danh gia moi",
        "lan dau",
        "cong nhan lan dau",
        "moi cong nhan",
        "danh gia lan dau",
        "new",
        "san pham moi",
    ),
    "renewal": (
        "danh gia lai",
        "cong nhan lai",
        "gia han",
        "danh gia phan hang lai",
        "tai cong nhan",
        "het han danh gia lai",
        "renewal",
        "re evaluation",
        "danh gia cong nhan lai",
        "lai",
    ),
    "upgrade": (
        "nang hang",
        "nang sao",
        "nang hang sao",
        "nang cap",
        "nang cap sao",
        "upgrade",
        "danh gia nang hang",
    ),
    "downgrade": ("ha hang", "ha sao", "giam hang", "xuong hang", "downgrade"),
}
_KIND_OF = {spelling: kind for kind, spellings in RATING_KINDS.items() for spelling in spellings}
_URL: TypeAdapter[str] = TypeAdapter(Url)


def require_text(content: Content) -> None:
    """Refuse a cell that holds a day, a time, or true or false instead of words."""
    if isinstance(content.value, bool | date | time):
        raise UnusableError("readings.no-text")


def name(content: Content, field: str, asker: Asker) -> list[Parsed]:
    """Return the name of a product or producer, letter by letter as it was typed.

    Lines that may each be a name are asked about.
    """
    require_text(content)
    text = one_line(content.text)
    if not any(map(str.isalpha, text)):
        raise UnusableError("readings.no-name")
    if len(text) > LONGEST_NAME:
        raise UnusableError("readings.too-long", count=len(text), limit=LONGEST_NAME)
    if _SEVERAL.search(content.text):
        raise UnusableError("readings.several")
    lines = content.text.split("\n")
    if len(lines) > 1 and all(" " in line and line[0].isupper() for line in lines):
        question = Question(
            f"lines|{text.lower()}",
            "readings.ask-lines",
            (("written", " / ".join(lines)),),
            options_of([text]),
            (content.where,),
        )
        return [asker.ask(field, question, accept_any_of(question.options))]
    return [Parsed(field, text)]


def stars(content: Content, asker: Asker) -> list[Parsed]:
    """Return the stars of a cell and what stands beside them: a score, potential five stars, an upgrade."""
    if isinstance(content.value, date | time | bool):
        raise UnusableError("readings.no-stars")
    text = unmarked(one_line(content.text))
    beside: list[Parsed] = []
    if match := _SCORE_IN_STARS.search(text):
        beside += score(Content(None, match[1], content.where))
        text = text.replace(match[0], " ")
    if match := _POTENTIAL.search(text):
        beside.append(Parsed("rating.status", "potential_five"))
        text = text.replace(match[0], " ")
    text = text.strip(" ,;()-")
    if not text and beside:
        return beside
    for pattern, key in ((_FAILED, "readings.not-recognised"), (_PROPOSED, "readings.proposed")):
        if pattern.search(text):
            return [*beside, refused("rating.stars", note(key))]
    if match := _UPGRADE.search(text):
        kind = "upgrade" if match[1] < match[2] else "downgrade" if match[1] > match[2] else "renewal"
        return [Parsed("rating.stars", int(match[2])), Parsed("rating.kind", kind), *beside]
    return [_number_of_stars(text, content, asker), *beside]


def _number_of_stars(text: str, content: Content, asker: Asker) -> Parsed:
    """Return the one number of stars in an unmarked text; ask where it has several or none."""
    numbers = _numbers_of_stars(text)
    if numbers and (numbers <= {0, 1, 2} or len(numbers) == 1):
        count = max(numbers)
        if count in (3, 4, 5):
            return Parsed("rating.stars", count)
        return refused("rating.stars", note("readings.few-stars" if count < 3 else "readings.no-stars"))
    if not numbers and not any(map(str.isalnum, text)):
        raise UnusableError("readings.no-stars")
    question = Question(
        f"stars|{' '.join(content.text.lower().split())}",
        "readings.ask-stars",
        (("written", content.text),),
        options_of("345"),
        (content.where,),
    )
    return asker.ask("rating.stars", question, {"3": 3, "4": 4, "5": 5}.get)


def _numbers_of_stars(text: str) -> set[int]:
    """Return every number of stars that an unmarked text names."""
    bare = text.strip(" .,;:()")
    if re.fullmatch(r"0?\d(?:[.,]0+)?", bare):
        return {int(re.split("[.,]", bare)[0])}
    if (signs := _STAR_SIGNS.findall(text)) and not re.search(r"\d", text):
        return {sum(map(len, signs))} if len(signs) == 1 else {len(run) for run in signs}
    numbers = {int(match[1]) for match in _STARS.finditer(text)}
    numbers |= {_STAR_WORDS[match[1]] for match in _STAR_WORD.finditer(text)}
    if roman := re.fullmatch(r"(?:hang )?(i{1,3}|iv|v) (?:sao|stars?)", bare):
        numbers.add(_ROMAN[roman[1]])
    if hang := re.fullmatch(r"(?:dat |xep )?hang 0?(\d)", bare):
        numbers.add(int(hang[1]))
    return numbers


def marked(content: Content, count: int) -> list[Parsed]:
    """Return the stars of a column of marks in which this row has one."""
    if fold(content.text) in ("x", "v", "co", "1", str(count), f"{count} sao") or content.text in "✓✔☑√●+*":
        return [Parsed("rating.stars", count)]
    raise UnusableError("readings.no-stars")


def score(content: Content) -> list[Parsed]:
    """Return a score out of 100."""
    field = "rating.score"
    if isinstance(content.value, date | time | bool):
        raise UnusableError("readings.no-score")
    if content.text.endswith("%") and isinstance(content.value, int | Decimal) and 0 < content.value <= 1:
        share = (Decimal(content.value) * 100).normalize() + 0
        return [repaired(field, share, note("readings.taken", value=f"{share:f}"))]
    match = _SCORE.fullmatch(unmarked(one_line(content.text)).strip(" .:"))
    points = Decimal(match[1].replace(",", ".")) if match else Decimal(-1)
    # A share, such as 0.9125: what it is a share of stands in a format that the file does not tell.
    if not (points == 0 or 1 <= points <= 100):
        raise UnusableError("readings.no-score")
    if -int(points.as_tuple().exponent) > _DECIMALS:
        short = points.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return [repaired(field, short, note("readings.rounded", value=str(short)))]
    return [Parsed(field, points)]


def phone(content: Content, asker: Asker) -> list[Parsed]:
    """Return telephone numbers, several with `` / `` between them, each as written but for a lost zero."""
    field = "producer.phone"
    if isinstance(content.value, date | time | bool) or _EXPONENT.search(content.text):
        raise UnusableError("readings.digits-lost")
    if telephones := read_telephones(content.text):
        joined = " / ".join(telephone.written for telephone in telephones)
        if joined == one_line(content.text):
            return [Parsed(field, joined)]
        return [repaired(field, joined, note("readings.phone-form", number=joined))]
    pieces = [piece for piece in _DIVIDERS.split(_BRACKETS.sub(" ", content.text).strip()) if piece]
    if not pieces:
        raise UnusableError("readings.no-phone", written=content.text[:40])
    numbers = [_one_phone(piece, content, asker) for piece in pieces]
    if unknown := next((number for number in numbers if not number.usable), None):
        return [unknown]
    joined = " / ".join(number.value for number in numbers)
    changed = next((number.note for number in numbers if number.note), None)
    if changed is None and joined != one_line(content.text):
        changed = note("readings.phone-form", number=joined)
    return [repaired(field, joined, changed) if changed else Parsed(field, joined)]


def _one_phone(piece: str, content: Content, asker: Asker) -> Parsed:
    """Return one number of a cell."""
    field = "producer.phone"
    number = _PHONE_LABEL.sub("", piece).strip(" .:")
    if read_telephone(number):
        return Parsed(field, number)
    if re.fullmatch(r"[1-9][\d .-]+", number) and read_telephone(f"0{number}"):
        return repaired(field, f"0{number}", note("readings.phone-zero", number=f"0{number}"))
    plain = re.sub("[Oo]", "0", number)
    if plain != number and read_telephone(plain):
        return repaired(field, plain, note("readings.phone-letter", number=plain))
    digits = re.sub(r"\D", "", number)
    new = _renumbered(digits)
    if not new:
        raise UnusableError("readings.no-phone", written=piece[:40])
    question = Question(
        f"old-phone|{digits}",
        "readings.ask-old-phone",
        (("written", number), ("number", new)),
        options_of([new]),
        (content.where,),
    )
    return asker.ask(field, question, accept_any_of(question.options))


def _renumbered(digits: str) -> str:
    """Return today's form of a mobile number of eleven digits, or ""."""
    old = digits if digits.startswith("0") else f"0{digits}"
    new = _OLD_MOBILE.get(old[:4], "")
    return f"{new}{old[4:]}" if new and len(old) == 11 and read_telephone(f"{new}{old[4:]}") else ""


def gtin(content: Content, asker: Asker) -> list[Parsed]:
    """Return a barcode number, checked; one that lost digits is refused, however it looks."""
    field = "product.gtin"
    text = one_line(content.text)
    if _EXPONENT.search(text) or isinstance(content.value, Decimal):
        raise UnusableError("readings.digits-lost")
    numbers = [re.sub(r"[ .'-]", "", piece) for piece in re.findall(r"\d[\d .'-]{5,}\d", text)]
    words = re.sub(r"[\d\s.,;/'’:-]|gtin|ean|ma vach", "", unmarked(text))
    if not numbers or words or isinstance(content.value, date | time | bool):
        raise UnusableError("readings.no-gtin")
    number = numbers[0]
    if len(numbers) > 1:
        question = Question(
            f"gtin|{' '.join(numbers)}",
            "readings.ask-gtin",
            (("written", text),),
            options_of(numbers),
            (content.where,),
        )
        parsed = asker.ask(field, question, accept_any_of(question.options))
        if not parsed.usable:
            return [parsed]
        number = parsed.value
    if _LOST_DIGITS.fullmatch(number):
        raise UnusableError("readings.digits-lost")
    _require_gtin(number)
    if number != text:
        return [repaired(field, number, note("readings.gtin-form", number=number))]
    return [Parsed(field, number)]


def _require_gtin(number: str) -> None:
    """Refuse a number that cannot be the GTIN of a product on sale."""
    code, values = fault(number, sample=False) or ("", {})
    if code == "GTIN-LENGTH":
        raise UnusableError(
            "readings.gtin-length", count=values["count"], lengths=", ".join(map(str, LENGTHS))
        )
    if code == "GTIN-CHECK":
        raise UnusableError("readings.gtin-check", digit=values["digit"], last=number[-1])
    if code:
        raise UnusableError("readings.gtin-range")


def email(content: Content, asker: Asker) -> list[Parsed]:
    """Return an e-mail address; of several the one that is chosen."""
    text = one_line(content.text)
    addresses = list(dict.fromkeys(_EMAIL.findall(text)))
    if not addresses or _AROUND_EMAIL.sub("", _EMAIL.sub("", text)):
        raise UnusableError("readings.no-email")
    return [_chosen("producer.email", addresses, content, asker)]


def _chosen(parsed_field: str, addresses: list[str], content: Content, asker: Asker) -> Parsed:
    """Return the only one of several addresses, or ask which one is meant."""
    text = one_line(content.text)
    if len(addresses) > 1:
        question = Question(
            f"{parsed_field}|{' '.join(addresses).lower()}",
            "readings.ask-address-of-web",
            (("written", text),),
            options_of(addresses),
            (content.where,),
        )
        return asker.ask(parsed_field, question, accept_any_of(question.options))
    (address,) = addresses
    if address == text:
        return Parsed(parsed_field, text)
    return repaired(parsed_field, address, note("readings.taken", value=address))


def web(content: Content, asker: Asker) -> list[Parsed]:
    """Return the address of a website, with https:// where it lacked; of several the one that is chosen."""
    text = one_line(content.text)
    pieces = [piece for piece in re.split(r"[\s,;]+", _WEB_LABEL.sub(" ", text)) if piece]
    if not pieces or not all(map(_WEB.fullmatch, pieces)):
        raise UnusableError("readings.no-web")
    addresses = [piece if "://" in piece else f"https://{piece}" for piece in pieces]
    try:
        addresses = [_URL.validate_python(address) for address in addresses]
    except ValidationError:
        raise UnusableError("readings.no-web") from None
    return [_chosen("producer.web", addresses, content, asker)]


def product_code(content: Content) -> list[Parsed]:
    """Return an official OCOP code; codes of the list's own are not used."""
    text = re.sub(r"\s*[-–—_]\s*", "-", one_line(content.text)).strip()
    try:
        _OFFICIAL_CODES.validate_python((text,))
    except ValidationError:
        return [ignored("product.code", note("readings.other-code"))]
    if text != content.text:
        return [repaired("product.code", text, note("readings.taken", value=text))]
    return [Parsed("product.code", text)]


def trace_stamps(content: Content) -> list[Parsed]:
    """Return whether packs carry trace stamps."""
    field = "product.trace_stamps"
    if isinstance(content.value, bool):
        return [Parsed(field, content.value)]
    key = fold(content.text)
    if key in _YES or content.text in "✓✔☑√●":
        return [Parsed(field, value=True)]
    if key in _NO:
        return [Parsed(field, value=False)]
    return [ignored(field, note("readings.other-stamp"))]


def rating_kind_of(written: str) -> str:
    """Return the kind of rating that a text names; "" where it names none."""
    return _KIND_OF.get(fold(written), "")


def rating_kind(content: Content, asker: Asker) -> list[Parsed]:
    """Return whether a rating is new, a renewal, an upgrade or a downgrade."""
    field = "rating.kind"
    key = fold(content.text)
    if kind := rating_kind_of(key):
        return [Parsed(field, kind)]
    require_text(content)
    question = Question(
        f"rating-kind|{key}",
        "readings.ask-rating-kind",
        (("written", content.text),),
        tuple(Option(kind, both(f"readings.rating-{kind}")) for kind in RATING_KINDS),
        (content.where,),
    )
    return [asker.ask(field, question, accept_any_of(question.options))]
