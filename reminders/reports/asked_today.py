"""What people were asked about by another mail of the same day."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from agreements.models import Commitment
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.domain.kinds import Kind
from reminders.models import Delivery
from reminders.reports.sections import today_of

ASKING = (Kind.PAST_DATE, Kind.DUE_SOON, Kind.FLAG_OWNER, Kind.ASKED)
MAY_HAVE_LEFT = (DeliveryState.SENT, DeliveryState.HANDED_OVER, DeliveryState.UNCERTAIN)
ONE_DAY = timedelta(hours=25)  # the longest that a local day lasts

type Asked = dict[int | None, frozenset[int]]  # by recipient, the commitments


def asked_today(deliveries: Collection[Delivery], *, at: datetime) -> Asked:
    """What other mails than ``deliveries`` asked each of their recipients about on the recipient's present day.

    Two queries.
    """
    people = {one.recipient_id: one.recipient for one in deliveries if one.recipient}
    others = Delivery.objects.filter(recipient__in=people, channel=Channel.EMAIL, state__in=MAY_HAVE_LEFT)
    rows = others.filter(due_at__gt=at - ONE_DAY, due_at__lte=at).exclude(pk__in=[one.pk for one in deliveries])
    asked: dict[int, set[int]] = defaultdict(set)
    rounds: set[tuple[int, int]] = set()  # a person and an agreement
    named = rows.filter(reminders__kind__in=(*ASKING, Kind.CHECK_IN_REQUEST)).values_list(
        "recipient", "due_at", "reminders__kind", "reminders__commitment", "reminders__agreement"
    )
    for person, due_at, kind, commitment, agreement in named:
        reader = people[person]
        if today_of(reader, at=due_at) != today_of(reader, at=at):
            continue
        if kind == Kind.CHECK_IN_REQUEST:
            rounds.add((person, agreement))
        elif commitment:
            asked[person].add(commitment)
    for person, commitment in _of_rounds(rounds):
        asked[person].add(commitment)
    return {person: frozenset(found) for person, found in asked.items()}


def _of_rounds(rounds: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What a person owns or receives in an agreement whose round they were asked about."""
    if not rounds:
        return
    people, agreements = {person for person, _ in rounds}, {agreement for _, agreement in rounds}
    theirs = Q(owner__in=people) | Q(accepted_by__in=people)
    rows = Commitment.objects.open().filter(theirs, agreement__in=agreements)
    for pk, agreement, *both in rows.values_list("pk", "agreement", "owner", "accepted_by"):
        yield from ((person, pk) for person in both if (person, agreement) in rounds)
