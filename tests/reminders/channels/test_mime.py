from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from reminders.channels import email, mime
from reminders.channels.letter import Letter
from tests.factories import AT

SENDER = "Holdfast <holdfast@acme.example>"
LETTER = Letter(
    to="dana@acme.example",
    subject="Due Mon 15 Mar, in 7 days: Enablement deck",
    text="Dana,\n\nDue in 7 days.\n",
    html="<p>Dana,</p>\n<p>Due in 7 days.</p>\n",
    message_id="<0123456789abcdef@holdfast.example>",
    delivery=7,
    written_at=AT,
)


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def written(letter: Letter) -> bytes:
    return mime.write(letter, sender="holdfast@acme.example", sender_header=mime.header_of(SENDER)).content


def words(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    assert body.get_content_type() == f"text/{subtype}"
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize(
    "letter",
    [
        LETTER,
        replace(LETTER, subject="Fällig: " + "Größe ändern → Übergabe " * 6),
        replace(LETTER, subject="A subject that goes on and on, far beyond what fits into one line of a header " * 2),
        replace(LETTER, text="Grüße\n.\n..\n.dot\n", html="<p>→ …</p>\n"),
        replace(LETTER, text="x" * 3000 + "\n", html=f"<p>{'y' * 3000}</p>\n"),
        replace(LETTER, text="--=_0123456789abcdef\nContent-Type: text/html\n\nno part\n"),
        replace(LETTER, text="one\r\ntwo\rthree  \n"),
        replace(LETTER, reply_to="reply+abc@in.acme.example", stop_url="https://acme.example/m/abc/stop/"),
    ],
)
def test_it_says_what_the_email_package_would(letter: Letter) -> None:
    ours = read(written(letter))
    theirs = read(email._message(letter).message(policy=policy.SMTP).as_bytes())

    assert [words(ours, kind) for kind in ("plain", "html")] == [words(theirs, kind) for kind in ("plain", "html")]
    names = {"To", "Subject", "Date", "Message-ID", "X-Delivery-Id", "Auto-Submitted", "Reply-To"}
    names |= {"List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version"}
    assert {name: str(ours[name]) for name in names} == {name: str(theirs[name]) for name in names}
    assert (ours.defects, [part.defects for part in ours.walk()]) == ([], [[], [], []])


def test_what_looks_like_a_word_of_a_header_stays_as_it_was_written() -> None:
    subject = "It only looks like =?utf-8?b?TWFpbA==?= a word"

    assert read(written(replace(LETTER, subject=subject)))["Subject"] == subject


@pytest.mark.parametrize("subject", ["Kurz", "ä" * 200, "long " * 40])
def test_its_lines_are_short_and_end_as_they_should(subject: str) -> None:
    content = written(replace(LETTER, subject=subject, text="ä" * 500))

    assert max(map(len, content.split(b"\r\n"))) <= 100
    assert content.replace(b"\r\n", b"").count(b"\n") == content.replace(b"\r\n", b"").count(b"\r") == 0


@pytest.mark.parametrize("letters", ["\r", "\n", "\r\nBcc: all@acme.example", "\0", "\x0b", "\u2028", "\x85"])
@pytest.mark.parametrize("field", ["subject", "message_id", "reply_to", "stop_url"])
def test_nothing_that_could_end_a_line_stands_in_a_header(field: str, letters: str) -> None:
    changes: dict[str, Any] = {field: f"before{letters}after"}
    with pytest.raises(ValueError, match="printable"):
        written(replace(LETTER, **changes))


@pytest.mark.parametrize(
    ("address", "is_plain"),
    [
        ("dana.whitfield+x@acme.example", True),
        ("dana@acme.example\nBcc: all@acme.example", False),
        ("dana@acme.example, all@acme.example", False),
        ('"dana w"@acme.example', False),
        ("dana@bücher.example", False),
        ("Dana <dana@acme.example>", False),
        ("no address", False),
        (".dana@acme.example", False),
    ],
)
def test_only_plain_addresses_are_written_here(address: str, is_plain: bool) -> None:
    assert mime.is_plain(replace(LETTER, to=address)) is is_plain
