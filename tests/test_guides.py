"""The officer's guides: what they show is what the program prints, and what they tell to do works."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import handbook_pictures
import pytest
from built import PROJECT, copy_catalogue
from click.testing import CliRunner
from kept import CachedRecord
from PIL import Image
from tiny import BASE, copy_tiny, replace, tree

from generator.catalogue.check import check
from generator.cli import command_line
from generator.diagnostics.printing import report_lines
from generator.diagnostics.problem import Report
from generator.issuing.lists import code_of, numbers_in, split_codes
from generator.records import read

GUIDES = {"vi": "huong-dan-can-bo.md", "en": "officer-guide.md"}
DAY = date(2026, 11, 21)
TEA = "products/mau/tra-mau/product.yaml"
RICE = "products/mau/gao-nep-mau/product.yaml"
HOLDER = "content/producers/htx-mau-thung-may/producer.yaml"
MISTAKES = {
    "NUMBER": (TEA, "amount: 120000", "amount: 120.000"),
    "DAY": (TEA, "on: 2026-11-01", "on: 1/11/2026"),
    "YAML-COLON": (
        TEA,
        '"Dữ liệu mẫu: trà bịa ra để tập điền hồ sơ."',
        "Dữ liệu mẫu: trà bịa ra để tập điền hồ sơ.",
    ),
    "TEXT-COMMA": (TEA, "{vi: túi 200 g,", "{vi: túi giấy, 200 g,"),
    "REF-UNKNOWN": (TEA, "decision: qd-mau", "decision: qd-mua"),
    "KEY-UNKNOWN": (TEA, "producer: ", "producr: "),
    "PHOTO-MISSING": (RICE, "file: tui-gao.jpg", "file: tui-gao.png"),
    "CONTACT-CONSENT": (HOLDER, "  consent_on: 2026-10-01\n", ""),
    "RATING-EXPIRING": (RICE, "    decision: qd-mau\n", "    decision: qd-mau\n    valid_from: 2023-12-20\n"),
}
"""What an officer wrote, for each message that the guides show."""


def blocks(language: str) -> list[str]:
    """What stands between two fences of a guide."""
    text = (PROJECT / "docs" / GUIDES[language]).read_text(encoding="utf-8")
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def messages(language: str) -> dict[str, list[str]]:
    """The lines of every message that a guide shows, by its code."""
    result: dict[str, list[str]] = {}
    for block in blocks(language):
        if code := re.search(r"\b([A-Z]+-[A-Z-]+|NUMBER|DAY): ", block):
            result[code[1]] = [line for line in block.split("\n") if line and line.strip() != "…"]
    return result


@pytest.fixture(scope="module")
def cache() -> CachedRecord:
    """What was read before is not read again, as between two commands."""
    return CachedRecord()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue with the product that the guides add."""
    root = copy_catalogue(tmp_path_factory.mktemp("guides") / "site")
    (record,) = (block for block in blocks("vi") if block.startswith("# yaml-language-server"))
    (root / TEA).parent.mkdir()
    (root / TEA).write_text(record, encoding="utf-8")
    return root


def report_of(root: Path, cache: CachedRecord) -> Report:
    records, problems = read(root, cache)
    return Report([*problems, *check(records, DAY)])


def told(root: Path, report: Report, language: str) -> str:

    def line(file: str, number: int) -> str:
        return (root / file).read_text(encoding="utf-8").split("\n")[number - 1]

    return "\n".join(report_lines(report, language, line))


def uncounted(text: str) -> str:
    return re.sub(r"\d+ (chỗ|places)", r"… \1", text)


def test_both_guides_show_the_same_messages() -> None:
    shown = [{code: rows[0].split(":")[:3] for code, rows in messages(one).items()} for one in GUIDES]
    assert shown[0].keys() == shown[1].keys()
    assert set(MISTAKES) <= shown[0].keys()


@pytest.mark.parametrize("code", ["", *MISTAKES])
def test_messages_are_what_the_program_prints(project: Path, cache: CachedRecord, code: str) -> None:
    """Without a mistake: the warnings of the catalogue as it is."""
    name, right, wrong = MISTAKES.get(code, (TEA, "", ""))
    record = (project / name).read_bytes()
    replace(project / name, right, wrong)
    report = report_of(project, cache)
    texts = {language: uncounted(told(project, report, language)) for language in GUIDES}
    (project / name).write_bytes(record)
    for language, text in texts.items():
        for shown, rows in messages(language).items():
            if shown == code or (not code and shown not in MISTAKES):
                for row in rows:
                    assert uncounted(row) in text


@pytest.mark.parametrize("language", GUIDES)
def test_without_the_samples_nothing_is_wrong(tmp_path: Path, language: str) -> None:
    root = copy_catalogue(tmp_path)
    (command,) = (block for block in blocks(language) if block.startswith("rm -r "))
    for name in command.split()[2:]:
        path = root / name
        for inside in sorted(path.rglob("*"), reverse=True) if path.is_dir() else ():
            inside.unlink() if inside.is_file() else inside.rmdir()
        path.unlink() if path.is_file() else path.rmdir()
    records, problems = read(root, CachedRecord())
    found = [*problems, *check(records, DAY)]
    assert [one for one in found if one.is_error] == []
    for kind in ("product", "producer", "decision", "fair"):
        assert not [name for name, entry in records.of(kind).items() if entry.record.sample]
    assert "FAIR-BOOTH-EMPTY" not in {one.code for one in found}


CHAPTERS = {
    "vi": ("Bắt đầu danh mục của một tỉnh", "Ghi hồ sơ bằng trình soạn thảo"),
    "en": ("Starting a province’s catalogue", "Writing records in a text editor"),
}
"""The start of a catalogue, and its records in a text editor up to those of the catalogue of Lạng Sơn."""


@pytest.mark.slow
@pytest.mark.parametrize("language", GUIDES)
def test_a_provinces_catalogue_starts_as_the_guide_tells(language: str, tmp_path: Path) -> None:
    """The commands do what is shown, and the records that are shown are sound ones."""
    text = (PROJECT / "docs" / GUIDES[language]).read_text("utf-8")
    first, second = (text.partition(f"\n## {title}\n")[2] for title in CHAPTERS[language])
    chapter = first.partition("\n## ")[0] + second.partition("`make site`")[0]
    command, shown = re.findall(r"\$ ocop (init [^\n]+)\n([^\n]+)\n", chapter)[0]
    runner = CliRunner()
    words = shlex.split(command)
    words[1] = str(tmp_path / words[1])
    done = runner.invoke(command_line(language), [*words, "--lang", language])
    assert shown in done.output.replace(f"{tmp_path}/", "")
    root = Path(words[1])
    for kind, identity, more in re.findall(r"`ocop new ([a-z]+) ([a-z0-9-]+)([^`]*)`", chapter):
        wanted = ["--root", str(root), "new", kind, identity, *more.split()]
        assert runner.invoke(command_line(language), wanted).exit_code == 0
    for before, block in re.findall(r"([^\n]*\n\n)```yaml\n(.*?)```", chapter, re.DOTALL):
        names = re.findall(r"`((?:content|products)/[a-z0-9/-]+\.yaml)`", before)
        path = root / names[0]
        assert path.is_file(), names
        if names[0] == "content/site.yaml":
            replace(path, "https://ocop-lao-cai.example", block.split("base_url: ")[1].strip())
            continue
        code = re.search(r"(?m)^code: .*", block)
        assert code is None or code[0] in path.read_text("utf-8"), "another code was filled in"
        path.write_text(block, encoding="utf-8")
    for sample in ("products/hop-thanh/gao-mau", "content/producers/htx-mau"):
        shutil.rmtree(root / sample)
    (root / "content/decisions/qd-mau.yaml").unlink()
    records, problems = read(root, CachedRecord())
    problems += check(records, DAY)
    assert [fault.code for fault in problems if fault.code != "BASE-URL-PLACEHOLDER"] == []
    assert set(records.products) == {"che-mau"}


PICTURE = re.compile(r"!\[[^\]]+\]\(pictures/([^)]+)\)")
"""A picture with words for those who cannot see it; the group is its file."""


def test_the_guides_show_the_pictures_that_the_script_takes() -> None:
    named = {
        language: PICTURE.findall((PROJECT / "docs" / guide).read_text("utf-8"))
        for language, guide in GUIDES.items()
    }
    files = {name for names in named.values() for name in names}
    assert files == set(handbook_pictures.picture_names())
    assert {path.name for path in handbook_pictures.FOLDER.iterdir()} == files
    for language, names in named.items():
        assert all(name.endswith(f".{language}.webp") for name in names)
    for name in files:
        assert (handbook_pictures.FOLDER / name).stat().st_size <= handbook_pictures.MOST_BYTES


COMMAND = re.compile(r"(?m)(?:^|`|\$ )(?:[a-z]+ )?ocop ([a-z]+)((?: [^\n`|#]*?)?)(?=`|\n| {3,}| +#)")


def commands_in(language: str) -> list[list[str]]:
    """Every command of the program that a guide quotes, in its words."""
    text = (PROJECT / "docs" / GUIDES[language]).read_text("utf-8")
    return [[name, *re.findall(r'"[^"]*"|\S+', words)] for name, words in COMMAND.findall(text)]


@pytest.mark.parametrize("language", GUIDES)
def test_quoted_commands_and_options_exist(language: str) -> None:
    commands = command_line(language).commands
    quoted = commands_in(language)
    assert len(quoted) > 40
    for name, *words in quoted:
        assert name in commands, name
        command = commands[name]
        if isinstance(command, click.Group):
            command = command.commands.get("".join(words[:1]), getattr(command, "usual", command))
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-") and word != "-"} <= known, (name, words)
    wanted = {
        "backup",
        "check",
        "export",
        "import",
        "new",
        "nightly",
        "photos",
        "publish",
        "restore",
        "serve",
    }
    assert wanted | {"template", "undo", "init", "issue", "stamps", "keys"} <= {name for name, *_ in quoted}


def in_shell(root: Path, language: str, *words: str) -> str:
    """Run a command in the project's folder, as people do; the test fails with the command's own words."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1", "OCOP_LANG": language}
    environment["XDG_CACHE_HOME"] = environment["LOCALAPPDATA"] = str(root.parent / "cache")
    command = [sys.executable, "-m", "generator", *words]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


STEPS = {
    "vi": (
        ("template mau.xlsx", ""),
        ("export ho-so.xlsx", ""),
        ("import ho-so.xlsx --dry-run", ""),
        ("import ho-so.xlsx", ""),
        ("photos THƯ-MỤC-ẢNH --yes", ""),
        ("undo", ""),
        ("new product tra-mau --place mau", "Đã ghi products/"),
        ("check --full", "Không có lỗi. Đã đọc"),
        ("check --html viec.html", ""),
        ("check --xlsx viec.xlsx", ""),
        ("publish folder ../cong-bo", "Đã công bố ở"),
        ("backup", "Đã sao lưu"),
        ("restore danh-muc-2026-11-29.zip danh-muc-moi", ""),
    ),
    "en": (
        ("template form.xlsx", ""),
        ("export records.xlsx", ""),
        ("import records.xlsx --dry-run", ""),
        ("import records.xlsx", ""),
        ("photos FOLDER-OF-PHOTOS --yes", ""),
        ("undo", ""),
        ("new product tra-mau --place mau", "Written: products/"),
        ("check --full", "No errors."),
        ("check --html todo.html", ""),
        ("check --xlsx todo.xlsx", ""),
        ("publish folder ../published", "Published at"),
        ("backup", "Backed up:"),
        ("restore catalogue-2026-11-29.zip new-catalogue", ""),
    ),
}
"""Commands of the guides in the order of their trial, each with the beginning of the line that is shown."""
OWN = re.compile(r"\d+|(?<= )\S*/\S*?(?=[:.]? |\.$|$)")
"""What differs between projects in a line: numbers and paths."""


@pytest.mark.slow
@pytest.mark.parametrize("language", GUIDES)
def test_quoted_commands_do_what_is_told(tmp_path: Path, language: str) -> None:
    """As quoted, but for the questions that they would ask, the date in a backup's name and the address."""
    root = copy_tiny(tmp_path / "site")
    replace(root / "content/site.yaml", BASE, "https://ocop-mau.vn")
    guide = (PROJECT / "docs" / GUIDES[language]).read_text("utf-8")
    before = tree(root)
    for command, line in STEPS[language]:
        assert f"ocop {command}" in guide
        name, *words = command.split()
        if name == "photos":
            words[0] = "../photos"
            (tmp_path / "photos").mkdir()
            Image.new("RGB", (800, 600)).save(tmp_path / "photos" / "Gạo nếp mẫu (2).jpg")
        elif name == "undo":
            words.append("--yes")
        elif name == "check":
            words += ["--day", DAY.isoformat()]
        elif name == "new":
            words[1] = "tra-khac"  # the small site has a product of that name
        elif name == "restore":
            (backup,) = tmp_path.glob("*.zip")
            words = [f"../{backup.name}", f"../{words[1]}"]
        output = in_shell(root, language, name, *words)
        if name == "new":
            # Nobody fills it in here, and an empty record is rightly refused.
            shutil.rmtree(root / "products/mau")
        if line:
            (told,) = [row for row in output.splitlines() if row.startswith(line)]
            (shown,) = {row for row in guide.splitlines() if row.startswith(line)}
            assert OWN.sub("…", told) == OWN.sub("…", shown)
        if name in ("import", "undo"):
            records = {path for path in before if path.startswith(("content/", "products/"))}
            assert {path: tree(root).get(path) for path in records} == {p: before[p] for p in records}


@pytest.mark.parametrize("guide", GUIDES.values())
def test_links_within_a_guide_lead_to_a_heading(guide: str) -> None:
    text = (PROJECT / "docs" / guide).read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?ms)^```.*?^```$", "", text))
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    others = "".join((PROJECT / name).read_text("utf-8") for name in ("README.md", "docs/traceability.md"))
    links = {*re.findall(r"\]\(#([^)]+)\)", text), *re.findall(re.escape(guide) + r"#([^)]+)\)", others)}
    assert len(links) > 20
    assert links <= anchors


def test_the_serials_to_try_are_issued_and_withdrawn() -> None:
    text = (PROJECT / "docs/traceability.md").read_text("utf-8")
    address, issued, withdrawn = re.findall(
        r"8000(/01/\S+)/\?s=(\w{16})> \(issued\) or `\?s=(\w{16})`", text
    )[0]
    records, _ = read(PROJECT, CachedRecord())
    (codes,) = records.issued_codes.values()
    kept = split_codes((PROJECT / codes.source).read_bytes())
    ranges = [(part.first, part.last) for part in codes.manifest.withdrawn]
    assert codes.manifest.address == address
    taken_back = [
        kept.index(code_of(address, serial)) + 1 in numbers_in(ranges) for serial in (issued, withdrawn)
    ]
    assert taken_back == [False, True]
