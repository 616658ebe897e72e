"""When two written names are the same name: surely, or perhaps. Nothing here looks at records.

``name_key`` joins only spellings of one name: capitals, spaces, punctuation, where a tone mark stands (Hoà,
Hòa), final i and y (mỳ, mì). Other letters and tones make another name: ``mật`` (honey) is not ``mắt`` (eye).
``may_be_same`` also sees names whose marks were left out and slips of the pen: a person says what they are.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from generator.catalogue.place_names import place_key
from generator.text import ETH, fold, nfc

_TONES = {"\u0300": "~1", "\u0301": "~2", "\u0309": "~3", "\u0303": "~4", "\u0323": "~5"}
"""Tone marks, and what stands for them behind a syllable: plain signs, so that Unicode's forms are one."""
_ETH = str.maketrans(ETH)
_FINAL_Y = re.compile(r"^([^aăâeêioôơuưy]+)y$")
_SHORTEST = 3
"""Letters below which another letter surely makes another word."""

GENERAL_FORMS = frozenset(("", "enterprise"))
"""Forms that another list may tell more closely: none at all, or just that it is a company."""
_HOUSE = "house"
"""A household of which the name does not say whether it is a business."""
_FORMS = {
    words: form
    for form, several in {
        "cooperative": "hop tac xa, htx, cooperative",
        "cooperative-union": "lien hiep hop tac xa, lien hiep htx, lhhtx",
        "cooperative-group": "to hop tac, tht",
        "household-business": "ho kinh doanh ca the, ho kinh doanh, hkd, ho san xuat kinh doanh, ho sxkd, "
        "ho sx kd",
        "household": "ho san xuat, ho sx",
        _HOUSE: "ho gia dinh, ho",
        "establishment": "co so san xuat kinh doanh, co so sxkd, co so san xuat, cssx, co so sx, co so",
        "single-member-limited-company": "cong ty trach nhiem huu han mot thanh vien, "
        "cong ty trach nhiem huu han 1 thanh vien, cong ty trach nhiem huu han mtv, "
        "cong ty tnhh mot thanh vien, cong ty tnhh 1 thanh vien, cong ty tnhh mtv, cong ty tnhh 1tv, "
        "cty tnhh mot thanh vien, "
        "cty tnhh 1 thanh vien, cty tnhh mtv",
        "limited-company": "cong ty trach nhiem huu han hai thanh vien tro len, "
        "cong ty trach nhiem huu han hai thanh vien, cong ty trach nhiem huu han, "
        "cong ty tnhh hai thanh vien, cong ty tnhh 2 thanh vien, cong ty tnhh 2tv, cong ty tnhh, cty tnhh",
        "joint-stock-company": "cong ty co phan, cty co phan, cong ty cp, cty cp, ctcp",
        "private-enterprise": "doanh nghiep tu nhan, dntn",
        "enterprise": "cong ty, cty, doanh nghiep, company",
        "branch": "chi nhanh",
        "farm": "trang trai",
        "craft-village": "lang nghe",
        "farmers-union": "hoi nong dan",
        "management-board": "ban quan ly",
        "shop": "cua hang",
    }.items()
    for words in several.split(", ")
}
"""Words for the form of a producer, as :func:`generator.text.fold` leaves them, and the kind of producer."""
_LONGEST_FORM = max(len(words.split()) for words in _FORMS)
_GENERAL = re.compile(
    r"\b(?:dich vu nong nghiep|nong lam nghiep|nong nghiep|dvnn|dich vu|tong hop|san xuat kinh doanh|san xuat"
    r"|thuong mai|kinh doanh|che bien|tieu thu|xuat nhap khau|dau tu|phat trien|sxkd|xnk|tm|dv|sx|kd)\b"
)
"""Words that a producer's name has in one list and lacks in another, as :func:`fold` leaves them."""


class ProducerName(NamedTuple):
    """The name of a producer, taken apart."""

    form: str
    """What kind of producer the name says; empty where it says none."""
    core: str
    """:func:`name_key` of the name without the words for its form."""


@lru_cache(maxsize=65536)
def name_key(written: str) -> str:
    """Return what all spellings of a name have in common, its letters and tones."""
    words = re.findall(r"\w+", _plain(written))
    return " ".join(map(_syllable_key, words))


def _plain(written: str) -> str:
    return re.sub("['’`´]", "", nfc(written).translate(_ETH).casefold())


@lru_cache(maxsize=16384)
def _syllable_key(word: str) -> str:
    """Return the letters of a syllable, then its tone."""
    decomposed = unicodedata.normalize("NFD", word)
    letters = nfc("".join(sign for sign in decomposed if sign not in _TONES))
    tone = "".join(_TONES[sign] for sign in decomposed if sign in _TONES)
    return _FINAL_Y.sub(r"\1i", letters) + tone


@lru_cache(maxsize=65536)
def producer_name(written: str) -> ProducerName:
    """Take the name of a producer apart: ``HTX Mẫu`` and ``Hợp tác xã Mẫu`` give the same."""
    words = re.findall(r"\w+", _plain(written))
    folded = [fold(word) for word in words]
    for count in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if form := _FORMS.get(" ".join(folded[:count])):
            return ProducerName(form, " ".join(map(_syllable_key, words[count:])))
    return ProducerName("", " ".join(map(_syllable_key, words)))


def body_key(written: str) -> str:
    """Return what all spellings of an issuing body have in common: UBND, Uỷ ban nhân dân."""
    return fold(written).replace("uy ban nhan dan", "ubnd")


@lru_cache(maxsize=65536)
def loose_key(written: str) -> str:
    """Return a key that names share if they differ by marks or spelling alone: perhaps one name."""
    return place_key(written)


@lru_cache(maxsize=65536)
def loose_producer_key(written: str) -> str:
    """Return :func:`loose_key` of a producer's name without form and general words."""
    words = fold(written).split()
    for count in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if " ".join(words[:count]) in _FORMS:
            words = words[count:]
            break
    name = " ".join(words)
    return place_key(_GENERAL.sub("", name)) or place_key(name)


@lru_cache(maxsize=65536)
def may_be_same(first: str, second: str) -> bool:
    """Whether two names differ only by what may be marks left out, or by a slip of the pen in one word."""
    if loose_key(first) == loose_key(second):
        return True
    ours, theirs = fold(first).split(), fold(second).split()
    if len(ours) != len(theirs):
        return False
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(first: str, second: str) -> bool:
    """Whether two words differ by one letter; short ones and numbers are words of their own (loại A, B)."""
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < _SHORTEST or not (first + second).isalpha() or len(longer) - len(shorter) > 1:
        return False
    pairs = zip(shorter, longer, strict=False)
    same = next((number for number, (ours, theirs) in enumerate(pairs) if ours != theirs), len(shorter))
    return longer[same + 1 :] == shorter[same + len(shorter) + 1 - len(longer) :]
