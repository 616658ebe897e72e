"""What is printed from the browser: a fair's sheets in real millimetres, a product on one sheet."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from built import HOST, BuiltSite
from printed import LONG, boxes, codes, pictures, text
from watch import watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PRODUCTS = 14
UPRIGHT = (210, 297)
SHEETS = {
    "the": ((297, 210), 4),
    "the-a5": (UPRIGHT, 7),
    "bien": (UPRIGHT, 14),
    "to-gioi-thieu": (UPRIGHT, 14),
    "ma-qr": (UPRIGHT, 2),
    "danh-muc": (UPRIGHT, 12),
    "danh-muc-theo-nhom": (UPRIGHT, 12),
}
"""Page → its size in mm and how many there are."""

CUT = """() => [...document.querySelectorAll('.sheet *, .sheet')].filter((one) => {
  const look = getComputedStyle(one);
  if (look.overflow === 'visible' || look.textOverflow === 'ellipsis' || one.namespaceURI.endsWith('svg')) return false;
  return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
}).map((one) => `${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""  # noqa: E501
"""What does not fit the box that it stands in, in the print layout."""

COVERED = """() => [...document.querySelectorAll('.mark')].flatMap((mark) => {
  const over = mark.getBoundingClientRect();
  return [...mark.parentElement.querySelectorAll('.qr, .note')].filter((one) => {
    const rect = one.getBoundingClientRect();
    return rect.bottom > over.top + 1 && rect.top < over.bottom - 1 && rect.right > over.left && rect.left < over.right;
  }).map((one) => one.textContent.trim() || one.getAttribute('aria-label'));
})"""  # noqa: E501
"""Codes and notes that lie under the strip which says that something is made up."""

ENDLESS = """(words) => document.querySelectorAll('.card .name, .sheet>.name, .top .name').forEach((name) => {
  name.classList.remove('is-long', 'is-longer');
  name.classList.add('is-endless');
  name.querySelectorAll('span').forEach((one) => { one.textContent = words; });
})"""


def printed(page: "Page") -> bytes:
    """What the browser's print dialogue makes of the page."""
    return page.pdf(prefer_css_page_size=True, print_background=True)


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheets_print_from_the_browser(
    browser: "Browser", built_site: BuiltSite, server: Serve, sheet: str
) -> None:
    """Size, count, words, codes, stars; a name without end stays on its sheet."""
    size, count = SHEETS[sheet]
    with watched_page(browser) as page:
        page.goto(f"{server(built_site.folder)}/in/xu-lang/{sheet}/")
        data = printed(page)
        page.emulate_media(media="print")
        assert not page.evaluate(CUT)
        page.evaluate(ENDLESS, LONG)
        assert not page.evaluate(CUT)
    read = boxes(data)
    assert len(read) == count
    for one in read:
        assert one["media"] == pytest.approx(size, abs=0.5)
    words = text(data)
    for name in ("Trà diếp cá Lúa Vy", "Lúa Vy fish-mint tea", "Hồng Vành Khuyên", "Thạch đen dạng bột"):
        assert name in words
    # Coarser than any printer: what is read here is read from paper.
    found = [code for image in pictures(data, 200) for code in codes(image)]
    booklet = sheet.startswith("danh-muc")
    assert len(found) == PRODUCTS + booklet
    for code in found:
        path = code.removeprefix(HOST).strip("/")
        assert f"{path}/index.html" in built_site.files, code
    page_built = built_site.by_path[f"in/xu-lang/{sheet}/index.html"]
    products = page_built.all("article.card") or page_built.all(".sheet")
    named = [(node, name) for node in products for name in node.css(".name")[:1]]
    starred = {name.text(): bool(node.css_first(".stars")) for node, name in named}
    assert starred["Trà diếp cá Lúa VyLúa Vy fish-mint tea"]
    assert not starred["Hoa hồi khôDried star anise"], "its rating has expired"


def test_the_booklet_knows_its_pages(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    """Contents and index name the pages on which the products stand."""
    with watched_page(browser) as page:
        page.goto(f"{server(built_site.folder)}/in/xu-lang/danh-muc/")
        data = printed(page)
        index = page.locator(".is-index .rows li").evaluate_all(
            "(all) => all.map((one) => [one.firstChild.textContent, Number(one.lastChild.textContent)])"
        )
        contents = page.locator(".is-contents .rows li").evaluate_all(
            "(all) => all.map((one) => [one.querySelector('[lang=vi]').textContent, "
            "Number(one.lastChild.textContent)])"
        )
    assert len(index) == 2 * PRODUCTS
    pages = [" ".join(one.get_textpage().get_text_range().split()) for one in pypdfium2.PdfDocument(data)]
    for name, number in [*index, *contents]:
        assert name in pages[number - 1], (name, number)
    for number, words in enumerate(pages[1:-1], start=2):
        assert re.search(rf"\b{number}$", words), (number, words[-40:])


def test_one_language_prints_alone(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    """Without a script; that something is made up is told whatever the language."""
    with watched_page(browser, java_script_enabled=False) as page:
        page.goto(f"{server(built_site.folder)}/in/hoi-cho-mau/to-gioi-thieu/")
        page.get_by_label("English").check()
        words = text(printed(page))
        assert "Thung Mây sample glutinous rice" in words
        assert "Sample data — not a real product" in words
        assert "0000 000 000" in words, "the maker agreed to it"
        for vietnamese in ("Gạo nếp mẫu Thung Mây", "Quét để", "Thành phần", "Điện thoại"):
            assert vietnamese not in words
        page.get_by_label("Tiếng Việt").check()
        words = text(printed(page))
        assert "Gạo nếp mẫu Thung Mây" in words
        assert "Ingredients" not in words


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_is_made_up_prints_whole(
    browser: "Browser", built_site: BuiltSite, server: Serve, sheet: str
) -> None:
    """Its strip lies over no code, and whom the photo is by is told."""
    with watched_page(browser) as page:
        page.goto(f"{server(built_site.folder)}/in/hoi-cho-mau/{sheet}/")
        page.emulate_media(media="print")
        assert page.locator(".mark").count()
        assert not page.evaluate(COVERED)
        assert not page.evaluate(CUT)
        if page.locator(".is-photo").count():
            assert page.get_by_text("Hình dựng cho dữ liệu mẫu").first.is_visible()


def test_a_product_prints_on_one_sheet(browser: "Browser", built_site: BuiltSite, server: Serve) -> None:
    """The made-up product, which fills every field, and the products with the most to say."""
    home = server(built_site.folder)
    products = [page for page in built_site.pages if page.kind == "product"]
    samples = [page for page in products if page.one("p.strip")]
    longest = sorted(
        (page for page in products if page not in samples),
        key=lambda page: len(" ".join(node.text() for node in page.all("article, .columns"))),
    )[-6:]
    assert {page.lang for page in samples} == {"vi", "en"}
    for built in [*samples, *longest]:
        with watched_page(browser) as page:
            page.goto(f"{home}/{built.path.removesuffix('index.html')}")
            data = page.pdf(prefer_css_page_size=True)
        assert [box["media"] for box in boxes(data)] == [pytest.approx((210, 297), abs=0.5)], built.path
        (picture,) = pictures(data, 300)
        assert len(codes(picture)) == len(built.all(".qr")), built.path
