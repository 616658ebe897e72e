"""The sentences of the program: in one place, whole in both languages, used, and filled as they ask."""

import ast
import json
import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest
from built import PROJECT

from generator.catalogue.check_relations import REFERENCES
from generator.messages import LANGUAGES, in_both, message, part

MESSAGES = PROJECT / "generator" / "messages"
PARTS = sorted(path.stem for path in MESSAGES.glob("*.json"))
CLI_CALLS = {"t": 1, "help_of": 0, "RefusedError": 0}
"""Functions that take the key of a sentence of ``cli.json``, and which argument that is."""
FULL_CALLS = {"message": 0, "in_both": 1}
"""Functions that take ``part.key``, and which argument that is."""
BY_KIND = ("words.kind-", "words.level-")
"""Keys that end in a value of the records: a kind of record, a level of authority."""
PROBLEM_CALLS = {"problem": 0, "add": 0, "early": 1}


def sentences(entry: dict[str, object]) -> Iterator[dict[str, str]]:
    """The sentences of an entry by language: itself, or what is wrong and what to do."""
    if "vi" in entry:
        yield {language: str(entry[language]) for language in entry}
    else:
        yield from (value for value in entry.values() if isinstance(value, dict))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


ENTRIES = [(name, key) for name in PARTS for key in part(name)]


def test_the_files_have_one_form() -> None:
    """Translators' programs and ours write the same, so that a change shows nothing but the change."""
    for name in PARTS:
        text = (MESSAGES / f"{name}.json").read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n", name
        assert unicodedata.is_normalized("NFC", text), name


@pytest.mark.parametrize(("name", "key"), ENTRIES)
def test_a_sentence_is_whole_in_both_languages(name: str, key: str) -> None:
    entry = part(name)[key]
    assert list(sentences(entry))
    for sentence in sentences(entry):
        assert set(sentence) == set(LANGUAGES)
        assert all(sentence.values())
        vi, en = (
            {named.removesuffix(f"_{language}") for named in placeholders(sentence[language])}
            for language in LANGUAGES
        )
        if name != "click":  # gettext's texts are filled by click: a language may leave a value out
            assert vi == en
        assert vi <= en


def test_a_language_of_its_own_is_never_another_ones() -> None:
    """``{how_vi}`` in an English sentence would show Vietnamese there."""
    faults = [
        f"{name}.{key}: {placeholder}"
        for name, key in ENTRIES
        for sentence in sentences(part(name)[key])
        for language, other in (("vi", "_en"), ("en", "_vi"))
        for placeholder in placeholders(sentence[language])
        if placeholder.endswith(other)
    ]
    assert not faults, "\n".join(faults)


@cache
def modules() -> list[tuple[str, ast.Module]]:
    paths = [*sorted((PROJECT / "generator").rglob("*.py")), *sorted((PROJECT / "scripts").glob("*.py"))]
    return [(path.relative_to(PROJECT).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths]


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call with a sentence written as a literal: where, the call, ``part.key``."""
    for path, tree in modules():
        pages = path.startswith(("generator/site", "generator/print", "generator/render"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for table, prefix in ((CLI_CALLS, "cli."), (FULL_CALLS, ""), (PROBLEM_CALLS, "problems.")):
                arguments = node.args[table[name] :] if name in table else []
                key = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else None
                if isinstance(key, str) and (prefix != "problems." or re.fullmatch("[A-Z][A-Z0-9-]+", key)):
                    if name == "t" and pages:
                        continue  # interface words of the theme
                    yield f"{path}:{node.lineno}", node, prefix + key


def exists(key: str) -> bool:
    name, _, entry = key.partition(".")
    return name in PARTS and entry in part(name)


def test_every_sentence_that_is_asked_for_exists() -> None:
    found = list(calls())
    assert len(found) > 250
    assert not [f"{place}: {key}" for place, _, key in found if not exists(key)]


def test_every_sentence_is_used() -> None:
    written = {
        node.value
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    short = {"cli", "problems"}
    for start in BY_KIND:
        written |= {f"{name}.{key}" for name, key in ENTRIES if f"{name}.{key}".startswith(start)}
    unused = [
        f"{name}.{key}"
        for name, key in ENTRIES
        if name != "click" and f"{name}.{key}" not in written and not (name in short and key in written)
    ]
    assert not unused, "\n".join(unused)


def test_every_kind_that_a_field_names_has_a_name() -> None:
    named = {kind for fields in REFERENCES.values() for kind in fields.values()}
    kinds = {key.removeprefix("kind-") for key in part("words") if key.startswith("kind-")}
    assert kinds == named
    levels = {key.removeprefix("level-") for key in part("words") if key.startswith("level-")}
    assert levels == {"district", "province", "central"}


def given(call: ast.Call) -> tuple[set[str], bool]:
    """The names of the values that a call gives, and whether these are all: not where others are spread."""
    names = {keyword.arg for keyword in call.keywords if keyword.arg}
    known = True
    for keyword in call.keywords:
        if keyword.arg is None:
            inner = keyword.value
            if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") in ("in_both", "listed"):
                first = inner.args[0]
                assert isinstance(first, ast.Constant)
                names |= {f"{first.value!s}_{language}" for language in LANGUAGES}
            else:
                known = False
    if getattr(call.func, "id", "") == "RefusedError" and len(call.args) > 1:
        values = call.args[1]
        known = isinstance(values, ast.Dict) and all(isinstance(key, ast.Constant) for key in values.keys)
        if isinstance(values, ast.Dict):
            names |= {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}
        names -= {"report", "values"}
    return names - {"report"}, known


def test_a_sentence_gets_the_values_that_it_shows() -> None:
    faults = []
    for place, call, key in calls():
        name, _, entry = key.partition(".")
        if not exists(key):
            continue
        wanted: set[str] = set()
        for sentence in sentences(part(name)[entry]):
            wanted |= set().union(*(placeholders(text) for text in sentence.values()))
        names, all_known = given(call)
        later = {"today_vi", "today_en"} if name == "problems" else set()
        if missing := wanted - names - later if all_known else set():
            faults.append(f"{place}: {key} lacks {sorted(missing)}")
    assert not faults, "\n".join(faults)


def test_a_sentence_is_found_by_language() -> None:
    assert message("report.places", "vi", count=3) == "3 chỗ"
    assert message("report.places", "fr", count=3) == message("report.places", "en", count=3) == "3 places"
    assert in_both("more", "report.places", count=3) == {"more_vi": "3 chỗ", "more_en": "3 places"}


def test_a_missing_value_is_no_silent_gap() -> None:
    with pytest.raises(KeyError):
        message("report.places", "en")
