"""The last day for answers: told to those who have not answered, two working days before and on the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.domain.amendments import AmendmentState
from agreements.models import Agreement, Amendment, Version
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import reached_answer_step
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from reminders.reports.sight import may_read, path_to
from reminders.reports.waited import Key, Waited, proposals, unanswered, waited_for
from teams.domain.calendar import end_of_day, zone
from teams.domain.language import noted, say
from teams.models import Person

UNSEEN = noted("a change in another agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDueSection(Section):
    """``waited`` says what is missing of the reader under proposed terms; None: their answer to a change."""

    title: str
    answer_by: date
    waited: Waited | None


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Of the people whose morning it is, on their working days."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    yield from _of_proposals(working)
    yield from _of_changes(working)


def _of_proposals(working: dict[int, PersonMorning]) -> Iterator[Due]:
    versions = {version.pk: version for version in proposals()}
    waited = waited_for(versions.values())
    for (version, person), one in waited.items():
        if person in working and one.is_waited_for:
            yield from _step(_proposal(versions[version]), working[person])


def _of_changes(working: dict[int, PersonMorning]) -> Iterator[Due]:
    amendments = {one.pk: one for one in Amendment.objects.open().select_related("agreement")}
    for (amendment, person), asked_at in unanswered(amendments).items():
        if person in working:
            window = _change(amendments[amendment], reader=working[person].person, asked_at=asked_at)
            yield from _step(window, working[person])


@dataclass(frozen=True, slots=True)
class _Window:
    """Until when answers are asked for, to what; ``title`` as its reader may know it."""

    subject: Subject
    agreement: Agreement
    title: str
    asked_at: datetime
    answer_by: date


def _proposal(version: Version) -> _Window:
    agreement = version.agreement
    subject = Subject(agreement=agreement.pk, version=version.pk)
    return _Window(subject, agreement, agreement.title, version.proposed_at, version.answer_by)


def _change(amendment: Amendment, *, reader: Person | None = None, asked_at: datetime | None = None) -> _Window:
    agreement = amendment.agreement
    title = agreement.title if reader is None or may_read(reader, agreement) else say(UNSEEN)
    subject = Subject(agreement=agreement.pk, amendment=amendment.pk)
    return _Window(subject, agreement, title, asked_at or amendment.asked_at, amendment.answer_by)


def _step(window: _Window, one: PersonMorning) -> Iterator[Due]:
    here = zone(window.agreement.time_zone)
    asked_on = today_of(one.person, at=window.asked_at)
    step = reached_answer_step(window.answer_by, asked_on=asked_on, today=one.today, calendar=one.calendar)
    ends_at = end_of_day(window.answer_by, zone=here)
    if step is not None and one.begins_at < ends_at:
        yield Due(
            kind=Kind.ANSWER_DUE,
            recipient=one.person.pk,
            subject=window.subject,
            subject_on=window.answer_by,
            slot=str(step),
            local_on=one.today,
            due_at=one.begins_at,
            expires_at=ends_at,
            headline=wording.answer_due(window.title, answer_by=window.answer_by, today=one.today),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last look reads once for all reminders."""

    at: datetime
    versions: dict[int, Version]
    waited: dict[Key, Waited]
    amendments: dict[int, Amendment]
    unanswered: dict[Key, datetime]


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """The same last day, and still without an answer."""
    versions = proposals().in_bulk([one.version_id for one in reminders])
    amendments = Amendment.objects.select_related("agreement").in_bulk({one.amendment_id for one in reminders})
    known = _Known(at, versions, waited_for(versions.values()), amendments, unanswered(amendments))
    return {one.pk: _look(one, known) for one in reminders}


def _look(reminder: Reminder, known: _Known) -> Section | Gone:
    if amendment := known.amendments.get(reminder.amendment_id or 0):
        return _look_at_change(reminder, amendment, known)
    version = known.versions.get(reminder.version_id or 0)
    if version is None or version.answer_by != reminder.subject_on:
        return Gone("the proposal was taken back, signed by all, set aside or given more time")
    waited = known.waited.get((version.pk, reminder.recipient_id))
    if waited is None or not waited.is_waited_for:
        return Gone("it was answered")
    page = "readback_mine" if waited.to_say else "agreement_signature"
    return _section(reminder, _proposal(version), reverse(page, args=[version.agreement.slug]), waited, known)


def _look_at_change(reminder: Reminder, amendment: Amendment, known: _Known) -> Section | Gone:
    if amendment.state != AmendmentState.OPEN or amendment.answer_by != reminder.subject_on:
        return Gone("the change was closed or given more time")
    if (amendment.pk, reminder.recipient_id) not in known.unanswered:
        return Gone("it was answered")
    window = _change(amendment, reader=reminder.recipient)
    path = path_to(amendment, may_read=window.title == amendment.agreement.title)
    return _section(reminder, window, path, None, known)


def _section(reminder: Reminder, window: _Window, path: str, waited: Waited | None, known: _Known) -> AnswerDueSection:
    today = today_of(reminder.recipient, at=known.at)
    return AnswerDueSection(
        kind=Kind.ANSWER_DUE,
        headline=wording.answer_due(window.title, answer_by=window.answer_by, today=today),
        path=path,
        today=today,
        title=window.title,
        answer_by=window.answer_by,
        waited=waited,
    )
