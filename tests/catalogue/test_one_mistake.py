"""One mistake, one problem: a mistake is told where it was made, and once, however much depends on it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from kept import CachedRecord
from PIL import Image
from tiny import DAY, RICE, TEA, add_fair, append, copy_tiny, replace

from generator.catalogue.check import check
from generator.catalogue.check_relations import REFERENCES
from generator.diagnostics.problem import Problem, Report
from generator.records import read
from generator.records.path_patterns import kind_of

DECISION = "content/decisions/qd-mau-2026.yaml"
PLACES = "content/places.yaml"
FAIR = """\
name: {vi: Hội chợ mẫu, en: Sample fair}
sample: true
place: {vi: Nhà văn hóa xã Mẫu, en: The Mẫu community hall}
first: 2026-12-05
last: 2026-12-07
organiser: {vi: Ban soạn dữ liệu mẫu, en: The sample data desk}
summary: {vi: Hội chợ bịa ra để thử., en: A fair made up for testing.}
booths:
  - {id: m1, name: {vi: Gian M1, en: Booth M1}, products: [gao-mau]}
  - {id: m2, name: {vi: Gian M2, en: Booth M2}, producers: [htx-mau]}
  - {id: m3, name: {vi: Gian M3, en: Booth M3}, commune: xa-mau}
products: [gao-mau]
producers: [htx-mau]
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good site in which every kind of reference occurs and everything is named more than once."""
    root = copy_tiny(tmp_path_factory.mktemp("whole") / "site")
    add_fair(root, text=FAIR)
    shutil.copytree(root / RICE, root / "products/xa-mau/gao-hai")
    (root / "products/xa-mau/gao-hai/lots.yaml").unlink()
    second = root / "products/xa-mau/gao-hai/product.yaml"
    replace(second, "MU0001", "MU0002")
    replace(second, "Gạo nếp mẫu", "Gạo tẻ mẫu")
    replace(second, 'gtin: "09521234543213"\n', "")
    append(second, "successor: gao-mau\n")
    replace(root / TEA / "product.yaml", "commune: phuong-mau", "commune: phuong-mau, district: huyen-mau")
    replace(root / PLACES, "kind: ward}", "kind: ward, districts: [huyen-mau]}")
    replace(root / PLACES, "districts:\n", "districts:\n  - {id: huyen-khac, name: Khác, kind: district}\n")
    append(root / "content/criteria.yaml", "sets_2019:\n  - {name: {vi: Cũ, en: Old}, now: [3]}\n")
    (root / "content/product-kinds.yaml").write_text("- {id: food, name: {vi: Đồ ăn, en: Food}}\n", "utf-8")
    for path in root.glob("products/*/*/product.yaml"):
        append(path, "kind: food\n")
    assert counted(root) == {}, counted(root)
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "site"))


def problems(root: Path) -> list[Problem]:
    records, found = read(root, CachedRecord())
    return Report([*found, *check(records, DAY)]).sorted()


def counted(root: Path) -> dict[str, str]:
    """What is told besides that the fair's stars are not sure, by place and code."""
    return {
        f"{problem.location} {problem.code}": problem.sentence("en")
        for problem in problems(root)
        if problem.code != "FAIR-NOT-VALID"
    }


def move(old: str, new: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)

    return edit


def edit(file: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda root: replace(root / file, old, new)


def both(*edits: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda root: [one(root) for one in edits]


def photo(root: Path) -> None:
    Image.new("RGB", (900, 600), "olive").save(root / RICE / "tui.png")
    append(root / RICE / "product.yaml", "photos: [{file: tui.png, alt: {vi: Túi, en: Bag}}]\n")


def printed(root: Path) -> None:
    rows = "".join(
        f"  - {{address: {address}, product: gao-that, issued_on: 2026-03-01, use: tem}}\n"
        for address in ("/p/MU0009", "/p/MU0009/LO-1", "/p/MU0009/LO-2")
    )
    (root / "products/ledger.yaml").write_text(f"issued:\n{rows}", encoding="utf-8")
    append(root / "products/xa-mau/gao-hai/product.yaml", "")
    replace(root / "products/xa-mau/gao-hai/product.yaml", "successor: gao-mau", "successor: gao-that")


MISTAKES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "unknown district": ("REF-UNKNOWN", edit(f"{RICE}/product.yaml", "huyen-mau", "huyen-la")),
    "valid_until before valid_from": (
        "VALIDITY-ORDER",
        edit(f"{RICE}/product.yaml", "evidence: A", "evidence: A\n    valid_until: 2026-01-01"),
    ),
    "decision in the future": ("DECISION-FUTURE", edit(DECISION, "2026-02-10", "2027-02-10")),
    "decision far in the future": ("DECISION-FUTURE", edit(DECISION, "2026-02-10", "2062-02-10")),
    "decision in a year to come": ("DECISION-FUTURE", edit(DECISION, "2026-02-10", "2027")),
    "decision before its rules": ("CRITERIA-DATE", edit(DECISION, "2026-02-10", "2006-02-10")),
    "decision of the wrong level": ("LEVEL-DISTRICT", edit(DECISION, "level: province", "level: district")),
    "rules with a wrong day": (
        "CRITERIA-DATE", edit("content/criteria.yaml", "since: 2025-07-06", "since: 2026-03-01"),
    ),
    "decision with marks and spaces": ("ID-SHAPE", move(DECISION, "content/decisions/QĐ mẫu 2026.yaml")),
    "decision with quite another name": ("ID-SHAPE", move(DECISION, "content/decisions/Số 1.yaml")),
    "decision with another ending": ("FILE-NAME", move(DECISION, "content/decisions/qd-mau-2026.yml")),
    "product that is no sample": ("SAMPLE-MIXED", both(
        edit(f"{RICE}/product.yaml", "sample: true\n", ""),
        edit(f"{RICE}/product.yaml", 'gtin: "09521234543213"\n', "sources: [{publisher: Báo mẫu}]\n"),
    )),
    "folder too deep": ("FILE-PLACE", move(RICE, "products/xa-mau/nhom/gao-mau")),
    "folder not deep enough": ("FILE-PLACE", move(RICE, "products/gao-mau")),
    "folder with a photo too deep": ("FILE-PLACE", both(photo, move(RICE, "products/xa-mau/nhom/gao-mau"))),
    "all folders too deep": ("FILE-PLACE", move("products/xa-mau", "products/hai/xa-mau")),
    "holder's folder too deep": (
        "FILE-PLACE", move("content/producers/htx-mau", "content/producers/xa-mau/htx-mau"),
    ),
    "folder with accents": ("ID-SHAPE", move(RICE, "products/xa-mau/gạo mẫu")),
    "folder with accents and a photo": ("ID-SHAPE", both(photo, move(RICE, "products/xa-mau/gạo mẫu"))),
    "folder with quite another name": ("ID-SHAPE", move(RICE, "products/xa-mau/Gạo")),
    "holder's folder with accents": (
        "ID-SHAPE", move("content/producers/htx-mau", "content/producers/HTX Mẫu"),
    ),
    "record with another name": (
        "FILE-NAME", move(f"{RICE}/product.yaml", f"{RICE}/san-pham.yaml"),
    ),
    "district removed": (
        "REF-UNKNOWN", edit(PLACES, "  - {id: huyen-mau, name: Mẫu Cũ, kind: district}\n", ""),
    ),
    "commune renamed": ("REF-UNKNOWN", edit(PLACES, "{id: xa-mau,", "{id: xa-mau-moi,")),
    "commune with the id of another": ("ID-TWICE", edit(PLACES, "{id: xa-mau,", "{id: phuong-mau,")),
    "set with the number of another": ("ID-TWICE", edit("content/criteria.yaml", "number: 3", "number: 11")),
    "group renamed": ("REF-UNKNOWN", edit("content/criteria.yaml", "{id: thuc-pham,", "{id: do-uong,")),
    "kind of holder renamed": (
        "REF-UNKNOWN", edit("content/producer-kinds.yaml", "id: cooperative", "id: company"),
    ),
    "kinds of holders removed": (
        "FILE-MISSING", lambda root: (root / PLACES).unlink(),
    ),
    "documents removed": ("REF-UNKNOWN", lambda root: (root / "content/documents.yaml").unlink()),
    "decision removed": ("REF-UNKNOWN", lambda root: (root / DECISION).unlink()),
    "holder removed": (
        "REF-UNKNOWN", lambda root: shutil.rmtree(root / "content/producers/htx-mau"),
    ),
    "product removed": ("REF-UNKNOWN", lambda root: shutil.rmtree(root / RICE)),
    "record of a product with lots removed": (
        "LOTS-ALONE", lambda root: (root / RICE / "product.yaml").unlink(),
    ),
    "printed product removed": ("ADDRESS-LOST", printed),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_problem(root: Path, name: str) -> None:
    code, make = MISTAKES[name]
    make(root)
    found = counted(root)
    assert [one.split()[-1] for one in found] == [code], found


def references(root: Path) -> Iterator[tuple[str, str, yaml.ScalarNode]]:
    """Every field of the site's files that names a record: file, what is named, the value's place."""
    for file in sorted([*(root / "content").rglob("*.yaml"), *(root / "products").rglob("*.yaml")]):
        path = file.relative_to(root).as_posix()
        claimed = kind_of(path)
        assert claimed, path
        node = yaml.compose(file.read_text(encoding="utf-8"))
        assert node is not None, path
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for fields, wanted in REFERENCES.get(claimed[0], {}).items():
            for part in parts:
                yield from ((path, wanted, value) for value in values_of(part, fields))


def values_of(node: yaml.Node, fields: tuple[str, ...]) -> Iterator[yaml.ScalarNode]:
    """The scalars that a field path leads to; ``*`` is every entry of a list or group."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from values_of(inner, fields[1:])
    elif isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            if fields[0] in ("*", key.value):
                yield from values_of(inner, fields[1:])


def test_every_kind_of_reference_occurs(whole: Path) -> None:
    occurring = {wanted for _, wanted, _ in references(whole)}
    assert occurring == {wanted for fields in REFERENCES.values() for wanted in fields.values()}


@pytest.mark.slow
def test_each_misspelt_id_is_one_problem(whole: Path, tmp_path: Path) -> None:
    """Every reference of the site in turn is misspelt; the mistake is told in its file, and nothing else."""
    for number, (path, wanted, value) in enumerate(references(whole)):
        root = Path(shutil.copytree(whole, tmp_path / str(number)))
        text = (root / path).read_text(encoding="utf-8")
        wrong = "25" if wanted == "set" else f"{value.value}-x"
        text = text[: value.start_mark.index] + wrong + text[value.end_mark.index :]
        (root / path).write_text(text, encoding="utf-8")
        found = counted(root)
        told = [one.partition(":")[0] + " " + one.split()[-1] for one in found]
        assert told == [f"{path} REF-UNKNOWN"], (path, value.start_mark.line + 1, found)
        shutil.rmtree(root)


def test_what_depends_on_a_mistake_is_counted(root: Path) -> None:
    shutil.rmtree(root / "content/producers/htx-mau")
    (fault,) = [problem for problem in problems(root) if problem.is_error]
    places = sum(1 for _, wanted, _ in references(root) if wanted == "producer")
    assert f"{places} places depend on it" in fault.sentence("en")
    assert f"{places} chỗ dựa vào đó" in fault.sentence("vi")
    assert "content/fairs/hoi-cho-mau.yaml:" in fault.sentence("en")


def test_two_mistakes_are_two_problems(root: Path) -> None:
    """A nameless file explains one missing id, not every one."""
    move(DECISION, "content/decisions/QĐ mẫu 2026.yaml")(root)
    replace(root / "content/news/tin-mau.yaml", "decision: qd-mau-2026", "decision: qd-khac")
    assert sorted(one.split()[-1] for one in counted(root)) == ["ID-SHAPE", "REF-UNKNOWN"]
