"""Webhooks as Standard Webhooks says: an id that stays over every attempt, the time of the attempt, a signature.

The payload is thin: what happened, when, and the numbers to ask the API about it as somebody who may read it. Nothing
anybody wrote, and nobody's name, leaves in it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

type Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event, or a test, of which the numbers are None."""

    kind: str
    at: datetime
    agreement: int | None = None
    commitment: int | None = None


def body_of(happened: Happened) -> bytes:
    """The same bytes on every attempt: they are what is signed."""
    said = {
        "type": happened.kind,
        "timestamp": f"{happened.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        "data": {"agreement": happened.agreement, "commitment": happened.commitment},
    }
    return json.dumps(said, separators=(",", ":")).encode()


def headers_of(body: bytes, *, message: str, secret: str, real_at: datetime) -> Headers:
    """``message`` is the same on every attempt; ``real_at`` is the machine's now, which a receiver compares."""
    signed_at = real_at.astimezone(UTC).replace(microsecond=0)
    return {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(int(signed_at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message, signed_at, body.decode()),
    }
