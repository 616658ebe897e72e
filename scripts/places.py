"""Write the places of all 34 provinces that the program brings along: ``generator/provinces/*.json``.

The facts come from the package vietnamadminunits (version 1.0.4 of 8 October 2025, MIT licence, by Hieu
Tran): the administrative units before and after 1 July 2025 with their codes (19/2025/QĐ-TTg), a point
inside each, and which former communes each of today's took in. What it gets wrong, and what has changed
since, stands in the tables below with its reason. Projects hold their province's places as data that an
officer can correct (``ocop init`` writes content/places.yaml), so the package is read here and nowhere else.

    python -m venv venv-places
    venv-places/bin/pip install --no-deps vietnamadminunits==1.0.4
    python -m scripts.places venv-places/lib/python3.11/site-packages/vietnamadminunits

The same package gives the same files, byte for byte.

It was compared on 29 November 2026 with vietnam-provinces 2026.9.0 (facts only: its code is GPL) and
vietnam-address-converter 1.0.5, unit by unit, and with the release notes of vietnamese-provinces-database
5.2.0. All have the same 3,321 communes of today with the same names, but for tone marks (Hòa, Hoà) and
apostrophes, where this one is the same throughout; its codes are right where older ones have Ba Chẽ as 06978.
Of 10,035 former communes vietnam-provinces lacks two, whose successors it gives to the commune above them (Mỹ
Hưng in Cao Bằng, Phú Thịnh in Tuyên Quang). Former names of some 150 communes are written in two ways (Sập
Vạt, Sặp Vạt); those of this package are kept, as they are the later ones.
"""

import argparse
import json
import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.provinces import FOLDER
from generator.text import nfc, slug, sort_key

KINDS = {"Xã": "commune", "Phường": "ward", "Thị trấn": "township", "Đặc khu": "special_zone"}
DISTRICT_KINDS = {"Huyện": "district", "Quận": "urban_district", "Thị xã": "town", "Thành phố": "city"}
PROVINCE_KINDS = {"Tỉnh": "province", "Thành phố": "city"}
SOURCES = (
    {
        "publisher": "vietnamadminunits (Hieu Tran)",
        "title": "vietnamadminunits 1.0.4",
        "date": "2025-10-08",
        "domain": "github.com",
        "url": "https://github.com/tranngocminhhieu/vietnamadminunits",
        "note": {
            "vi": "Giấy phép MIT. Mã theo Quyết định 19/2025/QĐ-TTg.",
            "en": "MIT licence. Codes as in Decision 19/2025/QĐ-TTg.",
        },
    },
    {
        "publisher": "Vietnamese Provinces Database (Thang Le Quoc)",
        "title": "vietnamese-provinces-database 5.2.0",
        "date": "2026-09-20",
        "domain": "github.com",
        "url": "https://github.com/thanglequoc/vietnamese-provinces-database",
        "note": {
            "vi": "Giấy phép MIT. Những thay đổi trong năm 2026.",
            "en": "MIT licence. The changes of 2026.",
        },
    },
)
"""As ``places.yaml`` names them; the second one only where something changed in 2026."""

COMMUNES_IN_2025 = Counter({"commune": 2621, "ward": 687, "special_zone": 13})
"""What the 34 resolutions of 16 June 2025 (1654 to 1687/NQ-UBTVQH15) made: 3,321."""
FORMER_COMMUNES = 10035
"""Until 30 June 2025, by the official figures."""

NAMES = {"Mù Căng Chải": "Mù Cang Chải"}
"""Names that the package writes in a way of its own: the district's, whose township it writes as all do."""

SEATS = {
    "Bắc Ninh": "Bắc Giang",
    "Lào Cai": "Yên Bái",
    "Quảng Trị": "Quảng Bình",
    "Gia Lai": "Bình Định",
    "Tây Ninh": "Long An",
    "Đồng Tháp": "Tiền Giang",
    "An Giang": "Kiên Giang",
}
"""Merged provinces that are governed from another former province than the one whose name they have
(Resolution 202/2025/QH15)."""

CITIES = {"75": "2026-04-30", "22": "2026-09-01", "24": "2026-09-20"}
"""Provinces that became centrally run cities, and since when: Đồng Nai (Resolution 30/2026/QH16), Quảng Ninh
(36/2026/QH16), Bắc Ninh (39/2026/QH16)."""

WARDS = {
    "75": "25270 25357 25363 26116 26170 26248 26326 26368 26425 26485",
    "24": "07294 07375 07399 07444 07840 09193 09292 09313 09319 09454 09475 09496",
}
"""Communes that became wards on the same days, by province: Resolutions 237/NQ-UBTVQH16 (Đồng Nai) and
388/NQ-UBTVQH16 (Bắc Ninh). Since then there are 2,599 communes, 709 wards and 13 special zones."""

NOT_INTO = {
    "06079": "06184",  # Hồng Phong (Bình Gia) is not the one (Cao Lộc) that went to Đồng Đăng
    "10798": "11911",  # Hòa Bình: Kim Thành, Vĩnh Bảo
    "11890": "10804 10843",
    "23053": "23041",  # Hòa Thắng (Bắc Bình)
    "25462": "27694",  # ward 4: Tây Ninh, Tân An
    "27691": "25459",
    "28036": "28087",  # Thủ Thừa
    "28252": "29869",  # wards 3, 4 and 6: Mỹ Tho, Cai Lậy, Sa Đéc, Cao Lãnh
    "28270": "29869",
    "28437": "29869",
    "28439": "29869",
    "29902": "29869",
    "29908": "29869",
    "28924": "29734",  # Hòa Lộc: Mỏ Cày Bắc, Tam Bình
    "29734": "28921",
    "29623": "29182",  # Mỹ An: Mang Thít, Thạnh Phú
    "31246": "31726",  # Thạnh Quới: Vĩnh Thạnh, Mỹ Xuyên
    "31714": "31246",
    "31268": "31666",  # Tân Thạnh: Thới Lai, Long Phú
    "31666": "31288",
    "31378": "31654",  # Phú Hữu: Châu Thành, Long Phú
    "31657": "31378",
    "31379": "31582",  # Phú Tân: two districts Châu Thành
    "31582": "31378",
    "31438": "31741",  # Tân Long: Phụng Hiệp, Ngã Năm
    "31741": "31408",
    "31474": "31741",  # Long Bình: Long Mỹ, Ngã Năm
    "31744": "31473",
    "31480": "31639",  # Long Phú: Long Mỹ, Long Phú
    "31669": "31480",
    "31483": "31591",  # Thuận Hưng: Long Mỹ, Mỹ Tú
    "31606": "31495",
}
"""Today's communes by the code of a former one that the package says they took a part of. It takes namesakes
for each other where a commune was divided; the two others that know what became what agree against it."""

ALSO_INTO = {"00553": "00562"}
"""What it leaves out although the two others agree: a part of Cổ Bi (Gia Lâm) went to Thuận An."""

TOO_FAR = 21.0
"""Kilometres that all former communes of which a commune was made lie from its point where the package has
mistaken it for a namesake (Hoàng Văn Thụ in Lạng Sơn, 22 km off; Yên Bình in Lào Cai, 65). Then the mean of
their points is taken instead. A point that several former communes share is that of their district: the
package's own source did not know them."""

POINTS = {"30781": (10.2944, 104.3413)}
"""Points that are wrong in another way: Tiên Hải is an island, and the package's only former commune of that
name lies on the mainland (boundaries of vietnamese-provinces-database)."""


@dataclass(frozen=True)
class Former:
    """A commune until 30 June 2025."""

    key: str
    code: str
    name: str
    kind: str
    district: str
    """The code of its district."""
    at: tuple[float, float]


@dataclass(frozen=True)
class District:
    """A district until 30 June 2025."""

    code: str
    name: str
    kind: str
    province: str
    """The name of its province."""


@dataclass(frozen=True)
class Today:
    """A commune, ward or special zone of today."""

    key: str
    code: str
    name: str
    kind: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Package:
    """What the package holds of one province of today."""

    code: str
    name: str
    kind: str
    communes: list[Today]
    former: list[Former]
    """Communes until 30 June 2025 of all provinces that were merged into this one."""
    districts: dict[str, District]
    """By code."""
    provinces: dict[str, tuple[str, str]]
    """Name and kind of the former provinces by code."""
    without_communes: dict[str, str]
    """Districts of islands that had no communes, by the key of the special zone that each became."""
    became: dict[str, set[str]]
    """The codes of today's communes by the code of a former one."""


def _name(written: str) -> str:
    """Return a name without its kind, which the package adds to namesakes and numbers; words get capitals."""
    plain = re.sub(r" \((?:Thị trấn|Xã|Phường|Huyện|Thị xã|Thành phố)\)$", "", nfc(written).replace("’", "'"))
    plain = re.sub(r"^(?:Phường|Quận) (?=\d+$)", "", plain)
    return NAMES.get(plain) or re.sub(r"(?<![^\s-])\w", lambda letter: letter[0].upper(), plain)


def _kind(whole: str, kinds: Mapping[str, str]) -> str:
    return next(kind for word, kind in kinds.items() if nfc(whole).casefold().startswith(word.casefold()))


def _rows(tables: sqlite3.Connection, columns: str, table: str, codes: Iterable[str]) -> list[Any]:
    asked = list(codes)
    marks = ", ".join("?" * len(asked))
    return tables.execute(  # the names of columns and tables are our own
        f"SELECT {columns} FROM {table} WHERE provinceCode IN ({marks})",  # noqa: S608
        asked,
    ).fetchall()


def read_package(folder: Path) -> list[Package]:
    """Return what an unpacked vietnamadminunits holds, by the codes of today's provinces.

    Raises ``ValueError`` where a former commune has no successor, or a number is not the official one.
    """
    table = json.loads((folder / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    tables = sqlite3.connect(f"file:{folder / 'data' / 'dataset.db'}?mode=ro", uri=True)
    try:
        provinces = tables.execute(
            "SELECT DISTINCT provinceCode, provinceKey, province FROM admin_units ORDER BY provinceCode"
        ).fetchall()
        packages = [_province(tables, table, *province) for province in provinces]
    finally:
        tables.close()
    kinds = Counter(commune.kind for package in packages for commune in package.communes)
    if kinds != COMMUNES_IN_2025 or sum(len(package.former) for package in packages) != FORMER_COMMUNES:
        raise ValueError("the package does not hold the official numbers of communes")
    return packages


def _province(
    tables: sqlite3.Connection, table: Mapping[str, Any], code: str, key: str, whole: str
) -> Package:
    merged = {
        former_code
        for former_key in table["DICT_PROVINCE"][key]
        for (former_code,) in tables.execute(
            "SELECT DISTINCT provinceCode FROM admin_units_legacy WHERE provinceKey = ?", (former_key,)
        )
    }
    communes = [
        Today(commune_key, commune_code, _name(name), KINDS[kind], (round(latitude, 4), round(longitude, 4)))
        for commune_key, commune_code, name, kind, latitude, longitude in _rows(
            tables, "wardKey, wardCode, wardShort, wardType, wardLat, wardLon", "admin_units", [code]
        )
    ]
    columns = (
        "provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''), wardCode, wardShort, wardType,"
        " districtCode, districtShort, districtType, wardLat, wardLon, province, provinceCode"
    )
    rows = sorted(_rows(tables, columns, "admin_units_legacy", merged), key=lambda row: row[1] or "")
    former = [
        Former(row[0], row[1], _name(row[2]), KINDS[row[3]], row[4], (row[7], row[8]))
        for row in rows
        if row[3]
    ]
    became = _became(table, key, communes, former)
    return Package(
        code=code,
        name=_name(whole.removeprefix("Tỉnh ").removeprefix("Thành phố ")),
        kind=_kind(whole, PROVINCE_KINDS),
        communes=sorted(communes, key=lambda commune: commune.code),
        former=former,
        districts={
            row[4]: District(row[4], _name(row[5]), DISTRICT_KINDS[row[6]], _bare(row[9])) for row in rows
        },
        provinces={row[10]: (_bare(row[9]), _kind(row[9], PROVINCE_KINDS)) for row in rows},
        without_communes={
            today: row[4] for row in rows if not row[3] for today in _successors(table, key, row[0])
        },
        became=became,
    )


def _bare(province: str) -> str:
    return _name(province.removeprefix("Tỉnh ").removeprefix("Thành phố "))


def _successors(table: Mapping[str, Any], province: str, former: str) -> set[str]:
    """Return the keys of today's communes that a former one became, wholly or in parts."""
    whole = table["DICT_PROVINCE_WARD_NO_DIVIDED"][province]
    divided = table["DICT_PROVINCE_WARD_DIVIDED"].get(province, {})
    return {today for today, parts in whole.items() if former in parts} | {
        part["newWardKey"] for part in divided.get(former, ())
    }


def _became(
    table: Mapping[str, Any], province: str, communes: Iterable[Today], former: Iterable[Former]
) -> dict[str, set[str]]:
    codes = {commune.key: commune.code for commune in communes}
    became = {
        commune.code: {codes[key] for key in _successors(table, province, commune.key)} for commune in former
    }
    for code in became.keys() & NOT_INTO.keys():
        wrong = set(NOT_INTO[code].split())
        if not wrong < became[code]:
            raise ValueError(f"the package no longer says that {code} became {NOT_INTO[code]}")
        became[code] -= wrong
    for code in became.keys() & ALSO_INTO.keys():
        became[code] |= set(ALSO_INTO[code].split())
    if not all(became.values()):
        raise ValueError("no successor is known for " + ", ".join(c for c in became if not became[c]))
    return became


def _ids(names: Iterable[tuple[str, str, tuple[str, ...]]]) -> dict[str, str]:
    """Return an id for each key of ``(key, name, further words)``, unique among them.

    A name that is the only one with its letters gives the id, unless it is a number. Namesakes all get
    further words, those that are listed first where they suffice: else whoever writes the bare id would get
    one of them unasked.
    """
    groups: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for key, name, words in names:
        groups[slug(name)].append((key, words))
    ids: dict[str, str] = {}
    for plain, members in groups.items():
        choices = zip(*(words for _, words in members), strict=True)
        candidates = [[word.format(plain) for word in choice] for choice in choices]
        if not plain.isdigit():
            candidates.insert(0, [plain] * len(members))
        chosen = next(candidate for candidate in candidates if len(set(candidate)) == len(members))
        ids |= dict(zip((key for key, _ in members), chosen, strict=True))
    if len(set(ids.values())) != len(ids):
        raise ValueError("two places have one id")
    return ids


def _district_ids(package: Package) -> dict[str, str]:
    """Return the ids of districts by code: cai-lay, huyen-cai-lay, chau-thanh-ben-tre.

    Districts are gone, so neither their kind nor their province changes any more.
    """
    words = {kind: slug(word) for word, kind in DISTRICT_KINDS.items()}
    return _ids(
        (
            code,
            district.name,
            (
                f"{words[district.kind]}-{{}}",
                f"{{}}-{slug(district.province)}",
                f"{words[district.kind]}-{{}}-{slug(district.province)}",
            ),
        )
        for code, district in package.districts.items()
    )


def _point(commune: Today, parts: list[tuple[float, float]]) -> tuple[float, float]:
    """A commune's point, or the mean of its parts' points where the package's own lies far from all."""
    if commune.code in POINTS:
        return POINTS[commune.code]
    if not parts or any(_distance(commune.at, part) <= TOO_FAR for part in parts):
        return commune.at
    latitude, longitude = (round(sum(values) / len(parts), 4) for values in zip(*parts, strict=True))
    return latitude, longitude


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the kilometres between two points that lie near each other."""
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return 111.2 * math.hypot(one[0] - other[0], east)


def places_json(package: Package) -> str:
    """Return the file of a province: one unit a line, in the form that ``generator.provinces`` reads."""
    # A commune may become a ward, so namesakes are told apart by the code, which stays.
    ids = _ids((commune.code, commune.name, (f"{{}}-{commune.code}",)) for commune in package.communes)
    districts = _district_ids(package)
    wards = WARDS.get(package.code, "").split()
    points = Counter(former.at for former in package.former)
    communes = []
    for commune in package.communes:
        parts = [former for former in package.former if commune.code in package.became[former.code]]
        lies_in = {former.district for former in parts}
        if commune.key in package.without_communes:
            lies_in.add(package.without_communes[commune.key])
        kind = "ward" if commune.code in wards else commune.kind
        at = _point(commune, [former.at for former in parts if points[former.at] == 1])
        within = sorted(districts[district] for district in lies_in)
        communes.append([ids[commune.code], commune.code, commune.name, kind, *at, *within])
    merged = len(package.provinces) > 1
    district_rows = [
        [districts[code], district.name, district.kind, *([district.province] if merged else [])]
        for code, district in package.districts.items()
    ]
    former_rows: dict[str, list[list[str]]] = defaultdict(list)
    for former in package.former:
        now = sorted(ids[code] for code in package.became[former.code])
        former_rows[districts[former.district]].append([former.kind, former.name, *now])
    district_rows.sort(key=lambda row: (sort_key(row[1]), row[0]))
    lines = [
        '{"districts": [',
        *_listed(district_rows),
        '], "communes": [',
        *_listed(communes),
        '], "former_communes": {',
    ]
    groups = sorted(former_rows.items())
    for district, rows in groups:
        lines += [f'"{district}": [', *_listed(rows), "]," if district != groups[-1][0] else "]"]
    return "\n".join([*lines, "}}"]) + "\n"


def _listed(rows: list[list[Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + (
            "," if row is not rows[-1] else ""
        )


def provinces_json(packages: list[Package]) -> str:
    """Return the sources and the table of provinces, one a line."""
    rows = []
    for package in packages:
        former = sorted(package.provinces.values(), key=lambda province: sort_key(province[0]))
        rows.append(
            {
                "id": slug(package.name),
                "code": package.code,
                "name": package.name,
                "kind": "city" if package.code in CITIES else package.kind,
                "seat": SEATS.get(package.name, package.name),
                "former": [{"name": name, "kind": kind} for name, kind in former] if len(former) > 1 else [],
                **({"changed_on": CITIES[package.code]} if package.code in CITIES else {}),
            }
        )
    lines = {
        name: ",\n".join(json.dumps(row, ensure_ascii=False) for row in table)
        for name, table in (("sources", SOURCES), ("provinces", rows))
    }
    return f'{{"sources": [\n{lines["sources"]}\n], "provinces": [\n{lines["provinces"]}\n]}}\n'


def main() -> None:
    """Write the files; the package's folder is the only argument."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    arguments.add_argument("package", type=Path, help="folder of the unpacked package vietnamadminunits")
    packages = read_package(arguments.parse_args().package)
    files = {"provinces": provinces_json(packages)} | {p.code: places_json(p) for p in packages}
    for name, text in files.items():
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
