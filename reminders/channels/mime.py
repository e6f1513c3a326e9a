"""Writes the plain letter, text and HTML, as a message: what ``EmailMessage`` would write, many times as fast.

Strict, because nothing else stands between what people typed and a header: printable ASCII as it is, other characters
as RFC 2047 words, and whatever could end a line is refused.
"""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache, lru_cache

from django.core.mail import EmailMultiAlternatives

from reminders.channels.letter import Letter

LONGEST_LINE = 990  # characters; RFC 5322 allows 998
FOLD_AT = 76
WORD = 39  # bytes of an RFC 2047 word: 52 in base64, so that "Subject: " and the word fit a line
_ATOMS, _LABELS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9-]+"
PLAIN_ADDRESS = re.compile(rf"{_ATOMS}(?:\.{_ATOMS})*@{_LABELS}(?:\.{_LABELS})*")
PRINTABLE = re.compile(r"[\x20-\x7e]*")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message on the wire: the envelope, and the content in lines that end with CRLF."""

    sender: str
    recipient: str
    content: bytes


def is_plain(letter: Letter) -> bool:
    """Whether ``letter`` can be written here; files and unusual addresses are for ``EmailMessage``."""
    return not letter.attachments and len(letter.to) <= 254 and bool(PLAIN_ADDRESS.fullmatch(letter.to))


def write(letter: Letter, *, sender: str, sender_header: str) -> Message:
    """The message of a plain ``letter``. Raises ValueError for what cannot stand in a header."""
    boundary = f"=_{letter.message_id.strip('<>').partition('@')[0]}"
    head = "\r\n".join(_headers(letter, sender_header, boundary))
    content = (
        f"{head}\r\n\r\n--{boundary}\r\n".encode("ascii")
        + _part(letter.text, "plain")
        + f"\r\n--{boundary}\r\n".encode("ascii")
        + _part(letter.html, "html")
        + f"\r\n--{boundary}--\r\n".encode("ascii")
    )
    return Message(sender, letter.to, content)


def _headers(letter: Letter, sender_header: str, boundary: str) -> Iterator[str]:
    yield f'Content-Type: multipart/alternative;\r\n boundary="{_checked(boundary)}"'
    yield "MIME-Version: 1.0"
    yield f"Subject: {_words(letter.subject)}"
    yield f"From: {sender_header}"
    yield f"To: {letter.to}"
    if letter.reply_to:
        yield f"Reply-To: {_checked(letter.reply_to)}"
    yield f"Date: {_date(letter.written_at)}"
    yield f"Message-ID: {_checked(letter.message_id)}"
    yield f"X-Delivery-Id: {letter.delivery}"
    yield "Auto-Submitted: auto-generated"
    if letter.stop_url:
        yield f"List-Unsubscribe: <{_checked(letter.stop_url)}>"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


@lru_cache(maxsize=1)  # all letters of a batch are written at one moment
def _date(at: datetime) -> str:
    return format_datetime(at)


def _checked(text: str) -> str:
    if len(text) > LONGEST_LINE or not PRINTABLE.fullmatch(text):
        raise ValueError("A header holds printable characters only.")
    return text


def _words(text: str) -> str:
    """What somebody wrote, as the value of a header."""
    if UNPRINTABLE.search(text):
        raise ValueError("A header holds printable characters only.")
    if not text.isascii() or "=?" in text:
        return "\r\n ".join(f"=?utf-8?b?{b2a_base64(piece, newline=False).decode()}?=" for piece in _pieces(text))
    return text if len(text) < FOLD_AT - len("Subject: ") else _folded(text)


def _pieces(text: str) -> Iterator[bytes]:
    """The bytes of ``text``, cut between characters."""
    piece = b""
    for character in text:
        following = character.encode()
        if len(piece) + len(following) > WORD:
            yield piece
            piece = b""
        piece += following
    yield piece


def _folded(text: str) -> str:
    """Lines broken in front of blanks, each of which goes on with its line."""
    line, *others = re.split(r"(?<=\S)(?= \S)", text)
    lines = []
    for other in others:
        if len(line) + len(other) > FOLD_AT - len("Subject: "):
            lines.append(line)
            line = ""
        line += other
    return "\r\n".join([*lines, line])


def _part(text: str, subtype: str) -> bytes:
    """A part with its own headers. Where "=_" could be read as a boundary, "=" is written as "=3D"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_plain = text.isascii() and "=_" not in text and "\0" not in text
    if is_plain and max(map(len, text.split("\n"))) <= LONGEST_LINE:
        encoding, body = "7bit", text.replace("\n", "\r\n").encode("ascii")
    else:
        encoding, body = "quoted-printable", b2a_qp(f"{text}\n".replace("\n", "\r\n").encode(), istext=True)[:-2]
    charset = "us-ascii" if encoding == "7bit" else "utf-8"
    head = f'Content-Type: text/{subtype}; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + body


@cache
def header_of(sender: str) -> str:
    """``sender``, such as "Holdfast <holdfast@acme.example>", as Django writes it."""
    message = EmailMultiAlternatives(from_email=sender).message()
    return str(message.policy.fold("From", message["From"])).removeprefix("From: ").rstrip("\r\n").replace("\n", "\r\n")
