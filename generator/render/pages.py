"""Renders a page's view as HTML, and holds the functions that templates may call."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from traceback import walk_tb

from jinja2 import Environment
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup, escape

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.memo import Memo
from generator.messages import in_both
from generator.render import markdown, qr
from generator.render.fault import ThemeError
from generator.render.sandbox import environment, narrow
from generator.render.theme import Theme, shown_path
from generator.settings import Settings
from generator.site.outputs import Page, SitePlan
from generator.text import SOURCE_LANGUAGE, MarkedText, fill_percent, in_language, translated, unbroken

MARKDOWN = {"producer": ("story",), "news": ("text",), "text": ("body",)}
"""Fields of views that hold Markdown and reach the template as safe HTML."""
POLICY = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
MOST_PARTS = 6_000
"""Parts that many pages show that are kept at hand, some 3 KB each with its view."""


class Renderer:
    """Renders the pages of one build, one at a time; path and language of the current page are its state.

    So macros need no context of their own, and a part that many pages import is prepared once.
    """

    def __init__(self, theme: Theme, settings: Settings, plan: SitePlan) -> None:
        self._theme = theme
        self._settings = settings
        self._plan = plan
        self._base_path = settings.base_path if settings.links == "absolute" else None
        """What stands before every address; None where pages are opened from the disk."""
        self._path = ""
        self._lang = ""
        self._env: Environment = environment(theme.folders, theme.compiled)
        self._spoken: dict[tuple[str, str], Markup | MarkedText] = {}
        self._policies: dict[tuple[tuple[str, ...], tuple[str, ...], bool], Markup] = {}
        self._drawings: dict[str, Markup] = {}
        self._parts: Memo[tuple[object, ...], tuple[object, Markup]] = Memo(MOST_PARTS)
        self._env.globals.update(
            _=self._gettext,
            ngettext=self._ngettext,
            w=_marked_words,
            lang_of=_language_attribute,
            url=self._url,
            full=settings.full,
            asset=self._asset,
            inline=self._inline_file,
            csp=self._policy,
            drawing=self._drawing,
            drawing_href=self._drawing_href,
            kept=self._kept,
            qr=qr.symbol,
            tr=cache(self._tr),
        )

    @property
    def functions(self) -> frozenset[str]:
        """The names of the functions that templates may call (``sandbox.FUNCTIONS``)."""
        return frozenset(self._env.globals)

    def serves(self, theme: Theme, settings: Settings, plan: SitePlan) -> bool:
        """Switch to another build's plan and return True, unless theme or settings are different ones."""
        if self._theme is not theme or self._settings != settings:
            return False
        self._plan = plan
        self._parts.clear()
        return True

    def prepare(self) -> None:
        """Compile every template before workers are forked: they and the next build inherit the code."""
        for name in self._env.list_templates(extensions=["html"]):
            # Whoever renders it tells what is wrong with it.
            with suppress(TemplateError):
                self._env.get_template(name)

    def render(self, page: Page) -> bytes:
        """Return a page as UTF-8 bytes.

        Raises ``ThemeError`` with the line of the template where it fails, whatever it does wrong.
        """
        self._path, self._lang = page.path, page.lang
        view = dict(page.view)
        back = self._tr(page.lang, markdown.BACK_TO_TEXT)
        for field in MARKDOWN.get(page.template, ()):
            view[field] = Markup(markdown.render(view[field], self._url, back))  # noqa: S704
        try:
            template = self._env.get_template(f"{page.template}.html")
            html: str = template.render(page=view, site=self._plan.sites[page.lang], lang=page.lang)
        except Exception as error:
            raise ThemeError(self._fault(page, error)) from error
        return html.encode()

    def _fault(self, page: Page, error: Exception) -> Problem:
        """Return the problem of a failed page, at the line of the innermost template in the traceback."""
        folder, line = self._theme.folders[0], 0
        file = f"{folder}/templates/{page.template}.html"
        if isinstance(error, TemplateSyntaxError):
            file, line = error.filename or file, error.lineno
        else:
            for frame, number in walk_tb(error.__traceback__):
                if Path(frame.f_code.co_filename).suffix == ".html":
                    file, line = frame.f_code.co_filename, number
        location = SourceLocation(shown_path(self._theme.root, Path(file)), line, min(line, 1))
        if isinstance(error, TemplateNotFound):
            reasons = in_both("reason", "hints.no-template", name=error.name)
        elif isinstance(error, KeyError):
            reasons = in_both("reason", "hints.theme-lacks", name=error.args[0])
        else:
            reason = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
            reasons = dict.fromkeys(("reason_vi", "reason_en"), reason)
        shown = {name: " ".join(reason.split())[:300] for name, reason in reasons.items()}
        return problem("THEME-PAGE", location, page=page.path, **shown)

    # -- what templates may call ------------------------------------------------------------

    def _url(self, address: str) -> str:
        """Return an address of the site as the current page must write it; any other address as it is."""
        if not address.startswith("/"):
            return address
        if self._base_path is not None:
            return self._base_path + address
        target, mark, fragment = address.partition("#")
        file = target.lstrip("/") + ("index.html" if target.endswith("/") else "")
        here = self._path.split("/")[:-1]
        there = file.split("/")
        while here and len(there) > 1 and here[0] == there[0]:
            here, there = here[1:], there[1:]
        return "../" * len(here) + "/".join(there) + mark + fragment

    def _asset(self, name: str) -> str:
        return self._url(self._theme.facts.assets[name])

    def _drawing_href(self, name: str) -> str:
        return self._asset(f"drawings/{name}.svg")

    def _inline_file(self, name: str) -> Markup:
        """Return a style sheet of the theme for a ``<style>`` element, which must hold nothing else."""
        return Markup(self._theme.inline[name])  # noqa: S704 - the theme's own file

    def _policy(
        self, styles: Sequence[str] = (), scripts: Sequence[str] = (), connect: bool = True
    ) -> Markup:
        """Return the page's Content-Security-Policy with the digests of the files that it carries inline.

        ``connect`` says whether its scripts may load anything.
        """
        asked = (tuple(styles), tuple(scripts), connect)
        if asked not in self._policies:
            self._policies[asked] = self._policy_for(*asked)
        return self._policies[asked]

    def _policy_for(self, styles: Sequence[str], scripts: Sequence[str], connect: bool) -> Markup:
        policy = dict(POLICY)
        if not connect:
            policy["connect-src"] = "'none'"
        for key, names in (("style-src", styles), ("script-src", scripts)):
            for name in names:
                digest = b64encode(sha256(self._theme.inline[name].encode()).digest()).decode()
                policy[key] += f" 'sha256-{digest}'"
        return escape("; ".join(f"{key} {value}" for key, value in policy.items()))

    def _drawing(self, name: str) -> Markup:
        if name not in self._drawings:
            text = self._theme.drawings[name]
            shown = text.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1).strip()
            self._drawings[name] = Markup(shown)  # noqa: S704 - the theme's own drawing
        return self._drawings[name]

    def _kept(self, macro: Callable[..., Markup], view: object, *more: object) -> Markup:
        """Return ``macro(view, …)``, made once for all pages of a language that show the same view.

        Only for imported macros that read nothing but what they are given: one of the page's own is another
        one on each page, and holds all that the page shows. Pages opened from the disk write each
        address as seen from where they lie, so theirs are made every time.
        """
        if self._settings.links == "relative":
            return macro(view, *more)
        key = (macro, self._lang, id(view), *more)
        shown = self._parts.get(key)
        if shown is None:
            # The view is held, so that no other one can be taken for it.
            self._parts[key] = shown = (view, macro(view, *more))
        return shown[1]

    def _tr(self, language: str, source: str) -> str:
        """Return an interface word in ``language``, or the English one, marked, where it is missing."""
        return translated(self._theme.facts.words.get(language, {}), language, source)

    def _gettext(self, source: str, /, **values: object) -> str:
        """Return an interface word with its ``%(name)s`` filled; the values are escaped."""
        key = (self._lang, source)
        if key not in self._spoken:
            self._spoken[key] = _interface_word(*key, self._theme.facts.words.get(self._lang, {}).get(source))
        return _kept_together(fill_percent(self._spoken[key], values)) if values else self._spoken[key]

    def _ngettext(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        forms = self._theme.plurals.get(self._lang, {}).get((singular, plural))
        form = 0 if n == 1 else -1
        word = _interface_word(self._lang, (singular, plural)[form], forms[form] if forms else None)
        return _kept_together(fill_percent(word, {"num": n, **values}))


def _interface_word(language: str, source: str, translation: str | None) -> Markup | MarkedText:
    """Return a theme's word as HTML, or the English source, marked as English, where it has none."""
    html = Markup(narrow(source if translation is None else translation))  # noqa: S704 - the theme's own words
    if translation is None and language != SOURCE_LANGUAGE:
        return MarkedText(source, Markup('<span lang="{}">{}</span>').format(SOURCE_LANGUAGE, html))
    return html


def _kept_together(html: str) -> str:
    """Return an interface word in which no line ends inside a name or after a number, where it is content."""
    if type(html) is not Markup or "<" in html or (joined := unbroken(html)) == html:
        return html
    return MarkedText(html.unescape(), Markup(joined))  # noqa: S704 - blanks alone


def _marked_words(words: Mapping[str, str]) -> str:
    """Return a record's words, marked with their language where it is not the page's."""
    if not words["lang"]:
        return words["text"]
    return in_language(words["text"], words["lang"]).html


def _language_attribute(words: Mapping[str, str]) -> str:
    """Return the ``lang`` attribute of an element with these words; empty in the page's language."""
    return Markup(' lang="{}"').format(words["lang"]) if words["lang"] else ""
