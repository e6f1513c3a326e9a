"""A message is signed so that any library of Standard Webhooks can check it, whatever zone it was made in."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from reminders.channels.webhook import Happened, body_of, headers_of
from teams.clock import real_now

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
HAPPENED = Happened(kind="delivered", at=datetime(2027, 3, 1, 9, tzinfo=UTC), agreement=31, commitment=12)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/New_York"])
def test_a_receiver_can_check_it(zone: str) -> None:
    body = body_of(HAPPENED)
    headers = headers_of(body, message="msg_1", secret=SECRET, real_at=real_now().astimezone(ZoneInfo(zone)))

    assert Webhook(SECRET).verify(body, dict(headers)) == {
        "type": "delivered",
        "timestamp": "2027-03-01T09:00:00.000000Z",
        "data": {"agreement": 31, "commitment": 12},
    }


def test_a_changed_message_is_noticed() -> None:
    headers = headers_of(body_of(HAPPENED), message="msg_1", secret=SECRET, real_at=real_now())

    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body_of(HAPPENED).replace(b"31", b"32"), dict(headers))
