"""A theme folder: templates, static files, drawings and interface words, with its parents.

A child theme names its parent in ``theme.yaml`` (``extends``) and holds only what differs: a file of
the same name takes its parent's place; ``tokens.css`` and ``dark.css`` are added after the parent's, so
that one token can be changed; words of a ``.po`` file replace the parent's one by one. A project's
``themes/default`` without ``theme.yaml`` is in the same way put before the theme that comes with the program.
"""

import json
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateError

from generator.diagnostics.problem import SourceLocation, problem
from generator.messages import in_both
from generator.packaged import packaged_theme, theme_folders
from generator.render import svg
from generator.render.compiled import Compiled, Remembers, keep_closures, known_closures
from generator.render.fault import ThemeError, decode
from generator.render.inlined import check_script, check_style
from generator.render.sandbox import environment, macros_of, refusals
from generator.render.theme_settings import read_settings
from generator.render.words import Plurals, Words, read_words
from generator.settings import ThemeFacts

SINGLE = (
    *("record.css", "index.css", "more.css", "text.css", "map.css", "compare.css"),
    *("found.css", "print.css"),
)
"""Style sheets that some pages load beside style.css, or that the search, or only paper, needs."""
JOINED = {
    "style.css": ("tokens", "dark", "site"),
    "cards.css": ("cards", "tints"),
    "home.css": ("cards", "tints", "more", "home"),
    "list.css": ("tokens", "dark", "site", "cards", "tints", "list"),
    "programme.css": ("tokens", "dark", "site", "cards", "tints", "more", "text"),
    "product.css": ("tokens", "dark", "site", "cards", "tints", "record"),
}
"""Published style sheets, and the sheets of the theme that each is made of."""
MOST_BYTES = 8 * 1024 * 1024
"""Of one file of a theme."""
NEEDED = (
    *("styles/tokens.css", "styles/site.css", "styles/cards.css", "styles/home.css", "styles/record.css"),
    *("styles/more.css", "styles/text.css", "styles/found.css"),
    *("scripts/search.js", "scripts/parts.js", "scripts/fair.js", "scripts/kiosk.js"),
    *("scripts/kept.js", "scripts/worker.js"),
    *("illustrations/motif.svg", "illustrations/generic-food.svg", "illustrations/basket.svg"),
    *("static/favicon.svg", "static/og.png", "static/icon-192.png", "static/icon-512.png"),
)
"""Files that pages, cards and data name whatever the templates are: a theme or a parent must have them."""
COLOURS = (
    *("paper", "wash", "ink", "ink-soft", "leaf", "amber", "lacquer", "neutral"),
    *("gold", "gold-edge", "line-strong"),
)
"""Colours of ``tokens.css`` in which the cards of shared links are drawn."""
STRING = re.compile(r"""("[^"]*"|'[^']*')""")
"""Of a style sheet."""
TINT = re.compile(r'data-tint="(#[0-9a-fA-F]{3,8})"')


@dataclass(frozen=True)
class Theme:
    """A loaded theme, parents included."""

    root: Path
    """The project."""
    folders: tuple[Path, ...]
    """From the theme itself to its furthest parent."""
    facts: ThemeFacts
    drawings: Mapping[str, str]
    """Illustration name → SVG text."""
    inline: Mapping[str, str]
    """Style sheets and scripts by name, as pages may carry them inline."""
    closures: Mapping[str, str]
    """Template → digest of itself and everything it extends, includes or imports."""
    plurals: Mapping[str, Mapping[tuple[str, str], tuple[str, ...]]]
    compiled: Compiled | None = None
    """Where the templates' code is remembered."""

    @cached_property
    def digest(self) -> str:
        """A digest of everything but the templates: pages, pictures and files may use any of it."""
        facts = self.facts
        values = [
            *(dict(facts.assets), sorted(facts.drawings), facts.widths, facts.quality),
            {path: digest for path, (_, digest) in facts.files.items()},
            *(sorted(self.drawings.items()), sorted(self.inline.items()), sorted(facts.texts.items())),
            *(
                sorted((lang, sorted(words.items())) for lang, words in facts.words.items()),
                repr(self.plurals),
            ),
        ]
        return sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


Stamps = tuple[tuple[str, int, int, int], ...]
"""Path, mode, size and time of change of every file."""


def load(root: Path, name: str, cache: Remembers | None = None, program: str = "") -> Theme:
    """Load the theme ``name`` of a project with its parents.

    ``cache`` and the ``program`` that wrote it only save time. Raises ``ThemeError`` where a folder, a
    template's include or a word file cannot be used.
    """
    try:
        return _load(root, name, cache, program)
    except OSError as error:
        location = SourceLocation(shown_path(root, Path(error.filename or f"themes/{name}")))
        raise ThemeError(problem("FILE-UNREADABLE", location)) from error
    except (ValueError, KeyError, RecursionError) as error:
        # Odd dates or depth in theme.yaml, files that are no UTF-8, pictures that a theme must have.
        raise ThemeError(
            problem("THEME-UNREADABLE", SourceLocation(f"themes/{name}"), reason=error)
        ) from error


def stamps(root: Path) -> Stamps:
    """Return path, mode, size and time of every file that a project's theme may use, to see what changed."""
    paths = {path for folder in (root / "themes", packaged_theme()) for path in folder.rglob("*")}
    return tuple((str(path), *_stamp(path)) for path in sorted(paths))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        facts = path.lstat()
    except OSError:  # gone, or nothing that may be looked at: for ``load`` to tell
        return 0, 0, 0
    return facts.st_mode, facts.st_size, facts.st_mtime_ns


def shown_path(root: Path, path: Path) -> str:
    """Return a path as problems show it: seen from the project's root, or whole if it lies elsewhere."""
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return shown.as_posix().encode("utf-8", "replace").decode("utf-8")


def _load(root: Path, name: str, cache: Remembers | None, program: str) -> Theme:
    folders, options = _chain(root, name)
    for needed in NEEDED:
        if not any((folder / needed).is_file() for folder in folders):
            raise ThemeError(problem("FILE-MISSING", SourceLocation(f"themes/{name}/{needed}")))
    drawings = {
        name.removesuffix(".svg"): svg.clean(data, _named(root, folders, "illustrations", name))
        for name, data in _files(folders, "illustrations", ".svg").items()
    }
    styles = _texts(root, folders, "styles", ".css", check_style)
    styles = {name: squeeze(text) for name, text in styles.items()}
    styles |= {name: _own_and_parents(root, folders, name) for name in ("tokens.css", "dark.css")}
    for colour in COLOURS:
        if not re.search(rf"--{colour}:\s*#[0-9a-fA-F]{{6}}", styles["tokens.css"]):
            raise ThemeError(
                problem("THEME-COLOUR", SourceLocation(f"themes/{name}/styles/tokens.css"), name=colour)
            )
    styles["tints.css"] = _tints(drawings)
    scripts = _texts(root, folders, "scripts", ".js", check_script)
    scripts = {name: bare(text) for name, text in scripts.items()}
    static = _files(folders, "static")
    generated = {
        sheet: "\n".join(styles[f"{name}.css"] for name in names).encode() for sheet, names in JOINED.items()
    }
    generated |= {f"drawings/{name}.svg": text.encode() for name, text in drawings.items()}
    for file, data in static.items():
        if file.lower().endswith((".svg", ".svgz")):
            text = svg.clean(data, _named(root, folders, "static", file))
            generated |= {file: text.encode()} if text.encode() != data else {}
    generated |= {name: text.encode() for name, text in scripts.items()}
    generated |= {name: styles[name].encode() for name in SINGLE if name in styles}
    words, plurals = _words(root, folders)
    assets, files, texts = _assets(root, folders, static, generated)
    compiled = Compiled(cache, program) if cache else None
    facts = ThemeFacts(
        name=name,
        words=words,
        drawings=frozenset(drawings),
        assets=assets,
        files=files,
        texts=texts,
        widths=options.get("widths", (320, 640, 960, 1600)),
        quality=options.get("quality", 78),
    )
    return Theme(
        root,
        tuple(folders),
        facts,
        drawings,
        styles | scripts,
        _closures(root, folders, cache, program, compiled),
        plurals,
        compiled,
    )


def _chain(root: Path, name: str) -> tuple[list[Path], dict[str, Any]]:
    folders: list[Path] = []
    options: dict[str, Any] = {}
    theme_name: str | None = name
    while theme_name:
        location = SourceLocation(f"themes/{theme_name}/theme.yaml")
        is_name = re.fullmatch(r"[a-z0-9-]+", theme_name)
        folders_of_theme = theme_folders(root, theme_name) if is_name else []
        if not folders_of_theme:
            raise ThemeError(problem("THEME-MISSING", location, name=theme_name))
        if folders_of_theme[-1] in folders:
            raise ThemeError(problem("THEME-LOOP", location, name=theme_name))
        for folder in folders_of_theme:
            _plain(root, folder)
        folders += folders_of_theme
        settings = folders_of_theme[-1] / "theme.yaml"
        data = read_settings(settings, shown_path(root, settings))
        options = {**(data.get("pictures") or {}), **options}
        theme_name = data.get("extends")
    return folders, options


def _plain(root: Path, folder: Path) -> None:
    """Refuse links, pipes, devices and huge files before any is read.

    What begins with a dot is never read: editors and file managers leave such files, links among them.
    """
    for path in (folder, *sorted(folder.rglob("*"))):
        if _is_hidden(path.relative_to(folder)):
            continue
        facts = path.lstat()
        location = SourceLocation(shown_path(root, path))
        if not (stat.S_ISDIR(facts.st_mode) or (stat.S_ISREG(facts.st_mode) and path != folder)):
            raise ThemeError(problem("FILE-NOT-PLAIN", location))
        if facts.st_size > MOST_BYTES:
            sizes = {"size": facts.st_size // 1024, "limit": MOST_BYTES // 1024}
            advice = in_both("how", "hints.theme-file-too-big")
            raise ThemeError(problem("FILE-TOO-BIG", location, **sizes, **advice))


def _is_hidden(path: Path) -> bool:
    return any(segment.startswith(".") for segment in path.parts)


def _files(folders: list[Path], subfolder: str, suffix: str = "") -> dict[str, bytes]:
    """Return the files below one subfolder of a theme by name; a child's file replaces its parents'."""
    files: dict[str, bytes] = {}
    for folder in reversed(folders):
        base = folder / subfolder
        for path in sorted(base.rglob("*")) if base.is_dir() else []:
            if path.is_file() and path.name.endswith(suffix) and not _is_hidden(path.relative_to(base)):
                files[path.relative_to(base).as_posix()] = path.read_bytes()
    return files


def _named(root: Path, folders: list[Path], subfolder: str, name: str) -> str:
    """Return the path, as problems show it, of the file that ``_files`` returned under ``name``."""
    return shown_path(root, next(path for folder in folders if (path := folder / subfolder / name).is_file()))


def _texts(
    root: Path, folders: list[Path], subfolder: str, suffix: str, check: Callable[[str, str], None]
) -> dict[str, str]:
    """Return the texts below one subfolder of a theme by name, each checked."""
    texts: dict[str, str] = {}
    for name, data in _files(folders, subfolder, suffix).items():
        file = _named(root, folders, subfolder, name)
        texts[name] = decode(data, file)
        check(texts[name], file)
    return texts


def _own_and_parents(root: Path, folders: list[Path], name: str) -> str:
    """A style sheet of the theme after those of its parents, so that one token can be changed alone."""
    texts = []
    for path in (folder / "styles" / name for folder in reversed(folders)):
        if path.is_file():
            texts.append(path.read_text("utf-8"))
            check_style(texts[-1], shown_path(root, path))
    return squeeze("\n".join(texts))


def squeeze(css: str) -> str:
    """Return a style sheet without comments and blanks; strings stay as they are."""
    parts = STRING.split(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    for number in range(0, len(parts), 2):
        text = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", parts[number]))
        parts[number] = re.sub(r": ", ":", text).replace(";}", "}").replace("}", "}\n")
    return "".join(parts).strip()


def bare(script: str) -> str:
    """Return a classic script without indents and without lines that hold only a ``//`` comment.

    Nothing else is touched, so a script must not carry a line break inside a template literal.
    """
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _tints(drawings: Mapping[str, str]) -> str:
    """Return CSS classes for the drawings' backgrounds: the pages' policy forbids style attributes.

    The ground of most drawings is that of every such class, which keeps the sheet short.
    """
    grounds: dict[str, list[str]] = {}
    for name, text in sorted(drawings.items()):
        match = TINT.search(text)
        grounds.setdefault(match[1] if match else "none", []).append(f".tint-{name}")
    commonest = max(grounds, key=lambda ground: len(grounds[ground]), default="none")
    rules = {"[class*=tint-]": commonest}
    rules |= {",".join(names): ground for ground, names in grounds.items() if ground != commonest}
    return "".join(f"{selector}{{background:{ground}}}\n" for selector, ground in rules.items())


def _assets(
    root: Path, folders: list[Path], static: Mapping[str, bytes], generated: Mapping[str, bytes]
) -> tuple[dict[str, str], dict[str, tuple[str, str]], dict[str, str]]:
    """Return addresses by name, copied files (source, digest) by path, and written texts by path."""
    assets: dict[str, str] = {}
    files: dict[str, tuple[str, str]] = {}
    texts: dict[str, str] = {}
    for name, data in sorted({**static, **generated}.items()):
        digest = sha256(data).hexdigest()
        stem, dot, suffix = name.rpartition(".")
        path = f"assets/{stem}.{digest[:10]}{dot}{suffix}"
        assets[name] = f"/{path}"
        if name in generated:
            texts[path] = data.decode("utf-8")
        else:
            source = next(
                folder / "static" / name for folder in folders if (folder / "static" / name).is_file()
            )
            files[path] = (shown_path(root, source), digest)
    return assets, files, texts


def _words(root: Path, folders: list[Path]) -> tuple[dict[str, Words], dict[str, Plurals]]:
    words: dict[str, Words] = {}
    plurals: dict[str, Plurals] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "locales").glob("[!.]*.po")):
            file_words, file_plurals = read_words(path.read_bytes(), path.stem, shown_path(root, path))
            words.setdefault(path.stem, {}).update(file_words)
            plurals.setdefault(path.stem, {}).update(file_plurals)
    return words, plurals


@dataclass(frozen=True)
class _Parsed:
    """A template that was read and parsed."""

    text: str
    path: str
    """Its file, as Jinja names it."""
    file: str
    """Its file, as problems name it."""
    tree: nodes.Template

    @cached_property
    def parts(self) -> list[nodes.Node]:
        """The statements that name other templates."""
        return list(self.tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)))


def _closures(
    root: Path, folders: list[Path], cache: Remembers | None, program: str, compiled: Compiled | None
) -> dict[str, str]:
    """Return for every template the digest of itself and all templates that it uses, without running it.

    Templates that are not known as sound are parsed, checked, and compiled from what was parsed.
    """
    env = environment(folders, compiled)
    sources: dict[str, tuple[str, str]] = {}
    for name in env.list_templates(extensions=["html"]):
        text, path, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
        sources[name] = (text, path or name)
    texts = {name: text for name, (text, _) in sources.items()}
    closures = known_closures(cache, program, texts)
    if closures is None:
        templates = {
            name: _parse(env, text, path, shown_path(root, Path(path)))
            for name, (text, path) in sources.items()
        }
        dependencies = _check_templates(templates)
        closures = {name: _closure(name, dependencies, texts) for name in texts}
        if compiled:
            for name, template in templates.items():
                compiled.keep(env, name, template.path, template.text, template.tree)
        keep_closures(cache, program, texts, closures)
    return closures


def _parse(env: Environment, text: str, path: str, file: str) -> _Parsed:
    try:
        return _Parsed(text, path, file, env.parse(text))
    except TemplateError as error:
        line = getattr(error, "lineno", 0) or 0
        raise ThemeError(
            problem("THEME-TEMPLATE", SourceLocation(file, line, 1), reason=str(error))
        ) from error


def _check_templates(templates: Mapping[str, _Parsed]) -> dict[str, list[str]]:
    """Return for each template the names of those it uses. Raises ``ThemeError`` for the first faulty one."""
    dependencies = {
        name: [_part(node, template.file) for node in template.parts] for name, template in templates.items()
    }
    macros = set().union(*(macros_of(template.tree) for template in templates.values()))
    for template in templates.values():
        for line, refused in sorted(refusals(template.tree, macros)):
            raise ThemeError(problem("THEME-FORBIDDEN", SourceLocation(template.file, line, 1), what=refused))
    for template in templates.values():
        for node in template.parts:
            called = _part(node, template.file)
            if called not in templates and not getattr(node, "ignore_missing", False):
                near = ", ".join(get_close_matches(called, templates, 3, 0.5)) or "–"
                location = SourceLocation(template.file, node.lineno, 1)
                raise ThemeError(problem("THEME-PART", location, name=called, near=near))
    return dependencies


def _part(node: nodes.Node, file: str) -> str:
    """Return the template that a statement names. Raises ``ThemeError`` where the name is computed."""
    name = getattr(node, "template", None)
    if isinstance(name, nodes.Const) and isinstance(name.value, str):
        return name.value
    raise ThemeError(problem("THEME-DYNAMIC", SourceLocation(file, node.lineno, 1)))


def _closure(name: str, dependencies: Mapping[str, list[str]], texts: Mapping[str, str]) -> str:
    """Return the digest of a template and of all templates that it uses."""
    waiting, members = [name], set[str]()
    while waiting:
        member = waiting.pop()
        if member in texts and member not in members:
            members.add(member)
            waiting += dependencies[member]
    digests = (sha256(texts[member].encode()).hexdigest() for member in sorted(members))
    return sha256("".join(digests).encode()).hexdigest()
