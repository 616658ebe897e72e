"""The block "Buy and contact": what is recorded, else that nothing is and how it can be added."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tiny import RICE, TEA, append, copy_tiny, pages, planned, replace, views


def product(root: Path, identity: str, lang: str = "vi") -> Any:
    [view] = [view for view in views(planned(root), "product", lang) if view["id"] == identity]
    return view


def test_ways_and_selling_places_are_named_with_a_map(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / RICE / "product.yaml", "shops:\n  - {name: {vi: Chợ, en: Market}, address: số 1 phố Mẫu}\n")
    buying = product(root, "gao-mau")["buying"]
    assert [way["kind"] for way in buying["ways"]] == ["phone"]
    [place] = buying["places"]
    assert unquote(place["map"]) == "https://www.openstreetmap.org/search?query=số 1 phố Mẫu"
    assert (buying["producer"]["text"], buying["producer_href"]) == ("Hợp tác xã Mẫu", "/chu-the/htx-mau/")
    assert buying["missing"] == ""


def test_where_nothing_is_recorded_the_page_says_so_and_how_to_add_it(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / "content/site.yaml", "report_phone: 0912 345 678\n")
    replace(root / "content/producers/htx-mau/producer.yaml", "public: true", "public: false")
    view = product(root, "gao-mau")
    message = view["buying"]["message"]
    assert view["buying"]["missing"]
    assert "MU0001" in message["text"]
    assert message["text"] in unquote(message["email"])
    assert message["email"].startswith("mailto:mau@ocop.test?")
    assert message["sms"].startswith("sms:+84912345678?&body=")
    assert message["zalo"] == "https://zalo.me/84912345678"
    [maker] = views(planned(root), "producer", "en")
    assert (
        maker["buying"]["missing"]
        == "This catalogue has no telephone number, Zalo, website or shop for this producer."
    )


def test_without_an_address_of_the_editors_the_message_opens_without_an_addressee(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / "content/site.yaml", "report_email: mau@ocop.test\n", "")
    plan = planned(root)
    [rice] = [view for view in views(plan, "product", "vi") if view["id"] == "gao-mau"]
    [maker] = views(plan, "producer", "vi")
    for message, code in ((rice["buying"]["message"], "MU0001"), (maker["buying"]["message"], "htx-mau")):
        assert message["email"].startswith("mailto:?subject=OCOP%20")
        assert message["sms"].startswith("sms:?&body=")
        assert code in unquote(message["email"])
        assert code in unquote(message["sms"])
        assert (message["zalo"], message["is_addressed"]) == ("", False)


SHOP = (
    "{name: {vi: Quầy, en: Stall}, address: số 1 phố Mẫu,"
    " consent_on: 2026-01-01, phone: {value: 02053 812 345, public: true}}"
)


def test_the_producers_page_names_each_shop_of_its_products_once(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / RICE / "product.yaml", f"shops: [{SHOP}]\n")
    append(root / TEA / "product.yaml", f"shops: [{SHOP}]\n")
    [maker] = views(planned(root), "producer", "vi")
    [place] = maker["buying"]["places"]
    assert place["name"]["text"] == "Quầy"
    assert [way["href"] for way in place["ways"]] == ["tel:+842053812345"]
    assert {product["href"] for product in place["products"]} == {"/san-pham/gao-mau/", "/san-pham/tra-mau/"}
    [own] = product(root, "gao-mau")["buying"]["places"]
    assert own == {**place, "products": []}


def test_a_shop_is_enough_for_nothing_to_be_missing(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / "content/producers/htx-mau/producer.yaml", "public: true", "public: false")
    assert views(planned(root), "producer", "vi")[0]["buying"]["missing"]
    append(root / RICE / "product.yaml", f"shops: [{SHOP}]\n")
    assert views(planned(root), "producer", "vi")[0]["buying"]["missing"] == ""


OFFICE = "office: {name: {vi: Văn phòng Mẫu, en: Sample office}, phone: 02053 812 340}\n"
OTHER_SHOP = SHOP.replace("Quầy", "Chợ").replace("345", "346")


@pytest.mark.parametrize(
    ("office", "shops", "call", "asked"),
    [
        ("", "", None, []),
        ("", SHOP.replace("public: true", "public: false"), None, ["Quầy"]),
        ("", SHOP, ("Gọi nơi bán", "tel:+842053812345"), ["Quầy"]),
        ("", f"{SHOP}, {OTHER_SHOP}", ("Gọi nơi bán", "#ask-vi"), ["Quầy", "Chợ"]),
        (OFFICE, SHOP, ("Gọi cơ quan OCOP", "tel:+842053812340"), ["Văn phòng Mẫu", "Quầy"]),
        (
            OFFICE.replace(", phone: 02053 812 340", ""),
            SHOP,
            ("Gọi nơi bán", "tel:+842053812345"),
            ["Văn phòng Mẫu", "Quầy"],
        ),
    ],
)
def test_who_has_a_recalled_lot_is_told_whom_to_call(
    tmp_path: Path, office: str, shops: str, call: tuple[str, str] | None, asked: list[str]
) -> None:
    root = copy_tiny(tmp_path / "site")
    append(root / "content/site.yaml", office)
    append(root / RICE / "product.yaml", f"shops: [{shops}]\n" if shops else "")
    (root / RICE / "lots.yaml").write_text(
        "lots:\n  - lot: A\n    made_on: 2026-01-02\n"
        "    recalled: {on: 2026-02-01, reason: {vi: Hở túi., en: Open bags.}}\n"
        "  - {lot: B, made_on: 2026-01-03}\n",
        encoding="utf-8",
    )
    scans = pages(planned(root))
    text = scans["p/MU0001/A/index.html"].view["texts"][0]
    assert text["lang"] == "vi"
    assert text["call"] == (dict(zip(("name", "href"), call, strict=True)) if call else None)
    assert [place["name"]["text"] for place in text["asked"]] == asked
    for path in ("p/MU0001/index.html", "p/MU0001/B/index.html"):
        assert (scans[path].view["texts"][0]["call"], scans[path].view["texts"][0]["asked"]) == (None, [])


def test_a_published_contact_names_its_page(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    maker = root / "content/producers/htx-mau/producer.yaml"
    text = maker.read_text(encoding="utf-8")
    start = text.index("contacts:")
    end = text.index("\n", text.index("phone:"))
    page = "{publisher: Mẫu, url: 'https://mau.example/lien-he', read: 2026-01-02}"
    web = f"contacts:\n  web: {{value: 'https://mau.example/', public: true, published: {page}}}"
    maker.write_text(text[:start] + web + text[end:], encoding="utf-8")
    [basis] = product(root, "gao-mau")["buying"]["basis"]
    assert (basis["href"], basis["read"]) == ("https://mau.example/lien-he", "02/01/2026")


def test_a_producer_that_is_not_certain_is_marked_wherever_its_name_stands(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    note = "producer_inferred: true\nproducer_note: {vi: Theo một bài khác., en: By another article.}\n"
    append(root / RICE / "product.yaml", note)
    plan = planned(root)
    for lang, name in (
        ("vi", "Hợp tác xã Mẫu (theo một nguồn khác, chưa xác nhận)"),
        ("en", "Mẫu Cooperative (from another source, not confirmed)"),
    ):
        [view] = [view for view in views(plan, "product", lang) if view["id"] == "gao-mau"]
        assert view["buying"]["producer"]["text"] == name
        assert [row["values"][0]["text"] for row in view["facts"] if row["id"] == "producer"] == [name]
        assert "manufacturer" not in view["jsonld"][0]
        [home] = views(plan, "home", lang)
        assert name in [card["producer"]["text"] for card in home["cards"] if card["producer"]]
        [scan] = [text for text in pages(plan)["p/MU0001/index.html"].view["texts"] if text["lang"] == lang]
        assert name in [value["text"] for row in scan["rows"] for value in row["values"]]


def test_equal_names_are_told_apart_by_place(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / TEA / "product.yaml", "Trà mẫu", "Gạo nếp mẫu")
    replace(root / TEA / "product.yaml", "producer: htx-mau\n", "")
    cards = {card["id"]: card["name"]["text"] for card in views(planned(root), "home", "vi")[0]["cards"]}
    assert cards["gao-mau"].startswith("Gạo nếp mẫu (")
    assert cards["tra-mau"].startswith("Gạo nếp mẫu (")


def test_equal_names_of_one_place_are_told_apart_by_producer_too(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / TEA / "product.yaml", "Trà mẫu", "Gạo nếp mẫu")
    replace(root / TEA / "product.yaml", "phuong-mau", "xa-mau")
    replace(root / TEA / "product.yaml", "producer: htx-mau\n", "")
    cards = {card["id"]: card["name"]["text"] for card in views(planned(root), "home", "vi")[0]["cards"]}
    assert cards["gao-mau"].endswith(", Hợp tác xã Mẫu)")


def test_the_page_for_those_who_take_part_shows_the_office(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    [about] = views(planned(root), "text", "en")
    assert about["office"] is None
    office = "office: {name: {vi: Văn phòng Mẫu, en: Sample office}, email: ocop@ocop.test}\n"
    append(root / "content/site.yaml", office)
    replace(root / "content/pages/gioi-thieu/page.yaml", "role: about", "role: taking_part")
    [page] = views(planned(root), "text", "en")
    assert page["office"]["name"]["text"] == "Sample office"
    assert [way["href"] for way in page["office"]["ways"]] == ["mailto:ocop@ocop.test"]
