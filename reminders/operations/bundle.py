"""One mail instead of many: what was left unsent joins the next, and what waits too long is let go."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from reminders.domain.bundles import should_bundle
from reminders.domain.channels import Channel
from reminders.domain.deliveries import IN_FLIGHT, SETTLED, DeliveryState
from reminders.domain.keys import bundle_key
from reminders.domain.kinds import DIGEST, MANNERS, Kind
from reminders.models import Delivery, Reminder
from reminders.operations.hint import to_send
from reminders.operations.rows import Row, copy_in, insert_new, take_over
from reminders.reports.among import among
from reminders.reports.mornings import in_quiet_hours
from teams.domain.language import noted

SECRET = [kind for kind, manner in MANNERS.items() if manner.is_secret]
CARRIED = (DeliveryState.QUEUED, *IN_FLIGHT, *SETTLED)
UNSENT = Q(handovers=0)  # what may have left is sent again as it is, under its own number, or not at all
LATE = noted("Its time was over before it could be sent.")
HELD = noted("Quiet hours held it until its time was over.")

type Planned = tuple[Row, Sequence[int]]  # a delivery, and the numbers of the reminders it carries

CARRIES = "SELECT dedupe_key, id AS reminder_id FROM reminders_delivery"
LINK = """
INSERT INTO reminders_delivery_reminders (delivery_id, reminder_id)
SELECT d.id, n.reminder_id FROM new_rows n JOIN reminders_delivery d ON d.dedupe_key = n.dedupe_key
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def write_deliveries(planned: Sequence[Planned]) -> int:
    """Write deliveries with the reminders each carries, unless another planner did; how many were new."""
    if not planned:
        return 0
    count = insert_new(Delivery, [row for row, _ in planned])
    copy_in(CARRIES, ((row["dedupe_key"], reminder) for row, reminders in planned for reminder in reminders))
    take_over(LINK)
    return count


def expire(*, at: datetime) -> int:
    """Let go of queued deliveries whose time is over; how many."""
    return (
        Delivery.objects.queued()
        .filter(expires_at__lte=at)
        .update(
            state=DeliveryState.EXPIRED,
            reason=Case(When(recipient__in=in_quiet_hours(at=at), then=Value(HELD)), default=Value(LATE)),
        )
    )


def supersede_queued(people: Collection[int]) -> None:
    """Take back what still waits for ``people``, unless a worker has it: their morning mail carries it."""
    rows = Delivery.objects.queued().filter(UNSENT, recipient__in=among(people)).exclude(kind__in=SECRET)
    _supersede(rows.select_for_update(skip_locked=True), reason=noted("It joined the morning mail."))


def _supersede(rows: Iterable[Delivery], *, reason: str) -> None:
    Delivery.objects.filter(pk__in=among([row.pk for row in rows])).update(
        state=DeliveryState.SUPERSEDED, reason=reason
    )


class Told(NamedTuple):
    """A reminder by its number, its kind and the number of the person it is for."""

    reminder: int
    kind: Kind
    recipient: int


def not_carried_yet(people: Collection[int], *, at: datetime) -> Iterator[Told]:
    """What ``people`` should still be told and no mail has carried, or is about to."""
    carrier = Delivery.objects.filter(reminders=OuterRef("pk"), channel=Channel.EMAIL, state__in=CARRIED)
    rows = Reminder.objects.filter(~Exists(carrier), recipient__in=among(people), expires_at__gt=at)
    rows = rows.filter(kind__in=list(Kind))  # a newer program, since taken back, may have known others
    found = rows.exclude(kind__in=SECRET).order_by("pk").values_list("pk", "kind", "recipient")
    return (Told(pk, Kind(kind), recipient) for pk, kind, recipient in found)


@transaction.atomic
def bundle(*, at: datetime) -> int:
    """Make one mail of those that piled up for a person; how many people that concerned."""
    crowded = _waiting(at).order_by().values("recipient").annotate(waiting=Count("pk"))
    people = list(crowded.filter(waiting__gt=1).values_list("recipient", flat=True))
    rows = _waiting(at).filter(recipient__in=among(people)).select_for_update(of=("self",), skip_locked=True)
    by_person: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows.order_by("pk"):
        assert row.recipient_id is not None
        by_person[row.recipient_id].append(row)
    piles = [rows for rows in by_person.values() if should_bundle([row.due_at for row in rows], at=at)]
    write_deliveries([_bundled(rows, at) for rows in piles])
    _supersede([row for rows in piles for row in rows], reason=noted("It was left waiting and joined one mail."))
    return len(piles)


def _waiting(at: datetime) -> QuerySet[Delivery]:
    """Mails that may leave now; those that quiet hours hold pile up until then."""
    return to_send(at=at).filter(UNSENT, channel=Channel.EMAIL).exclude(kind__in=SECRET)


def _bundled(rows: Sequence[Delivery], at: datetime) -> Planned:
    first = rows[0]
    assert first.recipient_id is not None  # the database holds that for every mail
    row = {
        "dedupe_key": bundle_key(channel=first.channel, recipient=first.recipient_id, first=first.pk),
        "recipient_id": first.recipient_id,
        "channel": first.channel,
        "kind": DIGEST,
        "planned_at": at,
        "due_at": min(row.due_at for row in rows),
        "expires_at": max(row.expires_at for row in rows),
    }
    return row, list(Reminder.objects.filter(deliveries__in=rows).distinct().values_list("pk", flat=True))
