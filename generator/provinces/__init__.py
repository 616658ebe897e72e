"""The places of Vietnam's 34 provinces, which the program brings along for new catalogues.

``ocop init`` writes them out as content/places.yaml, which is the project's own from then on; a build reads
none of this. ``scripts/places.py`` makes the JSON files and says where the facts come from.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.messages import message

FOLDER = Path(__file__).parent
REFORM_ON = "2025-07-01"


class FormerProvince(NamedTuple):
    """A province or city until 30 June 2025."""

    name: str
    kind: str
    """province or city."""


class ProvinceFacts(NamedTuple):
    """A province of today."""

    id: str
    """Its name as part of an address: son-la."""
    code: str
    name: str
    """Without the word for its kind."""
    kind: str
    """province, or city where it is run centrally."""
    seat: str
    """The former province from which it is governed; its own name where it was not merged."""
    former: tuple[FormerProvince, ...]
    """What was merged into it on 1 July 2025, its namesake included; empty where nothing was."""
    changed_on: str
    """The day on which it, and some of its communes, became a city and wards; empty where nothing changed."""

    @property
    def english(self) -> str:
        """Name with its kind in English: Sơn La Province, Huế City."""
        return f"{self.name} {self.kind.title()}"


@cache
def provinces() -> tuple[ProvinceFacts, ...]:
    """Return the provinces by their codes."""
    return tuple(
        ProvinceFacts(
            **{
                "changed_on": "",
                **row,
                "former": tuple(FormerProvince(**former) for former in row["former"]),
            }
        )
        for row in _table()["provinces"]
    )


@cache
def _table() -> dict[str, Any]:
    """Return the table of provinces and the sources, the second of which is that of the changes of 2026."""
    table: dict[str, Any] = json.loads((FOLDER / "provinces.json").read_text(encoding="utf-8"))
    return table


def province_ids() -> tuple[str, ...]:
    """Return the ids of the provinces, by their codes."""
    return tuple(province.id for province in provinces())


def places_of(province_id: str) -> dict[str, Any]:
    """Return the places of a province in the form of content/places.yaml (``catalogue.model.Places``).

    Raises ``KeyError`` for an id that no province has.
    """
    province = {province.id: province for province in provinces()}[province_id]
    rows = json.loads((FOLDER / f"{province.code}.json").read_text(encoding="utf-8"))
    kinds = {former.name: former.kind for former in province.former}
    return {
        "sources": _table()["sources"][: 2 if province.changed_on else 1],
        "province": {"code": province.code, "name": province.name, "kind": province.kind},
        "reform_on": REFORM_ON,
        "communes": [
            {
                "id": identity,
                "code": code,
                "name": name,
                "kind": kind,
                "districts": districts,
                "at": {"lat": latitude, "lon": longitude},
            }
            for identity, code, name, kind, latitude, longitude, *districts in rows["communes"]
        ],
        "districts": [
            {"id": identity, "name": name, "kind": kind}
            | ({"former_province": {"name": formers[0], "kind": kinds[formers[0]]}} if formers else {})
            for identity, name, kind, *formers in rows["districts"]
        ],
        "former_communes": [
            {"name": name, "kind": kind, "district": district, "now": now}
            for district, communes in rows["former_communes"].items()
            for kind, name, *now in communes
        ],
    }


def places_yaml(province_id: str, schema: str = "../docs/schema/places.json", language: str = "vi") -> str:
    """Return the places of a province as the text of a places.yaml, one unit a line.

    ``schema`` is where the JSON Schema lies, as seen from the file; ``language`` is that of the comments.
    Raises ``KeyError`` for an id that no province has.
    """
    places = places_of(province_id)
    head = message("forms.places-head", language, name=places["province"]["name"])
    lines = [f"# yaml-language-server: $schema={schema}\n{head}sources:"]
    for source in places["sources"]:
        note = source["note"]
        plain = [f"{key}: {value}" for key, value in source.items() if key != "note"]
        lines.append("  - " + "\n    ".join([*plain, "note:"]))
        lines += [f"      {language}: {words}" for language, words in note.items()]
    lines += [f"province: {_flow(places['province'])}", f"reform_on: {places['reform_on']}"]
    for table in ("communes", "districts", "former_communes"):
        lines += [f"{table}:", *(f"  - {_flow(unit)}" for unit in places[table])]
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    """Return a value as YAML in one line; what could be read as something else than a text is quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if not isinstance(value, str):
        return str(value)
    is_plain = re.fullmatch(r"[^\W\d_][\w' -]*", value) and value.casefold() not in _NOT_TEXT
    return value if is_plain else json.dumps(value, ensure_ascii=False)


_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
