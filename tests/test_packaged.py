"""What comes with the program serves a project that has none of its own, and gives way to what it has."""

import shutil
from pathlib import Path

import pytest
from tiny import append, build_clean, copy_tiny, order, same, tree

from generator import packaged
from generator.commands.build import build
from generator.render.session import RenderSession

pytestmark = pytest.mark.slow

VOCABULARIES = ("criteria", "producer-kinds", "documents")
DOCUMENTS = "documents/index.html"


class Shop:
    """A project without a theme, built again after every edit and compared with a clean build."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.output = folder, copy_tiny(folder / "site"), folder / "output"
        shutil.rmtree(self.root / "themes")

    def build(self) -> dict[str, bytes]:
        result = build(order(self.root, self.output, self.folder / "cache"), session=RenderSession())
        assert not result.report.failed, result.report.problems
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        build_clean(self.root, self.folder / "clean")
        files = tree(self.output)
        same(
            *(
                {name: data for name, data in part.items() if not name.startswith(".ocop")}
                for part in (
                    files,
                    tree(self.folder / "clean"),
                )
            )
        )
        return files

    def write(self, file: str, text: str) -> None:
        (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / file).write_text(text, encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_a_site_without_a_theme_is_that_of_the_default_theme(shop: Shop, tmp_path: Path) -> None:
    build_clean(copy_tiny(tmp_path / "with"), tmp_path / "expected")
    files, expected = shop.build(), tree(tmp_path / "expected")
    for name in [name for name in (*files, *expected) if name.startswith(".ocop")]:
        files.pop(name, None)
        expected.pop(name, None)
    same(files, expected)


def test_single_files_take_the_place_of_the_packaged_themes(shop: Shop) -> None:
    shop.build()
    shop.write("themes/default/styles/tokens.css", ":root{--deep:#123456}\n")
    shop.write("themes/default/templates/not-found.html", "<!doctype html><title>Gone</title>")
    (shop.root / "themes/default/static").mkdir()
    shutil.copy(packaged.packaged_theme() / "static/icon-192.png", shop.root / "themes/default/static/og.png")
    files = shop.build()
    assert any(b"--deep:#123456" in data for name, data in files.items() if name.endswith(".css"))
    assert any(b"--wash:#f3ecdb" in data for name, data in files.items() if name.endswith(".css"))
    assert files["404.html"] == b"<!doctype html><title>Gone</title>"
    icons = [data for name, data in files.items() if "/icon-192." in name]
    assert [data for name, data in files.items() if "assets/og." in name] == icons
    shutil.rmtree(shop.root / "themes")
    assert not any(b"#123456" in data for data in shop.build().values())


def test_another_version_of_the_packaged_theme_is_noticed(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = tmp_path / "package/themes/default"
    shutil.copytree(packaged.packaged_theme(), theme)
    monkeypatch.setattr(packaged, "PACKAGE", tmp_path / "package")
    shop.build()
    append(theme / "styles/tokens.css", ":root{--new:1px}\n")
    assert any(b"--new:1px" in data for data in shop.build().values())


def test_a_fault_of_a_single_file_is_told_where_it_is(shop: Shop) -> None:
    shop.write("themes/default/templates/home.html", "{{ page.nothing }}")
    result = build(order(shop.root, shop.output), session=RenderSession())
    faults = [problem for problem in result.report.problems if problem.is_error]
    assert [(fault.code, fault.location.file) for fault in faults] == [
        ("THEME-PAGE", "themes/default/templates/home.html")
    ]


@pytest.mark.parametrize("kind", ["file", "link", "broken link"])
def test_a_theme_that_is_no_folder_is_told(shop: Shop, kind: str) -> None:
    (shop.root / "themes").mkdir()
    if kind == "file":
        shop.write("themes/default", "")
    else:
        (shop.root / "themes/default").symlink_to(packaged.packaged_theme() if kind == "link" else "nowhere")
    result = build(order(shop.root, shop.output), session=RenderSession())
    faults = [(fault.code, fault.location.file) for fault in result.report.problems if fault.is_error]
    assert faults == [("FILE-NOT-PLAIN", "themes/default")]


def test_vocabularies_come_with_the_program(shop: Shop) -> None:
    before = shop.build()
    assert b"490/Q" not in before[f"en/{DOCUMENTS}"]
    for name in VOCABULARIES:
        (shop.root / f"content/{name}.yaml").unlink()
    after = shop.build()
    assert after[f"en/{DOCUMENTS}"].count("Đ-TTg".encode()) > 5


def test_a_document_of_the_project_takes_the_place_of_a_packaged_one(shop: Shop) -> None:
    for name in VOCABULARIES:
        (shop.root / f"content/{name}.yaml").unlink()
    shop.build()
    shop.write(
        "content/documents.yaml",
        "- {id: qd-490-2018, kind: decision, number: 1/MẪU, date: 2018-05-07, level: central,"
        " title: {vi: Văn bản mẫu, en: Sample document}, sources: [{publisher: Mẫu}]}\n",
    )
    page = shop.build()[f"en/{DOCUMENTS}"].decode()
    assert "1/MẪU" in page
    assert "490/QĐ-TTg" not in page
    assert "919/QĐ-TTg" in page
