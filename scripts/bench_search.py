"""Measures the search as a phone feels it: ``bench_search.py [ROWS …]``, by default 2000 and 20000.

Made-up products are planned into search data by the generator itself and opened with the theme's own
script in Chromium, its processor slowed six times. Printed: bytes on the wire, the time until the first
answer after the box is touched, and the time of each query and filter. Nothing is asserted here:
sizes are held by the tests, times depend on the machine.
"""

import gzip
import http.server
import random
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
for folder in (PROJECT, PROJECT / "scripts"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from generator.cache import Cache  # noqa: E402
from generator.catalogue.catalogue import Catalogue, whole  # noqa: E402
from generator.catalogue.model import ProducerSummary, ProductSummary, Rating  # noqa: E402
from generator.catalogue.reader import CatalogueReader  # noqa: E402
from generator.commands.build import build  # noqa: E402
from generator.project import BuildOptions  # noqa: E402
from generator.records.read import read  # noqa: E402
from generator.render import documents  # noqa: E402
from generator.render import theme as themes  # noqa: E402
from generator.settings import Settings  # noqa: E402
from generator.site.context import PageContext  # noqa: E402
from generator.site.contexts import page_contexts  # noqa: E402
from generator.site.outputs import Document  # noqa: E402
from generator.site.search import collect_rows, one_file  # noqa: E402
from generator.text import Text, slug  # noqa: E402

DAY = date(2026, 11, 21)
SLOWER = 6
RUNS = 7
"""The least of so many runs is what the phone needs; the median shows what else this machine did."""

QUERIES = ("g", "gao nep", "đá", "hop tac xa", "che dinh lap", "rice", "mat ong chi lang 4 sao", "zzzz")

KINDS = (
    ("Gạo nếp", "Glutinous rice"),
    ("Gạo tẻ", "Rice"),
    ("Chè xanh", "Green tea"),
    ("Chè sấy", "Dried tea"),
    ("Mật ong", "Honey"),
    ("Hoa hồi", "Star anise"),
    ("Tinh dầu hồi", "Star-anise oil"),
    ("Na", "Custard apple"),
    ("Rau cải", "Mustard greens"),
    ("Thạch đen", "Black jelly"),
    ("Rượu men lá", "Leaf-yeast spirit"),
    ("Bánh khảo", "Rice-flour cake"),
    ("Miến dong", "Canna noodles"),
    ("Bún khô", "Dried noodles"),
    ("Nấm hương", "Shiitake"),
    ("Mộc nhĩ", "Wood ear"),
    ("Quýt", "Mandarin"),
    ("Hồng", "Persimmon"),
    ("Khoai lang", "Sweet potato"),
    ("Măng ớt", "Chilli bamboo shoots"),
    ("Thịt hun khói", "Smoked pork"),
    ("Lạp sườn", "Sausage"),
    ("Vịt quay", "Roast duck"),
    ("Trà hoa vàng", "Golden camellia tea"),
    ("Cà phê", "Coffee"),
    ("Hạt tiêu", "Pepper"),
    ("Hạt điều", "Cashews"),
    ("Bơ", "Avocado"),
    ("Nước mắm", "Fish sauce"),
    ("Tôm khô", "Dried shrimps"),
    ("Chả cá", "Fish cake"),
    ("Tương", "Soy paste"),
    ("Đậu phụ", "Tofu"),
    ("Thổ cẩm", "Brocade"),
    ("Mây tre đan", "Rattan ware"),
    ("Bột nghệ", "Turmeric powder"),
    ("Bột sắn dây", "Kudzu starch"),
    ("Giò lụa", "Pork roll"),
    ("Bưởi", "Pomelo"),
    ("Cam", "Oranges"),
    ("Chanh leo", "Passion fruit"),
    ("Dưa lưới", "Melon"),
    ("Trứng gà", "Eggs"),
    ("Gà đồi", "Free-range chicken"),
    ("Đá mỹ nghệ", "Stone carvings"),
    ("Da thuộc", "Leather ware"),
)
"""Kinds of products, made up like those of real lists."""
MANNERS = (
    ("hữu cơ", "organic"),
    ("sấy dẻo", "soft-dried"),
    ("sấy khô", "dried"),
    ("nguyên chất", "pure"),
    ("đặc sản", "speciality"),
    ("truyền thống", "traditional"),
    ("cao cấp", "premium"),
    ("túi lọc", "in bags"),
    ("hộp quà", "in gift boxes"),
    ("rang xay", "ground"),
    ("nguyên hạt", "whole"),
    ("vị gừng", "with ginger"),
    ("đóng hộp", "canned"),
    ("hút chân không", "vacuum-packed"),
    ("", ""),
    ("", ""),
    ("", ""),
)
"""How they are made or sold."""
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dung",
    "Đạt",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hòa",
    "Hồng",
    "Huệ",
    "Hùng",
    "Hương",
    "Khánh",
    "Kiên",
    "Lan",
    "Linh",
    "Loan",
    "Long",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngọc",
    "Nhung",
    "Phong",
    "Phúc",
    "Phương",
    "Quân",
    "Quang",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thái",
    "Thanh",
    "Thảo",
    "Thắng",
    "Thu",
    "Thủy",
    "Trang",
    "Trung",
    "Tuấn",
    "Tùng",
    "Tuyết",
    "Vân",
    "Việt",
    "Vinh",
    "Xuân",
    "Yến",
)
"""Parts of made-up brands and holders."""


def real_catalogue() -> Catalogue:
    """The project's own records: its places, kinds and criteria sets."""
    records, _ = read(PROJECT, Cache(None, PROJECT))
    return whole(records, DAY)


def many(catalogue: Catalogue, rows: int) -> Catalogue:
    """The catalogue with ``rows`` made-up products and a fourth as many made-up holders in place of its own.

    Names are as varied as in real lists: kind, manner, place or brand. The same number gives the same rows.
    """
    chance = random.Random(rows)  # noqa: S311 - made-up words are no secret
    first = next(iter(catalogue.products.values()))
    maker = next(iter(catalogue.producers.values()))
    places, kinds = next(iter(catalogue.provinces.values())), list(catalogue.producer_kinds)
    communes = places.communes
    former = [one.name for one in places.former_communes]
    merged: dict[str, list[str]] = {one.id: [one.name] for one in communes}
    for one in places.former_communes:
        for now in one.now:
            merged[now].append(one.name)

    def named() -> str:
        return f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}"

    producers: dict[str, ProducerSummary] = {}
    for number in range(max(1, rows // 4)):
        kind = chance.choice(kinds)
        own = f"{named()} {chance.choice(former)}" if number % 2 else named()
        name = {lang: f"{catalogue.producer_kinds[kind].name.get(lang)} {own}" for lang in ("vi", "en")}
        identity = f"chu-the-{number}"
        producers[identity] = maker.model_copy(
            update={"id": identity, "name": Text(name), "kind": kind, "other_names": ()}
        )
    products: dict[str, ProductSummary] = {}
    for _ in range(rows):
        (vi, en), (how_vi, how_en) = chance.choice(KINDS), chance.choice(MANNERS)
        brand = chance.choice([chance.choice(former), named(), ""])
        name = {"vi": f"{vi} {how_vi} {brand}", "en": f"{en} {how_en} {brand}"}
        name = {lang: " ".join(text.split()) for lang, text in name.items()}
        identity = slug(name["vi"])
        if identity in products:
            identity += f"-{len(products)}"
        commune = chance.choice(communes)
        rating = Rating(
            status="recognised",
            stars=chance.choice((3, 3, 3, 3, 4, 4, 5)),
            valid_from=DAY - timedelta(days=75 * chance.randrange(20)),
        )
        products[identity] = first.model_copy(
            update={
                "id": identity,
                "name": Text(name),
                "set": chance.randrange(26) + 1,
                "producer": chance.choice(list(producers)),
                "other_names": (),
                "photos": (),
                "illustration": None,
                "ratings": (rating,),
                "origin": first.origin.model_copy(
                    update={
                        "commune": commune.id,
                        "district": commune.districts[0],
                        "printed": f"xã {chance.choice(merged[commune.id])}",
                    }
                ),
            }
        )
    return replace(catalogue, products=products, producers=producers)


def in_provinces(catalogue: Catalogue, count: int) -> Catalogue:
    """The catalogue with its products spread over made-up provinces, as in the id ``tinh-3/che-xanh``."""
    chance = random.Random(count)  # noqa: S311 - made-up words are no secret
    products = {}
    for product in catalogue.products.values():
        identity = f"tinh-{chance.randrange(count)}/{product.id}"
        products[identity] = product.model_copy(update={"id": identity})
    return replace(catalogue, products=products)


def context_of(catalogue: Catalogue, lang: str = "vi") -> PageContext:
    """What the pages of one language are planned with."""
    facts = themes.load(PROJECT, catalogue.site.theme).facts
    settings = Settings("https://ocop.example")
    contexts = page_contexts(CatalogueReader(catalogue), settings, facts)
    return next(context for context in contexts if context.lang == lang)


def rows_of(catalogue: Catalogue, lang: str = "vi") -> dict[str, Any]:
    """The search data of a catalogue in one language in one file, as the plan makes it."""
    context = context_of(catalogue, lang)
    return one_file(context, collect_rows(context))


def written(value: dict[str, Any]) -> bytes:
    """The file that the browser is given."""
    return documents.render(Document("x.js", "script", {"name": "OCOP_SEARCH", "value": value}))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


ASK = """async (text) => {
  const input = document.querySelector('.search input');
  const type = async (value) => {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => setTimeout(done, 0));
    document.body.offsetHeight;
  };
  // As a reader comes to it: other words before, all letters but the last one, then that one.
  await type('a b c d e f h i k l');
  await type(text.slice(0, -1));
  const began = performance.now();
  await type(text);
  return performance.now() - began;
}"""
TICK = """async (at) => {
  const box = document.querySelectorAll('.facet input')[at];
  const began = performance.now();
  box.click();
  await new Promise((done) => setTimeout(done, 0));
  document.body.offsetHeight;
  return performance.now() - began;
}"""
READY = """async () => {
  const input = document.querySelector('.search input');
  const began = performance.now();
  input.value = 'gao';
  input.focus();
  input.dispatchEvent(new Event('input', { bubbles: true }));
  const shown = () => document.querySelector('.found:not([hidden]), [data-found]:not([hidden])');
  while (!shown()) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""


def measure(sizes: Sequence[int]) -> None:
    """Build the site, give it as many rows as asked for, and look."""
    from chromium import browser_flags, find_browser
    from playwright.sync_api import sync_playwright

    catalogue = real_catalogue()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = Path(scratch) / "site"
        result = build(BuildOptions(PROJECT, site, DAY, base_url="https://ocop.example"))
        if result.report.failed:
            raise SystemExit("the catalogue does not build: see ocop check")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}"
        browser = playwright.chromium.launch(executable_path=find_browser(), args=browser_flags())
        script = sum(
            len(gzip.compress(path.read_bytes(), 9))
            for name in ("search", "finder")
            for path in (site / "assets").glob(f"{name}.??????????.js")
        )
        print(f"scripts: {script:,} bytes gzipped")
        for rows in sizes:
            data = written(rows_of(many(catalogue, rows)))
            (site / "assets" / "rows.js").write_bytes(data)
            (site / "data" / "search-vi.js").write_text('window.OCOP_SEARCH_AT="/assets/rows.js";\n')
            print(f"{rows:,} rows: {len(gzip.compress(data, 9)):,} bytes gzipped, {len(data):,} plain")
            for address, acts in (("/chuong-trinh/", 0), ("/san-pham/", 4)):
                page = browser.new_page(viewport={"width": 360, "height": 740})
                session = page.context.new_cdp_session(page)
                session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                page.goto(home + address)
                if page.locator(".find-button").is_visible():
                    page.click(".find-button")
                print(f"  {address} first answer after the touch: {page.evaluate(READY):.0f} ms")
                for query in QUERIES:
                    times = sorted(page.evaluate(ASK, query) for _ in range(RUNS))
                    print(f"    {query!r}: {times[0]:.0f} ms (median {times[RUNS // 2]:.0f})")
                for at in range(acts):
                    print(f"    filter {at + 1} of {acts}: {page.evaluate(TICK, at):.0f} ms")
                page.close()
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    measure([int(word) for word in sys.argv[1:]] or [2000, 20000])
