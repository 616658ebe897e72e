"""Which drawing stands for a product without a photo."""

from types import SimpleNamespace
from typing import Any, cast

from generator.site.pictures import drawing_of

APPLES = frozenset({"custard-apple", "custard-apple-2", "custard-apple-3", "generic-food", "tea"})
IDS = [f"na-{number}" for number in range(40)]


def drawing(identity: str, own: str | None, of_set: str = "tea", drawings: frozenset[str] = APPLES) -> str:
    context = SimpleNamespace(
        theme=SimpleNamespace(drawings=drawings),
        catalogue=SimpleNamespace(sets={1: SimpleNamespace(illustration=of_set)}),
    )
    product = SimpleNamespace(id=identity, set=1, illustration=own)
    return drawing_of(cast(Any, context), cast(Any, product))


def test_products_that_share_a_drawing_show_all_its_variants() -> None:
    shown = [drawing(identity, "custard-apple") for identity in IDS]
    assert set(shown) == {"custard-apple", "custard-apple-2", "custard-apple-3"}
    assert max(map(shown.count, shown)) < len(IDS) / 2


def test_a_product_keeps_its_drawing_in_every_build() -> None:
    """Not by ``hash()``, which is another in each process, nor by the place in a list."""
    apples = [drawing(identity, "custard-apple") for identity in ("na-cai-kinh", "na-hoa-lac", "na-0")]
    assert apples == ["custard-apple-3", "custard-apple-2", "custard-apple"]


def test_the_drawing_of_the_set_has_variants_too() -> None:
    assert {drawing(identity, None, "custard-apple") for identity in IDS} > {"custard-apple-2"}


def test_a_record_can_name_one_variant() -> None:
    assert {drawing(identity, "custard-apple-3") for identity in IDS} == {"custard-apple-3"}


def test_a_drawing_that_the_theme_lacks_is_the_general_one() -> None:
    assert drawing("na-cai-kinh", "durian") == "generic-food"
    assert drawing("na-cai-kinh", "custard-apple", drawings=frozenset({"custard-apple-2"})) == "generic-food"


def test_a_number_is_left_out_only_by_the_last_variant() -> None:
    """A theme that lacks ``-2`` shows no ``-3``."""
    few = APPLES - {"custard-apple-2"}
    assert {drawing(identity, "custard-apple", drawings=few) for identity in IDS} == {"custard-apple"}
