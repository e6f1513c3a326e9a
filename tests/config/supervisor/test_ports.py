import socket
from collections.abc import Iterator

import pytest

from config.embedded import EmbeddedError
from config.supervisor import ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.create_server((ports.HOST, 0)) as server:
        yield server.getsockname()[1]


def test_a_chosen_port_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    port = ports.free_port()
    monkeypatch.setenv("HOLDFAST_PORT", str(port))
    assert ports.web_port() == port


def test_a_chosen_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setenv("HOLDFAST_PORT", str(taken))
    with pytest.raises(EmbeddedError, match=f"Port {taken} is taken"):
        ports.web_port()


def test_the_usual_port_is_used_when_it_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOLDFAST_PORT", raising=False)
    monkeypatch.setattr(ports, "USUAL_PORT", ports.free_port())
    assert ports.web_port() == ports.USUAL_PORT


def test_another_port_is_found_when_the_usual_one_is_taken(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.delenv("HOLDFAST_PORT", raising=False)
    monkeypatch.setattr(ports, "USUAL_PORT", taken)
    assert ports.web_port() != taken


@pytest.mark.parametrize("words", ["http", "-1", "70000", "80 80"])
def test_a_port_that_is_no_port_is_named(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setenv("HOLDFAST_PORT", words)
    with pytest.raises(EmbeddedError, match="takes a number up to 65535"):
        ports.web_port()
