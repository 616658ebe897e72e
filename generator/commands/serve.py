"""``ocop serve``: build, serve, rebuild on every change, and show problems in the browser.

livereload brings the socket that tells the browser to reload, its script and the watcher of files; the
tornado application around them is ours. It listens on the loopback interface and answers only requests
that were addressed to this machine by a loopback name: a page of a foreign host, opened in the same
browser, can neither read the site through a name that it controls (DNS rebinding) nor listen on the socket.

livereload only logs a rebuild that fails, so the rebuild here never raises: its problems are kept and
shown instead of a stale page.
"""

import asyncio
import errno
import html
import re
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from livereload.server import LiveScriptInjector
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from generator.commands.build import build
from generator.commands.console import Console, SourceLines
from generator.diagnostics.printing import report_lines
from generator.diagnostics.problem import Report
from generator.project import INPUTS, BuildOptions
from generator.render.session import RenderSession

LOOPBACK = "127.0.0.1"
"""The one address that is listened on."""
HOST_NAMES = ("localhost", LOOPBACK, "[::1]")
"""Names by which a browser on this machine may address the server."""
MISDIRECTED = 421
LONGEST_PATH = 1024
"""Characters; no address of a site comes near it."""
IMPOSSIBLE_PATH = re.compile(r"[\x00-\x1f\x7f\\:]|(?:^|/)\.\.?(?:/|$)")
"""Paths that no file of a site has: control characters, Windows' separators and streams, dots that climb."""


def serve(
    console: Console,
    options: BuildOptions,
    port: int,
    day_of: Callable[[], date],
    *,
    edit: bool = False,
    show: bool = False,
) -> None:
    """Serve the output of ``options`` on this machine only, until stopped; with ``edit``, an editor as well.

    With ``show`` the browser opens the editor, or else the site.

    ``day_of`` is asked at each rebuild: a server may run for days.
    Exits with code 2 if the port is taken.
    """
    report = Report()
    session = RenderSession()

    def rebuild() -> None:
        nonlocal report
        report = build(
            replace(options, day=day_of()), waiting=console.waiting(options.output), session=session
        ).report
        console.show(report)

    def faults() -> str:
        return problem_page(report, console) if report.failed else ""

    watcher = _Watcher()
    for name in INPUTS:
        watcher.watch(str(options.root / name), rebuild)
    # Files are known from before the first build: an edit while it runs is noticed after it, and files that
    # are merely looked at for the first time are no edit of which a page is told.
    watcher.examine()
    rebuild()
    site = web_application(options.output, port, faults, console.text("serve-foreign"))
    start_editor = partial(_start_editor, console, options, port, day_of) if edit else None
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_run(console, site, port, watcher, start_editor, show=show))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        console.stop(2, "port-taken", port=port)


async def _run(
    console: Console,
    site: Application,
    port: int,
    watcher: Watcher,
    start_editor: Callable[[], str] | None,
    *,
    show: bool,
) -> None:
    """Answer requests and follow edits until cancelled."""
    site.listen(port, address=LOOPBACK)
    address = f"http://{LOOPBACK}:{port}/"
    console.say("serving", address=address)
    if start_editor:
        address = start_editor()
    if show:
        # In a thread: some browsers are waited for, and ask for the page meanwhile.
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)
    _Socket.watcher = watcher
    _Socket.start_tasks()
    await asyncio.Event().wait()


def _start_editor(console: Console, options: BuildOptions, port: int, day_of: Callable[[], date]) -> str:
    """Listen for the editor at a port of its own, which the system chooses; say its address and return it."""
    from generator.editing.editor import Editor  # late: plain serving offers nothing of it
    from generator.editing.handlers import MOST_BYTES, editor_application

    (listening,) = bind_sockets(0, LOOPBACK)
    own_port = listening.getsockname()[1]
    # A page that loads during a build misses its end: the form is shown again when the site is built.
    editor = Editor(options, day_of, console.language, _Socket.poll_tasks)
    here = f"http://{LOOPBACK}:{port}"
    application = editor_application(editor, own_port, HOST_NAMES, here, console.text("serve-foreign"))
    HTTPServer(application, max_body_size=MOST_BYTES).add_sockets([listening])
    address = f"http://{LOOPBACK}:{own_port}/{application.settings['secret']}/"
    console.say("editing", address=address)
    return address


def web_application(output: Path, port: int, faults: Callable[[], str], refusal: str) -> Application:
    """Return the web application for the files of ``output`` on ``port``.

    ``faults()`` is the page of problems that is shown instead of the site's pages, empty if there are none.
    ``refusal`` is the sentence for a request that was not addressed to this machine.
    """
    hosts = {f"{name}:{port}" for name in HOST_NAMES} | (set(HOST_NAMES) if port == 80 else set())

    class Injector(LiveScriptInjector):  # type: ignore[misc]
        """Adds the reload script as a file of this host: the pages' policy rightly refuses inline scripts."""

        script = f'<script src="/livereload.js?port={port}"></script>'.encode()

    return Application(
        [
            (r"/livereload", _Socket),
            (r"/livereload\.js", _Script),
            (r"/(.*)", _Files, {"path": str(output), "default_filename": "index.html"}),
        ],
        transforms=[Injector],
        hosts=hosts,
        refusal=refusal,
        output=output,
        faults=faults,
    )


class _Local(RequestHandler):
    """A handler that refuses requests which do not name this machine as their host."""

    def prepare(self) -> None:
        """Refuse a foreign host before the request is handled."""
        if self.request.host.lower() not in self.settings["hosts"]:
            self.set_status(MISDIRECTED)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(self.settings["refusal"] + "\n")


class _Socket(_Local, LiveReloadHandler):  # type: ignore[misc]
    """The web socket that tells pages of this server, and no others, to reload."""

    def prepare(self) -> None:
        """Refuse every page of another origin, and clients that name none: a browser always does.

        Who names no origin is refused as well: a browser always does.
        """
        super().prepare()
        address = f"http://{self.request.host}".lower()
        if self.get_status() != MISDIRECTED and self.request.headers.get("Origin", "").lower() != address:
            raise HTTPError(403)

    def on_message(self, message: str | bytes) -> None:
        """Close the socket of a client that does not speak the protocol."""
        try:
            super().on_message(message)
        except (ValueError, TypeError, AttributeError):
            self.close()

    @classmethod
    def poll_tasks(cls) -> None:
        """Rebuild what was edited and tell every page at once.

        livereload itself would pass over an edit within three seconds of the last reload.
        """
        changed, _ = cls.watcher.examine()
        if changed and cls.waiters:
            cls.reload_waiters()


class _Script(_Local, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload's script for the browser."""


class _Files(_Local, StaticFileHandler):  # type: ignore[misc]
    """Serves the output, or a page of the problems while there are errors."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """A file of the site; 404 for whatever cannot be one."""
        if len(path) > LONGEST_PATH or IMPOSSIBLE_PATH.search(path):
            raise HTTPError(404)
        if (path.endswith(("/", ".html")) or "." not in path.rsplit("/", 1)[-1]) and (
            page := self.settings["faults"]()
        ):
            self.set_status(500)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(page)
            return
        try:
            if sent := super().get(path, include_body):
                await sent
        except HTTPError as error:
            # Tornado says 403 of what is no plain file, and of what lies or leads outside of the folder.
            raise HTTPError(404 if error.status_code == 403 else error.status_code) from error
        except (OSError, ValueError) as error:
            # A name that is too long for this system, or a file that went while it was read.
            raise HTTPError(404) from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """The site's own page for an address that does not exist."""
        missing = self.settings["output"] / "404.html"
        if status_code == 404 and missing.is_file():
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(missing.read_bytes())
        else:
            super().write_error(status_code, **kwargs)


class _Watcher(Watcher):  # type: ignore[misc]
    """Looks for edits five times a second; livereload's own interval is 0.8 seconds."""

    def start(self, callback: Callable[[], None]) -> bool:
        """Call ``callback`` at that interval; True says that no other timer is needed."""
        PeriodicCallback(callback, 200).start()
        return True


def problem_page(report: Report, console: Console) -> str:
    """Return the problems as a page; the reload script is inserted before ``</head>``."""
    text = "\n".join(report_lines(report.errors, console.language, SourceLines(console.root)))
    title = html.escape(console.text("faults"))
    return (
        f'<!doctype html><html lang="{console.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        "<style>body{font:1rem/1.6 sans-serif;margin:2rem;max-width:70rem}"
        "pre{white-space:pre-wrap;font-size:1rem;border-left:4px solid "
        "#9b2c1d;padding-left:1rem}</style></head>"
        f"<body><h1>{title}</h1><p>{html.escape(console.text('faults-hint'))}</p>"
        f"<pre>{html.escape(text)}</pre></body></html>"
    )
