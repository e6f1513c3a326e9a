"""A mail that comes back, read from its bytes: to which address, from whom, and what it says."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from typing import cast

from reminders.domain.markup import text_of
from reminders.domain.paragraphs import first_paragraph

LONGEST_ID = 255
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_TOKEN = re.compile(r"reply\+([a-z2-7]{20,58})", re.IGNORECASE)
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_AWAY = re.compile(
    r"\s*(?:auto(?:matic)?[ -]?reply|out of (?:the )?office|automatische antwort|abwesenheit\w*"
    r"|undeliver\w+|delivery status|mail delivery)\b",
    re.IGNORECASE,
)
_MACHINES = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """``tokens`` stand in the addresses it went to; ``note`` is its first paragraph, empty where it has none."""

    message_id: str
    tokens: tuple[str, ...]
    sender: str
    is_automatic: bool
    note: str


def read_mail(content: bytes, *, domain: str) -> Received:
    """Read a raw message (RFC 5322) that went to an address of `domain`; no bytes are beyond it."""
    message = message_from_bytes(content, policy=policy.compat32)
    senders = [address.casefold() for _, address in getaddresses(_headers(message, "From"), strict=False)]
    return Received(
        message_id=_message_id(message, content),
        tokens=tuple(dict.fromkeys(_tokens(message, domain.casefold()))),
        sender=senders[0] if len(senders) == 1 else "",
        is_automatic=_is_automatic(message, senders),
        note=first_paragraph(_plain(body_of(message))),
    )


def body_of(message: Message) -> str:
    """Return the first plain text of a message, else that of its first HTML; attachments are none of it."""
    texts = [part for part in message.walk() if not part.is_multipart() and not _is_attached(part)]
    for kind, reading in (("text/plain", str), ("text/html", text_of)):
        for part in texts:
            if part.get_content_type() == kind and (words := reading(_decoded(part))).strip():
                return words
    return ""


def _headers(message: Message, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _message_id(message: Message, content: bytes) -> str:
    named = "".join(_headers(message, "Message-ID")[:1]).split()
    usable = named[0] if named and named[0].isascii() and named[0].isprintable() else ""
    if usable and len(usable) <= LONGEST_ID:
        return usable
    return f"sha256:{hashlib.sha256(usable.encode() or content).hexdigest()}"


def _tokens(message: Message, domain: str) -> Iterator[str]:
    for name in _RECIPIENTS:
        for _, address in getaddresses(_headers(message, name), strict=False):
            local, _, host = address.rpartition("@")
            if (match := _TOKEN.fullmatch(local)) and host.casefold() == domain:
                yield match[1].casefold()


def _is_automatic(message: Message, senders: list[str]) -> bool:
    answered = "".join(_headers(message, "Auto-Submitted")[:1]).partition(";")[0].strip().casefold()
    precedence = "".join(_headers(message, "Precedence")[:1]).strip().casefold()
    return (
        answered not in {"", "no"}
        or precedence in _BULK
        or any(
            name in message for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "List-Unsubscribe")
        )
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
        or "".join(_headers(message, "Return-Path")[:1]).strip() == "<>"
        or bool(_AWAY.match(_subject(message)))
        or any(sender.startswith(_MACHINES) for sender in senders)
    )


def _subject(message: Message) -> str:
    written = "".join(_headers(message, "Subject")[:1])
    try:
        return str(make_header(decode_header(written)))
    except (LookupError, UnicodeError, ValueError):
        return written


def _is_attached(part: Message) -> bool:
    return "attachment" in str(part.get("Content-Disposition", "")).casefold() or part.get_filename() is not None


def _decoded(part: Message) -> str:
    """Return the text of a part, whatever its charset says: by that, else as UTF-8, else letter by letter."""
    content = cast("bytes", part.get_payload(decode=True) or b"")  # of a part that holds no others
    for charset in (part.get_content_charset(), "utf-8"):
        try:
            return content.decode(charset or "utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")


def _plain(text: str) -> str:
    """Without what no database keeps and what turns letters round."""
    return "".join(
        letter
        for letter in text
        if letter in "\n\r\t" or (letter.isprintable() or letter == "\u00a0" or ord(letter) > 0xFFFF)
    )
