"""Asking for readbacks and signatures: once each, and never both of one person at one moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.models import Version
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from reminders.reports.waited import Key, Waited, proposals, waited_for
from teams.domain.calendar import end_of_day, zone
from teams.models import Person
from teams.speech import speaking_to

PAGES = {Kind.READBACK_ASKED: "readback_mine", Kind.SIGNATURE_ASKED: "agreement_signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSection(Section):
    title: str
    version: int
    proposed_by: str  # empty: the reader
    answer_by: date
    waited: Waited


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Readbacks asked when terms are proposed; signatures of those who have nothing to say back.

    Who was asked to say the terms back was asked to sign them after that: they hear of it again only when signing was
    held up by differences and opens.
    """
    versions = {version.pk: version for version in proposals().filter(proposed_at__lte=at)}
    waited = waited_for(versions.values())
    people = Person.objects.in_bulk({person for _, person in waited})
    told = set(
        Reminder.objects.filter(kind=Kind.READBACK_ASKED, version__in=versions).values_list("version", "recipient")
    )
    for key, one in waited.items():
        version, person = versions[key[0]], people[key[1]]
        if one.to_say:
            yield _due(version, person, one, kind=Kind.READBACK_ASKED, due_at=version.proposed_at)
        elif one.may_sign and (one.opened_at or key not in told):
            due_at = one.opened_at or version.proposed_at
            yield _due(version, person, one, kind=Kind.SIGNATURE_ASKED, due_at=due_at)


def _due(version: Version, person: Person, waited: Waited, *, kind: Kind, due_at: datetime) -> Due:
    window_ends = end_of_day(version.answer_by, zone=zone(version.agreement.time_zone))
    with speaking_to(person):
        headline = _headline(version, waited, kind=kind)
    return Due(
        kind=kind,
        recipient=person.pk,
        subject=Subject(agreement=version.agreement_id, version=version.pk),
        slot="once",
        local_on=today_of(person, at=due_at),
        due_at=due_at,
        expires_at=max(window_ends, due_at + ASK_LIFE) if kind is Kind.SIGNATURE_ASKED else window_ends,
        headline=headline,
    )


def _headline(version: Version, waited: Waited, *, kind: Kind) -> str:
    title = version.agreement.title
    if kind is Kind.SIGNATURE_ASKED:
        return wording.signature_asked(title, version=version.number)
    return wording.readback_asked(title, changed=len(waited.to_say) if waited.is_again else 0)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still proposed, and still waited for."""
    versions = proposals().in_bulk([one.version_id for one in reminders])
    waited = waited_for(versions.values())
    return {one.pk: _look(one, versions.get(one.version_id or 0), waited, at) for one in reminders}


def _look(reminder: Reminder, version: Version | None, waited: dict[Key, Waited], at: datetime) -> Section | Gone:
    if version is None:
        return Gone("the proposal was taken back, signed by all or set aside")
    kind, one = Kind(reminder.kind), waited.get((version.pk, reminder.recipient_id))
    if kind is Kind.READBACK_ASKED and not (one and one.to_say):
        return Gone("it was said back, or somebody else is asked now")
    if one is None or not (one.to_say or one.to_sign):
        return Gone("it was signed, or somebody else signs now")
    if kind is Kind.SIGNATURE_ASKED and one.differences:
        return Gone("a difference is open again")
    return _section(reminder, version, one, at)


def _section(reminder: Reminder, version: Version, waited: Waited, at: datetime) -> ProposalSection:
    kind, agreement = Kind(reminder.kind), version.agreement
    return ProposalSection(
        kind=kind,
        headline=_headline(version, waited, kind=kind),
        path=reverse(PAGES[kind], args=[agreement.slug]),
        today=today_of(reminder.recipient, at=at),
        title=agreement.title,
        version=version.number,
        proposed_by="" if version.proposed_by_id == reminder.recipient_id else version.proposed_by.name,
        answer_by=version.answer_by,
        waited=waited,
    )
