"""Plans what all of a team may know into its conversation: each thing once, however many people are told of it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from reminders.domain.channels import CONVERSATIONS
from reminders.domain.keys import team_key
from reminders.domain.kinds import MANNERS, Kind
from reminders.domain.topics import Topic
from reminders.models import Delivery, Endpoint, Reminder
from reminders.operations.bundle import write_deliveries
from reminders.operations.endpoints import held_endpoints
from reminders.operations.rows import Row
from reminders.reports.preferences import unwanted_by_team

FOR_TEAMS = [kind for kind, manner in MANNERS.items() if manner.for_team]


@transaction.atomic
def plan_for_teams(*, at: datetime) -> int:
    """One post for each thing and conversation, however many members are told of it."""
    endpoints = {one.pk: one for one in held_endpoints(team__isnull=False)}
    if not endpoints:
        return 0
    muted = _muted_for_teams(endpoints.values())
    planned: dict[object, tuple[Row, list[int]]] = {}
    for pk, reminder in _told_to_teams(list(endpoints), at):
        if (pk, Kind(reminder.kind).manner.topic) not in muted:
            delivery = _of_team(endpoints[pk], reminder, at)
            planned.setdefault(delivery["dedupe_key"], (delivery, []))[1].append(reminder.pk)
    return write_deliveries(list(planned.values()))


def _told_to_teams(endpoints: list[int], at: datetime) -> list[tuple[int, Reminder]]:
    """What people are told of agreements of the team; of a commitment, if the team owes or receives it."""
    team = F("agreement__parties__team")
    place = "agreement__parties__team__endpoints"
    concerned = Q(commitment=None) | Q(commitment__team=team) | Q(commitment__for_team=team)
    carrier = Delivery.objects.filter(reminders=OuterRef("pk"))
    rows = Reminder.objects.filter(
        concerned,
        **{f"{place}__in": endpoints, f"{place}__seen_at__lte": F("due_at")},
        kind__in=FOR_TEAMS,
        due_at__lte=at,
        expires_at__gt=at,
    )
    told = rows.annotate(place=F(place)).filter(~Exists(carrier.filter(endpoint=OuterRef("place"))))
    pairs = list(told.order_by("pk").values_list("place", "pk"))
    found = Reminder.objects.in_bulk({pk for _, pk in pairs})
    return [(endpoint, found[pk]) for endpoint, pk in pairs]


def _of_team(endpoint: Endpoint, reminder: Reminder, at: datetime) -> Row:
    return {
        "dedupe_key": team_key(channel=endpoint.channel, endpoint=endpoint.pk, reminder=reminder.key),
        "endpoint_id": endpoint.pk,
        "channel": endpoint.channel,
        "kind": reminder.kind,
        "planned_at": at,
        "due_at": at,
        "expires_at": reminder.expires_at,
    }


def _muted_for_teams(endpoints: Collection[Endpoint]) -> set[tuple[int, Topic | None]]:
    """By conversation, what its team does not want there."""
    found: set[tuple[int, Topic | None]] = set()
    for channel in CONVERSATIONS:
        of = {one.pk: one.team_id for one in endpoints if one.channel == channel and one.team_id}
        topics = unwanted_by_team(teams=set(of.values()), channel=channel)
        found |= {(pk, topic) for pk, team in of.items() for topic in topics[team]}
    return found
