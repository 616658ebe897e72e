"""``ocop fair NAME --output``: the whole folder, what it tells, and what it never touches."""

import re
import shutil
from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT, copy_catalogue, run_ocop
from tiny import DAY, replace, tree

from generator.commands.fair import open_fair
from generator.commands.fair_package import MANIFEST, make_package, write_package
from generator.commands.usb_edition import plan_edition, write_edition
from generator.diagnostics.problem import RefusedError
from generator.output.files import stage
from generator.project import BuildOptions
from generator.render import pictures

pytestmark = pytest.mark.slow


MakeFiles = Callable[..., list[str]]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is known of the records: to read them takes as long as to draw a fair's sheets."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def make_files(cache: Path) -> MakeFiles:
    """``make_files(target, fair, speak, by, root)``: what ``ocop fair`` writes; the names of the files."""

    def make(
        target: Path, name: str, speak: str = "vi", by: str = "commune", root: Path = PROJECT, **more: Any
    ) -> list[str]:
        with open_fair(BuildOptions(root, target, DAY, **{"cache": cache, **more}), name) as fair:
            package = make_package(fair, target, speak, by)
        write_package(target, package)
        return list(package)

    return make


@pytest.fixture
def copied(same_folder: Path) -> Path:
    """A copy of the real catalogue to be edited, always at the same place: most of its files are known."""
    return copy_catalogue(same_folder / "site")


def test_the_folder_holds_what_its_index_names(make_files: MakeFiles, tmp_path: Path) -> None:
    done = make_files(tmp_path / "fair", "hoi-cho-mau", "both", "commune")
    index = (tmp_path / "fair" / "index.html").read_text("utf-8")
    assert '<html lang="vi">' in index
    assert "://" not in index.replace("https://ocop-langson.example", "")
    for name in done:
        assert (tmp_path / "fair" / name).is_file()
        assert name == "index.html" or f'href="{name}"' in index
    assert "lien-he/htx-mau-thung-may.vcf" in done
    # The address of the demonstration is a placeholder: the officer is told before printing.
    assert "Chưa in được" in index


def test_the_same_records_give_the_same_bytes(make_files: MakeFiles, tmp_path: Path) -> None:
    make_files(tmp_path / "one", "hoi-cho-mau", "vi", "group", cache=None)
    make_files(tmp_path / "two", "hoi-cho-mau", "vi", "group")
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir() if path.is_file()}
        for name in ("one", "two")
    )
    assert first == second


@pytest.mark.parametrize("name", ["bien-A4.pdf", "lien-he"])
def test_files_of_others_are_never_overwritten(make_files: MakeFiles, tmp_path: Path, name: str) -> None:
    own = tmp_path / name
    own.write_bytes(b"mine")
    with pytest.raises(RefusedError) as error:
        make_files(tmp_path, "hoi-cho-mau")
    assert error.value.key == "fair-taken"
    assert own.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_is_no_longer_made_goes(make_files: MakeFiles, tmp_path: Path) -> None:
    make_files(tmp_path, "hoi-cho-mau", "both", "commune")
    (tmp_path / "ghi-chu.txt").write_text("mine", "utf-8")
    make_files(tmp_path, "hoi-cho-mau")
    assert not (tmp_path / "danh-sach.en.csv").exists()
    assert (tmp_path / "ghi-chu.txt").is_file()


def test_a_halt_or_a_full_disk_harms_no_earlier_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path, {"a.pdf": b"old", "lien-he/b.vcf": b"old"})
    before = tree(tmp_path)

    def full(path: str, data: bytes) -> str:
        if data == b"last":
            raise OSError(ENOSPC, "No space left on device")
        return stage(path, data)

    monkeypatch.setattr("generator.commands.fair_package.stage", full)
    with pytest.raises(OSError, match="No space"):
        write_package(tmp_path, {"a.pdf": b"new", "c/new.pdf": b"new", "z.pdf": b"last"})
    assert tree(tmp_path) == before


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    stage(str(tmp_path / "a.pdf"), b"half")
    stage(str(tmp_path / "c" / "b.pdf"), b"half")
    write_package(tmp_path, {"a.pdf": b"whole"})
    assert set(tree(tmp_path)) == {"a.pdf", MANIFEST}


def test_a_folder_that_cannot_be_written_is_named(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    there = tmp_path / "file" / "usb"
    with open_fair(BuildOptions(PROJECT, there, DAY, cache=cache), "hoi-cho-mau") as fair:
        stick = plan_edition(fair, None)
        problems = write_edition(stick, there).report.problems
    assert [(problem.code, problem.location.file) for problem in problems] == [
        ("OUTPUT-UNWRITABLE", there.as_posix())
    ]


def test_a_link_in_the_way_is_not_followed(make_files: MakeFiles, tmp_path: Path) -> None:
    out = tmp_path / "fair"
    out.mkdir()
    (out / "bien-A4.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    with pytest.raises(RefusedError) as error:
        make_files(out, "hoi-cho-mau")
    assert error.value.key == "fair-taken"
    assert not (tmp_path / "elsewhere.pdf").exists()


@pytest.mark.parametrize(
    ("name", "speak", "key"), [("khong-co", "vi", "no-fair"), ("xu-lang", "fr", "fair-language")]
)
def test_what_cannot_be_made_is_told(
    make_files: MakeFiles, tmp_path: Path, name: str, speak: str, key: str
) -> None:
    with pytest.raises(RefusedError) as error:
        make_files(tmp_path / "x", name, speak)
    assert error.value.key == key
    assert not (tmp_path / "x").exists()


@pytest.mark.slow
def test_one_command_makes_everything(tmp_path: Path) -> None:
    """Sheets, lists and the copy for the stick, which is also written to the stick if there is one."""
    root, fair, stick = copy_catalogue(tmp_path / "site"), tmp_path / "fair", tmp_path / "stick"
    day = ("--day", "2026-11-21")
    small = run_ocop(root, "fair", "xu-lang", "--output", fair, "--usb", stick, "--max", "1MB", *day)
    assert small.returncode == 1
    assert "Nothing written" in small.stderr
    assert not fair.exists()
    assert not stick.exists()
    done = run_ocop(root, "fair", "xu-lang", "--output", fair, "--usb", stick, *day)
    assert done.returncode == 0, done.stderr
    assert (fair / "the-ke-A6-tren-A4.pdf").is_file()
    for folder in (fair / "usb", stick):
        assert str(folder) in done.stdout
        assert (folder / "MO-TRANG-NAY.html").is_file()
    assert run_ocop(root, "fair", "xu-lang").returncode == 2
    same = run_ocop(root, "fair", "xu-lang", "--output", tmp_path / "x", "--usb", tmp_path / "x")
    assert same.returncode == 2
    assert "two different folders" in same.stderr
    assert not (tmp_path / "x").exists()


def test_a_drawing_that_paper_cannot_show_is_told(make_files: MakeFiles, tmp_path: Path) -> None:
    root = copy_catalogue(tmp_path / "site")
    drawing = root / "themes" / "lang-son" / "illustrations" / "motif.svg"
    text = drawing.read_text("utf-8")
    for wrong, words in (
        ('<polygon points="0,0 1,1 2,0"/>', "polygon"),
        ('<rect width="5%"/>', "5%"),
        ('<path d="M1 x"/>', "x: M1 x"),
    ):
        drawing.write_text(text.replace("</svg>", f"{wrong}</svg>"), "utf-8")
        with pytest.raises(RefusedError) as error:
            make_files(tmp_path / "fair", "hoi-cho-mau", root=root)
        assert error.value.key == "fair-drawing"
        assert "motif.svg" in str(error.value.values["reason"])
        assert words in str(error.value.values["reason"])
        assert not (tmp_path / "fair").exists()


def test_a_broken_photo_is_named(cache: Path, tmp_path: Path, copied: Path) -> None:
    """One that was sound when it was checked."""
    photo = copied / "products/mau/gao-nep-mau/tui-gao.jpg"
    with open_fair(BuildOptions(copied, tmp_path / "fair", DAY, cache=cache), "hoi-cho-mau") as fair:
        photo.write_bytes(photo.read_bytes()[:2000])
        makers: tuple[Callable[[], object], ...] = (
            lambda: plan_edition(fair, None),
            lambda: make_package(fair, tmp_path / "fair", "vi", "group"),
        )
        for make in makers:
            pictures.forget()
            with pytest.raises(RefusedError) as error:
                make()
            problems = [(problem.code, problem.location.file) for problem in error.value.report.problems]
            assert problems == [("PHOTO-UNREADABLE", "products/mau/gao-nep-mau/tui-gao.jpg")]
    assert not (tmp_path / "fair").exists()


def test_a_code_too_small_to_scan_is_not_printed(make_files: MakeFiles, tmp_path: Path, copied: Path) -> None:
    (copied / "products" / "ledger.yaml").unlink()  # it holds the printed addresses of the former host
    shutil.rmtree(copied / "products/mau/gao-nep-mau/codes")  # whose stamps were issued at them
    site = copied / "content" / "site.yaml"
    text = site.read_text("utf-8")
    site.write_text(re.sub("(?m)^base_url: .*$", f"base_url: https://ocop.test/{'a' * 180}", text), "utf-8")
    record = copied / "content" / "producers" / "htx-mau-thung-may" / "producer.yaml"
    replace(record, "Hợp tác xã mẫu Thung Mây", "Hợp tác xã " * 17 + "mẫu")
    replace(record, "https://mau.example", f"https://mau.example/{'b' * 170}")
    with pytest.raises(RefusedError) as error:
        make_files(tmp_path / "fair", "hoi-cho-mau", root=copied)
    assert error.value.key == "fair-code"
    assert not (tmp_path / "fair").exists()


def test_a_name_that_no_code_can_hold_is_refused_with_a_sentence(
    make_files: MakeFiles, tmp_path: Path, copied: Path
) -> None:
    record = copied / "content" / "producers" / "htx-mau-thung-may" / "producer.yaml"
    replace(record, "Hợp tác xã mẫu Thung Mây", "Hợp tác xã " * 400 + "mẫu")
    with pytest.raises(RefusedError) as error:
        make_files(tmp_path / "fair", "hoi-cho-mau", root=copied)
    assert error.value.key == "fair-code"


def test_a_letter_that_no_font_has_is_told_with_its_place(
    make_files: MakeFiles, tmp_path: Path, copied: Path
) -> None:
    record = next(copied.glob("products/*/gao-nep-mau/product.yaml"))
    lines = record.read_text("utf-8").split("\n")
    row = next(number for number, line in enumerate(lines) if line.lstrip().startswith("vi:"))
    lines[row] = f"{lines[row].rstrip()} ꪀꪩ"
    record.write_text("\n".join(lines), "utf-8")
    with pytest.raises(RefusedError) as error:
        make_files(tmp_path / "fair", "hoi-cho-mau", root=copied)
    assert error.value.key == "fair-letter"
    assert error.value.values["letters"] == "ꪀ (U+AA80), ꪩ (U+AAA9)"
    assert f"gao-nep-mau/product.yaml:{row + 1}:" in str(error.value.values["places"])
    assert not (tmp_path / "fair").exists()
