"""Numbered stamps in a real browser: every answer that a scan can get, and what stands beside it."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from built import BuiltSite
from looks import SMALL, accessibility_faults
from numbered import CODE, GTIN, RECALLED, SOLD, UNKNOWN, build_numbered, serial
from tiny import BASE
from watch import shared_page, watched_page

from generator.issuing.serials import grouped

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PHONE = {"width": 360, "height": 640}
LOT = f"{GTIN}/{SOLD}/"
RECALLED_LOT = f"{GTIN}/{RECALLED}/"
SENTENCES = {
    "issued": {"vi": "Mã này đã được phát hành cho lô này", "en": "This code was issued for this lot"},
    "unknown": {
        "vi": "Mã này không có trong danh sách mã đã phát hành cho lô này",
        "en": "This code is not on the list of codes issued for this lot",
    },
    "withdrawn": {
        "vi": "Mã này đã bị thu hồi, không còn giá trị",
        "en": "This code was withdrawn and is no longer valid",
    },
    "could-not": {"vi": "Chưa kiểm tra được mã này", "en": "This code could not be checked"},
}
COPIED = {"vi": "Tem sao chép cũng cho kết quả này.", "en": "A copied stamp gives the same answer."}
CHECKED = "Trình duyệt này đã kiểm tra chữ ký số của danh sách: đúng."
NOT_THERE = "Không tải được danh sách: không có mạng, hoặc trang này đã cũ. Hãy tải lại trang."
NOT_LOADED = "Failed to load resource"


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build_numbered(tmp_path_factory.mktemp("numbered"))


@pytest.fixture(scope="module")
def home(numbered: BuiltSite, server: Serve) -> str:
    return server(numbered.folder)


def as_read(text: str) -> str:
    return " ".join(text.split())


def answer(page: "Page") -> tuple[str, str]:
    """The kind of the answer and all its words, after it was checked that it is the only one of the four."""
    page.locator(".answer .says").wait_for()
    words = as_read(page.locator(".answer").inner_text())
    told = [
        kind for kind, sentences in SENTENCES.items() if any(text in words for text in sentences.values())
    ]
    assert len(told) == 1, words
    assert page.locator(".answer[role=status] .says").count() == 1
    return told[0], words


def typed(page: "Page", text: str) -> tuple[str, str]:
    """The answer to what is typed into the form."""
    page.locator(".codes input").fill(text)
    page.locator(".codes input").press("Enter")
    return answer(page)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("kind", "scanned"),
    [("issued", serial(1)), ("issued", serial(900)), ("unknown", UNKNOWN), ("withdrawn", serial(15))],
)
def test_a_scan_is_answered_in_the_first_screen(
    browser: "Browser", home: str, kind: str, scanned: str, lang: str
) -> None:
    locale = {"vi": "vi-VN", "en": "en-GB"}[lang]
    with shared_page(browser, locale=locale, viewport=PHONE) as page:
        page.goto(f"{home}{LOT}?s={scanned}")
        told, words = answer(page)
        assert told == kind
        assert words.startswith(SENTENCES[kind][lang])
        assert all(sentence in words for sentence in SENTENCES[kind].values())
        assert COPIED[lang] in words
        assert grouped(scanned) in words
        assert_above_the_bar(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        # Beside the words a shape, and no colour or sign of praise.
        assert page.locator(".says svg").is_visible()
        assert page.locator(".codes .is-valid, .codes .stars").count() == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_could_not_be_checked_is_in_the_first_screen_too(
    browser: "Browser", home: str, lang: str
) -> None:
    locale = {"vi": "vi-VN", "en": "en-GB"}[lang]
    with watched_page(browser, expect=(NOT_LOADED, "failed: "), locale=locale, viewport=PHONE) as page:
        page.route("**/codes/**", lambda route: route.abort())
        page.goto(f"{home}{LOT}?s={serial(1)}")
        told, words = answer(page)
        assert told == "could-not"
        assert COPIED[lang] in words
        assert_above_the_bar(page)


def assert_above_the_bar(page: "Page") -> None:
    """The answer and what a copied stamp would say are seen without scrolling."""
    bar, copied = (
        page.locator(".thumb:visible").bounding_box(),
        page.locator(".answer .copied").bounding_box(),
    )
    assert bar
    assert copied
    assert copied["y"] + copied["height"] <= bar["y"]


def test_the_signature_was_checked_and_that_is_said(browser: "Browser", home: str) -> None:
    with shared_page(browser) as page:
        page.goto(f"{home}{LOT}?s={serial(1)}")
        assert CHECKED in answer(page)[1]


@pytest.mark.parametrize("address", [GTIN, CODE])
def test_every_printed_address_of_a_lot_knows_the_same_list(
    browser: "Browser", home: str, address: str
) -> None:
    with shared_page(browser) as page:
        page.goto(f"{home}{address}/{SOLD}?s={serial(2)}")
        assert answer(page)[0] == "issued"
        assert typed(page, serial(2, RECALLED))[0] == "unknown"


def test_a_typed_serial_is_understood(browser: "Browser", home: str) -> None:
    with shared_page(browser) as page:
        page.goto(home + LOT)
        assert as_read(page.locator(".answer").inner_text()) == ""
        misread = grouped(serial(1)).lower().replace("1", "l").replace("0", "o").replace("-", " ")
        assert typed(page, f" {misread}")[0] == "issued"
        assert typed(page, serial(1)[:15]) == (
            "could-not",
            as_read(
                "Chưa kiểm tra được mã này This code could not be checked "
                "Chưa phải một mã đủ: mã riêng có 16 chữ và số. "
                "Tem sao chép cũng cho kết quả này. "
                "Hãy so mã với mã in trên tem, xem tem còn nguyên không và nơi bán có tin được không."
            ),
        )
        assert typed(page, grouped(serial(15)))[0] == "withdrawn"
        assert typed(page, '<b onclick="alert(1)">')[0] == "could-not"


def test_the_answer_follows_the_language(browser: "Browser", home: str) -> None:
    with shared_page(browser, locale="vi-VN") as page:
        page.goto(f"{home}{LOT}?s={serial(1)}")
        assert answer(page)[1].startswith(SENTENCES["issued"]["vi"])
        page.locator(".tongues a[lang=en]").click()
        assert answer(page)[1].startswith(SENTENCES["issued"]["en"])
        assert typed(page, UNKNOWN)[1].startswith(SENTENCES["unknown"]["en"])


def test_without_network_nothing_is_claimed(browser: "Browser", home: str) -> None:
    with watched_page(browser, expect=(NOT_LOADED, "failed: ")) as page:
        page.goto(home + LOT)
        page.context.set_offline(True)
        for text in (serial(1), UNKNOWN, serial(15)):
            told, words = typed(page, text)
            assert told == "could-not"
            assert NOT_THERE in words
            assert COPIED["vi"] in words
        page.context.set_offline(False)
        assert typed(page, serial(1))[0] == "issued"


def test_a_network_that_never_answers_counts_as_none(browser: "Browser", home: str) -> None:
    with watched_page(browser) as page:
        # From here on time stands still.
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.route("**/codes/**", lambda _route: None)
        page.goto(f"{home}{LOT}?s={serial(1)}")
        page.locator(".answer", has_text="Đang kiểm tra").wait_for()
        page.clock.run_for(20_000)
        told, words = answer(page)
        assert told == "could-not"
        assert NOT_THERE in words


def test_only_the_last_serial_that_was_typed_is_answered(browser: "Browser", home: str) -> None:
    with watched_page(browser) as page:
        waiting: list[Route] = []

        def hold(route: "Route") -> None:
            waiting.append(route)

        page.route("**/codes/**", hold)
        page.goto(home + LOT)
        with page.expect_request("**/codes/**"):
            page.locator(".codes input").fill(serial(1))
            page.locator(".codes input").press("Enter")
        with page.expect_request("**/codes/**"):
            page.locator(".codes input").fill(serial(15))
            page.locator(".codes input").press("Enter")
        waiting[1].continue_()
        assert answer(page)[0] == "withdrawn"
        with page.expect_response("**/codes/**"):
            waiting[0].continue_()
        page.evaluate("() => new Promise(done => setTimeout(done))")
        assert answer(page)[0] == "withdrawn"
        assert grouped(serial(15)) in answer(page)[1]


@contextmanager
def tampered(folder: Path, to: Path, edit: Callable[[str], str], files: str) -> Iterator[Path]:
    """A copy of the site in which somebody has edited the files of a pattern."""
    shutil.copytree(folder, to)
    for path in to.glob(files):
        text = path.read_text(encoding="utf-8")
        changed = edit(text)
        assert changed != text
        path.write_text(changed, encoding="utf-8")
    yield to


def member(name: str, value: Any) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), name: value})


BUCKETS = f"{GTIN[1:]}/{SOLD}/codes/*/*.json"
PAGE = f"{LOT[1:]}index.html"
FORGED = "Dữ liệu tải về không khớp với chữ ký số của danh sách, nên không được dùng."


@pytest.mark.parametrize(
    ("files", "edit"),
    [
        (BUCKETS, member("codes", "")),
        (BUCKETS, member("withdrawn", "A" * 16)),
        (BUCKETS, member("proof", ["0" * 64, "0" * 64])),
        (BUCKETS, lambda _text: "<!doctype html><title>Đăng nhập mạng</title>"),
        (PAGE, lambda text: text.replace(r"\"root\": \"", r"\"root\": \"0")),
        (PAGE, lambda text: re.sub('("signature": ?")(.)', r"\1A\2", text)),
        (PAGE, lambda text: re.sub('("signed": ?"){', r"\1", text)),
    ],
    ids=["codes", "withdrawn", "proof", "html", "root", "signature", "no JSON"],
)
def test_nothing_is_taken_from_what_was_not_signed(
    browser: "Browser",
    numbered: BuiltSite,
    server: Serve,
    tmp_path: Path,
    files: str,
    edit: Callable[[str], str],
) -> None:
    with (
        tampered(numbered.folder, tmp_path / "site", edit, files) as folder,
        shared_page(browser) as page,
    ):
        for text in (serial(1), UNKNOWN):
            page.goto(f"{server(folder)}{LOT}?s={text}")
            told, words = answer(page)
            assert told == "could-not"
            assert FORGED in words


def test_a_list_that_is_not_there_says_nothing_about_the_stamp(
    browser: "Browser", numbered: BuiltSite, server: Serve, tmp_path: Path
) -> None:
    shutil.copytree(numbered.folder, tmp_path / "site")
    for path in (tmp_path / "site").glob(BUCKETS):
        path.unlink()
    with watched_page(browser, expect=(NOT_LOADED,)) as page:
        page.goto(f"{server(tmp_path / 'site')}{LOT}?s={UNKNOWN}")
        told, words = answer(page)
        assert told == "could-not"
        assert NOT_THERE in words


@pytest.mark.parametrize(
    ("stub", "kind", "words"),
    [
        (
            "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))",
            "issued",
            "Trình duyệt này không kiểm tra được chữ ký số của danh sách.",
        ),
        (
            "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })",
            "could-not",
            "Trình duyệt này không tính được.",
        ),
        ("delete window.TextEncoder", "could-not", "Trình duyệt này không tính được."),
    ],
    ids=["no Ed25519", "no subtle", "no TextEncoder"],
)
def test_older_browsers_say_what_they_cannot_do(
    browser: "Browser", home: str, stub: str, kind: str, words: str
) -> None:
    with watched_page(browser) as page:
        page.add_init_script(stub)
        page.goto(f"{home}{LOT}?s={serial(1)}")
        told, shown = answer(page)
        assert told == kind
        assert words in shown
        assert CHECKED not in shown


@pytest.mark.parametrize(("locale", "words"), [("vi-VN", "Chưa kiểm tra: trang cần chạy được JavaScript")])
def test_without_a_script_the_page_says_so(browser: "Browser", home: str, locale: str, words: str) -> None:
    with shared_page(browser, locale=locale, java_script_enabled=False) as page:
        page.goto(f"{home}{LOT}?s={serial(1)}")
        assert words in as_read(page.locator(".answer").inner_text())
        assert "Not checked: this page needs its script" in as_read(page.locator(".answer").inner_text())
        assert not page.locator(".codes form").is_visible()


def test_a_script_that_does_not_come_leaves_the_same_sentence(browser: "Browser", home: str) -> None:
    with watched_page(browser, expect=(NOT_LOADED, "failed: ")) as page:
        page.route("**/codes.*.js", lambda route: route.abort())
        page.goto(f"{home}{LOT}?s={serial(1)}")
        assert "Chưa kiểm tra" in page.locator(".answer").inner_text()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_recalled_lot_shows_its_recall_first(browser: "Browser", home: str, lang: str) -> None:
    locale = {"vi": "vi-VN", "en": "en-GB"}[lang]
    with shared_page(browser, locale=locale, viewport=PHONE) as page:
        page.goto(f"{home}{RECALLED_LOT}?s={serial(1, RECALLED)}")
        assert answer(page)[0] == "issued"
        notice, says = page.locator(".notice").bounding_box(), page.locator(".says").bounding_box()
        bar = page.locator(".thumb:visible").bounding_box()
        assert notice
        assert says
        assert bar
        assert notice["y"] + notice["height"] <= says["y"]
        assert says["y"] + says["height"] <= bar["y"]


def test_a_copy_from_the_disk_sends_to_the_address(browser: "Browser", tmp_path: Path) -> None:
    site = build_numbered(tmp_path, BASE, links="relative")
    with shared_page(browser) as page:
        page.goto(f"{(site.folder / PAGE).as_uri()}?s={serial(1)}")
        told, words = answer(page)
        assert told == "could-not"
        assert "Đây là bản sao mở từ ổ đĩa" in words


def test_a_site_below_a_path_answers_as_well(browser: "Browser", server: Serve, tmp_path: Path) -> None:
    site = build_numbered(tmp_path, f"{BASE}/danh-muc/ocop")
    with shared_page(browser) as page:
        page.goto(f"{server(site.folder, '/danh-muc/ocop')}{LOT}?s={serial(1)}")
        assert answer(page)[0] == "issued"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_answers_are_accessible(browser: "Browser", home: str, scheme: str, width: int) -> None:
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with shared_page(browser, **options) as page:
        faults = []
        for path in (LOT, *(f"{LOT}?s={text}" for text in (serial(1), UNKNOWN, serial(15), "ABC"))):
            page.goto(home + path)
            if "?" in path:
                answer(page)
            found = [*accessibility_faults(page), *page.evaluate(SMALL)]
            faults += [f"{path}: {fault}" for fault in found]
        assert not faults, "\n".join(faults)


def test_paper_has_the_answer_and_no_form(browser: "Browser", home: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{home}{LOT}?s={serial(1)}")
        answer(page)
        page.emulate_media(media="print")
        assert page.locator(".says").is_visible()
        assert not page.locator(".codes form").is_visible()
