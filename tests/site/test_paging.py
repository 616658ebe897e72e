"""Links between the pages of a list."""

import pytest

from generator.site.paging import ALL_NAMED, named_pages


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
