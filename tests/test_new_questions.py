"""``ocop new`` without arguments asks, on a terminal; what it writes is right, and in its place."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import PROJECT
from click.testing import CliRunner, Result
from tiny import DAY, copy_tiny, tree

from generator.cache import Cache
from generator.catalogue.check import check
from generator.cli import command_line
from generator.records.new import scaffold
from generator.records.read import read

pytestmark = pytest.mark.slow

Answer = Callable[..., Result]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


@pytest.fixture
def answer(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """``answer(line, …)``: run ``ocop new`` on a terminal on which these lines are typed, then the end."""
    monkeypatch.setenv("OCOP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("generator.commands.console.is_terminal", lambda: True)

    def run(*lines: str, words: tuple[str, ...] = (), lang: str = "vi") -> Result:
        given = ["--lang", lang, "--root", str(site), "new", *words]
        return CliRunner().invoke(command_line(lang), given, input="".join(f"{line}\n" for line in lines))

    return run


def faults(root: Path) -> list[str]:
    records, problems = read(root, Cache(None, root))
    # The tiny site is made up, and its records say so; new ones are not.
    errors = [fault for fault in [*problems, *check(records, DAY)] if fault.is_error]
    return [f"{fault.location} {fault.code}" for fault in errors if fault.code != "SAMPLE-MIXED"]


PRODUCT = ("1", "Gạo tẻ mẫu", "Sample plain rice", "3", "mau dong", "xã Mẫu Thượng, huyện Mẫu Cũ")
END = ("Gạo bịa ra.", "", "4", "1", "Báo Mẫu")
"""What is asked after the producer: summary, stars, decision, source."""


def test_a_product_of_a_known_producer(site: Path, answer: Answer) -> None:
    done = answer(*PRODUCT, "hop tac xa mau", *END, "")
    assert done.exit_code == 0, done.output
    path = site / "products/phuong-mau/gao-te-mau/product.yaml"
    text = path.read_text(encoding="utf-8")
    values = re.findall(r"^(?:[a-z_]+|  +[- ]*[a-z_]+): \S.*$", text.split("# Các mục khác")[0], re.MULTILINE)
    assert [value.strip(" -").partition("  #")[0] for value in values] == [
        "code: MU0002",
        "vi: Gạo tẻ mẫu",
        "en: Sample plain rice",
        "set: 3",
        "producer: htx-mau",
        "printed: 'xã Mẫu Thượng, huyện Mẫu Cũ'",
        "commune: phuong-mau",
        "vi: Gạo bịa ra.",
        "status: recognised",
        "stars: 4",
        "decision: qd-mau-2026",
        "publisher: Báo Mẫu",
    ]
    assert "# Tên sản phẩm\nname:\n" in text, "explained as the empty record is"
    assert faults(site) == []
    assert "products/phuong-mau/gao-te-mau/product.yaml" in done.output
    assert "ocop check" in done.output
    assert "ocop serve" in done.output


def test_a_product_of_a_new_producer_makes_both_records(site: Path, answer: Answer) -> None:
    producer = ("Hợp tác xã Mẫu Hai", "y", "", "1", "mau thuong", "", "", "Báo Mẫu", "")
    done = answer(*PRODUCT, *producer, *END, "gao-hai")
    assert done.exit_code == 0, done.output
    product = (site / "products/phuong-mau/gao-hai/product.yaml").read_text(encoding="utf-8")
    assert "\nproducer: hop-tac-xa-mau-hai\n" in product
    record = site / "content/producers/hop-tac-xa-mau-hai/producer.yaml"
    assert "commune: xa-mau\n" in record.read_text(encoding="utf-8"), "the successor of a former commune"
    assert faults(site) == []


def test_what_is_left_out_is_left_to_the_end_of_the_file(site: Path, answer: Answer) -> None:
    done = answer("1", "Gạo tẻ mẫu", "", "3", "", "xã Mẫu", "", "", "", "Báo Mẫu", "")
    assert done.exit_code == 0, done.output
    text = (site / "products/khac/gao-te-mau/product.yaml").read_text(encoding="utf-8")
    known, later = text.split("# Các mục khác")
    assert "producer:" not in known
    assert "\n#producer: htx-mau\n" in later
    assert "\n#summary:\n" in later
    assert faults(site) == []


@pytest.mark.parametrize(
    ("kind", "lines", "path"),
    [
        (
            "producer",
            ("Tổ Mẫu", "", "1", "1", "", "", "Báo Mẫu", ""),
            "content/producers/to-mau/producer.yaml",
        ),
        (
            "news",
            ("Tin bịa", "", "1/11/2026", "1", "Một tin.", "", "Báo Mẫu", ""),
            "content/news/tin-bia.yaml",
        ),
        (
            "decision",
            ("Công nhận", "", "1", "02/QĐ-MAU", "2026-03-01", "", "2", "", "Báo Mẫu", ""),
            "content/decisions/cong-nhan.yaml",
        ),
        (
            "fair",
            ("Hội chợ bịa", "", "", "2026-12-01", "2026-12-02", "", "Một hội chợ.", "", "Báo Mẫu", ""),
            "content/fairs/hoi-cho-bia.yaml",
        ),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_is_valid_when_its_questions_are_answered(
    site: Path, answer: Answer, kind: str, lines: tuple[str, ...], path: str, lang: str
) -> None:
    done = answer(*lines, words=(kind,), lang=lang)
    assert done.exit_code == 0, done.output
    assert (site / path).exists(), done.output
    assert faults(site) == []


def test_a_wrong_answer_is_told_with_what_to_do_and_asked_again(site: Path, answer: Answer) -> None:
    lines = ("Tin bịa", "", "hôm qua", "1/11/2026", "xyz", "1", "", "Một tin.", "", "Báo Mẫu", "")
    done = answer(*lines, words=("news",))
    assert done.exit_code == 0, done.output
    text = (site / "content/news/tin-bia.yaml").read_text(encoding="utf-8")
    assert "\ndate: 2026-11-01\n" in text
    assert "“hôm qua”" in done.output
    assert "→ 2026-11-01" in done.output
    assert "“xyz”" in done.output
    assert "Câu này phải trả lời." in done.output


def test_an_id_that_is_taken_is_neither_proposed_nor_accepted(site: Path, answer: Answer) -> None:
    lines = ("Gạo mẫu", "", "3", "", "xã Mẫu", "", "", "", "Báo", "gao-mau", "Gạo Mới", "gao-moi")
    done = answer(*lines, words=("product",))
    assert done.exit_code == 0, done.output
    assert "[gao-mau-2]" in done.output
    assert "products/xa-mau/gao-mau/product.yaml" in done.output
    assert (site / "products/khac/gao-moi/product.yaml").exists()


def test_stars_without_a_decision_are_no_recognition(site: Path, answer: Answer) -> None:
    """What is recognised, and by whom, is for the officer to fill in."""
    done = answer("Gạo tẻ mẫu", "", "3", "", "xã Mẫu", "", "", "4", "", "Báo", "", words=("product",))
    assert done.exit_code == 0, done.output
    text = (site / "products/khac/gao-te-mau/product.yaml").read_text(encoding="utf-8")
    assert re.search(r"\n  - status:  # recognised,", text)
    assert "    stars: 4\n" in text


@pytest.mark.parametrize("count", range(len(PRODUCT) + len(END) + 1))
def test_whoever_stops_writes_nothing(site: Path, answer: Answer, count: int) -> None:
    before = tree(site)
    done = answer(*[*PRODUCT, "hop tac xa mau", *END][:count])
    assert done.exit_code == 130
    assert "Đã dừng, không tệp nào được ghi." in done.output
    assert tree(site) == before


@pytest.mark.parametrize("words", [(), ("product",)])
def test_without_a_terminal_the_arguments_are_named(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OCOP_CACHE", str(tmp_path / "cache"))
    before = tree(site)
    done = CliRunner().invoke(command_line("vi"), ["--lang", "vi", "--root", str(site), "new", *words])
    assert done.exit_code == 2
    assert "ocop new product gao-nep --place xa-mau" in done.output
    assert "fair" in done.output
    assert tree(site) == before


def test_a_file_that_somebody_puts_there_meanwhile_stays(
    site: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files of an interview are written, or none."""
    taken = site / "products/phuong-mau/gao-hai/product.yaml"

    def scaffold_late(kind: str, *given: Any, **more: Any) -> Any:
        if kind == "product":
            taken.parent.mkdir(parents=True)
            taken.write_text("name: {vi: Khác}\n", encoding="utf-8")
        return scaffold(kind, *given, **more)

    monkeypatch.setattr("generator.records.new.scaffold", scaffold_late)
    producer = ("Hợp tác xã Mẫu Hai", "y", "", "1", "mau thuong", "", "", "Báo Mẫu", "")
    done = answer(*PRODUCT, *producer, *END, "gao-hai")
    assert done.exit_code == 1
    assert "gao-hai/product.yaml vừa bị sửa" in done.output
    assert taken.read_text(encoding="utf-8") == "name: {vi: Khác}\n"
    assert not (site / "content/producers/hop-tac-xa-mau-hai").exists()


def test_what_was_written_can_be_undone(site: Path, answer: Answer) -> None:
    before = tree(site)
    assert answer(*PRODUCT, "hop tac xa mau", *END, "").exit_code == 0
    done = CliRunner().invoke(command_line("vi"), ["--root", str(site), "undo", "--yes"])
    assert done.exit_code == 0, done.output
    assert {path: content for path, content in tree(site).items() if not path.startswith(".ocop")} == before


def test_a_record_of_a_further_province_names_what_is_of_that_province(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(PROJECT / "tests/sites/provinces", tmp_path / "site")
    monkeypatch.setenv("OCOP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("generator.commands.console.is_terminal", lambda: True)
    places = yaml.safe_load((root / "content/provinces/son-la/places.yaml").read_text(encoding="utf-8"))
    commune = places["communes"][0]
    lines = ("Chè bịa", "", "11", "che", commune["name"], "", "hop tac xa mau", "", "", "Báo Mẫu", "")
    given = ["--lang", "vi", "--root", str(root), "new", "product", "--province", "son-la"]
    done = CliRunner().invoke(command_line("vi"), given, input="".join(f"{line}\n" for line in lines))
    assert done.exit_code == 0, done.output
    [path] = (root / "products/son-la").rglob("che-bia/product.yaml")
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert path.parent.parent.name == record["origin"]["commune"] == commune["id"]
    assert record["producer"] == "htx-mau"
    assert faults(root) == []
