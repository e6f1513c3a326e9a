"""What is known of each mail, however the relay ends it."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedRWPair

import pytest

from reminders.channels.errors import AmbiguousError
from reminders.channels.mime import Message
from reminders.channels.smtp import Outcome, Session


@dataclass
class Relay:
    """Speaks SMTP to whoever connects. `answers`: what it says to lines that begin like this; "" hangs up.

    The content of a mail is a line like any other here, named "CONTENT <recipient>".
    """

    extensions: tuple[str, ...] = ("PIPELINING",)
    answers: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)
    _listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def start(self) -> None:
        threading.Thread(target=self._serve, daemon=True).start()

    def connect(self) -> Session:
        return Session(smtplib.SMTP("127.0.0.1", self._listening.getsockname()[1], timeout=5))

    def stop(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listening.accept()
                with peer, peer.makefile("rwb") as lines:
                    self._talk(lines)

    def _talk(self, stream: BufferedRWPair) -> None:
        recipient, is_content = "", False
        stream.write(b"220 here\r\n")
        stream.flush()
        while line := self._content(stream) if is_content else stream.readline():
            name = f"CONTENT {recipient}" if is_content else line.decode().strip()
            self.heard.append(name)
            recipient = name.partition("<")[2].rstrip(">") if name.startswith("RCPT") else recipient
            answer = self._answer(name)
            if not answer:
                return
            if is_content and answer.startswith("2"):
                self.kept.append(line)
            is_content = answer.startswith("354")
            stream.write(answer.encode() + b"\r\n")
            stream.flush()

    def _content(self, stream: BufferedRWPair) -> bytes:
        content = b""
        while (line := stream.readline()) not in {b".\r\n", b""}:
            content += line
        return content or b"\r\n"

    def _answer(self, name: str) -> str:
        if name.startswith("ehlo"):
            return "\r\n".join([*(f"250-{one}" for one in self.extensions), "250 fine"])
        found = [answer for begin, answer in self.answers.items() if name.startswith(begin)]
        return found[0] if found else "354 go" if name == "DATA" else "221 bye" if name == "quit" else "250 fine"


@pytest.fixture(params=[("PIPELINING",), (), ("SIZE 1000", "PIPELINING")])
def relay(request: pytest.FixtureRequest) -> Iterator[Relay]:
    relay = Relay(request.param)
    relay.start()
    yield relay
    relay.stop()


def mail(name: str) -> Message:
    return Message("h@acme.example", f"{name}@acme.example", f"Subject: {name}\r\n\r\n.{name}\r\n".encode())


def said(session: Session, *names: str) -> list[str]:
    """The outcome of each mail, in a word; a session that ended says of the rest nothing."""
    found = [_word(outcome) for outcome in session.send([mail(name) for name in names])]
    session.close()
    return found


def _word(outcome: Outcome) -> str:
    if isinstance(outcome, AmbiguousError):
        return "doubt"
    return str(outcome) if outcome else "sent"


def test_all_are_kept_as_they_are(relay: Relay) -> None:
    assert said(relay.connect(), "a", "b", "c") == ["sent"] * 3
    assert relay.kept == [f"Subject: {name}\r\n\r\n..{name}\r\n".encode() for name in "abc"]


def test_one_recipient_is_refused(relay: Relay) -> None:
    relay.answers = {"RCPT TO:<b@": "550 nobody"}

    assert said(relay.connect(), "a", "b", "c") == ["sent", "550 nobody", "sent"]
    assert len(relay.kept) == 2 + ("CONTENT b@acme.example" in relay.heard)


def test_one_sender_is_refused_and_the_rest_with_it(relay: Relay) -> None:
    relay.answers = {"MAIL": "451 not now", "RCPT": "503 first", "DATA": "503 first"}

    assert said(relay.connect(), "a", "b") == ["451 not now"] * 2
    assert relay.kept == []


def test_content_is_refused(relay: Relay) -> None:
    relay.answers = {"CONTENT b@": "554 looks odd"}

    assert said(relay.connect(), "a", "b", "c") == ["sent", "554 looks odd", "sent"]


def test_an_end_after_content_leaves_doubt_about_that_one_alone(relay: Relay) -> None:
    relay.answers = {"CONTENT b@": ""}
    session = relay.connect()

    assert (said(session, "a", "b", "c"), session.is_over) == (["sent", "doubt"], True)
    assert "CONTENT c@acme.example" not in relay.heard


def test_what_is_no_answer_leaves_doubt(relay: Relay) -> None:
    relay.answers = {"CONTENT a@": "hm"}

    assert said(relay.connect(), "a", "b") == ["doubt"]


@pytest.mark.parametrize("answer", ["", "421 too many"])
def test_an_end_before_content_says_nothing_about_the_mail(relay: Relay, answer: str) -> None:
    relay.answers = {"RCPT TO:<b@": answer}
    session = relay.connect()

    assert (said(session, "a", "b", "c"), session.is_over, session.carried) == (["sent"], True, 1)


def test_a_relay_that_takes_no_more_has_refused_this_one(relay: Relay) -> None:
    relay.answers = {"CONTENT b@": "421 full"}
    session = relay.connect()

    assert (said(session, "a", "b", "c"), session.is_over) == (["sent", "421 full"], True)
