"""Takes the pictures of the handbook's screens from the program itself, in Vietnamese and English.

``handbook_pictures.py`` starts ``ocop serve --edit`` on a copy of the small made-up site of the tests, writes
the check sheet of it, and shows what an import of a made-up list into a new catalogue would do. A browser
shows them; each picture becomes ``docs/pictures/NAME.LANGUAGE.webp``. Run it after a change of those screens;
it needs the libraries of the tests, a Chromium and the font Noto Sans Mono (Debian: ``fonts-noto-mono``),
since others of one width lack Vietnamese letters.
"""

import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from chromium import browser_flags, find_browser
from openpyxl import Workbook
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
SITE = ROOT / "tests" / "sites" / "tiny"
LANGUAGES = ("vi", "en")
PICTURES = {"check": 640, "form": 760, "import": 520, "review": 460}
"""The height of each picture, in pixels."""
DAY = "2026-11-21"
"""The day of the pictures; the site's stars and lots are looked at from it."""
WIDTH = 1100
"""Of all pictures, in pixels."""
MOST_BYTES = 60_000
START_LIMIT = 60
"""Seconds to wait for the server before the script gives up."""
TERMINAL = (
    "<!doctype html><meta charset=utf-8><style>body{{margin:0;background:#1c2023;color:#e6e6e6}}"
    "pre{{margin:0;padding:16px;font:14px/1.45 Noto Sans Mono,monospace;"
    "white-space:pre-wrap}}</style><pre>{}</pre>"
)
PROVINCE = "Lào Cai"
LIST = (
    ("DANH SÁCH SẢN PHẨM OCOP (MẪU)",),
    ("STT", "Tên sản phẩm", "Bộ sản phẩm", "Chủ thể", "Xã", "Hạng sao"),
    (1, "Chè Shan Mẫu", 11, "Công ty TNHH Chè Mẫu", "xã Hợp Thành", "3 sao"),
    (2, "Mật ong Mẫu", "Thực phẩm", "Công ty TNHH Chè Mẫu", "xã Hợp Thành", "04 sao"),
)


def picture_names() -> list[str]:
    """Return the names of all pictures' files."""
    return [f"{name}.{language}.webp" for name in PICTURES for language in LANGUAGES]


def run_command(root: Path, language: str, *words: str | Path) -> str:
    """Return what a command prints, whatever its exit code."""
    command = (sys.executable, "-m", "generator", "--lang", language, "--root", root, *words)
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=own_environment(), check=False)
    return done.stdout.decode()


def own_environment() -> dict[str, str]:
    """Return the environment in which commands speak UTF-8 to a wide window."""
    return {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "110", "PYTHONUNBUFFERED": "1"}


@contextmanager
def running_editor(root: Path, language: str, log: Path) -> Iterator[str]:
    """Run ``ocop serve --edit``; the value is the editor's address."""
    words = ("serve", "--edit", "--port", "8479", "--day", DAY)
    command = (sys.executable, "-m", "generator", "--lang", language, "--root", root, *words)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=own_environment()
        )
        try:
            yield editor_address(process, log)
        finally:
            process.terminate()
            process.wait()


def editor_address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address that the server tells as its second one."""
    end = monotonic() + START_LIMIT
    while monotonic() < end and process.poll() is None:
        addresses = re.findall(r"(http://127\.0\.0\.1:\d+/\S*)", log.read_text("utf-8"))
        if len(addresses) == 2:
            return str(addresses[1])
        sleep(0.1)
    raise SystemExit(f"the editor did not start: {log.read_text('utf-8')}")


def save_picture(page: "Page", name: str, language: str) -> None:
    """Save what the window shows, as small as it stays readable."""
    page.set_viewport_size({"width": WIDTH, "height": PICTURES[name]})
    picture = Image.open(io.BytesIO(page.screenshot()))
    for quality in (80, 60, 40):
        data = io.BytesIO()
        picture.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.{language}.webp").write_bytes(data.getvalue())


def write_list(path: Path) -> None:
    """Write the list that is imported."""
    workbook = Workbook()
    del workbook["Sheet"]
    sheet = workbook.create_sheet("Danh sách")
    for row in LIST:
        sheet.append(row)
    workbook.save(path)


def take_pictures(page: "Page", language: str, folder: Path) -> None:
    """Take all pictures in a language."""
    root = folder / language
    shutil.copytree(SITE, root)
    sheet, rows = folder / f"{language}.html", folder / "danh-sach.xlsx"
    run_command(root, language, "check", "--day", DAY, "--html", sheet)
    page.set_viewport_size({"width": WIDTH, "height": max(PICTURES.values())})
    page.goto(sheet.as_uri())
    save_picture(page, "check", language)
    write_list(rows)
    started = folder / f"{language}-started"
    run_command(folder, language, "init", started, "--province", PROVINCE, "--yes")
    shown = run_command(started, language, "import", rows, "--dry-run")
    page.set_content(TERMINAL.format(html.escape(f"> ocop import danh-sach.xlsx --dry-run\n{shown}")))
    save_picture(page, "import", language)
    with running_editor(root, language, folder / f"{language}.log") as address:
        page.goto(f"{address}edit/product/gao-mau")
        page.wait_for_load_state("networkidle")
        save_picture(page, "form", language)
        page.locator("[id='f.name.vi']").fill("Gạo nếp Mẫu")
        page.locator(".acts button[value=check]").click()
        save_picture(page, "review", language)


def main() -> None:
    """Take the pictures anew."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=browser_flags())
        for language in LANGUAGES:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": max(PICTURES.values())}, locale=language
            )
            take_pictures(page, language, Path(name))
        browser.close()


if __name__ == "__main__":
    main()
