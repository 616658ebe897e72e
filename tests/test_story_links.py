"""Links in stories that lead nowhere are told with file and line."""

from pathlib import Path

import pytest
from tiny import append, copy_tiny, order

from generator.commands.check import check

STORY = "content/producers/htx-mau/story.vi.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def told(root: Path) -> list[tuple[str, int, str]]:
    faults = check(order(root, root / "output")).report.problems
    return [
        (fault.location.file, fault.location.line, dict(fault.values)["written"])
        for fault in faults
        if fault.code == "STORY-LINK"
    ]


@pytest.mark.slow
def test_links_that_lead_somewhere_are_not_told(root: Path) -> None:
    append(
        root / STORY,
        "\n## Vườn chè\n\n[a](/san-pham/) [b](/san-pham/gao-mau/#x) [c](#vuon-che) [d](https://ocop.test/)"
        " [e](/en/products/tra-mau) [f](/data/products.csv?x=1) [g](mailto:a@ocop.test)"
        " [h](/01/09521234543213)[^1] [i][k] `[l](/khong/)` <a href='/gioi-thieu/'>m</a>\n"
        "\n[k]: /tin-tuc/ 'Tin'\n\n[^1]: Nguồn.\n",
    )
    assert told(root) == []


@pytest.mark.slow
def test_dead_links_are_told_where_they_stand(root: Path) -> None:
    append(
        root / STORY,
        "\n[a](/khong-co/)\n[b](#khong)\n[c](trang.html)\n[d](/san-pham/khong/) [e][k]\n"
        "<a href='/x/'>f</a>\n\n[k]: /khong/\n",
    )
    lines = (root / STORY).read_text("utf-8").split("\n")
    found = told(root)
    assert {written for _, _, written in found} == {
        *("/khong-co/", "#khong", "trang.html", "/san-pham/khong/", "/x/", "/khong/")
    }
    assert all(file == STORY and written in lines[number - 1] for file, number, written in found)


@pytest.mark.slow
def test_news_and_pages_are_looked_at(root: Path) -> None:
    append(root / "content/news/tin-mau.yaml", 'text: {vi: "[a](/khong/)", en: "[a](/en/news/)"}\n')
    append(root / "content/pages/gioi-thieu/text.en.md", "\n[a](/en/nothing/)\n")
    assert {(file, written) for file, _, written in told(root)} == {
        ("content/news/tin-mau.yaml", "/khong/"),
        ("content/pages/gioi-thieu/text.en.md", "/en/nothing/"),
    }
