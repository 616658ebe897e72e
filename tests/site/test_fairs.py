"""What slides, papers and the USB copy of a fair say."""

from pathlib import Path

import pytest
from tiny import BASE, RICE, add_fair, append, catalogue, copy_tiny, default_theme, pages, planned, replace

from generator.catalogue.fairs import only
from generator.catalogue.reader import CatalogueReader
from generator.settings import Settings
from generator.site.contexts import page_contexts
from generator.site.sheets import sheets
from generator.site.site import plan

NAME = "hoi-cho-mau"
RENEWED = """\
  - status: recognised
    stars: 4
    criteria: qd1489
    decision: qd-mau-2026
    valid_from: 2026-11-29
    evidence: A
"""


@pytest.mark.parametrize("renewed", [True, False])
def test_slides_and_papers_say_how_the_rating_stands_at_the_fair(tmp_path: Path, renewed: bool) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    record = root / RICE / "product.yaml"
    if renewed:
        replace(record, "    evidence: A\n", "    evidence: A\n    valid_until: 2026-11-28\n")
        append(record, RENEWED)
        stars, words = 4, "29/11/2029"
    else:
        withdrawn = "    withdrawn: {on: 2026-12-06, reason: {vi: Mẫu, en: Sample}}\n"
        replace(record, "    evidence: A\n", f"    evidence: A\n{withdrawn}")
        stars, words = 0, "06/12/2026"
    found = pages(planned(root))
    slide = found["kiosk/hoi-cho-mau/index.html"].view["slides"][0]
    assert bool(slide["stars"]) == bool(stars)
    assert words in slide["texts"][0]["until"]
    whole = catalogue(root)
    contexts = page_contexts(CatalogueReader(whole), Settings(BASE), default_theme().facts)
    card = sheets(contexts, whole.fairs["hoi-cho-mau"]).products[0]
    assert card.stars == stars
    assert words in card.rating["vi"]


def test_the_copy_of_a_fair_says_that_it_is_not_the_whole_catalogue(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    everything = catalogue(root)
    facts = default_theme().facts
    assert not any(one["selection"] for one in planned(root).sites.values())
    copy = plan(only(everything, everything.fairs[NAME]), Settings(BASE, "relative", usb_fair=NAME), facts)
    for lang, name in (("vi", "Hội chợ mẫu"), ("en", "Sample fair")):
        assert f"“{name}”" in copy.sites[lang]["selection"]
        assert copy.sites[lang]["selection"].startswith({"vi": "Dữ liệu mẫu.", "en": "Sample data."}[lang])
    home = pages(copy)["index.html"].view
    assert home["tagline"]["text"] == "Hội chợ mẫu"
    start = pages(copy)["MO-TRANG-NAY.html"].view
    assert [one["selection"] for one in start["texts"]] == [site["selection"] for site in copy.sites.values()]


def test_the_list_of_slides_names_each_of_them_in_every_language(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    found = pages(planned(root))
    slides = {
        f"/{path.removesuffix('index.html')}" for path, page in found.items() if page.template == "kiosk"
    }
    texts = found["kiosk/index.html"].view["texts"]
    assert [text["lang"] for text in texts] == ["vi", "en"]
    for text in texts:
        assert {item["href"] for item in text["slides"]} == slides
        assert all(item["name"] for item in text["slides"])
