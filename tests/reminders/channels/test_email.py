from collections.abc import Iterator
from dataclasses import replace

import pytest

from reminders.channels.email import Mailer
from reminders.channels.errors import AmbiguousError, RefusedError
from reminders.channels.letter import Letter
from reminders.channels.smtp import Outcome
from reminders.domain.attachments import Attachment
from tests.factories import AT
from tests.sinks import SmtpSink


def letter(**changes: str) -> Letter:
    words = {"to": "dana@acme.example", "subject": "Hello", **changes}
    return Letter(
        to=words["to"],
        subject=words["subject"],
        text="Text",
        html="<p>Text</p>",
        message_id="<1@holdfast.example>",
        delivery=1,
        written_at=AT,
    )


def send(mailer: Mailer, *letters: Letter) -> list[Outcome]:
    mailer.open()
    return list(mailer.send([mailer.write(one) for one in letters]))


@pytest.fixture
def mailer(sink: SmtpSink) -> Iterator[Mailer]:
    with Mailer() as mailer:
        yield mailer


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: all@acme.example"},
        {"to": "dana@acme.example\nBcc: all@acme.example"},
        {"to": "dana@acme.example, all@acme.example"},
    ],
)
def test_what_would_forge_a_header_or_address_is_refused(
    sink: SmtpSink, mailer: Mailer, changes: dict[str, str]
) -> None:
    with pytest.raises(RefusedError):
        mailer.write(letter(**changes))

    assert sink.mails == []


def test_text_comes_first_then_html(sink: SmtpSink, mailer: Mailer) -> None:
    send(mailer, letter())

    assert [part.get_content_type() for part in sink.mails[0].iter_parts()] == ["text/plain", "text/html"]


def test_files_go_with_it_as_they_are(sink: SmtpSink, mailer: Mailer) -> None:
    params = {"method": "PUBLISH", "charset": "utf-8"}
    file = Attachment(name="A-31.ics", subtype="calendar", params=params, content="Größe\r\n".encode())
    send(mailer, replace(letter(), attachments=(file,)))

    (part,) = sink.mails[0].iter_attachments()
    assert (part["Content-Type"], part.get_filename(), part.get_payload(decode=True)) == (
        'text/calendar; method="PUBLISH"; charset="utf-8"',
        "A-31.ics",
        "Größe\r\n".encode(),
    )
    body = sink.mails[0].get_body(("plain",))
    assert body
    assert body.get_content().strip() == "Text"


def test_one_connection_carries_the_next(sink: SmtpSink, mailer: Mailer) -> None:
    send(mailer, letter(subject="One"), letter(subject="Two"))

    assert [mail["Subject"] for mail in sink.mails] == ["One", "Two"]


def test_a_no_is_definite(sink: SmtpSink, mailer: Mailer) -> None:
    sink.mode = "refuse"

    (said,) = send(mailer, letter())
    assert (type(said), str(said)) == (RefusedError, "451 Not now")


def test_a_connection_that_ends_is_not(sink: SmtpSink, mailer: Mailer) -> None:
    sink.mode = "drop"

    (said,) = send(mailer, letter())
    assert type(said) is AmbiguousError


def test_after_a_refusal_the_next_goes_out(sink: SmtpSink, mailer: Mailer) -> None:
    sink.mode = "refuse"
    send(mailer, letter())
    sink.mode = "accept"
    send(mailer, letter())

    assert len(sink.mails) == 1
