"""``ocop init`` starts a sound catalogue of any province, in which nothing is another province's."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT
from click.testing import CliRunner, Result
from patience import HANG
from tiny import order, tree

from generator.cli import command_line
from generator.commands.build import build
from generator.commands.new_project import find_province, starter_files
from generator.commands.write_project import write_project
from generator.project import open_project
from generator.provinces import places_of, province_ids, provinces
from generator.render import looks
from generator.render.session import RenderSession

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 29)
SESSION = RenderSession()
DISTRICTS = [district["name"] for district in places_of("lang-son")["districts"]]
OF_LANG_SON = re.compile(
    r"(?i:lạng[ _-]?sơn|lang[ _-]?son(?![a-z])|\bls-?[0-9]{4}|star[ _-]anise|hoa hồi|đại hồi|tinh dầu hồi)"
    rf"|\b(?:{'|'.join(DISTRICTS)})\b"
)
"""What would tell that something was made for the catalogue of this repository."""
OTHERS = [identity for identity in province_ids() if identity != "lang-son"]


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    write_project(folder, {name: partial(bytes, data) for name, data in files.items()})


def start(folder: Path, *words: str, language: str = "en") -> Result:
    return CliRunner().invoke(command_line(language), ["init", str(folder), "--lang", language, *words])


@cache
def names_of(identity: str) -> str:
    """All names of places of a province: Nghệ An had a commune called Lạng Sơn."""
    places = places_of(identity)
    tables = ("communes", "districts", "former_communes")
    return "\n".join(place["name"] for table in tables for place in places[table])


def traces_of_lang_son(text: str, identity: str) -> list[str]:
    """What in a text of another province was made for Lạng Sơn."""
    return [match[0] for match in OF_LANG_SON.finditer(text) if match[0] not in names_of(identity)]


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    for name, data in tree(folder).items():
        if not name.endswith((".png", ".webp", ".jpg")):
            yield name, data.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one project after the other: a session keeps the theme of a folder."""
    return tmp_path_factory.mktemp("provinces")


@pytest.mark.parametrize("identity", OTHERS)
def test_every_province_starts_sound_and_on_its_own(identity: str, folder: Path) -> None:
    facts = find_province(identity)
    assert facts is not None
    shutil.rmtree(folder / "site", ignore_errors=True)
    write(folder / "site", starter_files(facts, DAY, "vi"))
    with open_project(order(folder / "site", folder / "output", day=DAY), session=SESSION) as project:
        (places,) = project.planned.catalogue.provinces.values()
        assert places.province.name == facts.name
        assert {fault.code for fault in project.report.problems} == {"BASE-URL-PLACEHOLDER"}
    faults = {
        name: traces
        for name, text in texts(folder / "site")
        if (traces := traces_of_lang_son(text, identity))
    }
    assert not faults


@pytest.mark.parametrize("identity", ["lao-cai", "hue", "ho-chi-minh"])
def test_a_built_site_names_no_other_province(identity: str, tmp_path: Path) -> None:
    assert start(tmp_path / "site", "--province", identity, "--yes").exit_code == 0
    result = build(order(tmp_path / "site", tmp_path / "output", day=DAY), session=SESSION)
    assert not result.report.failed
    faults = {
        name: traces
        for name, text in texts(tmp_path / "output")
        if (traces := [*traces_of_lang_son(text, identity), *OF_LANG_SON.findall(name)])
    }
    assert not faults


def test_traces_are_seen() -> None:
    for text in (
        "OCOP Lạng Sơn",
        "/p/LS0042",
        "ocop-langson.example",
        "drawings/star-anise.svg",
        "huyện Văn Quan",
    ):
        assert traces_of_lang_son(text, "lao-cai"), text
    assert not traces_of_lang_son("class=ls1 else-2 rules 2026 Lang Sonne", "lao-cai")


SHARED = (
    "generator",
    "themes/default",
    "docs/schema",
    "docs/fields.vi.md",
    "docs/fields.en.md",
    "docs/theme.md",
)


def test_nothing_shared_is_made_for_one_province() -> None:
    faults = [
        f"{path.relative_to(PROJECT)}: {', '.join(traces)}"
        for name in SHARED
        for path in ([PROJECT / name] if (PROJECT / name).is_file() else (PROJECT / name).rglob("*"))
        if path.suffix in {".py", ".json", ".html", ".css", ".js", ".po", ".svg", ".yaml", ".md"}
        and "provinces" not in path.parts
        if (traces := traces_of_lang_son(path.read_text("utf-8"), "lao-cai"))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("Lào Cai", "lao-cai"),
        ("tỉnh lào cai", "lao-cai"),
        ("Tinh Lao Cai", "lao-cai"),
        ("laocai", "lao-cai"),
        ("15", "lao-cai"),
        ("Thành phố Huế", "hue"),
        ("TP.HCM", "ho-chi-minh"),
        ("Ho Chi Minh City", "ho-chi-minh"),
        ("Daklak", "dak-lak"),
        ("Sơn La Province", "son-la"),
    ],
)
def test_a_province_is_known_however_it_is_written(written: str, identity: str) -> None:
    facts = find_province(written)
    assert facts is not None
    assert facts.id == identity


def test_every_province_is_known_by_its_name_code_and_id() -> None:
    for facts in provinces():
        for written in (facts.name, facts.code, facts.id, facts.english):
            assert find_province(written) == facts, written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Lào Cay", "Perhaps you meant: Lào Cai"),
        ("Yên Bái", "has been part of Lào Cai"),
        ("Atlantis", "Cà Mau"),
    ],
)
def test_another_name_is_answered_with_what_it_may_be(written: str, said: str, tmp_path: Path) -> None:
    done = start(tmp_path / "site", "--province", written)
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "site").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = start(tmp_path, "--province", "Lào Cai", language="vi")
    assert done.exit_code == 1
    assert "đã có tệp bên trong" in done.output
    assert list(tree(tmp_path)) == ["mine.txt"]


def test_an_empty_folder_and_a_new_one_get_the_same(tmp_path: Path) -> None:
    (tmp_path / "there/.git").mkdir(parents=True)
    for name in ("there", "far/away"):
        assert start(tmp_path / name, "--province", "Lào Cai").exit_code == 0
    assert tree(tmp_path / "there") == tree(tmp_path / "far/away")
    assert stat.S_IMODE((tmp_path / "far/away").stat().st_mode) & 0o500 == 0o500


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert start(tmp_path / "file", "--province", "Lào Cai").exit_code == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that may not be written")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = start(tmp_path / "site", "--province", "Lào Cai")
    assert done.exit_code == 1
    assert "Cannot write" in done.output


@pytest.mark.parametrize("name", ["docs", "HUONG-DAN.md", "content"])
def test_what_somebody_puts_there_meanwhile_stays(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody thinks about the colour, or another command writes into the same folder."""
    (tmp_path / "site").mkdir()
    mine = tmp_path / "site" / name / "mine.txt" if "." not in name else tmp_path / "site" / name

    def meanwhile(_written: str) -> str:
        mine.parent.mkdir(exist_ok=True)
        mine.write_text("mine")
        return "#1e4a2c"

    monkeypatch.setattr("generator.commands.init.read_colour", meanwhile)
    done = start(tmp_path / "site", "--province", "Lào Cai")
    assert done.exit_code == 1
    assert "is not empty, so nothing was written" in done.output
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]


def test_of_several_at_once_one_wins(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "generator", "init", str(tmp_path / "site"), "--province", "96", "--yes"]
    started = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) for _ in range(3)
    ]
    assert not [error for _, error in (run.communicate() for run in started) if b"Traceback" in error]
    assert sorted(run.returncode for run in started) == [0, 1, 1]
    facts = find_province("96")
    assert facts is not None
    assert set(tree(tmp_path / "site")) == set(starter_files(facts, DAY, "vi"))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("exists", [True, False])
def test_who_is_told_to_end_leaves_nothing(exists: bool, tmp_path: Path) -> None:
    """A machine that shuts down sends SIGTERM."""
    if exists:
        (tmp_path / "site").mkdir()
    program = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from generator.cli import main\n"
        f"step = Path.{'rename' if exists else 'write_bytes'}\n"
        "def told(path, value):\n"
        "    step(path, value)\n"
        "    if path.name in ('docs', 'places.yaml'):\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        f"Path.{'rename' if exists else 'write_bytes'} = told\n"
        "main()\n"
    )
    words = ["init", str(tmp_path / "site"), "--province", "96", "--yes"]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=PROJECT, capture_output=True, check=False
    )
    assert done.returncode == 143
    assert [*tmp_path.rglob("*")] == ([tmp_path / "site"] if exists else [])


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize(("number", "status"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_who_is_told_to_end_where_nothing_can_be_raised_ends(number: str, status: int) -> None:
    """Python drops what is raised in a finaliser, and in what runs around a fork."""
    program = (
        "import os, signal\n"
        "from generator import cli\n"
        "class Late:\n"
        "    def __del__(self):\n"
        f"        os.kill(os.getpid(), signal.{number})\n"
        "        sum(range(1000))\n"
        "def wait(**_):\n"
        "    Late()\n"
        "    signal.pause()\n"
        "cli.command_line = lambda language: wait\n"
        "cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, check=False, timeout=HANG
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (status, False), done.stderr


@pytest.mark.parametrize("name", ["l" * 250, "một  thư mục\twith 'marks\"", "-dash"])
def test_any_name_of_a_folder_will_do(name: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        command_line("en"), ["init", "--province", "96", "--yes", "--", str(tmp_path / name)]
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / name / "content/site.yaml").is_file()


TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
STEPS = ("write_bytes", "rename", "mkdir")


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_whoever_interrupts_it_finds_nothing_of_it(
    error: type[BaseException], exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whichever step; until one run goes through."""
    files = {"content/site.yaml": b"a", "content/b.yaml": b"b", "products/c.yaml": b"c", "d.md": b"d"}
    folder = tmp_path / "parent/site"
    if exists:
        folder.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    for fatal in range(100):
        steps = iter(range(1000))

        def breaking(
            real: Callable[..., Any], fatal: int = fatal, steps: Iterator[int] = steps
        ) -> Callable[..., Any]:
            def step(*words: Any, **named: Any) -> Any:
                if next(steps) == fatal:
                    raise error
                return real(*words, **named)

            return step

        with monkeypatch.context() as patched:
            for name in STEPS:
                patched.setattr(Path, name, breaking(getattr(Path, name)))
            try:
                write(folder, files)
                break
            except error:
                pass
        assert sorted(tmp_path.rglob("*")) == before, fatal
    assert fatal > 5
    assert tree(folder) == dict(sorted(files.items()))


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of its own")
def test_colour_and_sign_are_asked_on_a_terminal_only(tmp_path: Path) -> None:
    import pty

    master, slave = pty.openpty()
    os.write(master, b"blue\nwave\n")
    command = [
        sys.executable,
        "-m",
        "generator",
        "--lang",
        "en",
        "init",
        str(tmp_path / "site"),
        "--province",
        "96",
    ]
    done = subprocess.run(
        command, stdin=slave, stdout=slave, stderr=subprocess.PIPE, text=True, cwd=PROJECT, check=False
    )
    assert done.returncode == 0, done.stderr
    # Python writes prompts for a terminal to standard error.
    assert "Main colour" in done.stderr
    tokens = (tmp_path / "site/themes/default/styles/tokens.css").read_text()
    assert looks.COLOURS["blue"] in tokens
    assert start(tmp_path / "plain", "--province", "96").exit_code == 0
    assert not (tmp_path / "plain/themes").exists()


@pytest.mark.parametrize("colour", [*looks.COLOURS, "#ffffff", "#ff0000", "#808000"])
def test_words_can_be_read_on_every_colour(colour: str) -> None:
    """The contrast is computed here by itself (WCAG 2.2)."""

    def light(written: str) -> float:
        parts = [int(written[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    def tokens(sheet: str) -> dict[str, str]:
        parent = (PROJECT / "themes/default/styles" / sheet).read_text("utf-8")
        return dict(TOKEN.findall(parent + files.get(f"styles/{sheet}", b"").decode()))

    files = looks.look_files(looks.read_colour(colour), "wave", "OCOP Mẫu")
    day, night = tokens("tokens.css"), tokens("tokens.css") | tokens("dark.css")
    for shown in (day, night):
        for ink in ("on-deep-soft", "on-deep"):
            for ground in ("deep", "night"):
                assert contrast(shown[ink], shown[ground]) >= 7, (ink, ground)
        for ground in ("paper", "sheet", "leaf-wash", "on-fill"):
            assert contrast(shown["leaf"], shown[ground]) >= 7, ground


def test_a_wrong_colour_is_told(tmp_path: Path) -> None:
    done = start(tmp_path / "site", "--province", "Lào Cai", "--colour", "rainbow", language="vi")
    assert done.exit_code == 2
    assert "không phải là màu" in done.output


def test_a_chosen_look_builds(tmp_path: Path) -> None:
    words = ("--province", "Cà Mau", "--colour", "#3366cc", "--sign", "wave", "--yes")
    assert start(tmp_path / "site", *words).exit_code == 0
    result = build(order(tmp_path / "site", tmp_path / "output", day=DAY), session=RenderSession())
    assert not result.report.failed


def test_the_end_says_three_things_to_do(tmp_path: Path) -> None:
    for language, said in (("vi", "Ba việc tiếp theo"), ("en", "Three things to do next")):
        done = start(tmp_path / language, "--province", "Cần Thơ", language=language)
        assert said in done.output
        assert re.findall(r"(?m)^  ([0-9])\. ", done.output) == ["1", "2", "3"]
        place = re.search(r"--place ([a-z0-9-]+)", done.output)
        assert place
        assert (tmp_path / language / "products" / place[1] / "gao-mau/product.yaml").is_file()
