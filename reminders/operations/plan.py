"""Plans what is due and not planned yet. Any number of planners may run; a thing is told once.

Nothing is selected by a window of time since the last run: a planner that was away for days finds what holds now.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from reminders import failpoints
from reminders.domain.bundles import kind_of
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.domain.keys import digest_key, muted_key
from reminders.domain.kinds import Kind
from reminders.domain.preferences import MUTED
from reminders.models import Morning, Reminder
from reminders.operations import fence
from reminders.operations.bundle import (
    Planned,
    Told,
    bundle,
    expire,
    not_carried_yet,
    supersede_queued,
    write_deliveries,
)
from reminders.operations.post_plans import plan_posts
from reminders.operations.rows import Row, insert_new
from reminders.reports import (
    asks,
    changes,
    concerns,
    dates,
    decisions,
    deliveries,
    endpoints,
    escalations,
    flag_steps,
    flags,
    follow_through,
    handovers,
    in_force,
    invitations,
    metrics,
    proposals,
    requests,
    sync_changes,
    sync_notes,
    syncs,
    weeks,
    windows,
)
from reminders.reports.among import KEYS, among
from reminders.reports.due import Due, Mornings, PersonMorning
from reminders.reports.mornings import mornings_of, mornings_to_plan
from reminders.reports.preferences import Unwanted, is_muted, unwanted
from teams.models import Person
from teams.speech import language_of, speaking

PEOPLE_AT_A_TIME = 5000
AT_ONCE = (
    invitations,
    changes,
    proposals,
    in_force,
    syncs,
    sync_changes,
    sync_notes,
    concerns,
    escalations,
    deliveries,
    asks,
)
IN_MORNINGS = (
    windows,
    dates,
    syncs,
    decisions,
    flags,
    flag_steps,
    asks,
    requests,
    concerns,
    escalations,
    handovers,
    deliveries,
    metrics,
    weeks,
    follow_through,
    endpoints,
)


@dataclass(frozen=True, slots=True)
class PlanResult:
    """How many rows one pass wrote."""

    reminders: int = 0
    deliveries: int = 0

    def __add__(self, other: "PlanResult") -> "PlanResult":
        return PlanResult(self.reminders + other.reminders, self.deliveries + other.deliveries)


def plan(*, at: datetime) -> PlanResult:
    """Write everything that is due at ``at`` as rows: the inbox at once, the mails as deliveries."""
    closed_at = fence.unsettled_since()
    expire(at=at)
    result = _plan_at_once(at=at)
    _add_mornings()
    while batch := _plan_mornings(at=at):
        result += batch
    bundle(at=at)
    result += PlanResult(deliveries=plan_posts(at=at))
    if closed_at:
        fence.settle(closed_at=closed_at)
    failpoints.reach("planner.after")
    return result


@transaction.atomic
def _plan_at_once(*, at: datetime) -> PlanResult:
    found = [due for report in AT_ONCE for due in report.due_at_once(at=at)]
    new = _not_planned([due for due in found if due.due_at <= at < due.expires_at])
    reminders = _write_reminders(new)
    muted = unwanted(people={one.recipient_id for one in reminders}, channel=Channel.EMAIL)
    deliveries = write_deliveries([(_single(one, at, muted), [one.pk]) for one in reminders])
    failpoints.reach("planner.inside")
    return PlanResult(len(reminders), deliveries)


def _not_planned(found: Sequence[Due]) -> list[Due]:
    known = set(
        Reminder.objects.filter(key__in=among([due.key for due in found], template=KEYS)).values_list("key", flat=True)
    )
    return [due for due in found if due.key not in known]


def _write_reminders(found: Iterable[Due]) -> list[Reminder]:
    """The rows of what was found, written by whichever planner came first."""
    rows = [due.as_row() for due in found]
    insert_new(Reminder, rows)
    return list(Reminder.objects.filter(key__in=[row["key"] for row in rows]))


def _single(reminder: Reminder, at: datetime, muted: Unwanted) -> Row:
    """Its mail; of what the person does not want by mail only the row that accounts for it."""
    is_left_out = is_muted(Kind(reminder.kind), recipient=reminder.recipient_id, unwanted=muted)
    return {
        "dedupe_key": f"{Channel.EMAIL}|{reminder.key}",
        "recipient_id": reminder.recipient_id,
        "kind": reminder.kind,
        "planned_at": at,
        "due_at": reminder.due_at,
        "expires_at": reminder.expires_at,
        "state": DeliveryState.SKIPPED if is_left_out else DeliveryState.QUEUED,
        "reason": MUTED if is_left_out else "",
    }


def _add_mornings() -> None:
    """Everybody has a row to be planned by; it holds no date before the first morning."""
    missing = Person.objects.active().filter(morning=None).values_list("pk", flat=True)
    Morning.objects.bulk_create([Morning(person_id=pk) for pk in missing], ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def _plan_mornings(*, at: datetime) -> PlanResult | None:
    """Plan the mornings of some people, together and once; None when nobody is left."""
    taken = _take_mornings(at)
    if not taken.people:
        return None
    mornings = _of_those_here(taken)
    found = _not_planned([due for language, group in _by_language(mornings) for due in _said_in(language, group)])
    count = insert_new(Reminder, [due.as_row() for due in found])
    supersede_queued([person for person, one in mornings.people.items() if not one.is_day_off])
    deliveries = write_deliveries(list(_digests(mornings, at)))
    failpoints.reach("planner.inside")
    return PlanResult(count, deliveries)


def _by_language(mornings: Mornings) -> Iterator[tuple[str, Mornings]]:
    """The same people, those together whose mails speak one language."""
    groups: dict[str, dict[int, PersonMorning]] = defaultdict(dict)
    for pk, one in mornings.people.items():
        groups[language_of(one.person)][pk] = one
    for language, people in groups.items():
        yield language, replace(mornings, people=people)


def _said_in(language: str, mornings: Mornings) -> list[Due]:
    with speaking(language):
        return [due for report in IN_MORNINGS for due in report.due_in_mornings(mornings)]


def _take_mornings(at: datetime) -> Mornings:
    """Hold the rows of people whose morning has come and mark them; another planner passes them over."""
    rows = mornings_to_plan(at=at).select_for_update(of=("self",), skip_locked=True)
    taken = list(rows.order_by("person").values_list("pk", flat=True)[:PEOPLE_AT_A_TIME])
    mornings = mornings_of(people=list(Person.objects.filter(pk__in=among(taken))), at=at)
    by_day: dict[date, list[int]] = defaultdict(list)
    for person, one in mornings.people.items():
        by_day[one.today].append(person)
    for day, people in by_day.items():
        Morning.objects.filter(person__in=among(people)).update(planned_on=day)
    return mornings


def _of_those_here(mornings: Mornings) -> Mornings:
    """Whoever is away is told what still stands when back; their delegate is asked meanwhile."""
    here = {pk: one for pk, one in mornings.people.items() if not one.person.is_away_on(one.today)}
    return replace(mornings, people=here)


def _digests(mornings: Mornings, at: datetime) -> Iterator[Planned]:
    """One mail for each person with anything to be told: what is new, and what no mail has carried yet."""
    by_person: dict[int, list[Told]] = defaultdict(list)
    left_out: dict[int, list[Told]] = defaultdict(list)
    muted = unwanted(people=mornings.people, channel=Channel.EMAIL)
    for told in not_carried_yet(mornings.people, at=at):
        if told.kind.manner.on_any_day or not mornings.people[told.recipient].is_day_off:
            is_left_out = is_muted(told.kind, recipient=told.recipient, unwanted=muted)
            (left_out if is_left_out else by_person)[told.recipient].append(told)
    for person, things in by_person.items():
        yield _digest(mornings.people[person], things, at), [told.reminder for told in things]
    for person, things in left_out.items():
        yield _left_out(mornings.people[person], things, at), [told.reminder for told in things]


def _left_out(one: PersonMorning, things: Sequence[Told], at: datetime) -> Row:
    """No mail: the row that accounts for what the person does not want by mail."""
    key = muted_key(channel=Channel.EMAIL, recipient=one.person.pk, local_on=one.today)
    return _digest(one, things, at) | {"dedupe_key": key, "state": DeliveryState.SKIPPED, "reason": MUTED}


def _digest(one: PersonMorning, things: Sequence[Told], at: datetime) -> dict[str, object]:
    return {
        "dedupe_key": digest_key(channel=Channel.EMAIL, recipient=one.person.pk, local_on=one.today),
        "recipient_id": one.person.pk,
        "kind": kind_of([told.kind for told in things]),
        "planned_at": at,
        "due_at": one.begins_at,
        "expires_at": one.ends_at,
        "state": DeliveryState.QUEUED,
        "reason": "",
    }
