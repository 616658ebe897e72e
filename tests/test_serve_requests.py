"""``ocop serve`` answers this machine alone: foreign hosts, foreign pages and odd addresses get nothing."""

import base64
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hosts import free_port
from serving import serving
from tiny import DAY, TEA, copy_tiny, replace

pytestmark = pytest.mark.slow

HANG = 120
"""Seconds; ends a test that would wait for ever."""


@dataclass
class Server:
    root: Path
    port: int
    output: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer to exactly these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=HANG) as connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), head, body

    def get(self, path: str, host: str | None = None) -> tuple[int, bytes, bytes]:
        lines = [f"GET {path} HTTP/1.1", f"Host: {host or self.host}", "Connection: close", "", ""]
        return self.send("\r\n".join(lines).encode())

    def handshake(self, host: str, origin: str | None) -> tuple[int, socket.socket]:
        """Ask for the socket as a browser does; the status and the open connection."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=HANG)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = ["GET /livereload HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"Origin: {origin}"] if origin is not None else []
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer and (part := connection.recv(1)):
            answer += part
        return int(answer.split()[1]), connection


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    root, port, output = copy_tiny(folder / "site"), free_port(), folder / "output"
    words = ["--root", str(root), "--output", str(output), "--lang", "en", "--day", DAY.isoformat()]
    with serving(port, folder, *words) as process:
        yield Server(root, port, output, folder / "log", process)


FOREIGN = (
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.example:{port}",
    "",
)
FOREIGN_MORE = (
    "127.0.0.1.evil.example:{port}",
    "127.0.0.2:{port}",
    "0.0.0.0:{port}",
    "user@127.0.0.1:{port}",
)


@pytest.mark.parametrize(
    "path", ["/", "/robots.txt", "/livereload.js", "/livereload", "/forcereload", "/no/"]
)
@pytest.mark.parametrize("host", [*FOREIGN, *FOREIGN_MORE])
def test_a_foreign_host_gets_nothing(server: Server, host: str, path: str) -> None:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host.format(port=server.port)}", "Connection: close", "", ""]
    status, _, body = server.send("\r\n".join(lines).encode())
    assert status in (400, 421)
    assert b"<html" not in body
    if status == 421:
        assert b"This preview answers on this machine only" in body


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_every_loopback_name_is_answered(server: Server, name: str) -> None:
    assert server.get("/", f"{name}:{server.port}")[0] == 200


def test_a_request_without_a_host_gets_nothing(server: Server) -> None:
    assert server.send(b"GET / HTTP/1.0\r\n\r\n")[0] in (400, 421)
    assert server.send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")[0] in (400, 421)


def test_only_the_loopback_interface_is_listened_on(server: Server) -> None:
    try:
        addresses = {str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        addresses = set()
    # 127.0.0.2 is this machine too, but not the address that is listened on.
    for address in {"127.0.0.2", *addresses} - {"127.0.0.1"}:
        with socket.socket() as connection:
            connection.settimeout(HANG)
            assert connection.connect_ex((address, server.port)) != 0


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101),
        ("localhost:{port}", "http://localhost:{port}", 101),
        ("127.0.0.1:{port}", "http://evil.example", 403),
        ("127.0.0.1:{port}", "http://evil.example:{port}", 403),
        ("127.0.0.1:{port}", "http://127.0.0.1:1", 403),
        ("127.0.0.1:{port}", "https://127.0.0.1:{port}", 403),
        ("127.0.0.1:{port}", "http://localhost:{port}", 403),
        ("127.0.0.1:{port}", "null", 403),
        ("127.0.0.1:{port}", None, 403),
        ("evil.example:{port}", "http://evil.example:{port}", 421),
    ],
)
def test_the_socket_is_for_this_servers_pages(
    server: Server, host: str, origin: str | None, status: int
) -> None:
    got, connection = server.handshake(
        host.format(port=server.port), origin and origin.format(port=server.port)
    )
    connection.close()
    assert got == status


def message(text: str) -> bytes:
    """A text as a masked frame of a WebSocket client (RFC 6455, 5.2); up to 125 bytes."""
    data, mask = text.encode(), os.urandom(4)
    return (
        bytes([0x81, 0x80 | len(data)])
        + mask
        + bytes(byte ^ mask[number % 4] for number, byte in enumerate(data))
    )


def read_frame(connection: socket.socket) -> tuple[int, bytes]:
    """Kind and content of the next frame from the server."""
    with connection.makefile("rb", buffering=0) as stream:
        head = stream.read(2) or b"\x88\x00"
        size = head[1] if head[1] < 126 else int.from_bytes(stream.read(2) or b"", "big")
        return head[0] & 0x0F, stream.read(size) or b""


def test_nobody_can_order_a_reload_but_an_edit_does(server: Server) -> None:
    """The first thing that a page hears after somebody asked for a reload is the reload of the edit."""
    status, page = server.handshake(server.host, f"http://{server.host}")
    assert status == 101
    with page:
        page.sendall(message('{"command": "hello"}'))
        assert json.loads(read_frame(page)[1])["command"] == "hello"
        page.sendall(message(json.dumps({"command": "info", "url": "/"})))
        for host in (server.host, "evil.example"):
            assert server.get("/forcereload?path=forced", host)[0] in (404, 421)
        replace(server.root / TEA / "product.yaml", "Trà mẫu", "Trà sửa")
        kind, content = read_frame(page)
        assert kind == 1
        told = json.loads(content)
        assert told["command"] == "reload"
        assert told["path"] == str(server.root / TEA / "product.yaml")
    assert "Trà sửa" in server.get("/san-pham/tra-mau/")[2].decode()


@pytest.mark.parametrize("text", ["{", "[]", "1", '"x"', "{}", '{"command": ["hello"]}'])
def test_a_client_that_speaks_nonsense_is_let_go(server: Server, text: str) -> None:
    status, connection = server.handshake(server.host, f"http://{server.host}")
    assert status == 101
    with connection:
        connection.sendall(message(text) + message("{"))
        assert read_frame(connection)[0] == 8, "the socket is closed"
    assert b"Traceback" not in server.log.read_bytes()


ODD = {
    "a null byte": "/%00",
    "a null byte in a name": "/san-pham/tra-mau/index.html%00.txt",
    "a line break": "/a%0d%0aSet-Cookie:x=1",
    "an escape": "/%1b[2J",
    "dots": "/../content/site.yaml",
    "dots, written otherwise": "/%2e%2e/%2e%2e/content/site.yaml",
    "a slash, written otherwise": "/..%2f..%2fcontent%2fsite.yaml",
    "twice encoded": "/%252e%252e/content/site.yaml",
    "dots inside": "/san-pham/../../content/site.yaml",
    "backslashes": "/..\\..\\content\\site.yaml",
    "backslashes, written otherwise": "/..%5c..%5ccontent%5csite.yaml",
    "another root": "//etc/passwd",
    "a drive": "/C:/Windows/win.ini",
    "a stream": "/index.html::$DATA",
    "bytes that are no UTF-8": "/%ff%fe",
    "half a surrogate": "/%ed%a0%80",
    "a long name": "/" + "a" * 900,
    "a long path": "/" + "a/" * 3000,
    "an endless path": "/" + "a" * 60_000,
    "a file as a folder": "/robots.txt/more",
    "a device": "/dev/stdin",
    "the whole address of another host": "http://evil.example/",
    "a template": "/{{7*7}}",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_address_is_not_there(server: Server, name: str) -> None:
    status, head, body = server.get(ODD[name])
    assert status in (400, 404)
    assert b"Set-Cookie" not in head
    for secret in (b"base_url", b"root:", b"Traceback"):
        assert secret not in body
    assert b"Traceback" not in server.log.read_bytes()
    assert server.process.poll() is None


@pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
def test_what_is_no_plain_file_of_the_site_is_not_sent(server: Server) -> None:
    """Neither a link that leads out of the folder nor a pipe, which would never end."""
    os.mkfifo(server.output / "pipe")
    (server.output / "link.txt").symlink_to(server.root / "content/site.yaml")
    (server.output / "loop.txt").symlink_to("loop.txt")
    (server.output / "folder").symlink_to(server.root)
    for path in ("/pipe", "/link.txt", "/loop.txt", "/folder/content/site.yaml"):
        status, _, body = server.get(path)
        assert (status, b"base_url" in body) == (404, False), path
    assert b"Traceback" not in server.log.read_bytes()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"BREW / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_an_odd_request_is_refused(server: Server, request_bytes: bytes) -> None:
    status, _, _ = server.send(request_bytes.replace(b"{host}", server.host.encode()))
    assert status in (400, 405, 421)
    assert b"Traceback" not in server.log.read_bytes()


def test_without_being_asked_for_there_is_no_editor(server: Server) -> None:
    """Neither its addresses nor its port: the server tells one address only."""
    for path in ("/edit/product/gao-mau", "/list/product", "/undo", "/static/editor.js", "/new/news"):
        assert server.get(path)[0] == 404
    lines = server.log.read_text("utf-8").splitlines()
    assert [line for line in lines if "http://127.0.0.1" in line] == [
        f"Serving at http://127.0.0.1:{server.port}/ — press Ctrl-C to stop."
    ]
    head = f"POST /edit/product/gao-mau HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 0\r\n"
    assert server.send(f"{head}Connection: close\r\n\r\n".encode())[0] == 405
