"""The life of a delivery: its states, when it is tried again, and what follows when nobody knows whether it left."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from teams.domain.language import noted, say

LEASE = timedelta(seconds=90)  # longer than a task may run (60 s): a lease outlives its worker, never the reverse
HINT_AGAIN_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 5
MOST_HANDOVERS = 2  # the message and at most one extra copy, after ambiguity only
# The wait after the first, second, third and fourth refusal: a relay may be away for half a morning.
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25), timedelta(hours=2))
FEWEST_AT_A_TIME, MOST_AT_A_TIME = 10, 250  # mails under one lease
QUICKLY = timedelta(seconds=2)
JITTER = 0.2  # waits differ by up to a fifth, so that a crowd does not come back in step


class DeliveryState(StrEnum):
    """Where a delivery stands. `accepted` is for channels that take a message without saying it arrived."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    ACCEPTED = "accepted"
    FAILED = "failed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


STATE_WORDS = {
    DeliveryState.QUEUED: noted("waiting"),
    DeliveryState.CLAIMED: noted("on its way"),
    DeliveryState.HANDED_OVER: noted("on its way"),
    DeliveryState.SENT: noted("sent"),
    DeliveryState.ACCEPTED: noted("taken"),
    DeliveryState.FAILED: noted("did not leave"),
    DeliveryState.EXPIRED: noted("its time was over"),
    DeliveryState.SUPERSEDED: noted("joined another"),
    DeliveryState.SKIPPED: noted("left out"),
    DeliveryState.UNCERTAIN: noted("unsure"),
}
IN_FLIGHT = (DeliveryState.CLAIMED, DeliveryState.HANDED_OVER)
ARRIVED = (DeliveryState.SENT, DeliveryState.ACCEPTED)
IN_TROUBLE = (DeliveryState.FAILED, DeliveryState.UNCERTAIN)  # an administrator has to look at it
# What ended without having arrived for certain: an administrator may have it tried once more.
RETRIABLE = (DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.EXPIRED, DeliveryState.SKIPPED)
# A reminder in one of these has reached its person, may have, or was seen to be of no use any more.
SETTLED = (DeliveryState.SENT, DeliveryState.ACCEPTED, DeliveryState.SKIPPED, DeliveryState.UNCERTAIN)


def say_reason(reason: str) -> str:
    """Say why a delivery stands where it stands: kept in English, joined by "; "; what nobody translated stays."""
    return "; ".join(say(part) for part in reason.split("; "))


class Ending(StrEnum):
    """How one attempt ended. `lost` = its worker went away before handing over; nothing can have left."""

    SENT = "sent"
    SKIPPED = "skipped"
    REFUSED = "refused"
    LOST = "lost"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Next:
    """What follows an attempt that did not succeed: a state, and the wait before the next attempt if queued."""

    state: DeliveryState
    wait: timedelta = timedelta()


def after_refusal(*, attempts: int, chance: float) -> Next:
    """Return what follows a definite refusal, `attempts` counting the one just made.

    `chance`, from 0 up to 1, places the wait within its jitter.
    """
    if attempts >= MOST_ATTEMPTS:
        return Next(DeliveryState.FAILED)
    return Next(DeliveryState.QUEUED, BACKOFF[attempts - 1] * (1 - JITTER + 2 * JITTER * chance))


def after_ambiguity(*, handovers: int) -> Next:
    """Return what follows when a message may have left, or not: one extra copy, then uncertain for good."""
    if handovers >= MOST_HANDOVERS:
        return Next(DeliveryState.UNCERTAIN)
    return Next(DeliveryState.QUEUED, BACKOFF[0])


def how_many_next(count: int, *, took: timedelta) -> int:
    """Return how many mails to take under the next lease, after `count` of them took that long.

    More while the relay answers quickly; few again once it does not, so that none waits long behind the others.
    """
    return min(count * 5, MOST_AT_A_TIME) if took < QUICKLY else FEWEST_AT_A_TIME
