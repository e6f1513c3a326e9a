from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.domain.replies import read_mail

DOMAIN = "reply.acme.example"
TOKEN = "a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5e6f7a2b3"
NOTE = "Die Übersicht ist zu 80 % fertig."
HEAD = (
    f"From: Dana Whitfield <Dana.Whitfield@acme.example>\r\nTo: reply+{TOKEN}@{DOMAIN}\r\n"
    "Message-ID: <one@acme.example>\r\nSubject: Re: How is it going?\r\nMIME-Version: 1.0\r\n"
)


def raw(body: bytes, *headers: str) -> bytes:
    return HEAD.encode() + "".join(f"{header}\r\n" for header in headers).encode() + b"\r\n" + body


PLAIN = raw(NOTE.encode(), "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
LATIN = raw(NOTE.encode("latin-1"), "Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: 8bit")
WINDOWS = raw(NOTE.encode("cp1252"), "Content-Type: text/plain", "Content-Transfer-Encoding: 8bit")
UNKNOWN = raw(NOTE.encode(), "Content-Type: text/plain; charset=x-klingon", "Content-Transfer-Encoding: 8bit")
QUOTED = raw(
    b"Die =C3=9Cbersicht ist zu 80 =\r\n% fertig.",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
)
BASE64 = raw(
    b"RGllIMOcYmVyc2ljaHQgaXN0IHp1IDgwICUgZmVydGlnLg==",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
)
FLOWED = raw(
    "Die Übersicht ist zu \r\n80 % fertig.\r\n".encode(),
    "Content-Type: text/plain; charset=utf-8; format=flowed",
    "Content-Transfer-Encoding: 8bit",
)
HTML = raw(f"<p>{NOTE}</p><blockquote>x</blockquote>".encode(), "Content-Type: text/html; charset=utf-8")
BOTH = raw(
    f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{NOTE}\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Something else</p>\r\n--b--\r\n".encode(),
    "Content-Type: multipart/alternative; boundary=b",
)
EMPTY_PLAIN = raw(
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n \r\n"
    f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{NOTE}</p>\r\n--b--\r\n".encode(),
    "Content-Type: multipart/alternative; boundary=b",
)
WITH_A_FILE = raw(
    "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n"
    f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{NOTE}\r\n--b--\r\n".encode(),
    "Content-Type: multipart/mixed; boundary=b",
)
UNCLOSED = raw(
    f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{NOTE}\r\n".encode(),
    "Content-Type: multipart/mixed; boundary=b",
)


@pytest.mark.parametrize(
    "content",
    [PLAIN, LATIN, WINDOWS, UNKNOWN, QUOTED, BASE64, FLOWED, HTML, BOTH, EMPTY_PLAIN, WITH_A_FILE, UNCLOSED],
)
def test_every_way_of_writing_a_mail_says_the_same(content: bytes) -> None:
    received = read_mail(content, domain=DOMAIN)

    assert (received.note, received.is_automatic) == (NOTE, False)
    assert (received.message_id, received.sender) == ("<one@acme.example>", "dana.whitfield@acme.example")
    assert received.tokens == (TOKEN,)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; reason=away",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "List-Id: <all.acme.example>",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=b",
    ],
)
def test_a_machine_is_not_heard(header: str) -> None:
    assert read_mail(raw(b"I am away.", header), domain=DOMAIN).is_automatic


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: how is it going?", "Automatische Antwort: x", "Abwesenheitsnotiz", "=?utf-8?q?Out_of_office?="],
)
def test_whoever_is_away_is_not_heard(subject: str) -> None:
    content = PLAIN.replace(b"Re: How is it going?", subject.encode())

    assert read_mail(content, domain=DOMAIN).is_automatic


def test_a_subject_that_cannot_be_read_is_no_reason() -> None:
    content = PLAIN.replace(b"Re: How is it going?", b"=?x-klingon?q?x?=")

    assert not read_mail(content, domain=DOMAIN).is_automatic


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "Precedence: first-class"])
def test_a_person_may_say_so(header: str) -> None:
    assert not read_mail(raw(b"x", header), domain=DOMAIN).is_automatic


@pytest.mark.parametrize(
    ("header", "tokens"),
    [
        (f"To: reply+{TOKEN}@{DOMAIN}", (TOKEN,)),
        (f"To: REPLY+{TOKEN.upper()}@{DOMAIN.upper()}", (TOKEN,)),
        (f'To: "How, is it" <reply+{TOKEN}@{DOMAIN}>, maya@acme.example', (TOKEN,)),
        (f"Delivered-To: reply+{TOKEN}@{DOMAIN}", (TOKEN,)),
        (f"X-Original-To: reply+{TOKEN}@{DOMAIN}", (TOKEN,)),
        (f"To: reply+{TOKEN}@elsewhere.example", ()),
        (f"To: reply+short@{DOMAIN}", ()),
        ("To: undisclosed-recipients:;", ()),
        ("X-Nothing: here", ()),
    ],
)
def test_its_token_stands_in_the_address(header: str, tokens: tuple[str, ...]) -> None:
    content = f"From: dana@acme.example\r\n{header}\r\n\r\nText".encode()

    assert read_mail(content, domain=DOMAIN).tokens == tokens


@pytest.mark.parametrize(
    ("header", "beginning"),
    [
        ("Message-ID: <a@b>", "<a@b>"),
        ("Message-ID:\r\n <a@b>", "<a@b>"),
        ("X-Nothing: here", "sha256:"),
        (f"Message-ID: <{'a' * 300}@b>", "sha256:"),
        ("Message-ID:", "sha256:"),
    ],
)
def test_it_has_an_id_of_its_own(header: str, beginning: str) -> None:
    assert read_mail(f"{header}\r\n\r\nText".encode(), domain=DOMAIN).message_id.startswith(beginning)


@pytest.mark.parametrize("header", ["From: a@acme.example, b@acme.example", "X-Nothing: here", "From: <>"])
def test_nobody_in_particular_sent_it(header: str) -> None:
    assert read_mail(f"{header}\r\n\r\nText".encode(), domain=DOMAIN).sender == ""


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"no headers", HEAD.encode(), b"Content-Type: multipart/mixed\r\n\r\nx"]
)
def test_what_is_no_mail_says_little(content: bytes) -> None:
    assert "\x00" not in read_mail(content, domain=DOMAIN).note


def test_letters_that_no_database_keeps_are_left_out() -> None:
    assert read_mail(raw(b"spec\x00 is\x07 done"), domain=DOMAIN).note == "spec is done"


@given(st.binary(max_size=300), st.sampled_from([b"", HEAD.encode(), b"Content-Type: text/html\r\n\r\n"]))
def test_any_bytes_can_be_read(content: bytes, before: bytes) -> None:
    received = read_mail(before + content, domain=DOMAIN)

    assert 0 < len(received.message_id) <= 255


@given(st.text(max_size=200))
def test_what_was_written_plainly_comes_back(text: str) -> None:
    message = EmailMessage()
    message["To"] = f"reply+{TOKEN}@{DOMAIN}"
    message.set_content(f"{NOTE}\n\n{text.encode(errors='replace').decode()}")

    assert read_mail(message.as_bytes(), domain=DOMAIN).note == NOTE
