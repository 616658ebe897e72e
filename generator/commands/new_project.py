"""The files of a new catalogue of a province, and which province somebody means. Nothing is written here."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from generator.catalogue.findings import code_letters
from generator.messages import LANGUAGES, message
from generator.packaged import STARTER
from generator.provinces import ProvinceFacts, places_of, places_yaml, provinces
from generator.records.schema import field_reference, schemas
from generator.text import slug

SHORT_NAMES = {"hcm": "ho-chi-minh", "sai-gon": "ho-chi-minh"}
"""Names in use that are no official ones, as parts of addresses."""
_KIND = re.compile(r"^(?:tinh|thanh-pho|tp)-|-(?:province|city)$")
"""Words for the kind of a province, in a name as part of an address."""
_PLACEHOLDER = re.compile(r"<<([a-z_]+)>>")
_FOLDER = "products/place/"
"""The folder of the starter files that is named after the commune of the sample product."""


def find_province(written: str) -> ProvinceFacts | None:
    """Return the province that is written as name (marks or not, with its kind or not), id or code."""
    name = _bare(written)
    for province in provinces():
        if name in (province.code, _joined(province.id)):
            return province
    return None


def find_successor(written: str) -> ProvinceFacts | None:
    """Return the province of today into which the one that is written was merged in 2025."""
    name = _bare(written)
    for province in provinces():
        if any(_joined(slug(former.name)) == name for former in province.former):
            return province
    return None


def similar_names(written: str) -> list[str]:
    """Return names of provinces of today that are written much like this one, up to three."""
    names = {_joined(province.id): province.name for province in provinces()}
    return [names[name] for name in get_close_matches(_bare(written), names, 3, 0.6)]


def _bare(written: str) -> str:
    """Return a name without marks, spaces and the word for its kind."""
    name = _KIND.sub("", slug(written))
    return _joined(SHORT_NAMES.get(name, name))


def _joined(name: str) -> str:
    return name.replace("-", "")


_HIDDEN = ("gitignore", "gitattributes")
"""Files at the top whose names begin with a dot in a project."""


def starter_files(province: ProvinceFacts, day: date, language: str) -> dict[str, bytes]:
    """Return the files of a new catalogue by path.

    ``day`` is that of the command: days of the sample records lie before it. ``language`` is that of the
    explanations in ``places.yaml``.
    """
    values = _values(province, day)
    files: dict[str, bytes] = {}
    for path in sorted(STARTER.rglob("*")):
        name = path.relative_to(STARTER).as_posix()
        if path.is_file() and not name.startswith("signs/"):
            name = name.replace(_FOLDER, f"products/{values['commune_id']}/")
            name = f".{name}" if name in _HIDDEN else name
            files[name] = _filled(path.read_text("utf-8"), values).encode()
    files["content/places.yaml"] = places_yaml(province.id, language=language).encode()
    files |= {f"docs/schema/{name}": text.encode() for name, text in schemas().items()}
    files |= {f"docs/fields.{code}.md": field_reference(code).encode() for code in LANGUAGES}
    return files


def sample_commune(province_id: str) -> dict[str, Any]:
    """Return the commune in which the made-up records lie: the first one of a province that is no town."""
    communes: list[dict[str, Any]] = places_of(province_id)["communes"]
    return next((commune for commune in communes if commune["kind"] == "commune"), communes[0])


def _values(province: ProvinceFacts, day: date) -> Mapping[str, str]:
    """Return what stands for each placeholder of the starter files."""
    commune = sample_commune(province.id)
    whole_name = message(f"words.named-{province.kind}", "vi", name=province.name)
    commune_name = message(f"words.named-{commune['kind']}", "vi", name=commune["name"])
    days = {"decided_on": -60, "reaped_on": -30, "packed_on": -20, "expires_on": 345}
    return {
        "id": province.id,
        "name": province.name,
        "letters": code_letters(province.name),
        "province_vi": whole_name,
        "province_en": province.english,
        "commune_id": commune["id"],
        "commune_printed": f"{commune_name}, {whole_name}",
        "year": str(day.year - 1),
        **{name: (day + timedelta(days=distance)).isoformat() for name, distance in days.items()},
    }


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)
