"""Answers that did not come in time: who proposed the terms, or asked for the change, decides what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.domain.amendments import AmendmentState
from agreements.models import Amendment, Version
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from reminders.reports.sight import path_to
from reminders.reports.waited import Key, Waited, proposals, unanswered, waited_for
from teams.domain.calendar import local_date, zone
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSection(Section):
    """``missing``: who has not said the terms back, not signed them, or not answered the change."""

    title: str
    answer_by: date
    missing: tuple[str, ...]


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Windows that have passed, as of the morning of whoever opened them, on a working day."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    for version in proposals().filter(proposed_by__in=among(working)):
        if _has_passed(version, mornings.at):
            yield _of_proposal(version, working[version.proposed_by_id])
    expired = Amendment.objects.filter(state=AmendmentState.EXPIRED, closed_at__gt=mornings.at - ASK_LIFE)
    for amendment in expired.filter(asked_by__in=among(working)).select_related("agreement"):
        yield _of_change(amendment, working[amendment.asked_by_id])


def _has_passed(version: Version, at: datetime) -> bool:
    return local_date(at, zone=zone(version.agreement.time_zone)) > version.answer_by


def _of_proposal(version: Version, one: PersonMorning) -> Due:
    return _due(
        one,
        kind=Kind.WINDOW_ENDED,
        subject=Subject(agreement=version.agreement_id, version=version.pk),
        answer_by=version.answer_by,
        headline=wording.window_ended(version.agreement.title),
    )


def _of_change(amendment: Amendment, one: PersonMorning) -> Due:
    return _due(
        one,
        kind=Kind.CHANGE_UNANSWERED,
        subject=Subject(agreement=amendment.agreement_id, amendment=amendment.pk),
        answer_by=amendment.answer_by,
        headline=wording.change_unanswered(amendment.agreement.title),
    )


def _due(one: PersonMorning, *, kind: Kind, subject: Subject, answer_by: date, headline: str) -> Due:
    return Due(
        kind=kind,
        recipient=one.person.pk,
        subject=subject,
        subject_on=answer_by,
        slot="ended",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + ASK_LIFE,
        headline=headline,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last look reads once for all reminders."""

    at: datetime
    versions: dict[int, Version]
    waited: dict[Key, Waited]
    amendments: dict[int, Amendment]
    unanswered: dict[Key, datetime]
    names: dict[int, str]

    def missing(self, subject: int, people: Sequence[Key], *, reader: int) -> tuple[str, ...]:
        """The names of ``people`` of one subject, the reader last and as "you"."""
        waited = {person for pk, person in people if pk == subject}
        others = sorted(self.names[person] for person in waited - {reader})
        return (*others, "you") if reader in waited else tuple(others)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still undecided, and no more time was given."""
    versions = proposals().in_bulk([one.version_id for one in reminders])
    expired = Amendment.objects.filter(state=AmendmentState.EXPIRED).select_related("agreement")
    amendments = expired.in_bulk({one.amendment_id for one in reminders})
    waited, asked = waited_for(versions.values()), unanswered(amendments)
    people = {person for _, person in (*waited, *asked)}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    known = _Known(at, versions, waited, amendments, asked, names)
    return {one.pk: _look(one, known) for one in reminders}


def _look(reminder: Reminder, known: _Known) -> Section | Gone:
    version = known.versions.get(reminder.version_id or 0)
    if version and version.answer_by == reminder.subject_on:
        return _about_proposal(reminder, version, known)
    amendment = known.amendments.get(reminder.amendment_id or 0)
    if amendment and amendment.answer_by == reminder.subject_on:
        return _about_change(reminder, amendment, known)
    return Gone("it was decided")


def _about_proposal(reminder: Reminder, version: Version, known: _Known) -> DecisionSection:
    missing = [key for key, one in known.waited.items() if one.to_say or one.to_sign]
    return DecisionSection(
        kind=Kind.WINDOW_ENDED,
        headline=wording.window_ended(version.agreement.title),
        path=reverse("readback_board", args=[version.agreement.slug]),
        today=today_of(reminder.recipient, at=known.at),
        title=version.agreement.title,
        answer_by=version.answer_by,
        missing=known.missing(version.pk, missing, reader=reminder.recipient_id),
    )


def _about_change(reminder: Reminder, amendment: Amendment, known: _Known) -> DecisionSection:
    return DecisionSection(
        kind=Kind.CHANGE_UNANSWERED,
        headline=wording.change_unanswered(amendment.agreement.title),
        path=path_to(amendment, may_read=True),
        today=today_of(reminder.recipient, at=known.at),
        title=amendment.agreement.title,
        answer_by=amendment.answer_by,
        missing=known.missing(amendment.pk, list(known.unanswered), reader=reminder.recipient_id),
    )
