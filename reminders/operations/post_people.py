"""Plans what people are told into their conversations: what their mails carry, as far as they want it there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from reminders.domain.bundles import kind_of, should_bundle
from reminders.domain.channels import CONVERSATIONS, TEST
from reminders.domain.deliveries import DeliveryState
from reminders.domain.keys import conversation_digest_key, conversation_key
from reminders.domain.kinds import Kind
from reminders.domain.preferences import MUTED_HERE
from reminders.models import Delivery, Endpoint, Reminder
from reminders.operations.bundle import CARRIED, SECRET, Planned, write_deliveries
from reminders.operations.endpoints import held_endpoints
from reminders.operations.post_hints import to_post
from reminders.operations.rows import Row
from reminders.reports.due import Mornings, PersonMorning
from reminders.reports.mornings import mornings_of
from reminders.reports.preferences import Unwanted, is_muted, unwanted
from teams.domain.language import noted

JOINED = noted("It was left waiting and joined another.")


@transaction.atomic
def plan_for_people(*, at: datetime) -> int:
    """What people were told since their conversation began and it has not carried: the urgent each for itself."""
    endpoints = {one.pk: one for one in held_endpoints(person__is_active=True)}
    _take_back_piles(endpoints, at)
    waiting = _waiting(endpoints, at)
    people = {one.person.pk: one.person for one in endpoints.values() if one.pk in waiting and one.person}
    if not people:
        return 0
    mornings = mornings_of(people=list(people.values()), at=at)
    planned: list[Planned] = []
    for channel in CONVERSATIONS:
        muted = unwanted(people=people, channel=channel)
        for pk, reminders in waiting.items():
            if endpoints[pk].channel == channel:
                planned += _of_person(endpoints[pk], reminders, _Day(mornings, muted))
    return write_deliveries(_not_there(planned))


def _take_back_piles(endpoints: Iterable[int], at: datetime) -> None:
    """What piled up unsent, because nobody was at work or quiet hours held it, is told in one post instead of many."""
    rows = to_post(at=at).filter(endpoint__in=list(endpoints), handovers=0).exclude(kind=TEST)
    piles: dict[int | None, list[Delivery]] = defaultdict(list)
    for row in rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        piles[row.endpoint_id].append(row)
    crowded = [pile for pile in piles.values() if should_bundle([row.due_at for row in pile], at=at)]
    Delivery.objects.filter(pk__in=[row.pk for pile in crowded for row in pile]).update(
        state=DeliveryState.SUPERSEDED, reason=JOINED
    )


def _waiting(endpoints: Iterable[int], at: datetime) -> dict[int, list[Reminder]]:
    """By endpoint: what it has not carried yet."""
    told = Q(person__reminders__due_at__lte=at, person__reminders__expires_at__gt=at)
    since = Q(person__reminders__due_at__gte=F("seen_at"))
    carrier = Delivery.objects.filter(
        endpoint=OuterRef("pk"), reminders=OuterRef("person__reminders"), state__in=CARRIED
    )
    pairs = list(
        Endpoint.objects.filter(told, since, pk__in=list(endpoints))
        .filter(~Exists(carrier))
        .values_list("pk", "person__reminders")
    )
    rows = Reminder.objects.exclude(kind__in=SECRET).in_bulk({reminder for _, reminder in pairs})
    found: dict[int, list[Reminder]] = defaultdict(list)
    for endpoint, reminder in sorted(pairs):
        if reminder in rows:
            found[endpoint].append(rows[reminder])
    return found


@dataclass(frozen=True, slots=True)
class _Day:
    """What is known of the people at the moment: their days, and what they do not want on a channel."""

    mornings: Mornings
    muted: Unwanted

    @property
    def at(self) -> datetime:
        return self.mornings.at


def _of_person(endpoint: Endpoint, reminders: Sequence[Reminder], day: _Day) -> Iterator[Planned]:
    assert endpoint.person_id is not None  # chosen by it
    one = day.mornings.people[endpoint.person_id]
    wanted = []
    for reminder in reminders:
        if is_muted(Kind(reminder.kind), recipient=endpoint.person_id, unwanted=day.muted):
            yield _single(endpoint, reminder, day.at, left_out=True), [reminder.pk]
        elif Kind(reminder.kind).manner.on_any_day or not one.is_day_off:
            wanted.append(reminder)
    urgent = [reminder for reminder in wanted if Kind(reminder.kind).manner.is_at_once]
    others = [day.at] if len(urgent) < len(wanted) else []
    if should_bundle([*(reminder.due_at for reminder in urgent), *others], at=day.at):
        urgent = []
    for reminder in urgent:
        yield _single(endpoint, reminder, day.at), [reminder.pk]
    if rest := [reminder for reminder in wanted if reminder not in urgent]:
        yield _digest(endpoint, rest, one, day.at), [reminder.pk for reminder in rest]


def _single(endpoint: Endpoint, reminder: Reminder, at: datetime, *, left_out: bool = False) -> Row:
    """One post; of what the person does not want here only the row that accounts for it."""
    return {
        "dedupe_key": conversation_key(channel=endpoint.channel, endpoint=endpoint.pk, reminder=reminder.key),
        "endpoint_id": endpoint.pk,
        "channel": endpoint.channel,
        "kind": reminder.kind,
        "planned_at": at,
        "due_at": reminder.due_at,
        "expires_at": reminder.expires_at,
        "state": DeliveryState.SKIPPED if left_out else DeliveryState.QUEUED,
        "reason": MUTED_HERE if left_out else "",
    }


def _digest(endpoint: Endpoint, reminders: Sequence[Reminder], one: PersonMorning, at: datetime) -> Row:
    return {
        "dedupe_key": conversation_digest_key(
            channel=endpoint.channel,
            endpoint=endpoint.pk,
            local_on=one.today,
            reminders=[reminder.pk for reminder in reminders],
        ),
        "endpoint_id": endpoint.pk,
        "channel": endpoint.channel,
        "kind": kind_of([Kind(reminder.kind) for reminder in reminders]),
        "planned_at": at,
        "due_at": at,
        "expires_at": max(reminder.expires_at for reminder in reminders),
        "state": DeliveryState.QUEUED,
        "reason": "",
    }


def _not_there(planned: Sequence[Planned]) -> list[Planned]:
    """A post that has left takes nothing more on."""
    keys = [row["dedupe_key"] for row, _ in planned]
    there = set(Delivery.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    return [(row, reminders) for row, reminders in planned if row["dedupe_key"] not in there]
