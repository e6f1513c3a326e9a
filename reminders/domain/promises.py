"""What follows an attempt by HTTP that did not succeed: each channel promises something else.

A conversation is never told twice: after ambiguity nothing is sent again. A webhook is told at least once, under the
same number, for as long as its receiver may need to come back.
"""

from datetime import timedelta

from reminders.domain.channels import Channel
from reminders.domain.deliveries import BACKOFF, JITTER, DeliveryState, Next, after_ambiguity, after_refusal

WEBHOOK_LIFE = timedelta(hours=72)
LONGEST_WAIT = timedelta(hours=6)


def after_refused_post(channel: Channel, *, attempts: int, chance: float, left: timedelta) -> Next:
    """Return what follows when a post has definitely not been taken.

    `attempts` counts the one just made; `chance`, from 0 up to 1, places the wait within its jitter; `left` is the time
    until it is of no use.
    """
    if channel is not Channel.WEBHOOK:
        return after_refusal(attempts=attempts, chance=chance)
    usual = BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else LONGEST_WAIT
    wait = usual * (1 - JITTER + 2 * JITTER * chance)
    return Next(DeliveryState.QUEUED, wait) if wait < left else Next(DeliveryState.FAILED)


def after_ambiguous_post(channel: Channel, *, attempts: int, chance: float, left: timedelta) -> Next:
    """Return what follows when a post may have been taken, or not."""
    if channel is Channel.WEBHOOK:
        return after_refused_post(channel, attempts=attempts, chance=chance, left=left)
    return Next(DeliveryState.UNCERTAIN)


def after_lost_lease(channel: Channel, *, handovers: int) -> Next:
    """Return what follows when a worker went away after handing over."""
    if channel is Channel.EMAIL:
        return after_ambiguity(handovers=handovers)
    return Next(DeliveryState.QUEUED, BACKOFF[0]) if channel is Channel.WEBHOOK else Next(DeliveryState.UNCERTAIN)
