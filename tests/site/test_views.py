"""What templates get is what the views document, field by field; and templates ask for nothing else."""

import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import (
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import many_lots
import pytest
from built import PROJECT
from jinja2 import nodes
from provinces import PROVINCES
from tiny import RICE, add_fair, add_photo, copy_tiny, pages, planned

from generator.render.qr import Symbol
from generator.render.sandbox import environment
from generator.site.outputs import SitePlan
from generator.site.page_table import PAGE_TYPES, VIEWS
from generator.site.site import SiteView
from generator.site.view_parts import Words

pytestmark = pytest.mark.slow

TEMPLATES = PROJECT / "themes" / "default" / "templates"
LOOP = {"index", "index0", "first", "last", "length", "previtem", "nextitem", "revindex", "revindex0"}
METHODS = {
    "get",
    "items",
    "values",
    "keys",
    "append",
    "split",
    "replace",
    "startswith",
    "format",
    "rstrip",
    "strip",
}


def faults_of(value: object, kind: Any, at: str) -> Iterator[str]:
    """Where ``value`` is not what ``kind`` says."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return
    if origin in (NotRequired, Required):
        yield from faults_of(value, inner[0], at)
    elif is_typeddict(kind):
        if not isinstance(value, dict):
            yield f"{at}: no {kind.__name__}"
            return
        hints = get_type_hints(kind, include_extras=True)
        yield from (f"{at}: {key} is not documented in {kind.__name__}" for key in value if key not in hints)
        for key, hint in hints.items():
            if key in value:
                yield from faults_of(value[key], hint, f"{at}.{key}")
            elif get_origin(hint) is not NotRequired:
                yield f"{at}: {key} is missing"
    elif origin in (Union, types.UnionType):
        if not any(not list(faults_of(value, one, at)) for one in inner):
            rest = [one for one in inner if one is not type(None)]
            yield from faults_of(value, rest[0], at)
    elif origin is list:
        if not isinstance(value, list):
            yield f"{at}: no list"
            return
        for index, one in enumerate(value):
            yield from faults_of(one, inner[0], f"{at}[{index}]")
    elif origin is dict:
        if not isinstance(value, dict):
            yield f"{at}: no dict"
            return
        for key, one in value.items():
            yield from faults_of(key, inner[0], f"{at} key")
            yield from faults_of(one, inner[1], f"{at}.{key}")
    elif origin is tuple:
        if not isinstance(value, tuple) or len(value) != len(inner):
            yield f"{at}: no tuple of {len(inner)}"
            return
        for index, one in enumerate(inner):
            yield from faults_of(value[index], one, f"{at}[{index}]")
    elif origin is Literal:
        if value not in inner:
            yield f"{at}: {value!r}"
    elif kind is float:
        if type(value) not in (float, int):
            yield f"{at}: {type(value).__name__} for float"
    elif type(value) is not kind and not (kind is types.NoneType and value is None):
        yield f"{at}: {type(value).__name__} for {kind.__name__}"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> SitePlan:
    root = copy_tiny(tmp_path_factory.mktemp("views") / "site")
    add_photo(root)
    add_fair(root)
    many_lots.add_lots(root / RICE, 5)
    return planned(root)


def test_the_checker_sees_faults() -> None:
    good = {"text": "a", "lang": ""}
    assert not list(faults_of(good, Words, "x"))
    worse: tuple[object, ...] = ({"text": "a"}, {**good, "more": ""}, {"text": 1, "lang": ""}, [], None)
    for bad in worse:
        assert list(faults_of(bad, Words, "x")), bad
    assert list(faults_of([good, {}], list[Words], "x")) == [
        "x[1]: text is missing",
        "x[1]: lang is missing",
    ]
    assert list(faults_of({"a": 1}, dict[str, str], "x"))
    assert list(faults_of(None, Words | None, "x")) == []


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> SitePlan:
    root = copy_tiny(tmp_path_factory.mktemp("stick") / "site")
    add_fair(root)
    return planned(root, links="relative", usb_fair="hoi-cho-mau")


@pytest.fixture(scope="module")
def several() -> SitePlan:
    """The site of three provinces, which has pages that no site of one province has."""
    return planned(PROVINCES)


def test_every_page_is_given_its_view(plan: SitePlan, stick: SitePlan, several: SitePlan) -> None:
    faults: list[str] = []
    seen = set()
    for path, page in [*pages(plan).items(), *pages(stick).items(), *pages(several).items()]:
        seen.add(page.template)
        faults += faults_of(page.view, VIEWS[page.template], path)
    assert faults == []
    assert seen == set(VIEWS), "these sites show every kind of page"


def test_every_language_is_given_its_site_view(plan: SitePlan) -> None:
    assert set(plan.sites) == {"vi", "en"}
    assert [fault for lang, site in plan.sites.items() for fault in faults_of(site, SiteView, lang)] == []


def test_every_kind_of_page_is_documented_and_made(
    plan: SitePlan, stick: SitePlan, several: SitePlan
) -> None:
    made = {page.view["kind"] for site in (plan, stick, several) for page in pages(site).values()}
    assert made == {kind for page_type in PAGE_TYPES for kind in page_type.kinds}


# ---- templates -----------------------------------------------------------------------------------

ENV = environment([PROJECT / "themes" / "default"])


def tree_of(name: str) -> nodes.Template:
    return ENV.parse((TEMPLATES / name).read_text("utf-8"))


def closure(name: str, seen: dict[str, nodes.Template]) -> dict[str, nodes.Template]:
    """A template with all that it extends, includes or imports."""
    if name not in seen:
        seen[name] = tree_of(name)
        for node in seen[name].find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            wanted = getattr(node, "template", None)
            assert isinstance(wanted, nodes.Const), name
            closure(wanted.value, seen)
    return seen


def asked_of(owner: str, tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == owner:
            yield node.attr


def fields(kind: type) -> set[str]:
    return set(get_type_hints(kind))


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_template_asks_its_page_only_for_documented_fields(name: str) -> None:
    known = fields(VIEWS[name])
    for part, tree in closure(f"{name}.html", {}).items():
        assert set(asked_of("page", tree)) - known - METHODS == set(), part
        assert set(asked_of("site", tree)) - fields(SiteView) == set(), part


def parts_of(kind: Any) -> Iterator[type]:
    """The dictionaries that a view or an annotation is made of, itself included."""
    if is_typeddict(kind):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from parts_of(hint)
    for inner in get_args(kind):
        yield from parts_of(inner)


def documented() -> set[str]:
    found: set[str] = set()
    for view in (SiteView, *VIEWS.values()):
        for part in parts_of(view):
            found |= fields(part)
    return found | {"vi", "en"} | set(Symbol._fields) | LOOP | METHODS


def test_every_attribute_that_a_template_names_is_documented() -> None:
    known = documented()
    faults = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = ENV.parse(path.read_text("utf-8"))
        names = {node.attr for node in tree.find_all(nodes.Getattr)}
        faults += [f"{path.relative_to(TEMPLATES)}: {name}" for name in sorted(names - known)]
    assert faults == []


def test_every_view_has_a_template_and_every_template_a_view() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.html")} - {"base"} == set(VIEWS)


def test_every_part_is_used() -> None:
    used: dict[str, nodes.Template] = {}
    for name in VIEWS:
        closure(f"{name}.html", used)
    parts = {path.relative_to(TEMPLATES).as_posix() for path in Path(TEMPLATES / "parts").glob("*.html")}
    assert parts - used.keys() == set()


def test_views_hold_only_plain_values(plan: SitePlan) -> None:
    """A view is its page's fingerprint: nothing in it may look the same and mean another thing."""

    def odd(value: object, at: str) -> Iterator[str]:
        if isinstance(value, Mapping):
            for key, one in value.items():
                yield from odd(one, f"{at}.{key}")
        elif isinstance(value, list | tuple):
            for one in value:
                yield from odd(one, at)
        elif type(value) not in (str, int, float, bool, types.NoneType):
            yield f"{at}: {type(value).__name__}"

    assert [fault for path, page in pages(plan).items() for fault in odd(page.view, path)] == []
