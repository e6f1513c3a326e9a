"""The invitation of a new person, who has no account to be reminded in: the mail alone carries its link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.domain.language import say
from teams.models import Invitation, Organisation
from teams.speech import speaking_to


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSection(Section):
    """``invitation`` is the row whose link is made when the mail is rendered."""

    invitation: int
    organisation: str
    inviter: str
    expires_on: date


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Open invitations that no mail was planned for, and whose link nobody was handed by another way."""
    told = Reminder.objects.filter(invitation__isnull=False).values("invitation")
    rows = Invitation.objects.filter(accepted_at=None, digest=None, expires_at__gt=at).exclude(pk__in=told)
    organisation = _organisation()
    for invitation in rows.select_related("person", "invited_by"):
        yield _due(invitation, organisation)


def _organisation() -> str:
    return Organisation.objects.values_list("name", flat=True).first() or say("your organisation")


def _headline(invitation: Invitation, organisation: str) -> str:
    return wording.invitation(organisation, inviter=str(invitation.invited_by or ""))


def _due(invitation: Invitation, organisation: str) -> Due:
    with speaking_to(invitation.person):
        headline = _headline(invitation, organisation)
    return Due(
        kind=Kind.INVITATION,
        recipient=invitation.person_id,
        subject=Subject(invitation=invitation.pk),
        slot="once",
        local_on=today_of(invitation.person, at=invitation.created_at),
        due_at=invitation.created_at,
        expires_at=invitation.expires_at,
        headline=headline,
    )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open."""
    rows = Invitation.objects.filter(accepted_at=None).select_related("person", "invited_by")
    open_ones = rows.in_bulk([one.invitation_id for one in reminders])
    organisation = _organisation()
    return {
        one.pk: _section(invitation, organisation, at)
        if (invitation := open_ones.get(one.invitation_id or 0))
        else Gone("the invitation was used or replaced")
        for one in reminders
    }


def _section(invitation: Invitation, organisation: str, at: datetime) -> InvitationSection:
    return InvitationSection(
        kind=Kind.INVITATION,
        headline=_headline(invitation, organisation),
        path="",
        today=today_of(invitation.person, at=at),
        invitation=invitation.pk,
        organisation=organisation,
        inviter=str(invitation.invited_by or ""),
        expires_on=today_of(invitation.person, at=invitation.expires_at),
    )
