"""What follows an attempt by HTTP that did not succeed: each channel promises something else.

A conversation is never told twice: after ambiguity nothing is sent again. A webhook is told at least once, under the
same number, for as long as its receiver may need to come back.
"""

from dataclasses import dataclass
from datetime import timedelta

from reminders.domain.channels import Channel
from reminders.domain.deliveries import BACKOFF, JITTER, DeliveryState, Next, after_ambiguity, after_refusal

WEBHOOK_LIFE = timedelta(hours=72)
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How far a post has come: `attempts` counts the one just made, `left` is the time until it is of no use.

    `chance`, from 0 up to 1, places the wait for the next attempt within its jitter.
    """

    channel: Channel
    attempts: int
    left: timedelta
    chance: float


def after_refused_post(tried: Tried) -> Next:
    """Return what follows when a post has definitely not been taken."""
    if tried.channel is not Channel.WEBHOOK:
        return after_refusal(attempts=tried.attempts, chance=tried.chance)
    usual = BACKOFF[tried.attempts - 1] if tried.attempts <= len(BACKOFF) else LONGEST_WAIT
    wait = usual * (1 - JITTER + 2 * JITTER * tried.chance)
    return Next(DeliveryState.QUEUED, wait) if wait < tried.left else Next(DeliveryState.FAILED)


def after_ambiguous_post(tried: Tried) -> Next:
    """Return what follows when a post may have been taken, or not."""
    return after_refused_post(tried) if tried.channel is Channel.WEBHOOK else Next(DeliveryState.UNCERTAIN)


def after_lost_lease(channel: Channel, *, handovers: int) -> Next:
    """Return what follows when a worker went away after handing over."""
    if channel is Channel.EMAIL:
        return after_ambiguity(handovers=handovers)
    return Next(DeliveryState.QUEUED, BACKOFF[0]) if channel is Channel.WEBHOOK else Next(DeliveryState.UNCERTAIN)
