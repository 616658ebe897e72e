"""Themes: a child changes single files, words and tokens; a theme that cannot be used says where and why."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from built import PROJECT
from tiny import TINY, append, copy_tiny, order, pages, planned, replace, same, tree

from generator.commands.build import build
from generator.diagnostics.problem import problem_codes
from generator.output import publish as publishing
from generator.render import theme as themes
from generator.render.fault import ThemeError
from generator.render.pages import Renderer
from generator.render.words import read_words
from generator.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


PLAN = planned(TINY)


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


def HOME(root: Path) -> Path:  # noqa: N802 - a file by its name
    return root / "themes/default/templates/home.html"


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
        lambda root: append(root / "themes/default/locales/vi.po", '\nmsgid "a"\n'),
        "themes/default/locales/vi.po",
    ),
    "THEME-WORDS-LINE": (
        lambda root: append(root / "themes/default/locales/vi.po", 'msgid "a\nb"\n'),
        "themes/default/locales/vi.po",
    ),
    "THEME-PLACEHOLDER": (
        lambda root: replace(root / "themes/default/locales/vi.po", "{n} sao", "{m} sao"),
        "themes/default/locales/vi.po",
    ),
    "THEME-PLURAL": (
        lambda root: replace(root / "themes/default/locales/vi.po", "nplurals=1", "nplurals=2"),
        "themes/default/locales/vi.po",
    ),
    "THEME-PAGE": (
        lambda root: replace(HOME(root), "{% block content %}", "{% block content %}{{ page.nothing }}"),
        "themes/default/templates/home.html",
    ),
    "THEME-COLOUR": (
        lambda root: replace(root / "themes/default/styles/tokens.css", "--ink-soft:", "--ink-hard:"),
        "themes/default/styles/tokens.css",
    ),
    "THEME-DRAWING": (
        lambda root: append(root / "themes/default/illustrations/rice.svg", "<svg"),
        "themes/default/illustrations/rice.svg",
    ),
    "THEME-DRAWING-PART": (
        lambda root: replace(root / "themes/default/illustrations/rice.svg", "<path", '<path onload="x"'),
        "themes/default/illustrations/rice.svg",
    ),
    "THEME-INLINE": (
        lambda root: append(root / "themes/default/styles/site.css", "@import 'x.css';\n"),
        "themes/default/styles/site.css",
    ),
    "THEME-WORDS-MARKUP": (
        lambda root: replace(
            root / "themes/default/locales/vi.po", 'msgstr "Tin tức"', 'msgstr "<b>Tin</b>"'
        ),
        "themes/default/locales/vi.po",
    ),
    "THEME-FORBIDDEN": (
        lambda root: append(HOME(root), "{{ page.__class__ }}"),
        "themes/default/templates/home.html",
    ),
    "THEME-PART": (
        lambda root: append(HOME(root), '{% include "parts/star.html" %}'),
        "themes/default/templates/home.html",
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


WHOLE = ("THEME-MISSING", "THEME-LOOP", "THEME-COLOUR")
"""Codes that are about a file as a whole."""


@pytest.mark.parametrize("code", FAULTS)
def test_a_theme_that_cannot_be_used(root: Path, tmp_path: Path, code: str) -> None:
    spoil, file = FAULTS[code]
    spoil(root)
    found = build(order(root, tmp_path / "output")).report.sorted()
    assert [(one.code, one.location.file) for one in found] == [(code, file)]
    assert (found[0].location.line > 0) == (code not in WHOLE)
    for language in ("vi", "en"):
        assert found[0].sentence(language)
        assert found[0].hint(language)
    assert not list((tmp_path / "output").rglob("*.html"))


def test_every_code_of_a_theme_is_shown() -> None:
    elsewhere = {"THEME-WORDS-MISSING", "THEME-STAMP"}  # the latter in tests/stamps
    assert {*FAULTS, *elsewhere} == {code for code in problem_codes() if code.startswith("THEME-")}


# ---- templates that fail while a page is made ----------------------------------------------------


AT_WORK = {
    "an unknown name": "{{ nothing }}",
    "an unknown field": "{{ page.nothing.more }}",
    "a division by nothing": "{{ 1 // 0 }}",
    "a macro that its part lacks": '{% from "parts/stars.html" import nothing %}{{ nothing() }}',
    "a macro called wrongly": '{% from "parts/stars.html" import stars %}{{ stars(1, 2, 3, 4, 5, 6, 7) }}',
    "a file that the theme lacks": '{{ asset("nothing.css") }}',
    "a drawing that the theme lacks": '{{ drawing("nothing") }}',
    "an address of another kind": "{{ url(1) }}",
    "a macro without end": "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
}


@pytest.mark.parametrize("name", AT_WORK)
def test_a_template_that_fails_at_work(root: Path, name: str) -> None:
    template = root / "themes/default/templates/not-found.html"
    replace(template, "</body>", f"\n{AT_WORK[name]}\n</body>")
    line = template.read_text("utf-8").split("\n").index(AT_WORK[name]) + 1
    maker = Renderer(themes.load(root, "default"), Settings("https://ocop.test"), PLAN)
    with pytest.raises(ThemeError) as caught:
        maker.render(pages(PLAN)["404.html"])
    found = caught.value.problem
    assert (found.code, str(found.location)) == (
        "THEME-PAGE",
        f"themes/default/templates/not-found.html:{line}:1",
    )
    assert dict(found.values)["page"] == "404.html"
    assert str(root) not in found.sentence("en")


def shown(name: str) -> bool:
    """Whether readers meet the file: new pictures lie there under new names until a page leads to them."""
    return not name.startswith(("media/", ".ocop-built"))


@pytest.mark.parametrize("workers", [1, 3])
def test_a_template_that_fails_harms_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Pages, styles and data stay as they were, and nothing half done is left, in one process or in three."""
    monkeypatch.setattr(publishing, "WORKERS_FROM", 10)
    monkeypatch.setattr(os, "cpu_count", lambda: workers)
    output, cache = tmp_path / "output", tmp_path / "cache"
    assert not build(order(root, output, cache)).report.failed
    before = tree(output)
    part = root / "themes/default/templates/parts/stars.html"
    good = part.read_text("utf-8")
    replace(part, "rating.label", "rating.nothing")
    append(root / "themes/default/styles/tokens.css", ":root{--new:1}\n")
    replace(root / "products/xa-mau/gao-mau/product.yaml", "Gạo nếp mẫu", "Gạo khác")
    for _ in range(2):
        found = build(order(root, output, cache)).report.sorted()
        assert {one.code for one in found} == {"THEME-PAGE"}
        assert len({one.location for one in found}) == len(found), "a line is told once, not for every page"
        same(*({name: data for name, data in one.items() if shown(name)} for one in (tree(output), before)))
    part.write_text(good, encoding="utf-8")
    assert not build(order(root, output, cache)).report.failed
    build(order(root, tmp_path / "clean"))
    same(tree(output), tree(tmp_path / "clean"))


# ---- words ---------------------------------------------------------------------------------------

HEAD = """\
msgid ""
msgstr ""
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""
COUNTED = 'msgid "{n} product"\nmsgid_plural "{n} products"\n'
WRONG_WORDS = {
    "another name": ("THEME-PLACEHOLDER", 5, 'msgid "{n} stars"\nmsgstr "{m} sao"\n'),
    "one too many": ("THEME-PLACEHOLDER", 5, 'msgid "Stars"\nmsgstr "{n} sao"\n'),
    "a brace left open": ("THEME-PLACEHOLDER", 5, 'msgid "{n} stars"\nmsgstr "{n sao"\n'),
    "a field of a value": ("THEME-PLACEHOLDER", 5, 'msgid "{n} stars"\nmsgstr "{n.x} sao"\n'),
    "a bare percent sign": ("THEME-PLACEHOLDER", 5, 'msgid "All"\nmsgstr "100 %"\n'),
    "another kind": ("THEME-PLACEHOLDER", 5, 'msgid "%(num)s more"\nmsgstr "%(num)d nữa"\n'),
    "in one form": ("THEME-PLACEHOLDER", 5, COUNTED + 'msgstr[0] "{so} sản phẩm"\n'),
    "a quote left open": ("THEME-WORDS-LINE", 6, 'msgid "Stars"\nmsgstr "Sao\n'),
    "no quotes": ("THEME-WORDS-LINE", 6, 'msgid "Stars"\nmsgstr Sao\n'),
    "an unknown escape": ("THEME-WORDS-LINE", 6, 'msgid "Stars"\nmsgstr "Sao\\x"\n'),
    "an odd form": ("THEME-WORDS-LINE", 7, COUNTED + 'msgstr[x] "sản phẩm"\n'),
    "a form too many": ("THEME-WORDS", 5, COUNTED + 'msgstr[0] "a"\nmsgstr[1] "b"\n'),
    "no translation": ("THEME-WORDS", 5, 'msgid "Stars"\n'),
}


@pytest.mark.parametrize("name", WRONG_WORDS)
def test_wrong_words_are_told_with_their_line(name: str) -> None:
    code, line, text = WRONG_WORDS[name]
    with pytest.raises(ThemeError) as caught:
        read_words((HEAD + text).encode(), "vi", "vi.po")
    assert (caught.value.problem.code, caught.value.problem.location.line) == (code, line)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (HEAD.replace("nplurals=1; plural=0", "nplurals=2; plural=(n != 1)"), "THEME-PLURAL"),
        (HEAD.replace("nplurals=1", "nplurals=x"), "THEME-WORDS"),
        (HEAD.replace("utf-8", "khong-co"), "THEME-WORDS"),
    ],
)
def test_a_wrong_head_is_told(head: str, code: str) -> None:
    with pytest.raises(ThemeError) as caught:
        read_words((head + COUNTED + 'msgstr[0] "{n} sản phẩm"\n').encode(), "vi", "vi.po")
    assert caught.value.problem.code == code


HALF = 'msgid "50 %% of {{all}}"\nmsgstr ""\n"Một nửa: "\n"50 %%"\n'


def test_good_words_are_taken() -> None:
    text = HEAD + COUNTED + 'msgstr[0] "{n} sản phẩm"\n\n#~ msgid "old"\n#~ msgstr "cũ"\n' + HALF
    words, plurals = read_words(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "vi", "vi.po")
    assert words["{n} products"] == "{n} sản phẩm"
    assert words["50 %% of {{all}}"] == "Một nửa: 50 %%"
    assert plurals == {("{n} product", "{n} products"): ("{n} sản phẩm",)}


def test_the_name_of_a_word_file_is_a_language(root: Path, tmp_path: Path) -> None:
    vi = root / "themes/default/locales/vi.po"
    (vi.parent / "vi (1).po").write_bytes(vi.read_bytes())
    [found] = build(order(root, tmp_path / "output")).report.sorted()
    assert (found.code, found.location.file) == ("LANGUAGE-CODE", "themes/default/locales/vi (1).po")


# ---- odd files -----------------------------------------------------------------------------------


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


ODD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a pipe": ("FILE-NOT-PLAIN", os.mkfifo),
    "a socket": ("FILE-NOT-PLAIN", a_socket),
    "a link to itself": ("FILE-NOT-PLAIN", lambda path: path.symlink_to(path.name)),
    "a link to its folder": ("FILE-NOT-PLAIN", lambda path: path.symlink_to(path.parent)),
    "a folder": ("", Path.mkdir),
}


@pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "name",
    [
        "locales/vi.po",
        "templates/home.html",
        "styles/site.css",
        "static/favicon.svg",
        "illustrations/motif.svg",
    ],
)
def test_an_odd_file_in_a_theme_neither_hangs_nor_crashes(
    root: Path, tmp_path: Path, kind: str, name: str
) -> None:
    code, make = ODD[kind]
    path = root / "themes/default" / name
    path.unlink()
    make(path)
    if code:
        with pytest.raises(ThemeError) as caught:
            themes.load(root, "default")
        found = [caught.value.problem]
        assert (found[0].code, found[0].location.file) == (code, f"themes/default/{name}")
    else:
        found = build(order(root, tmp_path / "output")).report.sorted()
    assert found
    assert all(one.location.file.startswith("themes/default") for one in found)


def test_a_theme_file_that_may_not_be_read(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "themes/default/locales/vi.po"
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == file:
            raise PermissionError(13, "refused", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    [found] = build(order(root, tmp_path / "output")).report.sorted()
    assert (found.code, found.location.file) == ("FILE-UNREADABLE", "themes/default/locales/vi.po")


@pytest.mark.parametrize("name", themes.NEEDED)
def test_a_theme_without_what_every_site_needs_is_refused(root: Path, name: str) -> None:
    (root / "themes/default" / name).unlink()
    with pytest.raises(ThemeError) as caught:
        themes.load(root, "default")
    found = caught.value.problem
    assert (found.code, found.location.file) == ("FILE-MISSING", f"themes/default/{name}")


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
    result = build(order(root, tmp_path / "output"))
    [found] = result.report.sorted()
    assert found.code in {"THEME-UNREADABLE", "THEME-MISSING", "TEXT-ENCODING"}


def test_a_misspelt_setting_is_told(root: Path) -> None:
    folder = child(root)
    (folder / "theme.yaml").write_text("extend: default\n")
    with pytest.raises(ThemeError) as caught:
        themes.load(root, "con")
    assert caught.value.problem.code == "KEY-UNKNOWN"
    assert "“extend”" in caught.value.problem.sentence("vi")
    assert "extends" in caught.value.problem.hint("vi") + caught.value.problem.hint("en")


def test_every_drawing_stands_on_its_own_ground() -> None:
    """The ground of most drawings is that of all classes, so the rules are read as a browser reads them."""
    theme = themes.load(PROJECT, "default")
    rules = [line.removesuffix("}").split("{background:") for line in theme.inline["tints.css"].split()]
    for name, drawing in theme.drawings.items():
        ground = ""
        for selectors, colour in rules:
            if {f".tint-{name}", "[class*=tint-]"} & set(selectors.split(",")):
                ground = colour
        assert f'data-tint="{ground}"' in drawing, name
