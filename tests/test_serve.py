"""``ocop serve``: an edit shows by itself, a fault shows as a page, and its repair shows again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from built import PROJECT
from hosts import free_port, get
from patience import HANG, wait_until
from serving import serving
from tiny import DAY, TEA, copy_tiny, replace

pytestmark = pytest.mark.slow


def environment(cache: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT), "OCOP_CACHE": str(cache), "PYTHONUNBUFFERED": "1"}


def command(root: Path, port: int, lang: str) -> list[str]:
    words = ["serve", "--root", str(root), "--port", str(port), "--lang", lang, "--day", DAY.isoformat()]
    return [sys.executable, "-m", "generator", *words]


Served = tuple[Path, str, subprocess.Popen[bytes], str]


@pytest.fixture(scope="module", params=["vi", "en"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    root, port = copy_tiny(folder / "site"), free_port()
    home = f"http://127.0.0.1:{port}"
    words = ["--root", str(root), "--lang", request.param, "--day", DAY.isoformat()]
    with serving(port, folder, *words) as process:
        yield root, home, process, request.param


def test_an_edit_shows_by_itself(served: Served) -> None:
    root, home, process, _ = served
    address = f"{home}/san-pham/tra-mau/"
    status, kind, _, body = get(address)
    assert (status, kind) == (200, "text/html")
    assert "Trà mẫu" in body.decode()
    assert "livereload" in body.decode()
    replace(root / TEA / "product.yaml", "Trà mẫu", "Trà mới")
    wait_until(lambda: "Trà mới" in get(address)[3].decode(), process, "the edit does not show")
    assert "Trà mẫu" not in get(address)[3].decode()


def test_a_fault_shows_instead_of_a_stale_page(served: Served) -> None:
    root, home, process, lang = served
    address = f"{home}/san-pham/tra-mau/"
    replace(root / TEA / "product.yaml", "stars: 3", "stars: 6")
    wait_until(lambda: get(address)[0] == 500, process, "the fault does not show")
    page = get(address)[3].decode()
    assert ("Có lỗi trong hồ sơ" if lang == "vi" else "There are problems in the records") in page
    assert f'<html lang="{lang}">' in page
    assert f"{TEA}/product.yaml:8:12: STARS-RANGE" in page
    assert "    8 |     stars: 6" in page
    assert str(root) not in page
    assert get(f"{home}/")[0] == 500
    assert get(f"{home}/san-pham/tra-mau/index.html")[0] == 500
    assert get(f"{home}/robots.txt")[0] == 200, "only pages show the fault"
    replace(root / TEA / "product.yaml", "stars: 6", "stars: 3")
    wait_until(lambda: get(address)[0] == 200, process, "the repair does not show")


def test_a_template_that_fails_shows_its_line(served: Served) -> None:
    root, home, process, _ = served
    template = root / "themes/default/templates/home.html"
    text = template.read_text(encoding="utf-8")
    replace(template, "{% block content %}", "{% block content %}\n{{ page.nothing }}")
    wait_until(lambda: get(f"{home}/")[0] == 500, process, "the fault does not show")
    page = get(f"{home}/")[3].decode()
    line = text[: text.index("{% block content %}")].count("\n") + 2
    assert f"themes/default/templates/home.html:{line}:1: THEME-PAGE" in page
    assert f"{line} | {{{{ page.nothing }}}}" in page
    template.write_text(text, encoding="utf-8")
    wait_until(lambda: get(f"{home}/")[0] == 200, process, "the repair does not show")


def test_words_of_a_record_do_not_act_in_the_page_of_problems(served: Served) -> None:
    root, home, process, _ = served
    text = (root / TEA / "product.yaml").read_text(encoding="utf-8")
    (root / TEA / "product.yaml").write_text(text + "<script>alert(1)</script>: 1\n", encoding="utf-8")
    wait_until(lambda: get(f"{home}/")[0] == 500, process, "the fault does not show")
    page = get(f"{home}/")[3].decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    (root / TEA / "product.yaml").write_text(text, encoding="utf-8")
    wait_until(lambda: get(f"{home}/")[0] == 200, process, "the repair does not show")


def test_a_wrong_address_shows_the_sites_own_page(served: Served) -> None:
    _, home, _, _ = served
    status, kind, _, body = get(f"{home}/khong-co/")
    assert (status, kind) == (404, "text/html")
    assert 'data-kind="not-found"' in body.decode()


def test_what_is_served_is_not_what_is_published(served: Served) -> None:
    """Its pages carry this machine's address."""
    root, home, _, _ = served
    assert home in get(f"{home}/")[3].decode()
    assert not (root / "output").exists()


def test_nothing_outside_the_output_is_served(served: Served) -> None:
    _, home, _, _ = served
    for path in (
        "/../content/site.yaml",
        "/%2e%2e/content/site.yaml",
        "/..%2fcontent%2fsite.yaml",
        "//etc/passwd",
    ):
        status, _, _, body = get(home + path)
        assert status in (400, 403, 404), path
        assert b"base_url" not in body
        assert b"root:" not in body


def test_a_taken_port_is_told(served: Served, tmp_path: Path) -> None:
    root, home, _, lang = served
    words = command(root, int(home.rsplit(":", 1)[1]), lang)
    done = subprocess.run(words, env=environment(tmp_path), capture_output=True, check=False, timeout=HANG)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert ("đang bận" if lang == "vi" else "is in use") in done.stderr.decode()
