"""The editor in the browser: a record is edited and seen on its page, and a foreign page achieves nothing."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from editing import RunningEditor, running_editor
from tiny import RICE, copy_tiny, tree
from watch import watched_page

from generator.project_state import STATE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILE = f"{RICE}/product.yaml"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEditor]:
    folder = tmp_path_factory.mktemp("editing")
    with running_editor(copy_tiny(folder / "site"), folder, "vi") as running:
        yield running


def records(root: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(root).items() if not path.startswith(STATE)}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_record_is_edited_and_seen_on_its_page(
    browser: "Browser", editor: RunningEditor, width: int
) -> None:
    name = f"Gạo mới {width}"
    with watched_page(browser, viewport={"width": width, "height": 800}) as page:
        page.goto(editor.address)
        page.get_by_role("link", name="Sản phẩm", exact=True).click()
        page.get_by_role("searchbox").fill("gao")
        page.get_by_role("button", name="Tìm").click()
        page.get_by_role("link", name="Gạo", exact=False).first.click()
        page.locator("[name='f.name.vi']").fill(name)
        page.get_by_role("button", name="Xem thay đổi").last.click()
        assert name in page.locator("ins").first.inner_text()
        assert name.encode() not in (editor.root / FILE).read_bytes()
        page.get_by_role("button", name="Lưu").click()
        page.get_by_text("Đã lưu.").wait_for()
        assert name.encode() in (editor.root / FILE).read_bytes()
        # The site is built again by itself, and tells the page in the frame.
        page.frame_locator("iframe").get_by_role("heading", name=name, level=1).wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, "nothing is wider than the screen"
    with watched_page(browser) as page:
        page.goto(f"http://127.0.0.1:{editor.site_port}/san-pham/gao-mau/")
        page.get_by_role("heading", name=name, level=1).wait_for()


def test_an_error_leads_to_its_field(browser: "Browser", editor: RunningEditor) -> None:
    """Also into a group that is closed; what was typed stays."""
    with watched_page(browser, expect=("422",)) as page:
        page.goto(f"{editor.address}edit/product/gao-mau")
        page.locator(".entry > summary", has_text="Các lần phân hạng 1").click()
        page.locator("[name='f.ratings.0.stars']").fill("7")
        page.get_by_role("button", name="Xem thay đổi").last.click()
        summary = page.get_by_role("alert")
        summary.wait_for()
        summary.get_by_role("link").first.click()
        assert page.evaluate("document.activeElement.name") == "f.ratings.0.stars"
        assert page.locator("[name='f.ratings.0.stars']").input_value() == "7"


def test_an_entry_is_added_where_it_was_asked_for(browser: "Browser", editor: RunningEditor) -> None:
    """In groups that were closed and empty: they are open, and the new entry is in sight."""
    with watched_page(browser) as page:
        page.goto(f"{editor.address}edit/product/tra-mau")
        page.locator(".others > summary").click()
        page.locator("summary", has_text="Hương vị, hình dáng").click()
        page.locator("button[value='add:f.taste.sources']").click()
        publisher = page.locator("[name='f.taste.sources.0.publisher']")
        publisher.wait_for()
        assert publisher.evaluate("(field) => field.getBoundingClientRect().top < innerHeight")
        publisher.fill("Báo mẫu")
        page.locator("button[value='remove:f.taste.sources.0']").click()
        publisher.wait_for(state="detached")
        assert page.locator("button[value='add:f.taste.sources']").is_visible()


ATTACK = """<!doctype html><link rel=icon href=data:,><title>evil</title>
<form id=form method=post target=frame><input name=token><input name=act value=save>
<input name=f.set value=9></form>
<iframe name=frame></iframe><script>
const [home, edit, token] = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const body = new URLSearchParams({token, act: "save", "f.set": "9", digest: "", number: "1"});
const tried = [];
const attempt = (name, promise) =>
  tried.push(promise.then((answer) => `${name}: ${answer}`, () => `${name}: refused`));
const opened = (element, address) => new Promise((done, fail) => {
  element.onload = () => done("loaded");
  element.onerror = fail;
  element.src = address;
  document.body.append(element);
});
for (const address of [home, edit, home + "undo"]) {
  attempt("read", fetch(address).then((answer) => answer.text()));
  attempt("cookies", fetch(address, {credentials: "include"}).then((answer) => answer.text()));
  attempt("post", fetch(address, {method: "POST", body}).then((answer) => answer.text()));
  const headers = {"Content-Type": "application/json"};
  attempt("json", fetch(address, {method: "POST", body: "{}", headers}));
  attempt("blind", fetch(address, {method: "POST", body, mode: "no-cors"}).then((answer) => answer.type));
  attempt("picture", opened(new Image(), address));
  attempt("script", opened(document.createElement("script"), address));
}
form.action = edit;
form.token.value = token;
form.submit();
Promise.all(tried).then((results) => { window.results = results; });
</script>"""


def test_a_foreign_page_changes_nothing_and_reads_nothing(
    browser: "Browser", editor: RunningEditor, tmp_path: Path, server: Callable[..., str]
) -> None:
    """It even knows the secret and the token of a form, which it cannot."""
    (tmp_path / "index.html").write_text(ATTACK, encoding="utf-8")
    foreign = server(tmp_path)
    before = records(editor.root)
    token = editor.fields("edit/product/gao-mau")["token"]
    known = json.dumps([editor.address, f"{editor.address}edit/product/gao-mau", token])
    expect = ("CORS", "403", "ERR_FAILED", "ERR_BLOCKED", "Refused", "X-Frame-Options", "frame", "failed")
    for host in (foreign, foreign.replace("127.0.0.1", "localhost")):
        with watched_page(browser, expect=expect) as page:
            page.goto(f"{host}/#{known}")
            page.wait_for_function("window.results")
            results = page.evaluate("window.results")
            assert len(results) == 21
            assert {result for result in results if not result.endswith(": refused")} <= {"blind: opaque"}
            page.wait_for_load_state("networkidle")
            inside = page.frames[-1]
            assert "Gạo" not in inside.evaluate("document.body?.innerText || ''")
    assert records(editor.root) == before


def test_the_page_that_is_looked_at_cannot_reach_the_editor(
    browser: "Browser", editor: RunningEditor
) -> None:
    """A script of a theme runs at the origin of the site, which is not the editor's."""
    with watched_page(browser, expect=("CORS", "403", "ERR_FAILED", "Content Security Policy")) as page:
        page.goto(f"{editor.address}edit/product/gao-mau")
        frame = page.frame_locator("iframe").locator("h1")
        frame.wait_for()
        inside = next(frame for frame in page.frames if frame.parent_frame)
        reach = "() => { try { return parent.location.href } catch { return 'refused' } }"
        assert inside.evaluate(reach) == "refused"
        assert inside.evaluate("document.referrer") == ""
        for address in (editor.address, f"{editor.address}edit/product/gao-mau"):
            reached = inside.evaluate("(to) => fetch(to).then((a) => a.text(), () => 'refused')", address)
            assert reached == "refused"
