"""A flag is told to the person it concerns first, then to the others: who receives it, and who signs for both sides."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from agreements.models import DriftFlag, Party, Strength
from agreements.reports.flags import sentence_of
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import FLAG_LIFE
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.flag_sections import (
    Around,
    Sides,
    around,
    flag_section,
    route_of,
    sides_of,
    signers,
    subject_of,
    with_subjects,
)
from reminders.reports.sections import Gone, Look, Section

PAST_DUE = "past_due"  # its owner hears of it as a commitment past its date


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Open flags of the last seven days that nobody snoozed: to whom they concern, and once shown to the others."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    since = mornings.at - FLAG_LIFE
    awake = with_subjects(DriftFlag.objects.open().awake(at=mornings.at))
    for flag in awake.filter(first_told__in=among(working), opened_at__gt=since):
        assert flag.first_told_id is not None
        if flag.rule != PAST_DUE:
            yield _due(flag, working[flag.first_told_id], kind=Kind.FLAG_OWNER, since=flag.opened_at)
    shown = list(_shown(awake, working, at=mornings.at))
    sides = sides_of({flag.agreement_id for flag in shown})
    for flag in shown:
        for person in others(flag, sides) & working.keys():
            yield _due(flag, working[person], kind=Kind.FLAG_SHOWN, since=flag.shown_at)


def _shown(flags: QuerySet[DriftFlag], people: Collection[int], *, at: datetime) -> QuerySet[DriftFlag]:
    """Those that others see since less than seven days, in agreements that concern any of ``people``."""
    concerned = Q(commitment__accepted_by__in=among(people)) | Q(
        agreement__in=Party.objects.filter(representative__in=among(people)).values("agreement")
    )
    return flags.filter(concerned, shown_at__lte=at, shown_at__gt=at - FLAG_LIFE)


def others(flag: DriftFlag, sides: Sides) -> set[int]:
    """Everybody but the first who is told: for a commitment its receiver and both who sign, else all who sign."""
    commitment = flag.commitment
    if commitment is None:
        return signers(flag, sides) - {flag.first_told_id or 0}
    receiver = {commitment.accepted_by_id} if commitment.accepted_by_id else set()
    return (signers(flag, sides) | receiver) - {flag.first_told_id or 0, commitment.owner_id or 0}


def _due(flag: DriftFlag, one: PersonMorning, *, kind: Kind, since: datetime) -> Due:
    return Due(
        kind=kind,
        recipient=one.person.pk,
        subject=Subject(agreement=flag.agreement_id, commitment=flag.commitment_id, flag=flag.pk),
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=since + FLAG_LIFE,
        headline=_headline(flag, kind, one.begins_at),
    )


def _headline(flag: DriftFlag, kind: Kind, at: datetime) -> str:
    if kind is Kind.FLAG_OWNER:
        return wording.flag_owner(subject_of(flag), sentence=sentence_of(flag, at=at))
    return wording.flag_shown(subject_of(flag), route=route_of(flag), is_strong=flag.strength == Strength.STRONG)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """The cause is still there, nobody snoozed it, and it is still this person's business."""
    flags = with_subjects(DriftFlag.objects.open()).in_bulk([one.flag_id for one in reminders])
    known = around(flags.values(), at=at)
    return {one.pk: _look(one, flags.get(one.flag_id or 0), known) for one in reminders}


def _look(reminder: Reminder, flag: DriftFlag | None, known: Around) -> Section | Gone:
    if flag is None:
        return Gone("the cause is gone")
    if flag.is_snoozed(at=known.at):
        return Gone(f"snoozed until {flag.snoozed_until:%-d %b}")
    kind = Kind(reminder.kind)
    concerned = {flag.first_told_id} if kind is Kind.FLAG_OWNER else others(flag, known.sides)
    if reminder.recipient_id not in concerned:
        return Gone("it belongs to somebody else now")
    return flag_section(reminder, flag, headline=_headline(flag, kind, known.at), known=known)
