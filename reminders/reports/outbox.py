"""Every message to anybody, without its words: where it stands, why, and what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from reminders.domain.channels import NAMES, Channel
from reminders.domain.deliveries import IN_FLIGHT, RETRIABLE, DeliveryState, Ending, say_reason
from reminders.domain.kind_names import KIND_NAMES
from reminders.domain.kinds import DIGEST, Kind
from reminders.models import Attempt, Delivery
from teams.domain.language import noted, say

PAGE = 50
# The code word whose shape and tone each state has.
CODES = {
    DeliveryState.QUEUED: "waiting",
    DeliveryState.CLAIMED: "open",
    DeliveryState.HANDED_OVER: "open",
    DeliveryState.SENT: "kept",
    DeliveryState.ACCEPTED: "kept",
    DeliveryState.FAILED: "drifting",
    DeliveryState.EXPIRED: "quiet",
    DeliveryState.SUPERSEDED: "quiet",
    DeliveryState.SKIPPED: "quiet",
    DeliveryState.UNCERTAIN: "watch",
}
ENDINGS = {
    Ending.SENT: noted("It left"),
    Ending.SKIPPED: noted("Left out"),
    Ending.REFUSED: noted("Not taken"),
    Ending.LOST: noted("Its worker went away"),
    Ending.UNCERTAIN: noted("Unsure"),
}
UNDER_WAY = noted("Under way")
MAY_HAVE_ARRIVED = noted("It may have arrived already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages are looked at; empty means any. `claimed` stands for all that is on its way.

    ``who``: a part of a name or of an address.
    """

    state: str = ""
    channel: str = ""
    kind: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """``code`` names the shape and tone of ``state_words``; ``warning`` is what to know before it is tried again."""

    pk: int
    kind_words: str
    to: str
    channel: str
    state: str
    state_words: str
    code: str
    reason: str
    due_at: datetime
    sent_at: datetime | None
    may_retry: bool
    warning: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """``following`` is the number after which the next page begins; None on the last one."""

    rows: Sequence[OutboxRow]
    following: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One attempt. Its instants are real ones."""

    number: int
    started_at: datetime
    handed_over_at: datetime | None
    ended_at: datetime | None
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    row: OutboxRow
    address: str
    planned_at: datetime
    expires_at: datetime
    next_attempt_at: datetime | None
    carries: int
    tries: Sequence[Try]
    retried_at: datetime | None
    retried_by: str


def outbox(wanted: Wanted, *, before: int | None = None) -> OutboxPage:
    """The newest messages below the number ``before``. One query."""
    rows = Delivery.objects.filter(_meant(wanted)).select_related("recipient", "endpoint")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    page = found[:PAGE]
    return OutboxPage([_row(one) for one in page], page[-1].pk if len(found) > PAGE else None)


def outbox_item(pk: int) -> OutboxItem | None:
    """One message with what was tried; None where there is none. Three queries."""
    found = Delivery.objects.select_related("recipient", "endpoint", "retried_by").filter(pk=pk).first()
    if found is None:
        return None
    return OutboxItem(
        row=_row(found),
        address=found.recipient.email if found.recipient else found.endpoint.host if found.endpoint else "",
        planned_at=found.planned_at,
        expires_at=found.expires_at,
        next_attempt_at=found.next_attempt_at,
        carries=found.reminders.count(),
        tries=[_try(one) for one in found.tries.order_by("-number")],
        retried_at=found.retried_at,
        retried_by=str(found.retried_by or ""),
    )


def kind_words(kind: str) -> str:
    """Say a kind of reminder, a digest, or of a webhook the kind of its event."""
    return say(KIND_NAMES.get(kind) or kind.replace("_", " ").capitalize())


def kinds() -> Sequence[tuple[str, str]]:
    """Every kind with its words, in the order of the words."""
    return sorted([(kind, kind_words(kind)) for kind in (DIGEST, *Kind)], key=lambda pair: pair[1])


def _meant(wanted: Wanted) -> Q:
    meant = Q(**{name: value for name in ("channel", "kind") if (value := getattr(wanted, name))})
    if wanted.state:
        meant &= Q(state__in=IN_FLIGHT if wanted.state in IN_FLIGHT else [wanted.state])
    if not wanted.who:
        return meant
    of_people = Q(recipient__name__icontains=wanted.who) | Q(recipient__email__icontains=wanted.who)
    return meant & (of_people | Q(endpoint__name__icontains=wanted.who))


def _row(delivery: Delivery) -> OutboxRow:
    state = DeliveryState(delivery.state)
    return OutboxRow(
        pk=delivery.pk,
        kind_words=kind_words(delivery.kind),
        to=delivery.recipient.name if delivery.recipient else delivery.endpoint.name if delivery.endpoint else "",
        channel=say(NAMES[Channel(delivery.channel)]),
        state=state,
        state_words=delivery.state_words,
        code=CODES[state],
        reason=delivery.reason_words,
        due_at=delivery.due_at,
        sent_at=delivery.sent_at,
        may_retry=state in RETRIABLE,
        warning=say(MAY_HAVE_ARRIVED) if state == DeliveryState.UNCERTAIN else "",
    )


def _try(attempt: Attempt) -> Try:
    return Try(
        number=attempt.number,
        started_at=attempt.started_at,
        handed_over_at=attempt.handed_over_at,
        ended_at=attempt.ended_at,
        words=say(ENDINGS[Ending(attempt.ending)] if attempt.ending else UNDER_WAY),
        reason=say_reason(attempt.reason),
    )
