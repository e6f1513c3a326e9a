"""No address that somebody enters makes Holdfast call inside of a network, and no server holds it up or fills it."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from reminders.channels import outgoing
from reminders.channels.errors import AmbiguousError, GoneError, RefusedError
from reminders.channels.outgoing import post
from tests.receivers import HttpSink

type Resolve = Callable[..., list[tuple[Any, ...]]]

# "{port}" is that of a server that counts: an address that got through would arrive there.
LITERALS = {
    "loopback": "https://127.0.0.1:{port}/",
    "loopback by another number": "https://127.9.9.9:{port}/",
    "localhost": "https://localhost:{port}/",
    "localhost with a point": "https://localhost.:{port}/",
    "a name below localhost": "https://a.localhost:{port}/",
    "RFC 1918, 10": "https://10.0.0.1:{port}/",
    "RFC 1918, 172.16": "https://172.16.0.1:{port}/",
    "RFC 1918, 192.168": "https://192.168.0.1:{port}/",
    "metadata service": "https://169.254.169.254:{port}/latest/meta-data/",
    "CGNAT": "https://100.64.0.1:{port}/",
    "multicast": "https://224.0.0.1:{port}/",
    "this host": "https://0.0.0.0:{port}/",
    "a single zero": "https://0:{port}/",
    "IPv6 loopback": "https://[::1]:{port}/",
    "IPv4-mapped IPv6": "https://[::ffff:127.0.0.1]:{port}/",
    "IPv4-compatible IPv6": "https://[::7f00:1]:{port}/",
    "6to4": "https://[2002:7f00:1::]:{port}/",
    "NAT64": "https://[64:ff9b::7f00:1]:{port}/",
    "Teredo": "https://[2001:0:7f00:1::]:{port}/",
    "unique local": "https://[fc00::1]:{port}/",
    "site-local": "https://[fec0::1]:{port}/",
    "link-local": "https://[fe80::1]:{port}/",
    "decimal": "https://2130706433:{port}/",
    "octal": "https://0177.0.0.1:{port}/",
    "hexadecimal": "https://0x7f.0.0.1:{port}/",
    "hexadecimal in one": "https://0x7f000001:{port}/",
    "shortened": "https://127.1:{port}/",
    "userinfo": "https://hooks.example.org@127.0.0.1:{port}/",
    "userinfo that looks like a host": "https://hooks.example.org:443@localhost:{port}/",
    "backslash": "https://hooks.example.org\\@127.0.0.1:{port}/",
    "trailing point": "https://hooks.example.org.:{port}/",
    "full-width digits": "https://\uff11\uff12\uff17.0.0.1:{port}/",
    "an ideographic full stop": "https://127\u30020\u30020\u30021:{port}/",
    "letters outside ASCII": "https://bücher.example.org:{port}/",
    "a name without a point": "https://intranet:{port}/",
    "a name inside": "https://db.internal:{port}/",
    "http": "http://127.0.0.1:{port}/",
    "http by name": "http://localhost:{port}/",
    "file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:{port}/_x",
    "no scheme": "//127.0.0.1:{port}/",
    "another port": "https://hooks.example.org:{port}/",
    "a port of words": "https://hooks.example.org:https/",
    "a line break": "https://hooks.example.org/\r\nX: y",
    "nothing": "",
}
# What a name of the public internet may lead to; each is refused before anything is connected.
INSIDE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "0.0.0.0",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::7f00:1",
    "::8.8.8.8",
    "::ffff:0:7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::7f00:1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
)


@pytest.fixture
def sink() -> Iterator[HttpSink]:
    server = HttpSink()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own(sink: HttpSink, settings: Settings) -> HttpSink:
    """The sink, as the one address inside that tests may call."""
    settings.OUTGOING_TEST_SINK = sink.origin
    return sink


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address to which a socket was about to be connected; none is."""
    found: list[Any] = []

    def connect(_self: socket.socket, address: Any) -> None:
        found.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return found


def resolving(*answers: str) -> Resolve:
    """Name resolution that gives the addresses one after the other, and the last for ever."""
    left = list(answers)

    def resolve(host: str, port: int | None, *_: object, **__: object) -> list[tuple[Any, ...]]:
        address = host if host in answers else left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        place = (address, port or 0, 0, 0) if family == socket.AF_INET6 else (address, port or 0)
        return [(family, socket.SOCK_STREAM, 6, "", place)]

    return resolve


@pytest.mark.parametrize("url", LITERALS.values(), ids=LITERALS.keys())
def test_an_address_that_is_not_public_by_its_looks_is_never_connected_to(url: str, sink: HttpSink) -> None:
    with pytest.raises(RefusedError):
        post(url.format(port=sink.port), body=b"{}", headers={})

    assert sink.connections == 0


@pytest.mark.parametrize("url", LITERALS.values(), ids=LITERALS.keys())
def test_nor_where_its_port_is_allowed(url: str, sink: HttpSink, settings: Settings, connected: list[Any]) -> None:
    settings.OUTGOING_PORTS = [443, sink.port]

    with pytest.raises(RefusedError):
        post(url.format(port=sink.port), body=b"{}", headers={})

    assert [place for place in connected if place[0] in {"127.0.0.1", "::1"}] == []


@pytest.mark.parametrize("address", INSIDE)
def test_a_public_name_that_leads_inside_is_never_connected_to(
    address: str, connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving(address))

    with pytest.raises(RefusedError, match="inside of a network"):
        post("https://hooks.example.org/", body=b"{}", headers={})

    assert connected == []


def test_the_address_that_was_checked_is_the_one_connected_to(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("93.184.215.14", "127.0.0.1"))

    with pytest.raises(RefusedError, match="could not be reached"):
        post("https://hooks.example.org/", body=b"{}", headers={})

    assert connected == [("93.184.215.14", 443)]


def test_a_name_that_is_private_the_next_time_is_refused_the_next_time(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("93.184.215.14", "10.0.0.1"))
    with pytest.raises(RefusedError, match="could not be reached"):
        post("https://hooks.example.org/", body=b"{}", headers={})

    with pytest.raises(RefusedError, match="inside of a network"):
        post("https://hooks.example.org/", body=b"{}", headers={})

    assert connected == [("93.184.215.14", 443)]


def test_a_proxy_of_the_environment_is_not_followed(
    sink: HttpSink, connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", sink.origin)
    monkeypatch.setattr(socket, "getaddrinfo", resolving("93.184.215.14"))

    with pytest.raises(RefusedError):
        post("https://hooks.example.org/", body=b"{}", headers={})

    assert connected == [("93.184.215.14", 443)]


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com.example.org/",
        "https://evilhooks.slack.com/",
        "https://slack.com/",
        "https://example.org/?hooks.slack.com",
    ],
)
def test_only_hosts_of_the_list_are_called(url: str, connected: list[Any]) -> None:
    with pytest.raises(RefusedError, match=r"hooks\.slack\.com"):
        post(url, body=b"{}", headers={}, allowed_hosts=["hooks.slack.com"])

    assert connected == []


def test_a_message_arrives_whole_under_the_name_of_its_host(own: HttpSink) -> None:
    answer = post(f"{own.origin}/in?x=1", body=b'{"a": 1}', headers={"Content-Type": "application/json"})

    (request,) = own.posts
    assert (answer.status, answer.text) == (200, "ok")
    assert (request.path, request.json) == ("/in?x=1", {"a": 1})
    assert request.headers["host"] == f"127.0.0.1:{own.port}"
    assert request.headers["user-agent"] == "Holdfast"


@pytest.mark.parametrize(
    ("mode", "meaning"),
    [
        ("302", RefusedError),
        ("400", RefusedError),
        ("404", RefusedError),
        ("410", GoneError),
        ("429", RefusedError),
        ("503", RefusedError),
        ("500", AmbiguousError),
        ("502", AmbiguousError),
        ("504", AmbiguousError),
        ("drop", AmbiguousError),
    ],
)
def test_what_an_answer_means_for_the_message(mode: str, meaning: type[Exception], own: HttpSink) -> None:
    own.mode = mode

    with pytest.raises(meaning) as raised:
        post(f"{own.origin}/", body=b"{}", headers={})

    assert type(raised.value) is meaning


def test_a_redirect_is_not_followed(own: HttpSink) -> None:
    own.mode, own.extra_headers = "307", {"Location": f"{own.origin}/elsewhere"}

    with pytest.raises(RefusedError, match="307"):
        post(f"{own.origin}/", body=b"{}", headers={})

    assert (own.connections, [request.path for request in own.posts]) == (1, ["/"])


def test_of_a_body_without_an_end_only_its_beginning_is_read(own: HttpSink) -> None:
    own.mode = "flood"
    began = time.monotonic()

    answer = post(f"{own.origin}/", body=b"{}", headers={})

    assert time.monotonic() - began < 4
    assert answer.text == "x" * outgoing.MOST_TOLD


def test_nor_is_more_of_one_that_comes_with_a_redirect(own: HttpSink) -> None:
    own.mode, own.extra_headers = "flood", {"X-Status": "302"}
    began = time.monotonic()

    with pytest.raises(RefusedError, match="302"):
        post(f"{own.origin}/", body=b"{}", headers={})

    assert time.monotonic() - began < 4


def test_a_server_that_drips_is_hung_up_on(own: HttpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    own.mode = "drip"
    monkeypatch.setattr(outgoing, "TOTAL_SECONDS", 0.5)
    began = time.monotonic()

    with pytest.raises(AmbiguousError):
        post(f"{own.origin}/", body=b"{}", headers={})

    assert time.monotonic() - began < 3


def test_nobody_there_is_a_refusal(own: HttpSink) -> None:
    origin = own.origin
    own.stop()

    with pytest.raises(RefusedError, match="could not be reached"):
        post(f"{origin}/", body=b"{}", headers={})

    own.start()


@pytest.mark.parametrize("mode", ["drop", "404", "500"])
def test_neither_a_reason_nor_a_log_names_more_than_the_host(
    mode: str, own: HttpSink, caplog: pytest.LogCaptureFixture
) -> None:
    own.mode = mode

    with caplog.at_level(logging.INFO), pytest.raises((RefusedError, AmbiguousError)) as raised:
        post(f"{own.origin}/services/T0/secret", body=b"{}", headers={})

    assert "secret" not in f"{raised.value}{caplog.text}"
