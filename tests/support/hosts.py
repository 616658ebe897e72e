"""Static hosts for the tests: python's own, nginx, and a small one for the browser."""

import contextlib
import http.client
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from patience import HANG, wait_until

NGINX_TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "application/atom+xml": "atom",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
}


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def get(address: str) -> tuple[int, str, str, bytes]:
    """Ask once, follow nothing: status, content type, place that it redirects to, body."""
    parts = urlsplit(quote(address, safe=":/?&=%#"))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=HANG)
    try:
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, answer.headers.get_content_type(), answer.getheader("Location", ""), body
    finally:
        connection.close()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; fail at once if it ends."""

    def answers() -> bool:
        with contextlib.suppress(OSError):
            get(address)
            return True
        return False

    wait_until(answers, process, f"no answer from {address}")


@contextlib.contextmanager
def running(command: list[str], address: str, log: Path) -> Iterator[str]:
    """A server as a process of its own, ended at the end."""
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            wait_for(address, process)
            yield address
        finally:
            process.terminate()


@contextlib.contextmanager
def python_host(folder: Path, log: Path) -> Iterator[str]:
    """``python3 -m http.server``, as the README tells people to look at the site."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", "-b", "127.0.0.1", "-d", str(folder), str(port)]
    with running(command, f"http://127.0.0.1:{port}", log) as address:
        yield address


def nginx_config(folder: Path, under: str, port: int, scratch: Path) -> str:
    """A plain configuration: files, index pages, the site's own 404 page."""
    types = "".join(f"    {kind} {ending};\n" for kind, ending in NGINX_TYPES.items())
    temporary = "".join(
        f"  {name}_temp_path {scratch}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off;\nmaster_process off;\npid {scratch}/nginx.pid;\nerror_log stderr warn;\n"
        "events {}\n"
        f"http {{\n  access_log off;\n{temporary}  types {{\n{types}  }}\n"
        f"  server {{\n    listen 127.0.0.1:{port};\n    absolute_redirect off;\n"
        f"    error_page 404 {under}/404.html;\n"
        f"    location {under}/ {{ alias {folder}/; index index.html; }}\n  }}\n}}\n"
    )


@contextlib.contextmanager
def nginx_host(folder: Path, under: str, scratch: Path) -> Iterator[str]:
    """nginx with the site at ``under`` (empty: at the root)."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    port = free_port()
    config = scratch / "nginx.conf"
    config.write_text(nginx_config(folder, under, port, scratch), encoding="utf-8")
    command = [program, "-p", str(scratch), "-c", str(config)]
    with running(command, f"http://127.0.0.1:{port}", scratch / "nginx.log") as address:
        yield address


class _Handler(SimpleHTTPRequestHandler):
    """A quiet file server with a site's own 404 page, at a sub-path if asked."""

    def __init__(self, *words: Any, under: str, directory: str) -> None:
        self.under = under
        super().__init__(*words, directory=directory)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.under + "/"):
            return super().translate_path("/no-such-file")
        return super().translate_path(path[len(self.under) :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


@contextlib.contextmanager
def small_host(folder: Path, under: str = "") -> Iterator[str]:
    """A server in this process; gives the address of the site's home without its last slash."""
    handler = partial(_Handler, directory=str(folder), under=under)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{under}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
