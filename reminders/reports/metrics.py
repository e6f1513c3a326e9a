"""A metric is proposed: told in the morning to who signs for a party that has not said that it matters to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.domain.metrics import Direction
from agreements.models import Metric
from agreements.reports.assents import people_asked, waiting
from agreements.reports.metrics import written
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSection(Section):
    """``baseline`` is empty for a level to hold."""

    title: str
    name: str
    proposed_by: str
    baseline: str
    target: str
    target_on: date


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Metrics that wait for the word of somebody whose working morning it is."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    metrics = list(waiting(at=mornings.at).select_related("agreement"))
    asked = people_asked(metrics)
    for metric in metrics:
        for person in sorted(asked[metric.pk] & working.keys()):
            yield _due(metric, working[person])


def _due(metric: Metric, one: PersonMorning) -> Due:
    return Due(
        kind=Kind.METRIC_ASKED,
        recipient=one.person.pk,
        subject=Subject(agreement=metric.agreement_id, metric=metric.pk),
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + ASK_LIFE,
        headline=_headline(metric),
    )


def _headline(metric: Metric) -> str:
    return wording.metric_asked(metric.name, title=metric.agreement.title)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still proposed, and still waiting for this person's word."""
    people = ("agreement", "proposed_by")
    metrics = waiting(at=at).filter(pk__in=[one.metric_id for one in reminders]).select_related(*people)
    found = {metric.pk: metric for metric in metrics}
    asked = people_asked(list(found.values()))
    return {
        one.pk: _look(one, found.get(one.metric_id or 0), asked.get(one.metric_id or 0, set()), at) for one in reminders
    }


def _look(reminder: Reminder, metric: Metric | None, asked: set[int], at: datetime) -> Section | Gone:
    if metric is None:
        return Gone("it is joint, was declined, or the agreement rests")
    if reminder.recipient_id not in asked:
        return Gone("it was answered, or somebody else signs now")
    assert metric.proposed_by is not None  # whoever proposed what is not joint yet
    return MetricSection(
        kind=Kind.METRIC_ASKED,
        headline=_headline(metric),
        path=reverse("metric", args=[metric.agreement.slug, metric.pk]),
        today=today_of(reminder.recipient, at=at),
        title=metric.agreement.title,
        name=metric.name,
        proposed_by=metric.proposed_by.name,
        baseline="" if metric.direction == Direction.HOLD else written(metric.baseline, metric.unit),
        target=written(metric.target, metric.unit),
        target_on=metric.target_on,
    )
