"""An endpoint that stopped by itself: who looks after it hears of it in the morning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from reminders.domain import wording
from reminders.domain.channels import Channel
from reminders.domain.kinds import Kind
from reminders.models import Endpoint, Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.models import Membership, MembershipRole, Person

STOPPED_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSection(Section):
    """``holder``: the team whose conversation it is, or ""."""

    name: str
    channel: str
    host: str
    why: str
    holder: str


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """What stopped within the last seven days and has not been started again."""
    working = {pk: one for pk, one in mornings.people.items() if not one.is_day_off}
    for endpoint in _stopped().filter(stopped_at__gt=mornings.at - STOPPED_LIFE):
        for person in sorted(keepers(endpoint) & working.keys()):
            yield _due(endpoint, working[person])


def _stopped() -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(stopped_at__isnull=False, stopped_by=None).select_related("team")


def keepers(endpoint: Endpoint) -> set[int]:
    """Who looks after it: its person, who leads its team, or the administrators."""
    if endpoint.person_id:
        return {endpoint.person_id}
    if endpoint.team_id:
        leads = Membership.objects.filter(team=endpoint.team_id, role=MembershipRole.LEAD)
        return set(leads.values_list("person", flat=True))
    return set(Person.objects.administrators().values_list("pk", flat=True))


def _due(endpoint: Endpoint, one: PersonMorning) -> Due:
    assert endpoint.stopped_at is not None  # asked for above
    return Due(
        kind=Kind.ENDPOINT_STOPPED,
        recipient=one.person.pk,
        subject=Subject(endpoint=endpoint.pk),
        slot=endpoint.stopped_at.date().isoformat(),  # it may be started, and stop, again
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=endpoint.stopped_at + STOPPED_LIFE,
        headline=wording.endpoint_stopped(endpoint.name, channel=endpoint.channel_words),
    )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still stopped, and still theirs to look after."""
    stopped = _stopped().in_bulk([one.endpoint_id for one in reminders])
    return {
        one.pk: _section(one, endpoint, at)
        if (endpoint := stopped.get(one.endpoint_id or 0)) and one.recipient_id in keepers(endpoint)
        else Gone("it was started again, or is gone")
        for one in reminders
    }


def _section(reminder: Reminder, endpoint: Endpoint, at: datetime) -> EndpointSection:
    channel = endpoint.channel_words
    return EndpointSection(
        kind=Kind.ENDPOINT_STOPPED,
        headline=wording.endpoint_stopped(endpoint.name, channel=channel),
        path=page_of(endpoint),
        today=today_of(reminder.recipient, at=at),
        name=endpoint.name,
        channel=channel,
        host=endpoint.host,
        why=endpoint.why_words,
        holder=str(endpoint.team or ""),
    )


def page_of(endpoint: Endpoint) -> str:
    """Where it is looked after."""
    if endpoint.channel == Channel.WEBHOOK:
        return reverse("settings_webhook", args=[endpoint.pk])
    if endpoint.team:
        return reverse("team_channels", args=[endpoint.team.slug])
    return reverse("settings_channels")
