"""The command line as its users meet it: exit codes, both languages, what goes where."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import click_words
import pytest
from built import PROJECT
from tiny import DAY, TEA, add_fair, copy_tiny, order, replace, tree

from generator.cli import command_line
from generator.commands.build import build
from generator.commands.console import Console

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_tiny(tmp_path_factory.mktemp("cli") / "site")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_tiny(tmp_path_factory.mktemp("cli") / "site")
    replace(root / TEA / "product.yaml", "stars: 3", "stars: 6")
    return root


def environment(root: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "OCOP_LANG")}
    return {**kept, "PYTHONPATH": str(PROJECT), "OCOP_CACHE": str(root.parent / "cache"), **more}


def ocop(
    root: Path, *words: str | bytes | Path, cwd: Path | None = None, **more: Any
) -> subprocess.CompletedProcess[str]:
    given = [word if isinstance(word, bytes) else str(word) for word in words]
    command = [sys.executable, "-m", "generator", *given]
    return subprocess.run(
        command,
        cwd=cwd or root,
        env=environment(root, **more),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def day(*words: str | Path) -> tuple[str | Path, ...]:
    return ("--day", DAY.isoformat(), *words)


# ---- done, problems, wrong usage -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "pattern"),
    [
        ("vi", r"Xong: \d+ trang, 2 sản phẩm trong \S+\. Tạo \d+ tệp, giữ \d+, xóa 0; \d+(,\d)? giây\.\n"),
        ("en", r"Done: \d+ pages, 2 products in \S+\. \d+ files made, \d+ kept, 0 removed; \d+(\.\d)? s\.\n"),
    ],
)
def test_a_good_build(good: Path, tmp_path: Path, lang: str, pattern: str) -> None:
    done = ocop(good, "build", *day("--lang", lang, "--output", tmp_path / "output"))
    assert done.returncode == 0
    assert re.fullmatch(pattern, done.stdout), done.stdout
    assert done.stderr == "", "quiet in a pipe"
    assert (tmp_path / "output" / "index.html").is_file()


@pytest.mark.parametrize(("lang", "line"), [("vi", "# Tên sản phẩm\n"), ("en", "# Name of the product\n")])
def test_a_new_record_speaks_the_language_of_the_messages(tmp_path: Path, lang: str, line: str) -> None:
    root = copy_tiny(tmp_path / "site")
    done = ocop(root, "new", "--lang", lang, "product", "gao-moi", "--place", "xa-mau")
    assert done.returncode == 0, done.stderr
    text = (root / "products" / "xa-mau" / "gao-moi" / "product.yaml").read_text(encoding="utf-8")
    assert f"\n{line}name:\n" in text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ["Số lỗi: 1. Số cảnh báo: 0.", "Chưa dựng lại", "gợi ý: "]),
        ("en", ["Errors: 1. Warnings: 0.", "Not built", "hint: "]),
    ],
)
def test_problems_are_told_with_their_place(
    faulty: Path, tmp_path: Path, lang: str, words: list[str]
) -> None:
    done = ocop(faulty, "build", *day("--lang", lang, "--output", tmp_path / "output"))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{TEA}/product.yaml:8:12: STARS-RANGE: " in done.stderr
    assert "    8 |     stars: 6\n      |            ^\n" in done.stderr
    for one in words:
        assert one in done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "Không có lỗi. Đã đọc 2 sản phẩm."), ("en", "No errors. 2 products read.")]
)
def test_check_writes_nothing(good: Path, lang: str, words: str) -> None:
    before = tree(good)
    done = ocop(good, "check", *day("--lang", lang))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"\n{words}\n"), "below what there is to do"
    assert tree(good) == before


def test_warnings_are_counted_by_build_and_told_by_check(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    (root / "content/producers/htx-mau/story.en.md").unlink()
    built = ocop(root, "build", *day("--lang", "en"))
    assert built.returncode == 0
    assert built.stderr.startswith("Warnings: 1 (TRANSLATION-MISSING 1). ")
    assert built.stderr.count("\n") == 1
    again = ocop(root, "build", *day("--lang", "en"))
    assert (again.returncode, again.stderr) == (0, built.stderr), "an unchanged build says the same"
    checked = ocop(root, "check", *day("--lang", "en"))
    assert checked.returncode == 0
    assert "warning TRANSLATION-MISSING: " in checked.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_problems_as_data(faulty: Path, tmp_path: Path, command: str) -> None:
    more = ("--output", tmp_path / "output") if command == "build" else ()
    done = ocop(faulty, command, *day("--json", *more))
    assert (done.returncode, done.stderr) == (1, "")
    [fault] = json.loads(done.stdout)
    assert (fault["code"], fault["severity"]) == ("STARS-RANGE", "error")
    assert (fault["file"], fault["line"], fault["column"]) == (f"{TEA}/product.yaml", 8, 12)
    assert set(fault["message"]) == set(fault["hint"]) == {"vi", "en"}


def test_a_fair_and_an_issue_tell_problems_as_data(faulty: Path, tmp_path: Path) -> None:
    for words in (
        ("fair", "hoi-cho", "--output", tmp_path / "fair"),
        ("issue", "MU0001", "--copies", "1", "--use", "tem"),
    ):
        done = ocop(faulty, *words, *day("--json"))
        assert (done.returncode, done.stderr) == (1, "")
        assert [load["code"] for load in json.loads(done.stdout)] == ["STARS-RANGE"]


def test_a_fair_and_an_issue_that_are_done_write_only_data(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    done = ocop(root, "fair", "hoi-cho-mau", *day("--json", "--usb", tmp_path / "usb"))
    assert (done.returncode, done.stderr) == (0, "")
    assert {load["severity"] for load in json.loads(done.stdout)} <= {"warning"}
    done = ocop(root, "issue", "MU0001", "--copies", "1", "--use", "tem", *day("--json"))
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert "https://ocop.test/01/09521234543213" in done.stderr
    done = ocop(root, "fair", "khong-co", *day("--json", "--usb", tmp_path / "usb"))
    assert (done.returncode, json.loads(done.stdout)) == (1, [])
    assert "khong-co" in done.stderr, "no problem of the records says this"


def test_a_good_site_as_data(good: Path, tmp_path: Path) -> None:
    done = ocop(good, "build", *day("--json", "--output", tmp_path / "output"))
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")


WRONG: dict[str, list[Any]] = {
    "no command": [],
    "an unknown command": ["publish"],
    "an unknown option": ["build", "--nonsense"],
    "no day": ["build", "--day", "hôm nay"],
    "an unreal day": ["build", "--day", "2026-02-30"],
    "an address without a scheme": ["build", "--base-url", "ocop.example"],
    "another scheme": ["build", "--base-url", "ftp://ocop.example"],
    "an address with a question": ["build", "--base-url", "https://ocop.example/?a=1"],
    "an address with a quote": ["build", "--base-url", 'https://ocop.example/"><script>'],
    "an address with a space": ["build", "--base-url", "https://ocop.example/a b"],
    "an address with half a bracket": ["build", "--base-url", "https://[ocop"],
    "an address that is no domain": ["build", "--base-url", "https://faß.de"],
    "unknown links": ["build", "--links", "both"],
    "an unknown language": ["build", "--lang", "fr"],
    "no port": ["serve", "--port", "0"],
    "an unknown record": ["new", "recipe", "hoi-cho"],
    "an output without a name": ["build", "--output", ""],
    "an output that is a file": ["build", "--output", "content/site.yaml"],
    "an output in no encoding": ["build", "--output", b"out\xff"],
    "an output too long": ["build", "--output", "x" * 300],
    "an output that leads to itself": ["build", "--output", "loop"],
    "a project without a name": ["check", "--root", ""],
    "a project in no encoding": ["check", "--root", b"\xff"],
    "a project too long": ["check", "--root", "x" * 300],
    "a stick that is a file": ["fair", "x", "--usb", "content/site.yaml"],
    "a day in no encoding": ["build", "--day", b"\xff"],
    "an address in no encoding": ["build", "--base-url", b"https://ocop.example/\xff"],
    "no use": ["issue", "MU0001", "--copies", "5", "--use", " "],
    "a use too long": ["issue", "MU0001", "--copies", "5", "--use", "x" * 301],
    "a use that rings": ["issue", "MU0001", "--copies", "5", "--use", "a\x07"],
    "no copies": ["issue", "MU0001", "--copies", "0", "--use", "x"],
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage(good: Path, name: str) -> None:
    loop = good / "loop"
    if not loop.is_symlink():
        loop.symlink_to("loop")
    before = tree(good)
    done = ocop(good, *WRONG[name], OCOP_LANG="en")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert tree(good) == before
    if name != "no command":
        assert done.stdout == ""
        assert done.stderr.startswith("Wrong usage: ")


def test_the_language_is_an_option_of_every_command_and_group() -> None:
    def unlike(command: click.Command, name: str) -> Iterator[str]:
        if "lang" not in {param.name for param in command.params}:
            yield name
        for word, below in getattr(command, "commands", {}).items():
            yield from unlike(below, f"{name} {word}")

    assert list(unlike(command_line("en"), "ocop")) == []


@pytest.mark.parametrize("place", range(3))
def test_options_of_groups_stand_before_or_after_a_name(good: Path, tmp_path: Path, place: int) -> None:
    words: list[str | Path] = ["keys", "list"]
    words[place:place] = ["--lang", "vi", "--root", good]
    done = ocop(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    assert "chưa có khóa nào" in done.stdout


@pytest.mark.parametrize(("lang", "word"), [("vi", "Lệnh chưa đúng"), ("en", "Wrong usage")])
def test_wrong_usage_in_both_languages(good: Path, lang: str, word: str) -> None:
    done = ocop(good, "build", "--day", "2026-13-01", "--lang", lang)
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
    assert "2026-13-01" in done.stderr


def test_not_a_project(good: Path, tmp_path: Path) -> None:
    for command in ("build", "check", "serve"):
        done = ocop(good, command, "--root", tmp_path, OCOP_LANG="vi")
        assert (done.returncode, done.stdout) == (2, "")
        assert "không phải là thư mục dự án" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", [".", "content", "content/new", "products/xa-mau", "themes", "..", "/"])
def test_an_output_among_the_sources_is_refused(good: Path, output: str) -> None:
    before = tree(good)
    done = ocop(good, "build", "--output", output, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot build into" in done.stderr
    assert tree(good) == before


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_the_usual_output_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    (root / "output").symlink_to("output")
    done = ocop(root, "build", *day("--lang", "en"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_output_that_leads_to_the_sources_by_a_link_is_refused(good: Path, tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to(good / "content", target_is_directory=True)
    assert ocop(good, "build", "--output", tmp_path / "output").returncode == 2


# ---- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "vietnamese"),
    [
        ({"LANG": "vi_VN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "OCOP_LANG": "vi"}, True),
        ({}, False),
    ],
)
def test_the_language_of_the_environment(good: Path, variables: dict[str, str], vietnamese: bool) -> None:
    done = ocop(good, "check", *day(), cwd=good, **variables)
    assert done.stdout.split("\n")[-2].startswith("Không" if vietnamese else "No errors")


@pytest.mark.parametrize(
    ("lang", "word"), [("vi", "Dựng trang vào thư mục output/."), ("en", "Build the site into output/.")]
)
def test_help_in_both_languages(good: Path, lang: str, word: str) -> None:
    done = ocop(good, "--lang", lang, "--help")
    assert ": ocop [OPTIONS]" in done.stdout, "the command's name, however it was started"
    assert done.returncode == 0
    assert word in done.stdout


def test_the_help_speaks_one_language(good: Path) -> None:
    """What the library says by itself as well; names of options and what they take are the same words."""
    for words in (
        [],
        *([name] for name in ("init", "build", "check", "serve", "new", "issue", "qr", "fair", "schema")),
    ):
        said = ocop(good, *words, "--help", OCOP_LANG="vi").stdout
        assert "Cách dùng: " in said
        assert not re.search(r"\b(Usage|Options:|Commands|Show|default|required|and|the)\b", said), said
        assert "..." not in said.split("\n", 1)[1], "no command's line is cut"
        assert "Usage: " in ocop(good, *words, "--help", OCOP_LANG="en").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["new"], ["publish"], ["build", "--nonsense"], ["issue", "MU0001"], ["build", "--day"],
        ["new", "product", "a", "b"], ["new", "recipe", "x"], ["serve", "--port", "0"],
        ["serve", "--port", "x"], ["build", "--fresh=1"], ["build", "--oupput", "x"],
        ["init"], ["init", "x"], ["init", "x", "--province", "15", "--sign", "x"],
        ["init", "x", "--province", "15", "--colour", "x"],
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_one_language(good: Path, words: list[str]) -> None:
    said = ocop(good, *words, OCOP_LANG="vi").stderr
    assert said.startswith("Lệnh chưa đúng: ")
    assert not re.search(
        r"(?i)\b(missing|invalid|no such|got|requires|choose|did you|value|not|one of)\b", said
    ), said


def test_the_compiled_words_of_click_are_those_of_the_table() -> None:
    assert click_words.TARGET.read_bytes() == click_words.compiled(), "run python scripts/click_words.py"


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
@pytest.mark.parametrize("name", ["products", "themes"])
def test_a_folder_that_leads_to_itself(tmp_path: Path, name: str) -> None:
    root = copy_tiny(tmp_path / "site")
    shutil.rmtree(root / name)
    (root / name).symlink_to(name)
    done = ocop(root, "build", *day("--lang", "en"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_options_before_the_command(good: Path, tmp_path: Path) -> None:
    done = ocop(good, "--lang", "vi", "--root", good, "check", *day(), cwd=tmp_path)
    assert done.stdout.split("\n")[-2].startswith("Không có lỗi.")


# ---- odd surroundings ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_folder_with_vietnamese_letters(tmp_path: Path, form: str) -> None:
    root = copy_tiny(tmp_path / unicodedata.normalize(form, "Dữ liệu của tôi") / "site")  # type: ignore[arg-type]
    done = ocop(root, "build", *day("--root", root), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (root / "output" / "index.html").is_file()


def test_a_console_that_knows_no_vietnamese(faulty: Path, tmp_path: Path) -> None:
    done = ocop(faulty, "check", *day("--lang", "vi"), PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "gợi ý" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell's pipe")
def test_a_reader_that_goes_away(faulty: Path) -> None:
    command = [sys.executable, "-m", "generator", "check", "--json", *map(str, day())]
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            command, cwd=faulty, env=environment(faulty), stdout=write, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(write)
    assert b"Traceback" not in done.stderr
    assert done.stderr == b""


def test_an_output_that_cannot_be_written(good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = ocop(good, "build", *day("--output", tmp_path / "file" / "output", "--lang", "en"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "OUTPUT-UNWRITABLE" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_a_cache_that_cannot_be_written_is_no_fault(good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = ocop(good, "build", *day("--output", tmp_path / "output"), OCOP_CACHE=str(tmp_path / "file"))
    assert done.returncode == 0, done.stderr


def test_a_spoiled_cache_is_no_fault(good: Path, tmp_path: Path) -> None:
    options = order(good, tmp_path / "output", tmp_path / "cache")
    for spoil in (b"not a database", b"SQLite format 3\0" + b"\xff" * 3000, b""):
        assert not build(options).report.failed
        (file,) = (tmp_path / "cache").glob("*.sqlite")
        file.write_bytes(spoil)
        assert not build(options).report.failed


def test_what_others_wrote_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Cells of lists and names of files are printed: they must not move the cursor or turn words round."""
    written = "Gạo\x1b]0;x\x07\x9b2J\r\u202enếp\u2066 Mẫu\udcff\n\tmới"
    console = Console("vi", Path())
    console.print_lines([written])
    console.say("waiting", path=written)
    console.note("waiting", path=written)
    printed = capsys.readouterr()
    for text in (printed.out, printed.err):
        assert not {"\x1b", "\x07", "\x9b", "\r", "\u202e", "\u2066", "\udcff"} & set(text)
        assert "\n\tmới" in text
