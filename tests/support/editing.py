"""A running ``ocop serve --edit``, and requests to its editor as a browser would send them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from hosts import free_port
from patience import HANG, wait_until
from serving import serving
from tiny import DAY


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page in UTF-8, with plain characters for entities."""
        return unescape(self.body.decode())


@dataclass
class RunningEditor:
    root: Path
    port: int
    """Of the editor."""
    site_port: int
    secret: str
    log: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}/{self.secret}/"

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request; ``path`` is below the secret unless it begins with a slash."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=HANG)
        target = path if path.startswith("/") else f"/{self.secret}/{path}"
        try:
            connection.request(method, target, body, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send("GET", path, headers=headers)

    def own_headers(self) -> dict[str, str]:
        """What a browser says of a form that is sent from a page of the editor."""
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
        }

    def post(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        body = urlencode(fields).encode()
        return self.send("POST", path, body, self.own_headers() | dict(headers or {}))

    def fields(self, path: str, number: int = 0) -> dict[str, str]:
        """The values of a form of a page, the first one unless ``number`` says otherwise."""
        return forms_of(self.get(path).body.decode())[number]


class _Forms(HTMLParser):
    """The values of the forms of a page, as a browser would send them without its buttons."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, str]] = []
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and name and self.forms:
            self.forms[-1][name] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.forms[-1][name] = ""
        elif tag == "select":
            self._select = name
            self.forms[-1][name] = ""
        elif tag == "option" and "selected" in given and self._select:
            self.forms[-1][self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.forms[-1][self._area] = self.forms[-1][self._area].removeprefix("\n")
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area] += data


def forms_of(page: str) -> list[dict[str, str]]:
    """The values of each form of a page by name."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


@contextmanager
def running_editor(root: Path, folder: Path, language: str = "en") -> Iterator[RunningEditor]:
    """Serve a project with its editor; ``folder`` is for the output, the cache and the log."""
    port, log = free_port(), folder / "log"
    words = ["--edit", "--root", str(root), "--output", str(folder / "output")]
    words += ["--lang", language, "--day", DAY.isoformat()]

    def told() -> re.Match[str] | None:
        return re.search(r"http://127\.0\.0\.1:(\d+)/([\w-]{40,})/", log.read_text("utf-8"))

    with serving(port, folder, *words) as process:
        wait_until(lambda: told() is not None, process, "the editor's address is not told")
        address = told()
        assert address is not None
        yield RunningEditor(root, int(address[1]), port, address[2], log)
