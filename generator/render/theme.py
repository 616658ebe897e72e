"""A theme folder: templates, static files, drawings and interface words, with its parents.

A child theme names its parent in ``theme.yaml`` (``extends``) and holds only what differs: a file of
the same name takes its parent's place; ``tokens.css`` is added after the parent's, so that one
token can be changed; words of a ``.po`` file replace the parent's one by one.
"""

import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context

from generator.problems import Place, problem
from generator.render.compiled import Compiled, Remembers, keep_closures, known_closures
from generator.render.fault import ThemeError
from generator.render.words import Plurals, Words, read_words
from generator.settings import ThemeFacts

SINGLE = ("more.css", "print.css", "map.css", "compare.css")
"""Style sheets that some pages load beside style.css, or that only paper needs."""
KEYS = {"name", "extends", "pictures", "widths", "quality"}
"""What ``theme.yaml`` may say."""
NEEDED = (
    *("styles/tokens.css", "styles/site.css", "styles/more.css", "styles/print.css"),
    *("scripts/search.js", "scripts/fair.js", "scripts/kiosk.js"),
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
TINT = re.compile(r'data-tint="(#[0-9a-fA-F]{3,8})"')


@dataclass(frozen=True)
class Theme:
    """A loaded theme, parents included."""

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


_LOADED: dict[tuple[Path, str], tuple[tuple[tuple[str, int, int, int], ...], Theme]] = {}


def load(root: Path, name: str, memory: Remembers | None = None, program: str = "") -> Theme:
    """The theme ``name`` of a project; the one loaded before, as long as no file of a theme changed.

    ``memory`` and the ``program`` that wrote it only save time. Raises ``ThemeError`` where a folder, a
    template's include or a word file cannot be used.
    """
    try:
        stamps = tuple(_stamps(root / "themes"))
        before = _LOADED.get((root, name))
        if before is None or before[0] != stamps:
            _LOADED[root, name] = before = (stamps, _load(root, name, memory, program))
        return before[1]
    except OSError as error:
        place = Place(_inside(root, Path(error.filename or f"themes/{name}")))
        raise ThemeError(problem("FILE-UNREADABLE", place)) from error
    except (ValueError, KeyError, RecursionError) as error:
        # Odd dates or depth in theme.yaml, files that are no UTF-8, pictures that a theme must have.
        raise ThemeError(problem("THEME-UNREADABLE", Place(f"themes/{name}"), reason=error)) from error


def _stamps(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        yield str(path), facts.st_mode, facts.st_size, facts.st_mtime_ns


def _inside(root: Path, path: Path) -> str:
    """A path of the project, as problems name it."""
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return shown.as_posix().encode("utf-8", "replace").decode("utf-8")


def _load(root: Path, name: str, memory: Remembers | None, program: str) -> Theme:
    folders, options = _chain(root, name)
    for needed in NEEDED:
        if not any((folder / needed).is_file() for folder in folders):
            raise ThemeError(problem("FILE-MISSING", Place(f"themes/{name}/{needed}")))
    raw = _files(folders, "illustrations", ".svg")
    for file, data in raw.items():
        _drawable(
            root,
            next(path for folder in folders if (path := folder / "illustrations" / file).is_file()),
            data,
        )
    drawings = {key.removesuffix(".svg"): data.decode("utf-8") for key, data in raw.items()}
    styles = {name: squeeze(data.decode("utf-8")) for name, data in _files(folders, "styles", ".css").items()}
    tokens = [folder / "styles" / "tokens.css" for folder in reversed(folders)]
    styles["tokens.css"] = squeeze("\n".join(path.read_text("utf-8") for path in tokens if path.is_file()))
    for colour in COLOURS:
        if not re.search(rf"--{colour}:\s*#[0-9a-fA-F]{{6}}", styles["tokens.css"]):
            raise ThemeError(problem("THEME-COLOUR", Place(f"themes/{name}/styles/tokens.css"), name=colour))
    styles["tints.css"] = _tints(drawings)
    sheet = "\n".join(styles[f"{one}.css"] for one in ("tokens", "site", "tints"))
    scripts = {name: bare(data.decode("utf-8")) for name, data in _files(folders, "scripts", ".js").items()}
    made = {"style.css": sheet.encode(), **{f"drawings/{name}": data for name, data in raw.items()}}
    made |= {name: text.encode() for name, text in scripts.items()}
    made |= {name: styles[name].encode() for name in SINGLE if name in styles}
    words, plurals = _words(root, folders)
    assets, files, texts = _assets(root, folders, _files(folders, "static"), made)
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
        tuple(folders),
        facts,
        drawings,
        styles | scripts,
        _closures(root, folders, memory, program),
        plurals,
        Compiled(memory, program) if memory else None,
    )


def _chain(root: Path, name: str) -> tuple[list[Path], dict[str, Any]]:
    folders: list[Path] = []
    options: dict[str, Any] = {}
    wanted: str | None = name
    while wanted:
        folder = root / "themes" / wanted
        place = Place(f"themes/{wanted}/theme.yaml")
        if not re.fullmatch(r"[a-z0-9-]+", wanted) or not (folder / "theme.yaml").is_file():
            raise ThemeError(problem("THEME-MISSING", place, name=wanted))
        if folder in folders:
            raise ThemeError(problem("THEME-LOOP", place, name=wanted))
        _plain(root, folder)
        folders.append(folder)
        try:
            data = yaml.safe_load((folder / "theme.yaml").read_text("utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ThemeError(problem("THEME-UNREADABLE", place, reason=type(error).__name__)) from error
        if not isinstance(data, dict) or not _usable(data):
            raise ThemeError(problem("THEME-UNREADABLE", place, reason="theme.yaml"))
        for key in sorted({str(key) for key in (*data, *(data.get("pictures") or {}))} - KEYS):
            near = ", ".join(get_close_matches(key, KEYS, 3, 0.4)) or ", ".join(sorted(KEYS))
            raise ThemeError(problem("KEY-UNKNOWN", place, key=key, near_vi=near, near_en=near))
        options = {**(data.get("pictures") or {}), **options}
        wanted = data.get("extends")
    return folders, options


def _plain(root: Path, folder: Path) -> None:
    """Refuse links, pipes and devices, which could lead anywhere or never end, before anything is read."""
    for path in (folder, *sorted(folder.rglob("*"))):
        mode = path.lstat().st_mode
        if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and not path.name.startswith("."):
            raise ThemeError(problem("FILE-NOT-PLAIN", Place(_inside(root, path))))


def _usable(data: Mapping[str, Any]) -> bool:
    """Whether a theme's settings are of the right kinds."""
    pictures = data.get("pictures") or {}
    if not isinstance(pictures, dict) or not isinstance(data.get("extends") or "", str):
        return False
    widths, quality = pictures.get("widths", [1]), pictures.get("quality", 1)
    numbers = [*widths, quality] if isinstance(widths, list) and widths else [None]
    return all(type(one) is int and one > 0 for one in numbers) and quality <= 100


def _files(folders: list[Path], part: str, suffix: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        base = folder / part
        for path in sorted(base.rglob("*")) if base.is_dir() else []:
            if path.is_file() and path.name.endswith(suffix) and not path.name.startswith("."):
                found[path.relative_to(base).as_posix()] = path.read_bytes()
    return found


def _drawable(root: Path, path: Path, data: bytes) -> None:
    """Refuse a drawing that is no SVG: cards of shared links are made of it."""
    try:
        if ET.fromstring(data).tag.endswith("svg"):  # noqa: S314 - the theme's own file
            return
        line, column, reason = 1, 0, "<svg>"
    except ET.ParseError as error:
        (line, column), reason = error.position, str(error)
    place = Place(_inside(root, path), line, column + 1)
    raise ThemeError(problem("THEME-DRAWING", place, reason=reason))


def squeeze(css: str) -> str:
    """A style sheet without the comments and indents that a page need not carry."""
    return "\n".join(
        line.strip() for line in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).splitlines() if line.strip()
    )


def bare(script: str) -> str:
    """A classic script without its indents and without lines that are nothing but a ``//`` comment.

    Nothing else is touched, so a script must not carry a line break inside a template literal.
    """
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _tints(drawings: Mapping[str, str]) -> str:
    """The grounds of the drawings as CSS classes: style attributes are forbidden by the pages' policy."""
    grounds: dict[str, list[str]] = {}
    for name, text in sorted(drawings.items()):
        if match := TINT.search(text):
            grounds.setdefault(match[1], []).append(f".tint-{name}")
    return "".join(f"{','.join(names)}{{background:{ground}}}\n" for ground, names in grounds.items())


def _assets(
    root: Path, folders: list[Path], static: Mapping[str, bytes], made: Mapping[str, bytes]
) -> tuple[dict[str, str], dict[str, tuple[str, str]], dict[str, str]]:
    """Addresses of the published files with their digests, what is copied and what is written."""
    assets: dict[str, str] = {}
    files: dict[str, tuple[str, str]] = {}
    texts: dict[str, str] = {}
    for name, data in sorted({**static, **made}.items()):
        digest = sha256(data).hexdigest()
        stem, dot, suffix = name.rpartition(".")
        path = f"assets/{stem}.{digest[:10]}{dot}{suffix}"
        assets[name] = f"/{path}"
        if name in made:
            texts[path] = data.decode("utf-8")
        else:
            own = next(folder / "static" / name for folder in folders if (folder / "static" / name).is_file())
            files[path] = (own.relative_to(root).as_posix(), digest)
    return assets, files, texts


def _words(root: Path, folders: list[Path]) -> tuple[dict[str, Words], dict[str, Plurals]]:
    words: dict[str, Words] = {}
    plurals: dict[str, Plurals] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "locales").glob("*.po")):
            own, many = read_words(path.read_bytes(), path.stem, _inside(root, path))
            words.setdefault(path.stem, {}).update(own)
            plurals.setdefault(path.stem, {}).update(many)
    return words, plurals


class _Context(Context):
    """Nothing that templates call asks for their context, so a call is a call."""

    def call(self, called: Callable[..., Any], /, *words: Any, **named: Any) -> Any:
        """Call what a template calls; the two names are of loops and blocks, for functions that want them."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*words, **named)


class _Part(Template):
    """A template whose macros are made once: they never see the page that imports them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()


class _Views(Environment):
    """Jinja for views, which are plain dictionaries: a view's own entry comes before a method of dict."""

    context_class = _Context
    template_class = _Part

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``; an entry called ``items`` is the entry."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(folders: tuple[Path, ...] | list[Path], compiled: BytecodeCache | None = None) -> Environment:
    """Jinja over the theme's folders, the child's templates first. No autoescape is ever off."""
    return _Views(
        loader=FileSystemLoader([folder / "templates" for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
    )


def _closures(root: Path, folders: list[Path], memory: Remembers | None, program: str) -> dict[str, str]:
    """The digest of every template with all that it is made of, found without running it."""
    env = environment(folders)
    texts: dict[str, str] = {}
    files: dict[str, str] = {}
    for name in env.list_templates(extensions=["html"]):
        texts[name], path, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
        files[name] = _inside(root, Path(path or name))
    closures = known_closures(memory, program, texts)
    if closures is None:
        closures = _parsed_closures(env, texts, files)
        keep_closures(memory, program, texts, closures)
    return closures


def _parsed_closures(env: Environment, texts: Mapping[str, str], files: Mapping[str, str]) -> dict[str, str]:
    sources: dict[str, tuple[str, list[str]]] = {}
    calls: list[tuple[str, Place]] = []
    for name, text in texts.items():
        place = Place(files[name])
        try:
            tree = env.parse(text)
        except TemplateError as error:
            line = getattr(error, "lineno", 0) or 0
            raise ThemeError(
                problem("THEME-TEMPLATE", Place(place.file, line, 1), reason=str(error))
            ) from error
        needs: list[str] = []
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            wanted = getattr(node, "template", None)
            if not isinstance(wanted, nodes.Const) or not isinstance(wanted.value, str):
                raise ThemeError(problem("THEME-DYNAMIC", Place(place.file, node.lineno, 1)))
            needs.append(wanted.value)
            if not getattr(node, "ignore_missing", False):
                calls.append((wanted.value, Place(place.file, node.lineno, 1)))
        sources[name] = (sha256(text.encode()).hexdigest(), needs)

    for called, at in calls:
        if called not in sources:
            near = ", ".join(get_close_matches(called, sources, 3, 0.5)) or "–"
            raise ThemeError(problem("THEME-PART", at, name=called, near=near))

    def gather(name: str, seen: set[str]) -> set[str]:
        if name not in seen and name in sources:
            seen.add(name)
            for inner in sources[name][1]:
                gather(inner, seen)
        return seen

    return {
        name: sha256("".join(sources[n][0] for n in sorted(gather(name, set()))).encode()).hexdigest()
        for name in sources
    }
