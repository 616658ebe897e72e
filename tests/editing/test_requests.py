"""The editor of ``ocop serve --edit``: who gets in, what is refused, and what saving does to the files."""

import io
import json
import os
import re
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from editing import RunningEditor, forms_of, running_editor
from hosts import get
from patience import HANG
from PIL import Image
from tiny import RICE, append, copy_tiny, replace, tree

from generator.project_state import JOURNAL, STATE
from generator.records.unclaimed import unusable_names

pytestmark = pytest.mark.slow

EDIT = "edit/product/gao-mau"
FILE = f"{RICE}/product.yaml"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEditor]:
    folder = tmp_path_factory.mktemp("editing")
    with running_editor(copy_tiny(folder / "site"), folder) as editor:
        yield editor


def records(root: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(root).items() if not path.startswith(STATE)}


@pytest.fixture
def editor(running: RunningEditor) -> Iterator[RunningEditor]:
    """The editor; whatever a test does to the files is put back."""
    before = records(running.root)
    yield running
    after = records(running.root)
    for path in after.keys() - before.keys():
        (running.root / path).unlink()
    for path, content in before.items():
        if after.get(path) != content:
            (running.root / path).parent.mkdir(parents=True, exist_ok=True)
            (running.root / path).write_bytes(content)


@pytest.fixture
def untouched(editor: RunningEditor) -> Iterator[RunningEditor]:
    """The editor, for what must change nothing."""
    before = records(editor.root)
    yield editor
    assert records(editor.root) == before
    assert not (editor.root / JOURNAL).exists()


# ---- who gets in -----------------------------------------------------------------------------------

PATHS = ("", "list/product", EDIT, "new/news", "text/story/producer/htx-mau/vi", "static/editor.css", "undo")


@pytest.mark.parametrize("path", PATHS)
def test_without_the_secret_there_is_nothing(untouched: RunningEditor, path: str) -> None:
    secret = untouched.secret
    for wrong in ("", "x", secret[:-1], secret + "x", secret.swapcase(), "..", f"{secret}/.."):
        for method in ("GET", "POST"):
            answer = untouched.send(method, f"/{wrong}/{path}", b"", untouched.own_headers())
            assert answer.status == 404, (wrong, method)
            assert secret.encode() not in answer.body


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "[::]:{port}",
    ],
)
@pytest.mark.parametrize("path", ["", EDIT, "static/editor.js"])
def test_a_foreign_host_gets_nothing(untouched: RunningEditor, host: str, path: str) -> None:
    """A name that leads to this machine (DNS rebinding) does not help either."""
    named = {"Host": host.format(port=untouched.port)}
    answer = untouched.get(path, named)
    assert answer.status == 421
    assert b"<" not in answer.body
    fields = untouched.fields(EDIT)
    foreign = {**named, "Origin": f"http://{named['Host']}"}
    assert untouched.post(EDIT, {**fields, "act": "save", "f.set": "4"}, foreign).status == 421


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://evil.example",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1",
        "http://127.0.0.1:{site}",
        "http://localhost:{port}",
        "http://127.0.0.1:{port}.evil.example",
    ],
)
def test_a_form_of_another_origin_changes_nothing(untouched: RunningEditor, origin: str) -> None:
    fields = {**untouched.fields(EDIT), "act": "save", "f.set": "4"}
    headers = {"Origin": origin.format(port=untouched.port, site=untouched.site_port)}
    assert untouched.post(EDIT, fields, headers).status == 403


@pytest.mark.parametrize("came_from", ["cross-site", "same-site", "odd"])
def test_a_request_that_another_page_makes_is_refused(untouched: RunningEditor, came_from: str) -> None:
    """Browsers say so of pictures, frames, scripts and fetches, whatever else they send."""
    assert untouched.get("", {"Sec-Fetch-Site": came_from}).status == 403
    fields = {**untouched.fields(EDIT), "act": "save", "f.set": "4"}
    assert untouched.post(EDIT, fields, {"Sec-Fetch-Site": came_from}).status == 403


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_its_token_changes_nothing(untouched: RunningEditor, token: str) -> None:
    fields = {**untouched.fields(EDIT), "act": "save", "f.set": "4", "token": token}
    assert untouched.post(EDIT, fields).status == 403
    del fields["token"]
    assert untouched.post(EDIT, fields).status == 403


def test_nothing_is_changed_by_reading(untouched: RunningEditor) -> None:
    fields = "&".join(f"{name}=x" for name in ("act", "f.set", "token", "digest"))
    for method in ("GET", "HEAD"):
        untouched.send(method, f"{EDIT}?act=save&f.set=4&{fields}")
        assert untouched.send(method, "undo").status == 405
        assert untouched.send(method, "photo/product/gao-mau").status == 405
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert untouched.send(method, EDIT, b"", untouched.own_headers()).status == 405, method


def test_every_answer_forbids_frames_foreign_content_and_storing(untouched: RunningEditor) -> None:
    for path in (*PATHS, "/", "/x/", "/favicon.ico"):
        headers = untouched.get(path).headers
        assert headers["X-Frame-Options"] == "DENY", path
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert not [name for name in headers if name.startswith("Access-Control") or name == "Set-Cookie"]
        assert "tornado" not in json.dumps(headers).lower()


def test_the_page_in_the_frame_cannot_lead_away_from_the_form(untouched: RunningEditor) -> None:
    """What was typed would be lost; the frame's page is of another origin and may keep its own."""
    (frame,) = re.findall("<iframe[^>]*>", untouched.get(EDIT).body.decode())
    (allowed,) = re.findall('sandbox="([^"]*)"', frame)
    assert set(allowed.split()) == {"allow-scripts", "allow-same-origin", "allow-forms", "allow-popups"}
    assert f'src="http://127.0.0.1:{untouched.site_port}/' in frame


def test_the_site_beside_it_knows_nothing_of_it(untouched: RunningEditor) -> None:
    for path in ("", "/edit/product/gao-mau", f"/{untouched.secret}/", f"/{untouched.secret}/{EDIT}"):
        status, _, _, body = get(f"http://127.0.0.1:{untouched.site_port}{path or '/'}")
        assert status == (404 if path else 200)
        assert untouched.secret.encode() not in body


# ---- odd requests ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "edit/product/../../content/site",
        "edit/product/..%2f..%2fcontent%2fsite",
        "edit/product/gao-mau%00",
        "edit/product/gao-mau/",
        "edit/product/C:%5Cx",
        "edit/product/%ff%fe",
        "edit/site/site",
        "edit/places/*",
        "edit/ledger/ledger",
        "edit/decision/gao-mau",
        "edit/producer/gao-mau",
        "edit/news/..%2fproducts%2fxa-mau%2fgao-mau%2fproduct",
        "edit/lots/khong-co",
        "edit/story/producer/htx-mau/vi",
        "text/story/producer/htx-mau/..%2fx",
        "text/story/producer/htx-mau/fr",
        "text/story/producer/khong-co/vi",
        "text/story/page/../vi",
        "text/product/khong-co",
        "list/places",
        "new/places",
        "new/lots",
        "photo/news/tin-mau",
        "static/..%2fhandlers.py",
        "static/handlers.py",
        "static/templates",
    ],
)
def test_only_records_that_have_a_form_are_opened(untouched: RunningEditor, path: str) -> None:
    assert untouched.get(path).status in (400, 404, 405)
    answer = untouched.post(path, {**untouched.fields(EDIT), "act": "save", "begun": "1", "place": "../.."})
    assert answer.status in (400, 404, 405)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "field",
    [
        "f.unknown",
        "f.name.fr",
        "f.id",
        "f.ratings.0.sources",
        "f.ratings.999999.stars",
        "f.home.trace",
        "f.__class__",
    ],
)
def test_a_form_with_fields_that_it_does_not_have_is_refused(untouched: RunningEditor, field: str) -> None:
    answer = untouched.post(EDIT, {**untouched.fields(EDIT), field: "x", "act": "save"})
    assert answer.status == 400


@pytest.mark.parametrize(
    "act",
    [
        "",
        "add:",
        "add:f.name",
        "add:f.zzz",
        "add:f.ratings.0",
        "remove:f.ratings",
        "remove:f.x.0",
        "delete",
        "save:x",
    ],
)
def test_an_act_that_no_button_has_is_refused(untouched: RunningEditor, act: str) -> None:
    assert untouched.post(EDIT, {**untouched.fields(EDIT), "act": act}).status == 400


def test_what_is_no_form_is_refused(untouched: RunningEditor) -> None:
    token = untouched.fields(EDIT)["token"].encode()
    for body in (
        b"",
        os.urandom(2000),
        b"\x00" * 100,
        b"token=" + token + b"&act=save&f.name.vi=%ff%fe",
        b"token=" + token + b"&act=save",
        b"token=" + token + b"&" + b"&".join(b"f.ratings.%d.stars=1" % n for n in range(3000)),
        json.dumps({"token": token.decode(), "act": "save"}).encode(),
    ):
        for kind in (
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json",
            "text/plain",
        ):
            answer = untouched.send("POST", EDIT, body, untouched.own_headers() | {"Content-Type": kind})
            assert answer.status in (400, 403, 409), (body[:30], kind)
            assert "Traceback" not in answer.text


def test_a_body_that_is_too_large_is_refused(untouched: RunningEditor) -> None:
    fields = {**untouched.fields(EDIT), "act": "save", "f.name.vi": "x" * 5_000_000}
    assert untouched.post(EDIT, fields).status == 413
    with socket.create_connection(("127.0.0.1", untouched.port), timeout=HANG) as connection:
        head = [f"POST /{untouched.secret}/{EDIT} HTTP/1.1", f"Host: {untouched.host}"]
        head += [f"{name}: {value}" for name, value in untouched.own_headers().items()]
        connection.sendall("\r\n".join([*head, f"Content-Length: {10**12}", "", ""]).encode())
        assert connection.recv(100).split()[1] in (b"400", b"413")
    assert untouched.get("").status == 200


# ---- editing ---------------------------------------------------------------------------------------


def test_a_record_is_shown_reviewed_and_saved(editor: RunningEditor) -> None:
    before = (editor.root / FILE).read_text("utf-8")
    fields = editor.fields(EDIT)
    assert fields["f.name.vi"] == "Gạo nếp mẫu"
    edit = {**fields, "f.name.en": "Other rice", "f.ratings.0.score": "79,5"}
    review = editor.post(EDIT, {**edit, "act": "check"})
    assert review.status == 200
    assert "<ins>name: {vi: Gạo nếp mẫu, en: Other rice}</ins>" in review.text
    assert "<del>    score: 78.66</del>" in review.text
    assert (editor.root / FILE).read_text("utf-8") == before, "nothing is saved yet"
    (sent,) = forms_of(review.body.decode())
    assert {name: value for name, value in sent.items() if name.startswith("f.")} == {
        name: value for name, value in edit.items() if name.startswith("f.")
    }
    saved = editor.post(EDIT, {**sent, "act": "save"})
    assert saved.status == 303
    assert (editor.root / FILE).read_text("utf-8") == before.replace(
        "Sample glutinous rice", "Other rice"
    ).replace("78.66", "79.5")
    assert "Saved." in editor.get(f"{EDIT}?saved=1").text
    home = editor.get("")
    assert FILE in home.text
    undone = editor.post("undo", forms_of(home.body.decode())[0])
    assert undone.status == 303
    assert (editor.root / FILE).read_text("utf-8") == before


def test_a_form_that_nobody_touched_changes_nothing(untouched: RunningEditor) -> None:
    for kind, identity in (
        ("product", "gao-mau"),
        ("producer", "htx-mau"),
        ("lots", "gao-mau"),
        ("news", "tin-mau"),
        ("decision", "qd-mau-2026"),
    ):
        path = f"edit/{kind}/{identity}"
        answer = untouched.post(path, {**untouched.fields(path), "act": "check"})
        assert "Nothing changes." in answer.text, path


def test_an_error_stands_beside_its_field_and_is_not_saved(untouched: RunningEditor) -> None:
    fields = {**untouched.fields(EDIT), "f.ratings.0.stars": "7", "f.producer": "khong-co"}
    for act in ("check", "save"):
        answer = untouched.post(EDIT, {**fields, "act": act})
        assert answer.status == 422
        assert 'href="#f.ratings.0.stars"' in answer.text
        assert 'id="f.ratings.0.stars-wrong-1"' in answer.text
        assert forms_of(answer.body.decode())[0]["f.ratings.0.stars"] == "7", "what was typed stays"


def test_an_error_elsewhere_is_told_and_not_saved(untouched: RunningEditor) -> None:
    """A barcode that another product has."""
    other = "edit/product/tra-mau"
    answer = untouched.post(other, {**untouched.fields(other), "f.gtin": "09521234543213", "act": "save"})
    assert answer.status == 422


def test_a_project_with_errors_can_be_mended_step_by_step(editor: RunningEditor) -> None:
    append(editor.root / FILE, "former_ids: [Gạo]\n")
    replace(editor.root / "content/news/tin-mau.yaml", "decision: qd-mau-2026", "decision: qd-khac")
    page = editor.get("edit/news/tin-mau")
    assert 'id="f.decision-wrong-1"' in page.text
    fields = {**forms_of(page.body.decode())[0], "f.decision": "qd-mau-2026", "act": "save"}
    assert editor.post("edit/news/tin-mau", fields).status == 303
    assert "has errors" in editor.get("list/product").text


def test_a_file_that_is_no_yaml_is_edited_as_text(editor: RunningEditor) -> None:
    old = (editor.root / FILE).read_text("utf-8")
    append(editor.root / FILE, "brand: [x\n")
    assert editor.get(EDIT).headers["Location"].endswith("/text/product/gao-mau")
    page = editor.get("text/product/gao-mau")
    assert "product.yaml:" in page.text
    fields = forms_of(page.body.decode())[0]
    assert editor.post("text/product/gao-mau", {**fields, "act": "save", "text": old}).status == 303
    assert (editor.root / FILE).read_text("utf-8") == old


@pytest.mark.parametrize(
    ("file", "paths"),
    [
        (FILE, (EDIT, "text/product/gao-mau")),
        ("content/producers/htx-mau/story.vi.md", ("text/story/producer/htx-mau/vi",)),
    ],
)
@pytest.mark.parametrize("encoding", ["cp1258", "utf-16"])
def test_letters_that_cannot_be_read_are_not_lost(
    editor: RunningEditor, file: str, paths: Sequence[str], encoding: str
) -> None:
    fields = {path: editor.fields(path) for path in paths}
    old = "name: {vi: Bánh mướt}\n".encode(encoding, "ignore")
    (editor.root / file).write_bytes(old)
    for path in paths:
        shown = editor.get(path)
        assert shown.status == 422
        assert Path(file).name in shown.text
        assert editor.post(path, {**fields[path], "act": "save"}).status == 422
    assert (editor.root / file).read_bytes() == old
    assert "Traceback" not in editor.log.read_text("utf-8")


def test_a_story_is_written_and_changed(editor: RunningEditor) -> None:
    path = "text/story/producer/htx-mau/vi"
    file = editor.root / "content/producers/htx-mau/story.vi.md"
    assert "<h1>Story of Mẫu Cooperative: Tiếng Việt" in editor.get(path).text
    fields = editor.fields(path)
    assert fields["text"].replace("\r\n", "\n") == file.read_text("utf-8")
    assert editor.post(path, {**fields, "text": "Một **câu chuyện**.\r\n", "act": "save"}).status == 303
    assert file.read_bytes() == "Một **câu chuyện**.\n".encode()
    file.unlink()
    fields = editor.fields(path)
    assert fields["text"] == ""
    assert editor.post(path, {**fields, "text": "Lại.\n", "act": "save"}).status == 303
    assert file.read_text("utf-8") == "Lại.\n"
    refused = editor.post(path, {**editor.fields(path), "text": "[" * 5000, "act": "save"})
    assert refused.status == 422


def test_lots_are_begun_for_a_product(editor: RunningEditor) -> None:
    path = "edit/lots/tra-mau"
    shown = editor.post(path, {**editor.fields(path), "act": "add:f.lots"})
    fields = forms_of(shown.body.decode())[0] | {
        "f.lots.0.lot": "MU-2611-01",
        "f.lots.0.made_on": "20/11/2026",
    }
    assert editor.post(path, {**fields, "act": "save"}).status == 303
    assert (editor.root / "products/xa-mau/tra-mau/lots.yaml").read_text("utf-8").splitlines()[1:] == [
        "lots:",
        "  - lot: MU-2611-01",
        "    made_on: 2026-11-20",
    ]


@pytest.mark.parametrize("kind", ["product", "producer", "news", "decision", "fair"])
def test_a_record_is_begun_and_saved(editor: RunningEditor, kind: str) -> None:
    begun = editor.post(f"new/{kind}", {**editor.fields(f"new/{kind}"), "name": "Mẫu mới", "place": "xa-mau"})
    assert begun.status == 200
    fields = forms_of(begun.body.decode())[0]
    named = "f.name" if "f.name.vi" in fields else "f.title"
    assert fields[f"{named}.vi"] == "Mẫu mới"
    summary = {"f.summary.vi": "Mẫu.", "f.summary.en": "Made up."}
    more = {
        "product": {"f.set": "3", "f.origin.printed": "xã Mẫu", **summary},
        "producer": {"f.kind": "cooperative"},
        "news": {
            "f.date": "1/11/2026",
            "f.kind": "recognition",
            **summary,
            "f.sources.0.publisher": "Báo mẫu",
        },
        "decision": {"f.kind": "decision"},
        "fair": {"f.first": "5/12/2026", **summary},
    }[kind]
    sample = {"f.sample": "true"} if "f.sample" in fields else {}
    given = fields | sample | more
    assert not given[f"{named}.en"], "the name in English stays empty, as the form leaves it"
    saved = editor.post(f"edit/{kind}/mau-moi", {**given, "act": "save"})
    assert saved.status == 303, saved.text
    (file,) = [path for path in records(editor.root) if "mau-moi" in path]
    assert "Mẫu mới" in (editor.root / file).read_text("utf-8")
    assert (editor.root / file).read_text("utf-8").startswith("# yaml-language-server")
    assert not re.search(r"(?m)^[^#\n]*:\s*$(?!\n[ -])", (editor.root / file).read_text("utf-8"))
    again = editor.post(f"new/{kind}", {**editor.fields(f"new/{kind}"), "name": "Mẫu mới", "place": "xa-mau"})
    assert again.status == 422, "an id is given once"
    undone = editor.post("undo", editor.fields(""))
    assert undone.status == 303
    assert not (editor.root / file).exists()


@pytest.mark.parametrize("place", ["..", "../..", "/etc", "xa mau", "CON", "a" * 99])
def test_a_record_is_begun_nowhere_else(untouched: RunningEditor, place: str) -> None:
    fields = {**untouched.fields("new/product"), "name": "Mẫu mới", "place": place}
    assert untouched.post("new/product", fields).status == 422
    for identity in ("../x", "..", "a/b", "A"):
        assert untouched.post("new/product", {**fields, "place": "", "id": identity}).status == 422


# ---- two people ------------------------------------------------------------------------------------


def test_two_editors_cannot_overwrite_each_other_unseen(editor: RunningEditor) -> None:
    first, second = editor.fields(EDIT), editor.fields(EDIT)
    assert editor.post(EDIT, {**first, "f.name.en": "The first", "act": "save"}).status == 303
    now = (editor.root / FILE).read_bytes()
    for act in ("check", "save"):
        answer = editor.post(EDIT, {**second, "f.name.en": "The second", "act": act})
        assert answer.status == 409
        assert "<ins>name: {vi: Gạo nếp mẫu, en: The first}</ins>" in answer.text
        assert "<ins>name: {vi: Gạo nếp mẫu, en: The second}</ins>" in answer.text
    assert (editor.root / FILE).read_bytes() == now


def test_a_text_editor_meanwhile_is_not_overwritten(editor: RunningEditor) -> None:
    fields = editor.fields(EDIT)
    append(editor.root / FILE, "# by hand\n")
    now = (editor.root / FILE).read_bytes()
    assert editor.post(EDIT, {**fields, "f.name.en": "x", "act": "save"}).status == 409
    story = "text/story/producer/htx-mau/vi"
    fields = editor.fields(story)
    append(editor.root / "content/producers/htx-mau/story.vi.md", "Thêm.\n")
    assert editor.post(story, {**fields, "text": "x", "act": "save"}).status == 409
    assert (editor.root / FILE).read_bytes() == now


def test_a_record_that_went_meanwhile_is_not_made_again(editor: RunningEditor) -> None:
    path = "edit/news/tin-mau"
    fields = editor.fields(path)
    (editor.root / "content/news/tin-mau.yaml").unlink()
    assert editor.post(path, {**fields, "act": "save"}).status == 404
    assert not (editor.root / "content/news/tin-mau.yaml").exists()


# ---- photos ----------------------------------------------------------------------------------------


def picture(form: str, size: tuple[int, int] = (300, 200)) -> bytes:
    if form == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "camera"
    Image.new("RGB", size, "#804020").save(out, form, exif=exif)
    return out.getvalue()


def upload(editor: RunningEditor, name: str, content: bytes, **more: str) -> tuple[int, str]:
    """Status and page of a photo that is sent."""
    fields = forms_of(editor.get(EDIT).body.decode())[1] | {"alt.vi": "Bao gạo", "alt.en": "A bag"} | more
    fields.pop("photo", None)
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    parts.append(f'--x\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n\r\n'.encode())
    body = b"".join([*parts, content, b"\r\n--x--\r\n"])
    headers = editor.own_headers() | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = editor.send("POST", "photo/product/gao-mau", body, headers)
    return answer.status, answer.text


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_added_with_its_description(editor: RunningEditor, form: str) -> None:
    status, page = upload(editor, f"Bao gạo (1).{form.lower()}", picture(form, (3000, 1500)))
    assert status == 303, page
    file = editor.root / RICE / "bao-gao-1.jpg"
    with Image.open(file) as photo:
        assert (photo.format, photo.size) == ("JPEG", (2400, 1200))
        assert not photo.getexif(), "what the camera noted is left out"
    text = (editor.root / FILE).read_text("utf-8")
    assert "photos:\n  - file: bao-gao-1.jpg\n    alt:\n      vi: Bao gạo\n      en: A bag\n" in text
    assert upload(editor, "bao gạo 1.png", picture("PNG"))[0] == 303
    assert (editor.root / RICE / "bao-gao-1-2.jpg").exists(), "no photo takes the place of another"


@pytest.mark.parametrize(
    ("name", "content", "more"),
    [
        ("x.jpg", b"no photo", {}),
        ("x.jpg", b"", {}),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", {}),
        ("x.jpg", picture("PNG")[:200], {}),
        ("x.png", picture("PNG"), {"alt.vi": "", "alt.en": " "}),
        ("x.png", picture("PNG"), {"digest": "0" * 64}),
        ("x.png", picture("PNG"), {"alt.vi": "<script>x</script>"}),
    ],
)
def test_what_is_no_photo_is_not_taken(
    untouched: RunningEditor, name: str, content: bytes, more: dict[str, str]
) -> None:
    status, _ = upload(untouched, name, content, **more)
    assert status == 422


@pytest.mark.parametrize(
    "name", ["../../../x.jpg", "..\\..\\x.jpg", "/etc/x.jpg", ".x.jpg", "CON.jpg", "x\0.jpg", "product.yaml"]
)
def test_the_name_of_a_photo_leads_nowhere(editor: RunningEditor, name: str) -> None:
    before = records(editor.root)
    status, _ = upload(editor, name, picture("JPEG"))
    assert status in (303, 400, 422)
    new = records(editor.root).keys() - before.keys()
    assert all(path.startswith(f"{RICE}/") and path.endswith(".jpg") for path in new)
    assert not unusable_names(new)


# ---- undoing ---------------------------------------------------------------------------------------


def test_only_the_last_change_is_undone(editor: RunningEditor) -> None:
    for name in ("One", "Two"):
        assert editor.post(EDIT, {**editor.fields(EDIT), "f.name.en": name, "act": "save"}).status == 303
    fields = editor.fields("")
    for number in (str(int(fields["number"]) - 1), "999999", "", "-1", "1" * 99):
        assert editor.post("undo", {**fields, "number": number}).status in (400, 409)
    assert "en: Two" in (editor.root / FILE).read_text("utf-8")
    append(editor.root / FILE, "# by hand\n")
    refused = editor.post("undo", fields)
    assert refused.status == 409
    assert FILE in refused.text


def test_no_trace_of_a_fault_reaches_the_terminal(editor: RunningEditor) -> None:
    assert "Traceback" not in editor.log.read_text("utf-8")
