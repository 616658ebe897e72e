"""Names of places as sources write them, and the units of places.yaml that they may mean.

What is told here is what may be meant: several answers where a name alone does not say more, never a guess.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.catalogue.model import Commune, District, FormerCommune, Places
from generator.text import fold

Unit = Commune | District | FormerCommune
"""A commune of today, a former district, or a former commune, which says what became of it."""

_KINDS = {
    word: kinds.split()
    for kinds, words in {
        "commune": "xa, x, commune",
        "ward": "phuong, p, ward",
        "township": "thi tran, tt",
        "special_zone": "dac khu, special zone",
        "district": "huyen, h",
        "urban_district": "quan, q, urban district",
        "district urban_district": "district",
        "town": "thi xa, tx",
        "town township": "town",
        "city": "thanh pho, tp, city",
        "province": "tinh, province",
    }.items()
    for word in words.split(", ")
}
"""Words for kinds of units, as :func:`generator.text.fold` leaves them, and what they may stand for."""
_WORDS = "|".join(sorted(_KINDS, key=len, reverse=True))
_BEFORE = re.compile(rf"^({_WORDS})(?: +(?=\S)|(?=[0-9]))")
_AFTER = re.compile(rf"(?<=\S) +({_WORDS})$")


@lru_cache(maxsize=16384)
def place_key(written: str) -> str:
    """Return what all spellings of a name have in common.

    Marks, capitals, spaces, hyphens and apostrophes go, with them old and new tone marks (Hoà, Hòa), Đăk and
    Đắk, M'ta and M’ta; y counts as i (Lý, Lí), k as c (Đắk Lắk, Đắc Lắc, Daklak), and 01 as 1.
    """
    plain = re.sub(r"\b0+(?=[0-9])", "", fold(written))
    return plain.replace(" ", "").replace("y", "i").replace("k", "c")


def places_named(places: Places, written: str) -> list[Unit]:
    """Return the units that a written name may mean: communes of today, then former communes, then districts.

    The name may have a word for its kind (Thị trấn, TT., Ward) and after commas the district and province
    around it. Both narrow the answer down where they fit a unit of that name, and count for nothing where
    they do not: communes have become wards, districts and provinces have gone.
    """
    name, *around = written.split(",")
    readings = list(_readings(name))
    units: list[Unit] = [*places.communes, *places.former_communes, *places.districts]
    named: list[Unit] = []
    for key, _ in readings:
        named = [unit for unit in units if key in _keys(unit)] if key else []
        if named:
            break
    kinds = {kind for _, word_kinds in readings for kind in word_kinds}
    named = [unit for unit in named if unit.kind in kinds] or named
    wanted = {key for part in around for key, _ in _readings(part)}
    return [unit for unit in named if wanted.intersection(_keys_around(places, unit))] or named


def _readings(written: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what a name may be: as it is (Quan Sơn), then without a word for its kind (quận Sơn)."""
    yield place_key(written), []
    plain = fold(written)
    for pattern in (_BEFORE, _AFTER):
        if word := pattern.search(plain):
            yield place_key(pattern.sub("", plain)), _KINDS[word[1]]


def _keys(unit: Unit) -> set[str]:
    """Return the keys of all names of a unit; former communes have no other names."""
    names = (unit.name,) if isinstance(unit, FormerCommune) else (unit.name, *unit.other_names)
    return set(map(place_key, names))


def _keys_around(places: Places, unit: Unit) -> set[str]:
    """Return the keys of the districts and former provinces in which a unit lies or lay."""
    match unit:
        case Commune():
            identities: tuple[str, ...] = unit.districts
        case FormerCommune():
            identities = (unit.district,)
        case District():
            identities = (unit.id,)
    districts = [district for district in places.districts if district.id in identities]
    keys = {place_key(d.former_province.name) for d in districts if d.former_province}
    return keys if isinstance(unit, District) else keys.union(*map(_keys, districts))
