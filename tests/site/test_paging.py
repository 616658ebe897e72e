"""Links between the pages of a list."""

from itertools import chain

import pytest

from generator.site.paging import ALL_NAMED, FIRST, LEAP, divide, list_page, named_pages


def test_a_short_list_names_all_its_pages() -> None:
    assert named_pages(3, ALL_NAMED) == list(range(1, ALL_NAMED + 1))


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (1, [1, 2, 3, 4, 11, 101, 700]),
        (50, [1, 40, 47, 48, 49, 50, 51, 52, 53, 60, 150, 700]),
        (700, [1, 600, 690, 697, 698, 699, 700]),
    ],
)
def test_a_long_list_names_near_pages_and_both_ends(page: int, named: list[int]) -> None:
    assert named_pages(page, 700) == named


@pytest.mark.parametrize("pages", [13, 100, 709])
def test_every_page_of_a_long_list_is_reached_by_links(pages: int) -> None:
    reached, waiting = {1}, [1]
    while waiting:
        new = set(named_pages(waiting.pop(), pages)) - reached
        reached |= new
        waiting += new
    assert reached == set(range(1, pages + 1))


# ---- lists of products ----------------------------------------------------------------------------

SIZE = 24
IDS = [f"product-{number:04}" for number in range(0, 4000, 2)]


def test_a_list_of_few_pages_has_full_numbered_pages() -> None:
    pages = divide(IDS[: SIZE * ALL_NAMED], SIZE)
    assert list(pages) == [str(number) for number in range(1, ALL_NAMED + 1)]
    assert {len(ids) for ids in pages.values()} == {SIZE}
    assert divide([], SIZE) == {FIRST: []}


def test_a_long_list_shows_each_product_once_and_no_page_too_many() -> None:
    pages = divide(IDS, SIZE)
    assert [identity for ids in pages.values() for identity in ids] == IDS
    assert all(SIZE // 2 <= len(ids) <= SIZE for ids in list(pages.values())[:-1])
    assert 1 <= len(list(pages.values())[-1]) <= SIZE
    assert all(name in (FIRST, ids[0]) for name, ids in pages.items())


@pytest.mark.parametrize("place", range(0, len(IDS), 97))
def test_a_new_product_changes_few_pages_of_a_long_list(place: int) -> None:
    before = divide(IDS, SIZE)
    after = divide([*IDS[:place], f"product-{2 * place - 1:04}", *IDS[place:]], SIZE)
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    assert 1 <= len(changed) <= 10


def test_every_page_of_a_long_list_of_products_is_reached_by_links() -> None:
    pages = divide(IDS, SIZE)
    names = list(pages)
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        page = list_page(pages, waiting.pop(), long=True)
        new = {page["previous"], page["next"], page["back"], page["ahead"]} - reached - {""}
        reached |= new
        waiting += new
    assert reached == set(names)
    assert list_page(pages, names[5], long=True)["ahead"] == names[5 + LEAP]


def test_no_product_of_a_long_list_takes_the_name_of_the_first_page() -> None:
    """An id may be any digits, also those by which the first page is named."""
    for batch in range(60):
        ids = [FIRST, *(f"che-{batch}-{number}" for number in range(50))]
        for place in (1, 2, 3):
            ids[place - 1 : place + 1] = reversed(ids[place - 1 : place + 1])
            assert list(chain.from_iterable(divide(ids, 2).values())) == ids
