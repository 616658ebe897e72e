"""The five dirty lists in a new catalogue: what is written is what a careful reader takes from them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from dirty_lists import DIRTY_LISTS, PROVINCE, DirtyList
from dirty_lists import Outcome as Expected

from generator.cache import Cache
from generator.catalogue.records import Records
from generator.cli import command_line
from generator.commands import console, import_list
from generator.commands.new_project import find_province, starter_files
from generator.commands.write_project import write_project
from generator.importing.answers import SKIP, Question
from generator.importing.existing import number_key
from generator.importing.rows import Reading, Understanding
from generator.importing.understand import understand
from generator.records.read import read

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 29)
SOURCE = re.compile(r"Trang tính “(.+)”, dòng (\d+);")
ANSWERS = {"encoding": "yes", "undated": "assessed", "product": "new", "producer": "new", "decision": "new"}
"""What the test answers, by kind of question."""
SETS = {"thịt gác bếp": "8", "dược liệu": "20", "nếp": "3", "quế": "20", "măng": "7"}
"""The criteria set of what the lists do not say it of."""

NOT_TAKEN = {"row.number", "note", "product.code"}
"""What is known and never taken. The codes of these lists are no official ones."""


def answer(question: Question) -> str:
    """What a person answers who knows the goods."""
    kind = question.key.partition("|")[0]
    if kind.startswith("set"):
        return next((number for word, number in SETS.items() if word in question.text("vi").lower()), SKIP)
    if kind == "goods":
        return question.options[0].choice
    return ANSWERS.get(kind, SKIP)


class Import:
    """One list taken into a new catalogue by somebody who answers all questions."""

    def __init__(self, folder: Path, made: DirtyList) -> None:
        facts = find_province(PROVINCE)
        assert facts is not None
        self.root = folder / "project"
        self.list = made
        files = starter_files(facts, DAY, "vi")
        write_project(self.root, {name: partial(bytes, data) for name, data in files.items()})
        self.file = made.write(folder)
        self.understandings: list[Understanding] = []

        def remembered(*given: Any) -> Understanding:
            self.understandings.append(understand(*given))
            return self.understandings[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(import_list, "understand", remembered)
            patch.setattr(console, "is_terminal", lambda: True)
            patch.setattr(import_list.ImportSession, "_answer_to", lambda *given: answer(given[1]))
            patch.setattr(click, "confirm", lambda *_given, **_more: True)
            self.result = self.run()
        self.records: Records = read(self.root, Cache(None, self.root))[0]

    def run(self, *words: str) -> Result:
        arguments = ["import", str(self.file), "--root", str(self.root), "--day", str(DAY), *words]
        environment = {"OCOP_CACHE": str(self.root.parent / "cache")}
        return CliRunner(env=environment).invoke(command_line("en"), arguments, catch_exceptions=False)

    def products(self) -> Iterator[tuple[Any, Mapping[str, Any]]]:
        """The products that were written, each with what is expected of the row that it came from."""
        for identity in self.records.products:
            product = self.records.whole("product", identity)
            for source in product.sources:
                if source.note and (match := SOURCE.match(source.note["vi"])):
                    yield product, self.list.products[f"{match[1]}!{match[2]}"]


@pytest.fixture(scope="module", params=DIRTY_LISTS, ids=lambda make: make.__name__)
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Import:
    make: Callable[[], DirtyList] = request.param
    return Import(tmp_path_factory.mktemp(make.__name__), make())


def test_nearly_all_cells_are_understood(imported: Import) -> None:
    understood = {
        f"{table.sheet}!{cell.cell}"
        for table in imported.understandings[-1].tables
        for cell in table.cells
        if cell.reading in (Reading.READ, Reading.REPAIRED)
    }
    wanted = {
        key
        for key, cell in imported.list.expected.items()
        if cell.outcome is Expected.VALUE and cell.values.keys() - NOT_TAKEN
    }
    missing = wanted - understood
    assert len(missing) <= 0.05 * len(wanted), sorted(missing)


def test_nothing_is_written_wrongly(imported: Import) -> None:
    written = list(imported.products())
    assert written, imported.result.output
    for product, expected in written:
        assert product.name["vi"] == expected["product.name"]
        assert product.name.root.get("en") == expected.get("product.name_en")
        if number := expected.get("product.set"):
            assert product.set == number
        assert (product.gtin or None) == expected.get("product.gtin")
        assert (product.origin.commune or None) == expected.get("producer.commune"), product.id
        if district := expected.get("producer.district"):
            assert product.origin.district == district
        producer = imported.records.whole("producer", product.producer)
        assert producer.name["vi"] == expected["producer.name"]
        assert all(not way.public for _, way in (producer.contacts.ways() if producer.contacts else ()))
        for rating in product.ratings:
            check_rating(imported, rating, expected)


def check_rating(imported: Import, rating: Any, expected: Mapping[str, Any]) -> None:
    """A rating says what its row says, and no more."""
    assert rating.stars == expected.get("rating.stars")
    score = expected.get("rating.score")
    assert rating.score == (None if score is None else float(score))
    if number := expected.get("decision.number"):
        decision = imported.records.decisions[rating.decision].record
        assert decision.number
        assert number_key(decision.number) == number_key(number)
        assert decision.date == expected["decision.day"].isoformat()
    else:
        assert not rating.decision


def test_rows_are_written_or_told(imported: Import) -> None:
    """Every product of the list is in the catalogue, or the report names its row."""
    names = {product.name["vi"] for product, _ in imported.products()}
    for key, expected in imported.list.products.items():
        sheet, _, row = key.rpartition("!")
        told = re.search(rf"{re.escape(sheet)}![A-Z]+{row}\b", imported.result.output)
        assert expected["product.name"] in names or told, key


def test_the_records_have_no_errors_and_the_list_again_changes_nothing(imported: Import) -> None:
    checked = CliRunner(env={"OCOP_CACHE": str(imported.root.parent / "cache")}).invoke(
        command_line("en"), ["check", "--root", str(imported.root), "--day", str(DAY)], catch_exceptions=False
    )
    assert checked.exit_code == 0, checked.output
    before = {path: path.read_bytes() for path in imported.root.rglob("*.yaml")}
    imported.run("--yes")
    assert {path: path.read_bytes() for path in imported.root.rglob("*.yaml")} == before
