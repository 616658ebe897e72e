"""A stranger's theme: each attack is told once, with file and line, and nothing is published."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile import IN_TEMPLATES
from tiny import DAY, append, copy_tiny, order

from generator.cli import command_line
from generator.commands.build import build
from generator.render import svg
from generator.render import theme as themes
from generator.render.inlined import check_style

pytestmark = pytest.mark.slow

TEMPLATE = "templates/home.html"
DRAWING = "illustrations/rice.svg"
WORDS = "locales/vi.po"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny site with a theme of a stranger, ``la``, that holds nothing yet."""
    root = copy_tiny(tmp_path / "site")
    folder = root / "themes/la"
    folder.mkdir()
    (folder / "theme.yaml").write_text("name: lạ\nextends: default\n", encoding="utf-8")
    append(root / "content/site.yaml", "theme: la\n")
    return root


def put(root: Path, name: str, text: str | bytes) -> Path:
    """Write a file of the theme."""
    path = root / "themes/la" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def writing(name: str, text: str) -> Callable[[Path], object]:
    """The attack that writes one file of the theme."""
    return lambda root: put(root, name, text)


def in_template(text: str) -> Callable[[Path], object]:
    return lambda root: put(root, "templates/parts/stars.html", f"{{#-\n#}}\n{text}\n")


def svg_with(inside: str, attributes: str = "", head: str = "") -> str:
    """A drawing of the usual size; what is tried stands on line 2."""
    return f'{head}<svg xmlns="{svg.NAMESPACE}" viewBox="0 0 240 240" \n{attributes}>{inside}</svg>'


XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
IN_DRAWINGS = {
    "a script": (svg_with("<script>alert(1)</script>"), "<script>"),
    "a script under another prefix": (
        svg_with("<s:script>alert(1)</s:script>", f'xmlns:s="{svg.NAMESPACE}"'),
        "<script>",
    ),
    "onload": (svg_with("", 'onload="alert(1)"'), "onload"),
    "onclick deeper down": (svg_with('<g><path d="M0 0" onclick="alert(1)"/></g>'), "onclick"),
    "a foreign object": (svg_with("<foreignObject><p/></foreignObject>"), "<foreignObject>"),
    "a picture of the disk": (svg_with('<image href="/etc/passwd"/>'), "<image>"),
    "a picture of the disk, the old way": (
        svg_with('<image xlink:href="file:///etc/passwd"/>', XLINK),
        "<image>",
    ),
    "a picture of another host": (svg_with('<image href="https://evil.example/x.png"/>'), "<image>"),
    "a part of another file": (svg_with('<use href="https://evil.example/x.svg#a"/>'), "<use>"),
    "clones of clones": (svg_with('<g id="a"/><use href="#a"/>'), "<use>"),
    "a gradient of another file": (svg_with('<linearGradient href="other.svg#a"/>'), "other.svg"),
    "a link": (svg_with('<a href="javascript:alert(1)"><path d="M0 0"/></a>'), "<a>"),
    "a style element": (svg_with("<style>@import 'https://evil.example'</style>"), "<style>"),
    "a style attribute": (svg_with('<path style="fill:url(https://evil.example)"/>'), "style="),
    "a fill of another host": (svg_with('<path fill="url(https://evil.example#a)"/>'), "fill="),
    "a fill of another host, escaped": (svg_with('<path fill="\\75rl(//evil.example)"/>'), "fill="),
    "a filter": (svg_with('<filter id="a"><feImage href="x"/></filter>'), "<filter>"),
    "an animation": (svg_with('<set attributeName="href" to="javascript:alert(1)"/>'), "<set>"),
    "a second drawing inside": (svg_with('<svg viewBox="0 0 1 1"/>'), "<svg>"),
    "letters": (svg_with("<text>words</text>"), "<text>"),
    "bare words": (svg_with("words"), "words"),
    "markup in CDATA": (svg_with("<![CDATA[</svg><script>alert(1)</script>]]>"), "</svg>"),
    "a ground that is no colour": (svg_with("", 'data-tint="red}body{display:none"'), "data-tint"),
}
DOCTYPES = {
    "an entity of the disk": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "entities that grow": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
    "another document type": '<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">',
}
ODD_DRAWINGS = {
    "endlessly high": svg_with("").replace("0 0 240 240", "0 0 1 1000000"),
    "endlessly high by its attributes": svg_with("", 'width="1" height="1000000"'),
    "without a size": svg_with("").replace('viewBox="0 0 240 240"', ""),
    "endlessly deep": svg_with("<g>" * 1000 + "</g>" * 1000),
    "no drawing": '<html xmlns="http://www.w3.org/1999/xhtml">\n</html>',
    "a drawing without its namespace": '<svg viewBox="0 0 1 1"/>',
}
IN_STYLES = {
    "an import": ("@import 'https://evil.example/x.css';", "@import"),
    "an import in capitals": ("@IMPORT url(x.css);", "@IMPORT"),
    "a picture of another host": ("a{background:url(https://evil.example/x.png)}", "evil.example"),
    "a picture of the disk": ("a{background:url('file:///etc/passwd')}", "file:"),
    "a file of the site": ("a{background:url(/robots.txt)}", "robots"),
    "an escaped address": ("a{background:\\75 rl(//evil.example/x)}", "evil.example"),
    "an escaped import": ("@\\69mport '//evil.example';", "@import"),
    "a set of pictures": ("a{background:image-set('//evil.example/x' 1x)}", "image-set"),
    "a font": ("@font-face{src:url(//evil.example/x.woff2)}", "evil.example"),
    "the end of its element": ("</style><script>alert(1)</script>", "</style"),
}

Attack = tuple[Callable[[Path], object], str, str, int, str]
"""What is done, the code and the file and the line that are told, and what the sentence names."""
ATTACKS: dict[str, Attack] = {}
for name, (text, what) in IN_TEMPLATES.items():
    part = "templates/parts/stars.html"
    ATTACKS[f"template: {name}"] = (in_template(text), "THEME-FORBIDDEN", part, 3, what)
for name, (text, what) in IN_DRAWINGS.items():
    line = 1 if name in {"onload", "a ground that is no colour"} else 2
    ATTACKS[f"drawing: {name}"] = (writing(DRAWING, text), "THEME-DRAWING-PART", DRAWING, line, what)
for name, line in (("a script", 2), ("onload", 1)):
    icon, (text, what) = "static/favicon.svg", IN_DRAWINGS[name]
    ATTACKS[f"icon: {name}"] = (writing(icon, text), "THEME-DRAWING-PART", icon, line, what)
for name, text in DOCTYPES.items():
    drawing = svg_with("<g>&x;&b;</g>", head=text)
    ATTACKS[f"drawing: {name}"] = (writing(DRAWING, drawing), "THEME-DRAWING-PART", DRAWING, 1, "<!DOCTYPE>")
for name, text in ODD_DRAWINGS.items():
    line = 2 if "deep" in name else 1
    ATTACKS[f"drawing: {name}"] = (writing(DRAWING, text), "THEME-DRAWING", DRAWING, line, "")
for name, (text, what) in IN_STYLES.items():
    style = "styles/tokens.css"
    whole = f"/* url(//x.y)\n*/\n{text}\n"
    ATTACKS[f"style: {name}"] = (writing(style, whole), "THEME-INLINE", style, 3, what)
ATTACKS |= {
    "script: the end of its element": (
        lambda root: put(root, "scripts/more.js", "//\nx = '</script>'\n"),
        *("THEME-INLINE", "scripts/more.js", 2, "</script"),
    ),
    "words: a script": (
        lambda root: put(
            root, WORDS, 'msgid ""\nmsgstr ""\n\nmsgid "News"\nmsgstr "<script>alert(1)</script>"\n'
        ),
        *("THEME-WORDS-MARKUP", WORDS, 4, "<script>"),
    ),
    "words: half a tag": (
        lambda root: put(
            root, WORDS, 'msgid ""\nmsgstr ""\n\nmsgid "News"\nmsgstr "x <img src=x onerror=y"\n'
        ),
        *("THEME-WORDS-MARKUP", WORDS, 4, "<"),
    ),
    "words: an attribute of a value": (
        lambda root: put(root, WORDS, 'msgid ""\nmsgstr ""\n\nmsgid "{n} stars"\nmsgstr "{n.__class__}"\n'),
        *("THEME-PLACEHOLDER", WORDS, 4, "{n.__class__}"),
    ),
    "include: a computed name": (
        in_template("{% include page.kind %}"),
        *("THEME-DYNAMIC", "templates/parts/stars.html", 3, ""),
    ),
    "include: a file outside": (
        in_template('{% include "../../../content/site.yaml" %}'),
        *("THEME-PART", "templates/parts/stars.html", 3, "site.yaml"),
    ),
    "include: an absolute file": (
        in_template('{% include "/etc/passwd" %}'),
        *("THEME-PART", "templates/parts/stars.html", 3, "passwd"),
    ),
    "include: a file beside the templates": (
        in_template('{% import "../theme.yaml" as x %}'),
        *("THEME-PART", "templates/parts/stars.html", 3, "theme.yaml"),
    ),
    "settings: a parent outside": (
        lambda root: put(root, "theme.yaml", "extends: ../../content\n"),
        *("THEME-MISSING", "../../content/theme.yaml", 0, "../../content"),
    ),
    "settings: itself as its parent": (
        lambda root: put(root, "theme.yaml", "extends: la\n"),
        *("THEME-LOOP", "theme.yaml", 0, "la"),
    ),
    "settings: an object of Python": (
        lambda root: put(
            root, "theme.yaml", "extends: default\nname: !!python/object/apply:os.system [id]\n"
        ),
        *("THEME-UNREADABLE", "theme.yaml", 2, ""),
    ),
    "settings: aliases that grow": (
        lambda root: put(
            root, "theme.yaml", "extends: default\nname: &a [1, 1]\npictures: {widths: [*a, *a]}\n"
        ),
        *("THEME-UNREADABLE", "theme.yaml", 3, "*a"),
    ),
    "settings: endless pictures": (
        lambda root: put(root, "theme.yaml", "extends: default\npictures:\n  widths: [1000000000]\n"),
        *("THEME-UNREADABLE", "theme.yaml", 3, "widths"),
    ),
    "settings: countless pictures": (
        lambda root: put(
            root, "theme.yaml", f"extends: default\npictures:\n  widths: {list(range(1, 1000))}\n"
        ),
        *("THEME-UNREADABLE", "theme.yaml", 3, "widths"),
    ),
    "file: not what it is taken for": (
        lambda root: put(root, "styles/tokens.css", b":root{\n--a:\xff}"),
        *("TEXT-ENCODING", "styles/tokens.css", 2, ""),
    ),
    "file: a huge one": (
        lambda root: put(root, "static/x.bin", b"0" * (themes.MOST_BYTES + 1)),
        *("FILE-TOO-BIG", "static/x.bin", 0, ""),
    ),
}


def link(name: str) -> Callable[[Path], object]:
    """A file of the theme that is a link to a file of the machine."""

    def attack(root: Path) -> None:
        path = put(root, name, "")
        path.unlink()
        path.symlink_to("/etc/passwd")

    return attack


def pipe(root: Path) -> None:
    path = put(root, DRAWING, "")
    path.unlink()
    os.mkfifo(path)


if os.name == "posix":
    for name, file in {
        "a template": TEMPLATE,
        "a word file": WORDS,
        "a drawing": DRAWING,
        "a static file": "static/x.txt",
        "a style sheet": "styles/tokens.css",
        "a script": "scripts/more.js",
    }.items():
        ATTACKS[f"link: {name}"] = (link(file), "FILE-NOT-PLAIN", file, 0, "")
    ATTACKS["link: a folder"] = (
        lambda root: (root / "themes/la/static").symlink_to("/etc"),
        *("FILE-NOT-PLAIN", "static", 0, ""),
    )
    ATTACKS["link: a pipe"] = (pipe, "FILE-NOT-PLAIN", DRAWING, 0, "")


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_told_and_nothing_is_published(root: Path, tmp_path: Path, name: str) -> None:
    attack, code, file, line, what = ATTACKS[name]
    attack(root)
    [found] = build(order(root, tmp_path / "output")).report.sorted()
    place = Path(f"themes/{file}" if file.startswith("../") else f"themes/la/{file}").as_posix()
    assert (found.code, found.location.file, found.location.line) == (code, place, line)
    for language in ("vi", "en"):
        assert what in found.sentence(language)
        assert found.hint(language)
    assert not [path for path in (tmp_path / "output").rglob("*") if path.suffix in {".html", ".svg", ".jpg"}]
    assert not (root / "x").exists()


def test_an_attack_ends_with_exit_code_1(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCOP_CACHE", str(tmp_path / "cache"))
    put(root, "templates/parts/stars.html", "\n{{ lipsum() }}")
    words = ["--root", str(root), "--lang", "en", "--day", DAY.isoformat()]
    for command in (["build", "--output", str(tmp_path / "output")], ["check"]):
        done = CliRunner().invoke(command_line("en"), [*command, *words])
        assert done.exit_code == 1
        assert "themes/la/templates/parts/stars.html:2:1: THEME-FORBIDDEN" in done.output
        assert "Traceback" not in done.output


def test_files_that_begin_with_a_dot_are_nobodys(root: Path, tmp_path: Path) -> None:
    """Editors leave such links; they neither stop a build nor are they read."""
    before = build(order(root, tmp_path / "before"))
    for file in ("templates/.x.html", "locales/.vi.po", "static/.x/y.txt", "illustrations/.x.svg"):
        put(root, file, "{{ lipsum() }}")
    (root / "themes/la/templates/.#home.html").symlink_to("nowhere")
    after = build(order(root, tmp_path / "after"))
    assert (before.report.sorted(), after.report.sorted()) == ([], [])
    names = [
        {path.relative_to(part).as_posix() for path in part.rglob("*")}
        for part in (tmp_path / "before", tmp_path / "after")
    ]
    assert names[0] == names[1]
    put(root, "templates/parts/stars.html", '{% include ".x.html" ignore missing %}')
    themes.load(root, "la")


def test_a_cleaned_drawing_is_what_is_published(root: Path, tmp_path: Path) -> None:
    dirty = svg_with('<!-- secret --><path d="M0 0L9 9"/>')
    put(root, DRAWING, dirty)
    put(root, "static/favicon.svg", dirty)
    assert not build(order(root, tmp_path / "output")).report.failed
    files = [
        path
        for path in (tmp_path / "output/assets").rglob("*.svg")
        if path.name.startswith(("rice.", "favicon."))
    ]
    assert len(files) == 2
    for path in files:
        assert "secret" not in path.read_text("utf-8")
        assert 'd="M0 0L9 9"' in path.read_text("utf-8")


def test_a_word_that_would_grow_is_refused(root: Path, tmp_path: Path) -> None:
    """Its source text may be made up by a template at work."""
    put(root, "templates/not-found.html", '{% set n = "1000000000" %}\n{{ _("%(x)" ~ n ~ "d", x=1) }}\n')
    found = build(order(root, tmp_path / "output")).report.sorted()
    assert [(one.code, one.location.line) for one in found] == [("THEME-PAGE", 2)]


@pytest.mark.parametrize(
    "css",
    [
        "a{fill:url(#x)}",
        'a{background:url("data:image/png;base64,AAAA")}',
        "a{scroll-behavior:smooth;content:'\\2192'}",
        "/* @import url(//evil.example) */",
    ],
)
def test_a_style_sheet_that_loads_nothing_is_taken(css: str) -> None:
    check_style(css, "x.css")
