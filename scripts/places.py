"""Write content/places.yaml from the package vietnamadminunits.

The package (version 1.0.4 of 8 October 2025, MIT licence, by Hieu Tran) holds the administrative
units before and after 1 July 2025, with the codes of 19/2025/QĐ-TTg, and says which former
communes each of today's communes took in. The catalogue needs only one province of it and needs it
as data that an officer can correct, so the package is read here once and is not needed for building
the site. Only facts are taken: names, kinds, codes, a point inside, what became what.

    python -m venv venv-places
    venv-places/bin/pip install vietnamadminunits==1.0.4
    python -m scripts.places venv-places/lib/python3.11/site-packages/vietnamadminunits

The same package gives the same file, byte for byte.
"""

import argparse
import json
import math
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from generator.text import nfc, slug, sort_key

PROVINCE_CODE = "20"
PROVINCE_KEY = "tinhlangson"
COMMUNES_EXPECTED = Counter({"commune": 61, "ward": 4})
"""Resolution 1672/NQ-UBTVQH15 left Lạng Sơn with 61 communes and 4 wards."""

KINDS = {"Xã": "commune", "Phường": "ward", "Thị trấn": "township", "Đặc khu": "special_zone"}
DISTRICT_KINDS = {"Huyện": "district", "Thị xã": "town", "Thành phố": "city"}
NAMES = {"Đồng ý": "Đồng Ý", "Nông trường Thái Bình": "Nông Trường Thái Bình", "bắc Sơn": "Bắc Sơn"}
"""Names that the package writes with a small letter."""

NOT_INTO = {("binh-gia", "Hồng Phong", "dong-dang")}
"""(district, former commune, today's commune) that the package gets wrong: it mixes up the two
communes called Hồng Phong. The one of Cao Lộc went to Đồng Đăng, the one of Bình Gia did not."""

TOO_FAR = 15.0
"""Kilometres between a commune's point and the mean of the former communes it was made from, above
which the package has mistaken it for a namesake (Hoàng Văn Thụ of Văn Lãng, 22 km off). Then the mean is
taken instead."""

HEAD = """\
# yaml-language-server: $schema=../docs/schema/places.json
# Đơn vị hành chính tỉnh Lạng Sơn: hiện nay (từ 1/7/2025) và trước đó.
# Do scripts/places.py ghi từ gói dữ liệu nêu ở mục sources; sửa tay được, nhưng chạy lại sẽ ghi đè.
sources:
  - publisher: vietnamadminunits (Hieu Tran)
    title: vietnamadminunits 1.0.4
    date: 2025-10-08
    domain: github.com
    url: https://github.com/tranngocminhhieu/vietnamadminunits
    note:
      vi: Giấy phép MIT. Mã theo Quyết định 19/2025/QĐ-TTg.
      en: MIT licence. Codes as in Decision 19/2025/QĐ-TTg.
province: {code: "20", name: Lạng Sơn, kind: province}
reform_on: 2025-07-01
"""


@dataclass(frozen=True)
class Former:
    """A commune until 30 June 2025."""

    key: str
    code: str
    name: str
    kind: str
    district: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Today:
    """A commune or ward since 1 July 2025."""

    key: str
    code: str
    name: str
    kind: str
    at: tuple[float, float]


def _name(written: str) -> str:
    plain = re.sub(r" \((Thị trấn|Xã)\)$", "", nfc(written).replace("’", "'"))
    return NAMES.get(plain, plain)


def _today(tables: sqlite3.Connection) -> list[Today]:
    rows = tables.execute(
        "SELECT wardKey, wardCode, wardShort, wardType, wardLat, wardLon FROM admin_units"
        " WHERE provinceCode = ?",
        (PROVINCE_CODE,),
    )
    communes = [
        Today(key, code, _name(name), KINDS[kind], (round(latitude, 4), round(longitude, 4)))
        for key, code, name, kind, latitude, longitude in rows
    ]
    if Counter(commune.kind for commune in communes) != COMMUNES_EXPECTED:
        raise ValueError("the package does not hold the expected number of communes and wards")
    return sorted(communes, key=lambda commune: commune.code)


def _former(tables: sqlite3.Connection) -> list[Former]:
    rows = tables.execute(
        "SELECT provinceKey || '_' || districtKey || '_' || wardKey, wardCode, wardShort, wardType,"
        " districtShort, wardLat, wardLon FROM admin_units_legacy WHERE provinceCode = ?",
        (PROVINCE_CODE,),
    )
    communes = [
        Former(key, code, _name(name), KINDS[kind], slug(district), (latitude, longitude))
        for key, code, name, kind, district, latitude, longitude in rows
    ]
    return sorted(communes, key=lambda commune: (commune.district, commune.code))


def _districts(tables: sqlite3.Connection) -> list[tuple[str, str, str]]:
    rows = tables.execute(
        "SELECT DISTINCT districtShort, districtType FROM admin_units_legacy WHERE provinceCode = ?",
        (PROVINCE_CODE,),
    )
    return sorted(
        ((slug(name), _name(name), DISTRICT_KINDS[kind]) for name, kind in rows),
        key=lambda district: sort_key(district[1]),
    )


def _became(folder: Path) -> dict[str, set[str]]:
    """The keys of today's communes by the key of each former commune, split communes included."""
    table = json.loads((folder / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    became: dict[str, set[str]] = {}
    for today, parts in table["DICT_PROVINCE_WARD_NO_DIVIDED"][PROVINCE_KEY].items():
        for former in parts:
            became.setdefault(former, set()).add(today)
    for former, parts in table["DICT_PROVINCE_WARD_DIVIDED"].get(PROVINCE_KEY, {}).items():
        became.setdefault(former, set()).update(part["newWardKey"] for part in parts)
    return became


def _point(commune: Today, parts: list[tuple[float, float]]) -> tuple[float, float]:
    """A commune's point, or the mean of its parts' points where the package's own lies far off."""
    latitude, longitude = (round(sum(values) / len(parts), 4) for values in zip(*parts, strict=True))
    away = math.hypot(
        commune.at[0] - latitude, (commune.at[1] - longitude) * math.cos(math.radians(latitude))
    )
    return (latitude, longitude) if away * 111.2 > TOO_FAR else commune.at


def places_yaml(folder: Path) -> str:
    """The text of content/places.yaml, read from an unpacked vietnamadminunits in ``folder``.

    Raises ``ValueError`` where the package does not hold what is known of the province: the number
    of today's communes, a successor for every former one, distinct ids.
    """
    tables = sqlite3.connect(f"file:{folder / 'data' / 'dataset.db'}?mode=ro", uri=True)
    try:
        communes, former, districts = _today(tables), _former(tables), _districts(tables)
    finally:
        tables.close()
    ids = {commune.key: slug(commune.name) for commune in communes}
    if len(set(ids.values())) != len(communes):
        raise ValueError("two communes of today have one id")
    successors = _became(folder)
    became = {
        one.key: {
            today
            for today in successors.get(one.key, ())
            if (one.district, one.name, ids.get(today)) not in NOT_INTO
        }
        for one in former
    }
    unknown = [one.name for one in former if not became[one.key] or not became[one.key] <= ids.keys()]
    if unknown:
        raise ValueError("no successor is known for " + ", ".join(unknown))

    lines = [HEAD + "communes:"]
    for commune in communes:
        at = _point(commune, [one.at for one in former if commune.key in became[one.key]])
        lies_in = sorted({one.district for one in former if commune.key in became[one.key]})
        lines.append(
            f'  - {{id: {ids[commune.key]}, code: "{commune.code}", name: {commune.name}, '
            f"kind: {commune.kind}, districts: [{', '.join(lies_in)}], "
            f"at: {{lat: {at[0]}, lon: {at[1]}}}}}"
        )
    lines.append("districts:")
    lines += [f"  - {{id: {known_as}, name: {name}, kind: {kind}}}" for known_as, name, kind in districts]
    lines.append("former_communes:")
    for one in former:
        now = sorted(ids[key] for key in became[one.key])
        lines.append(
            f"  - {{name: {one.name}, kind: {one.kind}, district: {one.district}, now: [{', '.join(now)}]}}"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the file; the package's folder is the only argument."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    arguments.add_argument("package", type=Path, help="folder of the unpacked package vietnamadminunits")
    arguments.add_argument("--to", type=Path, default=Path("content/places.yaml"), help="file to write")
    chosen = arguments.parse_args()
    chosen.to.write_text(places_yaml(chosen.package), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
