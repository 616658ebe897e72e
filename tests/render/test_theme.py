"""Themes: a child changes single files, words and tokens; a theme that cannot be used says where and why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tiny import append, copy_tiny, order, replace

from generator.build import build
from generator.render import theme as themes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def child(root: Path, name: str = "con", extends: str = "default") -> Path:
    folder = root / "themes" / name
    for part in ("templates", "static", "styles", "locales", "illustrations"):
        (folder / part).mkdir(parents=True)
    (folder / "theme.yaml").write_text(f"name: {name}\nextends: {extends}\npictures:\n  quality: 60\n")
    return folder


def test_a_child_theme_holds_only_what_differs(root: Path) -> None:
    folder = child(root)
    (folder / "styles/tokens.css").write_text(":root{--new:1}\n")
    (folder / "static/extra.txt").write_text("more")
    (folder / "templates/404.html").write_text("own")
    (folder / "locales/vi.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Products"\nmsgstr "Hàng"\n', encoding="utf-8"
    )
    old, new = themes.load(root, "default"), themes.load(root, "con")
    assert new.inline["tokens.css"] == old.inline["tokens.css"] + "\n:root{--new:1}"
    assert new.inline["site.css"] == old.inline["site.css"]
    assert new.facts.words["vi"]["Products"] == "Hàng"
    assert new.facts.words["vi"]["News"] == old.facts.words["vi"]["News"]
    assert (new.facts.quality, new.facts.widths) == (60, old.facts.widths)
    assert "extra.txt" in new.facts.assets
    assert new.facts.assets["favicon.svg"] == old.facts.assets["favicon.svg"]
    assert new.facts.assets["style.css"] != old.facts.assets["style.css"]


def test_a_closure_holds_everything_that_a_template_is_made_of(root: Path) -> None:
    before = themes.load(root, "default").closures
    append(root / "themes/default/templates/parts/stars.html", "<!-- -->")
    after = themes.load(root, "default").closures
    changed = {name for name in after if after[name] != before[name]}
    assert {"parts/stars.html", "parts/card.html", "list.html", "product.html", "trace.html"} <= changed
    assert "not-found.html" not in changed
    assert "parts/footer.html" not in changed


def unreadable(root: Path) -> None:
    (root / "themes/default/theme.yaml").write_text("a: [")


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "THEME-MISSING": (
        lambda root: append(root / "content/site.yaml", "theme: khong-co\n"),
        "themes/khong-co/theme.yaml",
    ),
    "THEME-LOOP": (
        lambda root: replace(root / "themes/default/theme.yaml", 'extends: ""', "extends: default"),
        "themes/default/theme.yaml",
    ),
    "THEME-UNREADABLE": (unreadable, "themes/default/theme.yaml"),
    "THEME-WORDS": (
        lambda root: append(root / "themes/default/locales/vi.po", 'msgid "a\nb"\n'),
        "themes/default/locales/vi.po",
    ),
    "THEME-TEMPLATE": (
        lambda root: append(root / "themes/default/templates/home.html", "{% if %}"),
        "themes/default/templates/home.html",
    ),
    "THEME-DYNAMIC": (
        lambda root: append(root / "themes/default/templates/home.html", "{% include page.kind %}"),
        "themes/default/templates/home.html",
    ),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_theme_that_cannot_be_used(root: Path, tmp_path: Path, code: str) -> None:
    spoil, file = FAULTS[code]
    spoil(root)
    found = build(order(root, tmp_path / "output")).report.sorted()
    assert [(one.code, one.place.file) for one in found] == [(code, file)]
    assert (found[0].place.line > 0) == (code in ("THEME-TEMPLATE", "THEME-DYNAMIC"))
    for language in ("vi", "en"):
        assert found[0].sentence(language)
        assert found[0].hint(language)
    assert not (tmp_path / "output").exists()


def test_a_theme_without_its_style_is_refused(root: Path, tmp_path: Path) -> None:
    (root / "themes/default/styles/site.css").unlink()
    outcome = build(order(root, tmp_path / "output"))
    assert [one.code for one in outcome.report.sorted()] == ["THEME-UNREADABLE"]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "extends: ../../content\n",
        "extends: [a]\n",
        "pictures: {widths: x}\n",
        "pictures: {widths: []}\n",
        "pictures: {quality: 900}\n",
        "pictures: [1]\n",
        "text\n",
        "\xff",
    ],
)
def test_an_odd_theme_file_is_refused(root: Path, tmp_path: Path, text: str) -> None:
    """Never an exception, and never a folder outside ``themes``."""
    (root / "themes/default/theme.yaml").write_bytes(text.encode("latin-1"))
    outcome = build(order(root, tmp_path / "output"))
    assert {one.code[:6] for one in outcome.report.sorted()} == {"THEME-"}
