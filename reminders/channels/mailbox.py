"""The mailbox of a rehearsal: takes every mail over SMTP, keeps each as a file, and reads them back."""

import mailbox
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

FOLDER = "mailbox"


class Sink:
    """The SMTP side: accepts for anybody, delivers to nobody."""

    def __init__(self, folder: Path) -> None:
        self._box = mailbox.Maildir(folder / FOLDER)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - its protocol
        self.keep(envelope.original_content or b"")
        return "250 Kept"

    def keep(self, content: bytes) -> None:
        """Write one mail to a file of its own, whole or not at all."""
        self._box.add(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMail:
    """One mail as it arrived. ``delivered_at`` is the rehearsal's time at which it was sent."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    delivered_at: datetime


def stored_mails(*, folder: Path, to: str = "") -> list[StoredMail]:
    """The mails kept in a data folder, newest first; ``to`` one address only, in any mixture of cases."""
    paths = sorted((folder / FOLDER / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    mails = (_stored(path) for path in paths)
    return [mail for mail in mails if not to or mail.to.lower() == to.lower()]


def _stored(path: Path) -> StoredMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return StoredMail(
        to=str(message["To"]),
        subject=str(message["Subject"]).strip(),  # a long one begins on its second line
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers={name: str(value).strip() for name, value in message.items()},
        delivered_at=message["Date"].datetime,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().replace("\r\n", "\n") if part else ""
