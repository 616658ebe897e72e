"""Forms of records: what they show is what the file says, and what comes back changes nothing else."""

from typing import Any

import pytest
from built import PROJECT

from generator.catalogue.model import RECORDS
from generator.diagnostics.problem import SourceLocation, problem
from generator.editing.editor import EDITED, positions_of
from generator.editing.forms import (
    Form,
    FormField,
    TooLongError,
    UnknownFieldError,
    put_problems,
    with_entry,
    without_entry,
)
from generator.records.edit import RecordEditor
from generator.records.path_patterns import folders_of_provinces, kind_of

pytestmark = pytest.mark.slow

SITES = [PROJECT, *sorted(path for path in (PROJECT / "tests/sites").iterdir() if path.is_dir())]
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))


def form_of(kind: str, speech: str = "vi") -> Form:
    return Form(RECORDS[kind], LANGUAGES, speech, lambda _kind: [("a-b", "A B")])


def fields_of(form: Form, data: Any) -> list[FormField]:
    usual, others = form.show(data)
    return [*usual, *others]


def sent(fields: list[FormField]) -> dict[str, str]:
    """What a browser sends of a form that nobody touched: line ends of text areas are those of Windows."""
    parts = [part for shown in fields for part in shown.everything()]
    inner = {"group", "list", "languages", "fixed"}
    return {part.name: part.value.replace("\n", "\r\n") for part in parts if part.kind not in inner}


def files() -> list[tuple[str, str, str]]:
    """Kind, path and text of every record file that has a form."""
    result = []
    for root in SITES:
        paths = [
            path.relative_to(root).as_posix()
            for top in ("content", "products")
            for path in (root / top).rglob("*.yaml")
        ]
        provinces = folders_of_provinces(paths)
        for path in sorted(paths):
            kind, _ = kind_of(path, provinces) or ("", "")
            if kind in EDITED:
                result.append((kind, path, (root / path).read_bytes().decode()))
    return result


@pytest.mark.parametrize("speech", ["vi", "en"])
def test_a_form_that_nobody_touched_changes_no_byte(speech: str) -> None:
    records = files()
    assert {kind for kind, _, _ in records} == set(EDITED)
    for kind, path, text in records:
        editor = RecordEditor(text, path)
        form = form_of(kind, speech)
        data = form.data(sent(fields_of(form, editor.get())), editor.get())
        editor.set((), data)
        assert editor.text() == text, path


def test_every_field_of_every_kind_is_shown_with_its_words() -> None:
    for kind in EDITED:
        for speech in ("vi", "en"):
            for shown in fields_of(form_of(kind, speech), {}):
                assert shown.label, shown.name
                assert ": " not in shown.label


def test_values_are_taken_as_people_write_them() -> None:
    form = form_of("product")
    data = {"ratings": [{"status": "recognised"}], "price": {}}
    values = sent(fields_of(form, data)) | {
        "f.ratings.0.valid_from": "31/12/2025",
        "f.ratings.0.on": "9/2024",
        "f.ratings.0.score": "78,66",
        "f.ratings.0.valid_until": "unknown",
        "f.price.amount": "120.000 đ",
        "f.other_names": "chè xanh\r\n\r\n  trà  \r\n",
        "f.name.vi": "  Gạo  ",
        "f.set": "không rõ",
    }
    got = form.data(values, data)
    assert got["ratings"] == [
        {
            "status": "recognised",
            "valid_from": "2025-12-31",
            "on": "2024-09",
            "score": "78.66",
            "valid_until": "unknown",
        }
    ]
    assert got["price"] == {"amount": "120000"}
    assert got["other_names"] == ["chè xanh", "trà"]
    assert got["name"] == {"vi": "Gạo"}
    assert got["set"] == "không rõ", "what is not understood is for the check to tell"


def test_a_form_with_other_fields_is_refused() -> None:
    form = form_of("news")
    values = sent(fields_of(form, {}))
    for name in (
        "f.unknown",
        "f.title.fr",
        "f.title",
        "f.id",
        "f.sources.x.title",
        "f.",
        "f.sources.0.nothing",
    ):
        with pytest.raises(UnknownFieldError):
            form.data(values | {name: "x"}, {})


def test_what_no_form_shows_stays() -> None:
    form = form_of("product")
    old = {
        "name": "Gạo",
        "home": {"trace": "https://mau.example/p/X"},
        "odd": ["x"],
        "ratings": [{"status": "named", "odd": "x"}],
        "set": "3",
    }
    fields = fields_of(form, old)
    assert {field.name for field in fields if field.kind == "fixed"} == {"f.name", "f.ratings"}
    assert form.data(sent(fields) | {"f.set": "4"}, old) == {**old, "set": "4"}


def test_entries_are_added_and_taken_away() -> None:
    data = with_entry(with_entry({}, "f.ratings"), "f.taste.sources")
    assert data == {"ratings": [{}], "taste": {"sources": [{}]}}
    assert without_entry(data, "f.ratings.0") == {"ratings": [], "taste": {"sources": [{}]}}
    places = {"places": {"a": {"name": {"vi": "A"}}, "b": {"name": {"vi": "B"}}}}
    assert without_entry(places, "f.places.1") == {"places": {"a": {"name": {"vi": "A"}}}}
    more = with_entry(places, "f.places")
    fields = fields_of(form_of("lots"), more)
    got = form_of("lots").data(sent(fields) | {"f.places.2.-id": "c", "f.places.2.name.vi": "C"}, more)
    assert list(got["places"]) == ["a", "b", "c"]
    for name in ("f.ratings.9", "f.", "f.ratings.x"):
        assert without_entry({"ratings": []}, name) == {"ratings": []}


def test_a_list_that_is_too_long_is_left_to_other_programs() -> None:
    with pytest.raises(TooLongError):
        form_of("lots").show({"lots": [{"lot": str(number)} for number in range(200)]})


def test_problems_stand_beside_the_field_or_around_it() -> None:
    data = {"ratings": [{"stars": "9", "odd": "1"}], "name": {"vi": "x"}}
    fields = fields_of(form_of("product"), {"ratings": [{"stars": "9"}], "name": {"vi": "x"}})
    left = put_problems(
        fields,
        [(("ratings", 0, "stars"), "a"), (("ratings", 0, "odd"), "b"), (("name", "vi"), "c"), ((), "d")],
        data,
    )
    found = {part.name: part.problems for shown in fields for part in shown.everything() if part.problems}
    assert found == {"f.ratings.0.stars": ["a"], "f.ratings.0": ["b"], "f.name.vi": ["c"]}
    assert left == ["d"]


def test_a_problem_of_the_whole_record_is_put_beside_no_single_field() -> None:
    text = "code: MU0001\nname:\n  vi: Gạo Mẫu\n"
    words = {"language": "en", "count": 1, "fields": "name"}
    fault = problem("TRANSLATION-MISSING", SourceLocation("product.yaml", 1, 1), **words)
    located = list(positions_of(text, "product.yaml", [fault], "vi"))
    fields = fields_of(form_of("product"), RecordEditor(text, "product.yaml").get(()))
    assert put_problems(fields, located, {}) == [fault.advice("vi")]
