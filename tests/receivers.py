"""A receiver of posts for tests: counts every connection, records every request, and can refuse, drop or dawdle."""

import json
import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

type Headers = dict[str, str]


@dataclass(frozen=True)
class Post:
    """One request, whole."""

    path: str
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class HttpSink:
    """`mode` is what it does once it has a request.

    accept, a status such as "503", drop (keep it and hang up without an answer), drip (an answer that never ends, byte
    by byte), or flood (a body without an end).
    """

    mode: str = "accept"
    connections: int = 0
    posts: list[Post] = field(default_factory=list)
    extra_headers: Headers = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self._server.sink = self  # type: ignore[attr-defined] # the server counts connections into it
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self) -> None:
        assert self._server is not None
        assert self._thread is not None
        self.stopping.set()
        self._server.shutdown()
        self._thread.join(60)
        self._server.server_close()

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.server_address[1])

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self) -> Any:
        self.sink.connections += 1  # type: ignore[attr-defined] # set when it starts
        return super().get_request()

    def handle_error(self, *_: object) -> None:
        """Whoever hangs up on it does so on purpose."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, sink: HttpSink, *args: Any) -> None:
        self.sink = sink
        super().__init__(*args)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.sink.posts.append(Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.close_connection = True
        match self.sink.mode:
            case "drop":
                return
            case "drip":
                self._drip()
            case "flood":
                self._flood()
            case mode:
                self._answer(200 if mode == "accept" else int(mode))

    def _answer(self, status: int) -> None:
        self.send_response(status)
        for name, value in self.sink.extra_headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.sink.stopping.wait(0.02):
            self.wfile.write(b"x")

    def _flood(self) -> None:
        status = int(self.sink.extra_headers.get("X-Status", "200"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1/")
        self.end_headers()
        while not self.sink.stopping.is_set():
            self.wfile.write(b"x" * 65536)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base names it so
        """Tests read what arrived; nothing is printed."""
