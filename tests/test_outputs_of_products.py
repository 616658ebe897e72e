"""Files and bytes that each product and each lot of a built site takes, with none left out of the count."""

import re
from pathlib import Path

import pytest
from built import BuiltSite, build_site, nothing_in
from count_outputs import FILES, ProductOutputs, main, not_counted, outputs_of_products, over_the_limit
from PIL import Image
from synthetic import make

SHARE_PICTURE = 25_000
"""Most bytes of a share picture with a drawing; one with a photo may take more."""
SECOND_ADDRESS = re.compile(r"(p/[^/]+(/[^/]+)?|01/\d{14}(/10/[^/]+)?)/index\.html")


@pytest.fixture(scope="module")
def synthetic_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up catalogue of six products with three lots each."""
    folder = tmp_path_factory.mktemp("synthetic")
    make(folder / "site", 6)
    return build_site(folder / "site", folder / "output").folder


@pytest.mark.slow
def test_the_catalogue_keeps_the_limits(built_site: BuiltSite, capsys: pytest.CaptureFixture[str]) -> None:
    products = outputs_of_products(built_site.folder)
    assert len(products) > 70
    assert any(product.lots for product in products)
    nothing_in(over_the_limit(built_site.folder, products))
    assert main([str(built_site.folder)]) == 0
    assert "every product is within its limits" in capsys.readouterr().out


@pytest.mark.slow
def test_a_made_up_catalogue_keeps_the_limits(synthetic_site: Path) -> None:
    products = outputs_of_products(synthetic_site)
    assert len(products) == 6
    nothing_in(over_the_limit(synthetic_site, products))
    for product in products:
        kinds = {kind: len(paths) for kind, paths in product.by_kind.items()}
        assert kinds.pop("page") == 2
        assert kinds == dict.fromkeys(("data", "share picture", "QR code", "scan page", "linkset.json"), 1)
        assert len(product.lots) == 3
        for lot, files in product.lots.items():
            assert files == {f"{lot}/index.html", f"{lot}/epcis.jsonld"}


@pytest.mark.slow
def test_nothing_of_a_product_is_left_out_of_the_count(built_site: BuiltSite) -> None:
    """Else there are pages of second addresses, codes of products without a scan page, and producers."""
    products = outputs_of_products(built_site.folder)
    rest = not_counted(built_site.folder, products)
    producers = {
        page.value('meta[property="og:image"]', "content")
        for page in built_site.pages
        if page.kind == "producer"
    }
    of_producers = {path for path in rest if any(image.endswith(f"/{path}") for image in producers)}
    without_code = {product.data for product in products if not product.by_kind["QR code"]}
    names = {Path(data).stem for data in without_code}
    codes = {path for path in rest if path.startswith("qr/") and path[3:].rsplit("-", 1)[0] in names}
    assert len(codes) <= len(names)
    nothing_in(path for path in rest - of_producers - codes if not SECOND_ADDRESS.fullmatch(path))


@pytest.mark.slow
def test_every_share_picture_is_one_that_messengers_show(built_site: BuiltSite) -> None:
    pictures = [path for name, path in built_site.files.items() if "-share." in name]
    assert pictures
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.size == (1200, 630)
            assert picture.format == {".png": "PNG", ".jpg": "JPEG"}[path.suffix]
        assert path.suffix == ".jpg" or path.stat().st_size <= SHARE_PICTURE, path.name
    for page in built_site.pages:
        image = page.value('meta[property="og:image"]', "content")
        size = [page.value(f'meta[property="og:image:{side}"]', "content") for side in ("width", "height")]
        assert size == (["1200", "630"] if image else ["", ""]), page.path
        if image:
            assert image.startswith(f"{built_site.base}/"), page.path
            assert image.removeprefix(f"{built_site.base}/") in built_site.files, page.path


def test_a_product_over_a_limit_is_told(tmp_path: Path) -> None:
    product = ProductOutputs("data/products/a.json")
    for number in range(FILES):
        (tmp_path / f"{number}").write_bytes(b"x" * 18_000)
        product.by_kind["page"].add(f"{number}")
    assert list(over_the_limit(tmp_path, [product])) == []
    (tmp_path / "more").write_bytes(b"x" * 6_001)
    product.by_kind["page"].add("more")
    product.lots["p/MU0001/L1"] = {"p/MU0001/L1/index.html", "p/MU0001/L1/a", "p/MU0001/L1/b"}
    files, size, lot = over_the_limit(tmp_path, [product])
    assert files.startswith("data/products/a.json: 9 files")
    assert size == "data/products/a.json: 150001 bytes"
    assert lot.startswith("p/MU0001/L1: ")


def test_files_are_found_through_the_pages(tmp_path: Path) -> None:
    page = tmp_path / "san-pham/a/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '<meta property="og:image" content="https://ocop.test/media/1-share.png">'
        '<body data-kind="product"><a href="/p/MU0001/"></a><a href="/p/MU0001/L1/"></a>'
        '<a href="/qr/MU0001-1.svg"></a><a href="/data/products/a.json"></a>'
    )
    for path in ("p/MU0001/index.html", "p/MU0001/L1/index.html", "p/MU0002/index.html", "qr/MU0001-1.png"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (product,) = outputs_of_products(tmp_path)
    assert product.files == {
        *("san-pham/a/index.html", "data/products/a.json", "media/1-share.png", "qr/MU0001-1.svg"),
        "p/MU0001/index.html",
    }
    assert product.lots == {"p/MU0001/L1": {"p/MU0001/L1/index.html"}}
    assert not_counted(tmp_path, [product]) == {"p/MU0002/index.html", "qr/MU0001-1.png"}
