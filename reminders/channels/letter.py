"""What is to be sent by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reminders.domain.attachments import Attachment


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
