"""Texts that are printed are known field by field, and their letters that no font has are told."""

from functools import cache

import pytest
from built import PROJECT
from tiny import catalogue

from generator.catalogue.model import Product, Record
from generator.catalogue.printed import PRINTED, describe, unprintable_letters
from generator.text import Text

LETTER = "ꪀ"


@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.__name__)
def test_the_fields_exist(kind: type[Record]) -> None:
    assert set(PRINTED[kind]) <= set(kind.model_fields)


@cache
def product() -> Product:
    return catalogue(PROJECT).product("gao-nep-mau")


@pytest.mark.slow
@pytest.mark.parametrize("field", ["name", "summary", "description", "ingredients", "usage", "storage"])
def test_a_letter_without_a_font_is_told_with_its_path(field: str) -> None:
    record = product().model_copy(update={field: Text({"vi": "Gạo", "en": f"Rice {LETTER}"})})
    assert list(unprintable_letters(record)) == [((field, "en"), f"{LETTER} (U+AA80)")]


@pytest.mark.slow
def test_what_is_not_printed_and_what_has_a_font_is_not_told() -> None:
    record = product()
    assert list(unprintable_letters(record)) == []
    texts = {"notes": (Text({"vi": LETTER}),), "name": Text({"vi": "Gạo 谅山 ★ ƀ 🍚"})}
    assert list(unprintable_letters(record.model_copy(update=texts))) == []


def test_many_letters_are_told_in_short() -> None:
    assert describe(tuple("abcdefg")).endswith(", …")
    assert describe(("ꪀ",)) == "ꪀ (U+AA80)"
