from datetime import timedelta

import pytest

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Next
from reminders.domain.promises import Tried, after_ambiguous_post, after_lost_lease, after_refused_post

DAYS = timedelta(days=3)


def tried(channel: Channel, attempts: int, *, left: timedelta = DAYS) -> Tried:
    return Tried(channel=channel, attempts=attempts, left=left, chance=0.5)


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=25)),
        (4, timedelta(hours=2)),
        (5, timedelta(hours=6)),
        (50, timedelta(hours=6)),
    ],
)
def test_a_webhook_is_tried_at_growing_waits(attempts: int, wait: timedelta) -> None:
    follows = after_refused_post(tried(Channel.WEBHOOK, attempts))

    assert follows == Next(DeliveryState.QUEUED, wait)


def test_a_webhook_ends_with_its_time() -> None:
    follows = after_refused_post(tried(Channel.WEBHOOK, 9, left=timedelta(hours=5)))

    assert follows == Next(DeliveryState.FAILED)


@pytest.mark.parametrize("channel", [Channel.SLACK, Channel.TEAMS])
def test_a_conversation_ends_after_five_refusals(channel: Channel) -> None:
    assert after_refused_post(tried(channel, 4)).state == DeliveryState.QUEUED
    assert after_refused_post(tried(channel, 5)).state == DeliveryState.FAILED


@pytest.mark.parametrize(
    ("channel", "state"),
    [
        (Channel.SLACK, DeliveryState.UNCERTAIN),
        (Channel.TEAMS, DeliveryState.UNCERTAIN),
        (Channel.WEBHOOK, DeliveryState.QUEUED),
    ],
)
def test_only_a_webhook_is_told_again_after_ambiguity(channel: Channel, state: DeliveryState) -> None:
    assert after_ambiguous_post(tried(channel, 1)).state == state
    assert after_lost_lease(channel, handovers=1).state == state


def test_a_mail_leaves_once_more_after_ambiguity_and_no_more() -> None:
    assert after_lost_lease(Channel.EMAIL, handovers=1).state == DeliveryState.QUEUED
    assert after_lost_lease(Channel.EMAIL, handovers=2).state == DeliveryState.UNCERTAIN
