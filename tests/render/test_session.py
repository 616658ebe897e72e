"""A session keeps the theme and the compiled templates from build to build, as long as they are the same."""

import gc
from pathlib import Path

import pytest
from tiny import RICE, SESSION, append, build_clean, copy_tiny, default_theme, order, replace, same, tree

from generator.cache import Cache
from generator.commands.build import build
from generator.render import sandbox
from generator.render import theme as themes
from generator.render.session import RenderSession
from generator.site.outputs import SitePlan

pytestmark = pytest.mark.slow


def refuse_to_compile(*_words: object, **_named: object) -> None:
    raise AssertionError("a template is compiled again")


def test_an_edit_of_a_record_compiles_no_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, root = RenderSession(), copy_tiny(tmp_path / "site")
    assert build(order(root, tmp_path / "output"), session=session).written
    monkeypatch.setattr(sandbox.Sandbox, "compile", refuse_to_compile)
    monkeypatch.setattr(themes, "load", refuse_to_compile)
    replace(root / RICE / "product.yaml", "Gạo", "Lúa")
    assert build(order(root, tmp_path / "output"), session=session).written


def test_an_edit_of_a_theme_is_seen(tmp_path: Path) -> None:
    session, root = RenderSession(), copy_tiny(tmp_path / "site")
    before = session.theme(root, "default", lambda: themes.load(root, "default"))
    assert session.theme(root, "default", refuse_to_compile) is before  # type: ignore[arg-type]
    with (root / "themes/default/styles/site.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\n.added{color:red}\n")
    after = session.theme(root, "default", lambda: themes.load(root, "default"))
    assert ".added" in after.inline["site.css"]
    assert after.digest != before.digest


def test_a_loaded_theme_leaves_its_templates_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_tiny(tmp_path / "site")
    cache = Cache(None, root)
    theme = themes.load(root, "default", cache, "program")
    monkeypatch.setattr(sandbox.Sandbox, "compile", refuse_to_compile)
    environment = sandbox.environment(theme.folders, theme.compiled)
    names = environment.list_templates(extensions=["html"])
    assert len(names) > 50
    for name in names:
        environment.get_template(name)


def test_no_plan_outlives_its_build(tmp_path: Path) -> None:
    """Else ``ocop serve`` would hold one more catalogue after each edit."""
    root = copy_tiny(tmp_path / "site")
    gc.collect()
    before = sum(isinstance(thing, SitePlan) for thing in gc.get_objects())
    for name in ("Lúa", "Thóc"):
        replace(root / RICE / "product.yaml", "Gạo" if name == "Lúa" else "Lúa", name)
        assert build(order(root, tmp_path / "output", tmp_path / "cache"), session=RenderSession()).written
    gc.collect()
    assert sum(isinstance(thing, SitePlan) for thing in gc.get_objects()) == before


def test_the_session_of_the_tests_makes_what_a_new_one_makes(tmp_path: Path) -> None:
    """It takes an untouched copy of the default theme for the theme itself, and no other copy."""
    root = copy_tiny(tmp_path / "site")
    assert SESSION.theme(root, "default", refuse_to_compile) is default_theme()  # type: ignore[arg-type]
    assert build(order(root, tmp_path / "output"), session=RenderSession()).written
    build_clean(root, tmp_path / "shared")
    same(tree(tmp_path / "output"), tree(tmp_path / "shared"))
    append(root / "themes/default/styles/site.css", "\n.added{color:red}\n")
    theme = SESSION.theme(root, "default", lambda: themes.load(root, "default"))
    assert ".added" in theme.inline["site.css"]
