"""``ocop import`` from a workbook to records: what it shows, asks, writes, and leaves as it was."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
from built import PROJECT
from click.testing import CliRunner, Result
from officer_lists import FILES, PRODUCT, write_project
from openpyxl import load_workbook
from workbook_files import Grid, write_xlsx

from generator.cli import command_line
from generator.commands import console, import_list
from generator.importing.understand import understand
from generator.records.changes import changing

pytestmark = pytest.mark.slow

HEADINGS = (
    *("STT", "Tên sản phẩm", "Bộ sản phẩm", "Chủ thể", "Xã", "Hạng sao", "Điểm", "Số quyết định"),
    "Ngày quyết định",
)
RICE = (1, "Gạo nếp Mẫu", "Gạo, ngũ cốc, hạt sơ chế khác", "HTX Mẫu", "Mẫu", "4 sao", None, "12/QĐ-UBND")
KNOWN = (*RICE, "05/09/2025")
SCORED = (*RICE[:6], "78,66", RICE[7], "05/09/2025")
RENEWED = (*RICE[:7], "9/QĐ-UBND", "01/03/2026")
NEW = (
    *(2, "Chè Shan Mẫu", "Chè tươi, chè chế biến", "Công ty TNHH Chè Mẫu", "Mẫu Đông", "3 sao", "65,5"),
    *("12/QĐ-UBND", "05/09/2025"),
)
UNCLEAR = (3, "Mật ong Mẫu", "Thực phẩm", "HTX Mẫu", "Mẫu", "3 sao", None, "12/QĐ-UBND", "05/09/2025")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def write_list(root: Path, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> Path:
    """A list beside the project."""
    cells = {
        f"{chr(ord('A') + column)}{number}": value
        for number, values in enumerate((headings, *rows), start=1)
        for column, value in enumerate(values)
        if value is not None
    }
    path = root.parent / "danh-sach.xlsx"
    write_xlsx(path, Grid("Danh sách", cells))
    return path


def ocop(root: Path, *words: str | Path, lang: str = "en") -> Result:
    """Run the command line in this process, without a terminal."""
    cache = {"OCOP_CACHE": str(root.parent / "cache")}
    arguments = [words[0], "--root", root, "--lang", lang, *words[1:]]
    return CliRunner(env=cache).invoke(
        command_line(lang), list(map(str, arguments)), catch_exceptions=False, standalone_mode=False
    )


def imported(root: Path, *words: str | Path, lang: str = "en") -> Result:
    return ocop(root, "import", "--day", "2026-11-29", *words, lang=lang)


def records_of(root: Path) -> dict[str, bytes]:
    """The bytes of all records."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in ("content", "products")
        for path in sorted((root / top).rglob("*"))
        if path.is_file()
    }


def test_what_is_certain_is_written_and_builds(root: Path) -> None:
    before = records_of(root)
    result = imported(root, write_list(root, SCORED, NEW, RENEWED), "--yes")
    assert result.exit_code == 0, result.output
    after = records_of(root)
    assert {path for path in after if path not in before} == {
        "content/decisions/qd-9-2026.yaml",
        "content/producers/cong-ty-tnhh-che-mau/producer.yaml",
        "products/phuong-mau/che-shan-mau/product.yaml",
    }
    assert {path for path in before if after[path] != before[path]} == {PRODUCT}
    assert "4 records (3 new, 1 changed)" in result.output
    checked = ocop(root, "check", "--day", "2026-11-29")
    assert checked.exit_code == 0, checked.output


def test_comments_and_order_of_what_is_there_stay(root: Path) -> None:
    imported(root, write_list(root, SCORED), "--yes")
    text = (root / PRODUCT).read_text("utf-8")
    kept, _, added = text.partition("  - publisher: Ban soạn dữ liệu thử\n")
    whole = FILES[PRODUCT].partition("  - publisher: Ban soạn dữ liệu thử\n")[0]
    assert kept == whole.replace("    stars: 4\n", "    stars: 4\n    score: 78.66\n")
    assert added.startswith("  - publisher: Danh sách do cán bộ cung cấp\n")


def test_the_same_list_twice_changes_nothing(root: Path) -> None:
    path = write_list(root, SCORED, NEW, RENEWED)
    imported(root, path, "--yes")
    before = records_of(root)
    again = imported(root, path, "--yes")
    assert again.exit_code == 0
    assert "0 records (0 new, 0 changed); rows unchanged: 3" in again.output
    assert records_of(root) == before
    assert not list(root.parent.glob("*.answers.yaml"))


def test_without_a_terminal_and_yes_nothing_is_written(root: Path) -> None:
    before = records_of(root)
    result = imported(root, write_list(root, NEW))
    assert result.exit_code == 1
    assert "Chè Shan Mẫu" in result.output
    assert "Nothing written" in result.output
    assert records_of(root) == before


def test_dry_run_writes_nothing_and_says_what_it_would(root: Path) -> None:
    before = records_of(root)
    result = imported(root, write_list(root, NEW, SCORED), "--dry-run")
    assert result.exit_code == 0
    assert "Would write 3 records (2 new, 1 changed)" in result.output
    assert records_of(root) == before
    assert not list((root / ".ocop").rglob("*.yaml"))


def test_columns_and_cells_are_shown_before_anything_is_written(root: Path) -> None:
    output = imported(root, write_list(root, NEW), "--dry-run", lang="vi").output
    lines = [line.split() for line in output.splitlines()]
    assert ["G", "Điểm", "điểm"] in lines
    assert ["B", "Tên", "sản", "phẩm", "tên", "sản", "phẩm"] in lines
    assert output.index("Hiểu là") < output.index("Hồ sơ mới")


def test_what_must_be_asked_waits_and_the_rest_is_written(root: Path) -> None:
    result = imported(root, write_list(root, NEW, UNCLEAR), "--yes")
    assert result.exit_code == 1
    assert "Danh sách!C3" in result.output
    assert (root / "products/phuong-mau/che-shan-mau/product.yaml").exists()
    assert not list(root.glob("products/*/mat-ong-mau"))


def test_remembered_answers_are_used_and_not_asked_again(root: Path) -> None:
    path = write_list(root, UNCLEAR)
    (path.parent / "danh-sach.xlsx.answers.yaml").write_text("khác: x\n", encoding="utf-8")
    waiting = imported(root, path, "--yes")
    assert "Danh sách!C2" in waiting.output
    answers = path.parent / "other.yaml"
    answers.write_text("set|thực phẩm|mật ong mẫu: 4\n", encoding="utf-8")
    result = imported(root, path, "--yes", "--answers", answers)
    assert result.exit_code == 0, result.output
    assert "set: 4\n" in next(root.glob("products/*/mat-ong-mau/product.yaml")).read_text("utf-8")


def test_a_row_that_brings_an_error_is_refused_with_its_cell_and_others_are_written(root: Path) -> None:
    future = (*NEW[:7], "99/QĐ-UBND", "01/03/2029")
    other = (3, "Miến Mẫu", "Chế biến từ gạo, ngũ cốc", "HTX Mẫu", "Mẫu", *NEW[5:])
    result = imported(root, write_list(root, future, other), "--yes")
    assert result.exit_code == 1
    assert "Danh sách!I2: written, it would bring the error DECISION-FUTURE" in result.output
    assert not (root / "content/decisions/qd-99-2029.yaml").exists()
    assert not list(root.glob("products/*/che-shan-mau"))
    assert not list(root.glob("content/producers/cong-ty-*"))
    assert list(root.glob("products/*/mien-mau"))


def test_a_project_with_errors_is_refused(root: Path) -> None:
    product = root / PRODUCT
    product.write_text(product.read_text("utf-8").replace("set: 3", "set: 99"), encoding="utf-8")
    result = imported(root, write_list(root, NEW), "--yes")
    assert result.exit_code == 1
    assert "SET-RANGE" in result.output
    assert "Nothing imported" in result.output


@pytest.mark.parametrize("content", [b"PK\x03\x04nothing", b"\x89PNG\r\n\x1a\n", b""])
def test_a_file_that_is_no_workbook_is_refused_with_one_sentence(root: Path, content: bytes) -> None:
    path = root.parent / "ảnh.xlsx"
    path.write_bytes(content)
    before = records_of(root)
    result = imported(root, path, "--yes")
    assert result.exit_code == 1
    assert result.output.count("SHEET-") == 1
    assert records_of(root) == before


def test_the_report_tells_every_row_and_cell(root: Path) -> None:
    report = root.parent / "ket-qua.xlsx"
    formula = (4, "+Mật ong Mẫu", *UNCLEAR[2:])
    imported(root, write_list(root, SCORED, NEW, formula), "--yes", "--report", report, lang="vi")
    rows, cells = load_workbook(report).worksheets
    found: dict[Any, list[Any]] = {
        row[1].value: [cell.value for cell in row] for row in rows.iter_rows(min_row=2)
    }
    assert found[2][3] == "có thay đổi"
    assert "(trống) → 78.66  [Danh sách!G2]" in found[2][5]
    assert found[3][3] == "mới"
    assert found[3][4] == "products/phuong-mau/che-shan-mau/product.yaml"
    assert found[4][3] == "chờ người xem"
    assert [cell.data_type for row in rows.iter_rows() for cell in row if cell.value == "+Mật ong Mẫu"] == [
        "s"
    ]
    assert {row[1].value: row[3].value for row in cells.iter_rows(min_row=2)}["C4"] == "cần hỏi"


def test_whose_list_it_is_stands_in_the_sources(root: Path) -> None:
    imported(root, write_list(root, NEW), "--yes", "--publisher", "Phòng Mẫu")
    text = (root / "products/phuong-mau/che-shan-mau/product.yaml").read_text("utf-8")
    assert "- publisher: Phòng Mẫu\n  title: Danh sách trong tệp danh-sach.xlsx\n" in text


# -- asking ----------------------------------------------------------------------------------------


@contextmanager
def answering(*typed: str) -> Iterator[list[str]]:
    """A person at a terminal who types these words; after the last one they press Ctrl-C."""
    waiting = list(typed)

    def prompt(_text: str = "", **_more: Any) -> str:
        if not waiting:
            raise click.Abort
        return waiting.pop(0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console, "is_terminal", lambda: True)
        patch.setattr(click, "prompt", prompt)
        patch.setattr(click, "confirm", lambda *_words, **_more: prompt() == "y")
        yield waiting


def test_questions_are_asked_remembered_and_written_after_a_yes(root: Path) -> None:
    path = write_list(root, UNCLEAR)
    with answering("4", "Phòng Mẫu", "y") as waiting:
        result = imported(root, path)
    assert result.exit_code == 0, result.output
    assert not waiting
    assert "set: 4\n" in next(root.glob("products/*/mat-ong-mau/product.yaml")).read_text("utf-8")
    remembered = (path.parent / "danh-sach.xlsx.answers.yaml").read_text("utf-8")
    assert "Phòng Mẫu" in remembered
    before = records_of(root)
    with answering():
        again = imported(root, path)
    assert "0 records (0 new, 0 changed)" in again.output
    assert records_of(root) == before


def test_every_answer_is_found_again_in_its_file(root: Path) -> None:
    """Also those to questions whose keys hold the names of goods and people."""
    alike = (5, "Che Shan Mau", *NEW[2:])
    moved = (6, "Trà Ổi Mẫu", *NEW[2:3], "Công ty TNHH Chè Mẫu", "Mẫu", *NEW[5:])
    path = write_list(root, NEW, alike, moved)
    with answering("2", "2", "-", "y"):
        first = imported(root, path)
    assert first.exit_code == 0, first.output
    assert len(list(root.glob("products/*/*/product.yaml"))) == 4
    with answering():
        again = imported(root, path)
    assert "0 records (0 new, 0 changed)" in again.output
    assert again.exit_code == 0


def test_a_no_writes_nothing_and_keeps_the_answers(root: Path) -> None:
    before = records_of(root)
    path = write_list(root, UNCLEAR)
    with answering("4", "-", "n"):
        result = imported(root, path)
    assert result.exit_code == 1
    assert records_of(root) == before
    assert "mật ong mẫu: 4\n" in (path.parent / "danh-sach.xlsx.answers.yaml").read_text("utf-8")


def test_ctrl_c_at_a_question_writes_no_record_and_keeps_what_was_answered(root: Path) -> None:
    before = records_of(root)
    path = write_list(root, UNCLEAR)
    with answering("4"), pytest.raises(click.Abort):
        imported(root, path)
    assert records_of(root) == before
    assert "mật ong mẫu: 4\n" in (path.parent / "danh-sach.xlsx.answers.yaml").read_text("utf-8")


def test_enter_leaves_a_question_open(root: Path) -> None:
    path = write_list(root, NEW, UNCLEAR)
    with answering("", "", "y"):
        result = imported(root, path)
    assert result.exit_code == 1
    assert not list(root.glob("products/*/mat-ong-mau"))
    assert list(root.glob("products/*/che-shan-mau"))


def test_a_difference_is_kept_or_taken_as_answered(root: Path) -> None:
    path = write_list(root, (*KNOWN[:5], "3 sao", *KNOWN[6:]))
    with answering("1", "-"):
        kept = imported(root, path)
    assert kept.exit_code == 0, kept.output
    assert "stars: 4" in (root / PRODUCT).read_text("utf-8")
    answers = path.parent / "danh-sach.xlsx.answers.yaml"
    answers.write_text(answers.read_text("utf-8").replace(": keep", ": take"), encoding="utf-8")
    taken = imported(root, path, "--yes")
    assert taken.exit_code == 0, taken.output
    assert "stars: 3" in (root / PRODUCT).read_text("utf-8")


# -- all or nothing --------------------------------------------------------------------------------


@contextmanager
def kept_before_each_write(root: Path, points: Path) -> Iterator[list[str]]:
    """Keep the project before each write, numbered below ``points``; gives what each write does."""
    writes: list[str] = []

    def watched(what: str, function: Any) -> Any:
        def act(*given: Any, **more: Any) -> Any:
            mode = more.get("mode") or (given[1] if what == "open" and len(given) > 1 else "r")
            if str(given[0]).startswith(f"{root}/") and (what != "open" or "r" not in mode):
                shutil.copytree(root, points / str(len(writes)), ignore=shutil.ignore_patterns(".ocop-lock"))
                writes.append(f"{what} {Path(given[0]).relative_to(root)}")
            return function(*given, **more)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "rename", "unlink", "rmdir", "link"):
            patch.setattr(os, name, watched(name, getattr(os, name)))
        for name in ("write_bytes", "open"):
            patch.setattr(Path, name, watched(name, getattr(Path, name)))
        patch.setattr(shutil, "copyfile", watched("copyfile", shutil.copyfile))
        yield writes


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="paths are compared")
def test_a_kill_before_any_write_leaves_all_or_nothing(tmp_path: Path) -> None:
    root = write_project(tmp_path.resolve() / "project")
    path = write_list(root, SCORED, NEW, RENEWED)
    old = records_of(root)
    with kept_before_each_write(root, tmp_path / "points") as writes:
        assert imported(root, path, "--yes").exit_code == 0
    new = records_of(root)
    assert any(line.startswith("replace") for line in writes)
    states = []
    for number in range(len(writes)):
        killed = tmp_path / "points" / str(number)
        with changing(killed):
            pass
        state = records_of(killed)
        assert state in (old, new), writes[number]
        states.append(state == new)
    assert states == sorted(states)
    assert set(states) == {False, True}
    assert imported(killed, path, "--yes").exit_code == 0
    assert records_of(killed) == new


def test_records_that_somebody_changed_meanwhile_are_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = import_list.ImportSession._texts

    def edited_meanwhile(*given: Any) -> Any:
        trial = texts(*given)
        with (root / PRODUCT).open("a", encoding="utf-8") as stream:
            stream.write("# đang sửa\n")
        return trial

    monkeypatch.setattr(import_list.ImportSession, "_texts", edited_meanwhile)
    result = imported(root, write_list(root, SCORED, NEW), "--yes")
    assert result.exit_code == 1
    assert PRODUCT in result.output
    assert not list(root.glob("products/*/che-shan-mau"))


def test_a_level_that_contradicts_three_stars_is_left_out_and_told(root: Path) -> None:
    """Until July 2025 districts gave three stars, and lists of a province have such decisions too."""
    body = "UBND tỉnh Mẫu"
    headings = (*HEADINGS, "Cơ quan ban hành")
    three = (*NEW[:7], "77/QĐ-UBND", "05/03/2024", body)
    five = (3, "Chè Năm Sao Mẫu", *NEW[2:5], "5 sao", None, "77/QĐ-UBND", "05/03/2024", body)
    path = write_list(root, three, five, headings=headings)
    result = imported(root, path, "--yes")
    assert result.exit_code == 1
    text = (root / "content/decisions/qd-77-2024.yaml").read_text("utf-8")
    assert "body:\n  vi: UBND tỉnh Mẫu\n" in text
    assert "level:" not in text
    assert list(root.glob("products/*/che-shan-mau"))
    assert not list(root.glob("products/*/che-nam-sao-mau"))
    assert "Danh sách!J2" in result.output
    before = records_of(root)
    imported(root, path, "--yes")
    assert records_of(root) == before


@pytest.mark.parametrize(("lang", "guide"), [("vi", "huong-dan-can-bo.md"), ("en", "officer-guide.md")])
def test_the_handbook_shows_what_the_terminal_shows(root: Path, lang: str, guide: str) -> None:
    output = imported(root, write_list(root, SCORED, NEW, UNCLEAR), "--dry-run", lang=lang).output
    shown = "\n".join(line.rstrip() for line in output.strip().splitlines())
    assert f"\n{shown}\n```\n" in (PROJECT / "docs" / guide).read_text("utf-8")


def test_a_further_province_is_named_and_gets_records_of_its_own(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(PROJECT / "tests/sites/provinces", root)
    before = records_of(root)
    path = write_list(root, (*NEW[:3], "HTX Chè Mới", "Mộc Châu", *NEW[5:]))
    assert "khong-co" in imported(root, path, "--yes", "--province", "khong-co").output
    assert records_of(root) == before
    result = imported(root, path, "--yes", "--province", "son-la")
    assert result.exit_code == 0, result.output
    after = records_of(root)
    assert {name for name in after if after[name] != before.get(name)} == {
        "content/provinces/son-la/decisions/qd-12-2025.yaml",
        "content/provinces/son-la/producers/htx-che-moi/producer.yaml",
        "products/son-la/moc-chau/che-shan-mau/product.yaml",
    }
    assert b"commune: moc-chau\n" in after["products/son-la/moc-chau/che-shan-mau/product.yaml"]
    assert imported(root, path, "--yes", "--province", "son-la").exit_code == 0
    assert records_of(root) == after


@pytest.mark.parametrize("target", ["danh-sach.xlsx", "project/content/site.yaml"])
def test_a_report_never_takes_the_place_of_the_list_or_a_record(root: Path, target: str) -> None:
    path = write_list(root, SCORED, NEW)
    before, records = path.read_bytes(), records_of(root)
    words = ["import", "--root", str(root), str(path), "--yes", "--report", str(root.parent / target)]
    assert CliRunner().invoke(command_line("en"), words).exit_code in (1, 2)
    assert path.read_bytes() == before
    assert records_of(root) == records


@pytest.mark.parametrize("is_new", [True, False])
def test_a_record_written_since_the_records_were_read_is_not_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    """Of two imports at once, the second must not take the first one's records for its own."""
    path = write_list(root, RENEWED, NEW)
    before = records_of(root)
    assert imported(root, path, "--yes").exit_code == 0
    written = records_of(root)
    name = next(name for name in written if (name not in before if is_new else name == PRODUCT))
    assert ocop(root, "undo", "--yes").exit_code == 0

    def write_first(*given: Any) -> Any:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(written[name] + b"# another officer's\n")
        return understand(*given)

    monkeypatch.setattr(import_list, "understand", write_first)
    words = ["import", "--root", str(root), "--day", "2026-11-29", str(path), "--yes"]
    result = CliRunner().invoke(command_line("en"), words)
    assert result.exit_code == 1
    assert records_of(root) == before | {name: written[name] + b"# another officer's\n"}


def test_an_answer_that_cannot_be_used_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be offered the command asks for words, and says so where they name nothing."""
    monkeypatch.setattr("generator.commands.console.is_terminal", lambda: True)
    headings = tuple("Huyện" if heading == "Xã" else heading for heading in HEADINGS)
    path = write_list(root, (*NEW[:4], "Không Có Ở Đâu", *NEW[5:]), headings=headings)
    words = ["--lang", "vi", "--root", str(root), "import", str(path)]
    answers = "Cũng không có\n-\n" + "\n" * 20
    output = CliRunner().invoke(command_line("vi"), words, input=answers).output
    assert "Gõ câu trả lời" in output
    assert "từ 1 đến 0" not in output
    assert "Chưa dùng được câu trả lời “Cũng không có”" in output
