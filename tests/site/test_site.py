"""The plan of the tiny site: unique paths, right lists and counts, twins, crumbs, data for machines."""

import dataclasses
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tiny import (
    BASE,
    FAIR,
    RICE,
    TEA,
    TINY,
    add_fair,
    build_clean,
    catalogue,
    copy_tiny,
    order,
    outputs,
    pages,
    planned,
    replace,
    views,
)

from generator.commands.build import build
from generator.render.documents import render
from generator.site.outputs import ClashError, Document, Page, SitePlan, Unit
from generator.site.words import excerpt

pytestmark = pytest.mark.slow

# ---- fairs on the home page ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "phase"),
    [("2026-11-21", "before"), ("2026-12-05", "during"), ("2026-12-07", "during"), ("2026-12-08", "")],
)
def test_home_announces_fairs_until_they_are_over(tmp_path: Path, day: str, phase: str) -> None:
    root = copy_tiny(tmp_path / "site")
    unknown = "date_note: {vi: Chưa rõ ngày., en: The day is not known.}\n"
    add_fair(root)
    add_fair(root, "thang-mot", FAIR.replace("2026-12-05", "2026-12").replace("last: 2026-12-07\n", ""))
    add_fair(root, "khong-ngay", FAIR.replace("first: 2026-12-05\nlast: 2026-12-07\n", unknown))
    for lang, label in (("vi", {"before": "Sắp diễn ra", "during": "Đang diễn ra"}),
                        ("en", {"before": "Coming up", "during": "On now"})):  # fmt: skip
        (home,) = views(planned(root, day=date.fromisoformat(day)), "home", lang)
        found = {one["id"]: one["state"] for one in home["fairs"]}
        assert ("hoi-cho-mau" in found) == bool(phase)
        assert found["thang-mot"]["over"] == "2026-12-31"
        assert "khong-ngay" not in found
        if phase:
            assert found["hoi-cho-mau"]["label"] == label[phase]
            assert found["hoi-cho-mau"]["over"] == "2026-12-07"


def test_a_made_up_fair_is_no_news(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    replace(root / "content/site.yaml", "sample_site: true\n", "")
    for home in views(planned(root), "home"):
        assert home["fairs"] == []


# ---- the whole -----------------------------------------------------------------------------------


def test_paths_are_unique_sorted_and_plain(plan: SitePlan) -> None:
    paths = [output.path for output in plan.outputs]
    assert paths == sorted(set(paths))
    assert len({path.lower() for path in paths}) == len(paths)
    assert [path for path in paths if not re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*", path)] == []
    assert not [
        path for path in paths if any(f"{path}/" in other for other in paths if other.startswith(f"{path}/"))
    ]


def test_a_page_lies_where_its_address_says(plan: SitePlan) -> None:
    for path, page in pages(plan).items():
        address = str(page.view["path"])
        assert path == (address.lstrip("/") + "index.html" if address.endswith("/") else address.lstrip("/"))


def addresses(value: object, key: str = "") -> Iterator[str]:
    """Every address of the site inside a view."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from addresses(one, name)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from addresses(one, key)
    elif isinstance(value, str) and value.startswith("/") and key not in ("story", "text", "body"):
        yield value


def test_every_address_in_a_view_is_planned(plan: SitePlan) -> None:
    known = {f"/{path.removesuffix('index.html')}" for path in outputs(plan)}
    faults = {
        f"{path}: {address}"
        for path, page in pages(plan).items()
        for address in addresses({**page.view, "site": plan.sites[page.lang]})
        if address.partition("#")[0] not in known
    }
    assert faults == set()


def test_planning_twice_gives_the_same(root: Path, plan: SitePlan) -> None:
    again = planned(root)
    assert again == plan
    assert again.outputs == plan.outputs


@pytest.mark.slow
def test_two_records_that_want_one_address_are_told(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    replace(made / "content/pages/gioi-thieu/page.yaml", "vi: gioi-thieu", "vi: san-pham")
    report = build(order(made, tmp_path / "output")).report
    assert report.failed
    assert {one.code[:8] for one in report.sorted()} == {"ADDRESS-"}
    assert not (tmp_path / "output").exists()


def test_two_units_with_one_path_are_a_clash(root: Path) -> None:
    """The last line behind the checks: a child theme's file, say, at the place of another output."""
    plan = planned(root)
    units = {**plan.units, "other": Unit("other", lambda: [Document("index.html", "text", "two")])}
    with pytest.raises(ClashError) as raised:
        assert dataclasses.replace(plan, units=units).outputs
    assert raised.value.paths == ["index.html"]


# ---- lists ---------------------------------------------------------------------------------------


def lists(plan: SitePlan, lang: str) -> dict[str, list[Any]]:
    """List pages by the address of their first page, in order."""
    found: dict[str, list[Any]] = {}
    for view in views(plan, lang=lang):
        if "cards" in view and "pager" in view and view["kind"] != "producers":
            own = re.sub(r"(trang|page)/\d+/$", "", view["path"])
            found.setdefault(own, []).append(view)
    return {
        own: sorted(all_pages, key=lambda view: view["pager"]["page"]) for own, all_pages in found.items()
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_lists_are_right(plan: SitePlan, lang: str) -> None:
    found = lists(plan, lang)
    assert len(found) >= 8
    for own, numbered in found.items():
        cards = [card["id"] for view in numbered for card in view["cards"]]
        assert len(cards) == len(set(cards)), own
        for number, view in enumerate(numbered, start=1):
            assert view["count"] == len(cards), own
            pager = view["pager"]
            assert (pager["page"], pager["pages"]) == (number, len(numbered))
            assert bool(pager["previous"]) == (number > 1)
            assert bool(pager["next"]) == (number < len(numbered))
            assert all(len(one["cards"]) == 6 for one in numbered[:-1])
            assert 1 <= len(numbered[-1]["cards"]) <= 6


def shown(plan: SitePlan, lang: str, own: str) -> list[str]:
    """The names of a list in the order in which its pages show them."""
    return [card["name"]["text"] for view in lists(plan, lang)[own] for card in view["cards"]]


def test_the_list_of_all_is_in_vietnamese_order(plan: SitePlan) -> None:
    expected = ["An", "Ba", "Cà", "Da", "Đa", "Ê", "Gạo nếp mẫu", "Gạo tẻ", "Trà mẫu"]
    assert shown(plan, "vi", "/san-pham/") == expected


def test_equal_names_are_told_apart_in_the_language_in_which_they_are_equal(plan: SitePlan) -> None:
    """Eight teas have one English name, and each its own Vietnamese one."""
    assert Counter(shown(plan, "en", "/en/products/"))["Sample tea (Mẫu Đông)"] == 8
    assert not [name for name in shown(plan, "vi", "/san-pham/") if "(" in name]


def test_the_list_of_all_is_in_the_order_of_the_names_it_shows(plan: SitePlan) -> None:
    names = shown(plan, "en", "/en/products/")
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(shown(plan, "vi", "/san-pham/"))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("facet", ["state", "star", "group", "set"])
def test_every_product_is_in_exactly_one_list_of_each_facet(
    root: Path, plan: SitePlan, lang: str, facet: str
) -> None:
    known = catalogue(root)

    def value(card: Any) -> str:
        one_set = known.sets[known.products[card["id"]].set]
        stars = {"state": card["stars"]["state"], "star": str(card["stars"]["count"])}
        found = {"group": one_set.group, "set": one_set.id, **stars}
        return str(found[facet])

    found = lists(plan, lang)
    all_products = found["/san-pham/" if lang == "vi" else "/en/products/"]
    [narrow] = [one for one in all_products[0]["facets"] if one["id"] == facet]
    seen: Counter[str] = Counter()
    for option in narrow["options"]:
        numbered = found[option["href"]]
        cards = [card for view in numbered for card in view["cards"]]
        assert option["count"] == len(cards)
        assert {value(card) for card in cards} == {option["value"]}
        seen.update(card["id"] for card in cards)
    assert set(seen.values()) == {1}
    # Only a recognition gives stars.
    without_stars = {
        product.id
        for product in known.listed
        if facet == "star" and all(rating.status != "recognised" for rating in product.ratings)
    }
    assert len(seen) == all_products[0]["count"] - len(without_stars)
    assert without_stars.isdisjoint(seen)


def test_no_empty_list_is_planned(plan: SitePlan) -> None:
    assert [view["path"] for view in views(plan) if "facets" in view and view.get("count") == 0] == []


def test_samples_are_not_listed_nor_counted_on_a_real_site(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    replace(made / "content/site.yaml", "sample_site: true", "sample_site: false")
    replace(made / TEA / "product.yaml", "sample: true", "sources: [{publisher: Ban soạn dữ liệu mẫu}]")
    replace(made / TEA / "product.yaml", "producer: htx-mau\n", "")
    found = planned(made)
    [home] = views(found, "home", "vi")
    assert home["total"] == 1
    assert [card["id"] for view in lists(found, "vi")["/san-pham/"] for card in view["cards"]] == ["tra-mau"]
    for view in views(found, "programme"):
        assert {chart["total"] for chart in view["charts"]} <= {0, 1}
    data = outputs(found)["data/products.json"]
    assert isinstance(data, Document)
    assert [row["id"] for row in json.loads(render(data))["products"]] == ["tra-mau"]
    assert "san-pham/gao-mau/index.html" in pages(found), "its page is there all the same"
    assert pages(found)["san-pham/gao-mau/index.html"].view["sample"] is True
    assert pages(found)["p/MU0001/index.html"].view["sample"] is True
    for page in views(found, "product"):
        if page["id"] == "tra-mau":
            assert "gao-mau" not in {card["id"] for card in page["same_producer"] + page["same_place"]}


def test_charts_count_what_the_lists_hold(plan: SitePlan) -> None:
    for lang in ("vi", "en"):
        [view] = views(plan, "programme", lang)
        charts = {chart["id"]: chart for chart in view["charts"]}
        assert set(charts) == {"by-star", "by-state", "by-group", "by-place", "by-year"}
        for chart in charts.values():
            assert chart["total"] == sum(bar["count"] for bar in chart["bars"])
            assert max(bar["share"] for bar in chart["bars"]) == 100.0
        for name in ("by-star", "by-state", "by-group", "by-place"):
            assert charts[name]["total"] == 9
        counted = lists(plan, lang)
        for bar in charts["by-state"]["bars"]:
            assert bar["count"] == counted[bar["href"]][0]["count"]


# ---- the day -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2026, 11, 21), "valid"), (date(2028, 11, 11), "valid"), (date(2028, 11, 12), "expiring"),
     (date(2029, 2, 10), "expiring"), (date(2029, 2, 11), "expired")],
)  # fmt: skip
def test_the_state_is_that_of_the_day(day: date, state: str) -> None:
    """Recognised on 10 February 2026: valid to 10 February 2029, expiring for its last 90 days."""
    found = pages(planned(Path(__file__).parents[1] / "sites/tiny", day=day))
    for path in ("san-pham/gao-mau/index.html", "en/products/gao-mau/index.html", "p/MU0001/index.html"):
        stars = found[path].view["stars"]
        assert (stars["state"], stars["filled"]) == (state, state != "expired")
        assert stars["until_day"] == "2029-02-10"
    product = found["san-pham/gao-mau/index.html"].view["jsonld"][0]
    [certification] = product["hasCertification"]
    assert certification["certificationStatus"].endswith("Inactive") == (state == "expired")


def as_of(day: str) -> set[str]:
    """What the English lists of the tiny site say of their counts on a day."""
    plan = planned(TINY, day=date.fromisoformat(day))
    return {view["as_of"] for view in views(plan, "list", "en")}


def test_lists_name_the_day_of_the_last_change_of_a_state() -> None:
    """The rice is recognised from 10 February 2026 to 10 February 2029; the tea was only assessed."""
    since = "Computed from this catalogue's records; no rating has changed its state since {}."
    assert as_of("2026-11-21") == as_of("2028-11-11") == {since.format("10 February 2026")}
    assert as_of("2028-11-12") == as_of("2029-02-10") == {since.format("12 November 2028")}
    assert as_of("2029-02-11") == as_of("2031-01-01") == {since.format("11 February 2029")}


# ---- frames --------------------------------------------------------------------------------------

ALONE = {"trace", "not-found"}


def test_twins_answer_each_other(plan: SitePlan) -> None:
    by_path = {view["path"]: view for view in views(plan)}
    for view in by_path.values():
        if view["kind"] in ALONE:
            continue
        assert [one["lang"] for one in view["alternates"]] == ["vi", "en"]
        assert [one["current"] for one in view["alternates"]] == [view["lang"] == "vi", view["lang"] == "en"]
        for one in view["alternates"]:
            twin = by_path[one["href"]]
            assert (twin["lang"], twin["kind"], twin["alternates"]) == (
                one["lang"],
                view["kind"],
                [{**other, "current": other["lang"] == one["lang"]} for other in view["alternates"]],
            )
        assert view["x_default"] == BASE + view["alternates"][0]["href"]
        assert view["canonical"] == BASE + view["path"]


def test_crumbs_lead_home_and_match_the_structured_data(plan: SitePlan) -> None:
    known = {view["path"] for view in views(plan)}
    for view in views(plan):
        if view["kind"] in ("home", *ALONE):
            assert view["crumbs"] == []
            continue
        crumbs = view["crumbs"]
        assert crumbs[0]["href"] == ("/" if view["lang"] == "vi" else "/en/")
        assert crumbs[-1] == {"name": view["heading"], "href": ""}
        assert {crumb["href"] for crumb in crumbs[:-1]} <= known
        [trail] = [one for one in view["jsonld"] if one["@type"] == "BreadcrumbList"]
        items = trail["itemListElement"]
        assert [one["position"] for one in items] == list(range(1, len(crumbs) + 1))
        assert [one["name"] for one in items] == [one["name"] for one in crumbs]
        assert items[-1]["item"] == view["canonical"]


# ---- structured data -----------------------------------------------------------------------------


def everything(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)


def test_stars_are_a_certification_and_nothing_else(plan: SitePlan) -> None:
    rice = pages(plan)["en/products/gao-mau/index.html"].view["jsonld"][0]
    assert (rice["@type"], rice["name"], rice["alternateName"]) == (
        "Product",
        "Sample glutinous rice",
        "Gạo nếp mẫu",
    )
    assert (rice["gtin"], rice["hasGS1DigitalLink"]) == ("09521234543213", f"{BASE}/01/09521234543213")
    assert rice["url"] == f"{BASE}/en/products/gao-mau/"
    [certification] = rice["hasCertification"]
    assert certification == {
        "@type": "Certification",
        "name": "OCOP 4 stars",
        "certificationStatus": "https://schema.org/CertificationActive",
        "certificationRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5, "worstRating": 1},
        "certificationIdentification": "01/QĐ-MAU",
        "issuedBy": {"@type": "GovernmentOrganization", "name": "People's Committee of Mẫu Province"},
        "validFrom": "2026-02-10",
        "expires": "2029-02-10",
    }
    tea = pages(plan)["san-pham/tra-mau/index.html"].view["jsonld"][0]
    assert "hasCertification" not in tea, "an assessment is no certification"
    never = {"aggregateRating", "review", "starRating", "offers", "telephone", "email", "price"}
    assert not [
        key for view in views(plan) for one in everything(view["jsonld"]) for key in one if key in never
    ]


def test_a_potential_five_is_five_nowhere(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    text = (made / TEA / "product.yaml").read_text(encoding="utf-8")
    kept = text[: text.index("ratings:")]
    (made / TEA / "product.yaml").write_text(
        kept + "ratings:\n  - status: potential_five\n    evidence: B2\n", encoding="utf-8"
    )
    found = planned(made)
    assert not [path for path in pages(found) if re.search(r"(sao|stars)/5/", path)]
    for lang, label in (("vi", "Tiềm năng 5 sao"), ("en", "Potential five-star")):
        [view] = [one for one in views(found, "product", lang) if one["id"] == "tra-mau"]
        assert view["stars"]["label"] == label
        assert (view["stars"]["count"], view["stars"]["filled"]) == (0, False)
        assert "hasCertification" not in view["jsonld"][0]
    rows = outputs(found)["data/products.csv"]
    assert isinstance(rows, Document)
    assert [(one["stars"], one["state"]) for one in rows.data["rows"] if one["id"] == "tra-mau"] == [
        (None, "potential_five")
    ]
    build_clean(made, tmp_path / "output")
    page = said = (tmp_path / "output/san-pham/tra-mau/index.html").read_text("utf-8")
    for proposal in ("Tiềm năng 5 sao", "Được đề nghị 5 sao", "Đề nghị công nhận 5 sao"):
        said = said.replace(proposal, "")
    assert "5 sao" not in said
    drawn = re.findall(r'aria-label="Tiềm năng 5 sao">(.*?)</svg>', page)
    assert drawn
    assert all('class="rest"' in one and 'class="on"' not in one for one in drawn), "no gold star"


# ---- small parts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# Tên\n\nĐoạn **một**.\n\nHai.", "Đoạn một."),
        ("> Lời\n\n![ảnh](a.jpg)\n\nĐoạn.", "Đoạn."),
        ("", ""),
        ("một hai ba", "một hai…"),
    ],
)
def test_an_excerpt(text: str, wanted: str) -> None:
    assert excerpt(text, 9 if wanted.endswith("…") else 240) == wanted


def test_a_site_without_news_lots_and_chains_is_planned(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    shutil.rmtree(made / "content/news")
    (made / "content/chains.yaml").write_text("[]\n")
    (made / RICE / "lots.yaml").unlink()
    found = planned(made)
    assert "tin-tuc/index.html" in pages(found)
    assert all(isinstance(output, Page | Document) or output for output in found.outputs)
    assert catalogue(made).news == {}


@pytest.mark.parametrize("english", ["Hợp tác xã Mẫu", "Mẫu Cooperative"])
def test_a_name_that_is_the_same_in_both_languages_stands_once(tmp_path: Path, english: str) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / "content/producers/htx-mau/producer.yaml", "en: Mẫu Cooperative", f"en: {english}")
    (page,) = views(planned(root), "producer", "vi")
    other = None if english == "Hợp tác xã Mẫu" else {"text": english, "lang": "en"}
    assert page["other_name"] == other
