"""Designs of stamps: what the theme's files may say, and how a fault in one is told."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from broken import TINY
from built import PROJECT
from stamped import designs, how, look
from tiny import DAY, default_theme

from generator.commands.check import check
from generator.diagnostics.problem import Problem, RefusedError
from generator.project import BuildOptions
from generator.stamps.designs import Design, DesignError, design_called, load_designs
from generator.stamps.pdf import symbol_module
from generator.stamps.values import Look

SOUND = """name: {vi: Tem thử, en: Trial stamp}
size: [40, 30]
symbol: {box: [1, 1, 20, 20]}
fields:
  - {show: [product], box: [22, 1, 17, 6], lines: 2}
  - {show: [producer], box: [22, 8, 17, 5], lines: 2}
serial: {box: [1, 22, 30, 3], points: [8, 6]}
sample: {box: [22, 14, 17, 3]}
"""


def loaded(folder: Path, text: str | bytes, theme: Look | None = None) -> Design:
    """The design that a project's theme folder has."""
    (folder / "stamps").mkdir(exist_ok=True)
    file = folder / "stamps" / "trial.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_designs(folder, [folder], theme or look())["trial"]


def fault(folder: Path, text: str | bytes, theme: Look | None = None) -> Problem:
    with pytest.raises(DesignError) as caught:
        loaded(folder, text, theme)
    return caught.value.problem


def test_a_project_adds_a_design_and_replaces_one_of_the_program(tmp_path: Path) -> None:
    own = tmp_path / "themes" / "default"
    (own / "stamps").mkdir(parents=True)
    for name in ("mine", "round"):
        (own / "stamps" / f"{name}.yaml").write_text(SOUND, encoding="utf-8")
    (own / "stamps" / ".round.yaml.swp.yaml").write_text("half a file", encoding="utf-8")
    found = load_designs(tmp_path, [own, *default_theme().folders], look())
    assert set(found) == {*designs(), "mine"}
    assert found["round"].size == (40.0, 30.0)
    assert found["shelf"] == designs()["shelf"]


FAULTS: dict[str, tuple[tuple[str, str], int, str]] = {
    "outside": (("[22, 1, 17, 6]", "[22, 1, 19, 6]"), 5, "fields.1.box"),
    "below": (("[1, 22, 30, 3]", "[1, 28, 30, 3]"), 7, "serial.box"),
    "on the symbol": (("[22, 1, 17, 6]", "[20, 1, 17, 6]"), 5, "fields.1.box"),
    "too low for a line": (("[22, 1, 17, 6]", "[22, 1, 17, 2]"), 5, "2.2 mm"),
    "too small a floor": (("points: [8, 6]", "points: [8, 4]"), 7, "serial.points"),
    "sizes the wrong way round": (("points: [8, 6]", "points: [6, 8]"), 7, "serial.points"),
    "no room for a serial": (("[1, 22, 30, 3]", "[1, 22, 12, 3]"), 7, "serial.box"),
    "sample over serial": (("[22, 14, 17, 3]", "[22, 21, 17, 3]"), 8, "sample.box"),
    "no sample": (("sample: {box: [22, 14, 17, 3]}", ""), 1, "sample"),
    "unknown text": (("show: [product]", "show: [price]"), 5, "fields.1.show"),
    "nothing shown": (("show: [product], ", ""), 5, "fields.1.box"),
    "unknown colour": (("lines: 2}", "lines: 2, colour: purple}"), 5, "purple"),
    "no drawing": (("serial:", "drawings: [{name: dragon, box: [22, 18, 3, 3]}]\nserial:"), 7, "dragon"),
    "too large": (("[40, 30]", "[400, 30]"), 2, "size.1"),
    "not a number": (("[40, 30]", "[.nan, 30]"), 2, "size.1"),
    "infinite": (("[1, 1, 20, 20]", "[1, 1, .inf, 20]"), 3, "symbol.box"),
    "scratch beside the serial": (("sample:", "scratch: {box: [1, 22, 20, 3]}\nsample:"), 8, "scratch.box"),
    "text instead of a list": (("size: [40, 30]", "size: big"), 2, "size"),
    "follows what is beside it": (
        ("[22, 8, 17, 5], lines: 2", "[21, 8, 17, 5], lines: 2, follows: true"),
        6,
        "2",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    loaded(tmp_path, SOUND)
    (old, new), line, words = FAULTS[name]
    assert old in SOUND
    problem = fault(tmp_path, SOUND.replace(old, new, 1))
    assert (problem.code, problem.location.file) == ("THEME-STAMP", "stamps/trial.yaml")
    assert problem.location.line == line, problem.sentence("en")
    for language in ("vi", "en"):
        # Vietnamese writes 2,2 mm.
        assert words in problem.sentence(language).replace(",", ".")
        assert "docs/theme.md" in problem.hint(language)


def test_an_unknown_key_is_told_with_one_like_it(tmp_path: Path) -> None:
    problem = fault(tmp_path, SOUND.replace("lines: 2", "line: 2"))
    assert (problem.code, problem.location.line) == ("KEY-UNKNOWN", 5)
    assert "lines" in problem.hint("en")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- a\n- b\n", "THEME-STAMP", 1),
        ("", "YAML-EMPTY", 0),
        (SOUND.replace("[40, 30]", "[40, 30"), "YAML-QUOTE", 2),
        (SOUND.replace("[40, 30]", "&a [40, 30]\nb: *a"), "YAML-ALIAS", 2),
        (SOUND + f"a: {'[' * 20_000}", "YAML-DEPTH", 9),
        (SOUND + "size: [40, 30]\n", "YAML-DUPLICATE", 9),
        ("name: Trà".encode("cp1258"), "TEXT-ENCODING", 1),
    ],
)
def test_what_is_no_design_is_told_as_of_a_record(
    text: str | bytes, code: str, line: int, tmp_path: Path
) -> None:
    problem = fault(tmp_path, text)
    assert (problem.code, problem.location.line) == (code, line)


def test_files_that_nobody_may_read_are_refused(tmp_path: Path) -> None:
    assert "64 KB" in fault(tmp_path, "# " + "x" * 70_000).sentence("en")
    file = tmp_path / "stamps" / "trial.yaml"
    file.unlink()
    file.symlink_to(PROJECT / "content" / "site.yaml")
    with pytest.raises(DesignError, match="FILE-NOT-PLAIN"):
        load_designs(tmp_path, [tmp_path], look())


def test_a_drawing_that_shines_through_is_refused(tmp_path: Path) -> None:
    glass = '<svg viewBox="0 0 9 9"><path fill="#123456" opacity="0.5" d="M0 0H9V9H0Z"/></svg>'
    text = SOUND + "drawings: [{name: glass, box: [22, 18, 3, 3]}]\n"
    clear = replace(look(), drawings={"glass": glass.replace(' opacity="0.5"', "")})
    assert loaded(tmp_path, text, clear).drawings
    assert "glass" in fault(tmp_path, text, replace(look(), drawings={"glass": glass})).sentence("vi")


def test_corners_of_a_box_lie_inside_a_round_stamp(tmp_path: Path) -> None:
    text = SOUND.replace("[40, 30]", "[60, 60]\nshape: round").replace("[1, 1, 20, 20]", "[20, 15, 20, 20]")
    moved = text.replace("[22, 1, 17, 6]", "[22, 6, 17, 6]").replace("[22, 8, 17, 5]", "[20, 36, 17, 5]")
    moved = moved.replace("[1, 22, 30, 3]", "[15, 45, 30, 3]").replace("[22, 14, 17, 3]", "[22, 42, 17, 3]")
    loaded(tmp_path, moved)
    assert "serial.box" in fault(tmp_path, moved.replace("[15, 45, 30, 3]", "[2, 45, 30, 3]")).sentence("en")


def test_a_design_grows_with_everything_on_it() -> None:
    design = designs()["rectangle"]
    grown = design.scaled_to(96)
    assert grown.size == (96.0, 54.0)
    assert grown.symbol.box.width == pytest.approx(2 * design.symbol.box.width)
    assert grown.fields[1].points == (22.0, 10.0)
    assert grown.fields[1].lines == design.fields[1].lines
    assert grown.serial
    assert design.scaled_to(47.5).fields[1].points[1] == 5
    for wide in (4, 9000):
        with pytest.raises(RefusedError, match="stamps-size"):
            design.scaled_to(wide)


def test_a_design_whose_letters_would_be_too_small_is_refused_with_its_least_size() -> None:
    for design in designs().values():
        with pytest.raises(RefusedError) as caught:
            design.scaled_to(design.size[0] / 2)
        least = caught.value.values["least"]
        assert isinstance(least, float)
        assert design.size[0] / 2 < least <= design.size[0]
        assert design.scaled_to(least).size[0] == least
        with pytest.raises(RefusedError, match="stamps-design-small"):
            design.scaled_to(least - 0.5)


def test_a_symbol_that_is_too_small_is_refused_with_the_size_that_it_needs() -> None:
    design = designs()["round"]
    assert symbol_module(design, 37, how(600)).dots == 10
    with pytest.raises(RefusedError) as caught:
        symbol_module(design, 41, how(600))
    values = caught.value.values
    assert values["needed"] == 20.8  # 49 modules of ten dots at 600 dpi, rounded up
    stamp = values["stamp"]
    assert isinstance(stamp, float)
    assert symbol_module(designs()["round"].scaled_to(stamp), 41, how(600)).dots == 10
    with pytest.raises(RefusedError):
        symbol_module(designs()["round"].scaled_to(stamp - 0.2), 41, how(600))


def test_an_unknown_design_is_told_with_those_that_there_are() -> None:
    with pytest.raises(RefusedError) as caught:
        design_called(designs(), "rond")
    assert "round" in str(caught.value.values["known"])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The tiny site with a design of its own."""
    shutil.copytree(TINY, tmp_path / "site")
    folder = tmp_path / "site" / "themes" / "default" / "stamps"
    folder.mkdir(parents=True)
    (folder / "trial.yaml").write_text(SOUND, encoding="utf-8")
    return tmp_path / "site"


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [None, lambda text: text.replace("[40, 30]", "[4, 30]")])
def test_check_tells_a_faulty_design(site: Path, spoil: Callable[[str], str] | None) -> None:
    if spoil:
        file = site / "themes" / "default" / "stamps" / "trial.yaml"
        file.write_text(spoil(file.read_text("utf-8")), encoding="utf-8")
    report = check(BuildOptions(site, site / "output", DAY)).report
    codes = [problem.code for problem in report.problems if problem.is_error]
    assert codes == (["THEME-STAMP"] if spoil else [])
