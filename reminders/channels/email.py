"""E-mail over the configured relay: one message, handed over once, with an answer that says what happened."""

import smtplib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import MIMEPart
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMultiAlternatives, mailers

from reminders.domain.attachments import Attachment

# To connect takes three seconds at most (the mailer's own setting), and each of the four answers (sender, recipient,
# data, end) six: under thirty in all.
ANSWER_SECONDS = 6


class RefusedError(Exception):
    """The message has definitely not left: the relay cannot be reached, or said no."""


class AmbiguousError(Exception):
    """The message may have left: the connection ended, or no answer came in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message, ready to be sent. ``message_id`` and ``delivery`` stay the same on every attempt.

    ``written_at`` is the organisation's now, so that a rehearsal's mail carries the rehearsal's date.
    """

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    delivery: int
    written_at: datetime
    attachments: Sequence[Attachment] = ()
    reply_to: str = ""
    stop_url: str = ""  # one POST to it ends mails like this one (RFC 8058); empty for what cannot be refused


class Mailer:
    """A connection to the relay, opened for the first letter and kept for the next."""

    def __init__(self) -> None:
        self._backend: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prepare(self, letter: Letter) -> EmailMultiAlternatives:
        """Connect, and build the message. Raises RefusedError: nothing was handed over."""
        try:
            message = _message(letter)
            message.message()  # refuses what cannot stand in a header, such as a line break
            self._open()
            self._backend.prep_address(letter.to)  # refuses what is no address
        except (OSError, ValueError) as error:
            self.close()
            raise RefusedError(_reason(error)) from error
        return message

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand the message over and wait for the answer. Raises RefusedError or AmbiguousError."""
        try:
            self._backend.send_messages([message])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            self.close()
            raise RefusedError(_reason(error)) from error
        except OSError as error:
            self.close()
            raise AmbiguousError(_reason(error)) from error

    def close(self) -> None:
        """Say goodbye; a relay that has already gone needs none."""
        backend, self._backend = self._backend, None
        if backend is not None:
            with suppress(OSError):
                backend.close()

    def _open(self) -> None:
        if self._backend is not None:
            return
        self._backend = mailers.default
        self._backend.open()
        self._backend.connection.sock.settimeout(ANSWER_SECONDS)


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Date": format_datetime(letter.written_at),
            "Message-ID": letter.message_id,
            "X-Delivery-Id": str(letter.delivery),
            "Auto-Submitted": "auto-generated",
            **_stop_headers(letter.stop_url),
        },
    )
    message.attach_alternative(letter.html, "text/html")
    for attachment in letter.attachments:
        message.attach(_part(attachment))
    return message


def _stop_headers(url: str) -> dict[str, str]:
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _part(attachment: Attachment) -> MIMEPart:
    part = MIMEPart()
    part.set_content(
        attachment.content,
        maintype="text",
        subtype=attachment.subtype,
        disposition="attachment",
        filename=attachment.name,
        params=dict(attachment.params),
    )
    return part


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
