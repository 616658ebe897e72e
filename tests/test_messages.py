"""The sentences of the program: in one place, whole in both languages, used, and filled as they ask."""

import ast
import json
import re
import string
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

import click
import pytest
import source_trees
from built import PROJECT
from source_trees import nodes_of

from generator.catalogue.check_relations import REFERENCES
from generator.cli import command_line
from generator.importing.matching import NAMED_BY
from generator.importing.proposals import Outcome
from generator.importing.report import CELL_WIDTHS, ROW_WIDTHS
from generator.importing.rows import Reading
from generator.messages import LANGUAGES, in_both, load_part, message
from generator.print.registry import SHEETS

MESSAGES = PROJECT / "generator" / "messages"
PARTS = sorted(path.stem for path in MESSAGES.glob("*.json"))
CLI_CALLS = {"t": 1, "option": 0, "RefusedError": 0, "KeyFileError": 0, "agrees": 0}
"""Functions that take the key of a sentence of ``cli.json``, and which argument that is."""
FULL_CALLS = {"message": 0, "both": 0, "in_both": 1, "note": 0, "UnusableError": 0}
"""Functions that take ``part.key``, and which argument that is."""
DAILY = ("daily.section-", "daily.matter-", "daily.about-", "daily.column-", "daily.lack-")
WORKBOOK_CALLS = {"CellFaultError": 0, "tell": 2, "refuse": 3, "words": 0}
"""Functions of ``generator/exporting`` that take the key of a sentence of ``workbook.json``."""
WORKBOOK = [f"workbook.{part}-" for part in ("title", "sheet", "list", "head", "help", "guide", "report")]
BY_KIND = (
    *(
        "words.kind-",
        "words.level-",
        "words.named-",
        "words.stamp-",
        "cli.help-",
        "cli.progress-",
        "cli.left-",
    ),
    *(
        "cli.publish-limit-",
        "cli.nightly-next-",
        "cli.kind-of-record-",
        "words.photo-of-",
        "editor.kinds-",
        "editor.begin-",
        *DAILY,
        "cli.brief-",
        *WORKBOOK,
    ),
    *("file-kinds.", "readings.rating-", "readings.never-", "stamps.fault-", "stamps.field-"),
)
"""Keys that end in a kind of record, place or file, a level of authority, a command, a stage, a unit of time
or a host, or a part of the daily sheet or of the workbook."""
PROBLEM_CALLS = {"problem": 0, "add": 0, "early": 1, "refusal": 0}


def sentences(entry: dict[str, object]) -> Iterator[dict[str, str]]:
    """The sentences of an entry by language: itself, or what is wrong and what to do."""
    if "vi" in entry:
        yield {language: str(entry[language]) for language in entry}
    else:
        yield from (value for value in entry.values() if isinstance(value, dict))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    yield
    calls.cache_clear()
    strings.cache_clear()
    source_trees.forget_trees()


ENTRIES = [(name, key) for name in PARTS for key in load_part(name)]


def test_the_files_have_one_form() -> None:
    """Translators' programs and ours write the same, so that a change shows nothing but the change."""
    for name in PARTS:
        text = (MESSAGES / f"{name}.json").read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n", name
        assert unicodedata.is_normalized("NFC", text), name


@pytest.mark.parametrize(("name", "key"), ENTRIES)
def test_a_sentence_is_whole_in_both_languages(name: str, key: str) -> None:
    entry = load_part(name)[key]
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
        for sentence in sentences(load_part(name)[key])
        for language, other in (("vi", "_en"), ("en", "_vi"))
        for placeholder in placeholders(sentence[language])
        if placeholder.endswith(other)
    ]
    assert not faults, "\n".join(faults)


def modules() -> list[tuple[str, ast.Module]]:
    return source_trees.modules("generator", "scripts")


def keys_of(call: ast.Call, path: str) -> Iterator[str]:
    """The keys, as ``part.key``, that a call may ask for; none where it names none as a literal."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if path.startswith("scripts/"):
        tables = [({"in_both": 0}, "tasks.")]
    elif path.startswith("generator/exporting/"):
        tables = [(FULL_CALLS, ""), (WORKBOOK_CALLS, "workbook.")]
    else:
        tables = [(CLI_CALLS, "cli."), (FULL_CALLS, ""), (PROBLEM_CALLS, "problems.")]
    if name == "t" and path.startswith(("generator/site", "generator/print", "generator/render")):
        return  # interface words of the theme
    for table, prefix in tables:
        for argument in call.args[table[name] : table[name] + 1] if name in table else []:
            choices = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
            for choice in choices:
                key = choice.value if isinstance(choice, ast.Constant) else None
                pattern = {"": r"[a-z]+\..+", "problems.": "[A-Z][A-Z0-9-]+"}.get(prefix, ".*")
                if isinstance(key, str) and re.fullmatch(pattern, key):
                    yield prefix + key


def editor_keys() -> Iterator[tuple[str, str]]:
    """The keys of sentences that the editor's templates ask for, with their template."""
    for path in sorted((PROJECT / "generator/editing/templates").glob("*.html")):
        for key in re.findall(r'say\("([a-z-]+)"(?! ~)', path.read_text("utf-8")):
            yield path.name, key


@cache
def calls() -> list[tuple[str, ast.Call, str]]:
    """Every call with a sentence written as a literal: where, the call, ``part.key``."""
    return [
        (f"{path}:{node.lineno}", node, key)
        for path, tree in modules()
        for node in nodes_of(tree)
        if isinstance(node, ast.Call)
        for key in keys_of(node, path)
    ]


def exists(key: str) -> bool:
    name, _, entry = key.partition(".")
    return name in PARTS and entry in load_part(name)


def test_every_sentence_that_is_asked_for_exists() -> None:
    assert len(calls()) > 250
    assert not [f"{place}: {key}" for place, _, key in calls() if not exists(key)]
    assert len(list(editor_keys())) > 50
    assert not [f"{place}: {key}" for place, key in editor_keys() if not exists(f"editor.{key}")]


def test_every_sentence_is_used() -> None:
    written = {
        node.value
        for path, tree in modules()
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    short = {"cli", "problems", "tasks", "workbook", "editor"}
    written |= {f"editor.{key}" for _, key in editor_keys()}
    written |= {f"fair.{sheet.key}" for sheet in SHEETS}
    written |= {f"importing.report-{part}" for part in (*ROW_WIDTHS, *CELL_WIDTHS, "rows", "cells")}
    written |= {f"importing.outcome-{outcome}" for outcome in Outcome}
    written |= {f"importing.reading-{reading}" for reading in Reading}
    written |= {f"importing.kind-{kind}" for kind in NAMED_BY}
    for start in BY_KIND:
        written |= {f"{name}.{key}" for name, key in ENTRIES if f"{name}.{key}".startswith(start)}
    unused = [
        f"{name}.{key}"
        for name, key in ENTRIES
        if name != "click"
        # The advice for a file of a fair's folder goes with its name.
        and f"{name}.{key}".removesuffix("-how") not in written
        and not (name in short and key in written)
    ]
    assert not unused, "\n".join(unused)


def test_every_kind_that_a_field_names_has_a_name() -> None:
    named = {kind for fields in REFERENCES.values() for kind in fields.values()}
    kinds = {key.removeprefix("kind-") for key in load_part("words") if key.startswith("kind-")}
    assert kinds == named
    levels = {key.removeprefix("level-") for key in load_part("words") if key.startswith("level-")}
    assert levels == {"district", "province", "central"}


def test_every_command_has_its_help() -> None:
    helped = {key.removeprefix("help-") for key in load_part("cli") if key.startswith("help-")}
    commands = command_line("vi").commands
    groups = {name: command for name, command in commands.items() if isinstance(command, click.Group)}
    inner = {f"{name}-{other}" for name, group in groups.items() for other in group.commands}
    assert helped == {*commands, *inner}


def options_of(command: click.Command) -> set[str]:
    """The options of a command and of those inside of it."""
    inner = {*getattr(command, "commands", {}).values(), getattr(command, "usual", None)} - {None}
    own = {option for parameter in command.params for option in parameter.opts}
    return own.union(*map(options_of, inner))


def test_every_option_that_a_sentence_names_exists() -> None:
    known = options_of(command_line("vi")) | {"--help"}
    unknown = {
        (part, key, option)
        for part in ("cli", "problems", "stamps", "words")
        for key, entry in load_part(part).items()
        for sentence in sentences(entry)
        for text in sentence.values()
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)
        if option not in known
    }
    assert not unknown


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
        for sentence in sentences(load_part(name)[entry]):
            wanted |= set().union(*(placeholders(text) for text in sentence.values()))
        names, all_known = given(call)
        later = {"today_vi", "today_en"} if name == "problems" else set()
        if missing := wanted - names - later if all_known else set():
            faults.append(f"{place}: {key} lacks {sorted(missing)}")
    assert not faults, "\n".join(faults)


def test_a_sentence_is_found_by_language() -> None:
    assert message("report.locations", "vi", count=3) == "3 chỗ"
    assert message("report.locations", "en", count=3) == "3 places"
    assert message("report.locations", "fr", count=3) == "3 places"
    assert in_both("more", "report.locations", count=3) == {"more_vi": "3 chỗ", "more_en": "3 places"}


def test_a_missing_value_is_no_silent_gap() -> None:
    with pytest.raises(KeyError):
        message("report.locations", "en")


_LETTERS = "ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
VIETNAMESE = re.compile(f"[{_LETTERS}]", re.IGNORECASE)
ENGLISH = re.compile(r"(?:[A-Za-z][a-z'-]*[,;:]? ){3}[a-z]")
"""Four words in a row."""
OTHER_THAN_SENTENCES = {
    "generator/catalogue/amounts.py": "units as records write them",
    "generator/catalogue/letters.py": "the letters and syllables of Vietnamese",
    "generator/catalogue/model.py": "the meaning of a field is part of its definition",
    "generator/catalogue/gather_file.py": "the meaning of a field is part of its definition",
    "generator/catalogue/personal.py": "what is looked for in records",
    "generator/catalogue/place_names.py": "what is looked for in records",
    "generator/catalogue/telephone.py": "what is looked for in records",
    "generator/inbox/matching.py": "what is looked for in names of files",
    "generator/catalogue/exchange_format.py": "descriptions of the exchange format that the site publishes",
    "generator/importing/": "what is looked for in lists",
    "generator/records/legacy.py": "a letter as it was typed before Unicode",
    "generator/spreadsheets/legacy_text.py": "letters of older encodings",
    "generator/records/suggestions.py": "what is looked for in records",
    "generator/text.py": "the alphabet",
    "generator/catalogue/epcis.py": "descriptions of the EPCIS vocabulary that the site publishes",
    "generator/cache.py": "SQL",
    "generator/render/template_code.py": "Python code",
    "generator/records/yaml_faults.py": "what PyYAML says, to recognise it",
    "generator/output/owned_files.py": "the comment on top of a file for programs",
    "generator/output/printed.py": "the comment on top of a file for programs",
    # Interface words of pages and sheets: gettext's source texts, translated by the theme.
    "generator/site/": "interface words of the theme",
    "generator/render/markdown.py": "interface words of the theme",
}
"""Modules, or folders of them, whose strings are no sentences of the program, and what they are."""


@cache
def strings(tree: ast.Module) -> list[ast.Constant]:
    """The strings of a module without those for programmers: docstrings, exceptions and assertions."""
    skipped: set[int] = set()
    for node in nodes_of(tree):
        if id(node) in skipped or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            skipped |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.Raise | ast.Assert):
            skipped |= {id(inner) for inner in ast.walk(node) if isinstance(inner, ast.Constant)}
    return [
        node
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
    ]


def is_sentence(text: str) -> bool:
    return bool(VIETNAMESE.search(text) or ENGLISH.search(text))


def test_sentences_stand_nowhere_else() -> None:
    faults = [
        f"{path}:{node.lineno}: {str(node.value)[:60]!r} belongs into generator/messages"
        for path, tree in modules()
        if path.startswith(("generator/", "scripts/tasks.py"))
        if not path.startswith(tuple(OTHER_THAN_SENTENCES))
        for node in strings(tree)
        if (is_sentence if path.startswith("generator/") else VIETNAMESE.search)(str(node.value))
    ]
    assert not faults, "\n".join(faults)


def test_only_modules_with_such_strings_are_let_off() -> None:
    for let_off in OTHER_THAN_SENTENCES:
        found = [path for path, _ in modules() if path.startswith(let_off)]
        assert found, f"{let_off} is no module"
        assert any(
            is_sentence(str(node.value))
            for path, tree in modules()
            if path in found
            for node in strings(tree)
        ), f"{let_off} needs no leave any more"


def test_a_sentence_is_seen() -> None:
    assert is_sentence("hãy ghi lại")
    assert is_sentence("write it like this")
    assert not is_sentence("content/site.yaml")
    assert not is_sentence("utf-8-sig")


def test_days_and_decimals_are_written_as_the_language_does() -> None:
    values = {"wide": 26.5, "high": 40.0, "name": "x", "label": "y"}
    assert message("cli.stamps-design", "vi", **values) == "x: y, 26,5 × 40 mm"
    assert message("cli.stamps-design", "en", **values) == "x: y, 26.5 × 40 mm"
    assert message("cli.key-row-revoked", "vi", day=date(2026, 6, 2)).count("02/06/2026") == 1
    assert message("cli.key-row-revoked", "en", day=date(2026, 6, 2)).count("2 June 2026") == 1
