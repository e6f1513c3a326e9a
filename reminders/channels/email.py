"""E-mail over the configured relay: handed over once, with an answer that says of each message what happened."""

import email.policy
from collections.abc import Generator, Sequence
from contextlib import suppress
from email.message import MIMEPart
from email.utils import format_datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers

from reminders.channels import mime
from reminders.channels.errors import RefusedError
from reminders.channels.letter import Letter
from reminders.channels.mime import Message
from reminders.channels.smtp import Outcome, Session, reason_of
from reminders.domain.attachments import Attachment

# To connect takes three seconds at most (the mailer's own setting), and each of the four answers (sender, recipient,
# data, end) six: under thirty in all.
ANSWER_SECONDS = 6


class Mailer:
    """A connection to the relay, opened for the first message and kept for the next."""

    def __init__(self) -> None:
        self._backend: Any = mailers.default
        self._session: Session | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, letter: Letter) -> Message:
        """The message of ``letter``. Raises RefusedError for what cannot stand in a header, and for no address."""
        try:
            if mime.is_plain(letter):
                sender_header = mime.header_of(settings.DEFAULT_FROM_EMAIL)
                return mime.write(letter, sender=self._sender, sender_header=sender_header)
            content = _message(letter).message(policy=email.policy.SMTP).as_bytes()
            return Message(self._sender, self._backend.prep_address(letter.to), content)
        except ValueError as error:
            raise RefusedError(reason_of(error)) from error

    @cached_property
    def _sender(self) -> str:
        sender: str = self._backend.prep_address(settings.DEFAULT_FROM_EMAIL)
        return sender

    def open(self) -> Session:
        """Connect, unless it is done. Raises RefusedError: nothing was handed over."""
        if self._session is None:
            try:
                self._backend.open()
                self._backend.connection.sock.settimeout(ANSWER_SECONDS)
                self._session = Session(self._backend.connection)
            except OSError as error:
                self.close()
                raise RefusedError(reason_of(error)) from error
        return self._session

    def send(self, messages: Sequence[Message]) -> Generator[Outcome]:
        """Hand ``messages`` over; the outcome of each, in order.

        A relay that takes only so many over one connection is connected to again.
        """
        left = list(messages)
        while left:
            try:
                session = self.open()
            except RefusedError as error:
                yield from [error] * len(left)
                return
            is_new, given = session.carried == 0, 0
            for outcome in session.send(left):
                given += 1
                yield outcome
            left = left[given:]
            if session.is_over:
                self.close()
            if left and is_new and not given:
                yield from [RefusedError(session.last_words)] * len(left)
                return

    def close(self) -> None:
        """Say goodbye; a relay that has already gone needs none."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
        self._backend.connection = None
        with suppress(OSError):
            self._backend.close()


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
