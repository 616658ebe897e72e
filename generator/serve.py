"""``ocop serve``: build, serve, rebuild on every change, and show problems in the browser.

livereload watches and reloads. It only logs a rebuild that fails, so the rebuild here never raises:
its problems are kept and shown instead of a stale page.
"""

import errno
import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
from livereload import Server
from livereload import server as livereload_server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.ioloop import PeriodicCallback

from generator.build import INPUTS, Order, build
from generator.problems import Report, lines
from generator.spoken import SPOKEN


def serve(
    order: Order, port: int, language: str, show: Callable[[Report], None], day_of: Callable[[], date]
) -> None:
    """Serve ``order``'s output on this machine only, until stopped.

    ``day_of`` is asked at each rebuild: a server may run for days.
    Exits with code 2 if the port is taken.
    """
    said = {key: words[0 if language == "vi" else 1] for key, words in SPOKEN.items()}
    state = {"report": Report()}

    def rebuild() -> None:
        state["report"] = build(replace(order, day=day_of())).report
        show(state["report"])

    class Handler(StaticFileHandler):  # type: ignore[misc]
        """Serves the output, or the problems while there are errors."""

        async def get(self, path: str, include_body: bool = True) -> None:
            report = state["report"]
            if report.failed and (path.endswith(("/", ".html")) or "." not in path.rsplit("/", 1)[-1]):
                self.set_status(500)
                self.set_header("Content-Type", "text/html; charset=utf-8")
                self.finish(problem_page(report, order.root, language, said))
                return
            await super().get(path, include_body)

        def write_error(self, status_code: int, **kwargs: Any) -> None:
            missing = order.output / "404.html"
            if status_code == 404 and missing.is_file():
                self.set_header("Content-Type", "text/html; charset=utf-8")
                self.finish(missing.read_bytes())
            else:
                super().write_error(status_code, **kwargs)

    # livereload's own snippet is an inline script, which the pages' policy rightly refuses.
    livereload_server.LiveScriptInjector = _Injector
    # By default an edit within three seconds of the last reload would not reach the browser.
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
    server = Server()
    server.watcher = _Watcher()
    server.SFH = Handler
    rebuild()
    for name in INPUTS:
        server.watch(str(order.root / name), rebuild, delay=0)
    click.echo(said["serving"].format_map({"address": f"http://127.0.0.1:{port}/"}))
    try:
        server.serve(root=str(order.output), port=port, host="127.0.0.1", default_filename="index.html")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        click.echo(said["port-taken"].format_map({"port": port}), err=True)
        raise SystemExit(2) from None


class _Watcher(Watcher):  # type: ignore[misc]
    """Looks for edits five times a second; livereload's own pace is 0.8 seconds."""

    def start(self, callback: Callable[[], None]) -> bool:
        """Call ``callback`` at that pace; True says that no other timer is needed."""
        PeriodicCallback(callback, 200).start()
        return True


class _Injector(livereload_server.LiveScriptInjector):  # type: ignore[misc]
    """Adds the reload script as a file of this host."""

    def transform_first_chunk(self, status_code: int, headers: Any, chunk: bytes, finishing: bool) -> Any:
        """The first part of an answer, with the script before the end of its head."""
        self.script = self.own_script
        return super().transform_first_chunk(status_code, headers, chunk, finishing)

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self.own_script = (
            f'<script src="/livereload.js?port={request.host.rpartition(":")[2]}"></script>'.encode()
        )


def problem_page(report: Report, root: Path, language: str, said: dict[str, str]) -> str:
    """The problems as a page; the reload script comes in before ``</head>``."""

    def read_line(file: str, number: int) -> str:
        try:
            return (root / file).read_text("utf-8-sig", errors="replace").split("\n")[number - 1]
        except (OSError, IndexError):
            return ""

    errors = Report([one for one in report.problems if one.is_error])
    text = "\n".join(lines(errors, language, read_line))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(said['faults'])}</title>"
        "<style>body{font:1rem/1.6 sans-serif;margin:2rem;max-width:70rem}"
        "pre{white-space:pre-wrap;font-size:1rem;border-left:4px solid "
        "#9b2c1d;padding-left:1rem}</style></head>"
        f"<body><h1>{html.escape(said['faults'])}</h1><p>{html.escape(said['faults-hint'])}</p>"
        f"<pre>{html.escape(text)}</pre></body></html>"
    )
