"""What single pages say: which rating counts and is cited, what comes before, whose words they are."""

from pathlib import Path

from tiny import RICE, TEA, append, build_clean, copy_tiny, pages, planned, replace, views

RATED = "ratings:\n  - status: assessed\n    stars: 3\n    on: 2026-03\n    evidence: B2\n"


def test_stars_that_a_source_only_names_are_no_recognition(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    replace(made / TEA / "product.yaml", RATED, "ratings:\n  - {status: named, stars: 3, evidence: B1}\n")
    found = planned(made)
    [home] = views(found, "home", "en")
    assert {one["name"]["text"]: one["count"] for one in home["counts"]} == {
        "products in the catalogue": 2,
        "with a rating valid today": 1,
        "recognised at 4 stars, valid or not": 1,
        "producers in the catalogue": 1,
    }
    [programme] = views(found, "programme", "en")
    [chart] = [one for one in programme["charts"] if one["id"] == "by-star"]
    assert [(bar["label"], bar["count"]) for bar in chart["bars"]] == [
        ("4 stars, recognised", 1),
        ("3 stars, recognition not reported", 1),
    ]


def test_a_product_cites_the_rating_that_it_is_shown_with(tmp_path: Path) -> None:
    """A later assessment does not replace a recognition that still holds."""
    made = copy_tiny(tmp_path / "site")
    append(made / RICE / "product.yaml", "  - {status: assessed, stars: 3, on: 2026-06-01, evidence: B2}\n")
    [view] = [one for one in views(planned(made), "product", "vi") if one["id"] == "gao-mau"]
    assert [one["stars"]["state"] for one in view["ratings"]] == ["assessed", "valid"]
    assert view["rating"] == view["ratings"][1]
    assert view["rating"]["stars"] == view["stars"]


def test_what_a_source_prints_is_marked_as_vietnamese(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    holder = made / "content/producers/htx-mau/producer.yaml"
    replace(holder, "  commune: xa-mau\n  district: huyen-mau\n  mapped_by: officer\n", "")
    replace(holder, "{vi: Hợp tác xã Mẫu, en: Mẫu Cooperative}", "{vi: Hợp tác xã Mẫu}")
    append(made / RICE / "product.yaml", "shops:\n  - {name: {vi: Chợ, en: Market}, address: Chợ Mẫu}\n")
    append(made / RICE / "product.yaml", "notes:\n  - {vi: Chỉ có tiếng Việt.}\n")
    found = planned(made)
    printed = "xã Mẫu Thượng, huyện Mẫu Cũ"
    for lang, mark in (("vi", ""), ("en", "vi")):
        [holders] = views(found, "producers", lang)
        assert holders["cards"][0]["place"] == {"text": printed, "lang": mark}
        [rice] = [view for view in views(found, "product", lang) if view["id"] == "gao-mau"]
        assert rice["buying"]["places"][0]["address"] == {"text": "Chợ Mẫu", "lang": mark}
        assert rice["same_producer"][0]["producer"] == {"text": "Hợp tác xã Mẫu", "lang": mark}
        [scan] = [one for one in pages(found)["p/MU0001/index.html"].view["texts"] if one["lang"] == lang]
        assert scan["remarks"] == [{"text": "Chỉ có tiếng Việt.", "lang": mark}]


def test_news_lead_to_what_was_before_and_after(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    text = (made / "content/news/tin-mau.yaml").read_text(encoding="utf-8")
    later = text.replace("2026-02-10", "2026-05-10").replace("Tin mẫu", "Tin sau").replace("Sample", "Later")
    (made / "content/news/tin-sau.yaml").write_text(later, encoding="utf-8")
    first, second = sorted(views(planned(made), "news-item", "vi"), key=lambda view: view["iso"])
    assert (first["previous"], first["next"]["name"]) == (None, "Tin sau")
    assert (second["previous"]["name"], second["next"]) == ("Tin mẫu", None)


def test_what_is_no_address_is_no_link(tmp_path: Path) -> None:
    """A contact that cannot be followed, a day that is not known: words, and nothing to press or parse."""
    made = copy_tiny(tmp_path / "site")
    holder = made / "content/producers/htx-mau/producer.yaml"
    replace(holder, "000 0000 000", "gọi buổi chiều")
    unknown = "date_note: {vi: Chưa rõ., en: Unknown.}\n"
    replace(made / "content/news/tin-mau.yaml", "date: 2026-02-10\n", unknown)
    build_clean(made, tmp_path / "output")
    for name in ("p/MU0001", "chu-the/htx-mau", "san-pham/gao-mau"):
        page = (tmp_path / "output" / name / "index.html").read_text(encoding="utf-8")
        assert "gọi buổi chiều" in page.replace("\xa0", " ")
        assert 'href=""' not in page
        assert 'href="tel:"' not in page
    for name in ("tin-tuc", "tin-tuc/tin-mau"):
        page = (tmp_path / "output" / name / "index.html").read_text(encoding="utf-8")
        assert "Chưa rõ ngày" in page.replace("\xa0", " ")
        assert 'datetime=""' not in page


def test_a_decision_without_a_number_is_named_once(tmp_path: Path) -> None:
    made = copy_tiny(tmp_path / "site")
    decision = made / "content/decisions/qd-mau-2026.yaml"
    replace(decision, "number: 01/QĐ-MAU\n", "")
    build_clean(made, tmp_path / "output")
    page = (tmp_path / "output/san-pham/gao-mau/index.html").read_text(encoding="utf-8").replace("\xa0", " ")
    ratings = page[page.index('id="ratings"') :]
    assert ratings[: ratings.index("</section>")].count("Quyết định mẫu") == 1
