"""The places that the program brings along, as records."""

from functools import cache
from typing import Any

from generator.catalogue.model import Places
from generator.provinces import places_of


def as_texts(value: Any) -> Any:
    """Every scalar as text, which is what the reader of YAML hands on."""
    if isinstance(value, dict):
        return {key: as_texts(inner) for key, inner in value.items()}
    return [as_texts(inner) for inner in value] if isinstance(value, list) else str(value)


@cache
def known_places(province: str) -> Places:
    """The record of a province's places, by the province's id."""
    return Places.model_validate({"id": "places", **as_texts(places_of(province))})
