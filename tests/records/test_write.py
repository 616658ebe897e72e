"""What the writer of records writes is read back as the same values, letter by letter."""

import unicodedata
from typing import Any

import pytest
from full import FULL
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.cache import Cache
from generator.catalogue.ids import full_id
from generator.catalogue.model import RECORDS
from generator.records.path_patterns import kind_of
from generator.records.read import read
from generator.records.validate import validate
from generator.records.write import file_of, record_file, story_file_of, yaml_of
from generator.records.yaml_nodes import clean, read_yaml

pytestmark = pytest.mark.slow

UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Categories of signs that no record keeps."""


def readable(text: str) -> bool:
    """Whether a record can hold the text at all: the reader has taken off what it does not keep."""
    return (
        clean(text)[0] == text
        and text == text.strip()
        and text not in ("…", "...", "")
        and all(
            unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp", "Cf", "Cn") or sign == "\n"
            for sign in text
        )
        and not text.startswith("\ufeff")
    )


TEXTS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp"),
        include_characters="\n",
        exclude_characters="<",  # no record may hold a tag
    )
    | st.sampled_from(" :#-?!&*|>'\"%@`,[]{}\\=~ăđ\n"),
    min_size=1,
    max_size=60,
).filter(readable)
VALUES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), VALUES, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
@example({"a": "true", "b": ["012345", "1e3", "2026-01-02", "0x1f", "=", "yes", "<<"]})
@example({"a": "~", "b": "null", "c": "- x", "d": "x: y", "e": "x # y", "f": "'", "g": '"', "h": "?"})
@example({"a": "dòng một\n\n  dòng hai\n# dòng ba", "b": "| x", "c": "x" * 300, "d": "từ " * 80 + "hết"})
@example({"a": "\U0001f33e lúa", "b": "a\u00a0b", "c": "…x", "d": "---", "e": "--- x", "f": "%TAG"})
@example({"a": "->", "b": ["->"], "c": "x\n->\ny: ->\n\u00a0z: x", "d": "\u00a0a: b" + "\u00a0c: d" * 30})
def test_values_are_read_back_as_they_were(data: dict[str, Any]) -> None:
    nodes = read_yaml(yaml_of(data, ["head"]).encode(), "x.yaml")
    assert [fault for fault in nodes.problems if fault.is_error] == []
    assert nodes.data == data


def test_numbers_and_truth_are_written_as_records_have_them() -> None:
    data = {"a": True, "b": False, "c": 120000, "d": 78.66, "e": 91.0, "f": 0.00001}
    written = {"a": "true", "b": "false", "c": "120000", "d": "78.66", "e": "91", "f": "0.00001"}
    assert read_yaml(yaml_of(data).encode(), "x.yaml").data == written


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_of_the_full_site_is_written_as_it_was_read(kind: str) -> None:
    records, _ = read(FULL, Cache(None, FULL))
    for identity in records.of(kind):
        record = records.whole(kind, identity)
        text = record_file(kind, [record], file_of(kind, identity, "xa-mau"))
        nodes = read_yaml(text.encode(), "x.yaml")
        data: Any = nodes.data
        is_list = RECORDS[kind].id_in_file
        again, problems = validate(
            RECORDS[kind],
            data[0] if is_list else data,
            nodes.positions,
            "x.yaml",
            None if is_list else identity,
        )
        assert not problems
        assert again == record


@pytest.mark.parametrize("folder", ["", "son-la"])
def test_paths_are_those_that_the_reader_knows(folder: str) -> None:
    for kind, identity, own in (
        ("product", "che-x", "che-x"),
        ("lots", "che-x", "che-x"),
        ("lots", "che-x:2026-05", "che-x:2026-05"),
        ("producer", "htx", "htx"),
        ("ledger", "ledger", "ledger"),
        ("chain", "chuoi", "*"),
        ("places", "places", "places"),
    ):
        path = file_of(kind, full_id(folder, identity), "moc-chau")
        assert kind_of(path, {folder}) == (kind, full_id(folder, own))
    assert story_file_of("producer", full_id(folder, "htx"), "vi").endswith("producers/htx/story.vi.md")
