"""A new record is short of nothing but its facts."""

import re
import shutil
from pathlib import Path

import pytest
from kept import CachedRecord

from generator.catalogue.model import RECORDS
from generator.records import read
from generator.records.new import KINDS, scaffold
from generator.records.validate import validate
from generator.records.yaml_nodes import read_yaml

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "tests" / "sites" / "tiny"
FILLED = {
    "set": "3",
    "status": "recognised",
    "stars": "4",
    "criteria": "qd26",
    "evidence": "A",
    "decision": "qd-mau-2026",
    "producer": "htx-mau",
    "commune": "xa-mau",
    "date": "2026-11-01",
    "first": "2026-12-05",
    "last": "2026-12-07",
    "id": "gian-1",
    "level": "province",
    "domain": "example.org",
}
KIND = {
    "product": "new",
    "producer": "cooperative",
    "news": "recognition",
    "decision": "decision",
    "fair": "fair",
}


def made(kind: str, language: str = "vi") -> tuple[str, str]:
    records, _ = read(TINY, CachedRecord())
    files, problems = scaffold(kind, "ho-so-moi", records, language, "xa-mau")
    assert problems == []
    return next(iter(files.items()))


def problems_of(kind: str, text: str) -> list[str]:
    nodes = read_yaml(text.encode(), "f.yaml")
    _, faults = validate(RECORDS[kind], nodes.data, nodes.positions, "f.yaml", "ho-so-moi")
    return [f"{fault.location} {fault.code}" for fault in [*nodes.problems, *faults]]


def filled(kind: str, text: str) -> str:
    """The text with a value after every key that has none."""
    values = {**FILLED, "kind": KIND[kind]} if kind in KIND else FILLED
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1]):
        empty = re.fullmatch(r"( *(?:- )?)(\w+):(?:  #.*)?", line)
        below = len(lines[number + 1]) - len(lines[number + 1].lstrip())
        if empty and below <= len(empty[1]):
            lines[number] = f"{empty[1]}{empty[2]}: {values.get(empty[2], 'Chữ')}"
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_valid_once_filled_in(kind: str, language: str) -> None:
    path, text = made(kind, language)
    assert problems_of(kind, text), "nothing has been filled in yet"
    assert problems_of(kind, filled(kind, text)) == []
    schema = re.match(r"# yaml-language-server: \$schema=(\S+)", text)
    assert schema
    assert ((ROOT / path).parent / schema[1]).resolve() == ROOT / "docs" / "schema" / f"{kind}.json"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_valid_with_every_commented_field(kind: str, language: str) -> None:
    """The examples of the models are right; only an ellipsis still waits for a value."""
    _, text = made(kind, language)
    whole = filled(kind, re.sub(r"(?m)^#(?=[a-z_]+:|  )", "", text))
    nodes = read_yaml(whole.encode(), "f.yaml")
    _, faults = validate(RECORDS[kind], nodes.data, nodes.positions, "f.yaml", "ho-so-moi")
    assert nodes.problems == []
    assert [fault for fault in faults if fault.code != "EMPTY"] == []
    assert {part for part in RECORDS[kind].model_fields if part != "id"} == set(dict(nodes.data or {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [
        ("vi", "# Bộ sản phẩm: số từ 1 đến 26, xem bảng ở cuối docs/fields.vi.md. Ví dụ: 10", "Criteria set"),
        (
            "en",
            "# Criteria set: its number, 1 to 26, see the table at the end of docs/fields.en.md. Example: 10",
            "Bộ sản phẩm",
        ),
    ],
)
def test_explained_in_the_language_asked_for(language: str, own: str, other: str) -> None:
    _, text = made("product", language)
    assert f"\n{own}\nset:\n" in text
    assert other not in text


@pytest.mark.parametrize(("language", "files"), [("vi", "lots/<năm>.yaml"), ("en", "lots/<year>.yaml")])
def test_new_product_says_where_lots_go(language: str, files: str) -> None:
    assert files in made("product", language)[1]


def test_fields_inside_a_group_are_explained_too() -> None:
    _, text = made("product")
    assert re.search(
        r"\nratings:\n  # Tình trạng hồ sơ: .*\n  - status:  # .*\n    # Số sao: .*\n    stars:\n",
        text,
    )
    _, text = made("producer")
    assert re.search(r"\n#  email:\n#    # .*Ví dụ: ten@example.org\n#    value: ", text)


def test_next_trace_code_and_path() -> None:
    path, text = made("product")
    assert path == "products/xa-mau/ho-so-moi/product.yaml"
    assert "\ncode: MU0002\n" in text


@pytest.mark.parametrize(
    ("name", "written", "following"),
    [
        ("product.yaml", "code: MU0007\nset: ", "MU0008"),
        ("product.yaml", "code: mu0007\nname: {vi: Gạo: tẻ}", "MU0008"),
        ("product.yaml", "name: Gạo\nformer_codes:\n  - MU0006\n  - MU0007\nset: x", "MU0008"),
        ("product.yml", "code: MU0007\nset: 3", "MU0008"),
        ("product.yaml", "# code: MU0007\nname: MU0009\nset: ", "MU0002"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_code_in_a_faulty_record_was_given(
    name: str, written: str, following: str, encoding: str, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(TINY, site)
    folder = site / "products" / "xa-mau" / "gao-hong"
    folder.mkdir()
    (folder / name).write_bytes(written.encode(encoding))
    records, _ = read(site, CachedRecord())
    files, _ = scaffold("product", "ho-so-moi", records, "vi")
    assert f"\ncode: {following}\n" in next(iter(files.values()))


def test_a_code_in_a_faulty_ledger_was_given(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(TINY, site)
    (site / "products" / "ledger.yaml").write_text("issued:\n - address: /p/MU0005\n  product: gao-cu\n")
    records, _ = read(site, CachedRecord())
    files, _ = scaffold("product", "ho-so-moi", records, "vi")
    assert "\ncode: MU0006\n" in next(iter(files.values()))


@pytest.mark.parametrize(
    ("kind", "identity", "place", "code"),
    [
        ("product", "gao-mau", "xa-khac", "ID-TWICE"),
        ("product", "Gạo", "", "ID-SHAPE"),
        ("product", "gao", "../..", "ID-SHAPE"),
        ("product", "con", "xa-mau", "NAME-WINDOWS"),
        ("product", "gao", "aux", "NAME-WINDOWS"),
        ("producer", "com1", "", "NAME-WINDOWS"),
        ("news", "tin-mau", "", "ID-TWICE"),
        ("producer", "a" * 65, "", "ID-SHAPE"),
    ],
)
def test_refused(kind: str, identity: str, place: str, code: str) -> None:
    records, _ = read(TINY, CachedRecord())
    files, problems = scaffold(kind, identity, records, "vi", place)
    assert files == {}
    assert [fault.code for fault in problems] == [code]


def test_a_faulty_record_keeps_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "news"
    folder.mkdir(parents=True)
    (folder / "hong.yaml").write_text("a: [")
    records, _ = read(tmp_path, CachedRecord())
    assert [fault.code for fault in scaffold("news", "hong", records, "vi")[1]] == ["ID-TWICE"]


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ("2026-99-99-x", "DAY-UNREAL"),
        ("2026-02-30-hoi-nghi", "DAY-UNREAL"),
        ("cong-bo-2026-13-01", "DAY-UNREAL"),
        ("", "ID-SHAPE"),
        ("2024-02-29-hoi-nghi", None),
        ("2017-26-san-pham", None),
        ("83-829-28780-3-2022", None),
    ],
)
def test_a_day_in_a_name_is_a_real_one(identity: str, code: str | None) -> None:
    records, _ = read(TINY, CachedRecord())
    files, problems = scaffold("news", identity, records, "vi")
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert bool(files) == (code is None)
