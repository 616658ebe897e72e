"""The scan page in a real browser: first screen, languages, the reader's day, paper, codes, lost readers."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from built import BuiltSite
from looks import accessibility_faults
from names import as_read
from states import SCANS
from watch import decode_both, settle, shared_page, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]

PHONE = {"width": 360, "height": 640}
TALLEST = 2500
"""CSS pixels of a scan page on a phone, for a product without lots."""
FIRST = ["h1 [lang=vi]", "h1 [lang=en]", ".picture", ".stars", ".rating strong", "[data-fact=producer]"]
FIRST += ["[data-fact=place]"]
PRAISE = [".stars", ".rating strong"]
"""What stands on no page of a lot that was taken back."""
OF_LOT = ["[data-fact=lot]", "[data-fact=made]", "[data-fact=expires]"]
BELOW = """names => {
  const bar = document.querySelector('.thumbs').getBoundingClientRect().top;
  const inside = r => r.height > 0 && r.top >= 0 && r.bottom <= bar && r.left >= 0 && r.right <= innerWidth;
  const shown = name => [...document.querySelectorAll(name)].some(e => inside(e.getBoundingClientRect()));
  return names.filter(name => !shown(name));
}"""


def first_words(page: "Page") -> str:
    """The words that stand highest in the banner of the rating."""
    result: str = page.evaluate(
        "() => [...document.querySelectorAll('.rating strong')]"
        ".sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0].innerText"
    )
    return result


@pytest.mark.parametrize(("locale", "script"), [("vi-VN", True), ("en-GB", True), ("vi-VN", False)])
def test_the_first_screen_of_a_phone_answers_in_every_state(
    browser: "Browser", states: BuiltSite, server: Serve, locale: str, script: bool
) -> None:
    home = server(states.folder)
    faults = []
    # Scripts of the test run in a frame of their own where the page's are switched off.
    with shared_page(browser, locale=locale, viewport=PHONE, java_script_enabled=script) as page:
        for name, path in SCANS.items():
            page.goto(home + path)
            wanted = FIRST + (OF_LOT if "lot" in name else [])
            if name in ("recalled lot", "lot off sale"):
                wanted = [part for part in wanted if part not in PRAISE] + [".notice .do", ".notice .why"]
            wanted += [".notice"] if name == "discontinued" else []
            faults += [f"{name}: {hidden}" for hidden in page.evaluate(BELOW, wanted)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{name}: {wide} wide"] if wide > PHONE["width"] else []
    assert not faults, "\n".join(faults)


def test_a_recall_stands_above_everything_else_in_red(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(server(states.folder) + SCANS["recalled lot"])
        top: str = page.evaluate("document.querySelector('main').firstElementChild.className")
        assert "notice" in top
        assert "is-recalled" in top
        red, green, blue = page.evaluate(
            "getComputedStyle(document.querySelector('.notice')).backgroundColor.match(/[0-9]+/g).map(Number)"
        )
        assert red > 2 * max(green, blue)


@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
def test_a_recalled_lot_begins_with_what_to_do_and_praises_nothing(
    browser: "Browser", states: BuiltSite, server: Serve, locale: str
) -> None:
    """The record's own instruction, else what is right in any case; the first button helps."""
    told = {
        "recalled lot": {
            "vi-VN": "Dữ liệu mẫu: đem trả nơi mua.",
            "en-GB": "Sample data: take it back to the shop.",
        },
        "lot off sale": {
            "vi-VN": "Hãy hỏi người bán trước khi dùng và giữ lại bao bì.",
            "en-GB": "Ask the seller before you use it, and keep the packaging.",
        },
    }
    for name, instruction in told.items():
        with shared_page(browser, locale=locale, viewport=PHONE) as page:
            page.goto(server(states.folder) + SCANS[name])
            assert page.locator(".notice .do:visible").all_inner_texts() == [instruction[locale]]
            reason = page.locator(".notice .why:visible")
            assert reason.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
            assert page.locator(".stars, .rating, .on").count() == 0
            call, report = page.locator(".thumb:visible a").all()
            assert as_read(call.inner_text()) == {"vi-VN": "Gọi nơi bán", "en-GB": "Call the seller"}[locale]
            assert call.get_attribute("href") == "tel:+842053812345"
            stall = page.locator(".buy:visible")
            assert stall.locator('a[href="tel:+842053812345"]').is_visible()
            assert report.get_attribute("href") == f"#report-{locale[:2]}"
            report.click()
            assert page.locator(f"#report-{locale[:2]} .ready").is_visible()


@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
def test_a_copied_stamp_is_reported_with_a_ready_message(
    browser: "Browser", states: BuiltSite, server: Serve, locale: str
) -> None:
    lang = locale[:2]
    with watched_page(browser, locale=locale, viewport=PHONE) as page:
        page.clock.set_fixed_time(datetime(2027, 1, 31, 18, tzinfo=UTC))
        page.goto(server(states.folder) + SCANS["lot"])
        page.locator(f"[lang={lang}] .fold summary").first.click()
        text = page.inner_text(f"#report-{lang} .ready")
        assert "MU0101 · TOT-01" in text
        assert f"{states.base}/p/MU0101/TOT-01/" in text
        assert "01/02/2027" in text
        links = page.locator(f"#report-{lang} a").evaluate_all(
            "list => list.map(a => decodeURIComponent(a.href))"
        )
        assert [link.split(":")[0] for link in links] == ["sms", "mailto"]
        for link in links:
            assert "MU0101 · TOT-01" in link
            assert "01/02/2027" in link


LOOK = """() => ({
  height: document.documentElement.scrollHeight,
  labels: [...document.querySelectorAll('details[open] dt')].map(term => term.innerText),
})"""


def faults_of_look(page: "Page", what: str) -> list[str]:
    """Whether a scan page is too long, or names a fact twice in the language that is open."""
    look = page.evaluate(LOOK)
    faults = [f"{what}: {look['height']} px"] if look["height"] > TALLEST else []
    assert look["labels"], what
    return faults + [f"{what}: {label} twice" for label in look["labels"] if look["labels"].count(label) > 1]


def unfold(page: "Page") -> None:
    page.locator("details.tongue:not([open]) > summary").click()
    assert page.locator("details.tongue[open]").count() == 2


@pytest.fixture(scope="module")
def without_lots(built_site: BuiltSite) -> list[str]:
    """The addresses of the scan pages of products without lots, those with most to say last."""
    traces = [page for page in built_site.real_pages if page.kind == "trace"]
    scans = [page for page in traces if page.path.startswith("p/") and page.path.count("/") == 2]
    assert len(scans) > 60
    shorter = sorted((page for page in scans if not page.one(".lots li")), key=lambda page: len(page.text))
    return [page.path.removesuffix("index.html") for page in shorter]


def test_a_product_without_lots_is_short_and_says_each_fact_once(
    browser: "Browser", built_site: BuiltSite, server: Serve, without_lots: list[str]
) -> None:
    """Every page as the phone shows it, in one language and, after a turn to it, in the other."""
    home = server(built_site.folder)
    assert len(without_lots) > 50
    faults = []
    with shared_page(browser, locale="vi-VN", viewport=PHONE) as page:
        for path in without_lots:
            page.goto(f"{home}/{path}")
            faults += faults_of_look(page, path)
            page.evaluate("location.hash = 'lang-en'")
            page.wait_for_function("document.querySelector('.tongue[lang=en]').open")
            faults += faults_of_look(page, f"{path} in English")
        unfold(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("script", [True, False])
def test_a_scan_is_as_short_for_a_reader_of_english_with_or_without_scripts(
    browser: "Browser", built_site: BuiltSite, server: Serve, without_lots: list[str], script: bool
) -> None:
    """The pages with most to say; the other language is folded, and opens without a script."""
    home = server(built_site.folder)
    faults = []
    with shared_page(browser, locale="en-GB", viewport=PHONE, java_script_enabled=script) as page:
        for path in without_lots[-12:]:
            page.goto(f"{home}/{path}")
            faults += faults_of_look(page, path)
        unfold(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("locale", "script", "fragment", "words"),
    [
        ("vi-VN", True, "", "Sao còn hiệu lực"),
        ("en-GB", True, "", "Stars valid until"),
        ("ko-KR", True, "", "Stars valid until"),
        ("en-GB", True, "#lang-vi", "Sao còn hiệu lực"),
        ("en-GB", False, "", "Sao còn hiệu lực"),
    ],
)
def test_the_readers_language_comes_first(
    browser: "Browser",
    states: BuiltSite,
    server: Serve,
    locale: str,
    script: bool,
    fragment: str,
    words: str,
) -> None:
    with shared_page(browser, locale=locale, viewport=PHONE, java_script_enabled=script) as page:
        page.goto(server(states.folder) + SCANS["lot"] + fragment)
        assert first_words(page).startswith(words)
        both = page.text_content("main") or ""
        assert "Hành trình của lô này" in both
        assert "The journey of this lot" in both
        assert page.locator("details.tongue[open]").count() == 1


def test_choosing_a_language_moves_nothing_and_is_kept_in_the_address_alone(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(server(states.folder) + SCANS["lot"])
        page.locator(".tongues a", has_text="English").click()
        page.wait_for_function("document.querySelector('.bodies > *').lang === 'en'")
        assert first_words(page).startswith("Stars valid until")
        assert page.url.endswith("#lang-en")
        assert page.evaluate("scrollY") == 0
        page.reload()
        assert first_words(page).startswith("Stars valid until")
        kept: list[Any] = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
        assert kept == ["", 0, 0]


@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
def test_nothing_moves_while_the_page_comes(
    browser: "Browser", states: BuiltSite, server: Serve, locale: str
) -> None:
    with watched_page(browser, locale=locale, viewport=PHONE) as page:
        page.add_init_script(
            "window.moved = 0;"
            "new PerformanceObserver(l => l.getEntries().forEach(e => { moved += e.value }))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        # On a weak network a page comes in pieces, and what has come is painted.
        weak = {"offline": False, "latency": 20, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", weak)
        for name in ("lot", "recalled lot", "expired"):
            page.goto(server(states.folder) + SCANS[name])
            settle(page)
            # A sign keeps to the middle of words that come in two pieces; nothing that is read moves.
            assert page.evaluate("moved") < 0.005, name


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (datetime(2029, 2, 10, 16, 59, tzinfo=UTC), False),  # 23:59 on the last day in Vietnam
        (datetime(2029, 2, 10, 17, 0, tzinfo=UTC), True),  # the first minute of the next day there
    ],
)
def test_a_rating_that_has_passed_since_the_build_says_so_from_the_next_vietnamese_day(
    browser: "Browser", states: BuiltSite, server: Serve, now: datetime, over: bool
) -> None:
    with watched_page(browser, timezone_id="America/New_York", viewport=PHONE) as page:
        page.clock.set_fixed_time(now)
        page.goto(server(states.folder) + SCANS["valid"])
        words = page.inner_text(".rating")
        assert ("Sao OCOP hết hiệu lực từ 10/02/2029" in words) == over
        assert ("OCOP stars ended on 10 February 2029" in words) == over
        assert ("còn hiệu lực" not in words) == over
        filled = page.evaluate("getComputedStyle(document.querySelector('.stars .on')).fill")
        assert (filled == "none") == over
        assert page.locator(".rating .then").is_visible() == over
        assert page.locator(".rating .now").is_visible() != over


def test_a_lot_that_has_passed_since_the_build_says_so(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    home = server(states.folder)
    with watched_page(browser, viewport=PHONE) as page:
        page.goto(home + SCANS["lot"])
        assert not page.locator(".lot-end").is_visible()
        page.clock.set_fixed_time(datetime(2027, 10, 20, 18, tzinfo=UTC))
        page.goto(home + SCANS["lot"])
        assert "Lô này đã quá hạn sử dụng" in as_read(page.inner_text(".lot-end"))
        assert "This lot is past its use-by date" in as_read(page.inner_text(".lot-end"))
        assert page.inner_text(".rating").startswith("Sao còn hiệu lực")
        page.goto(home + SCANS["valid"])
        line = page.locator(".lots li", has_text="TOT-01").first
        assert "quá hạn" in as_read(line.inner_text()).lower()


def test_without_a_script_the_sentence_stays_true(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(server(states.folder) + SCANS["lot"])
        words = as_read(page.inner_text("main"))
        assert "Sao còn hiệu lực đến 10/02/2029" in words
        assert "quá hạn" not in words


def test_the_lots_of_a_product_tell_how_they_stand(
    browser: "Browser", states: BuiltSite, server: Serve
) -> None:
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(server(states.folder) + SCANS["valid"] + "#en")
        lots = page.locator("#en .lots li").all_inner_texts()
    said = {text.split()[0]: as_read(text) for text in lots}
    assert "Recalled on 1 November 2026" in said["THU-HOI-01"]
    assert "Taken off sale on 2 November 2026" in said["RUT-BAN-01"]
    assert "Past its use-by date" in said["QUA-HAN-01"]
    assert "Use by 20 October 2027" in said["TOT-01"]


@pytest.mark.parametrize("name", SCANS)
def test_every_state_is_accessible(browser: "Browser", states: BuiltSite, server: Serve, name: str) -> None:
    """By two engines, with a contrast of 7:1."""
    with shared_page(browser, viewport=PHONE) as page:
        page.goto(server(states.folder) + SCANS[name])
        assert accessibility_faults(page) == []


@pytest.mark.parametrize("name", ["valid", "lot", "recalled lot", "unknown"])
def test_it_prints_on_one_sheet_with_a_code_that_leads_to_it(
    browser: "Browser", states: BuiltSite, server: Serve, tmp_path: Path, name: str
) -> None:
    home = server(states.folder)
    paper = tmp_path / "page.pdf"
    with shared_page(browser, ("404 (Not Found)",)) as page:
        page.goto(home + SCANS[name])
        page.pdf(path=paper, format="A4")
        told = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True, check=True).stdout
        assert "Pages:           1\n" in told
        subprocess.run(
            ["pdftoppm", "-r", "300", "-gray", "-png", str(paper), str(tmp_path / "p")], check=True
        )
        zxing, zbar = decode_both(next(tmp_path.glob("p*.png")))
        assert len(zxing) == 1
        assert zxing == zbar
        payload = zxing.pop()
        assert payload.startswith(states.base)
        answer = page.goto(home + payload.removeprefix(states.base))
        assert answer
        assert answer.ok
        assert page.evaluate("document.body.dataset.kind") == "trace"


def test_the_heaviest_pages_of_the_catalogue_print_on_one_sheet(
    browser: "Browser", built_site: BuiltSite, server: Serve, tmp_path: Path
) -> None:
    home = server(built_site.folder)
    scans = sorted((p for p in built_site.real_pages if p.kind == "trace"), key=lambda p: len(p.text))
    for built in scans[-3:]:
        with shared_page(browser) as page:
            page.goto(f"{home}/{built.path.removesuffix('index.html')}")
            page.pdf(path=tmp_path / "page.pdf", format="A4")
        told = subprocess.run(
            ["pdfinfo", str(tmp_path / "page.pdf")], capture_output=True, text=True, check=True
        ).stdout
        assert "Pages:           1\n" in told, built.path


def test_the_code_on_the_screen_leads_to_the_page(
    browser: "Browser", states: BuiltSite, server: Serve, tmp_path: Path
) -> None:
    wide = {"width": 800, "height": 600}
    with shared_page(browser, viewport=wide, device_scale_factor=2) as page:
        for number, path in enumerate(SCANS.values()):
            shot = tmp_path / f"{number}.png"
            page.goto(server(states.folder) + path)
            page.locator(".code").screenshot(path=shot)
            own = page.get_attribute('meta[property="og:url"]', "content") or ""
            zxing, zbar = decode_both(shot)
            assert zxing == zbar == {own.removesuffix("/")}, path


@pytest.mark.parametrize(
    ("path", "offer", "word"),
    [
        ("/p/MU0101/XYZ", "/p/MU0101/", "MU0101"),
        ("/p/mu0101/", "/p/MU0101/", "MU0101"),
        ("/p/mu101", "/p/MU0101/", "MU0101"),
        ("/p/MU-00101", "/p/MU0101/", "MU0101"),
        ("/MU0101", "/p/MU0101/", "MU0101"),
        ("/mu101/", "/p/MU0101/", "MU0101"),
        ("/01/09521234500018/10/XYZ", "/01/09521234500018/", "09521234500018"),
        ("/01/9521234500018", "/01/09521234500018/", "09521234500018"),
        ("/9521234500018", "/01/09521234500018/", "09521234500018"),
        ("/p/MU9999", None, "MU9999"),
        ("/san-pham/gao-cu/", None, "gao cu"),
        ("/san-pham/ca12", None, "ca12"),
        ("/p/x/", None, "x"),
        ("/404.html", None, ""),
    ],
)
def test_a_lost_reader_is_helped(
    browser: "Browser", states: BuiltSite, server: Serve, path: str, offer: str | None, word: str
) -> None:
    home = server(states.folder)
    with shared_page(browser, ("404 (Not Found)",), viewport=PHONE) as page:
        page.goto(home + path)
        assert page.evaluate("document.body.dataset.kind") == "not-found"
        assert page.locator("input[type=search]").first.input_value() == word
        assert "undefined" not in page.content()
        names = page.locator("[role=search]").evaluate_all("(forms) => forms.map((form) => form.ariaLabel)")
        assert len(set(names)) == len(names) > 1
        link = page.locator(".offer:visible a").first
        assert link.count() == bool(offer)
        if offer:
            link.click()
            page.wait_for_url(home + offer)
            assert page.evaluate("document.body.dataset.kind") == "trace"
    with shared_page(browser, ("404 (Not Found)",), viewport=PHONE, java_script_enabled=False) as page:
        page.goto(home + path)
        words = as_read(page.inner_text("main"))
        assert "Không tìm thấy trang" in words
        assert "Page not found" in words
        assert not page.locator(".offer").first.is_visible()
