"""How tests answer a mail: a reply as a mail program writes it, handed over as a relay does."""

import time
from email.message import EmailMessage
from typing import Any

from django.test import Client

from reminders.views.inbound import signature_of
from teams.models import Person

ADDRESS = "/inbound/mail/"
DOMAIN = "reply.acme.example"
NOTE = "The deck is at 80 %, the guide starts today."


def reply_to(mail: EmailMessage, *, by: Person, text: str = NOTE, message_id: str = "<one@acme.example>") -> bytes:
    """What ``by`` answers to ``mail``: above the quote, to the address that it asks for."""
    return a_mail(to=str(mail["Reply-To"]), by=by, text=text, message_id=message_id, about=str(mail["Subject"]))


def a_mail(*, to: str, by: Person, text: str = NOTE, message_id: str = "<one@acme.example>", about: str = "x") -> bytes:
    answer = EmailMessage()
    answer["From"] = f"{by.name} <{by.email}>"
    answer["To"] = to
    answer["Subject"] = f"Re: {about}"
    answer["Message-ID"] = message_id
    answer.set_content(f"Hi,\n\n{text}\n\nOn Mon, 8 Mar 2027 at 08:30, Holdfast <holdfast@acme.example> wrote:\n> How?")
    return answer.as_bytes()


def handed_over(content: bytes, *, sent_at: float | None = None, **headers: str) -> Any:
    """The answer to a relay that posts ``content``, signed at ``sent_at`` (Unix seconds, now unless given)."""
    stamp = str(int(time.time() if sent_at is None else sent_at))
    signed = {
        "X-Holdfast-Timestamp": stamp,
        "X-Holdfast-Signature": f"sha256={signature_of(content, sent_at=stamp)}",
    }
    return Client().post(ADDRESS, content, content_type="message/rfc822", headers=signed | headers)
