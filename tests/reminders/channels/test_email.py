from collections.abc import Iterator

import pytest

from reminders.channels.email import AmbiguousError, Letter, Mailer, RefusedError
from tests.factories import AT
from tests.sinks import SmtpSink


def letter(**changes: str) -> Letter:
    words = {"to": "dana@acme.example", "subject": "Hello", "text": "Text", "html": "<p>Text</p>"}
    return Letter(**{**words, **changes}, message_id="<1@holdfast.example>", delivery=1, written_at=AT)


@pytest.fixture
def mailer() -> Iterator[Mailer]:
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
        mailer.prepare(letter(**changes))

    assert sink.mails == []


def test_text_comes_first_then_html(sink: SmtpSink, mailer: Mailer) -> None:
    mailer.send(mailer.prepare(letter()))

    assert [part.get_content_type() for part in sink.mails[0].iter_parts()] == ["text/plain", "text/html"]


def test_one_connection_carries_the_next(sink: SmtpSink, mailer: Mailer) -> None:
    for subject in ("One", "Two"):
        mailer.send(mailer.prepare(letter(subject=subject)))

    assert [mail["Subject"] for mail in sink.mails] == ["One", "Two"]


def test_a_no_is_definite(sink: SmtpSink, mailer: Mailer) -> None:
    sink.mode = "refuse"

    with pytest.raises(RefusedError, match="451"):
        mailer.send(mailer.prepare(letter()))


def test_a_connection_that_ends_is_not(sink: SmtpSink, mailer: Mailer) -> None:
    sink.mode = "drop"

    with pytest.raises(AmbiguousError):
        mailer.send(mailer.prepare(letter()))


def test_after_a_refusal_the_next_goes_out(sink: SmtpSink, mailer: Mailer) -> None:
    sink.mode = "refuse"
    with pytest.raises(RefusedError):
        mailer.send(mailer.prepare(letter()))
    sink.mode = "accept"
    mailer.send(mailer.prepare(letter()))

    assert len(sink.mails) == 1
