"""The one way in which Holdfast calls an address that somebody entered: a POST to a public https address.

requests-hardened resolves the name once, refuses what is private, and connects to that very address under the name
of the host; this module narrows it further (``reminders.domain.addresses``) and bounds time and size. Settings of the
environment such as HTTPS_PROXY or a .netrc are not followed. No reason that is raised names more than the host: the
rest of an address is a key.
"""

import socket
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from threading import Timer
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError

from reminders.channels.errors import AmbiguousError, GoneError, RefusedError
from reminders.domain.addresses import Rules, is_public, problem_of

CONNECT_SECONDS = 3
TOTAL_SECONDS = 15  # however slowly something keeps coming
MOST_READ = 64 * 1024  # bytes of an answer
MOST_TOLD = 200  # characters of an answer that are kept as a reason
# The server has not taken it, or will not: nothing is lost by another try. After any other 5xx it may have.
NOT_NOW = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. ``text`` is the printable beginning of its body."""

    status: int
    text: str


def post(url: str, *, body: bytes, headers: Mapping[str, str], allowed_hosts: Collection[str] | None = None) -> Answer:
    """Post ``body`` once and return the answer of a server that took it.

    ``allowed_hosts``: the only names it may go to, as ``Rules.hosts``. Raises RefusedError when it has definitely not
    been taken, AmbiguousError when it may have been.
    """
    is_sink = _is_sink(url)
    rules = Rules(hosts=allowed_hosts or (), ports=settings.OUTGOING_PORTS)
    if not is_sink and (problem := problem_of(url, rules=rules)):
        raise RefusedError(f"The address is not used: {problem}")
    with _Watch() as watch:
        try:
            answer = _answer(url, body=body, headers=headers, adapter=_Adapter(watch, is_sink=is_sink))
        except (requests.RequestException, HTTPError) as error:
            raise _meaning(error, watch) from None  # the error itself holds the whole address
    _check(answer)
    return answer


def _is_sink(url: str) -> bool:
    """A test's own receiver; the setting is refused outside of tests."""
    return bool(settings.OUTGOING_TEST_SINK) and url.startswith(f"{settings.OUTGOING_TEST_SINK}/")


def _answer(url: str, *, body: bytes, headers: Mapping[str, str], adapter: "_Adapter") -> Answer:
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=adapter.is_sink,
        never_redirect=True,
        default_timeout=(CONNECT_SECONDS, TOTAL_SECONDS),
        user_agent_override="Holdfast",
    )
    with _Session(config) as session:
        session.trust_env = False
        session.mount(f"{urlsplit(url).scheme}://", adapter)
        with session.post(url, data=body, headers=dict(headers), stream=True, allow_redirects=False) as response:
            if adapter.watch.is_over:  # a line that was cut off still reads as one
                raise requests.ReadTimeout
            return Answer(response.status_code, _beginning(response))


def _beginning(response: requests.Response) -> str:
    """What a server says of a message it took is of no weight: whatever goes wrong here, it was taken."""
    read = b""
    with suppress(HTTPError, HTTPException, OSError, ValueError):
        while len(read) < MOST_READ and (piece := response.raw.read1(MOST_READ - len(read), decode_content=False)):
            read += piece
    text = read.decode("utf-8", "replace")[:MOST_TOLD]
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _check(answer: Answer) -> None:
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return
    said = f"{answer.status}: {answer.text}" if answer.text else str(answer.status)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR and answer.status not in NOT_NOW:
        raise AmbiguousError(f"The answer was {said}")
    if answer.status == HTTPStatus.GONE:
        raise GoneError(f"The answer was {said}")
    raise RefusedError(f"The answer was {said}")


def _meaning(error: Exception, watch: "_Watch") -> RefusedError | AmbiguousError:
    """What an error means for the message, in words that hold nothing of the address."""
    if isinstance(error, InvalidIPAddress):
        return RefusedError("Its name leads to an address inside of a network.")
    if not watch.is_connected:
        return RefusedError(f"It could not be reached ({type(error).__name__}).")
    return AmbiguousError(f"No whole answer came ({type(error).__name__}).")


@dataclass(slots=True)
class _Watch:
    """Hangs up when the time is over. Timeouts of sockets begin anew with every byte; this one does not."""

    sockets: list[socket.socket] = field(default_factory=list)
    timer: Timer | None = None
    is_over: bool = False

    @property
    def is_connected(self) -> bool:
        return bool(self.sockets)

    def __enter__(self) -> Self:
        self.timer = Timer(TOTAL_SECONDS, self._hang_up)
        self.timer.daemon = True
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.timer is not None
        self.timer.cancel()

    def _hang_up(self) -> None:
        self.is_over = True
        for one in self.sockets:
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)  # under TLS too, where its own would break a read


class _Session(HTTPSession):  # type: ignore[misc] # the package carries no types
    """Sees no redirects: even where it does not follow one, its base reads the whole body that came with it."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - its base asks so
        return None


class _Adapter(IPFilterAdapter):  # type: ignore[misc] # the package carries no types
    """Pins the address as its base does, refuses more of them, and shows the connection to the watch."""

    def __init__(self, watch: _Watch, *, is_sink: bool) -> None:
        super().__init__(is_https_proto=not is_sink, allow_loopback=is_sink)
        self.is_sink = is_sink
        self.watch = watch

    def build_connection_pool_key_attributes(self, *args: Any, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(*args, **options)
        address = host["host"].strip("[]")
        if not self.is_sink and not is_public(address):
            raise InvalidIPAddress(address)
        return host, pool

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = _watched(pool.ConnectionCls, self.watch)
        return pool


def _watched(kind: type[Any], watch: _Watch) -> Callable[..., Any]:
    class Watched(kind):  # type: ignore[misc] # the pool's own class, known when it is made
        def connect(self) -> None:
            super().connect()
            watch.sockets.append(self.sock)

    return Watched
